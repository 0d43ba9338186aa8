//! The metrics that differ most, for a chart.

use super::Comparison;
use crate::experiment::sweep::measure_name;
use crate::output::chart::Difference;
use std::collections::BTreeMap;

/// Relative differences of a metric by variant, and their best rank in any of them.
type Ranked = (usize, Vec<Option<(f64, f64)>>);

/// Metrics in the chart.
const MOST: usize = 20;

/// The metrics of the largest differences of any variant; those of which the first variant has none are left out, as
/// nothing is relative to nothing.
pub fn largest_differences(comparison: Comparison<'_>) -> Vec<Difference> {
    let mut of_metric: BTreeMap<usize, Ranked> = BTreeMap::new();
    let variants = comparison.names.len().saturating_sub(1);
    for (variant, (_, all)) in comparison.others().enumerate() {
        let differing = all.iter().filter(|compared| !compared.is_same());
        for (rank, compared) in differing.filter(|compared| compared.relative().is_some()).enumerate() {
            let entry = of_metric.entry(compared.measure).or_insert_with(|| (rank, vec![None; variants]));
            entry.0 = entry.0.min(rank);
            let half = compared.difference.half_width.unwrap_or(0.0) / compared.first.mean.abs();
            entry.1[variant] = compared.relative().map(|relative| (relative, half));
        }
    }
    let mut ranked: Vec<_> = of_metric.into_iter().collect();
    ranked.sort_by_key(|&(measure, (rank, _))| (rank, measure));
    let difference =
        |(measure, (_, relative))| Difference { metric: measure_name(measure).to_owned(), relative };
    ranked.into_iter().take(MOST).map(difference).collect()
}
