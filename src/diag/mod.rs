//! Remarks and errors: what is wrong, where, and what to do about it.
//!
//! Stages return [`Noted`]; drawing, with the line and a caret, happens once, here.

pub mod format;
pub mod locus;
pub mod rules;
pub mod system;
pub mod written;

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use locus::{Line, Located, Locus};

/// How grave a diagnostic is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing; the paper is right as it stands.
    Note,
    /// A person should look at it.
    Warning,
    /// Nothing is published while it stands.
    Error,
}

impl Severity {
    /// The word that is shown.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Note => "说明",
            Severity::Warning => "注意",
            Severity::Error => "错误",
        }
    }
}

/// Where a diagnostic points: a file, a line of it, and the words meant.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Path as shown, relative to the project.
    pub file: String,
    /// Line from 1; without one the whole file is meant.
    pub line: Option<usize>,
    /// Where a person finds it, in a file that is no text; its line is then one of the
    /// text that was taken from the file.
    pub locus: Option<Locus>,
    /// The words to underline. They are looked for in the line (in the whole
    /// file where no line is known) without regard to spaces and to the width of
    /// signs, because what is printed was normalised.
    pub words: Option<String>,
    /// Where the words begin and end in the text of the file, in bytes, where that is
    /// known; then they are not looked for.
    pub bytes: Option<(usize, usize)>,
}

impl Place {
    /// A whole file.
    pub fn file(file: impl Into<String>) -> Self {
        Place {
            file: file.into(),
            line: None,
            locus: None,
            words: None,
            bytes: None,
        }
    }

    /// A line of a file.
    pub fn line(file: impl Into<String>, line: impl Into<Line>) -> Self {
        let Line { number, locus } = line.into();
        Place {
            line: Some(number),
            locus,
            ..Place::file(file)
        }
    }

    /// The same place, with the words to underline.
    pub fn words(mut self, words: impl Into<String>) -> Self {
        self.words = Some(words.into());
        self
    }
}

/// One thing to say about the input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// How grave.
    pub severity: Severity,
    /// Name of the rule, in English: `section-count`.
    pub rule: &'static str,
    /// What is wrong, in plain Chinese.
    pub message: String,
    /// Where.
    pub place: Option<Place>,
    /// What to do.
    pub hint: Option<String>,
    /// A duty may have reached nobody.
    pub unassigned: bool,
}

impl Diagnostic {
    fn new(severity: Severity, rule: &'static str, message: impl Into<String>) -> Self {
        Diagnostic {
            severity,
            rule,
            message: message.into(),
            place: None,
            hint: None,
            unassigned: false,
        }
    }

    /// An error under rule `rule`.
    pub fn error(rule: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, rule, message)
    }

    /// A warning under rule `rule`.
    pub fn warning(rule: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, rule, message)
    }

    /// A note under rule `rule`.
    pub fn note(rule: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Note, rule, message)
    }

    /// The same, pointing at `place`.
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// The same, with advice.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The same, as an error.
    pub fn grave(mut self) -> Self {
        self.severity = Severity::Error;
        self
    }

    /// The same, saying that a duty may have reached nobody: such remarks are counted at
    /// the end of a run, and are errors of a strict check.
    pub fn unassigned(mut self) -> Self {
        self.unassigned = true;
        self
    }

    /// Whether this stops a build.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// A value with what there is to say about how it was made.
#[derive(Debug, Clone)]
pub struct Noted<T> {
    /// The value, as good as it could be made.
    pub value: T,
    /// In the order of the source.
    pub remarks: Vec<Diagnostic>,
}

impl<T> Noted<T> {
    /// A value about which there is something to say.
    pub fn new(value: T, remarks: Vec<Diagnostic>) -> Self {
        Noted { value, remarks }
    }

    /// Whether any remark is an error.
    pub fn has_errors(&self) -> bool {
        self.remarks.iter().any(Diagnostic::is_error)
    }
}

/// Puts diagnostics in the order in which a person reads them: file, line, gravity.
pub fn sort(remarks: &mut [Diagnostic]) {
    remarks.sort_by(|a, b| {
        let key = |d: &Diagnostic| {
            (
                d.place.as_ref().map(|p| (p.file.clone(), p.line)),
                std::cmp::Reverse(d.severity),
            )
        };
        key(a).cmp(&key(b))
    });
}

