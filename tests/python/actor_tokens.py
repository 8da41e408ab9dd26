"""The Python and the Node of docs/actor-tokens: what they sign administers at a real server.

    python tests/python/actor_tokens.py target/debug/badgehouse
"""

import json
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from reference import server

EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "actor-tokens"
sys.path.insert(0, str(EXAMPLES))

from actor_token import actor_token  # noqa: E402

NODE = """
import { actorToken } from 'file://%s'
import { readFileSync } from 'node:fs'
const [path, issuer, user, company, levels] = process.argv.slice(1)
console.log(actorToken(readFileSync(path), issuer, user, company, JSON.parse(levels)))
"""
# The line of the README.
PUBLIC = "JSON.stringify(crypto.createPublicKey(fs.readFileSync('product.pem')).export({ format: 'jwk' }))"


def in_node(path: Path, issuer: str, user: str, company: str, levels: dict) -> str:
    script = NODE % (EXAMPLES / "actor_token.mjs")
    arguments = ["node", "--input-type=module", "-e", script, str(path), issuer, user, company, json.dumps(levels)]
    return subprocess.run(arguments, check=True, capture_output=True, text=True).stdout.strip()


def status(issuer: str, token: str) -> int:
    url = f"{issuer}/badgehouse/v1/companies/acme/service-accounts"
    request = urllib.request.Request(url, headers={"authorization": f"Bearer {token}"})
    try:
        with urllib.request.urlopen(request) as response:
            return response.status
    except urllib.error.HTTPError as error:
        return error.code


def main():
    with tempfile.TemporaryDirectory() as folder:
        pem = Path(folder) / "product.pem"
        pem.write_bytes(Ed25519PrivateKey.generate().private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption(),
        ))
        assert PUBLIC in (EXAMPLES.parents[1] / "README.md").read_text()
        jwk = Path(folder) / "product.jwk"
        made = subprocess.run(["node", "-p", PUBLIC], cwd=folder, check=True, capture_output=True, text=True)
        jwk.write_text(made.stdout)
        options = ["--actor-key", str(jwk), "--actor-issuer", "https://app.acme.example"]
        with server(Path(sys.argv[1]).resolve(), options=options) as badges:
            sign = {
                "Python": lambda levels: actor_token(pem.read_text(), badges.issuer, "ann", "acme", levels),
                "Node": lambda levels: in_node(pem, badges.issuer, "ann", "acme", levels),
            }
            for name, token in sign.items():
                for level, expected in [("admin", 200), ("standard", 403)]:
                    found = status(badges.issuer, token({"admin": level}))
                    assert found == expected, f"{name}, {level}: {found}"
                    print(f"ok {name} signs for {level}: {found}")


main()
