//! What a template can reach while it is laid out: the templates of the project
//! and four pieces of data, and nothing else.

use std::collections::BTreeMap;
use std::path::Path;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, World};

use crate::builtin;
use crate::diag::{Diagnostic, Place};
use crate::documents::document::Typeset;
use crate::project::files::Kind;
use crate::project::layers;
use crate::project::limits::Limits;
use crate::render::pdf::PdfRenderer;
use crate::source::ends_in;

/// The templates of the project, and those of the user in their place.
pub(super) struct Templates {
    all: Vec<Template>,
}

struct Template {
    /// As shown in messages: `templates/pdf/style.typ`.
    shown: String,
    source: Source,
}

impl Templates {
    /// Reads `*.typ` in `folder`, which take the places of those that are built in; those
    /// in `own` replace files of the same name.
    pub(super) fn load(
        folder: &Path,
        own: Option<&Path>,
        limits: &Limits,
    ) -> Result<Self, Diagnostic> {
        let mut all = load_folder(folder, Some("templates/pdf"), "templates/pdf", limits)?;
        if let Some(own) = own.filter(|own| own.is_dir()) {
            let own = load_folder(own, None, &own.display().to_string(), limits)?;
            all.retain(|t| own.iter().all(|o| o.source.id() != t.source.id()));
            all.extend(own);
        }
        Ok(Templates { all })
    }

    /// Name shown and text of every template.
    pub(super) fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.all.iter().map(|t| (t.shown.as_str(), t.source.text()))
    }

    /// By name, a hash of each template with all that it may draw in: every template
    /// whose file name stands in its text, and what those may draw in.
    pub(super) fn keys(&self) -> BTreeMap<String, String> {
        let named: Vec<(&str, &str)> = self
            .all
            .iter()
            .map(|t| {
                let name = t.shown.rsplit('/').next().unwrap_or_default();
                (name, t.source.text())
            })
            .collect();
        let key = |name: &str| {
            let mut drawn: BTreeMap<&str, &str> = BTreeMap::new();
            let mut waiting: Vec<(&str, &str)> =
                named.iter().filter(|t| t.0 == name).copied().collect();
            while let Some((name, text)) = waiting.pop() {
                if drawn.insert(name, text).is_none() {
                    waiting.extend(named.iter().filter(|(other, _)| text.contains(*other)));
                }
            }
            let mut hash = blake3::Hasher::new();
            for (name, text) in drawn {
                hash.update(format!("{name} {}\n{text}", text.len()).as_bytes());
            }
            hash.finalize().to_hex().to_string()
        };
        let names = named.iter().filter_map(|(name, _)| {
            let stem = name.strip_suffix(".typ")?;
            Some((stem.to_owned(), key(name)))
        });
        names.collect()
    }

    /// The name shown and the source of one template.
    pub(super) fn find(&self, id: FileId) -> Option<(&str, &Source)> {
        let template = self.all.iter().find(|t| t.source.id() == id)?;
        Some((&template.shown, &template.source))
    }
}

fn load_folder(
    folder: &Path,
    builtin: Option<&str>,
    shown: &str,
    limits: &Limits,
) -> Result<Vec<Template>, Diagnostic> {
    let typst = |path: &Path| ends_in(path, &["typ"]);
    let mut all = Vec::new();
    for (name, origin) in layers::list(folder, builtin, 1, Kind::Template, limits, typst)? {
        let shown = format!("{shown}/{name}");
        let text = origin.text(&shown, Kind::Template, limits)?;
        if text.trim().is_empty() && builtin::find(&format!("templates/pdf/{name}")).is_some() {
            let message = "这个模板是空的，用它的文件都做不成";
            return Err(Diagnostic::error("template-unreadable", message)
                .at(Place::file(shown))
                .hint("多半没有拷完：请重新拷；不改版式的，把它删去就用程序自带的"));
        }
        let Some(id) = file_id(&name) else { continue };
        let source = Source::new(id, text);
        all.push(Template { shown, source });
    }
    Ok(all)
}

/// The world of one document.
pub(super) struct Job<'a> {
    press: &'a PdfRenderer,
    main: FileId,
    /// `/data.json`, `/titles.json`, `/settings.json`, `/wording.json`.
    data: Vec<(FileId, Bytes)>,
}

impl<'a> Job<'a> {
    /// The world in which a view is laid out.
    pub(super) fn new(press: &'a PdfRenderer, typeset: &Typeset) -> Result<Self, Diagnostic> {
        let id = |name: &str| {
            file_id(name).ok_or_else(|| {
                Diagnostic::error("template-name", format!("不能用作模板名：“{name}”"))
            })
        };
        let name = format!("{}.typ", typeset.template);
        let main = id(&name)?;
        if press.templates.find(main).is_none() {
            return Err(
                Diagnostic::error("template-missing", "找不到版式模板".to_owned())
                    .at(Place::file(format!("templates/pdf/{name}"))),
            );
        }
        let mut files = Vec::new();
        for (name, bytes) in press.data_files(typeset) {
            files.push((id(name)?, bytes));
        }
        Ok(Job {
            press,
            main,
            data: files,
        })
    }

    /// The template that is printed, as messages show it.
    pub(super) fn main(&self) -> &'a str {
        self.press
            .templates
            .find(self.main)
            .map_or("", |found| found.0)
    }

    /// The name shown and the source of one template.
    pub(super) fn template(&self, id: FileId) -> Option<(&'a str, &'a Source)> {
        self.press.templates.find(id)
    }
}

impl World for Job<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.press.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.press.fonts.book()
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        match self.press.templates.find(id) {
            Some((_, source)) => Ok(source.clone()),
            None => Err(not_found(id)),
        }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        match self.data.iter().find(|(known, _)| *known == id) {
            Some((_, bytes)) => Ok(bytes.clone()),
            None => Err(not_found(id)),
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.press.fonts.get(index)
    }

    /// A document carries the date of its notice; a clock would change its bytes.
    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn not_found(id: FileId) -> FileError {
    FileError::NotFound(id.vpath().get_without_slash().into())
}

/// typst keeps every path it has ever seen in a global table of 65,535 places,
/// so only names of templates and the four names of data may come here.
fn file_id(name: &str) -> Option<FileId> {
    let path = VirtualPath::new(format!("/{name}")).ok()?;
    Some(RootedPath::new(VirtualRoot::Project, path).intern())
}
