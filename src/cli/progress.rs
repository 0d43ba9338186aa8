//! The progress of long jobs: a bar on a terminal, now and then a line in a pipe.

use super::say;
use indicatif::{ProgressBar, ProgressStyle};
use std::io::IsTerminal;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// A job that takes less shows nothing.
const PATIENCE: Duration = Duration::from_secs(1);
/// Between two lines in a pipe.
const SILENCE: Duration = Duration::from_secs(30);

/// How much of a job is done; on stderr.
pub(crate) struct Progress {
    what: &'static str,
    began: Instant,
    total: u64,
    before: u64,
    done: AtomicU64,
    shown: Mutex<Shown>,
}

/// Where it is shown.
enum Shown {
    /// On a terminal, once the job has taken long enough.
    Terminal(Option<ProgressBar>),
    /// In a pipe: when the last line was written.
    Pipe(Instant),
    /// Nowhere.
    Hidden,
}

impl Progress {
    /// Of a job that begins now; nothing is shown in a pipe.
    pub(crate) fn on_terminal(what: &'static str, total: u64) -> Self {
        Self::begun(what, total, 0, |_| Shown::Hidden)
    }

    /// Of a job that begins now with `before` of `total` done already.
    pub(crate) fn new(what: &'static str, total: u64, before: u64) -> Self {
        Self::begun(what, total, before, Shown::Pipe)
    }

    #[allow(clippy::disallowed_methods, reason = "the progress display is what may read the clock")]
    fn begun(what: &'static str, total: u64, before: u64, in_pipe: fn(Instant) -> Shown) -> Self {
        let began = Instant::now();
        let is_terminal = std::io::stderr().is_terminal();
        let shown = Mutex::new(if is_terminal { Shown::Terminal(None) } else { in_pipe(began) });
        Self { what, began, total, before, done: AtomicU64::new(before), shown }
    }

    /// How much is done.
    pub(crate) fn done(&self) -> u64 {
        self.done.load(Ordering::Relaxed)
    }

    /// So much more is done.
    pub(crate) fn advance(&self, count: u64) {
        let done = self.done.fetch_add(count, Ordering::Relaxed) + count;
        if self.total < 2 || self.began.elapsed() < PATIENCE {
            return;
        }
        match &mut *self.shown.lock().unwrap_or_else(PoisonError::into_inner) {
            Shown::Terminal(bar) => bar.get_or_insert_with(|| self.bar()).set_position(done),
            Shown::Pipe(last) if last.elapsed() >= SILENCE => {
                #[allow(
                    clippy::disallowed_methods,
                    reason = "the progress display is what may read the clock"
                )]
                let now = Instant::now();
                *last = now;
                say(&self.line(done));
            }
            Shown::Pipe(_) | Shown::Hidden => {}
        }
    }

    /// `1200 of 40040 replays, 35 a second, 1097 seconds left`.
    fn line(&self, done: u64) -> String {
        let (total, what) = (self.total, self.what);
        let (new, seconds) = (done - self.before, self.began.elapsed().as_secs().max(1));
        let left = (total - done).saturating_mul(seconds) / new.max(1);
        format!("{done} of {total} {what}, {} a second, {left} seconds left", new / seconds)
    }

    fn bar(&self) -> ProgressBar {
        let bar = ProgressBar::new(self.total).with_position(self.before).with_elapsed(self.began.elapsed());
        bar.reset_eta();
        let template =
            format!("{{bar:30}} {{human_pos}} of {{human_len}} {}, {{per_sec}}, {{eta}} left", self.what);
        if let Ok(style) = ProgressStyle::with_template(&template) {
            bar.set_style(style);
        }
        bar
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Shown::Terminal(Some(bar)) = &*self.shown.lock().unwrap_or_else(PoisonError::into_inner) {
            bar.finish_and_clear();
        }
    }
}
