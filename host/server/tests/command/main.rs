//! The program `badgehouse` as an operator runs it: real processes, real files, real requests.

mod actors;
mod administrator;
mod ann;
mod backup;
mod bootstrap;
mod demo;
#[cfg(unix)]
mod disk;
mod exit;
mod files;
mod guessing;
mod help;
mod http;
mod jwt;
mod kept;
mod kill;
mod moving;
mod operations;
mod page;
mod page_links;
mod platform;
mod policy;
mod postgres;
mod process;
mod readme;
mod sealing;
mod serve;
mod trust_issuer;
