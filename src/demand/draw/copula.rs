//! Draws that go together: a Gaussian copula.

use super::score::Score;

/// A rank correlation between two of several numbers, by their places.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RankCorrelation {
    /// The places of the two, different.
    pub between: [usize; 2],
    /// Spearman's rank correlation, between −1 and 1, neither included.
    pub rank: f64,
}

/// Turns independent scores into ones whose ranks are correlated as stated; pairs without a statement are independent
/// where nothing else ties them (Nelsen, "An Introduction to Copulas", 2nd ed. 2006, section 5.1).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Copula {
    /// Places in the order in which they were first mentioned: a later pair changes none of those before it.
    places: Vec<usize>,
    /// The Cholesky factor of the normal correlations, row by row, up to the diagonal.
    rows: Vec<Vec<f64>>,
}

/// No numbers have all these correlations at once: their matrix is not positive definite.
#[derive(Clone, Debug, PartialEq)]
pub struct Contradiction {
    /// The correlations among which it is, by index: those that are tied to each other.
    pub among: Vec<usize>,
    /// Each of them multiplied by this would do, in whole hundredths.
    pub fitting: f64,
}

/// A pivot below this is none: the correlations leave no room for a number of its own.
const LEAST_PIVOT: f64 = 1e-9;

impl Copula {
    /// Of these correlations; each pair once.
    ///
    /// # Errors
    /// They contradict each other.
    pub fn of(correlations: &[RankCorrelation]) -> Result<Self, Contradiction> {
        let mut places = Vec::new();
        for place in correlations.iter().flat_map(|correlation| correlation.between) {
            if !places.contains(&place) {
                places.push(place);
            }
        }
        match factor(&places, correlations, 1.0) {
            Ok(rows) => Ok(Self { places, rows }),
            Err(row) => {
                let fits = |percent: &f64| factor(&places, correlations, percent / 100.0).is_ok();
                let fitting = (1..100).rev().map(f64::from).find(fits).unwrap_or(0.0) / 100.0;
                Err(Contradiction { among: tied(places[row], correlations), fitting })
            }
        }
    }

    /// Correlates `scores`, which are independent; those of no correlation stay.
    pub fn apply(&self, scores: &mut [Score]) {
        let own: Vec<f64> = self.places.iter().map(|&place| scores[place].z()).collect();
        for (&place, row) in self.places.iter().zip(&self.rows) {
            scores[place] = Score::new(row.iter().zip(&own).map(|(weight, z)| weight * z).sum());
        }
    }
}

/// The correlation of the normal scores for a rank correlation: 2 sin(π ρ / 6) (Pearson, "On further methods of
/// determining correlation", Drapers' Company Research Memoirs, Biometric Series IV, 1907).
fn normal_correlation(rank: f64) -> f64 {
    2.0 * libm::sin(std::f64::consts::PI * rank / 6.0)
}

/// The Cholesky factor of the correlations, all multiplied by `by`; or the row at which there is none.
fn factor(places: &[usize], correlations: &[RankCorrelation], by: f64) -> Result<Vec<Vec<f64>>, usize> {
    let between = |a: usize, b: usize| {
        let found = correlations.iter().find(|one| one.between == [a, b] || one.between == [b, a]);
        found.map_or(0.0, |one| normal_correlation(one.rank * by))
    };
    let mut rows: Vec<Vec<f64>> = Vec::new();
    for (index, &place) in places.iter().enumerate() {
        let mut row: Vec<f64> = Vec::with_capacity(index + 1);
        for (other, &of) in rows.iter().zip(places) {
            let known: f64 = row.iter().zip(other).map(|(a, b)| a * b).sum();
            let pivot = other.last().copied().unwrap_or(1.0);
            row.push((between(place, of) - known) / pivot);
        }
        let rest = 1.0 - row.iter().map(|weight| weight * weight).sum::<f64>();
        if rest < LEAST_PIVOT {
            return Err(index);
        }
        row.push(rest.sqrt());
        rows.push(row);
    }
    Ok(rows)
}

