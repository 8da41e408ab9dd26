//! Levels and the wish for an account: the words that the engine's world and the rules' world share, in.

use crate::bindings::types as wit;
use badgehouse::account::{AuthMethod, NewAccount};
use badgehouse::error::InputProblem;
use badgehouse::identifier::ToolId;
use badgehouse::permission::{Level, Levels, ToolGrant};
use badgehouse::timestamp::Timestamp;

impl From<wit::Level> for Level {
    fn from(level: wit::Level) -> Self {
        match level {
            wit::Level::None => Self::None,
            wit::Level::ReadOnly => Self::ReadOnly,
            wit::Level::Standard => Self::Standard,
            wit::Level::Admin => Self::Admin,
        }
    }
}

impl From<Level> for wit::Level {
    fn from(level: Level) -> Self {
        match level {
            Level::None => Self::None,
            Level::ReadOnly => Self::ReadOnly,
            Level::Standard => Self::Standard,
            Level::Admin => Self::Admin,
        }
    }
}

/// The levels that stand at `pointer`, or what is wrong with them.
pub(crate) fn levels(pointer: &str, levels: Vec<wit::ToolLevel>) -> Result<Levels, Vec<InputProblem>> {
    Levels::parse(pointer, levels.into_iter().map(|level| (level.tool, level.level.into(), level.actions)))
}

/// What is granted, by tool.
pub(crate) fn tool_levels(levels: &Levels) -> Vec<wit::ToolLevel> {
    let tool_level = |(tool, grant): (&ToolId, &ToolGrant)| wit::ToolLevel {
        tool: tool.to_string(),
        level: grant.level.into(),
        actions: grant.actions.iter().map(ToString::to_string).collect(),
    };
    levels.grants_by_tool().map(tool_level).collect()
}

impl From<wit::NewAccount> for NewAccount {
    fn from(new: wit::NewAccount) -> Self {
        Self {
            app_type: new.app_type,
            app: new.app,
            name: new.name,
            description: new.description,
            metadata: new.metadata.into_iter().collect(),
            owner: new.owner,
            expires_at: new.expires_at.map(Timestamp::from_seconds),
            token_seconds: new.token_seconds,
            auth_methods: new.auth_methods.map(|methods| methods.into_iter().map(Into::into).collect()),
            dpop_bound_access_tokens: new.dpop_bound_access_tokens,
        }
    }
}

impl From<wit::AuthMethod> for AuthMethod {
    fn from(method: wit::AuthMethod) -> Self {
        match method {
            wit::AuthMethod::ClientSecretBasic => Self::ClientSecretBasic,
            wit::AuthMethod::ClientSecretPost => Self::ClientSecretPost,
            wit::AuthMethod::PrivateKeyJwt => Self::PrivateKeyJwt,
            wit::AuthMethod::JwtBearer => Self::JwtBearer,
        }
    }
}
