//! The fonts that are built in, those of the project and of the user, and which stands for
//! which face that GB/T 9704 names. No other font of the machine is ever used.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use filebuffer::FileBuffer;
use rayon::prelude::*;
use serde::Serialize;
use typst::foundations::Bytes;
use typst::text::{Font, FontBook, FontInfo};
use typst::utils::LazyHash;

use crate::builtin;
use crate::diag::{Diagnostic, Place, system};
use crate::project::files::FONTS;
use crate::render::pdf::faces::Role;
use crate::source::ends_in;

/// Which family is printed where the standard names a face.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StandIn {
    /// The role.
    pub role: Role,
    /// What the standard names: `小标宋体`.
    pub named: &'static str,
    /// The family that is printed.
    pub family: String,
    /// Whether that is not the named face.
    pub stands_in: bool,
}

impl StandIn {
    /// The face of the standard, the family, and whether it stands in: `…（代用）`.
    pub fn describe(&self) -> String {
        let how = if self.stands_in {
            "代用"
        } else {
            "原字体"
        };
        format!("{}：{}（{how}）", self.named, self.family)
    }
}

/// All fonts, in a fixed order: the project's over those that are built in, then the user's.
/// Files are mapped into memory, and what is not printed with is not read.
pub(super) struct Fonts {
    files: Vec<FontFile>,
    faces: OnceLock<Faces>,
    hash: OnceLock<blake3::Hash>,
    /// By role, the user's families to put before the shipped ones.
    preferred: BTreeMap<Role, Vec<String>>,
}

struct FontFile {
    /// Where it lies; a font that is built in brings its hash instead.
    from: Result<PathBuf, &'static str>,
    data: Bytes,
}

/// What is known of every face once anything is printed.
struct Faces {
    book: LazyHash<FontBook>,
    faces: Vec<Face>,
}

struct Face {
    data: Bytes,
    index: u32,
    font: OnceLock<Option<Font>>,
}

impl Fonts {
    /// Maps the fonts in `shipped`, which take the places of those that are built in, and
    /// in the folders `own`.
    pub(super) fn load(shipped: &Path, own: &[PathBuf]) -> Result<Self, Vec<Diagnostic>> {
        let built_in = builtin::below("templates/fonts").filter(|(name, _)| is_font(name));
        let mut named: BTreeMap<String, FontFile> = built_in
            .map(|(name, file)| (name.to_owned(), FontFile::from(file)))
            .collect();
        if shipped.is_dir() {
            for file in load_folder(shipped)? {
                let path = file.from.as_ref().ok().and_then(|path| path.file_name());
                let name = path.unwrap_or_default().to_string_lossy().into_owned();
                named.insert(name, file);
            }
        }
        let mut files: Vec<FontFile> = named.into_values().collect();
        let ours = files.len();
        let mut errors = Vec::new();
        for folder in own {
            match load_folder(folder) {
                Ok(found) => files.extend(found),
                Err(found) => errors.extend(found),
            }
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let families: Vec<String> = files[ours..]
            .iter()
            .flat_map(|file| FontInfo::iter(&file.data))
            .map(|info| info.family.to_string())
            .collect();
        let preferred = Role::ALL
            .into_iter()
            .map(|role| (role, families_of(role, &families)))
            .collect();
        Ok(Fonts {
            files,
            faces: OnceLock::new(),
            hash: OnceLock::new(),
            preferred,
        })
    }

    /// A hash of all fonts. They are read for it piece by piece: what is not printed
    /// with need not stay in memory.
    pub(super) fn hash(&self) -> blake3::Hash {
        *self.hash.get_or_init(|| self.hash_files())
    }

    fn hash_files(&self) -> blake3::Hash {
        let each = |file: &FontFile| -> std::io::Result<blake3::Hash> {
            let path = match &file.from {
                Ok(path) => path,
                Err(known) => return blake3::Hash::from_hex(known).map_err(std::io::Error::other),
            };
            let mut hash = blake3::Hasher::new();
            hash.update_reader(File::open(path)?)?;
            Ok(hash.finalize())
        };
        let mut hash = blake3::Hasher::new();
        for one in self.files.par_iter().map(each).collect::<Vec<_>>() {
            // A file that cannot be read now has no key that another build would find.
            match one {
                Ok(one) => hash.update(one.as_bytes()),
                Err(_) => hash.update(format!("{:?}", std::time::Instant::now()).as_bytes()),
            };
        }
        hash.finalize()
    }

    pub(super) fn book(&self) -> &LazyHash<FontBook> {
        &self.faces().book
    }

    pub(super) fn get(&self, index: usize) -> Option<Font> {
        let face = self.faces().faces.get(index)?;
        let font = || Font::new(face.data.clone(), face.index);
        face.font.get_or_init(font).clone()
    }

    fn faces(&self) -> &Faces {
        self.faces.get_or_init(|| {
            let mut book = FontBook::new();
            let mut faces = Vec::new();
            for file in &self.files {
                // A collection has several faces; beyond the last there is none.
                let infos =
                    (0..).map_while(|index| Some((index, FontInfo::new(&file.data, index)?)));
                for (index, info) in infos {
                    book.push(info);
                    faces.push(Face {
                        data: file.data.clone(),
                        index,
                        font: OnceLock::new(),
                    });
                }
            }
            Faces {
                book: LazyHash::new(book),
                faces,
            }
        })
    }

    /// By role, the user's families to put before the shipped ones.
    pub(super) fn preferred(&self) -> &BTreeMap<Role, Vec<String>> {
        &self.preferred
    }

    pub(super) fn stand_ins(&self) -> Vec<StandIn> {
        Role::ALL
            .into_iter()
            .map(|role| {
                let own = self.preferred.get(&role).and_then(|f| f.first());
                StandIn {
                    role,
                    named: role.named(),
                    family: own.cloned().unwrap_or_else(|| role.shipped().to_owned()),
                    stands_in: own.is_none(),
                }
            })
            .collect()
    }
}

/// The families among `own` that are the face that the standard names.
fn families_of(role: Role, own: &[String]) -> Vec<String> {
    let wanted = role.families().iter();
    wanted
        .filter_map(|wanted| own.iter().find(|own| own.eq_ignore_ascii_case(wanted)))
        .cloned()
        .collect()
}

impl From<&'static builtin::File> for FontFile {
    fn from(file: &'static builtin::File) -> Self {
        FontFile {
            from: Err(file.blake3),
            data: Bytes::new(file.bytes),
        }
    }
}

