//! Badgehouse on etcd: a store for as many processes on as many machines as like, which goes on while more than half of its nodes do.
//!
//! Make the store once, open it, and hand it to an engine, such as that of `badgehouse-native`, which does the rest but one thing: what has expired is deleted by a timer of yours, by the store's
//! time and never by a clock.
//!
//! ```no_run
//! # #[tokio::main]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use badgehouse_etcd::EtcdStore;
//!
//! let url = std::env::var("BADGEHOUSE_STORE")?; // etcd://badgehouse:secret@one.example,two.example,three.example/badgehouse
//! EtcdStore::migrate(&url).await?;
//! let store = EtcdStore::open(&url).await?;
//!
//! // What the timer does, a thousand entries at a time: by the `store_time` that an engine's `maintain` answers.
//! let store_time = 1_800_000_000;
//! while store.purge_expired(store_time, 1000).await? == 1000 {}
//! # Ok(())
//! # }
//! ```
//!
//! # How it keeps the promises of the store port
//! - A commit is one `Txn`, which compares the revision of each key that something is expected of (`mod_revision`). It is one instant, and durable on more than half of the nodes when it is answered.
//! - A get is one `Txn` of ranges, and sees each commit whole or not at all, of up to 100 keys. It is linearizable: the node that is asked makes sure with the leader that it has all that was answered before.
//! - A list is one range, of one revision.
//! - A node that is not reached, or that goes away, is passed over for the next. A read is asked again until [`Limits::answer`] has passed, or until no node is reached. A commit is sent again only where it was surely not heard; else its outcome is
//!   unknown, which is `Unavailable`: the engine submits the identical commit again and finds out.
//! - A version is etcd's revision of the put, behind a generation that is drawn when the store is made: revisions come again when a snapshot is restored. Then [`EtcdStore::migrate`] draws another, and until it has,
//!   [`EtcdStore::open`] refuses the store, and a handle that was open before answers no more, since the cluster is another (`--initial-cluster-token` makes it one).
//! - Nothing expires by itself, and no lease is used: an entry is there until [`EtcdStore::purge_expired`] deletes it.
//!
//! # Bounds
//! etcd takes 128 operations in a transaction and 1.5 MB in a request. The port's largest commit takes 65 comparisons, 128 puts (each entry that expires has one beside it that says when) and less than 1 MB.
//!
//! # Round trips
//! One for a get, a list and a commit alike. One more where a token has to be asked for, and for each try that is repeated.
//!
//! # The URL
//! `etcd://user:password@host:2379,host2:2379/prefix?tls=on`. The nodes are asked in this order, and the one that answers is kept to. All keys are under the prefix, which is `badgehouse` if none is named. Of the options
//! - `tls` is `on` unless all hosts are this machine; `off` leaves it out.
//! - `cacert` is a PEM file of the authorities that count; without it those that the machine trusts.
//! - `cert` and `key` are PEM files of the certificate that is shown, for etcd's `--client-cert-auth`. Who asks is told by user and password, since etcd's gateway takes no user from a certificate.
//! - `connections` is how many calls there may be at a time, 1 to 1000.
//!
//! No error and no `Debug` shows the user, the password or the options, but for the number of connections and the name of a file that cannot be read.
//!
//! # Why by the JSON gateway
//! Every node answers the API as JSON over HTTP/1 too (`--enable-grpc-gateway`, which is on by default), from etcd 3.4 on. Clients of gRPC in Rust need `protoc` when they are built, or the stack of `tonic` and HTTP/2; this needs an HTTP client that is there.

mod address;
mod client;
mod commit;
mod entry;
mod error;
mod keys;
mod limits;
mod purge;
mod record;
mod store;
mod tls;
mod transfer;
mod transport;
mod wire;

#[doc(hidden)]
pub use commit::Fault;
pub use limits::Limits;
pub use store::EtcdStore;
pub use transfer::Snapshot;
