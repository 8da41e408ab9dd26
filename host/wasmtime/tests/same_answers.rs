//! Every answer of the component is the native engine's: both work on one store, and what one says the other says too.

mod common;

use badgehouse::account::NewAccount;
use badgehouse::authorize::{NeedInput, TokensOf};
use badgehouse::contact::{ContactChangeInput, NewContact, Repair};
use badgehouse::crypto::{Algorithm, Crypto, CryptoError, GeneratedKey, PublicJwk, SigningKey};
use badgehouse::error::Code;
use badgehouse::grant::TokenRequest;
use badgehouse::http::HttpRequest;
use badgehouse::identifier::ProjectId;
use badgehouse::key_ring::EarlierTokens;
use badgehouse::page::PageInput;
use badgehouse::permission::{Level, PermissionChange, ProjectLevels};
use badgehouse::principal::Principal;
use badgehouse::secret::NewSecretInput;
use badgehouse::store::Reply;
use badgehouse::workload::TrustedIssuer;
use badgehouse_native::MemoryStore;
use badgehouse_wasmtime::Badgehouse;
use common::{NOW, administrator, both, company, create, new_account, same, settings, tool, user};
use data_encoding::BASE64URL_NOPAD;
use std::future::ready;

#[tokio::test]
async fn an_account_reads_the_same() {
    let (native, component) = both();
    let custom = create(&component).await;
    assert_eq!(custom.account.created_at.seconds(), NOW);
    let app = NewAccount {
        app_type: "marketplace".into(),
        app: Some("gantt".into()),
        name: "Plan".into(),
        ..NewAccount::default()
    };
    component.create_account(administrator(), company(), app, None).await.unwrap();
    let id = custom.account.client_id.to_string();
    let found = same!(native, component, get_account(administrator(), company(), id.clone()));
    assert_eq!(found.unwrap(), custom.account);
    let first = PageInput { limit: Some(1), cursor: None };
    let page =
        same!(native, component, list_accounts(administrator(), company(), first.clone().into())).unwrap();
    let rest = PageInput { limit: None, cursor: page.next_cursor };
    let page =
        same!(native, component, list_accounts(administrator(), company(), rest.clone().into())).unwrap();
    assert_eq!((page.items.len(), page.next_cursor), (1, None));
    component.delete_account(administrator(), company(), id.clone()).await.unwrap();
    let gone = same!(native, component, get_account(administrator(), company(), id.clone()));
    assert_eq!(gone.unwrap_err().code, Code::NotFound);
}

#[tokio::test]
async fn a_repeated_call_gives_the_same_account_and_says_why_there_is_no_secret() {
    let (native, component) = both();
    let key = || Some("once".into());
    let made = component.create_account(administrator(), company(), new_account(), key()).await.unwrap();
    let again = component.create_account(administrator(), company(), new_account(), key()).await.unwrap();
    let native = native.create_account(administrator(), company(), new_account(), key()).await.unwrap();
    assert_eq!((&again.account, &again.secret_id), (&made.account, &made.secret_id));
    assert!(made.client_secret.is_some() && again.client_secret.is_none());
    assert_eq!((&again.notice, &again.account), (&native.notice, &native.account));
    assert!(again.notice.is_some());
}

#[tokio::test]
async fn secrets_read_the_same() {
    let (native, component) = both();
    let first = component.bootstrap(company(), "First".into()).await.unwrap();
    let id = first.account.client_id.to_string();
    let new = NewSecretInput { name: Some("Blue".into()), expires_at: None, overlap_seconds: Some(60) };
    let added = component.add_secret(administrator(), company(), id.clone(), new, None).await.unwrap();
    assert_eq!(added.secret.name.as_deref(), Some("Blue"));
    assert!(added.client_secret.unwrap().reveal().ends_with(&added.secret.hint));
    let old = first.secret_id.to_string();
    component.revoke_secret(administrator(), company(), id.clone(), old).await.unwrap();
    let list = same!(native, component, list_secrets(administrator(), company(), id.clone())).unwrap();
    assert!(list.items[0].revoked_at.is_some() && list.items[0].expires_at.is_some());
    assert_eq!(list.items[1], added.secret);
    let again = component.bootstrap(company(), "Second".into()).await.unwrap_err();
    assert_eq!(again.code, Code::AlreadyBootstrapped);
}

