//! Administrative requests that came on no wire: the same operations, for whom the host names, with the errors of their own methods.

use super::{World, administrator, core};
use crate::administration::principal::Principal;
use crate::core::Core;
use crate::http::{HttpRequest, HttpResponse};
use crate::value::error::{Code, Error};
use serde_json::{Value, json};

fn request(method: &str, target: &str, body: &Value) -> HttpRequest {
    HttpRequest {
        method: method.into(),
        target: target.into(),
        headers: vec![("content-type".into(), "application/json".into())],
        body: if body.is_null() { Vec::new() } else { serde_json::to_vec(body).unwrap() }.into(),
        ..HttpRequest::default()
    }
}

fn asked(
    world: &mut World,
    core: &Core,
    (by, company): (Principal, &str),
    (method, target): (&str, &str),
    body: &Value,
) -> Result<HttpResponse, Error> {
    let start = world.start();
    world.run(core.administer(start, by, company.into(), request(method, target, body)))
}

#[test]
fn an_account_that_was_made_so_is_seen_by_its_own_method_and_the_other_way_round() {
    let (core, mut world) = (core(), World::default());
    let new = json!({ "app_type": "custom", "name": "Sync" });
    for by in [administrator(), Principal::Platform] {
        let made =
            asked(&mut world, &core, (by.clone(), "acme"), ("POST", "/service-accounts"), &new).unwrap();
        assert_eq!(made.status, 201);
        let made: Value = serde_json::from_slice(&made.body).unwrap();
        let client_id = made["client_id"].as_str().unwrap();
        let start = world.start();
        let seen = world.run(core.get_account(start, by.clone(), "acme".into(), client_id.into())).unwrap();
        let target = format!("/service-accounts/{client_id}?");
        let shown = asked(&mut world, &core, (by, "acme"), ("GET", &target), &Value::Null).unwrap();
        assert_eq!(serde_json::from_slice::<Value>(&shown.body).unwrap(), json!(seen));
    }
}

#[test]
fn what_is_refused_is_an_error_and_no_response() {
    let (core, mut world) = (core(), World::default());
    let mut code = |company: &str, method: &str, target: &str, body: Value| {
        asked(&mut world, &core, (administrator(), company), (method, target), &body).unwrap_err().code
    };
    assert_eq!(code("other", "GET", "/service-accounts", Value::Null), Code::NotFound);
    assert_eq!(code("", "GET", "/service-accounts", Value::Null), Code::InvalidInput);
    assert_eq!(code("acme", "GET", "/nothing", Value::Null), Code::NotFound);
    assert_eq!(code("acme", "GET", "/service-accounts/", Value::Null), Code::NotFound);
    assert_eq!(code("acme", "GET", "service-accounts", Value::Null), Code::NotFound);
    assert_eq!(code("acme", "GET", "", Value::Null), Code::NotFound);
    assert_eq!(code("acme", "GET", "/companies/acme/service-accounts", Value::Null), Code::NotFound);
    assert_eq!(code("acme", "DELETE", "/service-accounts", Value::Null), Code::MethodNotAllowed);
    let nameless = json!({ "app_type": "custom", "name": "" });
    assert_eq!(code("acme", "POST", "/service-accounts", nameless), Code::InvalidInput);
}

/// The table is read from its front, so that no route hides another, and each is found by what stands in it.
#[test]
fn an_address_tells_the_methods_that_it_knows() {
    let (core, mut world) = (core(), World::default());
    let mut allowed = |target: &str| {
        asked(&mut world, &core, (administrator(), "acme"), ("TRACE", target), &Value::Null).unwrap_err()
    };
    let account = "/service-accounts/a";
    for (target, words, methods) in [
        (account, "GET, PATCH and DELETE", "GET, HEAD, PATCH, DELETE"),
        ("/service-accounts", "GET and POST", "GET, HEAD, POST"),
        ("/permissions/holders", "GET", "GET, HEAD"),
        ("/service-accounts/a/keys/k", "PATCH and DELETE", "PATCH, DELETE"),
        ("/service-accounts/a/secrets/s/finish-rotation", "POST", "POST"),
    ] {
        let error = allowed(target);
        assert_eq!(error.detail, format!("this address knows {words}"), "{target}");
        assert_eq!(error.allowed.as_deref(), Some(methods), "{target}");
    }
}
