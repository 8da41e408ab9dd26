"""A Python program that hosts the Badgehouse component, with a dictionary as its store, and does the main job.

    cargo xtask build component
    python3 -m venv .venv && .venv/bin/pip install -r tests/python/requirements.txt
    .venv/bin/python tests/python/host.py target/badgehouse/component.wasm

What a host has to bring stands in `Host`: three functions of a store, three of a crypto provider (here: "unsupported", so that the
component does it itself), the time and randomness.
"""

import base64
import os
import sys
import time

from wasmtime import Config, Engine, Store
from wasmtime.component import Component, Linker, Record

PACKAGE = "badgehouse:service-accounts"


def record(**fields):
    """A WIT record; `client_id` stands for its field `client-id`."""
    made = Record()
    for name, value in fields.items():
        setattr(made, name.replace("_", "-"), value)
    return made


class Host:
    """What the component imports."""

    def __init__(self):
        self.entries = {}
        self.versions = 0

    def get(self, _context, keys):
        return [self.entries.get(key) for key in keys]

    def list(self, _context, prefix, after, limit):
        keys = sorted(key for key in self.entries if key.startswith(prefix) and (after is None or key > after))
        return [record(key=key, entry=self.entries[key]) for key in keys[:limit]]

    def commit(self, _context, changes):
        if not all(self.holds(change.key, change.expect) for change in changes):
            return "conflict"
        for change in changes:
            if change.action.tag == "put":
                self.versions += 1
                self.entries[change.key] = record(value=change.action.payload.value, version=str(self.versions))
            elif change.action.tag == "delete":
                self.entries.pop(change.key, None)
        return "committed"

    def holds(self, key, expect):
        entry = self.entries.get(key)
        if expect.tag == "any":
            return True
        if expect.tag == "absent":
            return entry is None
        return entry is not None and entry.version == expect.payload

    def unsupported(self, _context, *_arguments):
        return None

    def now(self, _context):
        return record(seconds=int(time.time()), nanoseconds=0)

    def random(self, _context, length):
        return os.urandom(length)

    def link(self, linker, component, engine):
        """Defines each import by name, in whichever version the component asks for."""
        functions = {
            f"{PACKAGE}/store": {"get": self.get, "list": self.list, "commit": self.commit},
            f"{PACKAGE}/crypto": dict.fromkeys(["generate", "sign", "verify"], self.unsupported),
            "wasi:clocks/wall-clock": {"now": self.now},
            "wasi:random/random": {"get-random-bytes": self.random},
        }
        with linker.root() as root:
            for name in component.type.imports(engine):
                with root.add_instance(name) as instance:
                    for function, body in functions.pop(name.split("@")[0], {}).items():
                        instance.add_func(function, body)
        assert not functions, f"the component does not import {list(functions)}"


class Badgehouse:
    """The component's engine, its functions as methods."""

    def __init__(self, path, settings):
        engine = Engine(Config())
        component = Component.from_file(engine, path)
        linker = Linker(engine)
        Host().link(linker, component, engine)
        self.store = Store(engine)
        self.instance = linker.instantiate(self.store, component)
        exports = component.type.exports(engine)
        name = next(name for name in exports if name.startswith(f"{PACKAGE}/service-accounts"))
        self.interface = self.instance.get_export_index(self.store, name)
        self.engine = self.call("[static]engine.open", settings)
        if isinstance(self.engine, Record):
            raise SystemExit(f"the settings are refused: {self.engine.errors}")

    def call(self, name, *arguments):
        index = self.instance.get_export_index(self.store, name, self.interface)
        function = self.instance.get_func(self.store, index)
        answer = function(self.store, *arguments)
        function.post_return(self.store)
        return answer

    def __getattr__(self, name):
        return lambda *arguments: self.call(f"[method]engine.{name.replace('_', '-')}", self.engine, *arguments)


def expect(holds, what):
    print(("ok      " if holds else "not ok  ") + what)
    if not holds:
        raise SystemExit(1)


def main(path):
    badges = Badgehouse(
        path,
        record(
            issuer="https://id.example.com",
            audiences=[],
            contact_domain="contacts.example.com",
            sealing_keys=[base64.urlsafe_b64encode(os.urandom(32)).rstrip(b"=").decode()],
            catalogue=None,
            policy=None,
            base_path=None,
        ),
    )
    both = [record(tool="admin", level="admin"), record(tool="directory", level="admin")]
    ann = record(company="acme", id="ann", kind=both)
    nobody = record(company="acme", id="bob", kind=[])
    new = record(app_type="custom", app=None, name="Nightly sync")

    refused = badges.create_account(nobody, "acme", new, None)
    expect(refused.tag == "err" and refused.payload.code == "missing-permission", "who has no right creates nothing")
    created = badges.create_account(ann, "acme", new, None)
    expect(created.tag == "ok", "an administrator creates an account")
    client_id = getattr(created.payload.account, "client-id")
    secret = getattr(created.payload, "client-secret")

    def request(client_secret):
        wanted = record(client_id=client_id, client_secret=client_secret, scope=None, resource=None)
        return badges.request_token(wanted)

    refused = request(secret[:-1] + ("a" if secret[-1] != "a" else "b"))
    expect(refused.tag == "err" and refused.payload.code == "invalid-client", "a wrong secret gets no token")
    token = request(secret)
    expect(token.tag == "ok", "the right one gets a token")
    header = "Bearer " + getattr(token.payload, "access-token")
    need = record(company="acme", audience=None, tool="rfis", level="read-only", project="p1")
    refused = badges.authorize(header, need)
    missing = refused.tag == "err" and refused.payload.required
    expect(missing and missing.level == "read-only", "with level None the call is refused, and what is missing is said")
    grant = record(company=None, projects=[record(project="p1", levels=[record(tool="rfis", level="read-only")])])
    expect(badges.set_permissions(ann, "acme", client_id, grant) is None, "the administrator grants Read Only")
    expect(badges.authorize(header, need).tag == "ok", "the same token now passes")
    expect(badges.delete_account(ann, "acme", client_id) is None, "the account is deleted")
    refused = badges.authorize(header, need)
    expect(refused.tag == "err" and refused.payload.code == "invalid-token", "its token is refused")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "target/badgehouse/component.wasm")