#[tokio::test]
async fn permissions_and_what_they_allow_read_the_same() {
    let (native, component) = both();
    let created = create(&component).await;
    let id = created.account.client_id.to_string();
    let secret = created.client_secret.unwrap();
    let request = |scope: Option<&str>| TokenRequest {
        client_id: id.clone(),
        client_secret: secret.reveal().to_owned().into(),
        scope: scope.map(Into::into),
        resource: vec!["https://other.acme.com".into()],
        ..TokenRequest::default()
    };
    let project = |id: &str, level| ProjectLevels {
        project: ProjectId::parse(id).unwrap(),
        levels: [(tool("rfis"), level)].into_iter().collect(),
    };
    let change = PermissionChange {
        company: Some([(tool("reports"), Level::Standard)].into_iter().collect()),
        projects: vec![project("p1", Level::ReadOnly), project("p2", Level::Admin)],
    };
    component.set_permissions(administrator(), company(), id.clone(), change, None).await.unwrap();
    let page = PageInput { limit: Some(1), cursor: None };
    let held =
        same!(native, component, get_permissions(administrator(), company(), id.clone(), page.clone()));
    assert!(held.unwrap().projects.next_cursor.is_some());

    let token = component.request_token(request(Some("rfis:read_only project=p1"))).await.unwrap();
    assert_eq!(token.scope.as_deref(), Some("rfis:read_only project=p1"));
    let header = Some(format!("Bearer {}", token.access_token));
    let need = |project: Option<&str>, level| NeedInput {
        company: company(),
        audience: Some("https://other.acme.com".into()),
        tool: "rfis".into(),
        level: Some(level),
        action: None,
        project: project.map(Into::into),
    };
    let may = same!(native, component, authorize(header.clone(), need(Some("p1"), Level::ReadOnly)));
    assert_eq!(may.unwrap().expires_at.seconds(), NOW + 3600);
    let refused = same!(native, component, authorize(header.clone(), need(Some("p1"), Level::Admin)));
    assert_eq!(refused.unwrap_err().into_parts().required.unwrap().project.unwrap().as_str(), "p1");
    same!(native, component, authorize(header.clone(), need(None, Level::ReadOnly))).unwrap_err();
    same!(native, component, authorize(None, need(None, Level::ReadOnly))).unwrap_err();
    same!(native, component, request_token(request(Some("rfis:admin project=p1 reports:none")))).unwrap_err();
    same!(native, component, jwks()).unwrap();
}

#[tokio::test]
async fn contacts_read_the_same() {
    let (native, component) = both();
    let id = create(&component).await.account.client_id.to_string();
    let change = |insist| ContactChangeInput {
        email: Some("someone@else.example".into()),
        companies: Some(vec![company(), "rival".into()]),
        insist,
    };
    let guarded =
        same!(native, component, change_contact(administrator(), company(), id.clone(), change(None)));
    let revision = guarded.unwrap_err().contact_revision;
    assert!(revision.is_some());
    component.change_contact(administrator(), company(), id.clone(), change(revision)).await.unwrap();
    let broken = same!(native, component, get_contact(administrator(), company(), id.clone())).unwrap();
    assert_eq!(broken.problems.len(), 2);
    for how in [Repair::Replace, Repair::Restore] {
        let repaired = component.repair_contact(administrator(), company(), id.clone(), how).await.unwrap();
        assert!(repaired.functional && repaired.email != broken.bound_email);
    }
    let new = NewContact { email: "Site@Acme.example".into() };
    let entry = component.create_contact(administrator(), company(), new).await.unwrap();
    assert_eq!((entry.email.as_str(), entry.created_at.seconds()), ("site@acme.example", NOW));
}

#[tokio::test]
async fn refusals_read_the_same() {
    let (native, component) = both();
    let bad = || NewAccount {
        app_type: "robot".into(),
        app: None,
        name: "\u{202e}".into(),
        ..NewAccount::default()
    };
    let expected = native.create_account(administrator(), company(), bad(), None).await.unwrap_err();
    let refused = component.create_account(administrator(), company(), bad(), None).await.unwrap_err();
    assert_eq!((&refused, refused.errors.len()), (&expected, 2));
    let limited = || Principal::Actor(user(&[("admin", Level::Standard)]));
    let refused = same!(native, component, list_accounts(limited(), company(), PageInput::default().into()));
    assert_eq!(refused.unwrap_err().into_parts().required.unwrap().level, Some(Level::Admin));
    let page = || PageInput { limit: Some(101), cursor: Some("?".into()) };
    same!(native, component, list_accounts(administrator(), company(), page().into())).unwrap_err();
    same!(native, component, list_accounts(administrator(), "rival".into(), PageInput::default().into()))
        .unwrap_err();
    same!(native, component, list_accounts(Principal::Platform, company(), PageInput::default().into()))
        .unwrap();
}

