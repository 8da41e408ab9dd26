//! Few things by key.
//!
//! A search tree is compiled anew for each type that it holds, some 4 kB in WebAssembly, and pays from thousands of things on; what an account has by name are tens.

use litemap::LiteMap;
use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Borrow;
use std::fmt;
use std::marker::PhantomData;

/// Values by key, in the order of the keys, as a sorted list: to add one in between moves those behind it. In JSON an object; one that has a member twice is none.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Map<K, V>(LiteMap<K, V>);

impl<K, V> Map<K, V> {
    /// Without anything.
    pub const fn new() -> Self {
        Self(LiteMap::new_vec())
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Each key and its value, in the order of the keys.
    pub fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        self.0.iter()
    }

    /// The keys in their order.
    pub fn keys(&self) -> impl Iterator<Item = &K> {
        self.0.keys()
    }

    /// The values in the order of the keys.
    pub fn values(&self) -> impl Iterator<Item = &V> {
        self.0.values()
    }
}

impl<K: Ord, V> Map<K, V> {
    /// The value at a key.
    pub fn get<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        self.0.get(key)
    }

    /// Whether there is a value at a key.
    pub fn contains_key<Q: Ord + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.0.contains_key(key)
    }

    /// Puts a value at a key. Gives the one that was there.
    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        self.0.insert(key, value)
    }

    /// Takes the value at a key away.
    pub fn remove<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        self.0.remove(key)
    }

    /// Of pairs in the order of their keys, of which there is each once.
    pub(super) fn of_sorted(pairs: Vec<(K, V)>) -> Self {
        Self(LiteMap::from_sorted_store_unchecked(pairs))
    }

    /// The same keys with what is made of each value.
    pub(crate) fn map<W>(&self, made: impl Fn(&V) -> W) -> Map<K, W>
    where
        K: Clone,
    {
        Map::of_sorted(self.iter().map(|(key, value)| (key.clone(), made(value))).collect())
    }

    /// Leaves only what is to stay.
    pub(crate) fn retain(&mut self, mut stays: impl FnMut(&K, &mut V) -> bool) {
        let kept = std::mem::take(&mut self.0).into_tuple_vec();
        let kept =
            kept.into_iter().filter_map(|(key, mut value)| stays(&key, &mut value).then_some((key, value)));
        *self = Self::of_sorted(kept.collect());
    }

    /// Leaves the last of them, by key.
    pub(crate) fn keep_last(&mut self, most: usize) {
        let mut kept = std::mem::take(&mut self.0).into_tuple_vec();
        kept.drain(..kept.len().saturating_sub(most));
        *self = Self::of_sorted(kept);
    }

    /// The value at a key, which is the default where there was none.
    pub(crate) fn or_default(&mut self, key: K) -> &mut V
    where
        V: Default,
    {
        self.0.entry(key).or_default()
    }
}

impl<K, V> Default for Map<K, V> {
    fn default() -> Self {
        Self::new()
    }
}

/// Of pairs in any order. The error is a key that two of them have.
impl<K: Ord, V> TryFrom<Vec<(K, V)>> for Map<K, V> {
    type Error = K;

    fn try_from(mut pairs: Vec<(K, V)>) -> Result<Self, K> {
        // Most come in their order. The stable sort would be three times the code.
        if !pairs.is_sorted_by(|(one, _), (other, _)| one < other) {
            pairs.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
        }
        let again = pairs.windows(2).position(|pair| matches!(pair, [(one, _), (other, _)] if one == other));
        match again {
            Some(again) => Err(pairs.swap_remove(again).0),
            None => Ok(Self::of_sorted(pairs)),
        }
    }
}

/// Of a key that stands there twice the last value counts.
impl<K: Ord, V> FromIterator<(K, V)> for Map<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(pairs: I) -> Self {
        let numbered = pairs.into_iter().enumerate().map(|(number, (key, value))| (key, number, value));
        let mut numbered: Vec<(K, usize, V)> = numbered.collect();
        // The last first, which stays.
        numbered.sort_unstable_by(|one, other| (&one.0, other.1).cmp(&(&other.0, one.1)));
        numbered.dedup_by(|one, other| one.0 == other.0);
        Self::of_sorted(numbered.into_iter().map(|(key, _, value)| (key, value)).collect())
    }
}

