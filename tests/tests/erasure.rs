//! Erasing a company: not one record and not one name of it is left but that it was erased, whenever the process ends and whatever lists keep back; its tokens are refused
//! from the first step on, and no other company is touched.

use badgehouse::account::NewAccount;
use badgehouse::authorize::{NeedInput, TokensOf};
use badgehouse::company::{Erasure, ErasureReceipt};
use badgehouse::driver::run;
use badgehouse::error::{Code, Error};
use badgehouse::grant::{TokenErrorCode, TokenRequest};
use badgehouse::http::HttpRequest;
use badgehouse::identifier::ClientId;
use badgehouse::introspection::IntrospectionRequest;
use badgehouse::operation::{Ask, Operation, Step};
use badgehouse::permission::Level;
use badgehouse::principal::Principal;
use badgehouse::timestamp::Timestamp;
use badgehouse::usage::Usage;
use badgehouse::{Core, Start};
use badgehouse_simulation::companies::furnish;
use badgehouse_simulation::crash::crashed_everywhere;
use badgehouse_simulation::requests::Names;
use badgehouse_simulation::{ISSUER, Simulation, Table, actor, seed};
use badgehouse_tests::jwt;
use serde_json::json;

const ACME: &str = "acme";

/// Two companies with one of everything, and more accounts of the first than one commit takes.
fn world() -> (Simulation, Names, Names) {
    let mut world = Simulation::new(1_800_000_000);
    let (own, other) = (furnish(&mut world, ACME, 1), furnish(&mut world, "zenith", 2));
    for number in 0..30 {
        let new = NewAccount::custom(format!("Sync {number}"));
        let made = world.run(seed(3, number), |core, start| {
            core.create_account(start, Principal::Platform, ACME.into(), new, None)
        });
        made.expect("an account");
    }
    (world, own, other)
}

fn segment(names: &Names) -> &str {
    &names["client_id"][3..35]
}

fn rows<'a>(table: &'a Table, segment: &str) -> Vec<(&'a badgehouse::store::Key, &'a [u8])> {
    let of = table.iter().filter(|(key, _)| key.partition() == segment);
    of.map(|(key, entry)| (key, entry.value.as_slice())).collect()
}

fn token(world: &mut Simulation, names: &Names) -> Result<String, TokenErrorCode> {
    let request = TokenRequest {
        client_id: names["client_id"].clone(),
        client_secret: names["client_secret"].clone().into(),
        ..TokenRequest::default()
    };
    let token = world.run(seed(5, 5), |core, start| core.request_token(start, request));
    token.map(|token| token.access_token).map_err(|error| error.error)
}

fn authorized(world: &mut Simulation, company: &str, token: &str) -> Result<(), Code> {
    let need = NeedInput {
        company: company.into(),
        audience: None,
        tool: "rfis".into(),
        level: Some(Level::ReadOnly),
        action: None,
        project: None,
    };
    let answer =
        world.run(seed(5, 6), |core, start| core.authorize(start, Some(format!("Bearer {token}")), need));
    answer.map(drop).map_err(|error| error.code)
}

/// Whether nothing more was found, so that the receipt only takes time.
fn done(erasure: Result<Erasure, Error>) -> bool {
    let erasure = erasure.expect("erased");
    erasure.receipt.is_some() || erasure.receipt_from.is_some()
}

fn begin(core: &Core, start: Start) -> Operation<Result<Erasure, Error>> {
    core.erase_company(start, ACME.into(), ACME.into())
}

fn erase(world: &mut Simulation) -> Erasure {
    world.run(seed(6, 1), begin).expect("a step")
}

/// Erases until nothing more is found.
fn erase_all(world: &mut Simulation) {
    for _ in 0..100 {
        if done(world.run(seed(6, 2), begin)) {
            return;
        }
    }
    panic!("it does not end");
}

