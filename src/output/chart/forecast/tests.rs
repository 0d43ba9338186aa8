//! Pictures of forecasts of several shapes.
