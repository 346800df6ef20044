//! Writes the project of a made-up province, to measure with: a register for each city
//! and a notice for each city and year, of the size of the real one.
//!
//! `cargo run --release --example province -- DIR [CITIES [YEARS [TASKS]]]`
//!
//! The same numbers give the same files. Templates are copied from this project.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// Units of a city: departments, districts and committees, a hundred in all.
const DEPARTMENTS: usize = 88;
const DISTRICTS: usize = 10;
const COMMITTEES: usize = 2;

const CITY: [&str; 20] = [
    "安", "宁", "和", "清", "明", "泰", "永", "昌", "兴", "嘉", "云", "庆", "德", "润", "景", "曲",
    "常", "广", "新", "顺",
];
const PLACE: [&str; 12] = [
    "东", "西", "南", "北", "中", "河", "山", "湖", "江", "林", "海", "田",
];
const FIELD: [&str; 11] = [
    "产业", "教育", "科技", "文化", "水务", "交通", "粮食", "物价", "园林", "能源", "港航",
];
const OFFICE: [&str; 8] = [
    "发展局",
    "管理局",
    "服务局",
    "规划局",
    "监督局",
    "保障局",
    "协调办",
    "建设局",
];
const VERB: [&str; 6] = ["推进", "完善", "实施", "加快", "落实", "建成"];
const OBJECT: [&str; 8] = [
    "重点项目建设",
    "公共服务平台",
    "农村污水治理",
    "老旧小区改造",
    "创新载体",
    "道路提升工程",
    "生态修复工程",
    "便民服务中心",
];
const INDICATOR: [&str; 12] = [
    "地区生产总值",
    "一般公共预算收入",
    "固定资产投资",
    "实际使用外资",
    "进出口总额",
    "社会消费品零售总额",
    "研发经费支出",
    "居民人均可支配收入",
    "城镇登记失业率",
    "单位能耗",
    "空气质量优良天数比例",
    "新增就业",
];

/// The same numbers on every machine.
struct Dice(u64);

impl Dice {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        (self.0 >> 33) as usize % below
    }

    fn pick<'w>(&mut self, words: &[&'w str]) -> &'w str {
        words[self.next(words.len())]
    }
}

struct City {
    name: String,
    code: String,
    slug: String,
    departments: Vec<String>,
    districts: Vec<String>,
    committees: Vec<String>,
}

impl City {
    fn new(number: usize) -> City {
        let (a, b) = (number % CITY.len(), number / CITY.len() % CITY.len());
        let stem = format!("{}{}", CITY[a], CITY[(a + b + 7) % CITY.len()]);
        let named = |n: usize| format!("市{}{}", FIELD[n / OFFICE.len()], OFFICE[n % OFFICE.len()]);
        let place = |n: usize| format!("{}{}", PLACE[n % PLACE.len()], CITY[a]);
        City {
            name: format!("{stem}市"),
            code: format!("{stem}府"),
            slug: format!("c{number}"),
            departments: (0..DEPARTMENTS).map(named).collect(),
            districts: (0..DISTRICTS).map(|n| format!("{}区", place(n))).collect(),
            committees: (0..COMMITTEES)
                .map(|n| format!("{}开发区", place(DISTRICTS + n)))
                .collect(),
        }
    }

    fn register(&self) -> String {
        let (name, code, slug) = (&self.name, &self.code, &self.slug);
        let mut text = format!(
            "jurisdiction: {name}\nissuers:\n  - {{ code: {code}, slug: {slug}, name: {name}人民政府 }}\n\
             prefixes: [市]\nsuffixes: [政府, 管委会]\ncollective_words: [各, 有关]\n\
             kinds: [政府工作部门, 区政府, 管委会]\nareas:\n  - {{ name: {name}, slug: whole, whole: true }}\n"
        );
        for (n, area) in self.districts.iter().enumerate() {
            let _ = writeln!(
                text,
                "  - {{ name: {area}, slug: d{n}, government: {area}政府 }}"
            );
        }
        text.push_str("collectives:\n  - { name: 各区政府, members_of_kind: 区政府 }\nunits:\n");
        let departments = self
            .departments
            .iter()
            .map(|u| (u.clone(), "政府工作部门", "u"));
        let districts = self
            .districts
            .iter()
            .map(|u| (format!("{u}政府"), "区政府", "d"));
        let committees = self
            .committees
            .iter()
            .map(|u| (format!("{u}管委会"), "管委会", "k"));
        for (n, (unit, kind, letter)) in departments.chain(districts).chain(committees).enumerate()
        {
            let _ = writeln!(
                text,
                "  - {{ name: {unit}, kind: {kind}, slug: {letter}{n} }}"
            );
        }
        text
    }

