use super::*;

const CHAT: &str = "
[[activities]]
name = 'chat'
kind = 'joule'
arrivals = { bursts_per_day = 20, burst_size = { dist = 'geometric', mean = 8 }, gap = { dist = 'exponential', mean = 45 }, profile = 'office' }
cost = { dist = 'lognormal', mean = 12, sigma = 0.8 }
";

fn weights_near(fitted: &FittedArrivals, truth: &[f64; 168], what: &str) {
    for (hour, truth) in truth.iter().enumerate() {
        let days = fitted.seen.iter().sum::<f64>() / 168.0;
        let expected = truth * days;
        let error = (expected + 0.5).sqrt() / days;
        let off = (fitted.weights[hour] - truth) / error;
        assert!(
            off.abs() <= ERRORS,
            "{what}: hour {hour} is {} and not {truth}, {off:.1}",
            fitted.weights[hour]
        );
    }
}

#[test]
fn bursts_come_back_with_rate_size_gap_and_profile() {
    for seed in 0..SEEDS {
        let text = format!("{THREE_MONTHS}{CHAT}");
        let known = scenario(&text, seed);
        let fitted = refit(&text, seed, true);
        let arrivals = &fitted.activities[0].arrivals;
        let bursts = arrivals.bursts.as_ref().unwrap();
        assert_near("bursts per day", &arrivals.per_day, 20.0);
        assert_near("size", &bursts.size.parameters[0], 8.0);
        assert_near("gap", &bursts.gap.parameters[0], 45_000.0);
        assert_eq!((bursts.size.family(), bursts.gap.family()), ("geometric", "exponential"));
        assert_eq!(arrivals.shape, Shape::Office, "seed {seed}");
        weights_near(arrivals, known.plan.activities[0].profile.weights(), "office");
        assert!(arrivals.goodness.p.unwrap() > 1e-3, "seed {seed}: {:?}", arrivals.goodness);
        assert_near("cost", &fitted.activities[0].cost.parameters[0], 12.0);
    }
}

#[test]
fn bursts_that_overlap_are_not_taken_for_longer_ones() {
    let busy = CHAT.replace("bursts_per_day = 20", "bursts_per_day = 120");
    let weeks = THREE_MONTHS.replace("2026-06-08", "2026-03-16");
    for seed in 0..SEEDS {
        let fitted = refit(&format!("{weeks}{busy}"), seed, true);
        let arrivals = &fitted.activities[0].arrivals;
        let bursts = arrivals.bursts.as_ref().unwrap();
        assert!(bursts.at_once > 1.0, "{}", bursts.at_once);
        assert_near("bursts per day", &arrivals.per_day, 120.0);
        assert_near("size", &bursts.size.parameters[0], 8.0);
        assert_near("gap", &bursts.gap.parameters[0], 45_000.0);
    }
}

#[test]
fn plain_arrivals_have_no_bursts_and_any_profile_comes_back() {
    let by_hour: Vec<String> = (0..168)
        .map(|hour| format!("{}", [1.0, 3.0, 8.0, 2.0][hour / 6 % 4] * if hour < 120 { 1.0 } else { 0.5 }))
        .collect();
    let tool = format!(
        "[[activities]]\nname = 'tool'\nkind = 'ai_tool'\narrivals = {{ per_day = 60, profile = [{}] }}\ncost = 3\n",
        by_hour.join(", ")
    );
    for seed in 0..SEEDS {
        let text = format!("{THREE_MONTHS}{tool}");
        let known = scenario(&text, seed);
        let fitted = refit(&text, seed, true);
        let arrivals = &fitted.activities[0].arrivals;
        assert!(arrivals.bursts.is_none(), "seed {seed}: {:?}", arrivals.bursts);
        assert_near("per day", &arrivals.per_day, 60.0);
        weights_near(arrivals, known.plan.activities[0].profile.weights(), "by hour");
        assert!(arrivals.goodness.p.unwrap() > 1e-3 && arrivals.dispersion.unwrap() < 1.6, "seed {seed}");
    }
}

#[test]
fn fixed_sizes_and_gaps_are_recognised() {
    let fixed = |size: &str, gap: &str| {
        format!(
            "[[activities]]\nname = 'poll'\nkind = 'background'\ncost = 1\n\
             arrivals = {{ bursts_per_day = 15, burst_size = {size}, gap = {gap}, profile = 'flat' }}\n"
        )
    };
    let (geometric, exponential) =
        ("{ dist = 'geometric', mean = 6 }", "{ dist = 'exponential', mean = 20 }");
    for seed in 0..SEEDS {
        let refit = |size: &str, gap: &str| {
            let mut fitted = refit(&format!("{THREE_MONTHS}{}", fixed(size, gap)), seed, true);
            fitted.activities.swap_remove(0).arrivals
        };
        let both = refit("5", "'30s'");
        let bursts = both.bursts.as_ref().unwrap();
        assert_eq!((bursts.size.mean(), bursts.gap.mean()), (5.0, 30_000.0));
        assert_near("bursts per day", &both.per_day, 15.0);
        let gap = refit(geometric, "'30s'");
        let bursts = gap.bursts.as_ref().unwrap();
        assert_eq!((bursts.size.family(), bursts.gap.mean()), ("geometric", 30_000.0), "seed {seed}");
        assert_near("size", &bursts.size.parameters[0], 6.0);
        let size = refit("5", exponential);
        let bursts = size.bursts.as_ref().unwrap();
        assert_eq!((bursts.size.family(), bursts.size.mean()), ("constant", 5.0), "seed {seed}");
        assert_near("gap", &bursts.gap.parameters[0], 20_000.0);
        assert_near("bursts per day", &size.per_day, 15.0);
    }
}

#[test]
fn growth_comes_back_where_there_is_some_and_is_not_made_up() {
    let growing = format!("{CHAT}growth_per_month = 0.15\n");
    let year = THREE_MONTHS.replace("2026-06-08", "2026-09-07");
    let mut made_up = 0;
    for seed in 0..SEEDS {
        let fitted = refit(&format!("{year}{growing}"), seed, true);
        let Growth::Told { estimate, error } = fitted.activities[0].arrivals.growth else {
            panic!("seed {seed}: {:?}", fitted.activities[0].arrivals.growth);
        };
        assert!((estimate - 0.15).abs() <= ERRORS * error, "seed {seed}: {estimate} ± {error}");
        assert_near("bursts per day", &fitted.activities[0].arrivals.per_day, 20.0);
        let steady = refit(&format!("{THREE_MONTHS}{CHAT}"), seed, true);
        made_up += u32::from(matches!(steady.activities[0].arrivals.growth, Growth::Told { .. }));
    }
    assert!(made_up <= 2, "growth was made up {made_up} times of {SEEDS}");
}

#[test]
fn an_hour_of_work_says_so() {
    let hour = THREE_MONTHS
        .replace("2026-03-02T00:00:00", "2026-03-02T10:00:00")
        .replace("2026-06-08T00:00:00", "2026-03-02T11:00:00");
    let tool = "[[activities]]\nname = 'tool'\nkind = 'ai_tool'\narrivals = { per_day = 24000 }\ncost = 3\n";
    let fitted = refit(&format!("{hour}{tool}"), 1, true);
    let arrivals = &fitted.activities[0].arrivals;
    assert_eq!((arrivals.shape, arrivals.growth, arrivals.dispersion), (Shape::Flat, Growth::TooShort, None));
    assert_near("per day", &arrivals.per_day, 24_000.0);
}
