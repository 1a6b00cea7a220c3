//! Runs that do not depend on each other, on as many threads as there are cores. What comes out never depends on
//! the number of threads.

/// Does `work` for 0, 1, … `count` − 1 and gives the results in that order.
pub fn runs<T: Send>(count: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let numbers: Vec<usize> = (0..count).collect();
    let mut results = Vec::with_capacity(count);
    for batch in numbers.chunks(threads) {
        std::thread::scope(|scope| {
            let work = &work;
            let handles: Vec<_> = batch
                .iter()
                .map(|&number| scope.spawn(move || work(number)))
                .collect();
            for handle in handles {
                match handle.join() {
                    Ok(result) => results.push(result),
                    Err(cause) => std::panic::resume_unwind(cause),
                }
            }
        });
    }
    results
}

#[cfg(test)]
mod tests {
    #[test]
    fn results_keep_their_order() {
        assert_eq!(super::runs(7, |number| number * 2), [0, 2, 4, 6, 8, 10, 12]);
    }
}
