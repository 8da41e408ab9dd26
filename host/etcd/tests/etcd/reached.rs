//! The store and its cluster: how it is reached, by whom, and what is said where it is not.

use crate::common::{committed, key, made, names, put};
use crate::fake;
use badgehouse::store::{Store, StoreError};
use badgehouse_etcd::{EtcdStore, Limits};
use badgehouse_test_servers::Etcd;
use serde_json::json;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

/// With what a URL has to encode.
const PASSWORD: &str = "se/cr@t:p?s,s";
const ENCODED: &str = "se%2Fcr%40t%3Ap%3Fs%2Cs";

/// What is said where a store is not opened; no part of it is secret.
async fn refusal(url: &str) -> StoreError {
    let error = EtcdStore::open(url).await.expect_err("a refusal");
    let text = error.to_string();
    for secret in ["se%2Fcr", "se/cr", "cr@t", "p?s", "badgehouse:"] {
        assert!(!text.contains(secret), "{text}");
    }
    error
}

#[track_caller]
fn says(error: &StoreError, broken: bool, part: &str) {
    assert_eq!(matches!(error, StoreError::Broken(_)), broken, "{error:?}");
    assert!(error.to_string().contains(part), "`{part}` in: {error}");
}

#[tokio::test]
async fn a_url_that_is_wrong_is_refused_and_no_part_of_it_repeated() {
    for (url, part) in [
        ("http://127.0.0.1:2379/badges", "does not begin with etcd://"),
        ("etcd:badgehouse:se%2Fcr@127.0.0.1/badges", "does not begin with etcd://"),
        ("etcd://badgehouse:se/cr@t:p?ss@127.0.0.1/badges", "that are not understood"),
        ("etcd://badgehouse:cr@t@127.0.0.1/badges", "is not understood"),
        ("etcd://badgehouse@127.0.0.1/badges", "is not understood"),
        ("etcd://badgehouse:se%2Fcr@127.0.0.1:port/badges", "a host that is none"),
        ("etcd://badgehouse:se%2Fcr@127.0.0.1:/badges", "a host that is none"),
        ("etcd://127.0.0.1,,127.0.0.2/badges", "a host that is none"),
        ("etcd:///badges", "a host that is none"),
        ("etcd://127.0.0.1/bad ges", "a prefix that is none"),
        ("etcd://127.0.0.1//badges", "a prefix that is none"),
        ("etcd://127.0.0.1/badges?sslmode=disable", "that are not understood"),
        ("etcd://127.0.0.1/badges?tls=maybe", "neither on nor off"),
        ("etcd://127.0.0.1/badges?connections=0", "no number from 1 to 1000"),
        ("etcd://127.0.0.1/badges?cert=a.pem", "a certificate and its key belong together"),
        ("etcd://127.0.0.1/badges?cert=a.pem&key=a.key&tls=off", "no TLS to show it in"),
        ("etcd://127.0.0.1/badges?cacert=/nowhere.pem", "the file of cacert, `/nowhere.pem`"),
        ("etcd://127.0.0.1/badges?cacert=cr@t.pem&tls=off", "no TLS to verify by it"),
        ("etcd://127.0.0.1/badges?tls=on&tls=off", "one of its options twice"),
        ("etcd://127.0.0.1/badges/entries/others", "among what another store keeps"),
        ("etcd://127.0.0.1/badges/expires", "among what another store keeps"),
    ] {
        says(&refusal(url).await, true, part);
    }
}

