//! Scores by hand, on four months.

use super::*;
use std::fmt::Write as _;

/// The same forecast for each of four months.
fn forecast(metric: &str, mean: f64, quantiles: [f64; 7]) -> String {
    let mut csv = String::from("month,segment,metric,statistic,value\n");
    for month in 1..=4 {
        writeln!(csv, "2026-0{month},all,{metric},total_mean,{mean}").unwrap();
        for (level, value) in LEVELS.iter().zip(quantiles) {
            writeln!(csv, "2026-0{month},all,{metric},total_p{level},{value}").unwrap();
            writeln!(csv, "2026-0{month},all,{metric},each_p{level},{}", value / 100.0).unwrap();
        }
    }
    writeln!(csv, "all,all,{metric},total_mean,{}", mean * 4.0).unwrap();
    csv
}

const BAND: [f64; 7] = [70.0, 80.0, 90.0, 100.0, 110.0, 120.0, 130.0];
const ACTUALS: &str = "month,metric,value\n2026-01,credits.spent,100\n2026-02,credits.spent,125\n\
                       2026-03,credits.spent,85\n2026-04,credits.spent,60\n";

fn scored(csv: &str, actuals: &str) -> Backtest {
    let forecast = read_forecast(csv.as_bytes()).unwrap();
    backtest(&read_actuals(actuals.as_bytes()).unwrap(), &[("made".to_owned(), forecast)]).unwrap()
}

fn near(value: Option<f64>, truth: f64) {
    let value = value.unwrap();
    assert!((value - truth).abs() < 1e-9, "{value} is not {truth}");
}

#[test]
fn four_months_are_scored_as_by_hand() {
    let scored = scored(&forecast("credits.spent", 102.0, BAND), ACTUALS);
    let score = &scored.forecasts[0].scores[0];
    let inside = score.bands.map(|band| band.unwrap().inside.of);
    assert_eq!((inside, score.bands[1].unwrap().beside), ([1, 2, 3], (1, 1)));
    for (loss, truth) in score.losses.into_iter().zip([3.625, 6.25, 9.375, 10.0, 8.125, 4.0, 1.875]) {
        near(loss, truth);
    }
    near(score.loss, 43.25 / 7.0);
    near(score.relative_loss, 43.25 / 7.0 / 92.5);
    near(score.mape.map(|mape| mape.value), (25.0 / 125.0 + 15.0 / 85.0 + 40.0 / 60.0) / 4.0);
    let bias = score.bias.unwrap();
    near(Some(bias.mean), 9.5);
    near(bias.relative, 9.5 / 92.5);
    assert_eq!(score.below.map(|below| below.unwrap().of), [1, 1, 2, 3, 3, 3, 4]);
}

#[test]
fn a_perfect_forecast_loses_nothing() {
    let mut csv = String::from("month,segment,metric,statistic,value\n");
    for (month, value) in [(1, 100), (2, 125), (3, 85), (4, 60)] {
        for what in ["mean", "p5", "p10", "p25", "p50", "p75", "p90", "p95"] {
            writeln!(csv, "2026-0{month},all,credits.spent,total_{what},{value}").unwrap();
        }
    }
    let scored = scored(&csv, ACTUALS);
    let score = &scored.forecasts[0].scores[0];
    near(score.loss, 0.0);
    near(score.mape.map(|mape| mape.value), 0.0);
    near(score.bias.map(|bias| bias.mean), 0.0);
    assert!(score.bands.iter().all(|band| band.unwrap().inside == Counted { of: 4, all: 4 }));
}

#[test]
fn months_without_a_partner_and_without_size_are_told() {
    let actuals = format!("{ACTUALS}2026-05,credits.spent,70\n")
        .replace("2026-01,credits.spent,100\n", "2026-02,work.wanted,3\n");
    let actuals = actuals.replace("spent,85", "spent,0");
    let scored = scored(&forecast("credits.spent", 102.0, BAND), &actuals);
    let only = &scored.forecasts[0];
    let score = &only.scores[0];
    assert_eq!(
        (score.without_forecast.as_slice(), score.without_actual.as_slice()),
        (&["2026-05".to_owned()][..], &["2026-01".to_owned()][..])
    );
    assert_eq!((score.months.len(), score.mape.unwrap().left_out), (3, 1));
    assert_eq!(only.lacks.iter().map(ToString::to_string).collect::<Vec<_>>(), ["work.wanted"]);
}

#[test]
fn the_better_forecast_comes_first_and_pairs_are_by_month() {
    let read = |csv: String| read_forecast(csv.as_bytes()).unwrap();
    let far = read(forecast("credits.spent", 302.0, BAND.map(|value| value + 200.0)));
    let near = read(forecast("credits.spent", 102.0, BAND));
    let actuals = read_actuals(ACTUALS.as_bytes()).unwrap();
    let both = backtest(&actuals, &[("far".to_owned(), far), ("near".to_owned(), near)]).unwrap();
    assert_eq!(both.forecasts.iter().map(|scored| scored.name.as_str()).collect::<Vec<_>>(), ["near", "far"]);
    let worse = both.versus[0].worse_by.unwrap();
    assert!(worse.replications == 4 && worse.differs_from_zero() && worse.mean > 0.5, "{worse:?}");
}

#[test]
fn a_bad_table_names_line_and_column() {
    let head = "month,segment,metric,statistic,value\n2026-01,all,a,total_p50,5\n";
    let mut said = String::new();
    for row in [
        "2026-02,all,a,total_p42,5",
        "2026-01,all,a,total_p50,6",
        "2026-02,all,a,total_p50,five",
        "2026-13,all,a,total_p50,5",
        "2026-02,all,,total_p50,5",
        "2026-01,all,a,total_p75,4",
        "2026-02,all,a",
    ] {
        writeln!(said, "{}", read_forecast(format!("{head}{row}\n").as_bytes()).unwrap_err()).unwrap();
    }
    for actuals in [
        "month,value\n",
        "month,metric,value\n2026-01,a,1\n2026-01,a,2\n",
        "month,metric,value\n2026-01,a,inf\n",
    ] {
        writeln!(said, "{}", read_actuals(actuals.as_bytes()).unwrap_err()).unwrap();
    }
    insta::assert_snapshot!(said, @r"
    3: column `statistic`: `total_p42` is no statistic; allowed are `total_mean`, `total_p5`, `total_p10`, `total_p25`, `total_p50`, `total_p75`, `total_p90`, `total_p95`, and the same with `each_`
    3: column `statistic`: `total_p50` of a in 2026-01 stands in line 2 already
    3: column `value`: `five` is no number; write digits such as `1250` or `12.5`
    3: column `month`: `2026-13` is no month; write it like `2026-01`
    3: column `metric`: is empty; every row names its figure
    3: column `value`: quantiles cross in 2026-01: a higher one is below a lower one
    3: the row has 3 cells, but there are 5 columns
    1: no column `metric`; the file has `month`, `value`
    3: column `month`: a in 2026-01 stands in line 2 already
    2: column `value`: `inf` is no number; write digits such as `1250` or `12.5`
    ");
}

#[test]
fn nothing_in_common_is_an_error_that_tells_both() {
    let forecast = read_forecast(forecast("credits.spent", 102.0, BAND).as_bytes()).unwrap();
    let actuals = read_actuals(b"month,metric,value\n2025-01,credits.spent,5\n").unwrap();
    let error = backtest(&actuals, &[("made".to_owned(), forecast)]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "made has no month and figure in common with the actuals: it forecasts credits.spent (2026-01 to 2026-04), and the \
         actuals are of credits.spent (2025-01 to 2025-01)"
    );
}
