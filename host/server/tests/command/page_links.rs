//! Links to the administrator's page: whom they make an administrator, where and for how long.

use crate::http::{get, request_token, send};
use crate::jwt::{Signer, now};
use crate::page::{folder_with_page, raw};
use crate::process::{Folder, Running, succeed, text};
use badgehouse::crypto::{BuiltIn, SealingKey, SigningKey};
use data_encoding::BASE64URL_NOPAD;
use serde_json::{Value, json};
use std::fs;
use std::process::Command;

/// What runs the rules: natively, and where this was built with it the component.
fn choices() -> impl Iterator<Item = &'static [&'static str]> {
    let native: &[&str] = &["--native"];
    std::iter::once(native).chain(cfg!(feature = "component").then_some([].as_slice()))
}

/// A server with the page.
fn start(folder: &Folder, choice: &[&str]) -> (Running, String) {
    let arguments = ["serve", "--listen", "127.0.0.1:0", "--page", "page"];
    let mut command = folder.administer(&arguments);
    command.args(choice);
    let mut server = Running::start(command);
    let address = server.address();
    (server, address)
}

fn link(folder: &Folder, address: &str, more: &[&str]) -> Command {
    folder.administer(&[&["admin-link", "--issuer", address], more].concat())
}

/// The token in a link.
fn token(folder: &Folder, address: &str, more: &[&str]) -> String {
    let printed = text(&succeed(link(folder, address, more)).stdout);
    let (place, fragment) = printed.trim().split_once('#').unwrap();
    assert_eq!(place, format!("{address}/admin/"));
    let token = fragment.strip_prefix("token=").and_then(|rest| rest.strip_suffix("&company=acme")).unwrap();
    token.to_owned()
}

fn me(address: &str, company: &str, token: &str) -> (u16, Value) {
    let url = format!("{address}/badgehouse/v1/companies/{company}/me");
    get(&url, &[("authorization", &format!("Bearer {token}"))])
}

/// The answer to a renewal, with `more` headers.
fn renew(address: &str, token: &str, more: &[(&str, &str)]) -> (u16, Value) {
    let bearer = format!("Bearer {token}");
    send(
        "POST",
        &format!("{address}/admin/session"),
        &[&[("authorization", bearer.as_str())], more].concat(),
        "",
    )
}

/// What a token says.
fn claims(token: &str) -> Value {
    let payload = token.split('.').nth(1).unwrap();
    serde_json::from_slice(&BASE64URL_NOPAD.decode(payload.as_bytes()).unwrap()).unwrap()
}

/// A token of these claims by the page's own key, as whoever has the sealing key and the folder could make it.
fn forged(folder: &Folder, claims: &Value) -> String {
    let sealing_key =
        SealingKey::parse(fs::read_to_string(folder.path("sealing.key")).unwrap().trim()).unwrap();
    let kept: Value = serde_json::from_slice(&fs::read(folder.path("badges.db.page-key")).unwrap()).unwrap();
    let sealed = kept["sealed"].as_str().unwrap().into();
    let key = SigningKey { jwk: serde_json::from_value(kept["jwk"].clone()).unwrap(), sealed };
    let part = |value: &Value| BASE64URL_NOPAD.encode(value.to_string().as_bytes());
    let header = json!({ "typ": "badgehouse-actor+jwt", "alg": "EdDSA" });
    let input = format!("{}.{}", part(&header), part(claims));
    let signature = BuiltIn::new(vec![sealing_key]).sign(&key, input.as_bytes()).unwrap();
    format!("{input}.{}", BASE64URL_NOPAD.encode(&signature))
}

#[test]
fn a_link_makes_one_administrator_of_one_company_and_is_renewed_from_its_own_page_alone() {
    for choice in choices() {
        let folder = folder_with_page();
        let (_server, address) = start(&folder, choice);
        let token = token(&folder, &address, &["--user", "ann"]);
        let (status, seen) = me(&address, "acme", &token);
        assert_eq!((status, &seen["kind"], &seen["id"]), (200, &json!("user"), &json!("ann")), "{seen}");
        assert_eq!(seen["levels"], json!({ "admin": "admin", "directory": "admin" }));
        assert_eq!(me(&address, "zenith", &token).0, 404);

        let (status, fresh) = renew(&address, &token, &[("origin", &address)]);
        assert_eq!((status, &fresh["expires_in"]), (200, &json!(300)), "{fresh}");
        let fresh = fresh["token"].as_str().unwrap();
        assert_eq!(me(&address, "acme", fresh), me(&address, "acme", &token));
        let (first, next) = (claims(&token), claims(fresh));
        for kept in ["iss", "aud", "sub", "company", "levels", "auth_time"] {
            assert_eq!(first[kept], next[kept], "{kept}");
        }
        assert_ne!(first["jti"], next["jti"]);
        assert_eq!(renew(&address, fresh, &[]).0, 200);

        let bearer = format!("Bearer {token}");
        let headers = [("authorization", bearer.as_str()), ("content-length", "0")];
        let (_, headers, _) = raw(&address, "POST", "/admin/session", &headers);
        assert_eq!(headers["cache-control"], "no-store");
        assert!(!headers.contains_key("set-cookie") && !headers.contains_key("access-control-allow-origin"));
        for foreign in
            ["https://evil.example", "null", "http://127.0.0.1:1", "", &format!("{address}.evil.example")]
        {
            let (status, refused) = renew(&address, &token, &[("origin", foreign)]);
            assert_eq!((status, &refused["code"]), (403, &json!("foreign_origin")), "{foreign}");
        }
    }
}

