//! Whoever writes to the store and has no sealing key makes nothing up, and stops no company.

use super::{World, administrator, core};
use crate::core::Core;
use crate::model::account::new::NewAccount;
use crate::model::record;
use crate::model::vouch;
use crate::oauth::authorize::NeedInput;
use crate::oauth::claim::Audience;
use crate::oauth::grant::TokenRequest;
use crate::oauth::key_ring::Ring;
use crate::oauth::token::{self, Claims};
use crate::oauth::workload::issuer::TrustedIssuer;
use crate::port::store::{Entry, Key, Version};
use crate::value::error::Code;
use crate::value::identifier::{ClientId, CompanyId, CredentialId, SecretId, Segment, TokenId};
use crate::value::level::Level;
use serde_json::{Value, json};

struct Made {
    client_id: String,
    secret_id: String,
    secret: String,
}

fn create(core: &Core, world: &mut World) -> Made {
    let start = world.start();
    let new = NewAccount::custom("Sync");
    let made = world.run(core.create_account(start, administrator(), "acme".into(), new, None)).unwrap();
    Made {
        client_id: made.account.client_id.to_string(),
        secret_id: made.secret_id.to_string(),
        secret: made.client_secret.unwrap().reveal().to_owned(),
    }
}

fn token(core: &Core, world: &mut World, of: &Made) -> Result<String, String> {
    let start = world.start();
    let request = TokenRequest {
        client_id: of.client_id.clone(),
        client_secret: of.secret.clone().into(),
        ..TokenRequest::default()
    };
    let token = world.run(core.request_token(start, request));
    token.map(|token| token.access_token).map_err(|error| error.to_string())
}

fn authorize(core: &Core, world: &mut World, token: &str, project: Option<&str>) -> Result<Level, Code> {
    let start = world.start();
    let need = NeedInput {
        company: "acme".into(),
        audience: None,
        tool: "rfis".into(),
        level: Some(Level::ReadOnly),
        action: None,
        project: project.map(str::to_owned),
    };
    let answer = world.run(core.authorize(start, Some(format!("Bearer {token}")), need));
    answer.map(|passed| passed.level).map_err(|error| error.code)
}

fn grant(core: &Core, world: &mut World, of: &Made, project: &str) {
    let change = json!({ "projects": [{ "project": project, "levels": { "rfis": "read_only" } }] });
    let change = serde_json::from_value(change).unwrap();
    let start = world.start();
    let id = of.client_id.clone();
    world.run(core.set_permissions(start, administrator(), "acme".into(), id, change, None)).unwrap();
}

fn segment() -> Segment {
    "acme".parse::<CompanyId>().unwrap().segment()
}

/// Alters a record as one can who has no key: the line that signs it stays.
fn alter(world: &mut World, key: &Key, change: impl Fn(&mut Value)) {
    let entry = world.entries.get_mut(key).unwrap();
    let text = String::from_utf8(entry.value.clone()).unwrap();
    let (json, line) = text.split_once('\n').map_or((text.as_str(), None), |(json, line)| (json, Some(line)));
    let mut value = serde_json::from_str(json).unwrap();
    change(&mut value);
    let line = line.map(|line| format!("\n{line}")).unwrap_or_default();
    *entry = Entry { value: format!("{value}{line}").into_bytes(), version: Version("forged".into()) };
}

fn plant(world: &mut World, key: Key, value: &[u8]) {
    world.entries.insert(key, Entry { value: value.to_vec(), version: Version("forged".into()) });
}

/// What the writer signs with the key planted is published by nobody, and good nowhere.
#[test]
fn a_key_that_was_planted_in_the_ring_signs_no_token() {
    let (core, mut world) = (core(), World::default());
    let made = create(&core, &mut world);
    let good = token(&core, &mut world, &made).unwrap();
    let planted = json!({
        "jwk": { "kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo" },
        "sealed": "", "active_at": 4_000_000_000_u64,
    });
    alter(&mut world, &record::key_ring(), |ring| ring["keys"].as_array_mut().unwrap().push(planted.clone()));
    assert_eq!(authorize(&core, &mut world, &good, None), Err(Code::Broken), "not even what was good is");
    let start = world.start();
    assert_eq!(world.run(core.jwks(start)).unwrap_err().code, Code::Broken);
    assert!(token(&core, &mut world, &made).is_err());
}

