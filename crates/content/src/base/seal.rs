//! SHA-256 checksums, which anyone can verify with their own tools: [`sha256`] seals a captured text, [`sha256_of_bytes`] names a file.

use std::fmt::Write as _;
use std::io;

use sha2::{Digest, Sha256};

/// SHA-256 (FIPS 180-4) of the body of a source, in lower-case hexadecimal. Every line ending counts as `\n`, so that a checkout with CR LF
/// keeps its seal.
pub fn sha256(body: &str) -> String {
    if body.contains('\r') {
        sha256_of_bytes(body.replace("\r\n", "\n").as_bytes())
    } else {
        sha256_of_bytes(body.as_bytes())
    }
}

/// SHA-256 of bytes as they are, in lower-case hexadecimal.
pub fn sha256_of_bytes(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

/// SHA-256 of all that is read, in lower-case hexadecimal.
///
/// # Errors
/// Those of the reader.
pub fn sha256_of_reader(mut reader: impl io::Read) -> io::Result<String> {
    let mut digest = Sha256::new();
    let mut piece = vec![0; 1 << 16];
    loop {
        match reader.read(&mut piece) {
            Ok(0) => return Ok(hexadecimal(&digest.finalize())),
            Ok(length) => digest.update(&piece[..length]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        // Writing to a String cannot fail.
        let _ = write!(out, "{byte:02x}");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::sha256;

    #[test]
    fn matches_what_other_tools_print() {
        assert_eq!(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(sha256("a\r\nb"), sha256("a\nb"));
    }
}
