//! What a call that fails is to the store port.

use crate::wire::Refused;
use badgehouse::store::StoreError;
use std::error::Error;
use std::fmt::Write;

/// Why there is no answer.
#[derive(Debug)]
pub(crate) enum Failed {
    /// No connection was made: nothing was sent.
    Unreached {
        why: String,
        /// A certificate that does not verify, or a node without TLS, stays as it is.
        of_tls: bool,
    },
    /// It was sent, and may have been heard.
    Unanswered(String),
    /// A node said no.
    Refused(Refusal),
    /// What the store's caller is told as it is.
    Told(StoreError),
}

/// What a node said.
#[derive(Debug)]
pub(crate) struct Refusal {
    said: String,
    kind: Kind,
}

/// What comes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The token is not known here, or of before a change of users: whoever has it asks for another. Nothing was done.
    Token,
    /// Nothing was done, and it may go through when it is sent again.
    Untouched,
    /// It may have been done, as when the leader went away meanwhile.
    Doubtful,
    /// It will be said again, until somebody changes something.
    Stays,
    /// The same, but the store may come back by itself or by its operator without a restart.
    Passes,
}

/// By what etcd says (`rpctypes/error.go`), since its codes are few: the text's part, what comes of it, and what to do.
const KNOWN: [(&str, Kind, &str); 15] = [
    (
        "invalid auth token",
        Kind::Token,
        "look at etcd's --auth-token: each node has to know the tokens of the others",
    ),
    ("revision of auth store is old", Kind::Token, "users are being changed there; try again"),
    // The same, as earlier versions say it.
    ("revision in header is old", Kind::Token, "users are being changed there; try again"),
    ("too many requests", Kind::Untouched, "etcd has more to do than it can"),
    ("proposal dropped", Kind::Untouched, "etcd is choosing a leader"),
    ("no leader", Kind::Doubtful, "more than half of the nodes have to run and to reach each other"),
    ("leader changed", Kind::Doubtful, "try again"),
    ("request timed out", Kind::Doubtful, "more than half of the nodes have to run and to reach each other"),
    ("user name is empty", Kind::Stays, "name the user in the URL: etcd://user:password@host:2379/prefix"),
    ("authentication failed", Kind::Stays, "look at the user and the password in the URL"),
    (
        "authentication is not enabled",
        Kind::Stays,
        "leave user and password out of the URL, or turn it on by `etcdctl auth enable`",
    ),
    (
        "permission denied",
        Kind::Stays,
        "let the user's role read and write all below the prefix: `etcdctl role grant-permission ROLE --prefix=true readwrite PREFIX/`",
    ),
    (
        "database space exceeded",
        Kind::Passes,
        "turn on --auto-compaction-retention, compact and `etcdctl defrag`, or raise --quota-backend-bytes; then `etcdctl alarm disarm`",
    ),
    ("too many operations", Kind::Stays, "leave etcd's --max-txn-ops at 128 or more"),
    ("request is too large", Kind::Stays, "leave etcd's --max-request-bytes at 1572864 or more"),
];

/// What etcd says where a revision of the past is no longer kept.
const COMPACTED: &str = "required revision has been compacted";

const WITHOUT_TLS: &str = "; or say tls=off where they have none and the line is your own";

/// gRPC's codes of what may pass: cancelled, unknown, deadline exceeded, resource exhausted, aborted, internal, unavailable. The others stay.
const DOUBTFUL: [u32; 7] = [1, 2, 4, 8, 10, 13, 14];

impl Refusal {
    /// Of an answer that is not 200.
    pub(crate) fn of(status: u16, body: &[u8]) -> Self {
        let refused: Refused = serde_json::from_slice(body).unwrap_or_default();
        let said = if refused.message.is_empty() { refused.error } else { refused.message };
        if said.is_empty() {
            return Self::without_words(status);
        }
        let known = KNOWN.iter().find(|(part, ..)| said.contains(part));
        let by_code = if DOUBTFUL.contains(&refused.code) { Kind::Doubtful } else { Kind::Stays };
        let kind = known.map_or(by_code, |(_, kind, _)| *kind);
        let advice = known.map(|(.., advice)| format!("; {advice}")).unwrap_or_default();
        Self { said: format!("{said}{advice}"), kind }
    }

    fn without_words(status: u16) -> Self {
        let advice = match status {
            404 => {
                "there is no JSON gateway there: let etcd have --enable-grpc-gateway=true, and be 3.4 or later"
            }
            _ => "is it etcd?",
        };
        let kind = if status >= 500 { Kind::Doubtful } else { Kind::Stays };
        Self { said: format!("the answer was HTTP status {status}; {advice}"), kind }
    }

    pub(crate) fn kind(&self) -> Kind {
        self.kind
    }
}

impl Failed {
    /// Of a connection that was not made.
    pub(crate) fn unreached(error: &(dyn Error + 'static)) -> Self {
        Self::Unreached { why: chain(error), of_tls: is_of_tls(error) }
    }

    /// Whether a revision was asked for that is no longer kept.
    pub(crate) fn is_compacted(&self) -> bool {
        matches!(self, Self::Refused(refusal) if refusal.said.contains(COMPACTED))
    }

    /// What the store's caller is told. `shown` is the address without what is secret.
    pub(crate) fn told(self, shown: &str) -> StoreError {
        let text = |why: &str| format!("etcd at {shown}: {why}");
        match self {
            Self::Told(error) => error,
            Self::Unanswered(why) => StoreError::Unavailable(text(&why)),
            Self::Unreached { why, of_tls: false } => {
                // So a node without TLS ends what is no HTTP.
                let advice = if why.contains("tls handshake eof") { WITHOUT_TLS } else { "" };
                StoreError::Unavailable(text(&format!("{why}{advice}")))
            }
            Self::Unreached { why, of_tls: true } => StoreError::Broken(text(&format!(
                "{why}; name the file of the nodes' certificate authority by cacert=FILE in the URL, and the host as its certificate does{WITHOUT_TLS}"
            ))),
            Self::Refused(Refusal { said, kind: Kind::Stays | Kind::Token }) => {
                StoreError::Broken(text(&said))
            }
            Self::Refused(Refusal { said, .. }) => StoreError::Unavailable(text(&said)),
        }
    }
}

/// An error of input or output has its own cause beside it, and that one's cause behind it.
fn is_of_tls(error: &(dyn Error + 'static)) -> bool {
    let wrapped = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
    error.is::<rustls::Error>()
        || wrapped.is_some_and(|inner| is_of_tls(inner))
        || error.source().is_some_and(is_of_tls)
}

/// An error and what caused it, in a line.
pub(crate) fn chain(error: &(dyn Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        // Writing to a String cannot fail.
        let _ = write!(text, ": {inner}");
        cause = inner.source();
    }
    text
}
