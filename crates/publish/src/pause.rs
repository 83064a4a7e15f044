//! Pauses before something is tried again: [`jitter`].

use std::time::Duration;

/// The longest pause that this program chooses.
const MAX_PAUSE: Duration = Duration::from_secs(16);

/// A pause before the attempt after this one: it doubles each time, and then half of it is random, so that several threads do not come
/// back at the same moment.
pub fn jitter(attempts: u32) -> Duration {
    let longest = MAX_PAUSE.min(Duration::from_millis(250) * 2_u32.pow(attempts.min(10)));
    let mut random = [0];
    // Without randomness the pause is the longest.
    let share = if getrandom::fill(&mut random).is_ok() { u32::from(random[0]) } else { 255 };
    longest / 2 + longest / 2 * share / 255
}
