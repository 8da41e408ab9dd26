//! What is done with a credential in the same way, whether it is a secret, a public key or a trust: to list those of an account, to change one and to
//! revoke one.

use super::edit::{Edit, edit, is_full};
use super::look::look;
use super::principal::Principal;
use super::right::Right;
use super::{Call, Scene};
use crate::core::Context;
use crate::model::account::{self, AccountRecord};
use crate::model::audit::{AuditAction, Deed};
use crate::model::credential::{self, Credential};
use crate::model::life::{CredentialChange, KEPT_SECONDS, Life};
use crate::model::record;
use crate::model::secret::index;
use crate::model::settings::Policy;
use crate::model::usage::{UsageRecord, last_used};
use crate::port::store::Change;
use crate::value::error::Error;
use crate::value::identifier::CredentialId;
use crate::value::precondition::Precondition;
use crate::value::timestamp::Timestamp;
use serde_json::{Map, Value, json};

/// Those of an account, each as `view` shows it with when it was last used; and the account's revision.
pub(crate) async fn list<C: Credential, V>(
    context: &mut Context,
    principal: Principal,
    company: &str,
    client_id: &str,
    view: impl Fn(&C, &Policy, Timestamp, Option<Timestamp>) -> V,
) -> Result<(u64, Vec<V>), Error> {
    let call = Call::new(principal, company, Right::Accounts)?;
    let client_id = account::parse(client_id)?;
    let call = call.reading([record::usage(&client_id)]);
    look(context, call, &client_id, |scene, account| listed(scene, &account, view)).await
}

/// The same of an account that was read together with its usage.
pub(crate) fn listed<C: Credential, V>(
    scene: &Scene<'_>,
    account: &AccountRecord,
    view: impl Fn(&C, &Policy, Timestamp, Option<Timestamp>) -> V,
) -> Result<(u64, Vec<V>), Error> {
    let usage = scene.reading.record::<UsageRecord>(&record::usage(&account.client_id))?;
    let usage = usage.map(|usage| usage.record).unwrap_or_default();
    let used = |one: &C| usage.last_used(&C::any(one.id().clone()));
    let shown = |one: &C| view(one, &scene.settings.policy, scene.now, used(one));
    Ok((account.revision, C::of(account).iter().map(shown).collect()))
}

/// Puts a new one among an account's, of which no more than the first bound are live and no more than the second kept. What has ended makes room for it, in the lists
/// and in the record, so that none of it keeps a rotation off. The changes that go with that, or nothing when as many are live as may be.
pub(crate) fn place<C: Credential>(
    account: &mut AccountRecord,
    new: C,
    bounds: (usize, usize),
    (now, certain): (Timestamp, Timestamp),
) -> Option<Vec<Change>> {
    let gone = credential::place(C::of_mut(account), new, bounds, (now, certain))?;
    let mut gone: Vec<(CredentialId, Life)> = gone.iter().map(named).collect();
    while is_full(account) {
        let one = credential::take_ended(&mut account.trusts, certain).as_ref().map(named);
        let one = one.or_else(|| credential::take_ended(&mut account.keys, certain).as_ref().map(named));
        let one = one.or_else(|| credential::take_ended(&mut account.secrets, certain).as_ref().map(named));
        let Some(one) = one else { break };
        gone.push(one);
    }
    let may_come_back = |(id, life): &(CredentialId, Life)| {
        matches!(id, CredentialId::Key(_))
            && life.revoked_at.is_some_and(|at| certain < at.after(KEPT_SECONDS))
    };
    if gone.iter().any(may_come_back) {
        // A key goes by its thumbprint: entered again, it would uphold the tokens that revoking it has ended.
        account.epoch = account.epoch.saturating_add(1);
    }
    let segment = account.client_id.segment();
    let forgotten = gone.into_iter().filter_map(|(id, _)| match id {
        CredentialId::Secret(id) => Some(index::forget(&segment, &id)),
        CredentialId::Key(_) | CredentialId::Trust(_) => None,
    });
    Some(forgotten.collect())
}

fn named<C: Credential>(one: &C) -> (CredentialId, Life) {
    (C::any(one.id().clone()), one.life().clone())
}

/// Changes what one is called or when it ends; the credential since, and when it was last used.
pub(crate) async fn change<C: Credential>(
    context: &mut Context,
    principal: Principal,
    company: &str,
    (client_id, id): (&str, &str),
    wanted: CredentialChange,
    precondition: Precondition,
    action: AuditAction,
) -> Result<(C, Option<Timestamp>), Error> {
    let call = Call::new(principal, company, Right::Accounts)?;
    let client_id = account::parse(client_id)?;
    let id = C::parse(id)?;
    let usage = record::usage(&client_id);
    edit(context, call.reading([usage.clone()]), &client_id, |scene, mut account| {
        let used = last_used(scene.reading.record(&usage)?, &C::any(id.clone()));
        let (revision, highest) = (account.revision, account.highest_levels());
        let one = find::<C>(&mut account, &id)?;
        let before = one.clone();
        let (name, life) = one.parts();
        let longer = wanted.apply(name, life, &scene.settings.policy, scene.now)?;
        if longer {
            // As for making one: whoever has it goes on holding what the account holds.
            scene.held.require_all_of(&scene.settings.catalogue, &client_id, &highest)?;
        }
        precondition.require(revision)?;
        let after = one.clone();
        if after.name() == before.name() && after.life() == before.life() {
            return Ok(Edit::Nothing((after, used)));
        }
        let target = client_id.to_string();
        let deed = Deed { action, target, from: told(&before), to: told(&after) };
        let answer = (after, used);
        if longer || wanted.name.is_some() {
            return Ok(Edit::changed(account, Vec::new(), deed, answer));
        }
        Ok(Edit::ended(account, Vec::new(), deed, answer))
    })
    .await
}

/// Revokes one: nothing is fetched by it any more, and the tokens that were are refused.
pub(crate) async fn revoke<C: Credential>(
    context: &mut Context,
    principal: Principal,
    company: &str,
    (client_id, id): (&str, &str),
) -> Result<(), Error> {
    let call = Call::new(principal, company, Right::Accounts)?;
    let client_id = account::parse(client_id)?;
    let id = C::parse(id)?;
    edit(context, call, &client_id, |scene, mut account| {
        let (_, life) = find::<C>(&mut account, &id)?.parts();
        if life.revoked_at.is_some() {
            return Ok(Edit::Nothing(()));
        }
        life.revoked_at = Some(scene.now);
        let state = |live: bool| json!({ C::NAMED: id, "live": live });
        let deed =
            Deed { action: C::REVOKED, target: client_id.to_string(), from: state(true), to: state(false) };
        Ok(Edit::ended(account, Vec::new(), deed, ()))
    })
    .await
}

fn find<'a, C: Credential + 'a>(account: &'a mut AccountRecord, id: &C::Id) -> Result<&'a mut C, Error> {
    C::of_mut(account).iter_mut().find(|one| one.id() == id).ok_or_else(Error::not_found)
}

/// What the audit tells of one: also that it was ended at once, which may leave its end as it was.
fn told<C: Credential>(one: &C) -> Value {
    let mut told = Map::from_iter([
        (C::NAMED.to_owned(), json!(one.id())),
        ("name".to_owned(), json!(one.name())),
        ("expires_at".to_owned(), json!(one.life().expires_at)),
    ]);
    if one.life().over {
        told.insert("live".to_owned(), json!(false));
    }
    Value::Object(told)
}
