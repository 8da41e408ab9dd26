//! What is looked at after each step: what was written, what was told, and whether an account is what has to be so of it.

use super::deed::{Deed, path, request};
use super::facts::{Facts, Moment, Verdict, tells};
use super::fault::Fault;
use super::flight::Origin;
use super::process::core;
use super::signing;
use super::steps::Course;
use super::told::Told;
use crate::companies::administrator;
use badgehouse::Start;
use badgehouse::driver::run;
use badgehouse::http::HttpRequest;
use badgehouse::operation::{Answer, Ask};
use badgehouse::store::{Action, Change};
use base64ct::{Base64UrlUnpadded, Encoding};
use serde_json::Value;
use std::rc::Rc;

/// What no commit may write: what is shown once, and any change of a company that is being erased. What counts by being there may come until its account is gone.
pub(super) fn written(facts: &Facts, origin: &Origin, changes: &[Change]) -> Result<(), String> {
    let partition = changes.first().map(|change| change.key.partition()).unwrap_or_default();
    let company = facts.companies.iter().find(|company| company.segment == partition);
    let puts = changes.iter().filter(|change| matches!(change.action, Action::Put { .. }));
    if company.is_some_and(|company| company.erasing) && tells(changes) {
        return Err(format!("{:?} has changed something in a company that is being erased", origin.deed));
    }
    if let Deed::ByProgram(program, _) = &origin.deed
        && tells(changes)
        && !facts.may_commit(*program, origin.begun)
    {
        return Err(format!("a program that was stopped has committed: {:?}", origin.deed));
    }
    for change in puts {
        if let Action::Put { value, .. } = &change.action {
            hides(facts, &String::from_utf8_lossy(value))
                .map_err(|what| format!("{what} is written at {}", change.key))?;
        }
    }
    Ok(())
}

/// That a text holds nothing that is shown once.
pub(super) fn hides(facts: &Facts, text: &str) -> Result<(), String> {
    // By how they begin, which is quick to look for.
    if text.contains("bhs_") && facts.secrets.iter().any(|secret| text.contains(secret)) {
        return Err("a secret".into());
    }
    if text.contains("eyJ") && facts.tokens.iter().any(|token| text.contains(&token.text)) {
        return Err("a token".into());
    }
    Ok(())
}

/// What no answer may tell: a secret or a token that was told before, and anything of the other company's.
pub(super) fn heard(facts: &Facts, deed: &Deed, told: &Told) -> Result<(), String> {
    hides(facts, &told.text).map_err(|what| format!("{what} is told once more, to {deed:?}"))?;
    let Some(company) = deed.company(facts) else { return Ok(()) };
    let other = &facts.companies[1 - company];
    let marks = [other.mark, other.segment.as_str()];
    if marks.iter().any(|mark| !mark.is_empty() && told.text.contains(mark)) {
        return Err(format!("{deed:?} was told of another company: {}", told.text));
    }
    Ok(())
}

