//! Notices that wait until their documents are made. An archive has hundreds of them;
//! beyond a few they lie in a nameless file beside `out/`, and not in memory.

use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::{Arc, Mutex};

use tempfile::SpooledTempFile;

use super::parallel::unpoisoned;
use crate::notice::check::Checked;
use crate::notice::units::Register;

/// So many bytes stay in memory.
const IN_MEMORY: usize = 2 << 20;

/// Notices in the order in which they came.
#[derive(Debug)]
pub struct Archive {
    spool: Mutex<SpooledTempFile>,
    places: Vec<Place>,
}

/// Where a notice lies, and its register.
#[derive(Debug)]
struct Place {
    from: u64,
    length: usize,
    register: Arc<Register>,
}

impl Archive {
    /// An empty one, whose file would lie in `folder`.
    pub fn beside(folder: &Path) -> Archive {
        Archive {
            spool: Mutex::new(tempfile::spooled_tempfile_in(IN_MEMORY, folder)),
            places: Vec::new(),
        }
    }

    /// Puts a notice away.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn add(&mut self, notice: &Checked) -> io::Result<()> {
        let text = notice.put_away()?;
        let spool = unpoisoned(self.spool.get_mut());
        let from = spool.seek(SeekFrom::End(0))?;
        spool.write_all(text.as_bytes())?;
        self.places.push(Place {
            from,
            length: text.len(),
            register: Arc::clone(notice.shared_register()),
        });
        Ok(())
    }

    /// Every notice again, one at a time; an error where the disk fails.
    pub fn notices(&self) -> impl Iterator<Item = io::Result<Checked>> + Send {
        self.places.iter().map(|place| {
            let mut text = vec![0; place.length];
            let mut spool = unpoisoned(self.spool.lock());
            spool.seek(SeekFrom::Start(place.from))?;
            spool.read_exact(&mut text)?;
            drop(spool);
            Checked::bring_back(&text, Arc::clone(&place.register))
        })
    }
}
