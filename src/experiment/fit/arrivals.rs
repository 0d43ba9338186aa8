//! How an activity's work arrives (R-BURST).

use super::bursts::Chain;
use super::draw::{Choice, FittedDraw, Parameter};
use super::em::{Estimated, estimate};
use super::goodness::Goodness;
use super::intensity::{Growth, Intensity};
use super::messages::Timeline;
use super::number::{count, real};
use super::optimum::standard_errors;
use super::regular::Regular;
use super::shape::Shape;
use crate::calendar::{Window, Zone};
use crate::demand::Distribution;
use crate::units::{Instant, Span};

/// Rows below which bursts are not looked for.
const FEW_MESSAGES: usize = 50;
/// Messages on which starts of the search are tried.
const TRIED: usize = 4_000;

/// How an activity's work arrives.
#[derive(Clone, Debug)]
pub struct FittedArrivals {
    /// Mean bursts a day, or pieces of work where there are none, over a week of the profile at the window's start.
    pub per_day: Parameter,
    /// How the rate depends on the hour of the week.
    pub shape: Shape,
    /// By hour of the week from Monday 00:00, mean 1.
    pub weights: [f64; 168],
    /// By hour of the week, bursts or pieces of work that were seen.
    pub seen: [f64; 168],
    /// Growth over the window.
    pub growth: Growth,
    /// Bursts; `None` where a plain Poisson process explains the rows as well.
    pub bursts: Option<FittedBursts>,
    /// The Bayesian information criterion of a plain Poisson process less that of bursts; `None` where bursts were not
    /// looked for.
    pub gain: Option<f64>,
    /// How well the times fit: given all before it, each gap has a known distribution.
    pub goodness: Goodness,
    /// Variance of the daily counts against a Poisson process; `None` of too few days.
    pub dispersion: Option<f64>,
    /// The step to which times were recorded, where coarser than a millisecond.
    pub step: Option<Span>,
}

/// What makes messages of a burst.
#[derive(Clone, Debug)]
pub struct FittedBursts {
    /// Messages in a burst.
    pub size: FittedDraw,
    /// Milliseconds from one message to the next.
    pub gap: FittedDraw,
    /// Bursts under way at the busiest hour, on average.
    pub at_once: f64,
}

/// The arrivals of rows at `times`, ascending, observed in `window`.
pub(super) fn fit_arrivals(times: &[Instant], window: Window, zone: &Zone) -> FittedArrivals {
    let step = recorded_to(times);
    let timeline = Timeline::new(&spread(times, step), window, zone);
    let plain = Intensity::fit(&timeline.clock, &timeline.by_stretch(&vec![1.0; times.len()]), None);
    let mut fitted = if let Some(regular) = Regular::find(times, step.max(1), window.to) {
        of_regular(&timeline, &regular)
    } else {
        let poisson = Chain { goes_on: 0.0, gap: real(Span::DAY.ms()), most: 0 };
        let plain_criterion = criterion(&timeline, &plain, poisson, plain.free());
        let bursts = (times.len() >= FEW_MESSAGES).then(|| likeliest_bursts(&timeline)).flatten();
        let gain = bursts.as_ref().map(|bursts| {
            plain_criterion
                - criterion(&timeline, &bursts.intensity, bursts.chain, bursts.intensity.free() + 2)
        });
        match bursts.filter(|_| gain.is_some_and(|gain| gain > 0.0)) {
            Some(bursts) => FittedArrivals { gain, ..of_chain(&timeline, &bursts) },
            None => FittedArrivals { gain, ..of_plain(&timeline, &plain) },
        }
    };
    fitted.step = (step > 1).then_some(Span::from_ms(step));
    fitted
}

/// The milliseconds to which times were recorded: a minute, a second, or one.
fn recorded_to(times: &[Instant]) -> i64 {
    let steps = [Span::MINUTE.ms(), Span::SECOND.ms()];
    let whole = |step: &i64| times.len() > 1 && times.iter().all(|at| at.ms() % step == 0);
    steps.into_iter().find(whole).unwrap_or(1)
}

