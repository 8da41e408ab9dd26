//! A search over every sequence of four operations by two actors: none leads to a level that neither of them had.
//!
//! The actors are service accounts of one company, in every combination of rights in which neither is Admin on both tools by itself, which is a right over every
//! account. An actor acts as every account whose secret it was given. States that were seen are not searched again.

use badgehouse::permission::Level;
use badgehouse::principal::Principal;
use badgehouse_simulation::small_world::{Made, SmallWorld, program};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

const COMPANY: &str = "acme";
const TOOLS: [&str; 4] = ["admin", "directory", "rfis", "budget"];
const PROJECT: &str = "p1";
const DEPTH: usize = 4;
/// The accounts that there may be: two actors, a bystander that holds more, and one that they make.
const MOST_ACCOUNTS: usize = 4;

/// Levels by tool.
type Levels = [Level; 4];

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Account {
    company: Levels,
    project: Levels,
    /// Whether the actors have a secret of it.
    theirs: bool,
    secrets: usize,
    deleted: bool,
    /// Whether its contact was taken from it.
    broken: bool,
    /// Whether a public key of the actors was entered.
    key: bool,
}

/// What the search tells states apart by: all that a decision may depend on.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct State {
    accounts: Vec<Account>,
    /// What the template that there may be gives.
    template: Option<(usize, Level)>,
}

#[derive(Clone)]
struct Node {
    world: SmallWorld,
    made: Vec<Made>,
    state: State,
    template_id: String,
}

#[derive(Clone, Debug)]
enum Act {
    Set { target: usize, tool: usize, level: Level, in_project: bool },
    AddSecret { target: usize },
    AddKey { target: usize },
    WriteTemplate { tool: usize, level: Level },
    Assign { target: usize, in_project: bool },
    Job { target: usize, tool: usize, in_project: bool },
    Undelete { target: usize },
    Create,
    Delete { target: usize },
    Insist { target: usize },
    Repair { target: usize },
}

#[test]
fn no_four_operations_of_two_actors_lead_to_a_level_that_neither_had() {
    let mut operations = 0;
    for rights in [
        [["admin", "none"], ["none", "admin"]],
        [["admin", "none"], ["admin", "none"]],
        [["none", "admin"], ["none", "admin"]],
        [["none", "admin"], ["none", "none"]],
        [["admin", "standard"], ["standard", "admin"]],
    ] {
        operations += search(rights);
    }
    assert!(operations > 1000, "the search tried {operations} operations only");
}

/// Gives how many operations were tried.
fn search(rights: [[&str; 2]; 2]) -> usize {
    let level = |name: &str| name.parse::<Level>().expect("a level");
    let held = [[Level::Standard, Level::None], [Level::None, Level::ReadOnly]];
    let mut node = Node {
        world: SmallWorld::default(),
        made: Vec::new(),
        state: State { accounts: Vec::new(), template: None },
        template_id: String::new(),
    };
    let none = [Level::None; 4];
    for actor in 0..2 {
        let [admin, directory] = rights[actor].map(level);
        let [rfis, budget] = held[actor];
        node.add(true, [admin, directory, rfis, budget], none);
    }
    let bystander = [Level::None, Level::None, Level::Admin, Level::Standard];
    node.add(false, bystander, [Level::None, Level::None, Level::None, Level::Admin]);
    let had: Vec<Level> = (0..TOOLS.len())
        .map(|tool| node.state.accounts[0].company[tool].max(node.state.accounts[1].company[tool]))
        .collect();
    let (mut seen, mut frontier, mut operations) = (BTreeSet::from([node.state.clone()]), vec![node], 0);
    for _ in 0..DEPTH {
        let mut next = Vec::new();
        for node in frontier {
            for (actor, act) in node.acts() {
                operations += 1;
                let mut after = node.clone();
                if !after.perform(actor, &act) {
                    continue;
                }
                after.refuse_beyond(&had, &act);
                if seen.insert(after.state.clone()) {
                    next.push(after);
                }
            }
        }
        frontier = next;
    }
    operations
}

impl Node {
    fn add(&mut self, theirs: bool, company: Levels, project: Levels) {
        let made = self.world.create(COMPANY, "Account");
        let in_project = [Level::None, Level::None, project[2], project[3]];
        let change = json!({ "company": json_of(company), "projects": [{ "project": PROJECT, "levels": json_of(in_project) }] });
        self.world.set(Principal::Platform, COMPANY, &made.client_id, change).expect("the first levels");
        self.made.push(made);
        self.state.accounts.push(Account {
            company,
            project,
            theirs,
            secrets: 1,
            deleted: false,
            broken: false,
            key: false,
        });
    }

