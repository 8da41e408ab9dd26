"""Hosts the Badgehouse component in Python, with a dictionary as the store, and does the main job with it.

    cargo xtask build component
    python3 -m venv target/python
    target/python/bin/pip install --requirement tests/python/requirements.txt
    target/python/bin/python tests/python/host.py

It takes BADGEHOUSE_COMPONENT, or what `cargo xtask build component` made. Exit code 0: everything was as expected.
Compiling the component takes ten seconds; `compiled.py` keeps the result beside it for the next start.

The package `wasmtime` maps the contract of `wit/` to Python: records are objects with the fields' names, enums are text, an option is the
value or None, a variant is Variant(case, payload), or the payload alone where its type tells the case.
"""

import base64
import json
import os
import time
from pathlib import Path

from wasmtime import Engine, Store
from wasmtime.component import Linker, Record, Variant

import compiled

CONTRACT = "badgehouse:service-accounts/{}@0.1.0"
COMPANY = "acme"


def record(**fields):
    """A record; the fields' names have `_` in place of `-`."""
    made = Record()
    for name, value in fields.items():
        setattr(made, name.replace("_", "-"), value)
    return made


def field(record, name):
    return getattr(record, name)


class Dictionary:
    """A store in a dictionary: the whole of what a host has to bring."""

    def __init__(self):
        self.entries = {}
        self.puts = 0

    def get(self, _, keys):
        return [self.entries.get(key) for key in keys]

    def list(self, _, prefix, after, limit):
        found = sorted(key for key in self.entries if key.startswith(prefix) and key > (after or ""))
        return [record(key=key, entry=self.entries[key]) for key in found[:limit]]

    def commit(self, _, changes):
        if not all(self.holds(change.key, change.expect) for change in changes):
            return "conflict"
        for change in changes:
            if change.action.tag == "put":
                self.puts += 1
                self.entries[change.key] = record(value=change.action.payload.value, version=str(self.puts))
            elif change.action.tag == "delete":
                self.entries.pop(change.key, None)
        return "committed"

    def holds(self, key, expect):
        entry = self.entries.get(key)
        if expect.tag == "absent":
            return entry is None
        return expect.tag == "any" or (entry is not None and entry.version == expect.payload)


# `unsupported` leaves it to the component; it is the case without a payload, hence None.
CRYPTO = {
    "generate": lambda _, algorithm: None,
    "sign": lambda _, key, message: None,
    "verify": lambda _, algorithm, jwk, message, signature: None,
}


class Program:
    """A component, compiled: as many hosts as one likes take it."""

    def __init__(self, path):
        self.engine = Engine()
        self.component = compiled.component(self.engine, path)


class Badgehouse:
    """The component's engine: `get_account(...)` gives what its function `get-account` answers, or raises a Refusal."""

    FACE = CONTRACT.format("service-accounts")

    def __init__(self, program, dictionary, clock=time.time):
        self.store = Store(program.engine)
        linker = Linker(program.engine)
        functions = {"get": dictionary.get, "list": dictionary.list, "commit": dictionary.commit}
        self.offer(linker, CONTRACT.format("store"), functions)
        self.offer(linker, CONTRACT.format("crypto"), CRYPTO)
        now = lambda _: record(seconds=int(clock()), nanoseconds=0)
        self.offer(linker, "wasi:clocks/wall-clock@0.2.0", {"now": now})
        self.offer(linker, "wasi:random/random@0.2.0", {"get-random-bytes": lambda _, length: os.urandom(length)})
        self.instance = linker.instantiate(self.store, program.component)
        self.face = self.instance.get_export_index(self.store, self.FACE)

    def open(self, settings):
        """Opens the engine, with the settings of one product."""
        self.first = self.answer("[static]engine.open", settings)
        return self

    @staticmethod
    def offer(linker, interface, functions):
        with linker.root() as root, root.add_instance(interface) as instance:
            for name, function in functions.items():
                instance.add_func(name, function)

    def settings_type(self):
        """The type of what the engine is opened with."""
        [(_, of)] = self.function("[static]engine.open").type(self.store).params
        return of

    def __getattr__(self, name):
        return lambda *arguments: self.answer(self.named(name), self.first, *arguments)

    @staticmethod
    def named(operation):
        return f"[method]engine.{operation.replace('_', '-')}"

    def function(self, name):
        return self.instance.get_func(self.store, self.instance.get_export_index(self.store, name, self.face))

    def answer(self, name, *arguments):
        answer = self.function(name)(self.store, *arguments)
        if isinstance(answer, Variant):
            if answer.tag == "err":
                raise Refusal(answer.payload)
            return answer.payload
        if isinstance(answer, Record) and hasattr(answer, "code"):
            raise Refusal(answer)
        return answer


