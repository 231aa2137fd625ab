//! Ctrl-C and its kin: the first asks the run to end, the second ends the program at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use signal_hook::consts::{SIGINT, SIGTERM};

use crate::batch::Stop;

/// What a shell says of a program that a signal ended: 128 and the number of the signal.
const SHELL: i32 = 128;

/// A wish to end that signals have, from now on.
pub(super) fn stop() -> Stop {
    let stop = Stop::default();
    let again = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM] {
        // In this order: the first signal finds `again` unset, and sets it. Where the system takes no handler, the signal
        // ends the program as it always does, and no half file is left either.
        let _ = signal_hook::flag::register_conditional_shutdown(signal, SHELL + signal, Arc::clone(&again));
        let _ = signal_hook::flag::register(signal, Arc::clone(&again));
        let number = usize::try_from(signal).unwrap_or(1);
        let _ = signal_hook::flag::register_usize(signal, stop.flag(), number);
    }
    stop
}

/// Whether it was SIGTERM that set it.
pub(super) fn is_term(stop: &Stop) -> bool {
    stop.flag().load(Ordering::SeqCst) == usize::try_from(SIGTERM).unwrap_or(15)
}
