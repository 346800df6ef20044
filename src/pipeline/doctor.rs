//! A look at a project: what would fail, what stands in for what, what is not used. Nothing
//! is changed.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::builtin;
use crate::diag::{Diagnostic, Place};
use crate::documents::document::Work;
use crate::documents::pdfs;
use crate::pipeline::notices::CheckedNotices;
use crate::pipeline::options::Options;
use crate::pipeline::printing::Printing;
use crate::pipeline::run::Run;
use crate::progress::Progress;
use crate::project::ejected::{self, Ejected};
use crate::project::files::{FONTS, Kind};
use crate::project::limits::Limits;
use crate::project::{Project, bundles, files, fresh, schemas, site};
use crate::publish;
use crate::render::pdf::StandIn;
use crate::schema;
use crate::source::ends_in;
use crate::view::from_notice;

/// What is told beside the remarks.
#[derive(Debug)]
pub struct Health {
    /// How many notices are right.
    pub notices: usize,
    /// Which face stands in for each that the standard names; none where fonts cannot be read.
    pub stand_ins: Vec<StandIn>,
    /// Limits that are not the usual ones, in words.
    pub limits: Vec<String>,
    /// How many files of the project take the place of built-in ones.
    pub own: usize,
}

/// Looks at what is made from the notices, and at every file.
pub(super) fn look(
    run: &mut Run,
    project: &Project,
    options: &Options,
    progress: &Progress,
    notices: &CheckedNotices,
) -> Health {
    // What reading has to say is for `read`; here only what would stop it.
    run.remarks
        .retain(|d| d.is_error() || OF_FILES.contains(&d.rule));
    let stand_ins = run.print_each(project, options, progress, notices);
    let notices = &notices.notices;
    let own = own_files(project);
    let ejected = Ejected::load(&project.path(""), project.limits()).unwrap_or_default();
    run.remarks
        .extend(same_as_built_in(project, &own, &ejected));
    let used: BTreeSet<String> = notices
        .registers()
        .map(|r| r.jurisdiction.clone())
        .collect();
    // The register of a notice that is wrong was not needed yet.
    let used = (!run.stopped()).then_some(used);
    run.remarks.extend(project.strays());
    run.remarks.extend(unused(project, &own, used.as_ref()));
    run.remarks.extend(older_schemas(project));
    run.remarks.extend(publish::probe(&options.out).err());
    Health {
        notices: notices.len(),
        stand_ins: stand_ins.unwrap_or_default(),
        limits: changed(project.limits()),
        own: own
            .iter()
            .filter(|name| builtin::find(name).is_some())
            .count(),
    }
}

/// Rules that are about files, not about what a notice says.
const OF_FILES: [&str; 5] = [
    "ejected-gone",
    "ejected-older",
    "given-without-seed",
    "seed-unread",
    "unknown-issuer",
];

impl Run {
    /// Typesets one document of each kind, and opens the pages: what a template does wrong
    /// comes out here.
    fn print_each(
        &mut self,
        project: &Project,
        options: &Options,
        progress: &Progress,
        notices: &CheckedNotices,
    ) -> Option<Vec<StandIn>> {
        let bundles = self.bundles(project)?;
        let wording = self.wording(project)?;
        let site = self.site(project)?;
        let printing = Printing {
            project,
            options,
            notices: &notices.notices,
            rounds: &notices.rounds,
            bundles: &bundles,
            wording: &wording,
            site: &site,
            progress,
        };
        let press = printing.pdfs(options.seal_placeholder);
        let press = self.keep(press)?;
        for (name, text) in press.texts() {
            self.texts.add(name, text);
        }
        let pages = printing.pages(&press).map(drop);
        self.keep(pages);
        let mut seen = BTreeSet::new();
        for notice in notices.notices.notices().flatten() {
            let views = from_notice::views(&notice, &bundles, &wording);
            for document in pdfs::documents(&views).unwrap_or_default() {
                let Work::Pdf(typeset) = &document.work else {
                    continue;
                };
                if !seen.insert(typeset.template) {
                    continue;
                }
                match press.print(typeset, &document.path) {
                    Ok(printed) => self.remarks.extend(printed.remarks),
                    Err(errors) => self.remarks.extend(errors),
                }
            }
        }
        press.rest();
        Some(press.stand_ins())
    }
}

/// The files of the project that may take the place of built-in ones, or stand beside them.
fn own_files(project: &Project) -> Vec<String> {
    let mut found = Vec::new();
    for folder in ["templates", "content/pages", "content/units"] {
        let path = project.path(folder);
        let files = files::list(&path, usize::MAX, Kind::Template, project.limits(), |_| {
            true
        });
        for file in files.unwrap_or_default() {
            let below = file.strip_prefix(&path).unwrap_or(&file);
            let parts = below.iter().map(|part| part.to_string_lossy());
            found.push(format!("{folder}/{}", parts.collect::<Vec<_>>().join("/")));
        }
    }
    let alone = [bundles::FILE, site::FILE].into_iter();
    let alone = alone.filter(|file| project.path(file).is_file());
    found.extend(alone.map(str::to_owned));
    found
}

