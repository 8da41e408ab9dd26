//! What administrators do reads the same in the component as in the native engine: keys and trusts, changes of accounts, looks at permissions, templates and jobs, usage,
//! and the audit. Both work on one store.

mod common;

use badgehouse::account::{AccountChange, DisableInput, NewAccount};
use badgehouse::audit::{AuditQuery, AuditVerifyInput, Note};
use badgehouse::error::Code;
use badgehouse::grant::TokenRequest;
use badgehouse::identifier::{ActorId, ProjectId};
use badgehouse::introspection::IntrospectionRequest;
use badgehouse::page::PageInput;
use badgehouse::permission::{
    AssignInput, CheckInput, HoldersInput, Level, Levels, NewTemplate, PermissionChange, ProjectLevels,
    TemplateChange,
};
use badgehouse::principal::Principal;
use badgehouse::public_key::NewKeyInput;
use badgehouse::revocation::RevocationRequest;
use badgehouse::secret::{CredentialChange, LeakInput, NewSecretInput};
use badgehouse::timestamp::Timestamp;
use badgehouse::workload::{ClaimPrefix, ClaimValue, NewTrustInput, Preset};
use badgehouse_wasmtime::Badgehouse;
use common::{NOW, administrator, both, company, create, same, tool, user};
use serde_json::json;

fn later(seconds: u64) -> Timestamp {
    Timestamp::from_seconds(NOW + seconds)
}

fn levels(level: Level) -> Levels {
    [(tool("rfis"), level)].into_iter().collect()
}

fn page() -> PageInput {
    PageInput { limit: Some(1), cursor: None }
}

fn in_projects(level: Level) -> PermissionChange {
    let project = |id| ProjectLevels { project: ProjectId::parse(id).unwrap(), levels: levels(level) };
    PermissionChange {
        company: Some([(tool("reports"), Level::Standard)].into_iter().collect()),
        projects: vec![project("p1"), project("p2")],
    }
}

async fn made(component: &Badgehouse) -> String {
    create(component).await.account.client_id.to_string()
}

#[tokio::test]
async fn changes_of_an_account_read_the_same() {
    let (native, component) = both();
    let id = made(&component).await;
    let (by, at) = (administrator, company);
    let change = AccountChange {
        name: Some("Daily export".into()),
        description: Some(Some("Reads plans.".into())),
        metadata: Some(Some([("ticket".into(), Some("A-1".into())), ("gone".into(), None)].into())),
        owner: Some(Some("ada".into())),
        expires_at: Some(Some(later(86_400))),
        token_seconds: Some(Some(600)),
        auth_methods: Some(Some(
            ["client_secret_basic", "jwt_bearer"]
                .map(|way| serde_json::from_value(json!(way)).unwrap())
                .into(),
        )),
        dpop_bound_access_tokens: Some(true),
    };
    let changed = component.update_account(by(), at(), id.clone(), change, None).await.unwrap();
    assert_eq!(same!(native, component, get_account(by(), at(), id.clone())).unwrap(), changed);
    assert_eq!((changed.name.as_str(), changed.metadata.len()), ("Daily export", 1));
    let cleared = AccountChange {
        description: Some(None),
        metadata: Some(None),
        owner: Some(None),
        expires_at: Some(None),
        token_seconds: Some(None),
        auth_methods: Some(None),
        ..AccountChange::default()
    };
    let seen = Some(changed.revision);
    let changed = component.update_account(by(), at(), id.clone(), cleared.clone(), seen).await.unwrap();
    assert_eq!((&changed.name, changed.owner, changed.auth_methods), (&"Daily export".into(), None, None));
    let stale = same!(native, component, update_account(by(), at(), id.clone(), cleared.clone(), seen));
    assert_eq!(stale.unwrap_err().code, Code::PreconditionFailed);

    let why = |reason: &str| DisableInput { reason: reason.into() };
    same!(native, component, disable_account(by(), at(), id.clone(), why(""), None)).unwrap_err();
    let disabled = component.disable_account(by(), at(), id.clone(), why("A leak"), None).await.unwrap();
    assert_eq!(disabled.disabled.unwrap().reason, "A leak");
    assert!(component.enable_account(by(), at(), id.clone(), None).await.unwrap().functional);
    component.revoke_tokens(by(), at(), id.clone(), None).await.unwrap();
    component.delete_account(by(), at(), id.clone()).await.unwrap();
    let deleted = same!(native, component, list_deleted_accounts(by(), at(), page())).unwrap();
    assert_eq!(deleted.items[0].client_id.to_string(), id);
    assert_eq!(component.undelete_account(by(), at(), id.clone()).await.unwrap().client_id.to_string(), id);
    let another = format!("sa_{}", "a".repeat(52));
    same!(native, component, undelete_account(by(), at(), another.clone())).unwrap_err();
}

