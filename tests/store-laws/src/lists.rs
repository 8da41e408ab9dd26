//! Laws of the list: order, prefix, pages, contents. A list may lag, so that its contents are waited for.

use crate::bench::{Bench, Handle, at_once, give_way, put, version_of};
use crate::report::{Verdict, same};
use badgehouse::store::{Expect, Key, Listed, MAX_LIST_LIMIT, StoreError};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

pub(crate) async fn order(bench: &Bench) -> Verdict {
    let one_character = (b'-'..=b'z').map(|byte| char::from(byte).to_string());
    let longer =
        ["a-", "a.", "a/", "a/b", "a0", "a:", "aA", "a_", "aa", "aB", "Ab", "AB", "ab", "10", "99", "a//"];
    // Alike for longer than some indexes look.
    let long = ["k-", "k", "k.", "k9", "k10", "kK", "kk"].map(|end| "k".repeat(200) + end);
    let names = one_character.chain(longer.map(String::from)).chain(long);
    let mut keys: Vec<Key> =
        names.filter(|name| Key::parse(name.as_str()).is_ok()).map(|name| bench.key(&name)).collect();
    shuffle(&mut keys);
    bench.first.put_all(&keys).await?;
    keys.sort_by(|one, other| one.as_str().as_bytes().cmp(other.as_str().as_bytes()));
    bench.first.settled_list(&bench.prefix(""), None, MAX_LIST_LIMIT, &keys).await?;
    for key in keys.iter().step_by(2) {
        bench.first.delete(key).await?;
    }
    let left: Vec<Key> = keys.into_iter().skip(1).step_by(2).collect();
    bench.second.settled_list(&bench.prefix(""), None, MAX_LIST_LIMIT, &left).await.map(drop)
}

