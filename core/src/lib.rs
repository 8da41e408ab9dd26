//! Badgehouse gives a product the feature "service accounts": every rule of it, and no I/O.
//!
//! A company's administrator creates an account for a program, hands its `client_id` and `client_secret` to an integrator and
//! decides what it may do; the program fetches OAuth 2.0 access tokens with the client-credentials grant; each API call is checked
//! against permissions that start at None.
//!
//! [`Core`] holds the rules. Each of its methods gives an [`operation::Operation`], a value that asks for what it needs (to read, to commit, to
//! sign) and that a [`driver`] steps to its end. There is no clock, no randomness, no thread and no global state in here: the present and a seed
//! come with [`Start`].
//!
//! Native programs use the crate `badgehouse-native`, which drives the operations for them. Here is what it does, with a store in memory and answers that are there at once:
//!
//! ```
//! use badgehouse::account::NewAccount;
//! use badgehouse::authorize::NeedInput;
//! use badgehouse::crypto::{CryptoError, SealingKey};
//! use badgehouse::driver::run;
//! use badgehouse::grant::TokenRequest;
//! use badgehouse::operation::{Answer, Ask};
//! use badgehouse::principal::Principal;
//! use badgehouse::settings::Settings;
//! use badgehouse::store::{Action, Commit, Entry, Expect, Key, Version};
//! use badgehouse::{Core, Start};
//! use std::collections::BTreeMap;
//!
//! #[derive(Default)]
//! struct Memory {
//!     entries: BTreeMap<Key, Entry>,
//!     puts: u64,
//! }
//!
//! impl Memory {
//!     fn answer(&mut self, ask: Ask) -> Answer {
//!         match ask {
//!             Ask::Get { keys } => Answer::Get(Ok(keys.iter().map(|key| self.entries.get(key).cloned()).collect())),
//!             Ask::Commit { changes } => {
//!                 let holds = changes.iter().all(|change| match (&change.expect, self.entries.get(&change.key)) {
//!                     (Expect::Any, _) | (Expect::Absent, None) => true,
//!                     (Expect::Version(version), Some(entry)) => entry.version == *version,
//!                     (Expect::Absent, Some(_)) | (Expect::Version(_), None) => false,
//!                 });
//!                 if !holds {
//!                     return Answer::Commit(Ok(Commit::Conflict));
//!                 }
//!                 for change in changes {
//!                     self.puts += 1;
//!                     match change.action {
//!                         Action::Keep => {}
//!                         Action::Put { value, .. } => {
//!                             let version = Version(self.puts.to_string());
//!                             self.entries.insert(change.key, Entry { value, version });
//!                         }
//!                         Action::Delete => drop(self.entries.remove(&change.key)),
//!                     }
//!                 }
//!                 Answer::Commit(Ok(Commit::Committed))
//!             }
//!             Ask::List { .. } => Answer::List(Ok(Vec::new())), // nothing is listed here
//!             // No provider of its own: the built-in one signs.
//!             Ask::Generate { .. } => Answer::Generate(Err(CryptoError::Unsupported)),
//!             Ask::Sign { .. } => Answer::Sign(Err(CryptoError::Unsupported)),
//!             Ask::Verify { .. } => Answer::Verify(Err(CryptoError::Unsupported)),
//!         }
//!     }
//! }
//!
//! let key = SealingKey::from_bytes([7; 32]); // of the operator's
//! let core = Core::open(Settings::new("https://id.example.com", "svc.example.com", vec![key]))?;
//! let mut memory = Memory::default();
//! // The present, and 32 new bytes of the system's randomness for each operation.
//! let start = |seed| Start { now: 1_800_000_000, seed: [seed; 32] };
//!
//! let new = NewAccount::custom("Nightly export");
//! let operation = core.create_account(start(1), Principal::Platform, "acme".into(), new, None);
//! let created = run(operation, |ask| memory.answer(ask))?;
//! let secret = created.client_secret.expect("it is shown this once");
//!
//! let client_id = created.account.client_id.to_string();
//! let request = TokenRequest { client_id, client_secret: secret.reveal().to_owned().into(), ..TokenRequest::default() };
//! let token = run(core.request_token(start(2), request), |ask| memory.answer(ask))?;
//!
//! // Permissions start at None.
//! let need = NeedInput {
//!     company: "acme".into(),
//!     audience: None,
//!     tool: "rfis".into(),
//!     level: Some("read_only".parse()?),
//!     action: None,
//!     project: None,
//! };
//! let header = Some(format!("Bearer {}", token.access_token));
//! let refused = run(core.authorize(start(3), header, need), |ask| memory.answer(ask)).unwrap_err();
//! assert_eq!(refused.code.as_str(), "insufficient_scope");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Each module below is one noun, with everything public of it. [`http`] is all of it behind one function, [`store`] and [`crypto`] are what a host answers.

