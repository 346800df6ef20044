//! What lies in `seeds/`: the files that are read, those that the office gives beside
//! them, and those that are not read, each of which is named.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use crate::diag::{Diagnostic, Place};
use crate::project::files;
use crate::project::files::Kind;
use crate::project::limits::Limits;
use crate::source::{DOCUMENTS, ENDINGS, WORKBOOKS, ends_in};

/// The ending of what the office gives beside a seed.
pub const GIVEN: &str = "yaml";

/// The folder in it of what units answer in rounds of self-checks.
pub const ANSWERS: &str = "rounds";

/// So many files that are not read are named one by one.
const MOST: usize = 50;

/// What `seeds/` holds.
#[derive(Debug, Default)]
pub struct Seeds {
    /// The seeds, in the order of their names.
    pub paths: Vec<PathBuf>,
    /// Workbooks, which may hold annexes of the seeds.
    pub workbooks: Vec<PathBuf>,
    /// What is said of the other files.
    pub remarks: Vec<Diagnostic>,
}

/// What is to be done with a file of one kind, by the endings of names.
struct Advice {
    endings: &'static [&'static str],
    what: &'static str,
    hint: &'static str,
}

const ADVICE: [Advice; 9] = [
    Advice {
        endings: &["rtf", "odt", "uot"],
        what: "文字处理软件的文件",
        hint: "请用 Word 或 WPS 打开，另存为 .docx，放在同一个文件夹里",
    },
    Advice {
        endings: &["pdf", "ofd", "ceb", "cebx"],
        what: "版式文件",
        hint: "请找原稿另存为 .docx；没有原稿的，用阅读软件转成文本，核对后存成 .txt 放进来",
    },
    Advice {
        endings: &WORKBOOKS,
        what: "电子表格，不知道是哪份来件的附件",
        hint: "请把文件名改成和来件一样，或改成来件“附件：”下面列出的标题；也可以在来件旁的 .yaml 里写 workbooks: [文件名]",
    },
    Advice {
        endings: &["ods", "csv"],
        what: "电子表格",
        hint: "请在 Excel 或 WPS 表格里另存为 .xlsx，文件名和来件一样",
    },
    Advice {
        endings: &[
            "jpg", "jpeg", "png", "gif", "bmp", "tif", "tiff", "webp", "heic", "svg",
        ],
        what: "图片",
        hint: "请先识别成文字，核对后存成 .txt 放进来",
    },
    Advice {
        endings: &["zip", "rar", "7z", "gz", "tar", "tgz", "eml", "msg"],
        what: "打了包的文件",
        hint: "请先解开，把里面的通知存成 .docx、.txt 或 .html 放进来",
    },
    Advice {
        endings: &[
            "mht", "mhtml", "xhtml", "shtml", "xml", "asp", "aspx", "jsp", "php",
        ],
        what: "另一种网页文件",
        hint: "请在浏览器里打开，另存为 .html",
    },
    Advice {
        endings: &["yml"],
        what: "YAML 文件",
        hint: "补写的文件要和来件同名，以 .yaml 结尾；请改名",
    },
    Advice {
        endings: &[""],
        what: "没有后缀的文件",
        hint: "若是文本，请在文件名后面加上 .txt；若是网页，加上 .html",
    },
];

/// Names of files that systems and programs leave behind; nobody means them to be read.
const LEFT_BEHIND: [&str; 4] = ["thumbs.db", "desktop.ini", "ehthumbs.db", "icon\r"];

/// Lists what lies in the folder. Where nothing can be read, a file that is not read is
/// an error, unless `others` says that there are notices elsewhere.
///
/// # Errors
/// When a folder cannot be listed, a seed is a link, or there are too many.
pub fn find(
    folder: &Path,
    limits: &Limits,
    shown: impl Fn(&Path) -> String,
    others: bool,
) -> Result<Seeds, Diagnostic> {
    // What units have answered is no notice, whatever it is called.
    let answers = folder.join(ANSWERS);
    let is_seed = |path: &Path| {
        let named = ends_in(path, &ENDINGS) || ends_in(path, &DOCUMENTS) && !is_left_behind(path);
        named && !path.starts_with(&answers)
    };
    let paths = files::list(folder, usize::MAX, Kind::Seed, limits, is_seed)?;
    let (doubles, paths) = parted(paths);
    let stems: BTreeSet<PathBuf> = paths.iter().map(|p| p.with_extension("")).collect();
    let mut twins: Vec<String> = doubles.iter().map(|path| shown(path)).collect();
    let mut pages: BTreeMap<PathBuf, usize> = BTreeMap::new();
    let mut left: Vec<Diagnostic> = Vec::new();
    let alone = paths.is_empty() && !others;
    let mut workbooks = Vec::new();
    let rest = rest(folder).filter(|path| !path.starts_with(&answers));
    for path in rest.filter(|path| !is_seed(path)) {
        let given = ends_in(&path, &[GIVEN]);
        if let Some(page) = page_of(&path, folder, &stems) {
            *pages.entry(page).or_default() += 1;
        } else if given && stems.contains(&path.with_extension("")) {
            // Read with its seed.
        } else if given {
            left.push(without_seed(&shown(&path)));
        } else if ends_in(&path, &WORKBOOKS) && !alone {
            workbooks.push(path);
        } else if stems.contains(&path.with_extension("")) {
            twins.push(shown(&path));
        } else {
            left.push(unread(&path, &shown(&path)));
        }
    }
    twins.sort();
    let mut remarks = Vec::new();
    let more = left.len().saturating_sub(MOST);
    for mut remark in left.into_iter().take(MOST) {
        if alone {
            remark.severity = crate::diag::Severity::Error;
        }
        remarks.push(remark);
    }
    if more > 0 {
        let message = format!("seeds/ 里另有 {more} 个文件没有读");
        remarks.push(Diagnostic::warning("seed-unread", message).hint("请先处理上面说到的"));
    }
    remarks.extend(beside(&twins));
    for (page, count) in pages {
        let message = format!("这个文件夹里的 {count} 个文件是网页带来的，没有读");
        remarks.push(Diagnostic::note("seed-beside", message).at(Place::file(shown(&page))));
    }
    Ok(Seeds {
        paths,
        workbooks,
        remarks,
    })
}

