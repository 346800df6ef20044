//! The words of a cell in which an answer stands: whether they can be taken, and what they lack.

use crate::diag::Place;
use crate::notice::{Date, invisible_chars};
use crate::rounds::answers::Words;
use crate::rounds::booking::desk::Desk;
use crate::rounds::refusal::Spot;
use crate::rounds::round::{Meaning, Needed};
use crate::rounds::workbook::{Cell, Sheet, cell_name};

const RETYPE: &str = "请单位改成文字重报，或在更正文件里写明这一格应读作什么";

impl Desk<'_> {
    /// The words of a cell in which an answer stands.
    pub(super) fn words(
        &mut self,
        sheet: &Sheet,
        at: (u32, u32),
        cell: &Cell,
        name: Option<&str>,
    ) -> Option<Words> {
        let spot = self.spot(sheet, at);
        let text = cell.text.trim();
        if cell.fault {
            let message = match cell.formula {
                true if text.is_empty() => "这一格是公式，没有算出的值".to_owned(),
                _ => format!("这一格显示的是出错的“{text}”"),
            };
            self.refuse(spot.error("answer-cell", &message, RETYPE));
            return None;
        }
        let length = text.chars().count();
        if length > self.limits.chars {
            let message = format!("这一格有 {length} 个字，超过上限 {}", self.limits.chars);
            let hint = "请单位写简短些，详细的另附材料；确有需要，在 content/limits.yaml 里调高 cell_chars";
            self.refuse(spot.error("answer-cell", &message, hint));
            return None;
        }
        let place = Place::file(self.file);
        if let Some(error) = invisible_chars::errors(&text, &place).into_iter().next() {
            self.refuse(spot.error("answer-cell", &error.message, RETYPE));
            return None;
        }
        if cell.formula {
            let message = format!("这一格是公式，读了它算出的“{text}”");
            let hint = "请核对；要改的，写进更正文件";
            self.booked
                .remarks
                .push(spot.warning("answer-formula", &message, hint));
        }
        if cell.day {
            let message = format!("表格软件把这一格当成了日期，读作“{text}”");
            self.booked.remarks.push(spot.note("answer-day", &message));
        }
        Some(Words {
            name: name.map(str::to_owned),
            text: text.to_owned(),
            cell: Some(cell_name(at)),
            corrected: cell.corrected.clone(),
        })
    }

    /// The status of an answer, with what it then lacks.
    pub(super) fn status(
        &mut self,
        spot: Spot<'_>,
        status: Option<Words>,
        others: &[Words],
    ) -> Option<Words> {
        let round = &self.form.round;
        let Some(mut status) = status else {
            let message = format!("写了内容，没有选“{}”", round.status.heading);
            let hint = "请和单位核对，写进更正文件，或请它重报";
            self.booked
                .remarks
                .push(spot.warning("answer-no-status", &message, hint));
            return None;
        };
        let Some(choice) = round.choice(&status.text) else {
            let names: Vec<&str> = round
                .status
                .choices
                .iter()
                .map(|c| c.name.as_str())
                .collect();
            let message = format!("没有“{}”这种{}", status.text, round.status.heading);
            let hint = format!("只能是：{}；写错的字可以在更正文件里改", names.join("、"));
            self.refuse(spot.error("answer-status", &message, &hint));
            return None;
        };
        choice.name.clone_into(&mut status.text);
        let behind = choice.means == Meaning::Behind;
        let lacking = round.fields.iter().filter(|field| {
            let needed = match field.needed {
                Needed::Always => true,
                Needed::Behind => behind,
                Needed::Never => false,
            };
            needed
                && !others
                    .iter()
                    .any(|w| w.name.as_deref() == Some(&field.name))
        });
        let lacking: Vec<&str> = lacking.map(|field| field.name.as_str()).collect();
        if !lacking.is_empty() {
            let message = format!("“{}”没有填", lacking.join("”“"));
            self.booked
                .remarks
                .push(spot.warning("answer-lacking", &message, "请单位补报"));
        }
        Some(status)
    }
}

/// The day that a text is: `2017-06-30`, `2017年6月30日`, `2017/6/30`, `2017.6.30`.
pub(super) fn day_of(text: &str) -> Option<Date> {
    let parts = text.split([' ', 'T']).next().unwrap_or_default();
    let numbers: Vec<&str> = parts
        .split(['-', '/', '.', '年', '月', '日'])
        .filter(|part| !part.is_empty())
        .collect();
    match numbers[..] {
        [year, month, day] if year.len() == 4 => {
            Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
        }
        _ => None,
    }
}
