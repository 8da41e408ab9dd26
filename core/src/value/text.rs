//! Text as people write it, by the tables of Unicode: what a person can see of it, when two texts are the same, and what a search compares.

mod fold;
mod normal;
mod pictures;
mod steps;

use fold::fold;
use pictures::has_picture;

/// Characters that are drawn as nothing and that no property of Unicode tells from those that are drawn: the blanks of Braille and of
/// Egyptian hieroglyphs, and a note without its head.
const DRAWN_EMPTY: [char; 4] = ['\u{2800}', '\u{13441}', '\u{13442}', '\u{1D159}'];

const DOT_ABOVE: char = '\u{307}';

/// The text in Normalization Form C (UAX #15): the one of all that are canonically the same (Unicode chapter 3, D70). Of ASCII there is no other form, and no table has to be asked.
pub(crate) fn composed(text: &str) -> String {
    if text.is_ascii() { text.into() } else { normal::composed(text) }
}

/// Whether there is a character that a person can see. One that the tables do not know yet can be.
pub(crate) fn is_seen(text: &str) -> bool {
    // Most texts have a letter of ASCII, and every sign of ASCII is drawn.
    text.bytes().any(|byte| byte.is_ascii_graphic())
        || text.chars().any(|character| has_picture(character) && !is_unseen(character))
}

/// Whether nothing is drawn for it, though it is no space: what is hidden by `Default_Ignorable_Code_Point` of Unicode, such as fillers of Hangul and
/// variation selectors, and the blanks of Braille and of Egyptian hieroglyphs. For who prints what others have written.
pub fn is_unseen(character: char) -> bool {
    is_hidden(character) || DRAWN_EMPTY.contains(&character)
}

/// Whether nobody sees it where it stands (`Default_Ignorable_Code_Point`), whatever it does to its neighbours.
pub(crate) fn is_hidden(character: char) -> bool {
    matches!(
        character,
        '\u{AD}'
            | '\u{34F}'
            | '\u{61C}'
            | '\u{115F}'..='\u{1160}'
            | '\u{17B4}'..='\u{17B5}'
            | '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{3164}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\u{FEFF}'
            | '\u{FFA0}'
            | '\u{FFF0}'..='\u{FFF8}'
            | '\u{1BCA0}'..='\u{1BCA3}'
            | '\u{1D173}'..='\u{1D17A}'
            | '\u{E0000}'..='\u{E0FFF}'
    )
}

/// Whether it changes the direction of the text around it (`Bidi_Control`, UAX #9 section 2), so that a name looks like another.
pub(crate) fn is_turning(character: char) -> bool {
    matches!(character, '\u{61C}' | '\u{200E}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Whether it controls a device, or ends a line or a paragraph.
pub(crate) fn is_control(character: char) -> bool {
    character.is_control() || ['\u{2028}', '\u{2029}'].contains(&character)
}

/// Whether a part stands in a text, for short ones: the standard library's search is 2 kB of code in WebAssembly, which is there for long ones.
pub(crate) fn has(text: &str, part: &str) -> bool {
    text.as_bytes().windows(part.len().max(1)).any(|window| window == part.as_bytes())
}

/// The text without what does not count around a name: spaces, and the byte order mark that files and clipboards leave.
pub(crate) fn trimmed(text: &str) -> &str {
    text.trim_matches(|character: char| character.is_whitespace() || character == '\u{FEFF}')
}

/// What a search compares. The composed text without what nobody sees, every space the same and none around it, by simple case folding
/// (`CaseFolding.txt`, C and S), with one i: dotted, dotless and dotted by a mark of its own are the same letter to whoever looks for a Turkish
/// name on an English keyboard, or the other way round. Composed again, since a small letter may have a form that its capital has not.
pub(crate) fn sought(text: &str) -> String {
    let shown: String = composed(text).chars().filter(|character| !is_hidden(*character)).collect();
    let folded = trimmed(&shown).chars().map(|character| match fold(character) {
        'İ' | 'ı' => 'i',
        space if space.is_whitespace() => ' ',
        folded => folded,
    });
    let mut before = None;
    let one_i: String = folded
        .filter(|character| {
            let dot = *character == DOT_ABOVE && before == Some('i');
            before = Some(*character);
            !dot
        })
        .collect();
    composed(&one_i)
}

#[cfg(test)]
mod tests {
    use super::{has_picture, is_hidden, is_seen, is_turning, normal};
    use icu_properties::CodePointSetData;
    use icu_properties::props::{BidiControl, DefaultIgnorableCodePoint};

    #[test]
    fn what_hides_and_what_turns_is_what_unicode_says() {
        let (hides, turns) =
            (CodePointSetData::new::<DefaultIgnorableCodePoint>(), CodePointSetData::new::<BidiControl>());
        for character in '\0'..=char::MAX {
            assert_eq!(is_hidden(character), hides.contains(character), "{character:?}");
            assert_eq!(is_turning(character), turns.contains(character), "{character:?}");
        }
    }

    #[test]
    fn ascii_is_judged_as_the_tables_judge_it() {
        for character in (0..128_u8).map(char::from) {
            let text = format!("{character}");
            assert_eq!(normal::composed(&text), text);
            assert_eq!(is_seen(&text), has_picture(character) && !is_hidden(character), "{character:?}");
        }
    }
}
