//! Single values: credits, money, probabilities, durations, instants.

use crate::calendar::{CivilTime, Window, Zone};
use crate::scenario::duration;
use crate::scenario::place::Place;
use crate::scenario::problem::Problem;
use crate::scenario::written::{Moment, Number, Scalar};
use crate::units::{Credits, Decimal, Instant, Money, Ratio, Span};
use std::ops::RangeInclusive;

/// What durations look like.
pub(super) const DURATIONS: &str = "durations are strings such as \"90s\", \"15m\", \"6h\", \"30d\", \"1h30m\" (units ms, s, m, h, d, w), or numbers of seconds";
/// What instants look like.
const INSTANTS: &str = "instants look like \"2026-01-01T00:00:00\" (civil time in the scenario's zone) or \"2026-01-01T00:00:00+02:00\" (exact)";

/// The most money that a scenario may state at once.
const MOST_MONEY: i64 = 1_000_000_000_000;

/// `12_345`, as TOML may write it.
pub(super) fn grouped(value: i64) -> String {
    let digits = value.unsigned_abs().to_string();
    let mut text = if value < 0 { "-".to_owned() } else { String::new() };
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push('_');
        }
        text.push(digit);
    }
    text
}

/// The float nearest to an exact decimal.
pub(super) fn real(exact: Decimal) -> f64 {
    // Parsing is correctly rounded; every decimal of 28 digits is a finite float.
    exact.to_string().parse().unwrap_or(0.0)
}

