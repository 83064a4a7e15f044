//! The records of a WARC file (ISO 28500), one after another: [`Records`]. Nothing that a file says of its own lengths is believed before
//! the bytes are there.

use std::io::{BufRead, BufReader};

use flate2::bufread::MultiGzDecoder;

/// How many bytes all records of an archive may have when they are unpacked.
pub(super) const MAX_UNPACKED: u64 = 1 << 29;
/// How many records are read.
const MAX_RECORDS: usize = 200_000;
/// Maximum length of the fields of a record, and of the head of an answer, in bytes.
pub(super) const MAX_HEAD: usize = 64 << 10;

pub(super) const GZIP: &[u8] = b"\x1F\x8B";

/// What may still be read of an archive.
pub(super) struct Budget {
    bytes: u64,
    records: usize,
}

impl Default for Budget {
    fn default() -> Self {
        Budget { bytes: MAX_UNPACKED, records: MAX_RECORDS }
    }
}

/// The archive unpacks to more than is read.
#[derive(Debug)]
pub(super) struct TooMuch;

/// The fields of a record.
#[derive(Debug, Default)]
pub(super) struct Record {
    /// Names in lower case.
    fields: Vec<(String, String)>,
    length: u64,
}

impl Record {
    /// The value of a field, whose name is in lower case.
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    /// The same for an address or an identifier, which some programs write in angle brackets.
    pub fn address(&self, name: &str) -> Option<&str> {
        self.field(name).map(|value| value.trim_start_matches('<').trim_end_matches('>'))
    }
}

/// Reads records. What follows a fault is not read: where the next record begins is only known from the length of the one before.
pub(super) struct Records<'a> {
    input: Box<dyn BufRead + 'a>,
    /// Bytes of the current block that are not read yet.
    rest: u64,
    /// Whether the file ends too early, or cannot be read further.
    pub is_damaged: bool,
}

impl<'a> Records<'a> {
    /// Reads a file as it is, or what was packed with gzip, whether in one piece or each record by itself.
    pub fn new(mut file: Box<dyn BufRead + 'a>) -> Self {
        let is_packed = file.fill_buf().is_ok_and(|start| start.starts_with(GZIP));
        let input = if is_packed { Box::new(BufReader::new(MultiGzDecoder::new(file))) } else { file };
        Records { input, rest: 0, is_damaged: false }
    }

    /// The next record; the rest of the one before is passed over.
    ///
    /// # Errors
    /// When the archive is too large.
    pub fn next(&mut self, budget: &mut Budget) -> Result<Option<Record>, TooMuch> {
        self.take(u64::MAX, budget, |_| {})?;
        if self.is_damaged {
            return Ok(None);
        }
        let mut line = self.line(budget)?;
        while line.as_deref().is_some_and(|line| line.trim().is_empty()) {
            line = self.line(budget)?;
        }
        let Some(line) = line else {
            return Ok(None);
        };
        budget.records = budget.records.checked_sub(1).ok_or(TooMuch)?;
        // Such as WARC/1.1, and nothing else on the line.
        let begins = line.starts_with("WARC/") && line.len() <= 12 && !line.contains('\r');
        let fields = if begins { self.fields(budget)? } else { None };
        match fields.and_then(with_length) {
            Some(record) => {
                self.rest = record.length;
                Ok(Some(record))
            }
            None => {
                self.is_damaged = true;
                Ok(None)
            }
        }
    }

    /// At most so many bytes of what is left of the current block.
    ///
    /// # Errors
    /// When the archive is too large.
    pub fn block(&mut self, limit: usize, budget: &mut Budget) -> Result<Vec<u8>, TooMuch> {
        let mut block = vec![];
        self.take(limit as u64, budget, |bytes| block.extend_from_slice(bytes))?;
        Ok(block)
    }

    fn take(&mut self, limit: u64, budget: &mut Budget, mut use_them: impl FnMut(&[u8])) -> Result<(), TooMuch> {
        let mut wanted = self.rest.min(limit);
        self.rest -= wanted;
        while wanted > 0 {
            let Ok(bytes @ [_, ..]) = self.input.fill_buf() else {
                self.is_damaged = true;
                self.rest = 0;
                return Ok(());
            };
            let count = bytes.len().min(usize::try_from(wanted).unwrap_or(usize::MAX));
            budget.bytes = budget.bytes.checked_sub(count as u64).ok_or(TooMuch)?;
            use_them(&bytes[..count]);
            self.input.consume(count);
            wanted -= count as u64;
        }
        Ok(())
    }

