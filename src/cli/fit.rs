//! `creditsim fit`: a scenario estimated from a recorded trace.

use super::disk::Disk;
use super::failure::Failure;
use super::format::Format;
use super::outputs::Outputs;
use super::shell::{file_name, run_command};
use super::stop::Stop;
use super::{print, print_styled, say, whole};
use clap::Args;
use creditsim::calendar::{CivilTime, Window, Zone};
use creditsim::demand::TraceRows;
use creditsim::experiment::Crew;
use creditsim::experiment::fit::{covered, covers_little, fit};
use creditsim::output::fit::{Origin, fit_json, fit_report, fitted_scenario};
use creditsim::output::styled;
use creditsim::scenario::{self, Scenario, toml_string};
use creditsim::units::{Instant, Span};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Estimate a scenario from recorded usage
#[derive(Debug, Args)]
pub(crate) struct FitCommand {
    /// The recorded usage, a CSV file with a header
    #[arg(long, value_name = "FILE")]
    trace: PathBuf,
    /// The scenario to write
    #[arg(short, long, value_name = "FILE", default_value = "scenario.toml")]
    out: PathBuf,
    /// Write over a file that exists
    #[arg(long)]
    force: bool,
    /// Our column = the file's, for exports made by others: `time=TIMESTAMP`
    #[arg(long, value_name = "OURS=THEIRS", value_delimiter = ',', value_parser = pair)]
    columns: Vec<(String, String)>,
    /// A value for a column that the file lacks: `source=chat,kind=joule`
    #[arg(long, value_name = "COLUMN=VALUE", value_delimiter = ',', value_parser = pair)]
    constants: Vec<(String, String)>,
    /// Credits for one unit of a column: `ContextTokens=0.001,GeneratedTokens=0.004`
    #[arg(long, value_name = "COLUMN=RATE", value_delimiter = ',', value_parser = pair)]
    credits_per: Vec<(String, String)>,
    /// The organisation's time zone: of times without an offset, and of the week's shape
    #[arg(long, value_name = "ZONE", default_value = "UTC")]
    zone: String,
    /// The policy that the scenario names
    #[arg(long, value_name = "POLICY", default_value = "ampere")]
    policy: String,
    /// When recording began, where rows do not tell [default: the first row's day; the first row if all lie within two days]
    #[arg(long, value_name = "INSTANT")]
    from: Option<String>,
    /// When recording ended [default: the end of the last row's day; the last row if all lie within two days]
    #[arg(long, value_name = "INSTANT")]
    until: Option<String>,
    /// The scenario's name [default: the trace's file name]
    #[arg(long)]
    name: Option<String>,
    /// What to print: tables for people, or every estimate as JSON and nothing else
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// Threads to use; results do not depend on it [default: one for each core]
    #[arg(long, value_name = "N", value_parser = whole::threads, allow_hyphen_values = true)]
    threads: Option<NonZeroUsize>,
}

impl FitCommand {
    pub(crate) fn run(self) -> Result<(), Failure> {
        self.check_target()?;
        let stop = Stop::on_ctrl_c()?;
        let (rows, zone) = self.rows()?;
        let window = self.window(&rows, &zone)?;
        let crew = Crew::new(self.threads).map_err(|error| Failure::Failed(error.to_string()))?;
        stop.check()?;
        let fitted = fit(&rows, window, &zone, &crew);
        if fitted.rows == 0 {
            let Window { from, to } = window;
            let message = format!("no row of {} lies from {from} to {to}", self.trace.display());
            return Err(Failure::BadInput(message));
        }
        let trace = file_name(&self.trace);
        let stem = self.trace.file_stem().map(|stem| stem.to_string_lossy().into_owned());
        let name = self.name.clone().or(stem).unwrap_or_else(|| "fitted".to_owned());
        let origin = Origin { name, trace: trace.clone(), policy: self.policy.clone() };
        let text = fitted_scenario(&fitted, &origin);
        self.check_written(&text)?;
        stop.check()?;
        self.write(&text, &stop)?;
        say(&format!("Wrote {}", self.out.display()));
        say(&format!("Run it with: {}", run_command(&self.out)));
        match self.format {
            Format::Json => print(&fit_json(&fitted).map_err(|error| Failure::printing(&error))?),
            Format::Table => print_styled(&styled(&fit_report(&fitted, &trace))),
        }
    }

    /// Said before any work is done.
    fn check_target(&self) -> Result<(), Failure> {
        if self.out.exists() && !self.force {
            return Err(Failure::path("write", &self.out, &"it exists already; --force writes over it"));
        }
        Ok(())
    }

    /// The trace, read as a scenario reads it, so that what is wrong with it is told in the same words.
    fn rows(&self) -> Result<(Arc<TraceRows>, Zone), Failure> {
        let path = PathBuf::from("the options of fit");
        let scenario = load(&path, &self.reading()?, Path::new(""))?;
        let zone = scenario.rules.zone.clone();
        let rows = scenario.plan.traces.first().map(|trace| Arc::clone(&trace.rows));
        if !scenario.warnings.is_empty() {
            say(scenario.warnings.render(true).trim_end());
        }
        rows.map(|rows| (rows, zone)).ok_or_else(|| Failure::path("read", &self.trace, &"it has no rows"))
    }

