//! Measurement: sums by month and source, and time in each condition.

use super::source::Source;
use super::{Conditions, MonthTally, Rules, Tally, WorkTally};
use crate::calendar::Month;
use crate::demand::SourceId;
use crate::policy::{Denial, PauseReason};
use crate::pool::{Book, Pool, PurchaseVia};
use crate::units::{Credits, Instant, Money, Span, count};
use std::collections::VecDeque;

/// The running sums.
#[derive(Clone, Debug)]
pub(super) struct Measure {
    tally: Tally,
    /// Every month that the horizon touches, with its first instant; the first one's is the horizon's start.
    starts: Vec<Instant>,
    /// Rows of `tally.work` from one month to the next: 0 where months are not told apart.
    sources: usize,
    /// The month in hand, an index of `tally.months`.
    month: usize,
    /// Where its row of `tally.work` begins.
    row: usize,
    /// The first month that is measured.
    first: usize,
    measured_from: Instant,
    /// The pool's book when the month, or measurement, began.
    book: Book,
    conditions: Conditions,
    conditions_since: Instant,
    fires: VecDeque<Instant>,
    warning: Credits,
    was_warned: bool,
}

impl Measure {
    pub(super) fn new(rules: &Rules, pool: &Pool) -> Self {
        let months = Month::touched(rules.horizon.from, rules.horizon.to, &rules.zone);
        let sources = rules.work.len();
        let starts = months.iter().map(|month| month.start(&rules.zone).max(rules.horizon.from)).collect();
        Self {
            tally: Tally {
                events: 0,
                opening: pool.book().opening,
                opening_included: pool.included(),
                opening_purchased: pool.purchased(),
                max_fires_in_24h: 0,
                work: vec![WorkTally::default(); months.len() * sources],
                months: months.into_iter().map(MonthTally::new).collect(),
            },
            starts,
            sources,
            month: 0,
            row: 0,
            first: 0,
            measured_from: rules.measured_from,
            book: *pool.book(),
            conditions: Conditions::default(),
            conditions_since: rules.horizon.from,
            fires: VecDeque::new(),
            warning: rules.low_balance_warning,
            was_warned: false,
        }
    }

    /// Begins anew with another pool and another warning level.
    pub(super) fn open_anew(&mut self, rules: &Rules, pool: &Pool) {
        self.tally.opening = pool.book().opening;
        self.tally.opening_included = pool.included();
        self.tally.opening_purchased = pool.purchased();
        self.book = *pool.book();
        self.warning = rules.low_balance_warning;
    }

    /// Sums of work by month and source.
    pub(super) fn sum_by_source(&mut self, sources: usize) {
        self.sources = sources;
        self.tally.work = vec![WorkTally::default(); self.tally.months.len() * sources];
    }

    /// Sums of work over all months together, by source only; none until someone makes room.
    pub(super) fn sum_months(&mut self) {
        self.sources = 0;
        self.tally.work.clear();
    }

    /// Months are not told apart in sums of work.
    fn is_whole(&self) -> bool {
        self.sources == 0
    }

    /// Room for sums of work by source.
    pub(super) fn make_room(&mut self, sources: usize) {
        if self.tally.work.is_empty() {
            self.tally.work.resize(sources, WorkTally::default());
        }
    }

    /// The months after the first, each of which begins with an event (R-MONTH).
    pub(super) fn months_after_first(&self) -> Vec<Month> {
        self.tally.months.iter().skip(1).map(|month| month.month).collect()
    }

    /// The month in hand.
    pub(super) fn month(&self) -> Month {
        self.tally.months[self.month].month
    }

    fn sums(&mut self) -> &mut MonthTally {
        &mut self.tally.months[self.month]
    }

    #[inline]
    pub(super) fn count_event(&mut self) {
        count(&mut self.tally.events);
    }

    /// A denial; it is `counted` once per reason, episode and month (R-DENY).
    pub(super) fn count_denial(&mut self, reason: Denial, counted: bool) {
        let sums = self.sums();
        sums.denied[reason.index()] += u64::from(counted);
        match reason {
            Denial::Cap => sums.cap_hit = true,
            Denial::NoSubscription | Denial::Payment => {}
        }
    }

