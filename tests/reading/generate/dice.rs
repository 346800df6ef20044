//! Numbers that look like chance and are the same at every run.

/// A small generator (SplitMix64), so that a failing case can be named by its number.
pub struct Dice(u64);

impl Dice {
    /// The numbers of the case `number` of a set.
    pub fn new(set: u64, number: usize) -> Dice {
        let mut dice = Dice(set.wrapping_mul(0x2545_f491_4f6c_dd1d) ^ number as u64);
        dice.roll(1);
        dice
    }

    /// One of `0..sides`.
    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % sides.max(1) as u64) as usize
    }

    /// From `low` to `high`, both included.
    pub fn between(&mut self, low: usize, high: usize) -> usize {
        low + self.roll(high - low + 1)
    }

    /// Whether a thing happens that happens once in `sides` times.
    pub fn one_in(&mut self, sides: usize) -> bool {
        self.roll(sides) == 0
    }

    /// One of several.
    pub fn pick<'t, T: ?Sized>(&mut self, from: &[&'t T]) -> &'t T {
        from[self.roll(from.len())]
    }

    /// One of several.
    pub fn of<'t, T>(&mut self, from: &'t [T]) -> &'t T {
        &from[self.roll(from.len())]
    }
}
