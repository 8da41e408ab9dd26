//! Authorizing an API call: is the token good now, and does its account hold what the call needs.

use super::dpop::{self, DpopInput, Proof};
use super::resource;
use super::token::{self, ActiveToken, UnverifiedToken, invalid};
use crate::core::Context;
use crate::model::catalogue::ToolScope;
use crate::model::levels::ProjectRecord;
use crate::model::need::{Need, Needed};
use crate::model::record;
use crate::value::address::{is_origin, local};
use crate::value::error::{Code, Error, InputProblem};
use crate::value::identifier::{ActionId, ClientId, CompanyId, ProjectId, ToolId};
use crate::value::input;
use crate::value::level::Level;
use crate::value::timestamp::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What a request to an API presents.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Presented {
    /// The value of its Authorization header (RFC 6750 section 2.1, RFC 9449 section 7.1); of several, all, with a comma between (RFC 9110 section 5.3),
    /// which are refused.
    #[serde(default)]
    pub authorization: Option<String>,
    /// With a token that is bound to a key: its proof, and what the proof is of.
    #[serde(default, deserialize_with = "input::optional_object")]
    pub dpop: Option<DpopInput>,
}

impl Presented {
    /// The same with the API's own origin, such as `https://api.example.com` (RFC 6454 section 6.2), in place of the one in the address of the proof, which a
    /// server often has from the header `Host`: that is whatever the caller has written, so that it would let a proof count that was made for another API. What a
    /// proxy cuts from the path stands behind the host: `https://api.example.com/v1`.
    ///
    /// # Errors
    /// `invalid_input` at `/origin`, when it is none.
    pub fn with_origin(mut self, origin: &str) -> Result<Self, Error> {
        let bare = origin.strip_suffix('/').unwrap_or(origin);
        if !is_origin(bare) {
            let rule = "an origin is http or https and a host, such as `https://api.example.com`";
            return Err(Error::invalid_at("/origin", rule));
        }
        if let Some(dpop) = &mut self.dpop {
            dpop.url = format!("{bare}{}", local(&dpop.url));
        }
        Ok(self)
    }
}

impl From<Option<String>> for Presented {
    fn from(authorization: Option<String>) -> Self {
        Self { authorization, dpop: None }
    }
}

impl fmt::Debug for Presented {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "Presented(authorization {}, proof {})",
            self.authorization.is_some(),
            self.dpop.is_some()
        )
    }
}

/// What an API call needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NeedInput {
    /// The company whose API is called; another company's token is no valid one for it.
    pub company: String,
    /// The API's own audience; the first of the settings when absent.
    #[serde(default)]
    pub audience: Option<String>,
    /// A tool of the catalogue.
    pub tool: String,
    /// At least this level on it, above None; with `action`, absent.
    #[serde(default)]
    pub level: Option<Level>,
    /// This action of it; with `level`, absent.
    #[serde(default)]
    pub action: Option<String>,
    /// The project the call is about; absent when it is about the company.
    #[serde(default)]
    pub project: Option<String>,
}

/// Whose access tokens an API takes that decides by itself. There is no default: data of one company must not be told to another's token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TokensOf {
    /// This company's, which is the one whose API is called; another company's token is no valid one for it.
    Company(String),
    /// Any company's. Whoever says so compares [`ActiveToken::company`] with the company whose data is asked for.
    AnyCompany,
}

/// A call that may go on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Authorized {
    /// Who calls.
    pub client_id: ClientId,
    /// Of which company.
    pub company: CompanyId,
    /// On which tool.
    pub tool: ToolId,
    /// The level it holds there, which is at least what was needed; with an action it may be None.
    pub level: Level,
    /// The action that was needed, which it holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub action: Option<ActionId>,
    /// In which project.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub project: Option<ProjectId>,
    /// When the token expires.
    pub expires_at: Timestamp,
}

struct Checked {
    company: CompanyId,
    audience: String,
    needed: Needed,
    project: Option<ProjectId>,
}

