//! Every picture of forecasts of several shapes: labels stay apart, and say what is shown.

use super::forecast_pictures;
use crate::output::chart::Picture;
use crate::output::chart::picture::Shape as Drawn;
use crate::output::forecast::fixture::Shape;

const LONG: &str = "<a & \"b\"> ]]> 'c' – a name that is far too long for the row of any chart whatsoever, really, and on and on";

fn shapes() -> Vec<Shape> {
    let long = |count: usize| (0..count).map(|number| format!("{number} {LONG}")).collect::<Vec<_>>();
    vec![
        Shape::default(),
        Shape { months: 1, replications: 20, ..Shape::default() },
        Shape { months: 60, segments: long(2), ..Shape::default() },
        Shape { organisations: 1, variants: long(1), ..Shape::default() },
        Shape { size: 0, variants: long(1), ..Shape::default() },
        Shape { size: 1_000_000_000_000_000, replications: 3, ..Shape::default() },
        Shape { size: 1, ..Shape::default() },
        Shape {
            name: LONG.to_owned(),
            segments: long(12),
            organisations: 30,
            replications: 2,
            variants: long(6),
            ..Shape::default()
        },
    ]
}

fn picture(shape: &Shape, name: &str) -> Picture {
    forecast_pictures(&shape.forecast()).into_iter().find(|(other, _)| *other == name).unwrap().1
}

fn says(picture: &Picture, words: &str) -> bool {
    picture.texts().any(|text| text.content.contains(words))
}

#[test]
fn no_labels_overlap_or_leave_the_picture() {
    for (number, shape) in shapes().iter().enumerate() {
        for (name, picture) in forecast_pictures(&shape.forecast()) {
            assert!(picture.texts().count() >= 3, "{name} of shape {number}");
            picture.assert_labels_apart(&format!("{name} of shape {number}"));
        }
    }
}

#[test]
fn the_fan_has_its_bands_and_says_which_uncertainty_it_is() {
    let fan = |shape: &Shape| picture(shape, "fan");
    let one = fan(&Shape::default());
    for words in
        ["P5–P95", "P10–P90", "P25–P75", "median (P50)", "mean", "3 organisations × 1 replication, seed 7"]
    {
        assert!(says(&one, words), "{words}");
    }
    assert!(says(&one, "by the normal approximation") && !says(&one, "over replications"));
    let bands = one.shapes.iter().filter(|shape| matches!(shape, Drawn::Polygon { .. })).count();
    assert_eq!(bands, 3);
    let several = fan(&Shape { replications: 20, ..Shape::default() });
    assert!(says(&several, "over replications"));
    assert!(says(&picture(&Shape::default(), "organisations"), "the axis is by square root"));
}

#[test]
fn an_axis_that_does_not_begin_at_zero_is_said_to() {
    // Of three organisations months differ by 3 each: from 3 to 36. Of 3,000 by a hundredth of all.
    let away = |organisations, months| {
        let shape = Shape { months, organisations, ..Shape::default() };
        says(&picture(&shape, "fan"), "does not begin at 0")
    };
    assert!(!away(3, 12));
    assert!(away(3_000, 2));
}

#[test]
fn where_nobody_pays_it_is_said() {
    let nothing = Shape { size: 0, ..Shape::default() };
    assert!(says(&picture(&nothing, "fan"), "Nobody pays anything by auto-recharge."));
    assert!(says(&picture(&nothing, "money"), "Nobody pays anything."));
    assert!(says(
        &picture(&nothing, "cap-exposure"),
        "No organisation has auto-recharge with a monthly limit."
    ));
}

#[test]
fn cap_exposure_names_its_shares_and_how_many_segments_there_are() {
    // Organisations used 0, 37 and 74 % of their limits.
    let one = picture(&Shape { organisations: 3, ..Shape::default() }, "cap-exposure");
    assert!(says(&one, "all organisations: 80 % in 0 %, 100 % in 0 % of months"));
    let segments = (0..12).map(|number| format!("segment {number}")).collect();
    let many = picture(&Shape { segments, organisations: 30, ..Shape::default() }, "cap-exposure");
    assert!(says(&many, "the first 6 of 12 segments"));
}

#[test]
fn large_money_is_counted_in_larger_units() {
    let large = picture(&Shape { size: 1_000_000_000_000_000, ..Shape::default() }, "money");
    assert!(says(&large, "money, billions"));
    assert!(says(&picture(&Shape::default(), "money"), "P10–P90 of the total"));
}

#[test]
fn pictures_of_variants_are_there_only_where_variants_are() {
    let names = |shape: Shape| -> Vec<&str> {
        forecast_pictures(&shape.forecast()).into_iter().map(|(name, _)| name).collect()
    };
    let five = ["fan", "organisations", "cap-exposure", "deferred", "money"];
    assert_eq!(names(Shape::default()), five);
    let variants = vec!["a 1 → 2".to_owned()];
    assert_eq!(names(Shape { variants, ..Shape::default() })[5..], ["what-if"]);
}
