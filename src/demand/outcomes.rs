//! The outcomes of a task's runs, drawn in the order of its occurrences (R-FAIL, R-OUTAGE).

use super::draw::{Sampler, unit};
use super::{FailureModel, Outcome, RunningFailures};
use crate::calendar::Windows;
use crate::rng::{Stream, StreamKey};
use crate::units::{Instant, Span};

/// The failure model of one task, drawing.
#[derive(Clone, Debug)]
pub(super) struct Outcomes {
    at_start: f64,
    starts: Stream,
    running: Running,
    runs: Stream,
    windows: Windows,
}

#[derive(Clone, Debug)]
enum Running {
    Independent(f64),
    /// Up and down by a process of its own.
    Repaired {
        up: f64,
        down: f64,
        machine: Box<Machine>,
    },
    /// Broken until a person's review, which the replay knows.
    Reviewed {
        up: f64,
        down: f64,
    },
}

impl Outcomes {
    /// Of the task `name`, up at `start`; `None` for a model without failures.
    pub(super) fn new(model: &FailureModel, name: &str, start: Instant, key: StreamKey) -> Option<Self> {
        let running = match &model.running {
            &RunningFailures::Independent(probability) => Running::Independent(probability),
            &RunningFailures::UpDown { up, down, time_to_repair: None, .. } => Running::Reviewed { up, down },
            RunningFailures::UpDown { up, down, time_to_break, time_to_repair: Some(time_to_repair) } => {
                let machine = Machine {
                    down: false,
                    since: start,
                    until: start,
                    to_break: time_to_break.prepare(),
                    to_repair: time_to_repair.prepare(),
                    stream: key.stream(name, "outage"),
                };
                Running::Repaired { up: *up, down: *down, machine: Box::new(machine.begun()) }
            }
        };
        let never = matches!(running, Running::Independent(probability) if probability <= 0.0);
        if never && model.at_start <= 0.0 && model.windows.is_empty() {
            return None;
        }
        Some(Self {
            at_start: model.at_start,
            starts: key.stream(name, "start failure"),
            running,
            runs: key.stream(name, "run failure"),
            windows: model.windows.clone(),
        })
    }

    /// The outcome of the next run, at `now`. Takes one number from each stream whatever happens, so that a
    /// changed probability moves no other run's draw.
    pub(super) fn draw(&mut self, now: Instant) -> Outcome {
        let start = unit(&mut self.starts);
        let run = unit(&mut self.runs);
        let running = self.running.outcome(now, run);
        if start < self.at_start {
            Outcome::FailsAtStart
        } else if self.windows.contain(now) {
            Outcome::FailsRunning
        } else {
            running
        }
    }
}

impl Running {
    /// Of a run at `now` that does start, by a uniform draw.
    fn outcome(&mut self, now: Instant, draw: f64) -> Outcome {
        let failing = match self {
            Self::Independent(probability) => *probability,
            Self::Repaired { up, down, machine } => {
                if machine.is_down(now) {
                    *down
                } else {
                    *up
                }
            }
            Self::Reviewed { up, down } if draw >= *up && draw < *down => return Outcome::FailsIfBroken,
            Self::Reviewed { up, .. } => *up,
        };
        if draw < failing { Outcome::FailsRunning } else { Outcome::Completes }
    }
}

/// An alternating process: up first, then down and up in turns.
#[derive(Clone, Debug)]
struct Machine {
    down: bool,
    /// When the current phase began.
    since: Instant,
    /// When it ends.
    until: Instant,
    to_break: Sampler,
    to_repair: Sampler,
    stream: Stream,
}

impl Machine {
    /// With the first time to break drawn.
    fn begun(mut self) -> Self {
        self.until = self.since + self.to_break.span(&mut self.stream);
        self
    }

