"""The reference server in a folder and on a port of its own."""

import base64
import json
import os
import re
import secrets
import subprocess
import tempfile
import time
import urllib.parse
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace


def address(server: subprocess.Popen, log: Path) -> str:
    """Waits for the server to say where it listens."""
    while server.poll() is None:
        if found := re.search(r"http://127\.0\.0\.1:\d+", log.read_text()):
            return found[0]
        time.sleep(0.05)
    raise RuntimeError(f"the server ended: {log.read_text()}")


def token(issuer: str, client_id: str, client_secret: str, resource: str | None = None) -> dict:
    form = {"grant_type": "client_credentials"} | ({"resource": resource} if resource else {})
    credentials = base64.b64encode(f"{client_id}:{client_secret}".encode()).decode()
    headers = {"authorization": f"Basic {credentials}"}
    request = urllib.request.Request(f"{issuer}/oauth/token", urllib.parse.urlencode(form).encode(), headers)
    with urllib.request.urlopen(request) as response:
        return json.load(response)


@contextmanager
def server(program: Path, *audiences: str, options: list[str] | None = None):
    """A server with the company acme and these options: its issuer, its database file, and its first account, an administrator."""
    with tempfile.TemporaryDirectory() as folder:
        sealing_key = secrets.token_bytes(32)
        text = base64.urlsafe_b64encode(sealing_key).rstrip(b"=").decode()
        environment = os.environ | {"BADGEHOUSE_SEALING_KEY": text}
        common = ["--store", "badges.db", "--contact-domain", "contacts.example.com"]
        named = [part for audience in audiences for part in ("--audience", audience)]
        log = Path(folder) / "server.log"
        with log.open("w") as output:
            process = subprocess.Popen(
                [program, "serve", "--native", "--listen", "127.0.0.1:0", *common, *named, *(options or [])],
                cwd=folder, env=environment, stdout=output, stderr=subprocess.STDOUT,
            )
        try:
            issuer = address(process, log)
            made = subprocess.run(
                [program, "bootstrap", "--company", "acme", "--name", "Tester", *common, "--issuer", issuer],
                cwd=folder, env=environment, check=True, capture_output=True, text=True,
            )
            found = dict(line.split("=", 1) for line in made.stdout.splitlines() if "=" in line)
            yield SimpleNamespace(issuer=issuer, database=Path(folder) / "badges.db", sealing_key=sealing_key, **found)
        finally:
            process.terminate()
            process.wait()
