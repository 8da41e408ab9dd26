//! Laws of the get: order, bytes, bounds, strength.

use crate::bench::{Bench, delete, keep, put, version_of};
use crate::report::{Verdict, ensure, same, shown};
use badgehouse::store::{
    Change, Expect, Key, MAX_CHANGES, MAX_COMMIT_BYTES, MAX_GET_KEYS, MAX_KEY_BYTES, MAX_LIST_LIMIT,
    MAX_VALUE_BYTES,
};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

pub(crate) async fn order(bench: &Bench) -> Verdict {
    let there = [bench.key("b"), bench.key("d"), bench.key("a")];
    let elsewhere = bench.key_in("-other", "c");
    bench.first.put_all(&there).await?;
    bench.first.put_all(std::slice::from_ref(&elsewhere)).await?;
    let asked = [
        bench.key("absent"),
        there[1].clone(),
        elsewhere.clone(),
        there[2].clone(),
        bench.key_in("-other", "absent"),
        there[0].clone(),
        bench.key("zero"),
    ];
    let expected = [false, true, true, true, false, true, false];
    let found = bench.first.get(&asked).await?;
    for ((key, expected), found) in asked.iter().zip(expected).zip(found) {
        let seen = found.map(|entry| String::from_utf8_lossy(&entry.value).into_owned());
        same("the value, at its key's place", &seen, &expected.then(|| key.to_string()))?;
    }
    same("the answer to a get of no keys", &bench.first.get(&[]).await?, &vec![])
}

pub(crate) async fn round_trip(bench: &Bench) -> Verdict {
    let every_byte: Vec<u8> = (0..=255).collect();
    let values: [&[u8]; 8] = [
        b"",
        b"\0",
        &every_byte,
        b"null",
        br#"{"a":"\u0000"}"#,
        "\u{feff}\u{e9}\u{1f511}\r\n".as_bytes(),
        &[0xff, 0xfe, 0x00, 0xd8],
        b"'; DROP TABLE entries; --",
    ];
    for (number, value) in values.into_iter().enumerate() {
        let key = bench.key(&format!("value{number}"));
        bench.first.put(&key, value).await?;
        came_back(bench, &key, value).await?;
    }
    let every_character: String = (b'-'..=b'z').map(char::from).filter(|c| is_of_a_key(*c)).collect();
    let names =
        [every_character.as_str(), "a//b", "/", ".", "..", "./..", "a.", "-", "UPPER", "upper", "0", "00"];
    for name in names {
        bench.first.put(&bench.key(name), name.as_bytes()).await?;
    }
    for name in names {
        came_back(bench, &bench.key(name), name.as_bytes()).await?;
    }
    Ok(())
}

