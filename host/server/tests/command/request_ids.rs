//! Each request has an id: in the answer, in the log, and in the audit.

use crate::process::{Folder, Running};
use serde_json::Value;
use std::fs;
use ureq::Agent;

fn answered(url: &str, id: Option<&str>) -> String {
    let agent = Agent::from(Agent::config_builder().http_status_as_error(false).build());
    let mut request = agent.get(url);
    if let Some(id) = id {
        request = request.header("x-request-id", id);
    }
    request.call().unwrap().headers()["x-request-id"].to_str().unwrap().to_owned()
}

#[test]
fn an_id_that_is_sane_is_answered_and_logged_and_another_is_made_anew() {
    let folder = Folder::new();
    let log = folder.path("log");
    let more = ["--log", "json", "--log-level", "debug"];
    let mut server = Running::start_logging(folder.serve(&more), &log);
    let url = format!("{}/oauth/jwks", server.address());
    let given = "0193b8a4-2c5e-7c1d-9a2b-00000000beef";
    assert_eq!(answered(&url, Some(given)), given);
    let made = answered(&url, Some("bhs_something.that.may.be.a.secret"));
    assert_eq!(made.len(), 32);
    assert_ne!(answered(&url, None), made);
    server.signal("TERM");
    assert_eq!(server.wait().0, Some(0));
    let log = fs::read_to_string(log).unwrap();
    let lines: Vec<Value> = log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    for id in [given, made.as_str()] {
        let line =
            lines.iter().find(|line| line["span"]["request_id"] == id).unwrap_or_else(|| panic!("{log}"));
        assert_eq!((&line["message"], &line["status"]), (&"answered".into(), &200.into()), "{line}");
        assert_eq!(line["span"]["http.route"], "/oauth/jwks", "{line}");
    }
    assert!(!log.contains("bhs_"), "{log}");
}

#[test]
fn the_log_is_text_or_nothing_if_that_is_asked_for() {
    for (form, expected) in [("text", true), ("off", false)] {
        let folder = Folder::new();
        let log = folder.path("log");
        let more = ["--log", form, "--log-level", "debug"];
        let mut server = Running::start_logging(folder.serve(&more), &log);
        answered(&format!("{}/oauth/jwks", server.address()), None);
        server.signal("TERM");
        assert_eq!(server.wait().0, Some(0));
        let log = fs::read_to_string(log).unwrap();
        assert_eq!(log.contains(" answered "), expected, "{log}");
        assert_eq!(log.is_empty(), !expected, "{log}");
    }
}
