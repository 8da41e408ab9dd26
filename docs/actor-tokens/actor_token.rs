//! Signs an actor token with the product's key: which user is asking, and what it may do in the company.

use jsonwebtoken::{Algorithm, EncodingKey, Header, encode, get_current_timestamp};
use serde_json::{Value, json};

pub fn actor_token(
    key: &EncodingKey,
    issuer: &str,
    user: &str,
    company: &str,
    levels: Value,
) -> Result<String, Box<dyn std::error::Error>> {
    let now = get_current_timestamp();
    let claims = json!({
        "iss": "https://app.acme.example", "aud": format!("{issuer}/admin"), "sub": user, "company": company,
        "levels": levels, "jti": getrandom::u64()?.to_string(), "iat": now, "exp": now + 60,
    });
    let header = Header { typ: Some("badgehouse-actor+jwt".into()), ..Header::new(Algorithm::EdDSA) };
    Ok(encode(&header, &claims, key)?)
}