pub(crate) async fn bounds(bench: &Bench) -> Verdict {
    let mut random = ChaCha8Rng::seed_from_u64(1);
    let room = MAX_KEY_BYTES - bench.prefix("").len();
    let longest = bench.key(&"k".repeat(room));
    let mut largest = vec![0; MAX_VALUE_BYTES];
    random.fill_bytes(&mut largest);
    bench.first.put(&longest, &largest).await?;
    came_back(bench, &longest, &largest).await?;

    for (name, changes) in [("many", MAX_CHANGES), ("large", MAX_COMMIT_BYTES / MAX_VALUE_BYTES)] {
        let keys = bench.keys(name, changes);
        let mut value = vec![0; MAX_COMMIT_BYTES / changes];
        random.fill_bytes(&mut value);
        let puts: Vec<Change> = keys.iter().map(|key| put(key, Expect::Absent, &value)).collect();
        bench.first.must_commit(&puts).await?;
        came_back(bench, &keys[changes - 1], &value).await?;
    }

    // The most of the largest: some databases end an answer at a megabyte.
    let heavy = bench.keys("heavy", MAX_GET_KEYS);
    for keys in heavy.chunks(MAX_COMMIT_BYTES / MAX_VALUE_BYTES) {
        let puts: Vec<Change> = keys.iter().map(|key| put(key, Expect::Any, &largest)).collect();
        bench.first.must_commit(&puts).await?;
    }
    let found = bench.first.get(&heavy).await?;
    let whole = |value: &[u8]| value == largest;
    let whole_found = found.iter().flatten().filter(|entry| whole(&entry.value)).count();
    same("the largest values that a get of the most keys answers", &whole_found, &heavy.len())?;
    let page = bench.first.settled_list(&bench.prefix("heavy"), None, MAX_LIST_LIMIT, &heavy).await?;
    let whole_listed = page.iter().filter(|listed| whole(&listed.entry.value)).count();
    same("the largest values that a list answers", &whole_listed, &heavy.len())?;

    // The most checks, and the most deletes, at long keys.
    let long: Vec<Key> =
        (0..MAX_CHANGES).map(|number| bench.key(&format!("{}{number:04}", "c".repeat(room - 4)))).collect();
    bench.first.put_all(&long).await?;
    let found = bench.first.get(&long).await?;
    let there: Vec<Expect> = found.iter().flatten().map(version_of).collect();
    let all = |change: fn(&Key, Expect) -> Change| {
        long.iter().zip(&there).map(|(key, expect)| change(key, expect.clone())).collect::<Vec<_>>()
    };
    bench.first.must_commit(&all(keep)).await?;
    bench.first.must_commit(&all(delete)).await?;
    same("what is left of the most deletes", &bench.first.get(&long).await?.iter().flatten().count(), &0)?;

    let listed = bench.keys("listed", MAX_LIST_LIMIT as usize + 1);
    bench.first.put_all(&listed).await?;
    let (page, last) = listed.split_at(MAX_LIST_LIMIT as usize);
    let prefix = bench.prefix("listed");
    bench.first.settled_list(&prefix, None, MAX_LIST_LIMIT, page).await?;
    bench.first.settled_list(&prefix, page.last(), MAX_LIST_LIMIT, last).await?;

    let elsewhere: Vec<Key> =
        (0..MAX_GET_KEYS / 2).map(|number| bench.key_in("-other", &number.to_string())).collect();
    bench.first.put_all(&elsewhere).await?;
    let asked = [&listed[..MAX_GET_KEYS - elsewhere.len()], &elsewhere].concat();
    for (key, found) in asked.iter().zip(bench.first.get(&asked).await?) {
        let value = found.map(|entry| entry.value);
        same("the value at each of the most keys", &value, &Some(key.as_str().into()))?;
    }
    Ok(())
}

pub(crate) async fn strong(bench: &Bench) -> Verdict {
    let keys = bench.keys("strong", 3);
    for round in 0..60_usize {
        let (writer, reader) = (bench.handle(round), bench.handle(round + 1));
        let key = &keys[round % keys.len()];
        let value = round.to_string().into_bytes();
        writer.put(key, &value).await?;
        let seen = reader.get_one(key).await?.map(|entry| entry.value);
        same("the value that was just put, read by another handle", &seen, &Some(value))?;
        if round % 5 == 4 {
            writer.delete(key).await?;
            let seen = reader.get_one(key).await?;
            same("what was just deleted, read by another handle", &seen, &None)?;
        }
    }
    Ok(())
}

async fn came_back(bench: &Bench, key: &Key, value: &[u8]) -> Verdict {
    let seen = bench.first.get_one(key).await?.map(|entry| entry.value);
    ensure(
        seen.as_deref() == Some(value),
        format!("at `{key}` the {} bytes that were put: {}", value.len(), shown(&value)),
        seen.map_or("nothing".into(), |seen| format!("{} bytes: {}", seen.len(), shown(&seen))),
    )
}

fn is_of_a_key(character: char) -> bool {
    Key::parse(character).is_ok()
}
