//! Builds that are stopped, and what they leave.

use std::fs;

use super::*;

/// A signal after the commitment: what was put in place is put back.
#[test]
fn a_signal_after_the_commitment_puts_everything_back() {
    let (mut undone, mut done) = (0, 0);
    for at in 0.. {
        let (folder, old, new) = built();
        let (outputs, stale) = second();
        let tree = open(folder.path()).unwrap();
        let comparison = tree.compare(&outputs, &stale, &[]).unwrap();
        let interrupt = Interrupt::default();
        faults::signal(at, interrupt.clone());
        let written = tree.write(&comparison, &outputs, &stale, &Options { interrupt, ..options() });
        let calls = faults::calls();
        faults::plan(Faults::None);
        match written {
            Ok(_) => {
                done += 1;
                assert_eq!(files(folder.path()), new, "call {at}");
            }
            Err(TreeError { error: WriteError::Interrupted(SIGTERM), left }) => {
                undone += usize::from(left == Left::Undone);
                assert!(matches!(left, Left::Untouched | Left::Undone), "call {at}: {left:?}");
                assert_eq!(files(folder.path()), old, "call {at}");
            }
            other => panic!("call {at}: {other:?}"),
        }
        if calls <= at {
            break;
        }
    }
    assert!(undone > 5 && done > 0, "{undone} undone, {done} done");
}

/// What is in a staging folder and was not put there by a build stays, and stops nobody.
#[test]
fn what_somebody_put_into_a_staging_folder_stays() {
    let folder = tempfile::tempdir().unwrap();
    let staging = folder.path().join(".nestc-staging-0123456789abcdef");
    fs::create_dir(&staging).unwrap();
    for name in ["n0", "o0", "notes"] {
        fs::write(staging.join(name), name).unwrap();
    }
    let before = files(&staging);
    build(folder.path(), &first()).unwrap();
    build(folder.path(), &second()).unwrap();
    assert_eq!(files(&staging), before);
    // Also beside what a killed build left there.
    let (folder, old, new) = built();
    faults::plan(Faults::From(60));
    let _ = build(folder.path(), &second());
    faults::plan(Faults::None);
    let name = files(folder.path()).into_keys().find(|it| it.starts_with(".nestc-staging-")).unwrap();
    let note = folder.path().join(&name).join("notes");
    fs::write(&note, "mine").unwrap();
    open(folder.path()).unwrap().recover("", false).unwrap();
    let mut now = files(folder.path());
    now.retain(|path, _| !path.starts_with(".nestc-staging-"));
    assert!(now == old || now == new, "{now:#?}");
    assert_eq!(fs::read(note).unwrap(), b"mine");
    assert_eq!(files(&folder.path().join(name)).len(), 1);
}
