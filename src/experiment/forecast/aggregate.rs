//! From the accounts of organisations to a forecast, one organisation after the other: memory does not grow with them.

use super::account::{Account, Row, TooLarge};
use super::amount::Amount;
use super::effect::{Effect, Pairs};
use super::forecast::{CapUse, Forecast, PERCENTS, Precision, Spread, Statistics};
use super::measure::{MEASURES, Measure};
use super::moments::variance;
use super::run::Organisation;
use super::sample::{SKETCH_ERROR, Sample, interpolated};
use super::study::Study;
use crate::calendar::Month;
use std::collections::BTreeMap;

/// The most values of single organisations that are kept; above it they are sketched. 256 MB.
pub const MOST_VALUES: u64 = 1 << 25;

/// A forecast under way. What comes of it does not depend on the order of organisations.
pub struct Aggregate {
    study: Study,
    most_values: u64,
    /// Values kept so far.
    kept: u64,
    /// The whole horizon's, then each month's.
    whole: Cells,
    months: BTreeMap<Month, Cells>,
    /// By segment.
    cap_used: Vec<CapUse>,
}

/// One period.
struct Cells {
    /// By segment, then measure.
    of: Vec<Cell>,
    /// By variant, then measure.
    pairs: Vec<Pairs>,
}

/// A figure of one segment in one period.
struct Cell {
    /// By replication, as far as there is anything.
    totals: Vec<i128>,
    /// Over all organisations of all replications.
    squares: i128,
    /// Of those that are there.
    sample: Sample,
}

impl Cells {
    fn new(study: &Study, sketched: bool) -> Self {
        let cell = || Cell { totals: Vec::new(), squares: 0, sample: Sample::new(sketched) };
        Self {
            of: std::iter::repeat_with(cell).take(study.segments.len() * MEASURES.len()).collect(),
            pairs: vec![Pairs::default(); study.variants.len() * MEASURES.len()],
        }
    }

    /// An organisation's figures; how many values more are kept.
    fn add(&mut self, replication: u32, segment: usize, row: &Row) -> u64 {
        let replication = usize::try_from(replication).unwrap_or(usize::MAX);
        let of_segment = self.of.iter_mut().skip(segment * MEASURES.len());
        let mut kept = 0;
        for (cell, &value) in of_segment.zip(&row.values) {
            if cell.totals.len() <= replication {
                cell.totals.resize(replication + 1, 0);
            }
            cell.totals[replication] += i128::from(value);
            cell.squares = cell.squares.saturating_add(i128::from(value) * i128::from(value));
            kept += u64::from(cell.sample.add(value));
        }
        kept
    }

    fn add_pairs(&mut self, variant: usize, base: Option<&Row>, own: Option<&Row>) {
        let of_variant = self.pairs.iter_mut().skip(variant * MEASURES.len());
        for (measure, pairs) in (0..MEASURES.len()).zip(of_variant) {
            let value = |row: Option<&Row>| row.map_or(0, |row| row.values[measure]);
            pairs.add(value(base), value(own));
        }
    }
}

impl Aggregate {
    /// Of no organisation yet.
    pub fn new(study: &Study) -> Self {
        Self::keeping(study, MOST_VALUES)
    }

    /// The same with another bound of values that are kept.
    pub fn keeping(study: &Study, most_values: u64) -> Self {
        Self {
            study: study.clone(),
            most_values,
            kept: 0,
            whole: Cells::new(study, most_values == 0),
            months: BTreeMap::new(),
            cap_used: vec![CapUse::NONE; study.segments.len()],
        }
    }

    /// One organisation more.
    ///
    /// # Errors
    /// One of its sums is too large.
    pub fn add(&mut self, organisation: &Organisation) -> Result<(), TooLarge> {
        let Organisation { replication, segment, accounts, .. } = organisation;
        let wholes: Vec<Option<Row>> = accounts.iter().map(Account::whole).collect::<Result<_, _>>()?;
        let mut kept = 0;
        let sketched = self.is_sketched();
        for (month, row) in accounts.first().into_iter().flat_map(|account| &account.months) {
            let cells = self.months.entry(*month).or_insert_with(|| Cells::new(&self.study, sketched));
            kept += cells.add(*replication, *segment, row);
            if let (Some(percent), Some(used)) = (row.cap_used, self.cap_used.get_mut(*segment)) {
                used.0[usize::from(percent.min(100))] += 1;
            }
        }
        if let Some(Some(whole)) = wholes.first() {
            kept += self.whole.add(*replication, *segment, whole);
        }
        for (variant, (own, whole)) in accounts.iter().zip(&wholes).skip(1).enumerate() {
            self.add_variant(variant, accounts.first(), own);
            self.whole.add_pairs(variant, wholes.first().and_then(Option::as_ref), whole.as_ref());
        }
        self.keep(kept);
        Ok(())
    }

