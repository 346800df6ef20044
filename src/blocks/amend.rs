//! `content/<notice>/corrections.yaml`: repairs that people make to a source.
//!
//! A seed is never edited. A correction says in which line, what stands there and
//! what should, and why; it is applied to the blocks before they are assembled,
//! so that later complaints still point at the lines of the seed. A correction
//! whose line no longer says what it expects is refused.

use serde::Deserialize;

use crate::blocks::account::{Account, Change, Fate};
use crate::blocks::block::{Block, Kind};
use crate::blocks::text::{Chunk, Glyph};
use crate::diag::{Diagnostic, Place};

/// One repair.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(from = "Written")]
pub struct Correction {
    /// Line of the seed, from 1.
    pub line: usize,
    /// What is done.
    pub repair: Repair,
    /// Why; printed in `read --explain`.
    pub why: String,
}

/// What a correction does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Repair {
    /// Words are replaced by others; by none they are deleted.
    Replace {
        /// The words that stand there now.
        find: String,
        /// The words that should.
        new: String,
    },
    /// The whole line is deleted, which must say exactly this.
    Delete(String),
    /// Another line goes on in the same sentence.
    JoinWith(usize),
    /// Words that look like a statement of duty are prose.
    Prose(String),
    /// None of these, or several at once: it is refused where it would be applied.
    Unclear,
}

/// A correction as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    line: usize,
    #[serde(default)]
    find: Option<String>,
    #[serde(default)]
    replace: Option<String>,
    #[serde(default)]
    delete: Option<String>,
    #[serde(default)]
    join_with: Option<usize>,
    #[serde(default)]
    prose: Option<String>,
    why: String,
}

impl From<Written> for Correction {
    fn from(written: Written) -> Self {
        let Written {
            line,
            find,
            replace,
            delete,
            join_with,
            prose,
            why,
        } = written;
        let repair = match (find, replace, delete, join_with, prose) {
            (Some(find), new, None, None, None) => Repair::Replace {
                find,
                new: new.unwrap_or_default(),
            },
            (None, None, Some(text), None, None) => Repair::Delete(text),
            (None, None, None, Some(next), None) => Repair::JoinWith(next),
            (None, None, None, None, Some(words)) => Repair::Prose(words),
            _ => Repair::Unclear,
        };
        Correction { line, repair, why }
    }
}

/// Reads `corrections.yaml`.
///
/// # Errors
/// A diagnostic with the line of the YAML.
pub fn from_yaml(file: &str, text: &str) -> Result<Vec<Correction>, Diagnostic> {
    if text
        .lines()
        .all(|l| l.trim().is_empty() || l.trim().starts_with('#'))
    {
        return Ok(Vec::new());
    }
    serde_yaml::from_str(text).map_err(|e| {
        let place = match e.location() {
            Some(at) => Place::line(file, at.line()),
            None => Place::file(file),
        };
        Diagnostic::error("corrections-yaml", format!("勘误文件读不懂：{}", crate::overlay::said(&e)))
            .at(place)
            .hint("每条写 line（行号）、find 和 replace（或 delete，或 join_with，或 prose）、why（理由）")
    })
}

/// Applies corrections in their order; those that do not fit come back as errors
/// that point into `file`, and change nothing.
pub fn amend(
    blocks: &mut Vec<Block>,
    corrections: &[Correction],
    file: &str,
    account: &mut Account,
) -> Vec<Diagnostic> {
    let mut errors = Vec::new();
    for correction in corrections {
        if let Err(problem) = apply(blocks, correction, account) {
            errors.push(
                Diagnostic::error(
                    "correction-refused",
                    format!("第 {} 行的勘误用不上：{problem}", correction.line),
                )
                .at(Place::file(file).words(&correction.why))
                .hint("来件可能已经换过；请对照来件改正这条勘误，或删去它"),
            );
        }
    }
    errors
}

fn apply(
    blocks: &mut Vec<Block>,
    correction: &Correction,
    account: &mut Account,
) -> Result<(), String> {
    let at = block_of(blocks, correction)?;
    match &correction.repair {
        Repair::Replace { find, new } => replace(&mut blocks[at], find, new, account),
        Repair::Delete(text) => delete(&mut blocks[at], text, account),
        Repair::JoinWith(next) => join(blocks, at, *next),
        Repair::Prose(words) => says(&mut blocks[at], words),
        Repair::Unclear => Err(
            "要么写 find 和 replace，要么只写 delete，要么只写 join_with，要么只写 prose".into(),
        ),
    }
}

