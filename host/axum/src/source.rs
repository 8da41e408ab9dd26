//! Where a request comes from, by which guessing is held up.

use axum::extract::ConnectInfo;
use axum::http::HeaderMap;
use axum::http::request::Parts;
use badgehouse::throttle::source_of;
use std::net::{IpAddr, SocketAddr};

/// Where a request comes from, in a form of the product's choice: the client's address, say. An earlier layer of the product puts it into the
/// request's extensions, where it counts for more than the connection's address.
///
/// Behind a proxy every connection is the proxy's: taken for the source, ten wrong secrets of anybody for an account would have its owner's next wrong one wait as well.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source(pub String);

impl Source {
    /// The last address of a header such as `X-Forwarded-For`: the one that the nearest proxy has added, with or without a port. `None` when there is no such
    /// header, or no address at its end.
    ///
    /// Only for a header that a proxy in front of every connection sets or adds to; otherwise it says what the client likes.
    pub fn forwarded(headers: &HeaderMap, name: &str) -> Option<Self> {
        let last = headers.get_all(name).iter().next_back()?.to_str().ok()?;
        let last = last.rsplit(',').next()?.trim();
        let bare = last.trim_start_matches('[').trim_end_matches(']');
        let with_port = || last.parse::<SocketAddr>().ok().map(|address| address.ip());
        bare.parse().ok().or_else(with_port).map(Self::from)
    }
}

impl From<IpAddr> for Source {
    /// By [`source_of`].
    fn from(address: IpAddr) -> Self {
        Self(source_of(address))
    }
}

/// What the product says, and otherwise the address of the connection, where the server was asked to keep it. One from this machine is a proxy's or the
/// operator's.
pub(crate) fn source(parts: &Parts) -> Option<String> {
    if let Some(Source(source)) = parts.extensions.get() {
        return Some(source.clone());
    }
    let ConnectInfo(address) = parts.extensions.get::<ConnectInfo<SocketAddr>>()?;
    let address = address.ip().to_canonical();
    (!address.is_loopback()).then(|| source_of(address))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::extract::Request;

    fn forwarded(values: &[&str]) -> Option<String> {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append("x-forwarded-for", value.parse().unwrap());
        }
        Source::forwarded(&headers, "X-Forwarded-For").map(|Source(source)| source)
    }

    #[test]
    fn the_last_address_counts_in_whatever_form_it_stands_there() {
        for value in ["192.0.2.7", "192.0.2.7:4711", " 10.0.0.1, 192.0.2.7 ", "nonsense,::ffff:192.0.2.7"] {
            assert_eq!(forwarded(&[value]).as_deref(), Some("192.0.2.7"), "{value}");
        }
        for value in ["2001:db8:1:2:3:4:5:6", "[2001:db8:1:2::9]", "[2001:db8:1:2::9]:443"] {
            assert_eq!(forwarded(&[value]).as_deref(), Some("2001:db8:1:2::/64"), "{value}");
        }
        assert_eq!(forwarded(&["192.0.2.1", "192.0.2.7"]).as_deref(), Some("192.0.2.7"));
        for values in [&[][..], &[""], &["192.0.2.7, unknown"], &["192.0.2.7,"], &["192.0.2.7", "for=x"]] {
            assert_eq!(forwarded(values), None, "{values:?}");
        }
    }

    fn parts(peer: &str) -> Parts {
        let mut parts = Request::new(()).into_parts().0;
        parts.extensions.insert(ConnectInfo(peer.parse::<SocketAddr>().unwrap()));
        parts
    }

    #[test]
    fn the_products_word_counts_for_more_than_the_connection_and_this_machine_is_no_source() {
        let mut told = parts("192.0.2.7:1");
        assert_eq!(source(&told).as_deref(), Some("192.0.2.7"));
        told.extensions.insert(Source("tenant 7".into()));
        assert_eq!(source(&told).as_deref(), Some("tenant 7"));
        for peer in ["127.0.0.1:1", "127.9.9.9:1", "[::1]:1", "[::ffff:127.0.0.1]:1"] {
            assert_eq!(source(&parts(peer)), None, "{peer}");
        }
        assert_eq!(source(&Request::new(()).into_parts().0), None);
    }
}
