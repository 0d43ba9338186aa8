//! A forecast's charts as data.

use crate::experiment::forecast::Forecast;
use crate::output::chart::Hue;
use crate::output::forecast::{Fan, by_segment, exposed};
use crate::output::report::data::{Band, Bars, Chart, Curve, Curves, Panel, Part};
use crate::output::report::figure::ChartFigure;
use crate::output::report::html::Html;
use std::collections::BTreeMap;

const MONEY: &str = "money.auto_recharge";

/// The charts by id, and their places.
pub(super) fn charts(forecast: &Forecast) -> (BTreeMap<&'static str, Chart>, Html) {
    type Made = (&'static str, &'static str, &'static str, Option<Chart>);
    let nobody = "Nobody pays anything by auto-recharge.";
    let all = Fan::of_total(forecast, MONEY).filter(|fan| fan.greatest() > 0.0);
    let from = all.as_ref().and_then(Fan::begins_above_zero);
    let about_all = match from {
        Some(_) => {
            "How uncertain the sum over the population is: what is booked. The axis does not begin at 0."
        }
        None => "How uncertain the sum over the population is: what is booked.",
    };
    let one = Fan::of_each(forecast, MONEY).filter(|fan| fan.greatest() > 0.0);
    let made: [(Made, &str); 5] = [
        (
            (
                "fan",
                "Auto-recharge money of all organisations",
                about_all,
                all.map(|fan| fan_chart(forecast, &fan, false, from)),
            ),
            nobody,
        ),
        (
            (
                "organisations",
                "Auto-recharge money of one organisation",
                "How different organisations are. The axis is by square root.",
                one.map(|fan| fan_chart(forecast, &fan, true, None)),
            ),
            nobody,
        ),
        (
            (
                "money",
                "Expected money by month",
                "Means by kind and by segment; whiskers are P10 to P90 of the total.",
                money(forecast),
            ),
            "Nobody pays anything.",
        ),
        (
            (
                "exposure",
                "How much of its monthly limit auto-recharge used",
                "Per cent of the organisation-months with a limit that reached so much of it. The axis is by square root; 80 % and 100 % are marked.",
                exposure(forecast),
            ),
            "No organisation has auto-recharge with a monthly limit.",
        ),
        (
            (
                "deferred",
                "Deferred revenue: credits sold and not yet used",
                "Expected credits of all organisations: outstanding at each month’s end, then what was sold, and what left.",
                Some(deferred(forecast)),
            ),
            "",
        ),
    ];
    let (mut charts, mut html) = (BTreeMap::new(), Html::new());
    for ((id, title, summary, chart), why) in made {
        let summary = if chart.is_some() { summary } else { why };
        charts.extend(chart.map(|chart| (id, chart)));
        html.append(&ChartFigure { id, title, summary }.to_html());
    }
    (charts, html)
}

fn months(forecast: &Forecast) -> Vec<String> {
    forecast.months.iter().map(ToString::to_string).collect()
}

fn fan_chart(forecast: &Forecast, fan: &Fan, root: bool, from: Option<f64>) -> Chart {
    let band = |(index, (low, high)): (usize, (u32, u32))| Band {
        name: format!("P{low}–P{high}"),
        hue: Hue::Fan(index),
        low: fan.at(low),
        high: fan.at(high),
    };
    let curve = |name: &str, values| Curve { name: name.to_owned(), hue: Hue::Usable, dashed: false, values };
    Chart::Curves(Curves {
        months: months(forecast),
        unit: "money",
        digits: 2,
        root,
        from: from.map_or(0.0, |from| from * 0.98),
        bands: Fan::BANDS.into_iter().enumerate().map(band).collect(),
        lines: vec![curve("median (P50)", fan.at(50))],
        dots: Some(curve("mean", fan.mean())),
        marks: Vec::new(),
    })
}

fn exposure(forecast: &Forecast) -> Option<Chart> {
    let (groups, _) = exposed(forecast);
    let share = |used: &crate::experiment::forecast::CapUse, at| used.share(at).unwrap_or_default() * 100.0;
    let lines: Vec<Curve> = groups
        .iter()
        .map(|group| Curve {
            name: group.name.to_owned(),
            hue: group.look.map_or(Hue::Usable, |(source, _)| Hue::Source(source)),
            dashed: group.look.is_some_and(|(_, dashed)| dashed),
            values: (0..=100).map(|at| share(group.used, at)).collect(),
        })
        .collect();
    (!lines.is_empty()).then_some(Chart::Curves(Curves {
        months: Vec::new(),
        unit: "% of months",
        digits: 1,
        root: true,
        from: 0.0,
        bands: Vec::new(),
        lines,
        dots: None,
        marks: vec![80, 100],
    }))
}

/// The means of a figure of all organisations as a part of each bar; `None` where it is 0 in all of them.
fn part(forecast: &Forecast, name: &str, label: &str, hue: Hue) -> Option<Part> {
    let means = Fan::of_total(forecast, name)?.mean();
    let is_there = means.iter().any(|&mean| mean != 0.0);
    is_there.then(|| Part { name: label.to_owned(), hue, values: means.into_iter().map(Some).collect() })
}

fn panel(title: &'static str, unit: &'static str, digits: u8, stack: Vec<Part>) -> Panel {
    Panel { title, unit, digits, stack, limit: None, top: 1.0, points: false, whiskers: None }
}

fn money(forecast: &Forecast) -> Option<Chart> {
    let total = Fan::of_total(forecast, "money.total").filter(|fan| fan.greatest() > 0.0)?;
    let kinds = [
        (MONEY, "auto-recharge", Hue::Purchased),
        ("money.subscription", "subscription", Hue::Subscription),
        ("money.top_up", "manual top-ups", Hue::TopUp),
    ];
    let stack = kinds.into_iter().filter_map(|(name, label, hue)| part(forecast, name, label, hue)).collect();
    let whiskers = Band {
        name: "P10–P90 of the total".to_owned(),
        hue: Hue::Usable,
        low: total.at(10),
        high: total.at(90),
    };
    let mut panels = vec![Panel { whiskers: Some(whiskers), ..panel("By kind", "money", 2, stack) }];
    let hues = (0..Hue::SOURCES).map(Hue::Source).chain([Hue::OtherSources]);
    let segments: Vec<Part> = by_segment(forecast, "money.total", Hue::SOURCES)
        .into_iter()
        .zip(hues)
        .map(|((name, values), hue)| Part { name, hue, values: values.into_iter().map(Some).collect() })
        .collect();
    if !segments.is_empty() {
        panels.push(panel("By segment", "money", 2, segments));
    }
    Some(Chart::Bars(Bars { months: months(forecast), panels, shade: None }))
}

fn deferred(forecast: &Forecast) -> Chart {
    let parts = |parts: &[(&str, &str, Hue)]| -> Vec<Part> {
        parts.iter().filter_map(|&(name, label, hue)| part(forecast, name, label, hue)).collect()
    };
    let (included, purchased) = (Hue::Subscription, Hue::Purchased);
    let ends = parts(&[
        ("deferred.end_included", "included", included),
        ("deferred.end_purchased", "purchased", purchased),
    ]);
    let sold = parts(&[
        ("deferred.sold_included", "included", included),
        ("deferred.sold_purchased", "purchased", purchased),
    ]);
    let left = parts(&[
        ("deferred.used", "used", Hue::Used),
        ("deferred.expired", "expired", Hue::Expired),
        ("deferred.forfeited", "forfeited by organisations that left", Hue::Forfeited),
    ]);
    let panels = vec![
        panel("Outstanding at each month’s end", "credits", 0, ends),
        panel("Sold", "credits", 0, sold),
        panel("Used, expired, forfeited", "credits", 0, left),
    ];
    Chart::Bars(Bars { months: months(forecast), panels, shade: None })
}
