//! tera: `templates/html/*.html` → pages, and the files that lie beside pages
//! (`templates/html/assets/`), whose names carry a hash of their contents.
//!
//! Text reaches a template as data and is escaped on the way out, always: the
//! filter `safe` is replaced by one that refuses.

mod seen;
mod templates;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use serde_json::{Value, json};
use tera::{Context, Tera};

use crate::diag::{Diagnostic, Place};
use crate::documents::address::Address;
use crate::documents::document::{Document, Json, Work};
use crate::documents::kind::DocumentKind;
use crate::documents::prose;
use crate::documents::prose::Prose;
use crate::notice::invisible_chars;
use crate::project::files::Kind;
use crate::project::limits::Limits;
use crate::project::site::SiteSettings;
use crate::project::{layers, limits};
use crate::render::html::templates::{break_titles, compile, fault, remark, shown};
use crate::render::title::Titles;
use crate::units::slug::is_slug;
use crate::wording::Wording;

/// Names at the top of the site that pages of its own have.
const TAKEN: [&str; 3] = ["index", "search", "404"];

/// How many hexadecimal digits of the hash an asset's name carries.
const HASH_DIGITS: usize = 10;

/// Everything that turns views into pages; loaded once, shared by all threads.
#[derive(Debug)]
pub struct HtmlRenderer {
    tera: Tera,
    /// Templates by name, to show the words that an error is about.
    sources: BTreeMap<String, String>,
    assets: BTreeMap<String, Asset>,
    address: Option<Address>,
    pages: Vec<Prose>,
    /// The words of pages, and as templates see them.
    wording: Arc<Wording>,
    words: Value,
    /// What the office says of its website, and of each notice by its folder.
    settings: SiteSettings,
    web: Value,
    publicity: BTreeMap<String, Value>,
    /// None of the templates is built in.
    all_own: bool,
    /// Of the templates and the names of the assets.
    key: String,
}

/// One stylesheet, script or picture.
#[derive(Debug)]
struct Asset {
    /// Below `out/`: `assets/site.0123456789.css`.
    path: String,
    bytes: Vec<u8>,
}

impl HtmlRenderer {
    /// Loads `templates/html/`, whose files take the places of those that are built in; a
    /// file of the same name below `overrides/html/` goes before both.
    ///
    /// # Errors
    /// When a folder or file cannot be read, or a template is not written right.
    pub fn open(
        templates: &Path,
        overrides: Option<&Path>,
        limits: &Limits,
    ) -> Result<HtmlRenderer, Vec<Diagnostic>> {
        let mut files = BTreeMap::new();
        let folders = std::iter::once((templates, Some("templates/html")));
        for (folder, builtin) in folders.chain(overrides.map(|own| (own, None))) {
            let folder = folder.join("html");
            load(&folder, builtin, Kind::Template, limits, &mut files).map_err(|d| vec![d])?;
        }
        let mut all_own = true;
        let mut sources = BTreeMap::new();
        let mut assets = BTreeMap::new();
        for (name, (bytes, is_builtin)) in files {
            if let Some(asset) = name.strip_prefix("assets/") {
                let path = hashed(asset, &bytes);
                assets.insert(asset.to_owned(), Asset { path, bytes });
            } else if [".html", ".xml"]
                .iter()
                .any(|ending| name.ends_with(ending))
            {
                let text = String::from_utf8(bytes)
                    .map_err(|_| vec![fault("template-encoding", &name, "网页模板不是 UTF-8")])?;
                all_own &= !is_builtin;
                sources.insert(name, text);
            }
        }
        let mut key = blake3::Hasher::new();
        let paths = assets.iter().map(|(name, asset)| (name, &asset.path));
        for (name, text) in sources.iter().chain(paths) {
            key.update(format!("{name} {}\n{text}", text.len()).as_bytes());
        }
        Ok(HtmlRenderer {
            key: key.finalize().to_hex().to_string(),
            tera: compile(&sources)?,
            sources,
            assets,
            address: None,
            pages: Vec::new(),
            wording: Arc::default(),
            words: Value::Null,
            settings: SiteSettings::default(),
            web: Value::Null,
            publicity: BTreeMap::new(),
            all_own,
        }
        .with_wording(&Arc::default())
        .with_settings(&SiteSettings::default()))
    }

    /// The same site, to stand at an address on the web.
    pub fn at(self, address: Option<Address>) -> HtmlRenderer {
        HtmlRenderer { address, ..self }
    }

    /// The same site, that breaks titles as documents do.
    pub fn with_titles(mut self, titles: &Arc<Titles>) -> HtmlRenderer {
        self.key.push_str(&titles.key());
        break_titles(&mut self.tera, Arc::clone(titles));
        self
    }

