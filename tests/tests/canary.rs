//! No secret, hash or token stands where it does not belong: everything that a full run leaves behind is searched for each.

use badgehouse::grant::TokenRequest;
use badgehouse::http::HttpRequest;
use badgehouse::principal::Actor;
use badgehouse_simulation::calls::{Outcome, every, token_request};
use badgehouse_simulation::companies::{administrator, furnish, json, learn, template};
use badgehouse_simulation::requests::{Names, all};
use badgehouse_simulation::settings;
use badgehouse_simulation::{Simulation, Table, seed};
use badgehouse_tests::scenario::BEGIN;
use serde_json::{Value, json};

/// What a run left behind: each text, and where it stood.
#[derive(Default)]
struct Traces(Vec<(String, String)>);

impl Traces {
    fn keep(&mut self, place: impl Into<String>, text: impl Into<String>) {
        self.0.push((place.into(), text.into()));
    }

    /// The places in which a canary stands.
    fn places(&self, canary: &str) -> Vec<&str> {
        let found = self.0.iter().filter(|(_, text)| text.contains(canary));
        found.map(|(place, _)| place.as_str()).collect()
    }
}

/// The members of an answer that alone may hold a secret or a token.
const SHOWN: [&str; 2] = ["client_secret", "access_token"];

/// The run: a company with one of everything, every call there is, and every call with secrets where they do not belong.
struct Run {
    simulation: Simulation,
    traces: Traces,
    canaries: Vec<String>,
    number: u64,
}

impl Run {
    fn handle(&mut self, place: &str, request: HttpRequest, actor: Option<Actor>) -> Value {
        self.number += 1;
        self.traces.keep(format!("Debug of the request of {place}"), format!("{request:?} {actor:?}"));
        let response = self.simulation.handle(seed(8, self.number), request, actor);
        self.traces.keep(format!("Debug of the answer to {place}"), format!("{response:?}"));
        let headers = response.headers.iter().map(|(name, value)| format!("{name}: {value}\n"));
        self.traces.keep(format!("headers of the answer to {place}"), headers.collect::<String>());
        self.traces.keep(format!("diagnostic of {place}"), response.diagnostic.clone().unwrap_or_default());
        let mut body = json(&response);
        let shown = body.clone();
        for member in SHOWN {
            if let Some(Value::String(canary)) = body.as_object_mut().and_then(|body| body.remove(member)) {
                self.canaries.push(canary);
            }
        }
        self.traces.keep(format!("answer to {place}"), body.to_string());
        shown
    }

    /// Handles it in a copy of the world, of which only the traces are kept.
    fn try_out(&mut self, place: &str, request: HttpRequest, actor: Option<Actor>) {
        let before = self.simulation.clone();
        self.handle(place, request, actor);
        self.keep_table(&before.table);
        self.simulation = before;
    }

    /// Keeps the records that are not as they were.
    fn keep_table(&mut self, before: &Table) {
        for (key, entry) in self.simulation.table.clone() {
            if before.get(&key) == Some(&entry) {
                continue;
            }
            let value = String::from_utf8_lossy(&entry.value).into_owned();
            self.traces.keep(format!("Debug of the entry {key}"), format!("{entry:?}"));
            self.traces.keep(format!("record {key}"), value);
        }
    }
}

/// The texts in which a hash lies at rest.
fn hashes(simulation: &Simulation) -> Vec<String> {
    let values = simulation.table.values().map(|entry| String::from_utf8_lossy(&entry.value).into_owned());
    let texts: Vec<String> = values.collect();
    let begins = texts.iter().flat_map(|text| text.match_indices("$argon2").map(move |(at, _)| &text[at..]));
    begins.map(|text| text.split('"').next().expect("a hash").to_owned()).collect()
}

/// The request with a secret in a place of it that is for something else.
fn misplaced(request: &HttpRequest, secret: &str) -> Vec<HttpRequest> {
    let with_header = |name: &str, value: String| {
        let mut request = request.clone();
        request.headers.retain(|(header, _)| header != name);
        request.headers.push((name.into(), value));
        request
    };
    let mut all = vec![
        HttpRequest { target: format!("{}/{secret}", request.target), ..request.clone() },
        HttpRequest { target: format!("{}?{secret}=1", request.target), ..request.clone() },
        HttpRequest { target: format!("{}?cursor={secret}&limit=5", request.target), ..request.clone() },
        with_header("if-match", secret.into()),
        with_header("if-match", format!("\"{secret}\"")),
        with_header("content-type", secret.into()),
        with_header("authorization", format!("Bearer {secret}")),
    ];
    if let Ok(Value::Object(members)) = serde_json::from_slice::<Value>(&request.body) {
        let with_body =
            |body: Value| HttpRequest { body: body.to_string().into_bytes().into(), ..request.clone() };
        let mut unknown = members.clone();
        unknown.insert(secret.into(), json!(1));
        all.push(with_body(Value::Object(unknown)));
        all.push(with_body(json!(secret)));
        all.push(with_body(json!([secret])));
        for (name, value) in &members {
            // A text that people read is theirs to write; anything else is refused.
            if ["name", "description", "reason", "owner", "issuer", "audience", "claims"]
                .contains(&name.as_str())
            {
                continue;
            }
            for wrong in [json!(secret), json!([secret]), json!({ secret: 1 }), json!({ "rfis": secret })] {
                let mut members = members.clone();
                if &wrong != value {
                    members.insert(name.clone(), wrong);
                    all.push(with_body(Value::Object(members)));
                }
            }
        }
    }
    all
}

