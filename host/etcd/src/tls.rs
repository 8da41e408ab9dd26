//! TLS to the nodes: which certificates count, and which one is shown.

use badgehouse::store::StoreError;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ClientConfig, RootCertStore};
use std::sync::Arc;

/// Whom a connection trusts.
pub(crate) enum Trust {
    /// Whoever is at the other end of the line: no TLS.
    Line,
    /// The authorities that the machine trusts, for the host's name.
    Machine,
    /// The authorities in this PEM file, for the host's name.
    File(String),
}

/// The PEM files of the certificate that is shown to a node, and of its key.
pub(crate) struct Identity {
    pub(crate) certificate: String,
    pub(crate) key: String,
}

impl Trust {
    pub(crate) fn of(authority: Option<String>) -> Self {
        authority.map_or(Self::Machine, Self::File)
    }

    /// How connections in that trust are made. Reads the files.
    pub(crate) fn config(&self, identity: Option<&Identity>) -> Result<ClientConfig, StoreError> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
        let cannot = |error: rustls::Error| broken(&format!("TLS cannot be set up: {error}"));
        let config = config.map_err(cannot)?.with_root_certificates(self.roots()?);
        match identity {
            None => Ok(config.with_no_client_auth()),
            Some(identity) => {
                let (chain, key) = identity.read()?;
                config.with_client_auth_cert(chain, key).map_err(cannot)
            }
        }
    }

    fn roots(&self) -> Result<RootCertStore, StoreError> {
        let mut roots = RootCertStore::empty();
        match self {
            Self::Line => return Ok(roots),
            Self::Machine => {
                roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
            }
            Self::File(path) => {
                // What is no authority verifies nobody; the handshake tells.
                roots.add_parsable_certificates(certificates("cacert", path)?);
            }
        }
        if roots.is_empty() {
            return Err(broken(
                "no certificate authority was found to verify the nodes by; name the file of their authority by cacert=FILE in the URL",
            ));
        }
        Ok(roots)
    }
}

impl Identity {
    fn read(&self) -> Result<(Vec<CertificateDer<'static>>, PrivateKeyDer<'static>), StoreError> {
        let key =
            PrivateKeyDer::from_pem_file(&self.key).map_err(|error| cannot("key", &self.key, &error))?;
        Ok((certificates("cert", &self.certificate)?, key))
    }
}

fn certificates(option: &str, path: &str) -> Result<Vec<CertificateDer<'static>>, StoreError> {
    let read = CertificateDer::pem_file_iter(path).and_then(Iterator::collect);
    read.map_err(|error| cannot(option, path, &error))
}

fn cannot(option: &str, path: &str, error: &rustls::pki_types::pem::Error) -> StoreError {
    broken(&format!("the file of {option}, `{path}`: {error}"))
}

fn broken(why: &str) -> StoreError {
    StoreError::Broken(why.to_owned())
}
