//! Numbers in as few bytes as each takes. A table of characters as the steps between them takes half of what it takes as a list of them, by gzip as well.

/// The numbers of a table: seven bits a byte, the lowest first, and the eighth where more follow (LEB128).
pub(super) fn steps(table: &'static [u8]) -> impl Iterator<Item = u32> {
    let mut bytes = table.iter();
    std::iter::from_fn(move || {
        let (mut number, mut shift) = (0_u32, 0_u32);
        loop {
            let byte = *bytes.next()?;
            number |= u32::from(byte & 0x7F).wrapping_shl(shift);
            if byte < 0x80 {
                return Some(number);
            }
            shift = shift.wrapping_add(7);
        }
    })
}

/// The table of numbers.
#[cfg(test)]
pub(super) fn of_steps(numbers: impl IntoIterator<Item = u32>) -> Vec<u8> {
    let mut table = Vec::new();
    for mut number in numbers {
        while number >= 0x80 {
            table.push(u8::try_from(number & 0x7F).unwrap() | 0x80);
            number >>= 7;
        }
        table.push(u8::try_from(number).unwrap());
    }
    table
}
