//! `JUnit` XML as Jenkins and GitLab read it: a suite for each scenario, a case for each figure.

use super::words;
use crate::experiment::check::{CheckReport, Checked, Outcome, Refusal};
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use std::io;

/// The document. It tells no times: they would differ from run to run.
///
/// # Errors
/// None that a report can cause; passed on from the writer.
pub fn check_junit(report: &CheckReport) -> io::Result<Vec<u8>> {
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 2);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let cases: usize = report.checked.iter().map(|checked| cases(&checked.outcome)).sum();
    let counts = [
        ("tests", cases),
        ("failures", report.checked.iter().map(|checked| checked.outcome.differences().count()).sum()),
        ("errors", report.count(Outcome::is_refused)),
    ];
    xml.create_element("testsuites")
        .with_attribute(("name", "creditsim check"))
        .with_attributes(counts.map(|(name, count)| (name, count.to_string())).iter().map(borrowed))
        .write_inner_content(|xml| report.checked.iter().try_for_each(|checked| suite(xml, checked)))?;
    let mut bytes = xml.into_inner();
    bytes.push(b'\n');
    Ok(bytes)
}

fn borrowed<'a>((name, value): &'a (&'static str, String)) -> (&'a str, &'a str) {
    (name, value)
}

/// A scenario that is not compared has one case that says why.
fn cases(outcome: &Outcome) -> usize {
    outcome.figures().max(1)
}

fn suite(xml: &mut Writer<Vec<u8>>, Checked { path, outcome }: &Checked) -> io::Result<()> {
    let counts = [
        ("tests", cases(outcome)),
        ("failures", outcome.differences().count()),
        ("errors", usize::from(outcome.is_refused())),
        ("skipped", usize::from(outcome.expects_nothing())),
    ];
    let suite = xml.create_element("testsuite").with_attribute(("name", printable(path).as_str()));
    suite
        .with_attributes(counts.map(|(name, count)| (name, count.to_string())).iter().map(borrowed))
        .write_inner_content(|xml| match outcome {
            Outcome::Compared { comparisons, parted } => {
                let ledger = parted.iter().flat_map(words::parted).collect::<Vec<_>>().join("\n");
                comparisons.iter().try_for_each(|comparison| {
                    let told = (!comparison.holds()).then(|| (words::sentence(comparison), ledger.clone()));
                    let told = told.map(|(message, text)| ("failure", message, text));
                    case(xml, path, comparison.figure.as_str(), told)
                })
            }
            Outcome::NothingExpected => {
                let told = ("skipped", "nothing is expected of it".to_owned(), String::new());
                case(xml, path, "expectations", Some(told))
            }
            Outcome::Refused(refusal) => {
                let told = ("error", title(refusal), words::refusal(refusal));
                case(xml, path, "loads", Some(told))
            }
        })?;
    Ok(())
}

/// The first thing that is wrong, in a line.
fn title(refusal: &Refusal) -> String {
    match words::errors(refusal).first() {
        Some(problem) => problem.summary(),
        None => words::refusal(refusal),
    }
}

/// A case, with the element that says what is wrong with it: its name, message and text.
fn case(
    xml: &mut Writer<Vec<u8>>,
    path: &str,
    name: &str,
    told: Option<(&str, String, String)>,
) -> io::Result<()> {
    let case = xml
        .create_element("testcase")
        .with_attribute(("classname", printable(path).as_str()))
        .with_attribute(("name", printable(name).as_str()))
        .with_attribute(("file", printable(path).as_str()));
    match told {
        None => case.write_empty()?,
        Some((element, message, text)) => case.write_inner_content(|xml| {
            let message = printable(&message);
            let element = xml.create_element(element).with_attribute(("message", message.as_str()));
            let text = printable(&text);
            if text.is_empty() {
                element.write_empty()?;
            } else {
                element.write_text_content(BytesText::new(&text))?;
            }
            Ok(())
        })?,
    };
    Ok(())
}

/// Without the characters that XML 1.0 cannot have.
fn printable(text: &str) -> String {
    text.chars().filter(|&c| !c.is_control() || c == '\n' || c == '\t').collect()
}
