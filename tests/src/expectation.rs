//! Whether an answer is as expected.

use serde_json::Value;

/// Says where `actual` differs from what is expected: an object's named members, an array's items one by one, `"*"` for anything,
/// `null` for nothing.
pub fn differs(expected: &Value, actual: &Value, place: &str) -> Option<String> {
    match (expected, actual) {
        (Value::String(any), actual) if any == "*" => actual.is_null().then(|| format!("{place} is missing")),
        (Value::Object(members), Value::Object(_)) => members.iter().find_map(|(name, member)| {
            differs(member, actual.get(name).unwrap_or(&Value::Null), &format!("{place}/{name}"))
        }),
        (Value::Array(items), Value::Array(found)) if items.len() == found.len() => items
            .iter()
            .zip(found)
            .enumerate()
            .find_map(|(index, (item, found))| differs(item, found, &format!("{place}/{index}"))),
        (expected, actual) if expected == actual => None,
        _ => Some(format!("{place} is {actual} and not {expected}")),
    }
}