#[test]
fn no_session_goes_on_eight_hours_after_its_link_and_no_token_of_others_begins_one() {
    for choice in choices() {
        let folder = folder_with_page();
        let product = Signer::new(1);
        fs::write(folder.path("product.jwk"), product.jwk().to_string()).unwrap();
        let of_product = ["--actor-key", "product.jwk", "--actor-issuer", "product"];
        let (_server, address) = start(&folder, &[choice, &of_product].concat());
        let now = now();
        let good = claims(&token(&folder, &address, &[]));
        let with = |changes: Value| {
            let mut claims = good.clone();
            let changes = changes.as_object().unwrap().clone();
            claims.as_object_mut().unwrap().extend(changes);
            claims
        };
        let by_page = |changes: Value| forged(&folder, &with(changes));
        assert_eq!(renew(&address, &by_page(json!({})), &[]).0, 200, "the forger's key is the page's");
        let begun = now - 8 * 3600;
        let (status, last) = renew(&address, &by_page(json!({ "auth_time": begun + 90 })), &[]);
        assert!(status == 200 && last["expires_in"].as_u64().unwrap() <= 90, "{last}");
        for (why, token) in [
            ("eight hours have passed", by_page(json!({ "auth_time": begun }))),
            ("it is from before its link", by_page(json!({ "auth_time": now + 10_000 }))),
            ("it does not say when its link was made", by_page(json!({ "auth_time": null }))),
            ("it has expired", by_page(json!({ "iat": now - 500, "exp": now - 200 }))),
            ("it lives too long", by_page(json!({ "exp": now + 8 * 3600 }))),
            (
                "it is of the product",
                product.sign("badgehouse-actor+jwt", &with(json!({ "iss": "product" }))),
            ),
            ("the product signs as the page", product.sign("badgehouse-actor+jwt", &good)),
            ("the page signs as the product", by_page(json!({ "iss": "product" }))),
            ("it is for another server", by_page(json!({ "aud": "https://other.example/admin" }))),
            ("it is none", "none".into()),
        ] {
            let (status, refused) = renew(&address, &token, &[]);
            assert_eq!((status, &refused["code"]), (401, &json!("invalid_token")), "{why}");
        }
        // The product's own administer as before, and neither signs for the other.
        let ann = json!({ "iss": "product", "sub": "ann", "auth_time": null });
        assert_eq!(me(&address, "acme", &product.sign("badgehouse-actor+jwt", &with(ann))).0, 200);
        assert_eq!(me(&address, "acme", &product.sign("badgehouse-actor+jwt", &good)).0, 401);
        assert_eq!(me(&address, "acme", &by_page(json!({ "iss": "product" }))).0, 401);

        let (id, secret) = folder.bootstrap("acme");
        let (_, access) = request_token(&address, &id, &secret, Some(&format!("{address}/admin")));
        let access = access["access_token"].as_str().unwrap();
        assert_eq!(me(&address, "acme", access).0, 200);
        assert_eq!(renew(&address, access, &[]).0, 401);
    }
}

#[test]
fn a_link_holds_no_more_than_it_was_given() {
    let folder = folder_with_page();
    let (_server, address) = start(&folder, &["--native"]);
    let printed = folder.administer(&[
        "admin-link",
        "--issuer",
        &address,
        "--level",
        "directory:admin",
        "--level",
        "rfis.close",
        "--for",
        "7",
        "--json",
    ]);
    let printed: Value = serde_json::from_slice(&succeed(printed).stdout).unwrap();
    assert_eq!(printed["expires_in"], json!(7));
    let (_, fragment) = printed["link"].as_str().unwrap().split_once("#token=").unwrap();
    let token = fragment.strip_suffix("&company=acme").unwrap();
    let claims = claims(token);
    assert_eq!(claims["exp"].as_u64().unwrap() - claims["iat"].as_u64().unwrap(), 7);
    let (_, seen) = me(&address, "acme", token);
    assert_eq!(seen["id"], json!("operator"));
    assert_eq!(seen["rights"]["administer_accounts"]["allowed"], json!(false));
    assert_eq!(seen["rights"]["administer_directory"]["allowed"], json!(true));
    for (more, said) in [
        (["--level", "ghosts:admin"], "no such tool"),
        (["--for", "301"], "300"),
        (["--company", ""], "company id"),
        (["--store", "none.db"], "none.db"),
    ] {
        let refused = folder.refusal(link(&folder, &address, &more));
        assert!(refused.contains(said), "{refused}");
    }
}

