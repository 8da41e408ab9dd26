//! Creating an account: one commit writes the account with its contact and first secret, and the audit event.

use crate::administration::idempotency::{self, Answered, Attempt, ROTATE};
use crate::administration::principal::Principal;
use crate::administration::right::Right;
use crate::administration::{Call, Scene, Verdict, change};
use crate::core::Context;
use crate::model::account::details::Details;
use crate::model::account::new::NewAccount;
use crate::model::account::view::Account;
use crate::model::account::{AccountRecord, AppType};
use crate::model::audit::{AuditAction, Deed};
use crate::model::catalogue::{ADMIN_TOOL, DIRECTORY_TOOL};
use crate::model::contact::ContactRecord;
use crate::model::levels::Levels;
use crate::model::record;
use crate::model::secret::NewSecret;
use crate::model::secret::index;
use crate::model::secret::shown::ShownSecret;
use crate::port::store::{Change, Expect};
use crate::value::error::{Code, Error};
use crate::value::identifier::{ClientId, CompanyId, IdempotencyKey, SecretId, ToolId};
use crate::value::input;
use crate::value::level::Level;
use serde::Serialize;
use serde_json::{Value, json};
use std::borrow::Cow;

/// A new account; or, for a call that was repeated, the account that the first one made.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CreatedAccount {
    /// The account.
    #[serde(flatten)]
    pub account: Account,
    /// The id of its first secret.
    pub secret_id: SecretId,
    /// The secret, this once; absent in the answer to a repeated call.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_secret: Option<ShownSecret>,
    /// What to do when the secret is absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notice: Option<Cow<'static, str>>,
}

pub(crate) async fn create(
    context: &mut Context,
    principal: Principal,
    company: &str,
    new: NewAccount,
    idempotency_key: Option<String>,
) -> Result<CreatedAccount, Error> {
    let call = Call::new(principal, company, Right::Accounts)?;
    let segment = call.company.segment();
    let attempt = idempotency_key
        .map(|key| {
            let key: IdempotencyKey = input::parsed("/idempotency_key", &key)?;
            Attempt::new(&segment, &call.audit_actor(), &key, &new)
        })
        .transpose()?;
    let company = call.company.clone();
    let principal = call.principal.clone();
    let call = call.reading(attempt.iter().map(|attempt| attempt.key.clone()));
    let made = change(context, call, |scene| {
        let answered = match &attempt {
            Some(attempt) => scene.reading.record::<Answered>(&attempt.key)?,
            None => None,
        };
        let earlier =
            attempt.as_ref().map(|attempt| attempt.earlier(answered.as_ref(), scene.now)).transpose()?;
        if let Some(Some(earlier)) = earlier {
            return Ok(Verdict::Nothing(Made::Earlier(earlier.client_id.clone(), earlier.secret_id.clone())));
        }
        let (app_type, details) = check(scene, &new)?;
        let (record, created) = make(scene, &company, app_type, details, Levels::default())?;
        let mut changes = put_new(&record, &created.secret_id)?.to_vec();
        if let Some(attempt) = &attempt {
            changes.push(attempt.remember(
                answered,
                record.client_id.clone(),
                created.secret_id.clone(),
                scene.now,
            )?);
        }
        Ok(Verdict::Change(changes, deed(&record), Made::New(Box::new(created))))
    })
    .await?;
    match made {
        Made::New(created) => Ok(*created),
        Made::Earlier(client_id, secret_id) => {
            let account = super::view::get(context, principal, company.as_str(), client_id.as_str()).await;
            let account = account.map_err(|error| match error.code {
                Code::NotFound => idempotency::gone("account"),
                _ => error,
            })?;
            Ok(CreatedAccount { account, secret_id, client_secret: None, notice: Some(ROTATE.into()) })
        }
    }
}

/// Makes a company's first account, with Admin on both tools, once.
pub(crate) async fn bootstrap(
    context: &mut Context,
    company: &str,
    name: &str,
) -> Result<CreatedAccount, Error> {
    let call = Call::new(Principal::Platform, company, Right::Accounts)?;
    let company = call.company.clone();
    let marker = record::bootstrap(&company.segment());
    let new = NewAccount::custom(name);
    change(context, call.reading([marker.clone()]), |scene| {
        if scene.reading.record::<Value>(&marker)?.is_some() {
            let detail = "this company has its first administrator account; create further ones with it";
            return Err(Error::new(Code::AlreadyBootstrapped, detail));
        }
        let (app_type, details) = check(scene, &new)?;
        let tools = [ADMIN_TOOL, DIRECTORY_TOOL].into_iter().filter_map(|text| ToolId::parse(text).ok());
        let levels = tools.map(|tool| (tool, Level::Admin)).collect();
        let (record, created) = make(scene, &company, app_type, details, levels)?;
        let made = json!({ "v": record::VERSION, "client_id": record.client_id });
        let once = record::put(marker.clone(), Expect::Absent, &made)?;
        let [account, secret] = put_new(&record, &created.secret_id)?;
        Ok(Verdict::Change(vec![account, secret, once], deed(&record), created))
    })
    .await
}

enum Made {
    New(Box<CreatedAccount>),
    Earlier(ClientId, SecretId),
}

fn check(scene: &Scene<'_>, new: &NewAccount) -> Result<(AppType, Details), Error> {
    let bounds = (&scene.settings.policy, scene.now);
    new.check(&scene.settings.catalogue, Some(bounds)).map_err(Error::invalid)
}

fn make(
    scene: &mut Scene<'_>,
    company: &CompanyId,
    app_type: AppType,
    details: Details,
    levels: Levels,
) -> Result<(AccountRecord, CreatedAccount), Error> {
    let segment = company.segment();
    let client_id = ClientId::generate(&segment, scene.random);
    let contact = ContactRecord::new(company, &scene.settings.contact_domain, scene.random);
    let policy = &scene.settings.policy;
    let NewSecret { text, record } =
        NewSecret::generate(policy, &segment, (None, None), scene.now, scene.random)?;
    let secret_id = record.id.clone();
    let record = AccountRecord {
        levels,
        ..AccountRecord::new(client_id, company.clone(), app_type, details, contact, record, scene.now)
    };
    let created = CreatedAccount {
        account: record.view(scene.now),
        secret_id,
        client_secret: Some(ShownSecret::new(text)),
        notice: None,
    };
    Ok((record, created))
}

/// The account, and what lets its secret be found.
fn put_new(record: &AccountRecord, secret_id: &SecretId) -> Result<[Change; 2], Error> {
    let account = record::put(record::account(&record.client_id), Expect::Absent, record)?;
    Ok([account, index::enter(&record.client_id, secret_id)?])
}

fn deed(record: &AccountRecord) -> Deed {
    let (_, mut to) = Details::default().difference(&record.details);
    to.insert("app_type".into(), json!(record.app_type));
    to.insert("levels".into(), json!(record.levels));
    Deed {
        action: AuditAction::AccountCreated,
        target: record.client_id.to_string(),
        from: Value::Null,
        to: Value::Object(to),
    }
}
