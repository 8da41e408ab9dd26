//! Erasing a company: not one record and not one name of it is left, whenever the process ends, and no other company is touched.

use badgehouse::account::NewAccount;
use badgehouse::authorize::NeedInput;
use badgehouse::company::Erasure;
use badgehouse::error::{Code, Error};
use badgehouse::grant::{TokenErrorCode, TokenRequest};
use badgehouse::permission::Level;
use badgehouse::principal::Principal;
use badgehouse_simulation::companies::furnish;
use badgehouse_simulation::crash::crashed_everywhere;
use badgehouse_simulation::requests::Names;
use badgehouse_simulation::{Simulation, Table, seed};

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

fn done(erasure: Result<Erasure, Error>) -> bool {
    erasure.expect("erased").receipt.is_some()
}

#[test]
fn nothing_of_an_erased_company_is_left_and_a_receipt_says_so() {
    let (mut world, own, other) = world();
    let early = token(&mut world, &own).expect("a token");
    authorized(&mut world, ACME, &early).expect("it passes");
    let (before, theirs) = (rows(&world.table, segment(&own)).len(), world.table.clone());
    assert!(before > 100, "{before} records");

    let erase = |core: &badgehouse::Core, start| core.erase_company(start, ACME.into(), ACME.into());
    for (told, mut after) in crashed_everywhere(&world, erase, done) {
        for (key, entry) in &after.table {
            let whole = key.as_str() == format!("erasures/{}", segment(&own));
            assert!(whole || !key.as_str().contains(segment(&own)), "{told}: {key}");
            let text = String::from_utf8_lossy(&entry.value);
            for name in [ACME, "Sync 1", &own["client_id"]] {
                assert!(!text.contains(name), "{told}: {key} holds {name}");
            }
        }
        assert_eq!(rows(&after.table, segment(&other)), rows(&theirs, segment(&other)), "{told}");
        assert_eq!(token(&mut after, &own), Err(TokenErrorCode::InvalidClient), "{told}");
        assert_eq!(authorized(&mut after, ACME, &early), Err(Code::InvalidToken), "{told}");
        token(&mut after, &other).expect("the other company goes on");

        let again = after.run(seed(6, 1), |core, start| erase(core, start)).expect("the same receipt");
        let receipt = again.receipt.expect("a receipt");
        assert!(after.core.verify_erasure_receipt(&receipt), "{told}");
        assert_eq!(receipt.company_hash, segment(&own));
        assert_eq!(receipt.removed, before as u64, "{told}");
        for forged in [
            badgehouse::company::ErasureReceipt { removed: 0, ..receipt.clone() },
            badgehouse::company::ErasureReceipt { company_hash: segment(&other).into(), ..receipt.clone() },
        ] {
            assert!(!after.core.verify_erasure_receipt(&forged));
        }
    }
}

#[test]
fn a_company_under_erasure_takes_no_change_and_its_id_can_be_used_anew_after_it() {
    let (mut world, own, _) = world();
    let company =
        world.table.keys().find(|key| key.as_str() == format!("{}/company", segment(&own))).cloned();
    let company = company.expect("the company's record");
    let mut entry = world.table[&company].clone();
    let json = entry.value.split(|byte| *byte == b'\n').next().expect("a first line");
    let mut record: serde_json::Value = serde_json::from_slice(json).expect("a record");
    record["erasing"] = serde_json::json!({ "begun_at": world.now, "removed": 0 });
    // Signed by a sealing key that was lost, and kept by the operator's word.
    entry.value = format!("{record}\nlost........0.").into_bytes();
    world.table.insert(company, entry);
    let input = badgehouse::company::ResealInput { keep_lost: true, cursor: None };
    world.run(seed(4, 3), |core, start| core.reseal_company(start, ACME.into(), input)).expect("kept");

    let create = |world: &mut Simulation| {
        let new = NewAccount::custom("Late");
        world.run(seed(4, 4), |core, start| {
            core.create_account(start, Principal::Platform, ACME.into(), new, None)
        })
    };
    let refused = create(&mut world).expect_err("it is being erased");
    assert_eq!(refused.code, Code::NotFound);
    while world
        .run(seed(6, 2), |core, start| core.erase_company(start, ACME.into(), ACME.into()))
        .expect("erased")
        .receipt
        .is_none()
    {}
    create(&mut world).expect("a company of that id begins anew");
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