    /// A scenario that reads the trace as the options say.
    fn reading(&self) -> Result<String, Failure> {
        let absolute =
            std::path::absolute(&self.trace).map_err(|error| Failure::path("read", &self.trace, &error))?;
        let table = |pairs: &[(String, String)]| {
            let pairs: Vec<String> = pairs
                .iter()
                .map(|(key, value)| format!("{} = {}", toml_string(key), toml_string(value)))
                .collect();
            format!("{{ {} }}", pairs.join(", "))
        };
        // The trace's path is shown as it was given, and relative to the working directory.
        let shown = if self.trace.is_absolute() { &absolute } else { &self.trace };
        let mut text = format!(
            "schema = 1\nname = 'fit'\npolicy = {}\n[clock]\nstart = '1970-01-01T00:00:00'\nuntil = '2160-01-01T00:00:00'\n\
             timezone = {}\n[[traces]]\npath = {}\n",
            toml_string(&self.policy),
            toml_string(&self.zone),
            toml_string(&shown.to_string_lossy()),
        );
        for (key, pairs) in
            [("columns", &self.columns), ("constants", &self.constants), ("credits_per", &self.credits_per)]
        {
            if !pairs.is_empty() {
                text = format!("{text}{key} = {}\n", table(pairs));
            }
        }
        Ok(text)
    }

    fn window(&self, rows: &TraceRows, zone: &Zone) -> Result<Window, Failure> {
        let Some(own) = covered(rows, zone) else {
            return Err(Failure::path("read", &self.trace, &"it has no rows"));
        };
        let given = |text: &Option<String>, option: &str| {
            text.as_deref().map(|text| instant(text, option, zone)).transpose()
        };
        let (from, until) = (given(&self.from, "--from")?, given(&self.until, "--until")?);
        let window = Window { from: from.unwrap_or(own.from), to: until.unwrap_or(own.to) };
        let (trace, Window { from: starts, to: ends }) = (self.trace.display(), window);
        if starts >= ends {
            return Err(Failure::BadInput(match (from, until) {
                (Some(_), None) => format!("--from {starts} is after the last row of {trace}"),
                (None, Some(_)) => {
                    format!("--until {ends} is not after the first row of {trace}, of {starts}")
                }
                (Some(_), Some(_)) | (None, None) => format!("--until {ends} is not after --from {starts}"),
            }));
        }
        let say_when = "say with --from and --until when recording began and ended";
        if ends - starts <= Span::from_ms(1) {
            return Err(Failure::BadInput(format!(
                "the rows of {trace} span no time, all of them are of {starts}: that gives no rate; {say_when}"
            )));
        }
        if covers_little(own) && (from.is_none() || until.is_none()) {
            say(&format!(
                "warning: the rows of {trace} lie within {}: rates a day are those of that time; {say_when}",
                own.to - own.from
            ));
        }
        Ok(window)
    }

    /// The scenario must load where it is to stand.
    fn check_written(&self, text: &str) -> Result<(), Failure> {
        let dir = self.out.parent().unwrap_or(Path::new(""));
        load(&self.out, text, dir).map(|_| ())
    }

    fn write(&self, text: &str, stop: &Stop) -> Result<(), Failure> {
        let dir = self.out.parent().filter(|dir| !dir.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut outputs = Outputs::for_dir(dir, stop.cleanup())?;
        outputs.write(&file_name(&self.out), text.as_bytes())?;
        outputs.keep().map(|_| ())
    }
}

fn load(path: &Path, text: &str, dir: &Path) -> Result<Scenario, Failure> {
    let disk = Disk::beside(&dir.join("scenario.toml"));
    Ok(scenario::load(path, text, &[], &disk)?)
}

/// `key=value`.
fn pair(text: &str) -> Result<(String, String), String> {
    let (key, value) = text.split_once('=').ok_or_else(|| "must be written as NAME=VALUE".to_owned())?;
    Ok((key.trim().to_owned(), value.trim().to_owned()))
}

/// An instant with an offset, or a civil time in `zone`.
fn instant(text: &str, option: &str, zone: &Zone) -> Result<Instant, Failure> {
    let exact = text.parse::<jiff::Timestamp>().map(|at| Instant::from_ms(at.as_millisecond()));
    exact.or_else(|_| text.parse::<CivilTime>().map(|civil| zone.instant(civil))).map_err(|_| {
        let example = "2026-03-01T00:00:00, or with an offset 2026-03-01T00:00:00Z";
        Failure::BadInput(format!("{option} `{text}` is not an instant; write it like {example}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_split_at_their_first_sign_and_text_is_quoted_as_toml() {
        assert_eq!(pair("time = A=B"), Ok(("time".to_owned(), "A=B".to_owned())));
        assert!(pair("time").is_err());
        assert_eq!(toml_string("a\"b\\c\n"), "\"a\\\"b\\\\c\\u000A\"");
    }
}
