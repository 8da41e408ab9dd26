//! The round-trip budget: how often each operation asks the store, at ten accounts and at ten thousand.

use badgehouse::account::{AccountQuery, CreatedAccount, NewAccount};
use badgehouse::authorize::NeedInput;
use badgehouse::contact::{ContactChangeInput, NewContact, Repair};
use badgehouse::crypto::{Algorithm, BuiltIn, PublicJwk};
use badgehouse::grant::TokenRequest;
use badgehouse::http::HttpRequest;
use badgehouse::page::PageInput;
use badgehouse::permission::{CheckInput, HoldersInput, Level, PermissionChange};
use badgehouse::principal::Principal;
use badgehouse::secret::NewSecretInput;
use badgehouse_native::{Engine, MemoryStore};
use badgehouse_simulation::ISSUER;
use badgehouse_simulation::{actor, settings};
use badgehouse_tests::jwt;
use badgehouse_tests::watched::{Counts, Watched};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use serde_json::json;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

/// One get and one commit: what any administrative change may ask.
const CHANGE: [u64; 3] = [1, 0, 1];
/// The same of a company's first change, which looks whether there was something before.
const FIRST_CHANGE: [u64; 3] = [1, 1, 1];
/// One get.
const READ: [u64; 3] = [1, 0, 0];
/// One list; a user's levels need no get.
const LIST: [u64; 3] = [0, 1, 0];
/// One get and one list.
const READ_AND_LIST: [u64; 3] = [1, 1, 0];

struct World {
    engine: Engine,
    counts: Arc<Counts>,
    over: Vec<String>,
}

impl World {
    /// Runs one operation and notes it when it asked for anything but its budget.
    async fn within<T, E: std::fmt::Debug>(
        &mut self,
        name: &str,
        budget: [u64; 3],
        operation: impl AsyncFnOnce(&Engine) -> Result<T, E>,
    ) -> T {
        let before = self.counts.asked();
        let answer = operation(&self.engine).await.unwrap_or_else(|error| panic!("{name}: {error:?}"));
        let after = self.counts.asked();
        let asked: Vec<u64> = after.iter().zip(before).map(|(after, before)| after - before).collect();
        if asked != budget {
            self.over.push(format!("{name}: gets, lists, commits are {asked:?}, the budget is {budget:?}"));
        }
        answer
    }
}

#[tokio::test]
async fn each_operation_stays_in_its_budget_at_ten_accounts() {
    stays_in_budget(10).await;
}

#[tokio::test]
async fn each_operation_stays_in_its_budget_at_ten_thousand_accounts() {
    stays_in_budget(10_000).await;
}

