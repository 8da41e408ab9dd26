//! A company with one of everything, two sealing keys of which the later signs, and every call that commits there.

use badgehouse::contact::ContactReport;
use badgehouse::crypto::{PublicJwk, SealingKey};
use badgehouse::http::HttpRequest;
use badgehouse::identifier::{ClientId, CredentialId};
use badgehouse::operation::Ask;
use badgehouse::settings::Settings;
use badgehouse::timestamp::Timestamp;
use badgehouse::usage::Usage;
use badgehouse::{Core, Start};
use badgehouse_simulation::calls::{Call, Outcome, every, token_request};
use badgehouse_simulation::companies::{administrator, furnish, json, learn, template, text};
use badgehouse_simulation::requests::Names;
use badgehouse_simulation::{ISSUER, Simulation, seed, settings};
use badgehouse_tests::jwt;
use badgehouse_tests::scenario::BEGIN;
use serde_json::{Value, json};

pub(crate) const ACME: &str = "acme";
/// The outside issuer that the account trusts, each JWT once.
const CI: &str = "https://ci.example.org";
const DAYS_40: u64 = 40 * 86_400;
const CLIENT_ASSERTION: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
const JWT_BEARER: &str = "urn:ietf:params:oauth:grant-type:jwt-bearer";

pub(crate) struct World {
    pub(crate) simulation: Simulation,
    pub(crate) names: Names,
    /// Another account, which comes and goes.
    other: String,
}

impl World {
    pub(crate) fn new() -> Self {
        let mut simulation = Simulation::new(BEGIN - DAYS_40);
        let gone =
            request(&mut simulation, "create_account", &Names::from([("company".into(), ACME.into())]));
        let mut names = Names::from([("company".into(), ACME.into())]);
        learn(&mut names, &gone);
        request(&mut simulation, "set_permissions", &names);
        request(&mut simulation, "delete_account", &names);
        simulation.pass(DAYS_40);
        let names = furnish(&mut simulation, ACME, 1);
        let other =
            request(&mut simulation, "create_account", &Names::from([("company".into(), ACME.into())]));
        let other = other["client_id"].as_str().expect("an id").to_owned();
        let mut world = Self { simulation, names, other };
        world.add("keys", &json!({ "jwk": jwt::public("ec") }));
        let trust = json!({ "issuer": CI, "audience": ISSUER, "claims": { "sub": "job" }, "once": true });
        world.add("trusts", &trust);
        assert!(world.put_issuer(0).run_honestly(&mut world.simulation, seed(8, 1)).done);
        let sealing_keys = vec![SealingKey::from_bytes([43; 32]), SealingKey::from_bytes([42; 32])];
        world.simulation.core = Core::open(Settings { sealing_keys, ..settings() }).expect("the settings");
        world
    }

    fn add(&mut self, what: &str, body: &Value) {
        let call = self.admin("add", "POST", &format!("/{what}"), &body.to_string());
        let outcome = call.run_honestly(&mut self.simulation, seed(8, 2));
        assert!(outcome.done, "{what}: {}", outcome.text);
    }

    /// A request of an administrator's about the account.
    fn admin(&self, name: &str, method: &str, rest: &str, body: &str) -> Call {
        Self::of_account(name, method, &self.names["client_id"], rest, body)
    }

    fn of_account(name: &str, method: &str, id: &str, rest: &str, body: &str) -> Call {
        let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let request = HttpRequest {
            method: method.into(),
            target: format!("/badgehouse/v1/companies/{ACME}/service-accounts/{id}{rest}"),
            headers: vec![header("content-type", "application/json"), header("if-match", "*")],
            body: body.as_bytes().to_vec().into(),
            ..HttpRequest::default()
        };
        Call::http(name, request, Some(administrator(ACME)))
    }

    pub(crate) fn describe(&self, number: usize) -> Call {
        self.admin("update_account", "PATCH", "", &json!({ "description": number.to_string() }).to_string())
    }

    pub(crate) fn revoke_tokens(&self) -> Call {
        self.admin("revoke_tokens", "POST", "/revoke-tokens", "")
    }

