//! What a memory was: its bytes in a file that has no name, which any number of memories stand on without a copy of their own.

use rustix::fs::{MemfdFlags, SealFlags, fcntl_add_seals, memfd_create};
use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use zeroize::Zeroizing;

/// How many bytes are looked at together: where they are zero, nothing is kept.
const PIECE: usize = 4096;

/// The bytes of a memory whose engine was opened: the settings with their sealing keys, and nothing of any request.
pub(crate) struct Image {
    file: File,
    length: usize,
}

impl Image {
    /// Keeps these bytes. What is zero takes no room.
    pub(super) fn of(bytes: &[u8]) -> io::Result<Self> {
        let flags = MemfdFlags::CLOEXEC | MemfdFlags::ALLOW_SEALING;
        let file = File::from(memfd_create(c"badgehouse-instance", flags)?);
        file.set_len(bytes.len() as u64)?;
        let image = Self { file, length: bytes.len() };
        for (at, piece) in pieces(bytes) {
            image.file.write_all_at(piece, at)?;
        }
        // A shorter file would end a process that reads behind its end.
        fcntl_add_seals(&image.file, SealFlags::SHRINK | SealFlags::GROW | SealFlags::SEAL)?;
        Ok(image)
    }

    pub(super) fn file(&self) -> &File {
        &self.file
    }

    /// In bytes.
    pub(super) fn length(&self) -> usize {
        self.length
    }

    /// Whether these are the bytes.
    pub(super) fn is(&self, bytes: &[u8]) -> io::Result<bool> {
        if bytes.len() != self.length {
            return Ok(false);
        }
        let mut kept = Zeroizing::new(vec![0; bytes.len()]);
        self.file.read_exact_at(&mut kept, 0)?;
        Ok(kept.as_slice() == bytes)
    }
}

/// The sealing keys are in it.
impl Drop for Image {
    fn drop(&mut self) {
        let zeros = [0; PIECE];
        for at in (0..self.length as u64).step_by(PIECE) {
            if self.file.write_all_at(&zeros, at).is_err() {
                return;
            }
        }
    }
}

/// Those that hold something, with where each begins.
fn pieces(bytes: &[u8]) -> impl Iterator<Item = (u64, &[u8])> {
    let all = bytes.chunks(PIECE).enumerate().map(|(number, piece)| ((number * PIECE) as u64, piece));
    all.filter(|(_, piece)| piece.iter().any(|byte| *byte != 0))
}
