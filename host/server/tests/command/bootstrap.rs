//! `bootstrap`: the first administrator, once.

use crate::http::{get, request_token};
use crate::process::{Folder, Running, succeed, text, value};
use std::process::Command;

fn bootstrap(folder: &Folder) -> Command {
    let mut command = folder.command(&["bootstrap", "--company", "acme", "--name", "Root"]);
    command.args(["--contact-domain", "svc.example.com", "--sealing-key-file", "sealing.key"]);
    command
}

#[test]
fn a_companys_first_account_administers_it_and_no_other() {
    let folder = Folder::new();
    let made = text(&succeed(bootstrap(&folder)).stdout);
    let (id, secret) = (value(&made, "client_id"), value(&made, "client_secret"));
    let mut server = Running::start(folder.serve(&["--issuer", "https://id.example.com"]));
    let address = server.address();
    let accounts = |company: &str| format!("{address}/badgehouse/v1/companies/{company}/service-accounts");
    let token = |resource: Option<&str>| {
        let (status, body) = request_token(&address, id, secret, resource);
        assert_eq!(status, 200, "{body}");
        format!("Bearer {}", body["access_token"].as_str().unwrap())
    };

    let for_admin = token(Some("https://id.example.com/admin"));
    let (status, page) = get(&accounts("acme"), &[("authorization", &for_admin)]);
    assert_eq!((status, page["items"][0]["client_id"].as_str()), (200, Some(id)));
    assert_eq!(get(&accounts("other"), &[("authorization", &for_admin)]).0, 404);
    let for_the_api = token(None);
    assert_eq!(get(&accounts("acme"), &[("authorization", &for_the_api)]).0, 401, "another audience");
}

#[test]
fn it_makes_one_account_a_company_and_no_second() {
    let folder = Folder::new();
    succeed(bootstrap(&folder));
    let refused = folder.refusal(bootstrap(&folder));
    assert!(refused.contains("already_bootstrapped"), "{refused}");
}
