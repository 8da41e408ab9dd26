//! A server that a product has Ann administer over HTTP, who may do everything in her company, acme if nothing else is said.

use crate::http::{request_token, try_send};
use crate::jwt::{Signer, now};
use crate::process::{Folder, Running, text};
use serde_json::{Value, json};
use std::process::Command;
use std::sync::Arc;

const ISSUER: &str = "https://id.example.com";

/// A folder with a store, and a product that vouches for Ann.
pub(crate) struct Ann {
    pub(crate) folder: Arc<Folder>,
    signer: Signer,
    company: String,
}

/// An account as it was made.
#[derive(Clone, Debug)]
pub(crate) struct Made {
    pub(crate) id: String,
    pub(crate) secret_id: String,
    pub(crate) secret: String,
}

impl Ann {
    pub(crate) fn new() -> Self {
        let (folder, signer) = (Folder::new(), Signer::new(1));
        std::fs::write(folder.path("product.jwk"), signer.jwk().to_string()).unwrap();
        Self { folder: Arc::new(folder), signer, company: "acme".into() }
    }

    /// The same in another company.
    pub(crate) fn of(&self, company: &str) -> Self {
        Self { folder: Arc::clone(&self.folder), signer: Signer::new(1), company: company.into() }
    }

    /// `serve` on the store of that name.
    pub(crate) fn command(&self, store: &str) -> Command {
        let product = ["--actor-key", "product.jwk", "--actor-issuer", "https://app.example.com"];
        let mut command = self.folder.serve(&["--issuer", ISSUER, "--store", store]);
        command.args(product);
        command
    }

    pub(crate) fn serve(&self, store: &str) -> (Running, String) {
        let mut server = Running::start(self.command(store));
        let address = server.address();
        (server, address)
    }

    /// A request of hers below the company's address.
    pub(crate) fn ask(
        &self,
        at: &str,
        method: &str,
        path: &str,
        body: &Value,
    ) -> Result<(u16, Value), ureq::Error> {
        let now = now();
        let claims = json!({
            "iss": "https://app.example.com", "aud": format!("{ISSUER}/admin"), "sub": "ann", "company": self.company,
            "levels": { "admin": "admin", "directory": "admin", "rfis": "admin" }, "jti": "1", "iat": now, "exp": now + 300,
        });
        let authorization = format!("Bearer {}", self.signer.sign("badgehouse-actor+jwt", &claims));
        let headers = [
            ("authorization", authorization.as_str()),
            ("content-type", "application/json"),
            // What a change of permissions wants to hear.
            ("if-match", if method == "PUT" { "*" } else { "" }),
        ];
        let headers: Vec<_> = headers.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        let body = if body.is_null() { String::new() } else { body.to_string() };
        try_send(method, &format!("{at}/badgehouse/v1/companies/{}{path}", self.company), &headers, &body)
    }

    /// A new account; `Err` is what was answered instead.
    pub(crate) fn create(&self, at: &str, name: &str) -> Result<Made, String> {
        let wish = json!({ "app_type": "custom", "name": name });
        made(self.ask(at, "POST", "/service-accounts", &wish))
    }

    /// Another secret of the account, beside those that it has.
    pub(crate) fn add_secret(&self, at: &str, id: &str) -> Result<Made, String> {
        let wish = json!({ "name": "Second", "overlap_seconds": 600 });
        let added = made(self.ask(at, "POST", &format!("/service-accounts/{id}/secrets"), &wish))?;
        Ok(Made { id: id.to_owned(), ..added })
    }

    pub(crate) fn revoke(&self, at: &str, made: &Made) -> Result<(), String> {
        let path = format!("/service-accounts/{}/secrets/{}", made.id, made.secret_id);
        done(self.ask(at, "DELETE", &path, &Value::Null))
    }

    pub(crate) fn grant(&self, at: &str, id: &str, level: &str) -> Result<(), String> {
        let change = json!({ "company": { "rfis": level }, "projects": [{ "project": "bridge", "levels": { "rfis": "admin" } }] });
        done(self.ask(at, "PUT", &format!("/service-accounts/{id}/permissions"), &change))
    }

    /// Whether the whole audit is as it was written, by the server.
    pub(crate) fn audit_is_in_order(&self, at: &str) -> Result<(), String> {
        let mut input = json!({});
        loop {
            let (status, verified) = self.ask(at, "POST", "/audit-events/verify", &input).unwrap();
            if status != 200 || verified.get("problem").is_some_and(|problem| !problem.is_null()) {
                return Err(verified.to_string());
            }
            match verified.get("next_cursor") {
                Some(Value::String(cursor)) => input = json!({ "cursor": cursor }),
                _ => return Ok(()),
            }
        }
    }

    /// What `check` finds; it exits with 0 where all is in order.
    pub(crate) fn check(&self, store: &str) -> (Option<i32>, String) {
        let output = self.folder.platform("check", &["--store", store]).output().unwrap();
        (output.status.code(), text(&output.stdout) + &text(&output.stderr))
    }
}

/// The status of a token request by that secret.
pub(crate) fn token(at: &str, made: &Made) -> u16 {
    request_token(at, &made.id, &made.secret, None).0
}

fn made(answer: Result<(u16, Value), ureq::Error>) -> Result<Made, String> {
    match answer {
        Ok((201, made)) => {
            let text = |name: &str| made[name].as_str().unwrap_or_default().to_owned();
            Ok(Made { id: text("client_id"), secret_id: text("secret_id"), secret: text("client_secret") })
        }
        Ok((status, body)) => Err(format!("{status} {body}")),
        Err(error) => Err(error.to_string()),
    }
}

fn done(answer: Result<(u16, Value), ureq::Error>) -> Result<(), String> {
    match answer {
        Ok((200 | 204, _)) => Ok(()),
        Ok((status, body)) => Err(format!("{status} {body}")),
        Err(error) => Err(error.to_string()),
    }
}
