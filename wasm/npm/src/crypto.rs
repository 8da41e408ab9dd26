//! The crypto port: a JavaScript object with `generate`, `sign` and `verify`.

use crate::store::{code, message};
use crate::value::{bytes, read, write};
use badgehouse::crypto::{Algorithm, CryptoError, GeneratedKey, PublicJwk, SigningKey};
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    /// The package's `CryptoProvider`.
    pub type JsCrypto;

    #[wasm_bindgen(method, catch)]
    async fn generate(this: &JsCrypto, algorithm: &str) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(method, catch)]
    async fn sign(
        this: &JsCrypto,
        algorithm: &str,
        key: JsValue,
        message: Vec<u8>,
    ) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(method, catch)]
    async fn verify(
        this: &JsCrypto,
        algorithm: &str,
        jwk: JsValue,
        message: Vec<u8>,
        signature: Vec<u8>,
    ) -> Result<JsValue, JsValue>;
}

#[derive(Deserialize)]
struct GeneratedIn {
    jwk: PublicJwk,
    sealed: String,
}

#[derive(Serialize)]
struct SigningKeyOut<'a> {
    jwk: &'a PublicJwk,
    sealed: &'a str,
}

/// An answer, or what the provider rejected with.
pub(crate) type Reply<T> = Result<Result<T, CryptoError>, JsValue>;

impl JsCrypto {
    pub(crate) async fn make(&self, algorithm: Algorithm) -> Reply<GeneratedKey> {
        let made = read::<GeneratedIn>(self.generate(algorithm.name()).await?);
        Ok(made
            .map(|made| GeneratedKey { jwk: made.jwk, sealed: made.sealed })
            .map_err(|error| CryptoError::Failed(format!("a new key cannot be read: {error}"))))
    }

    pub(crate) async fn signature(&self, key: &SigningKey, message: Vec<u8>) -> Reply<Vec<u8>> {
        let algorithm = key.jwk.algorithm().name();
        let key = write(&SigningKeyOut { jwk: &key.jwk, sealed: &key.sealed })?;
        let signature = bytes(&self.sign(algorithm, key, message).await?);
        Ok(signature.ok_or_else(|| CryptoError::Failed("a signature is a Uint8Array".into())))
    }

    pub(crate) async fn check(
        &self,
        algorithm: Algorithm,
        jwk: &PublicJwk,
        message: Vec<u8>,
        signature: Vec<u8>,
    ) -> Reply<bool> {
        let verdict = self.verify(algorithm.name(), write(jwk)?, message, signature).await?;
        // Only `true` is a yes.
        Ok(verdict.as_bool().ok_or_else(|| CryptoError::Failed("a verification is true or false".into())))
    }
}

/// What the core makes of a rejection. Only a provider that says `unsupported` leaves it to the built-in one.
pub(crate) fn error(rejection: &JsValue) -> CryptoError {
    match code(rejection).as_deref() {
        Some("unsupported") => CryptoError::Unsupported,
        _ => CryptoError::Failed(message(rejection)),
    }
}
