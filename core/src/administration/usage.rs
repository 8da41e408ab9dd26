//! Usage: recorded once in a while, and looked at.

mod keep;
pub(crate) mod view;

use super::principal::Principal;
use crate::core::{Core, Outcome};
use crate::model::usage::Usage;
use crate::value::random::Start;
use view::AccountUsage;

impl Core {
    /// When an account's secrets were last used, and its tokens, refusals and revocations by day. Needs Admin on `admin` or `directory`.
    pub fn get_usage(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        client_id: String,
    ) -> Outcome<AccountUsage> {
        self.begin(start, |mut context| async move {
            view::get(&mut context, principal, &company, &client_id).await
        })
    }

    /// Adds up what answers reported as `usage`. For the platform, once in a while: it is one get and one commit for each twenty accounts
    /// of a company, and touches no account and no audit. After an error some of it is recorded; do not hand it in again.
    pub fn record_usage(&self, start: Start, usage: Vec<Usage>) -> Outcome<()> {
        self.begin(start, |mut context| async move { keep::keep(&mut context, usage).await })
    }
}
