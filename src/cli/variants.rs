//! The settings of a variant as an argument gives them.

/// `a=1,b=[2, 3]` at commas that are in no list, table or string.
pub(crate) fn split(settings: &str) -> Vec<String> {
    let (mut sets, mut depth, mut quote) = (vec![String::new()], 0_u32, None);
    for c in settings.chars() {
        match (quote, c) {
            (Some(open), _) if c == open => quote = None,
            (None, '"' | '\'') => quote = Some(c),
            (None, '[' | '{') => depth += 1,
            (None, ']' | '}') => depth = depth.saturating_sub(1),
            (None, ',') if depth == 0 => {
                sets.push(String::new());
                continue;
            }
            (Some(_) | None, _) => {}
        }
        if let Some(last) = sets.last_mut() {
            last.push(c);
        }
    }
    sets.into_iter().map(|set| set.trim().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_settings_of_a_variant_are_split_at_their_own_commas() {
        assert_eq!(split("a.b=1"), ["a.b=1"]);
        assert_eq!(split("cost={ min = 1, max = 2 },b=\"x,y\""), ["cost={ min = 1, max = 2 }", "b=\"x,y\""]);
        assert_eq!(split("a=1, tasks.*.b=2"), ["a=1", "tasks.*.b=2"]);
        assert_eq!(
            split("days=[\"mon\", \"tue\"],at=\"07:30\""),
            ["days=[\"mon\", \"tue\"]", "at=\"07:30\""]
        );
    }
}
