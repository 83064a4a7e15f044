//! JSON that is written piece by piece: [`array()`], [`lines`], [`open`], [`write()`] and [`write_lines`].

use serde::Serialize;

/// After this many records the size of all is known well enough.
const SAMPLE: usize = 64;

/// An array with a record a line, so that two versions can be compared. `count`: how many records there are.
pub(super) fn array<T: Serialize>(records: impl Iterator<Item = T>, count: usize) -> Vec<u8> {
    let mut out = vec![];
    lines(records, count, &mut out);
    out.push(b'\n');
    out
}

/// Writes such an array, without a newline at its end.
pub(super) fn lines<T: Serialize>(records: impl Iterator<Item = T>, count: usize, out: &mut Vec<u8>) {
    out.push(b'[');
    let begin = out.len();
    for (i, record) in records.enumerate() {
        if i == SAMPLE {
            // A large file that outgrew its room would be in memory twice while it moves. What is not used of the room costs nothing.
            let size = (out.len() - begin).div_ceil(SAMPLE);
            out.reserve_exact(size * count.saturating_sub(SAMPLE) * 3 / 2);
        }
        out.extend_from_slice(if i == 0 { b"\n" } else { b",\n" });
        write(&record, out);
    }
    out.extend_from_slice(b"\n]");
}

/// Writes an object without its closing brace, and the name of its last field, whose value is to be written next. `fields` must not be
/// empty.
pub(super) fn open(fields: &impl Serialize, last: &str, out: &mut Vec<u8>) {
    write(fields, out);
    out.pop();
    out.push(b',');
    write(&last, out);
    out.push(b':');
}

/// Writes an object with a field a line, so that two versions can be compared.
pub(super) fn write_lines(record: &impl Serialize, out: &mut Vec<u8>) {
    serde_json::to_writer_pretty(out, record).expect("records hold nothing that JSON cannot");
}

pub(super) fn write(record: &impl Serialize, out: &mut Vec<u8>) {
    serde_json::to_writer(out, record).expect("records hold nothing that JSON cannot");
}
