//! How much a scenario makes: more work than memory holds, or sums that whole credits and money cannot hold, are
//! refused before anything is drawn.

use super::root::Sources;
use super::scalar::real;
use crate::calendar::Window;
use crate::demand::{Arrivals, Plan};
use crate::policy::Purchase;
use crate::replay::Rules;
use crate::scenario::place::Place;
use crate::scenario::problem::Problem;
use crate::units::{Credits, Decimal, Money, Ratio, Span};

/// Records of one replication beyond this are refused: 29 bytes each.
const MOST_RECORDS: f64 = 1e9;

/// Sums of credits whose expectation is beyond this are refused: 10¹⁸, a ninth of what an `i64` holds.
///
/// One draw is at most 10¹². A sum of independent draws that is expected to be 10¹⁸ exceeds eight times that with a
/// probability below (e⁷ / 8⁸)^(10¹⁸ / 10¹²), which is 10^-4,000,000 (Chernoff): what passes here never overflows.
const MOST_CREDITS: f64 = 1e18;

/// Sums of money beyond this many units are refused: figures are decimals of 28 digits, six of them micro-units.
const MOST_MONEY: f64 = 1e21;

/// A burst has at most so many messages.
const LONGEST_BURST: f64 = 1e7;

/// A burst is one draw of many messages: it must be small beside the sum for the bound above to hold.
const BURSTS_BESIDE: f64 = 8.0;

/// What one entry of the file asks for, in credits: costs, or reservations where they are more.
pub(super) struct Asked {
    pub(super) list: &'static str,
    pub(super) index: usize,
    /// The key to blame.
    pub(super) key: &'static str,
    pub(super) credits: f64,
}

/// Refuses a scenario that makes more work than memory holds.
pub(super) fn check_records(plan: &Plan, root: &Place<'_>) {
    let records = plan.expected_records();
    if records > MOST_RECORDS || records.is_nan() {
        let problem = Problem::new(format!("the scenario makes about {records:.1e} pieces of work"));
        let help = "look for a rate, growth, surge, burst size or `repeat_every` that is out of proportion";
        root.key("clock").refuse(problem.label("at most 1_000_000_000 fit this horizon").help(help));
    }
}

/// Refuses a scenario whose sums of credits or money could leave their range.
pub(super) fn check_sums(sources: &Sources, rules: &Rules, root: &Place<'_>) {
    let asked: f64 = sources.asked.iter().map(|asked| asked.credits).sum();
    let most = sources.asked.iter().max_by(|a, b| a.credits.total_cmp(&b.credits));
    if let Some(largest) = most.filter(|_| asked > MOST_CREDITS) {
        let list = root.key(largest.list);
        let entry = list.item(largest.index);
        let key = entry.key(largest.key);
        let place = if key.is_given() { key } else { entry };
        let problem =
            Problem::new(format!("the work of this scenario costs or reserves about {asked:.1e} credits"));
        place.refuse(
            problem
                .label("most of it here")
                .note(RANGE)
                .help("look for a cost, reservation, rate, growth or surge that is out of proportion"),
        );
        return;
    }
    let bought = bought(rules, asked);
    let granted = granted(rules);
    if bought + granted > MOST_CREDITS {
        let section = root.key(if granted > bought { "plan" } else { "auto_recharge" });
        let place = section.key(if granted > bought { "included_credits" } else { "amount" });
        let sum = bought + granted;
        let problem = Problem::new(format!("this scenario may grant and buy about {sum:.1e} credits"));
        place.refuse(
            problem.label("too much").note(RANGE).help(
                "look for a threshold, an amount or `purchased_expire_after` that is out of proportion",
            ),
        );
        return;
    }
    let (purchases, subscription) =
        (bought / 1_000.0 * dearest(rules), periods(rules) * units(rules.subscription.price));
    if purchases + subscription > MOST_MONEY {
        let section = root.key(if subscription > purchases { "plan" } else { "prices" });
        let place = section.key(if subscription > purchases { "price" } else { "per_1000" });
        let sum = purchases + subscription;
        let problem = Problem::new(format!("this scenario may charge about {sum:.1e} of money"));
        place.refuse(problem.label("too much").note("sums of money are exact up to 1e21"));
    }
}

