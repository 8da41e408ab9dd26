//! Protected resource metadata (RFC 9728): where a client that meets an API learns who issues tokens for it.

use super::dpop;
use crate::model::settings::Settings;
use crate::value::address::same_place;
use serde::Serialize;

/// What stands between host and path (RFC 9728 section 3.1).
pub(crate) const WELL_KNOWN: &str = "/.well-known/oauth-protected-resource";

/// The metadata of a resource (RFC 9728 section 2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ResourceMetadata {
    /// The resource: an audience of the settings, or the admin API's.
    pub resource: String,
    /// Who issues tokens for it.
    pub authorization_servers: [String; 1],
    /// How tokens are presented.
    pub bearer_methods_supported: [&'static str; 1],
    /// What DPoP proofs may be signed with.
    pub dpop_signing_alg_values_supported: [&'static str; 5],
}

/// Where the metadata of an audience is; none for one that is no URL, or has a query or a character that no header can tell.
pub(crate) fn metadata_url(audience: &str) -> Option<String> {
    let (origin, path) = parts(audience)?;
    Some(format!("{origin}{WELL_KNOWN}{path}"))
}

/// The metadata of the audience with that path; where several have it, of the one whose host was called.
pub(crate) fn metadata(settings: &Settings, path: &str, host: Option<&str>) -> Option<ResourceMetadata> {
    let admin = settings.admin_audience();
    let known = settings.audiences.iter().chain([&admin]);
    // For comparing paths any host will do.
    let at = |path: &str| format!("http://host{path}");
    let fits = |(_, its): (&str, &str)| same_place(&at(its), &at(path));
    let fitting = known.filter(|audience| parts(audience).is_some_and(fits));
    let fitting: Vec<&String> = fitting.collect();
    let called = |audience: &&&String| {
        let origin = parts(audience).map(|(origin, _)| origin);
        let scheme = origin.and_then(|origin| origin.split_once("://")).map(|(scheme, _)| scheme);
        let called = scheme.zip(host).map(|(scheme, host)| format!("{scheme}://{host}"));
        origin.zip(called).is_some_and(|(origin, called)| same_place(origin, &called))
    };
    let found = if let [only] = fitting.as_slice() { Some(only) } else { fitting.iter().find(called) };
    found.map(|audience| ResourceMetadata {
        resource: (*audience).clone(),
        authorization_servers: [settings.issuer.clone()],
        bearer_methods_supported: ["header"],
        dpop_signing_alg_values_supported: dpop::ALGORITHMS,
    })
}

/// Origin and path of a URL; a slash alone is no path.
fn parts(audience: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = audience.split_once("://")?;
    let web = ["https", "http"].iter().any(|known| known.eq_ignore_ascii_case(scheme));
    if !web || audience.contains('?') || !audience.is_ascii() {
        return None;
    }
    let (origin, path) = match rest.find('/') {
        Some(slash) => {
            audience.split_at_checked(audience.len().saturating_sub(rest.len()).saturating_add(slash))?
        }
        None => (audience, ""),
    };
    Some((origin, if path == "/" { "" } else { path }))
}
