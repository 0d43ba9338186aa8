//! `report.html`: one file to read, send and print, that asks nothing of the network.
//!
//! `page.rs` is the shell that every report shares, with tables, tiles and places of charts in files beside it; the
//! `run` folder fills it with a run, the `sweep` folder with a sweep, the `forecast` folder with a forecast. The pages' own scripts and styles stand here
//! as they are served; uPlot, the plotting library (MIT), is in `vendor/`. Text enters a page through `html.rs`
//! alone, which escapes it, and data as JSON that cannot end its script.

mod colours;
mod data;
mod facts;
mod figure;
mod forecast;
mod glossary;
mod html;
mod page;
mod run;
mod sweep;
mod table;
mod tile;

pub use forecast::forecast_page;
pub use run::{Reproduction, RunReport};
pub use sweep::sweep_page;