mod administration;
mod core;
pub mod http;
mod model;
mod oauth;
mod port;
#[cfg(test)]
mod tests;
mod value;

pub mod account {
    //! Accounts: wished for, made, changed, stopped, deleted and brought back.
    //!
    //! An account is of one company, for a program of its own (`custom`) or an app of the catalogue (`marketplace`). Its state is derived at each look from
    //! an administrator's disabling, its own expiry and its contact; there is no flag that could be wrong. [`Core::create_account`](crate::Core::create_account) makes one.

    pub use crate::administration::account::create::CreatedAccount;
    pub use crate::administration::account::delete::DeletedAccount;
    pub use crate::administration::account::purge::Purged;
    pub use crate::administration::account::view::AccountQuery;
    pub use crate::model::account::attention::Attention;
    pub use crate::model::account::details::{AccountChange, AuthMethod};
    pub use crate::model::account::disabling::DisableInput;
    pub use crate::model::account::new::NewAccount;
    pub use crate::model::account::state::{AccountState, Reason, StateReason};
    pub use crate::model::account::view::Account;
    pub use crate::model::account::{AppType, Disabled};
}

pub mod actor_token {
    //! Actor tokens: how a product tells a Badgehouse server which of its users is asking, and what that user may do.

    pub use crate::oauth::actor_token::{MAX_SECONDS, TYPE, is_actor_token};
}

pub mod address {
    //! Addresses: whether one is of this machine, and whether two are one place.

    pub use crate::value::address::{is_loopback, same_place};
}

pub mod audit {
    //! The audit: one event for every administrative change, written in the same commit as the change.
    //!
    //! Events are numbered and chained under a signed head, which [`Core::get_audit_head`](crate::Core::get_audit_head) exports to be kept outside and [`Core::verify_audit`](crate::Core::verify_audit) checks the chain against.

    pub use crate::administration::audit::cut::AuditCut;
    pub use crate::administration::audit::read::{AuditEventView, AuditExport, AuditQuery};
    pub use crate::administration::audit::verify::{
        AuditProblem, AuditProblemKind, AuditVerification, AuditVerifyInput,
    };
    pub use crate::model::audit::AuditActor;
    pub use crate::model::audit::head::AuditHeadView;
    pub use crate::model::audit::note::Note;
}

pub mod authorize {
    //! Authorizing an API call: is the token good now, and does its account hold what the call needs.
    //!
    //! [`Core::authorize`](crate::Core::authorize) asks one get of the store. What an administrator changes counts at the next look, for tokens that are out too.

    pub use crate::oauth::authorize::{Authorized, NeedInput, Presented, TokensOf};
}

pub mod catalogue {
    //! The catalogue: the tools that permissions speak of, and the Marketplace's apps. The host brings it.

    pub use crate::model::catalogue::{
        ADMIN_TOOL, App, Catalogue, DIRECTORY_TOOL, MAX_ACTIONS, MAX_GRANTED_ACTIONS, MAX_TOOLS, Requests,
        Tool, ToolAction, ToolScope,
    };
}

pub mod collection {
    //! What is held by key, and what is held once.

    pub use crate::value::map::Map;
    pub use crate::value::set::Set;
}

pub mod company {
    //! Companies, as a whole: erased in bounded steps, which leave a signed receipt, and signed anew under the first sealing key.

    pub use crate::administration::company::erase::Erasure;
    pub use crate::administration::company::reseal::{CompanyResealed, ResealInput};
    pub use crate::model::erasure::ErasureReceipt;
}

