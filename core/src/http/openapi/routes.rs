//! The addresses of the admin API, in the order of the document.

use super::route::{Route, guarded, paged, repeatable};
use super::schemas::Schemas;
use super::{audit, credentials, permissions, templates};
use crate::administration::account::create::CreatedAccount;
use crate::administration::account::delete::DeletedAccount;
use crate::administration::contact::entry::DirectoryEntry;
use crate::administration::contact::machine::MachineContact;
use crate::administration::contact::view::ContactView;
use crate::administration::me::Me;
use crate::administration::usage::view::AccountUsage;
use crate::http::admin::accounts::RepairInput;
use crate::model::account::details::AccountChange;
use crate::model::account::disabling::DisableInput;
use crate::model::account::new::NewAccount;
use crate::model::account::state::AccountState;
use crate::model::account::view::Account;
use crate::model::contact::ContactChangeInput;
use crate::model::contact::NewContact;
use crate::value::identifier::{AppId, ClientId, CompanyId, JobId, KeyId, SecretId, TemplateId};
use crate::value::page::Page;
use schemars::{Schema, json_schema};
use serde_json::json;

const ACCOUNTS: &str = "/companies/{company}/service-accounts";
const ACCOUNT: &str = "/companies/{company}/service-accounts/{client_id}";
const DISABLE: &str = "/companies/{company}/service-accounts/{client_id}/disable";
const ENABLE: &str = "/companies/{company}/service-accounts/{client_id}/enable";
const UNDELETE: &str = "/companies/{company}/service-accounts/{client_id}/undelete";
const REVOKE_TOKENS: &str = "/companies/{company}/service-accounts/{client_id}/revoke-tokens";
const DELETED: &str = "/companies/{company}/deleted-accounts";
const REPAIR: &str = "/companies/{company}/service-accounts/{client_id}/repair";
const USAGE: &str = "/companies/{company}/service-accounts/{client_id}/usage";
const ME: &str = "/companies/{company}/me";
const CONTACTS: &str = "/companies/{company}/contacts";
const CONTACT: &str = "/companies/{company}/contacts/{client_id}";

/// Every method of every address.
pub(super) fn all(schemas: &mut Schemas) -> Vec<Route> {
    let mut all = accounts(schemas);
    all.extend(credentials::all(schemas));
    all.extend(permissions::all(schemas));
    all.extend(templates::all(schemas));
    all.extend(templates::jobs(schemas));
    all.extend(contacts(schemas));
    all.extend(audit::all(schemas));
    all.extend(usage(schemas));
    all.push(me(schemas));
    all
}

/// The schema of an id in a path.
pub(super) fn id(name: &str, schemas: &mut Schemas) -> Schema {
    match name {
        "company" => schemas.written::<CompanyId>(),
        "client_id" => schemas.written::<ClientId>(),
        "secret_id" => schemas.written::<SecretId>(),
        "kid" => schemas.written::<KeyId>(),
        "job_id" => schemas.written::<JobId>(),
        "template_id" => schemas.written::<TemplateId>(),
        _ => json_schema!({ "type": "string" }),
    }
}

