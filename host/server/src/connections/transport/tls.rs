//! TLS by rustls: the certificate and its key from files, and whose certificates clients have to show, read again at SIGHUP.

use crate::files;
use anyhow::{Context, Result, bail};
use clap::Args;
use std::io::{Error, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::{CryptoProvider, ring};
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::server::WebPkiClientVerifier;
use tokio_rustls::rustls::server::danger::ClientCertVerifier;
use tokio_rustls::rustls::{RootCertStore, ServerConfig};
use tokio_rustls::server::TlsStream;

/// How long a handshake may take.
const HANDSHAKE: Duration = Duration::from_secs(10);

/// Where the certificate is.
#[derive(Args, Clone)]
pub(crate) struct TlsOption {
    /// The certificate, and those that lead to it, as PEM: then the server speaks TLS itself. Read again at SIGHUP.
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    tls_certificate: Option<PathBuf>,
    /// Its private key, as PEM, readable by its owner alone.
    #[arg(long, value_name = "FILE", requires = "tls_certificate")]
    tls_key: Option<PathBuf>,
    /// The authorities of clients' certificates, as PEM: then only who has a certificate by one of them is served, beside all that a request has to prove.
    /// Read again at SIGHUP.
    #[arg(long, value_name = "FILE", requires = "tls_certificate")]
    tls_client_ca: Option<PathBuf>,
}

/// What there is in the files.
#[derive(Clone)]
struct Files {
    certificate: PathBuf,
    key: PathBuf,
    client_ca: Option<PathBuf>,
}

/// The certificate in use. A clone is the same one.
#[derive(Clone)]
pub(crate) struct Tls {
    files: Files,
    config: Arc<RwLock<Arc<ServerConfig>>>,
}

impl TlsOption {
    /// Nothing where TLS is the proxy's.
    pub(crate) fn open(&self) -> Result<Option<Tls>> {
        let (Some(certificate), Some(key)) = (self.tls_certificate.clone(), self.tls_key.clone()) else {
            return Ok(None);
        };
        let files = Files { certificate, key, client_ca: self.tls_client_ca.clone() };
        let config = Arc::new(RwLock::new(Arc::new(files.read()?)));
        Ok(Some(Tls { files, config }))
    }
}

impl Tls {
    /// The handshake of a connection, by the certificate that is in use when it begins.
    pub(super) async fn accept(&self, stream: TcpStream) -> Result<TlsStream<TcpStream>, Error> {
        let config = Arc::clone(&self.config.read().unwrap_or_else(PoisonError::into_inner));
        let handshake = TlsAcceptor::from(config).accept(stream);
        timeout(HANDSHAKE, handshake).await.unwrap_or_else(|_| Err(ErrorKind::TimedOut.into()))
    }

    /// Reads the files again, whenever the operator says so. What cannot be used leaves the certificate that there was.
    #[cfg(unix)]
    pub(crate) async fn reload_at_signal(self) -> Result<()> {
        use tokio::signal::unix::{SignalKind, signal};
        let mut hang_up = signal(SignalKind::hangup())?;
        loop {
            hang_up.recv().await;
            match self.files.read() {
                Ok(config) => {
                    *self.config.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(config);
                    tracing::info!("the certificate was read again");
                }
                Err(error) => {
                    let error = format!("{error:#}");
                    tracing::error!(
                        error,
                        "the certificate could not be read again; the earlier one is in use"
                    );
                }
            }
        }
    }

    /// There is no such signal.
    #[cfg(not(unix))]
    pub(crate) async fn reload_at_signal(self) -> Result<()> {
        std::future::pending().await
    }
}

impl Files {
    /// TLS 1.2 and 1.3, for HTTP/1.1, by this certificate. A key that is another certificate's is refused here, and not at each handshake.
    fn read(&self) -> Result<ServerConfig> {
        let (chain, shown) = (certificates(&self.certificate)?, self.certificate.display());
        let text = files::read_secret(&self.key)?;
        // The error would say what it has found.
        let Ok(private) = PrivateKeyDer::from_pem_slice(text.as_bytes()) else {
            bail!(
                "there is no private key in `{}`; it begins with -----BEGIN PRIVATE KEY-----",
                self.key.display()
            );
        };
        let provider = Arc::new(ring::default_provider());
        let builder = ServerConfig::builder_with_provider(Arc::clone(&provider));
        let builder = builder.with_safe_default_protocol_versions()?;
        let config = match &self.client_ca {
            Some(authorities) => builder.with_client_cert_verifier(clients_of(authorities, provider)?),
            None => builder.with_no_client_auth(),
        };
        let config = config.with_single_cert(chain, private);
        let mut config =
            config.with_context(|| format!("`{shown}` and `{}` do not fit", self.key.display()))?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(config)
    }
}

/// Takes who has a certificate by one of these authorities, and nobody else.
fn clients_of(authorities: &Path, provider: Arc<CryptoProvider>) -> Result<Arc<dyn ClientCertVerifier>> {
    let mut roots = RootCertStore::empty();
    for certificate in certificates(authorities)? {
        let added = roots.add(certificate);
        added.with_context(|| format!("`{}` has a certificate of no authority", authorities.display()))?;
    }
    Ok(WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider).build()?)
}

/// The certificates in a file, of which there is at least one.
fn certificates(file: &Path) -> Result<Vec<CertificateDer<'static>>> {
    let shown = file.display();
    let pem = std::fs::read(file).with_context(|| format!("`{shown}` cannot be read"))?;
    let found: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&pem).collect();
    let found = found.with_context(|| format!("`{shown}` is no certificate in PEM"))?;
    if found.is_empty() {
        bail!("there is no certificate in `{shown}`; it begins with -----BEGIN CERTIFICATE-----");
    }
    Ok(found)
}
