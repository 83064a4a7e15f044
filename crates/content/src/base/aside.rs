//! Freeing what took long to make while the run goes on: [`drop_aside`].

/// Drops a value on another thread. Freeing the notes of a large site takes as long as rendering a hundred pages; the end of the program
/// does not wait for it.
pub fn drop_aside<T: Send + 'static>(value: T) {
    rayon::spawn(move || drop(value));
}
