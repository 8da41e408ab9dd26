//! Texts of a scenario that are made when it runs: saved values, repeated, cut and altered text.

use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// What earlier steps saved.
pub type Saved = BTreeMap<String, Value>;

/// `value` with every `${name}` replaced, and every `{"repeat"}`, `{"cut"}`, `{"alter"}` made into text.
pub fn resolve(value: &Value, saved: &Saved) -> Value {
    match value {
        Value::String(text) => resolve_text(text, saved),
        Value::Array(items) => items.iter().map(|item| resolve(item, saved)).collect(),
        Value::Object(members) => {
            let members: Map<String, Value> =
                members.iter().map(|(name, member)| (name.clone(), resolve(member, saved))).collect();
            made(&members).map_or(Value::Object(members), Value::String)
        }
        other => other.clone(),
    }
}

fn resolve_text(text: &str, saved: &Saved) -> Value {
    let whole = text.strip_prefix("${").and_then(|rest| rest.strip_suffix('}'));
    if let Some(value) = whole.and_then(|name| saved.get(name)) {
        return value.clone();
    }
    let mut resolved = text.to_owned();
    for (name, value) in saved {
        if let Value::String(value) = value {
            resolved = resolved.replace(&format!("${{{name}}}"), value);
        }
    }
    Value::String(resolved)
}

fn made(members: &Map<String, Value>) -> Option<String> {
    let text = |name: &str| members.get(name).and_then(Value::as_str);
    let number = |name: &str| members.get(name).and_then(Value::as_i64);
    if let (Some(part), Some(times)) = (text("repeat"), number("times")) {
        return Some(part.repeat(times.try_into().expect("a count")));
    }
    if let (Some(whole), Some(characters)) = (text("cut"), number("characters")) {
        let kept = whole.chars().count() - usize::try_from(characters).expect("a count");
        return Some(whole.chars().take(kept).collect());
    }
    let (whole, at) = (text("alter")?, number("at")?);
    let length = i64::try_from(whole.len()).expect("a length");
    let at = usize::try_from(if at < 0 { length + at } else { at }).expect("a place");
    let other = |character: char| if character == 'a' { 'b' } else { 'a' };
    Some(
        whole
            .chars()
            .enumerate()
            .map(|(place, character)| if place == at { other(character) } else { character })
            .collect(),
    )
}
