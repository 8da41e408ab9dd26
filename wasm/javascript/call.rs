//! A call under way: an operation that the package steps to its end.

use crate::arguments::invalid;
use crate::ask;
use crate::plain::{json, write};
use crate::refusal::refused;
use badgehouse::error::Error;
use badgehouse::operation::{Operation, Step};
use badgehouse::{Outcome, Start};
use js_sys::Number;
use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

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
    pub fn new(now: f64, monotonic: f64, seed: &[u8]) -> Result<Self, JsValue> {
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

/// How a call ends: what the package is told, or the refusal that is thrown.
pub(crate) type End = Box<dyn FnOnce() -> Result<JsValue, JsValue> + Send>;

/// An operation that has begun.
#[wasm_bindgen]
pub struct Call(Option<State>);

enum State {
    UnderWay(Operation<End>),
    /// It ends without having asked anything.
    Over(End),
}

#[wasm_bindgen]
impl Call {
    /// Goes on to the next ask or to the end, each a plain object with its `kind`. `answer` is undefined at first, and then what the ask came to.
    pub fn step(&mut self, answer: JsValue) -> Result<JsValue, JsValue> {
        let operation = match self.0.take().ok_or("the call is over")? {
            State::UnderWay(operation) => operation,
            State::Over(end) => return end(),
        };
        let answer = if answer.is_undefined() { None } else { Some(ask::answered(&answer)?) };
        match operation.step(answer) {
            Step::Ask(asked, operation) => {
                self.0 = Some(State::UnderWay(operation));
                ask::asked(&asked)
            }
            Step::Done(end) => end(),
        }
    }
}

impl From<Operation<End>> for Call {
    fn from(operation: Operation<End>) -> Self {
        Self(Some(State::UnderWay(operation)))
    }
}

impl From<End> for Call {
    fn from(end: End) -> Self {
        Self(Some(State::Over(end)))
    }
}

/// An operation that ends with what it answers.
pub(crate) fn answering<T: Serialize + 'static>(operation: Outcome<T>) -> Operation<End> {
    operation.map(|outcome| match outcome {
        Ok(answer) => answer_end(&answer),
        Err(error) => refusal_end(error),
    })
}

/// An end with what is answered.
pub(crate) fn answer_end<T: Serialize>(answer: &T) -> End {
    match json(answer) {
        Ok(answer) => Box::new(move || write(&Told::Answer { answer: &answer })),
        Err(error) => refusal_end(error),
    }
}

/// An end with a refusal.
pub(crate) fn refusal_end(error: Error) -> End {
    Box::new(|| Err(refused(error)))
}

/// How a call ends that answers JSON text.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Told<'a> {
    Answer { answer: &'a str },
}
