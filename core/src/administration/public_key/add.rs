//! Adding a public key.

use super::list::KeyView;
use crate::administration::edit::{Edit, edit};
use crate::administration::principal::Principal;
use crate::administration::right::Right;
use crate::administration::{Call, credential};
use crate::core::Context;
use crate::model::account::{self, AccountRecord};
use crate::model::audit::{AuditAction, Deed};
use crate::model::life::{Life, check_wish};
use crate::model::public_key::{KeyRecord, MAX_KID_BYTES, MAX_LIVE_KEYS, read_jwk};
use crate::model::record;
use crate::model::settings::Policy;
use crate::model::usage::last_used;
use crate::port::store::Change;
use crate::value::error::{Code, Error, InputProblem};
use crate::value::identifier::{CredentialId, KeyId};
use crate::value::timestamp::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// A wish for a public key.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NewKeyInput {
    /// The public key as a JWK (RFC 7517): `kty` `EC` on `P-256`, `kty` `OKP` with `Ed25519`, or `kty` `RSA` with 2,048 to 4,096 bits, which is for RS256
    /// unless its `alg` is PS256. A `kid`, of at most 255 bytes, is kept: assertions may name the key by it, or by its thumbprint.
    #[cfg_attr(feature = "schema", schemars(with = "crate::port::crypto::jwk::PublicJwk"))]
    pub jwk: Map<String, Value>,
    /// What people call it: 1 to 200 characters, with the rules of an account's name.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(regex(pattern = crate::value::name::NAME), length(max = 200)))]
    pub name: Option<String>,
    /// When it ends; in the future.
    #[serde(default)]
    pub expires_at: Option<Timestamp>,
}

impl NewKeyInput {
    fn check(&self, policy: &Policy, now: Timestamp) -> Result<KeyRecord, Error> {
        let mut problems = Vec::new();
        let read = read_jwk(&self.jwk);
        let read = read.map_err(|rule| problems.push(InputProblem::new("/jwk", rule))).ok();
        let wished = (self.name.as_deref(), self.expires_at);
        let name = check_wish("key", wished, Some((policy, now)), &mut problems);
        let called = read.as_ref().and_then(|read| read.kid.as_ref());
        if called.is_some_and(|kid| kid.len() > MAX_KID_BYTES) {
            problems.push(InputProblem::new("/jwk/kid", "a kid has at most 255 bytes"));
        }
        let kid = read.as_ref().and_then(|read| KeyId::parse(read.jwk.kid()).ok());
        match (read, kid) {
            (Some(read), Some(kid)) if problems.is_empty() => {
                let (life, alg) = (Life::begin(self.expires_at, policy, now), read.other_algorithm());
                let client_kid = read.kid.filter(|called| called != kid.as_str());
                Ok(KeyRecord { kid, client_kid, name, life, jwk: read.jwk, alg })
            }
            _ => Err(Error::invalid(problems)),
        }
    }
}

pub(crate) async fn add(
    context: &mut Context,
    principal: Principal,
    company: &str,
    client_id: &str,
    new: NewKeyInput,
) -> Result<KeyView, Error> {
    let call = Call::new(principal, company, Right::Accounts)?;
    let client_id = account::parse(client_id)?;
    let usage = record::usage(&client_id);
    edit(context, call.reading([usage.clone()]), &client_id, |scene, mut account| {
        scene.held.require_all_of(&scene.settings.catalogue, &client_id, &account.highest_levels())?;
        let (now, policy) = (scene.now, &scene.settings.policy);
        let key = new.check(policy, now)?;
        if let Some(there) = account.keys.iter_mut().find(|there| there.kid == key.kid) {
            if !there.life.is_live(now) {
                return Err(Error::invalid_at("/jwk", "this key was here before and has ended; make a new pair"));
            }
            let used = last_used(scene.reading.record(&usage)?, &CredentialId::Key(key.kid.clone()));
            if key.client_kid.is_none() || key.client_kid == there.client_kid {
                // The same call again.
                return Ok(Edit::Nothing(there.view(policy, now, used)));
            }
            // The client calls it otherwise by now.
            let before = std::mem::replace(&mut there.client_kid, key.client_kid);
            let deed = Deed {
                action: AuditAction::KeyChanged,
                target: client_id.to_string(),
                from: json!({ "kid": key.kid, "client_kid": before }),
                to: json!({ "kid": key.kid, "client_kid": there.client_kid }),
            };
            let view = there.view(policy, now, used);
            return Ok(Edit::changed(account, Vec::new(), deed, view));
        }
        let view = key.view(policy, now, None);
        let deed = Deed {
            action: AuditAction::KeyCreated,
            target: client_id.to_string(),
            from: Value::Null,
            to: json!({ "kid": key.kid, "client_kid": key.client_kid, "name": key.name, "expires_at": key.life.expires_at }),
        };
        let changes = place(&mut account, key, (now, scene.certain))?;
        Ok(Edit::changed(account, changes, deed, view))
    })
    .await
}

fn place(
    account: &mut AccountRecord,
    key: KeyRecord,
    moments: (Timestamp, Timestamp),
) -> Result<Vec<Change>, Error> {
    credential::place(account, key, (MAX_LIVE_KEYS, KEPT_KEYS), moments)
        .ok_or_else(|| Error::new(Code::TooManyKeys, "the account has as many keys as it may; revoke one"))
}

/// The most keys that an account's record keeps; the ended ones make room for a new one.
const KEPT_KEYS: usize = 8;
