//! Who asks, told what it may do here: so that a page shows what would be refused before anybody tries it. Each answer is that of the function by which the
//! operations are refused.

use super::look::look;
use super::principal::Principal;
use super::right::{Held, Right};
use super::{Call, Scene, view};
use crate::core::{Context, Core, Outcome};
use crate::model::account::{self, AccountRecord};
use crate::model::audit::AuditActor;
use crate::model::levels::Levels;
use crate::model::record;
use crate::model::settings::Settings;
use crate::value::error::{Code, Error, Required};
use crate::value::identifier::{ClientId, CompanyId};
use crate::value::random::Start;
use crate::value::timestamp::Timestamp;
use serde::Serialize;

/// Who asks, what it may do in the company, and what the product's settings bound.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Me {
    /// Who asks: `kind` and `id`, as the audit will name it.
    #[serde(flatten)]
    pub actor: AuditActor,
    /// Of a service account its name; people are the host's, which names them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What it holds at company level, within its token's scope; absent for the platform, which holds everything.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub levels: Option<Levels>,
    /// What it may do in the company.
    pub rights: Rights,
    /// What it may do with the account that was asked about; absent when none was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountRights>,
    /// What policy bounds.
    pub policy: Bounds,
    /// Where programs get their tokens.
    pub service: Service,
    /// The moment of this answer.
    pub now: Timestamp,
}

/// What one may do in a company, whichever the account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Rights {
    /// To look at the catalogue, usage and the audit: Admin on `admin` or on `directory`.
    pub look: Allowance,
    /// To look at accounts, make, change and stop them, and to end credentials: Admin on `admin`.
    pub administer_accounts: Allowance,
    /// To look at and set permissions and contacts, and to keep templates: Admin on `directory`.
    pub administer_directory: Allowance,
    /// To bring a credential to an account whatever it holds: of people Admin on both tools. Who may not still may where it holds all that the account holds.
    pub bring_any_credential: Allowance,
}

/// What one may do with one account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AccountRights {
    /// The account.
    pub client_id: ClientId,
    /// To change, disable and delete it. What lets it work again or longer needs `bring_credential` as well.
    pub administer: Allowance,
    /// To add a secret, a public key or a trust, and to have a credential last longer.
    pub bring_credential: Allowance,
    /// To set its permissions, no further than its own levels for a service account, and to change its contact.
    pub configure: Allowance,
    /// To make it work again when its contact is broken.
    pub repair: Allowance,
}

/// Whether something may be done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Allowance {
    /// Whether it may.
    pub allowed: bool,
    /// The first thing that is missing where it may not, as the refusal would say it; absent where no level would do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing: Option<Required>,
}

/// What policy bounds, as far as an administrator meets it. All are seconds where nothing else is said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Bounds {
    /// How long an access token lives where the account says nothing else.
    pub token_seconds: u64,
    /// The longest that an account's tokens may live.
    pub longest_token_seconds: u64,
    /// How many accounts the company may have.
    pub accounts_per_company: u64,
    /// How many secrets of an account may be live at a time.
    pub live_secrets: usize,
    /// How old a new secret or public key may become; absent: as old as people let it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credential_seconds: Option<u64>,
    /// How long before a secret or public key ends that is warned of.
    pub credential_warning_seconds: u64,
    /// The longest overlap of a rotation.
    pub overlap_seconds: u64,
    /// For how long a deleted account can be brought back.
    pub undelete_seconds: u64,
    /// For how long audit events are kept; absent: for ever.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub audit_retention_seconds: Option<u64>,
}

/// Where programs get their tokens, as its metadata (RFC 8414) tells everybody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Service {
    /// The issuer of tokens.
    pub issuer: String,
    /// Where a program gets a token.
    pub token_endpoint: String,
    /// The audiences that a token may be for; the first where a request names none.
    pub audiences: Vec<String>,
}

impl Core {
    /// Who asks and what it may do in the company; with an account also what it may do with that. For everybody of the company, whatever its levels; an account needs Admin on
    /// `admin` or `directory`.
    pub fn get_me(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        client_id: Option<String>,
    ) -> Outcome<Me> {
        self.begin(
            start,
            |mut context| async move { get(&mut context, principal, &company, client_id).await },
        )
    }
}

