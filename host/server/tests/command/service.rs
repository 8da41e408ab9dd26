//! The container's recipe and the unit of systemd, held to what they run: their own words, at a program of this build.

use crate::process::{Folder, Running, eventually, set_mode, text};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The user of the image, which is nobody here.
const NONROOT: u32 = 65_532;
/// What the base image has of the C library, by the documentation of distroless.
const IN_THE_BASE: [&str; 7] =
    ["linux-vdso", "ld-linux", "libc.so", "libgcc_s.so", "libm.so", "libpthread.so", "libdl.so"];

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn recipe(name: &str) -> String {
    fs::read_to_string(repository().join("docs/service").join(name)).unwrap()
}

/// The words of an instruction that are a JSON array.
fn words(recipe: &str, instruction: &str) -> Vec<String> {
    let line = recipe.lines().find(|line| line.starts_with(instruction)).unwrap();
    serde_json::from_str(&line[line.find('[').unwrap()..]).unwrap()
}

/// The variables that the recipe sets.
fn environment(recipe: &str) -> Vec<(String, String)> {
    let (_, env) = recipe.split_once("\nENV ").unwrap();
    let env = env.split("\nEXPOSE").next().unwrap();
    let pairs = env.split_whitespace().filter_map(|word| word.split_once('='));
    pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// The libraries that the program is linked to, and where they are.
fn libraries(program: &Path) -> Vec<(String, Option<PathBuf>)> {
    let listed = text(&Command::new("ldd").arg(program).output().unwrap().stdout);
    let path = |line: &str| line.split_whitespace().find(|word| word.starts_with('/')).map(PathBuf::from);
    listed.lines().map(|line| (line.trim().to_owned(), path(line))).collect()
}

/// All that is below a folder.
fn tree(folder: &Path) -> BTreeSet<PathBuf> {
    let mut found = BTreeSet::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.is_symlink() {
            found.extend(tree(&path));
        }
        found.insert(path);
    }
    found
}

/// The image as a folder: the program, what the base image has for it, the store's place, and the key as its user's own.
fn image(folder: &Folder) -> PathBuf {
    let (root, program) = (folder.path("image"), Path::new(env!("CARGO_BIN_EXE_badgehouse")));
    for place in ["var/lib/badgehouse", "run/secrets", "usr/local/lib/badgehouse"] {
        fs::create_dir_all(root.join(place)).unwrap();
    }
    fs::copy(program, root.join("usr/local/lib/badgehouse/badgehouse")).unwrap();
    symlink("/usr/local/lib/badgehouse/badgehouse", root.join("badgehouse")).unwrap();
    for (line, path) in libraries(program) {
        assert!(IN_THE_BASE.iter().any(|name| line.contains(name)), "the base image has no {line}");
        let Some(path) = path else { continue };
        let place = root.join(path.strip_prefix("/").unwrap());
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::copy(&path, place).unwrap();
    }
    let key = root.join("run/secrets/sealing.key");
    fs::copy(folder.path("sealing.key"), &key).unwrap();
    set_mode(&key, 0o600);
    for own in [key, root.join("var/lib/badgehouse")] {
        chown(own, Some(NONROOT), Some(NONROOT)).unwrap();
    }
    // The folder of the test is its maker's alone.
    set_mode(&folder.path(""), 0o755);
    root
}

/// A program in the image, as its user and with its variables.
fn within(root: &Path, recipe: &str, words: &[String], operations: &str) -> Command {
    let mut command = Command::new("chroot");
    command.arg(format!("--userspec={NONROOT}:{NONROOT}")).arg(root).args(words).env_clear();
    command.env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin").stdin(Stdio::null());
    for (name, value) in environment(recipe) {
        command.env(name, value);
    }
    command.env("BADGEHOUSE_OPERATIONS_LISTEN", operations);
    command
}

