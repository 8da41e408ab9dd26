//! What one is told that it may do is what the operations do, for people and programs of many levels and accounts that hold little and much.

use badgehouse::http::HttpRequest;
use badgehouse::principal::Actor;
use badgehouse_simulation::actor;
use badgehouse_simulation::companies::{administrator, json, learn};
use badgehouse_simulation::requests::{Names, Template, all};
use badgehouse_simulation::{Simulation, seed};
use badgehouse_tests::scenario::BEGIN;
use serde_json::{Value, json};

/// What a person or a program holds at company level.
fn holdings() -> [Value; 9] {
    [
        json!({}),
        json!({ "admin": "standard", "rfis": "admin" }),
        json!({ "admin": "admin" }),
        json!({ "directory": "admin" }),
        json!({ "admin": "admin", "directory": "standard", "rfis": "standard" }),
        json!({ "admin": "admin", "rfis": { "level": "read_only", "actions": ["close"] } }),
        json!({ "admin": "admin", "directory": "admin" }),
        json!({ "directory": "admin", "rfis": "admin", "budget": "admin" }),
        json!({ "admin": "admin", "directory": "admin", "rfis": "admin", "budget": "admin" }),
    ]
}

/// What an account holds, as a change of its permissions.
fn accounts() -> [Value; 6] {
    let project = |levels: Value| json!([{ "project": "p-1", "levels": levels }]);
    [
        json!({ "company": {} }),
        json!({ "company": { "rfis": "read_only" } }),
        json!({ "company": { "rfis": { "actions": ["close"] } } }),
        json!({ "company": { "rfis": "read_only" }, "projects": project(json!({ "rfis": "admin" })) }),
        json!({ "company": { "admin": "admin" } }),
        json!({ "company": { "admin": "admin", "directory": "admin", "rfis": "admin", "budget": "admin" } }),
    ]
}

/// By which right each operation on one account is done.
const OF_AN_ACCOUNT: [(&str, &[&str]); 11] = [
    ("update_account", &["administer"]),
    ("disable_account", &["administer"]),
    ("delete_account", &["administer"]),
    ("enable_account", &["administer", "bring_credential"]),
    ("add_secret", &["bring_credential"]),
    ("add_key", &["bring_credential"]),
    ("add_trust", &["bring_credential"]),
    ("set_permissions", &["configure"]),
    ("assign_template", &["configure"]),
    ("change_contact", &["configure"]),
    ("repair_contact", &["repair"]),
];

/// The same of operations that look at no account's levels.
const OF_THE_COMPANY: [(&str, &str); 12] = [
    ("get_catalogue", "look"),
    ("get_usage", "look"),
    ("list_audit_events", "look"),
    ("get_audit_head", "look"),
    ("list_accounts", "administer_accounts"),
    ("get_account", "administer_accounts"),
    ("create_account", "administer_accounts"),
    ("revoke_secret", "administer_accounts"),
    ("get_permissions", "administer_directory"),
    ("list_templates", "administer_directory"),
    ("get_contact", "administer_directory"),
    ("list_machine_contacts", "administer_directory"),
];

struct World {
    simulation: Simulation,
    templates: Vec<Template>,
    /// The names of each account's things: first those of `accounts`, then of the programs.
    accounts: Vec<Names>,
    programs: Vec<Actor>,
}

impl World {
    fn new() -> Self {
        let (simulation, templates) = (Simulation::new(BEGIN), all());
        let mut world = Self { simulation, templates, accounts: Vec::new(), programs: Vec::new() };
        let company = Names::from([("company".into(), "acme".into())]);
        let empty = world.request("create_template", &company);
        let empty = world.done(with(empty, &json!({ "name": "None", "levels": {} })));
        let programs = holdings().map(|held| json!({ "company": held }));
        for held in accounts().iter().chain(&programs) {
            let mut names = company.clone();
            learn(&mut names, &empty);
            names.insert("jwk_x".into(), "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo".into());
            names.insert("audience".into(), "badges".into());
            let created = world.done(world.request("create_account", &names));
            learn(&mut names, &created);
            world.done(with(world.request("set_permissions", &names), held));
            world.accounts.push(names);
        }
        let programs = world.accounts.iter().skip(accounts().len()).map(|names| {
            let program = json!({ "company": "acme", "id": names["client_id"], "kind": "service_account" });
            actor(Some(program)).expect("an actor")
        });
        world.programs = programs.collect();
        world
    }

    fn request(&self, operation: &str, names: &Names) -> HttpRequest {
        let template = self.templates.iter().find(|template| template.operation == operation);
        template.expect("an operation of the document").request(names)
    }