/// The refusals are `unauthenticated` (no token), `invalid_request` (no single token), `invalid_token`, `insufficient_scope`, and for a token that is bound to a key `invalid_dpop_proof` and
/// `use_dpop_nonce`; `invalid_input` is the caller's own mistake.
pub(crate) async fn authorize(
    context: &mut Context,
    presented: Presented,
    need: NeedInput,
) -> Result<Authorized, Error> {
    let need = check(context, need).map_err(Error::invalid)?;
    let resource_metadata = resource::metadata_url(&need.audience);
    let answer = decide(context, &presented, need).await;
    answer.map_err(|error| challenged(error, &presented, resource_metadata))
}

/// What a good token says, for an API that decides by itself: everything that [`authorize`] checks but permissions. Without an audience it is the first of the settings.
pub(crate) async fn inspect(
    context: &mut Context,
    presented: Presented,
    of: TokensOf,
    audience: Option<String>,
) -> Result<ActiveToken, Error> {
    let company = match of {
        TokensOf::Company(company) => Some(input::parsed::<CompanyId>("/company", &company)?),
        TokensOf::AnyCompany => None,
    };
    let unknown = || Error::invalid_at("/audience", "the settings have no such audience");
    let audience = own_audience(context, audience).ok_or_else(unknown)?;
    let resource_metadata = resource::metadata_url(&audience);
    let found = good(context, &presented, company.as_ref(), &audience).await;
    found.map_err(|error| challenged(error, &presented, resource_metadata))
}

async fn good(
    context: &Context,
    presented: &Presented,
    company: Option<&CompanyId>,
    audience: &str,
) -> Result<ActiveToken, Error> {
    let token = presented_token(context, presented)?;
    company.map_or(Ok(()), |company| require_company(&token, company))?;
    token::read_and_verify(context, &token, Some(audience)).await?;
    Ok(token.active())
}

/// The refusal with what the client has to know to mend it.
pub(crate) fn challenged(
    mut error: Error,
    presented: &Presented,
    resource_metadata: Option<String>,
) -> Error {
    let scheme = presented.authorization.as_deref().and_then(|value| value.trim().split_once(' '));
    let dpop = scheme.is_some_and(|(scheme, _)| scheme.eq_ignore_ascii_case("dpop"))
        || matches!(error.code, Code::InvalidDpopProof | Code::UseDpopNonce);
    error.challenge.dpop = dpop;
    error.challenge.resource_metadata = resource_metadata;
    error
}

async fn decide(context: &mut Context, presented: &Presented, need: Checked) -> Result<Authorized, Error> {
    let token = presented_token(context, presented)?;
    require_company(&token, &need.company)?;
    let in_project = need.project.as_ref().map(|project| record::account_project(token.client_id(), project));
    let reading = context.read(token::keys(&token).into_iter().chain(in_project.clone()).collect()).await?;
    let verified = token::verify(context, &token, &reading, Some(&need.audience)).await?;
    let project_levels = ProjectRecord::levels(&reading, in_project.as_ref())?;
    let catalogue = &context.settings.catalogue;
    let held = need.needed.held(catalogue, &verified.account.levels, project_levels.as_ref());
    let level = verified.scope.limit(&need.needed.tool, need.project.as_ref(), held.level);
    let suffices = match &need.needed.need {
        Need::Level(needed) => level >= *needed,
        Need::Action(action) => {
            let through = |tool| verified.scope.lets_through(tool, action, need.project.as_ref(), level);
            held.suffices && catalogue.tool(&need.needed.tool).is_some_and(through)
        }
    };
    if !suffices {
        return Err(insufficient(need));
    }
    let action = match need.needed.need {
        Need::Level(_) => None,
        Need::Action(action) => Some(action),
    };
    Ok(Authorized {
        client_id: verified.account.client_id,
        company: need.company,
        tool: need.needed.tool,
        level,
        action,
        project: need.project,
        expires_at: Timestamp::from_seconds(verified.expires_at),
    })
}

/// Refuses another company's token, before anything is read.
fn require_company(token: &UnverifiedToken, company: &CompanyId) -> Result<(), Error> {
    if token.company() == company { Ok(()) } else { Err(invalid("the access token is of another company")) }
}

