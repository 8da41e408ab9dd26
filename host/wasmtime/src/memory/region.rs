//! Memories in address space that is reserved whole, so that none ever moves.
//!
//! wasmtime asks for them, owns what is in them while an instance runs, and checks accesses by what is not mapped behind them. This module keeps a second handle on each, to
//! put it back between two calls.

#![expect(unsafe_code, reason = "address space is reserved, made accessible and put back by system calls")]

use super::image::Image;
use crate::program::Limits;
use rustix::mm::{
    Advice, MapFlags, MprotectFlags, ProtFlags, madvise, mmap, mmap_anonymous, mprotect, munmap,
};
use rustix::param::page_size;
use std::ffi::c_void;
use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::ptr::{self, NonNull};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use wasmtime::{Config, LinearMemory, MemoryCreator, MemoryType};

/// How many pages of its own a memory keeps while it rests: a token takes some thirty of 4 kB. With more it gives all of them up.
const KEPT_PAGES: usize = 128;

/// What the system says of a page in `/proc/self/pagemap`: the bytes of an entry, whether the page is there, in memory or swapped out, and whether it is a file's.
const ENTRY: usize = 8;
const IS_THERE: u64 = 3 << 62;
const IS_OF_A_FILE: u64 = 1 << 61;

/// Makes the memories of all instances of a program.
pub(crate) struct Memories {
    maker: Arc<Maker>,
    /// None where it may not be read.
    pages: Option<Arc<Pages>>,
    /// Instances begin one after another, so that each is told which memory is its own.
    turn: tokio::sync::Mutex<()>,
}

impl Default for Memories {
    fn default() -> Self {
        let pages = Pages::open().ok().map(Arc::new);
        Self { maker: Arc::default(), pages, turn: tokio::sync::Mutex::default() }
    }
}

/// What the system says of the pages of a process.
struct Pages {
    file: File,
    /// Which: after a fork it goes on to speak of the parent's.
    process: u32,
}

impl Pages {
    fn open() -> io::Result<Self> {
        Ok(Self { file: File::open("/proc/self/pagemap")?, process: std::process::id() })
    }

    fn read(&self, entries: &mut [u8], at: u64) -> io::Result<()> {
        if self.process != std::process::id() {
            return Err(io::Error::other("it is of another process"));
        }
        self.file.read_exact_at(entries, at)
    }
}

impl Memories {
    /// Has an engine ask here for its memories.
    pub(crate) fn configure(&self, config: &mut Config, _: Limits) {
        let maker: Arc<dyn MemoryCreator> = Arc::clone(&self.maker) as _;
        // What a module begins with is copied: its own images are for wasmtime's own memories.
        config.with_host_memory(maker).memory_init_cow(false);
    }

    /// Begins an instance, and finds its memory; none, if it has not just one.
    pub(crate) async fn of<T>(&self, begun: impl Future<Output = T> + Send) -> (T, Option<Memory>) {
        let _turn = self.turn.lock().await;
        self.maker.take();
        let instance = begun.await;
        let mut made = self.maker.take();
        let only = if made.len() == 1 { made.pop() } else { None };
        (instance, only.map(|region| Memory { region, pages: self.pages.clone(), stands: false }))
    }
}

#[derive(Default)]
struct Maker {
    made: Mutex<Vec<Arc<Region>>>,
}