/// Rows of one recorded time are spread evenly over its step, as they did not come at once.
fn spread(times: &[Instant], step: i64) -> Vec<f64> {
    if step <= 1 {
        return times.iter().map(|at| real(at.ms())).collect();
    }
    let same = times.chunk_by(|a, b| a == b);
    let apart = |same: &[Instant]| {
        let (from, share) = (real(same[0].ms()), real(step) / count(same.len()));
        (0..same.len()).map(move |index| from + share * (count(index) + 0.5))
    };
    same.flat_map(apart).collect()
}

/// The Bayesian information criterion.
fn criterion(timeline: &Timeline, intensity: &Intensity, chain: Chain, free: usize) -> f64 {
    let log_likelihood = timeline.with(intensity, 1.0, |messages| chain.log_likelihood(messages, |_| ()));
    count(free) * libm::log(count(timeline.len())) - 2.0 * log_likelihood
}

/// From several starts, tried on the first messages.
fn likeliest_bursts(timeline: &Timeline) -> Option<Estimated> {
    let mut gaps: Vec<f64> = timeline.gaps().iter().take(TRIED).copied().collect();
    gaps.sort_by(f64::total_cmp);
    let at = |percent: usize| gaps[(gaps.len() - 1) * percent / 100].max(1.0);
    let starts = [at(15), at(40), (at(40) * at(90)).sqrt(), at(90)];
    let first = timeline.first(TRIED);
    let tried = starts.into_iter().filter_map(|gap| {
        let tried = estimate(&first, gap, Some(30))?;
        Some((tried.hidden.log_likelihood, tried.chain.gap))
    });
    let (_, gap) = tried.max_by(|a, b| a.0.total_cmp(&b.0))?;
    estimate(timeline, gap, None)
}

fn of_plain(timeline: &Timeline, intensity: &Intensity) -> FittedArrivals {
    let all = vec![1.0; timeline.len()];
    let poisson = Chain { goes_on: 0.0, gap: real(Span::DAY.ms()), most: 0 };
    let value = intensity.per_day();
    let error = Some(value / count(timeline.len()).sqrt());
    let per_day = Parameter { name: "per_day", value, error };
    common(timeline, intensity, &all, per_day, goodness(timeline, intensity, poisson))
}

/// Times given all before: the chance of a longer gap is uniform if the model is true (D. J. Daley and D. Vere-Jones, "An
/// Introduction to the Theory of Point Processes" vol. 1, 2003, section 7.4).
fn goodness(timeline: &Timeline, intensity: &Intensity, chain: Chain) -> Goodness {
    let mut survivals = Vec::with_capacity(timeline.len());
    timeline.with(intensity, 1.0, |messages| chain.log_likelihood(messages, |chance| survivals.push(chance)));
    Goodness::of_uniform(survivals)
}

/// What all kinds of arrivals have; the error of `per_day` is that of the mean rate.
fn common(
    timeline: &Timeline,
    intensity: &Intensity,
    begins: &[f64],
    per_day: Parameter,
    goodness: Goodness,
) -> FittedArrivals {
    let mut seen = [0.0; 168];
    let by_stretch = timeline.by_stretch(begins);
    for (stretch, begun) in timeline.clock.stretches.iter().zip(&by_stretch) {
        seen[stretch.hour] += begun;
    }
    // The rate at the start is the mean rate less what it grew by until the middle.
    let of_growth = per_day.value * intensity.error_at_start(&timeline.clock, &by_stretch);
    let error = per_day.error.map(|error| error.hypot(of_growth));
    let mean = intensity.rates.iter().sum::<f64>() / count(intensity.rates.len());
    FittedArrivals {
        per_day: Parameter { error, ..per_day },
        shape: intensity.shape,
        weights: intensity.rates.map(|rate| if mean > 0.0 { rate / mean } else { 1.0 }),
        seen,
        growth: intensity.growth,
        bursts: None,
        gain: None,
        goodness,
        dispersion: timeline.dispersion(intensity, begins),
        step: None,
    }
}

