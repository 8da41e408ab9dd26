//! Errors, in.

use super::{action_id, project_id, tool_id};
use crate::bindings::types as wit;
use badgehouse::error::{Challenge, Code, Error, InputProblem, Required};

impl From<wit::Error> for Error {
    fn from(error: wit::Error) -> Self {
        let required = match error.required.map(Required::try_from).transpose() {
            Ok(required) => required,
            Err(malformed) => return malformed,
        };
        let mut read = Self::new(error.code.into(), error.detail);
        read.errors = error.errors.into_iter().map(Into::into).collect();
        read.required = required;
        read.contact_revision = error.contact_revision;
        read.challenge = error.challenge.into();
        read.diagnostic = error.diagnostic;
        read
    }
}

impl From<wit::Challenge> for Challenge {
    fn from(challenge: wit::Challenge) -> Self {
        let wit::Challenge { dpop, dpop_nonce, resource_metadata } = challenge;
        Self { dpop, dpop_nonce, resource_metadata }
    }
}

impl From<wit::InputProblem> for InputProblem {
    fn from(problem: wit::InputProblem) -> Self {
        Self { pointer: problem.pointer, detail: problem.detail }
    }
}

impl TryFrom<wit::Required> for Required {
    type Error = Error;

    fn try_from(required: wit::Required) -> Result<Self, Error> {
        Ok(Self {
            tool: tool_id(required.tool)?,
            level: required.level.map(Into::into),
            action: required.action.map(action_id).transpose()?,
            project: required.project.map(project_id).transpose()?,
        })
    }
}

impl From<wit::ErrorCode> for Code {
    fn from(code: wit::ErrorCode) -> Self {
        match code {
            wit::ErrorCode::InvalidInput => Self::InvalidInput,
            wit::ErrorCode::Unauthenticated => Self::Unauthenticated,
            wit::ErrorCode::InvalidRequest => Self::InvalidRequest,
            wit::ErrorCode::InvalidToken => Self::InvalidToken,
            wit::ErrorCode::InvalidDpopProof => Self::InvalidDpopProof,
            wit::ErrorCode::UseDpopNonce => Self::UseDpopNonce,
            wit::ErrorCode::InsufficientScope => Self::InsufficientScope,
            wit::ErrorCode::MissingPermission => Self::MissingPermission,
            wit::ErrorCode::NotFound => Self::NotFound,
            wit::ErrorCode::ForeignOrigin => Self::ForeignOrigin,
            wit::ErrorCode::MethodNotAllowed => Self::MethodNotAllowed,
            wit::ErrorCode::BodyTooLarge => Self::BodyTooLarge,
            wit::ErrorCode::UnsupportedMediaType => Self::UnsupportedMediaType,
            wit::ErrorCode::WouldBreak => Self::WouldBreak,
            wit::ErrorCode::RevisionMismatch => Self::RevisionMismatch,
            wit::ErrorCode::PreconditionFailed => Self::PreconditionFailed,
            wit::ErrorCode::PreconditionRequired => Self::PreconditionRequired,
            wit::ErrorCode::IdempotencyKeyReused => Self::IdempotencyKeyReused,
            wit::ErrorCode::TooManyAccounts => Self::TooManyAccounts,
            wit::ErrorCode::TooManySecrets => Self::TooManySecrets,
            wit::ErrorCode::TooManyKeys => Self::TooManyKeys,
            wit::ErrorCode::TooManyTrusts => Self::TooManyTrusts,
            wit::ErrorCode::SecretNotInUse => Self::SecretNotInUse,
            wit::ErrorCode::AlreadyBootstrapped => Self::AlreadyBootstrapped,
            wit::ErrorCode::Unavailable => Self::Unavailable,
            wit::ErrorCode::Broken => Self::Broken,
        }
    }
}
