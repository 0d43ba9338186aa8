//! The name that a user probably meant.

/// How alike two names are, from 0 to 1; names less alike than [`SIMILAR`] are not proposed.
fn likeness(found: &str, name: &str) -> f64 {
    let (found, name) = (found.to_lowercase(), name.to_lowercase());
    strsim::jaro_winkler(&found, &name).max(strsim::normalized_damerau_levenshtein(&found, &name))
}

const SIMILAR: f64 = 0.7;

/// The most similar of `names`, if one is similar at all.
pub(crate) fn nearest<'a>(found: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let mut best: Option<(f64, &str)> = None;
    for name in names {
        let score = likeness(found, name);
        if score > SIMILAR && best.is_none_or(|(most, _)| score > most) {
            best = Some((score, name));
        }
    }
    best.map(|(_, name)| name)
}

/// The three most similar of `names`, the most similar first; fewer where fewer are similar at all.
pub(crate) fn nearest_few(found: &str, names: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut best: Vec<(f64, String)> = Vec::new();
    for name in names {
        let score = likeness(found, &name);
        let place = best.partition_point(|(other, _)| *other >= score);
        if score > SIMILAR && place < 3 {
            best.insert(place, (score, name));
            best.truncate(3);
        }
    }
    best.into_iter().map(|(_, name)| name).collect()
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
