//! What variants change.

use super::about::{about, titled};
use crate::experiment::forecast::{Effect, Forecast, Relative, measure};
use crate::output::chart::Picture;
use crate::output::chart::differences::{Difference, VARIANTS, draw as draw_rows};
use crate::output::chart::sheet::Sheet;
use crate::output::forecast::CHANGES;

/// Relative changes of totals over the whole horizon, in the order of the tables.
pub(super) fn draw(forecast: &Forecast) -> Picture {
    let title = titled(forecast, "What if: change over the whole horizon");
    let variants: Vec<&str> = forecast.study.variants.iter().map(|variant| variant.title.as_str()).collect();
    let changes: Vec<Difference> = CHANGES.iter().filter_map(|change| difference(forecast, change)).collect();
    if changes.is_empty() {
        let why = "Nothing of what variants may change is above 0.";
        return Sheet::blank(&title, &about(forecast, "nothing to show"), why);
    }
    let mut what = "totals relative to the forecast’s own settings, organisation by organisation".to_owned();
    if variants.len() > VARIANTS.len() {
        what = format!("{what}; the first {} of {} variants", VARIANTS.len(), variants.len());
    }
    draw_rows((&title, &about(forecast, &what)), &variants, &changes)
}

/// `None` where there is nothing to be relative to.
fn difference(forecast: &Forecast, &(name, words): &(&str, &str)) -> Option<Difference> {
    let place = measure(name)?;
    let relative = |variant: usize| {
        let Effect { relative, .. } = forecast.effect(variant, forecast.whole(), place)?;
        // One organisation has no interval: its mark stands without whiskers.
        relative.map(|Relative { share, half_width }| (share, half_width.unwrap_or_default()))
    };
    let relative: Vec<_> = (0..forecast.study.variants.len()).map(relative).collect();
    relative.iter().any(Option::is_some).then(|| Difference { metric: words.to_owned(), relative })
}
