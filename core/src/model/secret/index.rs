//! Which account a secret belongs to: what finds one that turned up somewhere.

use crate::model::record::{self, VERSION};
use crate::port::store::{Change, Expect};
use crate::value::error::Error;
use crate::value::identifier::{ClientId, SecretId, Segment};
use crate::value::tree::{FromTree, Misfit, Tree};
use serde::Serialize;

/// Which account a secret belongs to.
#[derive(Serialize)]
pub(crate) struct SecretIndex {
    v: u8,
    pub(crate) client_id: ClientId,
}

impl FromTree for SecretIndex {
    fn from_tree(tree: &Tree<'_>) -> Result<Self, Misfit> {
        let record = tree.record()?;
        Ok(Self { v: record.needed("v")?, client_id: record.needed("client_id")? })
    }
}

/// The change that lets the secret be found.
pub(crate) fn enter(client_id: &ClientId, secret_id: &SecretId) -> Result<Change, Error> {
    let index = SecretIndex { v: VERSION, client_id: client_id.clone() };
    record::put(record::secret(&client_id.segment(), secret_id), Expect::Absent, &index)
}

/// The change that goes with a secret of which nothing is kept any more.
pub(crate) fn forget(segment: &Segment, secret_id: &SecretId) -> Change {
    record::delete(record::secret(segment, secret_id), Expect::Any)
}
