//! Pictures of one replay: SVG for the screen and print, PNG for slides. The only module that knows plotters.
//!
//! A chart is a function from what a replay did ([`Story`]) to a [`Picture`], a plain list of shapes in drawing
//! order; rendering to either format comes after. [`Series`] watches the replay and keeps what the monthly
//! figures cannot tell: the balance over time, recharges, conditions and pauses, in bounded memory.
//!
//! Colours have one meaning in all charts, given in `palette.rs`. Text is measured and drawn with a bundled font,
//! so that every machine makes the same bytes.

mod area;
mod axis;
mod balance;
mod bands;
mod beside;
mod calibration;
mod caps;
mod columns;
mod differences;
mod facts;
mod font;
mod forecast;
mod hue;
mod lanes;
mod legend;
mod palette;
mod panel;
mod pauses;
mod picture;
mod ramp;
mod range;
mod real;
mod render;
mod scale;
mod series;
mod sheet;
mod spend;
mod steps;
mod story;
pub(in crate::output) mod sweep;
mod ticks;
mod usage;

#[cfg(test)]
mod tests;

pub use beside::{balances, spends};
pub use calibration::draw_calibration;
pub use differences::{Difference, draw_differences};
pub(in crate::output) use facts::{Balance, Runs, TaskLane, Usage};
pub use forecast::forecast_pictures;
pub(in crate::output) use hue::{Hue, Rgb};
pub use picture::Picture;
pub(in crate::output) use ramp::RAMP;
pub use render::ChartError;
pub use series::Series;
pub use story::{Chart, Story};