/// Documents that somebody saved in another form as well, and all other seeds. Then the text
/// is read, as ever; of two forms of Word the one of today.
fn parted(paths: Vec<PathBuf>) -> (Vec<PathBuf>, Vec<PathBuf>) {
    let rank = |path: &Path| {
        DOCUMENTS
            .iter()
            .position(|ending| ends_in(path, &[*ending]))
    };
    let mut best: BTreeMap<PathBuf, Option<usize>> = BTreeMap::new();
    for path in &paths {
        let entry = best.entry(path.with_extension("")).or_insert(rank(path));
        *entry = (*entry).min(rank(path));
    }
    let is_double = |path: &PathBuf| {
        let best = best.get(&path.with_extension("")).copied().flatten();
        rank(path).is_some() && rank(path) != best
    };
    paths.into_iter().partition(is_double)
}

/// What systems and programs leave beside the files that people mean.
pub(crate) fn is_left_behind(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let name = name.to_lowercase();
    name.starts_with('.')
        || name.starts_with("~$")
        || name.ends_with('~')
        || LEFT_BEHIND.contains(&name.as_str())
}

/// The files below the folder that somebody may mean to be read, in the order of their
/// names. A link is named like any other, and not followed.
fn rest(folder: &Path) -> impl Iterator<Item = PathBuf> {
    let meant = |e: &walkdir::DirEntry| e.depth() == 0 || !is_left_behind(e.path());
    let entries = WalkDir::new(folder).sort_by_file_name().into_iter();
    let entries = entries.filter_entry(meant).flatten();
    entries
        .filter(|e| !e.file_type().is_dir())
        .map(walkdir::DirEntry::into_path)
}

/// The folder of pictures that a browser saves beside a page, where a file lies in one.
fn page_of(path: &Path, top: &Path, stems: &BTreeSet<PathBuf>) -> Option<PathBuf> {
    let above = path.ancestors().skip(1);
    let mut above = above.take_while(|folder| *folder != top);
    let is_page = |folder: &&Path| {
        let name = folder.to_string_lossy();
        let endings = ["_files", ".files", "_file", ".fld"];
        let mut stem = endings.iter().filter_map(|e| name.strip_suffix(e));
        stem.any(|stem| stems.contains(Path::new(stem)))
    };
    above.find(is_page).map(Path::to_owned)
}

/// Says what to do with a file that is of no kind that is read.
pub fn unread(path: &Path, shown: &str) -> Diagnostic {
    let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase());
    let ending = ending.unwrap_or_default();
    let advice = ADVICE.iter().find(|a| a.endings.contains(&ending.as_str()));
    let (what, hint) = match advice {
        Some(advice) => (advice.what, advice.hint),
        None => (
            "读不了的文件",
            "若是通知，请存成 .docx、.txt、.md 或 .html；若不是，请移出 seeds/",
        ),
    };
    Diagnostic::warning("seed-unread", format!("这是{what}，没有读"))
        .at(Place::file(shown))
        .hint(hint)
}

fn without_seed(shown: &str) -> Diagnostic {
    let message = "这个补写的文件旁边没有同名的来件，没有用上";
    Diagnostic::warning("given-without-seed", message)
        .at(Place::file(shown))
        .hint("文件名要和来件一样，只把后缀换成 .yaml；没有用的请删去")
}

/// One remark for all that only stand beside what was read.
fn beside(twins: &[String]) -> Option<Diagnostic> {
    let first = twins.first()?;
    let names: Vec<&str> = twins.iter().take(5).map(String::as_str).collect();
    let more = if twins.len() > names.len() { "等" } else { "" };
    let message = format!(
        "有 {} 个文件旁边有同名的来件，只读了来件：{}{more}",
        twins.len(),
        names.join("、")
    );
    Some(Diagnostic::note("seed-beside", message).at(Place::file(first)))
}
