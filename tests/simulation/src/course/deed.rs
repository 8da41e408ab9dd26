//! What is done in a course: by administrators, programs, the platform, and one who tries another company's.

use super::facts::{Account, Facts, Moment, Verdict};
use super::process::Process;
use super::told::Told;
use crate::companies::administrator;
use crate::settings::actor;
use badgehouse::authorize::NeedInput;
use badgehouse::company::ResealInput;
use badgehouse::contact::ContactReport;
use badgehouse::http::{HttpRequest, HttpResponse};
use badgehouse::key_ring::EarlierTokens;
use badgehouse::operation::Operation;
use badgehouse::permission::Level;
use badgehouse::timestamp::Timestamp;
use badgehouse::{Core, Outcome, Start};
use serde_json::{Value, json};
use std::fmt::Debug;

/// A deed; accounts, tokens and companies by their numbers.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Deed {
    Create {
        company: usize,
        key: Option<String>,
        expires_at: Option<u64>,
    },
    Disable(usize),
    Enable(usize),
    Delete(usize),
    Undelete(usize),
    /// With an overlap in seconds, and a key for when it is repeated.
    AddSecret(usize, Option<u64>, Option<String>),
    RevokeSecret(usize, String),
    RevokeTokens(usize),
    /// In the project or in the company, a level.
    Grant(usize, bool, usize),
    /// The host's directory tells of another address, by a revision.
    Break(usize, u64),
    Repair(usize),
    NewJob(usize),
    /// By the job's number.
    Continue(usize),
    /// By one of the account's secrets.
    Token(usize, String),
    /// By a secret that is none.
    Guess(usize),
    /// What needs a level, in the project or in the company.
    Authorize(usize, usize, bool),
    /// A token is revoked by one of the account's secrets.
    RevokeToken(usize, String),
    Maintain,
    RecordUsage,
    Purge(usize),
    Cut(usize),
    Reseal,
    ResealCompany(usize),
    ReplaceSigningKey,
    VerifyAudit(usize),
    Accounts(usize),
    Erase(usize),
    /// The other company's administrator tries an account, in one of several ways.
    Foreign(usize, usize),
    /// Another company's API is called with a token.
    ForeignToken(usize),
    /// A program that administers changes what another account is described by.
    ByProgram(usize, usize),
}

/// The levels, by their numbers.
pub(super) const LEVELS: [&str; 4] = ["none", "read_only", "standard", "admin"];
/// How many ways there are to try another company's account.
pub(super) const FOREIGN: usize = 6;
/// The projects of a job: more than one commit takes.
pub(super) const PROJECTS: usize = 25;

/// What an operation comes to, with what the host takes from it.
pub(super) struct Done {
    pub(super) told: Told,
    pub(super) response: Option<HttpResponse>,
}

impl Deed {
    /// The account that it is about, and changes.
    pub(super) fn account(&self) -> Option<usize> {
        match self {
            Self::Disable(one)
            | Self::Enable(one)
            | Self::Delete(one)
            | Self::Undelete(one)
            | Self::AddSecret(one, ..)
            | Self::RevokeSecret(one, _)
            | Self::RevokeTokens(one)
            | Self::Grant(one, ..)
            | Self::Break(one, _)
            | Self::Repair(one)
            | Self::NewJob(one)
            | Self::Token(one, _) => Some(*one),
            _ => None,
        }
    }

    /// Whether what it does is one commit with its event, so that it happens once or not at all.
    pub(super) fn is_one_change(&self) -> bool {
        let changes = matches!(self, Self::Create { .. } | Self::Continue(_) | Self::RevokeToken(..));
        changes || (self.account().is_some() && !matches!(self, Self::Token(..)))
    }

    /// Whether it commits nothing, so that it fails only where its surroundings do.
    pub(super) fn only_reads(&self) -> bool {
        matches!(
            self,
            Self::Token(..)
                | Self::Guess(_)
                | Self::Authorize(..)
                | Self::ForeignToken(_)
                | Self::Foreign(..)
        )
    }

