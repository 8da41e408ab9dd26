//! Names, and other texts that people give and other people read: what they may hold, and as what they are kept.

use super::error::InputProblem;
use super::text::{composed, is_control, is_hidden, is_seen, is_turning, trimmed};

/// The longest name, in characters, once it is in Normalization Form C.
pub const MAX_NAME_CHARACTERS: usize = 200;

/// How many characters in a row may be such as nobody sees: the flag of a region, between two that join it, has eight. In more a text is
/// hidden, for a program that reads names.
const MAX_HIDDEN_ROW: usize = 8;

/// The most characters that become one in Normalization Form C (UAX #15, expansion factors).
const COMPOSED_OF: usize = 4;

/// The name in Normalization Form C, without spaces around it, or the rule it breaks.
pub(crate) fn check(pointer: &str, name: &str) -> Result<String, InputProblem> {
    check_seen(pointer, name)?;
    check_composable(pointer, trimmed(name), MAX_NAME_CHARACTERS)?;
    check_text(pointer, trimmed(&composed(name)), MAX_NAME_CHARACTERS, &[])
}

/// The text in Normalization Form C, or the rule it breaks; `characters` is how many it may have in that form, `breaks` are the control
/// characters it may have.
pub(crate) fn check_text(
    pointer: &str,
    text: &str,
    characters: usize,
    breaks: &[char],
) -> Result<String, InputProblem> {
    check_composable(pointer, text, characters)?;
    let text = composed(text);
    check_length(pointer, &text, characters)?;
    check_shown(pointer, &text, breaks)?;
    Ok(text)
}

/// What is there already, when the text is just that, whatever rules there are by now; else the checked text.
///
/// A form sends back what it was shown. It is not to be refused for a text that was taken under older rules.
pub(crate) fn check_unless_kept(
    kept: Option<&str>,
    text: &str,
    check: impl FnOnce(&str) -> Result<String, InputProblem>,
) -> Result<String, InputProblem> {
    if kept == Some(text) { Ok(text.into()) } else { check(text) }
}

/// Refuses a text in which a person can see nothing.
pub(crate) fn check_seen(pointer: &str, text: &str) -> Result<(), InputProblem> {
    if is_seen(text) {
        return Ok(());
    }
    Err(InputProblem::new(pointer, "this needs at least one character that a person can see"))
}

/// Refuses more characters than that.
pub(crate) fn check_length(pointer: &str, text: &str, characters: usize) -> Result<(), InputProblem> {
    if text.chars().count() <= characters { Ok(()) } else { Err(too_long(pointer, characters)) }
}

/// Refuses what has more characters than that in Normalization Form C, however it is composed: before that is done, which takes its time.
fn check_composable(pointer: &str, text: &str, characters: usize) -> Result<(), InputProblem> {
    let most = characters.saturating_mul(COMPOSED_OF);
    if text.chars().nth(most).is_none() { Ok(()) } else { Err(too_long(pointer, characters)) }
}

fn too_long(pointer: &str, characters: usize) -> InputProblem {
    InputProblem::new(
        pointer,
        format!("this has at most {characters} characters (counted in Unicode's form NFC); shorten it"),
    )
}

/// Refuses what would show another text than the one that is there: controls but for `breaks`, what turns the text around it, and texts that
/// nobody sees.
pub(crate) fn check_shown(pointer: &str, text: &str, breaks: &[char]) -> Result<(), InputProblem> {
    let refuse = |rule: String| Err(InputProblem::new(pointer, rule));
    if text.chars().any(|character| is_control(character) && !breaks.contains(&character)) {
        return refuse("this has no control characters; take them out".into());
    }
    if text.chars().any(is_turning) {
        return refuse("this has no characters that change the direction of text; take them out".into());
    }
    if longest_hidden_row(text) > MAX_HIDDEN_ROW {
        return refuse(format!(
            "this has at most {MAX_HIDDEN_ROW} characters in a row that nobody sees; take them out"
        ));
    }
    Ok(())
}

fn longest_hidden_row(text: &str) -> usize {
    text.split(|character| !is_hidden(character)).map(|row| row.chars().count()).max().unwrap_or_default()
}

/// What may be called a name, as far as a pattern says it that every reader of patterns knows: a character that is no space, none that controls
/// or turns the text around it.
#[cfg(feature = "schema")]
pub(crate) const NAME: &str = r"^[^\u0000-\u001F\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]*[^\u0000-\u0020\u007F-\u00A0\u061C\u1680\u2000-\u200A\u200E\u200F\u2028-\u202F\u205F\u2066-\u2069\u3000][^\u0000-\u001F\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]*$";

/// Whether a text is of visible ASCII characters alone.
pub(crate) fn is_visible(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_graphic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_as_long_as_it_is_once_it_is_composed() {
        // Alpha with three marks, which is one character.
        let decomposed = "\u{3B1}\u{313}\u{300}\u{345}";
        let name = format!(" {} ", decomposed.repeat(MAX_NAME_CHARACTERS));
        assert_eq!(check("/name", &name).unwrap(), "\u{1F82}".repeat(MAX_NAME_CHARACTERS));
        for more in ["\u{3B1}", decomposed, &"\u{300}".repeat(60_000)] {
            let problem = check("/name", &format!("{}{more}", name.trim())).unwrap_err();
            assert!(problem.detail.starts_with("this has at most 200 characters"), "{}", problem.detail);
        }
    }
}
