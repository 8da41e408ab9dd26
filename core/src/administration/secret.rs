//! Secrets: made, rotated, listed, ended, and found where they should not be.

pub(crate) mod add;
pub(crate) mod change;
pub(crate) mod finish;
pub(crate) mod leak;
pub(crate) mod list;

use super::principal::Principal;
use crate::administration::credential;
use crate::core::{Core, Outcome};
use crate::model::life::CredentialChange;
use crate::model::secret::SecretRecord;
use crate::model::secret::new::NewSecretInput;
use crate::model::secret::pattern;
use crate::value::random::Start;
use add::AddedSecret;
use leak::{Leak, LeakInput};
use list::{SecretList, SecretView};

impl Core {
    /// The regular expression that every secret of these settings matches, for scanners. Whether a match is one of ours is for
    /// [`look_up_leak`](Self::look_up_leak) to say.
    pub fn secret_pattern(&self) -> String {
        pattern(&self.settings().policy)
    }

    /// Makes one more secret; with an overlap the others end after it, which is a rotation. Needs Admin on `admin` and every level that
    /// the account holds; of people Admin on `admin` and `directory` will do.
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
            add::add(&mut context, principal, &company, &client_id, new, idempotency_key).await
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
            list::list(&mut context, principal, &company, &client_id).await
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
            let place = (client_id.as_str(), secret_id.as_str());
            credential::revoke::<SecretRecord>(&mut context, principal, &company, place).await
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
            change::change(&mut context, principal, &company, place, change, seen).await
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
            finish::finish(&mut context, principal, &company, place, seen).await
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
            leak::look_up(&mut context, principal, &company, input).await
        })
    }

    /// Whether a text is a secret of any company. For the platform.
    pub fn look_up_leak_anywhere(&self, start: Start, input: LeakInput) -> Outcome<Leak> {
        self.begin(start, |mut context| async move { leak::look_up_anywhere(&mut context, input).await })
    }
}
