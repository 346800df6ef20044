//! Numbers as headings and items have them.

const HAN: [&str; 10] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];

/// 一, 十二, 二十.
pub fn han(n: usize) -> String {
    match n {
        0..=10 => HAN[n.saturating_sub(1)].to_owned(),
        11..=19 => format!("十{}", HAN[n - 11]),
        _ if n.is_multiple_of(10) => format!("{}十", HAN[n / 10 - 1]),
        _ => format!("{}十{}", HAN[n / 10 - 1], HAN[n % 10 - 1]),
    }
}

/// How a level is numbered, from the widest on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// 第一部分, 第一章.
    Chapter,
    /// 一、.
    Part,
    /// （一）.
    Section,
    /// 1.
    Item,
    /// （1）.
    Lower,
    /// ①.
    Circle,
}

/// The levels in their order.
pub const LEVELS: [Level; 6] = [
    Level::Chapter,
    Level::Part,
    Level::Section,
    Level::Item,
    Level::Lower,
    Level::Circle,
];

impl Level {
    /// The number, with what parts it from the words. `style` tells one writing from
    /// another; it is the same in all of a notice.
    pub fn print(self, n: usize, style: usize) -> String {
        match self {
            Level::Chapter if style.is_multiple_of(2) => format!("第{}部分　", han(n)),
            Level::Chapter => format!("第{}章 ", han(n)),
            Level::Part => format!("{}、", han(n)),
            Level::Section => format!("（{}）", han(n)),
            Level::Item => match style % 5 {
                0 | 1 => format!("{n}."),
                2 => format!("{n}．"),
                3 => format!("{n}、"),
                _ => format!("{n}. "),
            },
            Level::Lower => format!("（{n}）"),
            Level::Circle => {
                char::from_u32('①' as u32 + n as u32 - 1).map_or(String::new(), String::from)
            }
        }
    }

    /// How many there can be.
    pub fn most(self) -> usize {
        if self == Level::Circle { 20 } else { 99 }
    }
}
