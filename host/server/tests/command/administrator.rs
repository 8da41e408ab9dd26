//! What an administrator does by the command line, beside a running server.

use crate::http::{get, request_token};
use crate::jwt::Signer;
use crate::process::{Folder, Running, succeed, text, value};
use serde_json::{Value, json};
use std::process::Stdio;

/// A folder with a store and a running server on it, with the sample API.
fn served() -> (Folder, Running, String) {
    let folder = Folder::new();
    folder.bootstrap("acme");
    let mut server = Running::start(folder.serve(&["--sample"]));
    let address = server.address();
    (folder, server, address)
}

/// The id and secret of a new account.
fn created(folder: &Folder, name: &str) -> (String, String) {
    let printed = folder.table(&["account", "create", "--name", name]);
    (value(&printed, "client_id").to_owned(), value(&printed, "client_secret").to_owned())
}

fn one(folder: &Folder, arguments: &[&str]) -> Value {
    let mut answered = folder.json(arguments);
    assert_eq!(answered.len(), 1, "{answered:?}");
    answered.remove(0)
}

fn token_status(address: &str, (id, secret): &(String, String)) -> u16 {
    request_token(address, id, secret, None).0
}

#[test]
fn the_operator_grants_what_the_first_account_cannot_and_a_call_passes() {
    let (folder, _server, address) = served();
    let account = created(&folder, "RFI export");
    let (status, body) = request_token(&address, &account.0, &account.1, None);
    assert_eq!(status, 200, "{body}");
    let bearer = format!("Bearer {}", body["access_token"].as_str().unwrap());
    let call = || get(&format!("{address}/sample/projects/bridge-7/rfis"), &[("authorization", &bearer)]).0;
    assert_eq!(call(), 403);
    folder.table(&["permission", "set", &account.0, "rfis:read_only", "--project", "bridge-7"]);
    assert_eq!(call(), 200);
    folder.table(&["permission", "set", &account.0, "--nothing", "--project", "bridge-7"]);
    assert_eq!(call(), 403);
    folder.table(&["permission", "set", &account.0, "rfis:read_only"]);
    assert_eq!(call(), 200);
    folder.table(&["account", "disable", &account.0, "--reason", "it went wild"]);
    assert_eq!(call(), 401);
    assert_eq!(token_status(&address, &account), 400);
    folder.table(&["account", "enable", &account.0]);
    assert_eq!(call(), 200);
    folder.table(&["account", "revoke-tokens", &account.0]);
    assert_eq!(call(), 401);
    assert_eq!(token_status(&address, &account), 200);
}

#[test]
fn an_account_is_changed_deleted_and_brought_back() {
    let (folder, _server, address) = served();
    let account = created(&folder, "Sync");
    let id = account.0.as_str();
    let updated = one(&folder, &["account", "update", id, "--owner", "ann", "--metadata", "team=ops"]);
    assert_eq!((&updated["owner"], &updated["metadata"]), (&json!("ann"), &json!({ "team": "ops" })));
    assert_eq!(updated["name"], "Sync", "what is not named stays");
    let change = ["account", "update", id, "--remove-metadata", "team", "--metadata", "tier=2"];
    let updated = one(&folder, &change);
    assert_eq!(updated["metadata"], json!({ "tier": "2" }));
    let revision = updated["revision"].to_string();
    let cleared = one(&folder, &["account", "update", id, "--clear", "owner", "--revision", &revision]);
    assert_eq!(cleared.get("owner"), None);
    assert_eq!(one(&folder, &["account", "show", id]), cleared);
    assert!(folder.table(&["account", "show", id]).contains("Sync"));
    let contact = one(&folder, &["contact", "show", id]);
    assert!(contact["email"].as_str().unwrap().ends_with("@svc.example.com"), "{contact}");
    let insist = contact["revision"].to_string();
    one(&folder, &["contact", "change", id, "--email", "ann@example.com", "--insist", &insist]);
    assert_eq!(token_status(&address, &account), 400);
    assert_eq!(one(&folder, &["account", "repair", id, "--how", "restore"])["functional"], true);
    assert_eq!(token_status(&address, &account), 200);
    assert_eq!(folder.table(&["account", "delete", id, "--yes"]), format!("{id} is deleted\n"));
    assert_eq!(token_status(&address, &account), 401);
    assert_eq!(one(&folder, &["account", "deleted"])["client_id"], id);
    assert_eq!(one(&folder, &["account", "undelete", id])["client_id"], id);
    assert_eq!(folder.json(&["account", "deleted"]), Vec::<Value>::new());
    assert_eq!(folder.json(&["company", "purge", "--yes"]), [json!({ "accounts": 0 })]);
}

