//! The parts of a sweep's report, in reading order.

use super::data::Data;
use super::meanings::meaning;
use super::{tables, tiles};
use crate::output::number::{counted, grouped};
use crate::output::report::facts::facts_of;
use crate::output::report::glossary::glossary;
use crate::output::report::html::Html;
use crate::output::report::page::{Kit, Page, Section};
use crate::output::sweep::{Survey, sentences};
use std::io;

/// `report.html` of a sweep.
///
/// # Errors
/// None that a sweep can cause; passed on from the serializer.
pub fn sweep_page(survey: &Survey<'_>) -> io::Result<String> {
    let (data, note) = Data::of(survey);
    let mut words = Html::new();
    words.append(&metrics(survey)).markup("<h3>Other words</h3>\n").append(&glossary());
    let sections = vec![
        Section { id: "summary", title: "What to choose", body: summary(survey) },
        Section { id: "explore", title: "Explore the cells", body: explore(survey, note.as_deref()) },
        Section { id: "pareto", title: "Trade-offs", body: pareto(survey) },
        Section { id: "effects", title: "What each axis does", body: effects() },
        Section { id: "best", title: "Best cells", body: tables::best(survey) },
        Section { id: "run", title: "This sweep", body: again(survey) },
        Section { id: "words", title: "Metrics and words", body: words },
    ];
    let mut head = Html::new();
    head.element("h1", &[], &survey.names());
    let about = format!(
        "Sweep of {} over {}, {} of each",
        counted(u64::try_from(survey.count()).unwrap_or(u64::MAX), "cell"),
        counted(u64::try_from(survey.axes.len()).unwrap_or(u64::MAX), "axis").replace("axiss", "axes"),
        counted(survey.study.replications.into(), "replication"),
    );
    head.element("p", &[("class", "about")], &about);
    let page = Page {
        title: format!("{} – creditsim sweep", survey.names()),
        head,
        sections,
        foot: concat!("creditsim ", env!("CARGO_PKG_VERSION")).to_owned(),
        kit: Kit::Cells,
        data,
    };
    Ok(page.to_html()?)
}

/// The headline, the tiles, and what else there is to say.
fn summary(survey: &Survey<'_>) -> Html {
    let all = match survey.analysis {
        Some(analysis) => sentences(survey.study, analysis),
        None => vec![
            "Nothing is to be optimised.".to_owned(),
            "Say what in [sweep.recommend], such as minimize = \"spend\" with subject_to = { blocked_share = 0.01 }."
                .to_owned(),
        ],
    };
    let mut html = Html::new();
    let (headline, rest) = all.split_at(all.len().min(2));
    html.element("p", &[("class", "headline")], &headline.join(" "));
    html.append(&tiles::tiles(survey));
    if !rest.is_empty() {
        html.markup("<h3>How sure that is</h3>\n<ul class=\"findings\">\n");
        for sentence in rest {
            html.element("li", &[], sentence).markup("\n");
        }
        html.markup("</ul>\n");
    }
    html
}

/// Places that the script fills.
fn explore(survey: &Survey<'_>, note: Option<&str>) -> Html {
    let mut html = Html::new();
    let words = "Point at a cell, or move with the arrow keys, for its figures; click it or press Enter for its settings.";
    html.element("p", &[("class", "note")], words);
    html.element("p", &[("class", "note")], note.unwrap_or_default());
    let level = survey.study.confidence().to_string();
    html.open("div", &[("class", "explore"), ("data-level", &level)]);
    html.markup("<div class=\"choices\"></div><div class=\"board\"></div><div class=\"chosen\" aria-live=\"polite\"></div></div>\n");
    html
}

fn pareto(survey: &Survey<'_>) -> Html {
    let mut html = Html::new();
    let words = "Each dot is a cell, by its means. Along the line no cell is better in both.";
    html.element("p", &[("class", "note")], words);
    if survey.measures.len() < 2 {
        html.markup("<p>There is one metric only: nothing to trade.</p>\n");
    }
    html.markup("<div class=\"scatter\"></div>\n");
    html
}

fn effects() -> Html {
    let mut html = Html::new();
    html.markup("<p class=\"note\">The mean over all cells with a value of an axis; bars are the 5 to 95 % range of these cells.</p>\n");
    html.markup("<div class=\"effects\"></div>\n");
    html
}

/// How to run it again.
fn again(survey: &Survey<'_>) -> Html {
    let study = survey.study;
    let mut html = Html::new();
    html.markup("<p>The same scenario and seed give the same figures, to the byte, on any machine and any number of threads. ");
    html.markup("Replication r has the same demand in every cell, so that differences between cells are paired (R-CRN).</p>\n");
    let seeds: Vec<String> = study.organisations.iter().map(|member| member.seed.to_string()).collect();
    let organisations = study.organisations.iter().map(|member| {
        if study.organisations.len() > 1 {
            format!("{} (policy {}, weight {})", member.name, member.policy, member.weight)
        } else {
            format!("{} (policy {})", member.name, member.policy)
        }
    });
    let facts = [
        ("Command", study.command.clone()),
        ("Scenario", organisations.collect::<Vec<_>>().join(", ")),
        ("Seed", seeds.join(", ")),
        ("Replications", grouped(&study.replications.to_string())),
        ("Confidence", survey.study.confidence().to_string()),
        ("Version", format!("creditsim {}", study.version)),
    ];
    html.append(&facts_of(facts));
    html
}

/// What is measured.
fn metrics(survey: &Survey<'_>) -> Html {
    let mut html = Html::new();
    html.markup("<dl class=\"glossary\">\n");
    for number in 0..survey.measures.len() {
        let name = survey.name(number);
        html.markup("<div>").element("dt", &[], name).element("dd", &[], meaning(name)).markup("</div>\n");
    }
    html.markup("</dl>\n");
    html
}