    pub(super) fn count_fire(&mut self, now: Instant, credits: Credits, at_80_percent: bool) {
        self.count_fires(1, credits, at_80_percent);
        self.date_fire(now);
    }

    /// Fires that bought so much in all; they are [dated](Self::date_fire) one by one.
    pub(super) fn count_fires(&mut self, fires: u64, credits: Credits, at_80_percent: bool) {
        let sums = self.sums();
        sums.fired += fires;
        sums.fired_credits += credits;
        sums.cap_80 |= at_80_percent;
    }

    /// The most fires in any 24 hours so far.
    pub(super) fn max_fires_in_24h(&self) -> u64 {
        self.tally.max_fires_in_24h
    }

    /// When a fire was.
    pub(super) fn date_fire(&mut self, now: Instant) {
        self.fires.push_back(now);
        // Half-open: two fires exactly 24 hours apart do not share a window.
        while self.fires.front().is_some_and(|&first| first + Span::DAY <= now) {
            self.fires.pop_front();
        }
        let in_24h = u64::try_from(self.fires.len()).unwrap_or(u64::MAX);
        self.tally.max_fires_in_24h = self.tally.max_fires_in_24h.max(in_24h);
    }

    pub(super) fn count_purchase(&mut self, via: PurchaseVia, price: Money) {
        match via {
            PurchaseVia::AutoRecharge => self.sums().auto_recharge_money += price,
            PurchaseVia::TopUp => self.sums().top_up_money += price,
        }
    }

    pub(super) fn count_subscription(&mut self, price: Money) {
        self.sums().subscription_money += price;
    }

    /// The balance before any event: starting low is no warning (R-WARN).
    pub(super) fn begin_warnings(&mut self, usable: Credits) {
        self.was_warned = usable < self.warning;
    }

    /// True if usable has just gone from at or above the warning level to below it (R-WARN).
    pub(super) fn warns(&mut self, usable: Credits) -> bool {
        let below = usable < self.warning;
        let warns = below && !self.was_warned;
        self.was_warned = below;
        warns
    }

    /// True if these conditions hold already, and the last balance seen was on this side of the warning level.
    pub(super) fn is_steady(&self, usable: Credits, conditions: Conditions) -> bool {
        self.conditions == conditions && self.was_warned == (usable < self.warning)
    }

    pub(super) fn count_warning(&mut self) {
        self.sums().warnings += 1;
    }

    /// From `now` on these conditions hold; true if they did not before.
    #[inline]
    pub(super) fn set_conditions(&mut self, now: Instant, conditions: Conditions) -> bool {
        let changed = conditions != self.conditions;
        if changed {
            self.add_time_until(now);
            self.conditions = conditions;
        }
        changed
    }

    /// Adds the time up to `now` to the conditions that held.
    fn add_time_until(&mut self, now: Instant) {
        let (held, span) = (self.conditions, now - self.conditions_since);
        self.conditions_since = now;
        let sums = self.sums();
        for (holds, time) in [
            (held.below_threshold, &mut sums.below_threshold),
            (held.latched_low, &mut sums.latched_low),
            (held.capped, &mut sums.capped),
            (held.zero, &mut sums.zero),
        ] {
            if holds {
                *time += span;
            }
        }
    }

    /// Adds a pause of `[since, until)` to every month that it touches, from the start of measurement.
    #[inline]
    pub(super) fn add_paused(
        &mut self,
        source: SourceId,
        reason: PauseReason,
        since: Instant,
        until: Instant,
    ) {
        let since = since.max(self.measured_from);
        if self.is_whole() {
            let time = if since < until { until - since } else { Span::ZERO };
            self.tally.work[source.index()].add_paused(reason, time);
        } else {
            self.add_paused_by_month(source, reason, since, until);
        }
    }

