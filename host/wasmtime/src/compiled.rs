//! The compiled form of a component, kept beside it: compiling takes seconds, and reading what was compiled milliseconds.
//!
//! What was compiled runs outside of the sandbox. So it is read only where it is a plain file of this process's own user that nobody else may read or write, and where it
//! begins with the hash of the component. That it is of this wasmtime and of these bounds, wasmtime looks at itself. Whatever does not fit is compiled anew; a folder that
//! cannot be written to costs no more than that.

use sha2::{Digest, Sha256};
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::Path;
use tempfile::NamedTempFile;
use wasmtime::Engine;
use wasmtime::component::Component;

/// The end of its name: `component.wasm` has `component.compiled` beside it.
const EXTENSION: &str = "compiled";

/// The length of the hash that it begins with, of SHA-256.
const HASH_BYTES: usize = 32;

/// The component in a file, compiled.
pub(crate) fn component(engine: &Engine, path: &Path) -> wasmtime::Result<Component> {
    let bytes = fs::read(path)?;
    let (hash, kept) = (Sha256::digest(&bytes), path.with_extension(EXTENSION));
    if let Ok(code) = read(&kept, &hash)
        && let Some(component) = trusted(engine, &code)
    {
        return Ok(component);
    }
    let component = Component::new(engine, &bytes)?;
    let code = component.serialize()?;
    // Without it the next start takes as long as this one.
    let _unkept = write(&kept, &hash, &code);
    Ok(component)
}

#[expect(unsafe_code, reason = "wasmtime cannot tell what it compiled from what somebody else made up")]
fn trusted(engine: &Engine, code: &[u8]) -> Option<Component> {
    // SAFETY: `read` takes only a file that this user wrote, which is by `write`, and which nobody else can alter.
    unsafe { Component::deserialize(engine, code) }.ok()
}

/// What was compiled of the component with that hash.
fn read(kept: &Path, hash: &[u8]) -> io::Result<Vec<u8>> {
    let mut file = open(kept)?;
    let mut written = [0; HASH_BYTES];
    file.read_exact(&mut written)?;
    if written != hash {
        return Err(io::Error::other("it is of another component"));
    }
    let mut code = Vec::new();
    file.read_to_end(&mut code)?;
    Ok(code)
}

/// Opens a plain file of this process's user that is for nobody else.
#[cfg(unix)]
fn open(path: &Path) -> io::Result<File> {
    use rustix::fs::{Mode, OFlags};
    use std::os::unix::fs::MetadataExt;

    let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    let file = File::from(rustix::fs::open(path, flags, Mode::empty())?);
    let about = file.metadata()?;
    let own = about.uid() == rustix::process::geteuid().as_raw();
    if !about.is_file() || !own || about.mode() & 0o077 != 0 {
        return Err(io::Error::other("others may have written it"));
    }
    Ok(file)
}

/// Whose a file is can be told on Unix alone.
#[cfg(not(unix))]
fn open(_: &Path) -> io::Result<File> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Puts it there whole, for this user alone.
fn write(kept: &Path, hash: &[u8], code: &[u8]) -> io::Result<()> {
    if cfg!(not(unix)) {
        return Ok(());
    }
    let folder = kept.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = NamedTempFile::new_in(folder)?;
    file.write_all(hash)?;
    file.write_all(code)?;
    file.persist(kept)?;
    Ok(())
}

#[cfg(all(test, unix))]
mod tests {
    use super::{HASH_BYTES, read, write};
    use std::fs::{self, Permissions};
    use std::os::unix::fs::{PermissionsExt, symlink};

    const HASH: [u8; HASH_BYTES] = [7; HASH_BYTES];

    #[test]
    fn what_was_kept_is_read_again_and_is_for_nobody_else() {
        let folder = tempfile::tempdir().unwrap();
        let kept = folder.path().join("component.compiled");
        write(&kept, &HASH, b"before").unwrap();
        write(&kept, &HASH, b"code").unwrap();
        assert_eq!(read(&kept, &HASH).unwrap(), b"code");
        assert_eq!(fs::metadata(&kept).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1, "nothing is left beside it");
    }

    #[test]
    fn what_others_may_have_written_is_not_read() {
        let folder = tempfile::tempdir().unwrap();
        let kept = folder.path().join("component.compiled");
        for mode in [0o604, 0o602, 0o640, 0o620, 0o601] {
            write(&kept, &HASH, b"code").unwrap();
            fs::set_permissions(&kept, Permissions::from_mode(mode)).unwrap();
            assert!(read(&kept, &HASH).is_err(), "{mode:o}");
        }
        write(&kept, &HASH, b"code").unwrap();
        let link = folder.path().join("link.compiled");
        symlink(&kept, &link).unwrap();
        assert!(read(&link, &HASH).is_err());
        assert!(read(folder.path(), &HASH).is_err());
    }

    #[test]
    fn what_was_compiled_of_another_component_or_broke_off_is_not_read() {
        let folder = tempfile::tempdir().unwrap();
        let kept = folder.path().join("component.compiled");
        assert!(read(&kept, &HASH).is_err());
        write(&kept, &[8; HASH_BYTES], b"code").unwrap();
        assert!(read(&kept, &HASH).is_err());
        write(&kept, &HASH[..9], b"").unwrap();
        assert!(read(&kept, &HASH).is_err());
    }
}