/// A step of an erasure in whose lists there is what `listed` makes of the table.
fn erase_by_lists(world: &mut Simulation, listed: impl Fn(&Table) -> Table) -> Erasure {
    let operation = begin(&world.core, Start { now: world.now, seed: seed(6, 4) });
    let outcome = run(operation, |ask| {
        if !matches!(ask, Ask::List { .. }) {
            return world.answer(ask);
        }
        let mut lagging = world.clone();
        lagging.table = listed(&world.table);
        lagging.answer(ask)
    });
    outcome.expect("a step")
}

/// The erasure up to its commit of that number, after which the process ends; whether there was one.
fn erase_up_to(world: &mut Simulation, commit: usize) -> bool {
    let operation = begin(&world.core, Start { now: world.now, seed: seed(6, 5) });
    let (mut step, mut commits) = (operation.step(None), 0);
    while let Step::Ask(ask, operation) = step {
        commits += usize::from(matches!(ask, Ask::Commit { .. }));
        let answer = world.answer(ask);
        if commits == commit {
            return true;
        }
        step = operation.step(Some(answer));
    }
    false
}

fn company(names: &Names) -> String {
    format!("{}/company", segment(names))
}

#[test]
fn nothing_of_an_erased_company_is_left_and_a_receipt_says_so() {
    let (mut world, own, other) = world();
    let early = token(&mut world, &own).expect("a token");
    authorized(&mut world, ACME, &early).expect("it passes");
    let (before, theirs) = (rows(&world.table, segment(&own)).len(), world.table.clone());
    assert!(before > 100, "{before} records");

    let mut worlds = crashed_everywhere(&world, begin, done);
    let mut quiet = worlds.first().expect("the whole erasure").1.clone();
    quiet.now += 60;
    let receipted = |erasure: Result<Erasure, Error>| erasure.expect("erased").receipt.is_some();
    worlds.extend(crashed_everywhere(&quiet, begin, receipted));
    for (told, mut after) in worlds {
        after.now += 60;
        let receipt = erase(&mut after).receipt.expect("a receipt");
        for (key, entry) in &after.table {
            assert!(key.as_str() == company(&own) || !key.as_str().contains(segment(&own)), "{told}: {key}");
            let text = String::from_utf8_lossy(&entry.value);
            for name in [ACME, "Sync 1", &own["client_id"]] {
                assert!(!text.contains(name), "{told}: {key} holds {name}");
            }
        }
        assert_eq!(rows(&after.table, segment(&other)), rows(&theirs, segment(&other)), "{told}");
        assert_eq!(token(&mut after, &own), Err(TokenErrorCode::InvalidClient), "{told}");
        assert_eq!(authorized(&mut after, ACME, &early), Err(Code::InvalidToken), "{told}");
        token(&mut after, &other).expect("the other company goes on");

        assert_eq!(erase(&mut after).receipt, Some(receipt.clone()), "{told}: the same receipt again");
        assert!(after.core.verify_erasure_receipt(&receipt), "{told}");
        assert_eq!(receipt.company_hash, segment(&own));
        assert_eq!(receipt.removed, before as u64 - 1, "{told}: all but the company's record");
        for forged in [
            ErasureReceipt { removed: 0, ..receipt.clone() },
            ErasureReceipt { company_hash: segment(&other).into(), ..receipt.clone() },
        ] {
            assert!(!after.core.verify_erasure_receipt(&forged));
        }
    }
}

#[test]
fn an_erased_company_takes_no_change_and_its_id_is_never_used_again() {
    let (mut world, own, _) = world();
    let create = |world: &mut Simulation| {
        let new = NewAccount::custom("Late");
        let made = world.run(seed(4, 4), |core, start| {
            core.create_account(start, Principal::Platform, ACME.into(), new, None)
        });
        made.map(drop).expect_err("it is gone").code
    };
    assert!(erase_up_to(&mut world, 1));
    assert_eq!(create(&mut world), Code::NotFound);
    erase_all(&mut world);
    world.now += 60;
    assert!(erase(&mut world).receipt.is_some());
    let before = world.table.clone();
    assert_eq!(create(&mut world), Code::NotFound);
    let bootstrap = world.run(seed(4, 5), |core, start| core.bootstrap(start, ACME.into(), "First".into()));
    assert_eq!(bootstrap.map(drop).expect_err("it is gone").code, Code::NotFound);
    let used = Usage {
        client_id: ClientId::parse(&own["client_id"]).expect("an id"),
        credential: None,
        at: Timestamp::from_seconds(world.now),
        tokens: 0,
        refusals: 1,
        revocations: 0,
    };
    world.run(seed(4, 6), |core, start| core.record_usage(start, vec![used])).expect("nothing is written");
    assert_eq!(world.table, before);
}

