//! Random activities: from seldom to a flood, in bursts, surges and growth, at their own cost or that of models.

use crate::horizon::Horizon;
use crate::tasks::{cost, duration, reserve};
use proptest::prelude::*;

fn arrivals(horizon: Horizon) -> impl Strategy<Value = String> {
    // A burst without gaps is work at one instant.
    let bursts = prop_oneof![
        Just("burst_size = { dist = 'geometric', mean = 40 }, gap = 2, profile = 'office'"),
        Just("burst_size = 9, gap = { dist = 'exponential', mean = 300 }, profile = 'always_on'"),
        Just("burst_size = { dist = 'geometric', mean = 7 }, gap = 0")
    ];
    let often = if horizon.is_short() { 5.0 } else { 0.5 };
    let bursts = (bursts, prop_oneof![Just(often), Just(2.0 * often)])
        .prop_map(|(burst, a_day)| format!("{{ bursts_per_day = {a_day:?}, {burst} }}"));
    let a_day = if horizon.is_short() { 40.0 } else { 8.0 };
    let single =
        prop_oneof![2 => Just(a_day), 1 => Just(0.1)].prop_map(|a_day| format!("{{ per_day = {a_day:?} }}"));
    prop_oneof![1 => bursts, 1 => single]
}

fn growth(horizon: Horizon) -> impl Strategy<Value = String> {
    let rate = prop_oneof![4 => Just(""), 1 => Just("growth_per_month = 0.2\n"), 1 => Just("growth_per_month = -0.5\n")];
    let window = (-48..horizon.hours(), 1..200_i64).prop_map(|(from, hours)| (from, from + hours));
    let times = prop_oneof![Just("0"), Just("0.3"), Just("6.0")];
    let surge = (window, times).prop_map(move |(window, times)| {
        let window = horizon.windows(&[window]);
        let (_, window) = window.split_once('{').unwrap();
        let (window, _) = window.rsplit_once('}').unwrap();
        format!("surges = [{{ {window}, times = {times} }}]\n")
    });
    (rate, prop_oneof![3 => Just(String::new()), 1 => surge]).prop_map(|(rate, surge)| surge + rate)
}

fn price(horizon: Horizon) -> impl Strategy<Value = String> {
    let model = prop_oneof![
        Just("model = 'frontier'\n"),
        Just("model = { mix = { light = 0.7, frontier = 0.2, 'claude-opus-4.6' = 0.1 } }\n"),
        Just("model = 'auto'\ncomplexity = { simple = 0.5, medium = 0.3, complex = 0.2 }\n")
    ];
    prop_oneof![3 => cost(horizon).prop_map(|cost| format!("cost = {cost}\n")), 1 => model.prop_map(str::to_owned)]
}

/// An activity called `NAME`.
pub(crate) fn activity(horizon: Horizon) -> impl Strategy<Value = String> {
    let admission = prop_oneof![2 => Just("any"), 3 => Just("reserve")];
    let audience = prop_oneof![3 => Just("member"), 1 => Just("public")];
    let arrivals = (arrivals(horizon), growth(horizon));
    (arrivals, admission, audience, (price(horizon), reserve(), duration(horizon))).prop_map(
        |((arrivals, growth), admission, audience, (price, reserve, duration))| {
            let reserve = if admission == "any" { String::new() } else { reserve };
            format!(
                "[[activities]]\nname = 'NAME'\nkind = 'ai_tool'\naudience = '{audience}'\nadmission = '{admission}'\n\
                arrivals = {arrivals}\n{growth}{price}{reserve}duration = {duration}\n"
            )
        },
    )
}