/// The texts that diagnostics point into, by the name shown.
#[derive(Debug, Default)]
pub struct Texts(HashMap<String, Text>);

/// A text, and where its lines are in the file from which it was taken.
#[derive(Debug, Default)]
struct Text {
    text: String,
    /// Nothing where the file is a text itself.
    located: Vec<Located>,
}

/// The line and the words that a place means.
struct Found<'t> {
    line: usize,
    text: Cow<'t, str>,
    /// The words, in bytes of the line.
    span: Option<Range<usize>>,
    /// Where a person finds them, in a file that is no text.
    locus: Option<Locus>,
}

impl Texts {
    /// Makes `text` known under the name `file`.
    pub fn add(&mut self, file: impl Into<String>, text: impl Into<String>) {
        self.add_located(file, text, Vec::new());
    }

    /// The same for a text that was taken from a file which is none; `located` has an
    /// entry for every line.
    pub fn add_located(
        &mut self,
        file: impl Into<String>,
        text: impl Into<String>,
        located: Vec<Located>,
    ) {
        let text = text.into();
        self.0.insert(file.into(), Text { text, located });
    }

    /// Takes in the texts of another set.
    pub fn merge(&mut self, other: Texts) {
        self.0.extend(other.0);
    }

    /// Forgets all texts but those of `files`.
    pub fn keep_only(&mut self, files: &HashSet<&str>) {
        self.0.retain(|file, _| files.contains(file.as_str()));
        self.0.shrink_to_fit();
    }

    /// Where a place is, in lines and characters.
    pub fn position(&self, place: &Place) -> Option<Position> {
        let Found {
            line, text, span, ..
        } = self.find(place)?;
        let column = |at: usize| text[..at].chars().count() + 1;
        Some(Position {
            line,
            columns: span.map(|s| column(s.start)..column(s.end)),
        })
    }

    /// Where a person finds a place, in a file that is no text.
    pub fn locus(&self, place: &Place) -> Option<Locus> {
        match self.find(place) {
            Some(found) => found.locus,
            None => place.locus,
        }
    }

    /// What a place means. `None` when the text is not known.
    fn find(&self, place: &Place) -> Option<Found<'_>> {
        let known = self.0.get(&place.file)?;
        let (line, text, span) = find_line(&known.text, place)?;
        let located = line.checked_sub(1).and_then(|at| known.located.get(at));
        let locus = located.and_then(|located| match &span {
            Some(span) => located.locus_at(span.start),
            None => located.locus,
        });
        Some(Found {
            line,
            text,
            span,
            locus: locus.or(place.locus),
        })
    }
}

/// The line number and the line that a place means, with the words to underline in bytes
/// of that line.
fn find_line<'t>(
    text: &'t str,
    place: &Place,
) -> Option<(usize, Cow<'t, str>, Option<Range<usize>>)> {
    let words = place.words.as_deref();
    if let (Some(number), Some((from, to))) = (place.line, place.bytes)
        && let (Some(above), Some(said)) = (text.get(..from), text.get(from..to))
    {
        let start = above.rfind('\n').map_or(0, |at| at + 1);
        let line = text[start..].lines().next().unwrap_or_default();
        let end = said.find(['\n', '\r']).unwrap_or(said.len());
        let from = from - start;
        return Some((number, line.into(), Some(from..from + end)));
    }
    if let Some(number) = place.line {
        let line = text.lines().nth(number - 1)?;
        return Some((number, line.into(), words.and_then(|w| find_words(line, w))));
    }
    let words = words?;
    text.lines()
        .enumerate()
        .find_map(|(i, line)| find_words(line, words).map(|span| (i + 1, line.into(), Some(span))))
}

/// A place in lines and columns, both from 1; columns count characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// First column, and the one behind the last.
    pub columns: Option<Range<usize>>,
}

