//! Settings of a variant for people.

use super::super::sweep::{setting, unquoted};

/// `auto_recharge.threshold 10,000 → 20,000`; without the first value where it is not known. Values are TOML text.
pub fn change_title(key: &str, from: Option<&str>, to: &str) -> String {
    let show = |value: &str| shown(&unquoted(value.trim()));
    match from {
        Some(from) => format!("{key} {} → {}", show(from), show(to)),
        None => format!("{key} {}", show(to)),
    }
}

/// Grouped, where it is a number, with or without underscores.
fn shown(value: &str) -> String {
    let digits = value.replace('_', "");
    let is_number = digits.starts_with(|c: char| c.is_ascii_digit() || c == '-');
    if is_number { setting(&digits) } else { value.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_and_texts_lose_their_quotes() {
        assert_eq!(change_title("a.b", Some("10000"), "20_000"), "a.b 10,000 → 20,000");
        assert_eq!(change_title("policy", Some("\"ampere\""), "taskade"), "policy ampere → taskade");
        assert_eq!(change_title("x", None, "1.5"), "x 1.5");
    }
}
