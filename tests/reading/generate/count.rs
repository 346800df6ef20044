//! How many were tried, and what became of them.

use super::compare::Difference;

/// What became of the cases of a set.
#[derive(Debug, Default)]
pub struct Count {
    pub made: usize,
    pub equal: usize,
    /// Of the equal ones, those of which something was said all the same.
    pub doubted: usize,
    /// What differed was said.
    pub remarked: usize,
    /// What differed was not said, each with its story.
    pub silent: Vec<String>,
    /// Right notices that were refused.
    pub refused: Vec<String>,
}

/// Stories that are printed.
const SHOWN: usize = 20;

impl Count {
    /// Books one case. `differences` are those found, with whether each was said.
    pub fn book(
        &mut self,
        story: impl Fn(&str) -> String,
        differences: &[(Difference, bool)],
        warned: bool,
    ) {
        self.made += 1;
        if differences.is_empty() {
            self.equal += 1;
            self.doubted += usize::from(warned);
        } else if differences.iter().all(|(_, said)| *said) {
            self.remarked += 1;
        } else {
            let silent = differences.iter().filter(|(_, said)| !said);
            let what: Vec<String> = silent.map(|(d, _)| d.what.clone()).collect();
            self.silent.push(story(&what.join("\n    ")));
        }
    }

    /// Books a notice that was refused.
    pub fn refuse(&mut self, story: String) {
        self.made += 1;
        self.refused.push(story);
    }

    /// Prints what became of all, and fails where something differed in silence, or where
    /// more than `bound` in a hundred differed at all.
    pub fn judge(&self, set: &str, open: &Open) {
        let all = std::env::var_os("GONGWEN_SHOW_ALL").is_some();
        let shown = if all { usize::MAX } else { SHOWN };
        for story in self.refused.iter().take(shown) {
            println!("refused: {story}");
        }
        for story in self.silent.iter().take(shown) {
            println!("silent: {story}");
        }
        let (silent, refused) = (self.silent.len(), self.refused.len());
        let told = format!(
            "{} generated {set}: {} equal ({} of them doubted), {} differ and say so, {silent} differ in silence, {refused} refused",
            self.made, self.equal, self.doubted, self.remarked
        );
        println!("{told}");
        assert!(self.made > 0, "{told}");
        let share = |count: usize| count as f64 * 100.0 / self.made as f64;
        for (what, count, bound) in [
            ("differ in silence", silent, open.silent),
            ("differ and say so", self.remarked, open.remarked),
            ("are refused", refused, open.refused),
        ] {
            let found = share(count);
            assert!(
                found <= bound,
                "{told}: {found:.1} in a hundred {what}, more than {bound}"
            );
        }
    }
}

/// What the readers do not read right yet, in a hundred cases. None of these may grow; the
/// aim is none in silence and none refused.
pub struct Open {
    /// They differ, and no 注意 says so.
    pub silent: f64,
    /// They differ, and a 注意 quotes what differs.
    pub remarked: f64,
    /// The notice is refused.
    pub refused: f64,
}

/// How many cases a set has, where `PROPTEST_CASES` asks for more or fewer than usual.
pub fn many(usual: usize) -> usize {
    let asked = std::env::var("PROPTEST_CASES").ok();
    let asked = asked.and_then(|cases| cases.parse::<usize>().ok());
    asked.map_or(usual, |cases| (usual * cases).div_ceil(256).max(1))
}