/// Each way to prove to be the account, as the body of a token request.
fn proofs(world: &mut Simulation, names: &Names) -> Vec<(&'static str, String)> {
    let id = names["client_id"].clone();
    let (key, trust) = (
        json!({ "jwk": jwt::public("ec") }),
        json!({ "issuer": "https://ci.example.com", "audience": ISSUER, "claims": { "sub": "job" } }),
    );
    let issuer = json!({ "issuer": "https://ci.example.com", "jwks": { "keys": [jwt::public("okp")] } });
    let issuer = serde_json::from_value(issuer).expect("an issuer");
    world.run(seed(7, 1), |core, start| core.put_trusted_issuer(start, issuer)).expect("an issuer");
    let (key, trust) = (serde_json::from_value(key), serde_json::from_value(trust));
    let platform = || (Principal::Platform, ACME.to_owned(), id.clone());
    let added = world.run(seed(7, 2), |core, start| {
        let (platform, company, id) = platform();
        core.add_key(start, platform, company, id, key.expect("a key"))
    });
    added.expect("a key");
    let added = world.run(seed(7, 3), |core, start| {
        let (platform, company, id) = platform();
        core.add_trust(start, platform, company, id, trust.expect("a trust"))
    });
    added.expect("a trust");
    let assertion = jwt::signed("ec", json!({}), jwt::assertion_claims(&id, "1", world.now));
    let claims =
        json!({ "iss": "https://ci.example.com", "sub": "job", "aud": ISSUER, "exp": world.now + 60 });
    let job = jwt::signed("okp", json!({}), claims);
    let grant = "grant_type=client_credentials";
    vec![
        ("a secret", format!("{grant}&client_id={id}&client_secret={}", names["client_secret"])),
        (
            "a key",
            format!(
                "{grant}&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer&client_assertion={assertion}"
            ),
        ),
        (
            "a job",
            format!(
                "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&client_id={id}&assertion={job}"
            ),
        ),
    ]
}

fn requested(world: &mut Simulation, body: String) -> u16 {
    let request = HttpRequest {
        method: "POST".into(),
        target: "/oauth/token".into(),
        headers: vec![("content-type".into(), "application/x-www-form-urlencoded".into())],
        body: body.into_bytes().into(),
        ..HttpRequest::default()
    };
    world.handle(seed(7, 4), request, None).status
}

fn introspected(world: &mut Simulation, asks: &Names, token: &str) -> Result<bool, TokenErrorCode> {
    let request = IntrospectionRequest {
        client_id: asks["client_id"].clone(),
        client_secret: asks["client_secret"].clone().into(),
        token: token.to_owned().into(),
    };
    let answer = world.run(seed(7, 5), |core, start| core.introspect(start, request));
    answer.map(|answer| answer.active).map_err(|error| error.error)
}

/// Accounts as one of them sees them: by a token for the admin API, or vouched for by the host.
fn administers(world: &mut Simulation, principal: Result<&str, &str>) -> u16 {
    let (authorization, actor) = match principal {
        Ok(token) => (Some(("authorization".into(), format!("Bearer {token}"))), None),
        Err(id) => {
            let program = json!({ "company": ACME, "id": id, "kind": "service_account" });
            (None, Some(actor(Some(program)).expect("an actor")))
        }
    };
    let request = HttpRequest {
        method: "GET".into(),
        target: format!("/badgehouse/v1/companies/{ACME}/service-accounts"),
        headers: authorization.into_iter().collect(),
        ..HttpRequest::default()
    };
    world.handle(seed(7, 6), request, actor).status
}