    fn add_variant(&mut self, variant: usize, base: Option<&Account>, own: &Account) {
        let mut pairs: BTreeMap<Month, (Option<&Row>, Option<&Row>)> = BTreeMap::new();
        for (month, row) in base.into_iter().flat_map(|account| &account.months) {
            pairs.entry(*month).or_default().0 = Some(row);
        }
        for (month, row) in &own.months {
            pairs.entry(*month).or_default().1 = Some(row);
        }
        let sketched = self.is_sketched();
        for (month, (base, own)) in pairs {
            let cells = self.months.entry(month).or_insert_with(|| Cells::new(&self.study, sketched));
            cells.add_pairs(variant, base, own);
        }
    }

    fn is_sketched(&self) -> bool {
        self.kept > self.most_values || self.most_values == 0
    }

    /// So many values more are kept; sketches all of them where that is too many.
    fn keep(&mut self, more: u64) {
        let was_sketched = self.is_sketched();
        self.kept += more;
        if self.is_sketched() && !was_sketched {
            let cells = self.months.values_mut().chain([&mut self.whole]);
            cells.flat_map(|cells| &mut cells.of).for_each(|cell| cell.sample.sketch());
        }
    }

    /// The forecast.
    pub fn finish(mut self) -> Forecast {
        let precision = if self.is_sketched() {
            Precision::Sketched { relative_error: SKETCH_ERROR }
        } else {
            Precision::Exact
        };
        // Months between two others in which nobody was there have zeros.
        if let (Some((&first, _)), Some((&last, _))) =
            (self.months.first_key_value(), self.months.last_key_value())
        {
            let mut month = first.next();
            while month < last {
                let sketched = self.is_sketched();
                self.months.entry(month).or_insert_with(|| Cells::new(&self.study, sketched));
                month = month.next();
            }
        }
        let months: Vec<Month> = self.months.keys().copied().collect();
        let mut spreads = Vec::new();
        let mut effects = vec![Vec::new(); self.study.variants.len()];
        for mut cells in self.months.into_values().chain([self.whole]) {
            finish_spreads(&mut cells.of, &self.study, &mut spreads);
            for (variant, effects) in effects.iter_mut().enumerate() {
                finish_effects(&cells.pairs, variant, &self.study, effects);
            }
        }
        let mut cap_used = self.cap_used;
        let mut everyone = CapUse::NONE;
        for used in &cap_used {
            everyone.add(used);
        }
        cap_used.push(everyone);
        Forecast { study: self.study, months, spreads, cap_used, effects, precision }
    }
}

fn finish_effects(pairs: &[Pairs], variant: usize, study: &Study, into: &mut Vec<Effect>) {
    let of_variant = pairs.iter().skip(variant * MEASURES.len());
    for (measure, pairs) in MEASURES.iter().zip(of_variant) {
        into.push(pairs.effect(measure.unit, study.draws(), study.replications, study.confidence()));
    }
}

/// Every segment's figures, then those of all.
fn finish_spreads(cells: &mut [Cell], study: &Study, into: &mut Vec<Spread>) {
    let mut all: Vec<Cell> = MEASURES
        .iter()
        .map(|_| Cell { totals: Vec::new(), squares: 0, sample: Sample::new(false) })
        .collect();
    for of_segment in cells.chunks_exact_mut(MEASURES.len()) {
        for ((cell, all), measure) in of_segment.iter_mut().zip(&mut all).zip(&MEASURES) {
            all.merge(cell);
            into.push(cell.spread(measure, study));
            // Half of the memory, from here on.
            cell.sample = Sample::new(false);
        }
    }
    for (cell, measure) in all.iter_mut().zip(&MEASURES) {
        into.push(cell.spread(measure, study));
    }
}

impl Cell {
    fn merge(&mut self, other: &Self) {
        if self.totals.len() < other.totals.len() {
            self.totals.resize(other.totals.len(), 0);
        }
        self.totals.iter_mut().zip(&other.totals).for_each(|(own, theirs)| *own += theirs);
        self.squares = self.squares.saturating_add(other.squares);
        self.sample.merge(&other.sample);
    }