    /// Whether it is granted or refused by what is so at one look.
    pub(super) fn verdict_is_needed(&self) -> bool {
        matches!(self, Self::Token(..) | Self::Authorize(..))
    }

    /// The company whose it is, or whose administrator does it.
    pub(super) fn company(&self, facts: &Facts) -> Option<usize> {
        match self {
            Self::Create { company, .. }
            | Self::Purge(company)
            | Self::Cut(company)
            | Self::ResealCompany(company)
            | Self::VerifyAudit(company)
            | Self::Accounts(company)
            | Self::Erase(company) => Some(*company),
            Self::Continue(job) => Some(facts.accounts[facts.jobs[*job].0].company),
            Self::Authorize(token, ..) | Self::RevokeToken(token, _) => {
                Some(facts.accounts[facts.tokens[*token].account].company)
            }
            Self::Foreign(one, _) => Some(1 - facts.accounts[*one].company),
            Self::ForeignToken(token) => Some(1 - facts.accounts[facts.tokens[*token].account].company),
            Self::Guess(one) | Self::ByProgram(one, _) => Some(facts.accounts[*one].company),
            other => other.account().map(|one| facts.accounts[one].company),
        }
    }

    /// What must come of it, where it was granted or refused by one look; by what is so at that look.
    pub(super) fn verdict(&self, facts: &Facts, moment: Moment) -> Option<Verdict> {
        match self {
            Self::Token(one, secret) => Some(facts.fetches(*one, secret, moment)),
            Self::Authorize(token, needed, in_project) => {
                Some(facts.opens(&facts.tokens[*token], *needed, *in_project, moment))
            }
            _ => None,
        }
    }