fn full_run() -> (Run, Names) {
    let mut simulation = Simulation::new(BEGIN);
    let mut names = furnish(&mut simulation, "acme", 1);
    let canaries = vec![names["client_secret"].clone()];
    let mut run = Run { simulation, traces: Traces::default(), canaries, number: 0 };
    let token = run.handle("a token request", token_request(&names), None);
    learn(&mut names, &token);
    let bearer = token["access_token"].as_str().expect("a token").to_owned();
    for secret in [names["client_secret"].clone(), bearer] {
        for template in all() {
            for (number, request) in misplaced(&template.request(&names), &secret).into_iter().enumerate() {
                let place = format!("{} with a secret in place {number}", template.operation);
                run.try_out(&place, request.clone(), Some(administrator("acme")));
                run.try_out(&format!("{place}, by token"), request, None);
            }
        }
        for (number, request) in misplaced(&token_request(&names), &secret).into_iter().enumerate() {
            run.try_out(&format!("a token request with a secret in place {number}"), request, None);
        }
    }
    let calls = every(&run.simulation, &names);
    for call in calls {
        run.number += 1;
        let Outcome { text, .. } = call.run_honestly(&mut run.simulation.clone(), seed(8, run.number));
        let mut answer: Value = serde_json::from_str(&text).unwrap_or(Value::String(text));
        for member in SHOWN {
            if let Some(Value::String(canary)) =
                answer.as_object_mut().and_then(|answer| answer.remove(member))
            {
                run.canaries.push(canary);
            }
        }
        run.traces.keep(format!("outcome of {}", call.name), answer.to_string());
    }
    // Each operation once more with the fresh account, so that what a change leaves of the one before is there too.
    for operation in ["create_account", "add_secret"] {
        let answer = run.handle(operation, template(operation).request(&names), Some(administrator("acme")));
        learn(&mut names, &answer);
    }
    run.keep_table(&Table::new());
    let wish = TokenRequest {
        client_id: names["client_id"].clone(),
        client_secret: names["client_secret"].clone().into(),
        ..TokenRequest::default()
    };
    run.traces.keep("Debug of a token request", format!("{wish:?}"));
    run.traces.keep("Debug of the settings", format!("{:?}", settings()));
    (run, names)
}

#[test]
fn no_secret_and_no_token_stands_anywhere_but_in_the_one_answer_that_shows_it() {
    let (run, _) = full_run();
    assert!(run.canaries.len() >= 6, "{} canaries", run.canaries.len());
    for canary in &run.canaries {
        assert_eq!(run.traces.places(canary), Vec::<&str>::new(), "{canary}");
        // Of a secret neither its random part may stand anywhere, of a token not its signature.
        let part = canary.split(['_', '.']).max_by_key(|part| part.len()).expect("a part");
        assert_eq!(run.traces.places(part), Vec::<&str>::new(), "{part} of {canary}");
    }
}

#[test]
fn a_hash_stands_in_the_account_alone_and_the_sealing_key_nowhere() {
    let (run, _) = full_run();
    let hashes = hashes(&run.simulation);
    assert!(hashes.len() >= 3, "{} hashes", hashes.len());
    for hash in hashes {
        let places = run.traces.places(&hash);
        let in_account = |place: &&str| place.starts_with("record ") && place.contains("/account/");
        let elsewhere: Vec<_> = places.iter().filter(|place| !in_account(place)).collect();
        assert!(!places.is_empty() && elsewhere.is_empty(), "{hash} stands in {elsewhere:?}");
        let part = hash.rsplit('$').next().expect("a hash");
        assert_eq!(run.traces.places(part), places, "{part} of {hash}");
    }
    let raw = String::from_utf8(vec![42; 32]).expect("text");
    assert_eq!(run.traces.places(&raw), Vec::<&str>::new());
    assert_eq!(run.traces.places(&data_encoding::BASE64URL_NOPAD.encode(&[42; 32])), Vec::<&str>::new());
}
