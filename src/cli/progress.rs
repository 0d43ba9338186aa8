//! The progress of long jobs, on a terminal only.

use indicatif::{ProgressBar, ProgressStyle};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

/// A job that takes less shows nothing.
const PATIENCE: Duration = Duration::from_secs(1);

/// How many of the replications are done; on stderr, hidden in a pipe.
pub(crate) struct Progress {
    began: Instant,
    total: u32,
    done: AtomicU32,
    bar: OnceLock<ProgressBar>,
}

impl Progress {
    /// Of a job that begins now.
    #[allow(clippy::disallowed_methods, reason = "the progress display is what may read the clock")]
    pub(crate) fn new(total: u32) -> Self {
        Self { began: Instant::now(), total, done: AtomicU32::new(0), bar: OnceLock::new() }
    }

    /// One more is done.
    pub(crate) fn advance(&self) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        if self.total > 1 && (self.bar.get().is_some() || self.began.elapsed() >= PATIENCE) {
            self.bar.get_or_init(|| Self::shown(self.total)).set_position(done.into());
        }
    }

    fn shown(total: u32) -> ProgressBar {
        let bar = ProgressBar::new(total.into());
        let style = ProgressStyle::with_template("{bar:30} {pos} of {len} replications, {eta} left");
        if let Ok(style) = style {
            bar.set_style(style);
        }
        bar
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = self.bar.get() {
            bar.finish_and_clear();
        }
    }
}
