//! Errors: stable codes, what was wrong and what to do; never a secret, never another company's existence.

use super::identifier::{ActionId, ProjectId, ToolId};
use super::level::Level;
use crate::port::crypto::CryptoError;
use crate::port::store::StoreError;
use serde::Serialize;
use std::borrow::Cow;
use std::fmt;
use std::ops::{Deref, DerefMut};

/// The stable code of an error. Codes are added, never renamed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub enum Code {
    /// The input breaks a rule; `errors` says where.
    InvalidInput,
    /// The request says not who is asking.
    Unauthenticated,
    /// The Authorization header is malformed, or holds more than one token (RFC 6750 section 3.1).
    InvalidRequest,
    /// The access token is no valid one for this (RFC 6750 section 3.1).
    InvalidToken,
    /// The DPoP proof is none for this request and token (RFC 9449 section 7.1).
    InvalidDpopProof,
    /// The DPoP proof needs the nonce that the response carries (RFC 9449 section 9).
    UseDpopNonce,
    /// The token's permissions do not suffice (RFC 6750 section 3.1); `required` says what is missing.
    InsufficientScope,
    /// The actor lacks a right; `required` says which.
    MissingPermission,
    /// There is no such thing, or none that this actor may know of.
    NotFound,
    /// A page of another origin called with the user's cookies.
    ForeignOrigin,
    /// This address knows no such method.
    MethodNotAllowed,
    /// The body is larger than is read.
    BodyTooLarge,
    /// The body is of another media type than is read.
    UnsupportedMediaType,
    /// The edit would make the account stop working; quote the contact's revision to insist.
    WouldBreak,
    /// The contact has changed since the revision that was quoted.
    RevisionMismatch,
    /// The account has changed since the revision of `If-Match`.
    PreconditionFailed,
    /// The change needs `If-Match`.
    PreconditionRequired,
    /// The idempotency key was used for another request.
    IdempotencyKeyReused,
    /// The company has as many accounts as policy allows.
    TooManyAccounts,
    /// The account holds as many secrets as policy allows.
    TooManySecrets,
    /// The account holds as many public keys as it may.
    TooManyKeys,
    /// The account trusts as many outside issuers as it may.
    TooManyTrusts,
    /// No token was seen fetched with the secret.
    SecretNotInUse,
    /// The company already has its first administrator account.
    AlreadyBootstrapped,
    /// The store or the signing service was not reached; the outcome of a change may be unknown. Try again.
    Unavailable,
    /// Stored data or the signing key cannot be used; the operator has to look.
    Broken,
}

impl Code {
    /// All of this release.
    pub const ALL: [Self; 26] = [
        Self::InvalidInput,
        Self::Unauthenticated,
        Self::InvalidRequest,
        Self::InvalidToken,
        Self::InvalidDpopProof,
        Self::UseDpopNonce,
        Self::InsufficientScope,
        Self::MissingPermission,
        Self::NotFound,
        Self::ForeignOrigin,
        Self::MethodNotAllowed,
        Self::BodyTooLarge,
        Self::UnsupportedMediaType,
        Self::WouldBreak,
        Self::RevisionMismatch,
        Self::PreconditionFailed,
        Self::PreconditionRequired,
        Self::IdempotencyKeyReused,
        Self::TooManyAccounts,
        Self::TooManySecrets,
        Self::TooManyKeys,
        Self::TooManyTrusts,
        Self::SecretNotInUse,
        Self::AlreadyBootstrapped,
        Self::Unavailable,
        Self::Broken,
    ];

    /// The code as it stands in answers.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::InvalidInput => "invalid_input",
            Self::Unauthenticated => "unauthenticated",
            Self::InvalidRequest => "invalid_request",
            Self::InvalidToken => "invalid_token",
            Self::InvalidDpopProof => "invalid_dpop_proof",
            Self::UseDpopNonce => "use_dpop_nonce",
            Self::InsufficientScope => "insufficient_scope",
            Self::MissingPermission => "missing_permission",
            Self::NotFound => "not_found",
            Self::ForeignOrigin => "foreign_origin",
            Self::MethodNotAllowed => "method_not_allowed",
            Self::BodyTooLarge => "body_too_large",
            Self::UnsupportedMediaType => "unsupported_media_type",
            Self::WouldBreak => "would_break",
            Self::RevisionMismatch => "revision_mismatch",
            Self::PreconditionFailed => "precondition_failed",
            Self::PreconditionRequired => "precondition_required",
            Self::IdempotencyKeyReused => "idempotency_key_reused",
            Self::TooManyAccounts => "too_many_accounts",
            Self::TooManySecrets => "too_many_secrets",
            Self::TooManyKeys => "too_many_keys",
            Self::TooManyTrusts => "too_many_trusts",
            Self::SecretNotInUse => "secret_not_in_use",
            Self::AlreadyBootstrapped => "already_bootstrapped",
            Self::Unavailable => "unavailable",
            Self::Broken => "broken",
        }
    }

    /// The HTTP status that goes with the code (RFC 9110 section 15).
    pub fn status(self) -> u16 {
        match self {
            Self::InvalidInput | Self::InvalidRequest => 400,
            Self::Unauthenticated | Self::InvalidToken | Self::InvalidDpopProof | Self::UseDpopNonce => 401,
            Self::InsufficientScope | Self::MissingPermission | Self::ForeignOrigin => 403,
            Self::NotFound => 404,
            Self::MethodNotAllowed => 405,
            Self::WouldBreak
            | Self::RevisionMismatch
            | Self::IdempotencyKeyReused
            | Self::TooManyAccounts
            | Self::TooManySecrets
            | Self::TooManyKeys
            | Self::TooManyTrusts
            | Self::SecretNotInUse
            | Self::AlreadyBootstrapped => 409,
            Self::PreconditionFailed => 412,
            Self::BodyTooLarge => 413,
            Self::UnsupportedMediaType => 415,
            Self::PreconditionRequired => 428,
            Self::Broken => 500,
            Self::Unavailable => 503,
        }
    }
}

