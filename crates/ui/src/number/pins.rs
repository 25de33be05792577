//! Where the numbers above the band are drawn: at their time, but far enough apart to be pressed.

/// A number above the band, with the time that it points to; both in per cent of its width.
pub(crate) struct Pin {
    pub n: usize,
    pub at: String,
    pub drawn_at: String,
    /// What it stands for, for who does not see where it points to.
    pub text: String,
}

/// Places `at`, in order, at least `apart` from each other and within 0 to 100, each as near to
/// where it belongs as the others let it.
pub(crate) fn spread(at: &[f64], apart: f64) -> Vec<f64> {
    // With `apart` taken off once per place, "apart enough" becomes "in order"; then neighbours
    // that are out of order share their mean.
    let mut pools: Vec<(f64, usize)> = Vec::with_capacity(at.len());
    for (index, at) in at.iter().enumerate() {
        let mut pool = (at - index as f64 * apart, 1);
        while let Some(last) = pools.pop_if(|last| last.0 > pool.0) {
            let count = last.1 + pool.1;
            pool = ((last.0 * last.1 as f64 + pool.0 * pool.1 as f64) / count as f64, count);
        }
        pools.push(pool);
    }
    let most = 100.0 - apart / 2.0 - at.len().saturating_sub(1) as f64 * apart;
    let shared = pools.iter().flat_map(|(at, count)| std::iter::repeat_n(*at, *count));
    shared
        .map(|at| at.min(most).max(apart / 2.0))
        .enumerate()
        .map(|(index, at)| at + index as f64 * apart)
        .collect()
}
