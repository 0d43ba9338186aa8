//! Distributions: the parameters of each family, in range and complete.

use super::scalar::{DURATIONS, real};
use crate::demand::{CostDraw, Distribution, Sampler, SpanDraw};
use crate::scenario::duration;
use crate::scenario::nearest::listed;
use crate::scenario::place::Place;
use crate::scenario::problem::Problem;
use crate::scenario::written::{self, Drawn, Family, Number, Scalar};
use crate::units::{Credits, Decimal, Span};

/// What the drawn numbers count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    /// Credits or messages: whole numbers, written as numbers.
    Count,
    /// Milliseconds, written as durations or as numbers of seconds.
    Time,
    /// Any numbers that are not negative.
    Bare,
}

impl Unit {
    /// The greatest value that may be stated.
    fn most(self) -> Decimal {
        Decimal::from(match self {
            Self::Count | Self::Bare => Credits::MAX_INPUT.get(),
            Self::Time => Sampler::MAX_SPAN.ms(),
        })
    }
}

impl Place<'_> {
    /// A cost, or a number of messages.
    pub(super) fn cost(&self, drawn: &Drawn) -> Option<CostDraw> {
        self.drawn(drawn, Unit::Count).map(CostDraw)
    }

    /// A time.
    pub(super) fn time(&self, drawn: &Drawn) -> Option<SpanDraw> {
        self.drawn(drawn, Unit::Time).map(SpanDraw)
    }

    /// A number without a unit, real or whole as its family is.
    pub(super) fn number_drawn(&self, drawn: &Drawn) -> Option<Distribution> {
        self.drawn(drawn, Unit::Bare)
    }

    fn drawn(&self, drawn: &Drawn, unit: Unit) -> Option<Distribution> {
        let constant = match drawn {
            Drawn::Number(number) => self.parameter(&Scalar::Number(*number), unit)?,
            Drawn::Text(text) => self.parameter(&Scalar::Text(text.clone()), unit)?,
            Drawn::Table(table) => return self.family(table, unit),
        };
        if unit == Unit::Bare {
            return Some(Distribution::Constant(real(constant)));
        }
        let whole = i64::try_from(constant.ceil()).ok()?;
        Some(Distribution::UniformInteger { min: whole, max: whole })
    }

    /// Exact credits or milliseconds, from 0 to the most.
    fn parameter(&self, scalar: &Scalar, unit: Unit) -> Option<Decimal> {
        let read = match (scalar, unit) {
            (Scalar::Number(Number(exact)), Unit::Count | Unit::Bare) => Ok(Some(*exact)),
            (Scalar::Text(text), Unit::Count | Unit::Bare) => {
                Number::parse(text).map(|Number(exact)| Some(exact))
            }
            (Scalar::Number(Number(seconds)), Unit::Time) => Ok(duration::of_seconds(*seconds)),
            (Scalar::Text(text), Unit::Time) => duration::milliseconds(text).map(Some),
        };
        match read {
            Ok(exact) => {
                let found = exact.filter(|exact| *exact >= Decimal::ZERO && *exact <= unit.most());
                if found.is_none() {
                    self.not_allowed(match unit {
                        Unit::Count | Unit::Bare => "a number from 0 to 1_000_000_000_000",
                        Unit::Time => "a time from 0 to 1_000_000_000_000 seconds",
                    });
                }
                found
            }
            Err(message) => {
                let problem = Problem::new(message);
                self.refuse(match unit {
                    Unit::Count | Unit::Bare => problem.label("not a number"),
                    Unit::Time => problem.label("not a duration").note(DURATIONS),
                });
                None
            }
        }
    }

    fn family(&self, table: &written::Distribution, unit: Unit) -> Option<Distribution> {
        let Some(family) = table.dist else {
            let names = Family::ALL.map(Family::name);
            self.key("dist").missing(&format!("distributions: {}", listed(names)));
            return None;
        };
        if !self.has_exactly_the_parameters_of(family) {
            return None;
        }
        let given = |name: &str, scalar: Option<&Scalar>| self.key(name).parameter(scalar?, unit).map(real);
        let positive = |name: &str, scalar: Option<&Scalar>| {
            let value = given(name, scalar)?;
            if value > 0.0 {
                return Some(value);
            }
            self.key(name).not_allowed("above 0");
            None
        };
        let shape =
            |name: &str, number: Option<Number>| self.key(name).real(number, "above 0", |value| value > 0.0);
        let mean = || positive("mean", table.mean.as_ref());
        Some(match family {
            Family::Uniform => return self.uniform(table, unit),
            Family::Exponential => Distribution::Exponential { mean: mean()? },
            Family::Poisson => {
                let step = step(table.mean.as_ref(), unit);
                counted(step, Distribution::Poisson { mean: mean()? / step })
            }
            Family::Geometric => {
                let step = step(table.mean.as_ref(), unit);
                counted(step, Distribution::Geometric { mean: self.at_least_one(mean()? / step, unit)? })
            }
            Family::Lognormal => {
                let sigma = self
                    .key("sigma")
                    .real(table.sigma, "from 0 to 100", |value| (0.0..=100.0).contains(&value));
                Distribution::Lognormal { mean: mean()?, sigma: sigma? }
            }
            Family::Normal => {
                let sd = given("sd", table.sd.as_ref());
                Distribution::Normal { mean: mean()?, sd: sd? }
            }
            Family::Gamma => {
                let shape = shape("shape", table.shape);
                Distribution::Gamma { mean: mean()?, shape: shape? }
            }
            Family::Pareto => {
                let alpha = shape("alpha", table.alpha);
                Distribution::Pareto { min: positive("min", table.min.as_ref())?, alpha: alpha? }
            }
            Family::Triangular => return self.triangular(table, unit),
            Family::Empirical => return self.empirical(table, unit),
        })
    }

    /// Reports parameters that are missing or of other families.
    fn has_exactly_the_parameters_of(&self, family: Family) -> bool {
        const ALL: [&str; 10] =
            ["min", "max", "mode", "mean", "sd", "sigma", "shape", "alpha", "values", "weights"];
        let needs = format!("`{}` needs {}", family.name(), listed(family.parameters().iter().copied()));
        let mut complete = true;
        for name in ALL {
            let place = self.key(name);
            match (place.is_given(), family.parameters().contains(&name)) {
                (true, false) => {
                    place.refuse(
                        Problem::new(format!("`{name}` is no parameter of `{}`", family.name()))
                            .label("not allowed here")
                            .note(needs.as_str()),
                    );
                    complete = false;
                }
                (false, true) => {
                    place.missing(&needs);
                    complete = false;
                }
                (true, true) | (false, false) => {}
            }
        }
        complete
    }

    fn at_least_one(&self, mean: f64, unit: Unit) -> Option<f64> {
        if mean >= 1.0 {
            return Some(mean);
        }
        self.key("mean").not_allowed(match unit {
            Unit::Count | Unit::Bare => "at least 1",
            Unit::Time => "at least 1 of the unit in which it is written",
        });
        None
    }

    fn uniform(&self, table: &written::Distribution, unit: Unit) -> Option<Distribution> {
        let (min_at, max_at) = (self.key("min"), self.key("max"));
        let min = min_at.parameter(table.min.as_ref()?, unit);
        let max = max_at.parameter(table.max.as_ref()?, unit);
        let (min, max) = (min?, max?);
        if min > max {
            max_at.not_allowed("at least `min`");
            return None;
        }
        match unit {
            Unit::Time | Unit::Bare => Some(Distribution::Uniform { min: real(min), max: real(max) }),
            Unit::Count => {
                let whole = |place: &Place<'_>, exact: Decimal| {
                    let whole = i64::try_from(exact.normalize()).ok().filter(|_| exact.is_integer());
                    if whole.is_none() {
                        place.not_allowed("a whole number where it is a cost");
                    }
                    whole
                };
                let (min, max) = (whole(&min_at, min), whole(&max_at, max));
                Some(Distribution::UniformInteger { min: min?, max: max? })
            }
        }
    }

    fn triangular(&self, table: &written::Distribution, unit: Unit) -> Option<Distribution> {
        let given = |name: &str, scalar: Option<&Scalar>| self.key(name).parameter(scalar?, unit);
        let min = given("min", table.min.as_ref());
        let mode = given("mode", table.mode.as_ref());
        let max = given("max", table.max.as_ref());
        let (min, mode, max) = (min?, mode?, max?);
        if min >= max {
            self.key("max").not_allowed("above `min`");
            return None;
        }
        if mode < min || mode > max {
            self.key("mode").not_allowed("from `min` to `max`");
            return None;
        }
        Some(Distribution::Triangular { min: real(min), mode: real(mode), max: real(max) })
    }

    fn empirical(&self, table: &written::Distribution, unit: Unit) -> Option<Distribution> {
        let (values, weights) = (table.values.as_deref()?, table.weights.as_deref()?);
        if values.is_empty() {
            self.key("values").not_allowed("at least one value");
            return None;
        }
        if values.len() != weights.len() {
            let label = format!("{} weights for {} values", weights.len(), values.len());
            self.key("weights").refuse(Problem::new("`weights` must be as many as `values`").label(label));
            return None;
        }
        let value = |(index, value): (usize, &Scalar)| {
            self.key("values").item(index).parameter(value, unit).map(real)
        };
        let values: Vec<f64> = values.iter().enumerate().filter_map(value).collect();
        let weights = self.key("weights").weights(weights)?;
        (values.len() == weights.len()).then_some(Distribution::Empirical { values, weights })
    }

    /// Weights: none negative, not all 0.
    pub(super) fn weights(&self, weights: &[Number]) -> Option<Vec<f64>> {
        let weight = |(index, weight): (usize, &Number)| {
            self.item(index).real(Some(*weight), "0 or more", |value| value >= 0.0)
        };
        let read: Vec<f64> = weights.iter().enumerate().filter_map(weight).collect();
        let complete = read.len() == weights.len();
        if complete && read.iter().sum::<f64>() <= 0.0 {
            self.refuse(
                Problem::new(format!("all `{}` are 0", self.name())).label("at least one must be above 0"),
            );
            return None;
        }
        complete.then_some(read)
    }
}

/// What a distribution of whole numbers counts, in milliseconds where it is a time: the unit in which its mean is written,
/// the smallest of them where there are several, seconds where it is a number.
fn step(mean: Option<&Scalar>, unit: Unit) -> f64 {
    let span = match (unit, mean) {
        (Unit::Time, Some(Scalar::Text(text))) => duration::smallest_unit(text).unwrap_or(Span::SECOND),
        (Unit::Time, Some(Scalar::Number(_)) | None) => Span::SECOND,
        (Unit::Count | Unit::Bare, _) => return 1.0,
    };
    real(Decimal::from(span.ms()))
}

/// Whole numbers of `step`.
fn counted(step: f64, of: Distribution) -> Distribution {
    if step > 1.0 { Distribution::Scaled { by: step, of: Box::new(of) } } else { of }
}
