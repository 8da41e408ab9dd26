//! Requests to a server.

use serde_json::Value;
use ureq::http::Request;

/// The status and the JSON of an answer; `null` when it has no body or another.
pub(crate) fn send(method: &str, url: &str, headers: &[(&str, &str)], body: &str) -> (u16, Value) {
    try_send(method, url, headers, body).unwrap()
}

/// The same of a server that may end meanwhile.
pub(crate) fn try_send(
    method: &str,
    url: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Result<(u16, Value), ureq::Error> {
    let config = ureq::Agent::config_builder().http_status_as_error(false).build();
    let mut request = Request::builder().method(method).uri(url);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let mut response = ureq::Agent::from(config).run(request.body(body.to_owned())?)?;
    let text = response.body_mut().read_to_string()?;
    Ok((response.status().as_u16(), serde_json::from_str(&text).unwrap_or_default()))
}

pub(crate) fn get(url: &str, headers: &[(&str, &str)]) -> (u16, Value) {
    send("GET", url, headers, "")
}

/// The status and the text of an answer.
pub(crate) fn text_of(url: &str) -> (u16, String) {
    let config = ureq::Agent::config_builder().http_status_as_error(false).build();
    let mut response = ureq::Agent::from(config).get(url).call().unwrap();
    (response.status().as_u16(), response.body_mut().read_to_string().unwrap())
}

/// A token request by `client_secret_post`, for an audience if there is one.
pub(crate) fn request_token(server: &str, id: &str, secret: &str, resource: Option<&str>) -> (u16, Value) {
    let mut form = format!("grant_type=client_credentials&client_id={id}&client_secret={secret}");
    if let Some(resource) = resource {
        form = format!("{form}&resource={resource}");
    }
    post_form(&format!("{server}/oauth/token"), &[], &form)
}

/// A form, with these headers beside its own.
pub(crate) fn post_form(url: &str, headers: &[(&str, &str)], form: &str) -> (u16, Value) {
    let of_form = ("content-type", "application/x-www-form-urlencoded");
    send("POST", url, &[headers, &[of_form]].concat(), form)
}