/// Files that are byte by byte what is built in: they only keep newer ones out. What was
/// ejected is about to be changed, and a new project has some to begin with.
fn same_as_built_in(project: &Project, own: &[String], ejected: &Ejected) -> Vec<Diagnostic> {
    let begun: BTreeSet<&str> = fresh::files().into_iter().map(|(name, _)| name).collect();
    let same = own.iter().filter(|name| {
        let path = project.path(name);
        let bytes = || std::fs::read(&path).unwrap_or_default();
        let file = builtin::find(name);
        !ejected.has(name)
            && !begun.contains(name.as_str())
            && !name.starts_with("content/units/")
            && file.is_some_and(|file| file.bytes == schemas::without_line(&bytes()))
    });
    let mut folders: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for name in same {
        let (folder, file) = name.rsplit_once('/').unwrap_or(("", name));
        folders.entry(folder).or_default().push(file);
    }
    let said = folders.into_iter().map(|(folder, files)| {
        let shown = files.iter().take(3).copied().collect::<Vec<_>>().join("、");
        let more = if files.len() > 3 { "等" } else { "" };
        let message = format!(
            "有 {} 个文件和程序自带的一字不差：{shown}{more}",
            files.len()
        );
        Diagnostic::note("same-as-built-in", message)
            .at(Place::file(folder))
            .hint("不打算改的可以删去，程序就用自带的，升级以后也跟着新")
    });
    said.collect()
}

/// Schemas that an older program wrote: editors would go by them.
fn older_schemas(project: &Project) -> Option<Diagnostic> {
    let is_older = |(name, text): &(&str, String)| {
        let there = std::fs::read_to_string(project.path(schemas::FOLDER).join(name));
        there.is_ok_and(|there| there != *text)
    };
    let older = schema::all().iter().filter(|one| is_older(one)).count();
    let message = format!("编辑器用的说明里有 {older} 个和这一版程序的不一样");
    (older > 0).then(|| {
        Diagnostic::warning("schema-older", message)
            .at(Place::file(schemas::FOLDER))
            .hint("请运行 gongwen schema 重写")
    })
}

/// Files that nothing reads.
fn unused(project: &Project, own: &[String], used: Option<&BTreeSet<String>>) -> Vec<Diagnostic> {
    let mut said = Vec::new();
    let texts: Vec<(&String, String)> = { own.iter() }
        .filter(|name| name.starts_with("templates/"))
        .map(|name| (name, std::fs::read(project.path(name)).unwrap_or_default()))
        .map(|(name, bytes)| (name, String::from_utf8_lossy(&bytes).into_owned()))
        .collect();
    let given = |name: &str| builtin::find(name).is_some();
    for name in own {
        let path = Path::new(name);
        let file = name.rsplit('/').next().unwrap_or_default();
        let named_in = |folder: &str| {
            let mine = texts.iter().filter(|(other, _)| *other != name);
            let mut mine = mine.filter(|(other, _)| other.starts_with(folder));
            mine.any(|(_, text)| text.contains(file))
        };
        let why = if name.starts_with("content/units/") {
            match register_of(project, name, used) {
                Some(why) => why,
                None => continue,
            }
        } else if name.starts_with("content/pages/") {
            match ends_in(path, &["md"]) {
                true => continue,
                false => "content/pages/ 里只读 .md 文件",
            }
        } else if given(name) || name == ejected::FILE {
            continue;
        } else if name.starts_with("templates/fonts/") {
            let mut parents = path.ancestors().skip(1);
            let direct = parents.next() == Some(Path::new("templates/fonts"));
            match direct && ends_in(path, &FONTS) || !ends_in(path, &FONTS) {
                true => continue,
                false => "字体要直接放在 templates/fonts/ 里",
            }
        } else if name.starts_with("templates/pdf/") && ends_in(path, &["typ"]) {
            match named_in("templates/pdf/") {
                true => continue,
                false => "没有一个版式模板引用它",
            }
        } else if name.starts_with("templates/html/") {
            match named_in("templates/html/") {
                true => continue,
                false => "没有一个网页模板引用它",
            }
        } else {
            "程序不读这个文件"
        };
        said.push(
            Diagnostic::note("file-unused", why)
                .at(Place::file(name))
                .hint("若是文件名写错了，请改正；用不着的可以删去"),
        );
    }
    said
}

/// Why a register is not used; none where it is, or cannot be read, which was said.
fn register_of(
    project: &Project,
    name: &str,
    used: Option<&BTreeSet<String>>,
) -> Option<&'static str> {
    if !ends_in(Path::new(name), &["yaml"]) {
        return Some("登记册要以 .yaml 结尾");
    }
    let bytes = std::fs::read(project.path(name)).ok()?;
    let register = crate::units::register::Register::from_yaml(&String::from_utf8_lossy(&bytes));
    let register = register.ok()?;
    (!used?.contains(&register.jurisdiction)).then_some("没有一份通知用这本登记册")
}

/// Limits that were changed, in words.
fn changed(limits: &Limits) -> Vec<String> {
    let words = |limits: &Limits| -> Vec<String> {
        let all = format!("{limits:?}");
        let inside = all.split(['{', '}']).nth(1).unwrap_or_default();
        inside.split(',').map(|one| one.trim().to_owned()).collect()
    };
    let usual = words(&Limits::default());
    let now = words(limits);
    let pairs = now.into_iter().zip(usual);
    let differ = pairs.filter(|(now, usual)| now != usual);
    differ
        .map(|(now, usual)| {
            let before = usual.rsplit(' ').next().unwrap_or_default();
            format!("{now}（通常 {before}）")
        })
        .collect()
}
