//! TLS to the server: which certificates count.

use badgehouse::store::StoreError;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use std::sync::Arc;
use tokio_postgres_rustls::MakeRustlsConnect;

/// Whom a connection trusts.
pub(crate) enum Trust {
    /// Whoever is at the other end of the line: no TLS.
    Line,
    /// The authorities that the machine trusts, for the host's name.
    Machine,
    /// The authorities in this PEM file, for the host's name.
    File(String),
}

impl Trust {
    /// libpq's word for the machine's authorities is `system`.
    pub(crate) fn of(authority: Option<String>) -> Self {
        match authority {
            Some(file) if file != "system" => Self::File(file),
            _ => Self::Machine,
        }
    }

    /// What connects in that trust. Reads the certificates.
    pub(crate) fn connector(&self) -> Result<MakeRustlsConnect, StoreError> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
        let config = config.map_err(|error| broken(&format!("TLS cannot be set up: {error}")))?;
        Ok(MakeRustlsConnect::new(config.with_root_certificates(self.roots()?).with_no_client_auth()))
    }

    fn roots(&self) -> Result<RootCertStore, StoreError> {
        let mut roots = RootCertStore::empty();
        match self {
            Self::Line => return Ok(roots),
            Self::Machine => {
                roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
            }
            Self::File(path) => {
                let cannot = |error| broken(&format!("the file of sslrootcert, `{path}`: {error}"));
                for certificate in CertificateDer::pem_file_iter(path).map_err(cannot)? {
                    // What is no authority verifies nobody; the handshake tells.
                    roots.add_parsable_certificates([certificate.map_err(cannot)?]);
                }
            }
        }
        if roots.is_empty() {
            return Err(broken(
                "no certificate authority was found to verify the server by; name the file of its authority by sslrootcert=FILE in the URL",
            ));
        }
        Ok(roots)
    }
}

fn broken(why: &str) -> StoreError {
    StoreError::Broken(why.to_owned())
}
