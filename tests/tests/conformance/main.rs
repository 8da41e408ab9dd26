//! What the standards ask, statement by statement: each test is named after its row of `tests/conformance.json`, from which `docs/conformance.md` is made.

mod endpoints;
mod in_clear;
mod lenient;
mod resource_servers;
mod rfc6749;
mod rfc7009;
mod rfc7517;
mod rfc7523;
mod rfc7662;
mod rfc8414;
mod rfc8707;
mod rfc9068;
mod rfc9449;
mod rfc9700;
mod tokens;
mod world;