#[tokio::test]
async fn credentials_read_the_same() {
    let (native, component) = both();
    let created = create(&component).await;
    let id = created.account.client_id.to_string();
    let (by, at) = (administrator, company);
    let new = NewSecretInput { name: None, expires_at: None, overlap_seconds: None };
    let added = component.add_secret(by(), at(), id.clone(), new, None).await.unwrap();
    let secret_id = added.secret.secret_id.to_string();
    let change = |name: Option<&str>, end| CredentialChange {
        name: Some(name.map(Into::into)),
        expires_at: Some(end),
    };
    for change in [change(Some("Blue"), Some(later(60))), change(None, None), CredentialChange::default()] {
        let told = component.change_secret(by(), at(), id.clone(), secret_id.clone(), change, None).await;
        let list = same!(native, component, list_secrets(by(), at(), id.clone())).unwrap();
        assert_eq!(list.items[1], told.unwrap());
    }
    let unseen = same!(native, component, finish_rotation(by(), at(), id.clone(), secret_id.clone(), None));
    assert_eq!(unseen.unwrap_err().code, Code::SecretNotInUse);
    let text = created.client_secret.unwrap().reveal().to_owned();
    let leak = |text: &str, revoke| LeakInput { secret: text.to_owned().into(), revoke };
    let found = same!(native, component, look_up_leak(by(), at(), leak(&text, false))).unwrap();
    assert!(found.found.is_some_and(|found| found.live));
    same!(native, component, look_up_leak_anywhere(leak("none", true))).unwrap();
    assert_eq!(component.secret_pattern().await.unwrap(), native.secret_pattern());

    let jwk = |x: &str| {
        let jwk = json!({ "kty": "OKP", "crv": "Ed25519", "x": x, "kid": "ours" });
        NewKeyInput {
            jwk: jwk.as_object().unwrap().clone(),
            name: Some("Ours".into()),
            expires_at: Some(later(60)),
        }
    };
    same!(native, component, add_key(by(), at(), id.clone(), jwk("short"))).unwrap_err();
    let good = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";
    let key = component.add_key(by(), at(), id.clone(), jwk(good)).await.unwrap();
    let kid = key.kid.to_string();
    let key =
        component.change_key(by(), at(), id.clone(), kid.clone(), change(None, None), None).await.unwrap();
    assert_eq!(same!(native, component, list_keys(by(), at(), id.clone())).unwrap().items, [key]);
    component.revoke_key(by(), at(), id.clone(), kid.clone()).await.unwrap();
    assert!(!same!(native, component, list_keys(by(), at(), id.clone())).unwrap().items[0].live);

    let claims = [
        ("repository_id", ClaimValue::Text("1".into())),
        ("run_number", ClaimValue::Number(-7)),
        ("protected", ClaimValue::Flag(true)),
        ("ref", ClaimValue::Prefix(ClaimPrefix { prefix: "refs/tags/".into() })),
    ];
    let trust = |preset| NewTrustInput {
        preset,
        issuer: Some("https://token.actions.githubusercontent.com".into()),
        audience: "https://id.acme.com".into(),
        claims: claims.clone().map(|(name, value)| (name.to_owned(), value)).into(),
        once: true,
        name: Some("Release".into()),
        expires_at: Some(later(60)),
    };
    same!(native, component, add_trust(by(), at(), id.clone(), trust(Some(Preset::Gitlab)))).unwrap_err();
    let made = component.add_trust(by(), at(), id.clone(), trust(None)).await.unwrap();
    let list = same!(native, component, list_trusts(by(), at(), id.clone())).unwrap();
    assert_eq!(
        (list.items.as_slice(), made.preset),
        ([made.clone()].as_slice(), Some(Preset::GithubActions))
    );
    component.revoke_trust(by(), at(), id.clone(), made.trust_id.to_string()).await.unwrap();
    same!(native, component, list_trusts(by(), at(), id.clone())).unwrap();
}

