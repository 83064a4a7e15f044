//! By which a page knows what it was made of: [`mark`].

/// By this a page says which state of a file it knows, and sees whether that has changed.
pub(super) fn mark(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex()[..16].to_owned()
}
