//! What a client that is slow, large or one of many may do to the server: raw sockets at a real one.

use crate::http::{get, request_token, send};
use crate::process::{Folder, Running};
use rusqlite::Connection;
use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::thread;
use std::time::Duration;

const ASKS: &str = "GET /oauth/jwks HTTP/1.1\r\nhost: localhost\r\n\r\n";

struct Server {
    folder: Folder,
    _running: Running,
    address: String,
}

impl Server {
    fn start(bounds: &[&str]) -> Self {
        let folder = Folder::new();
        let mut running = Running::start(folder.serve(bounds));
        let address = running.address();
        Self { folder, _running: running, address }
    }

    /// A connection on which that was sent.
    fn told(&self, text: &str) -> TcpStream {
        let mut stream = TcpStream::connect(self.address.strip_prefix("http://").unwrap()).unwrap();
        stream.write_all(text.as_bytes()).unwrap();
        stream
    }
}

/// What comes until the server ends the connection.
fn until_the_end(mut stream: TcpStream) -> String {
    let mut bytes = Vec::new();
    match stream.read_to_end(&mut bytes) {
        Ok(_) => {}
        // It was ended with something of ours unread.
        Err(error) => assert_eq!(error.kind(), ErrorKind::ConnectionReset),
    }
    String::from_utf8(bytes).unwrap()
}

/// What is there of an answer; the connection goes on.
fn beginning(stream: &mut TcpStream) -> String {
    let mut bytes = [0; 12];
    stream.read_exact(&mut bytes).unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn a_head_that_drips_in_ends_its_connection_and_keeps_nobody_out() {
    let server = Server::start(&["--header-timeout", "1", "--max-connections", "1"]);
    let slow = server.told("GET /oauth/jwks HTTP/1.1\r\nhost: localhost\r\nx-slow: ");
    // There is one place, which the slow one has until its time is up.
    assert_eq!(get(&format!("{}/oauth/jwks", server.address), &[]).0, 200);
    assert!(!until_the_end(slow).contains(" 200 "));
}

#[test]
fn a_connection_that_lies_idle_is_ended() {
    let server = Server::start(&["--header-timeout", "1"]);
    let kept = until_the_end(server.told(ASKS));
    assert!(kept.starts_with("HTTP/1.1 200 "), "{kept}");
    assert_eq!(until_the_end(server.told("")), "");
}

#[test]
fn a_body_that_does_not_come_is_not_waited_for() {
    let server = Server::start(&["--body-timeout", "1"]);
    let form = "content-type: application/x-www-form-urlencoded";
    let head =
        format!("POST /oauth/token HTTP/1.1\r\nhost: localhost\r\n{form}\r\ncontent-length: 100\r\n\r\n");
    let answer = until_the_end(server.told(&format!("{head}grant_type=")));
    assert!(answer.starts_with("HTTP/1.1 400 ") && answer.contains("took too long"), "{answer}");
}

#[test]
fn a_head_that_is_too_large_or_has_too_many_fields_is_refused() {
    let server = Server::start(&[]);
    let refused = |fields: &str| {
        let answer = until_the_end(
            server.told(&format!("GET / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n{fields}\r\n")),
        );
        assert!(answer.starts_with("HTTP/1.1 431 "), "{answer}");
    };
    let many: String = (0..200).map(|number| format!("x-{number}: 1\r\n")).collect();
    refused(&many);
    refused(&format!("x-large: {}\r\n", "a".repeat(40_000)));
    assert_eq!(get(&format!("{}/oauth/jwks", server.address), &[]).0, 200);
}

#[test]
fn more_connections_than_there_may_be_wait_and_are_served_when_one_ends() {
    let server = Server::start(&["--max-connections", "2"]);
    let mut first = server.told(ASKS);
    let mut second = server.told(ASKS);
    assert_eq!(
        (beginning(&mut first), beginning(&mut second)),
        ("HTTP/1.1 200".into(), "HTTP/1.1 200".into())
    );
    let mut third = server.told(ASKS);
    third.set_read_timeout(Some(Duration::from_millis(200))).unwrap();
    let waits = third.read(&mut [0]).unwrap_err();
    assert!([ErrorKind::WouldBlock, ErrorKind::TimedOut].contains(&waits.kind()), "{waits}");
    drop(first);
    third.set_read_timeout(None).unwrap();
    assert_eq!(beginning(&mut third), "HTTP/1.1 200");
}

#[test]
fn a_store_that_does_not_answer_holds_no_request_for_ever_and_those_behind_it_are_told_to_come_again() {
    let bounds = ["--max-requests", "1", "--max-wait", "1", "--store-timeout", "3"];
    let server = Server::start(&bounds);
    let (id, secret) = server.folder.bootstrap("acme");
    let admin = format!("{}/admin", server.address);
    let (status, token) = request_token(&server.address, &id, &secret, Some(&admin));
    assert_eq!(status, 200, "{token}");
    let bearer = format!("Bearer {}", token["access_token"].as_str().unwrap());
    let create = {
        let url = format!("{}/badgehouse/v1/companies/acme/service-accounts", server.address);
        let headers =
            |bearer: String| [("authorization", bearer), ("content-type", "application/json".into())];
        let (headers, body) = (headers(bearer), r#"{"app_type":"custom","name":"Export","owner":"ann"}"#);
        move || {
            let headers = headers.each_ref().map(|(name, value)| (*name, value.as_str()));
            send("POST", &url, &headers, body)
        }
    };
    // Somebody else writes, and does not end.
    let mut other = Connection::open(server.folder.path("badges.db")).unwrap();
    let writes = other.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate).unwrap();
    let stuck = thread::spawn(create.clone());
    let mut behind = loop {
        let answer = until_the_end(server.told(&ASKS.replace("\r\n\r\n", "\r\nconnection: close\r\n\r\n")));
        // Until the one in front has its place, there is one.
        if answer.starts_with("HTTP/1.1 503 ") || stuck.is_finished() {
            break answer;
        }
    };
    behind.make_ascii_lowercase();
    assert!(behind.contains("\r\nretry-after: 1\r\n") && behind.contains("busy"), "{behind}");
    let (status, problem) = stuck.join().unwrap();
    assert_eq!((status, problem["code"].as_str()), (503, Some("unavailable")), "{problem}");
    drop(writes);
    drop(other);
    assert_eq!(create().0, 201);
}