#[test]
fn an_erased_companys_token_is_refused_from_the_first_step() {
    let (mut world, own, other) = world();
    let first = world.run(seed(7, 7), |core, start| core.bootstrap(start, ACME.into(), "First".into()));
    let first = first.expect("the first account");
    let admin_request = TokenRequest {
        client_id: first.account.client_id.to_string(),
        client_secret: first.client_secret.expect("a secret").reveal().to_owned().into(),
        resource: vec![format!("{ISSUER}/admin")],
        ..TokenRequest::default()
    };
    let admin = world.run(seed(7, 8), |core, start| core.request_token(start, admin_request));
    let (admin, program) = (admin.expect("a token").access_token, first.account.client_id.to_string());
    let audiences = world.core.settings().audiences.clone();
    let marked = world.run(seed(7, 9), |core, start| {
        core.mark_resource_server(start, "zenith".into(), other["client_id"].clone(), audiences)
    });
    marked.expect("a resource server");
    let proofs = proofs(&mut world, &own);
    let early = token(&mut world, &own).expect("a token");
    let verified = |world: &mut Simulation| {
        let presented = Some(format!("Bearer {early}"));
        let answer =
            world.run(seed(7, 10), |core, start| core.verify(start, presented, TokensOf::AnyCompany, None));
        answer.map(drop).map_err(|error| error.code)
    };
    authorized(&mut world, ACME, &early).expect("it passes");
    verified(&mut world).expect("it is good");
    assert_eq!(introspected(&mut world, &other, &early), Ok(true));
    assert_eq!((administers(&mut world, Ok(&admin)), administers(&mut world, Err(&program))), (200, 200));
    for (told, body) in &proofs {
        assert_eq!(requested(&mut world.clone(), body.clone()), 200, "{told}");
    }
    for commit in 1.. {
        let mut world = world.clone();
        if !erase_up_to(&mut world, commit) {
            assert!(commit > 4, "{commit} steps");
            break;
        }
        assert_eq!(authorized(&mut world, ACME, &early), Err(Code::InvalidToken), "{commit}");
        assert_eq!(verified(&mut world), Err(Code::InvalidToken), "{commit}");
        assert_eq!(introspected(&mut world, &other, &early), Ok(false), "{commit}");
        assert_eq!(introspected(&mut world, &own, &early), Err(TokenErrorCode::InvalidClient), "{commit}");
        assert_eq!(administers(&mut world, Ok(&admin)), 401, "{commit}");
        assert_eq!(administers(&mut world, Err(&program)), 403, "{commit}");
        let before = world.table.clone();
        for (told, body) in &proofs {
            assert!(matches!(requested(&mut world, body.clone()), 400 | 401), "{told} after {commit}");
        }
        assert_eq!(world.table, before, "nothing is used up either");
    }
}

/// Each account moves the company's record, which the erasure begins with.
#[test]
fn no_erasure_is_kept_away_by_accounts_that_are_made_meanwhile() {
    let (mut world, _, _) = world();
    let start = Start { now: world.now, seed: seed(8, 1) };
    let operation = world.core.erase_company(start, ACME.into(), ACME.into());
    let mut made = 0;
    let erasure = run(operation, |ask| {
        if matches!(ask, Ask::Commit { .. }) && made < 20 {
            let new = NewAccount::custom("Late");
            let create =
                |core: &Core, start| core.create_account(start, Principal::Platform, ACME.into(), new, None);
            made += usize::from(world.run(seed(8, 2 + made as u64), create).is_ok());
        }
        world.answer(ask)
    });
    assert!(erasure.expect("it has begun").removed > 0);
    assert_eq!(made, 20, "each came before a commit of the erasure");
}

