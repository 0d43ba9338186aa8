//! Pictures of a sweep.

mod effects;
mod files;
mod heat;
mod marks;
mod pareto;
mod shown;
mod tornado;

#[cfg(test)]
mod tests;
