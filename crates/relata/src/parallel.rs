//! Work on many threads whose results come in the order of the input.

use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, PoisonError};
use std::thread;

use anyhow::{Context as _, Result};

/// Bytes of stack of each thread: a deeply nested sentence needs more than the usual.
const STACK: usize = 16 * 1024 * 1024;

/// Items that are under way for each thread: enough to keep it busy, few enough to hold in memory.
const WINDOW: usize = 8;

/// Gives each item of `input` to `work` on one of `n_threads` threads, and each result to `deliver`, on this
/// thread and in the order of the input. `input` is drawn on this thread, never far ahead of the results.
pub fn in_order<In: Send, Out: Send>(
    input: impl Iterator<Item = In>,
    n_threads: usize,
    work: impl Fn(In) -> Out + Sync,
    mut deliver: impl FnMut(Out) -> Result<()>,
) -> Result<()> {
    let (jobs, job_queue) = channel::<(u64, In)>();
    let (results, result_queue) = channel::<(u64, Out)>();
    let job_queue = Mutex::new(job_queue);
    thread::scope(|scope| {
        for _ in 0..n_threads.max(1) {
            let (results, job_queue, work) = (results.clone(), &job_queue, &work);
            thread::Builder::new()
                .stack_size(STACK)
                .spawn_scoped(scope, move || serve(job_queue, &results, work))
                .context("cannot start a thread")?;
        }
        drop(results);
        let mut order = Order {
            results: result_queue,
            waiting: BTreeMap::new(),
            next: 0,
        };
        let window = u64::try_from(n_threads.max(1) * WINDOW).unwrap_or(u64::MAX);
        for (index, item) in (0..).zip(input) {
            let _ = jobs.send((index, item));
            order.take_ready(&mut deliver)?;
            while index >= order.next + window && order.take_one(&mut deliver)? {}
        }
        drop(jobs);
        while order.take_one(&mut deliver)? {}
        Ok(())
    })
}

/// Works until there are no more jobs, or nobody wants the results.
fn serve<In, Out>(
    jobs: &Mutex<Receiver<(u64, In)>>,
    results: &Sender<(u64, Out)>,
    work: impl Fn(In) -> Out,
) {
    loop {
        let job = jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok((index, item)) = job else { return };
        if results.send((index, work(item))).is_err() {
            return;
        }
    }
}

/// Results that came before their turn.
struct Order<Out> {
    results: Receiver<(u64, Out)>,
    waiting: BTreeMap<u64, Out>,
    next: u64,
}

impl<Out> Order<Out> {
    /// Waits for one result; false where none will come.
    fn take_one(&mut self, deliver: &mut impl FnMut(Out) -> Result<()>) -> Result<bool> {
        let Ok((index, result)) = self.results.recv() else {
            return Ok(false);
        };
        self.waiting.insert(index, result);
        self.deliver(deliver).map(|()| true)
    }

    /// Takes what is there without waiting.
    fn take_ready(&mut self, deliver: &mut impl FnMut(Out) -> Result<()>) -> Result<()> {
        while let Ok((index, result)) = self.results.try_recv() {
            self.waiting.insert(index, result);
        }
        self.deliver(deliver)
    }

    fn deliver(&mut self, deliver: &mut impl FnMut(Out) -> Result<()>) -> Result<()> {
        while let Some(result) = self.waiting.remove(&self.next) {
            self.next += 1;
            deliver(result)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_input() {
        let work = |n: u64| {
            thread::sleep(std::time::Duration::from_micros(n * 37 % 101));
            n * 2
        };
        for n_threads in [1, 5] {
            let mut results = Vec::new();
            let deliver = |n| {
                results.push(n);
                Ok(())
            };
            in_order(0..200, n_threads, work, deliver).unwrap();
            assert_eq!(results, (0..200).map(|n| n * 2).collect::<Vec<_>>());
        }
    }

    #[test]
    fn an_error_of_the_receiver_ends_the_work() {
        let deliver = |n: u64| if n < 3 { Ok(()) } else { anyhow::bail!("full") };
        assert!(in_order(0..10_000, 2, |n| n, deliver).is_err());
    }
}
