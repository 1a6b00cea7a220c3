//! Which of two lists belong together, one to one, so that the sum of their weights is greatest.

/// Pairs of row and column of the heaviest assignment (Hungarian method). Weights are not negative; pairs of weight
/// zero may be among the result.
pub(crate) fn heaviest(weights: &[Vec<f64>]) -> Vec<(usize, usize)> {
    let n_columns = weights.first().map_or(0, Vec::len);
    if weights.is_empty() || n_columns == 0 {
        return Vec::new();
    }
    if weights.len() > n_columns {
        let turned: Vec<Vec<f64>> = (0..n_columns)
            .map(|column| {
                let cells = weights.iter();
                cells
                    .map(|row| row.get(column).copied().unwrap_or(0.0))
                    .collect()
            })
            .collect();
        let pairs = heaviest(&turned);
        return pairs
            .into_iter()
            .map(|(column, row)| (row, column))
            .collect();
    }
    let (n, m) = (weights.len(), n_columns);
    let cost = |row: usize, column: usize| -> f64 {
        let row = weights.get(row - 1);
        -row.and_then(|row| row.get(column - 1))
            .copied()
            .unwrap_or(0.0)
    };
    let (mut u, mut v) = (vec![0.0; n + 1], vec![0.0; m + 1]);
    // For each column the row that it is given to; column 0 holds the row that looks for one.
    let mut owner = vec![0usize; m + 1];
    let mut way = vec![0usize; m + 1];
    for row in 1..=n {
        owner[0] = row;
        let mut column = 0;
        let mut least = vec![f64::INFINITY; m + 1];
        let mut used = vec![false; m + 1];
        while owner[column] != 0 {
            used[column] = true;
            let (mut delta, mut next) = (f64::INFINITY, 0);
            for other in 1..=m {
                if used[other] {
                    continue;
                }
                let slack = cost(owner[column], other) - u[owner[column]] - v[other];
                if slack < least[other] {
                    least[other] = slack;
                    way[other] = column;
                }
                if least[other] < delta {
                    delta = least[other];
                    next = other;
                }
            }
            for other in 0..=m {
                if used[other] {
                    u[owner[other]] += delta;
                    v[other] -= delta;
                } else {
                    least[other] -= delta;
                }
            }
            column = next;
        }
        while column != 0 {
            let before = way[column];
            owner[column] = owner[before];
            column = before;
        }
    }
    let mut pairs: Vec<(usize, usize)> = (1..=m)
        .filter(|column| owner[*column] != 0)
        .map(|column| (owner[column] - 1, column - 1))
        .collect();
    pairs.sort_unstable();
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heaviest_assignment_need_not_hold_the_heaviest_pair() {
        let weights = [vec![1.0, 2.0], vec![3.0, 1.0], vec![0.0, 5.0]];
        assert_eq!(heaviest(&weights), [(1, 0), (2, 1)]);
        let weights = [vec![9.0, 8.0], vec![8.0, 1.0]];
        assert_eq!(heaviest(&weights), [(0, 1), (1, 0)]);
    }
}