    fn spread(&mut self, measure: &Measure, study: &Study) -> Spread {
        let count = self.sample.count();
        let sum: i128 = self.totals.iter().sum();
        let each = self.sample.quantiles(measure.unit, PERCENTS).map(|quantiles| Statistics {
            mean: Amount::quotient(measure.unit, sum, i128::from(count.max(1))),
            quantiles,
        });
        let total = match study.replications {
            0 | 1 => self.approximated(measure, sum, u64::from(study.organisations)),
            replications => self.replicated(measure, sum, replications),
        };
        Spread { total, each, count }
    }

    /// The total of a single replication: normal, with the variance of a sum of independent organisations.
    ///
    /// Organisations are drawn alike, each with its segment and its life, so that one that is not there counts with 0.
    fn approximated(&self, measure: &Measure, sum: i128, organisations: u64) -> Statistics {
        let mean = Amount::quotient(measure.unit, sum, 1);
        #[expect(clippy::cast_precision_loss, reason = "a count")]
        let count = organisations as f64;
        let deviation =
            variance(organisations, sum, self.squares).map_or(0.0, |variance| (count * variance).sqrt());
        let quantile = |z: f64| mean.plus(Amount::nearest(measure.unit, z * deviation)).max(Amount::ZERO);
        Statistics { mean, quantiles: NORMAL.map(quantile) }
    }

    /// The totals of several replications.
    fn replicated(&mut self, measure: &Measure, sum: i128, replications: u32) -> Statistics {
        let mean = Amount::quotient(measure.unit, sum, i128::from(replications));
        self.totals.resize(usize::try_from(replications).unwrap_or(usize::MAX), 0);
        self.totals.sort_unstable();
        let at =
            |rank: u64| self.totals.get(usize::try_from(rank).unwrap_or(usize::MAX)).copied().unwrap_or(0);
        Statistics { mean, quantiles: interpolated(measure.unit, PERCENTS, replications.into(), at) }
    }
}

