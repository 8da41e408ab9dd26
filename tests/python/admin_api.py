"""Runs schemathesis on the admin API of a real server, by the document in docs/openapi.json.

    python tests/python/admin_api.py target/debug/badgehouse

The server gets a store in a folder of its own and a loopback port; the requests carry the access token of the company's first account.
"""

import os
import secrets
import subprocess
import sys
import tempfile
from pathlib import Path

from reference import address, token

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = ROOT / "docs" / "openapi.json"

# The document cannot know the host's catalogue or what is stored, so that input of the right shape may be refused all the same.
EXCLUDED = "positive_data_acceptance"

# A well-formed `If-Match` of which no tag matches is answered by 412 (RFC 9110 section 13.1.1), an empty list among them, where the document allows none.
CONFIGURATION = """
[parameters]
"path.company" = "acme"

[checks.negative_data_rejection]
expected-statuses = ["400", "401", "403", "404", "405", "406", "409", "412", "415", "422", "428", "429", "5xx"]
"""


def main() -> int:
    program = Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"BADGEHOUSE_SEALING_KEY": secrets.token_urlsafe(32)}
        common = ["--store", "badges.db", "--contact-domain", "contacts.example.com", "--issuer"]
        log = Path(folder) / "server.log"
        with log.open("w") as output:
            server = subprocess.Popen(
                [program, "serve", "--native", "--listen", "127.0.0.1:0", *common[:-1]],
                cwd=folder, env=environment, stdout=output, stderr=subprocess.STDOUT,
            )
        try:
            issuer = address(server, log)
            made = subprocess.run(
                [program, "bootstrap", "--company", "acme", "--name", "Tester", *common, issuer],
                cwd=folder, env=environment, check=True, capture_output=True, text=True,
            )
            found = dict(line.split("=", 1) for line in made.stdout.splitlines() if "=" in line)
            bearer = token(issuer, found["client_id"], found["client_secret"], f"{issuer}/admin")["access_token"]
            outcome = run(issuer, bearer, folder)
        finally:
            server.terminate()
            server.wait()
        canaries = [found["client_secret"], bearer, environment["BADGEHOUSE_SEALING_KEY"], "$argon2"]
        return outcome or search(log.read_text(), canaries)


def search(log: str, canaries: list[str]) -> int:
    """Fails when one of the texts that no log may hold is in the log."""
    found = [number for number, canary in enumerate(canaries) if canary in log]
    print(f"{len(log.splitlines())} lines of log were searched for {len(canaries)} secrets")
    if found:
        print(f"the log holds the secret, token, key or hash of number {found}")
    return 1 if found else 0


def run(issuer: str, access_token: str, folder: str) -> int:
    configuration = Path(folder) / "schemathesis.toml"
    configuration.write_text(CONFIGURATION)
    program = Path(sys.executable).with_name("schemathesis")
    return subprocess.run([
        program, "--config-file", configuration, "run", DOCUMENT, "--url", f"{issuer}/badgehouse/v1",
        "--header", f"Authorization: Bearer {access_token}", "--exclude-checks", EXCLUDED,
        "--max-examples", os.environ.get("BADGEHOUSE_EXAMPLES", "25"), "--seed", "1", "--no-color",
    ], cwd=folder).returncode


if __name__ == "__main__":
    sys.exit(main())
