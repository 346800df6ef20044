//! Files packed into one ZIP file: the same files give the same bytes.

use std::fs::File;
use std::io::{self, BufWriter, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// Endings of files that are compressed already.
const COMPRESSED: [&str; 4] = [".pdf", ".xlsx", ".docx", ".zip"];

/// Packs files, each with its name in the archive, into `file`. All of them bear the day
/// `date` (`2017-01-26`), since the time of a build is in no file.
///
/// # Errors
/// When the disk fails, or two files have one name.
pub fn write<'m>(
    file: File,
    date: &str,
    members: impl Iterator<Item = (&'m str, Vec<u8>)>,
) -> io::Result<()> {
    let mut archive = ZipWriter::new(BufWriter::new(file));
    let options = SimpleFileOptions::default()
        .last_modified_time(day(date))
        .unix_permissions(0o644);
    for (name, bytes) in members {
        let stored = COMPRESSED.iter().any(|ending| name.ends_with(ending));
        let method = match stored {
            true => CompressionMethod::Stored,
            false => CompressionMethod::Deflated,
        };
        let large = u32::try_from(bytes.len()).is_err();
        archive.start_file(name, options.compression_method(method).large_file(large))?;
        archive.write_all(&bytes)?;
    }
    archive.finish()?.flush()
}

/// The day as archives have it, or the first that they can have.
fn day(date: &str) -> DateTime {
    let mut parts = date.split('-').map(|part| part.parse::<u16>().ok());
    let mut next = || parts.next().flatten();
    let (year, month, day) = (next(), next(), next());
    let small = |part: Option<u16>| part.and_then(|part| u8::try_from(part).ok());
    match (year, small(month), small(day)) {
        (Some(year), Some(month), Some(day)) => {
            DateTime::from_date_and_time(year, month, day, 0, 0, 0).unwrap_or_default()
        }
        _ => DateTime::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_come_back_under_their_names_and_with_their_day() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.zip");
        let members = [
            ("甲局任务单.pdf", b"one".to_vec()),
            ("数据.csv", b"two".to_vec()),
        ];
        let file = File::create_new(&path).expect("made");
        write(file, "2017-01-26", members.clone().into_iter()).expect("packed");
        let mut archive = zip::ZipArchive::new(File::open(&path).expect("there")).expect("whole");
        for (name, wanted) in &members {
            let mut member = archive.by_name(name).expect("in it");
            let mut bytes = Vec::new();
            io::copy(&mut member, &mut bytes).expect("read");
            assert_eq!(&bytes, wanted);
            let day = member.last_modified().expect("a day");
            assert_eq!((day.year(), day.month(), day.day()), (2017, 1, 26));
        }
    }

    #[test]
    fn two_files_of_one_name_are_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = File::create_new(folder.path().join("a.zip")).expect("made");
        let members = [("a.pdf", Vec::new()), ("a.pdf", Vec::new())];
        assert!(write(file, "2017-01-26", members.into_iter()).is_err());
    }
}
