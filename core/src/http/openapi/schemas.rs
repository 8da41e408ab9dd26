//! The schemas of what is written and of what is read, as they are collected.

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator};

/// The schemas of what is written, named among the components; and of what is read, in their place: a type may be both, and a member
/// with a default is there in what is written and may be left out of what is read.
pub(super) struct Schemas {
    pub(super) written: SchemaGenerator,
    read: SchemaGenerator,
}

impl Schemas {
    pub(super) fn new() -> Self {
        let settings = || {
            SchemaSettings::draft2020_12().with(|settings| {
                settings.definitions_path = "/components/schemas".into();
                settings.meta_schema = None;
            })
        };
        let inline = |settings: &mut SchemaSettings| settings.inline_subschemas = true;
        Self {
            written: settings().for_serialize().into_generator(),
            read: settings().with(inline).into_generator(),
        }
    }

    pub(super) fn written<T: JsonSchema>(&mut self) -> Schema {
        self.written.subschema_for::<T>()
    }

    pub(super) fn read<T: JsonSchema>(&mut self) -> Schema {
        self.read.subschema_for::<T>()
    }
}
