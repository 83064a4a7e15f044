//! SHA-256 checksums, which anyone can verify with their own tools: [`sha256`] seals a captured text, [`sha256_of_bytes`] names a file.

use std::fmt::Write as _;

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
    let mut out = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
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
