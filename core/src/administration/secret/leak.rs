//! Leaks: whether a text that was found somewhere is a secret of ours, whose, and whether it still opens anything.
//!
//! The place in a secret is public, as its `client_id` and its id are; so nothing is told before its hash was verified.

use crate::administration::credential;
use crate::administration::principal::Principal;
use crate::administration::right::Right;
use crate::administration::{Call, view};
use crate::core::Context;
use crate::model::account::{AccountRecord, present};
use crate::model::company::CompanyRecord;
use crate::model::record::{self, Stored};
use crate::model::secret::SecretRecord;
use crate::model::secret::index::SecretIndex;
use crate::model::secret::{PresentedSecret, matches};
use crate::value::error::{Code, Error};
use crate::value::identifier::{ClientId, SecretId, Segment};
use serde::{Deserialize, Serialize};
use std::fmt;
use zeroize::Zeroizing;

/// The longest text that is looked at.
const MAX_CHARACTERS: usize = 1000;

/// A text that was found somewhere.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LeakInput {
    /// The text, at most 1000 characters; spaces around it do not count.
    #[cfg_attr(feature = "schema", schemars(with = "String", length(max = 1000)))]
    pub secret: Zeroizing<String>,
    /// Whether to revoke it if it is one of the company's.
    #[serde(default)]
    pub revoke: bool,
}

impl fmt::Debug for LeakInput {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "LeakInput(…, revoke {})", self.revoke)
    }
}

/// What a text turned out to be.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Leak {
    /// The secret that it is; absent when it is none that the asking may know of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub found: Option<FoundSecret>,
}

/// A secret that was found somewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FoundSecret {
    /// The company it belongs to.
    pub company: String,
    /// The account it belongs to.
    pub client_id: ClientId,
    /// The account's name.
    pub name: String,
    /// Its id.
    pub secret_id: SecretId,
    /// Whether tokens could be fetched with it when it was looked up.
    pub live: bool,
    /// Whether it is revoked, now or before.
    pub revoked: bool,
}

pub(crate) async fn look_up(
    context: &mut Context,
    principal: Principal,
    company: &str,
    input: LeakInput,
) -> Result<Leak, Error> {
    let call = Call::new(principal.clone(), company, Right::Accounts)?;
    let segment = call.company.segment();
    if input.secret.chars().nth(MAX_CHARACTERS).is_some() {
        let rule = "a text has at most 1000 characters; send the part that looks like a secret";
        return view(context, call, |_| Err(Error::invalid_at("/secret", rule))).await;
    }
    let presented = PresentedSecret::parse(&context.settings.policy.secret_prefix, input.secret.trim())
        .filter(|presented| presented.segment == segment.as_str());
    let Some(presented) = presented else {
        return view(context, call, |_| Ok(Leak::default())).await;
    };
    let key = record::secret(&segment, &presented.id);
    let index = view(context, call.reading([key.clone()]), |scene| {
        Ok(scene.reading.record::<SecretIndex>(&key)?.map(|index| index.record))
    })
    .await?;
    let Some(SecretIndex { client_id, .. }) = index else { return Ok(Leak::default()) };
    let call = Call::new(principal.clone(), company, Right::Accounts)?;
    let key = record::account(&client_id);
    let home = call.company.clone();
    let found = view(context, call.reading([key.clone()]), |scene| {
        let stored: Option<Stored<AccountRecord>> = scene.reading.record(&key)?;
        let account = present(stored.map(|stored| stored.record), &home).ok();
        let secret = account.as_ref().and_then(|account| account.secret(&presented.id));
        let matches = matches(&presented, secret);
        let (Some(account), Some(secret), true) = (&account, secret, matches) else { return Ok(None) };
        Ok(Some(FoundSecret {
            company: home.to_string(),
            client_id: client_id.clone(),
            name: account.details.name.clone(),
            secret_id: secret.id.clone(),
            live: secret.life.is_live(scene.now),
            revoked: secret.life.revoked_at.is_some(),
        }))
    })
    .await?;
    let Some(mut found) = found else { return Ok(Leak::default()) };
    if input.revoke && !found.revoked {
        let place = (client_id.as_str(), presented.id.as_str());
        match credential::revoke::<SecretRecord>(context, principal, company, place).await {
            Ok(()) => found.revoked = true,
            // Its account was deleted meanwhile, and with it the secret.
            Err(error) if error.code == Code::NotFound => return Ok(Leak::default()),
            Err(error) => return Err(error),
        }
    }
    Ok(Leak { found: Some(found) })
}

/// The same for the platform, which need not know whose it may be.
pub(crate) async fn look_up_anywhere(context: &mut Context, input: LeakInput) -> Result<Leak, Error> {
    let presented = PresentedSecret::parse(&context.settings.policy.secret_prefix, input.secret.trim());
    let Some(segment) = presented.and_then(|presented| Segment::parse(&presented.segment)) else {
        return Ok(Leak::default());
    };
    let key = record::company(&segment);
    let company = context.read(vec![key.clone()]).await?.record::<CompanyRecord>(&key)?;
    let Some(company) = company.and_then(|company| company.record.id) else { return Ok(Leak::default()) };
    look_up(context, Principal::Platform, company.as_str(), input).await
}
