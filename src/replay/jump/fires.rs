//! Fires in a row: what auto-recharge buys while nothing else happens, without looking at each event that it fires at.

use super::follower::Follower;
use super::free_run::FreeRun;
use crate::policy::{DeclineChance, FireWhen, Latch, LimitWindow, Purchase, Quote, Standing};
use crate::pool::PurchaseVia;
use crate::replay::Rules;
use crate::units::Credits;

/// A recharge that buys the same each time, at once, and more than any event draws: every fire brings the balance back
/// above all levels, so that nothing but the next fire follows from it (R-LATCH).
#[derive(Clone, Copy, Debug)]
pub(super) struct InARow {
    credits: Credits,
    quote: Quote,
    /// It fires after an event that leaves less than this.
    level: Credits,
    /// No 24 hours in step have more fires of this kind.
    most_in_24h: i64,
}

impl InARow {
    /// Of rules that have such a recharge.
    pub(super) fn of(run: &FreeRun, rules: &Rules) -> Option<Self> {
        let recharge = &rules.auto_recharge;
        let Purchase::Amount(credits) = recharge.purchase else { return None };
        let by_month = recharge.limit.is_none_or(|limit| limit.window == LimitWindow::CalendarMonth);
        let at_once = recharge.settlement_delay.is_zero() && recharge.cooldown.is_zero();
        let pays = rules.payment.decline == DeclineChance::Never;
        if !(recharge.enabled && by_month && at_once && pays) {
            return None;
        }
        let quote = rules.prices.quote(credits);
        let each = credits + quote.bonus;
        // A warning and a balance of zero are below the threshold, and what work needs is above them all.
        let alone = rules.low_balance_warning <= recharge.threshold && run.most_needed < recharge.threshold;
        if each <= run.most_drawn || !alone {
            return None;
        }
        let level = match recharge.fire_when {
            FireWhen::Below => recharge.threshold,
            FireWhen::AtOrBelow => recharge.threshold + Credits::new(1),
        };
        // From one fire to another the balance of the free run falls by what those between bought, less one event's draw.
        let fallen = run.most_drawn_in_24h + run.most_drawn;
        Some(Self { credits, quote, level, most_in_24h: 1 + fallen.get() / each.get() })
    }

    /// What one adds to usable.
    fn each(&self) -> Credits {
        self.credits + self.quote.bonus
    }
}

impl Follower<'_> {
    /// Does every fire before `to` for which the limit leaves room, and moves there, or behind the last of them if
    /// another would be denied; false if it moved nowhere.
    pub(super) fn fire_in_a_row(&mut self, to: usize) -> bool {
        let Some(row) = self.in_a_row else { return false };
        let (from, world) = (self.position, &self.world);
        let usable = world.pool.usable();
        let ready =
            world.recharge.latch() == Latch::Armed && world.quiet.holds(usable) && usable >= row.level;
        let pays = world.subscription.standing() == Standing::Active && !world.outage && !world.trouble;
        if from >= to || !ready || !pays {
            return false;
        }
        let (each, level) = (row.each(), row.level - self.offset);
        let stretch = self.run.stretch(from, to);
        let below = level - stretch.least_usable();
        if !below.is_positive() {
            self.move_to(to);
            return true;
        }
        let needed = (below.get() - 1) / each.get() + 1;
        let rules = &world.rules.auto_recharge;
        let fires = needed.min(world.recharge.purchases_left(rules, row.credits, row.quote.price));
        if fires == 0 {
            return false;
        }
        let at = |fire: i64| stretch.first_below(level - each.times(fire));
        let end = if fires == needed { Some(to) } else { at(fires - 1).map(|last| last + 1) };
        let Some(end) = end else { return false };
        self.date_fires(row, fires, at);
        self.count_fires(row, fires);
        self.offset += each.times(fires);
        self.move_to(end);
        true
    }

    /// Dates those of the fires that may share 24 hours with more others than any have done so far: all of them, or the
    /// first and the last, beside which may lie fires of another kind.
    fn date_fires(&mut self, row: InARow, fires: i64, at: impl Fn(i64) -> Option<usize>) {
        let most = row.most_in_24h;
        let all = u64::try_from(most).is_ok_and(|most| self.world.measure.max_fires_in_24h() < most);
        let mut fire = 0;
        while fire < fires {
            if let Some(event) = at(fire) {
                self.world.measure.date_fire(self.run.times[event]);
            }
            fire = if all || fire + 1 < most { fire + 1 } else { (fire + 1).max(fires - most) };
        }
    }

    fn count_fires(&mut self, row: InARow, fires: i64) {
        let world = &mut self.world;
        let at_80_percent =
            world.recharge.fire_in_a_row(&world.rules.auto_recharge, row.credits, row.quote, fires);
        world.measure.count_fires(fires.unsigned_abs(), row.credits.times(fires), at_80_percent);
        world.measure.count_purchase(PurchaseVia::AutoRecharge, row.quote.price.times(fires));
        world.pool.land_following(row.credits.times(fires), row.quote.bonus.times(fires));
    }
}
