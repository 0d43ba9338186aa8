//! Every chart at every size: labels stay apart, documents stay well-formed.

use super::{Chart, Picture, Series, Story};
use crate::calendar::Month;
use crate::demand::SourceId;
use crate::metrics::{Metrics, fixture};
use crate::policy::{Denial, PauseReason, TaskHealth};
use crate::replay::{
    Conditions, Entry, Happening, Movement, Note, Observer, Replayed, Rules, WorkKind, WorkTally,
};
use crate::units::{Credits, Instant, Money, Span};

const NAME: &str = "<a & \"b\"> ]]> 'c' – a name that is far too long for the row of any chart whatsoever";

/// So many tasks beside the activities, over so many months.
fn rules(months: usize, tasks: usize) -> Rules {
    let mut rules = fixture::rules();
    rules.horizon.to = ends(&rules, months);
    let task = rules.work.remove(0);
    rules.work.retain(|work| matches!(work.kind, WorkKind::Activity(_)));
    for number in (0..tasks).rev() {
        let name = if number == 0 { NAME.to_owned() } else { format!("task {number} with a name") };
        rules.work.insert(0, crate::replay::WorkRules { name, ..task.clone() });
    }
    rules
}

fn ends(rules: &Rules, months: usize) -> Instant {
    let mut month = Month::containing(rules.horizon.from, &rules.zone);
    for _ in 0..months {
        month = month.next();
    }
    month.start(&rules.zone)
}

fn replayed(rules: &Rules) -> Replayed {
    let mut replayed = fixture::replayed();
    let (first, sources) = (replayed.tally.months[0].clone(), rules.work.len());
    let months = Month::touched(rules.horizon.from, rules.horizon.to, &rules.zone);
    replayed.tally.months = months
        .iter()
        .map(|&month| {
            let mut tally = first.clone();
            tally.month = month;
            tally.top_up_money = Money::from_micros(777_000_000);
            tally.denied = [1, 2, 3];
            tally
        })
        .collect();
    let work = |index: usize| WorkTally {
        spent: Credits::new(i64::try_from(index).unwrap() + 1_000),
        wanted: 1,
        started: 1,
        completed: 1,
        ..WorkTally::default()
    };
    replayed.tally.work = months.iter().flat_map(|_| (0..sources).map(work)).collect();
    replayed.closing.in_flight = vec![0; sources];
    replayed.closing.health = vec![TaskHealth::NEW; sources];
    replayed
}

/// Something of everything, twice a week.
fn series(rules: &Rules) -> Series {
    let mut series = Series::new(rules);
    let mut now = rules.horizon.from;
    let mut high = false;
    while now < rules.horizon.to {
        let usable = Credits::new(if high { 123_456 } else { -20_000 });
        series.movement(&Movement {
            time: now,
            month: Month::containing(now, &rules.zone),
            entry: Entry::Charge,
            source: None,
            cause: "R-STEP",
            credits: Credits::ZERO,
            included_after: Credits::new(if high { 50_000 } else { 0 }),
            purchased_after: Credits::new(if high { 73_456 } else { 0 }),
            usable_after: usable,
            money: Money::ZERO,
        });
        series.conditions(now, Conditions { capped: !high, zero: !high, ..Conditions::default() });
        let pause = if high { Happening::Resumes } else { Happening::Pauses(PauseReason::Failures) };
        for what in [Happening::RechargeFires(Credits::ZERO), Happening::RechargeDenied(Denial::Cap), pause] {
            series.note(&Note { time: now, class: None, source: Some(SourceId(0)), what, usable });
        }
        high = !high;
        now = now + Span::from_ms(300_000_000);
    }
    series.finish(rules)
}

