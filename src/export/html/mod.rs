//! A web page that needs nothing but itself: no remote reference, readable by ear, by eye, on a telephone and on paper.
//!
//! Read in this order: `page` (the page around it all), `table` (tables, those to be searched among them), `chart`
//! (numbers as pictures, each with its table). `page.css` is how it looks; `page.js` is the one script, which adds search,
//! filters and sorting to tables that are whole without it. The page lets no other script run: it names the script's hash.

mod chart;
mod page;
mod table;

pub(super) use page::render;
