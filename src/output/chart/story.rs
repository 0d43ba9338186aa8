//! What a chart is drawn from, and which charts there are.

use super::picture::Picture;
use super::{Series, balance, caps, pauses, spend, usage};
use crate::calendar::Month;
use crate::metrics::Metrics;
use crate::replay::{Replayed, Rules};

/// One replay, as charts see it.
#[derive(Clone, Copy, Debug)]
pub struct Story<'a> {
    /// By which rules.
    pub rules: &'a Rules,
    /// What the replay counted.
    pub replayed: &'a Replayed,
    /// Its figures.
    pub metrics: &'a Metrics,
    /// What it went through.
    pub series: &'a Series,
    /// How many replications ran; with several, titles say which one this is.
    pub replications: u32,
}

/// The charts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chart {
    /// Credits over time, with recharges and the times without.
    Balance,
    /// Money by calendar month.
    Spend,
    /// Auto-recharge against its limit, by calendar month.
    Caps,
    /// When tasks were paused, and why.
    Pauses,
    /// Credits by source and calendar month.
    Usage,
}

impl Chart {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Balance, Self::Spend, Self::Caps, Self::Pauses, Self::Usage];

    /// The name of its file, without the ending.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Balance => "balance",
            Self::Spend => "spend",
            Self::Caps => "caps",
            Self::Pauses => "pauses",
            Self::Usage => "usage",
        }
    }

    /// The picture of a replay.
    pub fn draw(self, story: &Story<'_>) -> Picture {
        match self {
            Self::Balance => balance::draw(story, &balance::reach(story)),
            Self::Spend => spend::draw(story, &spend::reach(story)),
            Self::Caps => caps::draw(story),
            Self::Pauses => pauses::draw(story),
            Self::Usage => usage::draw(story),
        }
    }
}

impl Story<'_> {
    /// A chart's title, with the scenario's name, and the replication where there are several.
    pub(super) fn titled(&self, title: &str) -> String {
        let summary = &self.metrics.summary;
        let which = match self.replications {
            0 | 1 => String::new(),
            several => format!(" (replication {} of {several})", summary.replication),
        };
        format!("{title}{which} – {}", summary.scenario)
    }

    /// Which run it is.
    pub(in crate::output) fn about(&self) -> String {
        let summary = &self.metrics.summary;
        let zone = &self.rules.zone;
        let day = |at| zone.civil(at).date();
        let window = self.series.columns.window;
        let (from, to) = (day(window.from), day(window.to));
        format!("Policy {}, {from} to {to} ({}), seed {}", summary.policy, zone.name(), summary.seed)
    }

    /// The calendar months measured, in order.
    pub(super) fn months(&self) -> Vec<Month> {
        self.replayed.tally.months.iter().map(|month| month.month).collect()
    }
}
