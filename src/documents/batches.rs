//! What of one notice is handed out in print, and the documents that can be made only
//! when others are: the batches for the printer, and the list of copies.

use crate::view::{NoticeRef, NoticeViews};

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
}

/// One document of a batch.
#[derive(Debug, Clone)]
pub struct Member {
    /// Path below `out/`.
    pub path: String,
    /// For whom it is.
    pub audience: String,
}

impl From<&NoticeViews> for Handout {
    fn from(views: &NoticeViews) -> Self {
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
            notice,
        }
    }
}
