//! What an account proves itself with: secrets, public keys, and trust in outside issuers.

use super::{Core, Outcome};
use crate::model::life::CredentialChange;
use crate::model::secret::pattern;
use crate::oauth::workload::issuer;
use crate::oauth::workload::issuer::TrustedIssuer;
use crate::principal::Principal;
use crate::public_key;
use crate::public_key::add::NewKeyInput;
use crate::public_key::list::{KeyList, KeyView};
use crate::secret;
use crate::secret::add::{AddedSecret, NewSecretInput};
use crate::secret::leak::{Leak, LeakInput};
use crate::secret::list::{SecretList, SecretView};
use crate::value::random::Start;
use crate::workload;
use crate::workload::add::NewTrustInput;
use crate::workload::list::{TrustList, TrustView};

impl Core {
    /// The regular expression that every secret of these settings matches, for scanners. Whether a match is one of ours is for
    /// [`look_up_leak`](Self::look_up_leak) to say.
    pub fn secret_pattern(&self) -> String {
        pattern(&self.settings.policy)
    }

    /// Makes one more secret; with an overlap the others end after it, which is a rotation. Needs Admin on `admin` and every level that
    /// the account holds, or Admin on `admin` and `directory`.
    pub fn add_secret(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        client_id: String,
        new: NewSecretInput,
        idempotency_key: Option<String>,
    ) -> Outcome<AddedSecret> {
        self.begin(start, |mut context| async move {
            secret::add::add(&mut context, principal, &company, &client_id, new, idempotency_key).await
        })
    }

    /// What is known of an account's secrets. Needs Admin on `admin`.
    pub fn list_secrets(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        client_id: String,
    ) -> Outcome<SecretList> {
        self.begin(start, |mut context| async move {
            secret::list::list(&mut context, principal, &company, &client_id).await
        })
    }

    /// Revokes one secret and the tokens that were fetched with it. Needs Admin on `admin`.
    pub fn revoke_secret(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        client_id: String,
        secret_id: String,
    ) -> Outcome<()> {
        self.begin(start, |mut context| async move {
            secret::revoke::revoke(&mut context, principal, &company, &client_id, &secret_id).await
        })
    }

    /// Changes what a secret is called or when it ends, if the account still is at `revision`. Needs Admin on `admin`; to let it live longer, as
    /// much as making one.
    #[expect(clippy::too_many_arguments)]
    pub fn change_secret(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        client_id: String,
        secret_id: String,
        change: CredentialChange,
        revision: Option<u64>,
    ) -> Outcome<SecretView> {
        self.begin(start, |mut context| async move {
            let (place, seen) = ((client_id.as_str(), secret_id.as_str()), revision.into());
            secret::change::change(&mut context, principal, &company, place, change, seen).await
        })
    }

    /// Ends an account's other secrets, once this one has been seen in use. Needs Admin on `admin`.
    pub fn finish_rotation(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        client_id: String,
        secret_id: String,
        revision: Option<u64>,
    ) -> Outcome<SecretList> {
        self.begin(start, |mut context| async move {
            let (place, seen) = ((client_id.as_str(), secret_id.as_str()), revision.into());
            secret::finish::finish(&mut context, principal, &company, place, seen).await
        })
    }

    /// Whether a text is a secret of the company, whose, and whether it is live; with `revoke` it is then revoked. Needs Admin on `admin`.
    pub fn look_up_leak(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        input: LeakInput,
    ) -> Outcome<Leak> {
        self.begin(start, |mut context| async move {
            secret::leak::look_up(&mut context, principal, &company, input).await
        })
    }

    /// Whether a text is a secret of any company. For the platform.
    pub fn look_up_leak_anywhere(&self, start: Start, input: LeakInput) -> Outcome<Leak> {
        self.begin(
            start,
            |mut context| async move { secret::leak::look_up_anywhere(&mut context, input).await },
        )
    }

    /// Enters a public key that the account proves itself with. Needs Admin on `admin` and every level that the account holds, or Admin on
    /// `admin` and `directory`.
    pub fn add_key(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        client_id: String,
        new: NewKeyInput,
    ) -> Outcome<KeyView> {
        self.begin(start, |mut context| async move {
            public_key::add::add(&mut context, principal, &company, &client_id, new).await
        })
    }

    /// An account's public keys. Needs Admin on `admin`.
    pub fn list_keys(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        client_id: String,
    ) -> Outcome<KeyList> {
        self.begin(start, |mut context| async move {
            public_key::list::list(&mut context, principal, &company, &client_id).await
        })
    }

    /// Changes what a public key is called or when it ends, as [`change_secret`](Self::change_secret) does.
    #[expect(clippy::too_many_arguments)]
    pub fn change_key(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        client_id: String,
        kid: String,
        change: CredentialChange,
        revision: Option<u64>,
    ) -> Outcome<KeyView> {
        self.begin(start, |mut context| async move {
            let (place, seen) = ((client_id.as_str(), kid.as_str()), revision.into());
            public_key::change::change(&mut context, principal, &company, place, change, seen).await
        })
    }

    /// Revokes one public key. Needs Admin on `admin`.
    pub fn revoke_key(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        client_id: String,
        kid: String,
    ) -> Outcome<()> {
        self.begin(start, |mut context| async move {
            public_key::revoke::revoke(&mut context, principal, &company, &client_id, &kid).await
        })
    }

    /// Lets an account trust an outside issuer, whose JWTs it then gets tokens with. Needs Admin on `admin` and every level that the account holds, or
    /// Admin on `admin` and `directory`.
    pub fn add_trust(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        client_id: String,
        new: NewTrustInput,
    ) -> Outcome<TrustView> {
        self.begin(start, |mut context| async move {
            workload::add::add(&mut context, principal, &company, &client_id, new).await
        })
    }

    /// The outside issuers that an account trusts. Needs Admin on `admin`.
    pub fn list_trusts(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        client_id: String,
    ) -> Outcome<TrustList> {
        self.begin(start, |mut context| async move {
            workload::list::list(&mut context, principal, &company, &client_id).await
        })
    }

    /// Revokes one trust, and the tokens that were fetched by it. Needs Admin on `admin`.
    pub fn revoke_trust(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        client_id: String,
        trust_id: String,
    ) -> Outcome<()> {
        self.begin(start, |mut context| async move {
            workload::revoke::revoke(&mut context, principal, &company, &client_id, &trust_id).await
        })
    }

    /// Stores the keys of an outside issuer; none, and it is removed. How many of them are of a kind that is known. For the platform.
    pub fn put_trusted_issuer(&self, start: Start, issuer: TrustedIssuer) -> Outcome<u32> {
        self.begin(start, |context| async move { issuer::put(&context, issuer).await })
    }
}
