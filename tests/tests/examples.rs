//! The examples that the RFCs print: thumbprints, signatures and hashes.

use argon2::{Algorithm as Argon2Algorithm, Argon2, Params, Version};
use badgehouse::crypto::{Algorithm, BuiltIn, Crypto, PublicJwk, SealingKey};
use badgehouse_native::Ring;
use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use serde_json::json;

/// RFC 7515 appendix A.2: header and payload as they are signed.
const RS256_INPUT: &str = "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
const RS256_SIGNATURE: &str = "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";
const RS256_MODULUS: &str = "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ";
/// RFC 7515 appendix A.3.
const ES256_INPUT: &str = "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
const ES256_SIGNATURE: &str =
    "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
/// RFC 8037 appendix A.4.
const EDDSA_INPUT: &str = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc";
const EDDSA_SIGNATURE: &str =
    "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";

fn key(jwk: serde_json::Value) -> PublicJwk {
    serde_json::from_value(jwk).expect("a key")
}

async fn verify(algorithm: Algorithm, jwk: PublicJwk, input: &str, signature: &str) {
    let signature = BASE64URL_NOPAD.decode(signature.as_bytes()).expect("base64url");
    let keys = || vec![SealingKey::from_bytes([1; 32])];
    let (built_in, ring) = (BuiltIn::new(keys()), Ring::new(keys()));
    for (message, expected) in [(input.to_owned(), true), (format!("{input}x"), false)] {
        assert_eq!(built_in.verify(algorithm, &jwk, message.as_bytes(), &signature), expected);
        assert_eq!(ring.verify(algorithm, &jwk, message.as_bytes(), &signature).await, Ok(expected));
    }
}

#[tokio::test]
async fn rfc_7515_rs256() {
    let jwk = key(json!({ "kty": "RSA", "n": RS256_MODULUS, "e": "AQAB" }));
    verify(Algorithm::Rs256, jwk, RS256_INPUT, RS256_SIGNATURE).await;
}

#[tokio::test]
async fn rfc_7515_es256() {
    let (x, y) =
        ("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0");
    let jwk = key(json!({ "kty": "EC", "crv": "P-256", "x": x, "y": y }));
    verify(Algorithm::Es256, jwk, ES256_INPUT, ES256_SIGNATURE).await;
}

#[tokio::test]
async fn rfc_8037_eddsa_and_its_thumbprint() {
    let jwk =
        key(json!({ "kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo" }));
    assert_eq!(jwk.kid(), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k", "appendix A.3");
    verify(Algorithm::EdDsa, jwk, EDDSA_INPUT, EDDSA_SIGNATURE).await;
}

#[test]
fn rfc_7638_thumbprint_of_an_rsa_key() {
    let n = "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw";
    let jwk = key(json!({ "kty": "RSA", "n": n, "e": "AQAB" }));
    assert_eq!(jwk.kid(), "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs", "section 3.1");
}

#[test]
fn rfc_9106_argon2id() {
    let params = argon2::ParamsBuilder::new()
        .m_cost(32)
        .t_cost(3)
        .p_cost(4)
        .data(argon2::AssociatedData::new(&[4; 12]).expect("data"))
        .output_len(32)
        .build();
    let params: Params = params.expect("the parameters of section 5.3");
    let argon2 = Argon2::new_with_secret(&[3; 8], Argon2Algorithm::Argon2id, Version::V0x13, params);
    let mut tag = [0; 32];
    argon2.expect("a secret").hash_password_into(&[1; 32], &[2; 16], &mut tag).expect("a hash");
    assert_eq!(HEXLOWER.encode(&tag), "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659");
}
