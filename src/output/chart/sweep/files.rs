//! The pictures of a sweep, by the names of their files.

use super::{effects, heat, pareto, tornado};
use crate::output::chart::Picture;
use crate::output::chart::real::size;
use crate::output::sweep::Survey;

/// Heat maps at most.
const MOST_PAIRS: usize = 10;
/// Characters of an axis in a file's name.
const MOST_LETTERS: usize = 40;

impl Survey<'_> {
    /// Every picture, with the name of its file, without the ending.
    pub fn pictures(&self) -> Vec<(String, Picture)> {
        let (pairs, all) = self.pairs();
        let mut pictures: Vec<(String, Picture)> = Vec::new();
        for &(x, y) in &pairs {
            let named = |axis: usize| file_word(&self.axes[axis].short);
            let mut name = format!("heatmap-{}-{}", named(x), named(y));
            if pictures.iter().any(|(other, _)| *other == name) {
                name = format!("{name}-{}-{}", x + 1, y + 1);
            }
            pictures.push((name, heat::draw(self, (x, y), (pairs.len(), all))));
        }
        pictures.push(("main-effects".to_owned(), effects::draw(self)));
        pictures.extend(pareto::draw(self).map(|picture| ("pareto".to_owned(), picture)));
        pictures.push(("tornado".to_owned(), tornado::draw(self)));
        pictures
    }

    /// Pairs of axes to draw, each in the axes' order, and how many there are in all.
    fn pairs(&self) -> (Vec<(usize, usize)>, usize) {
        let several: Vec<usize> =
            (0..self.axes.len()).filter(|&axis| self.axes[axis].labels.len() > 1).collect();
        let mut pairs: Vec<(usize, usize)> = Vec::new();
        for (number, &x) in several.iter().enumerate() {
            pairs.extend(several[number + 1..].iter().map(|&y| (x, y)));
        }
        let all = pairs.len();
        if all > MOST_PAIRS {
            let influence: Vec<f64> = (0..self.axes.len()).map(|axis| self.influence(axis)).collect();
            let of = |&(x, y): &(usize, usize)| influence[x] + influence[y];
            pairs.sort_by(|one, other| of(other).total_cmp(&of(one)).then(one.cmp(other)));
            pairs.truncate(MOST_PAIRS);
            pairs.sort_unstable();
        }
        (pairs, all)
    }

    /// How far the means of an axis' values are apart, relative to the cells' range; of the goal's measures the
    /// most.
    fn influence(&self, axis: usize) -> f64 {
        let of_measure = |number: usize| {
            let by_value = self.by_value(axis, number);
            let all = by_value.iter().flatten().copied();
            let (low, high) = ends(all);
            let (least, most) = ends(by_value.iter().filter_map(|means| average(means)));
            if high > low { (most - least) / (high - low) } else { 0.0 }
        };
        (0..self.leading).map(of_measure).fold(0.0, f64::max)
    }
}

/// The least and the greatest.
fn ends(values: impl Iterator<Item = f64>) -> (f64, f64) {
    values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)))
}

/// The mean, if there is one.
pub(super) fn average(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / size(values.len()))
}

/// A key as a part of a file's name, on any system.
fn file_word(key: &str) -> String {
    let safe = |c: char| if c.is_ascii_alphanumeric() || c == '_' { c } else { '-' };
    let word: String = key.chars().map(safe).take(MOST_LETTERS).collect();
    let word = word.trim_matches('-');
    if word.is_empty() { "axis".to_owned() } else { word.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::file_word;

    #[test]
    fn a_key_cannot_lead_out_of_the_directory() {
        let words =
            ["threshold", "tasks.*.auto_pause_after", "../../etc/passwd", "…", "a\"<b>"].map(file_word);
        assert_eq!(words, ["threshold", "tasks---auto_pause_after", "etc-passwd", "axis", "a--b"]);
    }
}
