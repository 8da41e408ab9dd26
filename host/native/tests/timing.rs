//! How long each refusal takes, interleaved, and Welch's t between each two classes: above 4.5 a difference would be seen. Nothing here asserts a time; `cargo xtask long timing` prints
//! the figures of 2,000 each, CI makes a few to see that it runs.

use badgehouse::account::{DisableInput, NewAccount};
use badgehouse::crypto::SealingKey;
use badgehouse::grant::{TokenErrorCode, TokenRequest};
use badgehouse::principal::Principal;
use badgehouse::secret::CredentialChange;
use badgehouse::settings::Settings;
use badgehouse::timestamp::Timestamp;
use badgehouse_native::{Engine, MemoryStore};
use std::time::Instant;

const ACME: &str = "acme";

struct Made {
    client_id: String,
    secret: String,
    secret_id: String,
}

async fn made(engine: &Engine) -> Made {
    let made = engine.create_account(Principal::Platform, ACME.into(), NewAccount::custom("Sync"), None);
    let made = made.await.expect("an account");
    Made {
        client_id: made.account.client_id.to_string(),
        secret: made.client_secret.expect("a secret").reveal().to_owned(),
        secret_id: made.secret_id.to_string(),
    }
}

/// Mean and variance.
fn moments(times: &[f64]) -> (f64, f64) {
    let count = times.len() as f64;
    let mean = times.iter().sum::<f64>() / count;
    (mean, times.iter().map(|time| (time - mean).powi(2)).sum::<f64>() / (count - 1.0))
}

fn welch(one: &[f64], other: &[f64]) -> f64 {
    let ((a, va), (b, vb)) = (moments(one), moments(other));
    (a - b) / (va / one.len() as f64 + vb / other.len() as f64).sqrt()
}

#[tokio::test]
async fn refusals_take_as_long_whatever_their_reason() {
    let each: usize = std::env::var("BADGEHOUSE_EACH").map_or(20, |text| text.parse().expect("a number"));
    let sealing_keys = vec![SealingKey::from_bytes([42; 32])];
    let settings = Settings::new("https://id.example.com", "contacts.example.com", sealing_keys);
    let engine = Engine::open(settings, MemoryStore::new()).expect("the settings");
    engine.jwks().await.expect("the first key");
    let other = made(&engine).await.secret;
    let (disabled, wrong, expired) = (made(&engine).await, made(&engine).await, made(&engine).await);
    let input = DisableInput { reason: "on leave".into() };
    let disable =
        engine.disable_account(Principal::Platform, ACME.into(), disabled.client_id.clone(), input, None);
    disable.await.expect("disabled");
    let end = CredentialChange {
        expires_at: Some(Some(Timestamp::from_seconds(1))),
        ..CredentialChange::default()
    };
    let (id, secret_id) = (expired.client_id.clone(), expired.secret_id.clone());
    let ended = engine.change_secret(Principal::Platform, ACME.into(), id, secret_id, end, None);
    ended.await.expect("expired");
    let unknown = format!("{}{}", wrong.client_id.get(..35).expect("a segment"), "a".repeat(20));
    let classes = [
        ("unknown", unknown, other.clone()),
        ("disabled", disabled.client_id, other.clone()),
        ("wrong", wrong.client_id, other),
        ("expired", expired.client_id, expired.secret),
    ];
    let mut times: Vec<Vec<f64>> = vec![Vec::new(); classes.len()];
    for round in 0..each + 10 {
        // Each class comes first, second, third and last as often as any other.
        for turn in 0..classes.len() {
            let index = (round + turn) % classes.len();
            let (class, client_id, secret) = &classes[index];
            let request = TokenRequest {
                client_id: client_id.clone(),
                client_secret: secret.clone().into(),
                ..TokenRequest::default()
            };
            let begin = Instant::now();
            let refused = engine.request_token(request).await;
            let time = begin.elapsed().as_secs_f64() * 1e6;
            assert_eq!(refused.expect_err(class).error, TokenErrorCode::InvalidClient);
            // The first rounds warm everything up.
            if round >= 10 {
                times[index].push(time);
            }
        }
    }
    // What took much longer than usual was an interruption, which falls on a class by chance.
    for times in &mut times {
        times.sort_by(f64::total_cmp);
        times.truncate(times.len() * 99 / 100);
    }
    for (index, (class, ..)) in classes.iter().enumerate() {
        let (mean, variance) = moments(&times[index]);
        println!("{class}: {mean:.2} µs on average, a deviation of {:.2}", variance.sqrt());
        for (other, (name, ..)) in classes.iter().enumerate().skip(index + 1) {
            println!("  Welch's t against {name}: {:.2}", welch(&times[index], &times[other]));
        }
    }
}
