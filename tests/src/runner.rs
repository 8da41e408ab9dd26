//! Runs a scenario on a face.

use crate::expectation::differs;
use crate::face::{Face, RawRequest, RawResponse};
use crate::jwt;
use crate::scenario::{Scenario, Step};
use crate::text::{Saved, resolve};
use badgehouse_simulation::ISSUER;
use data_encoding::{BASE64, HEXLOWER};
use serde_json::{Map, Value, json};

/// Runs all steps; an error says which step was not as expected, and how.
pub async fn run(scenario: &Scenario, face: &dyn Face) -> Result<(), String> {
    let mut saved = Saved::from([("issuer".to_owned(), json!(ISSUER))]);
    for key in ["ec", "other_ec", "okp", "rsa"] {
        saved.insert(format!("{key}_jwk"), jwt::public(key));
        saved.insert(format!("{key}_n"), jwt::public(key)["n"].clone());
    }
    let mut forbidden: Vec<String> = Vec::new();
    for (index, step) in scenario.steps.iter().enumerate() {
        let failed = |why: String| format!("step {} ({}): {why}", index + 1, step.operation);
        let before = face.commits();
        let answer = perform(scenario, step, face, &saved).await;
        let text = answer.to_string();
        if let Some(secret) = forbidden.iter().find(|secret| text.contains(secret.as_str())) {
            return Err(failed(format!(
                "the answer holds a text that was shown before and never again: {secret}"
            )));
        }
        // `{"ok": true}` expects no more than that it went well.
        let went_well = step.expect == json!({ "ok": true }) && answer.get("ok").is_some();
        let difference = differs(&resolve(&step.expect, &saved), &answer, "").filter(|_| !went_well);
        if let Some(difference) = difference {
            return Err(failed(format!("{difference}; the answer is {text}")));
        }
        let refused =
            answer.get("error").is_some() || answer["status"].as_u64().is_some_and(|status| status >= 400);
        if refused && face.commits() != before {
            return Err(failed("it was refused and something was written".into()));
        }
        let body = answer.get("ok").or_else(|| answer.get("body")).unwrap_or(&Value::Null);
        for pointer in &step.absent {
            if let Some(found) = body.pointer(pointer) {
                return Err(failed(format!("{pointer} is there: {found}")));
            }
        }
        for header in &step.absent_headers {
            if let Some(found) = answer["headers"].get(header) {
                return Err(failed(format!("the header {header} is there: {found}")));
            }
        }
        for (name, pointer) in &step.save {
            let value = body
                .pointer(pointer)
                .ok_or_else(|| failed(format!("there is no {pointer} to save: {text}")))?;
            saved.insert(name.clone(), value.clone());
        }
        for secret in &step.forbid_later {
            forbidden.push(resolve(&json!(secret), &saved).as_str().expect("a text").to_owned());
        }
    }
    Ok(())
}

/// Does a step; the answer is `{"ok"}`, `{"error"}`, or an HTTP response as JSON.
async fn perform(scenario: &Scenario, step: &Step, face: &dyn Face, saved: &Saved) -> Value {
    let Value::Object(with) = resolve(&Value::Object(step.with.clone()), saved) else { unreachable!() };
    let actor =
        step.actor.as_ref().map(|name| scenario.actors.get(name).expect("an actor of the scenario").clone());
    match step.operation.as_str() {
        "advance" => {
            face.advance(with["seconds"].as_u64().expect("seconds"));
            Value::Null
        }
        "sign" => {
            let part = |name: &str| with.get(name).cloned().unwrap_or_else(|| json!({}));
            let key = with["key"].as_str().expect("a key");
            json!({ "ok": jwt::signed(key, part("header"), part("claims")) })
        }
        "http" => response(face.http(request(&with), actor).await),
        operation => match face.call(operation, actor, with).await {
            Ok(answer) => json!({ "ok": answer }),
            Err(error) => json!({ "error": error }),
        },
    }
}

fn request(with: &Map<String, Value>) -> RawRequest {
    let text = |name: &str| with.get(name).and_then(Value::as_str);
    let mut request = RawRequest {
        method: text("method").expect("a method").into(),
        path: text("path").expect("a path").into(),
        source: text("source").map(Into::into),
        ..RawRequest::default()
    };
    let mut header = |name: &str, value: String| request.headers.push((name.into(), value));
    if let Some(Value::Object(headers)) = with.get("headers") {
        headers.iter().for_each(|(name, value)| header(name, value.as_str().expect("a header").into()));
    }
    if let Some([id, secret]) = with.get("basic").and_then(Value::as_array).map(Vec::as_slice) {
        let pair = format!("{}:{}", id.as_str().expect("an id"), secret.as_str().expect("a secret"));
        header("authorization", format!("Basic {}", BASE64.encode(pair.as_bytes())));
    }
    let typed = with.get("headers").is_some_and(|headers| headers.get("content-type").is_some());
    if let Some(body) = with.get("json") {
        header("content-type", "application/json".into());
        request.body = body.to_string().into_bytes();
    } else if let Some(Value::Object(form)) = with.get("form") {
        if !typed {
            header("content-type", "application/x-www-form-urlencoded".into());
        }
        let mut pairs = form_urlencoded::Serializer::new(String::new());
        for (name, value) in form {
            // A list stands for a parameter that is repeated.
            let values = value.as_array().cloned().unwrap_or_else(|| vec![value.clone()]);
            values.iter().for_each(|value| {
                pairs.append_pair(name, value.as_str().expect("a value"));
            });
        }
        request.body = pairs.finish().into_bytes();
    } else if let Some(bytes) = text("hex") {
        request.body = HEXLOWER.decode(bytes.as_bytes()).expect("hex");
    } else if let Some(body) = text("text") {
        request.body = body.into();
    }
    request
}

fn response(response: RawResponse) -> Value {
    let headers: Map<String, Value> =
        response.headers.into_iter().map(|(name, value)| (name, Value::String(value))).collect();
    let body = String::from_utf8_lossy(&response.body).into_owned();
    let body = serde_json::from_str(&body).unwrap_or(Value::String(body));
    json!({ "status": response.status, "headers": headers, "body": body })
}
