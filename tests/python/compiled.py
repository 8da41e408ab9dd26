"""The compiled form of a component, kept beside it, so that a second start takes a moment and not ten seconds.

What was compiled runs outside of the sandbox. So it is read only where it is a plain file of this process's own user that nobody else may read or
write, and where it begins with the hash of the component and of the version of the package `wasmtime`; for which processor and which settings it
was made, wasmtime looks at itself. Whatever does not fit is compiled anew; a folder that cannot be written to costs no more than that.
"""

import hashlib
import importlib.metadata
import os
import stat
import tempfile
from pathlib import Path

from wasmtime import WasmtimeError
from wasmtime.component import Component

# Not the name that the Rust host has: each has its own wasmtime, and they would take turns to overwrite it.
SUFFIX = ".python-compiled"


def component(engine, path):
    """The component in a file, compiled."""
    path = Path(path)
    code, kept = path.read_bytes(), path.with_suffix(SUFFIX)
    version = importlib.metadata.version("wasmtime")
    digest = hashlib.sha256(version.encode() + b"\0" + code).digest()
    try:
        return Component.deserialize(engine, read(kept, digest))
    except (OSError, WasmtimeError):
        made = Component(engine, code)
    try:
        write(kept, digest, bytes(made.serialize()))
    except OSError:
        pass  # without it the next start takes as long as this one
    return made


def read(kept, digest):
    """What was compiled of the component with that hash; an OSError where it is not to be trusted."""
    if not hasattr(os, "geteuid"):
        raise PermissionError("whose a file is can be told on Unix alone")
    with open(os.open(kept, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC), "rb") as file:
        about = os.fstat(file.fileno())
        if not stat.S_ISREG(about.st_mode) or about.st_uid != os.geteuid() or about.st_mode & 0o077:
            raise PermissionError("others may have written it")
        if file.read(len(digest)) != digest:
            raise FileNotFoundError("it is of another component, or of another wasmtime")
        return file.read()


def write(kept, digest, code):
    """Puts it there whole, for this user alone."""
    if not hasattr(os, "geteuid"):
        return
    descriptor, name = tempfile.mkstemp(dir=kept.parent)
    try:
        with open(descriptor, "wb") as file:
            file.write(digest + code)
        os.replace(name, kept)
    except OSError:
        os.unlink(name)
        raise
