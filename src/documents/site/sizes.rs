//! How large what is drawn of values is: here alone. Templates get the sizes with each
//! picture; the arrow and the swatches of the key, which no value changes, stand in
//! `parts.html`.

use serde::Serialize;

/// Pictures of bars and of points, a row for each area or indicator. Heights and places are
/// in pixels, those of a row from its upper edge.
#[derive(Debug, Serialize)]
pub(super) struct RowSizes {
    /// A row: a line of words, and what is drawn below it.
    pub row: u32,
    /// The line that words stand on.
    pub words: u32,
    /// Where marks begin.
    pub mark: u32,
    /// How thick they and the track below bars are.
    pub thick: u32,
    /// The axis below points, a pixel thick.
    pub axis: u32,
    /// The middle of the points on it.
    pub middle: u32,
    /// Where the city's line begins.
    pub city: u32,
    /// How tall it is.
    pub city_tall: u32,
    /// The radius of an area's own point.
    pub disc: u32,
    /// That of the others' points.
    pub ring: u32,
}

/// The sizes of bars and points.
pub(super) const ROWS: RowSizes = RowSizes {
    row: 46,
    words: 14,
    mark: 23,
    thick: 12,
    axis: 28,
    middle: 29,
    city: 20,
    city_tall: 18,
    disc: 6,
    ring: 4,
};

/// The picture of units by sections. Heights and places are in pixels, those of a row from
/// its upper edge.
#[derive(Debug, Serialize)]
pub(super) struct MatrixSizes {
    /// A row.
    pub row: u32,
    /// The line that the numbers of the sections stand on, in the first row.
    pub head: u32,
    /// The line that the words of other rows stand on.
    pub words: u32,
    /// Where squares begin.
    pub square: u32,
    /// How tall they are.
    pub square_tall: u32,
    /// Where the squares begin at the left, in percent; names stand before it.
    pub names: f64,
    /// What is left free beside each square, in percent.
    pub beside: f64,
}

/// The sizes of the picture of units by sections.
pub(super) const MATRIX: MatrixSizes = MatrixSizes {
    row: 26,
    head: 16,
    words: 18,
    square: 2,
    square_tall: 23,
    names: 44.0,
    beside: 0.3,
};

/// Where the axis of bars ends, as a share of the largest value: room for an arrow.
pub(super) const ROOM: f64 = 1.1;

/// How far the axis of points goes on at either end, as a share of its length.
pub(super) const MARGIN: f64 = 0.1;

/// How much larger than any area's a city's target may be and still be drawn;
/// a total over all areas would press their bars flat.
pub(super) const FAR: f64 = 2.0;

/// Half the width of the sign for 左右, in percent of the picture.
pub(super) const ABOUT: f64 = 2.5;

/// Where an arrow stands that says that a bar goes on, in percent of the picture.
pub(super) const ARROW: f64 = 97.0;

/// How far from its point an arrow stands, in percent of the picture.
pub(super) const POINTED: f64 = 1.5;

/// How thick a line is that stands for a value, in percent of the picture.
pub(super) const LINE: f64 = 0.4;

/// How thick the line is of what stays as it is, in percent of the picture.
pub(super) const STILL: f64 = 0.8;

/// Where the line stands of a value that has no number, in percent of the picture.
pub(super) const HALF: f64 = 50.0;

/// Bars of progress, a row for each section or unit. Heights and places are in pixels, those of
/// a row from its upper edge.
#[derive(Debug, Serialize)]
pub(super) struct ProgressSizes {
    /// A row: a line of words, and the bar below it.
    pub row: u32,
    /// The line that words stand on.
    pub words: u32,
    /// Where the bar begins.
    pub bar: u32,
    /// How thick it is.
    pub thick: u32,
    /// The line that the numbers on it stand on.
    pub number: u32,
    /// How wide a part must be to have its number on it, in percent.
    pub least: f64,
}

/// The sizes of bars of progress.
pub(super) const PROGRESS: ProgressSizes = ProgressSizes {
    row: 50,
    words: 14,
    bar: 21,
    thick: 20,
    number: 36,
    least: 6.0,
};
