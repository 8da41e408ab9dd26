//! The store on etcd keeps the laws: by two handles that ask different nodes, by several processes, after all nodes were killed, and after a snapshot was restored. With reads that may be stale, and
//! without comparisons, it does not.

use crate::common::{key, prefix};
use badgehouse::store::{Store, StoreError};
use badgehouse_etcd::{EtcdStore, Fault};
use badgehouse_store_laws::{Law, check, check_crash, check_law, check_restore};
use badgehouse_test_servers::{Etcd, counting};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Opens the store by another node each time.
struct Opened<'a> {
    cluster: &'a Etcd,
    prefix: String,
    times: AtomicUsize,
    fault: Fault,
}

impl<'a> Opened<'a> {
    async fn new(cluster: &'a Etcd, fault: Fault) -> Self {
        Self { cluster, prefix: prefix(cluster).await, times: AtomicUsize::new(0), fault }
    }

    async fn open(&self) -> Result<EtcdStore, StoreError> {
        let node = self.times.fetch_add(1, Ordering::Relaxed) % self.cluster.nodes();
        EtcdStore::open_with_fault(&self.cluster.url_from(node, &self.prefix), self.fault).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn handles_on_different_nodes_keep_the_laws() {
    let cluster = Etcd::shared();
    let opened = Opened::new(&cluster, Fault::None).await;
    check(async || opened.open().await).await.assert_kept();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_answered_is_there_after_all_nodes_were_killed() {
    let cluster = Mutex::new(Etcd::start(3));
    let url = {
        let cluster = cluster.lock().unwrap();
        let prefix = cluster.make_prefix();
        cluster.url(&prefix)
    };
    EtcdStore::migrate(&url).await.unwrap();
    let crash = async || {
        let mut cluster = cluster.lock().unwrap();
        (0..3).for_each(|node| cluster.kill(node));
        cluster.start_again(&[0, 1, 2]);
        Ok(())
    };
    check_crash(async || EtcdStore::open(&url).await, crash).await.assert_kept();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restored_snapshot_repeats_no_version_and_is_no_store_until_it_is_made_one() {
    let cluster = Mutex::new(Etcd::start(1));
    let url = cluster.lock().unwrap().url("badges");
    EtcdStore::migrate(&url).await.unwrap();
    let store = EtcdStore::open(&url).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("snapshot.db");
    let backup = async || {
        cluster.lock().unwrap().snapshot(&file);
        Ok(())
    };
    let before = store.clone();
    let restore = async || {
        cluster.lock().unwrap().restore(&file);
        // What was open before is of another time, and what is opened is no store yet.
        let of_before = before.get(&[key("a")]).await.unwrap_err();
        assert!(of_before.to_string().contains("start again"), "{of_before}");
        let not_yet = EtcdStore::open(&url).await.unwrap_err();
        assert!(not_yet.to_string().contains("it was made in another cluster"), "{not_yet}");
        EtcdStore::migrate(&url).await?;
        EtcdStore::migrate(&url).await?;
        EtcdStore::open(&url).await
    };
    check_restore(store, backup, restore).await.assert_kept();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_laws_see_reads_that_may_be_stale() {
    // A race: so often until it is seen.
    for _ in 0..20 {
        if !broken_with(Fault::StaleReads, &[Law::StrongRead]).await.is_empty() {
            return;
        }
    }
    panic!("no read was ever stale");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_laws_see_commits_that_compare_nothing() {
    let laws = [
        Law::Expectations,
        Law::Keep,
        Law::AllOrNothing,
        Law::NoLostUpdate,
        Law::OneCreator,
        Law::OneInstant,
    ];
    assert_eq!(broken_with(Fault::NoComparisons, &laws).await, laws);
}

/// Those of the laws that it breaks with that fault.
async fn broken_with(fault: Fault, laws: &[Law]) -> Vec<Law> {
    let cluster = Etcd::shared();
    let opened = Opened::new(&cluster, fault).await;
    let mut broken = Vec::new();
    for law in laws {
        let report = check_law(*law, async || opened.open().await).await;
        broken.extend(report.broken.into_iter().map(|breach| breach.law));
    }
    broken
}

const INCREMENTS: u64 = 50;

#[tokio::test]
async fn processes_that_share_a_store_lose_no_update() {
    let cluster = Etcd::shared();
    let name = prefix(&cluster).await;
    let urls: Vec<String> = (0..cluster.nodes()).map(|node| cluster.url_from(node, &name)).collect();
    counting::count_by_processes("laws::a_process_that_increments", &urls);
    let store = EtcdStore::open(&cluster.url(&name)).await.unwrap();
    assert_eq!(counting::counted(&store).await, urls.len() as u64 * INCREMENTS);
}

/// Not a test of its own: the test above starts it, several times.
#[tokio::test]
#[ignore = "is one process of another test"]
async fn a_process_that_increments() {
    let Some(url) = counting::store_of_this_process() else { return };
    let store = EtcdStore::open(url.to_str().unwrap()).await.unwrap();
    counting::count_on(&store, INCREMENTS).await;
}