    fn notice(&self, year: usize, tasks: usize, dice: &mut Dice) -> String {
        let (name, code) = (&self.name, &self.code);
        let items = tasks.div_ceil(3);
        let mut text = format!(
            "{name}人民政府文件\n\n{code}〔{year}〕15号\n\n市政府关于下达{year}年政府工作任务的通知\n\n\
             各区人民政府，各开发区管委会，市各有关部门：\n\n\
             为全面完成{year}年各项目标任务，现将有关事项通知如下。\n\
             各责任单位要分别在7月初和12月初组织自查，书面材料报{}汇总后报市政府。\n\n\
             附件：1. {name}{year}年主要指标表\n2. {name}{year}年工作任务表\n\n\
             {name}人民政府\n{year}年1月26日\n\n（此件公开发布）\n\n附件1\n\n{name}{year}年主要指标表\n\n",
            self.departments[0]
        );
        let _ = writeln!(
            text,
            "序号\t指标名称\t单位\t{name}\t{}",
            self.districts.join("\t")
        );
        for (n, indicator) in INDICATOR.iter().enumerate() {
            let _ = write!(text, "{}\t{indicator}\t增幅（%）\t{}左右", n + 1, 6 + n % 4);
            for _ in &self.districts {
                let _ = write!(text, "\t{}.{}", 5 + dice.next(5), 1 + dice.next(9));
            }
            text.push('\n');
        }
        let _ = write!(
            text,
            "\n附件2\n\n{name}{year}年工作任务表\n\n序号\t名称\t工作任务\t责任单位\n"
        );
        let sections = ["（一）发展经济", "（二）改善民生", "（三）保护环境"];
        let share = items.div_ceil(sections.len());
        let _ = writeln!(text, "一、重点工作（{items}项）\t\t\t");
        for item in 0..items {
            if item % share == 0 {
                let left = share.min(items - item);
                let _ = writeln!(text, "{}（{left}项）\t\t\t", sections[item / share]);
            }
            let here = (0..3).take(tasks - item * 3);
            for row in here {
                let (verb, object) = (dice.pick(&VERB), dice.pick(&OBJECT));
                let head = match row {
                    0 => format!("{}\t{verb}{object}", item + 1),
                    _ => "\t".to_owned(),
                };
                let sum = 10 + dice.next(90);
                let words = format!(
                    "{verb}{object}{sum}个，完成投资{}亿元，年底前全部建成投用，做到建设、管理、服务同步到位",
                    5 + dice.next(60)
                );
                let _ = writeln!(
                    text,
                    "{head}\t{words}\t{}",
                    self.units(item * 3 + row, dice)
                );
            }
        }
        text
    }

    /// Some units; in turn each is the first.
    fn units(&self, turn: usize, dice: &mut Dice) -> String {
        let first = &self.departments[turn % DEPARTMENTS];
        let mut units = vec![first.clone()];
        for _ in 0..1 + dice.next(3) {
            let more = &self.departments[dice.next(DEPARTMENTS)];
            if !units.contains(more) {
                units.push(more.clone());
            }
        }
        match turn % 6 {
            0 => units.push("各区政府".into()),
            1 => units.push(format!("{}政府", self.districts[dice.next(DISTRICTS)])),
            2 => units.push(format!("{}管委会", self.committees[turn / 6 % COMMITTEES])),
            _ => {}
        }
        units.join("、")
    }
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        match entry.file_type()?.is_dir() {
            true => copy(&entry.path(), &target)?,
            false => fs::copy(entry.path(), &target).map(|_| ())?,
        }
    }
    Ok(())
}

fn main() -> io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().unwrap_or_else(|| "province".into()));
    let mut number = |otherwise: usize| {
        let word = arguments.next().and_then(|word| word.parse().ok());
        word.unwrap_or(otherwise)
    };
    let (cities, years, tasks) = (number(13), number(10), number(194));
    let ours = Path::new(env!("CARGO_MANIFEST_DIR"));
    copy(&ours.join("templates"), &folder.join("templates"))?;
    copy(&ours.join("content/pages"), &folder.join("content/pages"))?;
    for below in ["content/units", "seeds"] {
        fs::create_dir_all(folder.join(below))?;
    }
    let mut dice = Dice(1);
    for city in (0..cities).map(City::new) {
        let file = format!("content/units/{}.yaml", city.slug);
        fs::write(folder.join(file), city.register())?;
        for year in (2017..).take(years) {
            let notice = city.notice(year, tasks, &mut dice);
            fs::write(
                folder.join(format!("seeds/{}-{year}.txt", city.slug)),
                notice,
            )?;
        }
    }
    println!(
        "{}: {cities} cities, {years} years, {} sheets",
        folder.display(),
        cities * years * (DEPARTMENTS + DISTRICTS + COMMITTEES)
    );
    Ok(())
}