/// Whether a file is one of fonts, by the ending of its name.
fn is_font(path: impl AsRef<Path>) -> bool {
    ends_in(path.as_ref(), &FONTS)
}

/// Whether a file has all the tables that it says it has: one that was copied by half is
/// still read as a font, which lacks characters.
fn is_whole(data: &[u8]) -> bool {
    let number = |at: usize| {
        let bytes = data.get(at..at + 4)?.try_into().ok()?;
        usize::try_from(u32::from_be_bytes(bytes)).ok()
    };
    // How many tables there are stands in two bytes, behind the kind of the font.
    let face = |at: usize| {
        let count = number(at + 4).map(|both| both >> 16)?;
        let ends = (0..count).map(|table| {
            let entry = at + 12 + 16 * table;
            number(entry + 8)?.checked_add(number(entry + 12)?)
        });
        ends.collect::<Option<Vec<usize>>>()
            .filter(|ends| ends.iter().all(|end| *end <= data.len()))
    };
    let faces = match data.get(..4) {
        // A collection says first where its fonts are.
        Some(b"ttcf") => {
            let count = number(8).unwrap_or_default().min(data.len() / 4);
            (0..count).map(|at| number(12 + 4 * at)).collect()
        }
        _ => Some(vec![0]),
    };
    faces.is_some_and(|faces| !faces.is_empty() && faces.iter().all(|at| face(*at).is_some()))
}

fn is_hidden(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().starts_with('.')
}

/// The fonts directly in `folder`, in the order of their names.
fn load_folder(folder: &Path) -> Result<Vec<FontFile>, Vec<Diagnostic>> {
    let shown = folder.display().to_string();
    let fail = |file: &str, error: std::io::Error| {
        vec![
            Diagnostic::error(
                "fonts-unreadable",
                format!("读不了字体：{}", system::said(&error)),
            )
            .at(Place::file(file)),
        ]
    };
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(|e| fail(&shown, e))? {
        let path = entry.map_err(|e| fail(&shown, e))?.path();
        // Beside a file some systems leave another whose name begins with a dot.
        if is_font(&path) && !is_hidden(&path) {
            paths.push(path);
        }
    }
    paths.sort();
    let (mut fonts, mut broken) = (Vec::new(), Vec::new());
    for path in paths {
        let seen = std::fs::metadata(&path).map_err(|e| fail(&path.display().to_string(), e))?;
        // A pipe would keep the program waiting for ever.
        if !seen.is_file() {
            let message = "这不是普通文件，不能当字体用";
            let error = Diagnostic::error("fonts-unreadable", message)
                .at(Place::file(path.display().to_string()))
                .hint("请把它移出字体文件夹");
            broken.push(error);
            continue;
        }
        let mapped = FileBuffer::open(&path).map_err(|e| fail(&path.display().to_string(), e))?;
        let data = Bytes::new(mapped);
        // A face that is not what it should be would be passed over without a word.
        if !is_whole(&data) || FontInfo::new(&data, 0).is_none() {
            let message = "这个字体文件坏了，或者不是字体，用不了";
            let error = Diagnostic::error("fonts-unreadable", message)
                .at(Place::file(path.display().to_string()))
                .hint("请换上完好的字体文件；用不着的把它移走，就用代用字体印");
            broken.push(error);
        }
        fonts.push(FontFile {
            from: Ok(path),
            data,
        });
    }
    if broken.is_empty() {
        Ok(fonts)
    } else {
        Err(broken)
    }
}