fn pictures(months: usize, tasks: usize, replications: u32) -> Vec<Picture> {
    let rules = rules(months, tasks);
    let (replayed, series) = (replayed(&rules), series(&rules));
    let mut labels = fixture::labels();
    labels.scenario = NAME.to_owned();
    let metrics = Metrics::of(&replayed, &rules, &labels);
    let story =
        Story { rules: &rules, replayed: &replayed, metrics: &metrics, series: &series, replications };
    Chart::ALL.map(|chart| chart.draw(&story)).into()
}

#[test]
fn no_labels_overlap_or_leave_the_picture() {
    for (months, tasks) in [(1, 1), (1, 200), (2, 3), (12, 1), (12, 200), (60, 30), (60, 200), (240, 1)] {
        for (chart, picture) in Chart::ALL.into_iter().zip(pictures(months, tasks, 3)) {
            assert!(picture.texts().count() > 5, "{chart:?}");
            picture.assert_labels_apart(&format!("{chart:?}, {months} months, {tasks} tasks"));
        }
    }
}

/// Panics unless tags match and every `&` begins an entity.
fn assert_well_formed(svg: &str) {
    let mut open = Vec::new();
    let mut rest = svg;
    while let Some((text, after)) = rest.split_once('<') {
        for entity in text.split('&').skip(1) {
            assert!(
                ["lt;", "gt;", "amp;", "quot;", "apos;", "#"].iter().any(|known| entity.starts_with(known))
            );
        }
        assert!(!text.contains('>'), "{text}");
        let (tag, after) = after.split_once('>').unwrap();
        let name = tag.split([' ', '/']).find(|part| !part.is_empty()).unwrap();
        assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
        if tag.starts_with('/') {
            assert_eq!(open.pop(), Some(name));
        } else if !tag.ends_with('/') && !tag.starts_with('?') {
            open.push(name);
        }
        rest = after;
    }
    assert!(open.is_empty() && rest.trim().is_empty());
}

#[test]
fn an_svg_is_well_formed_whatever_the_names_are() {
    for picture in pictures(12, 30, 1) {
        let svg = String::from_utf8(picture.to_svg().unwrap()).unwrap();
        assert_well_formed(&svg);
        assert!(svg.starts_with("<svg width=\"1200\""));
        assert!(svg.contains("&lt;a &amp; &quot;b&quot;&gt;"), "{}", &svg[..900]);
    }
}

#[test]
fn a_png_has_twice_the_size_and_the_same_bytes_every_time() {
    for (picture, again) in pictures(2, 3, 1).iter().zip(pictures(2, 3, 1)) {
        let png = picture.to_png().unwrap();
        assert_eq!(&png[1..4], b"PNG");
        assert_eq!(png[16..20], 2_400_u32.to_be_bytes());
        assert!(png == again.to_png().unwrap());
    }
}

#[test]
fn several_replications_are_named_in_the_title_and_one_is_not() {
    let title = |replications| pictures(1, 1, replications)[0].texts().next().unwrap().content.clone();
    assert!(title(3).starts_with("Credit balance (replication 0 of 3) – <a & "));
    assert!(title(1).starts_with("Credit balance – <a & "));
}

#[test]
fn a_scenario_without_auto_recharge_tasks_or_usage_says_so() {
    let mut rules = rules(1, 0);
    rules.auto_recharge.enabled = false;
    let mut replayed = replayed(&rules);
    replayed.tally.work.fill(WorkTally::default());
    let series = Series::new(&rules).finish(&rules);
    let metrics = Metrics::of(&replayed, &rules, &fixture::labels());
    let story =
        Story { rules: &rules, replayed: &replayed, metrics: &metrics, series: &series, replications: 1 };
    let last = |chart: Chart| chart.draw(&story).texts().last().unwrap().content.clone();
    assert_eq!(last(Chart::Caps), "Auto-recharge is off in this scenario.");
    assert_eq!(last(Chart::Pauses), "This scenario has no scheduled tasks.");
    assert_eq!(last(Chart::Usage), "No credits were used.");
    let balance = Chart::Balance.draw(&story);
    assert!(balance.texts().all(|text| !text.content.contains("threshold") && text.content != "capped"));
}
