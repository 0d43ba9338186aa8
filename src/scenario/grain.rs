//! Which numbers a key accepts, so that a drawn number can be rounded to one of them.

use super::checked::Scenario;
use super::overlay::parts;
use crate::policy::{LimitTerms, Policy, Range};
use crate::units::{Credits, Decimal};

/// Lists of named items: the name does not matter.
const LISTS: [&str; 3] = ["tasks", "activities", "traces"];

/// Which numbers a key accepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grain {
    /// Any, to 12 digits.
    Real,
    /// Money: at most 6 decimals (R-MONEY).
    Money,
    /// Whole numbers of a range.
    Whole(Range),
}

impl Grain {
    /// The number that is nearest to `value`, as TOML writes it; the greater of two. `value` is not negative.
    pub fn nearest(self, value: f64) -> String {
        match self {
            Self::Real => plain(&format!("{value:.11e}")),
            Self::Money => plain(&format!("{value:.6}")),
            Self::Whole(range) => nearest_whole(value, range).to_string(),
        }
    }
}

/// A number without an exponent and without zeros at its end.
fn plain(text: &str) -> String {
    let read =
        if text.contains('e') { Decimal::from_scientific(text) } else { Decimal::from_str_exact(text) };
    // Not a decimal of 28 digits: too small to differ from 0, or too large for any key, which will say so.
    read.map_or_else(|_| text.to_owned(), |exact| exact.normalize().to_string())
}

fn nearest_whole(value: f64, range: Range) -> i64 {
    let most = Credits::MAX_INPUT.get();
    // Parsing saves a cast: a float of no decimals is written in digits.
    let whole = format!("{:.0}", value.floor()).parse().unwrap_or(most).clamp(0, most);
    let distance = |legal: i64| {
        let exact: f64 = legal.to_string().parse().unwrap_or(f64::INFINITY);
        (value - exact).abs()
    };
    let (below, _) = range.around(whole);
    let (_, above) = range.around(whole + 1);
    match (below, above) {
        (Some(below), Some(above)) if distance(below) < distance(above) => below,
        (Some(_) | None, Some(above)) => above,
        (Some(below), None) => below,
        (None, None) => whole,
    }
}

/// The range that the policy gives a key (R-RANGES).
pub(super) fn policy_range(key: &str, policy: &Policy) -> Option<Range> {
    let recharge = &policy.recharge;
    match key {
        "auto_recharge.threshold" => Some(recharge.threshold.range),
        "auto_recharge.amount" | "auto_recharge.refill_to" => Some(recharge.purchase.terms().range),
        "auto_recharge.monthly_limit" => recharge.limit.map(|LimitTerms { terms, .. }| terms.range),
        _ if key.ends_with(".auto_pause_after") => Some(policy.tasks.auto_pause_range),
        _ => None,
    }
}

impl Scenario {
    /// Which numbers `key`, a dotted one as `--set` takes it, accepts in this scenario. Where the scenario is not
    /// strict, the policy's ranges are left out (R-RANGES).
    pub fn grain(&self, key: &str) -> Grain {
        let Some(mut parts) = parts(key) else { return Grain::Real };
        if let [list, item, _, ..] = parts.as_mut_slice()
            && LISTS.contains(&list.as_str())
        {
            "*".clone_into(item);
        }
        let key = parts.join(".");
        let ranged = policy_range(&key, &self.policy);
        let from = |from: i64| Grain::Whole(Range { from, to: Some(Credits::MAX_INPUT.get()), step: 1 });
        match (ranged, self.strict) {
            (Some(range), true) => Grain::Whole(range),
            (Some(_), false) => from(0),
            (None, _) => match key.as_str() {
                "plan.price" | "prices.per_1000" => Grain::Money,
                "plan.included_credits"
                | "plan.opening_included"
                | "plan.opening_purchased"
                | "auto_recharge.monthly_limit"
                | "report.low_balance_warning"
                | "tasks.*.reserve"
                | "activities.*.reserve" => from(0),
                "manual_top_up.amount" | "tasks.*.count" | "tasks.*.max_runs" => from(1),
                "tasks.*.schedule.minute" => Grain::Whole(Range { from: 0, to: Some(59), step: 1 }),
                "tasks.*.schedule.day" => Grain::Whole(Range { from: 1, to: Some(31), step: 1 }),
                _ => Grain::Real,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{NoFiles, load};
    use std::path::Path;

    fn scenario(top: &str) -> Scenario {
        let text = format!(
            "policy = 'ampere'\n{top}\n[clock]\nstart = 2026-01-01\nuntil = 2026-02-01\n[[tasks]]\nname = 'a.b'\ncost = 1\n\
             schedule = {{ every = 'hour', minute = 0 }}\n[[activities]]\nname = 'chat'\nadmission = 'reserve'\ncost = 1\narrivals = {{ per_day = 1 }}\n"
        );
        load(Path::new("a.toml"), &text, &[], &NoFiles).unwrap()
    }

    #[test]
    fn numbers_are_rounded_to_the_nearest_that_a_key_accepts() {
        let strict = scenario("");
        for (key, value, nearest) in [
            ("auto_recharge.threshold", 7_499.9, "5000"),
            ("auto_recharge.threshold", 7_500.0, "10000"),
            ("auto_recharge.threshold", 0.0, "5000"),
            ("auto_recharge.threshold", 1e9, "50000"),
            ("auto_recharge.amount", 30_000.0, "40000"),
            ("plan.price", 12.345_678_9, "12.345679"),
            ("plan.opening_purchased", 1_234.5, "1235"),
            ("plan.opening_purchased", 1e30, "1000000000000"),
            ("tasks.'a.b'.count", 0.2, "1"),
            ("tasks.*.schedule.minute", 70.0, "59"),
            ("activities.chat.arrivals.per_day", 1.0 / 3.0, "0.333333333333"),
            ("activities.chat.growth_per_month", 0.0, "0"),
            ("activities.chat.cost", 120.0, "120"),
        ] {
            assert_eq!(strict.grain(key).nearest(value), nearest, "{key} {value}");
        }
        assert_eq!(scenario("strict = false").grain("auto_recharge.threshold").nearest(7_499.9), "7500");
    }

    #[test]
    fn every_key_that_asks_for_a_whole_number_has_a_whole_grain() {
        let scenario = scenario("");
        for key in [
            "plan.included_credits",
            "plan.opening_included",
            "plan.opening_purchased",
            "plan.price",
            "auto_recharge.threshold",
            "auto_recharge.amount",
            "auto_recharge.monthly_limit",
            "auto_recharge.settlement_delay",
            "prices.per_1000",
            "payment.decline_probability",
            "manual_top_up.amount",
            "manual_top_up.delay",
            "report.low_balance_warning",
            "tasks.*.count",
            "tasks.*.cost",
            "tasks.*.reserve",
            "tasks.*.duration",
            "tasks.*.auto_pause_after",
            "tasks.*.max_runs",
            "tasks.*.stagger",
            "tasks.*.schedule.minute",
            "activities.*.cost",
            "activities.*.reserve",
            "activities.*.duration",
            "activities.*.growth_per_month",
            "activities.*.arrivals.per_day",
        ] {
            let refused = scenario.with(&[format!("{key}=1.5")]).err().map(|problems| problems.to_string());
            let whole = refused.is_some_and(|told| told.contains("whole") || told.contains("R-RANGES"));
            let exact = matches!(scenario.grain(key), Grain::Whole(_));
            // A probability is refused for its size, which rounding cannot mend.
            assert_eq!(whole, exact, "{key}");
        }
    }
}
