//! `round`: the first form of the file of a round of self-checks.

use crate::cli::Job;
use crate::pipeline::Stopped;

pub(super) fn round(job: Job<'_, '_>, id: &str, notice: Option<&str>) -> Result<(), Stopped> {
    let drafted = job.pipeline.round(id, notice)?;
    let asked = match drafted.asked {
        true => "里面有通知的原话",
        false => "通知里没有看出要求自查或报情况的话，请自己写",
    };
    job.progress
        .say(&format!("写好了 {}，{asked}", drafted.file));
    for what in &drafted.undecided {
        job.progress.say(&format!("要办公室定：{what}"));
    }
    job.progress
        .say("定好以后运行 gongwen，自查表就在 out/<通知>/rounds/<轮次>/forms/ 里");
    Ok(())
}
