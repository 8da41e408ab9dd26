//! How `serve` ends: who is told, what goes on, and what does not.

use crate::http::text_of;
use crate::process::{Folder, Running, eventually, succeed, text};
use badgehouse_test_servers::Postgres;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::Command;

#[test]
fn while_the_database_is_away_it_is_alive_and_not_ready_and_says_which() {
    let (folder, mut postgres) = (Folder::new(), Postgres::start(&[]));
    let url = postgres.url(&postgres.make_database());
    let with_store = |mut command: Command| {
        command.env("BADGEHOUSE_STORE", &url);
        command
    };
    succeed(with_store(folder.command(&["migrate"])));
    let log = folder.path("log");
    let more = ["--operations-listen", "127.0.0.1:0", "--store-timeout", "2"];
    let mut server = Running::start_logging(with_store(folder.serve(&more)), &log);
    let (operations, address) = (server.operations(), server.address());
    let readyz = format!("{operations}/readyz");
    eventually("ready", || text_of(&readyz).0 == 200);
    postgres.stop();
    eventually("not ready", || text_of(&readyz).0 == 503);
    let (_, said) = text_of(&readyz);
    assert!(said.contains(r#""store":"unavailable","keys":"unknown""#), "{said}");
    assert_eq!(text_of(&format!("{operations}/healthz")).0, 200);
    let health = |more: &[&str]| {
        let at = operations.strip_prefix("http://").unwrap();
        let output = folder.command(&[&["health", "--at", at], more].concat()).output().unwrap();
        (output.status.code(), text(&output.stderr))
    };
    let (code, said) = health(&[]);
    assert!(code == Some(5) && said.contains("not ready"), "{code:?} {said}");
    assert_eq!(health(&["--alive"]).0, Some(0));
    let (status, problem) = text_of(&format!("{address}/oauth/jwks"));
    assert!(status == 503 && problem.contains("unavailable"), "{status} {problem}");
    postgres.start_again();
    eventually("ready again", || text_of(&readyz).0 == 200);
    assert_eq!(text_of(&format!("{address}/oauth/jwks")).0, 200);
    server.signal("TERM");
    assert_eq!(server.wait().0, Some(0));
    let log = std::fs::read_to_string(log).unwrap();
    assert!(log.contains("not ready") && !log.contains(postgres.password()), "{log}");
}

const BODY: &str = "grant_type=client_credentials";

/// A request whose head the server has, and whose body is still to come.
fn under_way(address: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address.strip_prefix("http://").unwrap()).unwrap();
    let head = "POST /oauth/token HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/x-www-form-urlencoded\r\nexpect: 100-continue\r\n";
    write!(stream, "{head}content-length: {}\r\n\r\n", BODY.len()).unwrap();
    let mut asked = [0; 25];
    stream.read_exact(&mut asked).unwrap();
    assert_eq!(&asked, b"HTTP/1.1 100 Continue\r\n\r\n");
    stream
}

#[test]
fn at_the_word_to_stop_it_is_not_ready_any_more_and_answers_what_is_under_way() {
    let folder = Folder::new();
    let mut server = Running::start(folder.serve(&["--operations-listen", "127.0.0.1:0"]));
    let (operations, address) = (server.operations(), server.address());
    let readyz = format!("{operations}/readyz");
    eventually("ready", || text_of(&readyz).0 == 200);
    let mut stream = under_way(&address);
    server.signal("TERM");
    eventually("about to stop", || text_of(&readyz).0 == 503);
    let (_, said) = text_of(&readyz);
    assert!(said.contains(r#""stopping":true"#) && said.contains(r#""store":"ready""#), "{said}");
    // It lives, who asks for the first time is still answered, and what was under way is too.
    assert_eq!(text_of(&format!("{operations}/healthz")), (200, "alive\n".into()));
    assert_eq!(text_of(&format!("{address}/oauth/jwks")).0, 200);
    stream.write_all(BODY.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 401 ") && answer.contains("connection: close"), "{answer}");
    assert_eq!(server.wait().0, Some(0));
}

#[test]
fn what_goes_on_for_longer_than_it_may_is_cut_off_and_the_end_is_in_order() {
    let folder = Folder::new();
    let log = folder.path("log");
    let mut server = Running::start_logging(folder.serve(&["--stop-timeout", "4"]), &log);
    let mut stream = under_way(&server.address());
    server.signal("TERM");
    let (code, printed) = server.wait();
    assert_eq!((code, printed.trim()), (Some(0), "stopped"));
    let mut rest = Vec::new();
    // Ended or reset, and not answered.
    let _ = stream.read_to_end(&mut rest);
    assert_eq!(rest, b"");
    let log = std::fs::read_to_string(log).unwrap();
    assert!(log.contains("cut off"), "{log}");
}