#[test]
fn an_issuer_that_was_entered_past_the_service_is_trusted_by_nobody() {
    let (core, mut world) = (core(), World::default());
    let start = world.start();
    let key = json!({ "kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo" });
    let issuer = json!({ "issuer": "https://ci.example", "jwks": { "keys": [key] } });
    let issuer: TrustedIssuer = serde_json::from_value(issuer).unwrap();
    world.run(core.put_trusted_issuer(start, issuer.clone())).unwrap();
    let place = record::trusted_issuer("https://ci.example");
    alter(&mut world, &place, |record| {
        record["keys"][0]["jwk"]["x"] = json!("d75oQHpWCs1ZvtZZx6yXXxFLPl6ZzcWVHuHz8rZkfe0");
    });
    let start = world.start();
    let lost = world.run(core.reseal(start)).unwrap().lost_issuers;
    assert_eq!(lost, ["https://ci.example"], "the operator is told");
    let start = world.start();
    world.run(core.put_trusted_issuer(start, issuer)).unwrap();
    let start = world.start();
    assert!(world.run(core.reseal(start)).unwrap().lost_issuers.is_empty(), "entered again it is good");
}

#[test]
fn a_level_that_was_raised_past_the_service_counts_for_nothing() {
    let (core, mut world) = (core(), World::default());
    let made = create(&core, &mut world);
    let good = token(&core, &mut world, &made).unwrap();
    let id = ClientId::parse(&made.client_id).unwrap();
    assert_eq!(authorize(&core, &mut world, &good, None), Err(Code::InsufficientScope));
    alter(&mut world, &record::account(&id), |account| account["levels"]["rfis"] = json!("admin"));
    assert_eq!(authorize(&core, &mut world, &good, None), Err(Code::Broken));
}

#[test]
fn a_record_that_was_moved_counts_for_nothing() {
    let (core, mut world) = (core(), World::default());
    let (mighty, other) = (create(&core, &mut world), create(&core, &mut world));
    grant(&core, &mut world, &mighty, "p1");
    let good = token(&core, &mut world, &other).unwrap();
    let place = |of: &Made, project: &str| {
        let id = ClientId::parse(&of.client_id).unwrap();
        record::account_project(&id, &project.parse().unwrap())
    };
    let row = world.entries.get(&place(&mighty, "p1")).unwrap().value.clone();
    plant(&mut world, place(&other, "p1"), &row);
    assert_eq!(authorize(&core, &mut world, &good, Some("p1")), Err(Code::Broken));
    let own = token(&core, &mut world, &mighty).unwrap();
    plant(&mut world, place(&mighty, "p2"), &row);
    assert_eq!(authorize(&core, &mut world, &own, Some("p2")), Err(Code::Broken), "nor to another project");
    assert_eq!(authorize(&core, &mut world, &own, Some("p1")), Ok(Level::ReadOnly));
}

#[test]
fn a_token_that_lives_longer_than_any_policy_allows_is_refused() {
    let (core, mut world) = (core(), World::default());
    let made = create(&core, &mut world);
    grant(&core, &mut world, &made, "p1");
    token(&core, &mut world, &made).unwrap();
    for (life, passes) in [(86_400, true), (86_401, false), (u64::MAX - 1_800_000_000, false)] {
        let id = ClientId::parse(&made.client_id).unwrap();
        let cred = CredentialId::Secret(SecretId::parse(&made.secret_id).unwrap());
        let start = world.start();
        let signed = world.run(core.begin(start, |mut context| async move {
            let key = record::key_ring();
            let ring = context.read(vec![key.clone()]).await.unwrap().record::<Ring>(&key).unwrap().unwrap();
            let claims = Claims {
                iss: "https://id.example.com".into(),
                aud: Audience::of(vec!["https://id.example.com".into()]),
                sub: id.clone(),
                client_id: id,
                iat: context.now.seconds(),
                exp: context.now.seconds() + life,
                jti: TokenId::generate(&mut context.random),
                scope: None,
                company: CompanyId::parse("acme").unwrap(),
                epoch: 1,
                cred,
                cnf: None,
            };
            let key = ring.record.active(context.now).unwrap();
            token::sign(&context, key, &claims).await.unwrap()
        }));
        assert_eq!(authorize(&core, &mut world, &signed, Some("p1")).is_ok(), passes, "{life} s");
    }
}

