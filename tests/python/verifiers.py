"""What PyJWT and argon2-cffi make of our tokens and hashes.

    python tests/python/verifiers.py target/debug/badgehouse
"""

import base64
import hashlib
import hmac
import json
import sqlite3
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import jwt
from argon2 import PasswordHasher, Type
from argon2.exceptions import VerifyMismatchError
from cryptography.hazmat.primitives.asymmetric import ec

from reference import server, token

checks = 0


def check(name: str, holds: bool):
    global checks
    if not holds:
        raise AssertionError(name)
    checks += 1
    print(f"ok {name}")


def refuses(name: str, verify, text: str):
    try:
        verify(text)
    except jwt.PyJWTError:
        check(f"PyJWT refuses {name}", True)
        return
    raise AssertionError(f"PyJWT takes {name}")


def tokens(badges):
    with urllib.request.urlopen(f"{badges.issuer}/.well-known/oauth-authorization-server") as response:
        metadata = json.load(response)
    keys = jwt.PyJWKClient(metadata["jwks_uri"])

    def verify(text, audience=badges.issuer, issuer=metadata["issuer"]):
        key = keys.get_signing_key_from_jwt(text)
        return jwt.decode(text, key, algorithms=["ES256"], audience=audience, issuer=issuer)

    good = token(badges.issuer, badges.client_id, badges.client_secret)["access_token"]
    payload = verify(good)
    check("PyJWT takes a good token", payload["sub"] == payload["client_id"] == badges.client_id)
    check("its type is at+jwt", jwt.get_unverified_header(good)["typ"] == "at+jwt")
    other = token(badges.issuer, badges.client_id, badges.client_secret, f"{badges.issuer}/admin")["access_token"]
    refuses("one for another audience", verify, other)
    refuses("one of another issuer", lambda text: verify(text, issuer="https://other.example.com"), good)
    header, claims, signature = good.split(".")
    refuses("one without a signature", verify, ".".join([encoded(header, alg="none"), claims, ""]))
    refuses("one of an unknown key", verify, ".".join([encoded(header, kid="unknown"), claims, signature]))
    stranger = ec.generate_private_key(ec.SECP256R1())
    payload["exp"] = int(time.time()) + 60
    kid = jwt.get_unverified_header(good)["kid"]
    refuses("one of a stranger's key", verify, jwt.encode(payload, stranger, "ES256", headers={"kid": kid}))
    key = json.dumps(keys.get_signing_key(kid)._jwk_data).encode()
    forged = ".".join([encoded(header, alg="HS256"), claims])
    tag = base64.urlsafe_b64encode(hmac.digest(key, forged.encode(), hashlib.sha256)).rstrip(b"=").decode()
    refuses("one whose HMAC key is our public key", verify, f"{forged}.{tag}")
    # PyJWT has no clock of ours: a leeway of less than nothing is a later moment.
    late = {"algorithms": ["ES256"], "audience": badges.issuer, "leeway": -3601}
    refuses("one that has expired", lambda text: jwt.decode(text, keys.get_signing_key(kid), **late), good)


def encoded(header: str, **changed) -> str:
    padded = header + "=" * (-len(header) % 4)
    members = json.loads(base64.urlsafe_b64decode(padded)) | changed
    return base64.urlsafe_b64encode(json.dumps(members).encode()).rstrip(b"=").decode()


def hashes(badges):
    """Each hashes what the other verifies."""
    database = sqlite3.connect(badges.database)
    key, value = database.execute("SELECT key, value FROM badgehouse_entries WHERE key LIKE '%/account/%'").fetchone()
    account = json.loads(value.splitlines()[0])  # the second line signs the first
    stored = account["secrets"][0]["phc"]
    hasher = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1, hash_len=32, salt_len=16, type=Type.ID)
    check("argon2-cffi verifies our hash", hasher.verify(stored, badges.client_secret))
    check("with the parameters that it would use", not hasher.check_needs_rehash(stored))
    try:
        hasher.verify(stored, badges.client_secret[:-1])
        check("argon2-cffi refuses another secret", False)
    except VerifyMismatchError:
        check("argon2-cffi refuses another secret", True)
    account["secrets"][0]["phc"] = hasher.hash(badges.client_secret)
    put(database, key, account, badges.sealing_key)
    check("a hash of argon2-cffi opens the account", "access_token" in token(badges.issuer, badges.client_id, badges.client_secret))
    account["secrets"][0]["phc"] = hasher.hash("another secret")
    put(database, key, account, badges.sealing_key)
    try:
        token(badges.issuer, badges.client_id, badges.client_secret)
        check("and one of another secret does not", False)
    except urllib.error.HTTPError as error:
        check("and one of another secret does not", error.code == 401)


def put(database, key: str, account: dict, sealing_key: bytes):
    record = json.dumps(account).encode()
    value = record + b"\n" + signature(key, record, sealing_key)
    database.execute("UPDATE badgehouse_entries SET value = ? WHERE key = ?", (value, key))
    database.commit()


def signature(key: str, record: bytes, sealing_key: bytes) -> bytes:
    """What signs a record: the sealing key's id, and a MAC over the record's key and JSON under a key that follows from it."""
    own = hmac.digest(sealing_key, b"badgehouse-record-key-v1", "sha256")
    mac = hmac.digest(own, key.encode() + b"\n" + record, "sha256")
    identity = hashlib.sha256(b"badgehouse-sealing-key-v1" + sealing_key).digest()[:9]
    return b".".join(base64.urlsafe_b64encode(part).rstrip(b"=") for part in (identity, mac))


def main():
    program = Path(sys.argv[1]).resolve()
    with server(program) as badges:
        tokens(badges)
        hashes(badges)
    print(f"{checks} passed")


if __name__ == "__main__":
    main()
