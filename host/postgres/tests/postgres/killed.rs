//! The server is killed in the middle of commits, again and again, or a standby takes over: nothing that was answered is lost, and nothing is torn.
//!
//! Ten times, or as often as `BADGEHOUSE_KILLS` says.

use crate::common::database;
use badgehouse_postgres::PostgresStore;
use badgehouse_test_servers::{Postgres, Writers};
use std::time::Duration;

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_was_answered_is_lost_when_the_postmaster_is_killed() {
    let kills: u64 = std::env::var("BADGEHOUSE_KILLS").map_or(10, |kills| kills.parse().unwrap());
    // With the disk waited for, as it is in earnest.
    let mut server = Postgres::start(&[]);
    let writers = writers_on(&database(&server).await).await;
    for kill in 0..kills {
        write_until(&writers, 120 + 37 * (kill % 7), || server.kill()).await;
        server.start_again();
        writers.check().await;
    }
    let unknown = writers.unknown();
    assert!(unknown > 0, "no commit was ever in the middle");
    println!("{kills} kills, {} commits, {unknown} of unknown outcome", writers.answered());
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_was_answered_is_lost_when_a_standby_takes_over() {
    let mut primary = Postgres::start(&[]);
    let url = database(&primary).await;
    let standby = primary.standby();
    let (one, other) = (format!("127.0.0.1:{}", primary.port()), format!("127.0.0.1:{}", standby.port()));
    let writers = writers_on(&url.replace(&one, &format!("{one},{other}"))).await;
    write_until(&writers, 700, || primary.kill()).await;
    assert!(writers.answered() > 0);
    standby.promote();
    writers.check().await;
    // And it goes on there, by the same handles.
    let before = writers.answered();
    write_until(&writers, 300, || ()).await;
    writers.check().await;
    assert!(writers.answered() > before);
}

/// Writers by the connections of two servers.
async fn writers_on(url: &str) -> Writers<PostgresStore> {
    Writers::on(vec![PostgresStore::open(url).await.unwrap(), PostgresStore::open(url).await.unwrap()])
}

/// Lets all write for so many milliseconds, then ends it.
async fn write_until(writers: &Writers<PostgresStore>, milliseconds: u64, end: impl FnOnce()) {
    let done = async || {
        tokio::time::sleep(Duration::from_millis(milliseconds)).await;
        end();
    };
    writers.write_while(done).await;
}
