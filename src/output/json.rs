//! `summary.json`, and what other files in JSON share.

use crate::experiment::Estimate;
use crate::metrics::{Metrics, Summary};
use serde_json::{Value, json};
use std::io;

/// The summary of one replication as an object, of several as an array in their order; ends with a line break.
///
/// # Errors
/// None that a summary can cause; passed on from the serializer.
pub fn summary_json(replications: &[Metrics]) -> io::Result<Vec<u8>> {
    let summaries: Vec<&Summary> = replications.iter().map(|metrics| &metrics.summary).collect();
    let mut json = match summaries.as_slice() {
        [one] => serde_json::to_vec_pretty(one)?,
        many => serde_json::to_vec_pretty(many)?,
    };
    json.push(b'\n');
    Ok(json)
}

/// A mean, its standard deviation, and the ends of its interval.
pub(super) fn estimate_json(estimate: &Estimate) -> Value {
    json!({ "mean": estimate.mean, "sd": estimate.sd, "lo": estimate.low(), "hi": estimate.high() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::fixture;

    #[test]
    fn summary_json_has_the_documented_keys_in_their_order() {
        let json = summary_json(&[fixture::metrics()]).unwrap();
        insta::assert_snapshot!(String::from_utf8(json).unwrap());
    }

    #[test]
    fn several_replications_are_an_array() {
        let json = summary_json(&[fixture::metrics(), fixture::metrics()]).unwrap();
        assert!(json.starts_with(b"[\n  {"));
    }
}
