//! JSON Schemas of the texts that have rules of their own. The other types derive theirs.

use crate::model::catalogue::MAX_ACTIONS;
use crate::model::levels::{Levels, ToolGrant};
use crate::model::secret::shown::ShownSecret;
use crate::port::crypto::jwk::PublicJwk;
use crate::value::identifier::{
    ActionId, AppId, ClientId, CompanyId, ContactId, JobId, KeyId, ProjectId, SecretId, TemplateId, ToolId,
    TrustId,
};
use crate::value::level::Level;
use crate::value::timestamp::Timestamp;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::json;
use std::borrow::Cow;

macro_rules! text {
    ($type:ty, $name:literal, $schema:tt) => {
        impl JsonSchema for $type {
            fn schema_name() -> Cow<'static, str> {
                $name.into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!($schema)
            }
        }
    };
}

text!(CompanyId, "CompanyId", { "type": "string", "minLength": 1, "maxLength": 64, "description": CompanyId::RULE });
text!(ProjectId, "ProjectId", { "type": "string", "pattern": "^[A-Za-z0-9._:-]{1,64}$", "description": ProjectId::RULE });
text!(ToolId, "ToolId", { "type": "string", "pattern": "^[a-z][a-z0-9_-]{0,39}$", "description": ToolId::RULE });
text!(ActionId, "ActionId", { "type": "string", "pattern": "^[a-z][a-z0-9_-]{0,31}$", "description": ActionId::RULE });
text!(AppId, "AppId", { "type": "string", "pattern": "^[a-z][a-z0-9_-]{0,63}$", "description": AppId::RULE });
text!(ClientId, "ClientId", { "type": "string", "pattern": "^sa_[a-z2-7]{52}$", "description": ClientId::RULE });
text!(SecretId, "SecretId", { "type": "string", "pattern": "^[a-z2-7]{12}$", "description": SecretId::RULE });
text!(KeyId, "KeyId", { "type": "string", "pattern": "^[A-Za-z0-9_-]{43}$", "description": KeyId::RULE });
text!(ContactId, "ContactId", { "type": "string", "pattern": "^ct_[a-z2-7]{20}$", "description": ContactId::RULE });
text!(TemplateId, "TemplateId", { "type": "string", "pattern": "^tp_[a-z2-7]{20}$", "description": TemplateId::RULE });
text!(TrustId, "TrustId", { "type": "string", "pattern": "^tr_[a-z2-7]{20}$", "description": TrustId::RULE });
text!(JobId, "JobId", { "type": "string", "pattern": "^jb_[a-z2-7]{20}$", "description": JobId::RULE });
text!(Timestamp, "Timestamp", { "type": "string", "format": "date-time", "description": "a moment of RFC 3339, in UTC" });
text!(ShownSecret, "ShownSecret", { "type": "string", "description": "a secret, shown this once" });

impl JsonSchema for PublicJwk {
    fn schema_name() -> Cow<'static, str> {
        "PublicJwk".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let coordinate = json!({ "type": "string", "pattern": "^[A-Za-z0-9_-]{43}$" });
        let describing = json!({ "type": "string" });
        json_schema!({
            "description": "a public key (RFC 7517), on P-256 or Ed25519, or of RSA",
            "oneOf": [
                {
                    "type": "object",
                    "properties": {
                        "kty": { "const": "EC" }, "crv": { "const": "P-256" }, "x": coordinate, "y": coordinate,
                        "alg": { "const": "ES256" }, "use": { "const": "sig" }, "kid": describing,
                        "key_ops": { "type": "array", "items": describing },
                    },
                    "required": ["kty", "crv", "x", "y"],
                    "additionalProperties": false,
                },
                {
                    "type": "object",
                    "properties": {
                        "kty": { "const": "OKP" }, "crv": { "const": "Ed25519" }, "x": coordinate,
                        "alg": { "const": "EdDSA" }, "use": { "const": "sig" }, "kid": describing,
                        "key_ops": { "type": "array", "items": describing },
                    },
                    "required": ["kty", "crv", "x"],
                    "additionalProperties": false,
                },
                {
                    "type": "object",
                    "properties": {
                        "kty": { "const": "RSA" },
                        "n": { "type": "string", "pattern": "^[A-Za-z0-9_-]{342,683}$" },
                        "e": { "type": "string", "pattern": "^[A-Za-z0-9_-]{2,6}$" },
                        "alg": { "enum": ["RS256", "PS256"] }, "use": { "const": "sig" }, "kid": describing,
                        "key_ops": { "type": "array", "items": describing },
                    },
                    "required": ["kty", "n", "e"],
                    "additionalProperties": false,
                },
            ],
        })
    }
}

impl JsonSchema for Levels {
    fn schema_name() -> Cow<'static, str> {
        "Levels".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "object",
            "description": "a level for each tool, and actions granted one by one; a tool that is not named is at None",
            "propertyNames": generator.subschema_for::<ToolId>(),
            "additionalProperties": generator.subschema_for::<ToolGrant>(),
        })
    }
}

impl JsonSchema for ToolGrant {
    fn schema_name() -> Cow<'static, str> {
        "ToolGrant".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let level = generator.subschema_for::<Level>().to_value();
        json_schema!({
            "description": "what is granted on a tool: the level, or an object with actions beside it",
            "oneOf": [
                level.clone(),
                {
                    "type": "object",
                    "properties": {
                        "level": level,
                        "actions": {
                            "type": "array",
                            "items": generator.subschema_for::<ActionId>(),
                            "maxItems": MAX_ACTIONS,
                            "description": "actions that are granted whatever the level",
                        },
                    },
                    "additionalProperties": false,
                },
            ],
        })
    }
}
