//! What has to be so, as follows from the commits that took effect: kept beside the store, by rules of its own that are few.

use super::deed::Deed;
use super::look::claims;
use badgehouse::store::{Action, Change};
use std::collections::BTreeMap;

/// How long a token counts after its end, and before its beginning, for clocks that differ.
const LEEWAY: u64 = 60;

#[derive(Clone, Default)]
pub(super) struct Facts {
    pub(super) companies: Vec<Company>,
    pub(super) accounts: Vec<Account>,
    pub(super) tokens: Vec<Token>,
    /// By account: a job's id.
    pub(super) jobs: Vec<(usize, String)>,
    /// What is shown once, and stands nowhere else.
    pub(super) secrets: Vec<String>,
}

#[derive(Clone)]
pub(super) struct Company {
    pub(super) name: &'static str,
    /// What no answer to the other holds.
    pub(super) mark: &'static str,
    /// Where its records lie.
    pub(super) segment: String,
    /// How many events its audit has.
    pub(super) events: u64,
    /// Whether its erasure has begun.
    pub(super) erasing: bool,
}

#[derive(Clone, Default)]
pub(super) struct Account {
    pub(super) company: usize,
    pub(super) id: String,
    pub(super) deleted: bool,
    pub(super) purged: bool,
    pub(super) disabled: bool,
    pub(super) broken: bool,
    /// Tokens of earlier ones do not count.
    pub(super) epoch: u64,
    /// Levels on `rfis`: of the company, and in the project `p-1`.
    pub(super) levels: [usize; 2],
    pub(super) expires_at: Option<u64>,
    pub(super) secrets: BTreeMap<String, Secret>,
}

#[derive(Clone, Default)]
pub(super) struct Secret {
    /// Nothing where the answer that showed it was lost.
    pub(super) text: Option<String>,
    revoked: bool,
    over: bool,
    /// When it ends, at the earliest and the latest, by clocks that differ.
    ends: Option<(u64, u64)>,
}

#[derive(Clone)]
pub(super) struct Token {
    pub(super) account: usize,
    pub(super) secret: String,
    pub(super) epoch: u64,
    pub(super) iat: u64,
    pub(super) exp: u64,
    pub(super) text: String,
    pub(super) revoked: bool,
}

/// By what is judged what has ended: at least the process's clock, at most the truth where that is later.
#[derive(Clone, Copy)]
pub(super) struct Moment {
    clock: u64,
    latest: u64,
}

impl Moment {
    pub(super) fn new(clock: u64, truth: u64) -> Self {
        Self { clock, latest: clock.max(truth) }
    }

    /// Whether what ends then has not yet.
    fn before(self, end: (u64, u64)) -> Verdict {
        Verdict { may: self.clock < end.1, must: self.latest < end.0 }
    }
}

/// Whether something may be granted, and whether it must.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Verdict {
    pub(super) may: bool,
    pub(super) must: bool,
}

impl Verdict {
    pub(super) fn certain(holds: bool) -> Self {
        Self { may: holds, must: holds }
    }

    pub(super) fn and(self, other: Self) -> Self {
        Self { may: self.may && other.may, must: self.must && other.must }
    }
}

impl Secret {
    pub(super) fn is_live(&self, moment: Moment) -> Verdict {
        let ends = self.ends.map_or(Verdict::certain(true), |end| moment.before(end));
        Verdict::certain(!self.revoked && !self.over).and(ends)
    }

    fn end_by(&mut self, end: (u64, u64), at_once: bool) {
        let earlier = self.ends.map_or(end, |(low, high)| (low.min(end.0), high.min(end.1)));
        self.ends = Some(earlier);
        self.over |= at_once;
    }
}

impl Account {
    /// Whether it is there.
    pub(super) fn is_there(&self) -> bool {
        !self.deleted && !self.purged
    }

    fn works(&self, moment: Moment) -> Verdict {
        let lives = self.expires_at.map_or(Verdict::certain(true), |end| moment.before((end, end)));
        Verdict::certain(self.is_there() && !self.disabled && !self.broken).and(lives)
    }
}

impl Facts {
    /// Whether a secret of the account fetches a token.
    pub(super) fn fetches(&self, account: usize, secret: &str, moment: Moment) -> Verdict {
        let Some(account) = self.accounts.get(account) else { return Verdict::certain(false) };
        let live =
            account.secrets.get(secret).map_or(Verdict::certain(false), |secret| secret.is_live(moment));
        let stands = Verdict::certain(!self.companies[account.company].erasing);
        account.works(moment).and(live).and(stands)
    }

    /// Whether a token opens what needs a level on `rfis`, in the project or in the company.
    pub(super) fn opens(&self, token: &Token, needed: usize, in_project: bool, moment: Moment) -> Verdict {
        let account = &self.accounts[token.account];
        let held = if in_project { account.levels[0].max(account.levels[1]) } else { account.levels[0] };
        let upheld = account.secrets.get(&token.secret).is_some_and(|secret| !secret.revoked);
        let counts = !token.revoked && token.epoch == account.epoch && upheld && held >= needed;
        let ends = token.exp.saturating_add(LEEWAY);
        let begun = Verdict { may: true, must: token.iat <= moment.clock.saturating_add(LEEWAY) };
        let stands = Verdict::certain(counts && !self.companies[account.company].erasing);
        account.works(moment).and(stands).and(moment.before((ends, ends))).and(begun)
    }

    /// Whether a program may commit at this moment: nobody has stopped it.
    pub(super) fn may_commit(&self, program: usize, moment: Moment) -> bool {
        let account = &self.accounts[program];
        account.works(moment).may && !self.companies[account.company].erasing
    }

