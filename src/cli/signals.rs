//! Signals that ask to stop.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use signal_hook::SigId;
#[cfg(unix)]
use signal_hook::consts::{SIGHUP, SIGQUIT};
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::{flag, low_level};

use crate::render::Interrupt;

/// The signals that ask to stop.
#[cfg(unix)]
const SIGNALS: [i32; 4] = [SIGINT, SIGTERM, SIGHUP, SIGQUIT];
#[cfg(not(unix))]
const SIGNALS: [i32; 2] = [SIGINT, SIGTERM];

/// Catches the signals that ask to stop for as long as it lives. A second one ends the program at once.
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
        let ignored = ignored();
        for signal in SIGNALS.into_iter().filter(|signal| ignored & (1 << (signal - 1)) == 0) {
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

/// The signals that this program was told to ignore when it was started, as `nohup` does: one bit for each. Only Linux
/// tells.
fn ignored() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let bits = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    bits.and_then(|bits| u64::from_str_radix(bits.trim(), 16).ok()).unwrap_or_default()
}
