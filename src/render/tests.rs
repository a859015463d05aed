//! Trees written while calls to the system fail.

mod interrupted;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::Duration;

use super::error::SIGTERM;
use super::folder::faults::{self, Faults};
use super::*;

/// A tree as tests see it: each file with its content, each folder with none.
type Files = BTreeMap<String, Option<Vec<u8>>>;

fn files(root: &Path) -> Files {
    let mut all = Files::new();
    let mut waiting = vec![root.to_owned()];
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
            let is_folder = path.symlink_metadata().unwrap().is_dir();
            all.insert(name, if is_folder { None } else { Some(fs::read(&path).unwrap_or_default()) });
            if is_folder {
                waiting.push(path);
            }
        }
    }
    all
}

fn output(path: &str, text: &str, recorded: Option<&str>) -> Output<'static> {
    let recorded = recorded.map(|text| Some(Digest::of(text.as_bytes())));
    Output::new(path.to_owned(), Content::Bytes(text.as_bytes().to_vec()), Role::Output(recorded)).unwrap()
}

fn patience() -> Patience {
    let limit = Duration::from_millis(1);
    Patience { notice: limit, limit, interrupt: Interrupt::default() }
}

fn options() -> Options<'static> {
    Options { sync: true, force: false, root: "dist", interrupt: Interrupt::default() }
}

fn open(path: &Path) -> Result<Tree, TreeError> {
    Tree::open(path, Access::Exclusive, &patience(), &mut || {})
}

/// The first build.
fn first() -> (Vec<Output<'static>>, Vec<Stale>) {
    (
        vec![output("dist/a/x", "1", None), output("dist/b/y", "2", None), output("lock", "3", None)],
        Vec::new(),
    )
}

/// The second one: a file changes, one is new in a new folder, one goes with its folder, one stays.
fn second() -> (Vec<Output<'static>>, Vec<Stale>) {
    let outputs = vec![
        output("dist/a/x", "new", Some("1")),
        output("dist/c/d/z", "4", None),
        output("lock", "3", Some("3")),
    ];
    (outputs, vec![Stale { path: "dist/b/y".to_owned(), digest: Some(Digest::of(b"2")) }])
}

