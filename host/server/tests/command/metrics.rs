//! What is counted, and that it says nothing of anybody.

use crate::http::{get, post_form, request_token, send, text_of};
use crate::process::{Folder, Running, eventually};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The text of a file of the docs.
fn document(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs").join(name)).unwrap()
}

struct World {
    folder: Folder,
    running: Running,
    operations: String,
    address: String,
    id: String,
    secret: String,
}

impl World {
    fn new(more: &[&str]) -> Self {
        let folder = Folder::new();
        let (id, secret) = folder.bootstrap("acme");
        let more = [&["--operations-listen", "127.0.0.1:0", "--sample"], more].concat();
        let mut running = Running::start(folder.serve(&more));
        let (operations, address) = (running.operations(), running.address());
        eventually("ready", || text_of(&format!("{operations}/readyz")).0 == 200);
        Self { folder, running, operations, address, id, secret }
    }

    fn text(&self) -> String {
        let (status, text) = text_of(&format!("{}/metrics", self.operations));
        assert_eq!(status, 200);
        assert!(text.ends_with("# EOF\n"), "{text}");
        text
    }

    /// The number behind that name and those labels; nothing counted is zero.
    fn count(&self, series: &str) -> f64 {
        let text = self.text();
        let found = text.lines().find_map(|line| line.strip_prefix(series)?.strip_prefix(' ')?.parse().ok());
        found.unwrap_or_default()
    }

    /// One of everything that is counted.
    fn do_everything(&self) -> String {
        let Self { address, id, secret, .. } = self;
        let (_, token) = request_token(address, id, secret, None);
        let token = token["access_token"].as_str().unwrap().to_owned();
        assert_eq!(request_token(address, id, "wrong", None).0, 401);
        for what in [token.as_str(), "no token"] {
            let form = format!("client_id={id}&client_secret={secret}&token={what}");
            assert_eq!(post_form(&format!("{address}/oauth/introspect"), &[], &form).0, 200);
        }
        let sample = format!("{address}/sample/tools/directory");
        assert_eq!(get(&sample, &[("authorization", &format!("Bearer {token}"))]).0, 200);
        assert_eq!(get(&sample, &[("authorization", "Bearer no")]).0, 401);
        let account = format!("{address}/badgehouse/v1/companies/acme/service-accounts/{id}");
        assert_eq!(get(&account, &[]).0, 401);
        token
    }
}

