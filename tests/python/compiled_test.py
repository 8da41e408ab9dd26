"""That no compiled form is read which others may have written, or which is of something else: `python tests/python/compiled_test.py`."""

import os
import tempfile
import unittest
from pathlib import Path

from wasmtime import Engine, wat2wasm

import compiled

DIGEST = bytes(32)


class Compiled(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.kept = self.folder / "component.python-compiled"

    def test_a_component_is_compiled_once_and_anew_where_that_is_not_to_be_read(self):
        path, engine = self.folder / "component.wasm", Engine()
        path.write_bytes(wat2wasm("(component)"))
        compiled.component(engine, path)
        made = self.kept.stat()
        self.assertEqual(made.st_mode & 0o777, 0o600)
        compiled.component(engine, path)
        self.assertEqual(self.kept.stat().st_ino, made.st_ino)
        # It would have been put there anew, and is where it broke off, where others could write it, and for another component.
        whole = self.kept.read_bytes()
        self.kept.write_bytes(whole[: len(whole) // 2])
        compiled.component(engine, path)
        self.assertEqual(self.kept.read_bytes(), whole)
        self.kept.chmod(0o620)
        compiled.component(engine, path)
        self.assertEqual(self.kept.stat().st_mode & 0o777, 0o600)
        path.write_bytes(wat2wasm("(component (component))"))
        compiled.component(engine, path)
        self.assertNotEqual(self.kept.read_bytes()[:32], whole[:32])
        self.assertEqual(len(list(self.folder.iterdir())), 2, "nothing is left beside it")

    def test_what_others_may_have_written_is_not_read(self):
        compiled.write(self.kept, DIGEST, b"code")
        self.assertEqual(compiled.read(self.kept, DIGEST), b"code")
        for mode in (0o604, 0o602, 0o640, 0o620, 0o601):
            self.kept.chmod(mode)
            with self.assertRaises(OSError):
                compiled.read(self.kept, DIGEST)
        self.kept.chmod(0o600)
        link = self.folder / "link"
        os.symlink(self.kept, link)
        for path in (link, self.folder, self.folder / "missing"):
            with self.assertRaises(OSError):
                compiled.read(path, DIGEST)

    def test_what_was_compiled_of_something_else_or_broke_off_is_not_read(self):
        for digest in (b"\1" * 32, bytes(9)):
            compiled.write(self.kept, digest, b"")
            with self.assertRaises(OSError):
                compiled.read(self.kept, DIGEST)


if __name__ == "__main__":
    unittest.main()
