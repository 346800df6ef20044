//! `units`: writes the drafts of registers that are missing; for those that exist, shows what
//! they lack.

use crate::cli::{Job, output};
use crate::pipeline::Stopped;

pub(super) fn units(job: Job<'_, '_>) -> Result<(), Stopped> {
    let drafts = job.pipeline.drafts();
    for draft in &drafts {
        if draft.register_exists {
            let text = format!("# 登记册里还没有的叫法，请核对后抄进去\n{}\n", draft.text);
            output::put(text).map_err(|lost| job.pipeline.refuse(lost))?;
            continue;
        }
        if let Some(shown) = job.pipeline.write_register(draft) {
            job.progress
                .say(&format!("写好了登记册初稿 {shown}，请逐条核对"));
        }
    }
    if drafts.is_empty() {
        job.progress.say("来件里的叫法登记册都有");
    }
    job.pipeline.end()
}
