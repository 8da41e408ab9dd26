//! Traces and logs as an OpenTelemetry collector gets them.

use crate::collector::Collector;
use crate::http::get;
use crate::process::{Folder, Running};

const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";

fn has(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[test]
fn the_trace_that_a_request_names_is_gone_on_with_and_its_log_is_sent() {
    let (folder, collector) = (Folder::new(), Collector::start());
    let more = ["--otlp", &collector.url, "--log-level", "debug", "--log", "off"];
    let mut server = Running::start(folder.serve(&more));
    let url = format!("{}/oauth/jwks", server.address());
    let parent = format!("00-{TRACE}-00f067aa0ba902b7-01");
    assert_eq!(get(&url, &[("traceparent", &parent), ("x-request-id", "7f3a")]).0, 200);
    server.signal("TERM");
    // What was not sent yet is sent at the end.
    assert_eq!(server.wait().0, Some(0));
    let trace: Vec<u8> = data_encoding::HEXLOWER.decode(TRACE.as_bytes()).unwrap();
    let (traces, logs) = (collector.received("/v1/traces"), collector.received("/v1/logs"));
    for part in
        [&trace[..], b"GET /oauth/jwks", b"7f3a", b"http.response.status_code", b"store", b"badgehouse"]
    {
        assert!(has(&traces, part), "{} in {}", part.escape_ascii(), traces.escape_ascii());
    }
    for part in [&b"answered"[..], &trace] {
        assert!(has(&logs, part), "{} in {}", part.escape_ascii(), logs.escape_ascii());
    }
}

#[test]
fn a_collector_that_is_away_holds_nothing_up_and_is_told_of_once() {
    let folder = Folder::new();
    let log = folder.path("log");
    let mut server = Running::start_logging(folder.serve(&["--otlp", "http://127.0.0.1:9"]), &log);
    let url = format!("{}/oauth/jwks", server.address());
    assert_eq!(get(&url, &[]).0, 200);
    server.signal("TERM");
    assert_eq!(server.wait().0, Some(0));
    let log = std::fs::read_to_string(log).unwrap();
    assert_eq!(log.matches("takes no traces and logs").count(), 1, "{log}");
}

#[test]
fn a_collector_is_at_an_http_url() {
    let folder = Folder::new();
    let refused = folder.refusal(folder.serve(&["--otlp", "https://otel.example.com"]));
    assert!(refused.contains("http URL") && refused.contains("beside the server"), "{refused}");
}
