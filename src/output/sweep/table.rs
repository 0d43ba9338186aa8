//! `sweep.csv`: one row a cell.

use crate::experiment::Estimate;
use crate::experiment::sweep::{Grid, Point, Spread, measures};
use std::io::{self, Write};

/// Writes `sweep.csv` row by row: the cell, its settings, flags, then twelve columns for each measure.
pub struct SweepTable<W: Write> {
    rows: csv::Writer<W>,
}

/// What is known of each measure, in this order.
const OF_EACH: [&str; 12] =
    ["mean", "sd", "lo", "hi", "min", "q05", "q50", "q95", "max", "diff", "diff_lo", "diff_hi"];

/// What a cell is among all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flags {
    /// It has the scenario's own settings.
    pub baseline: bool,
    /// No other beats it; `None` where nothing is to be optimised.
    pub pareto: Option<bool>,
    /// It is the one recommended.
    pub recommended: bool,
}

impl<W: Write> SweepTable<W> {
    /// With its header.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn new(out: W, grid: &Grid) -> io::Result<Self> {
        let mut rows = csv::Writer::from_writer(out);
        let axes = grid.axes().iter().map(|axis| axis.key.clone());
        let head = std::iter::once("cell".to_owned()).chain(axes);
        let flags = ["baseline", "pareto", "recommended", "replications"].map(str::to_owned);
        let columns = measures().flat_map(|measure| OF_EACH.map(|of| format!("{measure}.{of}")));
        rows.write_record(head.chain(flags).chain(columns))?;
        Ok(Self { rows })
    }

    /// One cell; without replications it has no figures.
    ///
    /// # Errors
    /// Those of the output.
    pub fn row(&mut self, grid: &Grid, point: Point, flags: Flags, spreads: &[Spread]) -> io::Result<()> {
        self.rows.write_field(cell_name(point))?;
        for value in settings(grid, point) {
            self.rows.write_field(value)?;
        }
        let pareto = flags.pareto.map(|pareto| pareto.to_string()).unwrap_or_default();
        let replications = spreads.first().map_or(0, |spread| spread.estimate.replications);
        for flag in
            [flags.baseline.to_string(), pareto, flags.recommended.to_string(), replications.to_string()]
        {
            self.rows.write_field(flag)?;
        }
        for spread in spreads {
            let Estimate { mean, sd, .. } = spread.estimate;
            let [q05, q50, q95] = spread.quantiles.map(Some);
            let (own, difference) = (&spread.estimate, &spread.difference);
            let figures = [Some(mean), sd, own.low(), own.high(), Some(spread.least), q05, q50, q95];
            let compared =
                [Some(spread.greatest), Some(difference.mean), difference.low(), difference.high()];
            for figure in figures.into_iter().chain(compared) {
                // The shortest text that is read back as the same number.
                self.rows.write_field(figure.map(|figure| figure.to_string()).unwrap_or_default())?;
            }
        }
        self.rows.write_record(None::<&[u8]>)?;
        Ok(())
    }

    /// All rows are written.
    ///
    /// # Errors
    /// Those of the output.
    pub fn finish(mut self) -> io::Result<()> {
        self.rows.flush()
    }
}

/// A cell's number, or `own` for the scenario's own settings where no combination has them.
pub(in crate::output) fn cell_name(point: Point) -> String {
    match point {
        Point::Own => "own".to_owned(),
        Point::Grid(number) => number.to_string(),
    }
}

/// A cell's values, strings without quotes; empty for the scenario's own settings.
pub(super) fn settings(grid: &Grid, point: Point) -> Vec<String> {
    match point {
        Point::Own => vec![String::new(); grid.axes().len()],
        Point::Grid(point) => grid.values(point).into_iter().map(unquoted).collect(),
    }
}

/// A TOML string's text, where it has no escapes; other values as they are.
pub(in crate::output) fn unquoted(value: &str) -> String {
    let inner = value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    inner.filter(|inner| !inner.contains(['\\', '"'])).unwrap_or(value).to_owned()
}
