//! Settings: what the embedding product decides, checked once when the core is opened.

use super::catalogue::Catalogue;
use crate::port::crypto::jwk::Algorithm;
use crate::port::crypto::keys::SealingKeys;
use crate::port::crypto::seal::SealingKey;
use crate::value::address::{is_loopback, is_origin, is_path, same_address};
use crate::value::error::{Error, InputProblem};
use crate::value::name::is_visible;
use serde::Deserialize;

/// The path under which the admin API is served when the host says nothing else.
pub const DEFAULT_BASE_PATH: &str = "/badgehouse/v1";

/// The most wrong credentials that may come from one source before it has to wait, whatever the clients.
pub const MAX_FAILURES: usize = 256;

/// The longest life of a token that policy allows.
pub(crate) const LONGEST_TOKEN_SECONDS: u64 = 86_400;

/// What the embedding product decides.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The issuer identifier (RFC 8414 section 2): an `https` URL without query and fragment; `http` on loopback only.
    pub issuer: String,
    /// The audiences a token may be for (RFC 8707 resource indicators), no two of one address; the first is the default. Empty: the issuer alone.
    pub audiences: Vec<String>,
    /// The domain of the contacts' addresses, one that receives no mail for people.
    pub contact_domain: String,
    /// The sealing keys: the first seals, all open.
    pub sealing_keys: Vec<SealingKey>,
    /// Tools and apps.
    pub catalogue: Catalogue,
    /// Durations and bounds.
    pub policy: Policy,
    /// The path of the admin API, without a slash at its end.
    pub base_path: String,
}

/// Durations and bounds; each has a default.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Policy {
    /// How long an access token lives, 60 to 86,400 seconds.
    pub token_seconds: u64,
    /// The longest life that an account's own tokens may have, up to 86,400 seconds; absent: `token_seconds`, so that an account can only have
    /// a shorter one.
    pub longest_token_seconds: Option<u64>,
    /// What access tokens are signed with: ES256, EdDSA, or RS256 where the crypto provider makes such keys and signatures. A change of it holds from the
    /// next key on, which `maintain` publishes a day before it signs; the key that signs at the moment is of the algorithm that it was made for.
    pub signing_algorithm: Algorithm,
    /// Whether a DPoP proof has to carry a nonce of ours (RFC 9449 section 8), which bounds how long a proof that was made ahead is good.
    pub dpop_nonces: bool,
    /// How long a signing key signs before the next takes over, at least a day.
    pub signing_key_seconds: u64,
    /// How many accounts a company may have, the deleted ones left out: 1 to 1,000,000.
    pub accounts_per_company: u64,
    /// How many secrets of an account may be live at a time, 1 to 8.
    pub live_secrets: usize,
    /// How old a secret or public key may become, in seconds, at least a day; absent: as old as people let it. It is the end of those that are made
    /// from now on; older ones are warned of.
    pub credential_seconds: Option<u64>,
    /// How long before a secret or public key ends that is warned of, in seconds.
    pub credential_warning_seconds: u64,
    /// The longest overlap of a rotation, in seconds.
    pub overlap_seconds: u64,
    /// For how long a deleted account can be brought back, in seconds, at most ten years; after it, the account is purged.
    pub undelete_seconds: u64,
    /// For how long audit events are kept, in seconds, at least a day; absent: for ever. They go when the platform cuts the audit.
    pub audit_retention_seconds: Option<u64>,
    /// How many wrong credentials for a client may come from one source before it has to wait, 1 to 256; whatever the clients, 256 may.
    pub failures: usize,
    /// For how long a wrong credential counts, in seconds, 1 to 86,400.
    pub failure_seconds: u64,
    /// The longest life that the JWT of an outside issuer may have, 60 to 604,800 seconds: from its `iat`, or from when it is presented where it has none.
    pub longest_outside_jwt_seconds: u64,
    /// Whether the token endpoint also takes JSON and multipart bodies, says `created_at`, and answers `GET /oauth/token/info`, for integrations that were
    /// written for such an endpoint. It takes no other credentials than without.
    pub lenient_token_endpoint: bool,
    /// Whether `/.well-known/openid-configuration` answers the metadata of RFC 8414 too, for verifiers that look nowhere else. It is no OpenID Connect: there are no
    /// users and no ID tokens. A router takes the address only where this is set.
    pub openid_configuration: bool,
    /// What secrets begin with, so that scanners find them: 2 to 12 characters of `a-z0-9`.
    pub secret_prefix: String,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            token_seconds: 3600,
            longest_token_seconds: None,
            signing_algorithm: Algorithm::Es256,
            dpop_nonces: false,
            signing_key_seconds: 90 * 86_400,
            accounts_per_company: 100_000,
            live_secrets: 2,
            credential_seconds: None,
            credential_warning_seconds: 14 * 86_400,
            overlap_seconds: 30 * 86_400,
            undelete_seconds: 30 * 86_400,
            audit_retention_seconds: None,
            failures: 10,
            failure_seconds: 300,
            longest_outside_jwt_seconds: 3600,
            lenient_token_endpoint: false,
            openid_configuration: false,
            secret_prefix: "bhs".into(),
        }
    }
}

