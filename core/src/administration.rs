//! What all administrative operations share: one get, the checks in their order, one commit with its audit event.
//!
//! The order of checks is the same everywhere, so that swapping an id for another company's changes nothing visible: another
//! company, then a missing right, then an absent thing.

pub(crate) mod account;
pub(crate) mod audit;
pub(crate) mod catalogue;
pub(crate) mod company;
pub(crate) mod contact;
pub(crate) mod credential;
mod edit;
mod idempotency;
mod look;
pub(crate) mod me;
pub(crate) mod permission;
mod precedence;
pub(crate) mod principal;
pub(crate) mod public_key;
mod right;
pub(crate) mod secret;
pub(crate) mod trust;
pub(crate) mod usage;

use crate::core::{ATTEMPTS, ATTEMPTS_TO_END, CONFLICTS_BEFORE_PRECEDENCE, Context, events, undecided};
use crate::model::account::AccountRecord;
use crate::model::actor::{Actor, ActorKind};
use crate::model::audit::head::AuditHead;
use crate::model::audit::{AuditActor, AuditEvent, Deed};
use crate::model::company::{self as companies, CompanyRecord};
use crate::model::levels::Levels;
use crate::model::record::{self, Found, Reading, Stored};
use crate::model::settings::Settings;
use crate::oauth::token;
use crate::port::store::{Change, Commit, Expect, Key};
use crate::value::error::Error;
use crate::value::identifier::{CompanyId, Segment};
use crate::value::input;
use crate::value::random::Random;
use crate::value::timestamp::Timestamp;
use precedence::{Precedence, Rank};
use principal::Principal;
use right::{Held, Right};

/// Who calls, in which company, what it needs and what it reads.
pub(crate) struct Call {
    pub(crate) principal: Principal,
    pub(crate) company: CompanyId,
    pub(crate) right: Right,
    pub(crate) keys: Vec<Key>,
    /// Whether the company's record is compared with the company, and so is read.
    compared: bool,
}

impl Call {
    pub(crate) fn new(principal: Principal, company: &str, right: Right) -> Result<Self, Error> {
        let company = input::parsed::<CompanyId>("/company", company)?;
        Ok(Self { principal, company, right, keys: Vec::new(), compared: true })
    }

    pub(crate) fn reading(mut self, keys: impl IntoIterator<Item = Key>) -> Self {
        self.keys.extend(keys);
        self
    }

    /// The same for a call that tells nothing but the settings or accounts, of which each names its company and is compared by
    /// [`listed`](crate::model::account::listed) or [`present`](crate::model::account::present): so a page of accounts is one list.
    pub(crate) fn without_the_record(self) -> Self {
        Self { compared: false, ..self }
    }

    /// The key of the company's record, where it is compared.
    fn company_key(&self) -> Option<Key> {
        self.compared.then(|| record::company(&self.company.segment()))
    }

    /// Refuses one of another company; for it, this company does not exist.
    fn admit(&self) -> Result<(), Error> {
        let own = match &self.principal {
            Principal::Platform => return Ok(()),
            Principal::Actor(actor) => &actor.company,
            Principal::Bearer(token) => token.company(),
        };
        if *own == self.company { Ok(()) } else { Err(Error::not_found()) }
    }

    fn principal_keys(&self) -> Vec<Key> {
        match &self.principal {
            Principal::Actor(Actor { kind: ActorKind::ServiceAccount(client_id), .. }) => {
                vec![record::key_ring(), record::company(&client_id.segment()), record::account(client_id)]
            }
            Principal::Bearer(token) => token::keys(token).into(),
            Principal::Actor(_) | Principal::Platform => Vec::new(),
        }
    }

    /// What the rights of who asks were read from, held to what was read, so that who has lost them in between commits nothing. The key ring lies in
    /// another partition, which no commit of this one can hold.
    fn held(&self, reading: &Reading, changes: &[Change]) -> Result<Vec<Change>, Error> {
        let segment = self.company.segment();
        let changed = |key: &Key| changes.iter().any(|change| change.key == *key);
        let mut held = Vec::new();
        for key in self.principal_keys() {
            if key.partition() != segment.as_str() || changed(&key) {
                continue;
            }
            let expect = reading.version(&key)?.map_or(Expect::Absent, Expect::Version);
            held.push(record::keep(key, expect));
        }
        Ok(held)
    }

    pub(crate) fn audit_actor(&self) -> AuditActor {
        match &self.principal {
            Principal::Platform => AuditActor::Platform,
            Principal::Bearer(token) => AuditActor::ServiceAccount(token.client_id().to_string()),
            Principal::Actor(actor) => match &actor.kind {
                ActorKind::User { .. } => AuditActor::User(actor.id.to_string()),
                ActorKind::ServiceAccount(client_id) => AuditActor::ServiceAccount(client_id.to_string()),
            },
        }
    }
}

