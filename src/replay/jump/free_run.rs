//! A replay in which purchased credits never run out.

use super::counts::Counts;
use super::descents::Descents;
use super::extremes::Extremes;
use super::refusals::Refusals;
use super::rows::Rows;
use super::what::What;
use crate::demand::{Demand, SourceId};
use crate::policy::{Change, SubscriptionState};
use crate::pool::{Book, DrawOrder};
use crate::replay::hours::Hours;
use crate::replay::number::index;
use crate::replay::queue::Caused;
use crate::replay::streams::Draws;
use crate::replay::world::Template;
use crate::replay::{Replayed, Rules};
use crate::units::{Credits, Instant, digest};
use std::sync::OnceLock;

/// What one demand does where purchased credits never run out: every replay of it does the same for as long as nothing
/// is refused, whatever its settings of money. Its events in the order of R-STEP, and enough to take up the state
/// after any of them.
///
/// Balances are those of a pool that opened without purchased credits, so that they fall below zero.
#[derive(Debug)]
pub struct FreeRun {
    pub(super) key: [u8; 32],
    pub(super) times: Vec<Instant>,
    /// Usable after each event; see [`usable_after`](Self::usable_after).
    pub(super) usable: Vec<i32>,
    /// Paid to its source's account.
    pub(super) spent: Vec<u32>,
    /// Paid by included lots.
    pub(super) spent_included: Vec<u32>,
    /// In the included lot after it.
    pub(super) included: Vec<u32>,
    /// The record that it is, or that ends; of a resume the task.
    pub(super) subject: Vec<u32>,
    pub(super) what: Vec<What>,
    /// In the included lot at first.
    pub(super) opening: u32,
    /// Extremes of `usable`.
    pub(super) levels: Extremes,
    pub(super) descents: Descents,
    /// The greatest of `usable`.
    pub(super) highest: Credits,
    /// Extremes of usable before each event, less its need.
    pub(super) lows: Extremes,
    /// What each source reserves, where a record has no reservation of its own.
    pub(super) reserves: Vec<Credits>,
    /// The most that any event needs.
    pub(super) most_needed: Credits,
    /// The most that usable falls by in one event, but for those of no work.
    pub(super) most_drawn: Credits,
    /// No less than it falls by in any 24 hours.
    pub(super) most_drawn_in_24h: Credits,
    /// Of `times`.
    pub(super) hours: Hours,
    /// Events of no work, in order.
    pub(super) rare: Vec<Rare>,
    /// Every [`STRIDE`] events.
    pub(super) checkpoints: Vec<Checkpoint>,
    /// The work in flight at the checkpoints: the events of their starts.
    pub(super) flights: Vec<u32>,
    /// Of each source.
    pub(super) health: Vec<Health>,
    /// Of each source; the first is none and has what holds before any.
    pub(super) pauses: Vec<Vec<Pause>>,
    /// Tasks that ever fail or break, in order: all others stay as they began, but for `max_runs`.
    pub(super) eventful: Vec<usize>,
    /// How it ended, measured as every replay is.
    pub(super) replayed: Replayed,
    /// What had passed through its pool before any event, and at the end.
    pub(super) first_book: Book,
    pub(super) book: Book,
    /// What every replay beside it begins with.
    pub(super) template: Template,
    /// The position at which measurement begins.
    pub(super) measured_from: usize,
    /// What all work did before measurement, and at the end.
    pub(super) unmeasured: Counts,
    pub(super) all: Counts,
    /// Tasks paused at the end.
    pub(super) paused_at_end: u64,
    /// What is refused where the pool is empty, once someone asks: most settings never do.
    pub(super) refusals: OnceLock<Refusals>,
    /// The first instant of every month that the horizon touches.
    pub(super) starts: Vec<Instant>,
}

/// Events between two checkpoints.
pub(super) const STRIDE: usize = 64;
/// Events between two checkpoints that list their flights however many there are.
pub(super) const LISTED: usize = 16 * STRIDE;
/// So many flights are listed at every checkpoint.
pub(super) const FEW_FLIGHTS: usize = 8;

/// The state before an event: 136 bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Checkpoint {
    pub(super) spent_included: Credits,
    pub(super) spent_purchased: Credits,
    pub(super) expired_included: Credits,
    /// Where its list of flights begins and ends, if it has one.
    pub(super) flights: Option<(u32, u32)>,
    pub(super) counts: Counts,
}

/// An event of the calendar or the subscription.
#[derive(Clone, Debug)]
pub(super) struct Rare {
    pub(super) position: u32,
    pub(super) caused: Caused,
    /// Before it.
    pub(super) before: Book,
    /// After it.
    pub(super) after: Book,
    /// The included lot is another one, or ended.
    pub(super) ends_allowance: bool,
    /// Where the subscription stands after it, and what that changed.
    pub(super) subscription: SubscriptionState,
    pub(super) change: Change,
    /// Runs that each source had started.
    pub(super) started: Vec<u64>,
}

/// A task's states.
#[derive(Debug)]
pub(super) struct Health {
    /// The events that change it.
    pub(super) changes: Rows,
    /// After each of them: failures in a row, and where it stands.
    pub(super) after: Vec<(u32, Stands)>,
    /// The events that start its runs, where they are limited: they are asked for often then.
    pub(super) starts: Option<Rows>,
}

/// Where a task stands that is never short of credits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stands {
    Active,
    /// Since its last [`Pause`].
    PausedForFailures,
    Completed,
}

/// A pause for failures, from the event that caused it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pause {
    pub(super) position: u32,
    pub(super) since: Instant,
    /// When the review is due, if there is one.
    pub(super) due: Option<Instant>,
    /// Draws up to the pause, and up to its end.
    pub(super) draws: (Draws, Draws),
    /// The event that ends it; past all events if none does.
    pub(super) resumed: u32,
    /// When the task breaks next, after the resume.
    pub(super) breaks: Instant,
}

