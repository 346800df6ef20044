//! Opening the browser of this machine, by the program that the system has for it.

use std::process::{Command, Stdio};

/// Opens an address. No shell reads it.
///
/// # Errors
/// When the system has no such program.
pub(super) fn open(address: &str) -> std::io::Result<()> {
    let (program, before): (&str, &[&str]) = if cfg!(windows) {
        ("rundll32", &["url.dll,FileProtocolHandler"])
    } else if cfg!(target_os = "macos") {
        ("open", &[])
    } else {
        ("xdg-open", &[])
    };
    let mut child = Command::new(program)
        .args(before)
        .arg(address)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    // How it ends is its own business, but it must be told that it may.
    std::thread::spawn(move || child.wait());
    Ok(())
}