impl Policy {
    /// The longest life of a token, in seconds.
    pub fn longest_token_seconds(&self) -> u64 {
        self.longest_token_seconds.unwrap_or(self.token_seconds)
    }
}

impl Settings {
    /// Settings with the ready catalogue and the default policy.
    pub fn new(
        issuer: impl Into<String>,
        contact_domain: impl Into<String>,
        sealing_keys: Vec<SealingKey>,
    ) -> Self {
        Self {
            issuer: issuer.into(),
            audiences: Vec::new(),
            contact_domain: contact_domain.into(),
            sealing_keys,
            catalogue: Catalogue::default(),
            policy: Policy::default(),
            base_path: DEFAULT_BASE_PATH.into(),
        }
    }

    /// The audience of the admin API, so that an API that receives a token cannot administer with it.
    pub fn admin_audience(&self) -> String {
        format!("{}/admin", self.issuer)
    }

    /// Where a program gets a token.
    pub(crate) fn token_endpoint(&self) -> String {
        format!("{}/oauth/token", self.issuer)
    }

    /// The audience that a client or an API means, as it stands in the settings and in tokens, however it is written there ([`same_address`]).
    pub(crate) fn audience(&self, meant: &str) -> Option<&String> {
        // Most write it as it stands, and no address has to be taken apart for them.
        let its = self.audiences.iter().find(|its| *its == meant);
        its.or_else(|| self.audiences.iter().find(|its| same_address(its, meant)))
    }

    /// Scheme and host of the issuer (RFC 6454 section 6.2).
    pub fn issuer_origin(&self) -> &str {
        self.issuer.strip_suffix(self.issuer_path()).unwrap_or(&self.issuer)
    }

    /// The path of the issuer, without a slash at its end; empty for most.
    pub fn issuer_path(&self) -> &str {
        let after_scheme = self.issuer.split_once("://").map_or("", |(_, rest)| rest);
        after_scheme.find('/').and_then(|slash| after_scheme.get(slash..)).unwrap_or_default()
    }

    /// The settings with defaults filled in, and their sealing keys; or each rule they break.
    pub(crate) fn checked(
        mut self,
        of_catalogue: fn(&Catalogue) -> Vec<InputProblem>,
    ) -> Result<(Self, SealingKeys), Error> {
        while self.issuer.ends_with('/') {
            self.issuer.pop();
        }
        if self.audiences.is_empty() {
            self.audiences.push(self.issuer.clone());
        }
        let problems = self.problems(of_catalogue);
        match SealingKeys::new(&self.sealing_keys) {
            Some(keys) if problems.is_empty() => Ok((self, keys)),
            _ => Err(Error::invalid(problems)),
        }
    }

    /// Whether a path of the admin API is none of the issuer's endpoints or of metadata, nor above or below one.
    fn is_apart(&self, base_path: &str) -> bool {
        let endpoints = format!("{}/oauth/", self.issuer_path());
        let base = format!("{base_path}/");
        let overlaps = |other: &str| base.starts_with(other) || other.starts_with(&base);
        base != "/" && !overlaps(&endpoints) && !overlaps("/.well-known/")
    }

