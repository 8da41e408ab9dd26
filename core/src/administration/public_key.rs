//! Public keys: entered, listed, changed and revoked.

pub(crate) mod add;
pub(crate) mod change;
pub(crate) mod list;

use super::principal::Principal;
use crate::administration::credential;
use crate::core::{Core, Outcome};
use crate::model::life::CredentialChange;
use crate::model::public_key::KeyRecord;
use crate::value::random::Start;
use add::NewKeyInput;
use list::{KeyList, KeyView};

impl Core {
    /// Enters a public key that the account proves itself with. Needs Admin on `admin` and every level that the account holds; of people
    /// Admin on `admin` and `directory` will do.
    pub fn add_key(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        client_id: String,
        new: NewKeyInput,
    ) -> Outcome<KeyView> {
        self.begin(start, |mut context| async move {
            add::add(&mut context, principal, &company, &client_id, new).await
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
            list::list(&mut context, principal, &company, &client_id).await
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
            change::change(&mut context, principal, &company, place, change, seen).await
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
            let place = (client_id.as_str(), kid.as_str());
            credential::revoke::<KeyRecord>(&mut context, principal, &company, place).await
        })
    }
}
