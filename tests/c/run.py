"""Compiles `host.c` against wasmtime's C API and runs it: `target/python/bin/python tests/c/run.py`.

The library is in PyPI's package `wasmtime`, the headers of the same version are in the crate `wasmtime-c-api-impl`, of which nothing is compiled. It takes BADGEHOUSE_PLAIN, or
what `cargo xtask build plain` made.
"""

import importlib.metadata
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import wasmtime

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "python"))

import host  # noqa: E402

VERSION = importlib.metadata.version("wasmtime")
CRATE = f"wasmtime-c-api-impl-{VERSION}"


def headers():
    """The folder of the headers, which cargo fetches with the crate's description."""
    home = Path(os.environ.get("CARGO_HOME", Path.home() / ".cargo"))
    found = lambda: next(home.glob(f"registry/src/*/{CRATE}/include"), None)
    if found() is None:
        subprocess.run(["cargo", "info", "--quiet", f"wasmtime-c-api-impl@{VERSION}"], check=True, stdout=subprocess.DEVNULL)
    assert found(), f"cargo has not put {CRATE} where it unpacks crates"
    return found()


def configured(folder, include):
    """The header that says what the library was built with, which is the defaults."""
    (folder / "wasmtime").mkdir()
    form = (include / "wasmtime" / "conf.h.in").read_text()
    (folder / "wasmtime" / "conf.h").write_text(re.sub(r"^#cmakedefine", "#define", form, flags=re.M))


def main():
    [library] = (Path(wasmtime.__file__).parent).glob("*/_libwasmtime.so")
    include = headers()
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        configured(folder, include)
        program, compiled = folder / "host", folder / "plain.compiled"
        flags = ["-std=c17", "-D_DEFAULT_SOURCE", "-Wall", "-Wextra", "-Werror", "-Wno-missing-field-initializers"]
        where = ["-I", folder, "-isystem", include, f"-Wl,-rpath,{library.parent}"]
        subprocess.run(["cc", *flags, *where, HERE / "host.c", library, "-o", program], check=True)
        compiled.write_bytes(bytes(host.Program(host.component("plain")).component.serialize()))
        return subprocess.run([program, compiled]).returncode


if __name__ == "__main__":
    sys.exit(main())
