//! The OpenAPI 3.1 document of the admin API: what each address takes and answers, with the schemas of the types that are read and written.

mod audit;
mod credentials;
mod permissions;
mod route;
mod routes;
#[cfg(feature = "schema")]
mod schema;
mod schemas;
mod templates;

use super::problem::Problem;
use crate::model::settings::DEFAULT_BASE_PATH;
use route::Route;
use schemas::Schemas;
use serde_json::{Map, Value, json};

const DESCRIPTION: &str = "Service accounts of a company: create them, decide what they may do, rotate their secrets. Ids of another company are answered as ids that do not exist.";

/// The document, for the default base path. Where a host mounts the API elsewhere, `servers` is what changes.
pub fn openapi() -> Value {
    let mut schemas = Schemas::new();
    let problem = schemas.written::<Problem<'_>>();
    let mut paths: Map<String, Value> = Map::new();
    for route in routes::all(&mut schemas) {
        let path = paths.entry(route.path).or_insert_with(|| path_item(&route, &mut schemas));
        if let Value::Object(item) = path {
            item.insert(route.method.to_ascii_lowercase(), route.describe());
        }
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Badgehouse admin API",
            "version": env!("CARGO_PKG_VERSION"),
            "description": DESCRIPTION,
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        },
        "servers": [{ "url": DEFAULT_BASE_PATH }],
        "security": [{ "bearer": [] }],
        "paths": paths,
        "components": {
            "securitySchemes": {
                "bearer": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "an access token for the admin API's own audience; or whatever the host authenticates its users by",
                },
            },
            "responses": {
                "Problem": {
                    "description": "The request was refused; `code` says why and is stable.",
                    "content": { "application/problem+json": { "schema": problem } },
                },
            },
            "schemas": Value::Object(schemas.written.take_definitions(true)),
        },
    })
}

/// What all methods of an address share: the ids in its path.
fn path_item(route: &Route, schemas: &mut Schemas) -> Value {
    let names = route.path.split('/').filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}'));
    let parameters: Vec<Value> = names
        .map(|name| {
            let schema = routes::id(name, schemas);
            json!({ "name": name, "in": "path", "required": true, "schema": schema })
        })
        .collect();
    json!({ "parameters": parameters })
}
