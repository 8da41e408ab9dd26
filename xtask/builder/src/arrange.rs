//! Modules whose functions stand so that they compress well: the same functions under other numbers.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use wasm_encoder::reencode::{Error, Reencode, utils};
use wasm_encoder::{CodeSection, FunctionSection, Module};
use wasmparser::{CodeSectionReader, FunctionSectionReader, Parser, Payload, TypeRef, Validator};

use crate::order;

/// Writes `module` anew, to `arranged`.
pub(crate) fn write(module: &Path, arranged: &Path) -> Result<()> {
    let bytes = fs::read(module).with_context(|| format!("cannot read {}", module.display()))?;
    let bytes = of(&bytes).context("the module cannot be written anew")?;
    fs::write(arranged, bytes).with_context(|| format!("cannot write {}", arranged.display()))
}

fn of(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut arranged = Module::new();
    Arranging::of(bytes)?.parse_core_module(&mut arranged, Parser::new(0), bytes)?;
    let bytes = arranged.finish();
    Validator::new().validate_all(&bytes).context("what was written is not valid")?;
    Ok(bytes)
}

/// Functions by the place that each had, without those that are imported, which stay.
struct Arranging {
    imported: u32,
    /// Which of them stands at each place now.
    order: Vec<usize>,
    /// Where each stands now, among all.
    places: Vec<u32>,
}

impl Arranging {
    fn of(module: &[u8]) -> Result<Self> {
        let (mut imported, mut bodies) = (0_u32, Vec::new());
        for payload in Parser::new(0).parse_all(module) {
            match payload? {
                Payload::ImportSection(section) => {
                    for import in section.into_imports() {
                        imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                    }
                }
                Payload::CodeSectionEntry(body) => bodies.push(body.as_bytes()),
                _ => {}
            }
        }
        let order = order::alike(&bodies);
        let mut places = vec![0; order.len()];
        for (place, number) in (imported..).zip(&order) {
            places[*number] = place;
        }
        Ok(Self { imported, order, places })
    }
}

impl Reencode for Arranging {
    type Error = std::convert::Infallible;

    fn function_index(&mut self, function: u32) -> Result<u32, Error> {
        let own = function.checked_sub(self.imported).and_then(|own| self.places.get(own as usize));
        Ok(own.copied().unwrap_or(function))
    }

    fn parse_function_section(
        &mut self,
        functions: &mut FunctionSection,
        section: FunctionSectionReader<'_>,
    ) -> Result<(), Error> {
        let types = section.into_iter().collect::<Result<Vec<_>, _>>()?;
        for number in self.order.clone() {
            functions.function(self.type_index(types[number])?);
        }
        Ok(())
    }

    fn parse_code_section(
        &mut self,
        code: &mut CodeSection,
        section: CodeSectionReader<'_>,
    ) -> Result<(), Error> {
        let bodies = section.into_iter().collect::<Result<Vec<_>, _>>()?;
        for number in self.order.clone() {
            utils::parse_function_body(self, code, bodies[number].clone())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::of;
    use wasm_encoder::{
        CodeSection, ConstExpr, ElementSection, Elements, EntityType, ExportKind, ExportSection, Function,
        FunctionSection, ImportSection, InstructionSink, Module, RefType, TableSection, TableType,
        TypeSection, ValType,
    };
    use wasmparser::{ElementItems, Operator, Parser, Payload};

    /// A module with an imported function, 0, and `bodies` behind it: the last is exported, and the others stand in a table.
    fn module(bodies: &[&dyn Fn(&mut InstructionSink<'_>)]) -> Vec<u8> {
        let (mut types, mut imports, mut functions) =
            (TypeSection::new(), ImportSection::new(), FunctionSection::new());
        types.ty().function([], []);
        types.ty().function([], [ValType::I32]);
        imports.import("host", "told", EntityType::Function(0));
        let mut code = CodeSection::new();
        for (number, body) in bodies.iter().enumerate() {
            // By turns of either type, so that one that is mixed up is not valid.
            functions.function(u32::from(number % 2 == 1));
            let mut function = Function::new([]);
            body(&mut function.instructions());
            function.instructions().end();
            code.function(&function);
        }
        let count = u32::try_from(bodies.len()).unwrap();
        let (mut tables, mut exports, mut elements) =
            (TableSection::new(), ExportSection::new(), ElementSection::new());
        let size = u64::from(count);
        tables.table(TableType {
            element_type: RefType::FUNCREF,
            table64: false,
            minimum: size,
            maximum: None,
            shared: false,
        });
        exports.export("last", ExportKind::Func, count);
        let listed: Vec<u32> = (1..count).collect();
        elements.active(None, &ConstExpr::i32_const(0), Elements::Functions(listed.into()));
        let mut module = Module::new();
        module.section(&types).section(&imports).section(&functions).section(&tables);
        module.section(&exports).section(&elements).section(&code);
        module.finish()
    }

    /// What a module says: the constants of each function, by how it is reached.
    fn said(bytes: &[u8]) -> (Vec<Vec<i32>>, Vec<u32>, u32) {
        let (mut constants, mut listed, mut last) = (Vec::new(), Vec::new(), 0);
        for payload in Parser::new(0).parse_all(bytes) {
            match payload.unwrap() {
                Payload::CodeSectionEntry(body) => {
                    let operators = body.get_operators_reader().unwrap().into_iter().map(Result::unwrap);
                    let constant = |operator| match operator {
                        Operator::I32Const { value } => Some(value),
                        _ => None,
                    };
                    constants.push(operators.filter_map(constant).collect());
                }
                Payload::ElementSection(section) => {
                    for element in section {
                        let ElementItems::Functions(items) = element.unwrap().items else { panic!() };
                        listed.extend(items.into_iter().map(Result::unwrap));
                    }
                }
                Payload::ExportSection(section) => {
                    last = section.into_iter().next().unwrap().unwrap().index;
                }
                _ => {}
            }
        }
        (constants, listed, last)
    }

    #[test]
    fn every_function_is_reached_as_before_wherever_it_stands() {
        let long = |code: &mut InstructionSink<'_>, first: i32| {
            for number in 0..20 {
                code.i32_const(first + number).drop();
            }
        };
        let bytes = module(&[
            &|code| long(code, 1000),
            &|code| {
                code.i32_const(7);
            },
            &|code| {
                code.call(0).call(2).drop();
            },
            &|code| {
                code.i32_const(8);
            },
            &|code| long(code, 1000),
        ]);
        let arranged = of(&bytes).unwrap();
        assert_ne!(arranged, bytes, "nothing was moved, so that nothing is shown");
        let ((was, listed_was, last_was), (is, listed, last)) = (said(&bytes), said(&arranged));
        assert_ne!(was, is);
        let one = |all: &[Vec<i32>], number: u32| all[number as usize - 1].clone();
        assert_eq!(one(&was, last_was), one(&is, last));
        let table = |all: &[Vec<i32>], listed: &[u32]| -> Vec<Vec<i32>> {
            listed.iter().map(|number| one(all, *number)).collect()
        };
        assert_eq!(table(&was, &listed_was), table(&is, &listed));
        assert_eq!(of(&bytes).unwrap(), arranged, "the same each time");
    }

    #[test]
    fn what_is_no_module_is_refused() {
        assert!(of(b"no module").is_err());
    }
}
