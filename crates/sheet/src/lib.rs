//! What the page and the still pictures share, without a browser and without files.
//!
//! | module | what it does |
//! |---|---|
//! | [`language`] | the two languages of the book, from their codes |
//! | [`number`] | numbers as people read them: `10 000`, `−0.5`, `1.3·10⁻¹¹` |
//! | [`decimal`] | numbers to decimal digits and back, exactly and without the standard library's tables |
//! | [`axis`] | round marks for an axis |
//! | [`graph`] | the graph of a function as SVG |
//! | [`markup`] | text and coordinates for HTML and SVG |
//! | [`colour`] | colours between colours |
//! | [`theme`] | the site's colours by what they are for, as a style sheet |
//!
//! The page measures elements and reads the style sheet in force; both reach this crate as numbers and colours.

pub mod axis;
pub mod colour;
pub mod graph;
pub mod language;
pub mod markup;
pub mod number;
pub mod theme;

pub use redes_decimal as decimal;
