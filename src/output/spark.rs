//! A line of small bars: one character a month.

use super::number::grouped;
use crate::metrics::Metrics;
use crate::units::Credits;

/// From empty to full; nothing usable has a character of its own.
const BARS: [char; 9] = ['·', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
/// As many characters as fit beside the label.
const MOST: usize = 60;

/// Usable credits at the end of every month, and what the highest bar stands for; `None` for a single month.
/// `which` says of which replication.
///
/// Of a long run, a character shows the least of several months.
pub(super) fn balance_by_month(metrics: &Metrics, which: &str) -> Option<String> {
    let closing: Vec<Credits> = metrics.months.iter().map(|row| row.figures.credits.closing).collect();
    let (begin, end) = (metrics.months.first()?.month, metrics.months.last()?.month);
    if begin == end {
        return None;
    }
    let months_a_bar = closing.len().div_ceil(MOST);
    let least: Vec<Credits> =
        closing.chunks(months_a_bar).filter_map(|some| some.iter().min().copied()).collect();
    let highest = least.iter().max().copied().unwrap_or_default().max(Credits::ZERO);
    let bars: String = least.into_iter().map(|credits| bar(credits, highest)).collect();
    let highest = grouped(&highest.to_string());
    Some(format!("Usable at month's end, {begin} to {end}{which}\n  {bars}  highest {highest}, · none"))
}

/// Rounded up, so that little is not shown as nothing.
fn bar(credits: Credits, highest: Credits) -> char {
    let (credits, highest) = (i128::from(credits.get().max(0)), i128::from(highest.get()).max(1));
    let steps = i128::try_from(BARS.len() - 1).unwrap_or_default();
    let height = (credits * steps + highest - 1) / highest;
    usize::try_from(height).ok().and_then(|height| BARS.get(height)).copied().unwrap_or('█')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::fixture;

    fn of(closing: &[i64]) -> Option<String> {
        let mut metrics = fixture::metrics();
        let row = metrics.months[0].clone();
        let mut month = row.month;
        metrics.months.clear();
        for &credits in closing {
            let mut row = row.clone();
            row.month = month;
            row.figures.credits.closing = Credits::new(credits);
            metrics.months.push(row);
            month = month.next();
        }
        balance_by_month(&metrics, "").map(|text| text.lines().nth(1).unwrap().to_owned())
    }

    #[test]
    fn bars_are_relative_to_the_highest_month_and_only_nothing_is_a_dot() {
        assert_eq!(of(&[8_000, 0, 1, 4_000, -50]).unwrap(), "  █·▁▄·  highest 8,000, · none");
        assert_eq!(of(&[0, 0]).unwrap(), "  ··  highest 0, · none");
        assert_eq!(of(&[1]), None);
    }

    #[test]
    fn of_a_long_run_each_bar_is_the_least_of_some_months() {
        let mut closing = vec![10; 120];
        closing[1] = 5;
        assert_eq!(of(&closing).unwrap(), format!("  ▄{}  highest 10, · none", "█".repeat(59)));
    }
}