    /// True in `[break, repair)`; `now` must not go back.
    fn is_down(&mut self, now: Instant) -> bool {
        while self.until <= now {
            self.since = self.until;
            self.down = !self.down;
            let phase = if self.down { &self.to_repair } else { &self.to_break };
            // A repair takes a millisecond at least, so that time goes on.
            let least = Span::from_ms(i64::from(self.down));
            self.until = self.since + phase.span(&mut self.stream).max(least);
        }
        self.down
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Window;
    use crate::demand::draw::real_count;
    use crate::demand::{Distribution, SpanDraw};

    const KEY: StreamKey = StreamKey { seed: 7, replication: 0 };

    fn outcomes(model: &FailureModel) -> impl FnMut(i64) -> Outcome + use<> {
        let mut outcomes = Outcomes::new(model, "task", Instant::from_ms(0), KEY).unwrap();
        move |ms| outcomes.draw(Instant::from_ms(ms))
    }

    fn up_down(up: f64, down: f64, repair: Option<i64>) -> FailureModel {
        let constant = |ms| SpanDraw::constant(Span::from_ms(ms));
        let running = RunningFailures::UpDown {
            up,
            down,
            time_to_break: constant(100),
            time_to_repair: repair.map(constant),
        };
        FailureModel { running, ..FailureModel::never() }
    }

    #[test]
    fn r_outage_a_model_that_never_fails_draws_nothing() {
        assert!(Outcomes::new(&FailureModel::never(), "task", Instant::from_ms(0), KEY).is_none());
    }

    #[test]
    fn r_outage_a_repaired_task_is_up_first_and_down_from_the_break_to_the_repair() {
        let mut draw = outcomes(&up_down(0.0, 1.0, Some(10)));
        let (good, bad) = (Outcome::Completes, Outcome::FailsRunning);
        let expected = [
            (0, good),
            (99, good),
            (100, bad),
            (109, bad),
            (110, good),
            (209, good),
            (210, bad),
            (1_000, good),
        ];
        for (ms, outcome) in expected {
            assert_eq!(draw(ms), outcome, "at {ms} ms");
        }
    }

    #[test]
    fn r_outage_a_reviewed_tasks_fate_is_left_to_the_replay() {
        let mut draw = outcomes(&up_down(0.2, 0.7, None));
        let mut counts = [0; 4];
        for run in 0..10_000 {
            counts[draw(run) as usize] += 1;
        }
        let near = |count: i32, expected: i32| (count - expected).abs() < 200; // 4 standard errors
        assert!(near(counts[Outcome::FailsRunning as usize], 2_000), "{counts:?}");
        assert!(near(counts[Outcome::FailsIfBroken as usize], 5_000), "{counts:?}");
        assert!(near(counts[Outcome::Completes as usize], 3_000), "{counts:?}");
    }

    #[test]
    fn r_outage_every_run_in_a_window_fails_while_running() {
        let window = Window { from: Instant::from_ms(5), to: Instant::from_ms(8) };
        let model = FailureModel { windows: Windows::union(vec![window]), ..FailureModel::never() };
        let mut draw = outcomes(&model);
        let failing: Vec<i64> = (0..12).filter(|&ms| draw(ms) == Outcome::FailsRunning).collect();
        assert_eq!(failing, [5, 6, 7]);
    }

    #[test]
    fn r_fail_a_run_fails_at_start_before_it_can_fail_running() {
        let model = FailureModel {
            at_start: 0.25,
            running: RunningFailures::Independent(0.5),
            ..FailureModel::never()
        };
        let mut draw = outcomes(&model);
        let mut counts = [0; 4];
        for run in 0..40_000 {
            counts[draw(run) as usize] += 1;
        }
        let near = |count: i32, expected: i32| (count - expected).abs() < 400; // 4 standard errors
        assert!(near(counts[Outcome::FailsAtStart as usize], 10_000), "{counts:?}");
        assert!(near(counts[Outcome::FailsRunning as usize], 15_000), "{counts:?}");
        assert!(near(counts[Outcome::Completes as usize], 15_000), "{counts:?}");
    }

    #[test]
    fn r_crn_a_changed_start_probability_moves_no_running_failure() {
        let model = |at_start| FailureModel {
            at_start,
            running: RunningFailures::Independent(0.5),
            ..FailureModel::never()
        };
        let (mut without, mut with) = (outcomes(&model(0.0)), outcomes(&model(0.3)));
        for run in 0..1_000 {
            let (plain, drawn) = (without(run), with(run));
            assert!(drawn == plain || drawn == Outcome::FailsAtStart);
        }
    }

    #[test]
    fn r_outage_the_long_run_share_of_down_time_is_repair_over_cycle() {
        let span = |mean| SpanDraw(Distribution::Exponential { mean });
        let running = RunningFailures::UpDown {
            up: 0.0,
            down: 1.0,
            time_to_break: span(900.0),
            time_to_repair: Some(span(100.0)),
        };
        let mut draw = outcomes(&FailureModel { running, ..FailureModel::never() });
        let failed = (0..1_000_000).filter(|&ms| draw(ms) == Outcome::FailsRunning).count();
        // 1,000 cycles; a cycle's down share has standard deviation near 0.13.
        assert!((real_count(failed) / 1e6 - 0.1).abs() < 4.0 * 0.13 / 1_000_f64.sqrt(), "{failed}");
    }
}