    pub(crate) fn disable(&self) -> Call {
        self.admin("disable_account", "POST", "/disable", r#"{"reason":"found out"}"#)
    }

    pub(crate) fn delete(&self) -> Call {
        self.admin("delete_account", "DELETE", "", "")
    }

    pub(crate) fn revoke_key(&self, name: &str) -> Call {
        let jwk: PublicJwk = serde_json::from_value(jwt::public(name)).expect("a key");
        self.admin("revoke_key", "DELETE", &format!("/keys/{}", jwk.kid()), "")
    }

    /// By turns the other account goes and comes back, which moves the company's record and computes no hash.
    pub(crate) fn come_and_go(&self, number: usize) -> Call {
        if number.is_multiple_of(2) {
            Self::of_account("undelete_account", "POST", &self.other, "/undelete", "")
        } else {
            Self::of_account("delete_account", "DELETE", &self.other, "", "")
        }
    }

    pub(crate) fn create(&self) -> Call {
        let request = template("create_account").request(&self.names);
        Call::http("create_account", request, Some(administrator(ACME)))
    }

    pub(crate) fn use_once(&self, number: usize) -> Call {
        Call::record_usage(Usage {
            client_id: ClientId::parse(&self.names["client_id"]).expect("a client_id"),
            credential: CredentialId::parse(&self.names["secret_id"]).ok(),
            at: Timestamp::from_seconds(self.simulation.now),
            tokens: number as u64,
            refusals: 0,
            revocations: 0,
        })
    }

    pub(crate) fn report(&self, number: usize) -> Call {
        let email = format!("bob{number}@example.com");
        let revision = 8 + number as u64;
        Call::report_as(&self.names, ContactReport { email, companies: vec![ACME.into()], revision })
    }

    pub(crate) fn put_issuer(&self, number: usize) -> Call {
        let keys = if number.is_multiple_of(2) { vec!["okp"] } else { vec!["okp", "rsa"] };
        let keys: Vec<Value> = keys.into_iter().map(jwt::public).collect();
        let issuer = json!({ "issuer": CI, "jwks": { "keys": keys } });
        Call::put_issuer(serde_json::from_value(issuer).expect("an issuer"))
    }

    fn form(name: &str, target: &str, proof: Option<String>, fields: &[(&str, &str)]) -> Call {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let header = |name: &str, value: String| (name.to_owned(), value);
        let mut headers = vec![header("content-type", "application/x-www-form-urlencoded".into())];
        headers.extend(proof.map(|proof| header("dpop", proof)));
        let request = HttpRequest {
            method: "POST".into(),
            target: target.into(),
            headers,
            body: body.into_bytes().into(),
            ..HttpRequest::default()
        };
        Call::http(name, request, None)
    }

    fn assertion(&self, jti: &str) -> String {
        let claims = jwt::assertion_claims(&self.names["client_id"], jti, self.simulation.now);
        jwt::signed("ec", json!({}), claims)
    }

    fn proof(&self, jti: &str) -> String {
        let claims = jwt::proof_claims(&format!("{ISSUER}/oauth/token"), jti, self.simulation.now);
        jwt::signed("okp", jwt::proof_header(), claims)
    }

    /// A token, by what counts once: an assertion, a proof, both, or the JWT of an outside issuer.
    pub(crate) fn tokens(&self, jti: &str) -> Vec<Call> {
        let (id, secret) = (self.names["client_id"].as_str(), self.names["client_secret"].as_str());
        let assertion = self.assertion(jti);
        let by_assertion = [
            ("grant_type", "client_credentials"),
            ("client_assertion_type", CLIENT_ASSERTION),
            ("client_assertion", assertion.as_str()),
        ];
        let by_secret = [("grant_type", "client_credentials"), ("client_id", id), ("client_secret", secret)];
        let now = self.simulation.now;
        let claims =
            json!({ "iss": CI, "sub": "job", "aud": ISSUER, "iat": now, "exp": now + 300, "jti": jti });
        let outside = jwt::signed("okp", json!({}), claims);
        let by_jwt = [("grant_type", JWT_BEARER), ("client_id", id), ("assertion", outside.as_str())];
        let form = |name, proof, fields: &[(&str, &str)]| Self::form(name, "/oauth/token", proof, fields);
        vec![
            form("a token by an assertion", None, &by_assertion),
            form("a bound token", Some(self.proof(jti)), &by_secret),
            form("a bound token by an assertion", Some(self.proof(jti)), &by_assertion),
            form("a token by a JWT that counts once", None, &by_jwt),
        ]
    }

    /// What a client does with a token of its own.
    fn of_a_token(&self) -> Vec<Call> {
        let mut world = self.simulation.clone();
        let response = world.handle(seed(8, 3), token_request(&self.names), None);
        let token = json(&response)["access_token"].as_str().expect("a token").to_owned();
        let (id, secret) = (self.names["client_id"].as_str(), self.names["client_secret"].as_str());
        let assertion = self.assertion("of a token");
        let by_assertion = [
            ("client_assertion_type", CLIENT_ASSERTION),
            ("client_assertion", assertion.as_str()),
            ("token", token.as_str()),
        ];
        let by_secret = [("client_id", id), ("client_secret", secret), ("token", token.as_str())];
        vec![
            Self::form("revocation", "/oauth/revoke", None, &by_secret),
            Self::form("revocation by an assertion", "/oauth/revoke", None, &by_assertion),
            Self::form("introspection by an assertion", "/oauth/introspect", None, &by_assertion),
        ]
    }

    /// Every call that commits, and how often it does when nothing comes between.
    pub(crate) fn calls(&self) -> Vec<(Call, usize)> {
        let mut calls = every(&self.simulation, &self.names);
        calls.extend(self.tokens("1"));
        calls.extend(self.of_a_token());
        calls.extend([
            self.disable(),
            self.describe(0),
            self.use_once(1),
            self.report(0),
            self.put_issuer(1),
            Call::reseal_keys(),
            Call::erase(ACME),
        ]);
        let counted = |call: Call| {
            let (mut simulation, mut commits) = (self.simulation.clone(), 0);
            run(&call, &mut simulation, 1, |_, number| commits = number);
            (call, commits)
        };
        let calls: Vec<_> = calls.into_iter().map(counted).filter(|(_, commits)| *commits > 0).collect();
        let commits = |name: &str| calls.iter().any(|(call, _)| call.name == name);
        assert!(self.tokens("1").iter().all(|call| commits(&call.name)), "what counts once");
        calls
    }
}

fn request(simulation: &mut Simulation, operation: &str, names: &Names) -> Value {
    let request = template(operation).request(names);
    let response = simulation.handle(seed(8, 4), request, Some(administrator(ACME)));
    assert!(response.status < 300, "{operation}: {}", text(&response));
    json(&response)
}

/// Runs the call; `between` comes before each of its commits, with that commit's number.
pub(crate) fn run(
    call: &Call,
    simulation: &mut Simulation,
    seed_number: u64,
    mut between: impl FnMut(&mut Simulation, usize),
) -> Outcome {
    let (core, start) = (simulation.core.clone(), Start { now: simulation.now, seed: seed(9, seed_number) });
    let mut commits = 0;
    let outcome = call.run(&core, start, &mut |ask| {
        if matches!(ask, Ask::Commit { .. }) {
            commits += 1;
            between(simulation, commits);
        }
        Some(simulation.answer(ask))
    });
    outcome.expect("an outcome")
}
