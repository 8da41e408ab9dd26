//! Names: what people may call an account or a secret.

use super::error::InputProblem;

/// The longest name, in characters.
pub const MAX_NAME_CHARACTERS: usize = 200;

/// Characters that reorder the text around them, so that a name looks like another (UAX #9, section 2), and line separators.
const MISLEADING: [char; 14] = [
    '\u{061C}', '\u{200E}', '\u{200F}', '\u{202A}', '\u{202B}', '\u{202C}', '\u{202D}', '\u{202E}',
    '\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}', '\u{2028}', '\u{2029}',
];

/// The name without spaces around it, or the rule it breaks.
pub(crate) fn check(pointer: &str, name: &str) -> Result<String, InputProblem> {
    let name = name.trim();
    if name.is_empty() {
        return Err(InputProblem::new(pointer, "a name has at least one character that is not a space"));
    }
    check_text(pointer, name, MAX_NAME_CHARACTERS, &[])
}

/// The text, or the rule it breaks; `breaks` are the control characters it may have.
pub(crate) fn check_text(
    pointer: &str,
    text: &str,
    characters: usize,
    breaks: &[char],
) -> Result<String, InputProblem> {
    let refuse = |rule: String| Err(InputProblem::new(pointer, rule));
    if text.chars().count() > characters {
        return refuse(format!("this has at most {characters} characters"));
    }
    if text.chars().any(|character| character.is_control() && !breaks.contains(&character)) {
        return refuse("this has no control characters".into());
    }
    if text.chars().any(|character| MISLEADING.contains(&character)) {
        return refuse("this has no characters that change the direction of text".into());
    }
    Ok(text.into())
}

/// What may be called a name: a visible character, none that controls or turns the text around it.
#[cfg(feature = "schema")]
pub(crate) const NAME: &str = r"^[^\u0000-\u001F\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]*[^\u0000-\u0020\u007F-\u00A0\u061C\u1680\u2000-\u200A\u200E\u200F\u2028-\u202F\u205F\u2066-\u2069\u3000][^\u0000-\u001F\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]*$";

/// Whether a text is of visible ASCII characters alone.
pub(crate) fn is_visible(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_graphic())
}
