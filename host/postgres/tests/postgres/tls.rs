//! TLS to the server: whose certificate counts, and that nothing goes on in clear where it is not said.

use crate::common::{committed, database};
use badgehouse::store::StoreError;
use badgehouse_postgres::PostgresStore;
use badgehouse_test_servers::Postgres;
use std::fs;
use std::process::{Command, Stdio};

/// A server with a certificate for `localhost` that it has signed itself: the file that trusts it, and the URL of a database.
async fn with_tls(server: &mut Postgres) -> (String, String) {
    let url = database(server).await;
    let mut openssl = Command::new("openssl");
    openssl.args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]);
    openssl.args(["-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]);
    openssl.args(["-addext", "basicConstraints=critical,CA:FALSE", "-keyout", "tls.key", "-out", "tls.crt"]);
    let made = openssl.current_dir(server.data()).stdout(Stdio::null()).stderr(Stdio::null()).status();
    assert!(made.unwrap().success(), "openssl, of the Debian package of that name, makes the certificate");
    server.give("tls.key");
    server.give("tls.crt");
    server.settings(&["ssl=on", "ssl_cert_file=tls.crt", "ssl_key_file=tls.key"]);
    server.stop();
    server.start_again();
    let authority = std::env::temp_dir().join(format!("badgehouse-tls-{}.crt", server.port()));
    fs::copy(server.data().join("tls.crt"), &authority).unwrap();
    (authority.display().to_string(), url)
}

#[tokio::test]
async fn a_server_is_trusted_by_its_authority_and_its_name_alone() {
    let mut server = Postgres::start(&["fsync=off"]);
    let (authority, by_number) = with_tls(&mut server).await;
    let by_name = by_number.replace("127.0.0.1", "localhost");
    for mode in ["require", "verify-ca", "verify-full"] {
        let store = PostgresStore::open(&format!("{by_name}?sslmode={mode}&sslrootcert={authority}")).await;
        let store = store.unwrap();
        committed(&store, "a").await;
        let encrypted = "select count(*) > 0 from pg_stat_ssl join pg_stat_activity using (pid) where ssl and application_name = 'badgehouse'";
        assert_eq!(server.sql("postgres", encrypted), "t");

        let of_another_name = format!("{by_number}?sslmode={mode}&sslrootcert={authority}");
        refused(&of_another_name, "not valid for name").await;
        let of_no_authority = format!("{by_name}?sslmode={mode}");
        refused(&of_no_authority, "name the file of the server's certificate authority by sslrootcert=FILE")
            .await;
    }
    let of_no_file = format!("{by_name}?sslmode=verify-full&sslrootcert=/nowhere.pem");
    refused(&of_no_file, "the file of sslrootcert").await;
    // This machine's own line may go without.
    committed(&PostgresStore::open(&by_number).await.unwrap(), "b").await;
    fs::remove_file(authority).unwrap();
}

#[tokio::test]
async fn nothing_goes_on_in_clear_where_the_server_has_no_tls() {
    let server = Postgres::shared();
    let url = database(&server).await;
    refused(&format!("{url}?sslmode=require"), "say sslmode=disable in the URL where the line is your own")
        .await;
}

async fn refused(url: &str, says: &str) {
    let error = PostgresStore::open(url).await.expect_err("a refusal");
    assert!(matches!(error, StoreError::Broken(_)), "{error:?}");
    assert!(error.to_string().contains(says), "`{says}` in: {error}");
}