    fn add_paused_by_month(&mut self, source: SourceId, reason: PauseReason, since: Instant, until: Instant) {
        for month in (self.first..=self.month).rev() {
            let time = Self::within(&self.starts, month, since, until);
            if !time.is_zero() {
                self.tally.work[month * self.sources + source.index()].add_paused(reason, time);
            }
            if self.starts[month] <= since {
                break;
            }
        }
    }

    /// How much of `[since, until)` lies in a month.
    pub(super) fn within(starts: &[Instant], month: usize, since: Instant, until: Instant) -> Span {
        let from = since.max(starts[month]);
        let to = until.min(starts.get(month + 1).copied().unwrap_or(Instant::FAR_FUTURE));
        if from < to { to - from } else { Span::ZERO }
    }

    /// The first instant of every month that the horizon touches; the first one's is the horizon's start.
    pub(super) fn month_starts(&self) -> &[Instant] {
        &self.starts
    }

    /// Events that were handled elsewhere.
    #[inline]
    pub(super) fn count_events(&mut self, count: u64) {
        self.tally.events += count;
    }

    /// What sources counted is added to the month in hand.
    pub(super) fn book_work(&mut self, sources: &mut [Source]) {
        for (work, source) in self.tally.work[self.row..].iter_mut().zip(sources) {
            *work += source.take_sums();
        }
    }

    /// The month in hand ends: its time and credits are booked.
    fn close_month(&mut self, now: Instant, pool: &Pool) {
        self.add_time_until(now);
        let (before, after) = (self.book, *pool.book());
        self.book = after;
        let sums = self.sums();
        sums.granted += after.granted - before.granted;
        sums.auto_recharged += after.auto_recharged - before.auto_recharged;
        sums.topped_up += after.topped_up - before.topped_up;
        sums.bonus += after.bonus - before.bonus;
        sums.spent_included += after.spent_included - before.spent_included;
        sums.spent_purchased += after.spent_purchased - before.spent_purchased;
        sums.expired_included += after.expired_included - before.expired_included;
        sums.expired_purchased += after.expired_purchased - before.expired_purchased;
        sums.closing_usable = pool.usable();
        sums.closing_included = pool.included();
        sums.closing_purchased = pool.purchased();
        sums.closing_held = pool.held();
    }

    /// A calendar month begins (class 0).
    pub(super) fn begin_month(&mut self, now: Instant, pool: &Pool, sources: &mut [Source]) {
        self.close_month(now, pool);
        if !self.is_whole() {
            self.book_work(sources);
        }
        self.month += 1;
        self.row += self.sources;
    }

    /// Measurement begins: what was counted so far is forgotten, the state carries over.
    pub(super) fn begin(&mut self, now: Instant, pool: &Pool, sources: &mut [Source]) {
        self.add_time_until(now);
        // Where a month begins as well, that is the first one measured.
        let next = self.month + 1;
        self.first = if self.starts.get(next) == Some(&now) { next } else { self.month };
        self.book = *pool.book();
        let month = self.month();
        self.tally.months[self.month] = MonthTally::new(month);
        self.tally.work[self.row..].fill(WorkTally::default());
        for source in sources {
            source.sums = WorkTally::default();
        }
        // Since the pool opened, when nothing was reserved yet.
        let book = pool.book();
        let bought = book.auto_recharged + book.topped_up + book.bonus;
        self.tally.opening_included += book.granted - book.spent_included - book.expired_included;
        self.tally.opening_purchased += bought - book.spent_purchased - book.expired_purchased;
        self.tally.events = 0;
        self.tally.max_fires_in_24h = 0;
        self.tally.opening = pool.included() + pool.purchased() + pool.held() - pool.debt();
        self.fires.clear();
    }

    /// The end of the horizon.
    pub(super) fn finish(mut self, end: Instant, pool: &Pool, sources: &mut [Source]) -> Tally {
        self.close_month(end, pool);
        self.book_work(sources);
        self.tally.months.drain(..self.first);
        self.tally.work.drain(..self.first * self.sources);
        self.tally
    }
}
