//! Wording that sources share. Entry point: [`shared`].

use super::Material;

/// Two sources that share wording.
#[derive(Debug, Clone)]
pub struct SharedWording {}

/// Finds the wording that any two sources share.
pub fn shared(_material: &Material<'_>) -> Vec<SharedWording> {
    vec![]
}
