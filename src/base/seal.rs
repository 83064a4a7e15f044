//! The seal of a captured text: [`sha256`], so that anyone can check it with their own tools.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

/// SHA-256 (FIPS 180-4) of the body of a source, as lower-case hexadecimal. Line ends count as `\n`, so that a checkout with other line
/// ends keeps its seal.
pub fn sha256(body: &str) -> String {
    let digest = match body.contains('\r') {
        true => Sha256::digest(body.replace("\r\n", "\n")),
        false => Sha256::digest(body),
    };
    let mut out = String::with_capacity(64);
    for byte in digest {
        // Writing to a String cannot fail.
        let _ = write!(out, "{byte:02x}");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::sha256;

    #[test]
    fn is_the_sha256_that_other_tools_print() {
        assert_eq!(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(sha256("a\r\nb"), sha256("a\nb"));
    }
}
