//! Two servers on one store behind haproxy, started anew one after the other under load: not one request fails. Where haproxy is
//! missing the test fails and says so.

use badgehouse_test_servers::Postgres;
use std::fs;
use std::io::{BufRead, BufReader};
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};
use ureq::Agent;

/// How often each server is started anew.
const ROUNDS: usize = 2;
/// How many clients ask at the same time.
const CLIENTS: usize = 4;

/// A program that is ended with this.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Running {
    fn terminate(mut self) {
        let id = self.0.id().to_string();
        assert!(Command::new("kill").args(["-s", "TERM", &id]).status().unwrap().success());
        assert_eq!(self.0.wait().unwrap().code(), Some(0), "it ends in order");
    }
}

/// Waits for what will be so.
fn eventually(what: &str, is_so: impl Fn() -> bool) {
    let until = Instant::now() + Duration::from_secs(120);
    while !is_so() {
        assert!(Instant::now() < until, "never {what}");
        thread::sleep(Duration::from_millis(50));
    }
}

/// Addresses that nobody listens at.
fn free<const N: usize>() -> [SocketAddr; N] {
    let listeners = [(); N].map(|()| TcpListener::bind("127.0.0.1:0").unwrap());
    listeners.map(|listener| listener.local_addr().unwrap())
}

/// What a server listens at: for everybody, and for operators.
type Addresses = [SocketAddr; 2];

/// The folder of the servers, and their store.
#[derive(Clone, Copy)]
struct Place<'a> {
    folder: &'a Path,
    store: &'a str,
}

fn badgehouse(Place { folder, store }: Place<'_>, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_badgehouse"));
    command.args(arguments).args([
        "--sealing-key-file",
        "sealing.key",
        "--contact-domain",
        "svc.example.com",
    ]);
    command.current_dir(folder).env("BADGEHOUSE_STORE", store).stdin(Stdio::null());
    command
}

fn serve(place: Place<'_>, proxy: SocketAddr, [address, operations]: Addresses) -> Running {
    let (listen, issuer, operators) =
        (address.to_string(), format!("http://{proxy}"), operations.to_string());
    let options =
        ["serve", "--native", "--listen", &listen, "--issuer", &issuer, "--operations-listen", &operators];
    let log = fs::OpenOptions::new().append(true).create(true).open(place.folder.join("log")).unwrap();
    let mut child = badgehouse(place, &options).stdout(Stdio::piped()).stderr(log).spawn().unwrap();
    let said = BufReader::new(child.stdout.take().unwrap());
    assert!(said.lines().map_while(Result::ok).any(|line| line.contains("listening on")));
    let server = Running(child);
    let readyz = format!("http://{operations}/readyz");
    eventually("ready", || ureq::get(&readyz).call().is_ok_and(|answer| answer.status() == 200));
    server
}

fn haproxy(folder: &Path, proxy: SocketAddr, stats: SocketAddr, servers: [Addresses; 2]) -> Running {
    let [[one, one_operations], [two, two_operations]] = servers;
    // The lines of docs/server.md, with addresses of this machine.
    let docs =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/server.md")).unwrap();
    let (_, backend) = docs.split_once("    backend badgehouse\n").unwrap();
    let backend: String = backend
        .lines()
        .take_while(|line| line.starts_with("        "))
        .map(|line| format!("{line}\n"))
        .collect::<String>()
        .replace("10.0.0.1:8080", &format!("{one} port {}", one_operations.port()))
        .replace("10.0.0.2:8080", &format!("{two} port {}", two_operations.port()))
        .replace(" check port 9090 ", " check ");
    let config = format!(
        "defaults\n  mode http\n  timeout connect 2s\n  timeout client 30s\n  timeout server 30s\n\
         frontend all\n  bind {proxy}\n  default_backend badgehouse\n\
         frontend stats\n  bind {stats}\n  stats enable\n  stats uri /\n\
         backend badgehouse\n{backend}"
    );
    fs::write(folder.join("haproxy.cfg"), config).unwrap();
    let log = fs::File::create(folder.join("haproxy.log")).unwrap();
    // Debian keeps it where only root's PATH looks.
    let program = if Path::new("/usr/sbin/haproxy").exists() { "/usr/sbin/haproxy" } else { "haproxy" };
    let mut command = Command::new(program);
    command
        .args(["-db", "-f", "haproxy.cfg"])
        .current_dir(folder)
        .stdout(log.try_clone().unwrap())
        .stderr(log);
    Running(command.spawn().unwrap_or_else(|error| {
        panic!("there is no `haproxy`, which `cargo xtask servers` installs: {error}")
    }))
}

