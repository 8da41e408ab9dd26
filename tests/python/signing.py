"""JWTs by the keys of `tests/keys.json`, which are there for the tests alone, as the runner in Rust makes them."""

import base64
import hashlib
import json
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

KEYS = json.loads((Path(__file__).parents[1] / "keys.json").read_text())
ALGORITHMS = {"EC": "ES256", "OKP": "EdDSA", "RSA": "RS256"}


def public(name):
    """The public half of the key of that name."""
    return {member: value for member, value in KEYS[name].items() if member in ("kty", "crv", "x", "y", "n", "e")}


def signed(name, header, claims):
    """A compact JWS. A header without `alg` gets the key's; `"jwk": "public"` stands for the public half, `ath_of` for the hash of that token (RFC 9449)."""
    header = {"alg": ALGORITHMS[KEYS[name]["kty"]], **header}
    if header.get("jwk") == "public":
        header["jwk"] = public(name)
    claims = dict(claims)
    if "ath_of" in claims:
        claims["ath"] = encoded(hashlib.sha256(claims.pop("ath_of").encode()).digest())
    text = ".".join(encoded(json.dumps(part).encode()) for part in (header, claims))
    return f"{text}.{encoded(signature(KEYS[name], header['alg'], text.encode()))}"


def signature(key, algorithm, message):
    """With an algorithm that is none of the key's, it is the key's own."""
    number = lambda member: int.from_bytes(decoded(key[member]), "big")
    if key["kty"] == "OKP":
        return ed25519.Ed25519PrivateKey.from_private_bytes(decoded(key["d"])).sign(message)
    if key["kty"] == "EC":
        private = ec.derive_private_key(number("d"), ec.SECP256R1())
        parts = decode_dss_signature(private.sign(message, ec.ECDSA(hashes.SHA256())))
        return b"".join(part.to_bytes(32, "big") for part in parts)
    of = rsa.RSAPublicNumbers(number("e"), number("n"))
    private = rsa.RSAPrivateNumbers(*map(number, ("p", "q", "d", "dp", "dq", "qi")), of).private_key()
    if algorithm == "PS256":
        pad = padding.PSS(padding.MGF1(hashes.SHA256()), salt_length=32)
    else:
        pad = padding.PKCS1v15()
    return private.sign(message, pad, hashes.SHA256())


def encoded(content):
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def decoded(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
