//! The parts of a run's report, in reading order.

use super::about::Reproduction;
use super::{balance, caps, pauses, spend, tables, tiles, time, usage};
use crate::metrics::Metrics;
use crate::output::LostRuns;
use crate::output::chart::Story;
use crate::output::findings::findings_of;
use crate::output::headline::headline;
use crate::output::report::data::{Chart, Data};
use crate::output::report::figure::ChartFigure;
use crate::output::report::glossary::glossary;
use crate::output::report::html::Html;
use crate::output::report::page::{Kit, Page, Section};
use std::collections::BTreeMap;
use std::io;

/// What a run's report is made from.
#[derive(Clone, Copy, Debug)]
pub struct RunReport<'a> {
    /// The replication that it tells of.
    pub story: &'a Story<'a>,
    /// Every replication, for means and ranges.
    pub replications: &'a [Metrics],
    /// When its runs were lost.
    pub lost: &'a LostRuns,
    /// How to run it again.
    pub reproduction: &'a Reproduction,
}

impl RunReport<'_> {
    /// The file.
    ///
    /// # Errors
    /// None that a run can cause; passed on from the serializer.
    pub fn to_html(&self) -> io::Result<String> {
        let summary = &self.story.metrics.summary;
        let (charts, figures) = self.charts();
        let mut sections = vec![Section { id: "summary", title: "Summary", body: self.summary() }];
        sections.push(Section { id: "charts", title: "Charts", body: figures });
        sections.push(Section { id: "months", title: "Months", body: tables::months(self.story.metrics) });
        let tasks = tables::tasks(self.story.metrics);
        sections.extend(tasks.map(|body| Section { id: "tasks", title: "Tasks", body }));
        let activities = tables::activities(self.story.metrics);
        sections.extend(activities.map(|body| Section { id: "activities", title: "Activities", body }));
        sections.push(Section {
            id: "figures",
            title: "All figures",
            body: tables::figures(self.replications),
        });
        let again = self.reproduction.to_html(summary.seed);
        sections.push(Section { id: "run", title: "This run", body: again });
        sections.push(Section { id: "words", title: "Glossary", body: glossary() });
        let page = Page {
            title: format!("{} – creditsim report", summary.scenario),
            head: self.head(),
            sections,
            foot: concat!("creditsim ", env!("CARGO_PKG_VERSION")).to_owned(),
            kit: Kit::Plots,
            data: Data {
                zone: self.story.rules.zone.name().to_owned(),
                offsets: time::offsets(self.story),
                charts,
            },
        };
        Ok(page.to_html()?)
    }

    fn head(&self) -> Html {
        let mut html = Html::new();
        html.element("h1", &[], &self.story.metrics.summary.scenario);
        html.element("p", &[("class", "about")], &self.story.about());
        html
    }

    /// The headline, the tiles, what to look at first.
    fn summary(&self) -> Html {
        let mut html = Html::new();
        let headline = headline(self.story.rules, self.story.metrics, self.lost);
        html.element("p", &[("class", "headline")], &headline);
        if self.replications.len() > 1 {
            let count = self.replications.len();
            let note = format!(
                "This page tells of replication 0 of {count}; means and ranges are those of all {count}."
            );
            html.element("p", &[("class", "note")], &note);
        }
        html.append(&tiles::tiles(self.story, self.replications));
        html.markup("<h3>What to look at first</h3>\n<ul class=\"findings\">\n");
        for (sentence, among) in findings_of(self.replications, self.lost) {
            // The rules stand apart, so that they do not break.
            let (sentence, rules) = match sentence.rsplit_once(" (R-") {
                Some((sentence, rules)) => {
                    (format!("{sentence}."), format!("R-{}", rules.trim_end_matches(").")))
                }
                None => (sentence, String::new()),
            };
            html.markup("<li>").text(&sentence);
            for aside in [rules, among.unwrap_or_default()].iter().filter(|aside| !aside.is_empty()) {
                html.text(" ").element("small", &[], aside);
            }
            html.markup("</li>\n");
        }
        html.markup("</ul>\n");
        html
    }

    fn charts(&self) -> (BTreeMap<&'static str, Chart>, Html) {
        type Made = (&'static str, &'static str, String, Result<Chart, &'static str>);
        let story = self.story;
        let made: [Made; 5] = [
            ("balance", "Credit balance", balance::summary(story), Ok(balance::chart(story))),
            ("spend", "Spend by calendar month", spend::summary(story), Ok(spend::chart(story))),
            (
                "caps",
                "Auto-recharge and its limit, by calendar month",
                caps::summary(story),
                caps::chart(story).ok_or("Auto-recharge is off in this scenario."),
            ),
            (
                "pauses",
                "When tasks were paused",
                pauses::summary(story),
                pauses::chart(story).ok_or("This scenario has no scheduled tasks."),
            ),
            (
                "usage",
                "Credits used by source and calendar month",
                usage::summary(story),
                usage::chart(story).ok_or("No credits were used."),
            ),
        ];
        let (mut charts, mut html) = (BTreeMap::new(), Html::new());
        for (id, title, summary, chart) in made {
            let summary = match chart {
                Ok(chart) => {
                    charts.insert(id, chart);
                    summary
                }
                Err(why) => why.to_owned(),
            };
            html.append(&ChartFigure { id, title, summary: &summary }.to_html());
        }
        (charts, html)
    }
}
