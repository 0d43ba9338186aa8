//! What a forecast says, in sentences.

use super::super::number::{counted, grouped, percent};
use super::amount::shown;
use crate::experiment::forecast::{Effect, Forecast, MEASURES, Precision, Relative, Spread, Unit, measure};
use crate::units::Decimal;

/// How its numbers were made.
pub(in crate::output) fn notes(forecast: &Forecast) -> Vec<String> {
    let study = &forecast.study;
    let total = match study.replications {
        0 | 1 => format!(
            "total_… says how uncertain the sum over the population is. There is one replication: its quantiles are those of a \
             normal distribution with the variance of a sum of {} independently drawn organisations, not below 0.",
            study.organisations
        ),
        replications => format!(
            "total_… says how uncertain the sum over the population is: its quantiles are those of {replications} replications, each \
             a population drawn anew, linear between order statistics."
        ),
    };
    let each = match forecast.precision {
        Precision::Exact => "exact".to_owned(),
        Precision::Sketched { relative_error } => {
            format!(
                "within {} % of the value, from a histogram",
                Decimal::try_from(relative_error * 100.0).unwrap_or_default().round_dp(2)
            )
        }
    };
    vec![
        total,
        format!(
            "each_… says how different organisations are: quantiles over those replayed in that month, of all replications \
             together, linear between order statistics; {each}."
        ),
        "all is the whole horizon: flows are summed, balances are those of its beginning and its end."
            .to_owned(),
    ]
}

/// What to look at first.
pub(in crate::output) fn sentences(forecast: &Forecast) -> Vec<String> {
    let mut all = Vec::new();
    all.extend(money(forecast));
    all.extend(single(forecast));
    all.extend(caps(forecast));
    all.extend(pauses(forecast));
    all.extend(deferred(forecast));
    all
}

/// A figure of all organisations over the whole horizon.
fn whole<'a>(forecast: &'a Forecast, name: &str) -> Option<&'a Spread> {
    forecast.spread(forecast.whole(), forecast.everyone(), measure(name)?)
}

fn money(forecast: &Forecast) -> Option<String> {
    let (recharge, all) = (whole(forecast, "money.auto_recharge")?, whole(forecast, "money.total")?);
    let (low, high) = (recharge.total.at(10)?, recharge.total.at(90)?);
    let show = |amount| shown(Unit::Money, amount);
    let share = share(recharge.total.mean.millionths(), all.total.mean.millionths());
    let of_all = share.map(|share| format!(", {} of all that they pay", percent(share))).unwrap_or_default();
    Some(format!(
        "Auto-recharge brings {} in all (8 in 10 such populations: {} to {}){of_all}.",
        show(recharge.total.mean),
        show(low),
        show(high)
    ))
}

fn single(forecast: &Forecast) -> Option<String> {
    let each = whole(forecast, "money.auto_recharge")?.each?;
    let show = |percent| Some(shown(Unit::Money, each.at(percent)?));
    Some(format!(
        "Of single organisations half pay at most {} by auto-recharge, one in ten more than {}.",
        show(50)?,
        show(90)?
    ))
}

fn caps(forecast: &Forecast) -> Option<String> {
    let hit = whole(forecast, "auto_recharge.cap_hit")?;
    if hit.total.mean.millionths() == 0 {
        return Some("No organisation is held up by its monthly limit.".to_owned());
    }
    let denied = whole(forecast, "auto_recharge.cap_denied_credits")?;
    let active = whole(forecast, "organisations.active")?;
    let share = share(hit.total.mean.millionths(), active.total.mean.millionths())?;
    Some(format!(
        "{} of the organisations ({}) hit their monthly limit at least once; work for {} credits was not done because of it.",
        shown(Unit::Count, hit.total.mean),
        percent(share),
        shown(Unit::Credits, denied.total.mean)
    ))
}