#[test]
fn a_company_of_any_name_is_in_the_link_as_it_is() {
    let folder = folder_with_page();
    let (_server, address) = start(&folder, &["--native"]);
    let printed = text(&succeed(link(&folder, &address, &["--company", "a&b=#c ü"])).stdout);
    assert!(printed.trim().ends_with("&company=a%26b%3D%23c+%C3%BC"), "{printed}");
}

#[test]
fn links_survive_a_new_sealing_key_and_none_is_made_that_no_server_takes() {
    let folder = folder_with_page();
    succeed(folder.administer(&["bootstrap", "--name", "Root"]));
    let refused = folder.refusal(link(&folder, "http://127.0.0.1:1", &[]));
    assert!(refused.contains("badgehouse serve --page"), "{refused}");
    let (server, address) = start(&folder, &["--native"]);
    let first = token(&folder, &address, &[]);
    let at = address.strip_prefix("http://").unwrap().to_owned();
    drop(server);
    let again = || {
        let mut server =
            Running::start(folder.administer(&["serve", "--native", "--page", "page", "--listen", &at]));
        server.address();
        server
    };

    let old = fs::read_to_string(folder.path("sealing.key")).unwrap();
    succeed(folder.command(&["sealing-key", "--out", "new.key"]));
    let new = fs::read_to_string(folder.path("new.key")).unwrap();
    fs::write(folder.path("sealing.key"), format!("{new}{old}")).unwrap();
    let server = again();
    assert_eq!(me(&address, "acme", &first).0, 200, "a session goes on with the new key");
    assert_eq!(me(&address, "acme", &token(&folder, &address, &[])).0, 200);
    drop(server);

    succeed(folder.administer(&["reseal", "--company", "acme"]));
    fs::write(folder.path("sealing.key"), &new).unwrap();
    let refused = folder.refusal(link(&folder, &address, &[]));
    assert!(refused.contains("start the server again"), "{refused}");
    let _server = again();
    assert_eq!(me(&address, "acme", &first).0, 401, "sessions end with the key that sealed theirs");
    assert_eq!(me(&address, "acme", &token(&folder, &address, &[])).0, 200);
}

#[test]
fn a_key_that_was_planted_signs_no_link() {
    let folder = folder_with_page();
    let (server, address) = start(&folder, &["--native"]);
    let good = claims(&token(&folder, &address, &[]));
    let at = address.strip_prefix("http://").unwrap().to_owned();
    drop(server);
    let planted = Signer::new(9);
    let path = folder.path("badges.db.page-key");
    let mut kept: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    kept["jwk"] = planted.jwk();
    fs::write(&path, kept.to_string()).unwrap();
    assert!(folder.refusal(link(&folder, &address, &[])).contains("sealed by another"));
    let mut server =
        Running::start(folder.administer(&["serve", "--native", "--page", "page", "--listen", &at]));
    server.address();
    assert_eq!(me(&address, "acme", &planted.sign("badgehouse-actor+jwt", &good)).0, 401);
    assert_eq!(me(&address, "acme", &token(&folder, &address, &[])).0, 200, "a key was made in its place");
}

#[test]
fn the_product_does_not_go_by_the_pages_name() {
    let folder = folder_with_page();
    fs::write(folder.path("product.jwk"), Signer::new(1).jwk().to_string()).unwrap();
    let named = ["--page", "page", "--actor-key", "product.jwk", "--actor-issuer", "badgehouse-admin-page"];
    assert!(folder.refusal(folder.serve(&named)).contains("--actor-issuer"));
}

#[test]
fn the_demo_ends_with_a_link_to_anns_page() {
    let folder = folder_with_page();
    let mut demo = Running::start(folder.command(&["demo", "--native", "--page", "page"]));
    let line = demo.line_with("Ann's page: ");
    let (address, token) = line.strip_prefix("Ann's page: ").unwrap().split_once("/admin/#token=").unwrap();
    let token = token.strip_suffix("&company=acme").unwrap();
    let (status, seen) = me(address, "acme", token);
    assert_eq!((status, &seen["id"]), (200, &json!("ann")), "{seen}");
}
