//! The `nestc` program.

fn main() {}
