//! What administrators do: every operation in the one shape of a request, for whom the package names.

use super::Begin;
use crate::call::End;
use crate::json::made;
use crate::refusal::refused;
use crate::response::text;
use badgehouse::error::Error;
use badgehouse::http::{HttpRequest, HttpResponse};
use serde::Deserialize;
use zeroize::Zeroizing;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RequestIn {
    method: String,
    /// Behind the company.
    target: String,
    headers: Vec<(String, String)>,
}

pub(super) const OPERATIONS: &[(&str, Begin)] = &[("administer", |engine, moment, given| {
    let RequestIn { method, target, headers } = made(given.json("request"))?;
    let body = Zeroizing::new(given.json("body").unwrap_or_default().as_bytes().to_vec());
    let request = HttpRequest { method, target, headers, body, ..HttpRequest::default() };
    let (by, company) = (given.principal()?, given.company()?);
    Ok(engine.core.administer(moment.into(), by, company, request).map(ended))
})];

fn ended(outcome: Result<HttpResponse, Error>) -> End {
    outcome.map(|response| text(&response)).map_err(refused)
}
