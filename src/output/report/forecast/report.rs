//! The parts of a forecast's report, in reading order.

use super::{charts, tables, tiles};
use crate::experiment::forecast::Forecast;
use crate::output::forecast::{asked, notes, sentences, what_if_sentences};
use crate::output::number::grouped;
use crate::output::report::data::Data;
use crate::output::report::facts::facts_of;
use crate::output::report::glossary::glossary;
use crate::output::report::html::Html;
use crate::output::report::page::{Kit, Page, Section};
use std::io;

/// `report.html` of a forecast.
///
/// # Errors
/// None that a forecast can cause; passed on from the serializer.
pub fn forecast_page(forecast: &Forecast) -> io::Result<String> {
    let (charts, figures) = charts::charts(forecast);
    let mut sections = vec![
        Section { id: "summary", title: "Summary", body: summary(forecast) },
        Section { id: "charts", title: "Charts", body: figures },
        Section { id: "months", title: "Months", body: tables::months(forecast).to_html() },
        Section { id: "segments", title: "Segments", body: tables::segments(forecast).to_html() },
        Section { id: "caps", title: "Cap exposure", body: tables::exposure(forecast).to_html() },
        Section {
            id: "deferred-credits",
            title: "Deferred revenue",
            body: tables::deferred(forecast).to_html(),
        },
    ];
    if !forecast.study.variants.is_empty() {
        sections.push(Section { id: "what-if", title: "What if", body: what_if(forecast) });
    }
    sections.push(Section { id: "reading", title: "How to read it", body: reading(forecast) });
    sections.push(Section { id: "run", title: "This forecast", body: again(forecast) });
    sections.push(Section { id: "words", title: "Glossary", body: glossary() });
    let name = &forecast.study.name;
    let mut head = Html::new();
    head.element("h1", &[], name).element(
        "p",
        &[("class", "about")],
        &format!("Forecast of {}", asked(forecast)),
    );
    let page = Page {
        title: format!("{name} – creditsim forecast"),
        head,
        sections,
        foot: concat!("creditsim ", env!("CARGO_PKG_VERSION")).to_owned(),
        kit: Kit::Plots,
        data: Data { zone: String::new(), offsets: vec![(0, 0)], charts },
    };
    Ok(page.to_html()?)
}

/// The headline, the tiles, and what else there is to say.
fn summary(forecast: &Forecast) -> Html {
    let all = sentences(forecast);
    let (headline, rest) = all.split_at(all.len().min(1));
    let mut html = Html::new();
    html.element("p", &[("class", "headline")], &headline.concat());
    html.append(&tiles::tiles(forecast));
    html.markup("<h3>What to look at first</h3>\n");
    html.append(&list(rest.iter().cloned().chain(what_if_sentences(forecast))));
    html
}

fn list(sentences: impl IntoIterator<Item = String>) -> Html {
    let mut html = Html::new();
    html.markup("<ul class=\"findings\">\n");
    for sentence in sentences {
        html.element("li", &[], &sentence).markup("\n");
    }
    html.markup("</ul>\n");
    html
}

fn what_if(forecast: &Forecast) -> Html {
    let mut html = Html::new();
    html.markup(
        "<p class=\"note\">Totals over the whole horizon, of the same organisations with the same work (R-CRN); \
         ± is half of the interval around the difference.</p>\n",
    );
    html.append(&tables::what_if(forecast).to_html());
    html
}

/// The two uncertainties, and how quantiles were made.
fn reading(forecast: &Forecast) -> Html {
    let mut html = Html::new();
    html.markup(
        "<p>Two things are uncertain, and they are not the same. The <strong>total</strong> of all organisations is what is \
         booked: P10 to P90 of it is where 8 of 10 such populations end. Relative to the sum it shrinks as organisations become more. \
         <strong>One organisation</strong> differs from the others: P90 is what one in ten exceeds. That does not shrink.</p>\n",
    );
    html.markup(
        "<p>Means can be added. Quantiles cannot: the P90 of the whole horizon is less than the sum of the months’ P90s.</p>\n",
    );
    html.append(&list(notes(forecast)));
    html
}

/// What ran, and how to run it again.
fn again(forecast: &Forecast) -> Html {
    let study = &forecast.study;
    let mut html = Html::new();
    html.markup(
        "<p>The same scenario and seed give the same figures, to the byte, on any machine and any number of threads.</p>\n",
    );
    let mut facts = vec![
        ("Command", study.command.clone()),
        ("Scenario", format!("{} (policy {})", study.name, study.policy)),
        ("Segments", study.segments.join(", ")),
        ("Seed", study.seed.to_string()),
        ("Organisations", grouped(&study.organisations.to_string())),
        ("Replications", grouped(&study.replications.to_string())),
        ("Version", format!("creditsim {}", study.version)),
    ];
    facts.extend(study.variants.iter().map(|variant| ("Variant", variant.name.clone())));
    html.append(&facts_of(facts));
    html
}
