//! Entity tags (RFC 9110 section 8.8.3): the revision that an answer shows, and those that `If-Match` holds a change to.

use super::message::HttpRequest;
use crate::value::error::Error;
use crate::value::precondition::Precondition;

/// The tag of a revision.
pub(super) fn tag(revision: u64) -> String {
    format!("\"{revision}\"")
}

/// What `If-Match` asks for: `*`, or one of its tags, over all its field lines (RFC 9110 section 13.1.1). Weak tags match nothing there, and none of ours is
/// weak; nor does a tag that something between has changed. Both are well-formed, so that they are no mistake of the client's: nothing fits.
pub(super) fn if_match(request: &HttpRequest, absent: Precondition) -> Result<Precondition, Error> {
    let Some(text) = request.all("if-match") else { return Ok(absent) };
    if text.trim_matches(SPACE) == "*" {
        return Ok(Precondition::Any);
    }
    let tags = strong(&text);
    let rule = "the header If-Match has `*` alone, or entity tags in double quotes with a comma between, as the ETag of an answer is";
    let tags = tags.ok_or_else(|| Error::invalid_at("/if_match", rule))?;
    Ok(Precondition::OneOf(tags.into_iter().filter_map(revision).collect()))
}

/// The white space that may stand around a list's elements (RFC 9110 section 5.6.3).
const SPACE: [char; 2] = [' ', '\t'];

/// What the strong ones of a list of tags hold; `None` where it is no list of tags (RFC 9110 sections 5.6.1.2 and 8.8.3).
fn strong(list: &str) -> Option<Vec<&str>> {
    let mut found = Vec::new();
    let mut rest = list.trim_matches(SPACE);
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix(',') {
            rest = after.trim_start_matches(SPACE);
            continue;
        }
        let opaque = rest.strip_prefix("W/").unwrap_or(rest);
        let (held, after) = opaque.strip_prefix('"')?.split_once('"')?;
        if !held.chars().all(|c| c == '!' || (c > '"' && c != '\x7f')) {
            return None;
        }
        if opaque.len() == rest.len() {
            found.push(held);
        }
        rest = after.trim_start_matches(SPACE);
        if !rest.is_empty() && !rest.starts_with(',') {
            return None;
        }
    }
    Some(found)
}

/// The revision whose tag holds just this: `02` is another tag than `2`.
fn revision(held: &str) -> Option<u64> {
    held.parse().ok().filter(|revision: &u64| revision.to_string() == held)
}

#[cfg(test)]
mod tests {
    use super::{HttpRequest, if_match};
    use crate::value::precondition::Precondition;
    use serde_json::Value;

    #[test]
    fn no_well_formed_if_match_is_taken_for_a_mistake() {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/corpus/tags.json");
        let cases: Vec<Value> = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
        for case in cases {
            let line = |line: &Value| ("If-Match".to_owned(), line.as_str().unwrap().replace("{R}", "2"));
            let headers = case["fields"].as_array().unwrap().iter().map(line).collect();
            let request = HttpRequest { headers, ..HttpRequest::default() };
            let asked = if_match(&request, Precondition::Missing).map(|asked| asked.require(2));
            let status = match asked {
                Ok(Ok(())) => 200,
                Ok(Err(error)) | Err(error) => error.code.status(),
            };
            assert_eq!(status, case["status"].as_u64().unwrap() as u16, "{}: {case}", case["why"]);
        }
    }

    #[test]
    fn an_absent_if_match_is_what_the_address_says() {
        let absent = if_match(&HttpRequest::default(), Precondition::Missing).unwrap();
        assert_eq!(absent, Precondition::Missing);
    }
}
