//! The organisations of a population, one by one.

use super::customer::Customer;
use super::refusal::{Invalid, PopulationError};
use super::repair::{Repair, Settings};
use super::tenure::{churns, joins};
use crate::calendar::Window;
use crate::demand::{Score, happens, part};
use crate::rng::{Stream, StreamKey};
use crate::scenario::{DrawnKey, DrawnValue, Grain, Problems, Scenario, Segment};
use crate::units::Instant;
use rand::Rng;
use std::collections::BTreeSet;

/// The organisations of a population, drawn one by one.
///
/// Every draw has a stream of its own, keyed by seed, replication, the organisation's index and what is drawn. So an organisation
/// is the same however many there are, a key more changes no other draw, and populations that differ in a policy have
/// the same organisations with the same work (R-CRN).
#[derive(Clone, Debug)]
pub struct Customers {
    seed: u64,
    horizon: Window,
    segments: Vec<Kind>,
    weights: Vec<f64>,
    drawn_keys: Vec<String>,
}

/// A segment, ready for drawing.
#[derive(Clone, Debug)]
struct Kind {
    segment: Segment,
    /// With the segment's constants.
    scenario: Scenario,
    /// Of each of the segment's drawn keys.
    grains: Vec<Grain>,
}

impl Customers {
    /// The organisations of the scenario's population; `load` loads the scenario file of a segment, by its path relative to
    /// the scenario's own.
    ///
    /// # Errors
    /// There is no population, a file cannot be loaded, or a segment's scenario is not valid with its overrides, or with the
    /// median of a drawn key.
    pub fn of<E>(
        scenario: &Scenario,
        mut load: impl FnMut(&str) -> Result<Scenario, E>,
    ) -> Result<Self, PopulationError<E>> {
        let population = scenario.population.as_ref().ok_or(PopulationError::None)?;
        let horizon = scenario.rules.horizon;
        let mut segments = Vec::with_capacity(population.segments.len());
        for segment in &population.segments {
            let loaded = match &segment.scenario {
                Some(path) => load(path).map_err(PopulationError::Load)?,
                None => scenario.clone(),
            };
            let kind = Kind::of(segment, loaded, horizon)
                .map_err(|problems| PopulationError::Segment { segment: segment.name.clone(), problems })?;
            segments.push(kind);
        }
        let keys: BTreeSet<&String> =
            population.segments.iter().flat_map(|segment| &segment.drawn).map(|drawn| &drawn.key).collect();
        Ok(Self {
            seed: scenario.seed,
            horizon,
            weights: population.segments.iter().map(|segment| segment.weight).collect(),
            drawn_keys: keys.into_iter().cloned().collect(),
            segments,
        })
    }

    /// The names of the segments, in file order.
    pub fn segments(&self) -> impl ExactSizeIterator<Item = &str> {
        self.segments.iter().map(|kind| kind.segment.name.as_str())
    }

    /// All keys that are drawn in any segment, sorted.
    pub fn drawn_keys(&self) -> &[String] {
        &self.drawn_keys
    }

    /// The time that the population is simulated for.
    pub fn horizon(&self) -> Window {
        self.horizon
    }

    /// Organisation `index` of that replication: the same whatever the number of organisations.
    ///
    /// # Errors
    /// What it drew makes no valid scenario.
    pub fn draw(&self, replication: u32, index: u32) -> Result<Customer, Box<Invalid>> {
        let streams = Streams::new(self.seed, replication, index);
        let segment = part(&self.weights, streams.score("segment"));
        let kind = &self.segments[segment];
        let joins = joins(&kind.segment.joins, self.horizon, streams.score("joins"));
        let churns = churns(&kind.segment.lifetime, joins, self.horizon, streams.score("lifetime"));
        let mut drawn = kind.draw(&streams);
        Repair::of(&kind.scenario).apply(&mut drawn);
        let lives = Window { from: joins, to: churns.unwrap_or(self.horizon.to) };
        let scenario = (lives.from < lives.to).then(|| kind.with(&drawn, lives, streams.seed()));
        let told = drawn.of_keys(&kind.segment.drawn);
        match scenario.transpose() {
            Ok(scenario) => Ok(Customer { segment, joins, churns, drawn: told, scenario }),
            Err(problems) => Err(Box::new(Invalid {
                segment: kind.segment.name.clone(),
                replication,
                organisation: index,
                drawn: told,
                problems,
            })),
        }
    }
}

#[cfg(test)]
impl Customers {
    /// The numbers that an organisation of the first segment draws.
    pub(super) fn values(&self, replication: u32, index: u32) -> Vec<f64> {
        let drawn = self.segments[0].draw(&Streams::new(self.seed, replication, index));
        drawn.0.iter().map(|(_, value)| value.parse().unwrap()).collect()
    }
}

