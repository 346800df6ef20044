//! The circular above a list of tasks.

use super::world::World;

/// The lines from the masthead to the title of the annex.
pub fn head(world: &World, title: &str) -> Vec<String> {
    let World {
        issuer,
        code,
        addressees,
        ..
    } = world;
    let text = format!(
        "{issuer}文件\n\n{code}〔2024〕3号\n\n{issuer}关于印发{title}的通知\n\n{addressees}：\n\n\
         现将《{title}》印发给你们，请认真贯彻执行。\n\n附件：{title}\n\n{issuer}\n2024年2月1日\n\n\
         附件\n\n{title}\n"
    );
    text.split('\n').map(str::to_owned).collect()
}
