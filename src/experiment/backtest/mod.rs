//! Forecasts against what came: coverage, losses, bias and calibration of actual months.
//!
//! Pure: whoever has files reads them with [`read_forecast`] and [`read_actuals`] and scores them with [`backtest`].

mod actuals;
mod binomial;
mod forecast;
mod score;
mod table;
mod versus;

#[cfg(test)]
mod tests;

pub use actuals::{Actuals, read_actuals};
pub use binomial::Counted;
pub use forecast::{Forecast, LEVELS, Predicted, read_forecast};
pub use score::{BANDS, Band, Bias, Mape, Score, Scored};
pub use table::{Quantity, TableError};
pub use versus::{Backtest, NothingInCommon, Versus, backtest};
