//! Trust in outside issuers: entered, listed and revoked.

pub(crate) mod add;
pub(crate) mod list;

use super::principal::Principal;
use crate::administration::credential;
use crate::core::{Core, Outcome};
use crate::model::trust::TrustRecord;
use crate::model::trust::new::NewTrustInput;
use crate::value::random::Start;
use list::{TrustList, TrustView};

impl Core {
    /// Lets an account trust an outside issuer, whose JWTs it then gets tokens with. Needs Admin on `admin` and every level that the account holds; of
    /// people Admin on `admin` and `directory` will do.
    pub fn add_trust(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        client_id: String,
        new: NewTrustInput,
    ) -> Outcome<TrustView> {
        self.begin(start, |mut context| async move {
            add::add(&mut context, principal, &company, &client_id, new).await
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
            list::list(&mut context, principal, &company, &client_id).await
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
            let place = (client_id.as_str(), trust_id.as_str());
            credential::revoke::<TrustRecord>(&mut context, principal, &company, place).await
        })
    }
}
