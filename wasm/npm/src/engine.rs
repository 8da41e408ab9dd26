//! The engine: each operation of the core, with JavaScript's arguments and promises.

use crate::call;
use crate::crypto::JsCrypto;
use crate::ports::Ports;
use crate::refusal::refused;
use crate::store::JsStore;
use crate::value::{actor, client, optional_text, principal, read, read_or_default, text, write};
use crate::{http, refusal, settings};
use badgehouse::error::Error;
use badgehouse::grant::TokenResponse;
use badgehouse::throttle::FailureWindow;
use badgehouse::usage::{Usage, UsageWindow};
use badgehouse::{Core, Outcome, Start};
use js_sys::{Function, Uint8Array};
use serde::Serialize;
use std::cell::RefCell;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// The core with its ports. Every method but the constructor takes `&self`, so that calls may overlap.
#[wasm_bindgen]
pub struct Engine {
    core: Core,
    ports: Ports,
    usage: RefCell<UsageWindow>,
    failures: RefCell<FailureWindow>,
}

/// A token with what goes into a header where it is answered over HTTP.
#[derive(Serialize)]
struct TokenOut<'a> {
    #[serde(flatten)]
    token: &'a TokenResponse,
    #[serde(skip_serializing_if = "Option::is_none")]
    dpop_nonce: Option<&'a str>,
}

#[wasm_bindgen]
impl Engine {
    /// Checks the settings; touches no store.
    #[wasm_bindgen(constructor)]
    pub fn new(
        settings: JsValue,
        sealing_keys: &JsValue,
        store: JsStore,
        crypto: JsCrypto,
        clock: Function,
    ) -> Result<Self, JsValue> {
        let core = settings::parse(settings, sealing_keys)
            .and_then(|settings| Core::open(settings).map_err(settings::renamed))
            .map_err(refused)?;
        Ok(Self {
            core,
            ports: Ports { store, crypto, clock },
            usage: RefCell::default(),
            failures: RefCell::default(),
        })
    }

    /// [`Core::create_account`].
    #[wasm_bindgen(js_name = createAccount)]
    pub async fn create_account(
        &self,
        by: JsValue,
        company: JsValue,
        new: JsValue,
        idempotency_key: JsValue,
    ) -> Result<JsValue, JsValue> {
        self.run(|start| {
            let key = optional_text("idempotencyKey", &idempotency_key)?;
            Ok(self.core.create_account(start, principal(by)?, text("company", &company)?, read(new)?, key))
        })
        .await
    }

    /// [`Core::bootstrap`].
    pub async fn bootstrap(&self, company: JsValue, name: JsValue) -> Result<JsValue, JsValue> {
        self.run(|start| Ok(self.core.bootstrap(start, text("company", &company)?, text("name", &name)?)))
            .await
    }

    /// [`Core::get_account`].
    #[wasm_bindgen(js_name = getAccount)]
    pub async fn get_account(&self, by: JsValue, company: JsValue, id: JsValue) -> Result<JsValue, JsValue> {
        self.run(|start| {
            Ok(self.core.get_account(start, principal(by)?, text("company", &company)?, client(&id)?))
        })
        .await
    }

    /// [`Core::list_accounts`].
    #[wasm_bindgen(js_name = listAccounts)]
    pub async fn list_accounts(
        &self,
        by: JsValue,
        company: JsValue,
        page: JsValue,
    ) -> Result<JsValue, JsValue> {
        self.run(|start| {
            let page = read_or_default(page)?;
            Ok(self.core.list_accounts(start, principal(by)?, text("company", &company)?, page))
        })
        .await
    }

    /// [`Core::delete_account`].
    #[wasm_bindgen(js_name = deleteAccount)]
    pub async fn delete_account(
        &self,
        by: JsValue,
        company: JsValue,
        id: JsValue,
    ) -> Result<JsValue, JsValue> {
        self.run(|start| {
            Ok(self.core.delete_account(start, principal(by)?, text("company", &company)?, client(&id)?))
        })
        .await
    }