#[test]
fn tokens_decisions_and_calls_of_the_store_are_counted_by_what_came_of_them() {
    let world = World::new(&[]);
    world.do_everything();
    for series in [
        r#"badgehouse_token_requests_total{outcome="granted",reason="none"}"#,
        r#"badgehouse_token_requests_total{outcome="refused",reason="invalid_client"}"#,
        r#"badgehouse_decisions_total{kind="introspection",outcome="granted",reason="none"}"#,
        r#"badgehouse_decisions_total{kind="introspection",outcome="refused",reason="inactive"}"#,
        r#"badgehouse_decisions_total{kind="authorize",outcome="granted",reason="none"}"#,
        r#"badgehouse_decisions_total{kind="authorize",outcome="refused",reason="invalid_token"}"#,
        r#"badgehouse_http_request_duration_seconds_count{route="/oauth/token",method="POST",status="2xx"}"#,
        r#"badgehouse_http_request_duration_seconds_count{route="/oauth/token",method="POST",status="4xx"}"#,
        r#"badgehouse_http_request_duration_seconds_count{route="/badgehouse/v1/companies/*/service-accounts/*",method="GET",status="4xx"}"#,
        r#"badgehouse_http_request_duration_seconds_count{route="/sample/tools/{tool}",method="GET",status="2xx"}"#,
        "badgehouse_ready",
        "badgehouse_signing_keys",
    ] {
        assert_eq!(world.count(series), 1.0, "{series} in {}", world.text());
    }
    assert!(world.count(r#"badgehouse_store_call_duration_seconds_count{call="get",outcome="done"}"#) > 3.0);
    assert!(
        world.count(r#"badgehouse_store_call_duration_seconds_count{call="commit",outcome="done"}"#) >= 1.0
    );
    assert!(world.count("badgehouse_connections_accepted_total") >= 7.0);
    assert!(world.count("badgehouse_signing_key_active_since_seconds") > 1_700_000_000.0);
    for series in [
        "badgehouse_requests_in_work_limit",
        "badgehouse_connections_limit",
        "process_resident_memory_bytes",
        "process_open_fds",
        "process_start_time_seconds",
    ] {
        assert!(world.count(series) > 0.0, "{series}");
    }
}

#[test]
fn who_asks_for_odd_things_makes_no_series_of_their_names() {
    let world = World::new(&[]);
    let Value::Null = get(&format!("{}/nowhere", world.address), &[]).1 else { panic!() };
    let before = world.text().lines().count();
    for number in 0..30 {
        let odd = format!("odd{number}");
        for path in [
            odd.clone(),
            format!("oauth/{odd}"),
            format!("badgehouse/v1/{odd}"),
            format!("badgehouse/v1/companies/{odd}/service-accounts/{odd}"),
            format!("badgehouse/v1/companies/acme/{odd}"),
            format!("sample/tools/{odd}"),
            format!(".well-known/oauth-protected-resource/{odd}"),
        ] {
            send("GET", &format!("{}/{path}", world.address), &[], "");
        }
        send("TRACE", &format!("{}/oauth/token", world.address), &[], "");
        post_form(&format!("{}/oauth/token", world.address), &[], &format!("grant_type={odd}"));
    }
    let text = world.text();
    assert!(!text.to_lowercase().contains("odd"), "{text}");
    // Some routes more, each with its buckets.
    assert!(text.lines().count() < before + 20 * 17, "{before}: {text}");
}

#[test]
fn no_secret_and_nobody_is_named() {
    let world = World::new(&[]);
    let token = world.do_everything();
    let text = world.text() + &text_of(&format!("{}/readyz", world.operations)).1;
    for canary in ["acme", "@", "Bearer", "argon2", &world.id, &world.secret, &token] {
        assert!(!text.contains(canary), "{canary} in {text}");
    }
    drop(world.running);
}

#[test]
fn what_operators_ask_is_answered_nowhere_else() {
    let world = World::new(&[]);
    for path in ["healthz", "readyz", "metrics"] {
        assert_eq!(text_of(&format!("{}/{path}", world.address)).0, 404, "{path}");
        assert_eq!(text_of(&format!("{}/{path}", world.operations)).0, 200, "{path}");
    }
    assert_eq!(text_of(&format!("{}/oauth/jwks", world.operations)).0, 404);
}

#[test]
fn health_tells_by_its_exit_code_whether_a_server_is_ready_or_nothing_answers() {
    let world = World::new(&[]);
    let at = world.operations.strip_prefix("http://").unwrap().to_owned();
    let health = |more: &[&str]| {
        let asked = [&["health", "--at", &at], more].concat();
        let output = world.folder.command(&asked).output().unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    eventually("ready", || health(&[]).0 == Some(0));
    assert_eq!(health(&["--alive"]).0, Some(0));
    // What it says of one that is not ready is seen where its database is away.
    drop(world.running);
    let (code, said) = health(&[]);
    assert!(code == Some(1) && said.contains("nothing answers"), "{code:?} {said}");
}

/// The names of our metrics in a text, without what a histogram or a counter adds to them.
fn names(text: &str) -> BTreeSet<String> {
    let of_name = |character: char| !(character.is_ascii_alphanumeric() || character == '_');
    let ours = |word: &&str| ["badgehouse_", "process_"].iter().any(|begin| word.starts_with(begin));
    let all = text.split(of_name).filter(ours);
    let endings = ["_bucket", "_count", "_sum", "_total"];
    all.map(|word| endings.iter().find_map(|ending| word.strip_suffix(ending)).unwrap_or(word).to_owned())
        .collect()
}

/// Those that the server told of.
fn told(text: &str) -> BTreeSet<String> {
    let types = text.lines().filter_map(|line| line.strip_prefix("# TYPE "));
    types.map(|line| line.split(' ').next().unwrap().to_owned()).collect()
}

#[test]
fn the_docs_and_the_dashboard_name_the_metrics_that_there_are() {
    let world = World::new(&[]);
    world.do_everything();
    let told = told(&world.text());
    let server = document("server.md");
    let (_, table) = server.split_once("## Metrics\n").unwrap();
    let table = table.split("\n## ").next().unwrap();
    assert_eq!(names(table), told);
    let dashboard: Value = serde_json::from_str(&document("grafana/badgehouse.json")).unwrap();
    let shown = names(&dashboard.to_string());
    assert!(shown.len() > 10, "{shown:?}");
    assert!(shown.is_subset(&told), "{:?}", shown.difference(&told).collect::<Vec<_>>());
}
