//! `creditsim backtest`: forecasts against what came.

use super::charts::Charts;
use super::failure::Failure;
use super::format::Format;
use super::outputs::Outputs;
use super::stop::Stop;
use super::{print, print_styled, say};
use clap::Args;
use creditsim::experiment::backtest::{Forecast, TableError, backtest, read_actuals, read_forecast};
use creditsim::output::backtest::{backtest_csv, backtest_json, backtest_report};
use creditsim::output::chart::draw_calibration;
use creditsim::output::styled;
use std::path::{Path, PathBuf};

/// Compare forecasts with what came
#[derive(Debug, Args)]
pub(crate) struct BacktestCommand {
    /// Forecasts: files like forecast.csv, or directories that hold one
    #[arg(required = true, value_name = "FORECAST")]
    forecasts: Vec<PathBuf>,
    /// What came: CSV with month, metric, value and perhaps segment
    #[arg(long, value_name = "FILE")]
    actuals: PathBuf,
    /// Where the files go; made if it does not exist
    #[arg(short, long, value_name = "DIR", default_value = "output/backtest")]
    out: PathBuf,
    /// What to print: tables and sentences, or backtest.json and nothing else
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// The picture of the calibration
    #[arg(long, value_enum, default_value_t = Charts::Svg)]
    charts: Charts,
}

impl BacktestCommand {
    pub(crate) fn run(self) -> Result<(), Failure> {
        let actuals = read(&self.actuals, read_actuals)?;
        let forecasts = self.forecasts.iter().map(|path| named(path)).collect::<Result<Vec<_>, _>>()?;
        let scored = backtest(&actuals, &forecasts).map_err(|error| Failure::BadInput(error.to_string()))?;
        let stop = Stop::on_ctrl_c()?;
        let writing = |error| Failure::writing(&self.out, &error);
        let json = backtest_json(&scored).map_err(writing)?;
        let mut outputs = Outputs::for_dir(&self.out, stop.cleanup())?;
        outputs.write("backtest.csv", &backtest_csv(&scored).map_err(writing)?)?;
        outputs.write("backtest.json", &json)?;
        for (file, bytes) in self.charts.files("calibration", &draw_calibration(&scored))? {
            outputs.write(&file, &bytes)?;
        }
        stop.check()?;
        let count = outputs.keep()?;
        say(&format!("Wrote {count} files to {}", self.out.display()));
        match self.format {
            Format::Json => print(&json),
            Format::Table => print_styled(&styled(&backtest_report(&scored))),
        }
    }
}

/// A forecast with its name: the path as it was given.
fn named(path: &Path) -> Result<(String, Forecast), Failure> {
    let file = if path.is_dir() { path.join("forecast.csv") } else { path.to_owned() };
    Ok((path.display().to_string(), read(&file, read_forecast)?))
}

/// A file's content, or where it is wrong: `actuals.csv:7: column `value`: …`.
fn read<T>(path: &Path, of: impl Fn(&[u8]) -> Result<T, TableError>) -> Result<T, Failure> {
    let bytes = std::fs::read(path).map_err(|error| Failure::path("read", path, &error))?;
    of(&bytes).map_err(|error| Failure::BadInput(format!("{}:{error}", path.display())))
}
