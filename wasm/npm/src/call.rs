//! A call under way: an operation that the package steps to its end.

use crate::ask;
use crate::refusal::refused;
use crate::value::invalid;
use badgehouse::Start;
use badgehouse::operation::{Answer, Ask, Operation, Step};
use js_sys::Number;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// With what a call begins: the present, and randomness of the platform.
#[wasm_bindgen]
pub struct Moment {
    start: Start,
    monotonic: u64,
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

impl Moment {
    pub(crate) fn monotonic(&self) -> u64 {
        self.monotonic
    }
}

impl From<Moment> for Start {
    fn from(moment: Moment) -> Self {
        moment.start
    }
}

/// An operation that has begun.
#[wasm_bindgen]
pub struct Call(Option<Box<dyn UnderWay>>);

#[wasm_bindgen]
impl Call {
    /// Goes on to the next ask or to the end, each a plain object with its `kind`. `answer` is undefined at first, and then what the ask came to.
    pub fn step(&mut self, answer: JsValue) -> Result<JsValue, JsValue> {
        let operation = self.0.take().ok_or("the call is over")?;
        let answer = if answer.is_undefined() { None } else { Some(ask::answered(answer)?) };
        match operation.step(answer) {
            Next::Asked(asked, operation) => {
                self.0 = Some(operation);
                ask::asked(&asked)
            }
            Next::Ended(end) => end,
        }
    }
}

impl Call {
    /// `end` makes of the outcome what the package is told.
    pub(crate) fn new<T: 'static>(
        operation: Operation<T>,
        end: impl FnOnce(T) -> Result<JsValue, JsValue> + 'static,
    ) -> Self {
        Self(Some(Box::new(Running { operation, end })))
    }

    /// A call that ends without having asked anything.
    pub(crate) fn ended(end: Result<JsValue, JsValue>) -> Self {
        Self(Some(Box::new(Ended(end))))
    }
}

enum Next {
    Asked(Ask, Box<dyn UnderWay>),
    Ended(Result<JsValue, JsValue>),
}

trait UnderWay {
    fn step(self: Box<Self>, answer: Option<Answer>) -> Next;
}

struct Running<T, F> {
    operation: Operation<T>,
    end: F,
}

impl<T: 'static, F: FnOnce(T) -> Result<JsValue, JsValue> + 'static> UnderWay for Running<T, F> {
    fn step(self: Box<Self>, answer: Option<Answer>) -> Next {
        let Self { operation, end } = *self;
        match operation.step(answer) {
            Step::Ask(ask, operation) => Next::Asked(ask, Box::new(Self { operation, end })),
            Step::Done(outcome) => Next::Ended(end(outcome)),
        }
    }
}

struct Ended(Result<JsValue, JsValue>);

impl UnderWay for Ended {
    fn step(self: Box<Self>, _: Option<Answer>) -> Next {
        Next::Ended(self.0)
    }
}
