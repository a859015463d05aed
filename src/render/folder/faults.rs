//! Makes the n-th call of a thread fail, as a system does now and then. For tests.

use std::cell::{Cell, RefCell};
use std::io;
use std::sync::atomic::Ordering;

use crate::render::Interrupt;
use crate::render::error::SIGTERM;

/// Which calls fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Faults {
    None,
    /// The one that comes after so many others.
    Once(usize),
    /// That one and all after it, as if the program had been killed.
    From(usize),
}

thread_local!(static SIGNAL: RefCell<Option<(usize, Interrupt)>> = const { RefCell::new(None) });

thread_local!(static PLAN: Cell<(Faults, usize)> = const { Cell::new((Faults::None, 0)) });

/// Begins to count anew.
pub(crate) fn plan(faults: Faults) {
    PLAN.set((faults, 0));
    SIGNAL.set(None);
}

/// Begins to count anew; before call `at`, a signal comes.
pub(crate) fn signal(at: usize, interrupt: Interrupt) {
    plan(Faults::None);
    SIGNAL.set(Some((at, interrupt)));
}

/// The number of calls since then.
pub(crate) fn calls() -> usize {
    PLAN.get().1
}

pub(super) fn next() -> io::Result<()> {
    let (faults, count) = PLAN.get();
    PLAN.set((faults, count + 1));
    SIGNAL.with_borrow(|signal| match signal {
        Some((at, interrupt)) if *at == count => interrupt.0.store(SIGTERM, Ordering::Relaxed),
        _ => {}
    });
    let fails = match faults {
        Faults::None => false,
        Faults::Once(at) => count == at,
        Faults::From(at) => count >= at,
    };
    if fails { Err(io::Error::other("injected")) } else { Ok(()) }
}
