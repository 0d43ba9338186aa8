//! The pictures of a forecast, by the names of their files.

use super::{deferred, exposure, fan, money, what_if};
use crate::experiment::forecast::Forecast;
use crate::output::chart::Picture;

/// Every picture, with the name of its file, without the ending.
pub fn forecast_pictures(forecast: &Forecast) -> Vec<(&'static str, Picture)> {
    let mut pictures = vec![
        ("fan", fan::of_all(forecast)),
        ("organisations", fan::of_one(forecast)),
        ("cap-exposure", exposure::draw(forecast)),
        ("deferred", deferred::draw(forecast)),
        ("money", money::draw(forecast)),
    ];
    if !forecast.study.variants.is_empty() {
        pictures.push(("what-if", what_if::draw(forecast)));
    }
    pictures
}