    /// Begins it in a process.
    pub(super) fn begin(&self, facts: &Facts, process: &Process, start: Start) -> Operation<Done> {
        let core = &process.core;
        let of = |one: usize| &facts.accounts[one];
        let company = |one: usize| facts.companies[one].name.to_owned();
        match self {
            Self::Create { company, key, expires_at } => {
                let mut wish = json!({ "app_type": "custom", "name": format!("{} sync", facts.companies[*company].mark) });
                if let Some(end) = expires_at {
                    wish["expires_at"] = json!(Timestamp::from_seconds(*end).to_string());
                }
                let request = request("POST", &path(facts, *company, "service-accounts"), Some(wish));
                administered(core, start, facts, *company, repeatable(request, key.as_deref()))
            }
            Self::Disable(one) => {
                on(core, start, facts, of(*one), "POST", "/disable", Some(json!({ "reason": "found out" })))
            }
            Self::Enable(one) => on(core, start, facts, of(*one), "POST", "/enable", None),
            Self::Delete(one) => on(core, start, facts, of(*one), "DELETE", "", None),
            Self::Undelete(one) => on(core, start, facts, of(*one), "POST", "/undelete", None),
            Self::AddSecret(one, overlap, key) => {
                let body = overlap.map_or(json!({}), |overlap| json!({ "overlap_seconds": overlap }));
                let target = account_path(facts, of(*one), "/secrets");
                let request = repeatable(request("POST", &target, Some(body)), key.as_deref());
                administered(core, start, facts, of(*one).company, request)
            }
            Self::RevokeSecret(one, id) => {
                on(core, start, facts, of(*one), "DELETE", &format!("/secrets/{id}"), None)
            }
            Self::RevokeTokens(one) => on(core, start, facts, of(*one), "POST", "/revoke-tokens", None),
            Self::Grant(one, in_project, level) => {
                let mut levels = if *level == 0 { json!({}) } else { json!({ "rfis": LEVELS[*level] }) };
                if !*in_project && administers(*one) {
                    levels["admin"] = json!("admin");
                }
                let change = if *in_project {
                    json!({ "projects": [{ "project": "p-1", "levels": levels }] })
                } else {
                    json!({ "company": levels })
                };
                on(core, start, facts, of(*one), "PUT", "/permissions", Some(change))
            }
            Self::Break(one, revision) => {
                let (name, id) = (company(of(*one).company), of(*one).id.clone());
                let report = ContactReport {
                    email: "bob@example.com".into(),
                    companies: vec![name.clone()],
                    revision: *revision,
                };
                typed(core.report_contact(start, name, id, report))
            }
            Self::Repair(one) => {
                on(core, start, facts, of(*one), "POST", "/repair", Some(json!({ "how": "restore" })))
            }
            Self::NewJob(one) => {
                let project =
                    |number| json!({ "project": format!("j-{number}"), "levels": { "rfis": "standard" } });
                let projects: Vec<Value> = (0..PROJECTS).map(project).collect();
                on(
                    core,
                    start,
                    facts,
                    of(*one),
                    "POST",
                    "/permissions/jobs",
                    Some(json!({ "projects": projects })),
                )
            }
            Self::Continue(job) => {
                let (one, id) = &facts.jobs[*job];
                on(core, start, facts, of(*one), "POST", &format!("/permissions/jobs/{id}/continue"), None)
            }
            Self::Token(one, secret) => {
                let text =
                    of(*one).secrets.get(secret).and_then(|secret| secret.text.clone()).unwrap_or_default();
                endpoint(
                    core,
                    start,
                    process,
                    "/oauth/token",
                    &[
                        ("grant_type", "client_credentials"),
                        ("client_id", &of(*one).id),
                        ("client_secret", &text),
                    ],
                )
            }
            Self::Guess(one) => {
                // Right in form, and another's.
                let another = facts
                    .secrets
                    .iter()
                    .find(|text| of(*one).secrets.values().all(|own| own.text.as_ref() != Some(text)));
                let text = another.cloned().unwrap_or_else(|| "bhs_none".into());
                endpoint(
                    core,
                    start,
                    process,
                    "/oauth/token",
                    &[
                        ("grant_type", "client_credentials"),
                        ("client_id", &of(*one).id),
                        ("client_secret", &text),
                    ],
                )
            }
            Self::Authorize(token, needed, in_project) => {
                let token = &facts.tokens[*token];
                let name = company(of(token.account).company);
                let need = need(name, *needed, in_project.then(|| "p-1".to_owned()));
                typed(core.authorize(start, Some(format!("Bearer {}", token.text)), need))
            }
            Self::ForeignToken(token) => {
                let token = &facts.tokens[*token];
                let need = need(company(1 - of(token.account).company), 1, None);
                typed(core.authorize(start, Some(format!("Bearer {}", token.text)), need))
            }
            Self::RevokeToken(token, secret) => {
                let token = &facts.tokens[*token];
                let account = of(token.account);
                let text =
                    account.secrets.get(secret).and_then(|secret| secret.text.clone()).unwrap_or_default();
                endpoint(
                    core,
                    start,
                    process,
                    "/oauth/revoke",
                    &[("token", &token.text), ("client_id", &account.id), ("client_secret", &text)],
                )
            }
            Self::Maintain => unreachable!("the process's watch goes with it"),
            Self::RecordUsage => typed(core.record_usage(start, process.kept.take_usage())),
            Self::Purge(one) => typed(core.purge_accounts(start, company(*one))),
            Self::Cut(one) => typed(core.cut_audit(start, company(*one))),
            Self::Reseal => typed(core.reseal(start)),
            Self::ResealCompany(one) => {
                typed(core.reseal_company(start, company(*one), ResealInput::default()))
            }
            Self::ReplaceSigningKey => typed(core.replace_signing_key(start, EarlierTokens::Kept)),
            Self::VerifyAudit(one) => administered(
                core,
                start,
                facts,
                *one,
                request("POST", &path(facts, *one, "audit-events/verify"), Some(json!({}))),
            ),
            Self::Accounts(one) => administered(
                core,
                start,
                facts,
                *one,
                request("GET", &path(facts, *one, "service-accounts"), None),
            ),
            Self::Erase(one) => typed(core.erase_company(start, company(*one), company(*one))),
            Self::ByProgram(by, one) => {
                let (by, name) = (of(*by), company(of(*by).company));
                let program = json!({ "company": name, "id": by.id, "kind": "service_account" });
                let target = path(facts, by.company, &format!("service-accounts/{}", of(*one).id));
                let described = json!({ "description": format!("{}", start.now) });
                core.handle(start, request("PATCH", &target, Some(described)), actor(Some(program)))
                    .map(answered)
            }
            Self::Foreign(one, way) => foreign(core, start, facts, of(*one), *way),
        }
    }
}