    /// Whatever an actor may try.
    fn acts(&self) -> Vec<(usize, Act)> {
        let mut acts = Vec::new();
        let there = |target: &usize| !self.state.accounts[*target].deleted;
        for target in (0..self.state.accounts.len()).filter(there) {
            for (tool, level) in (0..TOOLS.len())
                .flat_map(|tool| [Level::None, Level::Standard, Level::Admin].map(|level| (tool, level)))
            {
                acts.push(Act::Set { target, tool, level, in_project: false });
                if tool >= 2 {
                    acts.push(Act::Set { target, tool, level, in_project: true });
                }
            }
            acts.extend([Act::AddSecret { target }, Act::AddKey { target }, Act::Delete { target }]);
            for in_project in [false, true] {
                acts.push(Act::Assign { target, in_project });
                let tools = if in_project { 2..TOOLS.len() } else { 0..TOOLS.len() };
                acts.extend(tools.map(|tool| Act::Job { target, tool, in_project }));
            }
            acts.extend([Act::Insist { target }, Act::Repair { target }]);
        }
        if self.state.accounts.len() < MOST_ACCOUNTS {
            acts.push(Act::Create);
        }
        if self.state.template.is_none() {
            let level = Level::Admin;
            acts.extend((0..TOOLS.len()).map(|tool| Act::WriteTemplate { tool, level }));
        }
        let gone = (0..self.state.accounts.len()).filter(|target| self.state.accounts[*target].deleted);
        acts.extend(gone.map(|target| Act::Undelete { target }));
        let theirs =
            |actor: &usize| self.state.accounts[*actor].theirs && !self.state.accounts[*actor].deleted;
        let actors = (0..self.state.accounts.len()).filter(theirs);
        actors.flat_map(|actor| acts.iter().map(move |act| (actor, act.clone()))).collect()
    }