/// Finds `words` in `line`, passing over white space and taking full-width and
/// half-width forms for the same. Returns bytes of `line`.
fn find_words(line: &str, words: &str) -> Option<Range<usize>> {
    let fold = |text: &str| -> Vec<(usize, char)> {
        text.char_indices()
            .filter(|(_, c)| !c.is_whitespace())
            .map(|(i, c)| (i, narrow(c)))
            .collect()
    };
    let (hay, needle) = (fold(line), fold(words));
    if needle.is_empty() || hay.len() < needle.len() {
        return None;
    }
    let same = |window: &[(usize, char)]| window.iter().map(|w| w.1).eq(needle.iter().map(|n| n.1));
    let at = hay.windows(needle.len()).position(same)?;
    let last = hay[at + needle.len() - 1].0;
    let end = last + line[last..].chars().next().map_or(0, char::len_utf8);
    Some(hay[at].0..end)
}

/// The half-width form of a sign that has one.
pub(crate) fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '〔' | '【' => '[',
        '〕' | '】' => ']',
        _ => c,
    }
}

/// Draws diagnostics for a terminal, coloured when `colour` is set.
pub fn draw(remarks: &[Diagnostic], texts: &Texts, colour: bool) -> String {
    let renderer = if colour {
        Renderer::styled()
    } else {
        Renderer::plain()
    }
    .decor_style(DecorStyle::Ascii)
    .term_width(120);
    let mut drawn = String::new();
    for remark in remarks {
        drawn.push_str(&draw_one(remark, texts, &renderer));
        drawn.push_str("\n\n");
    }
    drawn
}

fn draw_one(remark: &Diagnostic, texts: &Texts, renderer: &Renderer) -> String {
    let level = match remark.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    }
    .with_name(remark.severity.word());
    let message = visible(&remark.message);
    let locus = remark.place.as_ref().and_then(|p| texts.locus(p));
    let file = remark.place.as_ref().map(|p| visible(&p.file));
    let mut file = file.unwrap_or_default();
    if let Some(locus) = locus {
        file = format!("{file} {locus}").into();
    }
    let hint = remark.hint.as_deref().map(visible);
    let mut group = Group::with_title(level.primary_title(&*message).id(remark.rule));
    if let Some(place) = &remark.place {
        group = match texts.find(place) {
            Some(found) => {
                let (line, span) = show_odd(&found.text, found.span);
                let mut snippet = Snippet::source(line)
                    .line_start(found.line)
                    .path(&*file)
                    .fold(false);
                if let Some(span) = span {
                    snippet = snippet.annotation(AnnotationKind::Primary.span(span));
                }
                group.element(snippet)
            }
            None => {
                let mut origin = Origin::path(&*file);
                if let (Some(line), None) = (place.line, place.locus) {
                    origin = origin.line(line);
                }
                group.element(origin)
            }
        };
    }
    if let Some(hint) = &hint {
        group = group.element(Level::HELP.with_name("怎么办").message(&**hint));
    }
    let drawn = renderer.render(&[group]);
    match locus {
        Some(_) => without_position(drawn, &file),
        None => drawn,
    }
}

/// A line and a column behind a locus would be those of a text that nobody has.
fn without_position(drawn: String, path: &str) -> String {
    let Some(end) = drawn.find(&format!("{path}:")).map(|at| at + path.len()) else {
        return drawn;
    };
    let position = |c: char| c == ':' || c.is_ascii_digit();
    let rest = drawn[end..].trim_start_matches(position);
    format!("{}{rest}", &drawn[..end])
}

/// What a terminal would obey, or a reader be led astray by, as a mark: a text from
/// outside may hold colour codes, or turn the direction of a line.
fn mark_of(c: char) -> char {
    match c {
        '\t' => '¦',
        '\n' => c,
        // The end of a line in a cell.
        '\u{b}' => '⏎',
        _ if c.is_control() => '�',
        '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' => {
            '�'
        }
        _ => c,
    }
}

/// A text as a terminal may have it.
pub fn visible(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| mark_of(c) == c) {
        return text.into();
    }
    text.chars().map(mark_of).collect()
}

/// Shows each tab, and each sign that cannot be seen, as one visible mark, so that a
/// caret below it stands right. Without words to underline, the whole line is.
fn show_odd(line: &str, span: Option<Range<usize>>) -> (String, Option<Range<usize>>) {
    let shown = visible(line).into_owned();
    let grow = |at: usize| visible(&line[..at]).len();
    let span = match span {
        Some(span) => grow(span.start)..grow(span.end),
        None => 0..shown.len(),
    };
    (shown, Some(span))
}
