//! What is composed here, and the tables, are those of Unicode's own library.

use super::super::steps::of_steps;
use super::first::FIRST;
use super::pairs::{APART, RUNS, SECOND, SECONDS};
use super::{PLANES, class, composed, decomposition};
use icu_normalizer::ComposingNormalizerBorrowed;
use icu_normalizer::properties::{
    CanonicalCombiningClassMapBorrowed, CanonicalCompositionBorrowed, CanonicalDecompositionBorrowed,
    Decomposed,
};

fn by_the_library(text: &str) -> String {
    ComposingNormalizerBorrowed::new_nfc().normalize(text).into_owned()
}

fn is_syllable(character: char) -> bool {
    ('\u{AC00}'..='\u{D7A3}').contains(&character)
}

#[test]
fn the_tables_are_unicodes() {
    let (decompositions, compositions) =
        (CanonicalDecompositionBorrowed::new(), CanonicalCompositionBorrowed::new());
    let classes = CanonicalCombiningClassMapBorrowed::new();
    let mut all = Vec::new();
    for character in '\0'..=char::MAX {
        assert_eq!(class(character), classes.get_u8(character), "{character:?}");
        let made = match decompositions.decompose(character) {
            Decomposed::Default => None,
            Decomposed::Singleton(one) => Some((one, None)),
            Decomposed::Expansion(one, other) => Some((one, Some(other))),
        };
        if is_syllable(character) {
            continue;
        }
        assert_eq!(decomposition(character), made, "{character:?}");
        all.extend(made.map(|made| (character, made)));
    }
    let mut seconds: Vec<_> = all.iter().filter_map(|(_, (_, second))| *second).collect();
    seconds.sort_unstable();
    seconds.dedup();
    assert!(seconds == SECONDS, "they are to be: {seconds:?}");
    let runs = all.chunk_by(|(one, _), (other, _)| u32::from(*one) + 1 == u32::from(*other));
    let mut end = 0;
    let runs = of_steps(runs.flat_map(|run| {
        let (start, count) = (u32::from(run[0].0), u32::try_from(run.len()).unwrap());
        let gap = start - std::mem::replace(&mut end, start + count);
        [gap, count]
    }));
    assert!(runs == RUNS, "they are to be: {runs:?}");
    let mut ends = all.iter().map(|(character, (one, other))| match other {
        None => u8::try_from(u32::from(*one) >> 16).unwrap(),
        Some(other) => {
            let place = u8::try_from(SECONDS.binary_search(other).unwrap()).unwrap() + PLANES;
            place | if compositions.compose(*one, *other) == Some(*character) { 0 } else { APART }
        }
    });
    let firsts = all.iter().map(|(_, (one, _))| u16::try_from(u32::from(*one) & 0xFFFF).unwrap());
    let (firsts, ends): (Vec<u16>, Vec<_>) = (firsts.collect(), ends.by_ref().collect());
    let before = [0].into_iter().chain(firsts.iter().copied());
    let firsts =
        of_steps(firsts.iter().zip(before).map(|(first, before)| u32::from(first.wrapping_sub(before))));
    assert!(firsts == FIRST, "they are to be: {firsts:?}");
    assert!(ends == SECOND, "they are to be: {ends:?}");
}

#[test]
fn each_character_is_composed_as_by_the_library_whatever_stands_beside_it() {
    let with_marks =
        |character: char| [format!("e{character}\u{301}"), format!("\u{323}{character}\u{11A8}")];
    for character in '\0'..=char::MAX {
        let alone = character.to_string();
        let is_plain =
            class(character) == 0 && decomposition(character).is_none() && !SECONDS.contains(&character);
        let beside = if is_plain && !is_syllable(character) { None } else { Some(with_marks(character)) };
        for text in beside.into_iter().flatten().chain([alone]) {
            assert_eq!(composed(&text), by_the_library(&text), "{text:?}");
        }
    }
}

#[test]
fn what_may_be_one_is_composed_as_by_the_library() {
    let firsts = ('\0'..=char::MAX).filter_map(|character| decomposition(character).map(|(first, _)| first));
    for first in firsts.chain(['\u{1100}', '\u{AC00}', '\u{AC01}']) {
        for second in SECONDS.iter().chain(&['\u{1161}', '\u{11A7}', '\u{11A8}', '\u{11C2}', '\u{11C3}']) {
            let text = format!("{first}{second}");
            assert_eq!(composed(&text), by_the_library(&text), "{text:?}");
        }
    }
}

/// Of characters that have to do with one another, so that each second text is not in the form.
#[test]
fn texts_at_random_are_composed_as_by_the_library() {
    let mut letters: Vec<char> = SECONDS.into();
    letters.extend(('\0'..=char::MAX).filter(|character| class(*character) != 0).step_by(3));
    letters.extend(('\0'..=char::MAX).filter(|character| decomposition(*character).is_some()).step_by(7));
    letters.extend(
        "aeiouAEIOU\u{1100}\u{1112}\u{1161}\u{1175}\u{11A8}\u{11C2}\u{AC00}\u{AC01}\u{D7A3}한글漢".chars(),
    );
    let mut state = 1_u64;
    let mut random = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % below
    };
    for _ in 0..20_000 {
        let text: String = (0..=random(9)).map(|_| letters[random(letters.len())]).collect();
        assert_eq!(composed(&text), by_the_library(&text), "{:?}", text.escape_unicode().to_string());
    }
}