/// What a decision is made from.
pub(crate) struct Scene<'a> {
    pub(crate) settings: &'a Settings,
    pub(crate) reading: &'a Reading,
    pub(crate) held: &'a Held,
    pub(crate) now: Timestamp,
    /// See [`Context::certain`].
    pub(crate) certain: Timestamp,
    /// See [`Context::past`].
    pub(crate) past: Timestamp,
    pub(crate) random: &'a mut Random,
}

/// What a decision comes to.
pub(crate) enum Verdict<T> {
    /// Nothing changes.
    Nothing(T),
    /// These changes, with the event that tells of them.
    Change(Vec<Change>, Deed, T),
    /// The same of what ends something, which goes before whatever changes things.
    End(Vec<Change>, Deed, T),
}

impl<T> Verdict<T> {
    /// What is to be done, and the answer that it is for.
    fn parted(self) -> (Verdict<()>, T) {
        match self {
            Self::Nothing(answer) => (Verdict::Nothing(()), answer),
            Self::Change(changes, deed, answer) => (Verdict::Change(changes, deed, ()), answer),
            Self::End(changes, deed, answer) => (Verdict::End(changes, deed, ()), answer),
        }
    }
}

/// A decision without its answer: what all operations share is compiled once for it, and not once for each kind of answer.
pub(crate) type Decide<'a> = &'a mut (dyn FnMut(&mut Scene<'_>) -> Result<Verdict<()>, Error> + Send);

/// Reads and answers.
pub(crate) async fn view<T>(
    context: &mut Context,
    call: Call,
    answer: impl FnOnce(&mut Scene<'_>) -> Result<T, Error>,
) -> Result<T, Error> {
    let (reading, held) = looked_at(context, &call).await?;
    answer(&mut scene(context, &reading, &held))
}

/// What a call reads, and what its principal holds, which is what the call needs.
async fn looked_at(context: &mut Context, call: &Call) -> Result<(Reading, Held), Error> {
    call.admit()?;
    let keys: Vec<Key> =
        call.keys.iter().cloned().chain(call.company_key()).chain(call.principal_keys()).collect();
    let ring = keys.contains(&record::key_ring());
    let reading = context.read_within(&call.company.segment(), keys).await?;
    if ring {
        context.go_by_what_was_read(&reading)?;
    }
    let held = resolve(context, call, &reading).await?;
    held.require(call.right)?;
    Ok((reading, held))
}

/// Reads, decides and commits; decides again when another commit came first. What the rights of who asks were read from is held at the commit beside what is
/// changed, since a get of many keys is no snapshot, and since revoking a token moves no audit head.
pub(crate) async fn change<T: Send>(
    context: &mut Context,
    call: Call,
    mut decide: impl FnMut(&mut Scene<'_>) -> Result<Verdict<T>, Error> + Send,
) -> Result<T, Error> {
    let mut answer = None;
    let mut decide = |scene: &mut Scene<'_>| {
        let (verdict, told) = decide(scene)?.parted();
        answer = Some(told);
        Ok(verdict)
    };
    settle(context, call, &mut decide).await?;
    answer.ok_or_else(undecided)
}

async fn settle(context: &mut Context, call: Call, decide: Decide<'_>) -> Result<(), Error> {
    call.admit()?;
    let segment = call.company.segment();
    // What is entered and what goes for it are judged by the store's time, which the key ring tells.
    let shared = [
        record::key_ring(),
        record::company(&segment),
        record::audit_head(&segment),
        record::precedence(&segment),
    ];
    let keys: Vec<Key> = call.keys.iter().cloned().chain(shared).chain(call.principal_keys()).collect();
    let (mut conflicts, mut took, mut doubted) = (0_usize, false, false);
    loop {
        let reading = context.read_within(&segment, keys.clone()).await?;
        context.go_by_what_was_read(&reading)?;
        // What cannot be believed is looked at once more, before the company goes on without it: the store may have answered something else for once.
        if !doubted && is_doubtful(&reading, &segment)? {
            doubted = true;
            continue;
        }
        let held = resolve(context, &call, &reading).await?;
        held.require(call.right)?;
        let (ends, changes, deed) = match decide(&mut scene(context, &reading, &held))? {
            Verdict::Nothing(()) => return Ok(()),
            Verdict::Change(changes, deed, ()) => (false, changes, deed),
            Verdict::End(changes, deed, ()) => (true, changes, deed),
        };
        let rank = Rank::of(ends, &call.principal);
        let precedence = Precedence::read(&segment, &reading, context.now)?;
        if !precedence.bars(rank) {
            let mut changes = changes;
            changes.extend(precedence.change(rank, took));
            let (changes, event) = told(context, &call, &reading, changes, deed).await?;
            if commit(context, changes, event).await? == Commit::Committed {
                return Ok(());
            }
        }
        let goes_first = ends && !precedence.bars(rank);
        conflicts = conflicts.saturating_add(1);
        if conflicts >= if goes_first { ATTEMPTS_TO_END } else { ATTEMPTS } {
            return Err(Error::unavailable("the company's records changed under every attempt"));
        }
        if goes_first && conflicts >= CONFLICTS_BEFORE_PRECEDENCE {
            precedence.take(context, rank, call.held(&reading, &[])?).await?;
            took = true;
        }
    }
}

/// Whether the audit's head or the company's record are not as this service wrote them.
fn is_doubtful(reading: &Reading, segment: &Segment) -> Result<bool, Error> {
    let head: Found<AuditHead> = reading.found(&record::audit_head(segment))?;
    let company: Found<CompanyRecord> = reading.found(&record::company(segment))?;
    Ok(matches!(head, Found::Doubtful(_)) || matches!(company, Found::Doubtful(_)))
}

/// An audit event that goes with a commit: where it will lie, and its id.
struct Told {
    key: Key,
    id: String,
}

/// The changes with all that goes along: the event that tells of them, the audit's head, the company's record, and what the decision was made from.
async fn told(
    context: &mut Context,
    call: &Call,
    reading: &Reading,
    mut changes: Vec<Change>,
    deed: Deed,
) -> Result<(Vec<Change>, Told), Error> {
    let segment = call.company.segment();
    let head: Found<AuditHead> = reading.found(&record::audit_head(&segment))?;
    let company = CompanyRecord::of(&call.company, reading)?;
    let place = events::place(context, &segment, &head).await?;
    let key = record::audit_event(&segment, place.number);
    let action = deed.action;
    let written = (context.random.base32(26), context.now);
    let event = AuditEvent::new(deed, &place, call.audit_actor(), written, &context.note);
    changes.extend(event.changes(&segment, &head, place, &context.keys)?);
    let policy = &context.settings.policy;
    changes.push(CompanyRecord::change(&call.company, &company, action, policy, context.now)?);
    changes.extend(call.held(reading, &changes)?);
    Ok((changes, Told { key, id: event.id }))
}

fn scene<'a>(context: &'a mut Context, reading: &'a Reading, held: &'a Held) -> Scene<'a> {
    let (now, certain, past) = (context.now, context.certain(), context.past());
    Scene { settings: &context.settings, reading, held, now, certain, past, random: &mut context.random }
}

/// What the principal holds, from what was read, which is of its own company.
async fn resolve(context: &Context, call: &Call, reading: &Reading) -> Result<Held, Error> {
    let held = held(context, call, reading).await?;
    if call.compared {
        CompanyRecord::of(&call.company, reading)?;
    }
    Ok(held)
}

async fn held(context: &Context, call: &Call, reading: &Reading) -> Result<Held, Error> {
    match &call.principal {
        Principal::Platform => Ok(Held::Everything),
        Principal::Actor(Actor { kind: ActorKind::User { levels }, .. }) => Ok(Held::User(levels.clone())),
        Principal::Actor(Actor { kind: ActorKind::ServiceAccount(client_id), .. }) => {
            let stored: Option<Stored<AccountRecord>> = reading.record(&record::account(client_id))?;
            let usable = stored
                .map(|stored| stored.record)
                .filter(|account| account.is_functional(context.now) && account.company == call.company);
            let levels = match usable {
                Some(account) if companies::stands(reading, &call.company)? => account.levels,
                Some(_) | None => Levels::default(),
            };
            Ok(Held::ServiceAccount { client_id: client_id.clone(), levels, whole: true })
        }
        Principal::Bearer(token) => {
            let audience = context.settings.admin_audience();
            let verified = token::verify(context, token, reading, Some(&audience)).await?;
            let levels = verified.scope.limit_company(&verified.account.levels, &context.settings.catalogue);
            let whole = verified.is_whole();
            Ok(Held::ServiceAccount { client_id: verified.account.client_id, levels, whole })
        }
    }
}

/// Commits; when the outcome is unknown, submits the identical commit once more, and on conflict looks for the event, whose
/// presence means that the first one went through. An answer that cannot be understood says as little as none.
async fn commit(context: &Context, changes: Vec<Change>, event: Told) -> Result<Commit, Error> {
    match context.commit(changes.clone()).await {
        Err(_) => {}
        Ok(outcome) => return Ok(outcome),
    }
    if context.commit(changes).await? == Commit::Committed {
        return Ok(Commit::Committed);
    }
    let reading = context.read(vec![event.key.clone()]).await?;
    let found: Option<Stored<AuditEvent>> = reading.record(&event.key)?;
    let ours = found.is_some_and(|found| found.record.id == event.id);
    Ok(if ours { Commit::Committed } else { Commit::Conflict })
}
