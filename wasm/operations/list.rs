//! Which operations there are, with what each takes and answers, once for the components that have them all.

/// Calls a macro with every operation of the contract: those of an administrator without who asks and in which company, those of the platform, the ones that take or answer otherwise
/// than the core, and the ones that ask for nothing.
macro_rules! each_operation {
    ($then:ident) => {
        $then! {
            administrative {
                create_account(new: NewAccount, idempotency_key: Option<String>) -> wit::CreatedAccount;
                get_account(client_id: String) -> wit::Account;
                list_accounts(query: wit::AccountQuery) -> wit::AccountPage;
                update_account(client_id: String, change: wit::AccountChange, revision: Option<u64>) -> wit::Account;
                enable_account(client_id: String, revision: Option<u64>) -> wit::Account;
                delete_account(client_id: String) -> ();
                undelete_account(client_id: String) -> wit::Account;
                list_deleted_accounts(page: wit::Page) -> wit::DeletedAccountPage;
                revoke_tokens(client_id: String, revision: Option<u64>) -> ();
                get_usage(client_id: String) -> wit::AccountUsage;
                get_me(client_id: Option<String>) -> wit::Me;

                add_secret(client_id: String, new: wit::NewSecret, idempotency_key: Option<String>) -> wit::AddedSecret;
                list_secrets(client_id: String) -> wit::SecretList;
                change_secret(client_id: String, secret_id: String, change: wit::CredentialChange, revision: Option<u64>) -> wit::Secret;
                revoke_secret(client_id: String, secret_id: String) -> ();
                finish_rotation(client_id: String, secret_id: String, revision: Option<u64>) -> wit::SecretList;
                add_key(client_id: String, new: wit::NewKey) -> wit::Key;
                list_keys(client_id: String) -> wit::KeyList;
                change_key(client_id: String, kid: String, change: wit::CredentialChange, revision: Option<u64>) -> wit::Key;
                revoke_key(client_id: String, kid: String) -> ();
                add_trust(client_id: String, new: wit::NewTrust) -> wit::Trust;
                list_trusts(client_id: String) -> wit::TrustList;
                revoke_trust(client_id: String, trust_id: String) -> ();

                get_catalogue() -> Catalogue;
                get_permissions(client_id: String, page: wit::Page) -> wit::Permissions;
                set_permissions(client_id: String, change: wit::PermissionChange, revision: Option<u64>) -> ();
                effective_permissions(client_id: String, project: Option<String>) -> wit::EffectivePermissions;
                requested_permissions(client_id: String, project: Option<String>) -> wit::RequestedPermissions;
                check_permissions(client_id: String, check: wit::PermissionCheck) -> wit::Checked;
                list_holders(query: wit::HolderQuery) -> wit::HolderPage;
                create_permissions_job(client_id: String, change: wit::PermissionChange) -> wit::JobProgress;
                get_permissions_job(client_id: String, job_id: String) -> wit::JobProgress;
                continue_permissions_job(client_id: String, job_id: String) -> wit::JobProgress;
                create_template(new: wit::NewTemplate) -> wit::Template;
                get_template(template_id: String) -> wit::Template;
                list_templates(page: wit::Page) -> wit::TemplatePage;
                change_template(template_id: String, change: wit::TemplateChange, revision: Option<u64>) -> wit::Template;
                delete_template(template_id: String, revision: Option<u64>) -> ();

                list_machine_contacts(page: wit::Page) -> wit::MachineContactPage;
                get_contact(client_id: String) -> wit::Contact;
                change_contact(client_id: String, change: wit::ContactChange) -> wit::Contact;
                repair_contact(client_id: String, how: wit::Repair) -> wit::Contact;

                list_audit_events(query: wit::AuditQuery) -> wit::AuditPage;
                export_audit_events(page: wit::Page) -> wit::AuditExport;
                get_audit_head() -> wit::AuditHead;
            }

            of_the_platform {
                bootstrap(company: String, name: String) -> wit::CreatedAccount;
                mark_resource_server(company: String, client_id: String, audiences: Vec<String>) -> ();
                report_contact(company: String, client_id: String, report: wit::ContactReport) -> wit::ReportedContact;
                maintain(passed: wit::Passed) -> wit::Maintained;
                clock() -> wit::ClockView;
                believe_clock() -> wit::ClockView;
                purge_accounts(company: String) -> wit::Purged;
                cut_audit(company: String) -> wit::AuditCut;
                erase_company(company: String, confirmation: String) -> wit::Erasure;
                reseal() -> wit::Resealed;
                replace_signing_key(earlier: wit::EarlierTokens) -> String;
                list_platform_audit_events(query: wit::AuditQuery) -> wit::AuditPage;
                export_platform_audit_events(page: wit::Page) -> wit::AuditExport;
                get_platform_audit_head() -> wit::AuditHead;
            }

            by_hand {
                disable_account(principal: wit::Principal, company: String, client_id: String, reason: String, revision: Option<u64>) -> Result<wit::Account, Error>;
                look_up_leak(principal: wit::Principal, company: String, secret: String, revoke: bool) -> Result<Option<wit::FoundSecret>, Error>;
                preview_permissions(principal: wit::Principal, company: String, client_id: String, change: wit::PermissionChange) -> Result<Vec<wit::LevelChange>, Error>;
                assign_template(principal: wit::Principal, company: String, client_id: String, template_id: String, projects: Vec<String>) -> Result<wit::AssignedTemplate, Error>;
                get_assigned_template(principal: wit::Principal, company: String, client_id: String) -> Result<Option<wit::AssignedTemplate>, Error>;
                create_contact(principal: wit::Principal, company: String, email: String) -> Result<wit::DirectoryEntry, Error>;
                verify_audit(principal: wit::Principal, company: String, head: Option<wit::AuditHead>, cursor: Option<String>) -> Result<wit::AuditVerification, Error>;
                verify_platform_audit(head: Option<wit::AuditHead>, cursor: Option<String>) -> Result<wit::AuditVerification, Error>;
                request_token(request: wit::TokenRequest) -> Result<wit::TokenResponse, wit::TokenError>;
                revoke_token(request: wit::PresentedToken) -> Result<Option<wit::Usage>, wit::TokenError>;
                introspect(request: wit::PresentedToken) -> Result<Option<wit::ActiveToken>, wit::TokenError>;
                authorize(presented: wit::Presented, need: wit::Need) -> Result<wit::Authorized, Error>;
                verify(presented: wit::Presented, tokens: wit::TokensOf, audience: Option<String>) -> Result<wit::ActiveToken, Error>;
                verify_actor_token(token: String, issuer: String, keys: Vec<PublicJwk>) -> Result<wit::Actor, Error>;
                jwks() -> Result<Vec<wit::PublishedJwk>, Error>;
                record_usage(usage: Vec<wit::Usage>) -> Result<(), Error>;
                put_trusted_issuer(issuer: String, jwks: String) -> Result<wit::EnteredIssuer, Error>;
                reseal_company(company: String, keep_lost: bool, cursor: Option<String>) -> Result<wit::CompanyResealed, Error>;
                look_up_leak_anywhere(secret: String, revoke: bool) -> Result<Option<wit::FoundSecret>, Error>;
                handle(request: wit::HttpRequest, actor: Option<wit::Actor>) -> Result<wit::HttpResponse, Error>;
            }

            at_once {
                is_machine_contact(email: String) -> bool;
                verify_erasure_receipt(receipt: wit::ErasureReceipt) -> bool;
                secret_pattern() -> String;
            }
        }
    };
}
pub(crate) use each_operation;
