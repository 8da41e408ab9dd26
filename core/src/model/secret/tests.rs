//! Texts that look like secrets and are none, and hashes that are not to be computed.

use super::{PresentedSecret, SecretRecord, checksum_of, hash, matches};
use crate::model::life::Life;
use crate::model::settings::Policy;
use crate::value::identifier::SecretId;
use crate::value::timestamp::Timestamp;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, Version};
use zeroize::Zeroizing;

const PLACE: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaabbbbbbbbbbbb";
const RANDOM: &str = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefg";

/// Without the first character.
fn tail(text: &str) -> &str {
    text.get(1..).unwrap()
}

/// A text with the right checksum, whatever stands in it.
fn summed(begin: &str) -> String {
    format!("{begin}_{}", checksum_of(begin))
}

fn record(phc: String) -> SecretRecord {
    let id = SecretId::parse("bbbbbbbbbbbb").unwrap();
    let life = Life::begin(None, &Policy::default(), Timestamp::from_seconds(0));
    SecretRecord { id, name: None, life, hint: String::new(), phc }
}

#[test]
fn a_text_of_another_form_is_no_secret_though_its_checksum_is_right() {
    let good = summed(&format!("bhs_{PLACE}_{RANDOM}"));
    let (begin, checksum) = good.rsplit_once('_').unwrap();
    assert!(PresentedSecret::parse("bhs", &good).is_some());
    let cases = [
        format!("ghp_{PLACE}_{RANDOM}"),
        format!("bhs_{PLACE}a_{RANDOM}"),
        format!("bhs_{}_{RANDOM}", tail(PLACE)),
        format!("bhs_{PLACE}_{RANDOM}h"),
        format!("bhs_{PLACE}_{}", tail(RANDOM)),
        format!("bhs_{PLACE}_{}-", tail(RANDOM)),
        format!("bhs_{}!_{RANDOM}", tail(PLACE)),
    ];
    for begin in cases {
        assert!(PresentedSecret::parse("bhs", &summed(&begin)).is_none(), "{begin}");
    }
    assert!(PresentedSecret::parse("bhs", &format!("{good}_more")).is_none());
    assert!(PresentedSecret::parse("bhs", &format!("bhs_{PLACE}_{RANDOM}_0{}", checksum)).is_none());
    assert!(PresentedSecret::parse("bhs", begin).is_none());
    assert!(PresentedSecret::parse("bhs", "").is_none());
}

fn phc(
    algorithm: Algorithm,
    version: Version,
    (memory, passes, lanes): (u32, u32, u32),
    length: usize,
) -> String {
    let params = Params::new(memory, passes, lanes, Some(length)).unwrap();
    let argon2 = Argon2::new(algorithm, version, params);
    argon2.hash_password_with_salt(text().as_bytes(), &[7; 16]).unwrap().to_string()
}

fn text() -> String {
    summed(&format!("bhs_{PLACE}_{RANDOM}"))
}

#[test]
fn only_a_bounded_argon2id_of_32_bytes_is_hashed_against() {
    let presented = PresentedSecret::parse("bhs", &text()).unwrap();
    let fits = |phc: String| matches(&presented, Some(&record(phc)));
    assert!(fits(hash(&text(), [1; 16]).unwrap()));
    let argon2id = |cost, length| phc(Algorithm::Argon2id, Version::V0x13, cost, length);
    assert!(fits(argon2id((65_536, 1, 1), 32)), "as much memory as is allowed");
    assert!(fits(argon2id((64, 4, 4), 32)), "as many passes and lanes");
    for (told, other) in [
        ("more memory", argon2id((65_537, 1, 1), 32)),
        ("more passes", argon2id((64, 5, 1), 32)),
        ("more lanes", argon2id((64, 1, 5), 32)),
        ("a shorter hash", argon2id((64, 1, 1), 16)),
        ("a longer hash", argon2id((64, 1, 1), 64)),
        ("another algorithm", phc(Algorithm::Argon2i, Version::V0x13, (64, 1, 1), 32)),
        ("another version", phc(Algorithm::Argon2id, Version::V0x10, (64, 1, 1), 32)),
        (
            "the label of another algorithm",
            hash(&text(), [1; 16]).unwrap().replace("$argon2id$", "$argon2i$"),
        ),
        ("the label of another version", hash(&text(), [1; 16]).unwrap().replace("$v=19$", "$v=16$")),
        ("no hash at all", "$argon2id$v=19$m=64,t=1,p=1$YmFkZ2Vob3VzZWR1bW15IQ".to_owned()),
        ("another secret's", hash("another", [1; 16]).unwrap()),
        ("nothing", String::new()),
    ] {
        assert!(!fits(other), "{told}");
    }
    assert!(!matches(&presented, None));
}

#[test]
fn nothing_matches_the_dummy() {
    let dummy = record(super::DUMMY.to_owned());
    let presented =
        PresentedSecret { segment: String::new(), id: dummy.id.clone(), text: Zeroizing::new(text()) };
    assert!(!matches(&presented, Some(&dummy)));
}
