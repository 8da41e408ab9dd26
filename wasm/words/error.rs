//! Errors, out.

use crate::bindings::types as wit;
use badgehouse::error::{Challenge, Code, Error, InputProblem, Required};

impl From<Error> for wit::Error {
    fn from(error: Error) -> Self {
        let error = error.into_parts();
        Self {
            code: error.code.into(),
            detail: error.detail,
            errors: error.errors.into_iter().map(Into::into).collect(),
            required: error.required.map(Into::into),
            contact_revision: error.contact_revision,
            challenge: error.challenge.into(),
            diagnostic: error.diagnostic,
        }
    }
}

impl From<Challenge> for wit::Challenge {
    fn from(challenge: Challenge) -> Self {
        let Challenge { dpop, dpop_nonce, resource_metadata } = challenge;
        Self { dpop, dpop_nonce, resource_metadata }
    }
}

impl From<InputProblem> for wit::InputProblem {
    fn from(problem: InputProblem) -> Self {
        Self { pointer: problem.pointer, detail: problem.detail }
    }
}

impl From<Required> for wit::Required {
    fn from(required: Required) -> Self {
        Self {
            tool: required.tool.to_string(),
            level: required.level.map(Into::into),
            action: required.action.map(|action| action.to_string()),
            project: required.project.map(|project| project.to_string()),
        }
    }
}

impl From<Code> for wit::ErrorCode {
    fn from(code: Code) -> Self {
        match code {
            Code::InvalidInput => Self::InvalidInput,
            Code::Unauthenticated => Self::Unauthenticated,
            Code::InvalidRequest => Self::InvalidRequest,
            Code::InvalidToken => Self::InvalidToken,
            Code::InvalidDpopProof => Self::InvalidDpopProof,
            Code::UseDpopNonce => Self::UseDpopNonce,
            Code::InsufficientScope => Self::InsufficientScope,
            Code::MissingPermission => Self::MissingPermission,
            Code::NotFound => Self::NotFound,
            Code::ForeignOrigin => Self::ForeignOrigin,
            Code::MethodNotAllowed => Self::MethodNotAllowed,
            Code::BodyTooLarge => Self::BodyTooLarge,
            Code::UnsupportedMediaType => Self::UnsupportedMediaType,
            Code::WouldBreak => Self::WouldBreak,
            Code::RevisionMismatch => Self::RevisionMismatch,
            Code::PreconditionFailed => Self::PreconditionFailed,
            Code::PreconditionRequired => Self::PreconditionRequired,
            Code::IdempotencyKeyReused => Self::IdempotencyKeyReused,
            Code::TooManyAccounts => Self::TooManyAccounts,
            Code::TooManySecrets => Self::TooManySecrets,
            Code::TooManyKeys => Self::TooManyKeys,
            Code::TooManyTrusts => Self::TooManyTrusts,
            Code::SecretNotInUse => Self::SecretNotInUse,
            Code::AlreadyBootstrapped => Self::AlreadyBootstrapped,
            Code::Unavailable => Self::Unavailable,
            Code::Broken => Self::Broken,
            // Each code of this release has an arm of its own: the test of the codes says so.
            _ => Self::Broken,
        }
    }
}