impl<K: Ord, V, const N: usize> From<[(K, V); N]> for Map<K, V> {
    fn from(pairs: [(K, V); N]) -> Self {
        pairs.into_iter().collect()
    }
}

impl<K, V> IntoIterator for Map<K, V> {
    type Item = (K, V);
    type IntoIter = std::vec::IntoIter<(K, V)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_tuple_vec().into_iter()
    }
}

impl<'a, K, V> IntoIterator for &'a Map<K, V> {
    type Item = (&'a K, &'a V);
    type IntoIter = std::iter::Map<std::slice::Iter<'a, (K, V)>, fn(&'a (K, V)) -> (&'a K, &'a V)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.as_slice().iter().map(|(key, value)| (key, value))
    }
}

impl<K: Serialize, V: Serialize> Serialize for Map<K, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

impl<'de, K: Deserialize<'de> + Ord, V: Deserialize<'de>> Deserialize<'de> for Map<K, V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Members(PhantomData))
    }
}

struct Members<K, V>(PhantomData<(K, V)>);

impl<'de, K: Deserialize<'de> + Ord, V: Deserialize<'de>> Visitor<'de> for Members<K, V> {
    type Value = Map<K, V>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let mut pairs = Vec::new();
        while let Some(pair) = members.next_entry()? {
            pairs.push(pair);
        }
        // The two may disagree.
        Map::try_from(pairs).map_err(|_| A::Error::custom("a member stands there twice"))
    }
}

#[cfg(feature = "schema")]
impl<K: schemars::JsonSchema, V: schemars::JsonSchema> schemars::JsonSchema for Map<K, V> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        std::collections::BTreeMap::<K, V>::schema_name()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        std::collections::BTreeMap::<K, V>::json_schema(generator)
    }
}

#[cfg(test)]
mod tests {
    use super::Map;

    #[test]
    fn what_was_put_in_stands_in_the_order_of_the_keys() {
        let mut map = Map::from([(3, "c"), (1, "a"), (3, "d"), (2, "b")]);
        assert_eq!(map.iter().collect::<Vec<_>>(), [(&1, &"a"), (&2, &"b"), (&3, &"d")]);
        assert_eq!(
            (map.insert(2, "z"), map.insert(0, "y"), map.remove(&3), map.remove(&9)),
            (Some("b"), None, Some("d"), None)
        );
        assert_eq!((map.get(&2), map.get(&3), map.contains_key(&0), map.len()), (Some(&"z"), None, true, 3));
        *map.or_default(5) = "x";
        map.retain(|key, _| *key > 0);
        assert_eq!(map.keys().collect::<Vec<_>>(), [&1, &2, &5]);
        assert_eq!(map.into_iter().collect::<Vec<_>>(), [(1, "a"), (2, "z"), (5, "x")]);
    }

    #[test]
    fn a_key_that_two_have_is_told() {
        assert_eq!(Map::try_from(vec![(2, 'a'), (1, 'b'), (2, 'c')]), Err(2));
        assert_eq!(Map::try_from(vec![(2, 'a'), (1, 'b')]), Ok(Map::from([(1, 'b'), (2, 'a')])));
    }

    #[test]
    fn it_is_an_object_in_json() {
        let map = Map::from([("b".to_owned(), 2), ("a".to_owned(), 1)]);
        let json = r#"{"a":1,"b":2}"#;
        assert_eq!(serde_json::to_string(&map).unwrap(), json);
        assert_eq!(serde_json::from_str::<Map<String, i32>>(json).unwrap(), map);
        assert_eq!(serde_json::to_string(&Map::<String, i32>::new()).unwrap(), "{}");
        assert!(serde_json::from_str::<Map<String, i32>>(r#"{"a":1,"b":2,"a":1}"#).is_err());
    }
}