async fn stays_in_budget(accounts: usize) {
    let counts = Arc::new(Counts::default());
    let store = Watched::new(MemoryStore::new(), Arc::clone(&counts));
    let engine = Engine::open(settings(), store).expect("the settings");
    for number in 1..accounts {
        let new = custom(&format!("Account {number}"));
        engine.create_account(user(), acme(), new, None).await.expect("an account");
    }
    // The first key is made once in the life of a store.
    engine.jwks().await.expect("the first key");
    let mut world = World { engine, counts, over: Vec::new() };

    let new = custom("The one");
    let created = world
        .within("create an account", CHANGE, async |engine| {
            engine.create_account(user(), acme(), new, Some("key-1".into())).await
        })
        .await;
    let id = created.account.client_id.to_string();
    let secret = created.client_secret.expect("a secret").reveal().to_owned();
    world
        .within("get an account", READ, async |engine| engine.get_account(user(), acme(), id.clone()).await)
        .await;
    let page = || PageInput { limit: Some(100), cursor: None };
    world
        .within("a page of accounts", LIST, async |engine| {
            engine.list_accounts(user(), acme(), page().into()).await
        })
        .await;
    // A thousand are looked at for one page, a hundred at a time; of none is a template read.
    let batches = u64::try_from(accounts.min(1000).div_ceil(100)).expect("a few");
    world
        .within("a page of those to look at", [batches, batches, 0], async |engine| {
            let query = AccountQuery { attention: true, ..page().into() };
            engine.list_accounts(user(), acme(), query).await
        })
        .await;

    let projects: Vec<_> = (0..20)
        .map(|number| json!({ "project": format!("p{number}"), "levels": { "rfis": "admin" } }))
        .collect();
    let wanted: PermissionChange =
        serde_json::from_value(json!({ "company": { "portfolio": "admin" }, "projects": projects }))
            .expect("a change");
    world
        .within("set permissions in twenty projects", CHANGE, async |engine| {
            engine.set_permissions(user(), acme(), id.clone(), wanted, None).await
        })
        .await;
    world
        .within("get permissions", READ_AND_LIST, async |engine| {
            engine.get_permissions(user(), acme(), id.clone(), page()).await
        })
        .await;
    let replaced: PermissionChange =
        serde_json::from_value(json!({ "projects": [{ "project": "p1", "levels": {} }] })).expect("a change");
    world
        .within("preview permissions", READ, async |engine| {
            engine.preview_permissions(user(), acme(), id.clone(), replaced).await
        })
        .await;
    world
        .within("effective permissions", READ, async |engine| {
            engine.effective_permissions(user(), acme(), id.clone(), Some("p1".into())).await
        })
        .await;
    let many = CheckInput {
        tool: "rfis".into(),
        level: Some(Level::Admin),
        action: None,
        projects: (0..64).map(|number| format!("p{number}")).collect(),
    };
    world
        .within("check 64 projects", READ, async |engine| {
            engine.check_permissions(user(), acme(), id.clone(), many).await
        })
        .await;
    let holders = |cursor: Option<&str>| HoldersInput {
        tool: "rfis".into(),
        level: Some(Level::Admin),
        action: None,
        project: Some("p1".into()),
        limit: Some(100),
        cursor: cursor.map(Into::into),
    };
    world
        .within("who can by company level", LIST, async |engine| {
            engine.list_holders(user(), acme(), holders(None)).await
        })
        .await;
    world
        .within("who can in a project", READ_AND_LIST, async |engine| {
            engine.list_holders(user(), acme(), holders(Some("p."))).await
        })
        .await;

    let request = |scope: Option<&str>| TokenRequest {
        client_id: id.clone(),
        client_secret: secret.clone().into(),
        scope: scope.map(Into::into),
        ..TokenRequest::default()
    };
    let token = world
        .within("a token", READ, async |engine| engine.request_token(request(None)).await)
        .await
        .access_token;
    let scope = Some("rfis:admin project=p1 project=p2");
    world
        .within("a token with a scope", READ, async |engine| engine.request_token(request(scope)).await)
        .await;
    tokens_by_other_proofs(&mut world, &id, request(None)).await;
    let header = Some(format!("Bearer {token}"));
    let need = |project: Option<&str>| NeedInput {
        company: "acme".into(),
        audience: None,
        tool: if project.is_some() { "rfis".into() } else { "portfolio".into() },
        level: Some(Level::Admin),
        action: None,
        project: project.map(Into::into),
    };
    world.within("authorize", READ, async |engine| engine.authorize(header.clone(), need(None)).await).await;
    world
        .within("authorize in a project", READ, async |engine| {
            engine.authorize(header, need(Some("p1"))).await
        })
        .await;

    world
        .within("get a contact", READ, async |engine| engine.get_contact(user(), acme(), id.clone()).await)
        .await;
    world.within("get usage", READ, async |engine| engine.get_usage(user(), acme(), id.clone()).await).await;
    world.within("record usage", CHANGE, async |engine| engine.record_usage().await).await;
    let edit = ContactChangeInput { email: Some("new@acme.com".into()), companies: None, insist: Some(1) };
    world
        .within("change a contact", CHANGE, async |engine| {
            engine.change_contact(user(), acme(), id.clone(), edit).await
        })
        .await;
    world
        .within("repair a contact", CHANGE, async |engine| {
            engine.repair_contact(user(), acme(), id.clone(), Repair::Restore).await
        })
        .await;
    let entry = NewContact { email: "someone@acme.com".into() };
    world
        .within("create a contact", CHANGE, async |engine| engine.create_contact(user(), acme(), entry).await)
        .await;

    let rotation = NewSecretInput { overlap_seconds: Some(60), ..NewSecretInput::default() };
    let added = world
        .within("rotate a secret", CHANGE, async |engine| {
            engine.add_secret(user(), acme(), id.clone(), rotation, Some("key-2".into())).await
        })
        .await;
    world
        .within("list secrets", READ, async |engine| engine.list_secrets(user(), acme(), id.clone()).await)
        .await;
    let secret_id = added.secret.secret_id.to_string();
    world
        .within("revoke a secret", CHANGE, async |engine| {
            engine.revoke_secret(user(), acme(), id.clone(), secret_id).await
        })
        .await;
    world
        .within("delete an account", CHANGE, async |engine| {
            engine.delete_account(user(), acme(), id.clone()).await
        })
        .await;
    let first = world
        .within("bootstrap", FIRST_CHANGE, async |engine| {
            engine.bootstrap("zenith".into(), "First".into()).await
        })
        .await;
    let program = program(&first);
    world
        .within("a page of accounts, for a service account", READ_AND_LIST, async |engine| {
            engine.list_accounts(program, "zenith".into(), page().into()).await
        })
        .await;
    let (token, key) = actor_token();
    world
        .within("verify a signature against a given key", [0, 0, 0], async |engine| {
            engine.verify_actor_token(token, "app".into(), vec![key]).await
        })
        .await;
    assert!(world.over.is_empty(), "{}", world.over.join("\n"));
}