    /// The next line without its end; `None` at the end of the file, and where there is none of a usual length.
    fn line(&mut self, budget: &mut Budget) -> Result<Option<String>, TooMuch> {
        let mut line = vec![];
        loop {
            let bytes = match self.input.fill_buf() {
                Ok(bytes) => bytes,
                Err(_) => {
                    self.is_damaged = true;
                    return Ok(None);
                }
            };
            let end = bytes.iter().position(|byte| *byte == b'\n');
            let count = end.map_or(bytes.len(), |end| end + 1);
            line.extend_from_slice(&bytes[..count]);
            self.input.consume(count);
            budget.bytes = budget.bytes.checked_sub(count as u64).ok_or(TooMuch)?;
            if end.is_none() && count > 0 && line.len() <= MAX_HEAD {
                continue;
            }
            self.is_damaged |= end.is_none() && !line.is_empty();
            let is_end = line.is_empty() || self.is_damaged;
            return Ok((!is_end).then(|| String::from_utf8_lossy(&line).trim_end().to_owned()));
        }
    }

    /// The fields up to an empty line; `None` if the file ends before it.
    fn fields(&mut self, budget: &mut Budget) -> Result<Option<Vec<(String, String)>>, TooMuch> {
        let (mut fields, mut length) = (vec![], 0);
        while let Some(line) = self.line(budget)? {
            length += line.len();
            if line.is_empty() {
                return Ok(Some(fields));
            }
            if length > MAX_HEAD {
                break;
            }
            push_field(&mut fields, &line);
        }
        Ok(None)
    }
}

/// Adds what a line of a head says: a field, or the rest of the one before.
pub(super) fn push_field(fields: &mut Vec<(String, String)>, line: &str) {
    if line.starts_with([' ', '\t']) {
        if let Some((_, value)) = fields.last_mut() {
            let space = if value.is_empty() { "" } else { " " };
            value.push_str(space);
            value.push_str(line.trim());
        }
    } else if let Some((name, value)) = line.split_once(':') {
        fields.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
    }
}

/// A record that states its length, and states only one.
fn with_length(fields: Vec<(String, String)>) -> Option<Record> {
    let stated = |(name, value): &(String, String)| (name == "content-length").then(|| value.clone());
    let mut lengths = fields.iter().filter_map(stated);
    let length = lengths.next().filter(|length| length.bytes().all(|byte| byte.is_ascii_digit()))?;
    if lengths.any(|other| other != length) {
        return None;
    }
    Some(Record { length: length.parse().ok()?, fields })
}

#[cfg(test)]
mod tests {
    use super::{Budget, Records};

    /// The addresses and blocks of the records that can be read, and whether the file is damaged.
    fn read(file: &[u8]) -> (Vec<(String, String)>, bool) {
        let (mut records, mut budget, mut found) = (Records::new(Box::new(file)), Budget::default(), vec![]);
        while let Some(record) = records.next(&mut budget).unwrap() {
            let block = records.block(usize::MAX, &mut budget).unwrap();
            let address = record.address("warc-target-uri").unwrap_or_default().to_owned();
            found.push((address, String::from_utf8_lossy(&block).into_owned()));
        }
        (found, records.is_damaged)
    }

    fn record(address: &str, length: &str, block: &str) -> String {
        format!("WARC/1.0\r\nWARC-Target-URI: {address}\r\nContent-Length: {length}\r\n\r\n{block}\r\n\r\n")
    }

    #[test]
    fn reads_one_record_after_another() {
        let file = record("<https://a.example/>", "3", "one") + &record("https://b.example/", "0", "");
        let expected =
            [("https://a.example/".to_owned(), "one".to_owned()), ("https://b.example/".to_owned(), String::new())];
        assert_eq!(read(file.as_bytes()), (expected.to_vec(), false));
        // Without the carriage returns, and with fields over several lines.
        let loose = file.replace("\r\n", "\n").replace("URI: ", "URI:\n\t");
        assert_eq!(read(loose.as_bytes()), (expected.to_vec(), false));
    }

    #[test]
    fn lengths_are_not_believed() {
        let good = record("https://a.example/", "3", "one");
        for bad in [
            record("x", "-3", "one"),
            record("x", "+3", "one"),
            record("x", "3\r\nContent-Length: 4", "one"),
            record("x", "99999999999999999999999", "one"),
            record("x", "18446744073709551615", "one"),
            record("x", "", "one"),
            record("x", "2", "one"),
            "WARC/1.0\rContent-Length: 3\r\rone\r\r".repeat(100),
            "WARC/1.0\r\nX: ".to_owned() + &"x".repeat(1 << 20),
            "x".repeat(1 << 20),
        ] {
            let (found, is_damaged) = read((good.clone() + &bad + &good).as_bytes());
            assert!(is_damaged && found[0].1 == "one" && found.len() <= 2, "{:.80} {found:?}", bad);
        }
    }
}