/// Bursts told message by message by their constant gap.
fn of_regular(timeline: &Timeline, regular: &Regular) -> FittedArrivals {
    let begins: Vec<f64> = regular.begins.iter().map(|&begins| f64::from(u8::from(begins))).collect();
    let intensity = Intensity::fit(&timeline.clock, &timeline.by_stretch(&begins), None);
    let bursts: f64 = begins.iter().sum();
    let value = intensity.per_day();
    let per_day = Parameter { name: "bursts_per_day", value, error: Some(value / bursts.sqrt()) };
    let starts = timeline.only(&regular.begins);
    let poisson = Chain { goes_on: 0.0, gap: real(Span::DAY.ms()), most: 0 };
    let goodness = goodness(&starts, &intensity, poisson);
    let gap = fixed(regular.gap, timeline.len() - regular.sizes.len().min(timeline.len()));
    let at_once = at_once(&intensity, count(timeline.len()) / bursts.max(1.0), real(regular.gap));
    let size = FittedDraw::of_counts(regular.sizes.iter().copied());
    let bursts = size.map(|size| FittedBursts { size, gap, at_once });
    FittedArrivals { bursts, ..common(timeline, &intensity, &begins, per_day, goodness) }
}

fn fixed(value: i64, rows: usize) -> FittedDraw {
    FittedDraw {
        law: Distribution::UniformInteger { min: value, max: value },
        rows,
        step: None,
        parameters: vec![Parameter { name: "value", value: real(value), error: None }],
        goodness: None,
        choice: Choice::Same,
    }
}

/// Mean bursts under way at the busiest hour.
fn at_once(intensity: &Intensity, size: f64, gap: f64) -> f64 {
    intensity.rates.iter().copied().fold(0.0, f64::max) * (size - 1.0).max(0.0) * gap
}

/// Bursts by the hidden Markov model.
fn of_chain(timeline: &Timeline, found: &Estimated) -> FittedArrivals {
    let Estimated { intensity, chain, hidden } = found;
    let messages = timeline.len();
    let place = [0.0, libm::log(chain.goes_on / (1.0 - chain.goes_on)), libm::log(chain.gap)];
    let errors = standard_errors(&place, |at| {
        let moved =
            Chain { goes_on: 1.0 / (1.0 + libm::exp(-at[1])), gap: libm::exp(at[2]), most: chain.most };
        timeline.with(intensity, libm::exp(at[0]), |messages| moved.log_likelihood(messages, |_| ()))
    });
    let error = |axis: usize, scale: f64| errors.as_ref().map(|errors| errors[axis] * scale);
    let mean = 1.0 / (1.0 - chain.goes_on);
    let mut per_day = intensity.per_day();
    let geometric = Parameter { name: "mean", value: mean, error: error(1, chain.goes_on * mean) };
    let size = if let Some(size) = fixed_size(&hidden.begins) {
        let bursts = count(messages) / real(size);
        per_day *= bursts / hidden.begins.iter().sum::<f64>().max(1.0);
        fixed(size, messages)
    } else {
        of_model(Distribution::Geometric { mean }, geometric, messages)
    };
    let gap = Parameter { name: "mean", value: chain.gap, error: error(2, chain.gap) };
    let gap = of_model(Distribution::Exponential { mean: chain.gap }, gap, messages);
    let at_once = at_once(intensity, size.mean(), chain.gap);
    let bursts = Some(FittedBursts { size, gap, at_once });
    let goodness = goodness(timeline, intensity, *chain);
    let per_day = Parameter { name: "bursts_per_day", value: per_day, error: error(0, per_day) };
    FittedArrivals { bursts, ..common(timeline, intensity, &hidden.begins, per_day, goodness) }
}

fn of_model(law: Distribution, parameter: Parameter, rows: usize) -> FittedDraw {
    FittedDraw {
        law,
        rows,
        step: None,
        parameters: vec![parameter],
        goodness: None,
        choice: Choice::OfArrivals,
    }
}

/// The size of bursts that is nearly always the same. A geometric size has 1 as its most common one, so that any other
/// one that most bursts have is no chance.
fn fixed_size(begins: &[f64]) -> Option<i64> {
    let mut sizes: Vec<i64> = begins
        .chunk_by(|_, &next| next < 0.5)
        .map(<[f64]>::len)
        .filter_map(|len| i64::try_from(len).ok())
        .collect();
    sizes.sort_unstable();
    let most = sizes.chunk_by(|a, b| a == b).max_by_key(|same| same.len())?;
    (sizes.len() >= 10 && most[0] > 1 && most.len() * 10 >= sizes.len() * 6).then_some(most[0])
}
