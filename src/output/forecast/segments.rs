//! Expected figures of each segment by month.

use super::Fan;
use crate::experiment::forecast::Forecast;

/// Each segment's name and means by month, where there are several; the last of more than `most` + 1 is the sum of all
/// that have none of their own.
pub(in crate::output) fn by_segment(forecast: &Forecast, name: &str, most: usize) -> Vec<(String, Vec<f64>)> {
    let names = &forecast.study.segments;
    if names.len() < 2 {
        return Vec::new();
    }
    let means = |(group, segment): (usize, &String)| {
        Some((segment.clone(), Fan::of_group(forecast, group, name)?.mean()))
    };
    let mut all: Vec<(String, Vec<f64>)> = names.iter().enumerate().filter_map(means).collect();
    if all.len() > most + 1 {
        let rest = all.split_off(most);
        let mut sum = vec![0.0; forecast.months.len()];
        for (_, values) in &rest {
            sum.iter_mut().zip(values).for_each(|(sum, value)| *sum += value);
        }
        all.push((format!("{} others", rest.len()), sum));
    }
    all
}
