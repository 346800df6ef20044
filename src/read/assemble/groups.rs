//! Rows of a table of indicators → its groups. Where the source says which rows a cell
//! covers, each cell is a group. Elsewhere a cell with blank ones below it may be one, and
//! cells below each other may be one that a page cut up where its lines end: what is not
//! certain of that is said.

use crate::blocks::account::{Debris, Fate};
use crate::blocks::text::Chunk;
use crate::diag::Diagnostic;
use crate::notice::Indicator;
use crate::tasks::assembler::Assembler;

/// One row before its group is known.
pub(super) struct Draft {
    pub(super) indicator: Indicator,
    pub(super) place: Place,
}

/// What stands in front of a row's name.
#[derive(Clone)]
pub(super) enum Place {
    /// Nothing: the name takes both columns.
    None,
    /// A cell of words, or a fragment of one.
    Cell(Chunk),
    /// The source says that a cell of an earlier row covers it.
    Covered,
    /// It is blank.
    Blank,
}

/// A group of rows as it is read.
struct Group {
    /// Its words, one piece after another.
    pieces: Vec<Chunk>,
    rows: usize,
    /// Whether what ends it is certain.
    certain: bool,
}

impl Group {
    fn of(piece: Chunk) -> Self {
        Group {
            pieces: vec![piece],
            rows: 1,
            certain: true,
        }
    }

    fn says(&self, piece: &Chunk) -> bool {
        self.pieces[0].text() == piece.text()
    }
}

/// Rows with their groups.
pub(super) fn gather(assembler: &mut Assembler<'_>, drafts: Vec<Draft>) -> Vec<Indicator> {
    let said = { drafts.iter() }.any(|draft| matches!(draft.place, Place::Covered));
    let mut indicators: Vec<Indicator> = Vec::new();
    let mut run: Vec<Place> = Vec::new();
    for Draft { indicator, place } in drafts {
        if matches!(place, Place::None) {
            name(assembler, &mut indicators, std::mem::take(&mut run), said);
        } else {
            run.push(place);
        }
        indicators.push(indicator);
    }
    name(assembler, &mut indicators, run, said);
    indicators
}

/// Names the groups of the last rows, which have `places` before their names.
fn name(
    assembler: &mut Assembler<'_>,
    indicators: &mut [Indicator],
    places: Vec<Place>,
    said: bool,
) {
    let start = indicators.len() - places.len();
    let indicators = &mut indicators[start..];
    let blank = places.iter();
    let blank = blank.take_while(|place| !matches!(place, Place::Cell(_)));
    let mut at = blank.count();
    if at > 0 && at < places.len() {
        let message = format!(
            "{}前面的类别一格空着，不知道属于哪一类，读作不分类",
            rows_of(&indicators[..at])
        );
        remark(assembler, Diagnostic::warning, &indicators[0], message);
    }
    let groups = if said {
        as_said(&places[at..])
    } else {
        as_written(&places[at..])
    };
    let several = groups.len() > 1;
    for group in groups {
        let rows = &mut indicators[at..at + group.rows];
        at += group.rows;
        let pieces: Vec<String> = group.pieces.iter().map(Chunk::text).collect();
        let name = whole(assembler, group.pieces);
        let shown = format!("“{}”", pieces.join("”“"));
        let told = rows_of(rows);
        let joined = pieces.iter().any(|piece| *piece != name);
        if joined && group.certain {
            let message = format!("{shown}读作分几行写的一个类别“{name}”，管{told}");
            remark(assembler, Diagnostic::note, &rows[0], message);
        } else if joined {
            let message = format!("{shown}连着几行，读作一个类别“{name}”，也可能各是一类");
            remark(assembler, Diagnostic::warning, &rows[0], message);
        } else if !group.certain {
            let message = format!("{shown}读作一个类别，管{told}：来件没有写明它管到哪一行");
            remark(assembler, Diagnostic::warning, &rows[0], message);
        } else if several && !said && rows.len() > pieces.len() {
            let message = format!("{shown}下面几行空着，读作管{told}的类别");
            remark(assembler, Diagnostic::note, &rows[0], message);
        }
        for row in rows {
            row.group = Some(name.clone());
        }
    }
}

