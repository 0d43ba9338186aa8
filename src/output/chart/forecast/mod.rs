//! Pictures of a forecast.

mod about;
mod deferred;
mod exposure;
mod fan;
mod files;
mod level;
mod magnitude;
mod money;
mod root;
#[cfg(test)]
mod tests;
mod what_if;

pub use files::forecast_pictures;