/// The correlations that tie `place` to others, directly or through others.
fn tied(place: usize, correlations: &[RankCorrelation]) -> Vec<usize> {
    let mut places = vec![place];
    loop {
        let known = places.len();
        for RankCorrelation { between: [a, b], .. } in correlations {
            match (places.contains(a), places.contains(b)) {
                (true, false) => places.push(*b),
                (false, true) => places.push(*a),
                (true, true) | (false, false) => {}
            }
        }
        if places.len() == known {
            break;
        }
    }
    let among = correlations.iter().enumerate().filter(|(_, one)| places.contains(&one.between[0]));
    among.map(|(index, _)| index).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::StreamKey;

    fn pair(a: usize, b: usize, rank: f64) -> RankCorrelation {
        RankCorrelation { between: [a, b], rank }
    }

    /// The ranks of values without ties.
    fn ranks(values: &[f64]) -> Vec<f64> {
        let mut order: Vec<usize> = (0..values.len()).collect();
        order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
        let mut ranks = vec![0.0; values.len()];
        for (rank, index) in order.into_iter().enumerate() {
            ranks[index] = super::super::real_count(rank);
        }
        ranks
    }

    fn spearman(a: &[f64], b: &[f64]) -> f64 {
        let (a, b) = (ranks(a), ranks(b));
        let count = super::super::real_count(a.len());
        let apart: f64 = a.iter().zip(&b).map(|(a, b)| (a - b) * (a - b)).sum();
        1.0 - 6.0 * apart / (count * (count * count - 1.0))
    }

    #[test]
    fn ranks_are_correlated_as_stated_within_four_standard_errors() {
        const DRAWS: u32 = 20_000;
        let stated = [pair(3, 1, 0.6), pair(1, 0, -0.5), pair(3, 4, 0.6)];
        let copula = Copula::of(&stated).unwrap();
        let mut columns = vec![Vec::new(); 5];
        let mut stream = StreamKey { seed: 1, replication: 0 }.stream("copula", "test");
        for _ in 0..DRAWS {
            let mut scores: Vec<Score> = (0..5).map(|_| Score::draw(&mut stream)).collect();
            copula.apply(&mut scores);
            for (column, score) in columns.iter_mut().zip(scores) {
                column.push(score.z());
            }
        }
        for (a, b, rank) in
            [(3, 1, 0.6), (1, 0, -0.5), (3, 4, 0.6), (3, 0, 0.0), (1, 4, 0.0), (2, 3, 0.0), (0, 4, 0.0)]
        {
            let found = spearman(&columns[a], &columns[b]);
            // Of Fisher's z (Bonett and Wright, "Sample size requirements for estimating Pearson, Kendall and
            // Spearman correlations", Psychometrika 65, 2000).
            let error = ((1.0 + rank * rank / 2.0) / (f64::from(DRAWS) - 3.0)).sqrt();
            let apart = libm::atanh(found) - libm::atanh(rank);
            assert!(apart.abs() <= 4.0 * error, "{a} and {b}: {found}, not {rank}");
        }
    }

    #[test]
    fn a_correlation_more_changes_none_of_the_draws_before_it() {
        let start: Vec<Score> = [0.3, -1.2, 0.8, 2.0].map(Score::new).to_vec();
        let correlated = |pairs: &[RankCorrelation]| {
            let mut scores = start.clone();
            Copula::of(pairs).unwrap().apply(&mut scores);
            scores
        };
        let few = correlated(&[pair(2, 1, 0.6)]);
        let more = correlated(&[pair(2, 1, 0.6), pair(1, 3, 0.2)]);
        assert_eq!(few[..3], more[..3]);
        assert_eq!((few[2], few[3]), (start[2], start[3]));
        assert!(few[1] != start[1] && more[3] != start[3]);
    }

    #[test]
    fn correlations_that_contradict_each_other_are_named_with_what_would_fit() {
        let pairs = [pair(7, 8, 0.5), pair(0, 1, 0.9), pair(1, 2, 0.9), pair(0, 2, -0.9)];
        let contradiction = Copula::of(&pairs).unwrap_err();
        assert_eq!(contradiction.among, [1, 2, 3]);
        let by = contradiction.fitting;
        assert!(by > 0.4 && by < 0.6, "{by}");
        assert!(Copula::of(&pairs.map(|one| RankCorrelation { rank: one.rank * by, ..one })).is_ok());
        let more = pairs.map(|one| RankCorrelation { rank: one.rank * (by + 0.01), ..one });
        assert!(Copula::of(&more).is_err());
    }
}
