//! Fingerprints, comparisons, and the mutations of the rules that the shipped scenarios must notice.

mod fingerprints;
mod mutations;
mod samples;