fn accounts(schemas: &mut Schemas) -> Vec<Route> {
    vec![
        searched(
            Route::new(
                "GET",
                ACCOUNTS,
                "list_accounts",
                "A page of the company's accounts, all or those that fit",
            ),
            schemas,
        )
        .answers(200, "The page.", schemas.written::<Page<Account>>()),
        repeatable(Route::new(
            "POST",
            ACCOUNTS,
            "create_account",
            "Create an account; its secret is in this answer and in no other",
        ))
        .takes(schemas.read::<NewAccount>())
        .answers(201, "The account, with its secret.", schemas.written::<CreatedAccount>()),
        Route::new("GET", ACCOUNT, "get_account", "One account").answers(
            200,
            "The account.",
            schemas.written::<Account>(),
        ),
        guarded(
            Route::new("PATCH", ACCOUNT, "update_account", "Change an account; absent stays, null clears")
                .takes(schemas.read::<AccountChange>())
                .answers(200, "The account.", schemas.written::<Account>()),
        )
        .refuses(428),
        guarded(
            Route::new("POST", DISABLE, "disable_account", "Disable an account, with a reason")
                .takes(schemas.read::<DisableInput>())
                .answers(200, "The account.", schemas.written::<Account>()),
        ),
        guarded(Route::new("POST", ENABLE, "enable_account", "Enable a disabled account").answers(
            200,
            "The account.",
            schemas.written::<Account>(),
        )),
        guarded(Route::new(
            "POST",
            REVOKE_TOKENS,
            "revoke_tokens",
            "Revoke all tokens of an account that are out; its credentials stay",
        )),
        guarded(Route::new(
            "DELETE",
            ACCOUNT,
            "delete_account",
            "Delete an account: it stops working at once",
        )),
        guarded(
            Route::new(
                "POST",
                UNDELETE,
                "undelete_account",
                "Bring a deleted account back, without a secret, while policy's window is open",
            )
            .answers(200, "The account.", schemas.written::<Account>()),
        ),
        paged(Route::new(
            "GET",
            DELETED,
            "list_deleted_accounts",
            "A page of the deleted accounts that can be brought back",
        ))
        .answers(200, "The page.", schemas.written::<Page<DeletedAccount>>()),
    ]
}

fn contacts(schemas: &mut Schemas) -> Vec<Route> {
    vec![
        Route::new("POST", REPAIR, "repair_contact", "Make a broken account work again")
            .takes(schemas.read::<RepairInput>())
            .answers(200, "The contact.", schemas.written::<ContactView>()),
        paged(
            Route::new(
                "GET",
                CONTACTS,
                "list_machine_contacts",
                "A page of the contacts of service accounts",
            )
            .needed_query(
                "machine",
                "The contacts of people are the host's own.",
                json!({ "const": "true" }),
            ),
        )
        .answers(200, "The page.", schemas.written::<Page<MachineContact>>()),
        Route::new("POST", CONTACTS, "create_contact", "Enter an address in the company's directory")
            .takes(schemas.read::<NewContact>())
            .answers(201, "The entry.", schemas.written::<DirectoryEntry>()),
        Route::new("GET", CONTACT, "get_contact", "An account's contact").answers(
            200,
            "The contact.",
            schemas.written::<ContactView>(),
        ),
        Route::new(
            "PATCH",
            CONTACT,
            "change_contact",
            "Change an account's contact; what would break the account is refused until someone insists",
        )
        .takes(schemas.read::<ContactChangeInput>())
        .answers(200, "The contact.", schemas.written::<ContactView>())
        .refuses(409),
    ]
}

fn usage(schemas: &mut Schemas) -> Vec<Route> {
    vec![
        Route::new(
            "GET",
            USAGE,
            "get_usage",
            "When an account's secrets were last used, and its tokens, refusals and revocations by day",
        )
        .answers(200, "The usage.", schemas.written::<AccountUsage>()),
    ]
}

fn me(schemas: &mut Schemas) -> Route {
    Route::new("GET", ME, "get_me", "Who asks, and what it may do; for everybody of the company")
        .query("client_id", "Also what it may do with this account.", schemas.read::<ClientId>().to_value())
        .answers(200, "Who asks.", schemas.written::<Me>())
}

/// The filters of accounts.
fn searched(route: Route, schemas: &mut Schemas) -> Route {
    let text = || json!({ "type": "string" });
    let moment = || json!({ "type": "string", "format": "date-time" });
    paged(route)
        .query("name", "Whose name begins so, in any case and however it is composed: by simple case folding of its NFC, with one i, dotted or not, and without what nobody sees.", text())
        .query("app", "That are for this app.", schemas.read::<AppId>().to_value())
        .query("owner", "That this actor answers for.", text())
        .query("state", "That are in this state.", schemas.read::<AccountState>().to_value())
        .query("used_since", "Whose last token was fetched at this moment or later.", moment())
        .query("unused_since", "Who have fetched no token since this moment, or never any.", moment())
        .query("attention", "Whether only those that somebody has to look at, each with `attention`.", json!({ "type": "boolean" }))
}
