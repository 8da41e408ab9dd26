//! The program `badgehouse` as an operator runs it: real processes, real files, real requests.

mod actors;
mod bootstrap;
mod demo;
mod files;
mod guessing;
mod http;
mod jwt;
mod platform;
mod policy;
mod process;
mod sealing;
mod serve;
