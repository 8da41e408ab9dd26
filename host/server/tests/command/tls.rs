//! TLS that is the server's own.

use crate::process::{Folder, Running, eventually, set_mode};
use std::fs;
use std::io::{Read, Write};
use std::net::{IpAddr, TcpStream, UdpSocket};
use std::path::Path;
use std::sync::Arc;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

/// Puts the certificate of that name, and its key, where the server reads them.
fn install(folder: &Folder, name: &str) {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tls");
    fs::copy(tests.join(format!("{name}.pem")), folder.path("tls.pem")).unwrap();
    fs::copy(tests.join(format!("{name}.key")), folder.path("tls.key")).unwrap();
    set_mode(&folder.path("tls.key"), 0o600);
}

/// A request for the keys.
const KEYS: &str = "GET /oauth/jwks HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";

/// The answer to a request for the keys, by who trusts that certificate alone.
fn answer(address: &str, trusted: &str) -> std::io::Result<String> {
    exchange(address, trusted, KEYS)
}

/// The answer to a request, by who trusts that certificate alone.
fn exchange(address: &str, trusted: &str, request: &str) -> std::io::Result<String> {
    exchange_as(None, address, trusted, request)
}

/// The same, by who has that certificate and its key.
fn exchange_as(own: Option<&str>, address: &str, trusted: &str, request: &str) -> std::io::Result<String> {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tls");
    let certificate = |name: &str| CertificateDer::from_pem_file(tests.join(format!("{name}.pem"))).unwrap();
    let mut roots = RootCertStore::empty();
    roots.add(certificate(trusted)).unwrap();
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots);
    let config = match own {
        Some(name) => {
            let key = PrivateKeyDer::from_pem_file(tests.join(format!("{name}.key"))).unwrap();
            config.with_client_auth_cert(vec![certificate(name)], key).unwrap()
        }
        None => config.with_no_client_auth(),
    };
    let client = ClientConnection::new(Arc::new(config), "localhost".try_into().unwrap()).unwrap();
    let stream = TcpStream::connect(address.strip_prefix("https://").unwrap()).unwrap();
    let mut stream = StreamOwned::new(client, stream);
    stream.write_all(request.as_bytes())?;
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

/// An address of this machine that others reach it by. No packet is sent for it.
fn own_address() -> IpAddr {
    let socket = UdpSocket::bind("0.0.0.0:0").unwrap();
    socket.connect("198.51.100.1:9").expect("this test needs a network beside loopback");
    socket.local_addr().unwrap().ip()
}

#[test]
fn who_guesses_is_told_by_the_address_where_nothing_stands_in_front() {
    let folder = Folder::new();
    install(&folder, "first");
    let (id, secret) = folder.bootstrap("acme");
    fs::write(folder.path("policy.json"), r#"{ "failures": 3 }"#).unwrap();
    let more = ["--policy", "policy.json", "--issuer", "https://id.example.com"];
    let listen = format!("{}:0", own_address());
    let tries = |address: &str, secret: &str| {
        let form = format!("grant_type=client_credentials&client_id={id}&client_secret={secret}");
        let head = "POST /oauth/token HTTP/1.1\r\nhost: id.example.com\r\nconnection: close\r\nx-forwarded-for: 192.0.2.7";
        let kind = "content-type: application/x-www-form-urlencoded";
        let request = format!("{head}\r\n{kind}\r\ncontent-length: {}\r\n\r\n{form}", form.len());
        exchange(address, "first", &request).unwrap()[9..12].to_owned()
    };

    let mut server = Running::start(folder.serve_at(&listen, &[&OPTIONS[..], &more].concat()));
    let address = server.address();
    for wrong in ["one", "two", "three"] {
        assert_eq!(tries(&address, wrong), "401");
    }
    assert_eq!(tries(&address, "four"), "429");
    assert_eq!(tries(&address, &secret), "200", "what is right passes");

    // A proxy that encrypts on its side too says it by its header, and the connection is its own.
    let header = ["--client-address-header", "X-Client"];
    let mut server = Running::start(folder.serve_at(&listen, &[&OPTIONS[..], &more, &header].concat()));
    let address = server.address();
    for wrong in 0..6 {
        assert_eq!(tries(&address, &format!("wrong-{wrong}")), "401");
    }
}

#[test]
fn with_an_authority_only_who_has_a_certificate_by_it_is_served() {
    let folder = Folder::new();
    install(&folder, "first");
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tls");
    fs::copy(tests.join("second.pem"), folder.path("clients.pem")).unwrap();
    let options = [&OPTIONS[..], &["--tls-client-ca", "clients.pem"]].concat();
    let mut server = Running::start(folder.serve(&options));
    let address = server.address();
    let answered = |own| exchange_as(own, &address, "first", KEYS);
    assert!(answered(Some("second")).unwrap().starts_with("HTTP/1.1 200 "));
    assert!(answered(None).is_err(), "without a certificate");
    assert!(answered(Some("first")).is_err(), "by somebody else's certificate");
    fs::copy(tests.join("first.pem"), folder.path("clients.pem")).unwrap();
    server.signal("HUP");
    eventually("by the other authority", || answered(Some("first")).is_ok());
    assert!(answered(Some("second")).is_err());

    fs::write(folder.path("clients.pem"), "no certificate").unwrap();
    let said = folder.refusal(folder.serve(&options));
    assert!(said.contains("there is no certificate in `clients.pem`"), "{said}");
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
