//! Which lines belong to which label, where no rule says so: labels stand centred on what they label.

/// More than this is no table of labels.
const MOST: (usize, usize) = (80, 240);

/// Parts `lines` (top and bottom of each, from top to bottom) into as many contiguous groups as there are labels (their
/// centres), so that each label is centred on its group as well as can be. Gives the size of each group and the largest
/// error in points.
pub(super) fn centred(labels: &[f32], lines: &[(f32, f32)]) -> Option<(Vec<usize>, f32)> {
    let (m, n) = (labels.len(), lines.len());
    if m == 0 || n < m || m > MOST.0 || n > MOST.1 {
        return None;
    }
    let error = |label: usize, from: usize, to: usize| -> f32 {
        match (labels.get(label), lines.get(from), lines.get(to - 1)) {
            (Some(c), Some(a), Some(b)) => (f32::midpoint(a.0, b.1) - c).abs(),
            _ => f32::INFINITY,
        }
    };
    // best[i][j]: least sum of squared errors of the first i labels over the first j lines, and the last cut.
    let mut best = vec![vec![(f32::INFINITY, 0_usize); n + 1]; m + 1];
    best[0][0].0 = 0.0;
    for i in 1..=m {
        for j in i..=n {
            for k in (i - 1)..j {
                let e = error(i - 1, k, j);
                let sum = best[i - 1][k].0 + e * e;
                if sum < best[i][j].0 {
                    best[i][j] = (sum, k);
                }
            }
        }
    }
    if !best[m][n].0.is_finite() {
        return None;
    }
    let mut sizes = vec![0; m];
    let mut worst = 0.0_f32;
    let mut j = n;
    for i in (1..=m).rev() {
        let k = best[i][j].1;
        sizes[i - 1] = j - k;
        worst = worst.max(error(i - 1, k, j));
        j = k;
    }
    Some((sizes, worst))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_stand_centred_on_their_lines() {
        // 4～6月 beside three lines, 7～9月 beside one, 10～12月 beside two.
        let lines: Vec<(f32, f32)> = (0..6).map(|i| (i as f32 * 10.0, i as f32 * 10.0 + 8.0)).collect();
        let (sizes, error) = centred(&[14.0, 34.0, 49.0], &lines).unwrap();
        assert_eq!(sizes, [3, 1, 2]);
        assert!(error < 0.1);
    }
}
