//! A sample API, to try tokens on: it answers what the caller may do, and is no part of the product.

use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use badgehouse::authorize::NeedInput;
use badgehouse::permission::Level;
use badgehouse::service::Service;
use badgehouse_axum::presented;
use serde::Deserialize;
use std::sync::Arc;

/// The company whose API it is, where a request does not name one.
pub(crate) const COMPANY: &str = "acme";

/// What a call needs.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    level: Option<Level>,
    action: Option<String>,
    company: Option<String>,
}

/// The sample API, and its scheme and host.
#[derive(Clone)]
struct Sample {
    service: Arc<dyn Service>,
    origin: String,
}

/// `GET /sample/projects/{project}/{tool}` and `GET /sample/tools/{tool}`, each with `?level=&action=&company=`.
pub(crate) fn routes(service: Arc<dyn Service>, origin: String) -> Router {
    Router::new()
        .route("/sample/projects/{project}/{tool}", get(in_project))
        .route("/sample/tools/{tool}", get(in_company))
        .with_state(Sample { service, origin })
}

async fn in_project(
    State(sample): State<Sample>,
    Path((project, tool)): Path<(String, String)>,
    Query(wanted): Query<Wanted>,
    parts: Parts,
) -> Response {
    answer(&sample, &parts, wanted, tool, Some(project)).await
}

async fn in_company(
    State(sample): State<Sample>,
    Path(tool): Path<String>,
    Query(wanted): Query<Wanted>,
    parts: Parts,
) -> Response {
    answer(&sample, &parts, wanted, tool, None).await
}

async fn answer(
    sample: &Sample,
    parts: &Parts,
    wanted: Wanted,
    tool: String,
    project: Option<String>,
) -> Response {
    let company = wanted.company.unwrap_or_else(|| COMPANY.to_owned());
    // Without a word, the call only reads.
    let level = wanted.level.or_else(|| wanted.action.is_none().then_some(Level::ReadOnly));
    let need = NeedInput { company, audience: None, tool, level, action: wanted.action, project };
    let Ok(presented) = presented(parts).with_origin(&sample.origin) else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    match badgehouse_axum::authorize(&*sample.service, presented, need).await {
        Ok(authorized) => {
            let json = serde_json::to_string(&authorized).unwrap_or_default();
            ([(CONTENT_TYPE, "application/json")], json).into_response()
        }
        Err(refusal) => refusal,
    }
}
