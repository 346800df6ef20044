//! Rounds of self-checks of a notice: their files are loaded and checked, the workbooks that
//! came are read, and what differs from `content/` waits to be written.

use rayon::prelude::*;

use crate::diag::{Diagnostic, Place};
use crate::notice::check::Checked;
use crate::pipeline::options::From;
use crate::pipeline::run::Run;
use crate::project::Project;
use crate::project::folder::NoticeFolder;
use crate::project::layout::Layout;
use crate::project::rounds::{ReceivedFile, is_round_id};
use crate::project::spool::NoticeSpool;
use crate::rounds::answers::Answers;
use crate::rounds::booking::{self, Booked, Expected, Limits, Workbook};
use crate::rounds::corrections::Corrections;
use crate::rounds::round::Round;
use crate::rounds::{OpenRound, Rounds, check, draft, gather};

/// Answers of a round that are not in `content/` yet.
#[derive(Debug)]
pub(super) struct NewAnswers {
    pub(super) folder: NoticeFolder,
    pub(super) round: String,
    pub(super) text: String,
}

/// A round that was drafted.
#[derive(Debug)]
pub struct Drafted {
    /// Its file, as messages show it.
    pub file: String,
    /// What the office has to decide.
    pub undecided: Vec<&'static str>,
    /// Whether the letter asks for reports at all.
    pub asked: bool,
}

impl Run {
    /// The rounds of a notice; where answers are read, also those that differ.
    pub(super) fn rounds(
        &mut self,
        project: &Project,
        folder: &NoticeFolder,
        checked: &Checked,
        from: From,
    ) -> (Vec<OpenRound>, Vec<NewAnswers>) {
        let ids = folder.rounds().map_err(|e| vec![e]);
        let (mut rounds, mut new) = (Vec::new(), Vec::new());
        for id in self.keep(ids).unwrap_or_default() {
            let open = self.round(project, folder, checked, (&id, from));
            let open = self.keep(open);
            if let Some((round, answers)) = open.flatten() {
                rounds.push(round);
                new.extend(answers);
            }
        }
        (rounds, new)
    }

    fn round(
        &mut self,
        project: &Project,
        folder: &NoticeFolder,
        checked: &Checked,
        (id, from): (&str, From),
    ) -> Result<Option<(OpenRound, Option<NewAnswers>)>, Vec<Diagnostic>> {
        let file = folder.round_file(id);
        if !is_round_id(id) {
            return Err(vec![wrong_id(id).at(Place::file(&file))]);
        }
        let one = |e: Diagnostic| vec![e];
        let Some(text) = folder.round_text(&file).map_err(one)? else {
            return Ok(None);
        };
        self.texts.add(&file, text.clone());
        let round = Round::from_yaml(id, &file, &text)?;
        let seen = check::check(&round, checked, &file, &text);
        let faulty = seen.has_errors();
        self.remarks.extend(seen.remarks);
        let answers_file = folder.answers_file(id);
        let old_text = folder.round_text(&answers_file).map_err(one)?;
        let old_text = old_text.unwrap_or_default();
        self.texts.add(&answers_file, old_text.clone());
        let old = Answers::from_yaml(&answers_file, &old_text).map_err(one)?;
        let open = |answers| OpenRound {
            round: round.clone(),
            answers,
            decided: seen.value,
        };
        let received = match from {
            From::Seeds { .. } => project.received(&folder.id, id).map_err(one)?,
            From::Content => None,
        };
        // What people typed is looked at even where no workbook came.
        let only_typed = old != Answers::default() && old == old.typed();
        let received = match from {
            From::Seeds { .. } if only_typed => Some(received.unwrap_or_default()),
            _ => received,
        };
        let Some(received) = received.filter(|_| !faulty) else {
            return Ok(Some((open(old), None)));
        };
        if !seen.value && received.iter().any(|file| file.is_workbook) {
            let message = "已经收到自查表，这一轮还有没定的事，没有读".to_owned();
            let error = Diagnostic::error("round-undecided", message).at(Place::file(&file));
            return Err(vec![error.hint("请先把上面说到的定好")]);
        }
        if !seen.value {
            return Ok(Some((open(old), None)));
        }
        if old.is_edited(&old_text) {
            let message = "从自查表读出的答复被人改过，不会覆盖";
            return Err(vec![
                Diagnostic::error("hand-edited", message)
                    .at(Place::file(&answers_file))
                    .hint(format!(
                        "请把改动写进 {}，再把这个文件里读出的部分删去重读；人记下的（typed）会留着",
                        folder.answer_corrections_file(id)
                    )),
            ]);
        }
        let corrections_file = folder.answer_corrections_file(id);
        let text = folder.round_text(&corrections_file).map_err(one)?;
        let text = text.unwrap_or_default();
        self.texts.add(&corrections_file, text.clone());
        let corrections = Corrections::from_yaml(&corrections_file, &text)?;
        let expected = Expected::of(&round, checked);
        let booked = self.booked(project, &received, &expected, &corrections);
        let gathered = gather::gather(&expected, booked, &old, &corrections, &answers_file);
        self.remarks.extend(gathered.remarks);
        let answers = gathered.value;
        let new = match answers == old {
            true => None,
            false => {
                let text = answers.to_yaml(&corrections_file);
                let text = text.map_err(|e| vec![Diagnostic::error("view", e)])?;
                if let From::Seeds { strict: true } = from {
                    let message = "这个文件和收到的自查表读出的不一样了";
                    self.remarks.push(
                        Diagnostic::error("content-stale", message)
                            .at(Place::file(&answers_file))
                            .hint("请运行 gongwen read 重新读出，看过改动再提交"),
                    );
                }
                Some(NewAnswers {
                    folder: folder.clone(),
                    round: id.to_owned(),
                    text,
                })
            }
        };
        Ok(Some((open(answers), new)))
    }