    /// Does it in the core; whether it was allowed and changed anything.
    fn perform(&mut self, actor: usize, act: &Act) -> bool {
        let by = program(&self.made[actor]);
        let company = || COMPANY.to_owned();
        match *act {
            Act::Set { target, tool, level, in_project } => {
                let mut levels = if in_project {
                    self.state.accounts[target].project
                } else {
                    self.state.accounts[target].company
                };
                levels[tool] = level;
                let levels_json = json_of(levels);
                let change = if in_project {
                    json!({ "projects": [{ "project": PROJECT, "levels": levels_json }] })
                } else {
                    json!({ "company": levels_json })
                };
                let client_id = self.made[target].client_id.clone();
                if self.world.set(by, COMPANY, &client_id, change).is_err() {
                    return false;
                }
                self.replace(target, in_project, levels);
                true
            }
            Act::AddSecret { target } => {
                let client_id = self.made[target].client_id.clone();
                let new = serde_json::from_value(json!({})).expect("a wish");
                let added = self
                    .world
                    .perform(|core, start| core.add_secret(start, by, company(), client_id, new, None));
                let Ok(_) = added else { return false };
                self.state.accounts[target].theirs = true;
                self.state.accounts[target].secrets += 1;
                true
            }
            Act::AddKey { target } => {
                let client_id = self.made[target].client_id.clone();
                let x = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";
                let new = json!({ "jwk": { "kty": "OKP", "crv": "Ed25519", "x": x } });
                let new = serde_json::from_value(new).expect("a wish");
                let added =
                    self.world.perform(|core, start| core.add_key(start, by, company(), client_id, new));
                let account = &mut self.state.accounts[target];
                account.theirs |= added.is_ok();
                account.key |= added.is_ok();
                added.is_ok()
            }
            Act::WriteTemplate { tool, level } => {
                let new = json!({ "name": "Template", "levels": { TOOLS[tool]: level } });
                let new = serde_json::from_value(new).expect("a wish");
                let written =
                    self.world.perform(|core, start| core.create_template(start, by, company(), new));
                let Ok(written) = written else { return false };
                self.template_id = written.template_id.to_string();
                self.state.template = Some((tool, level));
                true
            }
            Act::Assign { target, in_project } => {
                let Some((tool, level)) = self.state.template else { return false };
                let client_id = self.made[target].client_id.clone();
                let projects = if in_project { vec![PROJECT] } else { Vec::new() };
                let input = json!({ "template_id": self.template_id, "projects": projects });
                let input = serde_json::from_value(input).expect("an assignment");
                let assigned = self
                    .world
                    .perform(|core, start| core.assign_template(start, by, company(), client_id, input));
                if assigned.is_err() {
                    return false;
                }
                let mut levels = [Level::None; 4];
                levels[tool] = level;
                self.replace(target, in_project, levels);
                true
            }
            Act::Job { target, tool, in_project } => {
                let client_id = self.made[target].client_id.clone();
                let wanted = json!({ TOOLS[tool]: Level::Admin });
                let change = if in_project {
                    json!({ "projects": [{ "project": PROJECT, "levels": wanted }] })
                } else {
                    json!({ "company": wanted, "projects": [{ "project": "p2", "levels": {} }] })
                };
                let change = serde_json::from_value(change).expect("a change");
                let (id, other) = (client_id.clone(), by.clone());
                let job = self
                    .world
                    .perform(|core, start| core.create_permissions_job(start, other, company(), id, change));
                let Ok(job) = job else { return false };
                let job_id = job.job_id.to_string();
                let continued = self.world.perform(|core, start| {
                    core.continue_permissions_job(start, by, company(), client_id, job_id)
                });
                if continued.is_err() {
                    return false;
                }
                let mut levels = [Level::None; 4];
                levels[tool] = Level::Admin;
                self.replace(target, in_project, levels);
                true
            }
            Act::Undelete { target } => {
                let client_id = self.made[target].client_id.clone();
                let back =
                    self.world.perform(|core, start| core.undelete_account(start, by, company(), client_id));
                if back.is_err() {
                    return false;
                }
                // It comes back without a credential.
                let account = &mut self.state.accounts[target];
                (account.deleted, account.theirs, account.secrets, account.key) = (false, false, 0, false);
                true
            }
            Act::Create => {
                let new =
                    serde_json::from_value(json!({ "app_type": "custom", "name": "New" })).expect("a wish");
                let made =
                    self.world.perform(|core, start| core.create_account(start, by, company(), new, None));
                let Ok(created) = made else { return false };
                let client_id = created.account.client_id.to_string();
                let secret = created.client_secret.expect("a secret").reveal().to_owned();
                self.made.push(Made { company: company(), client_id, secret });
                let none = [Level::None; 4];
                let account = Account {
                    company: none,
                    project: none,
                    theirs: true,
                    secrets: 1,
                    deleted: false,
                    broken: false,
                    key: false,
                };
                self.state.accounts.push(account);
                true
            }
            Act::Delete { target } => {
                let client_id = self.made[target].client_id.clone();
                let deleted =
                    self.world.perform(|core, start| core.delete_account(start, by, company(), client_id));
                self.state.accounts[target].deleted |= deleted.is_ok();
                deleted.is_ok()
            }
            Act::Insist { target } => {
                let client_id = self.made[target].client_id.clone();
                let edit = json!({ "email": "someone@acme.com", "insist": 1 });
                let edit = serde_json::from_value(edit).expect("an edit");
                let operation = self
                    .world
                    .perform(|core, start| core.change_contact(start, by, company(), client_id, edit));
                self.state.accounts[target].broken |= operation.is_ok();
                operation.is_ok()
            }
            Act::Repair { target } => {
                let client_id = self.made[target].client_id.clone();
                let how = serde_json::from_value(json!("restore")).expect("a repair");
                let repaired = self
                    .world
                    .perform(|core, start| core.repair_contact(start, by, company(), client_id, how));
                self.state.accounts[target].broken &= repaired.is_err();
                repaired.is_ok()
            }
        }
    }

    fn replace(&mut self, target: usize, in_project: bool, levels: Levels) {
        let account = &mut self.state.accounts[target];
        *(if in_project { &mut account.project } else { &mut account.company }) = levels;
    }

    /// What the core says the actors' accounts hold, in the company and in the project, must lie within what they had.
    fn refuse_beyond(&mut self, had: &[Level], act: &Act) {
        for (account, made) in self
            .state
            .accounts
            .iter()
            .zip(&self.made)
            .filter(|(account, _)| account.theirs && !account.deleted)
        {
            for project in [None, Some(PROJECT.to_owned())] {
                let (company, client_id) = (COMPANY.to_owned(), made.client_id.clone());
                let effective = self
                    .world
                    .perform(|core, start| {
                        core.effective_permissions(start, Principal::Platform, company, client_id, project)
                    })
                    .expect("the levels in force");
                for held in effective.tools {
                    let tool = TOOLS.iter().position(|tool| *tool == held.tool.as_str()).expect("a tool");
                    assert!(
                        held.level <= had[tool],
                        "{act:?} gave {} on {}, had {:?}: {:?}",
                        held.level,
                        held.tool,
                        had,
                        account.company,
                    );
                }
            }
        }
    }
}

fn json_of(levels: Levels) -> Map<String, Value> {
    let above = TOOLS.iter().zip(levels).filter(|(_, level)| *level > Level::None);
    above.map(|(tool, level)| ((*tool).to_owned(), json!(level))).collect()
}