    /// [`Core::add_secret`].
    #[wasm_bindgen(js_name = addSecret)]
    pub async fn add_secret(
        &self,
        by: JsValue,
        company: JsValue,
        id: JsValue,
        new: JsValue,
        idempotency_key: JsValue,
    ) -> Result<JsValue, JsValue> {
        self.run(|start| {
            let (company, id, new) = (text("company", &company)?, client(&id)?, read_or_default(new)?);
            let key = optional_text("idempotencyKey", &idempotency_key)?;
            Ok(self.core.add_secret(start, principal(by)?, company, id, new, key))
        })
        .await
    }

    /// [`Core::list_secrets`].
    #[wasm_bindgen(js_name = listSecrets)]
    pub async fn list_secrets(&self, by: JsValue, company: JsValue, id: JsValue) -> Result<JsValue, JsValue> {
        self.run(|start| {
            Ok(self.core.list_secrets(start, principal(by)?, text("company", &company)?, client(&id)?))
        })
        .await
    }

    /// [`Core::revoke_secret`].
    #[wasm_bindgen(js_name = revokeSecret)]
    pub async fn revoke_secret(
        &self,
        by: JsValue,
        company: JsValue,
        id: JsValue,
        secret_id: JsValue,
    ) -> Result<JsValue, JsValue> {
        self.run(|start| {
            let secret_id = text("secret_id", &secret_id)?;
            Ok(self.core.revoke_secret(
                start,
                principal(by)?,
                text("company", &company)?,
                client(&id)?,
                secret_id,
            ))
        })
        .await
    }

    /// [`Core::get_permissions`].
    #[wasm_bindgen(js_name = getPermissions)]
    pub async fn get_permissions(
        &self,
        by: JsValue,
        company: JsValue,
        id: JsValue,
        page: JsValue,
    ) -> Result<JsValue, JsValue> {
        self.run(|start| {
            let (company, id, page) = (text("company", &company)?, client(&id)?, read_or_default(page)?);
            Ok(self.core.get_permissions(start, principal(by)?, company, id, page))
        })
        .await
    }

    /// [`Core::set_permissions`].
    #[wasm_bindgen(js_name = setPermissions)]
    pub async fn set_permissions(
        &self,
        by: JsValue,
        company: JsValue,
        id: JsValue,
        change: JsValue,
        revision: JsValue,
    ) -> Result<JsValue, JsValue> {
        self.run(|start| {
            let (company, id, change) = (text("company", &company)?, client(&id)?, read(change)?);
            let revision = read_or_default(revision)?;
            Ok(self.core.set_permissions(start, principal(by)?, company, id, change, revision))
        })
        .await
    }

    /// [`Core::get_contact`].
    #[wasm_bindgen(js_name = getContact)]
    pub async fn get_contact(&self, by: JsValue, company: JsValue, id: JsValue) -> Result<JsValue, JsValue> {
        self.run(|start| {
            Ok(self.core.get_contact(start, principal(by)?, text("company", &company)?, client(&id)?))
        })
        .await
    }

    /// [`Core::change_contact`].
    #[wasm_bindgen(js_name = changeContact)]
    pub async fn change_contact(
        &self,
        by: JsValue,
        company: JsValue,
        id: JsValue,
        change: JsValue,
    ) -> Result<JsValue, JsValue> {
        self.run(|start| {
            let (company, id, change) = (text("company", &company)?, client(&id)?, read(change)?);
            Ok(self.core.change_contact(start, principal(by)?, company, id, change))
        })
        .await
    }

    /// [`Core::repair_contact`].
    #[wasm_bindgen(js_name = repairContact)]
    pub async fn repair_contact(
        &self,
        by: JsValue,
        company: JsValue,
        id: JsValue,
        how: JsValue,
    ) -> Result<JsValue, JsValue> {
        self.run(|start| {
            let (company, id, how) = (text("company", &company)?, client(&id)?, read(how)?);
            Ok(self.core.repair_contact(start, principal(by)?, company, id, how))
        })
        .await
    }

    /// [`Core::create_contact`].
    #[wasm_bindgen(js_name = createContact)]
    pub async fn create_contact(
        &self,
        by: JsValue,
        company: JsValue,
        new: JsValue,
    ) -> Result<JsValue, JsValue> {
        self.run(|start| {
            Ok(self.core.create_contact(start, principal(by)?, text("company", &company)?, read(new)?))
        })
        .await
    }

