//! `creditsim forecast`: what the organisations of a population will pay.

use super::charts::Charts;
use super::failure::Failure;
use super::forecast_outputs::write_forecast;
use super::format::Format;
use super::parts::Part;
use super::progress::Progress;
use super::shell::{file_name, shell_word};
use super::stop::Stop;
use super::{outputs, say, source, variants, whole};
use clap::Args;
use creditsim::experiment::forecast::{ALL, NoReplay, PopulationError, Setting, Study, VariantStudy, Work};
use creditsim::experiment::{Confidence, Crew};
use creditsim::output::forecast::{change_title, organisations_bytes};
use creditsim::output::part::{Block, Share};
use creditsim::scenario::Scenario;
use std::collections::BTreeMap;
use std::fs;
use std::num::{NonZeroU32, NonZeroUsize};
use std::path::{Path, PathBuf};

/// Draw the organisations of a population and forecast what they will pay
#[derive(Debug, Args)]
pub(crate) struct ForecastCommand {
    /// The scenario file, with `[population]`
    scenario: PathBuf,
    /// Where the files go; made if it does not exist [default: output/NAME-forecast]
    #[arg(short, long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// How many organisations, instead of the scenario's
    #[arg(long, value_name = "N", value_parser = whole::organisations)]
    organisations: Option<NonZeroU32>,
    /// How many populations, each drawn anew [default: the scenario's replications]
    #[arg(long, value_name = "N", value_parser = whole::populations)]
    replications: Option<NonZeroU32>,
    /// The same organisations with other settings, `policy=NAME` among them; may be given several times
    #[arg(long = "variant", value_name = "KEY=VALUE,…")]
    variants: Vec<String>,
    /// The seed of every draw, instead of the scenario's
    #[arg(long, value_name = "N", value_parser = whole::seed)]
    seed: Option<u64>,
    /// Override a key of the scenario and of its segments' files; may be given several times
    #[arg(long = "set", value_name = "KEY=VALUE")]
    sets: Vec<String>,
    /// Threads to use; results do not depend on it [default: one for each core]
    #[arg(long, value_name = "N", value_parser = whole::threads)]
    threads: Option<NonZeroUsize>,
    /// Go on with an interrupted forecast
    #[arg(long)]
    resume: bool,
    /// Do only the k-th of n shares, to be joined by `creditsim merge`
    #[arg(long, value_name = "K/N")]
    shard: Option<Share>,
    /// Pictures of the forecast; report.html is written in any case
    #[arg(long, value_enum, default_value_t = Charts::Svg)]
    charts: Charts,
    /// What to print: a report for people, or forecast.json and nothing else
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

impl ForecastCommand {
    pub(crate) fn run(self) -> Result<(), Failure> {
        let (settings, study) = self.prepare()?;
        let stop = Stop::on_ctrl_c()?;
        let crew = Crew::new(self.threads).map_err(|error| Failure::Failed(error.to_string()))?;
        let default = || outputs::default_dir(&format!("{}-forecast", study.name));
        let dir = self.out.clone().unwrap_or_else(default);
        fs::create_dir_all(&dir).map_err(|error| Failure::path("make directory", &dir, &error))?;
        let share = self.shard.unwrap_or(Share::ALL);
        let path = dir.join(match self.shard {
            Some(share) => format!("part-{}-of-{}.unfinished", share.part(), share.parts()),
            None => "forecast.unfinished".to_owned(),
        });
        let part = Part::begin(&path, &study, share, self.resume)?;
        let job = Job { settings: &settings, study: &study, part: &part, share, path: &path };
        if let Err(failure) = job.run(&crew, &stop) {
            return Err(part.left_by(failure));
        }
        if self.shard.is_some() {
            let finished = path.with_extension("");
            fs::rename(&path, &finished).map_err(|error| Failure::writing(&finished, &error))?;
            say(&format!("Wrote {}; join all {} with `creditsim merge`", finished.display(), share.parts()));
            return Ok(());
        }
        let parts = [part];
        let printout = write_forecast(&dir, &study, &parts, (self.format, self.charts), &stop)?;
        parts.into_iter().try_for_each(Part::remove)?;
        printout.print()
    }

