//! What is known of bodies of the state in general: which kinds exist at which
//! level, with full and short names. `organs.tsv` holds the rows; its head says how
//! a row becomes a printed name. A place's own register always comes first.

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::grammar::Grammar;
pub use crate::grammar::phrase::Level;
use crate::grammar::phrase::PhraseWords;
use crate::units::places::Places;

/// One row: a kind of body, or a phrase that stands for several.
#[derive(Debug, Clone)]
pub struct Organ {
    /// Its level; `None` for a collective.
    pub level: Option<Level>,
    /// What sort of body: `政府工作部门`, `群团`.
    pub kind: &'static str,
    /// Its full name; of a local body without the place.
    pub full: &'static str,
    /// First and last year of the name, where known.
    pub years: (Option<u16>, Option<u16>),
    /// Its level stands inside the name (团市委): nothing is put in front.
    pub own_level: bool,
    /// It takes the place's own name and no word of a level: 苏州海关.
    pub own_place: bool,
    /// No body, but the end of many names: 有限公司.
    ending: bool,
    /// The row says of itself that it is not sure.
    doubtful: bool,
}

/// How a printed name is a known body's.
#[derive(Debug, Clone, Copy)]
pub struct Known<'n> {
    /// The body.
    pub organ: &'static Organ,
    /// What stands before the name of the kind: a word of a level or a place, with its
    /// party body (`市`, `市委`, `苏州`, `白马区`); empty where nothing does.
    pub head: &'n str,
}

/// The table, made ready for look-ups.
#[derive(Debug)]
pub struct Organs {
    rows: Vec<Organ>,
    /// Rows by every name without a place.
    names: HashMap<&'static str, Vec<usize>>,
    /// Names with a place inside, cut at it: rows by what stands before the first and
    /// behind the last.
    around: Vec<(&'static str, &'static str, usize)>,
    /// Ends of names.
    endings: Vec<&'static str>,
    /// Names of collectives that have marks in them.
    with_marks: Vec<&'static str>,
}

/// The longest place after which a branch is named, in characters.
const LONGEST_BRANCH: usize = 4;

/// The longest place in front of or inside a name, in characters.
const LONGEST_PLACE: usize = 11;

