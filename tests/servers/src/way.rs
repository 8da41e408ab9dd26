//! A way to a server on which one answer is lost.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

/// For how long nothing has to come from the server until it has said all that it has to say.
const QUIET: Duration = Duration::from_millis(500);

/// A port of loopback that leads to another. It is there until the test program ends.
pub struct Way {
    port: u16,
}

/// The words of which the answer is lost, and whether they were said.
struct Words {
    text: String,
    said: AtomicBool,
}

impl Way {
    /// To a port of loopback. What a client says gets there; the answer to the first words that are these does not get back, and the connection ends.
    pub fn losing_the_answer_to(words: &str, port: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let own = listener.local_addr().expect("its number").port();
        let words = Arc::new(Words { text: words.into(), said: AtomicBool::new(false) });
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                lead(client, port, &words);
            }
        });
        Self { port: own }
    }

    /// Where it begins.
    pub fn port(&self) -> u16 {
        self.port
    }
}

fn lead(client: TcpStream, port: u16, words: &Arc<Words>) {
    let Ok(server) = TcpStream::connect(("127.0.0.1", port)) else { return };
    let lost = Arc::new(AtomicBool::new(false));
    let clone = |stream: &TcpStream| stream.try_clone().expect("a second handle");
    let (asks, hears) = (clone(&client), clone(&server));
    let (words, loses) = (Arc::clone(words), Arc::clone(&lost));
    thread::spawn(move || there(asks, server, &words, &loses));
    thread::spawn(move || back(hears, client, &lost));
}

fn there(mut client: TcpStream, mut server: TcpStream, words: &Words, lost: &AtomicBool) {
    let (mut buffer, mut heard) = ([0; 16 * 1024], Vec::new());
    while let Ok(length @ 1..) = client.read(&mut buffer) {
        heard.extend_from_slice(&buffer[..length]);
        let are_there = heard.windows(words.text.len()).any(|part| part == words.text.as_bytes());
        if are_there && !words.said.swap(true, Ordering::SeqCst) {
            lost.store(true, Ordering::SeqCst);
        }
        if server.write_all(&buffer[..length]).is_err() {
            break;
        }
    }
    let _ = server.shutdown(Shutdown::Both);
}

fn back(mut server: TcpStream, mut client: TcpStream, lost: &AtomicBool) {
    let mut buffer = [0; 16 * 1024];
    while let Ok(length @ 1..) = server.read(&mut buffer) {
        if lost.load(Ordering::SeqCst) {
            // The server is let come to its end: what ends in the middle was not done.
            let _ = server.set_read_timeout(Some(QUIET));
            continue;
        }
        if client.write_all(&buffer[..length]).is_err() {
            break;
        }
    }
    let _ = client.shutdown(Shutdown::Both);
}