fn remark(
    assembler: &mut Assembler<'_>,
    severity: fn(&'static str, String) -> Diagnostic,
    row: &Indicator,
    message: String,
) {
    let line = row.line.map_or(0, |line| line.number);
    let remark = severity("group-of-indicators", message)
        .at(assembler.place(line))
        .hint("请对照原件核对；不对的，把类别的全称写在它的每一行，或者用有合并单元格的网页、Word 文件作来件");
    assembler.remarks.push(remark);
}

/// `第 3 项`, `第 3 至 5 项`
fn rows_of(rows: &[Indicator]) -> String {
    match rows {
        [first, .., last] => format!("第 {} 至 {} 项", first.number, last.number),
        [one] => format!("第 {} 项", one.number),
        [] => String::new(),
    }
}

/// Each cell begins a group, unless a page repeats it.
fn as_said(places: &[Place]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for place in places {
        match (place, groups.last_mut()) {
            (Place::Cell(piece), Some(group)) if group.says(piece) => {
                group.pieces.push(piece.clone());
                group.rows += 1;
            }
            (Place::Cell(piece), _) => groups.push(Group::of(piece.clone())),
            (place, Some(group)) => {
                group.rows += 1;
                // The cell above has ended, and this one says nothing.
                group.certain &= matches!(place, Place::Covered);
            }
            (_, None) => {}
        }
    }
    groups
}

/// Where the source says nothing of which rows a cell covers. Lines of one cell follow each
/// other without a gap, so what stands below a blank one begins a group.
fn as_written(places: &[Place]) -> Vec<Group> {
    let repeated = places
        .windows(2)
        .any(|pair| matches!(pair, [Place::Cell(a), Place::Cell(b)] if a.text() == b.text()));
    let mut groups: Vec<Group> = Vec::new();
    let mut places = places.iter().peekable();
    while let Some(place) = places.next() {
        let Place::Cell(first) = place else {
            if let Some(group) = groups.last_mut() {
                group.rows += 1;
            }
            continue;
        };
        let mut pieces = vec![first.clone()];
        while let Some(Place::Cell(piece)) = places.next_if(|p| matches!(p, Place::Cell(_))) {
            pieces.push(piece.clone());
        }
        if repeated {
            groups.extend(equal(pieces));
        } else {
            groups.extend(cut_up(pieces));
        }
    }
    groups
}

/// Every row has the words of its group.
fn equal(pieces: Vec<Chunk>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for piece in pieces {
        match groups.last_mut() {
            Some(group) if group.says(&piece) => {
                group.pieces.push(piece);
                group.rows += 1;
            }
            _ => groups.push(Group::of(piece)),
        }
    }
    groups
}

/// Cells right below each other: lines of one, if they are as long as lines of a narrow
/// cell are; else each is a group.
fn cut_up(pieces: Vec<Chunk>) -> Vec<Group> {
    let long: Vec<usize> = pieces.iter().map(|p| p.text().chars().count()).collect();
    let [first, .., before, last] = long[..] else {
        // Of two nothing can be told but that a longer line does not follow.
        return match long[..] {
            [first, second] if second <= first => vec![lines(pieces, false)],
            [_, _] => apart(pieces),
            _ => pieces.into_iter().map(Group::of).collect(),
        };
    };
    let full = long[..long.len() - 1].iter();
    // A mark that may not begin a line makes one longer or shorter by a sign.
    let even = full.clone().all(|one| one.abs_diff(first) <= 1) && last <= before.max(first);
    if even {
        return vec![lines(pieces, last < before)];
    }
    apart(pieces)
}

fn lines(pieces: Vec<Chunk>, certain: bool) -> Group {
    Group {
        rows: pieces.len(),
        pieces,
        certain,
    }
}

fn apart(pieces: Vec<Chunk>) -> Vec<Group> {
    let groups = pieces.into_iter().map(Group::of);
    let doubtful = groups.map(|group| Group {
        certain: false,
        ..group
    });
    doubtful.collect()
}

/// The words of a group: once, where each row has them, or piece by piece.
fn whole(assembler: &mut Assembler<'_>, pieces: Vec<Chunk>) -> String {
    let same = pieces.windows(2).all(|w| w[0].text() == w[1].text());
    let mut pieces = pieces.into_iter();
    let mut whole = pieces.next().unwrap_or_default();
    for piece in pieces {
        if same {
            piece.spend(assembler.account, Fate::Debris(Debris::RepeatedCell));
        } else {
            whole.join(piece);
        }
    }
    assembler.take(&whole)
}
