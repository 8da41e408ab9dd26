//! The addresses of credentials, described.

use super::route::{Route, guarded, repeatable};
use super::schemas::Schemas;
use crate::administration::public_key::add::NewKeyInput;
use crate::administration::public_key::list::{KeyList, KeyView};
use crate::administration::secret::add::AddedSecret;
use crate::administration::secret::leak::{Leak, LeakInput};
use crate::administration::secret::list::{SecretList, SecretView};
use crate::administration::trust::list::{TrustList, TrustView};
use crate::model::life::CredentialChange;
use crate::model::secret::new::NewSecretInput;
use crate::model::trust::new::NewTrustInput;

const SECRETS: &str = "/companies/{company}/service-accounts/{client_id}/secrets";
const SECRET: &str = "/companies/{company}/service-accounts/{client_id}/secrets/{secret_id}";
const FINISH: &str = "/companies/{company}/service-accounts/{client_id}/secrets/{secret_id}/finish-rotation";
const KEYS: &str = "/companies/{company}/service-accounts/{client_id}/keys";
const KEY: &str = "/companies/{company}/service-accounts/{client_id}/keys/{kid}";
const TRUSTS: &str = "/companies/{company}/service-accounts/{client_id}/trusts";
const TRUST: &str = "/companies/{company}/service-accounts/{client_id}/trusts/{trust_id}";
const LEAKS: &str = "/companies/{company}/leaks";

pub(super) fn all(schemas: &mut Schemas) -> Vec<Route> {
    let mut all = secrets(schemas);
    all.extend(keys(schemas));
    all.extend(trusts(schemas));
    all.push(
        Route::new("POST", LEAKS, "look_up_leak", "Whether a text is a secret of the company, and whose")
            .takes(schemas.read::<LeakInput>())
            .answers(200, "What it is.", schemas.written::<Leak>()),
    );
    all
}

fn secrets(schemas: &mut Schemas) -> Vec<Route> {
    vec![
        Route::new("GET", SECRETS, "list_secrets", "What is known of an account's secrets").answers(
            200,
            "The secrets.",
            schemas.written::<SecretList>(),
        ),
        repeatable(Route::new(
            "POST",
            SECRETS,
            "add_secret",
            "Make one more secret, or rotate with an overlap",
        ))
        .takes(schemas.read::<NewSecretInput>())
        .answers(201, "The secret, shown this once.", schemas.written::<AddedSecret>()),
        guarded(Route::new("PATCH", SECRET, "change_secret", "Rename a secret, or change when it ends"))
            .takes(schemas.read::<CredentialChange>())
            .answers(200, "The secret.", schemas.written::<SecretView>())
            .refuses(428),
        Route::new(
            "DELETE",
            SECRET,
            "revoke_secret",
            "Revoke a secret, and the tokens that were fetched with it",
        ),
        guarded(Route::new(
            "POST",
            FINISH,
            "finish_rotation",
            "End the account's other secrets, once this one has been seen in use",
        ))
        .answers(200, "The secrets.", schemas.written::<SecretList>())
        .refuses(409),
    ]
}

fn keys(schemas: &mut Schemas) -> Vec<Route> {
    vec![
        Route::new("GET", KEYS, "list_keys", "An account's public keys").answers(
            200,
            "The keys.",
            schemas.written::<KeyList>(),
        ),
        Route::new("POST", KEYS, "add_key", "Enter a public key that the account proves itself with")
            .takes(schemas.read::<NewKeyInput>())
            .answers(201, "The key.", schemas.written::<KeyView>())
            .refuses(409),
        guarded(Route::new("PATCH", KEY, "change_key", "Rename a public key, or change when it ends"))
            .takes(schemas.read::<CredentialChange>())
            .answers(200, "The key.", schemas.written::<KeyView>())
            .refuses(428),
        Route::new("DELETE", KEY, "revoke_key", "Revoke a public key"),
    ]
}

fn trusts(schemas: &mut Schemas) -> Vec<Route> {
    vec![
        Route::new("GET", TRUSTS, "list_trusts", "The outside issuers that an account trusts").answers(
            200,
            "The trusts.",
            schemas.written::<TrustList>(),
        ),
        Route::new("POST", TRUSTS, "add_trust", "Let an account trust an outside issuer")
            .takes(schemas.read::<NewTrustInput>())
            .answers(201, "The trust.", schemas.written::<TrustView>())
            .refuses(409),
        Route::new("DELETE", TRUST, "revoke_trust", "Revoke a trust, and the tokens that were fetched by it"),
    ]
}
