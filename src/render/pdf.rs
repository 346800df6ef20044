//! A view and a typst template → a PDF.
//!
//! [`PdfRenderer::open`] loads fonts and templates once; [`PdfRenderer::print`] may then be
//! called from many threads. Every document goes the same way:
//!
//! 1. the view becomes `/data.json` of a world of its own (`world`);
//! 2. typst lays it out; what typst says becomes [`Diagnostic`]s (`remarks`);
//! 3. every glyph is looked at: typst prints a box for a missing one without a
//!    word (`glyphs`); and at where it stands: on the paper, and in tables with nothing
//!    set over it (`crowd`);
//! 4. it is exported as PDF/A-2a and PDF/UA-1 at once, or, for the press, as PDF/UA-1
//!    with an output intent (`intent`).

mod bind;
pub mod crowd;
mod faces;
mod fonts;
mod glyphs;
mod intent;
pub mod measure;
mod objects;
mod remarks;
mod world;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use serde_json::json;
use typst::foundations::{Bytes, Smart};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::diag::{Diagnostic, Place};
use crate::project::limits;
use crate::project::limits::Limits;

pub use bind::bind;
pub use faces::{Faces, Role};
pub use fonts::StandIn;

use crate::documents::document::Typeset;
use crate::render::title::Titles;
use crate::wording::Wording;
use fonts::Fonts;
use world::{Job, Templates};

/// For how many documents typst remembers what it has laid out: templates are evaluated
/// once, and of a document little is used again.
const KEPT: usize = 1;

/// For which kind of output colours are chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Profile {
    /// A red that looks red on a monitor.
    #[default]
    Screen,
    /// The inks that GB/T 9704 names, as CMYK.
    Press,
}

impl std::str::FromStr for Profile {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        match word {
            "screen" => Ok(Profile::Screen),
            "press" => Ok(Profile::Press),
            _ => Err("只有 screen、press 两种".into()),
        }
    }
}

/// How documents are printed.
#[derive(Debug, Clone, Default)]
pub struct PrintOptions {
    /// Screen or press.
    pub profile: Profile,
    /// Whether a ring stands where the seal goes. No seal is ever drawn.
    pub seal_placeholder: bool,
    /// Folders of the user's own fonts; these are preferred to the shipped ones.
    pub fonts: Vec<PathBuf>,
    /// A folder whose `pdf/*.typ` replace the project's templates of the same name.
    pub templates_override: Option<PathBuf>,
    /// Names that a title is never broken in.
    pub lexicon: Vec<String>,
    /// The words that templates print.
    pub wording: Arc<Wording>,
    /// How large templates and documents may be.
    pub limits: Limits,
}

/// Everything that documents share: fonts, templates, the typst library.
pub struct PdfRenderer {
    library: LazyHash<Library>,
    fonts: Arc<Fonts>,
    templates: Templates,
    standards: PdfStandards,
    profile: Profile,
    settings: Bytes,
    titles: Arc<Titles>,
    wording: Bytes,
    limits: Limits,
    /// What all documents have in common, and each template with what it draws in.
    common_key: OnceLock<String>,
    template_keys: BTreeMap<String, String>,
}

/// A printed document.
#[derive(Debug, Clone)]
pub struct Printed {
    /// The PDF.
    pub bytes: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
    /// Warnings of typst about the template.
    pub remarks: Vec<Diagnostic>,
}

impl PdfRenderer {
    /// Loads the fonts and templates below `templates`, the project's `templates/`.
    ///
    /// # Errors
    /// When a folder cannot be read or holds no font or template.
    pub fn open(templates: &Path, options: PrintOptions) -> Result<Self, Vec<Diagnostic>> {
        let fonts = Arc::new(Fonts::load(&templates.join("fonts"), &options.fonts)?);
        let templates = Templates::load(
            &templates.join("pdf"),
            options.templates_override.map(|d| d.join("pdf")).as_deref(),
            &options.limits,
        )
        .map_err(|e| vec![e])?;
        // typst has no profile for inks, which PDF/A asks for.
        let standards: &[PdfStandard] = match options.profile {
            Profile::Screen => &[PdfStandard::A_2a, PdfStandard::Ua_1],
            Profile::Press => &[PdfStandard::Ua_1],
        };
        let standards = PdfStandards::new(standards)
            .map_err(|e| vec![Diagnostic::error("pdf-standard", e.message().to_string())])?;
        let settings = json!({
            "profile": match options.profile {
                Profile::Screen => "screen",
                Profile::Press => "press",
            },
            "seal_placeholder": options.seal_placeholder,
            "fonts": {
                "latin": Faces::get().latin,
                "own": fonts.preferred(),
                "shipped": Faces::get().shipped(),
            },
        });
        Ok(PdfRenderer {
            common_key: OnceLock::new(),
            template_keys: templates.keys(),
            library: LazyHash::new(Library::default()),
            fonts,
            templates,
            standards,
            profile: options.profile,
            settings: Bytes::from_string(settings.to_string()),
            titles: Arc::new(Titles::new(options.lexicon)),
            wording: Bytes::from_string(json!(*options.wording).to_string()),
            limits: options.limits,
        })
    }

