//! The annexes as a whole: how many there are, how many the circular lists, which is
//! which file, and where the title of one ends.

use crate::diag::{Diagnostic, Place};
use crate::notice::{Circular, Content, File, Unlisted};
use crate::read::assemble::divide;
use crate::tasks::annex::Annex;
use crate::tasks::assembler::Assembler;
use crate::tasks::{list, numbering};

/// An annex that was read.
pub(super) struct Read {
    /// Its head.
    pub(super) line: usize,
    /// None where it is not called an annex.
    pub(super) number: Option<u32>,
    pub(super) content: Option<Content>,
}

/// Says of each annex that nothing in it can be divided; so there is nothing to make.
pub(super) fn refuse(assembler: &mut Assembler<'_>, read: &[Read]) {
    for (at, annex) in read.iter().enumerate() {
        let next = read.get(at + 1).map(|next| next.line);
        let piped = has_pipes(assembler, annex.line, next);
        if let Some(line) = piped {
            assembler.error(
                line,
                "unknown-table",
                "这张用竖线画的表没有分隔行，读不成表格".into(),
                "表头下面加一行“|---|---|---|”，格数与表头相同；或者去掉竖线，单元格之间用制表符（TAB）隔开",
            );
            continue;
        }
        assembler.error(
            annex.line,
            "unknown-table",
            "这个附件里没有认得出的内容：找不到指标表的表头（指标名称、单位），找不到任务表的表头（工作任务、责任单位），各段末尾也没有写责任单位".into(),
            &format!(
                "若是表格：表头用了别的说法，请写进登记册 content/units/ 的 headings；丢了制表符，请重新转写。若是文字：{FORMS}"
            ),
        );
    }
}

/// The first of the lines of an annex, up to the next, that are rows drawn with bars.
fn has_pipes(assembler: &Assembler<'_>, from: usize, next: Option<usize>) -> Option<usize> {
    let lines = (1..).zip(assembler.source.text.lines());
    let within = lines.filter(|(line, _)| *line >= from && next.is_none_or(|next| *line < next));
    let is_row = |text: &str| text.starts_with('|') && text.matches('|').count() >= 3;
    let mut rows = within.filter(|(_, text)| is_row(text.trim()));
    let first = rows.next()?;
    rows.next().map(|_| first.0)
}

/// Gives each annex its file, and tells the circular which it is.
pub(super) fn give_files(circular: &mut Circular, read: Vec<Read>) -> Vec<(File, Content)> {
    let mut numbers: Vec<Option<u32>> = read.iter().map(|annex| annex.number).collect();
    for (at, annex) in read.iter().enumerate() {
        // What the circular issues may stand in its list all the same.
        let title = annex.content.as_ref().map(|c| divide::plain(c.title()));
        if numbers[at].is_none() {
            let mut attachments = circular.attachments.iter();
            let listed = attachments.find(|a| Some(divide::plain(&a.title)) == title);
            let free = listed.filter(|a| !numbers.contains(&Some(a.number)));
            numbers[at] = free.map(|a| a.number);
        }
    }
    let (mut indicators, mut tasks) = (0, 0);
    let mut contents = Vec::new();
    for (annex, number) in read.into_iter().zip(numbers) {
        let Some(content) = annex.content else {
            continue;
        };
        let file = match &content {
            Content::Indicators(_) => {
                indicators += 1;
                File::Indicators(indicators)
            }
            Content::Tasks(_) => {
                tasks += 1;
                File::Tasks(tasks)
            }
            Content::Other(_) => File::Other(number.unwrap_or(0)),
        };
        if let Some(number) = number {
            let mut attachments = circular.attachments.iter_mut();
            match attachments.find(|a| a.number == number && a.file.is_none()) {
                Some(attachment) => attachment.file = Some(file),
                None => circular.unlisted.push(Unlisted { number, file }),
            }
        }
        contents.push((file, content));
    }
    contents
}

/// How many annexes there are, and how many of those that the circular lists.
pub(super) struct Found {
    all: usize,
    listed: usize,
    /// The head of the first.
    line: Option<usize>,
}

