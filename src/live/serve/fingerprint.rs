//! Tells whether content has changed: [`fingerprint`].

/// A short hash of `bytes`, by which a page recognises that a file has changed.
pub(super) fn fingerprint(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex()[..16].to_owned()
}
