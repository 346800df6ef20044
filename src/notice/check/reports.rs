//! What the circular says beside its body: whether it is plain what it asks to be
//! reported, and what of it no document prints.

use crate::notice::File;
use crate::notice::check::Auditor;
use crate::notice::report::{Lack, Unclear};

impl Auditor<'_> {
    /// `report-unclear`: a sentence that asks for a report, and does not say when or to
    /// whom.
    pub(super) fn reports(&mut self, unclear: &[Unclear]) {
        for unclear in unclear {
            let sentence = unclear.sentence.trim();
            let place = self.place(unclear.line, File::Circular, sentence);
            let lacks = match unclear.lacks {
                Lack::Time => "没有看出什么时候报，没有列进任务单",
                Lack::Recipient => "没有看出报给谁，任务单上不写",
                Lack::Others => "只要求其中写明的单位报，没有列进别的单位的任务单",
            };
            self.note(
                "report-unclear",
                format!("这句话像是要求报情况：“{sentence}”；{lacks}"),
                place,
            );
        }
    }

    /// `unprinted`: marks over the masthead and notes behind the date, which are kept in
    /// `notice.yaml` only.
    pub(super) fn unprinted(&mut self) {
        let circular = &self.notice.circular;
        let kept: Vec<&String> = circular.head.iter().chain(&circular.notes).collect();
        for text in kept {
            let place = self.place(None, File::Circular, text);
            self.warning(
                "unprinted",
                format!("“{text}”读进了 notice.yaml，印出来的文件上还没有它"),
                place,
                "若要印在文件上，请付印前另加",
            );
        }
    }
}
