//! What a request to an API presents, for the core to judge.

use crate::message::all;
use axum::extract::OriginalUri;
use axum::http::Uri;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use badgehouse::address::is_loopback;
use badgehouse::authorize::Presented;
use badgehouse::dpop::DpopInput;

/// The request's token and, where it is bound to a key, its proof: for [`authorize`](crate::authorize()), [`verify`](crate::verify()) and
/// [`Service`](badgehouse::service::Service).
///
/// A proof is for one address (RFC 9449 section 4.3), whose scheme and host are the request's own here: the scheme is https, and http for a host on loopback, where the
/// request does not say it. That is safe only where what is in front lets nothing but the API's own hosts through: an API of others that receives a token with its
/// proof could otherwise send both here, with its own name in `Host`. Say what they are by [`Presented::with_origin`].
pub fn presented(parts: &Parts) -> Presented {
    let dpop = all(&parts.headers, "dpop").map(|proof| DpopInput {
        proof,
        method: parts.method.as_str().to_owned(),
        url: address(parts),
    });
    Presented { authorization: all(&parts.headers, AUTHORIZATION.as_str()), dpop }
}

fn address(parts: &Parts) -> String {
    // A nested router has cut the path.
    let uri = parts.extensions.get::<OriginalUri>().map_or(&parts.uri, |original| &original.0);
    format!("{}{}", called(parts, uri), uri.path())
}

/// The origin that the client says it has called.
fn called(parts: &Parts, uri: &Uri) -> String {
    let host = uri.authority().map(|host| host.as_str().to_owned()).or_else(|| all(&parts.headers, "host"));
    let host = host.unwrap_or_default();
    let here = is_loopback(&format!("http://{}", host.to_ascii_lowercase()));
    let scheme = uri.scheme_str().unwrap_or(if here { "http" } else { "https" });
    format!("{scheme}://{host}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::extract::Request;

    fn called_by(host: &str) -> String {
        let request = Request::builder().uri("/rfis?page=2").header("host", host).body(()).unwrap();
        address(&request.into_parts().0)
    }

    #[test]
    fn only_a_host_on_loopback_is_called_by_http() {
        for host in ["localhost", "LOCALHOST:8080", "127.0.0.1", "127.1.2.3:80", "[::1]", "[::1]:8080"] {
            assert_eq!(called_by(host), format!("http://{host}/rfis"));
        }
        let others = ["api.acme.com", "localhost-api.acme.com", "localhost.acme.com:8080", "127.acme.com"];
        for host in others.into_iter().chain(["127.0.0.1.acme.com", "[2001:db8::1]:8080"]) {
            assert_eq!(called_by(host), format!("https://{host}/rfis"));
        }
    }

    #[test]
    fn the_target_of_a_request_may_be_a_whole_address() {
        let absolute = Request::builder().uri("http://b.example/rfis").header("host", "b.example");
        let parts = absolute.body(()).unwrap().into_parts().0;
        assert_eq!(address(&parts), "http://b.example/rfis");
    }
}
