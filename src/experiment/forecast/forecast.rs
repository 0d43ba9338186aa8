//! What a forecast says.

use super::amount::Amount;
use super::effect::Effect;
use super::measure::MEASURES;
use super::study::Study;
use crate::calendar::Month;
use std::fmt;

/// The distribution of what the organisations of a population do, month by month.
///
/// Every figure is there for each [period](Self::periods), each [group](Self::groups) and each of [`MEASURES`].
#[derive(Clone, Debug, PartialEq)]
pub struct Forecast {
    /// What was asked.
    pub study: Study,
    /// Every calendar month in which any organisation was replayed, in order.
    pub months: Vec<Month>,
    /// By period, then group, then measure.
    pub(super) spreads: Vec<Spread>,
    /// By group: how many organisation-months with a limit used so much of it, in whole per cent rounded down.
    pub cap_used: Vec<CapUse>,
    /// By variant, then period, then measure: what it changes for all organisations.
    pub(super) effects: Vec<Vec<Effect>>,
    /// How the quantiles of single organisations were made.
    pub precision: Precision,
}

/// A figure of a group of organisations in a period.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spread {
    /// The sum over the group's organisations: how uncertain the total is. Over replications, each a population of its
    /// own; of a single replication by the normal approximation of a sum of independent organisations, whose least
    /// value is 0.
    pub total: Statistics,
    /// One organisation: how different they are. Of those replayed in that month, of all replications together; in the
    /// whole horizon of those replayed in any month. `None` where there is none.
    pub each: Option<Statistics>,
    /// How many organisations are in `each`, over all replications.
    pub count: u64,
}

/// A mean and quantiles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Statistics {
    /// The mean, exact but for its rounding.
    pub mean: Amount,
    /// At each of [`PERCENTS`].
    pub quantiles: [Amount; PERCENTS.len()],
}

/// The quantiles of a forecast, in per cent.
pub const PERCENTS: [u32; 7] = [5, 10, 25, 50, 75, 90, 95];

impl Statistics {
    /// The quantile at one of [`PERCENTS`]; `None` for any other.
    pub fn at(&self, percent: u32) -> Option<Amount> {
        let place = PERCENTS.iter().position(|&known| known == percent)?;
        self.quantiles.get(place).copied()
    }
}

/// How many organisation-months used so many per cent of their monthly limit, from 0 to 100.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CapUse(pub(super) [u64; 101]);

impl CapUse {
    /// Nothing yet.
    pub(super) const NONE: Self = Self([0; 101]);

    /// Organisation-months with a limit.
    pub fn months(&self) -> u64 {
        self.0.iter().sum()
    }

    /// How many of them used exactly so many per cent, rounded down.
    pub fn at(&self, percent: u8) -> u64 {
        self.0.get(usize::from(percent)).copied().unwrap_or(0)
    }

    /// How many of them used so many per cent or more.
    pub fn reached(&self, percent: u8) -> u64 {
        self.0.iter().skip(usize::from(percent)).sum()
    }

    /// The share of them that used so many per cent or more; `None` where none has a limit.
    #[expect(clippy::cast_precision_loss, reason = "counts far below 2^53")]
    pub fn share(&self, percent: u8) -> Option<f64> {
        let all = self.months();
        (all > 0).then(|| self.reached(percent) as f64 / all as f64)
    }

    pub(super) fn add(&mut self, other: &Self) {
        self.0.iter_mut().zip(other.0).for_each(|(own, theirs)| *own += theirs);
    }
}

/// How quantiles of single organisations were made. Means, sums and quantiles of totals are always exact.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Precision {
    /// From all values.
    Exact,
    /// From a sketch, as there were too many values to keep.
    Sketched {
        /// The most that a value is off, relative to it.
        relative_error: f64,
    },
}

/// A calendar month, or all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    /// One month, in each organisation's own zone.
    Month(Month),
    /// The whole horizon.
    All,
}

impl fmt::Display for Period {
    /// `2026-03`, or `all`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Month(month) => month.fmt(f),
            Self::All => f.write_str(ALL),
        }
    }
}

/// What stands for all organisations, and for all months.
pub const ALL: &str = "all";

impl Forecast {
    /// Every month, then the whole horizon.
    pub fn periods(&self) -> impl Iterator<Item = Period> + '_ {
        self.months.iter().copied().map(Period::Month).chain([Period::All])
    }

    /// The index of the whole horizon among the periods.
    pub fn whole(&self) -> usize {
        self.months.len()
    }

    /// Every segment's name, then [`ALL`].
    pub fn groups(&self) -> impl Iterator<Item = &str> + '_ {
        self.study.segments.iter().map(String::as_str).chain([ALL])
    }

    /// The index of all organisations among the groups.
    pub fn everyone(&self) -> usize {
        self.study.segments.len()
    }

    /// A figure, by the indices of its period, group and measure; `None` where there is none of these.
    pub fn spread(&self, period: usize, group: usize, measure: usize) -> Option<&Spread> {
        let (groups, measures) = (self.everyone() + 1, MEASURES.len());
        if group >= groups || measure >= measures {
            return None;
        }
        self.spreads.get((period * groups + group) * measures + measure)
    }

    /// What a variant changes, by the indices of variant, period and measure; `None` where there is none of these.
    pub fn effect(&self, variant: usize, period: usize, measure: usize) -> Option<&Effect> {
        if measure >= MEASURES.len() {
            return None;
        }
        self.effects.get(variant)?.get(period * MEASURES.len() + measure)
    }
}
