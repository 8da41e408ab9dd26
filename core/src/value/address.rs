//! Addresses, as far as the core looks at them: origins and paths of the settings, targets of requests, and what DPoP proofs are for.

use fluent_uri::Uri;
use std::net::IpAddr;

/// Whether it is an http or https URL of host, port and path alone, with a path that [`is_path`].
pub(crate) fn is_origin(url: &str) -> bool {
    let Ok(uri) = Uri::parse(url) else { return false };
    let authority = uri.authority().is_some_and(|authority| {
        !authority.has_userinfo() && !authority.host().is_empty() && authority.port_to_u16().is_ok()
    });
    let bare = !uri.has_query() && !uri.has_fragment();
    ["http", "https"].contains(&uri.scheme().as_str()) && authority && bare && is_path(uri.path().as_str())
}

/// Whether the host of an origin, in lower case, is this machine: `http://localhost:8080`, `http://127.0.0.1`, `http://[::1]`.
pub fn is_loopback(origin: &str) -> bool {
    let Ok(uri) = Uri::parse(origin) else { return false };
    let host = uri.authority().map(|authority| authority.host()).unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}

/// Whether it is empty, or segments of characters that stand for themselves in a URL (RFC 3986 section 2.3), and that no router reads as a pattern.
pub(crate) fn is_path(path: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let segment = |segment: &str| !["", ".", ".."].contains(&segment) && segment.bytes().all(plain);
    path.is_empty() || path.strip_prefix('/').is_some_and(|path| path.split('/').all(segment))
}

/// What of a target or an address comes after its origin. In the origin form (RFC 9112 section 3.2.1) a scheme can only stand in the query.
pub(crate) fn local(target: &str) -> &str {
    match target.split_once("://").filter(|_| !target.starts_with('/')) {
        Some((_, rest)) => rest.find(['/', '?', '#']).and_then(|end| rest.get(end..)).unwrap_or_default(),
        None => target,
    }
}

/// Whether two addresses are one but for query and fragment, once both are normalized (RFC 9449 section 4.3, RFC 3986 sections 6.2.2 and 6.2.3).
pub fn same_place(one: &str, other: &str) -> bool {
    place(one).is_some_and(|one| place(other) == Some(one))
}

/// The address without query and fragment, normalized.
fn place(url: &str) -> Option<String> {
    url.split(['?', '#']).next().filter(|bare| bare.contains("://")).map(normal)
}

/// Whether two texts are one address, whichever way each is written: the case of scheme and host, the default port, an empty path, percent-encoding and dot
/// segments make no other (RFC 3986 sections 6.2.2 and 6.2.3). For what people configure and clients repeat; never for a claim of a JWT, which is compared as it
/// stands (RFC 7519 section 2), nor for an issuer (RFC 8414 section 3.3).
pub(crate) fn same_address(one: &str, other: &str) -> bool {
    one == other || normal(one) == normal(other)
}

