//! Bounds: how much of everything the server takes on, and how long it waits.

use clap::Args;
use std::time::Duration;

/// The bounds' options.
#[derive(Args, Clone, Copy)]
pub(crate) struct Bounds {
    /// The most connections at a time; further ones wait in the system's queue. Each takes a file descriptor, of which a process has 1,024 unless it is given more.
    #[arg(long, value_name = "N", default_value_t = 900, value_parser = clap::value_parser!(u32).range(1..1_000_000))]
    pub(crate) max_connections: u32,
    /// The most requests that are decided at a time, each in an instance of the component where that runs; further ones wait.
    #[arg(long, value_name = "N", default_value_t = 64, value_parser = clap::value_parser!(u32).range(1..10_000))]
    pub(crate) max_requests: u32,
    /// For how many seconds a request waits for its turn, before it is answered with 503 and `Retry-After`.
    #[arg(long, value_name = "SECONDS", default_value = "5", value_parser = seconds)]
    pub(crate) max_wait: Duration,
    /// For how many seconds one call of the store may take, before the request is answered with 503 and `Retry-After`.
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = seconds)]
    pub(crate) store_timeout: Duration,
    /// How many seconds a connection has to send the head of its next request, from its beginning or from the last answer on: so long may it lie idle, too. More than
    /// the proxy in front keeps idle connections for.
    #[arg(long, value_name = "SECONDS", default_value = "75", value_parser = seconds)]
    pub(crate) header_timeout: Duration,
    /// How many seconds a body has to arrive.
    #[arg(long, value_name = "SECONDS", default_value = "30", value_parser = seconds)]
    pub(crate) body_timeout: Duration,
    /// For how many seconds requests under way may go on, once the server is to stop.
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = seconds)]
    pub(crate) stop_timeout: Duration,
}

impl Bounds {
    /// Those of the options that nobody gave.
    pub(crate) fn usual() -> Self {
        let seconds = Duration::from_secs;
        Self {
            max_connections: 900,
            max_requests: 64,
            max_wait: seconds(5),
            store_timeout: seconds(10),
            header_timeout: seconds(75),
            body_timeout: seconds(30),
            stop_timeout: seconds(10),
        }
    }

    /// Those of the listener for operations, which a few programs ask.
    pub(crate) fn of_operations() -> Self {
        Self { max_connections: 64, ..Self::usual() }
    }
}

fn seconds(text: &str) -> Result<Duration, String> {
    match text.parse() {
        Ok(seconds @ 1..=86_400) => Ok(Duration::from_secs(seconds)),
        _ => Err("say a whole number of seconds, from 1 to 86400".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Parser)]
    struct Only {
        #[command(flatten)]
        bounds: Bounds,
    }

    #[test]
    fn what_nobody_says_is_what_the_help_says() {
        let Only { bounds } = Only::parse_from(["badgehouse"]);
        assert_eq!(format!("{:?}", told(bounds)), format!("{:?}", told(Bounds::usual())));
    }

    fn told(bounds: Bounds) -> [Duration; 7] {
        let count = |count| Duration::from_secs(u64::from(count));
        let Bounds { max_connections, max_requests, max_wait, store_timeout, .. } = bounds;
        let Bounds { header_timeout, body_timeout, stop_timeout, .. } = bounds;
        let (connections, requests) = (count(max_connections), count(max_requests));
        [connections, requests, max_wait, store_timeout, header_timeout, body_timeout, stop_timeout]
    }
}
