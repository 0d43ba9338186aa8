//! `creditsim compare`: variants of a scenario, and what differs.

use super::failure::Failure;
use super::format::Format;
use super::outputs::{Outputs, default_dir};
use super::stop::Stop;
use super::{print, print_styled, say, source, variants, whole};
use clap::Args;
use creditsim::experiment::{Confidence, Crew, Variant, compare, labels, replay_replication_while};
use creditsim::metrics::{Labels, Metrics};
use creditsim::output::chart::{Picture, Series, Story, balances, draw_differences, spends};
use creditsim::output::compare::{
    Comparison, compare_csv, compare_json, compare_report, largest_differences,
};
use creditsim::output::styled;
use creditsim::replay::Replayed;
use creditsim::scenario::Scenario;
use std::num::{NonZeroU32, NonZeroUsize};
use std::path::PathBuf;

/// Replay variants with the same randomness and show what differs
#[derive(Debug, Args)]
pub(crate) struct Compare {
    /// The scenario files; the others are compared with the first
    #[arg(required = true)]
    scenarios: Vec<PathBuf>,
    /// Settings of a variant of the first scenario; may be given several times
    #[arg(long = "variant", value_name = "KEY=VALUE,…")]
    variants: Vec<String>,
    /// Override a key of every scenario; may be given several times
    #[arg(long = "set", value_name = "KEY=VALUE")]
    sets: Vec<String>,
    /// How many replications [default: the first scenario's, at least 20]
    #[arg(long, value_name = "N", value_parser = whole::replications)]
    replications: Option<NonZeroU32>,
    /// The seed of every draw, instead of the first scenario's
    #[arg(long, value_name = "N", value_parser = whole::seed)]
    seed: Option<u64>,
    /// Of intervals, above 0 and below 1
    #[arg(long, value_name = "LEVEL", value_parser = level, default_value = "0.95")]
    confidence: Confidence,
    /// Where the files go; made if it does not exist [default: output/NAME-compare]
    #[arg(short, long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Threads to use; results do not depend on it [default: one for each core]
    #[arg(long, value_name = "N", value_parser = whole::threads)]
    threads: Option<NonZeroUsize>,
    /// What to print: tables for people, or compare.json and nothing else
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

/// Variants whose charts stand beside each other.
const BESIDE: usize = 4;

/// Replications that give an interval worth reading where the scenario asks for fewer.
const ENOUGH: u32 = 20;

impl Compare {
    pub(crate) fn run(self) -> Result<(), Failure> {
        let variants = self.variants()?;
        let Some(first) = variants.first().map(|variant| &variant.scenario) else {
            return Err(Failure::BadInput("there is no scenario to compare".to_owned()));
        };
        let stop = Stop::on_ctrl_c()?;
        let dir = self.out.clone().unwrap_or_else(|| default_dir(&format!("{}-compare", first.name)));
        let mut outputs = Outputs::for_dir(&dir, stop.cleanup())?;
        let crew = Crew::new(self.threads).map_err(|error| Failure::Failed(error.to_string()))?;
        let replications = self.replications.map_or(first.replications.max(ENOUGH), NonZeroU32::get);
        let rows = compare(&variants, replications, &crew, &|| stop.check())?;
        let names: Vec<String> = variants.iter().map(|variant| variant.name.clone()).collect();
        let comparison = Comparison { names: &names, rows: &rows, confidence: self.confidence };
        let writing = |error| Failure::writing(&dir, &error);
        let json = compare_json(comparison).map_err(writing)?;
        outputs.write("compare.csv", &compare_csv(comparison).map_err(writing)?)?;
        outputs.write("compare.json", &json)?;
        let charts = Charts { variants: &variants, replications, stop: &stop };
        for (name, picture) in charts.draw(comparison)? {
            let svg = picture.to_svg().map_err(|error| Failure::Failed(error.to_string()))?;
            outputs.write(name, &svg)?;
        }
        stop.check()?;
        let count = outputs.keep()?;
        say(&format!("Wrote {count} files to {}", dir.display()));
        match self.format {
            Format::Json => print(&json),
            Format::Table => print_styled(&styled(&compare_report(comparison))),
        }
    }

    fn variants(&self) -> Result<Vec<Variant>, Failure> {
        let mut variants: Vec<Variant> = Vec::new();
        for path in &self.scenarios {
            // One seed for all, so that what they share is drawn alike (R-CRN).
            let seed = self.seed.or(variants.first().map(|variant| variant.scenario.seed));
            let seed = seed.map(|seed| format!("clock.seed={seed}"));
            let sets: Vec<String> = self.sets.iter().cloned().chain(seed).collect();
            let scenario = source::load(Some(path), &sets)?;
            let name = unlike(&variants, &scenario.name, &path.display().to_string());
            variants.push(Variant { name, scenario });
        }
        let Some(first) = variants.first().map(|variant| variant.scenario.clone()) else {
            return Ok(variants);
        };
        for (settings, sets) in self.variants.iter().zip(variants::settings(&self.variants)?) {
            let scenario = first.with(&sets)?;
            variants.push(Variant { name: unlike(&variants, settings, settings), scenario });
        }
        if variants.len() < 2 {
            return Err(Failure::BadInput(
                "there is one variant only; name another scenario, or add --variant auto_recharge.threshold=5000"
                    .to_owned(),
            ));
        }
        Ok(variants)
    }
}

/// Pictures of a comparison.
struct Charts<'a> {
    variants: &'a [Variant],
    replications: u32,
    stop: &'a Stop,
}

impl Charts<'_> {
    /// What differs; the balance and the spend of replication 0 of the first variants beside each other.
    fn draw(&self, comparison: Comparison<'_>) -> Result<[(&'static str, Picture); 3], Failure> {
        let names: Vec<&str> = comparison.names.iter().map(String::as_str).collect();
        let (first, others) = names.split_first().unwrap_or((&"", &[]));
        let differences = draw_differences(first, others, &largest_differences(comparison));
        let watched: Result<Vec<_>, Failure> =
            self.variants.iter().take(BESIDE).map(|variant| self.watch(variant)).collect();
        let watched = watched?;
        let stories: Vec<Story<'_>> = watched
            .iter()
            .zip(self.variants)
            .map(|((replayed, metrics, series), variant)| Story {
                rules: &variant.scenario.rules,
                replayed,
                metrics,
                series,
                replications: self.replications,
            })
            .collect();
        Ok([
            ("differences.svg", differences),
            ("balance.svg", balances(&stories)),
            ("spend.svg", spends(&stories)),
        ])
    }

    fn watch(&self, variant: &Variant) -> Result<(Replayed, Metrics, Series), Failure> {
        let Scenario { plan, rules, .. } = &variant.scenario;
        let mut series = Series::new(rules);
        let replayed = replay_replication_while(plan, rules, 0, &mut series, &|| self.stop.check())?;
        let labels = Labels { scenario: variant.name.clone(), ..labels(&variant.scenario, 0) };
        let metrics = Metrics::of(&replayed, rules, &labels);
        Ok((replayed, metrics, series.finish(rules)))
    }
}

/// `name`, or what tells it from those that are there.
fn unlike(variants: &[Variant], name: &str, other: &str) -> String {
    let taken = |name: &str| variants.iter().any(|variant| variant.name == name);
    let mut free = if taken(name) { other.to_owned() } else { name.to_owned() };
    while taken(&free) {
        free.push('\'');
    }
    free
}

fn level(text: &str) -> Result<Confidence, String> {
    let level = text.parse().ok().and_then(Confidence::new);
    level.ok_or_else(|| "must be a number above 0 and below 1".to_owned())
}
