//! Writes what typst sees of each sheet of the real notice, for trying templates with
//! the typst command, and for `peers.sh`: `DIR/<sheet>/data.json` and what goes with it,
//! beside copies of the templates.
//!
//! `cargo run --release --example sheets -- DIR`

use std::path::{Path, PathBuf};
use std::{fs, io};

use gongwen::documents::document::Work;
use gongwen::documents::kind::DocumentKind;
use gongwen::documents::pdfs;
use gongwen::pipeline::options::Options;
use gongwen::pipeline::{Pipeline, Run};
use gongwen::progress::Progress;
use gongwen::project::bundles::Bundles;
use gongwen::render::pdf::{PdfRenderer, PrintOptions};
use gongwen::view::from_notice;
use gongwen::wording::Wording;

fn main() -> io::Result<()> {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| "sheets".into()));
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let options = Options::usual(PathBuf::new());
    let progress = Progress::new(true);
    let mut run = Run::default();
    let pipeline = Pipeline::open(root, &options, &progress, &mut run);
    let notices = pipeline.and_then(|mut pipeline| pipeline.notices());
    let notices = notices.map_err(|_| io::Error::other("the notices of this program are wrong"))?;
    let press = PdfRenderer::open(&root.join("templates"), PrintOptions::default())
        .map_err(|_| io::Error::other("the templates of this program are wrong"))?;
    let bundles = Bundles::shipped().map_err(io::Error::other)?;
    let mut count = 0;
    for checked in notices.notices() {
        let documents = pdfs::documents(&from_notice::views(
            &*checked?,
            &bundles,
            &Wording::shipped(),
        ));
        for document in documents.map_err(io::Error::other)? {
            let (Work::Pdf(typeset), DocumentKind::Sheet) = (&document.work, document.kind) else {
                continue;
            };
            let name = document.path.rsplit('/').next().unwrap_or_default();
            let sheet = folder.join(name.trim_end_matches(".pdf"));
            fs::create_dir_all(&sheet)?;
            for (file, bytes) in press.data_files(typeset) {
                fs::write(sheet.join(file), bytes)?;
            }
            for entry in fs::read_dir(root.join("templates/pdf"))? {
                let entry = entry?;
                fs::copy(entry.path(), sheet.join(entry.file_name()))?;
            }
            count += 1;
        }
    }
    println!("{count} sheets in {}", folder.display());
    Ok(())
}
