//! The annex of indicators: every area once, and the areas against the city.

use std::collections::HashMap;

use crate::grammar::Grammar;
use crate::notice::check::Auditor;
use crate::notice::target::{Target, Value};
use crate::notice::{File, Indicator, IndicatorTable};
use crate::units::register::Register;

impl Auditor<'_> {
    /// `target-value`: the value beside a text is what the text says.
    pub(super) fn values(&mut self) {
        let cells = self.notice.indicator_tables().flat_map(|(file, table)| {
            let rows = table.indicators.iter();
            rows.flat_map(move |row| row.targets.iter().map(move |target| (file, row, target)))
        });
        let differs = |target: &Target| {
            let (value, also) = Value::parse(&target.text);
            value.is_some() && (value, also) != (target.value.clone(), target.also.clone())
        };
        let wrong: Vec<_> = cells
            .filter(|(_, _, target)| differs(target))
            .map(|(file, row, target)| {
                let place = self.place(row.line, file, &target.text);
                let message = format!("“{}”的“{}”旁边写的值不是这个", row.name, target.text);
                (message, place)
            })
            .collect();
        for (message, place) in wrong {
            let hint = "值由 text 读出，不另外写；请照 text 改正 value 和 also";
            self.error("target-value", message, place, hint);
        }
    }

    /// `area-cover`: every indicator covers every area once.
    pub(super) fn areas(&mut self, register: &Register) {
        for (file, table) in self.notice.indicator_tables() {
            self.areas_of(file, table, register);
        }
    }

    fn areas_of(&mut self, file: File, table: &IndicatorTable, register: &Register) {
        let mut wrong = Vec::new();
        for row in &table.indicators {
            let mut seen: HashMap<&str, usize> = HashMap::new();
            for area in row.targets.iter().flat_map(|t| &t.areas) {
                *seen.entry(area).or_default() += 1;
            }
            let place = self.place(row.line, file, &row.name);
            for area in &table.areas {
                match seen.remove(area.as_str()) {
                    Some(1) => {}
                    Some(_) => {
                        wrong.push((format!("“{}”给{area}定了两次目标", row.name), place.clone()))
                    }
                    None => wrong.push((format!("“{}”没有{area}的目标", row.name), place.clone())),
                }
            }
            let mut strangers: Vec<&str> = seen.into_keys().collect();
            strangers.sort_unstable();
            for area in strangers {
                wrong.push((
                    format!("“{}”里的“{area}”不是这张表的地区", row.name),
                    place.clone(),
                ));
            }
        }
        let strange = |a: &&String| !register.bare && register.area(a).is_none();
        for area in table.areas.iter().filter(strange) {
            let place = self.place(None, file, area);
            self.warning(
                "area-unregistered",
                format!("登记册里没有“{area}”这个地区；它没有专包"),
                place,
                "请在 content/units/ 的 areas 里登记它",
            );
        }
        for (message, place) in wrong {
            self.error(
                "area-cover",
                message,
                place,
                "每个指标对每个地区要有且只有一格；没有目标的写“—”",
            );
        }
    }

    /// `district-sum`, `district-range`: amounts of the districts add up to the
    /// city's; rates of the city lie among those of the districts. A remark only:
    /// the districts may be asked for more than the city.
    pub(super) fn sums(&mut self, register: &Register) {
        for (file, table) in self.notice.indicator_tables() {
            self.sums_of(file, table, register);
        }
    }

    fn sums_of(&mut self, file: File, table: &IndicatorTable, register: &Register) {
        let whole = |name: &&String| register.area(name).is_some_and(|a| a.whole);
        let Some(city) = table.areas.iter().find(whole).or(table.areas.first()) else {
            return;
        };
        for row in &table.indicators {
            let Some((city_value, others)) = numbers(row, city) else {
                continue;
            };
            let place = self.place(row.line, file, &row.name);
            let (low, high) = bounds(city_value);
            if is_amount(row) {
                let sum: f64 = others.iter().sum();
                let slack = if matches!(city_value, Value::About(_)) {
                    0.05
                } else {
                    0.005
                };
                if sum < low * (1.0 - slack) || sum > high * (1.0 + slack) {
                    let message = format!(
                        "“{}”各地合计 {}{}，{city}是 {}",
                        row.name,
                        rounded(sum),
                        row.unit,
                        text_of(row, city)
                    );
                    self.note("district-sum", message, place);
                }
            } else if row.unit.contains('%') || row.unit.contains('％') {
                let least = others.iter().copied().fold(f64::INFINITY, f64::min);
                let most = others.iter().copied().fold(f64::NEG_INFINITY, f64::max);
                if high < least || low > most {
                    let message = format!(
                        "“{}”{city}是 {}，不在各地的 {} 到 {} 之间",
                        row.name,
                        text_of(row, city),
                        rounded(least),
                        rounded(most)
                    );
                    self.note("district-range", message, place);
                }
            }
        }
    }
}

/// The city's value, and one number for each other area, where all have one.
fn numbers<'n>(row: &'n Indicator, city: &str) -> Option<(&'n Value, Vec<f64>)> {
    let mut own = None;
    let mut others = Vec::new();
    for target in &row.targets {
        for area in &target.areas {
            let value = target.value.as_ref()?;
            if area == city {
                own = Some(value);
            } else if *value != Value::NotApplicable {
                // A change and a level are not of a kind.
                let number = matches!(
                    value,
                    Value::Number(_)
                        | Value::About(_)
                        | Value::Range(..)
                        | Value::AtLeast(_)
                        | Value::AtMost(_)
                );
                others.push(number.then(|| value.as_number()).flatten()?);
            }
        }
    }
    let own = own?;
    let level = matches!(own, Value::Number(_) | Value::About(_) | Value::Range(..));
    (level && others.len() > 1).then_some((own, others))
}

fn bounds(value: &Value) -> (f64, f64) {
    match value {
        Value::Range(a, b) => (a.0, b.0),
        _ => value.as_number().map_or((0.0, 0.0), |n| (n, n)),
    }
}

/// Amounts can be added up; rates, shares and incomes a head cannot.
fn is_amount(row: &Indicator) -> bool {
    let words = &Grammar::get().sums;
    let begins = |w: &String| row.unit.starts_with(w.as_str());
    let holds = |w: &String| row.name.contains(w.as_str());
    words.units.iter().any(begins) && !words.never.iter().any(holds)
}

fn text_of<'n>(row: &'n Indicator, area: &str) -> &'n str {
    let owns = |t: &&crate::notice::Target| t.areas.iter().any(|a| a == area);
    row.targets.iter().find(owns).map_or("", |t| &t.text)
}

fn rounded(number: f64) -> f64 {
    (number * 100.0).round() / 100.0
}
