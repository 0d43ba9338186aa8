//! What replications say about a metric: means with intervals, quantiles, paired differences.
//!
//! Replications are independent draws of one distribution, so intervals are Student's t; differences between
//! two settings are taken within each replication (common random numbers, R-CRN) and are far narrower.

mod confidence;
mod estimate;
mod quantile;

pub use confidence::Confidence;
pub use estimate::{Estimate, differences};
pub use quantile::Quantiles;
pub(super) use quantile::quantile_place;
