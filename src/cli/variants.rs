//! The settings of a variant as an argument gives them.

use super::failure::Failure;

/// Sections that all variants share: when and how often they are replayed, and what is asked of them.
const OF_ALL: [&str; 5] = ["population", "clock", "report", "sweep", "expect"];

/// True if a setting `section.key=value` is of what all variants share.
pub(crate) fn is_of_all(set: &str) -> bool {
    let section = set.split(['.', '=']).next().unwrap_or_default();
    OF_ALL.contains(&section.trim().trim_matches(['"', '\'']))
}

/// The settings of each variant: the same organisations with the same work over the same time, and no two alike.
pub(crate) fn settings(variants: &[String]) -> Result<Vec<Vec<String>>, Failure> {
    let mut all: Vec<Vec<String>> = Vec::new();
    for name in variants {
        let sets = split(name);
        if let Some(set) = sets.iter().find(|set| is_of_all(set)) {
            return Err(Failure::BadInput(format!(
                "--variant {name}: `{set}` changes what all variants share; a variant changes settings of the organisations, \
                 such as auto_recharge.threshold=20000"
            )));
        }
        if all.iter().any(|before| alike(before, &sets)) {
            return Err(Failure::BadInput(format!("--variant {name} is there twice")));
        }
        all.push(sets);
    }
    Ok(all)
}

/// True of the same settings in any order, which does not matter.
fn alike(a: &[String], b: &[String]) -> bool {
    let sorted = |sets: &[String]| {
        let mut sets = sets.to_vec();
        sets.sort_unstable();
        sets
    };
    sorted(a) == sorted(b)
}

/// `a=1,b=[2, 3]` at commas that are in no list, table or string.
fn split(settings: &str) -> Vec<String> {
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
    fn variants_share_their_clock_and_are_told_apart() {
        let said = |variants: &[&str]| {
            let variants: Vec<String> = variants.iter().map(|&variant| variant.to_owned()).collect();
            match settings(&variants) {
                Ok(settings) => format!("{settings:?}"),
                Err(Failure::BadInput(message)) => message,
                Err(other) => format!("{other:?}"),
            }
        };
        assert_eq!(said(&["a.b=1,c=2", "a.b=1"]), r#"[["a.b=1", "c=2"], ["a.b=1"]]"#);
        assert_eq!(said(&["a.b=1,c=2", "c=2, a.b=1"]), "--variant c=2, a.b=1 is there twice");
        for set in ["clock.seed=9", "\"clock\".seed=9", "a.b=1,report.warm_up=\"1d\"", " clock . until = 1"] {
            assert!(said(&[set]).contains("changes what all variants share"), "{set}");
        }
    }

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
