//! What `cargo xtask bench` counts the instructions of: an operation again and again, in a world in which everything is decided, so
//! that two runs do the same.

use badgehouse::account::NewAccount;
use badgehouse::authorize::NeedInput;
use badgehouse::grant::TokenRequest;
use badgehouse::permission::{Level, PermissionChange};
use badgehouse::principal::Principal;
use badgehouse_simulation::{Simulation, actor, seed};
use serde_json::json;
use std::hint::black_box;

const COMPANY: &str = "acme";

fn main() {
    let mut arguments = std::env::args().skip(1);
    let operation = arguments.next().expect("an operation");
    let times: u64 = arguments.next().and_then(|times| times.parse().ok()).expect("how often");
    let mut world = Simulation::new(1_800_000_000);
    let (client_id, secret) = account(&mut world);
    let request = || TokenRequest {
        client_id: client_id.clone(),
        client_secret: secret.clone().into(),
        ..TokenRequest::default()
    };
    let token = world.run(seed(2, 0), |core, start| core.request_token(start, request())).expect("a token");
    let header = format!("Bearer {}", token.access_token);
    for number in 0..times {
        match operation.as_str() {
            "request-token" => {
                let done = world.run(seed(3, number), |core, start| core.request_token(start, request()));
                black_box(done.expect("a token"));
            }
            "authorize" => {
                let header = Some(header.clone());
                let done = world.run(seed(4, number), |core, start| core.authorize(start, header, need()));
                black_box(done.expect("a call that goes through"));
            }
            unknown => panic!("no operation is called {unknown}"),
        }
    }
}

/// An account that may read in a project, and its secret.
fn account(world: &mut Simulation) -> (String, String) {
    let ann = json!({ "company": COMPANY, "id": "ann", "kind": "user", "levels": { "admin": "admin", "directory": "admin" } });
    let ann = || Principal::Actor(actor(Some(ann.clone())).expect("an actor"));
    let new = NewAccount::custom("Nightly export");
    let created = world
        .run(seed(1, 0), |core, start| core.create_account(start, ann(), COMPANY.into(), new, None))
        .expect("an account");
    let client_id = created.account.client_id.to_string();
    let granted = json!({ "projects": [{ "project": "p1", "levels": { "rfis": "read_only" } }] });
    let granted: PermissionChange = serde_json::from_value(granted).expect("a change");
    world
        .run(seed(1, 1), |core, start| {
            core.set_permissions(start, ann(), COMPANY.into(), client_id.clone(), granted, None)
        })
        .expect("permissions");
    (client_id, created.client_secret.expect("a secret").reveal().to_owned())
}

fn need() -> NeedInput {
    NeedInput {
        company: COMPANY.into(),
        audience: None,
        tool: "rfis".into(),
        level: Some(Level::ReadOnly),
        action: None,
        project: Some("p1".into()),
    }
}
