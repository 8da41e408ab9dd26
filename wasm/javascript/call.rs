//! A call under way: an operation that the package steps to its end.

use crate::arguments::invalid;
use crate::ask::{Read, asked};
use crate::plain::json;
use crate::refusal::refused;
use badgehouse::operation::{Operation, Step};
use badgehouse::{Outcome, Start};
use js_sys::{Array, Number};
use serde::Serialize;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsValue, throw_str};

/// With what a call begins: the present, and randomness of the platform.
#[wasm_bindgen]
pub struct Moment {
    start: Start,
    /// Read where time is measured.
    #[allow(dead_code, reason = "a module that only authorizes measures none")]
    pub(crate) monotonic: u64,
}

#[wasm_bindgen]
impl Moment {
    /// `now` in Unix seconds, and `monotonic` in seconds of a clock that nobody sets, of which the fraction does not count; a seed of 32 bytes.
    #[wasm_bindgen(constructor)]
    pub fn new(now: f64, monotonic: f64, seed: &[u8]) -> Result<Self, String> {
        if !(0.0..=Number::MAX_SAFE_INTEGER).contains(&now) {
            return Err(refused(invalid("clock", "a clock answers Unix seconds")));
        }
        let seed = seed.try_into().map_err(|_| refused(invalid("seed", "a seed has 32 bytes")))?;
        // Within the safe integers the cast only cuts the fraction; and what is no number is 0, by which no time has passed.
        Ok(Self { start: Start { now: now as u64, seed }, monotonic: monotonic as u64 })
    }
}

impl From<Moment> for Start {
    fn from(moment: Moment) -> Self {
        moment.start
    }
}

/// How a call ends: JSON text of what the package is told, or of the refusal that is thrown.
pub(crate) type End = Result<String, String>;

/// An operation that has begun.
#[wasm_bindgen]
pub struct Call(Option<State>);

enum State {
    /// With how the answer to what it asked last is read, if it has asked anything.
    UnderWay(Operation<End>, Option<Read>),
    /// It ends without having asked anything.
    Over(End),
}

#[wasm_bindgen]
impl Call {
    /// Goes on to the next ask, a plain object with its `kind`, or to the end, a text. Nothing has `came` at first, and then what came of the ask.
    pub fn step(&mut self, came: Option<Array>) -> Result<JsValue, JsValue> {
        let (operation, read) = match self.0.take().unwrap_or_else(|| throw_str("the call is over")) {
            State::UnderWay(operation, read) => (operation, read),
            State::Over(end) => return told(end),
        };
        let answer = read.map(|read| {
            came.as_ref()
                .and_then(read)
                .unwrap_or_else(|| throw_str("what came of the ask is no answer to it"))
        });
        match operation.step(answer) {
            Step::Ask(ask, operation) => {
                let (asked, read) = asked(&ask)?;
                self.0 = Some(State::UnderWay(operation, Some(read)));
                Ok(asked)
            }
            Step::Done(end) => told(end),
        }
    }
}

fn told(end: End) -> Result<JsValue, JsValue> {
    end.map(JsValue::from).map_err(JsValue::from)
}

impl From<Operation<End>> for Call {
    fn from(operation: Operation<End>) -> Self {
        Self(Some(State::UnderWay(operation, None)))
    }
}

impl From<End> for Call {
    fn from(end: End) -> Self {
        Self(Some(State::Over(end)))
    }
}

/// An operation that ends with what it answers.
pub(crate) fn answering<T: Serialize + 'static>(operation: Outcome<T>) -> Operation<End> {
    operation.map(|outcome| outcome.and_then(|answer| json(&answer)).map_err(refused))
}
