//! What the tests of these writers share.

use crate::experiment::forecast::Study;

/// Two segments, one key drawn.
pub(super) fn study(organisations: u32) -> Study {
    Study {
        version: "0".to_owned(),
        name: "customers".to_owned(),
        policy: "ampere".to_owned(),
        seed: 7,
        organisations,
        replications: 1,
        segments: vec!["small".to_owned(), "large".to_owned()],
        drawn_keys: vec!["plan.tier".to_owned()],
        variants: Vec::new(),
        confidence: 0.95,
        digest: String::new(),
        command: "creditsim forecast customers.toml".to_owned(),
    }
}
