//! RFC 6749: the framework, as far as it is about clients that act for themselves.

mod answers;
mod clients;
mod guessing;
mod requests;