#[test]
fn no_receipt_while_an_account_is_left() {
    let (mut world, own, _) = world();
    let early = token(&mut world, &own).expect("a token");
    let account = format!("{}/account/{}", segment(&own), own["client_id"]);
    let without = |table: &Table| {
        let listed = table.iter().filter(|(key, _)| key.as_str() != account);
        listed.map(|(key, entry)| (key.clone(), entry.clone())).collect::<Table>()
    };
    for _ in 0..10 {
        let step = erase_by_lists(&mut world, without);
        assert_eq!((step.accounts_left, step.receipt, step.receipt_from), (1, None, None));
        world.now += 3_600;
    }
    assert!(world.table.keys().any(|key| key.as_str() == account), "the list has kept it back");
    assert_eq!(token(&mut world, &own), Err(TokenErrorCode::InvalidClient));
    assert_eq!(authorized(&mut world, ACME, &early), Err(Code::InvalidToken));
    let found = erase(&mut world);
    assert_eq!((found.accounts_left, found.receipt), (0, None));
    assert_eq!(found.receipt_from, Some(Timestamp::from_seconds(world.now + 60)));
    world.now += 59;
    assert_eq!(erase(&mut world).receipt, None, "a list may still lag");
    world.now += 1;
    assert!(erase(&mut world).receipt.is_some());
}

#[test]
fn what_a_list_shows_late_is_gone_before_the_receipt_and_events_need_no_list() {
    let (mut world, own, _) = world();
    let before = rows(&world.table, segment(&own)).len();
    let late = |key: &str| key.contains("/contact/") || key.contains("/template/") || key.contains("/audit/");
    let some = |table: &Table| {
        let listed = table.iter().filter(|(key, _)| !late(key.as_str()));
        listed.map(|(key, entry)| (key.clone(), entry.clone())).collect::<Table>()
    };
    while erase_by_lists(&mut world, some).receipt_from.is_none() {}
    assert!(!world.table.keys().any(|key| key.as_str().contains(&format!("{}/audit/", segment(&own)))));
    let left = rows(&world.table, segment(&own)).len();
    assert!(left > 1, "the lists have kept something back");
    world.now += 60;
    let step = erase(&mut world);
    assert_eq!(
        (step.receipt, step.removed),
        (None, before as u64 - 1),
        "it was found, and lists may lag again"
    );
    world.now += 60;
    assert_eq!(erase(&mut world).receipt.expect("a receipt").removed, before as u64 - 1);
}

#[test]
fn a_list_that_shows_what_is_gone_neither_counts_it_again_nor_keeps_the_receipt_back() {
    let (mut world, own, _) = world();
    let (before, all) = (rows(&world.table, segment(&own)).len(), world.table.clone());
    while erase_by_lists(&mut world, |_| all.clone()).receipt_from.is_none() {}
    world.now += 60;
    let receipt = erase_by_lists(&mut world, |_| all.clone()).receipt.expect("a receipt");
    assert_eq!(receipt.removed, before as u64 - 1);
}

#[test]
fn a_head_that_somebody_has_made_up_keeps_no_erasure_going() {
    let (mut world, own, _) = world();
    let head = format!("{}/audit-head", segment(&own));
    let (_, entry) = world.table.iter_mut().find(|(key, _)| key.as_str() == head).expect("a head");
    let mut made_up: serde_json::Value = serde_json::from_slice(&entry.value).expect("a head");
    made_up["next"] = json!(u64::MAX);
    entry.value = serde_json::to_vec(&made_up).expect("a head");
    erase_all(&mut world);
    world.now += 60;
    assert!(erase(&mut world).receipt.is_some());
    assert_eq!(rows(&world.table, segment(&own)).len(), 1);
}

#[test]
fn only_a_company_that_is_there_and_confirmed_is_erased() {
    let (mut world, ..) = world();
    let before = world.table.clone();
    let mut erase = |company: &str, confirmation: &str| {
        let (company, confirmation) = (company.to_owned(), confirmation.to_owned());
        world
            .run(seed(6, 3), |core, start| core.erase_company(start, company, confirmation))
            .expect_err("refused")
            .code
    };
    assert_eq!(erase(ACME, "zenith"), Code::InvalidInput);
    assert_eq!(erase("nowhere", "nowhere"), Code::NotFound);
    assert_eq!(world.table, before);
}
