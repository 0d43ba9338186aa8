//! The name that a user probably meant.

/// The most similar of `names`, if one is similar at all.
pub(crate) fn nearest<'a>(found: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = found.to_lowercase();
    let likeness = |name: &str| {
        let name = name.to_lowercase();
        strsim::jaro_winkler(&folded, &name).max(strsim::normalized_damerau_levenshtein(&folded, &name))
    };
    let mut best: Option<(f64, &str)> = None;
    for name in names {
        let score = likeness(name);
        if score > 0.7 && best.is_none_or(|(most, _)| score > most) {
            best = Some((score, name));
        }
    }
    best.map(|(_, name)| name)
}

/// Names in backquotes, separated by commas.
pub(crate) fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    names.into_iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_finger_finds_its_name_and_nonsense_finds_none() {
        let names = ["threshold", "amount", "monthly_limit"];
        assert_eq!(nearest("treshold", names), Some("threshold"));
        assert_eq!(nearest("monthly-limit", names), Some("monthly_limit"));
        assert_eq!(nearest("zzz", names), None);
    }
}
