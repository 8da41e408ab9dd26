//! The work of a token request, counted in tests alone: whatever the reason of a refusal is, it is the same.

use super::counted::{Work, costs, ring_bytes};
use super::{World, administrator, core};
use crate::core::Core;
use crate::http::message::HttpRequest;
use crate::model::account::disabling::DisableInput;
use crate::model::account::new::NewAccount;
use crate::model::contact::ContactChangeInput;
use crate::model::life::CredentialChange;
use crate::model::secret::new::NewSecretInput;
use crate::oauth::error::TokenErrorCode;
use crate::oauth::grant::TokenRequest;
use crate::value::timestamp::Timestamp;
use data_encoding::BASE64URL_NOPAD;
use serde_json::json;

/// What a token request costs that is refused as `invalid_client`.
fn refused(core: &Core, world: &mut World, client_id: &str, secret: &str) -> Work {
    let request = TokenRequest {
        client_id: client_id.into(),
        client_secret: secret.to_owned().into(),
        ..TokenRequest::default()
    };
    let start = world.start();
    let (work, outcome) = costs(world, core.request_token(start, request));
    assert_eq!(outcome.unwrap_err().error, TokenErrorCode::InvalidClient);
    work
}

/// What a token request with this form costs that is refused with this code.
fn form_refused(core: &Core, world: &mut World, form: &str, code: &str) -> Work {
    let request = HttpRequest {
        method: "POST".into(),
        target: "/oauth/token".into(),
        headers: vec![("content-type".into(), "application/x-www-form-urlencoded".into())],
        body: form.as_bytes().to_vec().into(),
        ..HttpRequest::default()
    };
    let start = world.start();
    let (work, response) = costs(world, core.handle(start, request, None));
    let body: serde_json::Value = serde_json::from_slice(&response.body).unwrap();
    assert_eq!(body["error"], code, "{form}");
    work
}

/// A JWT by ES256 whose signature is of the right form and nobody's.
fn jwt(kid: Option<&str>, claims: serde_json::Value) -> String {
    let mut header = json!({ "alg": "ES256" });
    if let Some(kid) = kid {
        header["kid"] = json!(kid);
    }
    let encode = |part: &serde_json::Value| BASE64URL_NOPAD.encode(part.to_string().as_bytes());
    format!("{}.{}.{}", encode(&header), encode(&claims), BASE64URL_NOPAD.encode(&[1; 64]))
}

struct Made {
    client_id: String,
    secret: String,
    secret_id: String,
}

fn made(core: &Core, world: &mut World) -> Made {
    let start = world.start();
    let new = NewAccount::custom("Sync");
    let made = world.run(core.create_account(start, administrator(), "acme".into(), new, None)).unwrap();
    Made {
        client_id: made.account.client_id.to_string(),
        secret: made.client_secret.unwrap().reveal().to_owned(),
        secret_id: made.secret_id.to_string(),
    }
}

