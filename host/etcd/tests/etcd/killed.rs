//! Nodes are killed under load, one that follows and the one that leads in turn: nothing that was answered is lost, nothing is torn, and it goes on with the two that are left.
//!
//! Four times, or as often as `BADGEHOUSE_KILLS` says.

use crate::common::prefix;
use badgehouse_etcd::EtcdStore;
use badgehouse_test_servers::{Etcd, Writers};
use std::time::Duration;

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_was_answered_is_lost_when_nodes_are_killed() {
    let kills: usize = std::env::var("BADGEHOUSE_KILLS").map_or(4, |kills| kills.parse().unwrap());
    // With the disk waited for, as it is in earnest.
    let mut cluster = Etcd::start(3);
    let name = prefix(&cluster).await;
    let mut stores = Vec::new();
    for node in 0..3 {
        stores.push(EtcdStore::open(&cluster.url_from(node, &name)).await.unwrap());
    }
    let writers = Writers::on(stores);
    let mut longest = Duration::ZERO;
    for kill in 0..kills {
        let leader = cluster.leader(&[0, 1, 2]);
        let node = if kill % 2 == 0 { (leader + 1 + kill / 2 % 2) % 3 } else { leader };
        let goes_on = async || {
            tokio::time::sleep(Duration::from_millis(150 + 37 * (kill as u64 % 7))).await;
            cluster.kill(node);
            writers.each_goes_on().await
        };
        longest = longest.max(writers.write_while(goes_on).await);
        // By the two that are left, and by the third when it is back.
        writers.check().await;
        cluster.start_again(&[node]);
        writers.check().await;
    }
    let (answered, unknown) = (writers.answered(), writers.unknown());
    assert!(unknown > 0, "no commit was ever in the middle");
    println!(
        "{kills} kills, {answered} commits, {unknown} of unknown outcome; after a kill the last writer went on in {longest:?} at most"
    );
}
