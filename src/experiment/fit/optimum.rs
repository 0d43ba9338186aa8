//! The maximum of a function of a few parameters.

/// Evaluations after which the search ends in any case.
const MOST: usize = 600;
/// The search ends where the values at the corners differ by less than this, in units of log-likelihood.
const CLOSE: f64 = 1e-9;

/// Where `of` is greatest, searched from `start` by the simplex of J. A. Nelder and R. Mead, "A Simplex Method for
/// Function Minimization", The Computer Journal 7, 1965, with their coefficients 1, 2, ½, ½. It starts anew once
/// from where it ended, as a simplex can shrink too early. `None` where `of` is nowhere finite.
pub(super) fn maximum(start: &[f64], of: impl Fn(&[f64]) -> f64) -> Option<(Vec<f64>, f64)> {
    let first = climb(start, 0.3, &of);
    let (best, value) = climb(&first.0, 0.05, &of);
    value.is_finite().then_some((best, value))
}

/// One run from a simplex with edges of length `edge`.
fn climb(start: &[f64], edge: f64, of: &impl Fn(&[f64]) -> f64) -> (Vec<f64>, f64) {
    let value = |point: &[f64]| Some(of(point)).filter(|value| !value.is_nan()).unwrap_or(f64::NEG_INFINITY);
    let corner = |at: usize| {
        let mut point = start.to_vec();
        if let Some(coordinate) = at.checked_sub(1).and_then(|axis| point.get_mut(axis)) {
            *coordinate += edge;
        }
        let height = value(&point);
        (point, height)
    };
    let mut simplex: Vec<(Vec<f64>, f64)> = (0..=start.len()).map(corner).collect();
    let last = simplex.len() - 1;
    for _ in 0..MOST {
        simplex.sort_by(|a, b| b.1.total_cmp(&a.1));
        if simplex[0].1 - simplex[last].1 < CLOSE {
            break;
        }
        let centre = centre(&simplex[..last]);
        let along = |share: f64| {
            let point: Vec<f64> = centre
                .iter()
                .zip(&simplex[last].0)
                .map(|(middle, worst)| middle + share * (middle - worst))
                .collect();
            let height = value(&point);
            (point, height)
        };
        let reflected = along(1.0);
        let next = if reflected.1 > simplex[0].1 {
            let expanded = along(2.0);
            if expanded.1 > reflected.1 { expanded } else { reflected }
        } else if reflected.1 > simplex[last - 1].1 {
            reflected
        } else {
            along(if reflected.1 > simplex[last].1 { 0.5 } else { -0.5 })
        };
        if next.1 > simplex[last].1 {
            simplex[last] = next;
        } else {
            let best = simplex[0].0.clone();
            for (point, height) in &mut simplex[1..] {
                for (coordinate, to) in point.iter_mut().zip(&best) {
                    *coordinate = f64::midpoint(*coordinate, *to);
                }
                *height = value(point);
            }
        }
    }
    simplex.sort_by(|a, b| b.1.total_cmp(&a.1));
    simplex.swap_remove(0)
}

fn centre(corners: &[(Vec<f64>, f64)]) -> Vec<f64> {
    let mut sum = vec![0.0; corners.first().map_or(0, |(point, _)| point.len())];
    for (point, _) in corners {
        for (total, coordinate) in sum.iter_mut().zip(point) {
            *total += coordinate;
        }
    }
    let share = 1.0 / super::number::count(corners.len());
    sum.iter().map(|total| total * share).collect()
}

/// Standard errors of a maximum-likelihood estimate: the roots of the diagonal of the inverse of the observed
/// information, by central differences. `None` where the likelihood is not curved as at a maximum.
pub(super) fn standard_errors(at: &[f64], log_likelihood: impl Fn(&[f64]) -> f64) -> Option<Vec<f64>> {
    const STEP: f64 = 1e-3;
    let shifted = |moves: &[(usize, f64)]| {
        let mut point = at.to_vec();
        for &(axis, by) in moves {
            point[axis] += by;
        }
        log_likelihood(&point)
    };
    let middle = log_likelihood(at);
    let size = at.len();
    let curvature = |row: usize, column: usize| {
        if row == column {
            return (shifted(&[(row, STEP)]) - 2.0 * middle + shifted(&[(row, -STEP)])) / (STEP * STEP);
        }
        let corner = |a: f64, b: f64| shifted(&[(row, a * STEP), (column, b * STEP)]);
        (corner(1.0, 1.0) - corner(1.0, -1.0) - corner(-1.0, 1.0) + corner(-1.0, -1.0)) / (4.0 * STEP * STEP)
    };
    let information =
        (0..size).map(|row| (0..size).map(|column| -curvature(row, column)).collect()).collect();
    let inverse = inverse(information)?;
    let errors: Vec<f64> = (0..size).map(|axis| inverse[axis][axis].sqrt()).collect();
    errors.iter().all(|error| error.is_finite() && *error > 0.0).then_some(errors)
}

/// By Gauss–Jordan elimination with row pivots; `None` of a singular matrix.
fn inverse(mut matrix: Vec<Vec<f64>>) -> Option<Vec<Vec<f64>>> {
    let size = matrix.len();
    for (index, row) in matrix.iter_mut().enumerate() {
        row.extend((0..size).map(|column| f64::from(u8::from(column == index))));
    }
    for column in 0..size {
        let pivot =
            (column..size).max_by(|&a, &b| matrix[a][column].abs().total_cmp(&matrix[b][column].abs()))?;
        matrix.swap(column, pivot);
        let scale = matrix[column][column];
        if !(scale.abs() > 0.0 && scale.is_finite()) {
            return None;
        }
        for value in &mut matrix[column] {
            *value /= scale;
        }
        let pivot = matrix[column].clone();
        for (index, row) in matrix.iter_mut().enumerate() {
            if index != column {
                let factor = row[column];
                for (value, of_pivot) in row.iter_mut().zip(&pivot) {
                    *value -= factor * of_pivot;
                }
            }
        }
    }
    Some(matrix.into_iter().map(|row| row[size..].to_vec()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_simplex_climbs_a_curved_ridge() {
        // Rosenbrock's valley, upside down: its only top is at (1, 1).
        let ridge = |at: &[f64]| -(1.0 - at[0]).powi(2) - 100.0 * (at[1] - at[0] * at[0]).powi(2);
        let (at, value) = maximum(&[-1.2, 1.0], ridge).unwrap();
        assert!((at[0] - 1.0).abs() < 1e-3 && (at[1] - 1.0).abs() < 1e-3 && value > -1e-6, "{at:?} {value}");
        assert_eq!(maximum(&[0.0], |_| f64::NAN), None);
    }

    #[test]
    fn standard_errors_are_those_of_a_known_covariance() {
        // −½ xᵀ A x with A = [[2, 1], [1, 2]], whose inverse is [[2, −1], [−1, 2]] / 3.
        let bowl = |at: &[f64]| -(at[0] * at[0] + at[0] * at[1] + at[1] * at[1]);
        let errors = standard_errors(&[0.0, 0.0], bowl).unwrap();
        assert!(errors.iter().all(|error| (error - (2.0_f64 / 3.0).sqrt()).abs() < 1e-6), "{errors:?}");
        assert_eq!(standard_errors(&[0.0], |_| 1.0), None);
    }
}
