//! Whose tokens an API takes that decides by itself, as its caller says it.

use crate::value::{Given, invalid, object_or_default};
use badgehouse::authorize::TokensOf;
use badgehouse::error::Error;
use serde::Deserialize;

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
struct Said {
    company: Option<String>,
    any_company: Option<bool>,
}

/// A company, or that it may be any. A company that turns out to be undefined is none of both.
pub(crate) fn tokens_of(of: Given) -> Result<TokensOf, Error> {
    match object_or_default(of)? {
        Said { company: Some(company), any_company: None } => Ok(TokensOf::Company(company)),
        Said { company: None, any_company: Some(true) } => Ok(TokensOf::AnyCompany),
        Said { .. } => {
            let rule = "name the company whose tokens you take, or say `anyCompany: true` and compare the token's own";
            Err(invalid("company", rule))
        }
    }
}
