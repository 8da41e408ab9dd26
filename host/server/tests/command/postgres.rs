//! The server on PostgreSQL: its tables, two processes on one database, and what is said where it cannot be.

use crate::http::{get, request_token};
use crate::page::folder_with_page;
use crate::process::{Folder, Running, succeed, text, value};
use badgehouse_test_servers::Postgres;
use std::process::Command;

/// What stands in the URL and nowhere else.
const PASSWORD: &str = "se%2Fcr%40t%3Ap%3Fss";

fn on(mut command: Command, url: &str) -> Command {
    command.env("BADGEHOUSE_STORE", url);
    command
}

#[test]
fn two_servers_on_one_database_are_one_service() {
    let (folder, postgres) = (Folder::new(), Postgres::shared());
    let url = postgres.url(&postgres.make_database());

    let before = folder.refusal(on(folder.serve(&[]), &url));
    assert!(before.contains("badgehouse migrate") && !before.contains(PASSWORD), "{before}");
    for _ in 0..2 {
        let migrated = succeed(on(folder.command(&["migrate"]), &url));
        assert_eq!(text(&migrated.stdout), "the tables are there\n");
    }

    let bootstrap = folder.platform("bootstrap", &["--name", "Root", "--company", "acme"]);
    let made = text(&succeed(on(bootstrap, &url)).stdout);
    let (id, secret) = (value(&made, "client_id"), value(&made, "client_secret"));
    let start = || {
        let mut server = Running::start(on(folder.serve(&["--issuer", "https://id.example.com"]), &url));
        let line = server.line_with("listening on ");
        assert!(line.ends_with("(the core, natively, on PostgreSQL)"), "{line}");
        (line.split_whitespace().nth(2).unwrap().to_owned(), server)
    };
    let servers = [start(), start()];
    for ((from, _), (at, _)) in servers.iter().zip(servers.iter().rev()) {
        let (status, body) = request_token(from, id, secret, Some("https://id.example.com/admin"));
        assert_eq!(status, 200, "{body}");
        let bearer = format!("Bearer {}", body["access_token"].as_str().unwrap());
        let accounts = format!("{at}/badgehouse/v1/companies/acme/service-accounts");
        let (status, page) = get(&accounts, &[("authorization", &bearer)]);
        assert_eq!((status, page["items"][0]["client_id"].as_str()), (200, Some(id)));
    }
    for (_, server) in servers {
        server.signal("TERM");
        assert_eq!(server.wait().0, Some(0));
    }
}

#[test]
fn no_output_shows_the_password_of_a_url() {
    let (folder, postgres) = (Folder::new(), Postgres::shared());
    let url = postgres.url("nowhere");
    let wrong = url.replace("postgres://", "mysql://");
    for arguments in
        [["serve", "--help"], ["bootstrap", "--help"], ["migrate", "--help"], ["migrate", "--nonsense"]]
    {
        let output = on(folder.command(&arguments), &url).output().unwrap();
        let said = text(&output.stdout) + &text(&output.stderr);
        assert!(!said.contains(PASSWORD), "{said}");
    }
    let bare = url.replace("postgres://", "postgres:");
    for (address, says) in [
        (&url, "createdb"),
        (&wrong, "no store of the kind `mysql`"),
        (&bare, "does not begin with postgres://"),
    ] {
        let said = folder.refusal(folder.serve(&["--store", address]));
        assert!(said.contains(says) && !said.contains(PASSWORD), "{said}");
    }
}

#[test]
fn the_pages_key_needs_a_place_where_the_store_is_no_file() {
    let (folder, postgres) = (folder_with_page(), Postgres::shared());
    let url = postgres.url(&postgres.make_database());
    succeed(on(folder.command(&["migrate"]), &url));
    let output = on(folder.serve(&["--page", "page"]), &url).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("name the file by --page-key FILE"), "{output:?}");

    let mut server = Running::start(on(folder.serve(&["--page", "page", "--page-key", "page.key"]), &url));
    let issuer = server.address();
    let link =
        |more: &[&str]| on(folder.administer(&[&["admin-link", "--issuer", &issuer], more].concat()), &url);
    assert!(folder.refusal(link(&[])).contains("--page-key FILE"));
    let made = text(&succeed(link(&["--page-key", "page.key"])).stdout);
    assert!(made.starts_with(&format!("{issuer}/admin/#token=")), "{made}");
}

#[test]
fn the_tables_are_printed_for_who_makes_them_by_hand() {
    let (folder, postgres) = (Folder::new(), Postgres::shared());
    let database = postgres.make_database();
    let sql = text(&succeed(folder.command(&["schema", "postgres"])).stdout);
    postgres.sql(&database, &sql);
    let bootstrap = folder.platform("bootstrap", &["--name", "Root", "--company", "acme"]);
    succeed(on(bootstrap, &postgres.url(&database)));
    let sqlite = text(&succeed(folder.command(&["schema", "sqlite"])).stdout);
    assert!(sqlite.contains("WITHOUT ROWID"), "{sqlite}");
}