fn build(path: &Path, (outputs, stale): &(Vec<Output<'static>>, Vec<Stale>)) -> Result<Written, TreeError> {
    let tree = open(path)?;
    tree.recover("", false)?;
    let comparison = tree.compare(outputs, stale, &[])?;
    tree.write(&comparison, outputs, stale, &options())
}

/// A folder with the first build, and what it holds before and after the second.
fn built() -> (tempfile::TempDir, Files, Files) {
    let folder = tempfile::tempdir().unwrap();
    build(folder.path(), &first()).unwrap();
    let old = files(folder.path());
    build(folder.path(), &second()).unwrap();
    let new = files(folder.path());
    let fresh = tempfile::tempdir().unwrap();
    build(fresh.path(), &first()).unwrap();
    assert_eq!(files(fresh.path()), old);
    (fresh, old, new)
}

#[test]
fn a_build_makes_the_tree_what_it_is_to_be() {
    let (folder, _, new) = built();
    let names: Vec<&str> = new.keys().map(String::as_str).collect();
    assert_eq!(names, ["dist", "dist/a", "dist/a/x", "dist/c", "dist/c/d", "dist/c/d/z", "lock"]);
    assert_eq!(new["dist/a/x"].as_deref(), Some(&b"new"[..]));
    let written = build(folder.path(), &second()).unwrap();
    assert_eq!(written, Written { written: 2, unchanged: 1, removed: 1, left_over: None });
    let written = build(folder.path(), &second()).unwrap();
    assert_eq!(written, Written { written: 0, unchanged: 3, removed: 0, left_over: None });
}

/// One call after the other fails: the tree is the old one or the new one, as is said.
#[test]
fn one_fault_leaves_the_old_tree_or_the_new_one() {
    for at in 0.. {
        let (folder, old, new) = built();
        faults::plan(Faults::Once(at));
        let result = build(folder.path(), &second());
        let calls = faults::calls();
        faults::plan(Faults::None);
        let mut now = files(folder.path());
        let mut expected = match &result {
            Ok(_) => new,
            Err(TreeError { left: Left::Untouched | Left::Undone, .. }) => old,
            Err(TreeError { left: Left::Placed(_), .. }) => new,
            Err(TreeError { left: Left::Unfinished(_) | Left::Untold(_), .. }) => {
                panic!("call {at}: {result:?}")
            }
        };
        // A staging folder that could not be removed, or one that still has to be synced, is left to the next build.
        now.retain(|path, _| !path.starts_with(".nestc-staging-"));
        expected.retain(|path, _| !path.starts_with(".nestc-staging-"));
        assert_eq!(now, expected, "call {at}: {result:?}");
        let tree = open(folder.path()).unwrap();
        tree.recover("", false).unwrap();
        assert_eq!(files(folder.path()), expected, "call {at}, after the next build: {result:?}");
        if calls <= at {
            assert!(at > 50, "only {at} calls");
            return;
        }
    }
}

/// A build is killed at one call after the other: the next one completes or undoes it, also where that is killed.
#[test]
fn a_killed_build_is_completed_or_undone() {
    let mut seen = [false; 2];
    for at in 0.. {
        let (folder, old, new) = built();
        faults::plan(Faults::From(at));
        let result = build(folder.path(), &second());
        let calls = faults::calls();
        faults::plan(Faults::None);
        // No path was without its file, and what is there is whole.
        let now = files(folder.path());
        assert!(now["dist/a/x"] == old["dist/a/x"] || now["dist/a/x"] == new["dist/a/x"], "call {at}");
        for again in [3, 9, 20, 35] {
            let copy = tempfile::tempdir().unwrap();
            copy_tree(folder.path(), copy.path());
            faults::plan(Faults::From(again));
            let _ = open(copy.path()).and_then(|tree| tree.recover("", false));
            faults::plan(Faults::None);
            recovered(copy.path(), &old, &new, at);
        }
        let is_new = recovered(folder.path(), &old, &new, at);
        seen[usize::from(is_new)] = true;
        if calls <= at {
            assert!(result.is_ok());
            break;
        }
    }
    assert_eq!(seen, [true; 2]);
}

/// Completes or undoes what is left below `root`; whether the tree is the new one.
fn recovered(root: &Path, old: &Files, new: &Files, at: usize) -> bool {
    open(root).unwrap().recover("", false).unwrap();
    let now = files(root);
    assert!(now == *old || now == *new, "call {at}: {now:#?}");
    now == *new
}

fn copy_tree(from: &Path, to: &Path) {
    for (path, content) in files(from) {
        match content {
            None => fs::create_dir_all(to.join(path)).unwrap(),
            Some(content) => {
                fs::create_dir_all(to.join(&path).parent().unwrap()).unwrap();
                fs::write(to.join(path), content).unwrap();
            }
        }
    }
    for staging in fs::read_dir(to).unwrap().map(|entry| entry.unwrap().path()) {
        move_journal(&staging);
    }
}

/// Makes the journal in `staging`, if there is one, one that was written there.
fn move_journal(staging: &Path) {
    let inode = super::folder::Folder::open(staging).and_then(|it| it.itself()).map(|it| it.inode);
    let marker = staging.join("made-in");
    if let (Ok(inode), false) = (&inode, fs::read(&marker).unwrap_or_default().is_empty()) {
        fs::write(&marker, inode.to_string()).unwrap();
    }
    let path = staging.join("journal");
    let Ok(text) = fs::read_to_string(&path) else { return };
    let Some((first, rest)) = text.split_once('\n') else { return };
    let mut journal: serde_json::Value = serde_json::from_str(first).unwrap();
    journal["folder"] = inode.unwrap().into();
    let line = format!("{journal}\n");
    let rest = match rest.split_once('\n') {
        Some((_, after)) => format!("commit {}\n{after}", Digest::of(line.as_bytes())),
        None => rest.to_owned(),
    };
    fs::write(&path, line + &rest).unwrap();
}

/// Somebody removes the outputs of a killed build, or brings a staging folder along from elsewhere.
#[test]
fn what_is_gone_is_made_again_and_no_foreign_journal_is_trusted() {
    let mut completed = 0;
    for at in 0.. {
        let (folder, _, new) = built();
        faults::plan(Faults::From(at));
        let result = build(folder.path(), &second());
        faults::plan(Faults::None);
        if result.is_ok() {
            break;
        }
        let copy = tempfile::tempdir().unwrap();
        copy_tree(folder.path(), copy.path());
        let _ = fs::remove_dir_all(folder.path().join("dist"));
        let tree = open(folder.path()).unwrap();
        tree.recover("", false).unwrap();
        assert!(tree.unfinished("dist").unwrap().is_empty(), "call {at}");
        completed += usize::from(files(folder.path()).get("dist/a/x") == new.get("dist/a/x"));
        // The copy of the copy is in no folder that its journal names: nothing of it is touched.
        let foreign = tempfile::tempdir().unwrap();
        let staged = files(copy.path()).into_iter().filter(|(path, _)| path.starts_with(".nestc-staging-"));
        let staged: Files = staged.collect();
        if staged.keys().filter(|path| path.contains('/')).count() < 2 {
            continue;
        }
        for (path, content) in &staged {
            fs::create_dir_all(foreign.path().join(path).parent().unwrap()).unwrap();
            content.iter().for_each(|it| fs::write(foreign.path().join(path), it).unwrap());
        }
        let recovered = open(foreign.path()).unwrap().recover("", false).unwrap();
        assert!(matches!(recovered.as_slice(), [Recovered::Foreign(_)]), "call {at}: {recovered:?}");
        assert_eq!(files(foreign.path()), staged, "call {at}");
        let tree = open(foreign.path()).unwrap();
        assert!(tree.unfinished("").unwrap().iter().all(|it| !it.of_build));
        drop(tree);
        build(foreign.path(), &first()).unwrap();
    }
    assert!(completed > 0);
}

#[test]
fn what_somebody_changed_is_left_alone() {
    let (folder, old, _) = built();
    fs::write(folder.path().join("dist/a/x"), "edited").unwrap();
    let (outputs, stale) = second();
    let tree = open(folder.path()).unwrap();
    let comparison = tree.compare(&outputs, &stale, &[]).unwrap();
    let found: Vec<Found> = comparison.outputs().collect();
    assert_eq!(found, [Found::Edited, Found::Missing, Found::Same]);
    assert!(tree.write(&comparison, &outputs, &stale, &options()).is_err());
    fs::write(folder.path().join("dist/a/x"), "1").unwrap();
    // It changes after it was compared.
    let comparison = tree.compare(&outputs, &stale, &[]).unwrap();
    fs::write(folder.path().join("dist/b/y"), "edited").unwrap();
    let refused = tree.write(&comparison, &outputs, &stale, &options());
    let Err(TreeError { error: WriteError::Changed(path), left: Left::Undone }) = refused else {
        panic!("{refused:?}")
    };
    assert!(path.ends_with("dist/b/y"), "{path}");
    let mut expected = old;
    expected.insert("dist/b/y".to_owned(), Some(b"edited".to_vec()));
    assert_eq!(files(folder.path()), expected);
}

#[test]
fn an_edit_after_a_kill_is_not_lost() {
    for (path, content) in [("dist/b/y", "2"), ("dist/a/x", "1")] {
        let mut edited = 0;
        for at in 0.. {
            let (folder, _, _) = built();
            faults::plan(Faults::From(at));
            let _ = build(folder.path(), &second());
            let calls = faults::calls();
            faults::plan(Faults::None);
            let file = folder.path().join(path);
            let is_old = fs::read(&file).is_ok_and(|it| it == content.as_bytes());
            // As an editor does: in a new file.
            let _ = fs::remove_file(&file);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(&file, "edited").unwrap();
            let tree = open(folder.path()).unwrap();
            let recovered = tree.recover("", false);
            assert_eq!(fs::read(&file).unwrap(), b"edited", "call {at}: {recovered:?}");
            if is_old && recovered.as_ref().is_ok_and(|it| it == &[Recovered::Edited(vec![path.to_owned()])])
            {
                edited += 1;
                tree.recover("", true).unwrap();
                assert!(tree.unfinished("dist").unwrap().is_empty());
            }
            if calls <= at {
                break;
            }
        }
        assert!(edited > 0, "{path}");
    }
}

#[test]
fn paths_that_are_one_elsewhere_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let tree = open(folder.path()).unwrap();
    let compare = |paths: &[&str]| {
        let outputs: Vec<_> = paths.iter().map(|path| output(path, "", None)).collect();
        tree.compare(&outputs, &[], &[]).map(drop).map_err(|it| it.error)
    };
    assert!(matches!(compare(&["a/x", "a/x"]), Err(WriteError::Twice(_))));
    assert!(matches!(compare(&["a/Web", "a/web"]), Err(WriteError::Alike(..))));
    assert!(matches!(compare(&["caf\u{e9}", "cafe\u{301}"]), Err(WriteError::Alike(..))));
    assert!(matches!(compare(&["a", "A/x"]), Err(WriteError::FileAndFolder(..))));
    assert!(matches!(compare(&["../x"]), Err(WriteError::Climbs(_))));
    assert!(matches!(compare(&["a/.GIT/hooks/x"]), Err(WriteError::Protected { .. })));
    compare(&["a/x", "a/y", "b/x"]).unwrap();
    fs::write(folder.path().join("web"), "").unwrap();
    let source = [folder.path().join("web")];
    let refused = tree.compare(&[output("WEB", "", None)], &[], &source).map_err(|it| it.error);
    assert!(matches!(refused, Err(WriteError::Protected { .. })), "{refused:?}");
}