    /// [`Core::request_token`].
    #[wasm_bindgen(js_name = requestToken)]
    pub async fn request_token(&self, request: JsValue) -> Result<JsValue, JsValue> {
        let request = read(request).map_err(refused)?;
        let (result, cause) = self.ports.run(self.core.request_token(self.ports.start()?, request)).await;
        self.count(match &result {
            Ok(token) => token.usage.as_ref(),
            Err(error) => error.usage.as_ref(),
        });
        result
            .map_err(|error| refusal::of_token(&error, cause))
            .and_then(|token| write(&TokenOut::from(&token)))
    }

    /// [`Core::authorize`].
    pub async fn authorize(&self, presented: JsValue, need: JsValue) -> Result<JsValue, JsValue> {
        self.run(|start| {
            let (presented, need) = call::authorization(presented, need)?;
            Ok(self.core.authorize(start, presented, need))
        })
        .await
    }

    /// [`Core::authorize`] for a route, whose own mistakes are no client's.
    pub async fn require(&self, presented: JsValue, need: JsValue) -> Result<JsValue, JsValue> {
        let start = self.ports.start()?;
        let (presented, need) =
            call::authorization(presented, need).map_err(|error| refused(error.blamed()))?;
        let (result, cause) = self.ports.run(self.core.authorize(start, presented, need)).await;
        result.map_err(|error| refusal::of(&error.blamed(), cause)).and_then(|who| write(&who))
    }

    /// [`Core::verify`].
    pub async fn verify(
        &self,
        presented: JsValue,
        audience: JsValue,
        origin: JsValue,
    ) -> Result<JsValue, JsValue> {
        self.run(|start| {
            let audience = optional_text("audience", &audience)?;
            Ok(self.core.verify(start, call::presented(presented, &origin)?, audience))
        })
        .await
    }

    /// [`Core::jwks`].
    pub async fn jwks(&self) -> Result<JsValue, JsValue> {
        self.run(|start| Ok(self.core.jwks(start))).await
    }

    /// [`Core::maintain`].
    pub async fn maintain(&self) -> Result<JsValue, JsValue> {
        self.run(|start| Ok(self.core.maintain(start))).await
    }

    /// [`Core::handle`].
    pub async fn handle(
        &self,
        head: JsValue,
        body: Option<Uint8Array>,
        by: JsValue,
    ) -> Result<JsValue, JsValue> {
        let mut request = match http::request(head, body).map_err(refused)? {
            Ok(request) => request,
            Err(response) => return http::response(&response, None),
        };
        request.failures =
            request.source.as_deref().map(|source| self.failures.borrow().of(source)).unwrap_or_default();
        let actor = if by.is_undefined() { None } else { Some(actor(by).map_err(refused)?) };
        let (response, cause) = self.ports.run(self.core.handle(self.ports.start()?, request, actor)).await;
        self.count(response.usage.as_ref());
        if let Some(failure) = &response.failure {
            self.failures.borrow_mut().add(failure.clone());
        }
        http::response(&response, cause)
    }

    /// [`Core::record_usage`], of what was added up since the last time.
    #[wasm_bindgen(js_name = recordUsage)]
    pub async fn record_usage(&self) -> Result<JsValue, JsValue> {
        // Taken only once the operation has begun: a clock that throws loses nothing.
        self.run(|start| Ok(self.core.record_usage(start, self.usage.borrow_mut().take()))).await
    }

    /// [`Core::report_contact`].
    #[wasm_bindgen(js_name = reportContact)]
    pub async fn report_contact(
        &self,
        company: JsValue,
        id: JsValue,
        report: JsValue,
    ) -> Result<JsValue, JsValue> {
        self.run(|start| {
            let (company, id) = (text("company", &company)?, client(&id)?);
            Ok(self.core.report_contact(start, company, id, read(report)?))
        })
        .await
    }

    /// [`Core::is_machine_contact`].
    #[wasm_bindgen(js_name = isMachineContact)]
    pub fn is_machine_contact(&self, email: &str) -> bool {
        self.core.is_machine_contact(email)
    }

    /// [`Core::purge_accounts`].
    #[wasm_bindgen(js_name = purgeAccounts)]
    pub async fn purge_accounts(&self, company: JsValue) -> Result<JsValue, JsValue> {
        self.run(|start| Ok(self.core.purge_accounts(start, text("company", &company)?))).await
    }