/// The token of a request. The scheme's name is case-insensitive (RFC 9110 section 11.1). A token that is bound to a key comes by the scheme DPoP with
/// a proof, and by no other (RFC 9449 section 7.2).
pub(crate) fn presented_token(context: &Context, presented: &Presented) -> Result<UnverifiedToken, Error> {
    let missing = || {
        Error::new(
            Code::Unauthenticated,
            "send an access token in the Authorization header, as a Bearer token",
        )
    };
    let value = presented.authorization.as_deref().ok_or_else(missing)?.trim();
    let (scheme, text) = value.split_once(' ').unwrap_or((value, ""));
    let bearer = scheme.eq_ignore_ascii_case("bearer");
    if !bearer && !scheme.eq_ignore_ascii_case("dpop") {
        return Err(missing());
    }
    let text = text.trim();
    if !is_token68(text) {
        let detail = "send one access token, in one Authorization header";
        return Err(Error::new(Code::InvalidRequest, detail));
    }
    let token = UnverifiedToken::parse(text)?;
    if bearer {
        let bound =
            || invalid("the access token is bound to a key; send it by the scheme DPoP, with a proof");
        return if token.bound_to().is_none() { Ok(token) } else { Err(bound()) };
    }
    let absent = || Error::new(Code::InvalidDpopProof, "send the proof in one DPoP header");
    let proof = Proof::parse(context, presented.dpop.as_ref().ok_or_else(absent)?, Some(text));
    token.proven(proof.map_err(|refusal| match refusal {
        dpop::Refusal::Invalid(why) => Error::new(Code::InvalidDpopProof, why),
        dpop::Refusal::Nonce(nonce) => {
            let mut error = Error::new(Code::UseDpopNonce, "the DPoP proof needs the nonce of this response");
            error.challenge.dpop_nonce = Some(nonce);
            error
        }
        dpop::Refusal::Failed(error) => error,
    })?)
}

/// The form of a token in the header (RFC 6750 section 2.1). Several headers that were joined into one have another.
fn is_token68(text: &str) -> bool {
    let known = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~+/".contains(&byte);
    let bare = text.trim_end_matches('=');
    !bare.is_empty() && bare.bytes().all(known)
}

fn check(context: &Context, need: NeedInput) -> Result<Checked, Vec<InputProblem>> {
    let settings = &context.settings;
    let mut problems = Vec::new();
    let (tool, needed) =
        settings.catalogue.needed(&need.tool, need.level, need.action.as_deref(), &mut problems);
    let mut refuse = |pointer: &str, rule: &str| problems.push(InputProblem::new(pointer, rule));
    let company = CompanyId::parse(need.company).ok();
    if company.is_none() {
        refuse("/company", CompanyId::RULE);
    }
    let audience = own_audience(context, need.audience);
    if audience.is_none() {
        refuse("/audience", "the settings have no such audience");
    }
    let project = need.project.map(|text| ProjectId::parse(text).ok());
    if project == Some(None) {
        refuse("/project", ProjectId::RULE);
    }
    if project.is_some() && tool.is_some_and(|tool| tool.scope == ToolScope::Company) {
        refuse("/project", "this is a company tool: it has no projects");
    }
    match (company, audience, tool, needed) {
        (Some(company), Some(audience), Some(tool), Some(need)) if problems.is_empty() => Ok(Checked {
            company,
            audience,
            needed: Needed { tool: tool.id.clone(), need },
            project: project.flatten(),
        }),
        _ => Err(problems),
    }
}

/// The API's own audience, as it stands in the settings; the first of them where it says none.
fn own_audience(context: &Context, audience: Option<String>) -> Option<String> {
    let settings = &context.settings;
    match audience {
        None => settings.audiences.first().cloned(),
        Some(audience) => settings.audience(&audience).cloned(),
    }
}

fn insufficient(need: Checked) -> Error {
    let place = match &need.project {
        Some(project) => format!("in the project `{project}`"),
        None => "at company level".into(),
    };
    let detail = format!(
        "this needs {} on the tool `{}` {place}; ask an administrator of the company for it",
        need.needed.need, need.needed.tool
    );
    Error::new(Code::InsufficientScope, detail).requiring(need.needed.required(need.project))
}
