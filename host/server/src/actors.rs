//! Who administers: the users whom the product vouches for by actor tokens, and nobody else.

use crate::backend::Backend;
use crate::exit::Usage;
use crate::files;
use anyhow::{Context, Result};
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use badgehouse::actor_token::is_actor_token;
use badgehouse::crypto::PublicJwk;
use badgehouse::error::Error;
use badgehouse::principal::Actor;
use badgehouse::workload::IssuerJwks;
use clap::Args;
use serde_json::Value;
use std::path::PathBuf;

/// Where the product's keys are.
#[derive(Args)]
pub(crate) struct ActorKeys {
    /// The public key (JWK or JWK set) by which the product signs actor tokens. Without one, only access tokens for the admin API's
    /// audience administer.
    #[arg(long, value_name = "FILE", requires = "actor_issuer")]
    actor_key: Vec<PathBuf>,
    /// The `iss` of the product's actor tokens.
    #[arg(long, value_name = "NAME", requires = "actor_key")]
    actor_issuer: Option<String>,
}

impl ActorKeys {
    pub(crate) fn read(&self) -> Result<Actors> {
        let mut keys = Vec::new();
        for path in &self.actor_key {
            let document = files::read_json(path, "JWK and no JWK set")?;
            keys.extend(public_keys(document).with_context(|| format!("in `{}`", path.display()))?);
        }
        Ok(Actors { issuer: self.actor_issuer.clone().unwrap_or_default(), keys })
    }
}

/// Whose actor tokens are taken: none's while there is no key.
#[derive(Clone)]
pub(crate) struct Actors {
    pub(crate) issuer: String,
    pub(crate) keys: Vec<PublicJwk>,
}

impl Actors {
    /// The actor of a request that carries an actor token; `None` when it carries something else, which the core looks at.
    pub(crate) async fn of(self, backend: Backend, parts: Parts) -> Result<Option<Actor>, Error> {
        let mut values = parts.headers.get_all(AUTHORIZATION).iter();
        let (Some(value), None) = (values.next(), values.next()) else { return Ok(None) };
        let Some((scheme, token)) = value.to_str().ok().and_then(|value| value.trim().split_once(' ')) else {
            return Ok(None);
        };
        let token = token.trim();
        if !scheme.eq_ignore_ascii_case("bearer") || !is_actor_token(token) {
            return Ok(None);
        }
        backend.verify_actor_token(token.to_owned(), self.issuer, self.keys).await.map(Some)
    }
}

fn public_keys(document: Value) -> Result<Vec<PublicJwk>> {
    let keys = match document.get("keys") {
        Some(Value::Array(keys)) => keys.clone(),
        _ => vec![document],
    };
    public(&IssuerJwks { keys })
}

/// The keys that are understood. The others are left out, which is said; a file of which none is understood is refused.
fn public(jwks: &IssuerJwks) -> Result<Vec<PublicJwk>> {
    let (keys, ignored) = jwks.understood().map_err(|problems| {
        let reasons: Vec<String> = problems.into_iter().map(|problem| problem.detail).collect();
        Usage(format!("none of its keys is understood: {}", reasons.join("; ")))
    })?;
    for entry in ignored {
        eprintln!("an actor key was left out: entry {}: {}", entry.index, entry.reason);
    }
    Ok(keys)
}
