//! The judgement, which is the checker's: it makes a graph of what must have come before what, and looks for circles in it.

use crate::Workload;
use crate::history::{Event, Kind, text};
use adya::{History, Opts, Valid, check};
use std::time::Duration;

/// How long the checker may look for a name for a circle that it has found.
const PATIENCE: Duration = Duration::from_secs(20);

/// How many transactions came to what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    /// Done.
    pub ok: usize,
    /// Refused.
    pub fail: usize,
    /// Of unknown outcome.
    pub info: usize,
}

/// Whether the history is strictly serializable.
///
/// # Errors
/// Which circles there are, by the names that Adya gave them, and what makes the first. Also where the checker does not know.
pub fn judge(workload: Workload, events: Vec<Event>) -> Result<Counted, String> {
    judge_as("strict-serializable", workload, events)
}

/// The same by a weaker model of the checker's.
///
/// # Errors
/// As [`judge`].
pub fn judge_as(model: &str, workload: Workload, events: Vec<Event>) -> Result<Counted, String> {
    let count = |kind: Kind| events.iter().filter(|event| event.kind == kind).count();
    let counted = Counted { ok: count(Kind::Ok), fail: count(Kind::Fail), info: count(Kind::Info) };
    let history = History::from_json(&text(events)).map_err(|error| error.to_string())?;
    let strictly = model == "strict-serializable";
    let options = Opts {
        models: vec![model.into()],
        timeout: PATIENCE,
        // In what order a register had its values: as transactions that read before they wrote say, and for a strict judgement as time does.
        wfr_keys: true,
        linearizable_keys: strictly,
        ..Opts::default()
    };
    let workload = match workload {
        Workload::Lists => adya::Workload::ListAppend,
        Workload::Registers => adya::Workload::RwRegister,
    };
    let report = check(&history, workload, &options);
    if report.valid == Valid::True {
        return Ok(counted);
    }
    let first = report.anomalies.values().flatten().next().map(|first| first.explanation.as_str());
    Err(format!("{:?}: {:?}\n{}", report.valid, report.anomaly_types, first.unwrap_or_default()))
}
