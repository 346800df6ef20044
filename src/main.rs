//! `gongwen`: greets, runs, and says how it went by the exit code.

use std::process::ExitCode;

/// Layout asks for memory in small pieces on every thread at once.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    gongwen::cli::main()
}