/// Whether an account is a program that administers, once it was granted anything.
pub(super) fn administers(one: usize) -> bool {
    one.is_multiple_of(2)
}

/// The other company's administrator, by its own address and by the account's.
fn foreign(core: &Core, start: Start, facts: &Facts, account: &Account, way: usize) -> Operation<Done> {
    let other = 1 - account.company;
    let addressed = if way < FOREIGN / 2 { other } else { account.company };
    let (method, end, body) = match way % 3 {
        0 => ("GET", "", None),
        1 => ("POST", "/secrets", Some(json!({}))),
        _ => ("POST", "/disable", Some(json!({ "reason": "mine" }))),
    };
    let target = path(facts, addressed, &format!("service-accounts/{}{end}", account.id));
    administered(core, start, facts, other, request(method, &target, body))
}

fn need(company: String, level: usize, project: Option<String>) -> NeedInput {
    let level = LEVELS[level].parse::<Level>().ok();
    NeedInput { company, audience: None, tool: "rfis".into(), level, action: None, project }
}

pub(super) fn path(facts: &Facts, company: usize, rest: &str) -> String {
    format!("/badgehouse/v1/companies/{}/{rest}", facts.companies[company].name)
}

fn account_path(facts: &Facts, account: &Account, rest: &str) -> String {
    path(facts, account.company, &format!("service-accounts/{}{rest}", account.id))
}

pub(super) fn request(method: &str, target: &str, body: Option<Value>) -> HttpRequest {
    let mut headers = vec![("if-match".to_owned(), "*".to_owned())];
    headers.extend(body.as_ref().map(|_| ("content-type".to_owned(), "application/json".to_owned())));
    let body = body.map(|body| body.to_string()).unwrap_or_default().into_bytes().into();
    HttpRequest { method: method.into(), target: target.into(), headers, body, ..HttpRequest::default() }
}

fn repeatable(mut request: HttpRequest, key: Option<&str>) -> HttpRequest {
    request.headers.extend(key.map(|key| ("idempotency-key".to_owned(), key.to_owned())));
    request
}

/// A request by the administrator of a company.
fn administered(
    core: &Core,
    start: Start,
    facts: &Facts,
    company: usize,
    request: HttpRequest,
) -> Operation<Done> {
    let actor = administrator(facts.companies[company].name);
    core.handle(start, request, Some(actor)).map(answered)
}

fn on(
    core: &Core,
    start: Start,
    facts: &Facts,
    account: &Account,
    method: &str,
    rest: &str,
    body: Option<Value>,
) -> Operation<Done> {
    administered(
        core,
        start,
        facts,
        account.company,
        request(method, &account_path(facts, account, rest), body),
    )
}

/// A form of a client's; all come from one address, whose guesses keep no right one out.
fn endpoint(
    core: &Core,
    start: Start,
    process: &Process,
    target: &str,
    form: &[(&str, &str)],
) -> Operation<Done> {
    let mut body = form_urlencoded::Serializer::new(String::new());
    body.extend_pairs(form);
    let headers = vec![("content-type".into(), "application/x-www-form-urlencoded".into())];
    let (body, source) = (body.finish().into_bytes().into(), Some("192.0.2.9".into()));
    let mut request = HttpRequest {
        method: "POST".into(),
        target: target.into(),
        headers,
        body,
        source,
        ..HttpRequest::default()
    };
    process.kept.before(&mut request);
    core.handle(start, request, None).map(answered)
}

fn answered(response: HttpResponse) -> Done {
    Done { told: Told::http(&response), response: Some(response) }
}

pub(super) fn typed<T: Debug + Send + 'static>(operation: Outcome<T>) -> Operation<Done> {
    operation.map(|answer| Done { told: Told::typed(&answer), response: None })
}
