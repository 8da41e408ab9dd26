//! The addresses of permissions: what an account holds, what a change would do, who can.

use super::route::{Route, guarded, paged};
use super::schemas::Schemas;
use crate::administration::permission::check::{CheckInput, Checked};
use crate::administration::permission::effective::EffectivePermissions;
use crate::administration::permission::holders::Holder;
use crate::administration::permission::requested::RequestedPermissions;
use crate::administration::permission::set::PermissionPreview;
use crate::administration::permission::view::Permissions;
use crate::model::catalogue::Catalogue;
use crate::model::permission_change::PermissionChange;
use crate::value::identifier::{ActionId, ProjectId, ToolId};
use crate::value::level::Level;
use crate::value::page::Page;

const PERMISSIONS: &str = "/companies/{company}/service-accounts/{client_id}/permissions";
const PREVIEW: &str = "/companies/{company}/service-accounts/{client_id}/permissions/preview";
const EFFECTIVE: &str = "/companies/{company}/service-accounts/{client_id}/permissions/effective";
const CHECK: &str = "/companies/{company}/service-accounts/{client_id}/permissions/check";
const REQUESTED: &str = "/companies/{company}/service-accounts/{client_id}/permissions/requested";
const CATALOGUE: &str = "/companies/{company}/catalogue";
const HOLDERS: &str = "/companies/{company}/permissions/holders";

pub(super) fn all(schemas: &mut Schemas) -> Vec<Route> {
    let project = schemas.read::<ProjectId>().to_value();
    let mut all = set(schemas);
    all.extend([
        Route::new(
            "GET",
            EFFECTIVE,
            "effective_permissions",
            "The levels and actions in force, and by which rule",
        )
        .query("project", "In this project; without it, at company level.", project.clone())
        .answers(200, "The levels.", schemas.written::<EffectivePermissions>()),
        Route::new(
            "GET",
            REQUESTED,
            "requested_permissions",
            "What the account's app asks for, and what differs",
        )
        .query("project", "In this project; without it, at company level.", project.clone())
        .answers(200, "The differences.", schemas.written::<RequestedPermissions>()),
        Route::new("GET", CATALOGUE, "get_catalogue", "The tools and apps that permissions speak of")
            .answers(200, "The catalogue.", schemas.written::<Catalogue>()),
        Route::new(
            "POST",
            CHECK,
            "check_permissions",
            "Whether the account may do something, in the company or in up to 64 projects, and why",
        )
        .takes(schemas.read::<CheckInput>())
        .answers(200, "What came of it.", schemas.written::<Checked>()),
        paged(
            Route::new(
                "GET",
                HOLDERS,
                "list_holders",
                "A page of the accounts that hold a level or an action on a tool",
            )
            .needed_query("tool", "On this tool.", schemas.read::<ToolId>().to_value())
            .query("level", "At least this level, above None.", schemas.read::<Level>().to_value())
            .query("action", "Or this action.", schemas.read::<ActionId>().to_value())
            .query("project", "In this project; without it, at company level.", project),
        )
        .answers(200, "The page.", schemas.written::<Page<Holder>>()),
    ]);
    all
}

fn set(schemas: &mut Schemas) -> Vec<Route> {
    vec![
        paged(Route::new("GET", PERMISSIONS, "get_permissions", "An account's levels")).answers(
            200,
            "The levels, projects by page.",
            schemas.written::<Permissions>(),
        ),
        guarded(Route::new(
            "PUT",
            PERMISSIONS,
            "set_permissions",
            "Set levels and granted actions in the company and in up to twenty projects, all or none",
        ))
        .takes(schemas.read::<PermissionChange>())
        .refuses(428),
        Route::new(
            "POST",
            PREVIEW,
            "preview_permissions",
            "What setting levels would change; nothing is written",
        )
        .takes(schemas.read::<PermissionChange>())
        .answers(200, "What would change.", schemas.written::<PermissionPreview>()),
    ]
}
