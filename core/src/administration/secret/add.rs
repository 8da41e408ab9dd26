//! Adding a secret; with an overlap, the others end after it: a rotation. Nothing else of the account changes.

use super::list::SecretView;
use crate::administration::edit::{Edit, edit};
use crate::administration::idempotency::{self, Answered, Attempt, ROTATE};
use crate::administration::principal::Principal;
use crate::administration::right::Right;
use crate::administration::{Call, credential};
use crate::core::Context;
use crate::model::account::{self, AccountRecord};
use crate::model::audit::{AuditAction, Deed};
use crate::model::secret::index;
use crate::model::secret::new::NewSecretInput;
use crate::model::secret::shown::ShownSecret;
use crate::model::secret::{NewSecret, SecretRecord};
use crate::model::settings::Policy;
use crate::port::store::Change;
use crate::value::error::{Code, Error};
use crate::value::identifier::IdempotencyKey;
use crate::value::input;
use crate::value::timestamp::Timestamp;
use serde::Serialize;
use serde_json::{Value, json};
use std::borrow::Cow;

/// The most secrets an account's record keeps, live ones and those whose tokens may still be out; the ended ones make room for a new one.
const KEPT_SECRETS: usize = 12;

/// A new secret; or, for a call that was repeated, the one that the first made.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AddedSecret {
    /// The secret's description.
    #[serde(flatten)]
    pub secret: SecretView,
    /// The secret, this once; absent in the answer to a repeated call.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_secret: Option<ShownSecret>,
    /// What to do when the secret is absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notice: Option<Cow<'static, str>>,
}

pub(crate) async fn add(
    context: &mut Context,
    principal: Principal,
    company: &str,
    client_id: &str,
    new: NewSecretInput,
    idempotency_key: Option<String>,
) -> Result<AddedSecret, Error> {
    let call = Call::new(principal, company, Right::Accounts)?;
    let client_id = account::parse(client_id)?;
    let segment = call.company.segment();
    let attempt = idempotency_key
        .map(|key| {
            let key: IdempotencyKey = input::parsed("/idempotency_key", &key)?;
            Attempt::new(&segment, &call.audit_actor(), &key, &(&client_id, &new))
        })
        .transpose()?;
    let call = call.reading(attempt.iter().map(|attempt| attempt.key.clone()));
    edit(context, call, &client_id, |scene, mut account| {
        scene.held.require_all_of(&scene.settings.catalogue, &client_id, &account.highest_levels())?;
        let answered = match &attempt {
            Some(attempt) => scene.reading.record::<Answered>(&attempt.key)?,
            None => None,
        };
        let earlier =
            attempt.as_ref().map(|attempt| attempt.earlier(answered.as_ref(), scene.now)).transpose()?;
        if let Some(earlier) = earlier.flatten() {
            let secret = account.secret(&earlier.secret_id).ok_or_else(|| idempotency::gone("secret"))?.view(&scene.settings.policy, scene.now, None);
            return Ok(Edit::Nothing(AddedSecret {
                secret,
                client_secret: None,
                notice: Some(ROTATE.into()),
            }));
        }
        let policy = &scene.settings.policy;
        let name = new.check(Some((policy, scene.now))).map_err(Error::invalid)?;
        let wanted = (name, new.expires_at);
        let made = NewSecret::generate(policy, &segment, wanted, scene.now, scene.random)?;
        let id = made.record.id.clone();
        let secret = made.record.view(policy, scene.now, None);
        let moments = (scene.now, scene.certain);
        let mut changes = place(&mut account, made.record, new.overlap_seconds, policy, moments)?;
        changes.push(index::enter(&client_id, &id)?);
        if let Some(attempt) = &attempt {
            changes.push(attempt.remember(answered, client_id.clone(), id.clone(), scene.now)?);
        }
        let deed = Deed {
            action: AuditAction::SecretCreated,
            target: client_id.to_string(),
            from: Value::Null,
            to: json!({ "secret_id": id, "overlap_seconds": new.overlap_seconds, "expires_at": secret.expires_at }),
        };
        let added = AddedSecret { secret, client_secret: Some(ShownSecret::new(made.text)), notice: None };
        Ok(Edit::changed(account, changes, deed, added))
    })
    .await
}

/// Puts the secret among the account's and ends the others after the overlap; the changes that go with it.
fn place(
    account: &mut AccountRecord,
    secret: SecretRecord,
    overlap: Option<u64>,
    policy: &Policy,
    (now, certain): (Timestamp, Timestamp),
) -> Result<Vec<Change>, Error> {
    if let Some(overlap) = overlap {
        let end = now.after(overlap);
        let live = account.secrets.iter_mut().filter(|kept| kept.life.may_live());
        live.for_each(|live| live.life.end_by(end, now));
    }
    let bounds = (policy.live_secrets, KEPT_SECRETS);
    credential::place(account, secret, bounds, (now, certain)).ok_or_else(|| {
        let detail =
            "the account has as many secrets as policy allows; revoke one, or wait until an overlap has ended";
        Error::new(Code::TooManySecrets, detail)
    })
}