pub(crate) async fn prefix(bench: &Bench) -> Verdict {
    let names = [
        "A", "A/b", "B", "a", "a-b", "a.b", "a/", "a/B", "a/b", "a/b/c", "a/bc", "aXb", "a_b", "ab", "a_",
        "b",
    ];
    let mut keys: Vec<Key> = names.iter().map(|name| bench.key(name)).collect();
    bench.first.put_all(&keys).await?;
    bench.first.put_all(&[bench.key_in("x", "a"), bench.key_in("-x", "a")]).await?;
    keys.sort();
    for name in
        ["", "a", "a/", "a/b", "a/b/", "a_", "a_b", "a.", "a-", "A", "b", "ab", "c", "a/b/c", "a/b/c/d", "/"]
    {
        let prefix = bench.prefix(name);
        let expected: Vec<Key> =
            keys.iter().filter(|key| key.as_str().starts_with(&prefix)).cloned().collect();
        bench.first.settled_list(&prefix, None, MAX_LIST_LIMIT, &expected).await?;
    }
    for wildcard in ["%", "a%", "a*", "a?b", "[a-z]", "a\\"] {
        // No key begins so. A store may refuse what cannot begin a key.
        match bench.first.store().list(&bench.prefix(wildcard), None, MAX_LIST_LIMIT).await {
            Ok(listed) => {
                let seen: Vec<&str> = listed.iter().map(|entry| entry.key.as_str()).collect();
                same(&format!("a list of `{wildcard}`, which is no wildcard"), &seen, &vec![])?;
            }
            Err(StoreError::Broken(_)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

pub(crate) async fn pages(bench: &Bench) -> Verdict {
    let keys = bench.keys("m/", 25);
    bench.first.put_all(&keys).await?;
    bench.first.put_all(&[bench.key("before"), bench.key("zafter")]).await?;
    let prefix = bench.prefix("m/");
    bench.first.settled_list(&prefix, None, MAX_LIST_LIMIT, &keys).await?;
    for limit in [1, 2, 5, 7, 24, 25, 26, MAX_LIST_LIMIT] {
        let mut after: Option<&Key> = None;
        let mut rest = keys.as_slice();
        loop {
            let (page, others) = rest.split_at(rest.len().min(limit as usize));
            bench.first.settled_list(&prefix, after, limit, page).await?;
            if page.len() < limit as usize {
                break;
            }
            (after, rest) = (page.last(), others);
        }
    }
    let gone = &keys[10];
    bench.first.delete(gone).await?;
    let left = [&keys[..10], &keys[11..]].concat();
    let starts = [
        ("a key that was deleted", gone.clone(), &left[10..]),
        ("a key that never was", bench.key("m/0009-"), &left[10..]),
        ("a key before the prefix", bench.key("before"), &left[..]),
        ("the shortest key before the prefix", bench.key("m"), &left[..]),
        ("the last key", keys[24].clone(), &[]),
        ("a key behind the prefix", bench.key("zafter"), &[]),
    ];
    for (what, after, expected) in starts {
        let listed = bench.second.settled_list(&prefix, Some(&after), MAX_LIST_LIMIT, expected).await;
        listed.map_err(|finding| finding.about(&format!("after {what}")))?;
    }
    Ok(())
}

pub(crate) async fn entries(bench: &Bench) -> Verdict {
    let keys = bench.keys("shown", 20);
    bench.first.put_all(&keys).await?;
    for key in keys.iter().step_by(3) {
        bench.second.put(key, &[0, 0xff, b'%']).await?;
    }
    let found = bench.first.get(&keys).await?;
    let expected: BTreeMap<&Key, _> =
        keys.iter().zip(found).filter_map(|(key, entry)| Some((key, entry?))).collect();
    let shows = |listed: &[Listed]| {
        listed.iter().filter(|listed| expected.get(&listed.key) != Some(&listed.entry)).count()
    };
    let mut listed = Vec::new();
    for _ in 0..100 {
        listed = bench.first.settled_list(&bench.prefix("shown"), None, MAX_LIST_LIMIT, &keys).await?;
        if shows(&listed) == 0 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    same("how many entries of the list differ from the get, in the end", &shows(&listed), &0)?;
    for listed in &listed {
        let change = put(&listed.key, version_of(&listed.entry), b"by a version of the list");
        bench.first.must_commit(&[change]).await?;
    }
    Ok(())
}

/// Entries that stay, between others that come and go, walked through by small pages all the while.
pub(crate) async fn while_written(bench: &Bench) -> Verdict {
    let stay = bench.keys("walked/", 40);
    bench.first.put_all(&stay).await?;
    bench.first.settled_list(&bench.prefix("walked/"), None, MAX_LIST_LIMIT, &stay).await?;
    let over = Arc::new(AtomicBool::new(false));
    let mut tasks: Vec<Pin<Box<dyn Future<Output = Verdict> + Send>>> = Vec::new();
    for number in 0..2 {
        let (reader, stay, over) = (bench.handle(number).clone(), stay.clone(), Arc::clone(&over));
        let prefix = bench.prefix("walked/");
        tasks.push(Box::pin(async move {
            let mut random = ChaCha8Rng::seed_from_u64(number as u64);
            while !over.load(Ordering::SeqCst) {
                walk(&reader, &prefix, &stay, &mut random).await?;
            }
            Ok(())
        }));
    }
    let come_and_go: Vec<Key> =
        (0..40).map(|number| bench.key(&format!("walked/{number:04}-beside"))).collect();
    let writer = bench.second.clone();
    tasks.push(Box::pin(async move {
        let mut random = ChaCha8Rng::seed_from_u64(100);
        for round in 0..120 {
            let key = &come_and_go[random.next_u32() as usize % come_and_go.len()];
            if round % 3 == 2 {
                writer.delete(key).await?
            } else {
                writer.put(key, b"passing").await?
            }
            give_way(&mut random).await;
        }
        over.store(true, Ordering::SeqCst);
        Ok(())
    }));
    at_once(tasks).await.map(drop)
}

async fn walk(reader: &Handle, prefix: &str, stay: &[Key], random: &mut ChaCha8Rng) -> Verdict {
    const PAGE: u32 = 7;
    let (mut after, mut met) = (None, Vec::new());
    loop {
        let page = reader.list(prefix, after.as_ref(), PAGE).await?;
        met.extend(page.iter().map(|listed| listed.key.clone()));
        if page.len() < PAGE as usize {
            break;
        }
        after = page.into_iter().last().map(|listed| listed.key);
        give_way(random).await;
    }
    met.retain(|key| stay.contains(key));
    let names =
        |keys: &[Key]| keys.iter().map(|key| key.as_str()[prefix.len()..].to_owned()).collect::<Vec<_>>();
    same("what a walk met of the entries that stay", &names(&met), &names(stay))
}

/// Partitions whose names are alike, with the same keys.
pub(crate) async fn partitions(bench: &Bench) -> Verdict {
    let names = ["", "-", ".", "0", "a", "A"];
    let of = |name: &str| [bench.key_in(name, "a"), bench.key_in(name, "b/c")];
    for name in names {
        bench.first.put_all(&of(name)).await?;
    }
    for name in names {
        let mine = of(name);
        let others: Vec<Key> = names.into_iter().filter(|other| *other != name).flat_map(of).collect();
        let before = bench.first.get(&others).await?;
        let prefix = format!("{}/", mine[0].partition());
        bench.first.settled_list(&prefix, None, MAX_LIST_LIMIT, &mine).await?;
        bench.first.delete(&mine[0]).await?;
        bench.first.settled_list(&prefix, None, MAX_LIST_LIMIT, &mine[1..]).await?;
        bench.first.must_commit(&[put(&mine[0], Expect::Absent, b"again")]).await?;
        let after = bench.first.get(&others).await?;
        same("the other partitions, after changes of one", &after, &before)?;
    }
    Ok(())
}

fn shuffle(keys: &mut [Key]) {
    let mut random = ChaCha8Rng::seed_from_u64(2);
    for end in (1..keys.len()).rev() {
        keys.swap(end, random.next_u32() as usize % (end + 1));
    }
}