    /// What the company's administrator is answered.
    fn done(&mut self, request: HttpRequest) -> Value {
        let number = self.simulation.table.len() as u64;
        let answer = self.simulation.handle(seed(1, number), request, Some(administrator("acme")));
        assert!(answer.status < 300, "{}", json(&answer));
        json(&answer)
    }

    fn actors(&self) -> Vec<Actor> {
        let person = |levels: Value| {
            actor(Some(json!({ "company": "acme", "id": "eve", "kind": "user", "levels": levels })))
        };
        let people = holdings().into_iter().filter_map(person);
        people.chain(self.programs.iter().cloned()).collect()
    }

    /// The accounts, and of a program its own.
    fn accounts_for(&self, by: &Actor) -> impl Iterator<Item = &Names> {
        let by = by.id.to_string();
        let (accounts, programs) = self.accounts.split_at(accounts().len());
        accounts.iter().chain(programs.iter().filter(move |names| names["client_id"] == by))
    }

    fn asked(&self, by: &Actor, names: &Names, account: bool) -> (u16, Value) {
        let mut request = self.request("get_me", names);
        if !account {
            request.target = request.target.split('?').next().expect("a path").into();
        }
        let answer = self.simulation.clone().handle(seed(2, 1), request, Some(by.clone()));
        (answer.status, json(&answer))
    }

    /// What becomes of an operation, with what is missing where it is refused.
    fn tried(&self, operation: &str, by: &Actor, names: &Names) -> Value {
        let mut simulation = self.simulation.clone();
        let before = match operation {
            "enable_account" => Some("disable_account"),
            "repair_contact" => Some("change_contact"),
            _ => None,
        };
        if let Some(before) = before {
            let request = self.request(before, names);
            assert_eq!(simulation.handle(seed(2, 2), request, Some(administrator("acme"))).status, 200);
        }
        let request = self.request(operation, names);
        let request = match operation {
            // What takes nothing beyond what anybody may set.
            "set_permissions" => with(request, &json!({ "projects": [{ "project": "p-9", "levels": {} }] })),
            "repair_contact" => with(request, &json!({ "how": "restore" })),
            _ => request,
        };
        let answer = simulation.handle(seed(2, 3), request, Some(by.clone()));
        if answer.status < 300 {
            return json!({ "allowed": true });
        }
        let refusal = json(&answer);
        assert_eq!(refusal["code"], "missing_permission", "{operation} by {by:?}: {refusal}");
        json!({ "allowed": false, "missing": refusal["required"] })
    }
}

fn with(request: HttpRequest, body: &Value) -> HttpRequest {
    HttpRequest { body: body.to_string().into_bytes().into(), ..request }
}

#[test]
fn nobody_is_told_to_be_allowed_what_is_refused_nor_refused_what_is_allowed() {
    let world = World::new();
    let (mut allowed, mut refused) = (0, 0);
    let mut count = |told: &Value| if told["allowed"] == true { allowed += 1 } else { refused += 1 };
    for by in world.actors() {
        for names in world.accounts_for(&by) {
            let (status, me) = world.asked(&by, names, true);
            if status != 200 {
                assert_eq!((status, &me["required"]), (403, &json!({ "tool": "admin", "level": "admin" })));
                let (status, me) = world.asked(&by, names, false);
                assert_eq!((status, &me["rights"]["look"]["allowed"]), (200, &json!(false)));
                continue;
            }
            for (operation, rights) in OF_AN_ACCOUNT {
                let told = rights.iter().map(|right| &me["account"][right]);
                let told = told.reduce(|first, next| if first["allowed"] == true { next } else { first });
                let told = told.expect("a right");
                assert_eq!(*told, world.tried(operation, &by, names), "{operation} by {by:?} of {me}");
                count(told);
            }
        }
        let (_, me) = world.asked(&by, &world.accounts[0], false);
        for (operation, right) in OF_THE_COMPANY {
            let told = &me["rights"][right];
            assert_eq!(*told, world.tried(operation, &by, &world.accounts[0]), "{operation} by {by:?}");
            count(told);
        }
        // The account that holds everything: who may bring it a credential may bring one to all.
        let whatever = world.tried("add_secret", &by, &world.accounts[5]);
        let told = &me["rights"]["bring_any_credential"];
        let program = me["kind"] == "service_account";
        assert!(told["allowed"] == whatever["allowed"] || program, "by {by:?}: {told} and {whatever}");
        assert!(!program || (told["allowed"] == false && told.get("missing").is_none()), "by {by:?}: {told}");
    }
    assert!(allowed > 300 && refused > 500, "{allowed} allowed, {refused} refused");
}
