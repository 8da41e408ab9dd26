//! The administrator's page: static files, and the tokens that its links carry.
//!
//! A link has an actor token in its fragment, which no request sends. The page takes it out of the address and has it renewed, for eight hours from the moment of the
//! link. The tokens are signed by a key that lies sealed in a file, beside the store where that is one, so that whoever makes a link can read the sealing key and that file.

mod files;
mod key;
mod session;
mod token;

use crate::actors::Voucher;
use crate::backend::Backend;
use crate::signer::{self, Signer};
use crate::store::StoreAddress;
use anyhow::Result;
use axum::Router;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::middleware::map_response;
use axum::response::{Redirect, Response};
use axum::routing::{get, post};
use badgehouse::Core;
use badgehouse::crypto::SealingKey;
use badgehouse::settings::Settings;
use clap::Args;
use files::Files;
use form_urlencoded::Serializer;
pub(crate) use key::PageKey;
use session::Sessions;
use std::future::ready;
use std::path::{Path, PathBuf};
use std::sync::Arc;
pub(crate) use token::{Link, MAX_LINK_SECONDS};

/// Where the page is, behind the issuer's scheme and host.
const PLACE: &str = "/admin/";
/// Behind it, where a token is renewed.
const SESSION: &str = "session";

/// What every answer below the page's address says. Nothing but the page's own files runs in it or is asked by it, and nobody frames it.
const HEADERS: [(&str, &str); 6] = [
    (
        "content-security-policy",
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    ),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    (
        "permissions-policy",
        "accelerometer=(), camera=(), clipboard-read=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), publickey-credentials-get=(), usb=(), xr-spatial-tracking=()",
    ),
];

/// Whether the page is served.
#[derive(Args)]
pub(crate) struct PageOption {
    /// Serve the administrator's page at /admin/: the files of this folder, which `cargo xtask build page` makes. Links to it are made by `admin-link`.
    #[arg(long, value_name = "FOLDER", env = "BADGEHOUSE_PAGE")]
    page: Option<PathBuf>,
    #[command(flatten)]
    key: PageKey,
}

impl PageOption {
    /// The page of a server with these settings and this store.
    pub(crate) fn open(&self, settings: &Settings, store: &StoreAddress) -> Result<Option<Page>> {
        let Some(folder) = &self.page else { return Ok(None) };
        let files = Files::read(folder)?;
        let key = self.key.place(store)?;
        let links = Links::opened(settings, |keys| key::open_or_make(&key, keys))?;
        Ok(Some(Page { files, links }))
    }
}

/// The page of a server.
pub(crate) struct Page {
    files: Files,
    pub(crate) links: Links,
}

impl Page {
    /// Whose tokens administer besides.
    pub(crate) fn voucher(&self) -> Voucher {
        Voucher { issuer: token::ISSUER.into(), keys: vec![self.links.signer.public_key()] }
    }

    /// `GET /admin/…`, and `POST /admin/session`.
    pub(crate) fn routes(self, backend: Backend) -> Router {
        let sessions = Arc::new(Sessions { links: self.links, backend });
        let renew = post(move |headers| session::renew(Arc::clone(&sessions), headers));
        let mut router = Router::new()
            .route("/admin", get(|| ready(Redirect::temporary(PLACE))))
            .route(&format!("{PLACE}{{*other}}"), get(|| ready(StatusCode::NOT_FOUND)))
            .route(&format!("{PLACE}{SESSION}"), renew);
        for (name, file) in self.files.into_named() {
            let answer = get(move |headers| ready(file.answer(&headers)));
            if name == files::INDEX {
                router = router.route(PLACE, answer.clone());
            }
            router = router.route(&format!("{PLACE}{name}"), answer);
        }
        router.layer(map_response(|response| ready(with_headers(response))))
    }
}

fn with_headers(mut response: Response) -> Response {
    for (name, value) in HEADERS {
        response.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    response
}

/// What makes links to the page of a server.
#[derive(Clone)]
pub(crate) struct Links {
    signer: Signer,
    /// The admin API's audience.
    audience: String,
    /// The server's scheme and host.
    origin: String,
}

impl Links {
    /// What makes links to the page of the server whose key lies at `key`.
    pub(crate) fn of_a_server(settings: &Settings, key: &Path) -> Result<Self> {
        Self::opened(settings, |keys| key::open(key, keys))
    }

    fn opened(settings: &Settings, open: impl FnOnce(Vec<SealingKey>) -> Result<Signer>) -> Result<Self> {
        // The settings as the engine has them, once they were checked.
        let core = Core::open(settings.clone())?;
        let settings = core.settings();
        let signer = open(settings.sealing_keys.clone())?;
        let origin = settings.issuer_origin().to_owned();
        Ok(Self { signer, audience: settings.admin_audience(), origin })
    }

    /// A link for whom it says.
    pub(crate) fn make(&self, link: Link) -> Result<String> {
        let company = link.company.to_string();
        let token = self.signer.sign(&link.claims(&self.audience, signer::now()?)?)?;
        let mut fragment = Serializer::new(String::new());
        fragment.append_pair("token", &token).append_pair("company", &company);
        Ok(format!("{}{PLACE}#{}", self.origin, fragment.finish()))
    }
}