pub mod contact {
    //! The contact: an account's entry in the company's directory, and what makes the account stop working.
    //!
    //! An account works while its contact has the address it was made with and is in exactly the home company. [`ContactReport`] is how a host with a directory of its own tells;
    //! [`Repair`] is how a broken one works again.

    pub use crate::administration::contact::entry::DirectoryEntry;
    pub use crate::administration::contact::machine::MachineContact;
    pub use crate::administration::contact::report::{ContactReport, ReportedContact};
    pub use crate::administration::contact::view::ContactView;
    pub use crate::model::contact::NewContact;
    pub use crate::model::contact::{
        ContactChangeInput, ContactProblem, MAX_COMPANIES, MAX_EMAIL_BYTES, Repair,
    };
}

pub mod crypto {
    //! The crypto port: signatures by whoever does them best on the platform.
    //!
    //! A host implements [`Crypto`], or lets [`BuiltIn`] do it, of which [`Portable`] says how much is in a program; [`SealingKey`] is what the operator keeps apart from the store.

    pub use crate::port::crypto::built_in::{BuiltIn, Portable};
    pub use crate::port::crypto::jwk::{Algorithm, AlgorithmError, EcCurve, OkpCurve, PublicJwk};
    pub use crate::port::crypto::seal::{Sealed, SealedError, SealingKey, SealingKeyError};
    pub use crate::port::crypto::{Crypto, CryptoError, GeneratedKey, SigningKey};
}

pub mod dpop {
    //! DPoP (RFC 9449): a token that is bound to a key of its client's, and the proofs that the client holds it.

    pub use crate::oauth::dpop::DpopInput;
}

pub mod driver {
    //! The drivers: each steps an operation to its end, with answers from its surroundings.
    //!
    //! Two, for two worlds: [`run`] where a call blocks, [`run_send`] for native servers. JavaScript steps an operation itself. A simulator or a test that fails the
    //! n-th call is one more closure.

    pub use crate::port::driver::{answer, run, run_send};
}

pub mod error {
    //! Errors: stable codes, what was wrong and what to do; never a secret, never another company's existence.
    //!
    //! [`Error`] is what every administrative operation may come to; [`RuleError`] is a text that is none of what it was to be read as.

    pub use crate::value::error::{Challenge, Code, Error, InputProblem, Parts, Required};
    pub use crate::value::rule::RuleError;
}

pub mod grant {
    //! The grant: client credentials for an access token (RFC 6749 section 4.4).
    //!
    //! [`Core::request_token`](crate::Core::request_token) takes a client that was told apart; by [`http`](crate::http) a client may also prove itself by an assertion, or a job by the JWT of its platform.

    pub use crate::oauth::error::{TokenError, TokenErrorCode};
    pub use crate::oauth::grant::{TokenRequest, TokenResponse};
}

pub mod identifier {
    //! Identifiers: texts that were checked once, where they came in. Each is read by `FromStr`, `TryFrom` and its `parse`, and says its rule.

    pub use crate::value::identifier::{
        ActionId, ActorId, AppId, ClientId, CompanyId, ContactId, CredentialId, IdempotencyKey, JobId, KeyId,
        ProjectId, SecretId, TemplateId, TokenId, ToolId, TrustId,
    };
}

pub mod input {
    //! Input, as JSON text or as a value of it: a value of ours, or the place at which it is none.

    pub use crate::value::input::{object, read, value};
}

pub mod introspection {
    //! Introspection (RFC 7662): whether a token is good now, for a resource server that cannot ask in its own process.

    pub use crate::oauth::claim::{Audience, Confirmation};
    pub use crate::oauth::introspection::{Introspection, IntrospectionRequest};
    pub use crate::oauth::token::ActiveToken;
}

pub mod key_ring {
    //! The key ring: which key signs, which are published. A key's place in its life follows from timestamps alone.
    //!
    //! A key is published before it signs (next), signs (active), stays published until its last token has expired (retiring), and goes. [`Core::maintain`](crate::Core::maintain) rolls it over.

