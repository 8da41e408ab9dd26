//! The world without resources has what the engine has: each of its operations, taking and answering the same.

use std::collections::BTreeMap;
use wit_parser::{Function, FunctionKind, Resolve, Type, TypeDefKind, TypeOwner};

#[test]
fn a_plain_operation_is_the_engines_with_what_is_given_in_front() {
    let mut resolve = Resolve { all_features: true, ..Resolve::default() };
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../wit");
    let (ours, _) = resolve.push_dir(folder).unwrap();
    let functions = |name: &str| &resolve.interfaces[resolve.packages[ours].interfaces[name]].functions;

    let methods = functions("service-accounts").values();
    let methods = methods.filter(|function| matches!(function.kind, FunctionKind::Method(_)));
    let engine: BTreeMap<_, _> = methods
        .filter(|function| function.item_name() != "noting")
        .map(|function| (function.item_name().to_owned(), signature(&resolve, function)))
        .map(|(name, (given, answer))| match answer.starts_with("result<") {
            true => (name, (given, answer)),
            // It refuses settings, which the engine was opened with.
            false => (name, (given, format!("result<{answer}, types.error>"))),
        })
        .collect();

    let plain = functions("operations").values();
    let plain: BTreeMap<_, _> =
        plain.map(|function| (function.name.clone(), signature(&resolve, function))).collect();
    assert!(plain.len() > 70);
    assert_eq!(plain, engine);
    assert!(functions("operations").values().all(|function| function.params[0].name == "given"));
}

/// What a function is given after the first, and what it answers.
fn signature(resolve: &Resolve, function: &Function) -> (Vec<(String, String)>, String) {
    let given = function.params[1..].iter().map(|given| (given.name.clone(), meant(resolve, &given.ty)));
    (given.collect(), function.result.map_or_else(String::new, |of| meant(resolve, &of)))
}

/// A type by the interface that it comes from, whatever it is called where it is used.
fn meant(resolve: &Resolve, of: &Type) -> String {
    let Type::Id(id) = of else { return format!("{of:?}") };
    let definition = &resolve.types[*id];
    let optional = |of: &Option<Type>| of.map_or("_".into(), |of| meant(resolve, &of));
    match (&definition.kind, &definition.name, definition.owner) {
        (TypeDefKind::Type(of @ Type::Id(_)), ..) => meant(resolve, of),
        (TypeDefKind::Option(of), None, _) => format!("option<{}>", meant(resolve, of)),
        (TypeDefKind::List(of), None, _) => format!("list<{}>", meant(resolve, of)),
        (TypeDefKind::Result(of), None, _) => format!("result<{}, {}>", optional(&of.ok), optional(&of.err)),
        (_, Some(name), TypeOwner::Interface(from)) => {
            format!("{}.{name}", resolve.interfaces[from].name.as_deref().unwrap_or_default())
        }
        (other, ..) => panic!("no operation takes or answers a {}", other.as_str()),
    }
}
