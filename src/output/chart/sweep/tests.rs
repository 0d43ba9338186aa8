//! Every picture of sweeps of several shapes: labels stay apart, whatever names and values there are.

use crate::experiment::sweep::{
    Analysis, Baseline, Cells, Goal, Grid, MEASURES, Member, Point, Rows, Study, measure,
};
use crate::output::chart::Picture;
use crate::output::sweep::Survey;
use crate::scenario::{Direction, SweepAxis};

const NAME: &str =
    "<a & \"b\"> ]]> 'c' – a name that is far too long for the row of any chart whatsoever, really";

fn axis(key: &str, values: Vec<String>) -> SweepAxis {
    SweepAxis { key: key.to_owned(), values }
}

fn numbers(count: usize) -> Vec<String> {
    // Falling, so that charts have to sort them.
    (1..=count).rev().map(|value| (value * 5_000).to_string()).collect()
}

fn words(count: usize) -> Vec<String> {
    (0..count).map(|value| format!("\"a long name of a tier <b> & {value}\"")).collect()
}

/// A study of all combinations but every `hole`-th, with a goal if wanted.
fn study(axes: &[SweepAxis], hole: u32, goal: bool) -> Study {
    let grid = Grid::of(axes).unwrap();
    let points: Vec<Point> =
        (0..grid.len()).filter(|point| point % hole != hole - 1).map(Point::Grid).collect();
    let count = points.len();
    let cells = Cells { points, groups: vec![0..count; 1], baseline: count / 2, left_out: 3 };
    let goal = goal.then(|| Goal {
        objective: measure("spend").unwrap(),
        direction: Direction::Minimize,
        limits: vec![(measure("blocked_share").unwrap(), 0.3), (measure("work.zero_ms").unwrap(), 4e6)],
    });
    let member = Member {
        name: NAME.to_owned(),
        policy: "ampere".to_owned(),
        seed: 1,
        weight: 1.0,
        digest: String::new(),
    };
    Study {
        version: "1".to_owned(),
        organisations: vec![member],
        grid,
        cells,
        replications: 4,
        confidence: 0.95,
        budget: None,
        goal,
        records: vec![1],
        command: String::new(),
    }
}

/// Figures that fall and rise along the cells, with noise.
fn rows(cell: usize) -> Rows {
    let place = f64::from(u32::try_from(cell).unwrap());
    let mut all = vec![0.0; MEASURES * 4];
    for (replication, row) in (0_u8..).zip(all.chunks_exact_mut(MEASURES)) {
        let noise = f64::from(replication) * 0.004;
        row[measure("spend").unwrap()] = 1_000_000.0 + place * 777.7 * (1.0 + noise);
        row[measure("blocked_share").unwrap()] = 1.0 / (1.3 + place) + noise;
        row[measure("work.zero_ms").unwrap()] = 8e6 / (1.0 + place * 0.1);
    }
    Rows(all)
}

fn with_survey<T>(study: &Study, show: impl FnOnce(&Survey<'_>) -> T) -> T {
    let analysis = Analysis::of(study, |cell| Ok::<_, ()>(rows(cell))).unwrap();
    let baseline = Baseline::new(rows(study.cells.baseline), study.confidence());
    let mut survey = Survey::new(study, analysis.as_ref());
    for cell in 0..study.cells.points.len() {
        survey.add(cell, &baseline.spreads(&rows(cell)));
    }
    show(&survey)
}

fn shapes() -> Vec<Vec<SweepAxis>> {
    let long = "activities.a name that takes all the room there is and more.growth_per_month";
    vec![
        vec![axis("auto_recharge.threshold", numbers(2))],
        vec![axis("plan.tier", words(3)), axis("auto_recharge.threshold", numbers(2))],
        vec![axis("auto_recharge.threshold", numbers(10)), axis("auto_recharge.amount", numbers(10))],
        vec![axis("auto_recharge.threshold", numbers(50)), axis(long, words(20))],
        vec![
            axis("a.threshold", numbers(3)),
            axis("b.threshold", numbers(4)),
            axis(long, numbers(3)),
            axis("plan.tier", words(2)),
            axis("tasks.*.auto_pause_after", numbers(2)),
            axis("plan.overrun", words(2)),
        ],
    ]
}

fn pictures(study: &Study) -> Vec<(String, Picture)> {
    let mut all = Vec::new();
    with_survey(study, |survey| all = survey.pictures());
    all
}

#[test]
fn no_labels_overlap_or_leave_the_picture() {
    for (number, axes) in shapes().iter().enumerate() {
        for (hole, goal) in [(5, true), (5, false), (1_000_000, true)] {
            for (name, picture) in pictures(&study(axes, hole, goal)) {
                assert!(picture.texts().count() > 5, "{name}");
                picture.assert_labels_apart(&format!("{name} of shape {number}"));
            }
        }
    }
}

#[test]
fn there_is_a_heat_map_for_each_pair_of_axes_but_no_more_than_ten() {
    let names = |axes: &[SweepAxis]| -> Vec<String> {
        pictures(&study(axes, 5, true)).into_iter().map(|(name, _)| name).collect()
    };
    let all = shapes();
    assert_eq!(names(&all[0]), ["main-effects", "pareto", "tornado"]);
    assert_eq!(names(&all[2])[0], "heatmap-threshold-amount");
    let many = names(&all[4]);
    assert_eq!(many.iter().filter(|name| name.starts_with("heatmap-")).count(), 10);
    // The first axis moves the figures most, as its values are farthest apart.
    assert!(many.iter().any(|name| name == "heatmap-a-threshold-b-threshold"), "{many:?}");
    assert!(many.iter().all(|name| name.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c))));
    let picture = &pictures(&study(&all[4], 5, true))[0].1;
    assert!(picture.texts().any(|text| text.content.contains("10 of 15 pairs")));
}

#[test]
fn numbers_rise_along_an_axis_and_marks_stand_where_the_cells_are() {
    let study = study(&shapes()[2], 7, true);
    with_survey(&study, |survey| {
        assert_eq!(survey.axes[0].labels[..2], ["5,000", "10,000"]);
        for cell in 0..survey.count() {
            assert_eq!(survey.cell_at(&survey.places(cell).unwrap()), Some(cell));
        }
        // The seventh combination is left out: of both axes the highest but six.
        assert_eq!(survey.cell_at(&[9, 3]), None);
        let front = survey.analysis.unwrap();
        assert_eq!(survey.chosen(), front.recommendation.chosen.as_ref().map(|chosen| chosen.cell));
        assert_eq!(survey.limit(1), Some(0.3));
        assert_eq!(survey.limit(0), None);
    });
}

#[test]
fn the_same_bytes_every_time() {
    let study = study(&shapes()[2], 5, true);
    for ((_, one), (_, other)) in pictures(&study).iter().zip(pictures(&study)) {
        assert_eq!(one.to_svg().unwrap(), other.to_svg().unwrap());
    }
}