fn pauses(forecast: &Forecast) -> Option<String> {
    let paused = whole(forecast, "tasks.paused_ms.credits")?;
    let blocked = whole(forecast, "work.blocked_credits")?;
    if blocked.total.mean.millionths() == 0 {
        return None;
    }
    Some(format!(
        "For lack of credits tasks are paused for {} in all, and work for {} credits is not done.",
        shown(Unit::Time, paused.total.mean),
        shown(Unit::Credits, blocked.total.mean)
    ))
}

fn deferred(forecast: &Forecast) -> Option<String> {
    let credits = |name| Some(shown(Unit::Credits, whole(forecast, name)?.total.mean));
    Some(format!(
        "Of {} credits outstanding at the beginning and {} sold since, {} are outstanding at the end; {} were forfeited by \
         organisations that left.",
        credits("deferred.begin")?,
        credits("deferred.sold")?,
        credits("deferred.end")?,
        credits("deferred.forfeited")?
    ))
}

fn share(part: i128, whole: i128) -> Option<Decimal> {
    let decimal = |number: i128| Decimal::try_from_i128_with_scale(number, 0).ok();
    decimal(part)?.checked_div(decimal(whole)?)
}

/// The figures that the sentence of a variant tells, and what it calls them.
const TOLD: [(&str, &str); 5] = [
    ("money.auto_recharge", "auto-recharge revenue"),
    ("money.total", "all revenue"),
    ("tasks.pauses.credits", "pauses for credits"),
    ("blocked", "blocked work"),
    ("auto_recharge.cap_denied_credits", "credits denied by caps"),
];

/// What each variant changes over the whole horizon.
pub(in crate::output) fn what_if_sentences(forecast: &Forecast) -> Vec<String> {
    let variants = forecast.study.variants.iter().enumerate();
    variants
        .map(|(index, variant)| {
            let told = TOLD.iter().filter_map(|&(name, words)| {
                let effect = forecast.effect(index, forecast.whole(), measure(name)?)?;
                Some(format!("{words} {}", change(MEASURES[measure(name)?].unit, effect)))
            });
            format!("{}: {}", variant.title, told.collect::<Vec<_>>().join(", "))
        })
        .collect()
}

/// `+3.1 % (±0.4)`, or the difference itself where there was nothing before.
fn change(unit: Unit, effect: &Effect) -> String {
    let amount = |amount| {
        let sign = if effect.difference.millionths() > 0 { "+" } else { "" };
        format!("{sign}{}", shown(unit, amount))
    };
    match effect.relative {
        None if effect.difference.millionths() == 0 => "none".to_owned(),
        None => format!("{} from none", amount(effect.difference)),
        Some(Relative { half_width: Some(0.0), share: 0.0 }) => "unchanged".to_owned(),
        Some(relative) => {
            let half = relative.half_width.map(|half| format!(" (±{})", digits(half, relative.share)));
            let sign = if relative.share > 0.0 { "+" } else { "" };
            let share = digits(relative.share, relative.share);
            format!("{sign}{share} %{}", half.unwrap_or_default()).replace('-', "−")
        }
    }
}

/// In per cent; with a decimal where the share is below 10 %.
fn digits(number: f64, share: f64) -> String {
    let places = u32::from(share.abs() < 0.1);
    let percent = Decimal::try_from(number * 100.0).unwrap_or_default().round_dp(places);
    grouped(&percent.normalize().to_string())
}

/// `10,000 organisations of 3 segments, 1 replication, seed 42`.
pub(in crate::output) fn asked(forecast: &Forecast) -> String {
    let study = &forecast.study;
    let segments = u64::try_from(study.segments.len()).unwrap_or(u64::MAX);
    format!(
        "{}: {} of {}, {}, seed {}",
        study.name,
        counted(study.organisations.into(), "organisation"),
        counted(segments, "segment"),
        counted(study.replications.into(), "replication"),
        study.seed
    )
}