/// One rule that one part of the input breaks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct InputProblem {
    /// Where: a JSON Pointer (RFC 6901) into the body, empty for the whole.
    pub pointer: String,
    /// Which rule, in words for a person.
    pub detail: String,
}

impl InputProblem {
    /// The problem `detail` at `pointer`.
    pub fn new<'a>(pointer: &str, detail: impl Into<Cow<'a, str>>) -> Self {
        Self::plain(pointer, detail.into())
    }

    #[cold]
    fn plain(pointer: &str, detail: Cow<'_, str>) -> Self {
        Self { pointer: pointer.into(), detail: detail.into_owned() }
    }
}

/// The permission that was missing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Required {
    /// On which tool.
    pub tool: ToolId,
    /// At least which level, if it is a level that is missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<Level>,
    /// Which action, if it is an action.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub action: Option<ActionId>,
    /// In which project; absent when it has to be at company level.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub project: Option<ProjectId>,
}

impl Required {
    /// A level on a company tool.
    pub(crate) fn level(tool: ToolId, level: Level) -> Self {
        Self { tool, level: Some(level), action: None, project: None }
    }

    /// An action on a company tool, or at company level.
    pub(crate) fn action(tool: ToolId, action: ActionId) -> Self {
        Self { tool, level: None, action: Some(action), project: None }
    }

    /// What is required, as a part of a scope (RFC 6750 section 3).
    pub(crate) fn scope(&self) -> String {
        match (&self.action, self.level) {
            (Some(action), _) => format!("{}.{action}", self.tool),
            (None, level) => format!("{}:{}", self.tool, level.unwrap_or_default()),
        }
    }

    /// What is required on the tool, for a person.
    pub(crate) fn what(&self) -> String {
        match (&self.action, self.level) {
            (Some(action), _) => format!("the action `{action}`"),
            (None, level) => format!("the level `{}`", level.unwrap_or_default()),
        }
    }
}

/// Why an operation was refused or could not be done: [`Parts`] behind one pointer, as which it is read and written (`error.code`), so that whatever may fail is
/// no larger by it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error(Box<Parts>);

/// What an [`Error`] tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parts {
    /// The stable code.
    pub code: Code,
    /// What was wrong and what to do, for a person.
    pub detail: String,
    /// With [`Code::InvalidInput`]: each rule that is broken.
    pub errors: Vec<InputProblem>,
    /// With [`Code::MissingPermission`] and [`Code::InsufficientScope`]: what is missing.
    pub required: Option<Required>,
    /// With [`Code::WouldBreak`]: the revision to quote to insist.
    pub contact_revision: Option<u64>,
    /// With [`Code::MethodNotAllowed`]: the methods that the address knows, as the header `Allow` lists them (RFC 9110 section 10.2.1).
    pub allowed: Option<String>,
    /// What the refusal of an API call says besides of how to call it.
    pub challenge: Challenge,
    /// For the operator's log; no answer to a client carries it.
    pub diagnostic: Option<String>,
}

/// What stands in `WWW-Authenticate` beside the error (RFC 9110 section 11.6.1), and in `DPoP-Nonce`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Challenge {
    /// The scheme is DPoP (RFC 9449 section 7.1) and not Bearer.
    pub dpop: bool,
    /// The nonce that the next proof has to carry.
    pub dpop_nonce: Option<String>,
    /// Where the metadata of the resource is (RFC 9728 section 5.1).
    pub resource_metadata: Option<String>,
}

