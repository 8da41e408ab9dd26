//! Where the cluster is: the URL, read once, and shown without what is secret in it.

use crate::keys::Keys;
use crate::limits::MOST_CONNECTIONS;
use crate::tls::{Identity, Trust};
use badgehouse::store::{Key, StoreError};
use http::uri::Authority;
use percent_encoding::percent_decode_str;
use std::fmt;
use std::net::IpAddr;
use zeroize::Zeroizing;

const FORM: &str = "write it as etcd://user:password@host:2379,host2:2379/prefix?tls=on, with each of : / ? # [ ] @ % , in the user or password as %3A %2F %3F %23 %5B %5D %40 %25 %2C; options behind the ? are \
     tls (on or off), cacert, cert, key (files) and connections (1 to 1000)";

/// Where clients are answered if the URL does not say.
const PORT: u16 = 2379;

/// Under what the keys are if the URL does not say.
const PREFIX: &str = "badgehouse";

/// The longest prefix, in bytes.
const MAX_PREFIX_BYTES: usize = 100;

/// What a URL says: whom to ask, as whom, whom to trust, and under what the keys are.
pub(crate) struct Address {
    /// Host and port of each node, at least one.
    pub(crate) nodes: Vec<Authority>,
    pub(crate) user: Option<User>,
    pub(crate) prefix: String,
    pub(crate) trust: Trust,
    pub(crate) identity: Option<Identity>,
    pub(crate) connections: Option<usize>,
}

/// Who asks.
#[derive(Clone)]
pub(crate) struct User {
    pub(crate) name: String,
    pub(crate) password: Zeroizing<String>,
}

impl Address {
    /// Reads a URL. No error repeats any part of it, since a password that is not encoded may stand anywhere.
    pub(crate) fn parse(url: &str) -> Result<Self, StoreError> {
        Self::read(url).map_err(|why| StoreError::Broken(format!("the URL of the store {why}; {FORM}")))
    }

    fn read(url: &str) -> Result<Self, String> {
        let rest = url.strip_prefix("etcd://").ok_or("does not begin with etcd://")?;
        let (rest, options) = rest.split_once('?').unwrap_or((rest, ""));
        let options = Options::read(options)?;
        // A password with an @ would be taken for a part of the host, and shown.
        if rest.matches('@').count() > 1 {
            return Err("is not understood".into());
        }
        let (user, rest) = match rest.split_once('@') {
            Some((user, rest)) => (Some(read_user(user).ok_or("is not understood")?), rest),
            None => (None, rest),
        };
        let (hosts, prefix) = rest.split_once('/').unwrap_or((rest, ""));
        let nodes: Option<Vec<Authority>> = hosts.split(',').map(read_node).collect();
        let nodes = nodes.ok_or("names a host that is none")?;
        let prefix = read_prefix(prefix).ok_or_else(|| {
            format!(
                "has a prefix that is none: 1 to {MAX_PREFIX_BYTES} of A-Z a-z 0-9 . _ : - and between them /"
            )
        })?;
        if Keys::are_of_another(&prefix) {
            return Err("has a prefix that lies among what another store keeps: none of its parts behind the first is `entries` or `expires`".into());
        }
        let connections = options.connections()?;
        let identity = options.identity()?;
        let trust = options.trust(&nodes)?;
        if identity.is_some() && matches!(trust, Trust::Line) {
            return Err(
                "names a certificate, and no TLS to show it in: say tls=on, or leave cert and key out".into(),
            );
        }
        Ok(Self { nodes, user, prefix, trust, identity, connections })
    }

    /// `https` or `http`.
    pub(crate) fn scheme(&self) -> &'static str {
        if matches!(self.trust, Trust::Line) { "http" } else { "https" }
    }
}

/// Hosts, ports and the prefix, as in `db.example:2379/badgehouse`: no user, no password, no options.
impl fmt::Display for Address {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let nodes: Vec<&str> = self.nodes.iter().map(Authority::as_str).collect();
        write!(formatter, "{}/{}", nodes.join(","), self.prefix)
    }
}

