//! `content/<notice>/corrections.yaml`: repairs that people make to a source.
//!
//! A seed is never edited. A correction says in which line, what stands there and
//! what should, and why; it is applied to the blocks before they are assembled,
//! so that later complaints still point at the lines of the seed. A correction
//! whose line no longer says what it expects is refused.

use std::fmt;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer};

use crate::blocks::account::{Account, Change, Fate};
use crate::blocks::block::{Block, Kind};
use crate::blocks::text::{Chunk, Glyph};
use crate::diag::locus::{self, FORM, Line, Locus, NoLocus};
use crate::diag::{Diagnostic, Place, written};
use crate::overlay;
use crate::source::{Source, Span};

/// One repair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// Where.
    pub at: Target,
    /// What is done.
    pub repair: Repair,
    /// Why; printed in `read --explain`.
    pub why: String,
}

/// Where a correction is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// A line of the seed, from 1.
    Line(Line),
    /// A place in a seed that is no text.
    Locus(Locus),
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
    JoinWith(Target),
    /// Words that look like a statement of duty are prose.
    Prose(String),
    /// None of these, or several at once: it is refused where it would be applied.
    Unclear,
}

/// A correction as it is written.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default)]
    #[schemars(description = "来件的行号，从 1 数；来件是 Word 文件的，写 at。")]
    line: Option<Line>,
    #[serde(default)]
    #[schemars(
        description = "Word 文件里的位置，照提示里写的抄：第3段、表2第5行第3列、文本框1第2段。和 line 只写一个。"
    )]
    at: Option<Locus>,
    #[serde(default)]
    #[schemars(description = "要换掉的几个字；在这一行只能出现一次。")]
    find: Option<String>,
    #[serde(default)]
    #[schemars(description = "换成什么；不写就是删去 find 的字。")]
    replace: Option<String>,
    #[serde(default)]
    #[schemars(description = "删去一行杂行，照抄整行。")]
    delete: Option<String>,
    #[serde(default)]
    #[schemars(description = "接上后面哪一行：行号，或 Word 文件里的位置。")]
    join_with: Option<Target>,
    #[serde(default)]
    #[schemars(description = "这几个字像责任单位，其实是正文。")]
    prose: Option<String>,
    #[serde(deserialize_with = "reason")]
    #[schemars(description = "理由，每条都要写，不能是空的。", required)]
    why: String,
}

/// A reason that says something.
fn reason<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    struct Reason(String);

    impl FromStr for Reason {
        type Err = &'static str;

        fn from_str(text: &str) -> Result<Self, Self::Err> {
            match text.trim().is_empty() {
                true => Err("why（理由）不能是空的"),
                false => Ok(Reason(text.to_owned())),
            }
        }
    }

    written::of_text(from, "理由").map(|Reason(text)| text)
}

impl TryFrom<Written> for Correction {
    type Error = String;

    fn try_from(written: Written) -> Result<Self, String> {
        let Written {
            line,
            at,
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
        let at = match (line, at) {
            (Some(line), None) => Target::Line(line),
            (None, Some(locus)) => Target::Locus(locus),
            (None, None) => return Err("missing field `line`".to_owned()),
            (Some(_), Some(_)) => return Err(format!("{FORM} line 或 at，只写一个")),
        };
        Ok(Correction { at, repair, why })
    }
}

impl<'de> Deserialize<'de> for Correction {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        written::of_fields::<_, Written, _>(from, "一条勘误")
    }
}

impl JsonSchema for Correction {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Correction".into()
    }

    /// One place and one repair; what the lines of the source say it cannot know.
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut schema = Written::json_schema(generator);
        let one_of = |names: &[&str]| {
            let one = |name: &&str| {
                json_schema!({
                    "required": [name],
                    "properties": { *name: { "not": { "type": "null" } } },
                })
                .to_value()
            };
            names.iter().map(one).collect::<Vec<_>>()
        };
        let all = [
            json_schema!({ "oneOf": one_of(&["line", "at"]) }),
            json_schema!({ "oneOf": one_of(&["find", "delete", "join_with", "prose"]) }),
            json_schema!({ "anyOf": [
                { "required": ["find"] },
                { "properties": { "replace": { "type": "null" } } },
            ] }),
            json_schema!({ "properties": { "why": { "not": { "type": "string", "pattern": r"^\s*$" } } } }),
        ];
        schema.insert(
            "allOf".to_owned(),
            all.map(Schema::to_value).to_vec().into(),
        );
        schema
    }
}

