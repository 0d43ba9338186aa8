//! `backtest.csv`.

use crate::experiment::backtest::{BANDS, Backtest, LEVELS, Score};
use std::io;

/// One row for each forecast, quantity and score: `forecast,segment,metric,score,value`; a score without a value has no row.
///
/// # Errors
/// None that a back-test can cause; passed on from the writer.
pub fn backtest_csv(backtest: &Backtest) -> io::Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["forecast", "segment", "metric", "score", "value"])?;
    for scored in &backtest.forecasts {
        for score in &scored.scores {
            for (name, value) in values(score) {
                let quantity = &score.quantity;
                let value = value.to_string();
                writer.write_record([&scored.name, &quantity.segment, &quantity.metric, &name, &value])?;
            }
        }
    }
    writer.into_inner().map_err(csv::IntoInnerError::into_error)
}

/// The names and values of a quantity's scores.
pub(super) fn values(score: &Score) -> Vec<(String, f64)> {
    let mut values = vec![("months".to_owned(), real(score.months.len()))];
    for ((low, high), band) in BANDS.into_iter().zip(score.bands) {
        let name = format!("coverage_p{}_p{}", LEVELS[low], LEVELS[high]);
        let Some(band) = band else { continue };
        let (least, most) = band.inside.interval();
        values.push((name.clone(), band.inside.share()));
        values.push((format!("{name}_low"), least));
        values.push((format!("{name}_high"), most));
    }
    for (level, loss) in LEVELS.into_iter().zip(score.losses) {
        values.extend(loss.map(|loss| (format!("pinball_p{level}"), loss)));
    }
    values.extend(score.loss.map(|loss| ("pinball".to_owned(), loss)));
    values.extend(score.relative_loss.map(|loss| ("pinball_relative".to_owned(), loss)));
    if let Some(mape) = score.mape {
        values.push(("mape".to_owned(), mape.value));
        values.push(("mape_months_left_out".to_owned(), f64::from(mape.left_out)));
    }
    if let Some(bias) = score.bias {
        values.push(("bias".to_owned(), bias.mean));
        values.extend(bias.relative.map(|share| ("bias_relative".to_owned(), share)));
        values.extend(bias.half_width.map(|half| ("bias_half_width".to_owned(), half)));
    }
    for (level, below) in LEVELS.into_iter().zip(score.below) {
        values.extend(below.map(|below| (format!("below_p{level}"), below.share())));
    }
    values
}

fn real(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}
