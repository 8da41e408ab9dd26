//! The log, on standard error, and what else is told of what happens. No secret, no token and no address of anybody stands in it: what is logged is chosen, and never a
//! request, a path or a header as it came.

#[cfg(feature = "otlp")]
mod otlp;

use anyhow::Result;
use axum::http::HeaderMap;
use clap::{Args, ValueEnum};
#[cfg(feature = "otlp")]
use otlp::{Otlp, OtlpOption};
use tracing::{Level, Span};
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::fmt::Layer;
use tracing_subscriber::prelude::*;

/// The options of the log.
#[derive(Args, Clone)]
pub(crate) struct LogOption {
    /// The form of the log on standard error.
    #[arg(long, value_enum, default_value_t = Form::Text)]
    log: Form,
    /// What is logged: `debug` has a line for each request that was answered, `trace` all there is.
    #[arg(long, value_name = "LEVEL", value_enum, default_value_t = Detail::Info)]
    log_level: Detail,
    #[cfg(feature = "otlp")]
    #[command(flatten)]
    otlp: OtlpOption,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// A JSON object a line.
    Json,
    /// A line for people.
    Text,
    /// Nothing.
    Off,
}

#[derive(Clone, Copy, ValueEnum)]
enum Detail {
    Error,
    Warn,
    Info,
    Debug,
    Trace,
}

impl From<Detail> for Level {
    fn from(detail: Detail) -> Self {
        match detail {
            Detail::Error => Self::ERROR,
            Detail::Warn => Self::WARN,
            Detail::Info => Self::INFO,
            Detail::Debug => Self::DEBUG,
            Detail::Trace => Self::TRACE,
        }
    }
}

/// The log of a command that does not serve.
pub(crate) fn start() {
    tracing_subscriber::fmt().with_writer(std::io::stderr).with_ansi(false).init();
}

/// What has to be ended in order.
pub(crate) struct Log {
    #[cfg(feature = "otlp")]
    otlp: Option<Otlp>,
}

impl LogOption {
    /// Logs from now on.
    ///
    /// # Errors
    /// The collector's address is none.
    pub(crate) fn start(&self) -> Result<Log> {
        let (json, text) = (self.log == Form::Json, self.log == Form::Text);
        let json = json.then(|| {
            Layer::new().json().flatten_event(true).with_span_list(false).with_writer(std::io::stderr)
        });
        let text = text.then(|| Layer::new().with_writer(std::io::stderr).with_ansi(false));
        let subscriber = tracing_subscriber::registry()
            .with(json.with_filter(self.shown()))
            .with(text.with_filter(self.shown()));
        #[cfg(feature = "otlp")]
        {
            let otlp = self.otlp.open()?;
            let layers = otlp.as_ref().map(|otlp| otlp.layers(Level::from(self.log_level)));
            subscriber.with(layers).init();
            Ok(Log { otlp })
        }
        #[cfg(not(feature = "otlp"))]
        {
            subscriber.init();
            Ok(Log {})
        }
    }

    /// What is this program's own in that detail, and what libraries warn of.
    fn shown(&self) -> Targets {
        shown(Level::from(self.log_level))
    }
}

fn shown(level: Level) -> Targets {
    Targets::new().with_target("badgehouse", level).with_default(LevelFilter::WARN)
}

impl Log {
    /// Sends what was not sent yet.
    pub(crate) fn end(self) {
        #[cfg(feature = "otlp")]
        if let Some(otlp) = self.otlp {
            otlp.end();
        }
    }
}

/// The span goes on with the trace that the request names (`traceparent` of W3C Trace Context), where traces are sent.
pub(crate) fn continues(span: &Span, headers: &HeaderMap) {
    #[cfg(feature = "otlp")]
    if headers.contains_key("traceparent") {
        otlp::continues(span, headers);
    }
    #[cfg(not(feature = "otlp"))]
    let _ = (span, headers);
}