    pub use crate::oauth::key_ring::look::{SigningKeyPlace, SigningKeyView};
    pub use crate::oauth::key_ring::replace::EarlierTokens;
    pub use crate::oauth::key_ring::reseal::Resealed;
    pub use crate::oauth::key_ring::{Jwks, PublishedJwk};
}

pub mod time {
    //! The store's time: how far time has come, as far as that was proven, since no clock is trusted to be right.
    //!
    //! A host keeps a [`Watch`] for each process. By a timer it calls [`Core::maintain`](crate::Core::maintain) with what has [passed](Watch::passed), hands the watch what is answered, and purges by
    //! the time that is answered. The engines of `badgehouse-native`, `badgehouse-wasmtime` and the npm package do the first two.

    pub use crate::model::store_time::{
        ClockStand, ClockView, Maintained, NEAR_SECONDS, Passed, StoreTime, Watch,
    };
}

pub mod me {
    //! Who asks, told what it may do: [`Core::get_me`](crate::Core::get_me), by the functions that operations are refused by.

    pub use crate::administration::me::{AccountRights, Allowance, Bounds, Me, Rights, Service};
}

pub mod name {
    //! Names: how long one may be, and which characters nobody sees in a text.

    pub use crate::value::name::MAX_NAME_CHARACTERS;
    pub use crate::value::text::is_unseen;
}

pub mod operation {
    //! An operation is a value that is stepped: it asks for something or is done.
    //!
    //! Inside, an operation is ordinary async code that reads top-down; its only awaits are asks. Outside, a [driver](crate::driver) answers each ask and steps again. There is no executor, and nothing
    //! depends on the store, the clock or a thread, so that a run with the same answers is the same run.

    pub use crate::port::operation::{Answer, Ask, Operation, Step};
}

pub mod page {
    //! Pages: what a list answers at a time, and where the next begins.

    pub use crate::value::page::{MAX_PAGE, Page, PageInput};
}

pub mod permission {
    //! Permissions: four levels by tool and granted actions, at company level and by project. They start at None.
    //!
    //! A level at company level holds in every project; the higher of the two counts. [`Core::set_permissions`](crate::Core::set_permissions) sets them, [`Core::check_permissions`](crate::Core::check_permissions) says by which rule something may be done.

    pub use crate::administration::permission::assign::{AccountTemplate, AssignInput};
    pub use crate::administration::permission::check::{CheckInput, CheckResult, Checked};
    pub use crate::administration::permission::effective::{
        EffectiveAction, EffectiveLevel, EffectivePermissions,
    };
    pub use crate::administration::permission::holders::{Holder, HoldersInput};
    pub use crate::administration::permission::job::{JobProgress, JobState};
    pub use crate::administration::permission::requested::RequestedPermissions;
    pub use crate::administration::permission::set::{LevelChange, PermissionPreview};
    pub use crate::administration::permission::template::Template;
    pub use crate::administration::permission::view::Permissions;
    pub use crate::model::account::AssignedTemplate;
    pub use crate::model::levels::{Levels, ProjectLevels, ToolGrant};
    pub use crate::model::need::{Rule, Source};
    pub use crate::model::permission_change::PermissionChange;
    pub use crate::model::requested::Difference;
    pub use crate::model::template::NewTemplate;
    pub use crate::model::template::TemplateChange;
    pub use crate::value::level::Level;
}

pub mod principal {
    //! Principals: who asks for an administrative operation. None is ever made from an unauthenticated request.

    pub use crate::administration::principal::Principal;
    pub use crate::model::actor::{Actor, ActorInput, ActorKind, ActorKindInput};
}

pub mod public_key {
    //! Public keys as credentials: a program proves itself with a private key that never leaves it. They live as secrets do.

    pub use crate::administration::public_key::add::NewKeyInput;
    pub use crate::administration::public_key::list::{KeyList, KeyView};
    pub use crate::model::public_key::MAX_LIVE_KEYS;
}

pub mod resource {
    //! Protected resource metadata (RFC 9728): where a client that meets an API learns who issues tokens for it.

    pub use crate::oauth::resource::ResourceMetadata;
}

pub mod revocation {
    //! Revocation (RFC 7009): a client gives one of its tokens back. It counts from the commit on, wherever the token is looked at on the same store.