impl Organs {
    /// The table that the program carries.
    pub fn get() -> &'static Organs {
        static ORGANS: OnceLock<Organs> = OnceLock::new();
        ORGANS.get_or_init(|| Organs::parse(include_str!("organs.tsv")))
    }

    fn parse(text: &'static str) -> Organs {
        // Room for all rows and names at once: the table is read whenever phrases are.
        let lines = text.bytes().filter(|b| *b == b'\n').count();
        let mut organs = Organs {
            rows: Vec::with_capacity(lines),
            names: HashMap::with_capacity(2 * lines),
            around: Vec::new(),
            endings: Vec::new(),
            with_marks: Vec::new(),
        };
        let lines = text.lines().filter(|l| !l.starts_with('#'));
        for line in lines.skip(1) {
            let mut fields = [""; 8];
            let mut parts = line.split('\t');
            let full_row = fields.iter_mut().all(|field| {
                let part = parts.next();
                *field = part.unwrap_or_default();
                part.is_some()
            });
            let [level, kind, full, short, from, to, _, note] = fields;
            if !full_row || parts.next().is_some() {
                continue;
            }
            let says = |words: &[&str]| !note.is_empty() && words.iter().any(|w| note.contains(w));
            organs.add(
                Organ {
                    level: level_of(level),
                    kind,
                    full,
                    years: (from.parse().ok(), to.parse().ok()),
                    own_level: says(&["carries its own level"]),
                    own_place: says(&["takes the place's own name", "takes no prefix"]),
                    ending: note.starts_with("ending"),
                    doubtful: note.starts_with('?'),
                },
                short,
            );
        }
        organs
    }

    fn add(&mut self, organ: Organ, short: &'static str) {
        let row = self.rows.len();
        // 经济和信息化委: every commission is called so.
        let commission = organ
            .full
            .strip_suffix("员会")
            .filter(|n| n.ends_with('委'));
        let commission = commission.filter(|_| organ.kind == "政府工作部门");
        let names = std::iter::once(organ.full).chain(short.split('；'));
        let names = names.chain(commission);
        for name in names.filter(|n| !n.is_empty()) {
            if organ.ending {
                self.endings.push(name);
                continue;
            }
            if organ.level.is_none() && name.contains(['、', '，']) {
                self.with_marks.push(name);
            }
            match (name.find('*'), name.rfind('*')) {
                (Some(first), Some(last)) => {
                    self.around.push((&name[..first], &name[last + 1..], row));
                }
                _ => self.names.entry(name).or_default().push(row),
            }
        }
        self.rows.push(organ);
    }

    /// A body of the centre by its whole name.
    pub fn central(&'static self, name: &str) -> Option<&'static Organ> {
        self.row(name, |o| o.level == Some(Level::Central))
    }

    /// A phrase that stands for several bodies, by its whole name.
    pub fn collective(&'static self, name: &str) -> Option<&'static Organ> {
        self.row(name, |o| o.level.is_none())
    }

    /// Collectives with marks in their names: 各市、区政府.
    pub fn collectives_with_marks(&'static self) -> impl Iterator<Item = &'static str> {
        self.with_marks.iter().copied()
    }

    /// A local body by the name of its kind, at one of `levels`.
    pub fn local(&'static self, stem: &str, levels: &[Level]) -> Option<&'static Organ> {
        let at = |level: &Level| self.row(stem, |o| o.level == Some(*level));
        levels.iter().find_map(at)
    }

    /// Whether a name is that of two local bodies in one: 规划国土局 is 规划局 and 国土局,
    /// 自然资源和城乡建设局 both with 和 between.
    pub fn joins_two(&'static self, name: &str, levels: &[Level]) -> bool {
        let words = &Grammar::get().words;
        let ends = words
            .endings
            .iter()
            .filter(|end| name.ends_with(end.as_str()));
        let Some(end) = ends.max_by_key(|end| end.len()) else {
            return false;
        };
        let stem = &name[..name.len() - end.len()];
        let exists = |part: &str| {
            let organ = self.local(&format!("{part}{end}"), levels);
            part.chars().count() > 1 && organ.is_some_and(Organ::takes_level)
        };
        let mut cuts = stem.char_indices().map(|(at, _)| stem.split_at(at)).skip(1);
        cuts.any(|(one, other)| {
            let ands = words
                .and
                .iter()
                .filter_map(|and| other.strip_prefix(and.as_str()));
            exists(one) && ands.chain([other]).any(exists)
        })
    }

    /// A body of any level by the name of its kind.
    pub fn anywhere(&'static self, stem: &str) -> Option<&'static Organ> {
        self.row(stem, |o| o.level.is_some())
    }

    /// The row of a name that fits, one that is sure before one that is not.
    fn row(&'static self, name: &str, fits: impl Fn(&Organ) -> bool) -> Option<&'static Organ> {
        let rows = self.names.get(name)?.iter().map(|&row| &self.rows[row]);
        rows.filter(|o| fits(o)).min_by_key(|o| o.doubtful)
    }

    /// What a whole printed name is known as: a body of the centre, one that carries its
    /// level, the kind behind a word of a level or a place, or a kind alone.
    pub fn find<'n>(&'static self, name: &'n str) -> Option<Known<'n>> {
        let alone = |organ| Known { organ, head: "" };
        if let Some(organ) = self.row(name, |o| {
            o.level == Some(Level::Central) || o.level.is_some() && o.own_level
        }) {
            return Some(alone(organ));
        }
        let local = self.row(name, |o| o.level.is_some());
        // 市场监管局 is a kind; 市发改委 is one behind 市.
        if let Some(organ) = local {
            return Some(alone(organ));
        }
        self.behind_head(name)
            .or_else(|| self.behind_places(name))
            .or_else(|| self.around(name))
            .or_else(|| self.behind_party(name))
            .or_else(|| self.branch(name))
            .or_else(|| self.party_group(name))
    }

    /// The party's own body inside a body that is known: 县卫健局党组.
    fn party_group<'n>(&'static self, name: &'n str) -> Option<Known<'n>> {
        let mut groups = PhraseWords::get().party_groups.iter();
        let body = groups.find_map(|group| name.strip_suffix(group.as_str()))?;
        self.behind_head(body)
    }

    /// The kind behind a word of a level or a place.
    fn behind_head<'n>(&'static self, name: &'n str) -> Option<Known<'n>> {
        heads(name).into_iter().find_map(|(length, levels)| {
            let rest = &name[length..];
            // 市政府督查室, 区委区政府督查室
            let head = &name[..length];
            let both = || rest.strip_prefix('委')?.strip_prefix(head);
            let office = || {
                let rest = both().unwrap_or(rest);
                self.local(rest.strip_prefix("政府")?, levels)
            };
            let organ = self.local(rest, levels).or_else(office)?;
            Some(Known {
                organ,
                head: &name[..length],
            })
        })
    }

    /// The kind behind a place and one inside it that leaves out its own kind:
    /// 苏州市吴江生态环境局, 安徽省合肥监狱.
    fn behind_places<'n>(&'static self, name: &'n str) -> Option<Known<'n>> {
        let mut outer = Places::get().longest_prefix(name)?;
        // 江苏省苏州市吴江生态环境局
        while let Some(more) = Places::get().longest_prefix(&name[outer..]) {
            outer += more;
        }
        let inner = stem_at_head(&name[outer..])?;
        let (head, stem) = name.split_at(outer + inner);
        let organ = self.local(stem, &[Level::County, Level::City, Level::Province])?;
        Some(Known { organ, head })
    }

    /// The part of a body that is named after a place: 杭州市规划和自然资源局富阳分局.
    fn branch<'n>(&'static self, name: &'n str) -> Option<Known<'n>> {
        let branches = PhraseWords::get().branches.iter();
        let body = branches
            .filter(|b| b.chars().count() > 1)
            .find_map(|b| name.strip_suffix(b.as_str()))?;
        let places = body.char_indices().rev().take(LONGEST_BRANCH).skip(1);
        let (at, _) = places
            .into_iter()
            .find(|(at, _)| is_listed_place(&body[*at..]))?;
        let body = &body[..at];
        self.behind_head(body).filter(|k| !k.head.is_empty())
    }

    /// 中共苏州市委组织部, 自治区党委组织部: a party body in other words.
    fn behind_party<'n>(&'static self, name: &'n str) -> Option<Known<'n>> {
        if let Some(rest) = name.strip_prefix("中共") {
            let found = self.behind_head(rest)?;
            let head = &name[..name.len() - rest.len() + found.head.len()];
            return Some(Known { head, ..found });
        }
        let at = name.find("党委")?;
        let (head, rest) = (&name[..at], &name[at + '党'.len_utf8()..]);
        let (_, levels) = *heads(name).iter().find(|(length, _)| *length == at)?;
        let organ = self.local(rest, levels)?;
        Some(Known { organ, head })
    }

    /// A name with its place inside: 国家税务总局苏州市税务局, 东陵海关.
    fn around<'n>(&'static self, name: &'n str) -> Option<Known<'n>> {
        let place = |before: &str, behind: &str| -> Option<&'n str> {
            let inside = name.strip_prefix(before)?.strip_suffix(behind)?;
            let count = inside.chars().count();
            let han = inside.chars().all(crate::source::is_han);
            // 国家矿山安全监察局及药监局
            let mut links = Grammar::get().words.and.iter();
            let joined = links.any(|w| inside.starts_with(w.as_str()));
            if joined && !is_listed_place(inside) {
                return None;
            }
            ((2..=LONGEST_PLACE).contains(&count) && han).then_some(inside)
        };
        let found = self.around.iter().filter_map(|&(before, behind, row)| {
            let inside = place(before, behind)?;
            // With nothing before it only a place makes the name one of this kind.
            let short = self.rows[row].own_place && inside.chars().count() <= 4;
            let named = before.is_empty() && !is_listed_place(inside) && !short;
            let odd =
                self.rows[row].level.is_none() || !is_listed_place(inside) && !may_be_place(inside);
            let named = named || odd;
            (!named).then_some((before.len() + behind.len(), row, before, inside))
        });
        let (_, row, before, inside) = found.max_by_key(|f| f.0)?;
        Some(Known {
            organ: &self.rows[row],
            head: if before.is_empty() { inside } else { "" },
        })
    }

    /// Whether a name ends as many names of enterprises and institutions do, and has
    /// something before that.
    pub fn has_ending(&self, name: &str) -> bool {
        let long = |e: &&&str| name.len() > e.len() && name.ends_with(**e);
        self.endings.iter().find(long).is_some()
    }
}

impl Organ {
    /// Whether the word of a level may be lent to it from the first name of a group.
    pub fn takes_level(&self) -> bool {
        let own = matches!(
            self.kind,
            "企业" | "民主党派" | "军事机关" | "基层组织" | "乡镇机构"
        );
        self.level.is_some_and(|l| l != Level::Central)
            && !self.own_level
            && !self.own_place
            && !own
    }

    /// An office of a town, such as 财政所, that does not carry the word of its level itself.
    pub fn is_office_of_town(&self) -> bool {
        let itself = ["镇", "乡", "街道"]
            .iter()
            .any(|w| self.full.starts_with(w));
        self.kind == "乡镇机构" && !self.own_level && !self.own_place && !itself
    }
}

fn level_of(word: &str) -> Option<Level> {
    Some(match word {
        "central" => Level::Central,
        "province" => Level::Province,
        "city" => Level::City,
        "county" => Level::County,
        "town" => Level::Town,
        _ => return None,
    })
}

/// What a name may begin with before the name of a kind, longest first: bytes, and the
/// levels that it may mean.
pub fn heads(name: &str) -> Vec<(usize, &'static [Level])> {
    let mut found: Vec<(usize, &'static [Level])> = Vec::new();
    for (count, (at, c)) in (1..=LONGEST_PLACE).zip(name.char_indices()) {
        let end = at + c.len_utf8();
        if end == name.len() {
            break;
        }
        let head = &name[..end];
        if let Some((word, levels)) = level_word(head) {
            // 市发改委, or 白马区教育局; 小区 and the like are no places.
            let length = word.chars().count();
            // 白马区城市更新局
            let none = PhraseWords::get()
                .no_endings
                .iter()
                .any(|w| head.ends_with(w.as_str()));
            if none && !is_listed_place(head) {
                continue;
            }
            if count == length || count >= length + 2 && may_be_place(head) || is_listed_place(head)
            {
                found.push((end, levels));
            }
        } else if PhraseWords::get()
            .zones
            .iter()
            .any(|z| head.ends_with(z.as_str()))
        {
            found.push((end, &[Level::Town, Level::County]));
        } else if Places::get().stem(head).is_some() {
            found.push((end, &[Level::City, Level::County, Level::Province]));
        }
    }
    found.reverse();
    found
}

/// The word of a level that a text ends with.
pub fn level_word(text: &str) -> Option<(&'static str, &'static [Level])> {
    let levels = PhraseWords::get().levels.iter();
    let fits = levels.filter(|(word, _)| text.ends_with(word.as_str()));
    let found = fits.max_by_key(|(word, _)| word.len())?;
    Some((found.0.as_str(), found.1.as_slice()))
}

/// The same of what stands before a name: a level alone, or a place with its kind; of 甲州
/// in 甲州海关 the last character is no level.
pub fn level_of_head(head: &str) -> Option<&'static [Level]> {
    let (word, levels) = level_word(head)?;
    let longer = head.chars().count() - word.chars().count();
    let listed = Places::get().kind(head).is_some();
    (longer != 1 || listed).then_some(levels)
}

/// How long the place without its kind is that a text begins with, in bytes: 吴江 of
/// 吴江生态环境局.
pub fn stem_at_head(text: &str) -> Option<usize> {
    let places = Places::get();
    let ends = text.char_indices().map(|(at, c)| at + c.len_utf8());
    ends.take(LONGEST_STEM)
        .filter(|&end| places.stem(&text[..end]).is_some())
        .last()
}

/// The longest of such places, in characters: 西双版纳.
const LONGEST_STEM: usize = 5;

/// Whether the gazetteer has a place, with its kind or without it.
pub fn is_listed_place(text: &str) -> bool {
    let places = Places::get();
    places.kind(text).is_some() || places.stem(text).is_some()
}

/// Whether a text is the name of a place, as far as the gazetteer or its last word tell.
pub fn is_place(text: &str) -> bool {
    let zones = || PhraseWords::get().zones.iter();
    let zone = || {
        zones()
            .find(|z| text.ends_with(z.as_str()))
            .map(String::as_str)
    };
    is_listed_place(text)
        || may_be_place(text)
            && level_word(text)
                .map(|w| w.0)
                .or_else(zone)
                .is_some_and(|w| text.len() > w.len())
}

/// Whether nothing in a text speaks against its being a place: words that link names may
/// stand at its head (及第县), but none inside, and it begins with no word of a level.
fn may_be_place(text: &str) -> bool {
    let words = PhraseWords::get();
    let level = words.begins_with_level(text);
    let by = text.starts_with(|c| words.never_first.contains(c));
    // 会同里街道
    let links = &Grammar::get().words;
    let mut heads = links
        .with
        .iter()
        .filter_map(|w| text.strip_prefix(w.as_str()));
    let rest = heads.next().unwrap_or(text);
    let several = words.several.iter().any(|w| rest.starts_with(w.as_str()));
    let behind = rest.chars().skip(1);
    // 平等区, 宜和市
    let short = text.chars().count() == 3;
    let inside = behind
        .into_iter()
        .any(|c| words.no_place.contains(c) && !(short && "等和".contains(c)));
    !level && !by && !several && !inside
}
