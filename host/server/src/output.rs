//! What a command answers on standard output: tables for people, or the JSON that the admin API answers, a document a line.

use anyhow::Result;
use badgehouse::name::is_unseen;
use comfy_table::{ColumnConstraint, ContentArrangement, Table, presets};
use serde::Serialize;
use serde_json::Value;
use std::io::{self, IsTerminal, Write};

/// The heads of a table's columns, each with where its value stands in an item (a JSON Pointer, RFC 6901).
pub(crate) type Columns = &'static [(&'static str, &'static str)];

/// The columns that are broken into lines where the terminal is narrow.
const BROKEN: [&str; 8] = ["name", "levels", "claims", "reason", "issuer", "actions", "missing", "warnings"];

/// Where answers go, and in which form.
#[derive(Clone, Copy)]
pub(crate) struct Output {
    /// Whether programs read it.
    pub(crate) json: bool,
}

impl Output {
    /// One thing: its JSON, or a line for each member.
    pub(crate) fn one<T: Serialize>(self, thing: &T) -> Result<()> {
        let thing = serde_json::to_value(thing)?;
        if self.json {
            return line(&thing.to_string());
        }
        let Value::Object(members) = &thing else { return line(&cell(&thing)) };
        let rows = members.iter().map(|(name, value)| vec![name.clone(), cell(value)]).collect();
        print_table(None, rows)
    }

    /// Several things: the JSON of each, or a row for each.
    pub(crate) fn many<T: Serialize>(self, things: &[T], columns: Columns) -> Result<()> {
        let mut rows = Vec::new();
        for thing in things {
            let thing = serde_json::to_value(thing)?;
            if self.json {
                line(&thing.to_string())?;
            } else {
                rows.push(row(&thing, columns));
            }
        }
        if self.json {
            return Ok(());
        }
        print_table(Some(columns), rows)
    }

    /// That it was done. Programs have the exit code, as the API answers 204 without a body.
    pub(crate) fn done(self, said: &str) -> Result<()> {
        if self.json { Ok(()) } else { line(&lines(said)) }
    }
}

/// One line. A reader that has gone away is an error like any other, not a panic.
pub(crate) fn line(text: &str) -> Result<()> {
    Ok(writeln!(io::stdout(), "{text}")?)
}

fn row(thing: &Value, columns: Columns) -> Vec<String> {
    columns.iter().map(|(_, pointer)| thing.pointer(pointer).map(cell).unwrap_or_default()).collect()
}

/// A value in one line of a table.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => harmless(text),
        Value::Array(values) => values.iter().map(cell).collect::<Vec<_>>().join(", "),
        other => harmless(&other.to_string()),
    }
}

/// The text with what would steer a terminal, hide or turn the text around it written out, as in `\u{1b}` and `\n`. A backslash is doubled, so that nobody can
/// write what looks like one of these.
fn harmless(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '"' | '\'' => shown.push(character),
            _ if is_unseen(character) => shown.extend(character.escape_unicode()),
            // Behind a letter an accent stands for itself.
            _ => shown.extend(format!("a{character}").escape_debug().skip(1)),
        }
    }
    shown
}

/// The same of text of several lines.
pub(crate) fn lines(text: &str) -> String {
    text.lines().map(harmless).collect::<Vec<_>>().join("\n")
}

/// Without lines around the cells. On a terminal it is as wide as that: what people have written is broken, what they copy, such as ids and moments, is not.
fn print_table(head: Option<Columns>, rows: Vec<Vec<String>>) -> Result<()> {
    let mut table = Table::new();
    table.load_preset(presets::NOTHING).set_content_arrangement(ContentArrangement::Disabled);
    if let Some((terminal_size::Width(width), _)) = terminal_size::terminal_size()
        && io::stdout().is_terminal()
    {
        table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width);
    }
    if let Some(columns) = head {
        table.set_header(columns.iter().map(|(name, _)| name.to_uppercase()));
    }
    table.add_rows(rows);
    for (index, column) in table.column_iter_mut().enumerate() {
        column.set_padding((0, 1));
        let breaks = match head {
            Some(columns) => columns.get(index).is_some_and(|(name, _)| BROKEN.contains(name)),
            None => index > 0,
        };
        if !breaks {
            column.set_constraint(ColumnConstraint::ContentWidth);
        }
    }
    line(&table.trim_fmt())
}
