//! What is read, and where an error says that it stands.

use crate::value::input;
use crate::value::tree::Tree;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::collections::BTreeMap;

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct House {
    name: String,
    #[serde(default)]
    floor: u8,
    #[serde(default)]
    rooms: Vec<Room>,
    #[serde(default)]
    by_name: BTreeMap<String, Room>,
    #[serde(default)]
    door: Option<Door>,
    #[serde(default)]
    size: [u32; 2],
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename = "Room…")]
struct Room {
    beds: u64,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Door {
    Open,
    Locked(Room),
    Painted { colour: String },
    Between(u8, u8),
}

/// Where it is wrong and what is, from JSON text; and from a value that was read before it is the same.
fn wrong<T: DeserializeOwned>(json: &str) -> (String, String) {
    let told = |error: crate::value::error::Error| {
        let [problem] = <[_; 1]>::try_from(error.into_parts().errors).unwrap();
        (problem.pointer, problem.detail)
    };
    let found = input::value::<T>(json.as_bytes()).map(drop).map_err(told).unwrap_err();
    // What is no JSON is no value, and a value has no member twice.
    if let Ok(value) = serde_json::from_str::<Value>(json) {
        let again = input::read::<T>(value).map(drop).map_err(told);
        assert!(found.1.starts_with("duplicate") || again == Err(found.clone()), "{json}: {again:?}");
    }
    found
}

#[test]
fn an_error_is_told_where_it_stands() {
    let cases = [
        (r#"{}"#, "", "missing field `name`"),
        (r#"{"name": 5}"#, "/name", "invalid type: integer `5`, expected a string"),
        (r#"{"name": null}"#, "/name", "invalid type: null, expected a string"),
        (r#"{"name": "a", "floor": 300}"#, "/floor", "invalid value: integer `300`, expected u8"),
        (r#"{"name": "a", "floor": -1}"#, "/floor", "invalid value: integer `-1`, expected u8"),
        (
            r#"{"name": "a", "floor": 1.5}"#,
            "/floor",
            "invalid type: number that is no 64-bit integer, expected u8",
        ),
        (r#"{"name": "a", "name": "b"}"#, "", "duplicate field `name`"),
        (
            r#"{"name": "a", "r/~x": 1}"#,
            "/r~1~0x",
            "unknown field `r/~x`, expected one of `name`, `floor`, `rooms`, `by_name`, `door`, `size`",
        ),
        (r#"{"name": "a", "rooms": {}}"#, "/rooms", "invalid type: object, expected a list"),
        (r#"{"name": "a", "rooms": [{"beds": 1}, {}]}"#, "/rooms/1", "missing field `beds`"),
        (
            r#"{"name": "a", "rooms": [{"beds": true}]}"#,
            "/rooms/0/beds",
            "invalid type: boolean `true`, expected u64",
        ),
        (r#"{"name": "a", "rooms": [[1]]}"#, "/rooms/0", "invalid type: list, expected an object"),
        (
            r#"{"name": "a", "by_name": {"x y": {"beds": ""}}}"#,
            "/by_name/x y/beds",
            "invalid type: string \"\", expected u64",
        ),
        (
            r#"{"name": "a", "door": "shut"}"#,
            "/door",
            "unknown variant `shut`, expected one of `open`, `locked`, `painted`, `between`",
        ),
        (
            r#"{"name": "a", "door": "locked"}"#,
            "/door",
            "invalid type: unit variant, expected newtype variant",
        ),
        (
            r#"{"name": "a", "door": {"locked": {"beds": []}}}"#,
            "/door/locked/beds",
            "invalid type: list, expected u64",
        ),
        (r#"{"name": "a", "door": {"painted": {}}}"#, "/door/painted", "missing field `colour`"),
        (r#"{"name": "a", "door": {"open": 1}}"#, "/door/open", "invalid type: integer `1`, expected unit"),
        (
            r#"{"name": "a", "door": {"between": [1, "2"]}}"#,
            "/door/between/1",
            "invalid type: string \"2\", expected u8",
        ),
        (
            "{\"name\": \"a\", \"floor\": \"Zürich\u{202e}\\n\\\"it's\\\"\"}",
            "/floor",
            "invalid type: string \"Zürich\\u{202e}\\n\\\"it's\\\"\", expected u8",
        ),
        (r#"{"name": "a", "door": {}}"#, "/door", "invalid value: object, expected an object of one member"),
        (r#"{"name": "a", "door": 1}"#, "/door", "invalid type: integer `1`, expected a string or an object"),
        (r#"{"name": "a", "size": [1]}"#, "/size", "invalid length 1, expected 2"),
        (r#"{"name": "a", "size": [1, 2, 3]}"#, "/size", "invalid length 3, expected 2"),
        (r#"["a"]"#, "", "invalid type: list, expected an object"),
        (
            r#"{"name": "a", "rooms": [{"beds": 1}, {"beds": 01}]}"#,
            "/rooms/1/beds",
            "this is no JSON, line 1 column 48",
        ),
        (r#"{"name": "a", "rooms": [{"beds": 1}"#, "/rooms", "the JSON ends too early, line 1 column 35"),
        (r#"{"name": "a"} {}"#, "", "this is no JSON, line 1 column 15"),
        (r#""#, "", "the JSON ends too early, line 1 column 0"),
    ];
    for (json, pointer, detail) in cases {
        assert_eq!(wrong::<House>(json), (pointer.into(), detail.into()), "{json}");
    }
}

#[test]
fn what_is_right_is_read_from_text_and_from_values_alike() {
    let json = r#"{"name": "a\u0062\n", "floor": 7, "rooms": [{"beds": 18446744073709551615, "more": [null]}],
        "by_name": {"\"": {"beds": 0}}, "door": {"painted": {"colour": "é"}}, "size": [1, 4294967295]}"#;
    let house: House = input::object(json.as_bytes()).unwrap();
    assert_eq!(house.name, "ab\n");
    assert_eq!(house.rooms, [Room { beds: u64::MAX }]);
    assert_eq!(house.by_name.get("\""), Some(&Room { beds: 0 }));
    assert_eq!(house.door, Some(Door::Painted { colour: "é".into() }));
    assert_eq!(house.size, [1, u32::MAX]);
    assert_eq!(input::read::<House>(serde_json::from_str(json).unwrap()), Ok(house));
    for (json, door) in [
        (r#""open""#, Door::Open),
        (r#""o\u0070en""#, Door::Open),
        (r#"{"open": null}"#, Door::Open),
        (r#"{"locked": {"beds": 1}}"#, Door::Locked(Room { beds: 1 })),
        (r#"{"between": [1, 2]}"#, Door::Between(1, 2)),
    ] {
        assert_eq!(input::value::<Door>(json.as_bytes()), Ok(door), "{json}");
    }
    assert_eq!(input::value::<Option<Door>>(b"null"), Ok(None));
    assert_eq!(input::value(br#"{"20000": 1, "0": 2}"#), Ok(BTreeMap::from([(0_u32, 2), (20_000, 1)])));
}

/// `serde_json` reads the same values itself: numbers to the last bit, and of members that are repeated the last.
#[test]
fn no_value_is_another_than_serde_json_reads() {
    for json in [
        "null",
        "[true, false, [], {}, \"\"]",
        "[0, -0, 1, -1, 18446744073709551615, 18446744073709551616, -9223372036854775808, -9223372036854775809]",
        "[0.1, 1e3, 1E-7, -2.5e300, 123456789.125, 5e-324, 0.0, -0.0]",
        r#"{"a": 1, "b": {"a": [{"\u0000": "\ud83d\ude00"}]}, "a": 2}"#,
        " \n\t{ \"a\" : [ 1 , 2 ] } ",
    ] {
        let expected: Value = serde_json::from_str(json).unwrap();
        assert_eq!(input::value::<Value>(json.as_bytes()), Ok(expected.clone()), "{json}");
        assert_eq!(input::read::<Value>(expected.clone()), Ok(expected), "{json}");
    }
}

#[test]
fn what_is_no_json_is_refused_and_nothing_panics() {
    for json in [
        "{",
        "}",
        "[1,]",
        "{\"a\":1,}",
        "{\"a\"}",
        "{a: 1}",
        "nul",
        "\"\\x\"",
        "\"\\ud800\"",
        "1e999",
        "-",
        "+1",
        ".5",
        "\u{feff}1",
        "[1 2]",
        "'a'",
        "\"a\nb\"",
        "NaN",
    ] {
        assert!(Tree::parse(json.as_bytes()).is_err(), "{json}");
    }
    assert!(Tree::parse(b"\"\xff\"").is_err());
    assert!(Tree::parse(b"{\"\xc3\": 1}").is_err());
    let good = br#"{"a": [1, -2, 3.5, "\u00e9", {"b": null, "c": [true]}], "d": {"e": "f"}}"#;
    for cut in 0..good.len() {
        assert!(Tree::parse(good.get(..cut).unwrap()).is_err(), "{cut}");
        for byte in [0, b'"', b'{', b']', b'9', 0xff] {
            let mut odd = good.to_vec();
            *odd.get_mut(cut).unwrap() = byte;
            let _ = Tree::parse(&odd).map(|tree| tree.read::<House>());
        }
    }
}

#[test]
fn no_text_is_nested_deeper_than_127() {
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    let deep: Value = input::value(nested(127).as_bytes()).unwrap();
    assert_eq!(serde_json::to_string(&deep).unwrap(), nested(127));
    let (pointer, detail) = wrong::<Value>(&nested(128));
    assert_eq!(pointer, "/0".repeat(127));
    assert!(detail.starts_with("the JSON is nested too deep"), "{detail}");
    let objects = format!("{}1{}", "{\"a\":".repeat(100_000), "}".repeat(100_000));
    assert!(wrong::<Value>(&objects).1.starts_with("the JSON is nested too deep"));
}

#[test]
fn a_name_is_no_number_that_is_not_written_so() {
    for name in ["01", "+1", "-1", "1.0", " 1", "", "4294967296"] {
        let json = json!({ name: 1 }).to_string();
        let (pointer, _) = wrong::<BTreeMap<u32, u8>>(&json);
        assert_eq!(pointer, format!("/{name}"));
    }
}

#[test]
fn no_long_word_of_the_input_is_told() {
    let secret = "s".repeat(41);
    let (pointer, detail) = wrong::<House>(&json!({ "name": "a", "floor": secret }).to_string());
    assert_eq!((pointer.as_str(), detail.as_str()), ("/floor", "invalid type: string \"…\", expected u8"));
    let (pointer, detail) = wrong::<House>(&json!({ "name": "a", secret: 1 }).to_string());
    assert!(pointer == "/…" && detail.starts_with("unknown field `…`"), "{pointer} {detail}");
}

#[test]
fn an_object_is_no_list_of_its_members_values() {
    let list = input::object::<House>(br#"["a", 1]"#).unwrap_err();
    assert_eq!(list.errors.first().unwrap().detail, "invalid type: list, expected an object");
    assert!(input::value::<House>(br#"["a", 1]"#).is_err());
    assert!(input::object::<Value>(b"[1]").is_err());
}