/// Whether haproxy says that both are there.
fn sees(stats: SocketAddr) -> bool {
    let csv = ureq::get(format!("http://{stats}/;csv")).call();
    let Ok(csv) = csv.and_then(|mut csv| csv.body_mut().read_to_string()) else { return false };
    let is_up = |name: &str| {
        let line = csv.lines().find(|line| line.starts_with(&format!("badgehouse,{name},")));
        line.is_some_and(|line| line.split(',').nth(17) == Some("UP"))
    };
    ["one", "two"].into_iter().all(is_up)
}

/// What a client did, and what went wrong.
fn ask(agent: &Agent, url: &str, form: &str) -> Result<(), String> {
    let request = agent.post(url).header("content-type", "application/x-www-form-urlencoded");
    let mut answer = request.send(form).map_err(|error| error.to_string())?;
    let body = answer.body_mut().read_to_string().map_err(|error| error.to_string())?;
    if answer.status() == 200 && body.contains("access_token") {
        Ok(())
    } else {
        Err(format!("{}: {body}", answer.status()))
    }
}

#[test]
fn servers_on_sqlite_are_started_anew_one_after_the_other_without_a_failed_request() {
    start_anew_under_load("badges.db");
}

#[test]
fn servers_on_postgresql_are_started_anew_one_after_the_other_without_a_failed_request() {
    let postgres = Postgres::shared();
    let url = postgres.url(&postgres.make_database());
    let migrated =
        Command::new(env!("CARGO_BIN_EXE_badgehouse")).arg("migrate").env("BADGEHOUSE_STORE", &url).status();
    assert!(migrated.unwrap().success());
    start_anew_under_load(&url);
}

fn start_anew_under_load(store: &str) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let place = Place { folder: path, store };
    let made = Command::new(env!("CARGO_BIN_EXE_badgehouse"))
        .args(["sealing-key", "--out", "sealing.key"])
        .current_dir(path)
        .output();
    assert!(made.unwrap().status.success());
    let bootstrap =
        badgehouse(place, &["bootstrap", "--company", "acme", "--name", "Root"]).output().unwrap();
    let printed = String::from_utf8(bootstrap.stdout).unwrap();
    let value = |name: &str| printed.lines().find_map(|line| line.strip_prefix(name)).unwrap().to_owned();
    let form = format!(
        "grant_type=client_credentials&client_id={}&client_secret={}",
        value("client_id="),
        value("client_secret=")
    );
    let [proxy, stats, one, one_operations, two, two_operations] = free();
    let addresses = [[one, one_operations], [two, two_operations]];
    let mut servers = addresses.map(|addresses| Some(serve(place, proxy, addresses)));
    let _haproxy = haproxy(path, proxy, stats, addresses);
    eventually("both up", || sees(stats));
    let (stop, asked) = (AtomicBool::new(false), AtomicUsize::new(0));
    let url = format!("http://{proxy}/oauth/token");
    let failed: Vec<String> = thread::scope(|scope| {
        let clients: Vec<_> = (0..CLIENTS)
            .map(|client| {
                let (stop, asked, url, form) = (&stop, &asked, &url, &form);
                scope.spawn(move || {
                    let agent = Agent::from(Agent::config_builder().http_status_as_error(false).build());
                    let mut failed = Vec::new();
                    while !stop.load(Ordering::Relaxed) {
                        // Some keep their connection, and some come anew each time.
                        let fresh = Agent::from(Agent::config_builder().http_status_as_error(false).build());
                        let agent = if client % 2 == 0 { &agent } else { &fresh };
                        asked.fetch_add(1, Ordering::Relaxed);
                        failed.extend(ask(agent, url, form).err());
                    }
                    failed
                })
            })
            .collect();
        for round in 0..ROUNDS * 2 {
            let index = round % 2;
            servers[index].take().unwrap().terminate();
            servers[index] = Some(serve(place, proxy, addresses[index]));
            eventually("both up", || sees(stats));
        }
        stop.store(true, Ordering::Relaxed);
        clients.into_iter().flat_map(|client| client.join().unwrap()).collect()
    });
    let asked = asked.load(Ordering::Relaxed);
    let log = fs::read_to_string(path.join("log")).unwrap();
    assert!(
        failed.is_empty(),
        "{} of {asked} failed: {:?}\n{log}",
        failed.len(),
        &failed[..failed.len().min(5)]
    );
    println!("{asked} requests, none failed");
    assert!(asked > 100, "{asked} requests are no load");
}
