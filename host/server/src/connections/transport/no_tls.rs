//! TLS where it was left out: there are no options for it, and no connection is carried by it.

use anyhow::Result;
use clap::Args;
use std::io::Error;
use tokio::net::TcpStream;

/// No options: a start that names a certificate is refused, and does not serve in clear.
#[derive(Args, Clone)]
pub(crate) struct TlsOption {}

/// There is none.
#[derive(Clone)]
pub(crate) enum Tls {}

impl TlsOption {
    pub(crate) fn open(&self) -> Result<Option<Tls>> {
        Ok(None)
    }
}

impl Tls {
    pub(super) async fn accept(&self, _: TcpStream) -> Result<TcpStream, Error> {
        match *self {}
    }

    pub(crate) async fn reload_at_signal(self) -> Result<()> {
        match self {}
    }
}
