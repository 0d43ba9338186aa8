//! `correlate`: pairs of drawn keys whose values go together.

use super::scalar::real;
use crate::demand::{Contradiction, Copula, RankCorrelation};
use crate::scenario::nearest::listed;
use crate::scenario::place::Place;
use crate::scenario::population::DrawnKey;
use crate::scenario::problem::Problem;
use crate::scenario::written::{Number, Scalar};

/// A pair as written.
#[derive(Clone, Debug)]
pub(super) struct Pair {
    keys: [String; 2],
    rank: f64,
    /// Its place in its list.
    index: usize,
}

impl Pair {
    fn is_of(&self, other: &Self) -> bool {
        let [a, b] = &self.keys;
        other.keys == self.keys || other.keys == [b.clone(), a.clone()]
    }

    fn shown(&self) -> String {
        let [a, b] = &self.keys;
        format!("`{a}` and `{b}`")
    }

    /// Reports keys that are not drawn `wherever`; true if both are.
    pub(super) fn check_drawn(&self, drawn: &[&str], wherever: &str, list: &Place<'_>) -> bool {
        let mut complete = true;
        for (position, key) in self.keys.iter().enumerate() {
            if !drawn.contains(&key.as_str()) {
                let problem = Problem::new(format!("`{key}` is not drawn {wherever}"));
                let problem = problem.label("nothing to correlate").nearest(key, drawn.iter().copied());
                list.item(self.index).item(position).refuse(problem);
                complete = false;
            }
        }
        complete
    }
}

/// The pairs of a list that can be read; others have been reported.
pub(super) fn check_pairs(written: &[Vec<Scalar>], list: &Place<'_>) -> Vec<Pair> {
    let mut pairs: Vec<Pair> = Vec::new();
    for (index, items) in written.iter().enumerate() {
        let at = list.item(index);
        let [Scalar::Text(a), Scalar::Text(b), rank] = items.as_slice() else {
            let problem = Problem::new("a correlation is `[key, key, rank correlation]`");
            let form = "such as `[\"auto_recharge.threshold\", \"plan.price\", 0.6]`";
            at.refuse(problem.label("not of that form").note(form));
            continue;
        };
        let Some(rank) = check_rank(rank, &at.item(2)) else { continue };
        if a == b {
            at.refuse(Problem::new(format!("`{a}` is correlated with itself")).label("two different keys"));
            continue;
        }
        let pair = Pair { keys: [a.clone(), b.clone()], rank, index };
        if pairs.iter().any(|other| other.is_of(&pair)) {
            at.refuse(twice(&pair));
            continue;
        }
        pairs.push(pair);
    }
    pairs
}

fn twice(pair: &Pair) -> Problem {
    Problem::new(format!("{} are correlated twice", pair.shown())).label("each pair once, in either order")
}

fn check_rank(written: &Scalar, place: &Place<'_>) -> Option<f64> {
    let number = match written {
        Scalar::Number(number) => Some(*number),
        Scalar::Text(text) => Number::parse(text).ok(),
    };
    let rank = number.map(|Number(exact)| real(exact)).filter(|rank| rank.abs() < 1.0);
    if rank.is_none() {
        place.not_allowed("a rank correlation above -1 and below 1");
    }
    rank
}

/// The copula of a segment: of the population's pairs of which it draws both keys, and of its own.
pub(super) fn check_copula(
    drawn: &[DrawnKey],
    common: &[Pair],
    own: &[Pair],
    segment: &Place<'_>,
    root: &Place<'_>,
) -> Option<Copula> {
    let own_at = segment.key("correlate");
    for pair in own {
        if common.iter().any(|other| other.is_of(pair)) {
            own_at.item(pair.index).refuse(twice(pair).note("the other is in `population.correlate`"));
            return None;
        }
    }
    let place_of = |key: &String| drawn.iter().position(|drawn| drawn.key == *key);
    let placed = |pair: &Pair| {
        let [a, b] = &pair.keys;
        let between = [place_of(a)?, place_of(b)?];
        Some((pair.clone(), RankCorrelation { between, rank: pair.rank }))
    };
    let (pairs, correlations): (Vec<Pair>, Vec<RankCorrelation>) =
        common.iter().chain(own).filter_map(placed).unzip();
    match Copula::of(&correlations) {
        Ok(copula) => Some(copula),
        Err(contradiction) => {
            let problem = contradictory(&contradiction, &pairs);
            if own.is_empty() {
                root.key("population").key("correlate").refuse(problem);
            } else {
                own_at.refuse(problem);
            }
            None
        }
    }
}

fn contradictory(Contradiction { among, fitting }: &Contradiction, pairs: &[Pair]) -> Problem {
    let among: Vec<&Pair> = among.iter().filter_map(|&index| pairs.get(index)).collect();
    let shown: Vec<String> = among.iter().map(|pair| format!("{} {}", pair.shown(), pair.rank)).collect();
    let mut keys: Vec<&str> = among.iter().flat_map(|pair| &pair.keys).map(String::as_str).collect();
    keys.sort_unstable();
    keys.dedup();
    let unstated: Vec<String> = (0..keys.len())
        .flat_map(|a| (a + 1..keys.len()).map(move |b| (a, b)))
        .map(|(a, b)| Pair { keys: [keys[a].to_owned(), keys[b].to_owned()], rank: 0.0, index: 0 })
        .filter(|pair| !among.iter().any(|other| other.is_of(pair)))
        .map(|pair| pair.shown())
        .collect();
    let problem = Problem::new(format!("no values of {} can have these correlations at once", listed(keys)))
        .label("their matrix is not positive definite")
        .note(format!("they are: {}", shown.join("; ")));
    let problem = if unstated.is_empty() {
        problem
    } else {
        problem.note(format!("pairs without a correlation count as 0: {}", unstated.join("; ")))
    };
    let other = if unstated.is_empty() { "" } else { "; or state what is missing" };
    problem.help(format!("bring them nearer to 0: all of them multiplied by {fitting} would fit{other}"))
}