    /// Begins to hash the fonts, for the keys that will be asked for.
    pub fn hash_ahead(&self) {
        let fonts = Arc::clone(&self.fonts);
        std::thread::spawn(move || fonts.hash());
    }

    /// How large documents may be.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// What breaks titles into lines; pages break them between the same words.
    pub fn titles(&self) -> &Arc<Titles> {
        &self.titles
    }

    /// A key of all that a document is printed with, besides its view: its template,
    /// the fonts, the settings, how many pages it may have.
    pub fn key(&self, template: &str) -> String {
        let common = self.common_key();
        let template = self.template_keys.get(template);
        format!("{common} {}", template.map_or("", String::as_str))
    }

    /// The keys of all that documents are printed with: what they have in common, and
    /// each template by its name.
    pub fn keys(&self) -> (&str, &BTreeMap<String, String>) {
        (self.common_key(), &self.template_keys)
    }

    fn common_key(&self) -> &str {
        self.common_key.get_or_init(|| {
            let mut hash = blake3::Hasher::new();
            hash.update(self.fonts.hash().as_bytes());
            hash.update(&self.settings);
            hash.update(&self.wording);
            hash.update(self.titles.key().as_bytes());
            // What is too long now may have been printed before.
            hash.update(&self.limits.pages.to_le_bytes());
            hash.finalize().to_hex().to_string()
        })
    }

    /// The texts of the templates by the names that diagnostics use, for drawing
    /// the faulty line.
    pub fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.templates.texts()
    }

    /// Which face stands in for each face that the standard names.
    pub fn stand_ins(&self) -> Vec<StandIn> {
        self.fonts.stand_ins()
    }

    /// What a template sees, as files that lie beside it; also for trying a template with
    /// the typst command.
    pub fn data_files(&self, typeset: &Typeset) -> [(&'static str, Bytes); 4] {
        let titles = json!(self.titles.in_lines(&typeset.titles));
        [
            (
                "data.json",
                Bytes::new(typeset.data.text().as_bytes().to_vec()),
            ),
            ("titles.json", Bytes::from_string(titles.to_string())),
            ("settings.json", self.settings.clone()),
            ("wording.json", self.wording.clone()),
        ]
    }

    /// Prints what is to be typeset. `name` is the path below `out/`: messages name it, and
    /// the identifier of the PDF is made from it.
    ///
    /// # Errors
    /// When the template fails, a glyph is missing, or the result would not be
    /// PDF/A and PDF/UA.
    pub fn print(&self, typeset: &Typeset, name: &str) -> Result<Printed, Vec<Diagnostic>> {
        let printed = self.print_one(typeset, name);
        // typst remembers every document it has laid out until it is told not to.
        comemo::evict(KEPT);
        printed
    }

    fn print_one(&self, typeset: &Typeset, name: &str) -> Result<Printed, Vec<Diagnostic>> {
        let job = self.job(typeset)?;
        let (document, remarks) = lay_out(&job, name, true)?;
        let (pages, most) = (document.pages().len(), self.limits.pages);
        if pages > most {
            let error = limits::exceeded("too-many-pages", "页数", pages, most, "pages");
            return Err(vec![error.at(Place::file(name))]);
        }
        let options = PdfOptions {
            ident: Smart::Custom(name.to_owned()),
            creator: Smart::Custom(Some("gongwen".to_owned())),
            standards: self.standards.clone(),
            ..PdfOptions::default()
        };
        let bytes = typst_pdf::pdf(&document, &options)
            .map_err(|errors| remarks::diagnostics(&job, &errors))?;
        let bytes = match self.profile {
            Profile::Screen => bytes,
            Profile::Press => intent::stated(bytes).map_err(|e| {
                let message = format!("写不进印刷条件：{e}");
                vec![Diagnostic::error("output-intent", message)]
            })?,
        };
        Ok(Printed {
            bytes,
            pages,
            remarks,
        })
    }

    /// Lets typst forget all that it has laid out, where no more is to come.
    pub fn rest(&self) {
        comemo::evict(0);
    }

    /// Lays it out and measures every page, without making a PDF.
    ///
    /// # Errors
    /// As for [`PdfRenderer::print`].
    pub fn measure(
        &self,
        typeset: &Typeset,
        name: &str,
    ) -> Result<Vec<measure::Page>, Vec<Diagnostic>> {
        let job = self.job(typeset)?;
        let pages = lay_out(&job, name, false).map(|(document, _)| measure::pages(&document));
        comemo::evict(KEPT);
        pages
    }

    fn job(&self, typeset: &Typeset) -> Result<Job<'_>, Vec<Diagnostic>> {
        Job::new(self, typeset).map_err(|d| vec![d])
    }
}

/// Lays out a document and looks at every glyph of it; `strict`, also for what is printed
/// over something else or outside the paper, which is else measured.
fn lay_out(
    job: &Job<'_>,
    name: &str,
    strict: bool,
) -> Result<(PagedDocument, Vec<Diagnostic>), Vec<Diagnostic>> {
    let compiled = typst::compile::<PagedDocument>(job);
    let document = compiled
        .output
        .map_err(|errors| remarks::diagnostics(job, &errors))?;
    let mut errors = glyphs::missing(&document, name);
    if strict {
        errors.extend(crowd::crowded(&document, name));
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    Ok((document, remarks::diagnostics(job, &compiled.warnings)))
}
