//! TLS that is the server's own.

use crate::process::{Folder, Running, eventually, set_mode};
use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::sync::Arc;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

/// Puts the certificate of that name, and its key, where the server reads them.
fn install(folder: &Folder, name: &str) {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tls");
    fs::copy(tests.join(format!("{name}.pem")), folder.path("tls.pem")).unwrap();
    fs::copy(tests.join(format!("{name}.key")), folder.path("tls.key")).unwrap();
    set_mode(&folder.path("tls.key"), 0o600);
}

/// The answer to a request for the keys, by who trusts that certificate alone.
fn answer(address: &str, trusted: &str) -> std::io::Result<String> {
    let pem = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tls").join(format!("{trusted}.pem"));
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(pem).unwrap()).unwrap();
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let client = ClientConnection::new(Arc::new(config), "localhost".try_into().unwrap()).unwrap();
    let stream = TcpStream::connect(address.strip_prefix("https://").unwrap()).unwrap();
    let mut stream = StreamOwned::new(client, stream);
    stream.write_all(b"GET /oauth/jwks HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer)
}

const OPTIONS: [&str; 4] = ["--tls-certificate", "tls.pem", "--tls-key", "tls.key"];

#[test]
fn it_speaks_tls_and_takes_up_another_certificate_when_it_is_told() {
    let folder = Folder::new();
    install(&folder, "first");
    let log = folder.path("log");
    let mut server = Running::start_logging(folder.serve(&OPTIONS), &log);
    let said = |what: &str| fs::read_to_string(&log).unwrap().contains(what);
    let address = server.address();
    assert!(answer(&address, "first").unwrap().starts_with("HTTP/1.1 200 "));
    assert!(answer(&address, "second").is_err());
    // What cannot be used changes nothing.
    fs::write(folder.path("tls.pem"), "no certificate").unwrap();
    server.signal("HUP");
    eventually("told that it could not be read", || said("the certificate could not be read again"));
    assert!(answer(&address, "first").is_ok());
    install(&folder, "second");
    server.signal("HUP");
    eventually("told that it was read", || said("the certificate was read again"));
    assert!(answer(&address, "second").is_ok());
    assert!(answer(&address, "first").is_err());
    // Who speaks in clear gets no answer.
    let mut clear = TcpStream::connect(address.strip_prefix("https://").unwrap()).unwrap();
    clear.write_all(b"GET /oauth/jwks HTTP/1.1\r\nhost: localhost\r\n\r\n").unwrap();
    let mut said = Vec::new();
    let _ = clear.read_to_end(&mut said);
    assert!(!said.starts_with(b"HTTP"), "{}", said.escape_ascii());
    server.signal("TERM");
    assert_eq!(server.wait().0, Some(0));
}

#[test]
fn what_is_no_certificate_or_not_its_key_is_said_before_anything_is_served() {
    let folder = Folder::new();
    install(&folder, "first");
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tls");
    let refused = |certificate: &Path, key: &Path, mode| {
        fs::write(folder.path("tls.pem"), fs::read(certificate).unwrap()).unwrap();
        fs::write(folder.path("tls.key"), fs::read(key).unwrap()).unwrap();
        set_mode(&folder.path("tls.key"), mode);
        folder.refusal(folder.serve(&OPTIONS))
    };
    let (pem, key, other) = (tests.join("first.pem"), tests.join("first.key"), tests.join("second.key"));
    let said = refused(&key, &key, 0o600);
    assert!(said.contains("there is no certificate in `tls.pem`"), "{said}");
    let said = refused(&pem, &pem, 0o600);
    assert!(said.contains("there is no private key in `tls.key`"), "{said}");
    let said = refused(&pem, &other, 0o600);
    assert!(said.contains("do not fit"), "{said}");
    let said = refused(&pem, &key, 0o644);
    assert!(said.contains("chmod 600"), "{said}");
    let secret = fs::read_to_string(&key).unwrap();
    assert!(!said.contains(secret.lines().nth(1).unwrap()));
}
