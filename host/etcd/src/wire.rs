//! The messages of etcd's v3 API (`rpc.proto`) that are used, as its JSON gateway takes and gives them: bytes in Base64, 64-bit numbers as text, and what is nought left out.

use data_encoding::BASE64;
use serde::de::{DeserializeOwned, Error};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A call of the API.
pub(crate) trait Call: Serialize {
    /// Where it is posted to.
    const PATH: &'static str;
    /// What it is answered by.
    type Answer: DeserializeOwned;
}

/// Bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Bytes(pub(crate) Vec<u8>);

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&BASE64.encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        BASE64.decode(text.as_bytes()).map(Self).map_err(|_| D::Error::custom("bytes that are no Base64"))
    }
}

fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
    let text = String::deserialize(deserializer)?;
    text.parse().map_err(|_| D::Error::custom("a number that is none"))
}

/// A transaction: the first list is run if all comparisons hold, else the second.
#[derive(Default, Serialize)]
pub(crate) struct Txn {
    pub(crate) compare: Vec<Compare>,
    pub(crate) success: Vec<Operation>,
    pub(crate) failure: Vec<Operation>,
}

impl Call for Txn {
    const PATH: &'static str = "/v3/kv/txn";
    type Answer = TxnAnswer;
}

/// What must be at a key, or at every key of a range.
#[derive(Serialize)]
pub(crate) struct Compare {
    key: Bytes,
    #[serde(skip_serializing_if = "Option::is_none")]
    range_end: Option<Bytes>,
    target: &'static str,
    result: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    mod_revision: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<Bytes>,
}

impl Compare {
    /// The revision that the entry was last put at; 0 where there is none.
    pub(crate) fn revision(key: Vec<u8>, revision: u64) -> Self {
        let (target, mod_revision) = ("MOD", Some(revision.to_string()));
        Self { key: Bytes(key), range_end: None, target, result: "EQUAL", mod_revision, value: None }
    }

    /// No key from the first to before the second.
    pub(crate) fn nothing_in(range: (Vec<u8>, Vec<u8>)) -> Self {
        Self { range_end: Some(Bytes(range.1)), ..Self::revision(range.0, 0) }
    }

    /// An entry of that value.
    pub(crate) fn value(key: Vec<u8>, value: Vec<u8>) -> Self {
        Self { target: "VALUE", mod_revision: None, value: Some(Bytes(value)), ..Self::revision(key, 0) }
    }
}

/// What a transaction does.
#[derive(Serialize)]
pub(crate) enum Operation {
    #[serde(rename = "request_put")]
    Put { key: Bytes, value: Bytes },
    #[serde(rename = "request_delete_range")]
    Delete { key: Bytes },
    #[serde(rename = "request_range")]
    Range(Range),
}

impl Operation {
    pub(crate) fn put(key: Vec<u8>, value: Vec<u8>) -> Self {
        Self::Put { key: Bytes(key), value: Bytes(value) }
    }

    pub(crate) fn delete(key: Vec<u8>) -> Self {
        Self::Delete { key: Bytes(key) }
    }

    pub(crate) fn get(key: Vec<u8>) -> Self {
        Self::Range(Range { key: Bytes(key), ..Range::default() })
    }

    /// Roughly what it takes in a request.
    pub(crate) fn bytes(&self) -> usize {
        match self {
            Self::Put { key, value } => key.0.len() + value.0.len(),
            Self::Delete { key } => key.0.len(),
            Self::Range(range) => range.key.0.len() + range.range_end.0.len(),
        }
    }
}

/// Asks for the entries from `key` to before `range_end`, in the order of their bytes; for that of `key` alone where there is no end.
#[derive(Clone, Default, Serialize)]
pub(crate) struct Range {
    pub(crate) key: Bytes,
    pub(crate) range_end: Bytes,
    /// 0 for no limit.
    pub(crate) limit: u32,
    /// As it was at that revision; 0 for now.
    pub(crate) revision: u64,
    /// By what the node has, which may be past.
    pub(crate) serializable: bool,
    pub(crate) count_only: bool,
}

impl Call for Range {
    const PATH: &'static str = "/v3/kv/range";
    type Answer = RangeAnswer;
}

/// Asks for a token.
#[derive(Serialize)]
pub(crate) struct Authenticate<'a> {
    pub(crate) name: &'a str,
    pub(crate) password: &'a str,
}

impl Call for Authenticate<'_> {
    const PATH: &'static str = "/v3/auth/authenticate";
    type Answer = Authenticated;
}

#[derive(Deserialize)]
pub(crate) struct Authenticated {
    pub(crate) token: String,
}

/// Of which cluster an answer is, and of when.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
pub(crate) struct Header {
    #[serde(default, deserialize_with = "number")]
    pub(crate) cluster_id: u64,
    #[serde(default, deserialize_with = "number")]
    pub(crate) revision: u64,
}

#[derive(Deserialize)]
pub(crate) struct TxnAnswer {
    pub(crate) header: Header,
    /// Whether the comparisons held.
    #[serde(default)]
    pub(crate) succeeded: bool,
    #[serde(default)]
    pub(crate) responses: Vec<Answered>,
}

/// What an operation of a transaction came to. Only what reads has something to say.
#[derive(Deserialize)]
pub(crate) struct Answered {
    #[serde(default)]
    pub(crate) response_range: RangeAnswer,
}

#[derive(Default, Deserialize)]
pub(crate) struct RangeAnswer {
    #[serde(default)]
    pub(crate) header: Header,
    #[serde(default)]
    pub(crate) kvs: Vec<Kv>,
    #[serde(default, deserialize_with = "number")]
    pub(crate) count: u64,
}

/// An entry of etcd.
#[derive(Deserialize)]
pub(crate) struct Kv {
    #[serde(default)]
    pub(crate) key: Bytes,
    #[serde(default)]
    pub(crate) value: Bytes,
    #[serde(default, deserialize_with = "number")]
    pub(crate) mod_revision: u64,
}

/// What is said where a call is refused. etcd 3.4 and 3.5 say the first two, 3.6 the last two.
#[derive(Default, Deserialize)]
pub(crate) struct Refused {
    #[serde(default)]
    pub(crate) error: String,
    #[serde(default)]
    pub(crate) message: String,
    /// gRPC's.
    #[serde(default)]
    pub(crate) code: u32,
}