/// How somebody who writes to the store would stop a company, or make a lost audit good.
type Falsify = fn(&mut World);

fn remove(world: &mut World, end: &str) {
    world.entries.retain(|key, _| !key.as_str().ends_with(end));
}

const FALSIFIED: [(&str, Falsify); 10] = [
    ("no head", |world| remove(world, "/audit-head")),
    ("a head that is none", |world| plant(world, record::audit_head(&segment()), b"{}")),
    ("a head far ahead", |world| {
        alter(world, &record::audit_head(&segment()), |head| head["next"] = json!(u64::MAX));
    }),
    ("a head behind", |world| alter(world, &record::audit_head(&segment()), |head| head["next"] = json!(2))),
    ("no company and no head", |world| {
        remove(world, "/audit-head");
        remove(world, "/company");
    }),
    ("no company, no head, no events", |world| {
        world
            .entries
            .retain(|key, _| !key.as_str().contains("/audit") && !key.as_str().ends_with("/company"));
    }),
    ("a company that is none, and no head", |world| {
        remove(world, "/audit-head");
        plant(world, record::company(&segment()), b"{}");
    }),
    ("no head, and an event that is none behind the last", |world| {
        remove(world, "/audit-head");
        plant(world, Key::from_parts(&[segment().as_str(), "audit", "z"]), b"{}");
    }),
    ("no head, and an event at the end of all numbers", |world| {
        remove(world, "/audit-head");
        plant(world, record::audit_event(&segment(), u64::MAX), b"{}");
    }),
    ("no head, and an event far ahead", |world| {
        remove(world, "/audit-head");
        plant(world, record::audit_event(&segment(), 1 << 40), b"{}");
    }),
];

#[test]
fn a_company_is_stopped_by_nothing_that_was_falsified_and_its_audit_is_not_made_good() {
    for (what, falsify) in FALSIFIED {
        let (core, mut world) = (core(), World::default());
        for _ in 0..4 {
            create(&core, &mut world);
        }
        falsify(&mut world);
        for _ in 0..2 {
            create(&core, &mut world);
        }
        let start = world.start();
        let input = serde_json::from_str("{}").unwrap();
        let found = world.run(core.verify_audit(start, administrator(), "acme".into(), input)).unwrap();
        assert!(found.problem.is_some(), "{what}: verified to {}", found.verified_to);
    }
}

/// What leaves the audit as it was written leaves it good.
#[test]
fn a_company_is_stopped_by_nothing_that_was_planted_beside_its_audit() {
    let planted: [(&str, Falsify); 5] = [
        ("a precedence that is none", |world| plant(world, record::precedence(&segment()), b"{}")),
        ("an event in the next place", |world| plant(world, record::audit_event(&segment(), 5), b"{}")),
        ("no company", |world| remove(world, "/company")),
        ("a company that is none", |world| plant(world, record::company(&segment()), b"{}")),
        ("a company that is being erased", |world| {
            alter(world, &record::company(&segment()), |company| {
                company["erasing"] = json!({ "begun_at": 1, "removed": 0 });
            });
        }),
    ];
    for (what, falsify) in planted {
        let (core, mut world) = (core(), World::default());
        for _ in 0..4 {
            create(&core, &mut world);
        }
        falsify(&mut world);
        create(&core, &mut world);
        let start = world.start();
        let input = serde_json::from_str("{}").unwrap();
        let found = world.run(core.verify_audit(start, administrator(), "acme".into(), input)).unwrap();
        assert_eq!((found.verified_to, found.problem), (5, None), "{what}");
    }
}

#[test]
fn what_signs_a_record_takes_no_more_and_no_less_room_than_is_kept_for_it() {
    let record = b"{}".to_vec();
    let bytes = record.len();
    let value = vouch::signed(core().keys(), &record::key_ring(), record);
    assert_eq!(value.len(), bytes + vouch::BYTES);
}
