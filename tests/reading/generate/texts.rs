//! Sentences that are tasks, and headings; all made up.

use super::dice::Dice;

const TASKS: &[&str] = &[
    "改造农贸市场#个",
    "新建口袋公园#个",
    "更换路灯#盏",
    "改造供水管网#公里",
    "招录社区工作者#名",
    "新增停车位#个",
    "修复古桥#座",
    "清理占道摊点#处",
    "推行电子证照，压减材料#份，方便群众办事",
    "新建公交站台#座，优化调整公交线路，新增新能源公交车",
    "加强与上级部门的沟通对接，争取专项资金#万元",
    "会同有关部门开展联合检查#次",
    "推进“一网通办”，新增事项#项",
    "落实《养老服务条例》，新建养老服务中心#处",
    "建成后移交园林部门管理的绿地达到#公顷",
    "培育龙头企业#家（其中县级以上不少于一半）",
    "配合做好国家卫生城市复审，整改问题#个",
    "指导企业申报项目#项",
    "组织协调各方力量，化解信访积案#件",
    "由财政资金保障的项目#个全部开工",
    "粮食播种面积稳定在#万亩以上",
    "建立分工负责、协同配合的工作机制，召开调度会#次",
];

const GENERAL: &[&str] = &[
    "培育特色产业集群",
    "建设物流园区",
    "治理城市内涝",
    "便利企业办事",
    "壮大新兴产业",
    "提升园区能级",
    "改善人居环境",
    "稳定扩大就业",
    "守牢安全底线",
    "繁荣文化事业",
    "健全养老服务体系",
    "推进乡村振兴",
];

const HEADINGS: &[&str] = &[
    "改善市容",
    "优化服务",
    "产业升级",
    "深化改革开放",
    "加强生态保护",
    "保障和改善民生",
    "强化创新驱动",
    "推动城乡融合",
    "提升治理能力",
    "扩大有效投资",
    "促进消费升级",
    "夯实安全基础",
];

/// Gives sentences, none twice.
#[derive(Debug, Default)]
pub struct Texts {
    count: usize,
    headings: usize,
    general: usize,
}

impl Texts {
    /// A sentence without its stop. Its figure makes it the only one.
    pub fn task(&mut self, dice: &mut Dice) -> String {
        self.count += 1;
        let figure = 10 + self.count * 3;
        dice.pick(TASKS).replace('#', &figure.to_string())
    }

    /// A task that others spell out.
    pub fn general(&mut self) -> &'static str {
        self.general += 1;
        GENERAL[self.general % GENERAL.len()]
    }

    /// A heading.
    pub fn heading(&mut self) -> &'static str {
        self.headings += 1;
        HEADINGS[self.headings % HEADINGS.len()]
    }
}
