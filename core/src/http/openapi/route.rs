//! One method of one address, described.

use schemars::{Schema, json_schema};
use serde_json::{Map, Value, json};

/// One method of one address.
pub(super) struct Route {
    pub(super) method: &'static str,
    pub(super) path: &'static str,
    id: &'static str,
    summary: &'static str,
    parameters: Vec<Value>,
    body: Option<Schema>,
    answer: (u16, &'static str, Option<Schema>),
    media_type: &'static str,
    refusals: Vec<u16>,
}

impl Route {
    /// A route that answers `204` and may be refused as all are.
    pub(super) fn new(
        method: &'static str,
        path: &'static str,
        id: &'static str,
        summary: &'static str,
    ) -> Self {
        Self {
            method,
            path,
            id,
            summary,
            parameters: Vec::new(),
            body: None,
            answer: (204, "Done.", None),
            media_type: "application/json",
            refusals: vec![400, 401, 403, 404, 503],
        }
    }

    pub(super) fn answers(self, status: u16, description: &'static str, schema: Schema) -> Self {
        Self { answer: (status, description, Some(schema)), ..self }
    }

    /// Answers text of another media type than JSON.
    pub(super) fn answers_as(mut self, media_type: &'static str, description: &'static str) -> Self {
        self.answer = (200, description, Some(json_schema!({ "type": "string" })));
        Self { media_type, ..self }
    }

    pub(super) fn takes(mut self, body: Schema) -> Self {
        self.refusals.extend([413, 415]);
        Self { body: Some(body), ..self }
    }

    pub(super) fn refuses(mut self, status: u16) -> Self {
        self.refusals.push(status);
        self
    }

    pub(super) fn query(self, name: &str, description: &str, schema: Value) -> Self {
        self.parameter("query", name, description, schema)
    }

    /// A parameter without which the request is refused.
    pub(super) fn needed_query(mut self, name: &str, description: &str, schema: Value) -> Self {
        self.parameters.push(json!({
            "name": name, "in": "query", "required": true, "description": description, "schema": schema,
        }));
        self
    }

    pub(super) fn header(self, name: &str, description: &str, schema: Value) -> Self {
        self.parameter("header", name, description, schema)
    }

    fn parameter(mut self, place: &str, name: &str, description: &str, schema: Value) -> Self {
        self.parameters
            .push(json!({ "name": name, "in": place, "description": description, "schema": schema }));
        self
    }

    /// The operation object (OpenAPI 3.1, section 4.8.10).
    pub(super) fn describe(mut self) -> Value {
        let (status, description, schema) = self.answer;
        let mut answer = json!({ "description": description });
        if let (Value::Object(answer), Some(schema)) = (&mut answer, schema) {
            answer.insert("content".into(), json!({ self.media_type: { "schema": schema } }));
        }
        let mut responses = Map::from_iter([(status.to_string(), answer)]);
        for refusal in self.refusals {
            responses.insert(refusal.to_string(), json!({ "$ref": "#/components/responses/Problem" }));
        }
        self.parameters.extend(notes(self.method));
        let mut operation =
            json!({ "operationId": self.id, "summary": self.summary, "responses": responses });
        if let Value::Object(operation) = &mut operation {
            if !self.parameters.is_empty() {
                operation.insert("parameters".into(), self.parameters.into());
            }
            if let Some(body) = self.body {
                let content = json!({ "application/json": { "schema": body } });
                operation.insert("requestBody".into(), json!({ "required": true, "content": content }));
            }
        }
        operation
    }
}

/// What a change may say of itself for its audit event.
fn notes(method: &str) -> Vec<Value> {
    if method == "GET" {
        return Vec::new();
    }
    let header = |name: &str, description: &str, pattern: &str| {
        let schema = json!({ "type": "string", "pattern": pattern });
        json!({ "name": name, "in": "header", "required": false, "description": description, "schema": schema })
    };
    vec![
        header("X-Request-Id", "By which request; it stands in the audit event.", "^[!-~]{1,128}$"),
        header(
            "Badgehouse-Reason",
            "Why; it stands in the audit event. Percent-encoded UTF-8 of 1 to 200 characters.",
            "^[!-~](?:[ -~]*[!-~])?$",
        ),
    ]
}

pub(super) fn paged(route: Route) -> Route {
    let limit = json!({ "type": "integer", "minimum": 1, "maximum": 100, "default": 50 });
    route.query("limit", "At most so many items.", limit).query(
        "cursor",
        "`next_cursor` of the page before.",
        json!({ "type": "string" }),
    )
}

/// Takes `If-Match`.
pub(super) fn guarded(route: Route) -> Route {
    let tag = r#"(W/)?"[!#-~]*""#;
    let tags = json!({ "type": "string", "pattern": format!(r"^(\*|{tag}( *, *{tag})*)$") });
    let description = "The ETag of what was seen, several of them, or `*`. Weak ones match nothing.";
    route.header("If-Match", description, tags).refuses(412)
}

/// Takes `Idempotency-Key`.
pub(super) fn repeatable(route: Route) -> Route {
    let key: Value = json!({ "type": "string", "pattern": "^[!-~]{1,128}$" });
    let description =
        "With the same key within a day the call is done once; the answer to a repeat has no secret.";
    route.header("Idempotency-Key", description, key).refuses(409)
}