#[tokio::test]
async fn nobody_there_and_nothing_there_are_told_apart() {
    let cluster = Etcd::shared();
    says(
        &refusal("etcd://127.0.0.1:1,127.0.0.1:2/badges").await,
        false,
        "etcd at 127.0.0.1:1,127.0.0.1:2/badges: ",
    );
    let prefix = cluster.make_prefix();
    says(&refusal(&cluster.url(&prefix)).await, true, "make it by `badgehouse migrate --store URL`");
    cluster.ctl(&["put", &format!("{prefix}/store"), "of somebody else"]);
    says(&refusal(&cluster.url(&prefix)).await, true, "name another");
    cluster.ctl(&["put", &format!("{prefix}/store"), r#"{"version":7,"cluster":"","generation":""}"#]);
    says(&refusal(&cluster.url(&prefix)).await, true, "is of version 7");
    // A port of another protocol.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let other = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        use std::io::{Read, Write};
        while let Ok((mut stream, _)) = listener.accept() {
            let _ = stream.read(&mut [0; 1024]);
            let _ = stream.write_all(b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n");
        }
    });
    says(&refusal(&format!("etcd://{other}/badges")).await, true, "there is no JSON gateway there");
}

#[tokio::test]
async fn a_store_prints_where_it_is_and_nothing_that_is_secret() {
    let cluster = Etcd::shared();
    let url = made(&cluster).await;
    let store = EtcdStore::open(&url).await.unwrap();
    let shown = url.strip_prefix("etcd://").unwrap();
    assert_eq!(format!("{store:?}"), format!("EtcdStore({shown})"));
}

#[tokio::test]
async fn a_node_that_is_not_there_is_passed_over() {
    let cluster = Etcd::shared();
    let url = made(&cluster).await.replace("etcd://", "etcd://127.0.0.1:1,");
    let store = EtcdStore::open(&url).await.unwrap();
    committed(&store, "a").await;
    assert_eq!(names(&store).await, ["a"]);
}

#[tokio::test]
async fn fewer_than_half_of_the_nodes_answer_neither_reads_nor_commits() {
    let cluster = Etcd::start(3);
    let url = made(&cluster).await;
    let limits = Limits { answer: Duration::from_secs(3), ..Limits::default() };
    let store = EtcdStore::open_with(&url, limits).await.unwrap();
    committed(&store, "a").await;
    cluster.pause(1);
    cluster.pause(2);
    says(&store.get(&[key("a")]).await.unwrap_err(), false, "etcd at ");
    says(&store.commit(&[put("b")]).await.unwrap_err(), false, "etcd at ");
    cluster.go_on(1);
    cluster.go_on(2);
    let patient = EtcdStore::open(&url).await.unwrap();
    committed(&patient, "c").await;
}

#[tokio::test]
async fn bounds_beyond_all_measure_are_bounded() {
    let cluster = Etcd::shared();
    let [wait, connect, answer] = [Duration::MAX; 3];
    let limits = Limits { connections: usize::MAX, wait, connect, answer };
    let store = EtcdStore::open_with(&made(&cluster).await, limits).await.unwrap();
    committed(&store, "a").await;
    assert_eq!(names(&store).await, ["a"]);
}

/// It is no node that is away: each of them would say as much.
#[tokio::test]
async fn an_answer_that_is_too_long_is_told_and_not_asked_for_again() {
    let ranges = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&ranges);
    let node = fake::start(move |_| match counted.fetch_add(1, Ordering::SeqCst) {
        0 => fake::record(),
        _ => (200, vec![b' '; 64 * 1024 * 1024 + 1]),
    });
    let store = EtcdStore::open(&format!("etcd://{node}/badges")).await.unwrap();
    says(&store.list("company/", None, 1000).await.unwrap_err(), true, "ask for fewer entries at a time");
    assert_eq!(ranges.load(Ordering::SeqCst), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn many_calls_whose_token_has_ended_log_in_once() {
    let (good, logins) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let (known, counted) = (Arc::clone(&good), Arc::clone(&logins));
    let node = fake::start(move |asked| {
        let token = format!("token-{}", known.load(Ordering::SeqCst));
        if asked.path == "/v3/auth/authenticate" {
            counted.fetch_add(1, Ordering::SeqCst);
            // As slow as a password is.
            thread::sleep(Duration::from_millis(100));
            return fake::ok(&json!({ "token": token }));
        }
        match asked.path.as_str() {
            _ if asked.token != Some(token) => {
                (401, br#"{"error":"etcdserver: invalid auth token","code":16}"#.to_vec())
            }
            "/v3/kv/txn" => fake::nothing(),
            _ => fake::record(),
        }
    });
    let store = EtcdStore::open(&format!("etcd://badgehouse:{ENCODED}@{node}/badges")).await.unwrap();
    assert_eq!(logins.load(Ordering::SeqCst), 1);
    good.fetch_add(1, Ordering::SeqCst);
    let get = || {
        let store = store.clone();
        tokio::spawn(async move { store.get(&[key("a")]).await })
    };
    let gets: Vec<_> = (0..12).map(|_| get()).collect();
    for get in gets {
        assert_eq!(get.await.unwrap(), Ok(vec![None]));
    }
    assert_eq!(logins.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn a_handle_answers_no_more_when_its_store_was_made_anew() {
    let cluster = Etcd::shared();
    let prefix = cluster.make_prefix();
    let url = cluster.url(&prefix);
    EtcdStore::migrate(&url).await.unwrap();
    let store = EtcdStore::open(&url).await.unwrap();
    committed(&store, "a").await;
    cluster.ctl(&["del", &format!("{prefix}/store")]);
    EtcdStore::migrate(&url).await.unwrap();
    says(&store.commit(&[put("a")]).await.unwrap_err(), true, "start again");
    committed(&EtcdStore::open(&url).await.unwrap(), "a").await;
}

/// A certificate for `localhost` that it has signed itself, of which everybody trusts the same.
fn certificate(folder: &Path) -> [String; 2] {
    let mut openssl = Command::new("openssl");
    openssl.args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]);
    openssl.args(["-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]);
    openssl.args(["-addext", "basicConstraints=critical,CA:FALSE", "-keyout", "tls.key", "-out", "tls.crt"]);
    let made = openssl.current_dir(folder).stdout(Stdio::null()).stderr(Stdio::null()).status();
    assert!(made.unwrap().success(), "openssl, of the Debian package of that name, makes the certificate");
    ["tls.crt", "tls.key"].map(|file| folder.join(file).display().to_string())
}

#[tokio::test]
async fn a_node_is_trusted_by_its_authority_and_its_name_alone() {
    let folder = tempfile::tempdir().unwrap();
    let [certificate, key] = certificate(folder.path());
    let cluster = Etcd::with_tls(&["--cert-file".into(), certificate.clone(), "--key-file".into(), key]);
    let by_number = cluster.url("badges");
    let by_name = by_number.replace("127.0.0.1", "localhost");
    let trusted = format!("{by_name}?cacert={certificate}");
    EtcdStore::migrate(&trusted).await.unwrap();
    committed(&EtcdStore::open(&trusted).await.unwrap(), "a").await;
    says(&refusal(&format!("{by_number}?cacert={certificate}")).await, true, "not valid for name");
    says(&refusal(&format!("{by_name}?tls=on")).await, true, "by cacert=FILE");
    // Nothing goes on in clear with a node that has TLS, and nothing in TLS with one that has none.
    says(&refusal(&by_name).await, false, "connection closed");
    let without = Etcd::start(1);
    let plain = without.url("badges").replace("127.0.0.1", "localhost");
    let in_tls = format!("{plain}?cacert={certificate}");
    let mut said = refusal(&in_tls).await;
    // A node may break off before what it answers was read.
    for _ in 0..20 {
        if said.to_string().contains("say tls=off") {
            break;
        }
        said = refusal(&in_tls).await;
    }
    says(&said, false, "say tls=off");
}

#[tokio::test]
async fn who_asks_is_let_in_by_password_and_to_the_prefix_alone() {
    let mut cluster = Etcd::start(1);
    let url = cluster.url("badges");
    let by = |name: &str, password: &str| url.replace("etcd://", &format!("etcd://{name}:{password}@"));
    says(&refusal(&by("badgehouse", ENCODED)).await, true, "`etcdctl auth enable`");
    for arguments in [
        ["user", "add", "root:root"].as_slice(),
        &["user", "grant-role", "root", "root"],
        &["role", "add", "badges"],
        &["role", "grant-permission", "badges", "--prefix=true", "readwrite", "badges/"],
        &["user", "add", "badgehouse", "--new-user-password", PASSWORD],
        &["user", "grant-role", "badgehouse", "badges"],
        &["auth", "enable"],
    ] {
        cluster.ctl(arguments);
    }
    let allowed = by("badgehouse", ENCODED);
    EtcdStore::migrate(&allowed).await.unwrap();
    let store = EtcdStore::open(&allowed).await.unwrap();
    assert_eq!(format!("{store:?}"), url.replace("etcd://", "EtcdStore(") + ")");
    committed(&store, "a").await;
    says(&refusal(&url).await, true, "name the user in the URL");
    says(&refusal(&by("badgehouse", "se%2Fcr")).await, true, "look at the user and the password");
    says(&refusal(&allowed.replace("/badges", "/others")).await, true, "grant-permission");
    // A node that starts anew knows no token of before.
    cluster.kill(0);
    cluster.start_again(&[0]);
    assert_eq!(names(&store).await, ["a"]);
    committed(&store, "b").await;
    assert_eq!(names(&store).await, ["a", "b"]);
}
