//! Random settings of money: all that replays beside one free run or course may differ in.

use creditsim::calendar::{Window, Windows};
use creditsim::demand::{Distribution, SpanDraw};
use creditsim::policy::{
    AutoRecharge, DeclineChance, FireWhen, Limit, LimitUnit, LimitWindow, Overrun, PaymentRules, PriceTier,
    Prices, Purchase, RearmWhen,
};
use creditsim::replay::{ReactiveTopUp, Rules};
use creditsim::units::{Credits, Instant, Money, Ratio, Span};
use proptest::prelude::*;

const HOUR: i64 = 3_600_000;
/// Every whole hour from the start at which something may be declared.
const HOURS: i64 = 60 * 24;

/// One setting of money, in credits and hours since the start.
#[derive(Clone, Debug)]
pub(crate) struct Setting {
    pub(crate) recharge: AutoRecharge,
    opening: i64,
    warning: i64,
    overrun: Overrun,
    prices: Prices,
    decline: DeclineChance,
    repair: SpanDraw,
    outages: Vec<(i64, i64)>,
    reactive: Option<(i64, i64)>,
    top_ups: Vec<(i64, i64)>,
}

impl Setting {
    /// The same rules with this setting.
    pub(crate) fn of(&self, rules: &Rules) -> Rules {
        let hours = (rules.horizon.to.ms() - rules.horizon.from.ms()) / HOUR;
        // All over any horizon.
        let at = |hour: i64| rules.horizon.from + Span::from_ms(hour * hours / HOURS * HOUR);
        let window = |&(from, hours): &(i64, i64)| Window {
            from: at(from),
            to: at(from + hours).max(at(from) + Span::from_ms(HOUR)),
        };
        let lands = |&(hour, credits): &(i64, i64)| (at(hour), Credits::new(credits));
        let within = |&(at, _): &(Instant, Credits)| at < rules.horizon.to;
        let mut of = rules.clone();
        of.auto_recharge = self.recharge;
        of.opening.purchased = Credits::new(self.opening);
        of.low_balance_warning = Credits::new(self.warning);
        of.overrun = self.overrun;
        of.prices = self.prices.clone();
        let outages = Windows::union(self.outages.iter().map(window).collect());
        of.payment = PaymentRules { decline: self.decline, outages };
        of.repair = self.repair.clone();
        of.reactive_top_up = self.reactive.map(|(credits, hours)| ReactiveTopUp {
            credits: Credits::new(credits),
            delay: Span::from_ms(hours * HOUR),
        });
        of.top_ups = self.top_ups.iter().map(lands).filter(within).collect();
        of
    }
}

/// Many multiples of ten, so that balances often meet levels exactly, and others.
fn amount(most_tens: i64) -> impl Strategy<Value = i64> {
    prop_oneof![4 => (1..most_tens).prop_map(|tens| tens * 10), 1 => 1..most_tens * 10]
}

/// Nothing three times out of four.
fn seldom(most: i64) -> impl Strategy<Value = i64> {
    prop_oneof![3 => Just(0), 1 => 1..most]
}

/// Hours, often none and often few.
fn delay(most: i64) -> impl Strategy<Value = i64> {
    prop_oneof![3 => Just(0), 1 => 1..4_i64, 1 => 1..most]
}

fn hours(hours: i64) -> Span {
    Span::from_ms(hours * HOUR)
}

fn recharge(scale: i64) -> impl Strategy<Value = AutoRecharge> {
    let threshold = prop_oneof![4 => amount(15), 1 => Just(0), 1 => 1..20_i64];
    let purchase = (amount(20), 0..5_u32).prop_map(move |(credits, kind)| (credits * scale, kind == 0));
    let most = (amount(60), any::<bool>(), prop_oneof![3 => Just(None), 1 => (1..900_i64).prop_map(Some)]);
    let limit = prop::option::weighted(0.7, most);
    let whens = (any::<bool>(), any::<bool>(), any::<bool>(), prop::bool::weighted(0.9));
    let spans = (delay(80), delay(100), prop::option::weighted(0.2, 1..5_u32));
    (threshold, purchase, limit, whens, spans).prop_map(move |(threshold, purchase, limit, whens, spans)| {
        let threshold = Credits::new(threshold * scale);
        let (fires_at, rearms_at, pre_run, enabled) = whens;
        let (delay, cooldown, give_up_after) = spans;
        let (credits, refills) = purchase;
        AutoRecharge {
            enabled,
            threshold,
            fire_when: if fires_at { FireWhen::AtOrBelow } else { FireWhen::Below },
            rearm_when: if rearms_at { RearmWhen::AtOrAbove } else { RearmWhen::Above },
            purchase: if refills {
                Purchase::RefillTo(threshold + Credits::new(credits))
            } else {
                Purchase::Amount(Credits::new(credits))
            },
            limit: limit.map(|(most, in_money, rolling)| Limit {
                most: if in_money {
                    // At about a cent a credit.
                    LimitUnit::Money(Money::from_micros(i128::from(most * scale) * 10_000))
                } else {
                    LimitUnit::Credits(Credits::new(most * scale))
                },
                window: rolling.map_or(LimitWindow::CalendarMonth, |span| LimitWindow::Rolling(hours(span))),
            }),
            settlement_delay: hours(delay),
            pre_run,
            cooldown: hours(cooldown),
            give_up_after,
        }
    })
}