impl Place<'_> {
    /// The value here is not allowed: what would be.
    pub(super) fn not_allowed(&self, allowed: &str) {
        let found = self.excerpt();
        let title = if found.is_empty() || found.len() > 40 || found.contains('\n') {
            format!("`{}` is not allowed", self.name())
        } else {
            format!("`{}` cannot be {found}", self.name())
        };
        self.refuse(Problem::new(title).label(format!("must be {allowed}")));
    }

    /// A whole number in `allowed`.
    pub(super) fn whole(&self, number: Option<Number>, allowed: RangeInclusive<i64>) -> Option<i64> {
        let Number(exact) = number?;
        let whole = i64::try_from(exact.normalize()).ok().filter(|_| exact.is_integer());
        let found = whole.filter(|whole| allowed.contains(whole));
        if found.is_none() {
            let (low, high) = (grouped(*allowed.start()), grouped(*allowed.end()));
            if low == high {
                self.not_allowed(&low);
            } else {
                self.not_allowed(&format!("a whole number from {low} to {high}"));
            }
        }
        found
    }

    /// Whole credits from 0 to [`Credits::MAX_INPUT`].
    pub(super) fn credits(&self, number: Option<Number>) -> Option<Credits> {
        self.whole(number, 0..=Credits::MAX_INPUT.get()).map(Credits::new)
    }

    /// Whole credits from 1 to [`Credits::MAX_INPUT`].
    pub(super) fn positive_credits(&self, number: Option<Number>) -> Option<Credits> {
        self.whole(number, 1..=Credits::MAX_INPUT.get()).map(Credits::new)
    }

    /// Money, not negative, at most 6 decimals (R-MONEY).
    pub(super) fn money(&self, number: Option<Number>) -> Option<Money> {
        let Number(exact) = number?;
        let most = Decimal::from(MOST_MONEY);
        let money = Money::from_decimal(exact).filter(|_| exact >= Decimal::ZERO && exact <= most);
        if money.is_none() {
            let most = grouped(MOST_MONEY);
            self.not_allowed(&format!("money: from 0 to {most}, at most 6 decimals (R-MONEY)"));
        }
        money
    }

    /// A real number that passes `test`.
    pub(super) fn real(
        &self,
        number: Option<Number>,
        allowed: &str,
        test: impl Fn(f64) -> bool,
    ) -> Option<f64> {
        let value = real(number?.0);
        if test(value) {
            return Some(value);
        }
        self.not_allowed(allowed);
        None
    }

    /// A probability.
    pub(super) fn probability(&self, number: Option<Number>) -> Option<f64> {
        self.real(number, "a probability from 0 to 1", |value| (0.0..=1.0).contains(&value))
    }

    /// An exact ratio from 0 to `most`.
    pub(super) fn ratio(&self, number: Option<Number>, most: i64) -> Option<Ratio> {
        let Number(exact) = number?;
        let ratio = Ratio::from_decimal(exact).filter(|_| exact <= Decimal::from(most));
        if ratio.is_none() {
            self.not_allowed(&format!("a number from 0 to {}, of at most 18 digits", grouped(most)));
        }
        ratio
    }

    /// A duration, exact, rounded up to milliseconds.
    pub(super) fn span(&self, scalar: Option<&Scalar>) -> Option<Span> {
        let exact = match scalar? {
            Scalar::Number(Number(seconds)) => duration::of_seconds(*seconds),
            Scalar::Text(text) => match duration::milliseconds(text) {
                Ok(exact) => Some(exact),
                Err(message) => {
                    self.refuse(Problem::new(message).label("not a duration").note(DURATIONS));
                    return None;
                }
            },
        };
        let span = exact.and_then(duration::rounded_up);
        if span.is_none() {
            self.not_allowed("a duration from 0s to 1000 years");
        }
        span
    }

    /// A duration above 0.
    pub(super) fn positive_span(&self, scalar: Option<&Scalar>) -> Option<Span> {
        let span = self.span(scalar)?;
        if span.is_zero() {
            self.not_allowed("longer than 0s");
            return None;
        }
        Some(span)
    }

    /// A civil time in `zone`, and its instant.
    pub(super) fn moment(&self, moment: Option<&Moment>, zone: &Zone) -> Option<(CivilTime, Instant)> {
        let Moment(text) = moment?;
        let read = match text.parse::<jiff::Timestamp>() {
            Ok(exact) => {
                let instant = Instant::from_ms(exact.as_millisecond());
                Some((zone.civil(instant), instant))
            }
            Err(_) => text.parse::<CivilTime>().ok().map(|civil| (civil, zone.instant(civil))),
        };
        if read.is_none() {
            self.refuse(
                Problem::new(format!("`{text}` is not an instant"))
                    .label("not a date and time")
                    .note(INSTANTS),
            );
        }
        read
    }

    /// An instant.
    pub(super) fn instant(&self, moment: Option<&Moment>, zone: &Zone) -> Option<Instant> {
        self.moment(moment, zone).map(|(_, instant)| instant)
    }

    /// An instant that must be there.
    pub(super) fn needed_instant(&self, moment: Option<&Moment>, zone: &Zone) -> Option<Instant> {
        if moment.is_none() {
            self.missing(INSTANTS);
        }
        self.instant(moment, zone)
    }

    /// A time of day, after midnight.
    pub(super) fn time_of_day(&self, moment: &Moment) -> Option<Span> {
        let Moment(text) = moment;
        let time = text.parse::<jiff::civil::Time>().ok().filter(|_| !text.contains('-'));
        let Some(time) = time else {
            let problem = Problem::new(format!("`{text}` is not a time of day"));
            self.refuse(
                problem.label("not a time of day").note("times of day look like \"07:30\" or \"07:30:15\""),
            );
            return None;
        };
        let part = |count: i8, size: i64| i64::from(count) * size;
        let ms = part(time.hour(), 3_600_000) + part(time.minute(), 60_000) + part(time.second(), 1_000);
        Some(Span::from_ms(ms + i64::from(time.millisecond())))
    }

    /// A zone of the tz database.
    pub(super) fn zone(&self, name: Option<&str>) -> Option<Zone> {
        let name = name?;
        let zone = Zone::named(name);
        if zone.is_none() {
            let known: Vec<String> = jiff::tz::db().available().map(|zone| zone.to_string()).collect();
            let problem = Problem::new(format!("unknown time zone `{name}`"))
                .label("not in the tz database")
                .note("time zones are IANA names such as `America/New_York`, `Europe/Berlin`, `UTC`")
                .nearest(name, known.iter().map(String::as_str));
            self.refuse(problem);
        }
        zone
    }

    /// `[from, to)`.
    pub(super) fn window(&self, from: Option<&Moment>, to: Option<&Moment>, zone: &Zone) -> Option<Window> {
        let from_at = self.key("from").needed_instant(from, zone);
        let to_at = self.key("to").needed_instant(to, zone);
        let window = Window { from: from_at?, to: to_at? };
        if window.from < window.to {
            return Some(window);
        }
        self.key("to").refuse(
            Problem::new("`to` must be after `from`")
                .label(format!("{} is not after {}", window.to, window.from))
                .note("windows are [from, to): `to` is exclusive"),
        );
        None
    }
}