fn read_user(text: &str) -> Option<User> {
    let (name, password) = text.split_once(':')?;
    let decoded = |text| percent_decode_str(text).decode_utf8().ok().map(String::from);
    let name = decoded(name).filter(|name| !name.is_empty())?;
    Some(User { name, password: Zeroizing::new(decoded(password)?) })
}

fn read_node(text: &str) -> Option<Authority> {
    let node: Authority = text.parse().ok()?;
    if node.host().is_empty() {
        return None;
    }
    match node.port() {
        Some(port) => (port.as_u16() > 0).then_some(node),
        // A colon without a number behind it is no port.
        None if text.ends_with(':') => None,
        None => format!("{text}:{PORT}").parse().ok(),
    }
}

/// Of the characters of keys, so that it reads the same everywhere; without an end, which is put there.
fn read_prefix(text: &str) -> Option<String> {
    let text = text.strip_suffix('/').unwrap_or(text);
    if text.is_empty() {
        return Some(PREFIX.into());
    }
    let fits = text.len() <= MAX_PREFIX_BYTES && Key::parse(text).is_ok();
    (fits && text.split('/').all(|part| !part.is_empty())).then(|| text.into())
}

#[derive(Default)]
struct Options {
    tls: Option<String>,
    authority: Option<String>,
    certificate: Option<String>,
    key: Option<String>,
    connections: Option<String>,
}

impl Options {
    fn read(text: &str) -> Result<Self, &'static str> {
        let unknown = "has options that are not understood";
        let mut found = Self::default();
        for option in text.split('&').filter(|option| !option.is_empty()) {
            let (name, value) = option.split_once('=').ok_or(unknown)?;
            let value = percent_decode_str(value).decode_utf8().map_err(|_| unknown)?.into_owned();
            let place = match name {
                "tls" => &mut found.tls,
                "cacert" => &mut found.authority,
                "cert" => &mut found.certificate,
                "key" => &mut found.key,
                "connections" => &mut found.connections,
                _ => return Err(unknown),
            };
            if place.replace(value).is_some() {
                return Err("says one of its options twice: leave one of them out");
            }
        }
        Ok(found)
    }

    fn connections(&self) -> Result<Option<usize>, String> {
        let Some(text) = &self.connections else { return Ok(None) };
        let number = text.parse().ok().filter(|number| (1..=MOST_CONNECTIONS).contains(number));
        number
            .map(Some)
            .ok_or_else(|| format!("asks for connections that are no number from 1 to {MOST_CONNECTIONS}"))
    }

    fn identity(&self) -> Result<Option<Identity>, String> {
        match (&self.certificate, &self.key) {
            (None, None) => Ok(None),
            (Some(certificate), Some(key)) => {
                Ok(Some(Identity { certificate: certificate.clone(), key: key.clone() }))
            }
            _ => Err("names one of cert and key: a certificate and its key belong together".into()),
        }
    }

    /// Without a word on it, TLS is left out only where the line does not leave the machine.
    fn trust(self, nodes: &[Authority]) -> Result<Trust, String> {
        let named = self.authority.is_some() || self.certificate.is_some();
        match self.tls.as_deref() {
            Some("on") => Ok(Trust::of(self.authority)),
            Some("off") if self.authority.is_some() => Err(
                "names an authority by cacert, and no TLS to verify by it: say tls=on, or leave cacert out"
                    .into(),
            ),
            Some("off") => Ok(Trust::Line),
            Some(_) => Err("has a tls that is neither on nor off".into()),
            None if !named && nodes.iter().all(stays_here) => Ok(Trust::Line),
            None => Ok(Trust::of(self.authority)),
        }
    }
}

fn stays_here(node: &Authority) -> bool {
    let host = node.host().trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}