    /// Whether it is as the deed wants it, so that it has nothing to do.
    pub(super) fn is_so(&self, deed: &Deed, truth: u64) -> bool {
        let account = |index: &usize| &self.accounts[*index];
        match deed {
            Deed::Disable(one) => account(one).disabled,
            Deed::Enable(one) => !account(one).disabled,
            Deed::Undelete(one) => account(one).is_there(),
            Deed::RevokeSecret(one, id) => account(one).secrets.get(id).is_some_and(|secret| secret.revoked),
            Deed::Break(one, _) => account(one).broken,
            Deed::Repair(one) => !account(one).broken,
            Deed::Grant(one, in_project, level) => account(one).levels[usize::from(*in_project)] == *level,
            Deed::RevokeToken(token, _) => {
                let token = &self.tokens[*token];
                let account = account(&token.account);
                // One whose account an erasure has removed is none either.
                let is_left = account.is_there() && !self.companies[account.company].erasing;
                token.revoked || token.exp <= truth || !is_left
            }
            // What was done under the same key is not done again.
            Deed::Create { key, .. } | Deed::AddSecret(_, _, key) => key.is_some(),
            Deed::Delete(_) | Deed::RevokeTokens(_) | Deed::NewJob(_) => false,
            // What has no effect that is told here.
            _ => true,
        }
    }

    /// Takes note of a commit that took effect, in whole; by when the deed was begun, as its process and as the truth has it.
    pub(super) fn happened(&mut self, deed: &Deed, begun: Moment, changes: &[Change]) {
        let partition = changes.first().map(|change| change.key.partition().to_owned()).unwrap_or_default();
        if let Deed::Create { company, .. } = deed {
            // Its first change tells where its records lie.
            self.companies[*company].segment.clone_from(&partition);
        }
        if let Some(company) = self.companies.iter_mut().find(|company| company.segment == partition) {
            company.events += u64::from(tells(changes));
            company.erasing |= matches!(deed, Deed::Erase(_));
        }
        if let Deed::RevokeToken(token, _) = deed {
            self.tokens[*token].revoked |= put(changes, "revoked").is_some();
        }
        if tells(changes) {
            self.administered(deed, begun, changes);
        }
    }

    fn administered(&mut self, deed: &Deed, begun: Moment, changes: &[Change]) {
        match deed {
            Deed::Create { company, expires_at, .. } => {
                let id = put(changes, "account").unwrap_or_default();
                let secrets = put(changes, "secret").into_iter().map(|id| (id, Secret::default())).collect();
                let (company, expires_at) = (*company, *expires_at);
                self.accounts.push(Account { company, id, secrets, expires_at, ..Account::default() });
            }
            Deed::Purge(_) => {
                let gone = |account: &&mut Account| {
                    let ends = format!("/account/{}", account.id);
                    changes
                        .iter()
                        .any(|change| change.action == Action::Delete && change.key.as_str().ends_with(&ends))
                };
                self.accounts.iter_mut().filter(gone).for_each(|account| account.purged = true);
            }
            _ => {
                if let Some(account) = deed.account().and_then(|index| self.accounts.get_mut(index)) {
                    account.happened(deed, begun, changes);
                }
            }
        }
    }

    /// Takes note of a token that was given.
    pub(super) fn given(
        &mut self,
        account: usize,
        secret: &str,
        epoch: u64,
        text: String,
    ) -> Option<(u64, u64)> {
        let claims = claims(&text)?;
        let (iat, exp) = (claims["iat"].as_u64()?, claims["exp"].as_u64()?);
        let secret = secret.to_owned();
        self.tokens.push(Token { account, secret, epoch, iat, exp, text, revoked: false });
        Some((iat, exp))
    }
}

impl Account {
    fn happened(&mut self, deed: &Deed, begun: Moment, changes: &[Change]) {
        match deed {
            Deed::Disable(_) => self.disabled = true,
            Deed::Enable(_) => self.disabled = false,
            Deed::Delete(_) => {
                self.deleted = true;
                self.epoch += 1;
                self.secrets.clear();
            }
            Deed::Undelete(_) => {
                self.deleted = false;
                self.epoch += 1;
            }
            Deed::RevokeTokens(_) => self.epoch += 1,
            Deed::RevokeSecret(_, id) => {
                if let Some(secret) = self.secrets.get_mut(id) {
                    secret.revoked = true;
                }
            }
            Deed::AddSecret(_, overlap, _) => {
                if let Some(overlap) = overlap {
                    let end = (begun.clock + overlap, begun.latest + overlap);
                    self.secrets.values_mut().for_each(|secret| secret.end_by(end, *overlap == 0));
                }
                self.secrets.extend(put(changes, "secret").map(|id| (id, Secret::default())));
            }
            Deed::Grant(_, in_project, level) => self.levels[usize::from(*in_project)] = *level,
            Deed::Break(..) => self.broken = true,
            Deed::Repair(_) => self.broken = false,
            _ => {}
        }
    }
}

/// Whether a commit tells the audit of what it does.
pub(super) fn tells(changes: &[Change]) -> bool {
    put(changes, "audit").is_some()
}

/// The last part of the first key of a kind that is written.
fn put(changes: &[Change], kind: &str) -> Option<String> {
    let written = changes.iter().filter(|change| matches!(change.action, Action::Put { .. }));
    written.map(|change| change.key.as_str()).find_map(|key| {
        let mut parts = key.split('/').skip(1);
        (parts.next() == Some(kind)).then(|| parts.last().map(str::to_owned)).flatten()
    })
}
