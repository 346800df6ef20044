//! What of one notice is handed out in print, and the documents that can be made only
//! when others are: the batches for the printer, and the list of copies.

use crate::view::{NoticeRef, NoticeViews, SheetView, UnitRef};
use crate::wording::Pages;

/// The sheets and packets of one notice, in printed order.
#[derive(Debug, Clone)]
pub struct Handout {
    /// The notice.
    pub notice: NoticeRef,
    /// How many units get the circular by itself, because no packet brings it.
    pub alone: usize,
    /// The sheets.
    pub sheets: Vec<Member>,
    /// The packets.
    pub packets: Vec<Member>,
    /// What each unit gets, where the office offers it as one file.
    pub papers: Vec<Papers>,
}

/// The papers of one unit.
#[derive(Debug, Clone)]
pub struct Papers {
    /// The unit.
    pub unit: UnitRef,
    /// Its sheet, the data of it, its packet where it governs an area, and the circular: paths
    /// below `out/`, and names that say to a person what each is.
    pub files: Vec<(String, String)>,
}

impl Papers {
    fn of(views: &NoticeViews, sheet: &SheetView, words: &Pages) -> Papers {
        let id = &views.circular.notice.id;
        let unit = &sheet.unit;
        let title = words.sheet.with([("unit", &unit.name)]);
        let stem = format!("{id}/units/{}", unit.slug);
        let mut files = vec![
            (format!("{stem}.pdf"), format!("{title}.pdf")),
            (format!("{stem}.xlsx"), format!("{title}.xlsx")),
        ];
        let governed = views.packets.iter().filter(|packet| {
            let government = packet.government.as_ref();
            government.is_some_and(|government| government.name == unit.name)
        });
        for area in governed.map(|packet| &packet.area) {
            if let Some(slug) = &area.slug {
                let name = format!("{}{}.pdf", area.full, words.copies_packet);
                files.push((format!("{id}/areas/{slug}.pdf"), name));
            }
        }
        let circular = format!("{}.pdf", words.whole_notice);
        files.push((format!("{id}/notice.pdf"), circular));
        Papers {
            unit: unit.clone(),
            files,
        }
    }
}

/// One document of a batch.
#[derive(Debug, Clone)]
pub struct Member {
    /// Path below `out/`.
    pub path: String,
    /// For whom it is.
    pub audience: String,
}

impl Handout {
    /// What of a notice is handed out; with `archives` also as one file a unit.
    pub fn of(views: &NoticeViews, archives: bool, words: &Pages) -> Self {
        let notice = views.circular.notice.clone();
        let member = |stem: String, audience: &str| Member {
            path: format!("{}/{stem}.pdf", notice.id),
            audience: audience.to_owned(),
        };
        let with_packet = |unit: &str| {
            let mut governments = views.packets.iter().filter_map(|p| p.government.as_ref());
            governments.any(|g| g.name == unit)
        };
        let sheets = views.sheets.iter().map(|s| &s.unit);
        let packets = views.packets.iter().map(|p| &p.area);
        Handout {
            alone: sheets.clone().filter(|u| !with_packet(&u.name)).count(),
            sheets: sheets
                .map(|unit| member(format!("units/{}", unit.slug), &unit.name))
                .collect(),
            packets: packets
                .filter_map(|area| {
                    let slug = area.slug.as_ref()?;
                    Some(member(format!("areas/{slug}"), &area.full))
                })
                .collect(),
            papers: match archives {
                true => { views.sheets.iter() }
                    .map(|sheet| Papers::of(views, sheet, words))
                    .collect(),
                false => Vec::new(),
            },
            notice,
        }
    }
}
