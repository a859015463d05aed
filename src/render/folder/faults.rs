//! Makes the n-th call of a thread fail, as a system does now and then. For tests.

use std::cell::Cell;
use std::io;

/// Which calls fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Faults {
    None,
    /// The one that comes after so many others.
    Once(usize),
    /// That one and all after it, as if the program had been killed.
    From(usize),
}

thread_local!(static PLAN: Cell<(Faults, usize)> = const { Cell::new((Faults::None, 0)) });

/// Begins to count anew.
pub(crate) fn plan(faults: Faults) {
    PLAN.set((faults, 0));
}

/// The number of calls since then.
pub(crate) fn calls() -> usize {
    PLAN.get().1
}

pub(super) fn next() -> io::Result<()> {
    let (faults, count) = PLAN.get();
    PLAN.set((faults, count + 1));
    let fails = match faults {
        Faults::None => false,
        Faults::Once(at) => count == at,
        Faults::From(at) => count >= at,
    };
    if fails { Err(io::Error::other("injected")) } else { Ok(()) }
}
