//! Input in any encoding that serde reads: a value of ours, or the place at which it is none.

use crate::error::{Error, InputProblem};
use serde::{Deserialize, Deserializer};
use serde_path_to_error::{Path, Segment};

/// Reads a value. `invalid_input` names the place of the first member that is missing, unknown or of a wrong type.
pub fn read<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<T, Error> {
    serde_path_to_error::deserialize(deserializer).map_err(|error| {
        let pointer = pointer(error.path());
        Error::invalid(vec![InputProblem { pointer, detail: error.inner().to_string() }])
    })
}

/// The JSON Pointer (RFC 6901 section 3) of a place in the input.
fn pointer(path: &Path) -> String {
    let mut pointer = String::new();
    for segment in path.iter() {
        let token = match segment {
            Segment::Seq { index } => index.to_string(),
            Segment::Map { key } => key.replace('~', "~0").replace('/', "~1"),
            Segment::Enum { variant } => variant.clone(),
            Segment::Unknown => continue,
        };
        pointer.push('/');
        pointer.push_str(&token);
    }
    pointer
}
