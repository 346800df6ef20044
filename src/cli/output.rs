//! What a verb writes to the standard output. A full disk, or a reader that is gone, ends the
//! run: half a report must not look like a whole one.

use std::io::{ErrorKind, Write};

use crate::diag::{Diagnostic, system};

/// Writes all of a text.
///
/// # Errors
/// When not all of it arrived.
pub(super) fn put(text: impl AsRef<[u8]>) -> Result<(), Diagnostic> {
    let mut out = std::io::stdout().lock();
    let written = out.write_all(text.as_ref()).and_then(|()| out.flush());
    written.map_err(|e| {
        let hint = match e.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "请腾出地方，再运行一次",
            ErrorKind::BrokenPipe => "接着读它的程序先停了；要全部的，请存成文件再看",
            _ => "请换一个地方存，再运行一次",
        };
        let message = format!("要说的没有全写出去：{}", system::said(&e));
        Diagnostic::error("output-lost", message).hint(hint)
    })
}
