//! Companies spread over several stores, as `docs/scale.md` tells: a store that asks, of each key, the one that has its partition.

use badgehouse::account::NewAccount;
use badgehouse::crypto::SealingKey;
use badgehouse::grant::TokenRequest;
use badgehouse::principal::Principal;
use badgehouse::settings::Settings;
use badgehouse::store::{Change, Commit, Entry, Key, Listed, Reply, Store, StoreError};
use badgehouse_native::{Engine, MemoryStore};
use badgehouse_store_laws::check;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Stores that share the partitions. What belongs to no company is in the first.
#[derive(Clone)]
struct Sharded<S>(Arc<[S]>);

impl<S> Sharded<S> {
    /// Which one has a partition. Once there are entries, the same partition is the same number for ever.
    fn number(&self, partition: &str) -> usize {
        let sum = partition.bytes().fold(0_usize, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()));
        if partition == "keys" { 0 } else { sum % self.0.len() }
    }

    fn of(&self, prefix: &str) -> &S {
        &self.0[self.number(prefix.split('/').next().unwrap_or_default())]
    }
}

impl<S: Store> Store for Sharded<S> {
    /// At most two are asked, since a get is of at most two partitions.
    fn get<'a>(&'a self, keys: &'a [Key]) -> Reply<'a, Result<Vec<Option<Entry>>, StoreError>> {
        Box::pin(async move {
            let mut places: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
            for (place, key) in keys.iter().enumerate() {
                places.entry(self.number(key.partition())).or_default().push(place);
            }
            let mut found = vec![None; keys.len()];
            for (shard, places) in places {
                let asked: Vec<Key> = places.iter().map(|place| keys[*place].clone()).collect();
                for (place, entry) in places.iter().zip(self.0[shard].get(&asked).await?) {
                    found[*place] = entry;
                }
            }
            Ok(found)
        })
    }

    fn list<'a>(
        &'a self,
        prefix: &'a str,
        after: Option<&'a Key>,
        limit: u32,
    ) -> Reply<'a, Result<Vec<Listed>, StoreError>> {
        self.of(prefix).list(prefix, after, limit)
    }

    /// A commit is of one partition.
    fn commit<'a>(&'a self, changes: &'a [Change]) -> Reply<'a, Result<Commit, StoreError>> {
        self.of(changes.first().map_or("", |change| change.key.partition())).commit(changes)
    }
}

fn shards() -> Sharded<MemoryStore> {
    Sharded([MemoryStore::new(), MemoryStore::new(), MemoryStore::new()].into())
}

#[tokio::test(flavor = "multi_thread")]
async fn stores_that_share_the_partitions_keep_the_laws_together() {
    let store = shards();
    check(async || Ok(store.clone())).await.assert_kept();
}

#[tokio::test]
async fn companies_on_several_stores_get_their_tokens_under_one_issuer() {
    let store = shards();
    let sealing_keys = vec![SealingKey::from_bytes([42; 32])];
    let settings = Settings::new("https://id.example.com", "svc.example.com", sealing_keys);
    let engine = Engine::open(settings, store.clone()).unwrap();
    for number in 0..20 {
        let company = format!("company-{number}");
        let first = engine.bootstrap(company.clone(), "Administrator".into()).await.unwrap();
        let administrator = Principal::Platform;
        let made =
            engine.create_account(administrator, company, NewAccount::custom("Export"), None).await.unwrap();
        for account in [first, made] {
            let request = TokenRequest {
                client_id: account.account.client_id.to_string(),
                client_secret: account.client_secret.unwrap().reveal().to_owned().into(),
                ..TokenRequest::default()
            };
            engine.request_token(request).await.unwrap();
        }
    }
    for shard in store.0.iter() {
        assert!(!format!("{shard:?}").contains("(0 entries)"), "{shard:?}");
    }
    assert_eq!(store.0[1].list("keys/", None, 1).await.unwrap(), [], "what is no company's is in one");
}
