//! Notices that are put away come back as they were, and in their order: one alone, two,
//! and more than are held in memory.

use std::fs;
use std::sync::Arc;

use gongwen::notice::check;
use gongwen::project::spool::NoticeSpool;
use gongwen::units::register::Register;

use crate::shapes::read_bytes;
use crate::test_project::root;

#[test]
fn what_is_put_away_comes_back() {
    let sample = root().join("tests/samples/small");
    let seed = fs::read(sample.join("seeds/notice.txt")).unwrap();
    let register = fs::read_to_string(sample.join("content/units/wuzhou.yaml")).unwrap();
    let register = Arc::new(Register::from_yaml(&register).unwrap());
    let notice = read_bytes("seeds/notice.txt", &seed, &register).0.unwrap();
    let checked = |number: usize| {
        let mut notice = notice.clone();
        notice.circular.title = format!("第{number}份");
        let checked = check::check(notice, &register, "content/wufu-2018-7");
        checked.value.unwrap()
    };
    let notices = [0, 1, 2].map(checked);
    let texts = notices.each_ref().map(|n| n.to_spool().unwrap());
    let duties = notices[0].duties().units.len();
    let folder = tempfile::tempdir().unwrap();
    // The last is more than two megabytes.
    for count in [0, 1, 2, (2 << 20) / texts[0].len() + 2] {
        let mut archive = NoticeSpool::beside(folder.path());
        for number in 0..count {
            archive.add(notices[number % 3].clone()).unwrap();
        }
        assert_eq!(archive.len(), count);
        assert_eq!(archive.registers().count(), count);
        let found: Vec<_> = archive.notices().map(Result::unwrap).collect();
        assert_eq!(found.len(), count);
        for (number, notice) in found.iter().enumerate() {
            assert_eq!(notice.to_spool().unwrap(), texts[number % 3]);
            assert_eq!(notice.duties().units.len(), duties);
        }
        assert!(archive.get(count).unwrap().is_none());
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}
