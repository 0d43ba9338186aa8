//! What a back-test says, and what to do.

use super::words::{band, figure, months, percent};
use crate::experiment::backtest::{BANDS, Backtest, Band, Bias, Counted, Quantity, Score, Scored};

/// The number of the band of which sentences speak: P10–P90.
const SPOKEN: usize = 1;
/// Below this chance a band is said to be wrong.
const RARE: f64 = 0.05;
/// Below this one it may be.
const UNLIKELY: f64 = 0.2;

/// The sentences of all forecasts, the ranking first.
pub(super) fn sentences(backtest: &Backtest) -> Vec<String> {
    let mut said = ranking(backtest);
    let several = backtest.forecasts.len() > 1;
    for scored in &backtest.forecasts {
        let lead = if several { format!("{}, ", scored.name) } else { String::new() };
        said.extend(scored.scores.iter().flat_map(|score| of_score(score, &lead)));
        said.extend(unmatched(scored, &lead));
    }
    said.extend(backtest.forecasts.first().and_then(resolution));
    said
}

fn ranking(backtest: &Backtest) -> Vec<String> {
    let Some(best) = backtest.forecasts.first() else { return Vec::new() };
    let one = |versus: &crate::experiment::backtest::Versus| {
        let Some(worse) = versus.worse_by else {
            return format!(
                "{} and {} have no month and figure in common to be compared by.",
                best.name, versus.name
            );
        };
        let by = format!("its pinball loss is {} of the actual size higher", percent(worse.mean));
        let sure = match worse.half_width {
            _ if worse.differs_from_zero() => "more than chance explains".to_owned(),
            Some(half) => {
                format!(
                    "± {}: {} cannot tell them apart",
                    percent(half),
                    months(usize::try_from(worse.replications).unwrap_or(0))
                )
            }
            None => "but one month tells nothing".to_owned(),
        };
        format!("{} is behind {}: {by} ({sure}).", versus.name, best.name)
    };
    backtest.versus.iter().map(one).collect()
}

fn of_score(score: &Score, lead: &str) -> Vec<String> {
    let what = format!("{lead}{}", score.quantity);
    let mut said = Vec::new();
    if let Some(spoken) = score.bands[SPOKEN] {
        said.push(of_band(&what, spoken));
    }
    said.extend(score.bias.and_then(|bias| of_bias(&what, bias)));
    if let Some(mape) = score.mape.filter(|mape| mape.left_out > 0) {
        said.push(format!(
            "{what}: the percentage error leaves out {} with an actual value of 0.",
            months(usize::try_from(mape.left_out).unwrap_or(0))
        ));
    }
    said
}

fn of_band(what: &str, found: Band) -> String {
    let Counted { of, all } = found.inside;
    let (outside, expected) = (all - of, f64::from(all) * (1.0 - found.nominal));
    let fell = format!(
        "{outside} of {} fell outside of {}, {} expected",
        months(usize::try_from(all).unwrap_or(0)),
        band(BANDS[SPOKEN]),
        figure(expected)
    );
    let tail = found.inside.tail(found.nominal);
    if tail >= UNLIKELY {
        return format!("{what}: {fell}: in line.");
    }
    let is_wide = f64::from(outside) < expected;
    let sort = if is_wide { "wide" } else { "narrow" };
    let chance =
        format!("chance of as many or {}: {}", if is_wide { "fewer" } else { "more" }, percent(tail));
    if tail >= RARE {
        return format!("{what}: the band may be too {sort}: {fell} ({chance}). More months would tell.");
    }
    let (under, over) = found.beside;
    let advice = match () {
        () if is_wide => "Narrow it.",
        () if over >= 3 * under.max(1) => "Most of them came above: raise the forecast.",
        () if under >= 3 * over.max(1) => "Most of them came below: lower the forecast.",
        () => "Widen it: let more vary between replications.",
    };
    format!("{what}: the band is too {sort}: {fell} ({chance}). {advice}")
}

/// Only of a bias that is more than chance.
fn of_bias(what: &str, bias: Bias) -> Option<String> {
    let half = bias.half_width.filter(|half| bias.mean.abs() > *half)?;
    let (side, turn) = if bias.mean > 0.0 { ("high", "Lower") } else { ("low", "Raise") };
    let share = bias.relative.map(|share| format!(" ({})", percent(share.abs()))).unwrap_or_default();
    Some(format!(
        "{what}: forecasts are too {side} by {} ± {} a month{share}. {turn} the level.",
        figure(bias.mean.abs()),
        figure(half)
    ))
}

fn unmatched(scored: &Scored, lead: &str) -> Vec<String> {
    let mut said = Vec::new();
    let list = |quantities: &[Quantity]| {
        let names: Vec<String> = quantities.iter().take(5).map(ToString::to_string).collect();
        let more = quantities.len().saturating_sub(names.len());
        if more > 0 { format!("{} and {more} more", names.join(", ")) } else { names.join(", ") }
    };
    if !scored.lacks.is_empty() {
        said.push(format!("{lead}without a forecast: {}.", list(&scored.lacks)));
    }
    if !scored.unasked.is_empty() {
        said.push(format!("{lead}forecast without actuals: {}.", list(&scored.unasked)));
    }
    for score in &scored.scores {
        let lone = [(&score.without_forecast, "no forecast"), (&score.without_actual, "no actual value")];
        for (names, lack) in lone.into_iter().filter(|(names, _)| !names.is_empty()) {
            let shown: Vec<&str> = names.iter().take(6).map(String::as_str).collect();
            let more = names.len() - shown.len();
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            said.push(format!("{lead}{} has {lack} for {}{more}.", score.quantity, shown.join(", ")));
        }
    }
    said
}

/// What so few months can tell of a coverage.
fn resolution(scored: &Scored) -> Option<String> {
    let all =
        scored.scores.iter().filter_map(|score| score.bands[SPOKEN]).map(|band| band.inside.all).max()?;
    // 80 % of the months, rounded.
    let of = (8 * all + 5) / 10;
    let (low, high) = Counted { of, all }.interval();
    let count = months(usize::try_from(all).unwrap_or(0));
    (low < 0.7).then(|| {
        format!(
            "{count} tell little of a coverage: with {of} of {all} inside it may be anything from {} to {}, so that 80 % cannot be told from 70 %.",
            percent(low),
            percent(high)
        )
    })
}
