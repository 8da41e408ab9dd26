//! What a memory was: its bytes in a file that has no name, which any number of memories stand on without a copy of their own.

#![expect(unsafe_code, reason = "the file is mapped by a system call")]

use rustix::fs::{MemfdFlags, SealFlags, fcntl_add_seals, memfd_create};
use rustix::mm::{MapFlags, ProtFlags, mmap, munmap};
use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::ptr::{self, NonNull};

/// How many bytes are looked at together: where they are zero, nothing is kept.
const PIECE: usize = 4096;

/// The bytes of a memory whose engine was opened: the settings with their sealing keys, and nothing of any request.
pub(crate) struct Image {
    file: File,
    /// The file, to be read.
    mapped: NonNull<u8>,
    length: usize,
}

// SAFETY: what is mapped stays there as long as the image, and nobody writes to it before its end.
unsafe impl Send for Image {}
// SAFETY: as above.
unsafe impl Sync for Image {}

impl Image {
    /// Keeps these bytes. What is zero takes no room.
    pub(super) fn of(bytes: &[u8]) -> io::Result<Self> {
        let flags = MemfdFlags::CLOEXEC | MemfdFlags::ALLOW_SEALING;
        let (file, length) = (File::from(memfd_create(c"badgehouse-instance", flags)?), bytes.len());
        file.set_len(length as u64)?;
        // A shorter file would end a process that reads behind its end.
        fcntl_add_seals(&file, SealFlags::SHRINK | SealFlags::GROW | SealFlags::SEAL)?;
        // SAFETY: the system chooses where, so that nothing else is there.
        let mapped = unsafe { mmap(ptr::null_mut(), length, ProtFlags::READ, MapFlags::SHARED, &file, 0)? };
        let mapped = NonNull::new(mapped.cast()).ok_or(io::ErrorKind::OutOfMemory)?;
        let image = Self { file, mapped, length };
        for (at, piece) in pieces(bytes) {
            image.file.write_all_at(piece, at)?;
        }
        Ok(image)
    }

    pub(super) fn file(&self) -> &File {
        &self.file
    }

    pub(super) fn bytes(&self) -> &[u8] {
        // SAFETY: so much is mapped, and nothing is written there as long as somebody has the image.
        unsafe { std::slice::from_raw_parts(self.mapped.as_ptr(), self.length) }
    }
}

/// The sealing keys are in it.
impl Drop for Image {
    fn drop(&mut self) {
        let zeros = [0; PIECE];
        for at in (0..self.length as u64).step_by(PIECE) {
            if self.file.write_all_at(&zeros, at).is_err() {
                break;
            }
        }
        // SAFETY: whoever had what is mapped had the image, too. What fails leaves address space behind.
        let _unmapped = unsafe { munmap(self.mapped.as_ptr().cast(), self.length) };
    }
}

/// Those that hold something, with where each begins.
fn pieces(bytes: &[u8]) -> impl Iterator<Item = (u64, &[u8])> {
    let all = bytes.chunks(PIECE).enumerate().map(|(number, piece)| ((number * PIECE) as u64, piece));
    all.filter(|(_, piece)| piece.iter().any(|byte| *byte != 0))
}
