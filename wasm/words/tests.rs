//! Input that only this face can bring: typed, but with texts that are no ids.

use super::{actor, principal, settings};
use crate::bindings::service_accounts as wit;
use crate::bindings::types::{
    App, Catalogue, ErrorCode, Level, Requests, Tool, ToolAction, ToolLevel, ToolScope,
};
use badgehouse::error::{Code, Error};
use badgehouse::grant::TokenErrorCode;
use badgehouse::permission::PermissionChange;
use badgehouse::settings::{Policy, Settings};

fn level(tool: &str) -> ToolLevel {
    ToolLevel { tool: tool.into(), level: Level::Admin, actions: vec!["export".into()] }
}

fn input() -> wit::Settings {
    wit::Settings {
        issuer: "https://id.acme.com".into(),
        audiences: Vec::new(),
        contact_domain: "svc.acme.com".into(),
        sealing_keys: vec!["A".repeat(43)],
        catalogue: None,
        policy: None,
        base_path: None,
    }
}

fn pointers(error: Error) -> Vec<String> {
    assert_eq!(error.code, Code::InvalidInput);
    error.into_parts().errors.into_iter().map(|problem| problem.pointer).collect()
}

#[test]
fn what_settings_leave_out_has_the_default() {
    let read = settings(input()).unwrap();
    let default = Settings::new("", "", Vec::new());
    assert_eq!(
        (read.catalogue, read.policy, read.base_path),
        (default.catalogue, default.policy, default.base_path)
    );
    let policy = wit::Policy {
        token_seconds: Some(60),
        longest_token_seconds: None,
        signing_algorithm: None,
        signing_key_seconds: None,
        accounts_per_company: None,
        live_secrets: None,
        credential_seconds: None,
        credential_warning_seconds: None,
        overlap_seconds: None,
        undelete_seconds: None,
        audit_retention_seconds: None,
        dpop_nonces: None,
        failures: None,
        failure_seconds: None,
        longest_outside_jwt_seconds: None,
        lenient_token_endpoint: None,
        openid_configuration: None,
        secret_prefix: None,
    };
    let read = settings(wit::Settings { policy: Some(policy), ..input() }).unwrap();
    assert_eq!(read.policy, Policy { token_seconds: 60, ..Policy::default() });
}

#[test]
fn settings_name_each_part_that_cannot_be_read() {
    let tool = |id: &str, action: &str| Tool {
        id: id.into(),
        name: "Bad".into(),
        scope: ToolScope::Company,
        levels: Vec::new(),
        actions: vec![ToolAction { id: action.into(), name: "Bad".into(), included_from: None }],
    };
    let requests = Requests { company: Vec::new(), project: Vec::new() };
    let app = App { id: String::new(), name: "Bad".into(), requests };
    let catalogue = Some(Catalogue {
        version: None,
        tools: vec![tool("Bad", "good"), tool("good", "Bad")],
        apps: vec![app],
    });
    let sealing_keys = vec!["A".repeat(43), "short".into()];
    let refused = settings(wit::Settings { catalogue, sealing_keys, ..input() }).unwrap_err();
    assert_eq!(
        pointers(refused),
        [
            "/sealing_keys/1",
            "/catalogue/tools/0/id",
            "/catalogue/tools/1/actions/0/id",
            "/catalogue/apps/0/id"
        ]
    );
}

#[test]
fn an_actor_with_bad_levels_is_refused() {
    let input =
        |levels| wit::Actor { company: "acme".into(), id: "ada".into(), kind: wit::ActorKind::User(levels) };
    assert_eq!(pointers(actor(input(vec![level("Bad")])).unwrap_err()), ["/levels/Bad"]);
    let twice = input(vec![level("admin"), level("admin")]);
    assert_eq!(pointers(principal(wit::Principal::Actor(twice)).unwrap_err()), ["/levels/admin"]);
    let back = wit::Actor::from(actor(input(vec![level("admin")])).unwrap());
    let wit::ActorKind::User(levels) = back.kind else { panic!() };
    assert_eq!((levels.len(), levels[0].tool.as_str()), (1, "admin"));
    assert_eq!(levels[0].actions, ["export"]);
}

#[test]
fn a_service_account_that_asks_is_known_by_its_client_id() {
    let input =
        |id: &str| wit::Actor { company: "acme".into(), id: id.into(), kind: wit::ActorKind::ServiceAccount };
    assert_eq!(pointers(actor(input("ada")).unwrap_err()), ["/id"]);
    let client_id = format!("sa_{}", "a".repeat(52));
    assert_eq!(wit::Actor::from(actor(input(&client_id)).unwrap()).id, client_id);
}

#[test]
fn a_change_names_each_id_that_is_none() {
    let project =
        |project: &str, tool| wit::ProjectLevels { project: project.into(), levels: vec![level(tool)] };
    let refused = PermissionChange::try_from(wit::PermissionChange {
        company: Some(vec![level("Bad")]),
        projects: vec![project("p1", "rfis"), project("p 2", "rfis"), project("p3", "a/b")],
    });
    assert_eq!(
        pointers(refused.unwrap_err()),
        ["/company/Bad", "/projects/1/project", "/projects/2/levels/a~1b"]
    );
}

#[test]
fn every_code_of_the_core_has_one_of_the_contract() {
    let name =
        |code: &str| code.split('_').map(|word| word[..1].to_uppercase() + &word[1..]).collect::<String>();
    for code in Code::ALL {
        let told = format!("{:?}", ErrorCode::from(code));
        assert!(told.ends_with(&format!("::{}", name(code.as_str()))), "{code:?} is told as {told}");
    }
    for code in TokenErrorCode::ALL {
        let told = format!("{:?}", wit::TokenErrorCode::from(code));
        assert!(told.ends_with(&format!("::{}", name(code.as_str()))), "{code:?} is told as {told}");
    }
}
