//! No secret, hash, token or address of anybody stands in what the server says of itself: with everything on, in all detail, whatever clients send.

use crate::collector::Collector;
use crate::http::{post_form, request_token, send, text_of};
use crate::process::{Folder, Running};
use data_encoding::BASE64;
use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;

/// Who owns an account, and asks for one.
const PERSON: &str = "ann.canary@example.com";

/// What must stand nowhere, and what was said where.
struct Run {
    canaries: Vec<String>,
    said: Vec<(&'static str, Vec<u8>)>,
}

/// A client that puts what is secret where it belongs, and where it does not.
struct Client<'a> {
    address: &'a str,
    id: &'a str,
    secrets: Vec<String>,
}

impl Client<'_> {
    fn misplace_everything(&self) {
        for secret in &self.secrets {
            let basic = format!("Basic {}", BASE64.encode(format!("{}:{secret}", self.id).as_bytes()));
            let trace = format!("00-{secret}-00f067aa0ba902b7-01");
            for headers in [
                [("x-request-id", secret.as_str()), ("user-agent", secret)],
                [("authorization", basic.as_str()), ("x-forwarded-for", secret)],
                [("authorization", secret.as_str()), ("dpop", secret)],
                [("traceparent", trace.as_str()), ("tracestate", secret)],
                [("x-request-id", PERSON), ("badgehouse-reason", secret)],
                [("if-match", secret.as_str()), ("content-type", secret)],
            ] {
                for path in
                    ["/oauth/token", "/badgehouse/v1/companies/acme/service-accounts", "/sample/tools/rfis"]
                {
                    send("POST", &format!("{}{path}", self.address), &headers, secret);
                    send("GET", &format!("{}{path}/{secret}?{secret}={secret}", self.address), &headers, "");
                }
            }
            let form = format!("grant_type={secret}&scope={secret}&resource={secret}&client_id={secret}");
            post_form(&format!("{}/oauth/token", self.address), &[], &form);
            // As a method, as a version, and as no HTTP at all.
            for line in [format!("{secret} / HTTP/1.1"), format!("GET / {secret}"), secret.clone()] {
                let mut stream = TcpStream::connect(self.address.strip_prefix("http://").unwrap()).unwrap();
                let _ = write!(stream, "{line}\r\nhost: {secret}.example\r\nconnection: close\r\n\r\n");
                let _ = stream.read_to_end(&mut Vec::new());
            }
        }
    }
}

fn full_run() -> Run {
    let (folder, collector) = (Folder::new(), Collector::start());
    let (id, secret) = folder.bootstrap("acme");
    let log = folder.path("log");
    let options = ["--log", "json", "--log-level", "trace", "--otlp", &collector.url, "--sample"];
    let more = ["--operations-listen", "127.0.0.1:0", "--client-address-header", "x-forwarded-for"];
    let mut server = Running::start_logging(folder.serve(&[&options[..], &more].concat()), &log);
    let (operations, address) = (server.operations(), server.address());
    let admin = format!("{address}/admin");
    let token = |resource| {
        let (status, token) = request_token(&address, &id, &secret, resource);
        assert_eq!(status, 200, "{token}");
        token["access_token"].as_str().unwrap().to_owned()
    };
    let (api, administers) = (token(None), token(Some(admin.as_str())));
    let bearer = format!("Bearer {administers}");
    let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
    let body = format!(r#"{{"app_type":"custom","name":"Export","owner":"{PERSON}"}}"#);
    let accounts = format!("{address}/badgehouse/v1/companies/acme/service-accounts");
    let (status, made) = send("POST", &accounts, &headers, &body);
    assert_eq!(status, 201, "{made}");
    let shown = made["client_secret"].as_str().unwrap().to_owned();
    let contact = made["account"]["contact"]["address"].as_str().map(str::to_owned);
    let sealing = fs::read_to_string(folder.path("sealing.key")).unwrap().trim().to_owned();
    let secrets = vec![secret, shown, api, administers, sealing];
    Client { address: &address, id: &id, secrets: secrets.clone() }.misplace_everything();
    let metrics = text_of(&format!("{operations}/metrics")).1 + &text_of(&format!("{operations}/readyz")).1;
    server.signal("TERM");
    let (code, printed) = server.wait();
    assert_eq!(code, Some(0));
    let said = vec![
        ("the log", fs::read(log).unwrap()),
        ("standard output", printed.into_bytes()),
        ("the metrics", metrics.into_bytes()),
        ("the traces", collector.received("/v1/traces")),
        ("the logs at the collector", collector.received("/v1/logs")),
    ];
    let mut canaries: Vec<String> = contact.into_iter().collect();
    for secret in secrets {
        // Of a secret neither its random part may stand anywhere, of a token not its signature.
        canaries.extend(secret.split(['_', '.']).max_by_key(|part| part.len()).map(str::to_owned));
        canaries.push(BASE64.encode(format!("{id}:{secret}").as_bytes()));
        canaries.push(secret);
    }
    canaries.extend([PERSON, "$argon2", "Bearer ey", "Basic "].map(str::to_owned));
    Run { canaries, said }
}

#[test]
fn no_secret_no_token_and_nobodys_address_stands_in_a_log_a_metric_or_a_span() {
    let run = full_run();
    assert!(run.canaries.len() > 15, "{:?}", run.canaries.len());
    for (place, said) in &run.said {
        // There is something to search.
        assert!(
            said.len() > if *place == "standard output" { 5 } else { 1000 },
            "{place}: {}",
            said.escape_ascii()
        );
        let text = String::from_utf8_lossy(said).to_lowercase();
        for canary in &run.canaries {
            let at = text.find(&canary.to_lowercase());
            assert!(at.is_none(), "{canary} stands in {place}: {}", around(&text, at.unwrap_or_default()));
        }
    }
}

/// What stands about that place.
fn around(text: &str, at: usize) -> String {
    let skipped = text.char_indices().skip_while(|(index, _)| index + 120 < at);
    skipped.map(|(_, character)| character).take(300).collect()
}