#[test]
fn secrets_are_rotated_and_the_old_one_ends_when_it_is_said() {
    let (folder, server, address) = served();
    let first = created(&folder, "Sync");
    let id = first.0.as_str();
    let rotated = folder.table(&["secret", "rotate", id, "--overlap-seconds", "3600", "--name", "second"]);
    let second = (first.0.clone(), value(&rotated, "client_secret").to_owned());
    let secret_id = value(&rotated, "secret_id");
    assert_eq!((token_status(&address, &first), token_status(&address, &second)), (200, 200));
    folder.table(&["secret", "change", id, secret_id, "--name", "of November"]);
    let listed = folder.json(&["secret", "list", id]);
    assert_eq!((listed.len(), &listed[1]["name"]), (2, &json!("of November")));
    assert!(!json!(listed).to_string().contains(&second.1));
    folder.table(&["secret", "revoke", id, listed[0]["secret_id"].as_str().unwrap(), "--yes"]);
    assert_eq!((token_status(&address, &first), token_status(&address, &second)), (401, 200));
    assert_eq!(folder.code(&["secret", "finish", id, "none"]), Some(2));
    let added = folder.table(&["secret", "add", id, "--secret-out", "third.secret"]);
    assert!(!added.contains("client_secret"), "{added}");
    let third = std::fs::read_to_string(folder.path("third.secret")).unwrap();
    #[cfg(unix)]
    assert_eq!(crate::process::mode(&folder.path("third.secret")), 0o600);
    assert_eq!(token_status(&address, &(first.0.clone(), third.trim().to_owned())), 200);
    folder.table(&["secret", "revoke", id, value(&added, "secret_id"), "--yes"]);
    assert_eq!(token_status(&address, &(first.0.clone(), third.trim().to_owned())), 401);
    // What is there already is not written over, and no secret is made that nobody would see.
    assert_eq!(folder.code(&["secret", "add", id, "--secret-out", "third.secret"]), Some(1));
    assert_eq!(folder.json(&["secret", "list", id]).len(), 3);

    let last = folder.table(&["secret", "add", id]);
    let last_id = value(&last, "secret_id");
    assert_eq!(folder.code(&["secret", "finish", id, last_id]), Some(4), "nobody has used it");
    assert_eq!(token_status(&address, &(first.0.clone(), value(&last, "client_secret").to_owned())), 200);
    // The server records what it has seen.
    server.signal("TERM");
    server.wait();
    let live = |secret: &Value| secret["live"] == true;
    let left = folder.json(&["secret", "finish", id, last_id]);
    assert_eq!(left.iter().filter(|secret| live(secret)).count(), 1, "{left:?}");
}

#[test]
fn a_secret_that_leaked_is_found_in_every_company_and_revoked() {
    let (folder, _server, address) = served();
    let account = created(&folder, "Sync");
    let look = |more: &[&str], text_found: &str| {
        std::fs::write(folder.path("found.txt"), text_found).unwrap();
        let mut command = folder.administer(&[&["secret", "leaked", "--json"], more].concat());
        command.env_remove("BADGEHOUSE_COMPANY");
        command.stdin(Stdio::from(std::fs::File::open(folder.path("found.txt")).unwrap()));
        serde_json::from_str::<Value>(&text(&succeed(command).stdout)).unwrap()
    };
    assert_eq!(look(&[], "nothing"), json!({}));
    assert_eq!(look(&["--company", "other"], &account.1), json!({}));
    assert_eq!(token_status(&address, &account), 200);
    let marked = look(&[], &format!("\u{feff}{}\r\n", account.1));
    assert_eq!(marked["found"]["revoked"], false, "a byte order mark hides nothing: {marked}");
    let found = look(&["--revoke"], &format!("{}\n", account.1));
    assert_eq!((&found["found"]["company"], &found["found"]["revoked"]), (&json!("acme"), &json!(true)));
    assert_eq!(token_status(&address, &account), 401);
    assert!(folder.table(&["secret", "pattern"]).contains("bhs"));
}

