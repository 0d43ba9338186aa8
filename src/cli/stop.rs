//! Ctrl-C: asked for at any time, obeyed within milliseconds of replaying and before files are put in place.

use super::failure::Failure;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether Ctrl-C has been pressed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Stop(Arc<AtomicBool>);

impl Stop {
    /// Listens from now on. A second Ctrl-C ends the process at once.
    pub(crate) fn on_ctrl_c() -> Result<Self, Failure> {
        let stop = Self::default();
        let pressed = stop.clone();
        ctrlc::set_handler(move || {
            if pressed.0.swap(true, Ordering::Relaxed) {
                std::process::exit(130); // 128 + SIGINT
            }
        })
        .map_err(|error| Failure::Failed(format!("cannot listen for Ctrl-C: {error}")))?;
        Ok(stop)
    }

    /// An error once it has been pressed.
    pub(crate) fn check(&self) -> Result<(), Failure> {
        if self.0.load(Ordering::Relaxed) { Err(Failure::Interrupted) } else { Ok(()) }
    }
}
