//! The administrator's page: which files are served, and what is said with them.

use crate::process::{Folder, Running, text};
use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;

/// A folder with a page in it, as a build makes it, and what is none of the page.
pub(crate) fn folder_with_page() -> Folder {
    let folder = Folder::new();
    fs::create_dir_all(folder.path("page/assets")).unwrap();
    for (name, content) in [
        ("index.html", "<!doctype html>\n<script type=\"module\" src=\"main.js\"></script>\n"),
        ("main.js", "export {};\n"),
        ("assets/look.css", ":root {}\n"),
        ("badgehouse-rules.wasm", "\0asm\u{1}\0\0\0"),
        (".env", "SECRET=1\n"),
    ] {
        fs::write(folder.path("page").join(name), content).unwrap();
    }
    folder
}

/// A status, the headers by their name in lower case, and the body.
pub(crate) type Answer = (u16, BTreeMap<String, String>, String);

/// What is answered to a request with this very path, which a client's library would have put in order.
pub(crate) fn raw(address: &str, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
    let host = address.strip_prefix("http://").unwrap();
    let mut connection = TcpStream::connect(host).unwrap();
    let fields: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let head = format!("{method} {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n{fields}\r\n");
    connection.write_all(head.as_bytes()).unwrap();
    let mut answer = Vec::new();
    connection.read_to_end(&mut answer).unwrap();
    let answer = text(&answer);
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let mut lines = head.lines();
    let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let fields = lines.filter_map(|line| line.split_once(": "));
    (status, fields.map(|(name, value)| (name.to_lowercase(), value.into())).collect(), body.into())
}

#[test]
fn no_script_and_no_page_but_the_servers_own_is_let_in() {
    let folder = folder_with_page();
    let mut server = Running::start(folder.serve(&["--page", "page"]));
    let address = server.address();
    for (path, media_type) in [
        ("/admin/", "text/html; charset=utf-8"),
        ("/admin/index.html", "text/html; charset=utf-8"),
        ("/admin/main.js", "text/javascript; charset=utf-8"),
        ("/admin/assets/look.css", "text/css; charset=utf-8"),
        ("/admin/badgehouse-rules.wasm", "application/wasm"),
    ] {
        let (status, headers, body) = raw(&address, "GET", path, &[]);
        assert_eq!((status, headers["content-type"].as_str()), (200, media_type), "{path}");
        let file = if path == "/admin/" { "index.html" } else { path.strip_prefix("/admin/").unwrap() };
        assert_eq!(body.as_bytes(), fs::read(folder.path("page").join(file)).unwrap(), "{path}");
        assert_eq!(headers["cache-control"], "no-cache", "{path}");
        // A browser that has it asks once more, and is told that it has it.
        let tag = headers["etag"].as_str();
        let (status, headers, body) =
            raw(&address, "GET", path, &[("if-none-match", &format!("\"other\", W/{tag}"))]);
        assert_eq!((status, headers["etag"].as_str(), body.as_str()), (304, tag, ""), "{path}");
        let (status, head, body) = raw(&address, "HEAD", path, &[]);
        assert_eq!((status, head["etag"].as_str(), body.as_str()), (200, tag, ""), "{path}");
    }
    let (status, headers, _) = raw(&address, "GET", "/admin", &[]);
    assert_eq!((status, headers["location"].as_str()), (307, "/admin/"));
    let session = raw(&address, "POST", "/admin/session", &[("content-length", "0")]);
    assert_eq!(session.0, 401);
    let nothing = raw(&address, "GET", "/admin/nothing.js", &[]);
    for (_, headers, _) in [raw(&address, "GET", "/admin/", &[]), nothing, session] {
        let policy = &headers["content-security-policy"];
        for part in ["default-src 'none'", "script-src 'self' 'wasm-unsafe-eval'", "frame-ancestors 'none'"] {
            assert!(policy.split("; ").any(|there| there == part), "{policy}");
        }
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{policy}");
        assert_eq!(headers["x-content-type-options"], "nosniff");
        assert_eq!(headers["referrer-policy"], "no-referrer");
        assert_eq!(headers["cross-origin-opener-policy"], "same-origin");
        assert_eq!(headers["cross-origin-resource-policy"], "same-origin");
        assert!(headers["permissions-policy"].contains("camera=()"));
        assert!(!headers.contains_key("set-cookie"));
    }
}

#[test]
fn no_path_leads_out_of_the_pages_folder() {
    let folder = folder_with_page();
    let mut server = Running::start(folder.serve(&["--page", "page"]));
    let address = server.address();
    for path in [
        "/admin/../sealing.key",
        "/admin/..%2fsealing.key",
        "/admin/%2e%2e/sealing.key",
        "/admin/assets/../../sealing.key",
        "/admin/..\\sealing.key",
        "/admin//etc/passwd",
        "/admin//index.html",
        "/admin/./index.html",
        "/admin/.env",
        "/admin/%2eenv",
        "/admin/assets",
        "/admin/assets/",
        "/admin/index.html/",
        "/admin/index.html%00.js",
        "/ADMIN/",
    ] {
        let (status, _, body) = raw(&address, "GET", path, &[]);
        assert_eq!((status, body.as_str()), (404, ""), "{path}");
    }
    // What was not there when the server began is not there.
    fs::write(folder.path("page/late.js"), "").unwrap();
    assert_eq!(raw(&address, "GET", "/admin/late.js", &[]).0, 404);
    assert_eq!(raw(&address, "POST", "/admin/", &[("content-length", "0")]).0, 405);
}

#[test]
fn without_the_option_there_is_no_page() {
    let folder = folder_with_page();
    let mut server = Running::start(folder.serve(&[]));
    let address = server.address();
    for path in ["/admin", "/admin/", "/admin/index.html"] {
        assert_eq!(raw(&address, "GET", path, &[]).0, 404, "{path}");
    }
    assert_eq!(raw(&address, "POST", "/admin/session", &[("content-length", "0")]).0, 404);
    assert!(!folder.path("badges.db.page-key").exists());
}

#[test]
fn a_folder_that_is_no_page_is_refused_at_the_start() {
    let folder = folder_with_page();
    assert!(folder.refusal(folder.serve(&["--page", "nowhere"])).contains("nowhere"));
    assert!(folder.refusal(folder.serve(&["--page", "page/assets"])).contains("there is no index.html"));
    fs::write(folder.path("page/a b.js"), "").unwrap();
    assert!(folder.refusal(folder.serve(&["--page", "page"])).contains("is no name for a file"));
    fs::remove_file(folder.path("page/a b.js")).unwrap();
    // One that leads into itself would have no end.
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(folder.path("page"), folder.path("page/again")).unwrap();
        assert!(folder.refusal(folder.serve(&["--page", "page"])).contains("too deep"));
    }
}
