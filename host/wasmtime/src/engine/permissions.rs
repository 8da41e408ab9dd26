//! Permissions: looked at and set.

use super::{Badgehouse, call};
use crate::convert::{self, read};
use badgehouse::error::Error;
use badgehouse::page::PageInput;
use badgehouse::permission::{PermissionChange, Permissions};
use badgehouse::principal::Principal;

impl Badgehouse {
    /// [`Core::get_permissions`](badgehouse::Core::get_permissions).
    pub async fn get_permissions(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
        page: PageInput,
    ) -> Result<Permissions, Error> {
        let principal = convert::principal(principal)?;
        read(call!(self, call_get_permissions(&principal, &company, &client_id, &page.into())))
    }

    /// [`Core::set_permissions`](badgehouse::Core::set_permissions).
    pub async fn set_permissions(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
        change: PermissionChange,
        revision: Option<u64>,
    ) -> Result<(), Error> {
        let principal = convert::principal(principal)?;
        call!(self, call_set_permissions(&principal, &company, &client_id, &change.into(), revision))
    }
}