    /// [`Core::cut_audit`].
    #[wasm_bindgen(js_name = cutAudit)]
    pub async fn cut_audit(&self, company: JsValue) -> Result<JsValue, JsValue> {
        self.run(|start| Ok(self.core.cut_audit(start, text("company", &company)?))).await
    }

    /// [`Core::erase_company`].
    #[wasm_bindgen(js_name = eraseCompany)]
    pub async fn erase_company(&self, company: JsValue, confirmation: JsValue) -> Result<JsValue, JsValue> {
        self.run(|start| {
            let confirmation = text("confirmation", &confirmation)?;
            Ok(self.core.erase_company(start, text("company", &company)?, confirmation))
        })
        .await
    }

    /// [`Core::verify_erasure_receipt`].
    #[wasm_bindgen(js_name = verifyErasureReceipt)]
    pub fn verify_erasure_receipt(&self, receipt: JsValue) -> Result<bool, JsValue> {
        Ok(self.core.verify_erasure_receipt(&read(receipt).map_err(refused)?))
    }

    /// [`Core::mark_resource_server`].
    #[wasm_bindgen(js_name = markResourceServer)]
    pub async fn mark_resource_server(
        &self,
        company: JsValue,
        id: JsValue,
        audiences: JsValue,
    ) -> Result<JsValue, JsValue> {
        self.run(|start| {
            let (company, id) = (text("company", &company)?, client(&id)?);
            Ok(self.core.mark_resource_server(start, company, id, read(audiences)?))
        })
        .await
    }

    /// [`Core::put_trusted_issuer`].
    #[wasm_bindgen(js_name = putTrustedIssuer)]
    pub async fn put_trusted_issuer(&self, issuer: JsValue) -> Result<JsValue, JsValue> {
        self.run(|start| Ok(self.core.put_trusted_issuer(start, read(issuer)?))).await
    }

    /// [`Core::reseal`].
    pub async fn reseal(&self) -> Result<JsValue, JsValue> {
        self.run(|start| Ok(self.core.reseal(start))).await
    }

    /// [`Core::reseal_audit`].
    #[wasm_bindgen(js_name = resealAudit)]
    pub async fn reseal_audit(&self, company: JsValue) -> Result<JsValue, JsValue> {
        self.run(|start| Ok(self.core.reseal_audit(start, text("company", &company)?))).await
    }

    /// [`Core::replace_signing_key`].
    #[wasm_bindgen(js_name = replaceSigningKey)]
    pub async fn replace_signing_key(&self, earlier: JsValue) -> Result<JsValue, JsValue> {
        self.run(|start| Ok(self.core.replace_signing_key(start, read(earlier)?))).await
    }

    /// [`Core::look_up_leak_anywhere`].
    #[wasm_bindgen(js_name = lookUpLeak)]
    pub async fn look_up_leak(&self, input: JsValue) -> Result<JsValue, JsValue> {
        self.run(|start| Ok(self.core.look_up_leak_anywhere(start, read(input)?))).await
    }

    /// [`Core::secret_pattern`].
    #[wasm_bindgen(js_name = secretPattern)]
    pub fn secret_pattern(&self) -> String {
        self.core.secret_pattern()
    }
}

impl Engine {
    fn count(&self, usage: Option<&Usage>) {
        if let Some(usage) = usage {
            self.usage.borrow_mut().add(usage.clone());
        }
    }

    /// Begins an operation with arguments that could be read, runs it, and writes its answer.
    async fn run<T: Serialize>(
        &self,
        begin: impl FnOnce(Start) -> Result<Outcome<T>, Error>,
    ) -> Result<JsValue, JsValue> {
        let operation = begin(self.ports.start()?).map_err(refused)?;
        let (result, cause) = self.ports.run(operation).await;
        result.map_err(|error| refusal::of(&error, cause)).and_then(|answer| write(&answer))
    }
}

impl<'a> From<&'a TokenResponse> for TokenOut<'a> {
    fn from(token: &'a TokenResponse) -> Self {
        Self { token, dpop_nonce: token.dpop_nonce.as_deref() }
    }
}