/// Quantiles of the standard normal distribution at [`PERCENTS`] (NIST/SEMATECH e-Handbook, 1.3.6.7.1).
const NORMAL: [f64; PERCENTS.len()] = [
    -1.644_853_626_951_472_7,
    -1.281_551_565_544_600_4,
    -0.674_489_750_196_081_7,
    0.0,
    0.674_489_750_196_081_7,
    1.281_551_565_544_600_4,
    1.644_853_626_951_472_7,
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::forecast::measure;
    use crate::experiment::forecast::study::tests::study;
    use crate::units::Instant;

    const JANUARY: i32 = 2026 * 12;

    /// An account whose months have `spend` of these values, from that month on.
    fn account(from: i32, spend: &[i64]) -> Account {
        let row = |(number, &value): (i32, &i64)| {
            let mut values = [0; MEASURES.len()];
            values[measure("money.auto_recharge").unwrap()] = value;
            values[measure("deferred.end").unwrap()] = value;
            (Month::numbered(number).unwrap(), Row { values, cap_used: u8::try_from(value % 101).ok() })
        };
        Account { months: (from..).zip(spend).map(row).collect() }
    }

    fn forecast(study: &Study, all: &[(u32, usize, Vec<Account>)], most: u64) -> Forecast {
        let mut aggregate = Aggregate::keeping(study, most);
        for (replication, segment, accounts) in all.iter().cloned() {
            let organisation = Organisation {
                replication,
                index: 0,
                segment,
                joins: Instant::default(),
                churns: None,
                drawn: Vec::new(),
                accounts,
            };
            aggregate.add(&organisation).unwrap();
        }
        aggregate.finish()
    }

    fn spread<'a>(forecast: &'a Forecast, period: usize, group: usize, name: &str) -> &'a Spread {
        forecast.spread(period, group, measure(name).unwrap()).unwrap()
    }

    fn micros(micros: i128) -> Amount {
        Amount::from_millionths(micros)
    }

    #[test]
    fn totals_add_up_and_each_counts_only_who_is_there() {
        let all = [
            (0, 0, vec![account(JANUARY, &[10, 20, 30])]),
            (0, 1, vec![account(JANUARY + 1, &[100])]),
            (0, 0, vec![Account::default()]),
            (0, 0, vec![account(JANUARY + 4, &[7])]),
        ];
        let forecast = forecast(&study(4, 1), &all, MOST_VALUES);
        let names: Vec<String> = forecast.periods().map(|period| period.to_string()).collect();
        assert_eq!(names, ["2026-01", "2026-02", "2026-03", "2026-04", "2026-05", "all"]);
        let recharge = |period, group| spread(&forecast, period, group, "money.auto_recharge");
        assert_eq!(
            (recharge(1, 0).total.mean, recharge(1, 1).total.mean, recharge(1, 2).total.mean),
            (micros(20), micros(100), micros(120))
        );
        assert_eq!((recharge(1, 2).count, recharge(1, 2).each.unwrap().mean), (2, micros(60)));
        assert_eq!(recharge(1, 2).each.unwrap().at(50), Some(micros(60)));
        assert_eq!(
            (recharge(3, 2).count, recharge(3, 2).each, recharge(3, 2).total.mean),
            (0, None, Amount::ZERO)
        );
        // 60, 100 and 7 over the whole horizon.
        assert_eq!((recharge(5, 2).total.mean, recharge(5, 2).count), (micros(167), 3));
        assert_eq!(recharge(5, 2).each.unwrap().at(50), Some(micros(60)));
        assert_eq!(spread(&forecast, 5, 2, "deferred.end").total.mean, Amount::from_millionths(137_000_000));
        assert_eq!(
            (
                forecast.cap_used[2].months(),
                forecast.cap_used[2].reached(30),
                forecast.cap_used[2].reached(100)
            ),
            (5, 2, 1)
        );
    }

    #[test]
    fn the_order_of_organisations_changes_nothing() {
        let mut all: Vec<_> = (0..200_u32)
            .map(|index| {
                let value = i64::from(index) * 7_919 % 1_000;
                (
                    index % 4,
                    usize::try_from(index % 2).unwrap(),
                    vec![account(JANUARY + i32::try_from(index % 3).unwrap(), &[value, value / 3])],
                )
            })
            .collect();
        for most in [MOST_VALUES, 100, 0] {
            let forward = forecast(&study(50, 4), &all, most);
            all.reverse();
            assert_eq!(forecast(&study(50, 4), &all, most), forward);
            assert_eq!(forward.precision == Precision::Exact, most == MOST_VALUES);
        }
    }

    #[test]
    fn one_replication_s_total_is_normal_and_several_are_their_own_spread() {
        let values: Vec<i64> = (1..=100).map(|value| value * 1_000_000).collect();
        let alone: Vec<_> = values.iter().map(|&value| (0, 0, vec![account(JANUARY, &[value])])).collect();
        let one = forecast(&study(100, 1), &alone, MOST_VALUES);
        let total = spread(&one, 0, 0, "money.auto_recharge").total;
        assert_eq!(total.mean, micros(5_050_000_000));
        // The variance of 1 to 100 is 100 × 101 / 12; the total's is 100 times that.
        let deviation = (100.0_f64 * 100.0 * 101.0 / 12.0).sqrt();
        assert!((total.at(90).unwrap().approximate() - (5_050.0 + 1.281_551_565_5 * deviation)).abs() < 1e-5);
        assert_eq!(total.at(50), Some(total.mean));
        // Segment 1 has nobody: nothing, for certain.
        assert_eq!(spread(&one, 0, 1, "money.auto_recharge").total, Statistics::default());

        let apart: Vec<_> =
            (0..5_u32).map(|rep| (rep, 0, vec![account(JANUARY, &[i64::from(rep) * 10])])).collect();
        let several = forecast(&study(1, 5), &apart, MOST_VALUES);
        let total = spread(&several, 0, 0, "money.auto_recharge").total;
        assert_eq!(
            (total.mean, total.at(25), total.at(90)),
            (micros(20), Some(micros(10)), Some(micros(36)))
        );
    }

    #[test]
    fn variants_are_paired_also_where_only_one_of_both_is_there() {
        let mut study = study(2, 1);
        let variant = crate::experiment::forecast::VariantStudy {
            name: "v".to_owned(),
            title: String::new(),
            digest: String::new(),
        };
        study.variants.push(variant);
        let all = [
            (0, 0, vec![account(JANUARY, &[10]), account(JANUARY, &[30, 5])]),
            (0, 1, vec![account(JANUARY, &[20]), account(JANUARY, &[20])]),
        ];
        let forecast = forecast(&study, &all, MOST_VALUES);
        let effect = |period| forecast.effect(0, period, measure("money.auto_recharge").unwrap()).unwrap();
        assert_eq!(
            (effect(0).base, effect(0).own, effect(0).difference),
            (micros(30), micros(50), micros(20))
        );
        assert_eq!((effect(1).base, effect(1).own, effect(1).relative), (Amount::ZERO, micros(5), None));
        assert_eq!(effect(2).difference, micros(25));
        assert_eq!(forecast.effect(1, 0, 0), None);
    }
}
