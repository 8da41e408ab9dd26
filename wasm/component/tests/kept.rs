//! What a host was built against stays: the contract has everything that it had, unchanged, and what came since says since when.
//!
//! `docs/public-api/wit.txt` is the contract as it is promised: an item a line, beginning with the version that it came with. Hosts compile against it, and a record with one more
//! field is another type; so even an addition to a type is a new type. What is new is a new item, `@since` a later version, or `@unstable` until it is promised.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use wit_parser::{
    Function, Handle, PackageId, Resolve, Stability, Type, TypeDefKind, TypeId, WorldItem, WorldKey,
};

const KEPT: &str = "docs/public-api/wit.txt";

#[test]
fn nothing_that_was_promised_has_changed() {
    let (resolve, ours) = contract();
    let now = listed(&resolve, ours);
    let written = root().join("target/badgehouse/wit.txt");
    fs::create_dir_all(written.parent().unwrap()).unwrap();
    fs::write(&written, lines(&now)).unwrap();
    let kept = fs::read_to_string(root().join(KEPT)).unwrap();
    let problems = broken(&read(&kept), &now);
    assert!(
        problems.is_empty(),
        "{}\nWhere nobody can have built against it yet, copy target/badgehouse/wit.txt to {KEPT}.",
        problems.join("\n")
    );
}

#[test]
fn a_change_that_breaks_a_host_is_seen() {
    let item = |since: &str, shape: &str| (since.to_owned(), shape.to_owned());
    let kept = BTreeMap::from([("a.f".to_owned(), item("0.1.0", "func(x: string)"))]);
    let with = |name: &str, since: &str, shape: &str| {
        let mut now = kept.clone();
        now.insert(name.into(), item(since, shape));
        broken(&kept, &now).len()
    };
    assert_eq!(broken(&kept, &BTreeMap::new()).len(), 1, "removed");
    assert_eq!(with("a.f", "0.1.0", "func(x: u32)"), 1, "changed");
    assert_eq!(with("a.f", "0.2.0", "func(x: string)"), 1, "said to be younger");
    assert_eq!(with("a.g", "0.1.0", "func()"), 1, "added to what was promised");
    assert_eq!(with("a.g", "", "func()"), 1, "added and says not since when");
    assert_eq!(with("a.g", "0.2.0", "func()"), 0, "added since");
    assert_eq!(with("a.g", "unstable", "func()"), 0, "not promised");
}

#[test]
fn every_item_says_since_when() {
    let (resolve, ours) = contract();
    let bare: Vec<_> =
        listed(&resolve, ours).into_iter().filter(|(_, (since, _))| since.is_empty()).collect();
    assert_eq!(bare, Vec::new());
}

/// By name: since when, and what it is.
type Items = BTreeMap<String, (String, String)>;

/// What of `kept` is gone or another, and what came to it unsaid.
fn broken(kept: &Items, now: &Items) -> Vec<String> {
    let mut problems = Vec::new();
    for (name, (since, shape)) in kept {
        match now.get(name) {
            None => problems.push(format!("{name} is gone")),
            Some(found) if found != &(since.clone(), shape.clone()) => {
                problems.push(format!("{name} was `{since} {shape}` and is `{} {}`", found.0, found.1));
            }
            Some(_) => {}
        }
    }
    let latest = kept.values().filter_map(|(since, _)| version(since)).max();
    for (name, (since, _)) in now.iter().filter(|(name, _)| !kept.contains_key(*name)) {
        let later = version(since).is_some_and(|since| latest.is_none_or(|latest| since > latest));
        if !later && since != "unstable" {
            problems.push(format!("{name} is new, and not `@since` a later version"));
        }
    }
    problems
}

fn version(text: &str) -> Option<[u64; 3]> {
    let parts: Vec<u64> = text.split('.').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    parts.try_into().ok()
}

fn lines(items: &Items) -> String {
    items.iter().map(|(name, (since, shape))| format!("{since} {name}: {shape}\n")).collect()
}

