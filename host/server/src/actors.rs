//! Who administers: the users whom the product vouches for by actor tokens, and nobody else.

use crate::backend::Backend;
use crate::exit::Usage;
use crate::files;
use anyhow::{Context, Result};
use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use badgehouse::actor_token::is_actor_token;
use badgehouse::crypto::PublicJwk;
use badgehouse::error::Error;
use badgehouse::principal::Actor;
use badgehouse::workload::IssuerJwks;
use clap::Args;
use data_encoding::BASE64URL_NOPAD;
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
        Ok(Actors::vouched_for(Voucher { issuer: self.actor_issuer.clone().unwrap_or_default(), keys }))
    }
}

/// Who vouches for users by actor tokens: the product, or the administrator's page.
#[derive(Clone)]
pub(crate) struct Voucher {
    /// The `iss` of its tokens.
    pub(crate) issuer: String,
    /// By which they are signed; by none, no token of its is taken.
    pub(crate) keys: Vec<PublicJwk>,
}

/// Whose actor tokens are taken.
#[derive(Clone)]
pub(crate) struct Actors {
    product: Voucher,
    others: Vec<Voucher>,
}

impl Actors {
    /// Those of the product.
    pub(crate) fn vouched_for(product: Voucher) -> Self {
        Self { product, others: Vec::new() }
    }

    /// Those of somebody else as well, whose name is not the product's.
    pub(crate) fn also(&mut self, other: Voucher) -> Result<(), Usage> {
        if other.issuer == self.product.issuer {
            return Err(Usage(format!(
                "`{}` is the name of the page's own tokens; give the product another by --actor-issuer",
                other.issuer
            )));
        }
        self.others.push(other);
        Ok(())
    }

    /// The actor of a request that carries an actor token; `None` when it carries something else, which the core looks at.
    pub(crate) async fn of(self, backend: Backend, parts: Parts) -> Result<Option<Actor>, Error> {
        let Some(token) = bearer(&parts.headers).filter(|token| is_actor_token(token)) else {
            return Ok(None);
        };
        // By which keys it is verified; that it says so is verified with it.
        let claimed = issuer_of(token);
        let other = self.others.into_iter().find(|other| claimed.as_ref() == Some(&other.issuer));
        let Voucher { issuer, keys } = other.unwrap_or(self.product);
        backend.verify_actor_token(token.to_owned(), issuer, keys).await.map(Some)
    }
}

/// The one bearer token of a request.
pub(crate) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let mut values = headers.get_all(AUTHORIZATION).iter();
    let (Some(value), None) = (values.next(), values.next()) else { return None };
    let (scheme, token) = value.to_str().ok()?.trim().split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// Whose token it says it is. Nothing of it is verified.
fn issuer_of(token: &str) -> Option<String> {
    let payload = BASE64URL_NOPAD.decode(token.split('.').nth(1)?.as_bytes()).ok()?;
    let claims: Value = serde_json::from_slice(&payload).ok()?;
    claims["iss"].as_str().map(str::to_owned)
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
