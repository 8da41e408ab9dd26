//! `migrate` and `schema`: the tables of a store, made by this program or by hand.

use crate::output;
use crate::store::StoreOption;
use anyhow::Result;
use clap::{Args, ValueEnum};

/// Make the tables of a store, where they are not there: once for a PostgreSQL database or a prefix of etcd, before the first server. Doing it again changes nothing.
///
/// `serve` does it by itself for a SQLite file, and never for a database: so its user needs no right to make tables, and a name that is mistyped makes no store. In an etcd that was
/// restored from a snapshot it makes what is there a store again.
#[derive(Args)]
#[command(
    after_help = "Example:\n  BADGEHOUSE_STORE=postgres://owner:…@db.example/badgehouse badgehouse migrate"
)]
pub(crate) struct Migrate {
    #[command(flatten)]
    store: StoreOption,
}

impl Migrate {
    pub(crate) async fn run(self) -> Result<()> {
        let address = &self.store.address;
        address.migrate().await?;
        output::line(if address.is_etcd() { "the store is there" } else { "the tables are there" })
    }
}

/// Print the SQL that makes the tables, for who runs it by hand.
#[derive(Args)]
#[command(after_help = "Example:\n  badgehouse schema postgres | psql badgehouse")]
pub(crate) struct Schema {
    /// Of which database.
    #[arg(value_name = "DATABASE")]
    of: Database,
}

#[derive(Clone, Copy, ValueEnum)]
enum Database {
    #[cfg(feature = "postgres")]
    Postgres,
    Sqlite,
}

impl Schema {
    pub(crate) fn run(self) -> Result<()> {
        let sql = match self.of {
            #[cfg(feature = "postgres")]
            Database::Postgres => badgehouse_postgres::SCHEMA,
            Database::Sqlite => badgehouse_sqlite::SCHEMA,
        };
        output::line(sql.trim_end())
    }
}
