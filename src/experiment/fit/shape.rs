//! The weekly shape of an activity's rate.

use super::clock::HOURS;
use super::number::count;
use crate::demand::Profile;

/// How the rate depends on the hour of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Not at all.
    Flat,
    /// As the profile `"office"`.
    Office,
    /// As the profile `"always_on"`.
    AlwaysOn,
    /// By hour of the day, all days alike.
    Day,
    /// By hour of the day, Monday to Friday alike, and Saturday and Sunday alike.
    WorkWeek,
    /// A weight for each hour of the day times one for each day of the week.
    DaysTimesHours,
    /// Each hour of the week on its own.
    Week,
}

impl Shape {
    /// From the plainest on.
    pub(super) const ALL: [Self; 7] = [
        Self::Flat,
        Self::Office,
        Self::AlwaysOn,
        Self::Day,
        Self::DaysTimesHours,
        Self::WorkWeek,
        Self::Week,
    ];

    /// Numbers that are fitted beside the mean rate.
    pub fn free(self) -> usize {
        match self {
            Self::Flat | Self::Office | Self::AlwaysOn => 0,
            Self::Day => 23,
            Self::DaysTimesHours => 29,
            Self::WorkWeek => 47,
            Self::Week => HOURS - 1,
        }
    }

    /// Whole weeks that it takes to tell it: every hour is seen, and where it stands for itself more than once.
    fn weeks(self) -> f64 {
        match self {
            Self::Flat => 0.0,
            Self::AlwaysOn | Self::Day => 2.0 / 7.0,
            Self::Office | Self::WorkWeek => 1.0,
            Self::DaysTimesHours | Self::Week => 2.0,
        }
    }

    /// Rates by hour of the week, a millisecond, that make the most of `arrivals` in `exposure` (milliseconds).
    ///
    /// Where several are fitted each is drawn to the mean as by half an arrival more, so that an hour without any has
    /// a small rate and not none.
    pub(super) fn rates(self, arrivals: &[f64; HOURS], exposure: &[f64; HOURS]) -> [f64; HOURS] {
        let (all, time): (f64, f64) = (arrivals.iter().sum(), exposure.iter().sum());
        let mean = if time > 0.0 { all / time } else { 0.0 };
        let shaped = |weights: &[f64; HOURS]| {
            let weighted: f64 = weights.iter().zip(exposure).map(|(weight, time)| weight * time).sum();
            let scale = if weighted > 0.0 { all / weighted } else { 0.0 };
            weights.map(|weight| weight * scale)
        };
        match self {
            Self::Flat => [mean; HOURS],
            Self::Office => shaped(Profile::office().weights()),
            Self::AlwaysOn => shaped(Profile::always_on().weights()),
            Self::Day => shaped(&pooled(arrivals, exposure, mean, |hour| hour % 24)),
            Self::WorkWeek => {
                shaped(&pooled(arrivals, exposure, mean, |hour| hour % 24 + if hour < 120 { 0 } else { 24 }))
            }
            Self::DaysTimesHours => shaped(&product(arrivals, exposure, mean)),
            Self::Week => shaped(&pooled(arrivals, exposure, mean, |hour| hour)),
        }
    }

    /// The shape with the least Bayesian information criterion for so many arrivals in so much time.
    pub(super) fn likeliest(arrivals: &[f64; HOURS], exposure: &[f64; HOURS]) -> Self {
        let all: f64 = arrivals.iter().sum();
        let time: f64 = exposure.iter().sum();
        let weeks = time / (168.0 * 3_600_000.0);
        let criterion = |shape: &Self| {
            let rates = shape.rates(arrivals, exposure);
            let one = |(hour, &rate): (usize, &f64)| {
                if arrivals[hour] > 0.0 { arrivals[hour] * libm::log(rate) } else { 0.0 }
            };
            let log_likelihood: f64 = rates.iter().enumerate().map(one).sum();
            count(shape.free()) * libm::log(all.max(2.0)) - 2.0 * log_likelihood
        };
        let told = Self::ALL.into_iter().filter(|shape| weeks >= shape.weeks() - 0.01);
        told.min_by(|a, b| criterion(a).total_cmp(&criterion(b))).unwrap_or(Self::Flat)
    }
}

