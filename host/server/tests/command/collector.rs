//! A collector of OpenTelemetry that keeps what it is sent.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// Each body, with the path that it came to.
type Received = Mutex<Vec<(String, Vec<u8>)>>;

/// It goes on until the test's process ends.
pub(crate) struct Collector {
    pub(crate) url: String,
    received: Arc<Received>,
}

impl Collector {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let received = Arc::default();
        let keeps = Arc::clone(&received);
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (stream, keeps) = (stream.unwrap(), Arc::clone(&keeps));
                thread::spawn(move || serve(stream, &keeps));
            }
        });
        Self { url, received }
    }

    /// The bodies that came to that path. Texts stand in them as they are.
    pub(crate) fn received(&self, path: &str) -> Vec<u8> {
        let received = self.received.lock().unwrap();
        received.iter().filter(|(to, _)| to == path).flat_map(|(_, body)| body.clone()).collect()
    }
}

fn serve(stream: TcpStream, keeps: &Received) {
    let mut writer = stream.try_clone().unwrap();
    let mut reader = BufReader::new(stream);
    loop {
        let (mut path, mut length) = (String::new(), 0);
        loop {
            let mut line = String::new();
            if reader.read_line(&mut line).unwrap_or_default() == 0 {
                return;
            }
            let line = line.trim().to_ascii_lowercase();
            if let Some(rest) = line.strip_prefix("post ") {
                path = rest.split(' ').next().unwrap().to_owned();
            }
            if let Some(told) = line.strip_prefix("content-length: ") {
                length = told.parse().unwrap();
            }
            if line.is_empty() {
                break;
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body).unwrap();
        keeps.lock().unwrap().push((path, body));
        writer.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").unwrap();
    }
}
