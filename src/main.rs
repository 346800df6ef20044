//! `gongwen`: greets, runs, and says how it went by the exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    gongwen::cli::main()
}