#[test]
fn the_image_serves_as_nobody_in_particular_and_writes_nowhere_but_beside_its_store() {
    let folder = Folder::new();
    let me = fs::metadata(folder.path("")).unwrap().uid();
    assert_eq!(
        me, 0,
        "this test makes a root of its own by chroot, which takes root: run it as root, as CI does"
    );
    let (recipe, root) = (recipe("Dockerfile"), image(&folder));
    let before = tree(&root);
    // A port that is free, which the health check has to know.
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let mut entry = words(&recipe, "ENTRYPOINT");
    let listen = entry.iter_mut().find(|word| *word == "0.0.0.0:8080").unwrap();
    *listen = "127.0.0.1:0".into();
    let given = ["--native", "--contact-domain", "svc.example.com", "--issuer", "https://id.example.com"];
    entry.extend(given.map(str::to_owned));
    let mut server = Running::start(within(&root, &recipe, &entry, &free));
    assert!(server.address().starts_with("http://127.0.0.1:"));
    let check = words(&recipe, "HEALTHCHECK");
    let health = || within(&root, &recipe, &check, &free).output().unwrap().status.code();
    eventually("healthy", || health() == Some(0));
    let written: Vec<PathBuf> = tree(&root).difference(&before).cloned().collect();
    let store = root.join("var/lib/badgehouse");
    assert!(!written.is_empty() && written.iter().all(|path| path.starts_with(&store)), "{written:?}");
    for path in written {
        let file = fs::metadata(path).unwrap();
        assert_eq!((file.uid(), file.permissions().mode() & 0o077), (NONROOT, 0));
    }
    server.signal("TERM");
    assert_eq!(server.wait().0, Some(0));
    assert_eq!(health(), Some(1));
}

#[test]
fn what_the_recipe_builds_is_there() {
    let recipe = recipe("Dockerfile");
    let builds: Vec<&str> = recipe.lines().filter_map(|line| line.strip_prefix("RUN cargo ")).collect();
    assert_eq!(builds, ["xtask build component", "build --locked --release --package badgehouse-server"]);
    // As cargo would refuse it: the lock file is whole, and the package has the program that is copied.
    let mut metadata = Command::new(env!("CARGO"));
    metadata.args(["metadata", "--locked", "--no-deps", "--offline", "--format-version", "1"]);
    let output = metadata.current_dir(repository()).output().unwrap();
    assert!(output.status.success(), "{}", text(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let server = packages.iter().find(|package| package["name"] == "badgehouse-server").unwrap();
    let programs = server["targets"].as_array().unwrap().iter().filter(|target| target["kind"][0] == "bin");
    assert_eq!(programs.map(|target| target["name"].as_str().unwrap()).collect::<Vec<_>>(), ["badgehouse"]);
    assert!(recipe.contains("USER nonroot") && recipe.contains("target/release/badgehouse "), "{recipe}");
}

#[test]
fn the_unit_names_options_and_variables_that_there_are() {
    let unit = recipe("badgehouse.service");
    let folder = Folder::new();
    let help = text(&folder.command(&["serve", "--help"]).output().unwrap().stdout);
    let start = unit.lines().find_map(|line| line.strip_prefix("ExecStart=")).unwrap();
    // Whole words: `--log` is not there because `--log-level` is.
    let said: BTreeSet<&str> = help
        .split(|character: char| !(character.is_ascii_alphanumeric() || "-_".contains(character)))
        .collect();
    let mut command = start.split(' ');
    assert!(command.next().unwrap().ends_with("/badgehouse") && command.next() == Some("serve"), "{start}");
    for option in command.filter(|word| word.starts_with("--")) {
        assert!(said.contains(option), "{option}");
    }
    let words = unit.split(|character: char| !(character.is_ascii_uppercase() || character == '_'));
    let variables: BTreeSet<&str> = words.filter(|word| word.starts_with("BADGEHOUSE_")).collect();
    assert!(variables.len() >= 5, "{variables:?}");
    for variable in variables {
        assert!(said.contains(variable), "{variable}");
    }
}
