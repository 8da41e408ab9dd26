//! Adding a trust.

use super::list::TrustView;
use crate::administration::edit::{Edit, edit};
use crate::administration::principal::Principal;
use crate::administration::right::Right;
use crate::administration::{Call, Scene, credential};
use crate::core::Context;
use crate::model::account::{self, AccountRecord};
use crate::model::audit::{AuditAction, Deed};
use crate::model::life::Life;
use crate::model::trust::new::{Checked, NewTrustInput};
use crate::model::trust::{MAX_LIVE_TRUSTS, TrustRecord};
use crate::port::store::Change;
use crate::value::error::{Code, Error};
use crate::value::identifier::TrustId;
use crate::value::timestamp::Timestamp;
use serde_json::{Value, json};

/// The trust, or each rule that the wish breaks.
fn trust(new: NewTrustInput, scene: &mut Scene<'_>) -> Result<TrustRecord, Error> {
    let policy = &scene.settings.policy;
    let Checked { issuer, preset, name } = new.check(Some((policy, scene.now))).map_err(Error::invalid)?;
    Ok(TrustRecord {
        id: TrustId::generate(scene.random),
        name,
        life: Life::begin(new.expires_at, policy, scene.now),
        preset,
        issuer,
        audience: new.audience,
        claims: new.claims,
        once: new.once,
    })
}

pub(crate) async fn add(
    context: &mut Context,
    principal: Principal,
    company: &str,
    client_id: &str,
    new: NewTrustInput,
) -> Result<TrustView, Error> {
    let call = Call::new(principal, company, Right::Accounts)?;
    let client_id = account::parse(client_id)?;
    edit(context, call, &client_id, |scene, mut account| {
        scene.held.require_all_of(&scene.settings.catalogue, &client_id, &account.highest_levels())?;
        let trust = trust(new.clone(), scene)?;
        let (now, policy) = (scene.now, &scene.settings.policy);
        let same = |there: &&TrustRecord| {
            there.life.is_live(now)
                && (&there.issuer, &there.audience, &there.claims, there.once)
                    == (&trust.issuer, &trust.audience, &trust.claims, trust.once)
        };
        if let Some(there) = account.trusts.iter().find(same) {
            // The same call again.
            return Ok(Edit::Nothing(there.view(policy, now, None)));
        }
        let view = trust.view(policy, now, None);
        let deed = Deed {
            action: AuditAction::TrustCreated,
            target: client_id.to_string(),
            from: Value::Null,
            to: json!({
                "trust_id": trust.id,
                "issuer": trust.issuer,
                "audience": trust.audience,
                "claims": trust.claims,
                "once": trust.once,
                "name": trust.name,
                "expires_at": trust.life.expires_at,
            }),
        };
        let changes = place(&mut account, trust, (now, scene.certain))?;
        Ok(Edit::changed(account, changes, deed, view))
    })
    .await
}

fn place(
    account: &mut AccountRecord,
    trust: TrustRecord,
    moments: (Timestamp, Timestamp),
) -> Result<Vec<Change>, Error> {
    credential::place(account, trust, (MAX_LIVE_TRUSTS, KEPT_TRUSTS), moments).ok_or_else(|| {
        Error::new(Code::TooManyTrusts, "the account trusts as many issuers as it may; revoke one")
    })
}

/// The most trusts that an account's record keeps; the ended ones make room for a new one.
const KEPT_TRUSTS: usize = 16;