/// One rate for all hours of a class.
fn pooled(
    arrivals: &[f64; HOURS],
    exposure: &[f64; HOURS],
    mean: f64,
    class: impl Fn(usize) -> usize,
) -> [f64; HOURS] {
    let (mut seen, mut time) = ([0.0; HOURS], [0.0; HOURS]);
    for hour in 0..HOURS {
        seen[class(hour)] += arrivals[hour];
        time[class(hour)] += exposure[hour];
    }
    std::array::from_fn(|hour| drawn_to(mean, seen[class(hour)], time[class(hour)]))
}

/// The rate of a class, as if half an arrival more had been seen in the time that it takes at the mean rate.
fn drawn_to(mean: f64, arrivals: f64, time: f64) -> f64 {
    if mean > 0.0 { (arrivals + 0.5) / (time + 0.5 / mean) } else { 0.0 }
}

/// Weights of days times weights of hours, by iterative proportional fitting (W. E. Deming and F. F. Stephan, Annals of
/// Mathematical Statistics 11, 1940).
fn product(arrivals: &[f64; HOURS], exposure: &[f64; HOURS], mean: f64) -> [f64; HOURS] {
    let (mut days, mut hours) = ([1.0; 7], [mean; 24]);
    for _ in 0..20 {
        for (day, weight) in days.iter_mut().enumerate() {
            let of_day = || (0..24).map(|hour| (day * 24 + hour, hour));
            let seen: f64 = of_day().map(|(at, _)| arrivals[at]).sum();
            let time: f64 = of_day().map(|(at, hour)| exposure[at] * hours[hour]).sum();
            *weight = (seen + 0.5) / (time + 0.5);
        }
        for (hour, weight) in hours.iter_mut().enumerate() {
            let seen: f64 = (0..7).map(|day| arrivals[day * 24 + hour]).sum();
            let time: f64 = (0..7).map(|day| exposure[day * 24 + hour] * days[day]).sum();
            *weight = drawn_to(mean, seen, time);
        }
    }
    std::array::from_fn(|at| days[at / 24] * hours[at % 24])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A quarter of a year of hours with a rate each.
    fn seen(rate: impl Fn(usize) -> f64) -> ([f64; HOURS], [f64; HOURS]) {
        (std::array::from_fn(|hour| 13.0 * rate(hour)), [13.0 * 3_600_000.0; HOURS])
    }

    #[test]
    fn the_plainest_shape_that_explains_the_arrivals_is_chosen() {
        let office = Profile::office();
        let hours: [f64; 24] = std::array::from_fn(|hour| if hour < 7 { 1.0 } else { 9.0 });
        for (shape, rate) in [
            (Shape::Flat, &(|_| 4.0) as &dyn Fn(usize) -> f64),
            (Shape::Office, &|hour| 4.0 * office.weights()[hour]),
            (Shape::Day, &|hour| hours[hour % 24]),
            (Shape::WorkWeek, &|hour| {
                if hour < 120 { hours[hour % 24] } else { 5.0 - hours[hour % 24] / 2.0 }
            }),
            (Shape::DaysTimesHours, &|hour| hours[hour % 24] * if hour / 24 == 4 { 0.4 } else { 1.0 }),
            (Shape::Week, &|hour| if hour % 5 == 0 { 30.0 } else { 1.0 }),
        ] {
            let (arrivals, exposure) = seen(rate);
            assert_eq!(Shape::likeliest(&arrivals, &exposure), shape);
        }
    }

    #[test]
    fn rates_make_as_many_arrivals_as_were_seen() {
        let (arrivals, exposure) = seen(|hour| count(hour % 7));
        for shape in Shape::ALL {
            let rates = shape.rates(&arrivals, &exposure);
            let made: f64 = rates.iter().zip(&exposure).map(|(rate, time)| rate * time).sum();
            assert!((made - arrivals.iter().sum::<f64>()).abs() < 1e-6, "{shape:?}");
        }
    }

    #[test]
    fn an_hour_says_nothing_of_days() {
        let (mut arrivals, mut exposure) = ([0.0; HOURS], [0.0; HOURS]);
        (arrivals[30], exposure[30]) = (5_000.0, 3_600_000.0);
        assert_eq!(Shape::likeliest(&arrivals, &exposure), Shape::Flat);
    }
}