    /// The same site, in these words.
    pub fn with_wording(mut self, wording: &Arc<Wording>) -> HtmlRenderer {
        self.words = json!(**wording);
        self.wording = Arc::clone(wording);
        self
    }

    /// The same site, with what the office says of it.
    pub fn with_settings(mut self, settings: &SiteSettings) -> HtmlRenderer {
        self.settings = settings.clone();
        self.web = json!(settings);
        let notices = settings.notices.iter();
        self.publicity = notices
            .map(|(id, said)| (id.clone(), json!(said)))
            .collect();
        self
    }

    /// Whether papers are to be had packed into one file, and so the whole site.
    pub fn has_archives(&self) -> bool {
        self.settings.archives
    }

    /// The words of pages.
    pub fn wording(&self) -> &Arc<Wording> {
        &self.wording
    }

    /// Where the site will stand, if that is known.
    pub fn address(&self) -> Option<&Address> {
        self.address.as_ref()
    }

    /// A key of all that a page is made with, besides its view.
    pub fn key(&self) -> String {
        let address = self.address.as_ref().map(|a| a.of(""));
        format!(
            "{} {} {} {}",
            self.key,
            address.unwrap_or_default(),
            self.words,
            self.web
        )
    }

    /// Takes in the pages that people wrote: every `.md` file in `folder`, in the
    /// order of their names, over the general ones that are built in. These tell how to use
    /// our pages, so a site whose templates are all its own does without.
    ///
    /// # Errors
    /// When a file cannot be read, is not UTF-8, or has a name that is no address.
    pub fn with_pages(
        mut self,
        folder: &Path,
        limits: &Limits,
    ) -> Result<HtmlRenderer, Vec<Diagnostic>> {
        let mut files = BTreeMap::new();
        let general = (!self.all_own).then_some("content/pages");
        load(folder, general, Kind::Content, limits, &mut files).map_err(|d| vec![d])?;
        let mut wrong = Vec::new();
        for (file, (bytes, _)) in files {
            let Some(name) = file.strip_suffix(".md") else {
                continue;
            };
            let place = Place::file(format!("content/pages/{file}"));
            if !is_slug(name) || TAKEN.contains(&name) {
                let message = format!("“{name}”不能作网页的名字");
                let hint = "文件名请用小写字母、数字和连字符，如 about.md";
                wrong.push(Diagnostic::error("page-name", message).at(place).hint(hint));
                continue;
            }
            let Ok(text) = String::from_utf8(bytes) else {
                let error = Diagnostic::error("page-encoding", "这一页不是 UTF-8");
                wrong.push(error.at(place).hint("请另存为 UTF-8"));
                continue;
            };
            match prose::parse(name, &text, limits.nesting) {
                Ok(page) => {
                    wrong.extend(invisible_chars::errors(&page, &place));
                    self.pages.push(page);
                }
                Err(depth) => {
                    let (rule, most) = ("nested-too-deep", limits.nesting);
                    let error = limits::exceeded(rule, "标记套标记的层数", depth, most, "nesting");
                    wrong.push(error.at(place));
                }
            }
        }
        if wrong.is_empty() {
            Ok(self)
        } else {
            Err(wrong)
        }
    }

    /// The pages that people wrote.
    pub fn pages(&self) -> &[Prose] {
        &self.pages
    }

    /// Prints one page: `template` is the name without ending, `path` where the
    /// page will lie below `out/`, and `data` what the template sees. To that are
    /// added `root` (the way back to `out/`), `assets` (their paths by plain name), `word`
    /// (what pages say, by the names of `wording.yaml`), `path`, `web` (what the office says of
    /// its website) and `public` (of the notice), and `canonical`, its full address, where the
    /// site has one. A page that may be shown under any address brings its own `root`.
    ///
    /// # Errors
    /// When the template does not exist or asks for what is not there.
    pub fn page(
        &self,
        template: &str,
        path: &str,
        data: &Json,
    ) -> Result<Vec<u8>, Vec<Diagnostic>> {
        let fields = seen::fields(data);
        let address = self.address.as_ref();
        let mut context = Context::new();
        context.insert("root", &root_of(path));
        if let Some(address) = address.filter(|_| !fields.contains_key("root")) {
            context.insert("canonical", &address.of(path));
        }
        let notice = fields.get("notice").and_then(tera::Value::as_map);
        let id = notice.and_then(|notice| notice.get(&"id".into())?.as_str());
        context.insert("public", &id.and_then(|id| self.publicity.get(id)));
        context.insert("web", &self.web);
        for (name, value) in fields {
            context.insert_value(name, value);
        }
        context.insert("path", path);
        context.insert("word", &self.words);
        let assets = self.assets.iter();
        let assets: BTreeMap<_, _> = assets.map(|(name, asset)| (name, &asset.path)).collect();
        context.insert("assets", &assets);
        let name = match template.contains('.') {
            true => template.to_owned(),
            false => format!("{template}.html"),
        };
        let page = self.tera.render(&name, &context).map_err(|e| {
            vec![remark(&e, &name, &self.sources).hint(format!("正在做的网页：{path}"))]
        })?;
        Ok(page.into_bytes())
    }

