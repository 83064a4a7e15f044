//! The binary, which only calls the library.

use std::process::ExitCode;

/// Rendering makes many small allocations on all cores, which the system's allocator handles slowly.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    citeback::internals::run()
}
