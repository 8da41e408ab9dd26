//! The form of a secret: what scanners find it by, and that no altered one passes.

use badgehouse::account::NewAccount;
use badgehouse::grant::{TokenErrorCode, TokenRequest};
use badgehouse::principal::Principal;
use badgehouse_native::{Engine, MemoryStore};
use badgehouse_simulation::settings;
use badgehouse_tests::watched::{Counts, Watched};
use regex_lite::Regex;
use std::sync::Arc;

struct World {
    engine: Engine,
    counts: Arc<Counts>,
    client_id: String,
    secret: String,
}

impl World {
    async fn new() -> Self {
        let counts = Arc::new(Counts::default());
        let store = Watched::new(MemoryStore::new(), Arc::clone(&counts));
        let engine = Engine::open(settings(), store).expect("the settings");
        let made =
            engine.create_account(Principal::Platform, "acme".into(), NewAccount::custom("Sync"), None);
        let made = made.await.expect("an account");
        let secret = made.client_secret.expect("a secret").reveal().to_owned();
        Self { engine, counts, client_id: made.account.client_id.to_string(), secret }
    }

    async fn token(&self, secret: &str) -> Result<(), TokenErrorCode> {
        let request = TokenRequest {
            client_id: self.client_id.clone(),
            client_secret: secret.to_owned().into(),
            ..TokenRequest::default()
        };
        self.engine.request_token(request).await.map(drop).map_err(|error| error.error)
    }
}

#[tokio::test]
async fn the_published_pattern_finds_every_secret_in_any_text() {
    let world = World::new().await;
    let pattern = Regex::new(&world.engine.secret_pattern()).expect("a regular expression");
    for number in 0..100 {
        let made = world.engine.create_account(
            Principal::Platform,
            "acme".into(),
            NewAccount::custom(format!("Sync {number}")),
            None,
        );
        let secret = made.await.expect("an account").client_secret.expect("a secret").reveal().to_owned();
        for text in [secret.clone(), format!("key='{secret}'\n"), format!("https://x?s={secret}&y=1")] {
            assert_eq!(pattern.find(&text).expect("it is found").as_str(), secret);
        }
    }
    for other in ["bhs_", "ghp_0123456789abcdef", &world.client_id, &world.secret[1..]] {
        assert!(!pattern.is_match(other), "{other}");
    }
}

#[tokio::test]
async fn every_change_of_one_character_is_found_before_the_store_is_asked() {
    let world = World::new().await;
    world.token(&world.secret).await.expect("the secret itself is good");
    let asked = world.counts.asked();
    let mut tried = 0;
    for position in 0..world.secret.len() {
        for byte in b' '..=b'~' {
            let mut changed = world.secret.clone().into_bytes();
            if changed[position] == byte {
                continue;
            }
            changed[position] = byte;
            let changed = String::from_utf8(changed).expect("ASCII");
            assert_eq!(world.token(&changed).await, Err(TokenErrorCode::InvalidClient), "{position}");
            tried += 1;
        }
        let mut shorter = world.secret.clone();
        shorter.remove(position);
        assert_eq!(world.token(&shorter).await, Err(TokenErrorCode::InvalidClient), "without {position}");
        let mut longer = world.secret.clone();
        longer.insert(position, 'a');
        assert_eq!(world.token(&longer).await, Err(TokenErrorCode::InvalidClient), "one more at {position}");
    }
    assert_eq!(tried, world.secret.len() * 94);
    assert_eq!(world.counts.asked(), asked, "none of them reached the store");
}