pub(crate) async fn get(
    context: &mut Context,
    principal: Principal,
    company: &str,
    client_id: Option<String>,
) -> Result<Me, Error> {
    let right = if client_id.is_some() { Right::Either } else { Right::Membership };
    let call = Call::new(principal, company, right)?.without_the_record();
    let asker = (call.audit_actor(), call.company.clone());
    let Some(client_id) = client_id else {
        return view(context, call, |scene| me(scene, asker, None)).await;
    };
    let client_id = account::parse(&client_id)?;
    look(context, call, &client_id, |scene, account| me(scene, asker, Some(account))).await
}

fn me(
    scene: &Scene<'_>,
    (actor, company): (AuditActor, CompanyId),
    account: Option<AccountRecord>,
) -> Result<Me, Error> {
    let Scene { settings, reading, held, now, .. } = scene;
    let name = match held {
        Held::ServiceAccount { client_id, .. } => {
            let own = reading.record::<AccountRecord>(&record::account(client_id))?;
            own.map(|own| own.record).filter(|own| own.company == company).map(|own| own.details.name)
        }
        Held::Everything | Held::User(_) => None,
    };
    Ok(Me {
        actor,
        name,
        levels: held.levels().cloned(),
        rights: Rights::of(held)?,
        account: account.map(|account| AccountRights::of(held, settings, &account)).transpose()?,
        policy: Bounds::of(settings),
        service: Service::of(settings),
        now: *now,
    })
}

impl Rights {
    fn of(held: &Held) -> Result<Self, Error> {
        Ok(Self {
            look: Allowance::of(held.require(Right::Either))?,
            administer_accounts: Allowance::of(held.require(Right::Accounts))?,
            administer_directory: Allowance::of(held.require(Right::Directory))?,
            bring_any_credential: Allowance::of(held.require_whatever())?,
        })
    }
}

impl AccountRights {
    fn of(held: &Held, settings: &Settings, account: &AccountRecord) -> Result<Self, Error> {
        let (catalogue, client_id, levels) =
            (&settings.catalogue, &account.client_id, account.highest_levels());
        let other = |right| held.require(right).and_then(|()| held.require_other(client_id, right));
        let bring = || held.require_all_of(catalogue, client_id, &levels);
        let repair = || held.require_to_repair(catalogue, &levels);
        Ok(Self {
            client_id: client_id.clone(),
            administer: Allowance::of(other(Right::Accounts))?,
            bring_credential: Allowance::of(held.require(Right::Accounts).and_then(|()| bring()))?,
            configure: Allowance::of(other(Right::Directory))?,
            repair: Allowance::of(other(Right::Directory).and_then(|()| repair()))?,
        })
    }
}

impl Allowance {
    /// What an operation would be refused for; whatever is no refusal is an error here too.
    fn of(required: Result<(), Error>) -> Result<Self, Error> {
        let Err(refusal) = required else { return Ok(Self { allowed: true, missing: None }) };
        if refusal.code != Code::MissingPermission {
            return Err(refusal);
        }
        Ok(Self { allowed: false, missing: refusal.required.clone() })
    }
}

impl Bounds {
    fn of(settings: &Settings) -> Self {
        let policy = &settings.policy;
        Self {
            token_seconds: policy.token_seconds,
            longest_token_seconds: policy.longest_token_seconds(),
            accounts_per_company: policy.accounts_per_company,
            live_secrets: policy.live_secrets,
            credential_seconds: policy.credential_seconds,
            credential_warning_seconds: policy.credential_warning_seconds,
            overlap_seconds: policy.overlap_seconds,
            undelete_seconds: policy.undelete_seconds,
            audit_retention_seconds: policy.audit_retention_seconds,
        }
    }
}

impl Service {
    fn of(settings: &Settings) -> Self {
        Self {
            issuer: settings.issuer.clone(),
            token_endpoint: settings.token_endpoint(),
            audiences: settings.audiences.clone(),
        }
    }
}
