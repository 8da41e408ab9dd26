//! Requests to the endpoints of a world, and what they are answered.

use crate::world::{World, administrator};
use badgehouse::http::{HttpRequest, HttpResponse};
use badgehouse_native::Engine;
use data_encoding::BASE64;
use serde_json::Value;

pub(crate) const TOKEN: &str = "/oauth/token";
pub(crate) const REVOKE: &str = "/oauth/revoke";
pub(crate) const INTROSPECT: &str = "/oauth/introspect";
pub(crate) const METADATA: &str = "/.well-known/oauth-authorization-server";
pub(crate) const ACCOUNTS: &str = "/badgehouse/v1/companies/acme/service-accounts";

pub(crate) const FORM: &str = "application/x-www-form-urlencoded";
pub(crate) const MULTIPART: &str = "multipart/form-data; boundary=x";
pub(crate) const JWT_BEARER: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
pub(crate) const GRANT: (&str, &str) = ("grant_type", "client_credentials");
pub(crate) const JWT_GRANT: (&str, &str) = ("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer");

pub(crate) type Form<'a> = &'a [(&'a str, &'a str)];
pub(crate) type Headers<'a> = &'a [(&'a str, &'a str)];

/// A response.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    headers: Vec<(String, String)>,
    /// As it was sent.
    pub(crate) text: String,
    /// Null where it is no JSON.
    pub(crate) body: Value,
}

impl Answer {
    pub(crate) fn of(response: HttpResponse) -> Self {
        let text = String::from_utf8(response.body).expect("UTF-8");
        let body = serde_json::from_str(&text).unwrap_or(Value::Null);
        Self { status: response.status, headers: response.headers, text, body }
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(header, _)| header == name).map(|(_, value)| value.as_str())
    }

    /// Status and `error`.
    pub(crate) fn refusal(&self) -> (u16, &str) {
        (self.status, self.body["error"].as_str().unwrap_or_default())
    }

    pub(crate) fn token(&self) -> String {
        self.body["access_token"].as_str().unwrap_or_else(|| panic!("no token: {self:?}")).to_owned()
    }
}

impl World {
    pub(crate) async fn send(&self, method: &str, target: &str, headers: Headers<'_>, body: &[u8]) -> Answer {
        answer(&self.engine, request(method, target, headers, body)).await
    }

    pub(crate) async fn get(&self, target: &str) -> Answer {
        self.send("GET", target, &[], &[]).await
    }

    pub(crate) async fn post(&self, target: &str, form: Form<'_>, headers: Headers<'_>) -> Answer {
        answer(&self.engine, posted(target, form, headers)).await
    }

    /// The same, where the host says from which address it comes.
    pub(crate) async fn post_from(
        &self,
        source: &str,
        target: &str,
        form: Form<'_>,
        headers: Headers<'_>,
    ) -> Answer {
        let request = HttpRequest { source: Some(source.into()), ..posted(target, form, headers) };
        answer(&self.engine, request).await
    }

    /// A request of an administrator to the admin API.
    pub(crate) async fn administer(&self, method: &str, target: &str, body: &Value) -> Answer {
        let typed = [("content-type", "application/json")];
        let request = request(method, target, &typed, body.to_string().as_bytes());
        Answer::of(self.engine.handle(request, administrator()).await)
    }

    /// The account's credentials, as parameters.
    pub(crate) fn own(&self) -> [(&str, &str); 2] {
        [("client_id", &self.id), ("client_secret", &self.secret)]
    }

    /// A token request with the credentials in the body, and more.
    pub(crate) async fn grant(&self, more: Form<'_>) -> Answer {
        self.bare(&[&[GRANT], &self.own()[..], more].concat()).await
    }

    /// A token request with only this form.
    pub(crate) async fn bare(&self, form: Form<'_>) -> Answer {
        self.post(TOKEN, form, &[]).await
    }

    /// A token request with an assertion, and more.
    pub(crate) async fn assert(&self, assertion: &str, more: Form<'_>) -> Answer {
        let proof = [GRANT, ("client_assertion_type", JWT_BEARER), ("client_assertion", assertion)];
        self.bare(&[&proof[..], more].concat()).await
    }

    /// A token request with the JWT of an outside issuer, and more.
    pub(crate) async fn exchange(&self, assertion: &str, more: Form<'_>) -> Answer {
        let proof = [JWT_GRANT, ("client_id", &self.id), ("assertion", assertion)];
        self.bare(&[&proof[..], more].concat()).await
    }

    pub(crate) async fn token(&self) -> String {
        self.grant(&[]).await.token()
    }

    /// A request of this account's at another endpoint, with a token.
    pub(crate) async fn about(&self, endpoint: &str, token: &str) -> Answer {
        self.post(endpoint, &[&self.own()[..], &[("token", token)]].concat(), &[]).await
    }

    pub(crate) async fn is_active(&self, token: &str) -> bool {
        self.about(INTROSPECT, token).await.body["active"].as_bool().expect("whether it is active")
    }
}

/// What the engine answers a request that no host has authenticated.
pub(crate) async fn answer(engine: &Engine, request: HttpRequest) -> Answer {
    Answer::of(engine.handle(request, None).await)
}

pub(crate) fn request(method: &str, target: &str, headers: Headers<'_>, body: &[u8]) -> HttpRequest {
    let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    HttpRequest {
        method: method.into(),
        target: target.into(),
        headers: headers.iter().map(owned).collect(),
        body: body.to_vec().into(),
        ..HttpRequest::default()
    }
}

pub(crate) fn posted(target: &str, form: Form<'_>, headers: Headers<'_>) -> HttpRequest {
    let headers = [&[("content-type", FORM)], headers].concat();
    request("POST", target, &headers, urlencoded(form).as_bytes())
}

pub(crate) fn urlencoded(form: Form<'_>) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish()
}

/// The parameters as a JSON object, one that stands there twice included.
pub(crate) fn as_json(form: Form<'_>) -> String {
    let member = |(name, value): &(&str, &str)| format!("{}:{}", Value::from(*name), Value::from(*value));
    format!("{{{}}}", form.iter().map(member).collect::<Vec<_>>().join(","))
}

/// The parameters as a body of the type [`MULTIPART`].
pub(crate) fn multipart(form: Form<'_>) -> String {
    let part = |(name, value): &(&str, &str)| {
        format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    form.iter().map(part).chain(["--x--\r\n".to_owned()]).collect()
}

pub(crate) fn basic(id: &str, secret: &str) -> String {
    format!("Basic {}", BASE64.encode(format!("{id}:{secret}").as_bytes()))
}
