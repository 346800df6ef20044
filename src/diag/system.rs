//! What the system says of a file, a folder or a port, in the words of people.

use std::io::{Error, ErrorKind};

/// Why something failed, in a few words without a full stop. What has no words here is named
/// by the system's number, by which an administrator finds it.
pub fn said(error: &Error) -> String {
    let words = match error.kind() {
        ErrorKind::NotFound => "没有这个文件或文件夹",
        ErrorKind::PermissionDenied => "没有权限",
        ErrorKind::AlreadyExists => "同名的已经有了",
        ErrorKind::NotADirectory => "路径中间有一段不是文件夹",
        ErrorKind::IsADirectory => "这是文件夹，不是文件",
        ErrorKind::DirectoryNotEmpty => "文件夹里还有东西",
        ErrorKind::ReadOnlyFilesystem => "这个磁盘只能读",
        ErrorKind::StorageFull => "磁盘满了",
        ErrorKind::QuotaExceeded => "磁盘配额用完了",
        ErrorKind::FileTooLarge => "文件太大",
        ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy => "别的程序正在用它",
        ErrorKind::InvalidFilename => "文件名不合规定，或太长",
        ErrorKind::AddrInUse => "别的程序占用着",
        ErrorKind::AddrNotAvailable => "这台机器没有这个地址",
        ErrorKind::BrokenPipe => "对方不再读了",
        ErrorKind::UnexpectedEof => "文件中途断了",
        ErrorKind::TimedOut => "等得太久",
        ErrorKind::Interrupted => "被打断了",
        ErrorKind::Unsupported => "这个系统做不了",
        ErrorKind::OutOfMemory => "内存不够",
        _ => "",
    };
    match (words, error.raw_os_error()) {
        ("", Some(number)) => format!("系统错误 {number}"),
        ("", None) => {
            let own = error.to_string();
            if own.is_ascii() {
                "系统出错".to_owned()
            } else {
                // What we say ourselves.
                own
            }
        }
        (words, _) => words.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_english_is_said() {
        assert_eq!(said(&Error::from_raw_os_error(17)), "同名的已经有了");
        assert_eq!(said(&Error::from_raw_os_error(13)), "没有权限");
        assert_eq!(said(&Error::from_raw_os_error(121)), "系统错误 121");
        assert_eq!(said(&Error::other("写到一半断了")), "写到一半断了");
        assert_eq!(said(&Error::other("oops")), "系统出错");
    }
}
