//! What ends something gets through on a database in a file while sixty-four others change things without pause.

use badgehouse::account::NewAccount;
use badgehouse::principal::Principal;
use badgehouse_native::Engine;
use badgehouse_simulation::settings;
use badgehouse_sqlite::SqliteStore;
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

const ACME: &str = "acme";
const CHANGERS: usize = 64;
const ENDS: usize = 8;

async fn account(engine: &Engine, name: &str) -> (String, String) {
    let made = engine.create_account(Principal::Platform, ACME.into(), NewAccount::custom(name), None).await;
    let made = made.expect("an account");
    (made.account.client_id.to_string(), made.secret_id.to_string())
}

async fn describe(engine: &Engine, client_id: &str, text: usize) -> bool {
    let change = serde_json::from_value(json!({ "description": text.to_string() })).expect("a change");
    engine.update_account(Principal::Platform, ACME.into(), client_id.into(), change, None).await.is_ok()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_end_is_refused_while_sixty_four_others_change_the_company() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = SqliteStore::open(folder.path().join("badges.db")).await.expect("a database");
    let engine = Arc::new(Engine::open(settings(), store).expect("the settings"));
    let mut targets = Vec::new();
    for number in 0..ENDS {
        targets.push(account(&engine, &format!("Sync {number}")).await);
    }
    let other = account(&engine, "Other").await.0;
    let over = Arc::new(AtomicBool::new(false));
    let changers: Vec<_> = (0..CHANGERS)
        .map(|number| {
            let (engine, over) = (Arc::clone(&engine), Arc::clone(&over));
            // Half of them change what is to be ended.
            let target = if number % 2 == 0 { &targets[number % ENDS].0 } else { &other };
            let (target, mut text, mut done) = (target.clone(), number, 0_usize);
            tokio::spawn(async move {
                while !over.load(Ordering::Relaxed) {
                    text += CHANGERS;
                    done += usize::from(describe(&engine, &target, text).await);
                }
                done
            })
        })
        .collect();
    for (client_id, secret_id) in &targets {
        let place = || (Principal::Platform, ACME.to_owned(), client_id.clone());
        let (by, company, id) = place();
        engine.revoke_secret(by, company, id, secret_id.clone()).await.expect("the secret is revoked");
        let (by, company, id) = place();
        engine.revoke_tokens(by, company, id, None).await.expect("the tokens are revoked");
        let (by, company, id) = place();
        let reason = serde_json::from_value(json!({ "reason": "found out" })).expect("a reason");
        engine.disable_account(by, company, id, reason, None).await.expect("the account is disabled");
        let (by, company, id) = place();
        engine.delete_account(by, company, id).await.expect("the account is deleted");
    }
    over.store(true, Ordering::Relaxed);
    let mut done = 0;
    for changer in changers {
        done += changer.await.expect("a changer");
    }
    assert!(done > 0, "nobody changed anything meanwhile");
}
