//! The page without a browser.

use super::forecast_page;
use crate::experiment::forecast::measure;
use crate::output::forecast::fixture::Shape;
use serde_json::Value;

const HOSTILE: &str = "</script><script>alert(1)</script>";

fn page(shape: &Shape) -> (String, Value) {
    let html = forecast_page(&shape.forecast()).unwrap();
    let json = html.split("id=\"data\">").nth(1).unwrap().split("</script>").next().unwrap();
    let data = serde_json::from_str(json).unwrap();
    (html, data)
}

#[test]
fn the_data_are_the_figures_of_the_forecast() {
    let shape = Shape { variants: vec!["a 1 → 2".to_owned()], ..Shape::default() };
    let (html, data) = page(&shape);
    let forecast = shape.forecast();
    let place = measure("money.auto_recharge").unwrap();
    let spread = forecast.spread(4, forecast.everyone(), place).unwrap();
    let fan = &data["charts"]["fan"];
    assert_eq!(fan["kind"], "curves");
    assert_eq!((&fan["months"][0], &fan["months"][11]), (&"2026-01".into(), &"2026-12".into()));
    let close = |value: &Value, percent| {
        let expected = spread.total.at(percent).unwrap().approximate();
        assert!((value.as_f64().unwrap() - expected).abs() < 1e-9, "{percent}: {value} is not {expected}");
    };
    close(&fan["bands"][1]["low"][4], 10);
    close(&fan["bands"][1]["high"][4], 90);
    close(&fan["lines"][0]["values"][4], 50);
    assert_eq!(fan["bands"][1]["name"], "P10–P90");
    // 0, 37 and 74 % used.
    let used = &data["charts"]["exposure"]["lines"][0]["values"];
    assert!((used[37].as_f64().unwrap() - 200.0 / 3.0).abs() < 1e-9 && used[75] == 0.0);
    assert!(html.contains("id=\"what-if-table\"") && html.contains("<dt>Seed</dt><dd><code>7</code>"));
    assert!(html.contains("data-figure=\"money.auto_recharge\""));
}

#[test]
fn names_cannot_become_markup() {
    let names = vec![HOSTILE.to_owned(), format!("{HOSTILE}2")];
    let shape =
        Shape { name: HOSTILE.to_owned(), segments: names.clone(), variants: names, ..Shape::default() };
    let (html, _) = page(&shape);
    assert!(html.contains("&lt;/script&gt;&lt;script&gt;alert(1)"));
    assert!(!html.contains("<script>alert") && !html.contains("</script><script>alert"));
    assert_eq!(html.matches("</script>").count(), 4);
}

#[test]
fn a_forecast_without_money_says_so_and_has_no_chart_of_it() {
    let (html, data) = page(&Shape { size: 0, ..Shape::default() });
    assert!(html.contains("Nobody pays anything by auto-recharge."));
    assert!(data["charts"].get("fan").is_none() && data["charts"].get("deferred").is_some());
    assert!(!html.contains("id=\"what-if-table\""));
}