    /// The files that pages refer to.
    pub fn assets(&self) -> Vec<Document> {
        let assets = self.assets.values();
        assets
            .map(|asset| Document {
                path: asset.path.clone(),
                kind: DocumentKind::Asset,
                audience: None,
                work: Work::Ready(asset.bytes.clone()),
            })
            .collect()
    }
}

/// The way from a page back to `out/`: `../` for every folder it lies in.
pub(crate) fn root_of(path: &str) -> String {
    "../".repeat(path.matches('/').count())
}

/// The name of a file whose address changes with its contents, so that a browser
/// may keep it for ever: `site.css` → `assets/site.0123456789.css`.
fn hashed(name: &str, bytes: &[u8]) -> String {
    let hash = blake3::hash(bytes).to_hex();
    let hash = &hash[..HASH_DIGITS];
    match name.rsplit_once('.') {
        Some((stem, ending)) => format!("assets/{stem}.{hash}.{ending}"),
        None => format!("assets/{name}.{hash}"),
    }
}

/// Reads every file below `folder`, over those that are built in below `builtin`, into
/// `loaded`, by its path with `/`, and whether it is built in. A folder that does not exist
/// holds nothing.
fn load(
    folder: &Path,
    builtin: Option<&str>,
    kind: Kind,
    limits: &Limits,
    loaded: &mut BTreeMap<String, (Vec<u8>, bool)>,
) -> Result<(), Diagnostic> {
    for (name, origin) in layers::list(folder, builtin, usize::MAX, kind, limits, |_| true)? {
        let shown = match kind {
            Kind::Content => format!("content/pages/{name}"),
            _ => shown(&name),
        };
        let bytes = origin.read(&shown, kind, limits)?.into_owned();
        loaded.insert(name, (bytes, origin.is_builtin()));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(files: &[(&str, &str)]) -> Result<HtmlRenderer, Vec<Diagnostic>> {
        let folder = tempfile::tempdir().expect("a folder");
        for (name, text) in files {
            let path = folder.path().join("html").join(name);
            std::fs::create_dir_all(path.parent().expect("a parent")).expect("made");
            std::fs::write(path, text).expect("written");
        }
        HtmlRenderer::open(folder.path(), None, &Limits::default())
    }

    #[test]
    fn text_is_never_markup() {
        let site = site(&[("a.html", "<p title=\"{{ t }}\">{{ t }}</p>")]).expect("opens");
        let data = Json::of(&serde_json::json!({"t": "<script>'\"&{{ t }}"})).expect("text");
        let page = site.page("a", "x/y.html", &data).expect("prints");
        let text = "&lt;script&gt;&#39;&quot;&amp;{{ t }}";
        let wanted = format!("<p title=\"{text}\">{text}</p>");
        assert_eq!(String::from_utf8_lossy(&page), wanted);
    }

    #[test]
    fn safe_is_refused() {
        let site = site(&[("a.html", "\n{{ t | safe }}")]).expect("opens");
        let data = Json::of(&serde_json::json!({"t": "<b>"})).expect("text");
        let remarks = site.page("a", "a.html", &data).expect_err("refuses");
        let place = remarks[0].place.as_ref().expect("a place");
        assert_eq!(
            (place.file.as_str(), place.line),
            ("templates/html/a.html", Some(2))
        );
    }

    #[test]
    fn every_wrong_template_is_named() {
        let files = [("a.html", "{% if %}"), ("b.html", "ok"), ("c.html", "{{ }")];
        assert_eq!(site(&files).expect_err("refuses").len(), 2);
    }

    #[test]
    fn assets_carry_their_hash() {
        let files = [
            ("a.html", "{{ root }}{{ assets['s.css'] }}"),
            ("assets/s.css", "p{}"),
        ];
        let site = site(&files).expect("opens");
        let mut assets = site.assets();
        assets.retain(|asset| asset.path.starts_with("assets/s."));
        let page = site
            .page("a", "x/y/z.html", &Json::of(&()).expect("text"))
            .expect("prints");
        assert_eq!(
            String::from_utf8_lossy(&page),
            format!("../../{}", assets[0].path)
        );
    }

    #[test]
    fn threads_share_it() {
        fn shared<T: Send + Sync>() {}
        shared::<HtmlRenderer>();
    }
}
