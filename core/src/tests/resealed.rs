//! Resealing while others, who have the earlier sealing key first, go on changing what is resealed.

use super::{World, administrator};
use crate::administration::account::view::AccountQuery;
use crate::administration::audit::verify::AuditVerifyInput;
use crate::administration::company::reseal::ResealInput;
use crate::administration::principal::Principal;
use crate::core::Core;
use crate::http::HttpRequest;
use crate::model::account::new::NewAccount;
use crate::model::actor::{Actor, ActorKind};
use crate::model::record;
use crate::model::settings::Settings;
use crate::model::store_time::Passed;
use crate::model::vouch;
use crate::oauth::authorize::TokensOf;
use crate::oauth::grant::TokenRequest;
use crate::port::crypto::seal::SealingKey;
use crate::port::driver::run;
use crate::port::operation::Ask;
use crate::value::error::Code;
use crate::value::identifier::{ActorId, CompanyId};

fn core(keys: &[u8]) -> Core {
    let sealing_keys = keys.iter().map(|key| SealingKey::from_bytes([*key; 32])).collect();
    Core::open(Settings::new("https://id.example.com", "svc.example.com", sealing_keys)).unwrap()
}

fn create(core: &Core, world: &mut World) {
    let start = world.start();
    let new = NewAccount::custom("Sync");
    world.run(core.create_account(start, administrator(), "acme".into(), new, None)).unwrap();
}

#[test]
fn a_head_that_moved_while_it_was_resealed_is_not_left_under_the_earlier_key() {
    let (earlier, both, later) = (core(&[1]), core(&[2, 1]), core(&[2]));
    let mut world = World::default();
    create(&earlier, &mut world);
    let start = world.start();
    let mut first = true;
    let resealed = run(both.reseal_company(start, "acme".into(), ResealInput::default()), |ask| {
        if matches!(ask, Ask::Commit { .. }) && std::mem::take(&mut first) {
            create(&earlier, &mut world);
        }
        world.answer(ask)
    });
    let resealed = resealed.unwrap();
    assert_eq!((resealed.lost, resealed.forged, resealed.next_cursor), (0, 0, None));
    let start = world.start();
    let verifying = later.verify_audit(start, administrator(), "acme".into(), AuditVerifyInput::default());
    let verified = world.run(verifying).unwrap();
    assert_eq!((verified.verified_to, verified.problem), (2, None));
}

#[test]
fn a_cursor_of_another_company_reseals_nothing() {
    let both = core(&[2, 1]);
    let mut world = World::default();
    create(&both, &mut world);
    let mut from = |company: &str| {
        let cursor = record::company(&CompanyId::parse(company).unwrap().segment()).to_string();
        let start = world.start();
        let input = ResealInput { cursor: Some(cursor), ..ResealInput::default() };
        world.run(both.reseal_company(start, "acme".into(), input)).map(|resealed| resealed.forged)
    };
    assert_eq!(from("acme"), Ok(0));
    let refused = from("zenith").unwrap_err();
    assert_eq!(refused.errors.first().map(|problem| problem.pointer.as_str()), Some("/cursor"));
}

/// A process that has the earlier key first may have written the ring last.
#[test]
fn a_ring_is_not_left_under_the_earlier_key_when_its_keys_are_under_the_first() {
    let (earlier, both, later) = (core(&[1, 2]), core(&[2, 1]), core(&[2]));
    let mut world = World::default();
    let start = world.start();
    let made = world.run(both.jwks(start)).unwrap();
    world.passed = 1_000;
    let start = world.start();
    let near = Passed { since: None, believe_near: true };
    world.run(earlier.maintain(start, near)).unwrap();
    let start = world.start();
    let refused = world.run(later.jwks(start)).unwrap_err();
    assert_eq!(refused.code, Code::Broken);
    let start = world.start();
    let resealed = world.run(both.reseal(start)).unwrap();
    assert_eq!((resealed.resealed, resealed.lost), (0, vec![]));
    let start = world.start();
    assert_eq!(world.run(later.jwks(start)), Ok(made));
}

/// An erased company's record stays, and nobody reseals a company that is no more.
#[test]
fn a_token_of_an_erased_company_is_refused_without_the_sealing_key_of_its_record() {
    let (earlier, both, later) = (core(&[1]), core(&[2, 1]), core(&[2]));
    let mut world = World::default();
    let start = world.start();
    let new = NewAccount::custom("Sync");
    let made = world.run(earlier.create_account(start, administrator(), "acme".into(), new, None)).unwrap();
    let client_id = made.account.client_id.to_string();
    let itself = Principal::Actor(Actor {
        company: CompanyId::parse("acme").unwrap(),
        id: ActorId::parse("sync").unwrap(),
        kind: ActorKind::ServiceAccount(made.account.client_id.clone()),
    });
    let request = |resource: &[&str]| TokenRequest {
        client_id: client_id.clone(),
        client_secret: made.client_secret.as_ref().unwrap().reveal().to_owned().into(),
        resource: resource.iter().map(|resource| (*resource).to_owned()).collect(),
        ..TokenRequest::default()
    };
    let fetch = |world: &mut World, resource: &[&str]| {
        let start = world.start();
        world.run(earlier.request_token(start, request(resource))).unwrap().access_token
    };
    let token = fetch(&mut world, &[]);
    let administers = fetch(&mut world, &["https://id.example.com/admin"]);
    let start = world.start();
    world.run(both.reseal(start)).unwrap();
    let answers = |world: &mut World| {
        let start = world.start();
        let header = Some(format!("Bearer {token}"));
        let inspected = world.run(later.verify(start, header, TokensOf::AnyCompany, None));
        let start = world.start();
        let request = HttpRequest {
            method: "GET".into(),
            target: "/badgehouse/v1/companies/acme/service-accounts".into(),
            headers: vec![("authorization".into(), format!("Bearer {administers}"))],
            ..HttpRequest::default()
        };
        let status = world.run(later.handle(start, request, None)).status;
        let start = world.start();
        let listed = later.list_accounts(start, itself.clone(), "acme".into(), AccountQuery::default());
        (inspected.unwrap_err().code, status, world.run(listed).unwrap_err().code)
    };
    assert_eq!(
        answers(&mut world),
        (Code::Broken, 500, Code::Broken),
        "what may be good is not refused for a key that is missing"
    );
    for passed in [0, 60] {
        world.passed = passed;
        let start = world.start();
        let erased = world.run(both.erase_company(start, "acme".into(), "acme".into())).unwrap();
        assert_eq!(erased.receipt.is_some(), passed > 0);
    }
    // As it stays where the erasure was long before the key was replaced.
    let key = record::company(&CompanyId::parse("acme").unwrap().segment());
    let entry = world.entries.get_mut(&key).unwrap();
    let json = vouch::opened(both.keys(), &key, &entry.value).unwrap().to_vec();
    entry.value = vouch::signed(earlier.keys(), &key, json);
    assert_eq!(answers(&mut world), (Code::InvalidToken, 401, Code::MissingPermission));
}
