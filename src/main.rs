//! The binary: parses the command line, calls, exits.

use std::process::ExitCode;

/// Pages are made from many small allocations on all cores at once, which the system's allocator serves slowly.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    citeback::commands::run()
}
