//! The files of a finished sweep.

use super::charts::Charts;
use super::failure::Failure;
use super::format::Format;
use super::outputs::Outputs;
use super::printout::Printout;
use super::stop::Stop;
use super::sweep_figures::Figures;
use creditsim::experiment::sweep::{Analysis, Baseline, Point, Study};
use creditsim::output::report::sweep_page;
use creditsim::output::sweep::{Flags, Replications, Survey, SweepTable, recommendation_json, sweep_report};
use std::io::BufWriter;
use std::path::Path;

/// Writes what the figures say; what to print of it.
pub(crate) fn write_study(
    dir: &Path,
    study: &Study,
    figures: &Figures<'_>,
    (format, charts): (Format, Charts),
    stop: &Stop,
) -> Result<Printout, Failure> {
    let analysis = Analysis::of(study, |cell| figures.rows(cell))?;
    let mut outputs = Outputs::for_dir(dir, stop.cleanup())?;
    let mut survey = (charts != Charts::None).then(|| Survey::new(study, analysis.as_ref()));
    write_tables(&mut outputs, dir, study, analysis.as_ref(), figures, survey.as_mut())?;
    if let Some(survey) = &survey {
        write_pictures(&mut outputs, dir, survey, charts)?;
    }
    stop.check()?;
    let json =
        recommendation_json(study, analysis.as_ref()).map_err(|error| Failure::writing(dir, &error))?;
    outputs.write("recommendation.json", &json)?;
    let count = outputs.keep()?;
    Ok(Printout::new((count, dir), format, json, || sweep_report(study, analysis.as_ref())))
}

/// The pictures, and `report.html`.
fn write_pictures(
    outputs: &mut Outputs,
    dir: &Path,
    survey: &Survey<'_>,
    charts: Charts,
) -> Result<(), Failure> {
    for (name, picture) in survey.pictures() {
        for (file, bytes) in charts.files(&name, &picture)? {
            outputs.write(&file, &bytes)?;
        }
    }
    let page = sweep_page(survey).map_err(|error| Failure::writing(dir, &error))?;
    outputs.write("report.html", page.as_bytes())
}

/// `sweep.csv` and `replications.parquet`, one cell at a time; the survey is told of each.
fn write_tables(
    outputs: &mut Outputs,
    dir: &Path,
    study: &Study,
    analysis: Option<&Analysis>,
    figures: &Figures<'_>,
    mut survey: Option<&mut Survey<'_>>,
) -> Result<(), Failure> {
    let writing = |error: std::io::Error| Failure::writing(dir, &error);
    let baseline = Baseline::new(figures.rows(study.cells.baseline)?, study.confidence());
    let mut table =
        SweepTable::new(BufWriter::new(outputs.open("sweep.csv")?), &study.grid).map_err(writing)?;
    let file = BufWriter::new(outputs.open("replications.parquet")?);
    let refused = |error| Failure::writing(dir, &error);
    let mut replications = Replications::new(file, &study.grid).map_err(refused)?;
    let mut cells: Vec<(Point, usize)> = study.cells.points.iter().copied().zip(0..).collect();
    cells.sort_unstable();
    let chosen = analysis.and_then(|analysis| analysis.recommendation.chosen.as_ref());
    for (point, cell) in cells {
        let rows = figures.rows(cell)?;
        let flags = Flags {
            baseline: cell == study.cells.baseline,
            pareto: analysis.and_then(|analysis| analysis.front.get(cell).copied()),
            recommended: chosen.is_some_and(|chosen| chosen.cell == cell),
        };
        let spreads = baseline.spreads(&rows);
        table.row(&study.grid, point, flags, &spreads).map_err(writing)?;
        if let Some(survey) = &mut survey {
            survey.add(cell, &spreads);
        }
        replications.cell(point, &rows).map_err(refused)?;
    }
    table.finish().map_err(writing)?;
    replications.finish().map_err(refused)
}
