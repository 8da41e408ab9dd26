//! `--policy`: durations and bounds are the operator's.

use crate::http::{request_token, send};
use crate::process::{Folder, Running};
use serde_json::json;
use std::fs;

#[test]
fn what_the_file_says_holds_and_the_rest_has_its_default() {
    let folder = Folder::new();
    let (id, secret) = folder.bootstrap("acme");
    let policy = r#"{ "token_seconds": 900, "lenient_token_endpoint": true }"#;
    fs::write(folder.path("policy.json"), policy).unwrap();
    let json = json!({ "grant_type": "client_credentials", "client_id": id, "client_secret": secret });
    let asked = |more: &[&str]| {
        let mut server = Running::start(folder.serve(more));
        let address = server.address();
        let in_json = [("content-type", "application/json")];
        let lenient = send("POST", &format!("{address}/oauth/token"), &in_json, &json.to_string());
        let (status, token) = request_token(&address, &id, &secret, None);
        assert_eq!(status, 200, "{token}");
        (lenient, token["expires_in"].as_u64())
    };
    let ((status, token), lives) = asked(&["--policy", "policy.json"]);
    assert_eq!((status, token["expires_in"].as_u64(), lives), (200, Some(900), Some(900)), "{token}");
    assert!(token["created_at"].is_u64(), "{token}");
    let ((status, refused), lives) = asked(&[]);
    assert_eq!((status, lives), (400, Some(3600)), "{refused}");
}

#[test]
fn a_file_that_is_none_is_refused_by_its_name_with_what_is_wrong() {
    let folder = Folder::new();
    for (policy, said) in [
        (r#"{ "token_second": 900 }"#, "unknown field `token_second`"),
        (r#"{ "token_seconds": "900" }"#, "invalid type"),
        (r#"{ "signing_algorithm": "HS256" }"#, "HS256"),
        ("{", "EOF"),
    ] {
        fs::write(folder.path("policy.json"), policy).unwrap();
        for command in [folder.serve(&[]), folder.platform("bootstrap", &["--company=a", "--name=b"])] {
            let mut command = command;
            command.args(["--policy", "policy.json"]);
            let refused = folder.refusal(command);
            assert!(refused.contains("`policy.json` is no policy") && refused.contains(said), "{refused}");
        }
    }
    assert!(folder.refusal(folder.serve(&["--policy", "none.json"])).contains("`none.json` cannot be read"));
}

#[test]
fn a_policy_that_cannot_be_kept_starts_no_server() {
    let folder = Folder::new();
    for (policy, said) in [
        (r#"{ "token_seconds": 1 }"#, "/policy/token_seconds: 60 to 86400 seconds"),
        (
            r#"{ "signing_algorithm": "RS256" }"#,
            "/policy/signing_algorithm: the built-in provider makes no RSA keys",
        ),
    ] {
        fs::write(folder.path("policy.json"), policy).unwrap();
        let refused = folder.refusal(folder.serve(&["--policy", "policy.json"]));
        assert!(refused.contains(said), "{refused}");
    }
}
