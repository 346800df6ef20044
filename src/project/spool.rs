//! Notices that wait until their documents are made. An archive has hundreds of them;
//! a lone one is held as it is, more lie as text, and beyond a few in a nameless file.

use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::{Arc, Mutex};

use tempfile::SpooledTempFile;

use crate::notice::check::Checked;
use crate::parallel::unpoisoned;
use crate::units::register::Register;

/// So many bytes stay in memory.
const IN_MEMORY: usize = 2 << 20;

/// Notices in the order in which they came.
#[derive(Debug)]
pub struct NoticeSpool {
    /// The first, until there is a second.
    alone: Option<Arc<Checked>>,
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

impl NoticeSpool {
    /// An empty one, whose file would lie in `folder`.
    pub fn beside(folder: &Path) -> NoticeSpool {
        NoticeSpool {
            alone: None,
            spool: Mutex::new(tempfile::spooled_tempfile_in(IN_MEMORY, folder)),
            places: Vec::new(),
        }
    }

    /// Puts a notice away.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn add(&mut self, notice: Checked) -> io::Result<()> {
        if self.is_empty() {
            self.alone = Some(Arc::new(notice));
            return Ok(());
        }
        if let Some(first) = self.alone.take() {
            self.write(&first)?;
        }
        self.write(&notice)
    }

    fn write(&mut self, notice: &Checked) -> io::Result<()> {
        let text = notice.to_spool()?;
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

    /// How many notices there are.
    pub fn len(&self) -> usize {
        self.places.len() + usize::from(self.alone.is_some())
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The registers of the notices, in their order.
    pub fn registers(&self) -> impl Iterator<Item = &Register> {
        let alone = self.alone.iter().map(|notice| notice.register());
        alone.chain(self.places.iter().map(|place| &*place.register))
    }

    /// The notice that came so many after the first; none beyond the last.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn get(&self, index: usize) -> io::Result<Option<Arc<Checked>>> {
        if let (Some(alone), 0) = (&self.alone, index) {
            return Ok(Some(Arc::clone(alone)));
        }
        let Some(place) = self.places.get(index) else {
            return Ok(None);
        };
        let mut text = vec![0; place.length];
        let mut spool = unpoisoned(self.spool.lock());
        spool.seek(SeekFrom::Start(place.from))?;
        spool.read_exact(&mut text)?;
        drop(spool);
        let notice = Checked::from_spool(&text, Arc::clone(&place.register))?;
        Ok(Some(Arc::new(notice)))
    }

    /// Every notice again, one at a time; an error where the disk fails.
    pub fn notices(&self) -> impl Iterator<Item = io::Result<Arc<Checked>>> + Send {
        (0..).map_while(|index| self.get(index).transpose())
    }
}
