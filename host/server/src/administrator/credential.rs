//! What credentials have in common on the command line: a name and an end, and what of them may be changed.

use super::given;
use anyhow::Result;
use badgehouse::secret::CredentialChange;
use clap::Args;
use serde_json::json;

/// What is to be otherwise.
#[derive(Args)]
pub(super) struct Change {
    /// What people call it: 1 to 200 characters.
    #[arg(long)]
    name: Option<String>,
    /// When it ends (RFC 3339); a moment that has passed ends it at once, and its tokens live on.
    #[arg(long, value_name = "MOMENT")]
    expires_at: Option<String>,
    /// What it is to have no more: name or expires_at.
    #[arg(long, value_name = "MEMBER")]
    clear: Vec<String>,
}

impl Change {
    pub(super) fn input(self) -> Result<CredentialChange> {
        given(json!({ "name": self.name, "expires_at": self.expires_at }), &self.clear)
    }
}
