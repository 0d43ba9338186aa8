//! The figures of the terminal report, by section.

use super::aligned::{plain_table, right_aligned};
use super::number::{grouped, shown};
use crate::metrics::{Figure, Figures, Metrics};
use crate::units::{Credits, Decimal, Money, Span};

type Line = (&'static str, fn(&Figures) -> Figure);

/// The sections and their lines. A line that is zero in every replication is left out, but for a section's
/// first.
const SECTIONS: [(&str, &[Line]); 5] = [
    (
        "Credits",
        &[
            ("opening", |f| f.credits.opening.into()),
            ("granted", |f| f.credits.granted.into()),
            ("auto-recharged", |f| f.credits.auto_recharged.into()),
            ("topped up", |f| f.credits.topped_up.into()),
            ("bonus", |f| f.credits.bonus.into()),
            ("spent", |f| f.credits.spent.into()),
            ("  from included credits", |f| f.credits.spent_included.into()),
            ("  from purchased credits", |f| f.credits.spent_purchased.into()),
            ("expired, included", |f| f.credits.expired_included.into()),
            ("expired, purchased", |f| f.credits.expired_purchased.into()),
            ("absorbed by the vendor", |f| f.credits.absorbed.into()),
            ("unmet", |f| f.credits.unmet.into()),
            ("held by work in flight", |f| f.credits.held.into()),
            ("debt", |f| f.credits.debt.into()),
            ("closing, usable", |f| f.credits.closing.into()),
        ],
    ),
    (
        "Money",
        &[
            ("total", |f| f.money.total.into()),
            ("subscription", |f| f.money.subscription.into()),
            ("auto-recharge", |f| f.money.auto_recharge.into()),
            ("manual top-ups", |f| f.money.top_up.into()),
        ],
    ),
    (
        "Recharges",
        &[
            ("fired", |f| f.auto_recharge.fired.into()),
            ("most in 24 hours", |f| f.auto_recharge.max_fires_in_24h.into()),
            ("denied, no subscription", |f| f.auto_recharge.denied.no_subscription.into()),
            ("denied, payment", |f| f.auto_recharge.denied.payment.into()),
            ("denied, monthly limit", |f| f.auto_recharge.denied.cap.into()),
            ("months at the limit", |f| f.auto_recharge.cap_hit_months.into()),
            ("months at 80 % of it", |f| f.auto_recharge.cap_80_months.into()),
            ("time below threshold", |f| f.auto_recharge.below_threshold.into()),
            ("time latched low", |f| f.auto_recharge.latched_low.into()),
            ("time at the limit", |f| f.auto_recharge.capped.into()),
        ],
    ),
    (
        "Interruptions",
        &[
            ("activity work blocked", |f| f.work.blocked.total().into()),
            ("runs refused", |f| f.tasks.refused.into()),
            ("runs missed for credits", |f| f.tasks.missed.credits.into()),
            ("runs missed for failures", |f| f.tasks.missed.failures.into()),
            ("pauses for credits", |f| f.tasks.pauses.credits.into()),
            ("pauses for failures", |f| f.tasks.pauses.failures.into()),
            ("task time paused", |f| (f.tasks.paused_ms.credits + f.tasks.paused_ms.failures).into()),
            ("work cut off", |f| f.work.interrupted.into()),
            ("credits of work not done", |f| f.work.blocked_credits.into()),
            ("time at zero", |f| f.work.zero.into()),
            ("low-balance warnings", |f| f.work.warnings.into()),
        ],
    ),
    (
        "Work",
        &[
            ("wanted", |f| f.work.wanted.into()),
            ("started", |f| f.work.started.into()),
            ("completed", |f| f.work.completed.into()),
            ("failed", |f| f.work.failed.into()),
            ("in flight at the end", |f| f.work.in_flight.into()),
            ("tasks paused at the end", |f| f.tasks.paused_at_end.into()),
        ],
    ),
];

/// A line of a section.
pub(super) struct FigureLine {
    pub(super) label: &'static str,
    /// One for each replication.
    pub(super) figures: Vec<Figure>,
}

/// The sections with the lines that have something to say.
pub(super) fn figure_sections(replications: &[Metrics]) -> Vec<(&'static str, Vec<FigureLine>)> {
    let read = |(index, &(label, read)): (usize, &Line)| {
        let figures: Vec<Figure> =
            replications.iter().map(|metrics| read(&metrics.summary.figures)).collect();
        let is_said = index == 0 || figures.iter().any(|figure| !figure.value().is_zero());
        is_said.then_some(FigureLine { label, figures })
    };
    let lines = |lines: &[Line]| lines.iter().enumerate().filter_map(read).collect();
    SECTIONS.into_iter().map(|(section, all)| (section, lines(all))).collect()
}

/// Mean and range of several figures: `mean 52.4, 49 to 57`.
pub(super) fn spread(figures: &[Figure]) -> Option<String> {
    match columns(figures).as_slice() {
        [mean, least, most] => Some(format!("mean {mean}, {least} to {most}")),
        _ => None,
    }
}

/// All sections in one table; of several replications their mean, least and most.
pub(super) fn figures_table(replications: &[Metrics]) -> String {
    let mut table = plain_table();
    if replications.len() > 1 {
        table.set_header(["", "mean", "least", "most"]);
    }
    for (number, (section, lines)) in figure_sections(replications).into_iter().enumerate() {
        if number > 0 {
            table.add_row([""]);
        }
        table.add_row([section]);
        for line in lines {
            let mut row = vec![format!("  {}", line.label)];
            row.extend(columns(&line.figures));
            table.add_row(row);
        }
    }
    right_aligned(table, 1..)
}

/// The figure itself, or the mean, the least and the most of several.
pub(super) fn columns(figures: &[Figure]) -> Vec<String> {
    let mut sorted = figures.to_vec();
    sorted.sort_by_key(|figure| figure.value());
    match sorted.as_slice() {
        [] => Vec::new(),
        [one] => vec![shown(*one)],
        [least, .., most] => vec![mean(figures, *least), shown(*least), shown(*most)],
    }
}

fn mean(figures: &[Figure], like: Figure) -> String {
    let sum: Decimal = figures.iter().map(|figure| figure.value()).sum();
    let mean = sum.checked_div(Decimal::from(figures.len())).unwrap_or_default();
    let whole = i64::try_from(mean.round()).unwrap_or(i64::MAX);
    match like {
        Figure::Count(_) => grouped(&mean.round_dp(1).normalize().to_string()),
        Figure::Credits(_) => shown(Credits::new(whole).into()),
        Figure::Money(_) => shown(Money::from_decimal(mean.round_dp(6)).unwrap_or_default().into()),
        Figure::Time(_) => shown(Span::from_ms(whole).into()),
        Figure::Ratio(_) => shown(Figure::Ratio(mean)),
    }
}
