//! Who administers over HTTP: whom the product vouches for, and nobody by any header.

use crate::http::{get, send};
use crate::jwt::{Signer, now};
use crate::process::{Folder, Running};
use serde_json::{Value, json};

const ISSUER: &str = "https://id.example.com";
const SERVE: [&str; 6] =
    ["--issuer", ISSUER, "--actor-key", "product.jwk", "--actor-issuer", "https://app.example.com"];

struct Product(Signer);

impl Product {
    fn new(seed: u8) -> Self {
        Self(Signer::new(seed))
    }

    /// The Authorization header of a user of acme with these levels.
    fn vouch(&self, levels: &Value) -> String {
        let now = now();
        let claims = json!({
            "iss": "https://app.example.com", "aud": format!("{ISSUER}/admin"), "sub": "ann",
            "company": "acme", "levels": levels, "jti": "1", "iat": now, "exp": now + 300,
        });
        format!("Bearer {}", self.0.sign("badgehouse-actor+jwt", &claims))
    }
}

/// A folder with the product's public key in it.
fn folder(product: &Product) -> Folder {
    let folder = Folder::new();
    std::fs::write(folder.path("product.jwk"), product.0.jwk().to_string()).unwrap();
    folder
}

fn accounts(address: &str) -> String {
    format!("{address}/badgehouse/v1/companies/acme/service-accounts")
}

#[test]
fn the_products_user_administers_with_the_levels_that_it_says() {
    let (product, stranger) = (Product::new(1), Product::new(2));
    let folder = folder(&product);
    let mut server = Running::start(folder.serve(&SERVE));
    let address = server.address();
    let create = |authorization: &str| {
        let headers = [("authorization", authorization), ("content-type", "application/json")];
        send("POST", &accounts(&address), &headers, r#"{"app_type":"custom","name":"Sync"}"#)
    };
    assert_eq!(create(&product.vouch(&json!({ "admin": "admin" }))).0, 201);
    let (status, refused) = create(&product.vouch(&json!({ "admin": "standard" })));
    assert_eq!((status, &refused["required"]), (403, &json!({ "tool": "admin", "level": "admin" })));
    let (status, refused) = create(&stranger.vouch(&json!({ "admin": "admin" })));
    assert_eq!((status, &refused["code"]), (401, &json!("invalid_token")));
}

#[test]
fn no_header_makes_an_administrator() {
    let product = Product::new(1);
    let folder = folder(&product);
    let mut server = Running::start(folder.serve(&SERVE));
    let address = server.address();
    let plain = get(&accounts(&address), &[]);
    assert_eq!(plain.0, 401);
    let good = product.vouch(&json!({ "admin": "admin" }));
    for (name, value) in [
        ("x-actor", "ann"),
        ("x-actor-token", good.as_str()),
        ("x-forwarded-for", "127.0.0.1"),
        ("x-forwarded-user", "ann"),
        ("x-forwarded-host", "id.example.com"),
        ("forwarded", "for=127.0.0.1"),
        ("x-real-ip", "127.0.0.1"),
        ("remote-user", "ann"),
        ("x-company", "acme"),
        ("cookie", good.as_str()),
        ("proxy-authorization", good.as_str()),
    ] {
        assert_eq!(get(&accounts(&address), &[(name, value)]), plain, "{name}");
    }
    let twice = [("authorization", good.as_str()), ("authorization", good.as_str())];
    let (status, refused) = get(&accounts(&address), &twice);
    assert_eq!((status, &refused["code"]), (400, &json!("invalid_request")));
}

#[test]
fn without_a_key_of_the_product_no_actor_token_is_taken() {
    let product = Product::new(1);
    let folder = folder(&product);
    let mut server = Running::start(folder.serve(&["--issuer", ISSUER]));
    let good = product.vouch(&json!({ "admin": "admin" }));
    let (status, refused) = get(&accounts(&server.address()), &[("authorization", &good)]);
    assert_eq!((status, &refused["code"]), (401, &json!("invalid_token")));
}

#[test]
fn a_private_key_or_no_key_at_all_is_refused_as_the_products() {
    let product = Product::new(1);
    let folder = folder(&product);
    let mut private = product.0.jwk();
    private["d"] = json!("AAAA");
    for (key, said) in [
        (private, "private"),
        (json!({ "keys": [{ "kty": "RSA" }] }), "none of its keys is understood"),
        (json!({ "kty": "OKP", "crv": "Ed25519", "x": "AA" }), "32 bytes"),
    ] {
        std::fs::write(folder.path("product.jwk"), key.to_string()).unwrap();
        let refused = folder.refusal(folder.serve(&SERVE));
        assert!(refused.contains(said), "{refused}");
    }
}
