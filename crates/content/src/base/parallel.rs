//! Long work for each of many things, a few at a time: [`each`].

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// Does `work` for each item, on at most so many threads and no more than there are cores, and returns what came of them in their order.
/// Unlike a task of rayon, one that waits for others on the same cores does not begin a further one in the meantime, so at most so many
/// are in memory.
pub fn each<T: Sync, R: Send>(items: &[T], at_most: usize, work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let results: Vec<Mutex<Option<R>>> = items.iter().map(|_| Mutex::new(None)).collect();
    let run = || {
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(at) else { return };
            let done = work(item);
            *results[at].lock().unwrap_or_else(PoisonError::into_inner) = Some(done);
        }
    };
    let cores = thread::available_parallelism().map_or(1, usize::from);
    match cores.min(items.len()).min(at_most) {
        0 | 1 => run(),
        threads => thread::scope(|scope| (0..threads).for_each(|_| drop(scope.spawn(run)))),
    }
    results.into_iter().filter_map(|result| result.into_inner().unwrap_or_else(PoisonError::into_inner)).collect()
}

#[cfg(test)]
mod tests {
    use super::each;

    #[test]
    fn results_are_in_the_order_of_the_items() {
        let items: Vec<usize> = (0..50).collect();
        assert_eq!(each(&items, 4, |item| item * 2), items.iter().map(|item| item * 2).collect::<Vec<_>>());
        assert!(each(&[] as &[usize], 4, |item| *item).is_empty());
    }
}