#[tokio::test]
async fn looks_at_permissions_read_the_same() {
    let (native, component) = both();
    let (by, at) = (administrator, company);
    let id = made(&component).await;
    let app = NewAccount {
        app_type: "marketplace".into(),
        app: Some("gantt".into()),
        name: "Plan".into(),
        ..NewAccount::default()
    };
    let app = component.create_account(by(), at(), app, None).await.unwrap().account.client_id.to_string();
    let change = in_projects(Level::ReadOnly);
    let preview =
        same!(native, component, preview_permissions(by(), at(), id.clone(), change.clone())).unwrap();
    assert_eq!(preview.changes.len(), 3);
    component.set_permissions(by(), at(), id.clone(), change.clone(), None).await.unwrap();
    let none = same!(native, component, preview_permissions(by(), at(), id.clone(), change.clone())).unwrap();
    assert!(none.changes.is_empty());
    let nothing = PermissionChange::default;
    same!(native, component, preview_permissions(by(), at(), id.clone(), nothing())).unwrap_err();
    for project in [None, Some("p1".to_owned()), Some("p 1".to_owned())] {
        let held = same!(native, component, effective_permissions(by(), at(), id.clone(), project.clone()));
        assert_eq!(held.is_ok(), project.as_deref() != Some("p 1"));
        let asked = same!(native, component, requested_permissions(by(), at(), app.clone(), project.clone()));
        assert_eq!(asked.is_ok(), held.is_ok());
    }
    let check = |level, action: Option<&str>, projects: &[&str]| CheckInput {
        tool: "rfis".into(),
        level,
        action: action.map(Into::into),
        projects: projects.iter().map(ToString::to_string).collect(),
    };
    for (check, good) in [
        (check(Some(Level::ReadOnly), None, &["p1", "p3"]), true),
        (check(Some(Level::Admin), None, &[]), true),
        (check(None, Some("nothing"), &[]), false),
    ] {
        let checked = same!(native, component, check_permissions(by(), at(), id.clone(), check.clone()));
        assert_eq!(checked.is_ok(), good);
    }
    let holders = |project: Option<&str>, level, cursor| HoldersInput {
        tool: "rfis".into(),
        level: Some(level),
        action: None,
        project: project.map(Into::into),
        limit: Some(10),
        cursor,
    };
    for (project, level, who) in
        [(Some("p1"), Level::ReadOnly, vec![id.clone()]), (None, Level::Admin, vec![])]
    {
        let (mut found, mut cursor) = (Vec::new(), None);
        loop {
            let asked = || holders(project, level, cursor.clone());
            let page = same!(native, component, list_holders(by(), at(), asked())).unwrap();
            found.extend(page.items.into_iter().map(|holder| holder.client_id.to_string()));
            cursor = page.next_cursor;
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!(found, who);
    }
    same!(native, component, get_catalogue(by(), at())).unwrap();
    let contacts = same!(native, component, list_machine_contacts(by(), at(), page())).unwrap();
    assert!(contacts.next_cursor.is_some());
    let email = contacts.items[0].email.clone();
    assert!(native.is_machine_contact(&email) && component.is_machine_contact(&email).await.unwrap());
    assert!(!component.is_machine_contact("ann@acme.example").await.unwrap());
}

#[tokio::test]
async fn templates_and_jobs_read_the_same() {
    let (native, component) = both();
    let (by, at) = (administrator, company);
    let id = made(&component).await;
    assert_eq!(
        same!(native, component, get_assigned_template(by(), at(), id.clone())).unwrap().template,
        None
    );
    let new = NewTemplate { name: "Readers".into(), levels: levels(Level::ReadOnly) };
    let template = component.create_template(by(), at(), new).await.unwrap();
    let template_id = template.template_id.to_string();
    assert_eq!(same!(native, component, get_template(by(), at(), template_id.clone())).unwrap(), template);
    let change = TemplateChange { name: None, levels: Some(levels(Level::Standard)) };
    let seen = Some(template.revision);
    component.change_template(by(), at(), template_id.clone(), change.clone(), seen).await.unwrap();
    same!(native, component, change_template(by(), at(), template_id.clone(), change.clone(), seen))
        .unwrap_err();
    assert_eq!(same!(native, component, list_templates(by(), at(), page())).unwrap().items.len(), 1);
    for projects in [Vec::new(), vec!["p1".to_owned()]] {
        let input = AssignInput { template_id: template_id.clone(), projects };
        let assigned = component.assign_template(by(), at(), id.clone(), input).await.unwrap();
        let told = same!(native, component, get_assigned_template(by(), at(), id.clone())).unwrap();
        assert_eq!(told.template, Some(assigned));
    }
    component.delete_template(by(), at(), template_id.clone(), None).await.unwrap();
    same!(native, component, delete_template(by(), at(), template_id.clone(), None)).unwrap_err();

    let job =
        component.create_permissions_job(by(), at(), id.clone(), in_projects(Level::Admin)).await.unwrap();
    let job_id = job.job_id.to_string();
    assert_eq!(
        same!(native, component, get_permissions_job(by(), at(), id.clone(), job_id.clone())).unwrap(),
        job
    );
    let done = component.continue_permissions_job(by(), at(), id.clone(), job_id.clone()).await.unwrap();
    assert_eq!((done.done, done.total), (2, 2));
    assert_eq!(
        same!(native, component, get_permissions_job(by(), at(), id.clone(), job_id.clone())).unwrap(),
        done
    );
}

#[tokio::test]
async fn who_asks_and_what_was_used_read_the_same() {
    let (native, component) = both();
    let at = company;
    let created = create(&component).await;
    let id = created.account.client_id.to_string();
    let secret = created.client_secret.unwrap().reveal().to_owned();
    for by in [administrator(), Principal::Platform, Principal::Actor(user(&[("admin", Level::Standard)]))] {
        same!(native, component, get_me(by.clone(), at(), None)).unwrap();
        let _ = same!(native, component, get_me(by.clone(), at(), Some(id.clone())));
    }
    let request = |secret: &str| TokenRequest {
        client_id: id.clone(),
        client_secret: secret.to_owned().into(),
        ..TokenRequest::default()
    };
    let token = component.request_token(request(&secret)).await.unwrap().access_token;
    let audiences = vec!["https://api.acme.com".to_owned()];
    component.mark_resource_server(at(), id.clone(), audiences).await.unwrap();
    let looked = |token: &str| IntrospectionRequest {
        client_id: id.clone(),
        client_secret: secret.clone().into(),
        token: token.to_owned().into(),
    };
    let active = same!(native, component, introspect(looked(&token))).unwrap();
    assert!(active.active && active.token.is_some_and(|token| token.client_id.to_string() == id));
    assert!(!same!(native, component, introspect(looked("x.y.z"))).unwrap().active);
    let revoked = |secret: &str, token: &str| RevocationRequest {
        client_id: id.clone(),
        client_secret: secret.to_owned().into(),
        token: token.to_owned().into(),
    };
    same!(native, component, revoke_token(revoked("wrong", &token))).unwrap_err();
    component.revoke_token(revoked(&secret, &token)).await.unwrap();
    assert!(!same!(native, component, introspect(looked(&token))).unwrap().active);
    component.record_usage().await.unwrap();
    let usage = same!(native, component, get_usage(administrator(), at(), id.clone())).unwrap();
    assert_eq!((usage.secrets.len(), usage.days[0].tokens, usage.days[0].revocations), (1, 1, 1));
}

#[tokio::test]
async fn the_audit_reads_the_same() {
    let (native, component) = both();
    let (by, at) = (administrator, company);
    let note = Note::new(Some("A request".into()), Some("r-1".into())).unwrap();
    let note = note.on_behalf_of(ActorId::parse("operator").unwrap());
    component.noting(note).bootstrap(at(), "First".into()).await.unwrap();
    made(&component).await;
    let query = |from: Option<&str>, action: Option<&str>| AuditQuery {
        limit: Some(10),
        action: action.map(Into::into),
        from: from.map(|from| from.parse().unwrap()),
        ..AuditQuery::default()
    };
    let events = same!(native, component, list_audit_events(by(), at(), query(None, None))).unwrap().items;
    let first = &events[0];
    assert_eq!((first.reason.as_deref(), first.request_id.as_deref()), (Some("A request"), Some("r-1")));
    assert_eq!((first.on_behalf_of.as_deref(), events.len()), (Some("operator"), 2));
    for (from, action, good) in [
        (Some("2000-01-01T00:00:00Z"), Some("account.created"), true),
        (Some("2100-01-01T00:00:00Z"), None, true),
        (None, Some("account.cooked"), false),
    ] {
        let found = same!(native, component, list_audit_events(by(), at(), query(from, action)));
        assert_eq!(found.is_ok(), good);
        // Who may not read it learns nothing of how it is asked for.
        let stranger = Principal::Actor(user(&[]));
        let refused =
            same!(native, component, list_audit_events(stranger.clone(), at(), query(from, action)));
        assert_eq!(refused.unwrap_err().code, Code::MissingPermission);
    }
    assert!(same!(native, component, export_audit_events(by(), at(), page())).unwrap().next_cursor.is_some());
    let head = same!(native, component, get_audit_head(by(), at())).unwrap();
    let mut forged = head.clone();
    forged.hash = "A".repeat(43);
    for (head, good) in [(None, true), (Some(head), true), (Some(forged), false)] {
        let input = AuditVerifyInput { head, cursor: None };
        let verified = same!(native, component, verify_audit(by(), at(), input.clone()));
        assert_eq!(verified.is_ok_and(|verified| verified.problem.is_none()), good);
    }

    component.maintain().await.unwrap();
    let events = same!(native, component, list_platform_audit_events(query(None, None))).unwrap();
    assert!(!events.items.is_empty());
    same!(native, component, export_platform_audit_events(page())).unwrap();
    let head = same!(native, component, get_platform_audit_head()).unwrap();
    let input = AuditVerifyInput { head: Some(head), cursor: None };
    assert_eq!(same!(native, component, verify_platform_audit(input.clone())).unwrap().problem, None);
}

#[tokio::test]
async fn the_clock_and_a_receipt_read_the_same() {
    let (native, component) = both();
    made(&component).await;
    same!(native, component, clock()).unwrap();
    component.maintain().await.unwrap();
    assert_eq!(same!(native, component, clock()).unwrap().store_time, Some(later(0)));
    assert_eq!(component.believe_clock().await.unwrap(), native.clock().await.unwrap());
    let erase = |component: &Badgehouse| {
        let component = component.clone();
        async move { component.erase_company(company(), company()).await.unwrap() }
    };
    erase(&component).await;
    let mut receipt = erase(&component.clone().with_clock(|| NOW + 3600)).await.receipt.expect("a receipt");
    assert!(native.verify_erasure_receipt(&receipt));
    assert!(component.verify_erasure_receipt(&receipt).await.unwrap());
    receipt.removed += 1;
    assert!(!native.verify_erasure_receipt(&receipt));
    assert!(!component.verify_erasure_receipt(&receipt).await.unwrap());
}