#[cfg(unix)]
#[test]
fn links_lead_to_no_other_folder() {
    use std::os::unix::fs::symlink;
    let (elsewhere, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    symlink(elsewhere.path(), folder.path().join("out")).unwrap();
    fs::create_dir(folder.path().join("real")).unwrap();
    symlink("real", folder.path().join("dist")).unwrap();
    let tree = open(folder.path()).unwrap();
    let refused = tree.compare(&[output("out/a/x", "", None)], &[], &[]).map_err(|it| it.error);
    assert!(matches!(refused, Err(WriteError::Outside(_))), "{refused:?}");
    // One that leads to another place inside is followed.
    let outputs = [output("dist/a/x", "1", None)];
    let comparison = tree.compare(&outputs, &[], &[]).unwrap();
    // It is made to lead out after it was looked at.
    fs::remove_dir(folder.path().join("real")).unwrap();
    symlink(elsewhere.path(), folder.path().join("real")).unwrap();
    assert!(tree.write(&comparison, &outputs, &[], &options()).is_err());
    assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 0);
    fs::remove_file(folder.path().join("real")).unwrap();
    fs::create_dir(folder.path().join("real")).unwrap();
    tree.write(&comparison, &outputs, &[], &options()).unwrap();
    assert_eq!(fs::read(folder.path().join("real/a/x")).unwrap(), b"1");
}

