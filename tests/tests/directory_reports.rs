//! A host with a directory of its own reports what a contact has become: whatever the order, repeated or late, the end is the newest state, and the same
//! as when the contact is changed here.

use badgehouse::contact::{ContactReport, ContactView, Repair};
use badgehouse::error::Code;
use badgehouse::principal::Principal;
use badgehouse_simulation::small_world::user;
use badgehouse_simulation::{Simulation, seed};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use serde_json::json;

const ACME: &str = "acme";

fn by() -> Principal {
    user(ACME, json!({ "admin": "admin", "directory": "admin" }))
}

struct World {
    simulation: Simulation,
    id: String,
    bound: String,
    calls: u64,
}

impl World {
    fn new() -> Self {
        let mut simulation = Simulation::new(1_800_000_000);
        let new = badgehouse::account::NewAccount::custom("Sync");
        let made = simulation
            .run(seed(1, 1), |core, start| core.create_account(start, by(), ACME.into(), new, None))
            .expect("an account");
        let (id, bound) = (made.account.client_id.to_string(), made.account.contact_email);
        Self { simulation, id, bound, calls: 0 }
    }

    fn report(&mut self, report: &ContactReport) -> bool {
        self.calls += 1;
        let (id, report) = (self.id.clone(), report.clone());
        let reported = self
            .simulation
            .run(seed(2, self.calls), |core, start| core.report_contact(start, ACME.into(), id, report));
        reported.expect("reported").applied
    }

    fn contact(&mut self) -> ContactView {
        let id = self.id.clone();
        self.simulation
            .run(seed(3, 3), |core, start| core.get_contact(start, by(), ACME.into(), id))
            .expect("a contact")
    }

    /// The last audit event's number, and the account's revision.
    fn moved(&mut self) -> (u64, u64) {
        let id = self.id.clone();
        let head =
            self.simulation.run(seed(3, 4), |core, start| core.get_audit_head(start, by(), ACME.into()));
        let account =
            self.simulation.run(seed(3, 5), |core, start| core.get_account(start, by(), ACME.into(), id));
        (head.expect("a head").number, account.expect("an account").revision)
    }

    /// The states that a directory may be in.
    fn states(&self) -> Vec<(String, Vec<String>)> {
        let companies = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        vec![
            (self.bound.clone(), companies(&[ACME])),
            (self.bound.to_ascii_uppercase(), companies(&[ACME])),
            ("bob@example.com".into(), companies(&[ACME])),
            (self.bound.clone(), companies(&[ACME, "zenith"])),
            (self.bound.clone(), companies(&[])),
            ("bob@example.com".into(), companies(&["zenith"])),
        ]
    }
}

/// What matters of a contact: all but its own revision, which counts changes.
fn state(contact: &ContactView) -> impl PartialEq + std::fmt::Debug + use<> {
    (contact.email.clone(), contact.companies.clone(), contact.functional, contact.problems.clone())
}

#[test]
fn reports_in_any_order_repeated_and_late_end_as_the_newest() {
    let mut random = ChaCha20Rng::from_seed([7; 32]);
    let mut below = |bound: usize| (random.next_u32() as usize) % bound;
    for _ in 0..300 {
        let mut world = World::new();
        let states = world.states();
        let mut reports: Vec<ContactReport> = (1..=4_u64)
            .map(|number| {
                let (email, companies) = states[below(states.len())].clone();
                ContactReport { email, companies, revision: number * 10 }
            })
            .collect();
        let newest = reports[3].clone();
        reports.extend((0..3).map(|_| reports[below(4)].clone()).collect::<Vec<_>>());
        for end in (1..reports.len()).rev() {
            reports.swap(end, below(end + 1));
        }
        let mut highest = 0;
        for report in &reports {
            assert_eq!(world.report(report), report.revision > highest, "{reports:?}");
            highest = highest.max(report.revision);
        }

        let mut edited = World::new();
        let change = json!({ "email": newest.email, "companies": newest.companies, "insist": 1 });
        let change = serde_json::from_value(change).expect("a change");
        let id = edited.id.clone();
        edited
            .simulation
            .run(seed(4, 4), |core, start| core.change_contact(start, by(), ACME.into(), id, change))
            .expect("changed");
        assert_eq!(state(&world.contact()), state(&edited.contact()), "{reports:?}");
    }
}

#[test]
fn a_report_that_changes_nothing_touches_no_account_and_is_remembered() {
    let mut world = World::new();
    let sound = |world: &World, revision| ContactReport {
        email: world.bound.clone(),
        companies: vec![ACME.into()],
        revision,
    };
    let before = world.moved();
    let report = sound(&world, 9);
    assert!(world.report(&report));
    assert_eq!(world.moved(), before, "no event and no new revision");
    let late = ContactReport { email: "bob@example.com".into(), ..sound(&world, 8) };
    assert!(!world.report(&late), "it is older than one that changed nothing");
    assert!(world.contact().functional);
    let news = ContactReport { email: "bob@example.com".into(), ..sound(&world, 10) };
    assert!(world.report(&news));
    assert_eq!(world.moved(), (before.0 + 1, before.1 + 1), "one event");
    assert!(!world.contact().functional);
}

#[test]
fn a_repair_stands_until_the_directory_reports_anew() {
    let mut world = World::new();
    let broken = ContactReport { email: "bob@example.com".into(), companies: vec![ACME.into()], revision: 5 };
    world.report(&broken);
    let id = world.id.clone();
    world
        .simulation
        .run(seed(5, 5), |core, start| core.repair_contact(start, by(), ACME.into(), id, Repair::Restore))
        .expect("repaired");
    assert!(!world.report(&broken));
    assert!(world.contact().functional);
    assert!(world.report(&ContactReport { revision: 6, ..broken }));
    assert!(!world.contact().functional);
}

#[test]
fn a_report_that_is_none_or_of_no_account_is_refused() {
    let mut world = World::new();
    let good = ContactReport { email: "bob@example.com".into(), companies: vec![ACME.into()], revision: 1 };
    let table = world.simulation.table.clone();
    let foreign = World::new().id.replace(&world.id[35..], "aaaaaaaaaaaaaaaaaaaa");
    let cases = [
        (
            ACME,
            world.id.clone(),
            ContactReport { email: "no address".into(), ..good.clone() },
            Code::InvalidInput,
        ),
        (ACME, world.id.clone(), ContactReport { revision: u64::MAX, ..good.clone() }, Code::InvalidInput),
        (ACME, "sa_short".into(), good.clone(), Code::InvalidInput),
        (ACME, foreign, good.clone(), Code::NotFound),
        ("zenith", world.id.clone(), good, Code::NotFound),
    ];
    for (company, id, report, code) in cases {
        let refused = world
            .simulation
            .run(seed(6, 6), |core, start| core.report_contact(start, company.into(), id, report))
            .expect_err("refused");
        assert_eq!(refused.code, code);
    }
    assert_eq!(world.simulation.table, table);
}

#[test]
fn the_addresses_of_machines_are_known_by_their_form() {
    let world = World::new();
    let core = &world.simulation.core;
    assert!(core.is_machine_contact(&world.bound));
    assert!(core.is_machine_contact(&world.bound.to_ascii_uppercase()));
    let of = |local: &str| format!("{local}@contacts.example.com");
    for other in [
        "ann@example.com".into(),
        of("ann"),
        of("aaaaaaaaaaaaaaaaaaa1"),
        of("aaaaaaaaaaaaaaaaaaaaa"),
        world.bound.replace("contacts.", ""),
        String::new(),
    ] {
        assert!(!core.is_machine_contact(&other), "{other}");
    }
}
