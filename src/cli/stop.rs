//! Ctrl-C: asked for at any time, obeyed within milliseconds of replaying and before files are put in place. A second
//! one is obeyed at once, but for the moment in which files are put in place.

use super::cleanup::Cleanup;
use super::failure::Failure;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether Ctrl-C has been pressed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Stop {
    pressed: Arc<AtomicBool>,
    cleanup: Cleanup,
}

impl Stop {
    /// Listens from now on. A second Ctrl-C takes away what is not kept and ends the process.
    pub(crate) fn on_ctrl_c() -> Result<Self, Failure> {
        let stop = Self::default();
        let Self { pressed, cleanup } = stop.clone();
        ctrlc::set_handler(move || {
            if pressed.swap(true, Ordering::Relaxed) {
                let _held = cleanup.take_away(); // to the end, so that nothing is made meanwhile
                std::process::exit(130); // 128 + SIGINT
            }
        })
        .map_err(|error| Failure::Failed(format!("cannot listen for Ctrl-C: {error}")))?;
        Ok(stop)
    }

    /// Where to note what is made on disk.
    pub(crate) fn cleanup(&self) -> &Cleanup {
        &self.cleanup
    }

    /// An error once it has been pressed.
    pub(crate) fn check(&self) -> Result<(), Failure> {
        if self.pressed.load(Ordering::Relaxed) { Err(Failure::Interrupted) } else { Ok(()) }
    }
}
