//! The files of a finished forecast.

use super::charts::Charts;
use super::failure::Failure;
use super::format::Format;
use super::outputs::Outputs;
use super::parts::Part;
use super::printout::Printout;
use super::stop::Stop;
use creditsim::experiment::forecast::{Aggregate, Forecast, Organisation, Study};
use creditsim::output::chart::forecast_pictures;
use creditsim::output::forecast::{
    Organisations, cap_exposure_csv, forecast_csv, forecast_json, forecast_report, organisations_from,
    what_if_csv,
};
use creditsim::output::report::forecast_page;
use std::io::{BufWriter, Write};
use std::path::Path;

/// Writes what the organisations in `parts` say; what to print of it.
pub(crate) fn write_forecast(
    dir: &Path,
    study: &Study,
    parts: &[Part],
    (format, charts): (Format, Charts),
    stop: &Stop,
) -> Result<Printout, Failure> {
    let mut outputs = Outputs::for_dir(dir, stop.cleanup())?;
    let forecast = aggregated(dir, study, parts, &mut outputs, stop)?;
    let writing = |error| Failure::writing(dir, &error);
    forecast_csv(BufWriter::new(outputs.open("forecast.csv")?), &forecast).map_err(writing)?;
    cap_exposure_csv(BufWriter::new(outputs.open("cap-exposure.csv")?), &forecast).map_err(writing)?;
    if !study.variants.is_empty() {
        what_if_csv(BufWriter::new(outputs.open("what-if.csv")?), &forecast).map_err(writing)?;
    }
    let json = forecast_json(&forecast).map_err(writing)?;
    outputs.write("forecast.json", &json)?;
    for (name, picture) in forecast_pictures(&forecast) {
        stop.check()?;
        for (file, bytes) in charts.files(name, &picture)? {
            outputs.write(&file, &bytes)?;
        }
    }
    outputs.write("report.html", forecast_page(&forecast).map_err(writing)?.as_bytes())?;
    stop.check()?;
    let count = outputs.keep()?;
    Ok(Printout::new((count, dir), format, json, || forecast_report(&forecast)))
}

/// Reads every organisation once, in order: into `organisations.parquet`, and into the forecast.
fn aggregated(
    dir: &Path,
    study: &Study,
    parts: &[Part],
    outputs: &mut Outputs,
    stop: &Stop,
) -> Result<Forecast, Failure> {
    let mut file = BufWriter::new(outputs.open("organisations.parquet")?);
    let refused = |error| Failure::writing(dir, &error);
    let mut table = Organisations::new(&mut file, study).map_err(refused)?;
    let mut aggregate = Aggregate::new(study);
    for block in 0..study.blocks() {
        stop.check()?;
        for organisation in organisations(study, parts, block)? {
            aggregate.add(&organisation).map_err(|error| Failure::Failed(error.to_string()))?;
            table.row(&organisation).map_err(refused)?;
        }
    }
    table.finish().map_err(refused)?;
    file.flush().map_err(|error| Failure::writing(dir, &error))?;
    drop(file);
    Ok(aggregate.finish())
}

fn organisations(study: &Study, parts: &[Part], block: usize) -> Result<Vec<Organisation>, Failure> {
    let content = parts.iter().find_map(|part| part.content(block).transpose()).transpose()?;
    content
        .and_then(|content| organisations_from(study, block, &content))
        .ok_or_else(|| Failure::BadInput(format!("block {block} of the forecast is damaged")))
}
