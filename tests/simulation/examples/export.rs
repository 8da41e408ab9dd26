//! What `cargo xtask long scale` imports: an export, as `badgehouse export` writes it, of so many companies with so many accounts each, as the core
//! makes them. Standard output is the export; on standard error there is a line of JSON for each company, with its administrator and an account.
//!
//! The sealing key is 32 bytes of 42, as in every simulation.

use badgehouse::account::{CreatedAccount, NewAccount};
use badgehouse::permission::PermissionChange;
use badgehouse::principal::Principal;
use badgehouse_simulation::{Simulation, Table, actor, seed};
use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io::{self, BufWriter, Write};
use std::time::SystemTime;

fn main() -> io::Result<()> {
    let mut numbers = std::env::args().skip(1).map(|text| text.parse::<u64>().expect("a number"));
    let (companies, accounts) =
        (numbers.next().expect("how many companies"), numbers.next().expect("of how many accounts"));
    let now = SystemTime::UNIX_EPOCH.elapsed().expect("a clock").as_secs();
    let empty = Simulation::new(now);
    let mut export = Export::begin(BufWriter::new(io::stdout().lock()))?;
    let mut shared = empty.table.clone();
    for (segment, number) in segments(&empty, companies) {
        // What belongs to no company stands between them, by its key.
        let later = shared.split_off(&badgehouse::store::Key::parse(format!("{segment}/")).expect("a key"));
        export.rows(&std::mem::replace(&mut shared, later))?;
        let mut world = empty.clone();
        fill(&mut world, number, accounts);
        world.table.retain(|key, _| key.partition() == segment);
        export.rows(&world.table)?;
    }
    export.rows(&shared)?;
    export.end()
}

/// Under which first segment of its keys each company's number is.
fn segments(empty: &Simulation, companies: u64) -> BTreeMap<String, u64> {
    let segment = |number: u64| {
        let mut world = empty.clone();
        fill(&mut world, number, 0);
        let of_company = world.table.keys().find(|key| !empty.table.contains_key(key));
        of_company.expect("something of the company").partition().to_owned()
    };
    (0..companies).map(|number| (segment(number), number)).collect()
}

/// A company: its administrator, and accounts that each may do something in it and in one of a hundred projects.
fn fill(world: &mut Simulation, number: u64, accounts: u64) {
    let company = format!("company-{number}");
    let administrator = world
        .run(seed(number, 0), |core, start| core.bootstrap(start, company.clone(), "Administrator".into()))
        .expect("an administrator");
    let mut first = None;
    for account in 0..accounts {
        let made = make(world, &company, number, account);
        first.get_or_insert(made);
    }
    let Some(first) = first else { return };
    let credentials = |made: &CreatedAccount| {
        let secret = made.client_secret.as_ref().expect("a secret").reveal();
        json!({ "client_id": made.account.client_id.to_string(), "client_secret": secret })
    };
    eprintln!(
        "{}",
        json!({ "company": company, "administrator": credentials(&administrator), "account": credentials(&first) })
    );
}

fn make(world: &mut Simulation, company: &str, number: u64, account: u64) -> CreatedAccount {
    let levels = json!({ "admin": "admin", "directory": "admin", "rfis": "admin", "drawings": "admin" });
    let ann: Value = json!({ "company": company, "id": "ann", "kind": "user", "levels": levels });
    let ann = || Principal::Actor(actor(Some(ann.clone())).expect("an actor"));
    let new = NewAccount::custom(format!("Account {account} of the company"));
    let made = world
        .run(seed(number, 2 * account + 1), |core, start| {
            core.create_account(start, ann(), company.into(), new, None)
        })
        .expect("an account");
    let project = format!("project-{}", account % 100);
    let change = json!({ "company": { "rfis": "read_only" }, "projects": [{ "project": project, "levels": { "drawings": "standard" } }] });
    let change: PermissionChange = serde_json::from_value(change).expect("a change");
    let id = made.account.client_id.to_string();
    world
        .run(seed(number, 2 * account + 2), |core, start| {
            core.set_permissions(start, ann(), company.into(), id, change, None)
        })
        .expect("permissions");
    made
}

/// The lines of `host/server/src/moving/lines.rs`.
struct Export<W> {
    out: W,
    rows: u64,
    digest: Sha256,
}

impl<W: Write> Export<W> {
    fn begin(out: W) -> io::Result<Self> {
        let mut new = Self { out, rows: 0, digest: Sha256::new() };
        new.line("{\"format\":\"badgehouse-export\",\"version\":1}\n")?;
        Ok(new)
    }

    fn rows(&mut self, table: &Table) -> io::Result<()> {
        for (key, entry) in table {
            let value = BASE64URL_NOPAD.encode(&entry.value);
            self.line(&format!("{{\"key\":\"{key}\",\"value\":\"{value}\"}}\n"))?;
            self.rows += 1;
        }
        Ok(())
    }

    fn line(&mut self, line: &str) -> io::Result<()> {
        self.digest.update(line);
        self.out.write_all(line.as_bytes())
    }

    fn end(mut self) -> io::Result<()> {
        let sha256 = HEXLOWER.encode(&self.digest.finalize());
        writeln!(self.out, "{{\"rows\":{},\"sha256\":\"{sha256}\"}}", self.rows)?;
        self.out.flush()
    }
}
