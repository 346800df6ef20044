//! A generator that knows the truth: phrases and notices are made from a model and
//! printed in many styles; what is read must be the model, or a 注意 must quote what
//! differs. `PROPTEST_CASES` makes it try more: 12800 is 100,000 phrases and 15,000
//! notices. A case is named by its number and is the same at every run.
//!
//! What even a careful clerk could not decide is not printed; the places that leave it
//! out say so.

mod compare;
mod count;
mod dice;
mod duty;
mod letter;
mod lists;
mod model;
mod names;
mod notices;
mod numbers;
mod organs;
mod outline;
mod phrases;
mod sheet;
mod texts;
mod trial;
mod world;

use count::many;

/// So many in a hundred may differ from the model where a 注意 says so.
const BOUND: f64 = 3.0;

#[test]
fn generated_phrases() {
    trial::run(0..many(2000)).judge("phrases", BOUND);
}

#[test]
fn generated_notices() {
    notices::run(0..many(300)).judge("notices", BOUND);
}