#[tokio::test]
async fn actor_tokens_and_maintenance_read_the_same() {
    let (native, component) = both();
    assert!(component.maintain().await.unwrap().key_published);
    assert!(!same!(native, component, maintain()).unwrap().key_published);
    let keys = || vec![PublicJwk::p256(&[1; 32], &[2; 32]), PublicJwk::ed25519(&[3; 32])];
    same!(native, component, verify_actor_token("a.b.c".into(), "acme".into(), keys())).unwrap_err();
    let [header, claims] = [
        r#"{"typ":"badgehouse-actor+jwt","alg":"EdDSA"}"#.to_owned(),
        format!(
            r#"{{"iss":"acme","aud":"https://id.acme.com/admin","sub":"ada","company":"acme","levels":{{"admin":"admin"}},"jti":"1","iat":{NOW},"exp":{}}}"#,
            NOW + 60
        ),
    ]
    .map(|part| BASE64URL_NOPAD.encode(part.as_bytes()));
    let input = format!("{header}.{claims}");
    let key = ed25519_dalek::SigningKey::from_bytes(&[5; 32]);
    let signature = BASE64URL_NOPAD.encode(&ed25519_dalek::Signer::sign(&key, input.as_bytes()).to_bytes());
    let token = format!("{input}.{signature}");
    let keys = || vec![PublicJwk::ed25519(key.verifying_key().as_bytes())];
    let actor = same!(native, component, verify_actor_token(token.clone(), "acme".into(), keys())).unwrap();
    assert_eq!(actor, user(&[("admin", Level::Admin)]));
}

#[tokio::test]
async fn http_answers_read_the_same() {
    let (native, component) = both();
    create(&component).await;
    let request = |target: &str, body: &str| HttpRequest {
        method: if body.is_empty() { "GET" } else { "POST" }.into(),
        target: target.into(),
        headers: vec![("Content-Type".into(), "application/json".into())],
        body: body.as_bytes().to_vec().into(),
        ..HttpRequest::default()
    };
    let accounts = "/badgehouse/v1/companies/acme/service-accounts";
    let actor = || Some(user(&[("admin", Level::Admin)]));
    for (target, body, actor) in [
        (accounts, "", actor()),
        (accounts, "", None),
        (accounts, "{\"name\":1}", actor()),
        ("/oauth/jwks", "", None),
        ("/oauth/token", "x", None),
        ("/nowhere", "", None),
        ("/.well-known/oauth-authorization-server", "", None),
    ] {
        for encrypted in [None, Some(false)] {
            let request = || HttpRequest { encrypted, ..request(target, body) };
            let expected = native.handle(request(), actor.clone()).await;
            let answer = component.handle(request(), actor.clone()).await.unwrap();
            assert_eq!(answer, expected, "{target}");
            assert_eq!(answer.body, expected.body);
        }
    }
}

#[tokio::test]
async fn a_source_that_guesses_has_to_wait_the_same() {
    let (native, component) = both();
    let mut statuses = Vec::new();
    for guess in 0..12 {
        let request = || HttpRequest {
            method: "POST".into(),
            target: "/oauth/token".into(),
            headers: vec![("Content-Type".into(), "application/x-www-form-urlencoded".into())],
            body: format!("grant_type=client_credentials&client_id=x&client_secret={guess}")
                .into_bytes()
                .into(),
            source: Some("192.0.2.1".into()),
            ..HttpRequest::default()
        };
        let expected = native.handle(request(), None).await;
        let answer = component.handle(request(), None).await.unwrap();
        assert_eq!((&answer, &answer.body), (&expected, &expected.body), "guess {guess}");
        statuses.push(answer.status);
    }
    assert_eq!(statuses, [[401; 10].as_slice(), &[429; 2]].concat());
}

