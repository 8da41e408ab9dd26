//! Laws of versions.

use crate::bench::{Bench, Handle, delete, put, put_until, version_of};
use crate::report::{Finding, Verdict, ensure, same};
use badgehouse::store::{Change, Commit, Expect, Key, Version};

pub(crate) async fn new_at_every_put(bench: &Bench) -> Verdict {
    let key = bench.key("written");
    let beside = bench.key("beside");
    let mut past = Past::default();
    for round in 0..60_usize {
        let store = bench.handle(round);
        let expect = match past.0.last() {
            Some(last) if round % 3 == 0 => Expect::Version(last.clone()),
            _ => Expect::Any,
        };
        let mut changes =
            vec![put_until(&key, expect, b"the same", (round % 4 == 0).then_some(253_402_300_799))];
        if round % 2 == 0 {
            changes.push(put(&beside, Expect::Any, b"the same"));
        }
        store.must_commit(&changes).await?;
        past.add(store, &key).await?;
        stays(bench, &key, &beside).await?;
        if round % 5 == 4 {
            store.delete(&key).await?;
            bench.handle(round + 1).must_commit(&[put(&key, Expect::Absent, b"the same")]).await?;
            past.add(store, &key).await?;
        }
        if round % 7 == 6 {
            past.conflict(store, &key).await?;
        }
    }
    Ok(())
}

/// Reading, and writing elsewhere, change no version.
async fn stays(bench: &Bench, key: &Key, beside: &Key) -> Verdict {
    let before = bench.first.existing(key).await?;
    bench.first.put(beside, b"elsewhere").await?;
    same("the version, after a put elsewhere", &bench.second.existing(key).await?, &before)
}

/// Every version that a key had, in order; the last may be the one it has.
#[derive(Default)]
pub(crate) struct Past(Vec<Version>);

impl Past {
    /// Reads the version that a put made.
    pub(crate) async fn add(&mut self, store: &Handle, key: &Key) -> Verdict {
        let Version(made) = store.existing(key).await?.version;
        let before = self.0.iter().position(|version| version.0 == made);
        if let Some(place) = before {
            let back = self.0.len() - place;
            return Err(Finding::new(
                format!("a new version by put {} of `{key}`", self.0.len() + 1),
                format!("`{made}`, which the key had {back} puts before"),
            ));
        }
        self.0.push(Version(made));
        Ok(())
    }

    /// All versions but the last must conflict, with a put and with a delete.
    pub(crate) async fn conflict(&self, store: &Handle, key: &Key) -> Verdict {
        let there = store.existing(key).await?;
        for version in self.0.iter().filter(|version| **version != there.version) {
            let expect = Expect::Version(version.clone());
            for change in [put(key, expect.clone(), b"never"), delete(key, expect)] {
                refused(store, change).await?;
            }
        }
        same("the entry after these conflicts", &store.existing(key).await?, &there)
    }
}

async fn refused(store: &Handle, change: Change) -> Verdict {
    let seen = store.commit(std::slice::from_ref(&change)).await?;
    let expected = format!("a conflict by a version that is past: {:?}", change.expect);
    ensure(seen == Commit::Conflict, expected, format!("{seen:?}"))
}

/// Puts once more, with the version that is there.
pub(crate) async fn put_again(store: &Handle, key: &Key, past: &mut Past) -> Verdict {
    let expect = version_of(&store.existing(key).await?);
    store.must_commit(&[put(key, expect, b"the same")]).await?;
    past.add(store, key).await
}