    /// The population under its own setting and every variant's, and what is asked of it.
    fn prepare(&self) -> Result<(Vec<Setting>, Study), Failure> {
        let seed = self.seed.map(|seed| format!("clock.seed={seed}"));
        let sets: Vec<String> = self.sets.iter().cloned().chain(seed).collect();
        let scenario = source::load(Some(&self.scenario), &sets)?;
        let mut files = Files { beside: &self.scenario, sets: &self.sets, loaded: BTreeMap::new() };
        let mut settings = vec![files.setting(&scenario, &[])?];
        let mut variants: Vec<VariantStudy> = Vec::new();
        for (name, sets) in self.variants.iter().zip(variants::settings(&self.variants)?) {
            let varied = scenario.with(&sets)?;
            let setting = files.setting(&varied, &sets).map_err(|failure| in_variant(failure, name))?;
            let digest = setting.digest().to_owned();
            variants.push(VariantStudy { name: name.clone(), title: title(&scenario, &sets), digest });
            settings.push(setting);
        }
        let study = self.study(&scenario, &settings[0], variants)?;
        Ok((settings, study))
    }

    fn study(
        &self,
        scenario: &Scenario,
        setting: &Setting,
        variants: Vec<VariantStudy>,
    ) -> Result<Study, Failure> {
        let customers = setting.customers();
        let segments: Vec<String> = customers.segments().map(str::to_owned).collect();
        if segments.iter().any(|segment| segment == ALL) {
            let message =
                format!("a segment is named `{ALL}`, which stands for all of them; give it another name");
            return Err(Failure::BadInput(message));
        }
        let stated = scenario.population.as_ref().map_or(1, |population| population.organisations);
        let replications = self.replications.map_or(scenario.replications, NonZeroU32::get);
        if replications > MOST_REPLICATIONS {
            return Err(Failure::BadInput(format!(
                "{replications} replications are too many: a forecast keeps the totals of at most {MOST_REPLICATIONS}"
            )));
        }
        Ok(Study {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            name: scenario.name.clone(),
            policy: scenario.policy.name.clone(),
            seed: scenario.seed,
            organisations: self.organisations.map_or(stated, NonZeroU32::get),
            replications,
            segments,
            drawn_keys: customers.drawn_keys().to_vec(),
            variants,
            confidence: Confidence::DEFAULT.level(),
            digest: setting.digest().to_owned(),
            command: self.command(),
        })
    }