impl FromStr for Target {
    type Err = NoLocus;

    fn from_str(text: &str) -> Result<Self, NoLocus> {
        let locus = || text.parse().map(Target::Locus);
        text.parse().map(Target::Line).or_else(|_| locus())
    }
}

impl From<usize> for Target {
    fn from(number: usize) -> Self {
        Target::Line(number.into())
    }
}

impl<'de> Deserialize<'de> for Target {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        written::of_number_or_text(from)
    }
}

impl JsonSchema for Target {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Target".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        locus::schema(true, true)
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Target::Line(line) => write!(f, "第 {} 行", line.number),
            Target::Locus(locus) => locus.fmt(f),
        }
    }
}

/// What a target is in a source: lines of its text, and of a cell its stretch of them.
#[derive(Debug)]
pub(crate) struct Aim {
    pub(crate) lines: Vec<usize>,
    cell: Option<Vec<Span>>,
}

impl Target {
    /// What it is in a source.
    pub(crate) fn aim(self, source: &Source) -> Aim {
        let locus = match self {
            Target::Line(line) => {
                return Aim {
                    lines: vec![line.number],
                    cell: None,
                };
            }
            Target::Locus(locus) => locus,
        };
        let (lines, spans): (Vec<usize>, Vec<Span>) = source.stretches(locus).into_iter().unzip();
        Aim {
            lines,
            cell: locus.cell().map(|_| spans),
        }
    }
}

impl Aim {
    /// Anything.
    const ANY: Aim = Aim {
        lines: Vec::new(),
        cell: None,
    };

    fn holds(&self, chunk: &Chunk) -> bool {
        let written = chunk.0.iter().find(|glyph| !glyph.span.is_empty());
        self.cell.as_ref().is_none_or(|spans| {
            let within = |glyph: &Glyph| spans.iter().any(|s| s.contains(&glyph.span.start));
            written.is_some_and(within)
        })
    }
}

/// Reads `corrections.yaml`.
///
/// # Errors
/// A diagnostic with the line of the YAML.
pub fn from_yaml(file: &str, text: &str) -> Result<Vec<Correction>, Diagnostic> {
    if overlay::says_nothing(text) {
        return Ok(Vec::new());
    }
    serde_yaml::from_str(text).map_err(|e| {
        let place = match overlay::line_of_error(text, &e) {
            Some(line) => Place::line(file, line),
            None => Place::file(file),
        };
        Diagnostic::error("corrections-yaml", format!("勘误文件读不懂：{}", overlay::said(&e)))
            .at(place)
            .hint("每条写 line（行号）或 at（位置，如 表2第5行第3列）、find 和 replace（或 delete，或 join_with，或 prose）、why（理由）")
    })
}

/// Applies corrections in their order; those that do not fit come back as errors
/// that point into `file`, and change nothing.
pub fn amend(
    source: &Source,
    blocks: &mut Vec<Block>,
    corrections: &[Correction],
    file: &str,
    account: &mut Account,
) -> Vec<Diagnostic> {
    let mut errors = Vec::new();
    for correction in corrections {
        if let Err(problem) = apply(source, blocks, correction, account) {
            errors.push(
                Diagnostic::error(
                    "correction-refused",
                    format!("{}的勘误用不上：{problem}", correction.at),
                )
                .at(Place::file(file).words(&correction.why))
                .hint("来件可能已经换过；请对照来件改正这条勘误，或删去它"),
            );
        }
    }
    errors
}