#[test]
fn keys_and_trusts_are_entered_and_revoked() {
    let (folder, _server, _) = served();
    let (id, _) = created(&folder, "Pipeline");
    std::fs::write(folder.path("job.jwk"), Signer::new(5).jwk().to_string()).unwrap();
    let key = one(&folder, &["key", "add", &id, "--jwk", "job.jwk", "--name", "job"]);
    let kid = key["kid"].as_str().unwrap();
    assert_eq!(one(&folder, &["key", "change", &id, kid, "--clear", "name"]).get("name"), None);
    assert_eq!(one(&folder, &["key", "list", &id])["kid"], kid);
    folder.table(&["key", "revoke", &id, kid, "--yes"]);
    assert_eq!(one(&folder, &["key", "list", &id])["live"], false);

    let add = ["trust", "add", &id, "--preset", "github_actions", "--aud", "https://id.example.com"];
    let asked = ["--claim", "repository_id=123", "--claim", "environment=production"];
    let trust = one(&folder, &[&add[..], &asked].concat());
    assert_eq!(trust["claims"], json!({ "repository_id": "123", "environment": "production" }));
    assert_eq!(folder.code(&[&add[..], &["--claim", "repository_id=123"]].concat()), Some(2), "too wide");
    let trust_id = trust["trust_id"].as_str().unwrap();
    folder.table(&["trust", "revoke", &id, trust_id, "--yes"]);
    assert_eq!(one(&folder, &["trust", "list", &id])["live"], false);
}

#[test]
fn permissions_and_templates_are_shown_as_they_were_set() {
    let (folder, _server, _) = served();
    let (id, _) = created(&folder, "Sync");
    let preview = one(&folder, &["permission", "preview", &id, "rfis:standard"]);
    assert_eq!((&preview["from"], &preview["to"]), (&json!("none"), &json!("standard")));
    folder.table(&["permission", "set", &id, "rfis:standard"]);
    let shown = one(&folder, &["permission", "show", &id]);
    assert_eq!(shown["company"], json!({ "rfis": "standard" }));
    let check = ["permission", "check", &id, "--tool", "rfis", "--level"];
    assert_eq!(folder.code(&[&check[..], &["read_only"]].concat()), Some(0));
    assert_eq!(folder.code(&[&check[..], &["admin"]].concat()), Some(5));
    let who = ["permission", "who-can", "--tool", "rfis", "--level", "standard"];
    assert_eq!(one(&folder, &who)["client_id"], id.as_str());
    one(&folder, &["permission", "requested", &id]);
    let effective = one(&folder, &["permission", "effective", &id]);
    assert!(effective["tools"].to_string().contains("standard"), "{effective}");

    let projects: Vec<Value> =
        (0..45).map(|n| json!({ "project": format!("p{n}"), "levels": { "rfis": "admin" } })).collect();
    std::fs::write(folder.path("change.json"), json!({ "projects": projects }).to_string()).unwrap();
    assert_eq!(folder.code(&["permission", "set", &id, "--file", "change.json"]), Some(2), "too many");
    let done = one(&folder, &["permission", "set-many", &id, "--file", "change.json"]);
    assert_eq!((&done["done"], &done["state"]), (&json!(45), &json!("done")));
    let job = done["job_id"].as_str().unwrap();
    assert_eq!(one(&folder, &["permission", "set-many", &id, "--job", job, "--look"]), done);
    let shown = one(&folder, &["permission", "show", &id]);
    assert_eq!(shown["projects"]["items"].as_array().unwrap().len(), 45);

    let template = one(&folder, &["template", "create", "--name", "Reader", "drawings:read_only"]);
    let template_id = template["template_id"].as_str().unwrap();
    let changed = one(&folder, &["template", "change", template_id, "--name", "Drawings"]);
    assert_eq!((&changed["name"], &changed["levels"]), (&json!("Drawings"), &template["levels"]));
    assert_eq!(one(&folder, &["template", "show", template_id]), changed);
    assert_eq!(one(&folder, &["template", "list"]), changed);
    one(&folder, &["template", "assign", &id, template_id, "--project", "p1"]);
    let assigned = one(&folder, &["template", "assigned", &id]);
    assert_eq!(assigned["template"]["template_id"], template_id);
    folder.table(&["template", "delete", template_id, "--yes"]);
    assert_eq!(folder.code(&["template", "show", template_id]), Some(3));
}

