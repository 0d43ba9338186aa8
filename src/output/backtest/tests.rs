use super::*;
use crate::experiment::backtest::{Backtest, LEVELS, backtest, read_actuals, read_forecast};
use crate::output::chart::draw_calibration;
use std::fmt::Write as _;

/// A year of two figures, of which the first came above its band in eight months.
fn year() -> Backtest {
    let mut csv = String::from("month,segment,metric,statistic,value\n");
    let mut actuals = String::from("month,metric,value\n");
    for month in 1..=12 {
        for (metric, middle) in [("credits.spent", 1000.0), ("auto_recharge.fired", 20.0)] {
            writeln!(csv, "2026-{month:02},all,{metric},total_mean,{middle}").unwrap();
            for level in LEVELS {
                let value = middle * (1.0 + (f64::from(level) - 50.0) / 200.0);
                writeln!(csv, "2026-{month:02},all,{metric},total_p{level},{value}").unwrap();
            }
            let high = metric == "credits.spent" && month % 5 < 3;
            let value = if high { middle * 1.4 } else { middle * (0.9 + f64::from(month) / 60.0) };
            writeln!(actuals, "2026-{month:02},{metric},{value}").unwrap();
        }
    }
    let (narrow, wide) = (read_forecast(csv.as_bytes()).unwrap(), csv.replace("p95,1225", "p95,1300"));
    let forecasts =
        [("first".to_owned(), narrow), ("second".to_owned(), read_forecast(wide.as_bytes()).unwrap())];
    backtest(&read_actuals(actuals.as_bytes()).unwrap(), &forecasts).unwrap()
}

#[test]
fn the_report_says_what_to_do() {
    insta::assert_snapshot!(backtest_report(&year()));
}

#[test]
fn the_files_have_every_score() {
    let scored = year();
    let csv = String::from_utf8(backtest_csv(&scored).unwrap()).unwrap();
    assert!(csv.starts_with("forecast,segment,metric,score,value\n"));
    assert!(csv.contains(",all,credits.spent,coverage_p10_p90,"), "{csv}");
    let json: serde_json::Value = serde_json::from_slice(&backtest_json(&scored).unwrap()).unwrap();
    assert_eq!(json["forecasts"][0]["scores"][0]["values"]["months"], 12.0);
    assert!(json["sentences"].as_array().unwrap().len() > 3);
}

#[test]
fn the_calibration_is_drawn() {
    assert!(!draw_calibration(&year()).to_svg().unwrap().is_empty());
}
