//! The usage of each activity.

use super::NamedFigure;
use super::task::total;
use crate::policy::{Audience, BlockReason};
use crate::replay::{ActivityKind, Replayed, Rules, WorkKind, WorkTally};
use crate::units::Credits;
use std::collections::BTreeMap;

/// One line of `activities.csv`.
///
/// Sources of equal name (rows of a trace that differ in kind or audience) share one line, which shows the
/// first one's kind, audience and block reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActivityRow {
    /// The activity's name.
    pub name: String,
    /// Its grouping in the usage report.
    pub kind: ActivityKind,
    /// Who sees that it was blocked.
    pub audience: Audience,
    /// What that audience is shown (R-ADMIT).
    pub block_reason: BlockReason,
    /// Work that arrived.
    pub wanted: u64,
    /// Started, without failures at start.
    pub started: u64,
    /// Ended without failure.
    pub completed: u64,
    /// Failed at start or while running.
    pub failed: u64,
    /// In flight at the end.
    pub in_flight: u64,
    /// Blocked for lack of credits.
    pub blocked: u64,
    /// What the blocked work would have cost.
    pub blocked_credits: Credits,
    /// Paid by the pool or owed.
    pub spent: Credits,
    /// Borne by the vendor.
    pub absorbed: Credits,
    /// Cost of work cut off, not paid.
    pub unmet: Credits,
    /// Work cut off.
    pub interrupted: u64,
    /// The part of `blocked` that public visitors wanted.
    pub blocked_public: u64,
}

/// The figures of `activities.csv`, in the order of its columns.
pub const ACTIVITY_FIGURES: &[NamedFigure<ActivityRow>] = &[
    ("wanted", |row| row.wanted.into()),
    ("started", |row| row.started.into()),
    ("completed", |row| row.completed.into()),
    ("failed", |row| row.failed.into()),
    ("in_flight", |row| row.in_flight.into()),
    ("blocked", |row| row.blocked.into()),
    ("blocked_credits", |row| row.blocked_credits.into()),
    ("spent", |row| row.spent.into()),
    ("absorbed", |row| row.absorbed.into()),
    ("unmet", |row| row.unmet.into()),
    ("interrupted", |row| row.interrupted.into()),
    ("blocked_public", |row| row.blocked_public.into()),
];

impl ActivityRow {
    /// Every activity, in the order of the file.
    pub fn all(replayed: &Replayed, rules: &Rules) -> Vec<Self> {
        let mut rows: Vec<Self> = Vec::new();
        let mut places: BTreeMap<&str, usize> = BTreeMap::new();
        for (source, work) in rules.work.iter().enumerate() {
            let activity = match &work.kind {
                WorkKind::Activity(activity) => activity,
                WorkKind::Task(_) => continue,
            };
            let place = *places.entry(&work.name).or_insert(rows.len());
            if place == rows.len() {
                let reason = BlockReason::shown_to(activity.audience, rules.paid_plan);
                rows.push(Self::new(&work.name, activity.kind, activity.audience, reason));
            }
            let sum = total(&replayed.tally.work, source, rules.work.len());
            rows[place].add(&sum, replayed.closing.in_flight[source], activity.audience);
        }
        rows
    }

    fn new(name: &str, kind: ActivityKind, audience: Audience, block_reason: BlockReason) -> Self {
        Self {
            name: name.to_owned(),
            kind,
            audience,
            block_reason,
            wanted: 0,
            started: 0,
            completed: 0,
            failed: 0,
            in_flight: 0,
            blocked: 0,
            blocked_credits: Credits::ZERO,
            spent: Credits::ZERO,
            absorbed: Credits::ZERO,
            unmet: Credits::ZERO,
            interrupted: 0,
            blocked_public: 0,
        }
    }

    fn add(&mut self, sum: &WorkTally, in_flight: u64, audience: Audience) {
        self.wanted += sum.wanted;
        self.started += sum.started;
        self.completed += sum.completed;
        self.failed += sum.failed_at_start + sum.failed_running;
        self.in_flight += in_flight;
        self.blocked += sum.refused;
        self.blocked_credits += sum.blocked_credits;
        self.spent += sum.spent;
        self.absorbed += sum.absorbed;
        self.unmet += sum.unmet;
        self.interrupted += sum.interrupted;
        match audience {
            Audience::Public => self.blocked_public += sum.refused,
            Audience::Member => {}
        }
    }

    /// The audience as `activities.csv` writes it.
    pub const fn audience_name(&self) -> &'static str {
        match self.audience {
            Audience::Member => "member",
            Audience::Public => "public",
        }
    }

    /// The block reason as `activities.csv` writes it.
    pub const fn block_reason_name(&self) -> &'static str {
        match self.block_reason {
            BlockReason::BuyCredits => "buy_credits",
            BlockReason::UpgradeOrBuy => "upgrade_or_buy",
            BlockReason::Neutral => "neutral",
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::metrics::fixture::metrics;

    #[test]
    fn sources_of_one_name_share_a_row_that_still_tells_the_public_part() {
        let metrics = metrics();
        let names: Vec<&str> = metrics.activities.iter().map(|row| row.name.as_str()).collect();
        assert_eq!(names, ["joule", "chat"]);
        let chat = &metrics.activities[1];
        assert_eq!((chat.wanted, chat.blocked, chat.blocked_public), (4, 4, 4));
        assert_eq!((chat.audience_name(), chat.block_reason_name()), ("member", "buy_credits"));
    }
}
