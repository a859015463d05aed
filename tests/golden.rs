//! Whole-program cases: every folder of `golden/` is built, linted and inspected in a copy, and compared byte
//! for byte. `NESTC_UPDATE=1 cargo test --test golden` rewrites what is expected.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test stops where it is wrong itself"
)]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The cases, by name.
fn cases() -> Vec<PathBuf> {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden");
    let mut cases: Vec<PathBuf> = fs::read_dir(golden).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.retain(|path| path.is_dir());
    cases.sort();
    assert!(cases.len() >= 10, "golden cases are missing");
    cases
}

/// Every file below `folder`, by its path with `/`.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(at) = waiting.pop() {
        let Ok(entries) = fs::read_dir(&at) else { continue };
        for entry in entries {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
                found.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    found
}

fn copy(from: &Path, to: &Path) {
    for (name, bytes) in files(from) {
        let target = to.join(name);
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::write(target, bytes).unwrap();
    }
}

fn nestc(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_nestc")).args(arguments).current_dir(folder).output().unwrap()
}

/// The name of the case and every place where it is not as expected.
fn run(case: &Path, differences: &mut Vec<String>) {
    let name = case.file_name().unwrap().to_string_lossy().into_owned();
    let temporary = tempfile::tempdir().unwrap();
    let work = temporary.path().join(&name);
    copy(case, &work);
    let _ = fs::remove_dir_all(work.join("out"));
    let has_manifest = work.join("nestc.yaml").exists();
    let targets: &[&str] = if has_manifest { &[] } else { &["in"] };
    let lint = |format: &str| nestc(&work, &[&["lint", "--format", format], targets].concat());

    let human = lint("human");
    assert_eq!(String::from_utf8_lossy(&human.stderr), "", "{name}: nothing fails");
    let mut actual = BTreeMap::new();
    actual.insert("lint.txt".to_owned(), human.stdout);
    actual.insert("lint.json".to_owned(), lint("json").stdout);
    actual.insert("inspect.json".to_owned(), nestc(&work, &["inspect", "in"]).stdout);
    if has_manifest {
        let built = nestc(&work, &["build", "--format", "short"]);
        let clean = built.status.code() == Some(0);
        assert_eq!(clean, work.join("out").exists(), "{name}: outputs exactly where the build succeeds");
        if !clean {
            assert!(!work.join("nestc.lock").exists(), "{name}: a build that fails records nothing");
            actual.insert("build.txt".to_owned(), built.stdout);
        }
        if clean {
            let checked = nestc(&work, &["build", "--check"]);
            assert_eq!(checked.status.code(), Some(0), "{name}: a fresh build is up to date");
            actual.extend(
                files(&work.join("out")).into_iter().map(|(path, bytes)| (format!("out/{path}"), bytes)),
            );
        }
    }
    if common::updating() {
        let _ = fs::remove_dir_all(case.join("out"));
        for (path, bytes) in &actual {
            let path = case.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        return;
    }
    let mut expected = files(case);
    expected.retain(|path, _| path != "nestc.yaml" && !path.starts_with("in/"));
    for path in expected.keys().chain(actual.keys()).collect::<std::collections::BTreeSet<_>>() {
        if expected.get(path) != actual.get(path) {
            let text = |files: &BTreeMap<String, Vec<u8>>| match files.get(path) {
                Some(bytes) => String::from_utf8_lossy(bytes).into_owned(),
                None => "(no such file)".to_owned(),
            };
            differences.push(format!(
                "golden/{name}/{path}\n--- expected\n{}\n--- actual\n{}",
                text(&expected),
                text(&actual)
            ));
        }
    }
}

#[test]
fn every_case_gives_what_is_expected() {
    let mut differences = Vec::new();
    for case in cases() {
        run(&case, &mut differences);
    }
    assert!(differences.is_empty(), "{}\nNESTC_UPDATE=1 rewrites them", differences.join("\n\n"));
}

/// The outputs and the record are the same bytes whatever the folder and the number of threads.
#[test]
fn builds_are_the_same_anywhere() {
    let case = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden/two-packages");
    let mut builds = Vec::new();
    for (threads, nesting) in [("1", "a"), ("7", "b/c d/é")] {
        let temporary = tempfile::tempdir().unwrap();
        let work = temporary.path().join(nesting);
        copy(&case, &work);
        let _ = fs::remove_dir_all(work.join("out"));
        let built = Command::new(env!("CARGO_BIN_EXE_nestc"))
            .arg("build")
            .env("RAYON_NUM_THREADS", threads)
            .env("LC_ALL", "zh_CN.UTF-8")
            .current_dir(&work)
            .output()
            .unwrap();
        assert_eq!(built.status.code(), Some(0), "{}", String::from_utf8_lossy(&built.stderr));
        builds.push(files(&work.join("out")));
    }
    assert!(builds.windows(2).all(|pair| pair[0] == pair[1]));
}
