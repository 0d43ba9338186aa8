//! Figures computed from other figures, usable wherever a figure is named.

use super::{Figure, Figures, NamedFigure};
use crate::units::{Decimal, Span};

/// The derived figures.
///
/// | name | formula |
/// |---|---|
/// | `spend` | `money.auto_recharge + money.top_up` |
/// | `spend_per_month` | `spend` / (elapsed days measured / 30.4375) |
/// | `blocked_share` | (Σ `work.blocked.*` + `tasks.refused` + `tasks.missed.credits`) / `work.wanted` |
/// | `pause_rate` | `tasks.pauses.credits` / (tasks × elapsed days measured / 30) |
/// | `cap_hit_share` | `auto_recharge.cap_hit_months` / calendar months touched |
/// | `breakage` | `credits.expired_*` / (opening + granted + auto-recharged + topped up + bonus) |
///
/// A share of nothing is 0.
pub const DERIVED: &[NamedFigure<Figures>] = &[
    ("spend", |f| (f.money.auto_recharge + f.money.top_up).into()),
    ("spend_per_month", |f| {
        let month = Decimal::from(Span::DAY.ms()) * Decimal::new(304_375, 4);
        let spend = Figure::from(f.money.auto_recharge + f.money.top_up).value();
        Figure::ratio(spend * month, Decimal::from(f.basis.measured.ms()))
    }),
    ("blocked_share", |f| {
        let blocked = f.work.blocked.total() + f.tasks.refused + f.tasks.missed.credits;
        Figure::ratio(blocked.into(), f.work.wanted.into())
    }),
    ("pause_rate", |f| {
        let thirty_days = Decimal::from(30 * Span::DAY.ms());
        let task_time = Decimal::from(f.basis.tasks) * Decimal::from(f.basis.measured.ms());
        Figure::ratio(Decimal::from(f.tasks.pauses.credits) * thirty_days, task_time)
    }),
    ("cap_hit_share", |f| Figure::ratio(f.auto_recharge.cap_hit_months.into(), f.basis.months.into())),
    ("breakage", |f| {
        let c = &f.credits;
        let came = c.opening + c.granted + c.auto_recharged + c.topped_up + c.bonus;
        let expired = c.expired_included + c.expired_purchased;
        Figure::ratio(expired.get().into(), came.get().into())
    }),
];
