//! CRC-32 as a secret's checksum has it (ISO-HDLC, the one of gzip and PNG).

/// The polynomial, its bits in reverse.
const POLYNOMIAL: u32 = 0xEDB8_8320;

/// Bit by bit. A secret is short, and the library's tables take 16 kB of a module, of which gzip saves nothing.
pub(super) fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32, _| if crc & 1 == 1 { crc >> 1 ^ POLYNOMIAL } else { crc >> 1 };
    !bytes.iter().fold(u32::MAX, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), step))
}

#[cfg(test)]
mod tests {
    use super::crc32;

    #[test]
    fn it_is_the_librarys() {
        assert_eq!(crc32(b"123456789"), 0xCBF4_3926);
        for length in 0..300_usize {
            let bytes: Vec<u8> =
                (0..length).map(|place| u8::try_from(place * length % 251).unwrap()).collect();
            assert_eq!(crc32(&bytes), crc32fast::hash(&bytes));
        }
    }
}
