//! Watches a replay for its charts.

use super::columns::{Columns, Marks};
use super::lanes::Lane;
use super::steps::{Step, Steps};
use crate::calendar::{Month, Window, Zone};
use crate::policy::Denial;
use crate::replay::{Conditions, Happening, Movement, Note, Observer, Rules, WorkKind};
use crate::units::{Instant, Span};
use std::collections::BTreeMap;

/// What charts show over time, in memory that does not grow with the replay: the balance, recharges, conditions
/// and pauses by column, from `report.warm_up` on.
#[derive(Clone, Debug)]
pub struct Series {
    pub(super) columns: Columns,
    pub(super) balance: Steps,
    pub(super) fires: Marks,
    pub(super) capped: Marks,
    pub(super) zero: Marks,
    /// The first denial for the cap in each calendar month that has one.
    pub(super) cap_hits: BTreeMap<Month, Instant>,
    /// One for each source, `None` for activities.
    pub(super) lanes: Vec<Option<Lane>>,
    conditions: (Instant, Conditions),
    zone: Zone,
}

impl Series {
    /// Nothing seen yet of a replay by `rules`.
    pub fn new(rules: &Rules) -> Self {
        let columns = Columns { window: Window { from: rules.measured_from, to: rules.horizon.to } };
        let lane = |kind: &WorkKind| match kind {
            WorkKind::Task(_) => Some(Lane::new(columns)),
            WorkKind::Activity(_) => None,
        };
        Self {
            columns,
            balance: Steps::new(columns),
            fires: Marks::new(columns),
            capped: Marks::new(columns),
            zero: Marks::new(columns),
            cap_hits: BTreeMap::new(),
            lanes: rules.work.iter().map(|work| lane(&work.kind)).collect(),
            conditions: (rules.horizon.from, Conditions::default()),
            zone: rules.zone.clone(),
        }
    }

    /// The replay has ended: what still holds held to the end. A task's pause ends with the task.
    #[must_use]
    pub fn finish(mut self, rules: &Rules) -> Self {
        let end = rules.horizon.to;
        self.conditions(end, Conditions::default());
        for (lane, work) in self.lanes.iter_mut().zip(&rules.work) {
            let ends = match &work.kind {
                WorkKind::Task(task) => task.ends,
                WorkKind::Activity(_) => end,
            };
            if let Some(lane) = lane {
                lane.resume(ends.min(end));
            }
        }
        self
    }

    fn lane(&mut self, note: &Note) -> Option<&mut Lane> {
        self.lanes.get_mut(note.source?.index())?.as_mut()
    }
}

impl Observer for Series {
    const WATCHES: bool = true;

    fn movement(&mut self, movement: &Movement) {
        self.balance.push(Step {
            time: movement.time,
            included: movement.included_after,
            purchased: movement.purchased_after,
            usable: movement.usable_after,
        });
    }

    fn note(&mut self, note: &Note) {
        #[expect(clippy::wildcard_enum_match_arm, reason = "charts show few of all the things that happen")]
        match note.what {
            Happening::RechargeFires(_) => self.fires.add(note.time, note.time + Span::from_ms(1)),
            Happening::RechargeDenied(Denial::Cap) if note.time >= self.columns.window.from => {
                self.cap_hits.entry(Month::containing(note.time, &self.zone)).or_insert(note.time);
            }
            Happening::Pauses(reason) => {
                if let Some(lane) = self.lane(note) {
                    lane.pause(reason, note.time);
                }
            }
            Happening::Resumes => {
                if let Some(lane) = self.lane(note) {
                    lane.resume(note.time);
                }
            }
            Happening::CompletesMaxRuns => {
                if let Some(lane) = self.lane(note) {
                    lane.completed = Some(note.time);
                }
            }
            _ => {}
        }
    }

    fn conditions(&mut self, time: Instant, conditions: Conditions) {
        let (since, held) = std::mem::replace(&mut self.conditions, (time, conditions));
        if held.capped {
            self.capped.add(since, time);
        }
        if held.zero {
            self.zero.add(since, time);
        }
    }
}