/// Why such sums are refused.
const RANGE: &str = "sums of credits are exact up to 1e18";

/// What records ask for, and the key that says so.
pub(super) fn asked(records: f64, cost: f64, reserve: Credits, failed_charge: Ratio) -> (f64, &'static str) {
    let most = Credits::MAX_INPUT;
    let charged = whole(failed_charge.ceil_of(most)) / whole(most);
    let (cost, reserve) = (cost * charged.max(1.0), whole(reserve));
    if reserve > cost { (records * reserve, "reserve") } else { (records * cost, "cost") }
}

/// The messages that one draw can make, beside those that are expected.
pub(super) fn burst(arrivals: &Arrivals) -> f64 {
    match arrivals {
        Arrivals::Poisson { .. } => 0.0,
        Arrivals::Bursts { size, .. } => {
            let largest = size.constant_size().map_or(LONGEST_BURST, whole).min(LONGEST_BURST);
            BURSTS_BESIDE * largest
        }
    }
}

/// The most that purchases can add up to.
///
/// Purchases only restore: auto-recharge fires below its threshold, or below a reservation (R-PRERUN), and a manual
/// top-up when a reservation is not covered. So the pool never holds more purchased credits than that and one
/// purchase of each kind, and all that is bought beyond has been spent, is held, or has expired; no lot lives longer than
/// `purchased_expire_after`.
fn bought(rules: &Rules, asked: f64) -> f64 {
    let recharge = &rules.auto_recharge;
    let once = match recharge.purchase {
        Purchase::Amount(credits) | Purchase::RefillTo(credits) if recharge.enabled => whole(credits),
        Purchase::Amount(_) | Purchase::RefillTo(_) => 0.0,
    };
    let reactive = rules.reactive_top_up.as_ref().map_or(0.0, |top_up| whole(top_up.credits));
    let declared: f64 = rules.top_ups.iter().map(|&(_, credits)| whole(credits)).sum();
    let reserve = rules.work.iter().map(|work| work.reserve).max().unwrap_or_default();
    let bonus = rules
        .prices
        .tiers
        .iter()
        .map(|tier| whole(tier.bonus.ceil_of(Credits::MAX_INPUT)))
        .fold(0.0, f64::max);
    let bonus = 1.0 + bonus / whole(Credits::MAX_INPUT);
    let kept = whole(recharge.threshold.max(reserve)) + (once + reactive + declared) * bonus;
    let length = rules.horizon.to - rules.horizon.from;
    let lives = rules.purchased_expire_after.map_or(1.0, |after| ms(length) / ms(after) + 2.0);
    asked * bonus + whole(rules.opening.purchased) + kept * lives
}

/// The most that is granted.
fn granted(rules: &Rules) -> f64 {
    whole(rules.opening.included) + periods(rules) * whole(rules.subscription.grant)
}

/// The most billing periods that can begin: no month is shorter than 28 days, and every lapse may begin a new one.
fn periods(rules: &Rules) -> f64 {
    let lapses = rules.subscription.lapses.iter().fold(0.0, |count, _| count + 1.0);
    let Window { from, to } = rules.horizon;
    ms(to - from) / (28.0 * ms(Span::DAY)) + lapses + 2.0
}

/// The highest price of 1,000 credits, in units of money.
fn dearest(rules: &Rules) -> f64 {
    let tiers = rules.prices.tiers.iter().map(|tier| tier.per_1000);
    units(tiers.fold(rules.prices.per_1000, Money::max))
}

fn whole(credits: Credits) -> f64 {
    real(Decimal::from(credits.get()))
}

fn ms(span: Span) -> f64 {
    real(Decimal::from(span.ms()))
}

fn units(money: Money) -> f64 {
    real(Decimal::try_from_i128_with_scale(money.micros(), 6).unwrap_or(Decimal::MAX))
}