impl Error {
    /// An error of that code and no more; a host makes one to refuse an actor.
    pub fn new<'a>(code: Code, detail: impl Into<Cow<'a, str>>) -> Self {
        Self::plain(code, detail.into())
    }

    /// What all the others are made by, once for whatever text they are given.
    #[cold]
    fn plain(code: Code, detail: Cow<'_, str>) -> Self {
        Self(Box::new(Parts {
            code,
            detail: detail.into_owned(),
            errors: Vec::new(),
            required: None,
            contact_revision: None,
            allowed: None,
            challenge: Challenge::default(),
            diagnostic: None,
        }))
    }

    #[cold]
    fn diagnosed(code: Code, detail: &str, diagnostic: Cow<'_, str>) -> Self {
        let mut error = Self::plain(code, detail.into());
        error.diagnostic = Some(diagnostic.into_owned());
        error
    }

    /// What the error tells, to take it apart.
    pub fn into_parts(self) -> Parts {
        *self.0
    }

    /// The error of input that breaks rules; for a face that takes typed input apart.
    #[cold]
    pub fn invalid(errors: Vec<InputProblem>) -> Self {
        let detail = "the input breaks the rules named in `errors`; mend them and send it again";
        let mut error = Self::new(Code::InvalidInput, detail);
        error.errors = errors;
        error
    }

    pub(crate) fn invalid_at<'a>(pointer: &str, detail: impl Into<Cow<'a, str>>) -> Self {
        Self::invalid(vec![InputProblem::new(pointer, detail)])
    }

    #[cold]
    pub(crate) fn not_found() -> Self {
        Self::new(Code::NotFound, "there is nothing here that you may see; check the company and the id")
    }

    #[cold]
    pub(crate) fn missing(required: Required) -> Self {
        let what = required.what();
        let detail = format!(
            "this needs {what} on the company tool `{}`; ask an administrator of your company for it",
            required.tool
        );
        Self::new(Code::MissingPermission, detail).requiring(required)
    }

    /// The same error, which says what is missing.
    pub(crate) fn requiring(mut self, required: Required) -> Self {
        self.required = Some(required);
        self
    }

    /// The same error in other words.
    pub(crate) fn saying(mut self, detail: &str) -> Self {
        self.detail = detail.into();
        self
    }

    /// The same error, which says what the contact's revision is.
    pub(crate) fn at_revision(mut self, contact_revision: u64) -> Self {
        self.contact_revision = Some(contact_revision);
        self
    }

    /// The same error with what the operator is told besides.
    #[must_use]
    pub fn with_diagnostic(mut self, diagnostic: String) -> Self {
        self.diagnostic = Some(diagnostic);
        self
    }

    /// What a client is told of a refusal of [`authorize`](crate::Core::authorize) for a route whose need stands in the product's code: only company and project
    /// come from the request, any other flaw of the input is the route's own, which no client can mend. It is then `broken`, and the operator is told.
    #[must_use]
    pub fn blamed(self) -> Self {
        let of_the_request =
            |problem: &InputProblem| ["/company", "/project"].contains(&problem.pointer.as_str());
        if self.code != Code::InvalidInput || self.errors.iter().all(of_the_request) {
            return self;
        }
        Self::misconfigured(self.to_string())
    }

    /// The error of a route that is not set up as it has to be; `diagnostic` is for the operator's log.
    pub fn misconfigured<'a>(diagnostic: impl Into<Cow<'a, str>>) -> Self {
        let detail =
            "this route is not set up as it has to be; the operator of the service has to look at its log";
        Self::diagnosed(Code::Broken, detail, diagnostic.into())
    }

    /// The error of a service that is not reached; `diagnostic` is for the operator's log.
    pub fn unavailable<'a>(diagnostic: impl Into<Cow<'a, str>>) -> Self {
        let detail = "the service cannot do this at the moment; try again";
        Self::diagnosed(Code::Unavailable, detail, diagnostic.into())
    }

    /// The error of stored data or a service that cannot be used; `diagnostic` is for the operator's log.
    pub fn broken<'a>(diagnostic: impl Into<Cow<'a, str>>) -> Self {
        let detail = "stored data cannot be used; the operator of the service has to look at its log";
        Self::diagnosed(Code::Broken, detail, diagnostic.into())
    }
}

impl Deref for Error {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl DerefMut for Error {
    fn deref_mut(&mut self) -> &mut Parts {
        &mut self.0
    }
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unavailable(_) => Self::unavailable(error.to_string()),
            StoreError::Broken(_) => Self::broken(error.to_string()),
        }
    }
}

impl From<CryptoError> for Error {
    fn from(error: CryptoError) -> Self {
        Self::broken(error.to_string())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.code.as_str(), self.detail)?;
        for problem in &self.errors {
            write!(formatter, "; {}: {}", problem.pointer, problem.detail)?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::Error;

    #[test]
    fn an_error_does_not_make_a_result_large() {
        assert_eq!(size_of::<Error>(), size_of::<usize>());
        assert_eq!(size_of::<Result<(), Error>>(), size_of::<usize>());
    }
}
