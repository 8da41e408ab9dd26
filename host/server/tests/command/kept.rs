//! Kept connections while a server stops: a raw client, so that each byte and each end is seen.

use crate::process::{Folder, Running};
use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

const CLIENTS: usize = 8;
const REQUEST: &[u8] = b"GET /.well-known/oauth-authorization-server HTTP/1.1\r\nhost: localhost\r\n\r\n";

/// One answer: its head in lower case.
struct Answer(String);

impl Answer {
    fn closes(&self) -> bool {
        self.0.contains("\r\nconnection: close\r\n")
    }
}

/// What became of a request.
enum Outcome {
    Answered(Answer),
    /// The connection was closed, and not a byte was answered: on one that was idle, the client sends it again.
    Closed,
    /// Anything else, which no client mends.
    Lost(String),
}

fn open(address: &str) -> std::io::Result<TcpStream> {
    let stream = TcpStream::connect(address.strip_prefix("http://").unwrap())?;
    stream.set_read_timeout(Some(Duration::from_secs(20)))?;
    Ok(stream)
}

fn ask(stream: &mut TcpStream, request: &[u8]) -> Outcome {
    let gone = |kind| {
        [ErrorKind::ConnectionReset, ErrorKind::BrokenPipe, ErrorKind::ConnectionAborted].contains(&kind)
    };
    if let Err(error) = stream.write_all(request) {
        return if gone(error.kind()) { Outcome::Closed } else { Outcome::Lost(error.to_string()) };
    }
    let mut read = Vec::new();
    loop {
        let mut part = [0; 4096];
        match stream.read(&mut part) {
            Ok(0) if read.is_empty() => return Outcome::Closed,
            Ok(0) => return Outcome::Lost(format!("cut off after {} bytes", read.len())),
            Err(error) if read.is_empty() && gone(error.kind()) => return Outcome::Closed,
            Err(error) => return Outcome::Lost(error.to_string()),
            Ok(length) => read.extend_from_slice(&part[..length]),
        }
        let text = String::from_utf8_lossy(&read).to_ascii_lowercase();
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap_or("0");
        if body.len() >= length.parse().unwrap() {
            return Outcome::Answered(Answer(format!("{head}\r\n")));
        }
    }
}

fn answered(stream: &mut TcpStream, request: &[u8]) -> Answer {
    match ask(stream, request) {
        Outcome::Answered(answer) => answer,
        Outcome::Closed => panic!("the connection was closed"),
        Outcome::Lost(why) => panic!("{why}"),
    }
}

#[test]
fn no_request_on_a_kept_connection_is_lost_after_the_word_to_stop() {
    let folder = Folder::new();
    // Longer than any of these reads waits: what is closed below was not cut off at the end.
    let mut server = Running::start(folder.serve(&["--stop-timeout", "60"]));
    let address = server.address();
    let mut kept: Vec<TcpStream> = (0..4).map(|_| open(&address).unwrap()).collect();
    for stream in &mut kept {
        assert!(!answered(stream, REQUEST).closes(), "it is kept");
    }
    server.signal("TERM");
    // Whoever opens a connection now is answered as well, and shows that the word has come.
    while !answered(&mut open(&address).unwrap(), REQUEST).closes() {}
    let nowhere = b"GET /nowhere HTTP/1.1\r\nhost: localhost\r\n\r\n";
    for (stream, request) in kept.iter_mut().zip([REQUEST, nowhere, REQUEST]) {
        assert!(answered(stream, request).closes(), "and says that it is the last");
        assert_eq!(stream.read(&mut [0]).unwrap(), 0, "and is");
    }
    // The last one lies idle and is closed.
    assert_eq!(kept[3].read(&mut [0]).unwrap(), 0);
    assert_eq!(server.wait().0, Some(0));
}

/// Asks over and over on a connection that it keeps as long as it may; how many answers there were, and how often a request had to be sent again since its idle
/// connection was closed.
fn client(address: &str, stop: &AtomicBool, answers: &AtomicUsize) -> Result<usize, String> {
    let (mut kept, mut again, mut fresh): (Option<TcpStream>, usize, usize) = (None, 0, 0);
    while !stop.load(Ordering::Relaxed) {
        let (mut stream, reused) = match kept.take() {
            Some(stream) => (stream, true),
            None => match open(address) {
                Ok(stream) => (stream, false),
                // Between two servers nobody listens, and nothing was sent.
                Err(error) if error.kind() == ErrorKind::ConnectionRefused => {
                    thread::sleep(Duration::from_millis(5));
                    continue;
                }
                Err(error) => return Err(error.to_string()),
            },
        };
        match ask(&mut stream, REQUEST) {
            Outcome::Answered(answer) if answer.0.starts_with("http/1.1 200 ") => {
                answers.fetch_add(1, Ordering::Relaxed);
                kept = (!answer.closes()).then_some(stream);
            }
            Outcome::Answered(answer) => return Err(answer.0),
            Outcome::Closed if reused => again += 1,
            // The system had taken it in as the listener was closed; that is a matter of microseconds.
            Outcome::Closed if fresh < 1 => fresh += 1,
            Outcome::Closed => return Err("new connections were closed without an answer".into()),
            Outcome::Lost(why) => return Err(why),
        }
        thread::sleep(Duration::from_millis(3));
    }
    Ok(again)
}

#[test]
fn no_client_that_keeps_its_connection_loses_a_request_to_two_restarts() {
    let folder = Folder::new();
    let mut server = Running::start(folder.serve(&[]));
    let address = server.address();
    let (stop, answers) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
    let clients: Vec<_> = (0..CLIENTS)
        .map(|_| {
            let (address, stop, answers) = (address.clone(), Arc::clone(&stop), Arc::clone(&answers));
            thread::spawn(move || client(&address, &stop, &answers))
        })
        .collect();
    // Until there are more answers, or a client has given up.
    let more = |than: usize| {
        let ended = || clients.iter().any(thread::JoinHandle::is_finished);
        while answers.load(Ordering::Relaxed) < than + 50 && !ended() {
            thread::sleep(Duration::from_millis(10));
        }
    };
    for _ in 0..2 {
        more(answers.load(Ordering::Relaxed));
        server.signal("TERM");
        assert_eq!(server.wait().0, Some(0));
        server = Running::start(folder.serve_at(address.strip_prefix("http://").unwrap(), &[]));
        server.address();
    }
    more(answers.load(Ordering::Relaxed));
    stop.store(true, Ordering::Relaxed);
    let again: Vec<Result<usize, String>> =
        clients.into_iter().map(|client| client.join().unwrap()).collect();
    let lost: Vec<&String> = again.iter().filter_map(|again| again.as_ref().err()).collect();
    assert!(lost.is_empty(), "{lost:?}");
    // At most the one that was under way as its idle connection was closed.
    assert!(again.iter().flatten().all(|again| *again <= 2), "{again:?}");
}
