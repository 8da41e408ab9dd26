//! The contract in `wit/`: every item of it is documented, and every word of the engine is named where its
//! operations are.

use wit_parser::{Docs, PackageId, Resolve, TypeDefKind, WorldItem};

fn contract() -> (Resolve, PackageId) {
    let mut resolve = Resolve { all_features: true, ..Resolve::default() };
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../wit");
    let (ours, _) = resolve.push_dir(folder).unwrap();
    (resolve, ours)
}

#[test]
fn the_operations_name_every_word_of_their_nouns() {
    let (resolve, ours) = contract();
    let engine = &resolve.worlds[resolve.packages[ours].worlds["engine"]];
    let exports: Vec<_> = engine
        .exports
        .values()
        .filter_map(|item| match item {
            WorldItem::Interface { id, .. } => Some(&resolve.interfaces[*id]),
            _ => None,
        })
        .collect();
    let named = |name: &str| exports.iter().find(|face| face.name.as_deref() == Some(name)).unwrap();
    let (operations, shared) = (named("service-accounts"), named("types"));
    let mut missing = Vec::new();
    for noun in exports.iter().filter(|face| face.functions.is_empty() && face.name != shared.name) {
        missing.extend(noun.types.keys().filter(|word| !operations.types.contains_key(*word)));
    }
    assert_eq!(missing, Vec::<&String>::new());
    assert!(exports.len() > 2);
}

#[test]
fn every_item_of_the_contract_is_documented() {
    let mut bare = Vec::new();
    let mut see = |name: String, docs: &Docs| {
        if docs.contents.as_deref().is_none_or(|text| text.trim().is_empty()) {
            bare.push(name);
        }
    };
    let (resolve, ours) = contract();
    for (_, package) in resolve.packages.iter().filter(|(id, _)| *id == ours) {
        see(package.name.to_string(), &package.docs);
    }
    for (_, world) in &resolve.worlds {
        see(world.name.clone(), &world.docs);
    }
    for (_, interface) in &resolve.interfaces {
        let name = interface.name.clone().unwrap_or_default();
        see(name.clone(), &interface.docs);
        for (function, definition) in &interface.functions {
            see(format!("{name}.{function}"), &definition.docs);
        }
        for (type_name, id) in &interface.types {
            let name = format!("{name}.{type_name}");
            let definition = &resolve.types[*id];
            let parts: Vec<_> = match &definition.kind {
                // A name that another interface has: its documentation is there.
                TypeDefKind::Type(wit_parser::Type::Id(_)) => continue,
                TypeDefKind::Record(record) => {
                    record.fields.iter().map(|part| (&part.name, &part.docs)).collect()
                }
                TypeDefKind::Variant(variant) => {
                    variant.cases.iter().map(|part| (&part.name, &part.docs)).collect()
                }
                TypeDefKind::Enum(cases) => cases.cases.iter().map(|part| (&part.name, &part.docs)).collect(),
                _ => Vec::new(),
            };
            see(name.clone(), &definition.docs);
            for (part, docs) in parts {
                see(format!("{name}.{part}"), docs);
            }
        }
    }
    assert_eq!(bare, Vec::<String>::new());
}