    /// How to run it again: all that its results depend on, without directories, which may not concern who reads it.
    fn command(&self) -> String {
        let file = file_name(&self.scenario);
        let mut words = vec!["creditsim".to_owned(), "forecast".to_owned(), shell_word(&file)];
        let mut option = |name: &str, value: &str| words.extend([name.to_owned(), shell_word(value)]);
        self.sets.iter().for_each(|set| option("--set", set));
        self.organisations.iter().for_each(|count| option("--organisations", &count.to_string()));
        self.replications.iter().for_each(|count| option("--replications", &count.to_string()));
        self.seed.iter().for_each(|seed| option("--seed", &seed.to_string()));
        self.variants.iter().for_each(|variant| option("--variant", variant));
        words.join(" ")
    }
}

/// The most replications of a forecast.
const MOST_REPLICATIONS: u32 = 10_000;

fn in_variant(failure: Failure, name: &str) -> Failure {
    match failure {
        Failure::Problems(shown) => {
            Failure::Problems(format!("{}\nnote: in --variant {name}", shown.trim_end()))
        }
        other @ (Failure::BadInput(_)
        | Failure::Failed(_)
        | Failure::Interrupted
        | Failure::Paused(_)
        | Failure::Told(_)
        | Failure::ReaderGone) => other,
    }
}

/// Every setting of a variant beside what the scenario itself says.
fn title(scenario: &Scenario, sets: &[String]) -> String {
    let written: toml::Table = scenario.effective_toml().parse().unwrap_or_default();
    let own = |key: &str| -> Option<String> {
        let mut parts = key.split('.').map(str::trim);
        let first = written.get(parts.next()?)?;
        parts.try_fold(first, |value, part| value.get(part)).map(ToString::to_string)
    };
    let one = |set: &String| {
        let (key, value) = set.split_once('=').unwrap_or((set, ""));
        change_title(key.trim(), own(key).as_deref(), value)
    };
    sets.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// The scenario files of segments.
struct Files<'a> {
    /// The scenario that names them.
    beside: &'a Path,
    sets: &'a [String],
    loaded: BTreeMap<String, Scenario>,
}

impl Files<'_> {
    /// The population of `scenario`, with `variant` laid over the files of its segments too.
    fn setting(&mut self, scenario: &Scenario, variant: &[String]) -> Result<Setting, Failure> {
        let load = |path: &str| -> Result<Scenario, Failure> {
            let loaded = self.load(path)?;
            Ok(loaded.with(variant)?)
        };
        Setting::of(scenario, load).map_err(|error| match error {
            PopulationError::None => Failure::BadInput(format!(
                "{} has no [population]: it says how many organisations to draw, and of which segments; docs/forecasts.md \
                 shows one",
                self.beside.display()
            )),
            PopulationError::Load(failure) => failure,
            PopulationError::Segment { segment, problems } => Failure::Problems(format!(
                "{}\nnote: in segment `{segment}`, with its overrides",
                problems.render(true).trim_end()
            )),
        })
    }

    fn load(&mut self, path: &str) -> Result<&Scenario, Failure> {
        if !self.loaded.contains_key(path) {
            let sets: Vec<String> =
                self.sets.iter().filter(|set| !variants::is_of_all(set)).cloned().collect();
            let file = self.beside.parent().unwrap_or(Path::new("")).join(path);
            self.loaded.insert(path.to_owned(), source::load(Some(&file), &sets)?);
        }
        self.loaded.get(path).ok_or_else(|| Failure::Failed(format!("{path} was not loaded")))
    }
}

/// The organisations that are still to be replayed.
struct Job<'a> {
    settings: &'a [Setting],
    study: &'a Study,
    part: &'a Part,
    share: Share,
    path: &'a Path,
}

impl Job<'_> {
    fn run(&self, crew: &Crew, stop: &Stop) -> Result<(), Failure> {
        let own = |block: &usize| self.share.has(*block);
        let size = |block: usize| u64::try_from(self.study.draws_of(block).len()).unwrap_or(u64::MAX);
        let blocks = || (0..self.study.blocks()).filter(own);
        let total: u64 = blocks().map(size).sum();
        let before: u64 = blocks().filter(|&block| self.part.has(block)).map(size).sum();
        let progress = Progress::new("organisations", total, before);
        let work = Work { study: self.study, settings: self.settings };
        let done = work.run(
            crew,
            |block| own(&block) && !self.part.has(block),
            |number, organisations| {
                let content = organisations_bytes(self.study, &organisations);
                self.part.keep(&Block { number, content })?;
                progress.advance(size(number));
                stop.check()
            },
            &|| stop.check(),
        );
        match done {
            Err(Failure::Interrupted) => Err(Failure::Paused(format!(
                "{} of {total} organisations are kept in {}; go on with --resume",
                progress.done(),
                self.path.display()
            ))),
            done => done,
        }
    }
}

impl From<NoReplay> for Failure {
    fn from(why: NoReplay) -> Self {
        match why {
            NoReplay::Draw(_) => Self::BadInput(why.to_string()),
            NoReplay::TooLarge { .. } => Self::Failed(why.to_string()),
        }
    }
}
