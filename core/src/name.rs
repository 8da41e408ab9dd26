//! Names: what people may call an account or a secret.

use crate::error::InputProblem;

/// The longest name, in characters.
pub const MAX_NAME_CHARACTERS: usize = 200;

/// Characters that reorder the text around them, so that a name looks like another (UAX #9, section 2), and line separators.
const MISLEADING: [char; 14] = [
    '\u{061C}', '\u{200E}', '\u{200F}', '\u{202A}', '\u{202B}', '\u{202C}', '\u{202D}', '\u{202E}',
    '\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}', '\u{2028}', '\u{2029}',
];

/// The name without spaces around it, or the rule it breaks.
pub(crate) fn check(pointer: &str, name: &str) -> Result<String, InputProblem> {
    let refuse = |rule: &str| Err(InputProblem::new(pointer, rule));
    let name = name.trim();
    if name.is_empty() {
        return refuse("a name has at least one character that is not a space");
    }
    if name.chars().count() > MAX_NAME_CHARACTERS {
        return refuse("a name has at most 200 characters");
    }
    if name.chars().any(char::is_control) {
        return refuse("a name has no control characters");
    }
    if name.chars().any(|character| MISLEADING.contains(&character)) {
        return refuse("a name has no characters that change the direction of text");
    }
    Ok(name.into())
}
