//! A node that is made up: it answers the calls of the JSON gateway as a test says. Of the store under `badges` in the cluster 1 it has the record alone.

use data_encoding::BASE64;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;

/// A call.
pub(crate) struct Asked {
    pub(crate) path: String,
    /// The token that came with it.
    pub(crate) token: Option<String>,
}

/// A status and a body.
pub(crate) type Told = (u16, Vec<u8>);

/// Starts one, which is there until the test program ends; its host and port.
pub(crate) fn start(answer: impl Fn(&Asked) -> Told + Send + Sync + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let answer = Arc::new(answer);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let answer = Arc::clone(&answer);
            thread::spawn(move || serve(stream, answer.as_ref()));
        }
    });
    address
}

/// One request after the other, until the client goes.
fn serve(mut stream: TcpStream, answer: &impl Fn(&Asked) -> Told) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    while let Some(asked) = read(&mut reader) {
        let (status, body) = answer(&asked);
        let head = format!("HTTP/1.1 {status} Said\r\ncontent-length: {}\r\n\r\n", body.len());
        if stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&body)).is_err() {
            return;
        }
    }
}

fn read(reader: &mut impl BufRead) -> Option<Asked> {
    let mut line = || {
        let mut line = String::new();
        reader.read_line(&mut line).ok().filter(|length| *length > 0)?;
        Some(line.trim_end().to_owned())
    };
    let path = line()?.split(' ').nth(1)?.to_owned();
    let (mut length, mut token) = (0, None);
    loop {
        let header = line()?;
        let Some((name, value)) = header.split_once(": ") else { break };
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.parse().ok()?,
            "authorization" => token = Some(value.to_owned()),
            _ => {}
        }
    }
    reader.read_exact(&mut vec![0; length]).ok()?;
    Some(Asked { path, token })
}

pub(crate) fn ok(body: &Value) -> Told {
    (200, body.to_string().into_bytes())
}

fn header() -> Value {
    json!({ "cluster_id": "1", "revision": "7" })
}

/// What is said of the record, which is all that opening asks for.
pub(crate) fn record() -> Told {
    let value = br#"{"version":1,"cluster":"1","generation":"g"}"#;
    let kv =
        json!({ "key": BASE64.encode(b"badges/store"), "value": BASE64.encode(value), "mod_revision": "2" });
    ok(&json!({ "header": header(), "kvs": [kv], "count": "1" }))
}

/// What is said to a get of one key that is not there.
pub(crate) fn nothing() -> Told {
    ok(&json!({ "header": header(), "succeeded": true, "responses": [{ "response_range": {} }] }))
}
