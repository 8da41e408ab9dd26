//! Everything that can be asked of the core, as values: the operations of the admin API, the OAuth endpoints, and what only the
//! embedding product calls.

use crate::companies::{administrator, json, text};
use crate::requests::{Names, all};
use crate::world::{Simulation, as_the_clock_says};
use badgehouse::authorize::NeedInput;
use badgehouse::company::ResealInput;
use badgehouse::contact::ContactReport;
use badgehouse::http::HttpRequest;
use badgehouse::key_ring::EarlierTokens;
use badgehouse::operation::{Answer, Ask, Operation, Step};
use badgehouse::principal::Actor;
use badgehouse::secret::LeakInput;
use badgehouse::usage::Usage;
use badgehouse::workload::TrustedIssuer;
use badgehouse::{Core, Start};
use serde_json::Value;

/// A call.
#[derive(Clone, Debug)]
pub struct Call {
    /// Its name, for messages.
    pub name: String,
    kind: Kind,
}

#[derive(Clone, Debug)]
enum Kind {
    Http(HttpRequest, Option<Box<Actor>>),
    Authorize(String, String),
    Bootstrap(String),
    RecordUsage(Vec<Usage>),
    Maintain,
    Report(Names, ContactReport),
    Purge(String),
    Cut(String),
    Reseal(String),
    ReplaceSigningKey,
    LookUpLeak(String),
    ResealKeys,
    PutIssuer(TrustedIssuer),
    Erase(String),
}

/// What a call came to.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// Whether it did what was asked.
    pub done: bool,
    /// Whether the answer says that the service failed, so that the caller tries again.
    pub unavailable: bool,
    /// The answer as it would be sent.
    pub text: String,
    /// Its status and headers.
    pub head: String,
}

impl Outcome {
    /// The answer, as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or(Value::Null)
    }
}

impl Call {
    /// A request to the admin API or an OAuth endpoint.
    pub fn http(name: &str, request: HttpRequest, actor: Option<Actor>) -> Self {
        Self { name: name.into(), kind: Kind::Http(request, actor.map(Box::new)) }
    }

    /// Whether a token may read RFIs in a company.
    pub fn authorize(company: &str, header: &str) -> Self {
        Self { name: "authorize".into(), kind: Kind::Authorize(company.into(), header.into()) }
    }

    /// A host's report of what a contact has become.
    pub fn report_as(names: &Names, report: ContactReport) -> Self {
        Self { name: "report_contact".into(), kind: Kind::Report(names.clone(), report) }
    }

    /// What the host adds up of an account.
    pub fn record_usage(usage: Usage) -> Self {
        Self { name: "record_usage".into(), kind: Kind::RecordUsage(vec![usage]) }
    }

    /// The keys of an outside issuer, entered.
    pub fn put_issuer(issuer: TrustedIssuer) -> Self {
        Self { name: "put_trusted_issuer".into(), kind: Kind::PutIssuer(issuer) }
    }

    /// The signing keys and what lies beside them, sealed anew.
    pub fn reseal_keys() -> Self {
        Self { name: "reseal".into(), kind: Kind::ResealKeys }
    }

    /// A company, erased.
    pub fn erase(company: &str) -> Self {
        Self { name: "erase_company".into(), kind: Kind::Erase(company.into()) }
    }

    /// Begins it; each ask is answered by `answer`, and one that is never answered ends it without an outcome.
    pub fn run(
        &self,
        core: &Core,
        start: Start,
        answer: &mut dyn FnMut(Ask) -> Option<Answer>,
    ) -> Option<Outcome> {
        match self.kind.clone() {
            Kind::Http(request, actor) => {
                let response = step_through(core.handle(start, request, actor.map(|actor| *actor)), answer)?;
                Some(Outcome {
                    done: response.status < 300,
                    unavailable: response.status >= 500,
                    text: text(&response),
                    head: format!("{} {:?}", response.status, response.headers),
                })
            }
            Kind::Authorize(company, header) => {
                let need = NeedInput {
                    company,
                    audience: None,
                    tool: "rfis".into(),
                    level: Some(badgehouse::permission::Level::ReadOnly),
                    action: None,
                    project: Some("p-1".into()),
                };
                Some(told(step_through(core.authorize(start, Some(header), need), answer)?))
            }
            Kind::Bootstrap(company) => {
                Some(told(step_through(core.bootstrap(start, company, "First".into()), answer)?))
            }
            Kind::RecordUsage(usage) => Some(told(step_through(core.record_usage(start, usage), answer)?)),
            Kind::Maintain => Some(told(step_through(core.maintain(start, as_the_clock_says()), answer)?)),
            Kind::Report(names, report) => {
                let (company, id) = (names["company"].clone(), names["client_id"].clone());
                Some(told(step_through(core.report_contact(start, company, id, report), answer)?))
            }
            Kind::Purge(company) => Some(told(step_through(core.purge_accounts(start, company), answer)?)),
            Kind::Cut(company) => Some(told(step_through(core.cut_audit(start, company), answer)?)),
            Kind::Reseal(company) => {
                let input = ResealInput::default();
                Some(told(step_through(core.reseal_company(start, company, input), answer)?))
            }
            Kind::ReplaceSigningKey => {
                Some(told(step_through(core.replace_signing_key(start, EarlierTokens::Kept), answer)?))
            }
            Kind::ResealKeys => Some(told(step_through(core.reseal(start), answer)?)),
            Kind::PutIssuer(issuer) => {
                Some(told(step_through(core.put_trusted_issuer(start, issuer), answer)?))
            }
            Kind::Erase(company) => {
                Some(told(step_through(core.erase_company(start, company.clone(), company), answer)?))
            }
            Kind::LookUpLeak(secret) => {
                let input = LeakInput { secret: secret.into(), revoke: true };
                Some(told(step_through(core.look_up_leak_anywhere(start, input), answer)?))
            }
        }
    }

