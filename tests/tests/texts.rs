//! The scenario of odd texts has each text of the corpus, so that every face is held to them all.

use badgehouse_tests::scenario;
use serde_json::{Value, json};

#[test]
fn no_odd_text_of_the_corpus_is_left_out_of_the_scenario() {
    let corpus: Value = serde_json::from_str(include_str!("../corpus/texts.json")).expect("the corpus");
    let scenarios = scenario::all();
    let (_, scenario) =
        scenarios.iter().find(|(name, _)| name == "texts_as_people_write_them").expect("the scenario");
    let has = |path: &str, text: &Value, expect: &Value| {
        let with = |step: &Value| step.pointer(path) == Some(text);
        let steps = scenario.steps.iter();
        steps.map(|step| (json!(step.with), &step.expect)).any(|(step, said)| with(&step) && said == expect)
    };
    for name in corpus["names"].as_array().expect("names") {
        let refused = json!({ "error": { "code": "invalid_input", "errors": [{ "pointer": "/name" }] } });
        let taken = name.get("taken").map(|taken| json!({ "ok": { "name": taken } }));
        assert!(has("/new/name", &name["text"], &taken.unwrap_or(refused)), "{name}");
    }
    for (number, search) in corpus["searches"].as_array().expect("searches").iter().enumerate() {
        for (queries, items) in [("finds", json!([{ "client_id": "*" }])), ("misses", json!([]))] {
            for query in search[queries].as_array().expect("queries") {
                let query = query.as_str().expect("a query").bytes().map(escaped).collect::<String>();
                let path = format!("/badgehouse/v1/companies/company{number}/service-accounts?name={query}");
                let expect = json!({ "status": 200, "body": { "items": items } });
                assert!(has("/path", &json!(path), &expect), "{search}: {path}");
            }
        }
    }
}

fn escaped(byte: u8) -> String {
    match byte {
        b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
        byte if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    }
}
