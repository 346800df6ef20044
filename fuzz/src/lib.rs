//! What the fuzz targets and the suite share.

pub mod entries;
