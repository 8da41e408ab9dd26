//! `serve`: where it listens, what it serves, how it ends.

use crate::http::get;
use crate::process::{Folder, Running};
use std::io::{Read, Write};
use std::net::TcpStream;

#[test]
fn it_serves_until_it_is_told_to_stop_and_ends_well() {
    for signal in ["TERM", "INT"] {
        let folder = Folder::new();
        let mut server = Running::start(folder.serve(&[]));
        let address = server.address();
        assert!(address.starts_with("http://127.0.0.1:"), "{address}");
        let (status, metadata) = get(&format!("{address}/.well-known/oauth-authorization-server"), &[]);
        assert_eq!((status, metadata["issuer"].as_str()), (200, Some(address.as_str())));
        server.signal(signal);
        let (code, printed) = server.wait();
        assert_eq!((code, printed.trim()), (Some(0), "stopped"), "{signal}");
    }
}

#[test]
fn a_request_under_way_is_answered_before_the_end() {
    let folder = Folder::new();
    let mut server = Running::start(folder.serve(&[]));
    let address = server.address();
    let mut connection = TcpStream::connect(address.strip_prefix("http://").unwrap()).unwrap();
    let body = "grant_type=client_credentials";
    let head = "POST /oauth/token HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/x-www-form-urlencoded\r\nexpect: 100-continue\r\n";
    write!(connection, "{head}content-length: {}\r\n\r\n", body.len()).unwrap();
    // The server asks for the body, so that the request is under way.
    let mut asked = [0; 25];
    connection.read_exact(&mut asked).unwrap();
    assert_eq!(&asked, b"HTTP/1.1 100 Continue\r\n\r\n");
    server.signal("TERM");
    // It listens no more, so that it has begun to stop.
    while TcpStream::connect(address.strip_prefix("http://").unwrap()).is_ok() {}
    connection.write_all(body.as_bytes()).unwrap();
    let mut answer = String::new();
    connection.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 401 ") && answer.contains("invalid_client"), "{answer}");
    assert_eq!(server.wait().0, Some(0));
}

#[test]
fn beyond_loopback_it_wants_to_be_told_its_issuer() {
    let folder = Folder::new();
    let everywhere = |more: &[&str]| {
        let mut command = folder.command(&["serve", "--native", "--listen", "0.0.0.0:0"]);
        command.args(["--contact-domain", "svc.example.com", "--sealing-key-file", "sealing.key"]).args(more);
        folder.refusal(command)
    };
    assert!(everywhere(&[]).contains("--issuer"));
    let insecure = everywhere(&["--issuer", "http://id.example.com"]);
    assert!(insecure.contains("an issuer is an https URL"), "{insecure}");
}

#[test]
fn by_default_it_runs_the_component_and_says_so_when_there_is_none() {
    let folder = Folder::new();
    let serve = |more: &[&str]| {
        let mut command = folder.command(&["serve", "--listen", "127.0.0.1:0"]);
        command.args(["--contact-domain", "svc.example.com", "--sealing-key-file", "sealing.key"]).args(more);
        command
    };
    let mut server = Running::start(serve(&[]));
    let line = server.line_with("listening on ");
    assert!(line.ends_with("(the component, on SQLite)"), "{line}");
    let address = line.split_whitespace().nth(2).unwrap();
    assert_eq!(get(&format!("{address}/oauth/jwks"), &[]).1["keys"].as_array().unwrap().len(), 1);
    server.signal("TERM");
    assert_eq!(server.wait().0, Some(0));

    let refused = folder.refusal(serve(&["--component", "none.wasm"]));
    assert!(refused.contains("none.wasm"), "{refused}");
    std::fs::write(folder.path("none.wasm"), b"\0asm\x01\0\0\0").unwrap();
    let refused = folder.refusal(serve(&["--component", "none.wasm"]));
    assert!(refused.contains("the component cannot be loaded"), "{refused}");
    let mut away = std::process::Command::new(folder.path("badgehouse"));
    std::fs::copy(env!("CARGO_BIN_EXE_badgehouse"), folder.path("badgehouse")).unwrap();
    away.args(["serve", "--listen", "127.0.0.1:0", "--contact-domain", "svc.example.com"]);
    away.current_dir(folder.path("")).args(["--sealing-key-file", "sealing.key"]);
    let refused = folder.refusal(away);
    assert!(refused.contains("--component") && refused.contains("--native"), "{refused}");
}

#[test]
fn the_catalogue_and_the_audiences_are_the_operators() {
    let folder = Folder::new();
    let catalogue = folder.path("catalogue.json");
    std::fs::write(&catalogue, r#"{"tools":[{"id":"admin","name":"A","scope":"company"}]}"#).unwrap();
    let refused = folder.refusal(folder.serve(&["--catalogue", "catalogue.json"]));
    assert!(refused.contains("`directory`"), "{refused}");
    std::fs::write(&catalogue, r#"{"tools":[],"colour":"red"}"#).unwrap();
    let refused = folder.refusal(folder.serve(&["--catalogue", "catalogue.json"]));
    assert!(refused.contains("colour"), "{refused}");
    let refused = folder.refusal(folder.serve(&["--audience", "not a URI"]));
    assert!(refused.contains("/audiences"), "{refused}");
}

#[test]
fn the_sample_api_is_there_only_when_it_is_asked_for() {
    let folder = Folder::new();
    let mut without = Running::start(folder.serve(&[]));
    let path = "/sample/projects/p1/rfis";
    assert_eq!(get(&format!("{}{path}", without.address()), &[]).0, 404);
    drop(without);
    let mut with = Running::start(folder.serve(&["--sample"]));
    let address = with.address();
    assert_eq!(get(&format!("{address}{path}"), &[]).0, 401);
    assert_eq!(get(&format!("{address}{path}?level=owner"), &[]).0, 400);
    assert_eq!(get(&format!("{address}{path}?colour=red"), &[]).0, 400);
}
