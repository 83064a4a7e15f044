//! Which sources of a claim are one origin. Entry point: [`origins`].

use super::Material;
use super::shared::SharedWording;

/// The origins of the passages of a claim that take one stance.
#[derive(Debug, Clone)]
pub struct ClaimOrigins {}

/// Finds the origins of each claim whose passages are from several sources.
pub fn origins(_material: &Material<'_>, _shared: &[SharedWording]) -> Vec<ClaimOrigins> {
    vec![]
}