    fn problems(&self, of_catalogue: fn(&Catalogue) -> Vec<InputProblem>) -> Vec<InputProblem> {
        let mut problems = Vec::new();
        let mut require = |holds: bool, pointer: &str, rule: &str| {
            if !holds {
                problems.push(InputProblem::new(pointer, rule));
            }
        };
        require(
            is_issuer(&self.issuer),
            "/issuer",
            "an issuer is an https URL of host, port and path, without query and fragment, user and encoded characters (http only on loopback)",
        );
        require(
            self.audiences
                .iter()
                .all(|audience| is_audience(audience) && !same_address(audience, &self.admin_audience())),
            "/audiences",
            "an audience is an absolute URI without fragment, at most 200 characters, and not the admin API's",
        );
        require(
            are_different(&self.audiences),
            "/audiences",
            "no two audiences are one address, whichever way each is written (case of the host, a port that is the default, a slash at the end); leave one of them out",
        );
        require(
            is_domain(&self.contact_domain),
            "/contact_domain",
            "a contact domain is a lower-case host name with a dot",
        );
        require(
            !self.sealing_keys.is_empty(),
            "/sealing_keys",
            "at least one sealing key is needed; the first seals, all open",
        );
        require(
            is_path(&self.base_path) && self.is_apart(&self.base_path),
            "/base_path",
            "a base path begins with a slash, does not end with one, has the characters A-Z a-z 0-9 - . _ ~, and is no path of the OAuth endpoints",
        );
        let policy = &self.policy;
        require(
            (60..=LONGEST_TOKEN_SECONDS).contains(&policy.token_seconds),
            "/policy/token_seconds",
            "60 to 86400 seconds",
        );
        require(
            (policy.token_seconds..=LONGEST_TOKEN_SECONDS).contains(&policy.longest_token_seconds()),
            "/policy/longest_token_seconds",
            "token_seconds to 86400 seconds",
        );
        require(
            (1..=1_000_000).contains(&policy.accounts_per_company),
            "/policy/accounts_per_company",
            "1 to 1000000 accounts",
        );
        require(
            policy.signing_algorithm != Algorithm::Ps256,
            "/policy/signing_algorithm",
            "tokens are signed with ES256, EdDSA or RS256",
        );
        require(
            policy.signing_key_seconds >= 86_400,
            "/policy/signing_key_seconds",
            "at least 86400 seconds",
        );
        require((1..=8).contains(&policy.live_secrets), "/policy/live_secrets", "1 to 8 secrets");
        require(
            policy.undelete_seconds <= 3650 * 86_400,
            "/policy/undelete_seconds",
            "at most 315360000 seconds",
        );
        require(
            policy.credential_seconds.is_none_or(|seconds| seconds >= 86_400),
            "/policy/credential_seconds",
            "at least 86400 seconds",
        );
        require(
            policy.audit_retention_seconds.is_none_or(|seconds| seconds >= 86_400),
            "/policy/audit_retention_seconds",
            "at least 86400 seconds",
        );
        require(
            (1..=MAX_FAILURES).contains(&policy.failures),
            "/policy/failures",
            "1 to 256 wrong credentials",
        );
        require(
            (1..=86_400).contains(&policy.failure_seconds),
            "/policy/failure_seconds",
            "1 to 86400 seconds",
        );
        require(
            (60..=604_800).contains(&policy.longest_outside_jwt_seconds),
            "/policy/longest_outside_jwt_seconds",
            "60 to 604800 seconds",
        );
        let prefix = &policy.secret_prefix;
        let lower = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        require(
            (2..=12).contains(&prefix.len()) && prefix.bytes().all(lower),
            "/policy/secret_prefix",
            "2 to 12 characters of a-z and 0-9",
        );
        problems.extend(
            of_catalogue(&self.catalogue)
                .into_iter()
                .map(|problem| InputProblem { pointer: format!("/catalogue{}", problem.pointer), ..problem }),
        );
        problems
    }
}

fn is_issuer(issuer: &str) -> bool {
    issuer.len() <= 200 && is_origin(issuer) && (issuer.starts_with("https:") || is_loopback(issuer))
}

fn is_audience(audience: &str) -> bool {
    let absolute = audience.split_once(':').is_some_and(|(scheme, rest)| {
        scheme.starts_with(|first: char| first.is_ascii_alphabetic()) && !rest.is_empty()
    });
    absolute && audience.len() <= 200 && is_visible(audience) && !audience.contains(['#', '"', '\\'])
}

/// Whether no two are one address: a token for one would be taken for the other.
fn are_different(audiences: &[String]) -> bool {
    let repeated =
        |(index, its): (usize, &String)| audiences.iter().take(index).any(|other| same_address(its, other));
    !audiences.iter().enumerate().any(repeated)
}

fn is_domain(domain: &str) -> bool {
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    };
    domain.len() <= 200 && domain.contains('.') && domain.split('.').all(label)
}

#[cfg(test)]
mod tests {
    use super::{Catalogue, Settings};

    fn pointers(audiences: &[&str]) -> Vec<String> {
        let audiences = audiences.iter().map(|audience| (*audience).to_owned()).collect();
        let settings = Settings {
            audiences,
            ..Settings::new("https://id.acme.example", "svc.acme.example", Vec::new())
        };
        let problems = settings.problems(Catalogue::problems).into_iter().map(|problem| problem.pointer);
        problems.filter(|pointer| pointer == "/audiences").collect()
    }

    #[test]
    fn no_two_audiences_are_one_address() {
        let api = "https://api.acme.example";
        for other in
            [api, "https://api.acme.example/", "https://API.acme.example", "https://api.acme.example:443"]
        {
            assert_eq!(pointers(&[api, "urn:acme:files", other]), ["/audiences"], "{other}");
            assert_eq!(pointers(&[other, "urn:acme:files", api]), ["/audiences"], "{other}");
        }
        assert!(
            pointers(&[api, "https://api.acme.example/x", "https://api.acme.example/x/", "urn:acme:files"])
                .is_empty()
        );
    }
}