fn read(text: &str) -> Items {
    let item = |line: &str| {
        let (since, rest) = line.split_once(' ')?;
        let (name, shape) = rest.split_once(": ")?;
        Some((name.to_owned(), (since.to_owned(), shape.to_owned())))
    };
    text.lines().map(|line| item(line).unwrap_or_else(|| panic!("{KEPT}: {line}"))).collect()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn contract() -> (Resolve, PackageId) {
    let mut resolve = Resolve { all_features: true, ..Resolve::default() };
    let (ours, _) = resolve.push_dir(root().join("wit")).unwrap();
    (resolve, ours)
}

fn since(stability: &Stability) -> String {
    match stability {
        Stability::Unknown => String::new(),
        Stability::Unstable { .. } => "unstable".into(),
        Stability::Stable { since, .. } => since.to_string(),
    }
}

fn listed(resolve: &Resolve, ours: PackageId) -> Items {
    let mut items = Items::new();
    for (name, world) in &resolve.packages[ours].worlds {
        let world = &resolve.worlds[*world];
        items.insert(format!("world {name}"), (since(&world.stability), "world".into()));
        for (kind, sides) in [("import", &world.imports), ("export", &world.exports)] {
            for (key, item) in sides {
                let WorldItem::Interface { id, stability, .. } = item else { panic!("{name}: no interface") };
                // What only an interface that is named here imports is named by none.
                let WorldKey::Interface(_) = key else { panic!("{name}: an interface without a name") };
                let interface = resolve.id_of(*id).expect("a name");
                items.insert(format!("world {name} {kind} {interface}"), (since(stability), kind.into()));
            }
        }
    }
    for (name, interface) in &resolve.packages[ours].interfaces {
        let interface = &resolve.interfaces[*interface];
        items.insert(format!("interface {name}"), (since(&interface.stability), "interface".into()));
        for (word, id) in &interface.types {
            // A name that another interface has is there.
            if !matches!(&resolve.types[*id].kind, TypeDefKind::Type(Type::Id(_))) {
                let definition = &resolve.types[*id];
                items.insert(format!("{name}.{word}"), (since(&definition.stability), shape(resolve, *id)));
            }
        }
        for function in interface.functions.values() {
            let item = (since(&function.stability), signature(resolve, function));
            items.insert(format!("{name}.{}", function.name), item);
        }
    }
    items
}

fn signature(resolve: &Resolve, function: &Function) -> String {
    let parameter = |name: &str, of: &Type| format!("{name}: {}", called(resolve, of));
    let parameters: Vec<_> = function.params.iter().map(|given| parameter(&given.name, &given.ty)).collect();
    let result = function.result.map(|result| format!(" -> {}", called(resolve, &result)));
    format!("func({}){}", parameters.join(", "), result.unwrap_or_default())
}

/// What a word stands for.
fn shape(resolve: &Resolve, id: TypeId) -> String {
    let case = |name: &str, of: Option<&Type>| match of {
        Some(of) => format!("{name}({})", called(resolve, of)),
        None => name.to_owned(),
    };
    match &resolve.types[id].kind {
        TypeDefKind::Record(record) => {
            let fields = record.fields.iter();
            let fields: Vec<_> =
                fields.map(|field| format!("{}: {}", field.name, called(resolve, &field.ty))).collect();
            format!("record {{ {} }}", fields.join(", "))
        }
        TypeDefKind::Variant(variant) => {
            let cases: Vec<_> = variant.cases.iter().map(|one| case(&one.name, one.ty.as_ref())).collect();
            format!("variant {{ {} }}", cases.join(", "))
        }
        TypeDefKind::Enum(cases) => {
            let cases: Vec<_> = cases.cases.iter().map(|one| one.name.as_str()).collect();
            format!("enum {{ {} }}", cases.join(", "))
        }
        TypeDefKind::Resource => "resource".into(),
        _ => format!("type {}", written(resolve, id)),
    }
}

/// A type as it is written where it is used: by its name, if it has one.
fn called(resolve: &Resolve, of: &Type) -> String {
    match of {
        Type::Id(id) => match &resolve.types[*id].name {
            Some(name) => name.clone(),
            None => written(resolve, *id),
        },
        other => format!("{other:?}").to_lowercase(),
    }
}

fn written(resolve: &Resolve, id: TypeId) -> String {
    let optional = |of: &Option<Type>| of.map_or("_".into(), |of| called(resolve, &of));
    match &resolve.types[id].kind {
        TypeDefKind::Option(of) => format!("option<{}>", called(resolve, of)),
        TypeDefKind::List(of) => format!("list<{}>", called(resolve, of)),
        TypeDefKind::Result(of) => format!("result<{}, {}>", optional(&of.ok), optional(&of.err)),
        TypeDefKind::Tuple(of) => {
            let parts: Vec<_> = of.types.iter().map(|part| called(resolve, part)).collect();
            format!("tuple<{}>", parts.join(", "))
        }
        TypeDefKind::Handle(Handle::Own(id)) => called(resolve, &Type::Id(*id)),
        TypeDefKind::Handle(Handle::Borrow(id)) => format!("borrow<{}>", called(resolve, &Type::Id(*id))),
        TypeDefKind::Type(of) => called(resolve, of),
        other => panic!("the contract has no {}", other.as_str()),
    }
}
