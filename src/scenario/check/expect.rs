//! `[expect]`: figures that a run must reproduce.

use crate::scenario::experiment::{Expectation, Must};
use crate::scenario::place::Place;
use crate::scenario::problem::Problem;
use crate::scenario::written::{Figure, Number, Scalar};
use crate::units::Decimal;
use rust_decimal::prelude::ToPrimitive;
use std::collections::BTreeMap;

/// `[expect]`, tables of figures flattened to dotted names.
pub(crate) fn check_expect(written: &BTreeMap<String, Figure>, place: &Place<'_>) -> Vec<Expectation> {
    let mut found = Vec::new();
    for (name, figure) in written {
        check_figure(name.clone(), figure, &place.key(name), &mut found);
    }
    found
}

/// What a figure may be held to.
const FORM: &str = "figures are exact, `{ value, abs }`, `{ value, rel }`, `{ min, max }`, or `{ mean_within = [lo, hi], replications }`";

/// The most replications that a mean may ask for.
const MOST_REPLICATIONS: u32 = 1_000_000;

fn check_figure(name: String, figure: &Figure, place: &Place<'_>, found: &mut Vec<Expectation>) {
    const FORMS: [&str; 7] = ["value", "abs", "rel", "min", "max", "mean_within", "replications"];
    let must = match figure {
        Figure::Number(Number(exact)) | Figure::Text(Scalar::Number(Number(exact))) => {
            Some(Must::Equal(*exact))
        }
        // Money is printed as a decimal string: it is compared as a number.
        Figure::Text(Scalar::Text(text)) => {
            let number = Number::parse(text).ok().map(|Number(exact)| Must::Equal(exact));
            if number.is_none() {
                let problem = Problem::new(format!("no figure is ever `{text}`"));
                place.refuse(
                    problem.label("must be a number: digits such as 148800 or \"1250.50\"").note(FORM),
                );
            }
            number
        }
        Figure::List(_) => {
            refuse(place);
            None
        }
        Figure::Table(table) if table.keys().any(|key| FORMS.contains(&key.as_str())) => {
            check_bounds(table, place)
        }
        Figure::Table(table) if table.is_empty() => {
            let problem = Problem::new(format!("`{name}` expects nothing"));
            place.refuse_key(problem.label("an empty table").note(FORM));
            None
        }
        Figure::Table(table) => {
            for (key, figure) in table {
                check_figure(format!("{name}.{key}"), figure, &place.key(key), found);
            }
            None
        }
    };
    if let Some(must) = must {
        found.push(Expectation { figure: place.figure_key(name), must });
    }
}

fn check_bounds(table: &BTreeMap<String, Figure>, place: &Place<'_>) -> Option<Must> {
    let number = |key: &str| match table.get(key) {
        Some(Figure::Number(Number(exact))) => Some(*exact),
        Some(Figure::Text(Scalar::Text(text))) => Number::parse(text).ok().map(|Number(exact)| exact),
        Some(Figure::Text(Scalar::Number(_)) | Figure::List(_) | Figure::Table(_)) | None => None,
    };
    let keys: Vec<&str> = table.keys().map(String::as_str).collect();
    let must = match keys.as_slice() {
        ["value"] => number("value").map(Must::Equal),
        ["abs", "value"] => {
            let (value, most) = (number("value"), number("abs"));
            value.zip(most).map(|(value, most)| Must::Near { value, most })
        }
        ["rel", "value"] => number("value")
            .zip(number("rel"))
            .and_then(|(value, share)| Some(Must::Near { value, most: value.abs().checked_mul(share)? })),
        ["max" | "min"] | ["max", "min"] => {
            let (min, max) = (number("min"), number("max"));
            let complete =
                min.is_some() == table.contains_key("min") && max.is_some() == table.contains_key("max");
            complete.then_some(Must::Between { min, max })
        }
        ["mean_within", "replications"] => {
            let replications = number("replications").filter(Decimal::is_integer).and_then(|n| n.to_u32());
            match (table.get("mean_within"), replications) {
                (Some(Figure::List(ends)), Some(replications @ 1..=MOST_REPLICATIONS)) => match ends
                    .as_slice()
                {
                    &[Number(least), Number(most)] => Some(Must::MeanWithin { least, most, replications }),
                    _ => None,
                },
                _ => None,
            }
        }
        _ => None,
    };
    let sane = match &must {
        Some(Must::Near { most, .. }) => *most >= Decimal::ZERO,
        Some(Must::Between { min: Some(min), max: Some(max) }) => min <= max,
        Some(Must::MeanWithin { least, most, .. }) => least <= most,
        Some(Must::Between { .. } | Must::Equal(_)) => true,
        None => false,
    };
    if !sane {
        refuse(place);
        return None;
    }
    must
}

fn refuse(place: &Place<'_>) {
    let problem = Problem::new(format!("`{}` is no expectation", place.name()));
    place.refuse(problem.label("not understood").note(FORM));
}