#[test]
fn every_refusal_costs_the_same() {
    let (core, mut world) = (core(), World::default());
    let other = made(&core, &mut world).secret;
    // Else the first request would make the first key.
    let start = world.start();
    world.run(core.jwks(start)).unwrap();

    let (wrong, disabled, broken) =
        (made(&core, &mut world), made(&core, &mut world), made(&core, &mut world));
    let (expired, revoked, deleted) =
        (made(&core, &mut world), made(&core, &mut world), made(&core, &mut world));
    let company = || "acme".to_owned();
    let start = world.start();
    let input = DisableInput { reason: "on leave".into() };
    world
        .run(core.disable_account(start, administrator(), company(), disabled.client_id.clone(), input, None))
        .unwrap();
    let start = world.start();
    let change = ContactChangeInput { companies: Some(Vec::new()), insist: Some(1), email: None };
    world
        .run(core.change_contact(start, administrator(), company(), broken.client_id.clone(), change))
        .unwrap();
    let start = world.start();
    let end = CredentialChange {
        expires_at: Some(Some(Timestamp::from_seconds(1))),
        ..CredentialChange::default()
    };
    let (id, secret_id) = (expired.client_id.clone(), expired.secret_id.clone());
    world.run(core.change_secret(start, administrator(), company(), id, secret_id, end, None)).unwrap();
    let start = world.start();
    let (id, secret_id) = (revoked.client_id.clone(), revoked.secret_id.clone());
    world.run(core.revoke_secret(start, administrator(), company(), id, secret_id)).unwrap();
    let start = world.start();
    world.run(core.delete_account(start, administrator(), company(), deleted.client_id.clone())).unwrap();

    let unknown = format!("{}{}", wrong.client_id.get(..35).unwrap(), "a".repeat(20));
    let classes = [
        ("unknown", unknown.as_str(), other.as_str()),
        ("wrong", &wrong.client_id, &other),
        ("disabled", &disabled.client_id, &other),
        ("broken", &broken.client_id, &other),
        ("expired", &expired.client_id, &expired.secret),
        ("revoked", &revoked.client_id, &revoked.secret),
        ("deleted", &deleted.client_id, &deleted.secret),
    ];
    let bytes = 2048 + ring_bytes(&core, &world);
    let expected = Work { hashes: 1, records: 3, bytes, gets: 1, keys: 3, ..Work::NONE };
    for (class, client_id, secret) in classes {
        assert_eq!(refused(&core, &mut world, client_id, secret), expected, "{class}");
    }
    for (what, client_id, secret) in [
        ("another form", wrong.client_id.as_str(), "not a secret"),
        ("another id", "not an id", other.as_str()),
    ] {
        let work = refused(&core, &mut world, client_id, secret);
        assert_eq!(work, Work::NONE, "{what} costs nothing, whatever is stored");
    }
    let new = NewSecretInput::default();
    let start = world.start();
    world
        .run(core.add_secret(start, administrator(), company(), wrong.client_id.clone(), new, None))
        .unwrap();
    let two = refused(&core, &mut world, &wrong.client_id, &other);
    assert_eq!(two, expected, "one hash, however many secrets there are");

    // Keys of RFC 7515 and RFC 7517, and the same again by JWTs.
    let keys = [
        ("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"),
        ("MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4", "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"),
    ];
    let mut kids = Vec::new();
    for (account, (x, y)) in [(&wrong, keys[0]), (&wrong, keys[1]), (&disabled, keys[0])] {
        let jwk = json!({ "kty": "EC", "crv": "P-256", "x": x, "y": y, "kid": "blue" });
        let new = serde_json::from_value(json!({ "jwk": jwk }));
        let start = world.start();
        let id = account.client_id.clone();
        let key = world.run(core.add_key(start, administrator(), company(), id, new.unwrap())).unwrap();
        kids.push(key.kid.to_string());
    }
    let ids = [("unknown", &unknown), ("wrong", &wrong.client_id), ("disabled", &disabled.client_id)];
    let ids = ids.into_iter().chain([("without a key", &expired.client_id), ("deleted", &deleted.client_id)]);
    for (class, id) in ids {
        let claims = json!({ "iss": id, "sub": id, "aud": "https://id.example.com", "exp": 1_800_000_060, "jti": "1" });
        let form = |kid: Option<&str>| {
            let assertion = jwt(kid, claims.clone());
            let urn = "urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer";
            format!("grant_type=client_credentials&client_assertion_type={urn}&client_assertion={assertion}")
        };
        let expected = Work { records: 3, bytes, signatures: 1, gets: 1, keys: 3, ..Work::NONE };
        let work = form_refused(&core, &mut world, &form(Some(&kids[0])), "invalid_client");
        assert_eq!(work, expected, "{class}, by an assertion that names its key");
        let work = form_refused(&core, &mut world, &form(None), "invalid_client");
        assert_eq!(work, Work { signatures: 4, ..expected }, "{class}, by one that names none");
        let work = form_refused(&core, &mut world, &form(Some("blue")), "invalid_client");
        assert_eq!(
            work,
            Work { signatures: 4, ..expected },
            "{class}, by one that names it as the client does"
        );

        let claims =
            json!({ "iss": "https://ci.example.net", "sub": "job", "aud": "us", "exp": 1_800_000_060 });
        let grant = "urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer";
        let form = format!("grant_type={grant}&client_id={id}&assertion={}", jwt(None, claims));
        let work = form_refused(&core, &mut world, &form, "invalid_grant");
        assert_eq!(work, Work { keys: 4, ..expected }, "{class}, by the JWT of an outside issuer");
    }
}