/// A service account as an actor.
fn program(created: &CreatedAccount) -> Principal {
    let account = &created.account;
    let input = json!({ "company": account.company, "id": account.client_id, "kind": "service_account" });
    Principal::Actor(actor(Some(input)).expect("an actor"))
}

/// A token of the product for one of its users, and the key that it is verified with.
fn actor_token() -> (String, PublicJwk) {
    let signer = BuiltIn::new(settings().sealing_keys);
    let key = signer.generate(Algorithm::EdDsa, &mut ChaCha20Rng::from_seed([3; 32])).expect("a key");
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("a time").as_secs();
    let claims = json!({
        "iss": "app", "aud": settings().admin_audience(), "sub": "ann", "company": "acme", "levels": {},
        "jti": "1", "iat": now, "exp": now + 60,
    });
    let header = json!({ "typ": "badgehouse-actor+jwt", "alg": "EdDSA" });
    (jwt::signed_by(&signer, &key, &header, &claims), key.jwk)
}

fn acme() -> String {
    "acme".into()
}

fn custom(name: &str) -> NewAccount {
    NewAccount::custom(name)
}

fn user() -> Principal {
    let levels = json!({ "admin": "admin", "directory": "admin" });
    let ann = json!({ "company": "acme", "id": "ann", "kind": "user", "levels": levels });
    Principal::Actor(actor(Some(ann)).expect("an actor"))
}

/// A client assertion and a DPoP proof count once, which costs the one commit; the JWT of an outside issuer does not, unless its trust says so.
async fn tokens_by_other_proofs(world: &mut World, id: &str, request: TokenRequest) {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs();
    let jwk = serde_json::from_value(json!({ "jwk": jwt::public("ec") })).expect("a wish");
    world
        .within("add a key", CHANGE, async |engine| engine.add_key(user(), acme(), id.into(), jwk).await)
        .await;
    let assertion = jwt::signed("ec", json!({}), jwt::assertion_claims(id, "1", now));
    let form = format!(
        "grant_type=client_credentials&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer&client_assertion={assertion}"
    );
    world.within("a token by an assertion", CHANGE, async |engine| posted(engine, form).await).await;

    let claims = jwt::proof_claims(&format!("{ISSUER}/oauth/token"), "1", now);
    let dpop = Some(jwt::signed("ec", jwt::proof_header(), claims));
    let bound = TokenRequest { dpop, ..request };
    world.within("a bound token", CHANGE, async |engine| engine.request_token(bound).await).await;

    let issuer = json!({ "issuer": "https://ci.example.com", "jwks": { "keys": [jwt::public("okp")] } });
    let issuer = serde_json::from_value(issuer).expect("an issuer");
    world.within("put an issuer", CHANGE, async |engine| engine.put_trusted_issuer(issuer).await).await;
    for (sub, once, budget) in [("job", false, READ), ("one", true, CHANGE)] {
        let trust = json!({
            "issuer": "https://ci.example.com", "audience": ISSUER, "claims": { "sub": sub }, "once": once,
        });
        let trust = serde_json::from_value(trust).expect("a wish");
        world
            .within("add a trust", CHANGE, async |engine| {
                engine.add_trust(user(), acme(), id.into(), trust).await
            })
            .await;
        let claims = json!({
            "iss": "https://ci.example.com", "sub": sub, "aud": ISSUER, "exp": now + 60, "jti": "1",
        });
        let job = jwt::signed("okp", json!({}), claims);
        let form = format!(
            "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&client_id={id}&assertion={job}"
        );
        world.within("a token for a job", budget, async |engine| posted(engine, form).await).await;
    }
}

async fn posted(engine: &Engine, form: String) -> Result<(), String> {
    let request = HttpRequest {
        method: "POST".into(),
        target: "/oauth/token".into(),
        headers: vec![("content-type".into(), "application/x-www-form-urlencoded".into())],
        body: form.into_bytes().into(),
        ..HttpRequest::default()
    };
    let response = engine.handle(request, None).await;
    if response.status == 200 { Ok(()) } else { Err(String::from_utf8_lossy(&response.body).into_owned()) }
}