class Plain(Badgehouse):
    """The component of `cargo xtask build plain`, which has no resource: each call is given the settings."""

    FACE = CONTRACT.format("operations")

    def open(self, settings):
        self.first = record(settings=settings, note=None)
        return self

    def settings_type(self):
        [(_, given)] = self.function("secret-pattern").type(self.store).params
        return dict(given.fields)["settings"]

    @staticmethod
    def named(operation):
        return operation.replace("_", "-")


class Refusal(Exception):
    """What an operation was refused with."""

    def __init__(self, error):
        super().__init__(getattr(error, "detail", None) or getattr(error, "description", None))
        self.code = error.code
        self.error = error


def refused(code, call, *arguments):
    """The call has to be refused with this code."""
    try:
        call(*arguments)
    except Refusal as refusal:
        assert refusal.code == code, f"refused with {refusal.code}, not {code}"
        print(f"  refused as it has to be: {refusal.code}: {refusal}")
        return
    raise AssertionError(f"not refused, but has to be with {code}")


def main():
    badges = Badgehouse(Program(component()), Dictionary()).open(settings())
    levels = [record(tool=tool, level="admin", actions=[]) for tool in ("admin", "directory")]
    administrator = record(company=COMPANY, id="ada", kind=levels)

    print("an administrator creates an account")
    new = record(
        app_type="custom", app=None, name="Nightly export", description=None, metadata=[], owner=None, expires_at=None,
        token_seconds=None, auth_methods=None, dpop_bound_access_tokens=False,
    )
    created = badges.create_account(administrator, COMPANY, new, None)
    client_id, secret = field(created.account, "client-id"), field(created, "client-secret")
    print(f"  {client_id}, its secret is shown once")

    print("the program fetches a token")
    token = badges.request_token(token_request(client_id, secret))
    authorization = f"Bearer {field(token, 'access-token')}"
    print(f"  good for {field(token, 'expires-in')} seconds")

    print("with permissions None, its call is refused")
    need = record(company=COMPANY, audience=None, tool="rfis", level="read-only", action=None, project="p1")
    refused("insufficient-scope", badges.authorize, presented(authorization), need)

    print("the administrator grants Read Only in a project")
    levels = record(project="p1", levels=[record(tool="rfis", level="read-only", actions=["respond"])])
    badges.set_permissions(administrator, COMPANY, client_id, record(company=None, projects=[levels]), None)

    print("the same token passes now")
    authorized = badges.authorize(presented(authorization), need)
    assert field(authorized, "client-id") == client_id and authorized.level == "read-only"
    need = record(company=COMPANY, audience=None, tool="rfis", level=None, action="respond", project="p1")
    assert badges.authorize(presented(authorization), need).action == "respond"

    print("a public key is added, and the audit tells of all of it")
    jwk = {"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}
    key = badges.add_key(administrator, COMPANY, client_id, record(jwk=json.dumps(jwk), name="CI", expires_at=None))
    assert [known.kid for known in badges.list_keys(administrator, COMPANY, client_id).items] == [key.kid]
    filters = ("limit", "cursor", "actor", "action", "target", "since", "until")
    events = badges.list_audit_events(administrator, COMPANY, record(**dict.fromkeys(filters))).items
    assert [event.action for event in events] == ["account.created", "permissions.changed", "key.created"]

    print("a wrong secret is refused, and so is somebody without the right")
    refused("invalid-client", badges.request_token, token_request(client_id, secret[:-1] + "!"))
    stranger = record(company=COMPANY, id="bob", kind=[])
    refused("missing-permission", badges.create_account, stranger, COMPANY, new, None)

    print("a token over HTTP")
    basic = base64.b64encode(f"{client_id}:{secret}".encode()).decode()
    headers = {"authorization": f"Basic {basic}", "content-type": "application/x-www-form-urlencoded"}
    response = badges.handle(record(
        method="POST",
        target="/oauth/token",
        headers=[record(name=name, value=value) for name, value in headers.items()],
        body=b"grant_type=client_credentials",
        source=None,
        encrypted=None,
        failures=[],
    ), None)
    assert response.status == 200 and b"access_token" in response.body, response.status
    print(f"  POST /oauth/token: {response.status}")

    print("the account is deleted, and its tokens are refused")
    badges.delete_account(administrator, COMPANY, client_id)
    refused("invalid-token", badges.authorize, presented(authorization), need)


def component(name="component"):
    """Where the component of that name is."""
    built = Path(__file__).parents[2] / "target" / "badgehouse" / f"{name}.wasm"
    return Path(os.environ.get(f"BADGEHOUSE_{name.upper()}", built))


def settings():
    return record(
        issuer="https://id.acme.com",
        audiences=[],
        contact_domain="svc.acme.com",
        sealing_keys=[base64.urlsafe_b64encode(os.urandom(32)).decode().rstrip("=")],
        catalogue=None,
        policy=None,
        base_path=None,
    )


def presented(authorization):
    return record(authorization=authorization, dpop=None)


def token_request(client_id, secret):
    return record(client_id=client_id, client_secret=secret, scope=None, resources=[], dpop=None)


if __name__ == "__main__":
    main()