fn apply(
    source: &Source,
    blocks: &mut Vec<Block>,
    correction: &Correction,
    account: &mut Account,
) -> Result<(), String> {
    let aim = correction.at.aim(source);
    let at = block_of(blocks, &correction.repair, &aim)?;
    match &correction.repair {
        Repair::Replace { find, new } => replace(&mut blocks[at], &aim, find, new, account),
        Repair::Delete(text) => delete(&mut blocks[at], &aim, text, account),
        Repair::JoinWith(next) => join(blocks, at, *next, &next.aim(source)),
        Repair::Prose(words) => says(&mut blocks[at], &aim, words),
        Repair::Unclear => Err(
            "要么写 find 和 replace，要么只写 delete，要么只写 join_with，要么只写 prose".into(),
        ),
    }
}

/// The block that a correction means. Of a web page many may stand on one line, and a
/// place of a document may have several lines: then it is the one that says the words.
fn block_of(blocks: &mut [Block], repair: &Repair, aim: &Aim) -> Result<usize, String> {
    let indices = 0..blocks.len();
    let mut on_line = |i: &usize| {
        let block = &mut blocks[*i];
        aim.lines.contains(&block.line) && chunks(block, aim).next().is_some()
    };
    let all: Vec<usize> = indices.filter(|i| on_line(i)).collect();
    let first = *all.first().ok_or("来件里没有这一行，或者它是空行")?;
    let mut fitting = all.iter().copied().filter(|&i| {
        let said: Vec<String> = chunks(&mut blocks[i], aim).map(|c| c.raw()).collect();
        let holds = |words: &String| said.iter().any(|s| s.contains(words.as_str()));
        match repair {
            Repair::Replace { find, .. } => holds(find),
            Repair::Prose(words) => holds(words),
            Repair::Delete(text) => said.join("\t").trim() == text.trim(),
            Repair::JoinWith(_) | Repair::Unclear => false,
        }
    });
    match (fitting.next(), fitting.next()) {
        (Some(_), Some(_)) if !matches!(repair, Repair::Delete(_)) => {
            Err("要找的字在这一行出现了不止一次，请多写几个字".into())
        }
        (Some(at), _) => Ok(at),
        _ => Ok(first),
    }
}

fn replace(
    block: &mut Block,
    aim: &Aim,
    find: &str,
    new: &str,
    account: &mut Account,
) -> Result<(), String> {
    if find.is_empty() {
        return Err("find 是空的".into());
    }
    let mut places: Vec<(&mut Chunk, usize)> = Vec::new();
    for chunk in chunks(block, aim) {
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
fn says(block: &mut Block, aim: &Aim, words: &str) -> Result<(), String> {
    let says = chunks(block, aim).any(|chunk| chunk.raw().contains(words));
    if words.is_empty() || !says {
        return Err(format!("这一行里没有“{words}”"));
    }
    Ok(())
}

fn delete(block: &mut Block, aim: &Aim, text: &str, account: &mut Account) -> Result<(), String> {
    let said: String = chunks(block, aim)
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
    for chunk in chunks(block, aim) {
        chunk.spend(account, Fate::Normalised(Change::Corrected));
        *chunk = Chunk::default();
    }
    // Of a row the other cells stay.
    if chunks(block, &Aim::ANY).all(|chunk| chunk.0.is_empty()) {
        block.kind = Kind::Break;
    }
    Ok(())
}

fn join(blocks: &mut Vec<Block>, at: usize, next: Target, aim: &Aim) -> Result<(), String> {
    let behind = blocks
        .iter()
        .enumerate()
        .position(|(i, b)| i > at && aim.lines.contains(&b.line) && b.kind != Kind::Break)
        .ok_or(format!("后面没有{next}，或者它是空行"))?;
    let between = blocks[at + 1..behind].iter().any(|b| b.kind != Kind::Break);
    if between {
        return Err(format!("这一行和{next}之间还有别的内容"));
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

/// The chunks of a block that are meant.
fn chunks<'b>(block: &'b mut Block, aim: &Aim) -> impl Iterator<Item = &'b mut Chunk> {
    let (line, cells) = match &mut block.kind {
        Kind::Line(chunk) => (Some(chunk), None),
        Kind::Row(cells) => (None, Some(cells)),
        Kind::Break => (None, None),
    };
    line.into_iter()
        .chain(cells.into_iter().flatten().map(|cell| &mut cell.chunk))
        .filter(|chunk| aim.holds(chunk))
}
