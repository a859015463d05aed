//! Which modules are roots, and which are part of others.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

/// Those of `modules` that are compiled for themselves, each with whether that was asked for: not those that others of
/// them call. These are compiled with their callers; alone, their variables would look as if nobody gave them values.
/// Of modules that call each other in a circle which nobody else enters, the first counts as the one that nobody calls.
pub(crate) fn roots<'k, K: Eq + Hash>(
    modules: &'k [(K, bool)],
    calls: &'k HashMap<K, Vec<K>>,
) -> HashSet<&'k K> {
    let called: HashSet<&K> =
        calls.iter().flat_map(|(from, to)| to.iter().filter(move |it| *it != from)).collect();
    let is_part = |module: &&(K, bool)| !module.1 && called.contains(&module.0);
    let mut roots: HashSet<&K> = modules.iter().filter(|it| !is_part(it)).map(|it| &it.0).collect();
    let mut reached = HashSet::new();
    roots.iter().for_each(|&root| reach(root, calls, &mut reached));
    for (module, _) in modules.iter().filter(is_part) {
        if !reached.contains(module) {
            reach(module, calls, &mut reached);
            roots.insert(module);
        }
    }
    roots
}

/// Adds `start` and all that it calls to `reached`.
pub(crate) fn reach<'k, K: Eq + Hash>(
    start: &'k K,
    calls: &'k HashMap<K, Vec<K>>,
    reached: &mut HashSet<&'k K>,
) {
    let mut waiting = vec![start];
    while let Some(module) = waiting.pop() {
        if reached.insert(module) {
            waiting.extend(calls.get(module).into_iter().flatten());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_call_is_part_of_them() {
        let calls = HashMap::from([
            ("a", vec!["net", "a"]),
            ("net", vec!["sub"]),
            ("x", vec!["y"]),
            ("y", vec!["x"]),
            ("sub", vec![]),
        ]);
        let of = |modules: &[(&'static str, bool)]| {
            let mut roots: Vec<&str> = roots(modules, &calls).into_iter().copied().collect();
            roots.sort_unstable();
            roots
        };
        let all = ["a", "net", "sub", "x", "y"].map(|it| (it, false));
        assert_eq!(of(&all), ["a", "x"]);
        assert_eq!(of(&[("a", false), ("sub", true), ("y", false), ("x", false)]), ["a", "sub", "y"]);
    }
}