impl Course<'_> {
    /// What an administrator is told at this moment, by a process that is right in everything, past whatever is planted.
    pub(super) fn asks(&mut self, company: usize, request: HttpRequest) -> Told {
        let start = Start { now: self.truth, seed: crate::seed(self.seed, u64::MAX) };
        let actor = administrator(self.facts.companies[company].name);
        let shelf = Rc::clone(&self.shelf);
        let response = run(core(self.stage).handle(start, request, Some(actor)), |ask| match &ask {
            Ask::Get { keys } => Answer::Get(Ok(shelf.get(keys))),
            Ask::List { prefix, after, limit } => {
                Answer::List(Ok(shelf.list(prefix, after.as_ref(), *limit)))
            }
            // A look changes nothing.
            Ask::Commit { .. } => super::fault::failed(&ask),
            _ => signing::answer(&ask).unwrap_or(Answer::Get(Ok(Vec::new()))),
        });
        Told::http(&response)
    }

    /// Whether the store holds of an account what was acknowledged and what has happened, and nothing else.
    pub(super) fn account_is_so(&mut self, one: usize) -> Result<(), String> {
        let account = self.facts.accounts[one].clone();
        if self.facts.companies[account.company].erasing {
            return Ok(());
        }
        let get = |rest: &str| {
            request(
                "GET",
                &path(&self.facts, account.company, &format!("service-accounts/{}{rest}", account.id)),
                None,
            )
        };
        let (get, secrets) = (get(""), get("/secrets"));
        let found = self.asks(account.company, get);
        let wrong = |what: &str, found: &Value| {
            Err(format!("{what} of {} is not what has happened: {found}", account.id))
        };
        if found.is_done() != account.is_there() {
            return wrong("the presence", &Value::String(found.text));
        }
        if !account.is_there() {
            return Ok(());
        }
        let view = found.json();
        let reasons = view["reasons"].as_array().cloned().unwrap_or_default();
        let has = |reason: &str| reasons.iter().any(|found| found["reason"] == reason);
        if has("disabled") != account.disabled {
            return wrong("the disabling", &view);
        }
        if has("email_changed") != account.broken {
            return wrong("the contact", &view);
        }
        let found = self.asks(account.company, secrets).json();
        let moment = Moment::new(self.truth, self.truth);
        let items = found["items"].as_array().cloned().unwrap_or_default();
        for item in &items {
            let id = item["secret_id"].as_str().unwrap_or_default();
            let Some(secret) = account.secrets.get(id) else {
                return wrong("a secret that nobody made", &found);
            };
            let Verdict { may, must } = secret.is_live(moment);
            let live = item["live"] == true;
            if (live && !may) || (!live && must) {
                return wrong("the life of a secret", &found);
            }
        }
        let is_listed = |id: &String| items.iter().any(|item| item["secret_id"] == id.as_str());
        let lost = account.secrets.iter().any(|(id, secret)| secret.is_live(moment).must && !is_listed(id));
        if lost { wrong("a secret that was made", &found) } else { Ok(()) }
    }
}

/// What the claims of a token say.
pub(super) fn claims(token: &str) -> Option<Value> {
    let part = Base64UrlUnpadded::decode_vec(token.split('.').nth(1)?).ok()?;
    serde_json::from_slice(&part).ok()
}

/// A deed by its kind alone.
pub(super) fn name(deed: &Deed) -> String {
    let text = format!("{deed:?}");
    text.split(['(', ' ', '{']).next().unwrap_or_default().to_owned()
}

/// That an ask of a deed met a fault, or none.
pub(super) fn met(deed: &Deed, ask: &Ask, fault: Fault) -> String {
    let asked = match ask {
        Ask::Get { .. } => "get",
        Ask::List { .. } => "list",
        Ask::Commit { .. } => "commit",
        _ => "crypto",
    };
    format!("{} {asked} {fault:?}", name(deed))
}

/// An ask, short.
pub(super) fn shown(ask: &Ask) -> String {
    match ask {
        Ask::Get { keys } => format!("for {} keys", keys.len()),
        Ask::List { prefix, .. } => format!("for what begins with {prefix}"),
        Ask::Commit { changes } => {
            let does = |change: &Change| match &change.action {
                Action::Keep => None,
                Action::Put { value, .. } => Some(format!("put {} of {} bytes", change.key, value.len())),
                Action::Delete => Some(format!("delete {}", change.key)),
            };
            format!("to {}", changes.iter().filter_map(does).collect::<Vec<_>>().join(", "))
        }
        Ask::Generate { .. } => "for a key".into(),
        Ask::Sign { .. } => "for a signature".into(),
        Ask::Verify { .. } => "whether a signature is right".into(),
    }
}

/// A fault, behind what it befalls.
pub(super) fn with(fault: Fault) -> String {
    if fault == Fault::None { String::new() } else { format!(" [{fault:?}]") }
}

/// The beginning of a text.
pub(super) fn short(text: &str) -> String {
    text.chars().take(120).collect()
}
