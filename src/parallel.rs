//! Work on the parts of one document, on several threads. Results come in order, so they do not depend on the threads.

use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::pipeline::STACK_BYTES;

/// Parts taken at a time: neighbours share fonts and forms.
const AT_A_TIME: usize = 4;
/// Fewer parts than this for each thread are not worth starting one.
const LEAST: usize = 8;

/// How many threads to use for so many parts.
pub(crate) fn threads(wanted: usize, parts: usize) -> usize {
    wanted.min(parts / LEAST).max(1)
}

/// Does `work` for each of `parts` numbers on up to `threads` threads, each with a state of its own that `start` makes.
/// `before` is called on this thread, with about how many are done.
///
/// Panics where `work` does.
pub(crate) fn map<S, T: Send>(
    parts: usize,
    wanted: usize,
    start: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, usize) -> T + Sync,
    before: &mut dyn FnMut(usize),
) -> Vec<T> {
    let threads = threads(wanted, parts);
    if threads == 1 {
        let mut state = start();
        return (0..parts)
            .map(|i| {
                before(i);
                work(&mut state, i)
            })
            .collect();
    }
    let next = AtomicUsize::new(0);
    let results: Mutex<Vec<(usize, T)>> = Mutex::new(Vec::with_capacity(parts));
    let run = |before: &mut dyn FnMut(usize)| {
        let mut state = start();
        loop {
            let from = next.fetch_add(AT_A_TIME, Ordering::Relaxed);
            if from >= parts {
                break;
            }
            for i in from..parts.min(from + AT_A_TIME) {
                before(i);
                let made = work(&mut state, i);
                results.lock().unwrap_or_else(PoisonError::into_inner).push((i, made));
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..threads {
            let builder = std::thread::Builder::new().stack_size(STACK_BYTES);
            // Where no thread is to be had, those that are there do it all.
            let _ = builder.spawn_scoped(scope, || run(&mut |_| {}));
        }
        run(before);
    });
    let mut results = results.into_inner().unwrap_or_else(PoisonError::into_inner);
    results.sort_unstable_by_key(|(i, _)| *i);
    results.into_iter().map(|(_, made)| made).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_stand_in_order_whatever_the_threads() {
        let want: Vec<usize> = (0..100).map(|i| i * i).collect();
        for threads in [1, 2, 7] {
            let mut told = 0;
            let got = map(
                100,
                threads,
                || 0_usize,
                |state, i| {
                    *state += 1;
                    i * i
                },
                &mut |_| told += 1,
            );
            assert_eq!(got, want);
            // Only what this thread took is told; others may have been quicker.
            assert!(told <= 100 && (threads > 1 || told == 100), "{told}");
        }
        assert_eq!((threads(8, 7), threads(8, 20), threads(2, 400)), (1, 2, 2));
    }
}
