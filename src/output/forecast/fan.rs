//! A figure of a forecast by month, as charts show it.

use crate::experiment::forecast::{Forecast, Spread, Statistics, measure};

/// Mean and quantiles of every month.
pub(in crate::output) struct Fan(Vec<Statistics>);

impl Fan {
    /// Its bands, in per cent, the outermost first.
    pub(in crate::output) const BANDS: [(u32, u32); 3] = [(5, 95), (10, 90), (25, 75)];

    /// Of all organisations together; `None` where the figure does not exist.
    pub(in crate::output) fn of_total(forecast: &Forecast, name: &str) -> Option<Self> {
        Self::of(forecast, forecast.everyone(), name, |spread| Some(spread.total))
    }

    /// Of one organisation; `None` where a month has none.
    pub(in crate::output) fn of_each(forecast: &Forecast, name: &str) -> Option<Self> {
        Self::of(forecast, forecast.everyone(), name, |spread| spread.each)
    }

    /// Of the total of a group by its index.
    pub(in crate::output) fn of_group(forecast: &Forecast, group: usize, name: &str) -> Option<Self> {
        Self::of(forecast, group, name, |spread| Some(spread.total))
    }

    fn of(
        forecast: &Forecast,
        group: usize,
        name: &str,
        read: fn(&Spread) -> Option<Statistics>,
    ) -> Option<Self> {
        let place = measure(name)?;
        let months = 0..forecast.months.len();
        months.map(|month| read(forecast.spread(month, group, place)?)).collect::<Option<_>>().map(Self)
    }

    /// A quantile of each month, in the figure's unit; a fan has those of [`BANDS`](Self::BANDS) and 50.
    pub(in crate::output) fn at(&self, percent: u32) -> Vec<f64> {
        let value = |statistics: &Statistics| statistics.at(percent).unwrap_or_default().approximate();
        self.0.iter().map(value).collect()
    }

    /// The mean of each month.
    pub(in crate::output) fn mean(&self) -> Vec<f64> {
        self.0.iter().map(|statistics| statistics.mean.approximate()).collect()
    }

    /// The greatest value that a chart of it shows.
    pub(in crate::output) fn greatest(&self) -> f64 {
        self.at(95).into_iter().chain(self.mean()).fold(0.0, f64::max)
    }

    /// Where its axis may begin instead of at 0, as more than half of the room below the fan would be empty.
    pub(in crate::output) fn begins_above_zero(&self) -> Option<f64> {
        let least = self.at(5).into_iter().chain(self.mean()).fold(f64::INFINITY, f64::min);
        (least.is_finite() && least > self.greatest() / 2.0).then_some(least)
    }
}
