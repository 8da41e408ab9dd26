//! `bootstrap`: the first administrator, once.

use crate::http::{get, request_token};
use crate::process::{Folder, Running};

#[test]
fn a_companys_first_account_administers_it_and_no_other() {
    let folder = Folder::new();
    let (id, secret) = folder.bootstrap("acme");
    let mut server = Running::start(folder.serve(&["--issuer", "https://id.example.com"]));
    let address = server.address();
    let accounts = |company: &str| format!("{address}/badgehouse/v1/companies/{company}/service-accounts");
    let token = |resource: Option<&str>| {
        let (status, body) = request_token(&address, &id, &secret, resource);
        assert_eq!(status, 200, "{body}");
        format!("Bearer {}", body["access_token"].as_str().unwrap())
    };

    let for_admin = token(Some("https://id.example.com/admin"));
    let (status, page) = get(&accounts("acme"), &[("authorization", &for_admin)]);
    assert_eq!((status, page["items"][0]["client_id"].as_str()), (200, Some(id.as_str())));
    assert_eq!(get(&accounts("other"), &[("authorization", &for_admin)]).0, 404);
    let for_the_api = token(None);
    assert_eq!(get(&accounts("acme"), &[("authorization", &for_the_api)]).0, 401, "another audience");
}

#[test]
fn it_makes_one_account_a_company_and_no_second() {
    let folder = Folder::new();
    folder.bootstrap("acme");
    let again = folder.platform("bootstrap", &["--name", "Root", "--company", "acme"]);
    let refused = folder.refusal(again);
    assert!(refused.contains("already_bootstrapped"), "{refused}");
}
