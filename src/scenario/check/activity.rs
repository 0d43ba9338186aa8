//! `[[activities]]`: arrivals, costs and admission.

use super::context::Context;
use super::price::check_cost;
use super::task::{check_name, check_reserve};
use super::word;
use crate::demand::{ActivityPlan, Arrivals, Profile, SpanDraw, Surge};
use crate::policy::{ActivityKind, Admission, Audience};
use crate::replay::ActivityRules;
use crate::scenario::place::Place;
use crate::scenario::problem::Problem;
use crate::scenario::written;
use crate::units::{Credits, Span};

/// Rates beyond this are slips: a thousand arrivals a second.
const MOST_A_DAY: f64 = 86_400_000.0;

/// One activity.
pub(super) struct CheckedActivity {
    pub(super) plan: ActivityPlan,
    pub(super) reserve: Credits,
    pub(super) rules: ActivityRules,
}

/// `None` where a problem was reported.
pub(super) fn check_activity(
    activity: &written::Activity,
    context: &Context<'_>,
    place: &Place<'_>,
) -> Option<CheckedActivity> {
    let name = check_name(activity.name.as_deref(), &place.key("name"));
    let kind = activity.kind.map_or(ActivityKind::Custom, word::kind);
    let admission = activity.admission.map_or(context.policy.admission_of(kind), word::admission);
    let arrivals_at = place.key("arrivals");
    let arrivals = check_arrivals(activity.arrivals.as_ref(), &arrivals_at);
    let profile = activity.arrivals.as_ref().and_then(|arrivals| arrivals.profile.as_ref());
    let profile =
        profile.map_or(Some(Profile::flat()), |profile| check_profile(profile, &arrivals_at.key("profile")));
    let growth =
        place.key("growth_per_month").real(activity.growth_per_month, "above -1 and at most 10", |growth| {
            growth > -1.0 && growth <= 10.0
        });
    let surges = check_surges(&activity.surges, context, &place.key("surges"));
    let cost = check_cost(activity, context, place);
    let duration = activity.duration.as_ref().map_or_else(
        || Some(SpanDraw::constant(Span::ZERO)),
        |duration| place.key("duration").time(duration),
    );
    let reserve = match admission {
        Admission::Reserve => cost.as_ref().and_then(|cost| check_reserve(activity.reserve, cost, place)),
        Admission::Any => {
            place.key("reserve").without_effect("only with `admission = \"reserve\"` (R-ADMIT)");
            Some(place.key("reserve").credits(activity.reserve).unwrap_or_default())
        }
    };
    Some(CheckedActivity {
        plan: ActivityPlan {
            name: name?,
            arrivals: arrivals?,
            profile: profile?,
            growth_per_month: growth.unwrap_or(0.0),
            surges,
            cost: cost?,
            duration: duration?,
        },
        reserve: reserve?,
        rules: ActivityRules {
            kind,
            audience: activity.audience.map_or(Audience::Member, word::audience),
            admission,
        },
    })
}

fn check_arrivals(written: Option<&written::Arrivals>, place: &Place<'_>) -> Option<Arrivals> {
    let form = "arrivals are `{ per_day = 50.0 }`, or `{ bursts_per_day = 20.0, burst_size = …, gap = … }` (R-BURST)";
    let Some(arrivals) = written else {
        place.missing(form);
        return None;
    };
    let rate = |key: &str, number| {
        place.key(key).real(number, "from 0 to 86_400_000 a day", |rate| (0.0..=MOST_A_DAY).contains(&rate))
    };
    let (size_at, gap_at) = (place.key("burst_size"), place.key("gap"));
    match (arrivals.per_day, arrivals.bursts_per_day) {
        (None, None) => {
            place.refuse(
                Problem::new("`arrivals` needs a rate").label("no `per_day`, no `bursts_per_day`").note(form),
            );
            None
        }
        (Some(_), Some(_)) => {
            let problem = Problem::new("`per_day` and `bursts_per_day` exclude each other (R-BURST)");
            place.key("per_day").refuse(problem.label("leave one of them out").note(form));
            None
        }
        (Some(per_day), None) => {
            for key_at in [size_at, gap_at].iter().filter(|key_at| key_at.is_given()) {
                let problem = Problem::new(format!("`{}` needs `bursts_per_day`", key_at.name()));
                key_at.refuse(problem.label("only for bursts").note(form));
            }
            Some(Arrivals::Poisson { per_day: rate("per_day", Some(per_day))? })
        }
        (None, Some(bursts)) => {
            if arrivals.burst_size.is_none() {
                size_at.missing("messages in a burst: a number or a distribution");
            }
            if arrivals.gap.is_none() {
                gap_at.missing("from one message of a burst to the next: a duration or a distribution");
            }
            let size = arrivals.burst_size.as_ref().and_then(|size| size_at.cost(size));
            let gap = arrivals.gap.as_ref().and_then(|gap| gap_at.time(gap));
            Some(Arrivals::Bursts { per_day: rate("bursts_per_day", Some(bursts))?, size: size?, gap: gap? })
        }
    }
}

fn check_profile(written: &written::Profile, place: &Place<'_>) -> Option<Profile> {
    match written {
        written::Profile::Text(name) => match name.as_str() {
            "flat" => Some(Profile::flat()),
            "office" => Some(Profile::office()),
            "always_on" => Some(Profile::always_on()),
            _ => {
                let names = ["flat", "office", "always_on"];
                place.refuse(Problem::not_one_of("profile", name, &names).note("or a list of 168 weights"));
                None
            }
        },
        written::Profile::List(weights) => {
            let Ok(count) = <&[_; 168]>::try_from(weights.as_slice()) else {
                let problem = Problem::new(format!("a profile has 168 weights, not {}", weights.len()));
                place.refuse(problem.label("one weight for each hour of the week, from Monday 00:00"));
                return None;
            };
            let read = place.weights(count)?;
            Profile::from_weights(<[f64; 168]>::try_from(read).ok()?)
        }
    }
}

fn check_surges(written: &[written::Surge], context: &Context<'_>, place: &Place<'_>) -> Vec<Surge> {
    let surge = |(index, surge): (usize, &written::Surge)| {
        let place = place.item(index);
        let window = place.window(surge.from.as_ref(), surge.to.as_ref(), &context.zone);
        let times_at = place.key("times");
        if surge.times.is_none() {
            times_at.missing("the factor by which the rate is multiplied");
        }
        let times = times_at.real(surge.times, "from 0 to 1_000_000", |times| (0.0..=1e6).contains(&times));
        let window = window?;
        context.outside(window, &place);
        Some(Surge { window, times: times? })
    };
    written.iter().enumerate().filter_map(surge).collect()
}
