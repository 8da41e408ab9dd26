//! The program `badgehouse` as an operator runs it: real processes, real files, real requests.

mod actors;
mod administrator;
mod ann;
mod backup;
mod bootstrap;
mod bounds;
#[cfg(feature = "otlp")]
mod canary;
#[cfg(feature = "otlp")]
mod collector;
mod demo;
#[cfg(unix)]
mod disk;
#[cfg(feature = "etcd")]
mod etcd;
mod exit;
mod files;
mod guessing;
mod help;
mod http;
mod jwt;
mod kept;
mod kill;
mod metrics;
mod moving;
mod operations;
#[cfg(feature = "otlp")]
mod otlp;
mod page;
mod page_links;
mod platform;
mod policy;
mod postgres;
mod process;
mod readme;
mod request_ids;
mod sealing;
mod serve;
#[cfg(target_os = "linux")]
mod service;
mod stop;
#[cfg(all(unix, feature = "tls"))]
mod tls;
mod trust_issuer;