    /// Runs it in the world, with honest answers.
    pub fn run_honestly(&self, simulation: &mut Simulation, seed: [u8; 32]) -> Outcome {
        let (core, start) = (simulation.core.clone(), Start { now: simulation.now, seed });
        self.run(&core, start, &mut |ask| Some(simulation.answer(ask))).expect("an outcome")
    }
}

fn told<T: std::fmt::Debug>(result: Result<T, badgehouse::error::Error>) -> Outcome {
    let unavailable = result.as_ref().is_err_and(|error| error.code.status() >= 500);
    Outcome { done: result.is_ok(), unavailable, text: format!("{result:?}"), head: String::new() }
}

fn step_through<T>(operation: Operation<T>, answer: &mut dyn FnMut(Ask) -> Option<Answer>) -> Option<T> {
    let mut step = operation.step(None);
    loop {
        match step {
            Step::Done(result) => return Some(result),
            Step::Ask(ask, operation) => step = operation.step(Some(answer(ask)?)),
        }
    }
}

/// Every call, in a company that has what `names` says.
pub fn every(simulation: &Simulation, names: &Names) -> Vec<Call> {
    let company = &names["company"];
    let mut calls: Vec<Call> = all()
        .iter()
        .map(|template| {
            Call::http(&template.operation, template.request(names), Some(administrator(company)))
        })
        .collect();
    let token = token_request(names);
    let mut world = simulation.clone();
    let response = world.handle([7; 32], token.clone(), None);
    let bearer = json(&response)["access_token"].as_str().map(|token| format!("Bearer {token}"));
    let usage = response.usage.expect("usage");
    let get = |target: &str| HttpRequest {
        method: "GET".into(),
        target: target.into(),
        headers: Vec::new(),
        ..HttpRequest::default()
    };
    let call = |name: &str, kind| Call { name: name.into(), kind };
    calls.extend([
        Call::http("token", token, None),
        Call::http("jwks", get("/oauth/jwks"), None),
        Call::http("metadata", get("/.well-known/oauth-authorization-server"), None),
        Call::authorize(company, &bearer.expect("a token")),
        call("bootstrap", Kind::Bootstrap(company.clone())),
        call("record_usage", Kind::RecordUsage(vec![usage])),
        call("maintain", Kind::Maintain),
        Call::report_as(
            names,
            ContactReport { email: "bob@example.com".into(), companies: vec![company.clone()], revision: 7 },
        ),
        call("purge_accounts", Kind::Purge(company.clone())),
        call("cut_audit", Kind::Cut(company.clone())),
        call("reseal_company", Kind::Reseal(company.clone())),
        call("replace_signing_key", Kind::ReplaceSigningKey),
        call("look_up_leak_anywhere", Kind::LookUpLeak(names["client_secret"].clone())),
    ]);
    calls
}

/// The request for a token with the names' secret.
pub fn token_request(names: &Names) -> HttpRequest {
    let body = format!(
        "grant_type=client_credentials&client_id={}&client_secret={}",
        names["client_id"], names["client_secret"]
    );
    HttpRequest {
        method: "POST".into(),
        target: "/oauth/token".into(),
        headers: vec![("content-type".into(), "application/x-www-form-urlencoded".into())],
        body: body.into_bytes().into(),
        ..HttpRequest::default()
    }
}
