//! Workload identity: an account trusts an outside issuer, and a CI job or a pod gets a token with the JWT that the issuer gave it (RFC 7523 section 2.1),
//! without a secret of its own.
//!
//! The platform stores the issuer's keys; nothing is ever fetched. An account's trust names the issuer, an audience, and one subject or what subjects begin with.

pub(crate) mod add;
pub(crate) mod list;
pub(crate) mod revoke;

pub use crate::model::trust::{MAX_LIVE_TRUSTS, Subject};
pub use crate::oauth::workload::issuer::{IssuerJwks, TrustedIssuer};
pub use add::NewTrustInput;
pub use list::{TrustList, TrustView};
