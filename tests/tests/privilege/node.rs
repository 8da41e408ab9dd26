//! A world of the search: the accounts that there are, what is done with them in the core, and what a state is told apart by.

use crate::act::Act;
use crate::hold::Hold;
use crate::{COMPANY, PROJECT, TOOLS};
use badgehouse::permission::Level;
use badgehouse::principal::Principal;
use badgehouse_simulation::small_world::{Made, SmallWorld, program};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// The accounts that there may be: two actors, a bystander that holds more, and one that they make.
const MOST_ACCOUNTS: usize = 4;

/// Levels by tool.
pub(crate) type Levels = [Level; 4];

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Account {
    company: Levels,
    project: Levels,
    /// Whether the actors have a secret of it.
    theirs: bool,
    secrets: usize,
    deleted: bool,
    /// Whether its contact was taken from it.
    broken: bool,
    /// Whether a public key of the actors was entered, or it trusts an issuer of theirs.
    key: bool,
    pub(crate) holds: BTreeSet<Hold>,
}

impl Account {
    fn new(theirs: bool, company: Levels, project: Levels) -> Self {
        let (deleted, broken, key) = (false, false, false);
        Self { company, project, theirs, secrets: 1, deleted, broken, key, holds: BTreeSet::new() }
    }
}

/// What the search tells states apart by: all that a decision may depend on.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct State {
    pub(crate) accounts: Vec<Account>,
    /// What the template that there may be gives.
    template: Option<(usize, Level)>,
}

#[derive(Clone, Default)]
pub(crate) struct Node {
    pub(crate) world: SmallWorld,
    pub(crate) made: Vec<Made>,
    pub(crate) state: State,
    template_id: String,
    /// The address that each contact was made with.
    emails: Vec<String>,
    /// The account that the last operation made work again, or whose credentials it let last longer or be used more freely.
    brought_back: Option<usize>,
}

impl Node {
    pub(crate) fn add(&mut self, theirs: bool, company: Levels, project: Levels) -> usize {
        let made = self.world.create(COMPANY, "Account");
        let in_project = [Level::None, Level::None, project[2], project[3]];
        let change = json!({ "company": json_of(company), "projects": [{ "project": PROJECT, "levels": json_of(in_project) }] });
        self.world.set(Principal::Platform, COMPANY, &made.client_id, change).expect("the first levels");
        self.push(made);
        self.state.accounts.push(Account::new(theirs, company, project));
        self.made.len() - 1
    }

    fn push(&mut self, made: Made) {
        let (company, client_id) = (made.company.clone(), made.client_id.clone());
        let account = self
            .world
            .perform(|core, start| core.get_account(start, Principal::Platform, company, client_id));
        self.emails.push(account.expect("the account").contact_email);
        self.made.push(made);
    }

    pub(crate) fn company(&self, account: usize) -> Levels {
        self.state.accounts[account].company
    }

    /// Whatever an actor may try.
    pub(crate) fn acts(&self) -> Vec<(usize, Act)> {
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
            acts.extend([Act::AddSecret { target }, Act::AddKey { target }, Act::AddTrust { target }]);
            acts.push(Act::Delete { target });
            for in_project in [false, true] {
                acts.push(Act::Assign { target, in_project });
                let tools = if in_project { 2..TOOLS.len() } else { 0..TOOLS.len() };
                acts.extend(tools.map(|tool| Act::Job { target, tool, in_project }));
            }
            acts.extend([Act::Insist { target }, Act::Repair { target }, Act::TakeBack { target }]);
            let holds = self.state.accounts[target].holds.iter();
            acts.extend(holds.map(|hold| Act::Loosen { target, hold: *hold }));
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
    pub(crate) fn perform(&mut self, actor: usize, act: &Act) -> bool {
        let by = program(&self.made[actor]);
        self.brought_back = None;
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
            Act::AddTrust { target } => {
                let client_id = self.made[target].client_id.clone();
                let new = json!({ "issuer": "https://ci.example.com", "audience": "us", "claims": { "sub": "job" } });
                let new = serde_json::from_value(new).expect("a wish");
                let added =
                    self.world.perform(|core, start| core.add_trust(start, by, company(), client_id, new));
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
                self.push(Made { company: company(), client_id, secret });
                let none = [Level::None; 4];
                let account = Account::new(true, none, none);
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
                self.mended(target, repaired.is_ok())
            }
            Act::TakeBack { target } => {
                let client_id = self.made[target].client_id.clone();
                let edit = json!({ "email": self.emails[target] });
                let edit = serde_json::from_value(edit).expect("an edit");
                let taken = self
                    .world
                    .perform(|core, start| core.change_contact(start, by, company(), client_id, edit));
                self.mended(target, taken.is_ok())
            }
            Act::Loosen { target, hold } => {
                let loosened = self.loosen(by, target, hold);
                if loosened {
                    self.state.accounts[target].holds.remove(&hold);
                    self.brought_back = Some(target);
                }
                loosened
            }
        }
    }

    /// Whether a contact that was broken is so no more.
    fn mended(&mut self, target: usize, allowed: bool) -> bool {
        let mended = allowed && self.state.accounts[target].broken;
        if mended {
            self.state.accounts[target].broken = false;
            self.brought_back = Some(target);
        }
        mended
    }

    fn replace(&mut self, target: usize, in_project: bool, levels: Levels) {
        let account = &mut self.state.accounts[target];
        *(if in_project { &mut account.project } else { &mut account.company }) = levels;
    }

    /// What the core says the actors' accounts hold, and one that they brought back, in the company and in the project, must lie within what they had.
    pub(crate) fn refuse_beyond(&mut self, had: &[Level], act: &Act) {
        let there = self.state.accounts.iter().zip(&self.made).enumerate();
        let theirs = there.filter(|(index, (account, _))| {
            (account.theirs || self.brought_back == Some(*index)) && !account.deleted
        });
        for (_, (account, made)) in theirs {
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