/// The block that a correction means. Of a web page many may stand on one line: then
/// it is the one that says the words.
fn block_of(blocks: &mut [Block], correction: &Correction) -> Result<usize, String> {
    let on_line = |b: &Block| b.line == correction.line && b.kind != Kind::Break;
    let all: Vec<usize> = (0..blocks.len()).filter(|&i| on_line(&blocks[i])).collect();
    let first = *all.first().ok_or("来件里没有这一行，或者它是空行")?;
    let mut fitting = all.iter().copied().filter(|&i| {
        let said: Vec<String> = chunks(&mut blocks[i]).map(|c| c.raw()).collect();
        let holds = |words: &String| said.iter().any(|s| s.contains(words.as_str()));
        match &correction.repair {
            Repair::Replace { find, .. } => holds(find),
            Repair::Prose(words) => holds(words),
            Repair::Delete(text) => said.join("\t").trim() == text.trim(),
            Repair::JoinWith(_) | Repair::Unclear => false,
        }
    });
    match (fitting.next(), fitting.next()) {
        (Some(_), Some(_)) if !matches!(correction.repair, Repair::Delete(_)) => {
            Err("要找的字在这一行出现了不止一次，请多写几个字".into())
        }
        (Some(at), _) => Ok(at),
        _ => Ok(first),
    }
}

fn replace(block: &mut Block, find: &str, new: &str, account: &mut Account) -> Result<(), String> {
    if find.is_empty() {
        return Err("find 是空的".into());
    }
    let mut places: Vec<(&mut Chunk, usize)> = Vec::new();
    for chunk in chunks(block) {
        let text = chunk.raw();
        let found: Vec<usize> = text
            .match_indices(find)
            .map(|(i, _)| text[..i].chars().count())
            .collect();
        if found.len() > 1 {
            return Err(format!("“{find}”在这一行出现了不止一次，请多写几个字"));
        }
        if let Some(&start) = found.first() {
            places.push((chunk, start));
        }
    }
    if places.len() > 1 {
        return Err(format!("“{find}”在这一行出现了不止一次，请多写几个字"));
    }
    let Some((chunk, start)) = places.pop() else {
        return Err(format!("这一行里没有“{find}”"));
    };
    let end = start + find.chars().count();
    for glyph in &chunk.0[start..end] {
        account.book(glyph.span.clone(), Fate::Normalised(Change::Corrected));
    }
    // The new characters stand where the old ones began and take no room there:
    // the old ones are booked above.
    let here = chunk.0[start].span.start;
    let fresh = new.chars().map(|c| Glyph {
        c,
        span: here..here,
        change: Some(Change::Corrected),
    });
    chunk.0.splice(start..end, fresh);
    Ok(())
}

/// Words that are said to be prose must stand there.
fn says(block: &mut Block, words: &str) -> Result<(), String> {
    let says = chunks(block).any(|chunk| chunk.raw().contains(words));
    if words.is_empty() || !says {
        return Err(format!("这一行里没有“{words}”"));
    }
    Ok(())
}

fn delete(block: &mut Block, text: &str, account: &mut Account) -> Result<(), String> {
    let said: String = chunks(block)
        .map(|c| c.raw())
        .collect::<Vec<_>>()
        .join("\t");
    if said.trim() != text.trim() {
        return Err(format!(
            "这一行写的是“{}”，不是“{}”",
            said.trim(),
            text.trim()
        ));
    }
    for chunk in chunks(block) {
        chunk.spend(account, Fate::Normalised(Change::Corrected));
    }
    block.kind = Kind::Break;
    Ok(())
}

fn join(blocks: &mut Vec<Block>, at: usize, next: usize) -> Result<(), String> {
    let behind = blocks
        .iter()
        .position(|b| b.line == next && b.kind != Kind::Break)
        .filter(|&i| i > at)
        .ok_or(format!("后面没有第 {next} 行，或者它是空行"))?;
    let between = blocks[at + 1..behind].iter().any(|b| b.kind != Kind::Break);
    if between {
        return Err(format!("这一行和第 {next} 行之间还有别的内容"));
    }
    match (&blocks[at].kind, &blocks[behind].kind) {
        (Kind::Line(first), Kind::Line(second)) => {
            let mut whole = first.clone();
            whole.join(second.clone());
            blocks[at].kind = Kind::Line(whole);
            blocks.remove(behind);
            Ok(())
        }
        _ => Err("只有正文的行可以这样接".into()),
    }
}

fn chunks(block: &mut Block) -> impl Iterator<Item = &mut Chunk> {
    let (line, cells) = match &mut block.kind {
        Kind::Line(chunk) => (Some(chunk), None),
        Kind::Row(cells) => (None, Some(cells)),
        Kind::Break => (None, None),
    };
    line.into_iter()
        .chain(cells.into_iter().flatten().map(|cell| &mut cell.chunk))
}
