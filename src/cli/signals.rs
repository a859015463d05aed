//! Signals that ask to stop.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use signal_hook::SigId;
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::{flag, low_level};

use crate::render::Interrupt;

/// Catches SIGINT and SIGTERM for as long as it lives. A second one ends the program at once.
#[derive(Debug, Default)]
pub(super) struct Caught {
    pub(super) interrupt: Interrupt,
    ids: Vec<SigId>,
}

impl Caught {
    /// Begins to catch them. Where that cannot be done they end the program, as ever.
    pub(super) fn new() -> Self {
        let mut caught = Caught::default();
        let once = Arc::new(AtomicBool::new(false));
        for signal in [SIGINT, SIGTERM] {
            let number = usize::try_from(signal).unwrap_or_default();
            let registered = [
                flag::register_conditional_default(signal, Arc::clone(&once)),
                flag::register(signal, Arc::clone(&once)),
                flag::register_usize(signal, Arc::clone(&caught.interrupt.0), number),
            ];
            caught.ids.extend(registered.into_iter().flatten());
        }
        caught
    }
}

impl Drop for Caught {
    fn drop(&mut self) {
        for id in self.ids.drain(..) {
            low_level::unregister(id);
        }
    }
}