#[test]
fn the_audit_names_who_the_operator_says_he_is_and_is_verified() {
    let (folder, _server, address) = served();
    let account = created(&folder, "Sync");
    let set =
        ["permission", "set", &account.0, "rfis:read_only", "--as", "ann@example.com", "--why", "INC-7"];
    folder.table(&set);
    let event = one(&folder, &["audit", "show", "--action", "permissions.changed"]);
    assert_eq!(event["actor"], json!({ "kind": "platform" }));
    assert_eq!((&event["on_behalf_of"], &event["reason"]), (&json!("ann@example.com"), &json!("INC-7")));
    assert_eq!(one(&folder, &["audit", "show", "--action", "account.created", "--limit", "1"])["number"], 1);
    assert!(folder.table(&["audit", "show"]).contains("ann@example.com"));
    let head = one(&folder, &["audit", "head"]);
    std::fs::write(folder.path("head.json"), head.to_string()).unwrap();
    let verified = one(&folder, &["audit", "verify", "--head", "head.json"]);
    assert_eq!(verified["verified_to"], head["number"]);
    let exported = folder.table(&["audit", "export"]);
    assert_eq!(json!(exported.lines().count()), head["number"]);
    // A head that this audit never had.
    let other = head.to_string().replace(head["hash"].as_str().unwrap(), &"A".repeat(43));
    std::fs::write(folder.path("other.json"), other).unwrap();
    assert_ne!(folder.code(&["audit", "verify", "--head", "other.json"]), Some(0));

    token_status(&address, &account);
    assert_eq!(one(&folder, &["usage", &account.0])["client_id"], account.0.as_str());
    folder.table(&["usage", &account.0]);
}

#[test]
fn contacts_are_told_from_people_and_reported() {
    let (folder, _server, _) = served();
    let (id, _) = created(&folder, "Sync");
    let email = one(&folder, &["contact", "show", &id])["email"].as_str().unwrap().to_owned();
    let listed = folder.json(&["contact", "list"]);
    assert!(listed.iter().any(|contact| contact["email"] == email.as_str()), "{listed:?}");
    assert_eq!(folder.code(&["contact", "is-machine", &email]), Some(0));
    assert_eq!(folder.code(&["contact", "is-machine", "ann@example.com"]), Some(5));
    let report = ["contact", "report", &id, "--email", &email, "--in-company", "acme"];
    let moved = [&report[..], &["--in-company", "zenith", "--directory-revision", "2"]].concat();
    let reported = one(&folder, &moved);
    assert_eq!((&reported["applied"], &reported["functional"]), (&json!(true), &json!(false)));
    let late = one(&folder, &[&report[..], &["--directory-revision", "1"]].concat());
    assert_eq!(late["applied"], false);
    assert_eq!(
        one(&folder, &["contact", "create", "--email", "ben@example.com"])["email"],
        "ben@example.com"
    );
}

#[test]
fn a_company_is_cut_and_erased_only_when_it_is_said() {
    let (folder, _server, address) = served();
    let account = created(&folder, "Sync");
    assert!(one(&folder, &["company", "catalogue"])["tools"].to_string().contains("rfis"));
    assert!(folder.table(&["company", "catalogue"]).contains("directory"));
    assert_eq!(one(&folder, &["company", "cut-audit", "--yes"])["removed"], 0);
    // The company that is meant is said, and not the environment's.
    for not_said in [&["company", "erase", "--yes"][..], &["company", "erase", "acme"]] {
        assert_eq!(folder.code(not_said), Some(2), "{not_said:?}");
    }
    assert_eq!(token_status(&address, &account), 200);
    let erased = one(&folder, &["company", "erase", "acme", "--yes"]);
    assert!(erased["receipt_from"].is_string(), "{erased}");
    assert_eq!(token_status(&address, &account), 401);
    let receipt = json!({
        "company_hash": "a".repeat(32), "begun_at": "2026-01-01T00:00:00Z", "ended_at": "2026-01-01T00:01:00Z",
        "removed": 1, "mac": "AA", "key_id": "x",
    });
    std::fs::write(folder.path("receipt.json"), receipt.to_string()).unwrap();
    assert_eq!(folder.code(&["company", "verify-receipt", "receipt.json"]), Some(5));
}
