"""Signs an actor token with the product's key, a PEM: which user is asking, and what it may do in the company."""

import time
import uuid

import jwt  # PyJWT[crypto]


def actor_token(key: str, issuer: str, user: str, company: str, levels: dict) -> str:
    now = int(time.time())
    claims = {"iss": "https://app.acme.example", "aud": f"{issuer}/admin", "sub": user, "company": company,
              "levels": levels, "jti": str(uuid.uuid4()), "iat": now, "exp": now + 60}
    return jwt.encode(claims, key, "EdDSA", headers={"typ": "badgehouse-actor+jwt"})
