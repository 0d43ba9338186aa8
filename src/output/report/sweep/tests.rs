//! The page without a browser.

use super::sweep_page;
use crate::experiment::sweep::{
    Analysis, Baseline, Cells, Goal, Grid, MEASURES, Member, Point, Rows, Study, measure,
};
use crate::output::sweep::Survey;
use crate::scenario::{Direction, SweepAxis};
use serde_json::Value;

const HOSTILE: &str = "</script><script>alert(1)</script>";

fn study(first: usize, second: usize) -> Study {
    let quoted = |value: usize| format!("\"{HOSTILE}{value}\"");
    let axes = [
        SweepAxis { key: format!("tasks.{HOSTILE}.cost"), values: (0..first).map(quoted).collect() },
        SweepAxis {
            key: "plan.price".to_owned(),
            values: (0..second).map(|value| value.to_string()).collect(),
        },
    ];
    let grid = Grid::of(&axes).unwrap();
    let points: Vec<Point> = (0..grid.len()).map(Point::Grid).collect();
    let count = points.len();
    let cells = Cells { points, groups: vec![0..count; 1], baseline: 1, left_out: 0 };
    Study {
        version: "1".to_owned(),
        organisations: vec![Member {
            name: HOSTILE.to_owned(),
            policy: HOSTILE.to_owned(),
            seed: 7,
            weight: 1.0,
            digest: String::new(),
        }],
        grid,
        cells,
        replications: 2,
        confidence: 0.9,
        budget: None,
        goal: Some(Goal {
            objective: measure("spend").unwrap(),
            direction: Direction::Minimize,
            limits: vec![(measure("pause_rate").unwrap(), 0.5)],
        }),
        records: vec![1],
        command: format!("creditsim sweep '{HOSTILE}.toml'"),
    }
}

fn rows(cell: usize) -> Rows {
    let place = f64::from(u32::try_from(cell).unwrap());
    let mut all = vec![123_456.781_25; MEASURES * 2];
    for (replication, row) in (0_u8..).zip(all.chunks_exact_mut(MEASURES)) {
        row[measure("spend").unwrap()] = 100.0 + place + f64::from(replication);
        row[measure("pause_rate").unwrap()] = 1.0 / (1.0 + place);
    }
    Rows(all)
}

fn page(study: &Study) -> (String, Value) {
    let analysis = Analysis::of(study, |cell| Ok::<_, ()>(rows(cell))).unwrap();
    let baseline = Baseline::new(rows(study.cells.baseline), study.confidence());
    let mut survey = Survey::new(study, analysis.as_ref());
    for cell in 0..study.cells.points.len() {
        survey.add(cell, &baseline.spreads(&rows(cell)));
    }
    let html = sweep_page(&survey).unwrap();
    let json = html.split("id=\"data\">").nth(1).unwrap().split("</script>").next().unwrap();
    let data = serde_json::from_str(json).unwrap();
    (html, data)
}

#[test]
fn the_data_are_the_figures_of_the_cells() {
    let (html, data) = page(&study(2, 3));
    assert_eq!(data["axes"][1]["labels"], serde_json::json!(["0", "1", "2"]));
    assert_eq!(data["axes"][0]["toml"][1], format!("\"{HOSTILE}1\""));
    assert_eq!(data["measures"][0]["name"], "spend");
    assert_eq!(data["measures"][1]["limit"], 0.5);
    let cells = &data["cells"];
    assert_eq!(cells["places"], serde_json::json!([0, 0, 0, 1, 0, 2, 1, 0, 1, 1, 1, 2]));
    assert_eq!(cells["mean"][0], serde_json::json!([100.5, 101.5, 102.5, 103.5, 104.5, 105.5]));
    // Two values one apart: a deviation of √½, and t(1) is 6.3138 at 90 %.
    assert_eq!(cells["half"][0][0], 3.1569);
    assert_eq!(cells["met"], serde_json::json!([0, 1, 1, 1, 1, 1]));
    assert_eq!((&cells["chosen"], &cells["baseline"]), (&1.into(), &1.into()));
    assert!(html.contains("90 %") && html.contains("<dt>Seed</dt><dd><code>7</code>"));
}

#[test]
fn names_and_values_cannot_become_markup() {
    let (html, _) = page(&study(2, 3));
    assert!(html.contains("&lt;/script&gt;&lt;script&gt;alert(1)"));
    assert!(!html.contains("<script>alert") && !html.contains("</script><script>alert"));
    assert_eq!(html.matches("</script>").count(), 3);
}

#[test]
fn a_page_stays_small_whatever_the_number_of_cells() {
    let short = |first, second| {
        let mut study = study(1, 1);
        let axis = |key: &str, count: usize| SweepAxis {
            key: key.to_owned(),
            values: (0..count).map(|value| value.to_string()).collect(),
        };
        study.grid = Grid::of(&[axis("a", first), axis("b", second), axis("c", 2)]).unwrap();
        study.cells.points = (0..study.grid.len()).map(Point::Grid).collect();
        page(&study)
    };
    let (html, data) = short(40, 50);
    assert!(html.len() < 3_000_000, "{}", html.len());
    assert_eq!(data["measures"].as_array().unwrap().len(), 11);
    let (html, data) = short(60, 50);
    assert!(html.len() < 3_000_000 && html.contains("With 6,000 cells"), "{}", html.len());
    assert_eq!(data["measures"].as_array().unwrap().len(), 2);
    assert_eq!(data["cells"]["half"], serde_json::json!([]));
    let (html, data) = short(200, 200);
    assert!(html.len() < 3_000_000 && html.contains("of 80,000 cells"), "{}", html.len());
    let cells = data["cells"]["names"].as_array().unwrap().len();
    assert!((30_000..=60_000).contains(&cells), "{cells}");
    assert!(data["cells"]["chosen"].is_u64() && data["cells"]["baseline"].is_u64());
}
