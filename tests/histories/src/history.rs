//! What is written down: the beginning and the end of each transaction, in the form that Jepsen's checkers read, a line each.

use serde_json::{Value, json};

/// What a line says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A transaction was begun.
    Invoke,
    /// It was committed, or it read and nothing else.
    Ok,
    /// It was refused, and nothing of it has happened.
    Fail,
    /// Nobody knows whether it has happened.
    Info,
}

/// What a transaction does with a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Operation {
    /// It read a list, or did not learn what was there.
    ReadList(String, Option<Vec<u64>>),
    /// It appended to a list.
    Append(String, u64),
    /// It read a register: a number, or nothing.
    Read(String, Option<u64>),
    /// It wrote a register.
    Write(String, u64),
}

/// A beginning or an end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// When, in nanoseconds of a clock that is one for all processes of the machine and that nobody sets.
    pub at: u64,
    /// Which.
    pub kind: Kind,
    /// The line.
    pub line: String,
}

impl Event {
    /// An event of a client, whose number is another after each transaction of unknown outcome.
    pub fn new(at: u64, kind: Kind, client: usize, operations: &[Operation]) -> Self {
        let value: Vec<Value> = operations.iter().map(Operation::json).collect();
        let line = json!({ "type": kind.word(), "f": "txn", "process": client, "time": at, "value": value });
        Self { at, kind, line: line.to_string() }
    }

    /// The event that a line of another process tells; nothing where it tells none.
    pub fn parse(line: &str) -> Option<Self> {
        let value: Value = serde_json::from_str(line).ok()?;
        let kind = Kind::ALL.into_iter().find(|kind| value["type"] == kind.word())?;
        Some(Self { at: value["time"].as_u64()?, kind, line: line.to_owned() })
    }
}

impl Kind {
    const ALL: [Self; 4] = [Self::Invoke, Self::Ok, Self::Fail, Self::Info];

    fn word(self) -> &'static str {
        match self {
            Self::Invoke => "invoke",
            Self::Ok => "ok",
            Self::Fail => "fail",
            Self::Info => "info",
        }
    }
}

impl Operation {
    /// The same as it is known before there is an answer, and where there is none.
    pub(crate) fn unanswered(&self) -> Self {
        match self {
            Self::ReadList(key, _) => Self::ReadList(key.clone(), None),
            Self::Read(key, _) => Self::Read(key.clone(), None),
            Self::Append(..) | Self::Write(..) => self.clone(),
        }
    }

    fn json(&self) -> Value {
        match self {
            Self::ReadList(key, list) => json!(["r", key, list]),
            Self::Append(key, number) => json!(["append", key, number]),
            Self::Read(key, number) => json!(["r", key, number]),
            Self::Write(key, number) => json!(["w", key, number]),
        }
    }
}

/// A history as text. Of two events at one moment the beginning comes first, so that nothing counts as before that may not have been.
pub(crate) fn text(mut events: Vec<Event>) -> String {
    events.sort_by_key(|event| (event.at, event.kind));
    events.iter().map(|event| event.line.as_str()).collect::<Vec<_>>().join("\n")
}