    /// Reads the workbooks of a round, many at a time; other files are named.
    fn booked(
        &mut self,
        project: &Project,
        received: &[ReceivedFile],
        expected: &Expected,
        corrections: &Corrections,
    ) -> Vec<Booked> {
        let limits = project.limits();
        let limits = Limits {
            package: limits.of_package(),
            cells: limits.cells,
            chars: limits.cell_chars,
        };
        let (workbooks, others): (Vec<&ReceivedFile>, Vec<&ReceivedFile>) =
            received.iter().partition(|file| file.is_workbook);
        let said = others.iter().map(|file| {
            Diagnostic::warning("answers-unread", "这个文件不是工作簿，没有读")
                .at(Place::file(&file.shown))
                .hint("这里只放收回的自查表（.xlsx）；佐证材料请放到别处")
        });
        self.remarks.extend(said);
        let read = |file: &&ReceivedFile| {
            let bytes = project.workbook(file)?;
            let workbook = Workbook {
                file: &file.shown,
                name: &file.name,
                bytes: &bytes,
            };
            Ok(booking::book(workbook, expected, corrections, limits))
        };
        let read: Vec<Result<Booked, Diagnostic>> = workbooks.par_iter().map(read).collect();
        let mut booked = Vec::new();
        for one in read {
            match one {
                Ok(one) => booked.push(one),
                Err(error) => self.remarks.push(error),
            }
        }
        booked
    }

    /// Names the folders in which answers lie to a round that there is not.
    pub(super) fn stray_answers(&mut self, project: &Project, rounds: &Rounds) {
        if self.stopped() {
            return;
        }
        for (notice, round, shown) in project.received_rounds() {
            let known = rounds.get(&notice).into_iter().flatten();
            if known.into_iter().any(|open| open.round.id == round) {
                continue;
            }
            let message = match round.is_empty() {
                true => "这个文件不在某一轮的文件夹里，没有读".to_owned(),
                false => format!("通知 {notice} 没有 {round} 这一轮自查，这个文件夹里的没有读"),
            };
            self.remarks.push(
                Diagnostic::warning("answers-folder", message)
                    .at(Place::file(shown))
                    .hint("收回的表放在 seeds/rounds/<通知>/<轮次>/；轮次用 gongwen round 开"),
            );
        }
    }
}

fn wrong_id(id: &str) -> Diagnostic {
    Diagnostic::error("round-id", format!("“{id}”不能作一轮自查的名字"))
        .hint("只能用小写字母、数字和连字符，例如 2017-07")
}

/// Drafts the file of a round.
pub(super) fn draft(
    project: &Project,
    notices: &NoticeSpool,
    id: &str,
    wanted: Option<&str>,
) -> Result<Drafted, Diagnostic> {
    if !is_round_id(id) {
        return Err(wrong_id(id));
    }
    let all: Vec<_> = notices.notices().flatten().collect();
    let id_of = |checked: &Checked| checked.notice().circular.id.clone();
    let meant = all
        .iter()
        .filter(|c| wanted.is_none_or(|wanted| id_of(c) == wanted));
    let meant: Vec<_> = meant.collect();
    let [checked] = meant[..] else {
        let ids: Vec<String> = all.iter().map(|c| id_of(c)).collect();
        let shown = ids.iter().take(10).cloned().collect::<Vec<_>>().join("、");
        let message = match wanted {
            Some(wanted) => format!("没有 {wanted} 这份通知；有的是 {shown}"),
            None => format!("有 {} 份通知，不知道是哪一份的自查：{shown}", ids.len()),
        };
        let hint = format!("请写明是哪一份，例如 gongwen round {id} {}", ids[0]);
        return Err(Diagnostic::error("round-notice", message).hint(hint));
    };
    let folder = project.folder(&id_of(checked));
    let file = folder.round_file(id);
    let text = draft::draft(id, checked.report());
    let round = Round::from_yaml(id, &file, &text).map_err(|errors| {
        let first = errors.into_iter().next();
        first.unwrap_or_else(|| wrong_id(id))
    })?;
    let mut layout = Layout::below(&project.path(""));
    layout.free([file.as_str()])?;
    if let Err(error) = layout.write(&file, project.headed(&file, &text).as_bytes()) {
        layout.undo();
        return Err(error);
    }
    let open = crate::rounds::assign::open(checked);
    Ok(Drafted {
        undecided: round
            .undecided(open)
            .into_iter()
            .map(|(_, what)| what)
            .collect(),
        asked: checked.report().is_some(),
        file,
    })
}