impl Found {
    pub(super) fn count(annexes: &[Annex], circular: Option<&Circular>) -> Self {
        let attachments = circular.map_or(&[][..], |l| &l.attachments);
        let is_listed = |annex: &&Annex| {
            let lines = annex.title.iter().take(TITLE_LINES);
            let mut title = String::new();
            let mut titles = lines.map(|(_, chunk)| {
                title += &divide::plain(&chunk.text());
                title.clone()
            });
            titles.any(|t| attachments.iter().any(|a| divide::plain(&a.title) == t))
        };
        let labelled = || annexes.iter().filter(|a| !a.issued);
        let issued = annexes.iter().filter(|a| a.issued).filter(is_listed);
        let all = labelled().count();
        Found {
            all,
            listed: all + issued.count(),
            line: labelled().next().map(|a| a.label_line),
        }
    }
    /// Says which annexes the circular lists and the source lacks, or has beside them; `any`
    /// says that some table was read.
    pub(super) fn check(&self, assembler: &mut Assembler<'_>, circular: &Circular, any: bool) {
        let listed = circular.attachments.len();
        if !any && self.all == 0 {
            let error = nothing_read(assembler, circular);
            assembler.remarks.push(error);
        } else if self.listed < listed {
            let found = self.listed;
            let error = Diagnostic::error(
                "annex-missing",
                format!("附件说明列了 {listed} 个附件，来件里有 {found} 个"),
            )
            .at(Place::file(&assembler.source.file).words("附件："))
            .hint("请补上缺的附件，或改正附件说明");
            assembler.remarks.push(error);
        } else if let (true, Some(line)) = (self.all > listed, self.line) {
            let all = self.all;
            let warning = Diagnostic::warning(
                "annex-unlisted",
                match listed {
                    0 => format!("来件里有 {all} 个附件，正文下面却没有附件说明"),
                    _ => format!("附件说明列了 {listed} 个附件，来件里有 {all} 个"),
                },
            )
            .at(assembler.place(line))
            .hint("照印；附件说明写在正文下面、署名上面：“附件：”和附件的标题");
            assembler.remarks.push(warning);
        }
    }
}

/// How duties are written that can be read.
pub(super) const FORMS: &str = "读得出的写法有：各段末尾写“（责任单位：市教育局）”“（市教育局牵头，市财政局配合）”或“（各成员单位）”；\
     各段下面单独一行“责任单位：市教育局”；一列各条都以单位开头，写“1.市教育局：……”或“（一）市教育局负责……”；\
     附件里的表格，表头有“工作任务”“责任单位”，单元格之间用制表符（TAB）隔开";

/// Says that there is neither a table nor a task: where rows of a table stand elsewhere,
/// that they need an annex; else how duties are written that can be read.
fn nothing_read(assembler: &Assembler<'_>, circular: &Circular) -> Diagnostic {
    let behind = assembler.remarks.iter().find(|r| r.rule == "unplaced-text");
    if let Some(behind) = behind {
        let message = match circular.attachments.len() {
            0 => "成文日期后面还有文字，前面却没有“附件”一行".to_owned(),
            listed => format!("附件说明列了 {listed} 个附件，来件里却没有“附件”一行"),
        };
        let place = behind.place.clone();
        let place = place.unwrap_or_else(|| Place::file(&assembler.source.file));
        return Diagnostic::error("annex-missing", message).at(place).hint(
            "请在附件标题前面加单独一行“附件”（有几个的，写“附件1”“附件2”），标题也单独成行",
        );
    }
    let has_rows = assembler
        .remarks
        .iter()
        .any(|r| r.rule == "table-outside-annex");
    let (message, hint) = match has_rows {
        true => (
            "这份通知没有附表：指标表和任务表都找不到",
            "附表前面要有单独一行“附件1”；表格每行的单元格之间要用制表符（TAB）隔开",
        ),
        false => (
            "这份通知没有附表，正文里也没有读出哪条任务归哪个单位",
            FORMS,
        ),
    };
    Diagnostic::error("annex-missing", message)
        .at(Place::file(&assembler.source.file))
        .hint(hint)
}

/// The most lines of a title.
const TITLE_LINES: usize = 4;

/// How many lines the title of a list takes: as many as the head of the annex tells, or
/// the circular's list of attachments; else one, if it does not look like a paragraph.
pub(super) fn title_length(
    assembler: &Assembler<'_>,
    annex: &Annex,
    circular: Option<&Circular>,
) -> usize {
    if let (true, Some(lines)) = (annex.issued, annex.title_lines) {
        return lines.min(annex.title.len());
    }
    let mut joined = String::new();
    for (count, (_, chunk)) in (1..).zip(&annex.title) {
        joined += &divide::plain(&chunk.text());
        let mut attachments = circular.iter().flat_map(|l| &l.attachments);
        if attachments.any(|a| divide::plain(&a.title) == joined) {
            return count;
        }
    }
    if let Some(lines) = annex.title_lines {
        return lines.min(annex.title.len());
    }
    let Some((_, chunk)) = annex.title.first() else {
        return 0;
    };
    let mut text = chunk.text();
    let mut lines = 1;
    if let Some((_, next)) = annex.title.get(1)
        && divide::is_cut(&text, &next.text())
    {
        text.push_str(&next.text());
        lines = 2;
    }
    let paragraph = numbering::has_number(&text)
        || text.ends_with(['。', '：'])
        || list::is_list(&[(0, text)], assembler);
    if paragraph { 0 } else { lines }
}
