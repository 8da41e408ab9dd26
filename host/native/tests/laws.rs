//! The memory store keeps the laws.

use badgehouse_native::MemoryStore;
use badgehouse_store_laws::check;

#[tokio::test(flavor = "multi_thread")]
async fn the_memory_store_keeps_the_laws() {
    let store = MemoryStore::new();
    check(async || Ok(store.clone())).await.assert_kept();
}

#[tokio::test]
async fn the_memory_store_keeps_the_laws_on_one_thread() {
    let store = MemoryStore::new();
    check(async || Ok(store.clone())).await.assert_kept();
}
