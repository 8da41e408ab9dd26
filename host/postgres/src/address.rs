//! Where the database is: the URL, read once, and shown without what is secret in it.

use crate::limits::MOST_CONNECTIONS;
use crate::tls::Trust;
use badgehouse::store::StoreError;
use percent_encoding::percent_decode_str;
use std::fmt;
use std::net::IpAddr;
use std::time::Duration;
use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode, TargetSessionAttrs};

const FORM: &str = "write it as postgres://user:password@host:5432/database?sslmode=verify-full, with each of : / ? # [ ] @ % in the user or password as %3A %2F %3F %23 %5B %5D %40 %25; options behind the ? are \
     sslmode, sslrootcert, connections (1 to 1000) and those of tokio-postgres, such as application_name and channel_binding";

/// What a URL says: how to connect, whom to trust, and how often.
pub(crate) struct Address {
    pub(crate) config: Config,
    pub(crate) trust: Trust,
    pub(crate) connections: Option<usize>,
}

impl Address {
    /// Reads a URL. No error repeats any part of it, since a password that is not encoded may stand anywhere.
    pub(crate) fn parse(url: &str) -> Result<Self, StoreError> {
        let wrong = |why: &str| StoreError::Broken(format!("the URL of the database {why}; {FORM}"));
        if !["postgres://", "postgresql://"].iter().any(|scheme| url.starts_with(scheme)) {
            return Err(wrong("does not begin with postgres://"));
        }
        let (rest, own) = without_own_options(url).map_err(wrong)?;
        // The cause may have a part of the password in it.
        let mut config: Config = rest.parse().map_err(|_| wrong("is not understood"))?;
        if config.get_hosts().is_empty() && config.get_hostaddrs().is_empty() {
            return Err(wrong("names no host"));
        }
        let connections = own.connections().map_err(|why| wrong(&why))?;
        let trust = own.trust(&config).map_err(|why| wrong(&why))?;
        let mode = if matches!(trust, Trust::Line) { SslMode::Disable } else { SslMode::Require };
        config.ssl_mode(mode);
        // A standby would answer what is past, and refuse each commit.
        config.target_session_attrs(TargetSessionAttrs::ReadWrite);
        with_keepalives(&mut config);
        Ok(Self { config, trust, connections })
    }
}

/// A peer that is gone without a word is noticed within a minute.
fn with_keepalives(config: &mut Config) {
    config.keepalives(true);
    config.keepalives_idle(Duration::from_secs(30));
    config.keepalives_interval(Duration::from_secs(10));
    config.keepalives_retries(3);
    config.tcp_user_timeout(Duration::from_secs(60));
}

/// Hosts, ports and the database's name, as in `db.example:5432/badgehouse`: no user, no password, no options.
impl fmt::Display for Address {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let named = self.config.get_hosts().iter().map(|host| match host {
            Host::Tcp(name) => name.clone(),
            #[cfg(unix)]
            Host::Unix(folder) => folder.display().to_string(),
        });
        let hosts: Vec<String> = match self.config.get_hosts() {
            [] => self.config.get_hostaddrs().iter().map(IpAddr::to_string).collect(),
            _ => named.collect(),
        };
        let ports = self.config.get_ports();
        for (number, host) in hosts.iter().enumerate() {
            let port = ports.get(number).or(ports.first()).unwrap_or(&5432);
            let comma = if number == 0 { "" } else { "," };
            write!(formatter, "{comma}{host}:{port}")?;
        }
        write!(formatter, "/{}", self.config.get_dbname().unwrap_or_default())
    }
}

/// What is read here: tokio-postgres knows no more than three of libpq's modes, and no pool.
#[derive(Default)]
struct OwnOptions {
    mode: Option<String>,
    authority: Option<String>,
    connections: Option<String>,
}

/// The URL without these options, and the options.
fn without_own_options(url: &str) -> Result<(String, OwnOptions), &'static str> {
    let unknown = "is not understood";
    let mut found = OwnOptions::default();
    let (front, options) = url.split_once('?').unwrap_or((url, ""));
    // A password with an @ would be taken for a part of the host, and shown.
    if front.matches('@').count() > 1 {
        return Err(unknown);
    }
    let mut kept = Vec::new();
    for option in options.split('&').filter(|option| !option.is_empty()) {
        let (name, value) = option.split_once('=').ok_or(unknown)?;
        let place = match name {
            "sslmode" => &mut found.mode,
            "sslrootcert" => &mut found.authority,
            "connections" => &mut found.connections,
            _ => {
                kept.push(option);
                continue;
            }
        };
        let value = percent_decode_str(value).decode_utf8().map_err(|_| unknown)?.into_owned();
        if place.replace(value).is_some() {
            return Err("says one of its options twice: leave one of them out");
        }
    }
    Ok((format!("{front}?{}", kept.join("&")), found))
}

impl OwnOptions {
    fn connections(&self) -> Result<Option<usize>, String> {
        let Some(text) = &self.connections else { return Ok(None) };
        let number = text.parse().ok().filter(|number| (1..=MOST_CONNECTIONS).contains(number));
        number
            .map(Some)
            .ok_or_else(|| format!("asks for connections that are no number from 1 to {MOST_CONNECTIONS}"))
    }

    /// Without a mode, TLS is left out only where the line does not leave the machine.
    fn trust(self, config: &Config) -> Result<Trust, String> {
        if self.authority.is_some() && self.mode.as_deref() == Some("disable") {
            return Err("names an authority by sslrootcert, and no TLS to verify by it: say sslmode=verify-full, or leave sslrootcert out".into());
        }
        let Some(mode) = self.mode else {
            let line = self.authority.is_none() && stays_here(config);
            return Ok(if line { Trust::Line } else { Trust::of(self.authority) });
        };
        match mode.as_str() {
            "disable" => Ok(Trust::Line),
            // There is no TLS in a socket file.
            _ if only_sockets(config) => Ok(Trust::Line),
            "require" | "verify-ca" | "verify-full" => Ok(Trust::of(self.authority)),
            "allow" | "prefer" => Err(
                "has an sslmode that goes on in clear where somebody in between says that there is no TLS: say verify-full, or disable where the line is your own"
                    .into(),
            ),
            _ => Err("has an sslmode that is none of disable, require, verify-ca, verify-full".into()),
        }
    }
}

fn only_sockets(config: &Config) -> bool {
    config.get_hostaddrs().is_empty() && config.get_hosts().iter().all(|host| !matches!(host, Host::Tcp(_)))
}

fn stays_here(config: &Config) -> bool {
    let here = |host: &Host| match host {
        Host::Tcp(name) => {
            name == "localhost" || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
        }
        #[cfg(unix)]
        Host::Unix(_) => true,
    };
    match config.get_hostaddrs() {
        [] => config.get_hosts().iter().all(here),
        addresses => addresses.iter().all(IpAddr::is_loopback),
    }
}
