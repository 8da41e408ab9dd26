//! Deleting what has expired, by the store's time and by no clock: what was put beside an entry says when it does.

use crate::client::Again;
use crate::entry;
use crate::store::EtcdStore;
use crate::wire::{Bytes, Compare, Kv, Operation, Range, Txn};
use badgehouse::store::{Commit, Key, StoreError};

/// So many are looked at, and deleted, at a time: each takes two comparisons and two deletes of the 128 that a transaction may have.
const AT_ONCE: u32 = 60;

impl EtcdStore {
    /// Deletes up to `limit` of the entries whose `expires_at` is `now` (Unix seconds) or before, and answers how many. Fewer than
    /// `limit` mean that there are no more. `now` is the store's time, as an engine's `maintain` answers it: what is deleted by a clock that is ahead would
    /// count again once it is right.
    ///
    /// # Errors
    /// As [`Store::commit`](badgehouse::store::Store::commit).
    pub async fn purge_expired(&self, now: u64, limit: u32) -> Result<usize, StoreError> {
        let (mut from, end) = self.keys.expired(now);
        let mut deleted = 0;
        while deleted < limit as usize {
            let at_once = AT_ONCE.min(limit - u32::try_from(deleted).unwrap_or(limit));
            let range = Range {
                key: Bytes(from.clone()),
                range_end: Bytes(end.clone()),
                limit: at_once,
                ..Range::default()
            };
            let due = self.client.ask(&range, Again::Always).await?.kvs;
            deleted += self.purge(&due, now).await?;
            let Some(last) = due.last().filter(|_| due.len() == at_once as usize) else { break };
            from = last.key.0.clone();
            from.push(0);
        }
        Ok(deleted)
    }

    /// Deletes what is due, with the entries that it is said of if they have expired; answers how many of these. What somebody has changed meanwhile is left for another time.
    async fn purge(&self, due: &[Kv], now: u64) -> Result<usize, StoreError> {
        let gone = self.looked_at(due, now).await?;
        if gone.is_empty() || self.delete(&gone).await? {
            return Ok(gone.iter().filter(|gone| gone.entry.is_some()).count());
        }
        let mut deleted = 0;
        for gone in &gone {
            let whole = self.delete(std::slice::from_ref(gone)).await?;
            deleted += usize::from(whole && gone.entry.is_some());
        }
        Ok(deleted)
    }

    async fn looked_at<'a>(&self, due: &'a [Kv], now: u64) -> Result<Vec<Gone<'a>>, StoreError> {
        let keys: Result<Vec<Key>, _> = due.iter().map(|kv| self.keys.key_of_expiry(&kv.key.0)).collect();
        let keys = keys?;
        if keys.is_empty() {
            return Ok(Vec::new());
        }
        let success = keys.iter().map(|key| Operation::get(self.keys.entry(key))).collect();
        let answer = self.client.ask(&Txn { success, ..Txn::default() }, Again::Always).await?;
        let mut gone: Vec<Gone<'a>> = Vec::new();
        for ((expiry, key), found) in due.iter().zip(keys).zip(answer.responses) {
            // One entry may have been put to expire at two seconds that are both past; a transaction deletes it once.
            let twice = gone.iter().any(|gone| gone.key == key);
            let found = found.response_range.kvs.into_iter().next().filter(|_| !twice);
            let expires_at = found.as_ref().map(|kv| entry::read(&kv.value.0)).transpose()?;
            let expired = expires_at.and_then(|stored| stored.expires_at).is_some_and(|second| second <= now);
            gone.push(Gone { expiry, entry: found.filter(|_| expired).map(|kv| kv.mod_revision), key });
        }
        Ok(gone)
    }

    async fn delete(&self, gone: &[Gone<'_>]) -> Result<bool, StoreError> {
        let mut txn = Txn::default();
        txn.compare.push(Compare::value(self.keys.record(), self.record.bytes()));
        txn.failure.push(Operation::get(self.keys.record()));
        for Gone { expiry, key, entry } in gone {
            txn.compare.push(Compare::revision(expiry.key.0.clone(), expiry.mod_revision));
            txn.success.push(Operation::delete(expiry.key.0.clone()));
            if let Some(revision) = entry {
                let at = self.keys.entry(key);
                txn.compare.push(Compare::revision(at.clone(), *revision));
                txn.success.push(Operation::delete(at));
            }
        }
        Ok(self.commit_txn(&txn).await? == Commit::Committed)
    }
}

/// What says that an entry expires, and the revision of that entry if it has.
struct Gone<'a> {
    expiry: &'a Kv,
    key: Key,
    entry: Option<u64>,
}
