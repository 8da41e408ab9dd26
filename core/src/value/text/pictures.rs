//! Which characters have no picture of their own, made of Unicode's general categories and held to them by a test: of the thirty categories only that is asked here, and
//! a table of them all takes 18 kB of a module, four of them by gzip.

use super::steps::steps;

/// Where characters without a picture begin and end, in turn, as [`steps`]: marks, which stand on another character; what is blank; controls; and what is no character.
#[rustfmt::skip]
static EDGES: [u8; 822] = [
    0, 33, 94, 34, 12, 1, 210, 4, 112, 147, 2, 7, 135, 2, 45, 1, 1, 1, 2, 1, 2, 1, 3, 54, 6, 10, 11, 1, 1, 46, 21, 16, 1, 101, 8, 1, 6, 2, 2, 1, 4,
    33, 1, 1, 1, 30, 27, 91, 11, 58, 9, 9, 1, 24, 4, 1, 9, 1, 3, 1, 5, 43, 3, 52, 2, 5, 9, 42, 58, 54, 3, 1, 18, 1, 7, 10, 2, 29, 3, 56, 1, 1, 7, 2,
    2, 2, 3, 9, 1, 10, 2, 26, 1, 2, 3, 56, 1, 1, 5, 4, 2, 2, 3, 3, 1, 30, 2, 3, 1, 11, 3, 56, 1, 1, 8, 1, 3, 1, 3, 20, 2, 22, 6, 1, 3, 56, 1, 1, 7, 2,
    2, 2, 3, 5, 5, 10, 2, 30, 1, 59, 5, 3, 3, 1, 4, 9, 1, 40, 5, 55, 1, 1, 7, 1, 3, 1, 4, 7, 2, 11, 2, 29, 3, 56, 1, 1, 7, 1, 3, 1, 4, 7, 2, 11, 2,
    15, 1, 12, 4, 55, 2, 1, 7, 1, 3, 1, 4, 9, 1, 10, 2, 29, 3, 70, 1, 4, 6, 1, 1, 1, 8, 18, 2, 61, 1, 2, 7, 12, 8, 98, 1, 2, 9, 11, 7, 73, 2, 27, 1,
    1, 1, 1, 1, 4, 2, 49, 20, 1, 2, 5, 11, 1, 36, 9, 1, 100, 20, 23, 4, 4, 3, 1, 3, 2, 7, 3, 4, 13, 12, 1, 1, 10, 4, 191, 5, 3, 160, 6, 1, 145, 1, 4,
    28, 3, 29, 2, 30, 2, 64, 32, 9, 1, 45, 5, 117, 2, 34, 1, 118, 12, 4, 12, 219, 1, 5, 57, 10, 1, 29, 2, 1, 48, 65, 15, 5, 47, 17, 38, 9, 12, 3, 30,
    13, 56, 14, 48, 20, 152, 1, 3, 1, 21, 4, 1, 6, 1, 2, 3, 198, 1, 64, 128, 4, 16, 24, 8, 47, 6, 1, 10, 96, 33, 254, 23, 3, 141, 1, 1, 96, 32, 128,
    4, 1, 41, 6, 105, 2, 212, 235, 1, 4, 1, 10, 32, 2, 80, 2, 144, 2, 1, 3, 1, 4, 1, 23, 5, 4, 1, 83, 2, 50, 18, 26, 18, 13, 1, 38, 8, 25, 13, 44, 4,
    47, 14, 36, 1, 67, 14, 12, 1, 8, 2, 45, 3, 50, 1, 1, 3, 2, 2, 5, 2, 1, 1, 41, 5, 5, 2, 236, 1, 8, 1, 2, 176, 158, 1, 1, 177, 5, 32, 16, 16, 16,
    16, 207, 1, 1, 249, 1, 3, 2, 2, 253, 3, 1, 226, 1, 1, 149, 1, 5, 134, 13, 3, 1, 2, 5, 4, 40, 3, 4, 1, 165, 1, 2, 189, 4, 4, 65, 5, 189, 2, 2, 30,
    5, 32, 16, 70, 11, 49, 4, 122, 3, 53, 15, 41, 1, 2, 2, 10, 4, 45, 11, 2, 1, 4, 1, 10, 1, 50, 3, 36, 14, 16, 2, 44, 1, 12, 3, 48, 14, 8, 4, 1, 2,
    92, 12, 6, 1, 2, 1, 157, 1, 12, 21, 4, 55, 2, 1, 7, 2, 2, 2, 3, 9, 1, 10, 2, 2, 7, 3, 5, 67, 9, 1, 1, 2, 1, 1, 4, 1, 5, 1, 1, 14, 2, 82, 18, 23,
    1, 81, 20, 235, 1, 7, 2, 9, 27, 2, 82, 17, 106, 13, 101, 15, 128, 2, 15, 245, 1, 6, 1, 2, 2, 4, 1, 1, 1, 2, 141, 1, 7, 2, 7, 3, 1, 28, 10, 40, 7,
    1, 4, 8, 1, 9, 11, 46, 16, 198, 1, 8, 199, 1, 8, 1, 8, 82, 22, 1, 14, 122, 6, 3, 1, 1, 2, 1, 7, 1, 1, 66, 5, 1, 2, 1, 5, 88, 1, 130, 2, 4, 9, 2,
    1, 1, 48, 7, 3, 5, 23, 1, 213, 41, 17, 6, 15, 200, 89, 18, 192, 19, 5, 59, 7, 152, 8, 1, 1, 55, 7, 4, 81, 1, 11, 2, 171, 153, 1, 2, 1, 4, 220, 36,
    46, 2, 23, 224, 3, 2, 60, 5, 3, 22, 2, 7, 30, 4, 148, 1, 3, 11, 3, 8, 2, 2, 1, 32, 2, 254, 14, 55, 4, 50, 8, 1, 14, 1, 22, 5, 1, 15, 208, 10, 7,
    1, 17, 2, 7, 1, 2, 1, 5, 100, 1, 160, 1, 7, 247, 2, 1, 61, 4, 252, 3, 4, 254, 1, 2, 243, 1, 1, 2, 1, 7, 2, 5, 1, 218, 3, 7, 109, 7, 179, 45, 2,
    254, 255, 3, 2, 254, 255, 3, 2, 254, 255, 3, 2, 254, 255, 3, 2, 254, 255, 3, 2, 254, 255, 3, 2, 254, 255, 3, 2, 254, 255, 3, 2, 254, 255, 3, 2,
    254, 255, 3, 2, 254, 255, 3, 2, 254, 255, 3, 2, 1, 1, 30, 96, 128, 1, 240, 1, 142, 252, 3, 2, 254, 255, 3, 2, 254, 255, 3,
];