/// The address, normalized, or as it is where it is no URI, since some clients leave characters as they are that a URI encodes.
fn normal(url: &str) -> String {
    let Ok(uri) = Uri::parse(url) else { return url.to_owned() };
    let mut text = uri.normalize().to_string();
    if uri.has_authority() && uri.path().is_empty() {
        let end = text.find(['?', '#']).unwrap_or(text.len());
        text.insert(end, '/');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{is_loopback, is_origin, same_address, same_place};

    #[test]
    fn an_origin_is_host_port_and_path_alone() {
        let origins = [
            "https://id.example.com",
            "https://id.example.com:8443/t1/x",
            "http://localhost:80",
            "http://[::1]:8080",
            "https://127.0.0.1",
        ];
        for origin in origins {
            assert!(is_origin(origin), "{origin}");
        }
        let others = [
            "",
            "id.example.com",
            "ftp://id.example.com",
            "https://",
            "https:///x",
            "https://ann@id.example.com",
            "http://localhost:1@evil.example",
            "http://[::1]evil.example",
            "https://id.example.com:80000",
            "https://id.example.com/",
            "https://id.example.com//x",
            "https://id.example.com/a/../b",
            "https://id.example.com/{x}",
            "https://id.example.com/%20",
            "https://id.example.com?x",
            "https://id.example.com#x",
            "https://id example.com",
        ];
        for other in others {
            assert!(!is_origin(other), "{other}");
        }
        assert!(["http://localhost:1", "http://[::1]", "http://127.9.9.9/x"].into_iter().all(is_loopback));
        assert!(!["http://localhost.evil.example", "http://128.0.0.1", "x"].into_iter().any(is_loopback));
    }

    #[test]
    fn no_way_of_writing_makes_another_address() {
        let same = [
            ("https://api.example.com", "HTTPS://API.Example.com:443/"),
            ("https://api.example.com?x=%7e", "https://api.example.com/?x=~"),
            ("http://localhost:80/a/./b/../c", "http://localhost/a/c"),
            ("https://api.example.com:/x", "https://api.example.com/x"),
            ("https://api.example.com/%c3%bc%2D", "https://api.example.com/%C3%BC-"),
            ("api://6F9619FF-8B86/x", "API://6f9619ff-8b86/x"),
            ("api://app", "api://app/"),
            ("URN:acme:files", "urn:acme:files"),
            ("no address", "no address"),
        ];
        for (one, other) in same {
            assert!(same_address(one, other) && same_address(other, one), "{one} is {other}");
        }
        let different = [
            ("https://api.example.com", "http://api.example.com"),
            ("https://api.example.com", "https://api.example.com/x"),
            ("https://api.example.com/x", "https://api.example.com/x/"),
            ("https://api.example.com/x", "https://api.example.com/X"),
            ("https://api.example.com", "https://api.example.com?"),
            ("https://api.example.com", "https://api.example.com#"),
            ("https://api.example.com", "https://api.example.com."),
            ("https://api.example.com", "https://x@api.example.com"),
            ("https://api.example.com/a%2Fb", "https://api.example.com/a/b"),
            ("https://api.example.com/?a=1&b=2", "https://api.example.com/?b=2&a=1"),
            ("urn:acme:files", "urn:acme:Files"),
            ("no address", "No address"),
        ];
        for (one, other) in different {
            assert!(!same_address(one, other) && !same_address(other, one), "{one} is not {other}");
        }
    }

    #[test]
    fn addresses_are_compared_normalized() {
        let same = [
            ("https://API.example.com:443/rfis?x=1#y", "HTTPS://api.example.com/rfis"),
            ("https://api.example.com", "https://api.example.com/"),
            ("http://localhost:80/", "http://localhost"),
            ("https://api.example.com/a%7eb", "https://api.example.com/a~b"),
            ("https://api.example.com/%c3%bc", "https://api.example.com/%C3%BC"),
            ("https://api.example.com/x/../rfis/.", "https://api.example.com/rfis/"),
            ("https://api.example.com/a|b", "https://api.example.com/a|b"),
        ];
        for (one, other) in same {
            assert!(same_place(one, other), "{one} is {other}");
        }
        let different = [
            ("https://api.example.com/rfis", "http://api.example.com/rfis"),
            ("https://api.example.com/rfis", "https://api.example.com:8443/rfis"),
            ("https://api.example.com/rfis", "https://api.example.com.evil.example/rfis"),
            ("https://api.example.com/rfis", "https://api.example.com@evil.example/rfis"),
            ("https://api.example.com/rfis", "https://api.example.com/RFIs"),
            ("https://api.example.com/rfis", "https://api.example.com/rfis/"),
            ("https://api.example.com/a%2Fb", "https://api.example.com/a/b"),
            ("https://api.example.com/rfis", "/rfis"),
            ("/rfis", "/rfis"),
        ];
        for (one, other) in different {
            assert!(!same_place(one, other), "{one} is not {other}");
        }
    }
}
