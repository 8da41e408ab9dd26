//! Guessing is held up by where a request comes from, which only the proxy in front can say; what is right passes from everywhere.

use crate::http::post_form;
use crate::process::{Folder, Running};
use std::fs;

struct Client {
    endpoint: String,
    id: String,
}

impl Client {
    /// The status of a token request with this secret; the proxy has been reached from `address`, which says it speaks for 198.51.100.9.
    fn tries(&self, secret: &str, address: &str) -> u16 {
        let form = format!("grant_type=client_credentials&client_id={}&client_secret={secret}", self.id);
        let forwarded = format!("198.51.100.9, {address}");
        post_form(&self.endpoint, &[("x-forwarded-for", &forwarded)], &form).0
    }
}

fn started(more: &[&str]) -> (Folder, Running, Client, String) {
    let folder = Folder::new();
    let (id, secret) = folder.bootstrap("acme");
    fs::write(folder.path("policy.json"), r#"{ "failures": 3 }"#).unwrap();
    let mut server = Running::start(folder.serve(&[&["--policy", "policy.json"], more].concat()));
    let endpoint = format!("{}/oauth/token", server.address());
    (folder, server, Client { endpoint, id }, secret)
}

#[test]
fn who_guesses_waits_and_everybody_else_gets_in() {
    let (_folder, _server, client, secret) = started(&["--client-address-header", "X-Forwarded-For"]);
    for wrong in ["one", "two", "three"] {
        assert_eq!(client.tries(wrong, "192.0.2.7"), 401);
    }
    assert_eq!(client.tries("four", "192.0.2.7"), 429);
    assert_eq!(client.tries(&secret, "192.0.2.7"), 200, "what is right passes");
    assert_eq!(client.tries("four", "192.0.2.8"), 401);
    assert_eq!(client.tries("four", "unknown"), 401, "a place that is not said is nobody's");

    // One subscriber has a whole network of IPv6.
    for (index, wrong) in ["one", "two", "three"].into_iter().enumerate() {
        assert_eq!(client.tries(wrong, &format!("2001:db8:0:1::{index}")), 401);
    }
    assert_eq!(client.tries("four", "2001:db8:0:1::9"), 429);
    assert_eq!(client.tries("four", "2001:db8:0:2::9"), 401);
}

#[test]
fn without_a_header_to_go_by_nobody_locks_an_account_out() {
    let (_folder, _server, client, secret) = started(&[]);
    for wrong in 0..6 {
        assert_eq!(client.tries(&format!("wrong-{wrong}"), "192.0.2.7"), 401);
    }
    assert_eq!(client.tries(&secret, "192.0.2.7"), 200);
}
