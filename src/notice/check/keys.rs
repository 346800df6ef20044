//! The keys that rows keep.

use crate::notice::check::Auditor;
use crate::notice::keys;

impl Auditor<'_> {
    /// `key`: what a row keeps is a key, and that of no other row of its kind.
    pub(super) fn keys(&mut self) {
        for fault in keys::faults(self.notice) {
            let place = self.place(None, fault.file, &fault.key);
            let message = match fault.twice {
                true => format!("键“{}”有两处在用", fault.key),
                false => format!("“{}”不能作键：要八个小写字母和数字", fault.key),
            };
            self.error(
                "key",
                message,
                place,
                "键由程序写，网址和答复靠它认；请删去这一行",
            );
        }
    }
}