impl Maker {
    fn take(&self) -> Vec<Arc<Region>> {
        std::mem::take(&mut *self.made.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

// SAFETY: a region is reserved with what has to be unmapped behind it, is zero where it becomes accessible, and is altered between calls alone, by `Memory`.
unsafe impl MemoryCreator for Maker {
    fn new_memory(
        &self,
        _: MemoryType,
        minimum: usize,
        _: Option<usize>,
        reserved: Option<usize>,
        guard: usize,
    ) -> Result<Box<dyn LinearMemory>, String> {
        let capacity = reserved.unwrap_or(minimum).max(minimum);
        let region = Region::new(capacity, guard).and_then(|region| {
            region.grow_to(minimum)?;
            Ok(Arc::new(region))
        });
        let region = region.map_err(|error| format!("the memory of an instance: {error}"))?;
        self.made.lock().unwrap_or_else(PoisonError::into_inner).push(Arc::clone(&region));
        Ok(Box::new(Owned(region)))
    }
}

/// wasmtime's handle.
struct Owned(Arc<Region>);

// SAFETY: a region begins at a page, never moves, and what is not accessible of it is not mapped for reading or writing.
unsafe impl LinearMemory for Owned {
    fn byte_size(&self) -> usize {
        self.0.size()
    }

    fn byte_capacity(&self) -> usize {
        self.0.capacity
    }

    fn grow_to(&mut self, new_size: usize) -> wasmtime::Result<()> {
        Ok(self.0.grow_to(new_size)?)
    }

    fn as_ptr(&self) -> *mut u8 {
        self.0.base.as_ptr().cast()
    }
}

/// Address space of one memory.
struct Region {
    base: NonNull<c_void>,
    /// How far it can grow, in bytes.
    capacity: usize,
    /// With what stays unmapped behind it.
    reserved: usize,
    /// How much of it is accessible.
    size: AtomicUsize,
}

// SAFETY: it is address space, which belongs to no thread; who may read and write it, wasmtime and `Memory` say.
unsafe impl Send for Region {}
// SAFETY: as above.
unsafe impl Sync for Region {}

impl Region {
    fn new(capacity: usize, guard: usize) -> io::Result<Self> {
        let reserved = capacity.checked_add(guard).ok_or(io::ErrorKind::OutOfMemory)?;
        let flags = MapFlags::PRIVATE | MapFlags::NORESERVE;
        // SAFETY: the system chooses where, so that nothing else is there.
        let base = unsafe { mmap_anonymous(ptr::null_mut(), reserved, ProtFlags::empty(), flags)? };
        let base = NonNull::new(base).ok_or(io::ErrorKind::OutOfMemory)?;
        Ok(Self { base, capacity, reserved, size: AtomicUsize::new(0) })
    }

    fn size(&self) -> usize {
        self.size.load(Ordering::Acquire)
    }

    fn grow_to(&self, size: usize) -> io::Result<()> {
        if size > self.capacity {
            return Err(io::ErrorKind::OutOfMemory.into());
        }
        // SAFETY: it is this region's own space, up to `capacity`; what was accessible stays so.
        unsafe { mprotect(self.base.as_ptr(), size, MprotectFlags::READ | MprotectFlags::WRITE)? };
        self.size.store(size, Ordering::Release);
        Ok(())
    }
}

impl Drop for Region {
    fn drop(&mut self) {
        // SAFETY: whoever could reach it has had a handle on it, of which this was the last. What fails leaves address space behind.
        let _unmapped = unsafe { munmap(self.base.as_ptr(), self.reserved) };
    }
}

/// The memory of one instance, which does not run while this is asked for anything: its owner has the instance to itself.
pub(crate) struct Memory {
    region: Arc<Region>,
    pages: Option<Arc<Pages>>,
    /// Whether it stands on an image.
    stands: bool,
}

impl Memory {
    /// Lets it stand on the image of its engine, which is made of the first. False where the image has other bytes, or the system refuses: then it cannot be put back.
    pub(crate) fn stand_on(&mut self, image: &OnceLock<Arc<Image>>) -> bool {
        self.stands = self.stood_on(image).unwrap_or(false);
        self.stands
    }

    fn stood_on(&self, image: &OnceLock<Arc<Image>>) -> io::Result<bool> {
        let size = self.region.size();
        // SAFETY: so much is accessible, and nothing writes there while the instance does not run.
        let bytes = unsafe { std::slice::from_raw_parts(self.region.base.as_ptr().cast::<u8>(), size) };
        if image.get().is_none() {
            // Another may have been faster.
            let _ours = image.set(Arc::new(Image::of(bytes)?));
        }
        let Some(image) = image.get() else { return Ok(false) };
        if image.bytes() != bytes {
            return Ok(false);
        }
        let (access, flags) =
            (ProtFlags::READ | ProtFlags::WRITE, MapFlags::PRIVATE | MapFlags::FIXED | MapFlags::NORESERVE);
        // SAFETY: it takes the place of this region's own pages, which hold the same; what is written from now on is this mapping's own and not the image's.
        unsafe { mmap(self.region.base.as_ptr(), size, access, flags, image.file(), 0)? };
        Ok(true)
    }

    /// Makes it what it was, to the byte. False where that cannot be: it has grown, or the system refuses.
    pub(crate) fn put_back(&mut self, image: &Image) -> bool {
        if !self.stands || self.region.size() != image.bytes().len() {
            return false;
        }
        match self.written() {
            Ok(pages) if pages.len() <= KEPT_PAGES => self.copy_back(&pages, image),
            // SAFETY: the pages that were written are given up, and the image's are there again.
            _ => unsafe {
                madvise(self.region.base.as_ptr(), image.bytes().len(), Advice::LinuxDontNeed).is_ok()
            },
        }
    }

    /// Which pages have been written since it stands on its image or since they were given up, by where they begin: they are this mapping's own.
    fn written(&self) -> io::Result<Vec<usize>> {
        let page = page_size();
        let mut entries = vec![0; self.region.size() / page * ENTRY];
        let pages = self.pages.as_ref().ok_or(io::ErrorKind::PermissionDenied)?;
        pages.read(&mut entries, (self.region.base.addr().get() / page * ENTRY) as u64)?;
        let entries = entries.as_chunks::<ENTRY>().0.iter().map(|entry| u64::from_ne_bytes(*entry));
        let own = entries.enumerate().filter(|(_, entry)| entry & IS_THERE != 0 && entry & IS_OF_A_FILE == 0);
        Ok(own.map(|(number, _)| number * page).collect())
    }

    /// Costs less than to give pages up and to have them copied again one by one when they are written the next time.
    fn copy_back(&self, pages: &[usize], image: &Image) -> bool {
        let (page, bytes) = (page_size(), image.bytes());
        for at in pages {
            let Some(was) = bytes.get(*at..at + page) else { return false };
            // SAFETY: memory and image have the same length, and nothing else reads or writes there while the instance does not run.
            unsafe {
                ptr::copy_nonoverlapping(was.as_ptr(), self.region.base.as_ptr().cast::<u8>().add(*at), page);
            }
        }
        true
    }
}