    pub use crate::oauth::revocation::{RevocationRequest, Revoked};
}

pub mod rules {
    //! The rules alone, for a form that wants to say what is wrong before it is sent. No store, no key, no authority: the back end decides again.

    pub use crate::model::rules::{Form, Rules, UnknownForm};
}

pub mod secret {
    //! Secrets: shown once, when they are made, and never again.
    //!
    //! A secret is `<prefix>_<segment><secret id>_<43 of base 62>_<checksum>`: 256 random bits between what tells where it belongs and a checksum that finds every altered character.
    //! [`pattern`] finds one in a text, [`Core::look_up_leak`](crate::Core::look_up_leak) says whose it is.

    pub use crate::administration::secret::add::AddedSecret;
    pub use crate::administration::secret::leak::{FoundSecret, Leak, LeakInput};
    pub use crate::administration::secret::list::{SecretList, SecretView};
    pub use crate::model::life::{CredentialChange, CredentialWarning};
    pub use crate::model::secret::new::NewSecretInput;
    pub use crate::model::secret::pattern;
    pub use crate::model::secret::shown::ShownSecret;
}

pub mod service {
    //! What an engine offers to an HTTP host, however it runs the rules: natively, or in a component.

    pub use crate::http::service::Service;
}

pub mod settings {
    //! Settings: what the embedding product decides, checked once when the core is opened.

    pub use crate::model::settings::{DEFAULT_BASE_PATH, MAX_FAILURES, Policy, Settings};
}

pub mod store {
    //! The store port: three functions that any database can offer. What they promise stands at [`Store`].

    pub use crate::core::inspect::Standing;
    pub use crate::port::store::{
        Action, Change, Commit, Entry, Expect, Key, KeyError, Listed, MAX_CHANGES, MAX_COMMIT_BYTES,
        MAX_GET_KEYS, MAX_KEY_BYTES, MAX_LIST_LIMIT, MAX_VALUE_BYTES, Reply, Row, SNAPSHOT_KEYS, Store,
        StoreError, Version,
    };
}

pub mod throttle {
    //! Countermeasures against guessing (RFC 6749 section 2.3.1): what a host keeps of wrong credentials, by their source. [`http::Kept`](crate::http::Kept) does it for a host.

    pub use crate::oauth::throttle::{
        Failure, FailureWindow, KEPT, KEPT_OF_A_SOURCE, KEPT_SOURCES, source_of,
    };
}

pub mod timestamp {
    //! Moments: whole seconds since 1970, given with each operation's start.

    pub use crate::value::timestamp::Timestamp;
}

pub mod usage {
    //! Usage: when a credential was last used, and how many tokens, refusals and revocations an account had by day.
    //!
    //! What happened comes with each answer of the token endpoint; a host adds it up, as [`http::Kept`](crate::http::Kept) does, and has it recorded once in a while by [`Core::record_usage`](crate::Core::record_usage).

    pub use crate::administration::usage::view::{AccountUsage, DayUsage, KeyUsage, SecretUsage, TrustUsage};
    pub use crate::model::usage::{KEPT_DAYS, Usage, UsageWindow, WINDOW_ENTRIES};
}

pub mod workload {
    //! Workload identity: an account trusts an outside issuer, and a CI job or a pod gets a token with the JWT that the issuer gave it (RFC 7523 section 2.1),
    //! without a secret of its own.
    //!
    //! The platform enters the issuer's keys by [`Core::put_trusted_issuer`](crate::Core::put_trusted_issuer); nothing is ever fetched.

    pub use crate::administration::trust::list::{TrustList, TrustView};
    pub use crate::model::trust::MAX_LIVE_TRUSTS;
    pub use crate::model::trust::claim::{ClaimPrefix, ClaimValue, MAX_CLAIMS};
    pub use crate::model::trust::new::NewTrustInput;
    pub use crate::model::trust::preset::Preset;
    pub use crate::oauth::workload::issuer::{EnteredIssuer, TrustedIssuer};
    pub use crate::oauth::workload::jwks::{IgnoredKey, IssuerJwks, KnownKey};
}

pub use crate::core::{Core, Outcome};
pub use crate::value::random::Start;