/// Whether it has a picture of its own. One that Unicode does not know yet may have.
pub(super) fn has_picture(character: char) -> bool {
    let mut edge = 0_u32;
    let passed = steps(&EDGES).take_while(|step| {
        edge = edge.wrapping_add(*step);
        edge <= u32::from(character)
    });
    passed.count() % 2 == 0
}

#[cfg(test)]
mod tests {
    use super::super::steps::of_steps;
    use super::{EDGES, has_picture};
    use icu_properties::props::{GeneralCategory, GeneralCategoryGroup, NoncharacterCodePoint};
    use icu_properties::{CodePointMapData, CodePointSetData};

    const WITHOUT_PICTURE: GeneralCategoryGroup = GeneralCategoryGroup::Mark
        .union(GeneralCategoryGroup::Separator)
        .union(GeneralCategoryGroup::Control)
        .union(GeneralCategoryGroup::Format);

    fn by_unicode(character: char) -> bool {
        !WITHOUT_PICTURE.contains(CodePointMapData::<GeneralCategory>::new().get(character))
            && !CodePointSetData::new::<NoncharacterCodePoint>().contains(character)
    }

    #[test]
    fn the_table_is_that_of_unicodes_properties() {
        let mut edges = Vec::new();
        let mut pictured = true;
        for character in '\0'..=char::MAX {
            if by_unicode(character) != pictured {
                pictured = !pictured;
                edges.push(u32::from(character));
            }
        }
        let before = [0].into_iter().chain(edges.iter().copied());
        let apart = edges.iter().zip(before).map(|(edge, before)| edge - before);
        let table = of_steps(apart);
        assert!(table == EDGES, "the table is to be: {table:?}");
        assert!(('\0'..=char::MAX).all(|character| has_picture(character) == by_unicode(character)));
    }
}