#[tokio::test]
async fn a_token_is_verified_the_same_and_the_platform_does_the_same() {
    let (native, component) = both();
    let created = create(&component).await;
    let id = created.account.client_id.to_string();
    let request = TokenRequest {
        client_id: id.clone(),
        client_secret: created.client_secret.unwrap().reveal().to_owned().into(),
        ..TokenRequest::default()
    };
    let token = component.request_token(request).await.unwrap();
    let header = |token: &str| Some(format!("Bearer {token}"));
    let active =
        same!(native, component, verify(header(&token.access_token), TokensOf::Company(company()), None))
            .unwrap();
    assert_eq!(active.client_id, created.account.client_id);
    let any = || TokensOf::AnyCompany;
    assert_eq!(same!(native, component, verify(header(&token.access_token), any(), None)), Ok(active));
    for (token, of, audience, code) in [
        ("x.y.z", any(), None, Code::InvalidToken),
        ("", any(), None, Code::InvalidRequest),
        (&token.access_token, TokensOf::Company("zenith".into()), None, Code::InvalidToken),
        (&token.access_token, TokensOf::Company(String::new()), None, Code::InvalidInput),
        (&token.access_token, any(), Some("https://other.acme.com".to_owned()), Code::InvalidToken),
        (&token.access_token, any(), Some("https://nobody.acme.com".to_owned()), Code::InvalidInput),
    ] {
        let refused =
            same!(native, component, verify(header(token), of.clone(), audience.clone())).unwrap_err();
        assert_eq!(refused.code, code);
        assert_eq!(refused.www_authenticate().is_some(), code != Code::InvalidInput);
    }
    let audiences = |audience: &str| vec![audience.to_owned()];
    let marked = audiences("https://api.acme.com");
    same!(native, component, mark_resource_server(company(), id.clone(), marked.clone())).unwrap();
    let unknown = audiences("https://nobody.acme.com");
    same!(native, component, mark_resource_server(company(), id.clone(), unknown.clone())).unwrap_err();
    let issuer = || {
        TrustedIssuer {
        issuer: "https://ci.example.net".into(),
        jwks: serde_json::from_str(r#"{"keys":[{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","kid":"a","ext":true},{"kty":"oct","k":"AA"}]}"#).unwrap(),
    }
    };
    let entered = same!(native, component, put_trusted_issuer(issuer())).unwrap();
    assert_eq!((entered.known.len(), entered.ignored.len()), (1, 1));
    component.replace_signing_key(EarlierTokens::Refused).await.unwrap();
    same!(native, component, verify(header(&token.access_token), TokensOf::Company(company()), None))
        .unwrap_err();
}

#[tokio::test]
async fn a_provider_that_supports_nothing_leaves_it_to_the_component() {
    let component =
        Badgehouse::load_with(common::component(), settings(), MemoryStore::new(), Nothing).unwrap();
    let created = create(&component).await;
    let request = TokenRequest {
        client_id: created.account.client_id.to_string(),
        client_secret: created.client_secret.unwrap().reveal().to_owned().into(),
        ..TokenRequest::default()
    };
    let token = component.request_token(request).await.unwrap();
    let need = NeedInput {
        company: company(),
        audience: None,
        tool: "rfis".into(),
        level: Some(Level::ReadOnly),
        action: None,
        project: None,
    };
    let header = Some(format!("Bearer {}", token.access_token));
    let refused = component.authorize(header, need).await.unwrap_err();
    assert_eq!(refused.code, Code::InsufficientScope);
}

/// A crypto provider that knows no algorithm.
struct Nothing;

impl Crypto for Nothing {
    fn generate<'a>(&'a self, _: Algorithm) -> Reply<'a, Result<GeneratedKey, CryptoError>> {
        Box::pin(ready(Err(CryptoError::Unsupported)))
    }

    fn sign<'a>(&'a self, _: &'a SigningKey, _: &'a [u8]) -> Reply<'a, Result<Vec<u8>, CryptoError>> {
        Box::pin(ready(Err(CryptoError::Unsupported)))
    }

    fn verify<'a>(
        &'a self,
        _: Algorithm,
        _: &'a PublicJwk,
        _: &'a [u8],
        _: &'a [u8],
    ) -> Reply<'a, Result<bool, CryptoError>> {
        Box::pin(ready(Err(CryptoError::Unsupported)))
    }
}
