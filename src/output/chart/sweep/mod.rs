//! Pictures of a sweep.

mod effects;
mod files;
mod heat;
mod marks;
mod pareto;
mod range;
mod tornado;

#[cfg(test)]
mod tests;