fn prices() -> impl Strategy<Value = Prices> {
    let per_1000 = prop_oneof![3 => Just(10_000_000), 1 => Just(3_700_000), 1 => Just(0)];
    let bonus = prop_oneof![Just("0.13"), Just("1"), Just("0")];
    let tiers = prop::collection::btree_map(1..120_i64, (1..10_i128, bonus), 0..4);
    (per_1000, tiers).prop_map(|(per_1000, tiers)| Prices {
        per_1000: Money::from_micros(per_1000),
        tiers: tiers
            .into_iter()
            .map(|(from, (tenths, bonus))| PriceTier {
                from: Credits::new(from * 10),
                per_1000: Money::from_micros(per_1000 * tenths / 10),
                bonus: Ratio::from_decimal(bonus.parse().unwrap()).unwrap(),
            })
            .collect(),
    })
}

fn payment() -> impl Strategy<Value = (DeclineChance, SpanDraw, Vec<(i64, i64)>)> {
    let decline = prop_oneof![
        6 => Just(DeclineChance::Never),
        2 => Just(DeclineChance::Below(1 << 63)),
        1 => Just(DeclineChance::Always)
    ];
    let repair = (0..60_i64, any::<bool>()).prop_map(|(repair, constant)| {
        if constant {
            SpanDraw::constant(hours(repair))
        } else {
            SpanDraw(Distribution::Exponential {
                mean: 1_000.0 + 3_600.0 * f64::from(i32::try_from(repair).unwrap()),
            })
        }
    });
    let outages =
        prop_oneof![2 => Just(Vec::new()), 1 => prop::collection::vec((0..HOURS, 1..400_i64), 0..4)];
    (decline, repair, outages)
}

/// A recharge that buys much at once, within a limit of so many purchases: its fires come in a row.
fn steady() -> impl Strategy<Value = (AutoRecharge, i64)> {
    let sizes = (10..40_i64, 15..60_i64, prop::option::of(1..20_i64), 0..60_i64);
    (recharge(1), sizes).prop_map(|(recharge, (threshold, purchase, limit, opening))| {
        let purchase = purchase * 10;
        let steady = AutoRecharge {
            enabled: true,
            threshold: Credits::new(threshold * 10),
            purchase: Purchase::Amount(Credits::new(purchase)),
            limit: limit.map(|purchases| Limit {
                most: LimitUnit::Credits(Credits::new(purchases * purchase)),
                window: LimitWindow::CalendarMonth,
            }),
            settlement_delay: Span::ZERO,
            cooldown: Span::ZERO,
            ..recharge
        };
        (steady, opening * 10)
    })
}

fn setting() -> impl Strategy<Value = Setting> {
    let steady = (any_setting(), steady()).prop_map(|(setting, (recharge, opening))| Setting {
        recharge,
        opening,
        warning: setting.warning.min(recharge.threshold.get()),
        decline: DeclineChance::Never,
        ..setting
    });
    prop_oneof![3 => any_setting(), 1 => steady]
}

/// From scarce to plenty.
fn any_setting() -> impl Strategy<Value = Setting> {
    let scale = prop_oneof![2 => Just(1_i64), 2 => Just(10), 1 => Just(100)];
    scale.prop_flat_map(|scale| {
        let opening = prop_oneof![3 => amount(300), 1 => amount(30), 1 => Just(0)];
        let warning = (seldom(60), amount(60), any::<bool>());
        let overrun = prop_oneof![Just(Overrun::Absorb), Just(Overrun::Debt), Just(Overrun::Stop)];
        let reactive = prop::option::weighted(0.3, (amount(20), prop_oneof![Just(0), 1..4_i64, 1..50_i64]));
        let declared = prop::collection::vec((0..HOURS, amount(40)), 0..4);
        // Short of credits again and again, and not for long.
        let drip = prop::collection::vec((0..HOURS, amount(25)), 10..60);
        let top_ups = prop_oneof![2 => Just(Vec::new()), 2 => declared, 1 => drip];
        let all = (recharge(scale), opening, warning, overrun, prices(), payment());
        (all, reactive, top_ups).prop_map(move |(all, reactive, top_ups)| {
            let (recharge, opening, (none, warning, of_threshold), overrun, prices, payment) = all;
            let (decline, repair, outages) = payment;
            let warning =
                if of_threshold { recharge.threshold.get() } else { warning * i64::from(none > 0) * scale };
            Setting {
                recharge,
                opening: opening * scale,
                warning,
                overrun,
                prices,
                decline,
                repair,
                outages,
                reactive: reactive.map(|(credits, delay)| (credits * scale, delay)),
                top_ups,
            }
        })
    })
}

/// A few of them.
pub(crate) fn settings() -> impl Strategy<Value = Vec<Setting>> {
    prop::collection::vec(setting(), 1..6)
}