impl FreeRun {
    /// Records one, where replays by `rules` can follow it: purchased lots never expire and are drawn last.
    pub fn of(demand: &Demand, rules: &Rules, replication: u32) -> Option<Self> {
        Self::in_place_of(None, demand, rules, replication)
    }

    /// The same, in the memory of another run that is done with: fresh memory would take a third of the time.
    pub fn in_place_of(done: Option<Self>, demand: &Demand, rules: &Rules, replication: u32) -> Option<Self> {
        super::record::record(done, demand, rules, replication)
    }

    /// True if a replay by `rules` follows this run: they differ in settings of money only.
    pub fn suits(&self, rules: &Rules) -> bool {
        Self::key(rules) == Some(self.key)
    }

    /// Identifies the rules that a free run obeys; `None` where there is none.
    pub fn key(rules: &Rules) -> Option<[u8; 32]> {
        Self::free_rules(rules).map(|free| digest(&free))
    }

    /// The rules that the free run of others obeys; `None` where there is none.
    pub(super) fn free_rules(rules: &Rules) -> Option<Rules> {
        let can_follow =
            rules.purchased_expire_after.is_none() && rules.draw_order == DrawOrder::IncludedFirst;
        can_follow.then(|| super::free_rules::free_rules(rules))
    }

    /// How many events.
    pub(super) fn len(&self) -> usize {
        self.times.len()
    }

    /// Usable after an event.
    #[inline]
    pub(super) fn usable_after(&self, event: usize) -> Credits {
        Credits::new(i64::from(self.usable[event]))
    }

    /// Usable before an event.
    #[inline]
    pub(super) fn usable_before(&self, position: usize) -> Credits {
        match position.checked_sub(1) {
            Some(before) => self.usable_after(before),
            None => credits(self.opening),
        }
    }

    /// In the included lot before an event.
    #[inline]
    pub(super) fn included_before(&self, position: usize) -> Credits {
        credits(position.checked_sub(1).map_or(self.opening, |before| self.included[before]))
    }

    /// What is refused where the pool is empty.
    pub(super) fn refusals(&self, demand: &Demand, rules: &Rules) -> &Refusals {
        self.refusals.get_or_init(|| Refusals::of(demand, rules))
    }

    /// What must be usable before an event, lest anything be refused or fall short; sometimes more than that.
    pub(super) fn need(&self, demand: &Demand, position: usize) -> Credits {
        let what = self.what[position];
        if what.is(What::RARE) {
            return Credits::ZERO;
        }
        // An end draws what its reservation did not cover; a run that fails at once may be charged more than its cost.
        let drawn = (self.usable_before(position) - self.usable_after(position)).max(Credits::ZERO);
        if what.is(What::RECORD) {
            let record = demand.row(index(self.subject[position]));
            let reserve = record.reserve.unwrap_or(self.reserves[record.source.index()]);
            what.need_of_record(reserve, record.cost).max(drawn)
        } else {
            drawn
        }
    }

    /// Usable before an event, less what it needs.
    #[inline]
    pub(super) fn low(&self, demand: &Demand, position: usize) -> Credits {
        self.usable_before(position) - self.need(demand, position)
    }

    /// No less than usable falls by in any 24 hours, and little more: hour by hour.
    pub(super) fn most_drawn_in_24h(&self) -> Credits {
        let within = self.hours.stretches().map(|(from, to)| {
            let before = self.usable_before(from);
            let values = &self.usable[from..to];
            let (least, most) = (values.iter().copied().min(), values.iter().copied().max());
            let value = |value: i32| Credits::new(i64::from(value));
            (least.map_or(before, value).min(before), most.map_or(before, value).max(before))
        });
        let within: Vec<(Credits, Credits)> = within.collect();
        let before = |hour: usize| within[hour.saturating_sub(24)..=hour].iter().map(|&(_, most)| most).max();
        let fallen = (0..within.len()).filter_map(|hour| Some(before(hour)? - within[hour].0));
        fallen.max().unwrap_or(Credits::ZERO)
    }

    /// The first event at or after `time`.
    pub(super) fn position_at(&self, time: Instant) -> usize {
        self.hours.first_at(&self.times, time)
    }

    /// The event of no work at an instant.
    pub(super) fn rare_at(&self, time: Instant, caused: Caused) -> Option<&Rare> {
        let at = |rare: &Rare| self.times[index(rare.position)];
        let from = self.rare.partition_point(|rare| at(rare) < time);
        self.rare[from..].iter().take_while(|rare| at(rare) == time).find(|rare| rare.caused == caused)
    }

    /// What work in flight holds where so much has passed through a free run's pool and so much is usable.
    pub(super) fn held(book: &Book, usable: Credits) -> Credits {
        book.came_in() - book.went_out() - super::free_rules::ENDLESS - usable
    }

    /// The first record from an event on, by its event and its number.
    pub(super) fn record_from(&self, mut position: usize) -> Option<(usize, usize)> {
        while !self.what.get(position)?.is(What::RECORD) {
            position += 1;
        }
        Some((position, index(self.subject[position])))
    }

    /// The source of the work of an event; `None` for those of no work.
    pub(super) fn source(&self, demand: &Demand, position: usize) -> Option<SourceId> {
        let (what, subject) = (self.what[position], self.subject[position]);
        if what.is(What::RARE) {
            None
        } else if what.is(What::RESUMED) {
            Some(SourceId(subject))
        } else {
            demand.get(index(subject)).map(|record| record.source)
        }
    }
}

/// A column's credits.
#[inline]
pub(super) fn credits(count: u32) -> Credits {
    Credits::new(i64::from(count))
}