impl Kind {
    fn of(segment: &Segment, mut scenario: Scenario, horizon: Window) -> Result<Self, Problems> {
        // Nothing of a single organisation: left out, so that it is not copied for each.
        (scenario.sweep, scenario.population, scenario.expect) = (None, None, Vec::new());
        let mut sets: Vec<String> =
            segment.constants.iter().map(|(key, value)| format!("{key}={value}")).collect();
        sets.extend(over(horizon));
        sets.push("report.warm_up=0".to_owned());
        let scenario = scenario.with(&sets)?;
        let grains = segment.drawn.iter().map(|drawn| scenario.grain(&drawn.key)).collect();
        let kind = Self { segment: segment.clone(), scenario, grains };
        kind.check_each_key(horizon)?;
        Ok(kind)
    }

    /// Every value of a choice, and the median of every distribution, must be possible by itself.
    fn check_each_key(&self, horizon: Window) -> Result<(), Problems> {
        for (drawn, grain) in self.segment.drawn.iter().zip(&self.grains) {
            let values = match &drawn.value {
                DrawnValue::Number(_) | DrawnValue::Flag(_) => {
                    vec![text_at(&drawn.value, *grain, Score::MEDIAN)]
                }
                DrawnValue::Choice { values, .. } => values.clone(),
            };
            for value in values {
                let mut values = Values(vec![(drawn.key.clone(), value)]);
                Repair::of(&self.scenario).apply(&mut values);
                self.with(&values, horizon, 0)?;
            }
        }
        Ok(())
    }

    /// What an organisation of these streams draws, before what does not fit is repaired.
    fn draw(&self, streams: &Streams) -> Values {
        let mut scores: Vec<Score> = self
            .segment
            .drawn
            .iter()
            .map(|drawn| streams.score(&format!("value of {}", drawn.key)))
            .collect();
        self.segment.copula.apply(&mut scores);
        let mut values = Vec::with_capacity(scores.len());
        for ((drawn, grain), score) in self.segment.drawn.iter().zip(&self.grains).zip(scores) {
            let keeps =
                drawn.keep > 0.0 && happens(drawn.keep, &mut streams.stream(&format!("keep {}", drawn.key)));
            if !keeps {
                values.push((drawn.key.clone(), text_at(&drawn.value, *grain, score)));
            }
        }
        Values(values)
    }

    /// The scenario of one organisation.
    fn with(&self, values: &Values, lives: Window, seed: u64) -> Result<Scenario, Problems> {
        let mut sets: Vec<String> = values.0.iter().map(|(key, value)| format!("{key}={value}")).collect();
        sets.extend(over(lives));
        sets.push(format!("clock.seed={seed}"));
        self.scenario.with(&sets)
    }
}

/// The settings of a scenario that covers this time.
fn over(lives: Window) -> [String; 2] {
    let exact = |key: &str, instant: Instant| format!("clock.{key}=\"{instant}\"");
    [exact("start", lives.from), exact("until", lives.to)]
}

/// The value at a score, as TOML text.
fn text_at(value: &DrawnValue, grain: Grain, score: Score) -> String {
    match value {
        DrawnValue::Number(distribution) => grain.nearest(distribution.quantile(score)),
        // The highest scores are true, so that a correlation with a number has the sign that it says.
        DrawnValue::Flag(share) => (score.above() < *share || *share >= 1.0).to_string(),
        DrawnValue::Choice { values, weights } => {
            values.get(part(weights, score)).cloned().unwrap_or_default()
        }
    }
}

/// The values of one organisation's keys, as TOML text.
struct Values(Vec<(String, String)>);

impl Values {
    /// Those of keys that its segment draws: others were only repaired.
    fn of_keys(self, drawn: &[DrawnKey]) -> Vec<(String, String)> {
        let mut values = self.0;
        values.retain(|(key, _)| drawn.iter().any(|drawn| drawn.key == *key));
        values.sort();
        values
    }
}

impl Settings for Values {
    fn get(&self, key: &str) -> Option<&str> {
        self.0.iter().find(|(own, _)| own == key).map(|(_, value)| value.as_str())
    }

    fn set(&mut self, key: &str, value: String) {
        match self.0.iter_mut().find(|(own, _)| own == key) {
            Some((_, own)) => *own = value,
            None => self.0.push((key.to_owned(), value)),
        }
    }
}

/// The streams of one organisation.
struct Streams {
    key: StreamKey,
    /// What no task or activity draws from.
    source: String,
}

impl Streams {
    fn new(seed: u64, replication: u32, index: u32) -> Self {
        Self { key: StreamKey { seed, replication }, source: format!("organisation {index}") }
    }

    fn stream(&self, purpose: &str) -> Stream {
        self.key.stream(&self.source, purpose)
    }

    fn score(&self, purpose: &str) -> Score {
        Score::draw(&mut self.stream(purpose))
    }

    /// The seed of the organisation's own work.
    fn seed(&self) -> u64 {
        self.stream("seed").next_u64()
    }
}