#[test]
fn a_tree_has_one_writer() {
    let folder = tempfile::tempdir().unwrap();
    let tree = open(folder.path()).unwrap();
    let mut told = 0;
    let refused = Tree::open(folder.path(), Access::Shared, &patience(), &mut || told += 1);
    let busy = refused.map(drop).map_err(|it| it.error);
    assert!(matches!(busy, Err(WriteError::Busy { .. })), "{busy:?}");
    assert_eq!(told, 1);
    drop(tree);
    let shared = |path: &Path| Tree::open(path, Access::Shared, &patience(), &mut || {});
    let both = (shared(folder.path()).unwrap(), shared(folder.path()).unwrap());
    assert!(open(folder.path()).is_err());
    drop(both);
    open(folder.path()).unwrap();
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "no file is made for it");
}

#[test]
fn a_signal_before_the_commitment_leaves_the_old_tree() {
    let (folder, old, _) = built();
    let (outputs, stale) = second();
    let tree = open(folder.path()).unwrap();
    let comparison = tree.compare(&outputs, &stale, &[]).unwrap();
    let interrupt = Interrupt::default();
    interrupt.0.store(SIGTERM, std::sync::atomic::Ordering::Relaxed);
    let stopped = tree.write(&comparison, &outputs, &stale, &Options { interrupt, ..options() });
    let Err(TreeError { error: WriteError::Interrupted(SIGTERM), left: Left::Untouched }) = stopped else {
        panic!("{stopped:?}")
    };
    assert_eq!(files(folder.path()), old);
}

#[cfg(unix)]
#[test]
fn paths_may_be_longer_than_a_system_takes() {
    let folder = tempfile::tempdir().unwrap();
    let path = format!("{}x", format!("{}/", "d".repeat(200)).repeat(25));
    for (text, before) in [("1", None), ("2", Some("1"))] {
        let outputs = [output(&path, text, before)];
        let tree = open(folder.path()).unwrap();
        let comparison = tree.compare(&outputs, &[], &[]).unwrap();
        let written = tree.write(&comparison, &outputs, &[], &options()).unwrap();
        assert_eq!(written.written, 1);
        assert_eq!(tree.read(&path).unwrap().unwrap(), text.as_bytes());
    }
}
