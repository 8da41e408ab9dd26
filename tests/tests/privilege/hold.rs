//! What holds an account back, laid on it by the platform and taken from it by the actors.

use crate::COMPANY;
use crate::node::Node;
use badgehouse::account::AccountChange;
use badgehouse::principal::Principal;
use serde_json::{Value, json};

/// An hour after every world begins.
const SOON: &str = "2027-01-15T09:00:00Z";
const LATER: &str = "2028-01-01T00:00:00Z";

/// What stops an account, or bounds what somebody may have kept of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Hold {
    /// It is disabled.
    Disabled,
    /// It expires soon.
    EndsSoon,
    /// Its secret ends soon.
    SecretEndsSoon,
    /// It proves itself by assertions alone.
    OneWay,
    /// Its tokens are bound to keys.
    Bound,
    /// Its tokens live for a minute.
    ShortTokens,
}

impl Hold {
    pub(crate) const ALL: [Self; 6] =
        [Self::Disabled, Self::EndsSoon, Self::SecretEndsSoon, Self::OneWay, Self::Bound, Self::ShortTokens];
}

impl Node {
    /// Lays every hold on an account.
    pub(crate) fn hold_back(&mut self, account: usize) {
        let change = json!({
            "expires_at": SOON,
            "auth_methods": ["private_key_jwt"],
            "dpop_bound_access_tokens": true,
            "token_seconds": 60,
        });
        assert!(self.update(Principal::Platform, account, change));
        assert!(self.end_secret(Principal::Platform, account, json!(SOON)));
        let reason = serde_json::from_value(json!({ "reason": "found out" })).expect("a reason");
        let (company, client_id) = (COMPANY.to_owned(), self.made[account].client_id.clone());
        self.world
            .perform(|core, start| {
                core.disable_account(start, Principal::Platform, company, client_id, reason, None)
            })
            .expect("disabled");
        self.state.accounts[account].holds.extend(Hold::ALL);
    }

    /// Whether it was allowed, as of the two that follow.
    fn update(&mut self, by: Principal, account: usize, change: Value) -> bool {
        let change: AccountChange = serde_json::from_value(change).expect("a change");
        let client_id = self.made[account].client_id.clone();
        let updated = self
            .world
            .perform(|core, start| core.update_account(start, by, COMPANY.into(), client_id, change, None));
        updated.is_ok()
    }

    fn end_secret(&mut self, by: Principal, account: usize, end: Value) -> bool {
        let change = serde_json::from_value(json!({ "expires_at": end })).expect("a change");
        let (company, client_id) = (COMPANY.to_owned(), self.made[account].client_id.clone());
        let (home, id) = (company.clone(), client_id.clone());
        let secrets =
            self.world.perform(|core, start| core.list_secrets(start, Principal::Platform, home, id));
        // It was deleted, and came back without.
        let Some(first) =
            secrets.expect("the secrets").items.first().map(|first| first.secret_id.to_string())
        else {
            return false;
        };
        let changed = self
            .world
            .perform(|core, start| core.change_secret(start, by, company, client_id, first, change, None));
        changed.is_ok()
    }

    /// Takes a hold from an account.
    pub(crate) fn loosen(&mut self, by: Principal, account: usize, hold: Hold) -> bool {
        let change = match hold {
            Hold::Disabled => {
                let (company, client_id) = (COMPANY.to_owned(), self.made[account].client_id.clone());
                let enabled = self
                    .world
                    .perform(|core, start| core.enable_account(start, by, company, client_id, None));
                return enabled.is_ok();
            }
            Hold::SecretEndsSoon => return self.end_secret(by, account, json!(LATER)),
            Hold::EndsSoon => json!({ "expires_at": null }),
            Hold::OneWay => json!({ "auth_methods": null }),
            Hold::Bound => json!({ "dpop_bound_access_tokens": false }),
            Hold::ShortTokens => json!({ "token_seconds": null }),
        };
        self.update(by, account, change)
    }
}
