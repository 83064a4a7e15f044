//! JSON that is written piece by piece: [`array()`] and [`with_last`].

use serde::Serialize;
use serde_json::{Map, Value};

/// Room made for a record, in bytes, so that a large file is not moved about as it grows.
const TYPICAL_RECORD: usize = 900;

/// An array with a record a line, so that two versions can be compared.
pub(super) fn array<T: Serialize>(records: impl Iterator<Item = T>, count: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(count * TYPICAL_RECORD);
    out.push(b'[');
    for (i, record) in records.enumerate() {
        out.extend_from_slice(if i == 0 { b"\n" } else { b",\n" });
        serde_json::to_writer(&mut out, &record).expect("records hold nothing that JSON cannot");
    }
    out.extend_from_slice(b"\n]\n");
    out
}

/// An object whose last field holds JSON that is written already. `fields` must not be empty.
pub(super) fn with_last(fields: Map<String, Value>, last: &str, written: &[u8]) -> Vec<u8> {
    let mut out = Value::Object(fields).to_string().into_bytes();
    out.pop();
    out.extend_from_slice(format!(",{}:", Value::from(last)).as_bytes());
    out.extend_from_slice(written.trim_ascii_end());
    out.extend_from_slice(b"}\n");
    out
}
