//! Normalization Form C (UAX #15), by tables of our own: what is composed here is held to a library's, character by character and for texts.
//!
//! Only canonical forms are asked for here, and a module is loaded by pages: the library's tables, which serve every form at the speed of a browser's, are twice as large by gzip.

mod classes;
mod first;
mod pairs;
#[cfg(test)]
mod tests;

use classes::class;
use first::firsts;
use pairs::{APART, SECOND, SECONDS, runs};

/// Below it every character is in the form, whatever stands beside it, but for marks.
const FIRST_MARK: char = '\u{300}';

/// Below this much `SECOND` is a plane.
const PLANES: u8 = 3;

/// Syllables of Hangul follow from their parts (Unicode section 3.12): where they and each part begin, and how many there are of each.
mod hangul {
    pub(super) const SYLLABLE: u32 = 0xAC00;
    pub(super) const LEADING: u32 = 0x1100;
    pub(super) const VOWEL: u32 = 0x1161;
    /// One before the first, which stands for none.
    pub(super) const TRAILING: u32 = 0x11A7;
    pub(super) const LEADINGS: u32 = 19;
    pub(super) const VOWELS: u32 = 21;
    pub(super) const TRAILINGS: u32 = 28;
}

/// The text in Normalization Form C.
pub(super) fn composed(text: &str) -> String {
    if text.chars().all(is_settled) { text.into() } else { recomposed(text) }
}

/// Whether it stays as it is, whatever stands beside it. Most characters do.
fn is_settled(character: char) -> bool {
    // Most of what is written beyond Latin are ideographs and syllables of Hangul, which none of the tables has, and a look goes through them.
    if character < FIRST_MARK || matches!(character, '\u{3400}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}') {
        return true;
    }
    let parts = match place_of(character).and_then(|place| SECOND.get(place)) {
        Some(second) => (PLANES..APART).contains(second),
        None => true,
    };
    parts && class(character) == 0 && SECONDS.binary_search(&character).is_err() && !is_hangul_part(character)
}

/// Decomposed, its marks in order, and composed again.
fn recomposed(text: &str) -> String {
    let mut parts = Vec::with_capacity(text.len());
    for character in text.chars() {
        decompose(character, &mut parts);
    }
    for marks in parts.chunk_by_mut(|(_, one), (_, other)| *one != 0 && *other != 0) {
        marks.sort_by_key(|(_, class)| *class);
    }
    let mut made = String::with_capacity(text.len());
    let (mut base, mut marks, mut last) = (None, String::new(), None);
    for (character, class) in parts {
        let reaches = last.is_none_or(|last| last < class);
        if let Some(joined) = base.filter(|_| reaches).and_then(|base| compose(base, character)) {
            base = Some(joined);
        } else if class == 0 {
            made.extend(base.replace(character));
            made.push_str(&marks);
            marks.clear();
            last = None;
        } else {
            marks.push(character);
            last = Some(class);
        }
    }
    made.extend(base);
    made.push_str(&marks);
    made
}

/// Adds what a character is made of in the end, with each class.
fn decompose(character: char, parts: &mut Vec<(char, u8)>) {
    if let Some(syllable) =
        index(character, hangul::SYLLABLE, hangul::LEADINGS * hangul::VOWELS * hangul::TRAILINGS)
    {
        let (pair, trailing) = (syllable / hangul::TRAILINGS, syllable % hangul::TRAILINGS);
        let leading = char::from_u32(hangul::LEADING.wrapping_add(pair / hangul::VOWELS));
        let vowel = char::from_u32(hangul::VOWEL.wrapping_add(pair % hangul::VOWELS));
        let trailing = char::from_u32(hangul::TRAILING.wrapping_add(trailing)).filter(|_| trailing != 0);
        parts.extend([leading, vowel, trailing].into_iter().flatten().map(|part| (part, 0)));
        return;
    }
    match decomposition(character) {
        Some((first, second)) => {
            decompose(first, parts);
            parts.extend(second.map(|second| (second, class(second))));
        }
        None => parts.push((character, class(character))),
    }
}

/// What a character is made of, one step down.
fn decomposition(character: char) -> Option<(char, Option<char>)> {
    let place = place_of(character)?;
    let (first, second) = (firsts().nth(place)?, SECOND.get(place)? & !APART);
    let Some(second) = second.checked_sub(PLANES) else {
        return Some((within(u32::from(second), first)?, None));
    };
    Some((within(u32::from(character) >> 16, first)?, Some(*SECONDS.get(usize::from(second))?)))
}

/// The one character that two are, if there is one.
fn compose(one: char, other: char) -> Option<char> {
    if let Some(leading) = index(one, hangul::LEADING, hangul::LEADINGS) {
        let vowel = index(other, hangul::VOWEL, hangul::VOWELS)?;
        let pair = leading.wrapping_mul(hangul::VOWELS).wrapping_add(vowel);
        return char::from_u32(hangul::SYLLABLE.wrapping_add(pair.wrapping_mul(hangul::TRAILINGS)));
    }
    if let Some(trailing) = index(other, hangul::TRAILING, hangul::TRAILINGS) {
        let syllable = index(one, hangul::SYLLABLE, hangul::LEADINGS * hangul::VOWELS * hangul::TRAILINGS)?;
        let is_open = syllable.is_multiple_of(hangul::TRAILINGS) && trailing != 0;
        return char::from_u32(u32::from(one).wrapping_add(trailing)).filter(|_| is_open);
    }
    let second = u8::try_from(SECONDS.binary_search(&other).ok()?).ok()?.checked_add(PLANES)?;
    let low = u32::from(one) & 0xFFFF;
    let pairs = SECOND.iter().zip(firsts());
    let mut found = pairs.enumerate().filter(|(_, pair)| *pair.0 == second && u32::from(pair.1) == low);
    found.find_map(|(place, _)| at(place).filter(|made| u32::from(*made) >> 16 == u32::from(one) >> 16))
}

/// Whether it is a vowel or an end of a syllable of Hangul, and so may be one with what stands before it.
fn is_hangul_part(character: char) -> bool {
    index(character, hangul::VOWEL, hangul::VOWELS).is_some()
        || index(character, hangul::TRAILING, hangul::TRAILINGS).is_some()
}

/// The how manieth of `count` it is that begin at `start`.
fn index(character: char, start: u32, count: u32) -> Option<u32> {
    u32::from(character).checked_sub(start).filter(|index| *index < count)
}

/// The place in the tables of what a character is made of.
fn place_of(character: char) -> Option<usize> {
    let (code, mut before) = (u32::from(character), 0_u32);
    for (start, count) in runs() {
        let within = code.checked_sub(start)?;
        if within < count {
            return usize::try_from(before.wrapping_add(within)).ok();
        }
        before = before.wrapping_add(count);
    }
    None
}

/// The character whose place in the tables it is.
fn at(place: usize) -> Option<char> {
    let mut place = u32::try_from(place).ok()?;
    for (start, count) in runs() {
        if place < count {
            return char::from_u32(start.wrapping_add(place));
        }
        place = place.wrapping_sub(count);
    }
    None
}

/// The character of a plane by its lower 16 bits.
fn within(plane: u32, low: u16) -> Option<char> {
    char::from_u32(plane.wrapping_shl(16) | u32::from(low))
}
