//! Numbers for people.

use crate::metrics::Figure;
use crate::units::{Decimal, Span};

/// With a comma between each three digits of the whole part: `-1234567.5` → `-1,234,567.5`.
pub(super) fn grouped(number: &str) -> String {
    let (sign, rest) = number.strip_prefix('-').map_or(("", number), |rest| ("-", rest));
    let whole = rest.split_once('.').map_or(rest, |(whole, _)| whole);
    let mut text = String::from(sign);
    for (index, digit) in whole.char_indices() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text.push_str(&rest[whole.len()..]);
    text
}

/// A figure for people: money to the cent, time in its two largest units, shares in per cent.
pub(super) fn shown(figure: Figure) -> String {
    match figure {
        Figure::Count(count) => grouped(&count.to_string()),
        Figure::Credits(credits) => grouped(&credits.to_string()),
        Figure::Money(money) => grouped(&money.to_cents()),
        Figure::Time(span) => time(span),
        Figure::Ratio(ratio) => percent(ratio),
    }
}

/// The two largest units: `222d 15h`, `5h 3m`, `12s`; less than a second as `0.25s`.
pub(super) fn time(span: Span) -> String {
    const UNITS: [(&str, i64); 4] = [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000)];
    let ms = span.ms();
    let Some(first) = UNITS.iter().position(|&(_, size)| ms >= size) else {
        return if ms == 0 { "0".to_owned() } else { format!("{}s", Decimal::new(ms, 3).normalize()) };
    };
    let (name, size) = UNITS[first];
    let whole = format!("{}{name}", grouped(&(ms / size).to_string()));
    match UNITS.get(first + 1).map(|(name, smaller)| (ms % size / smaller, name)) {
        Some((rest, name)) if rest > 0 => format!("{whole} {rest}{name}"),
        Some(_) | None => whole,
    }
}

/// `61 %`, below ten with one decimal: `0.3 %`; never `0 %` or `100 %` for a share that is not.
pub(super) fn percent(share: Decimal) -> String {
    let hundred = Decimal::ONE_HUNDRED;
    let exact = share * hundred;
    let rounded = exact.round_dp(u32::from(exact < Decimal::TEN));
    if rounded.is_zero() && !exact.is_zero() {
        "less than 0.1 %".to_owned()
    } else if rounded == hundred && exact < hundred {
        "more than 99 %".to_owned()
    } else {
        format!("{} %", rounded.normalize())
    }
}

/// `1 task`, `2 tasks`.
pub(super) fn counted(count: u64, noun: &str) -> String {
    format!("{} {noun}{}", grouped(&count.to_string()), if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_grouped_by_three() {
        let grouped_all = ["0", "999", "1000", "-1234567.50", "100000"].map(grouped);
        assert_eq!(grouped_all, ["0", "999", "1,000", "-1,234,567.50", "100,000"]);
    }

    #[test]
    fn times_show_their_two_largest_units() {
        let shown = [0, 250, 12_000, 3_600_000, 18_180_000, 19_234_800_000].map(|ms| time(Span::from_ms(ms)));
        assert_eq!(shown, ["0", "0.25s", "12s", "1h", "5h 3m", "222d 15h"]);
    }

    #[test]
    fn a_share_is_never_rounded_to_nothing_or_to_all() {
        let shown =
            ["0", "0.0000001", "0.0034", "0.614", "0.9999", "1"].map(|share| percent(share.parse().unwrap()));
        assert_eq!(shown, ["0 %", "less than 0.1 %", "0.3 %", "61 %", "more than 99 %", "100 %"]);
    }
}
