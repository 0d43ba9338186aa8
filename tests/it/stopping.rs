//! A long replay can be stopped on its way.

use creditsim::experiment::{replay_replication, replay_replication_while};
use creditsim::replay::{Replayed, Unobserved};
use creditsim::scenario::{self, NoFiles, Scenario};
use std::cell::Cell;
use std::path::Path;

const ORGANISATION: &str = include_str!("../../benches/organisation.toml");

/// Replays until the question whether to go on has been asked `most` times; how often it was asked.
fn replayed(scenario: &Scenario, most: u32) -> (Result<Replayed, &'static str>, u32) {
    let asked = Cell::new(0);
    let go_on = || {
        asked.set(asked.get() + 1);
        if asked.get() > most { Err("stopped") } else { Ok(()) }
    };
    let result = replay_replication_while(&scenario.plan, &scenario.rules, 0, &mut Unobserved, &go_on);
    (result, asked.get())
}

#[test]
fn a_replay_stops_at_the_first_refusal_to_go_on_and_else_is_the_same() {
    let scenario = scenario::load(Path::new("organisation.toml"), ORGANISATION, &[], &NoFiles).unwrap();
    let (whole, questions) = replayed(&scenario, u32::MAX);
    assert_eq!(whole, Ok(replay_replication(&scenario.plan, &scenario.rules, 0, &mut Unobserved)));
    // Windows of the generator, then at least three blocks of the 399,364 records.
    assert!(questions > 3, "asked {questions} times only");
    for most in [0, 1, questions - 2, questions - 1] {
        assert_eq!(replayed(&scenario, most), (Err("stopped"), most + 1));
    }
}
