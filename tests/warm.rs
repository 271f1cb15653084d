//! src/repl/warm.txt lists what src/repl/training.txt calls of the library, so that a session can compile it before somebody types such lines.
//! `MGO_BLESS=1 cargo test --test warm` writes the list.

use mgo::repl::{WARM, compiled};
use std::path::PathBuf;

const TRAINING: &str = include_str!("../src/repl/training.txt");
const HEAD: &str = "# What a session compiles while the first line is typed: written by `MGO_BLESS=1 cargo test --test warm`.\n";
/// So many functions may depend on how goroutines happen to run.
const CHANCE: usize = 40;

/// Instances of generic functions are known when somebody mentions them, no earlier.
fn is_listed(name: &str) -> bool {
    !name.contains("[...]")
}

#[test]
fn the_list_is_right() {
    if std::env::var_os("MGO_BLESS").is_some() {
        let (mut names, _) = compiled(TRAINING, "").expect("a session starts");
        names.retain(|name| is_listed(name));
        let lines: String = names.iter().map(|name| format!("{name}\n")).collect();
        let list = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/repl/warm.txt");
        return std::fs::write(list, format!("{HEAD}{lines}")).expect("the list is written");
    }
    let (mut late, missing) = compiled(TRAINING, WARM).expect("a session starts");
    late.retain(|name| is_listed(name));
    assert!(missing.len() < CHANCE, "no such functions: {missing:#?}");
    assert!(late.len() < CHANCE, "not compiled ahead: {late:#?}");
}

/// A first line waits for what it calls to be compiled: what shows a value is a native, which is there already.
#[test]
fn showing_values_compiles_next_to_nothing() {
    let inputs = "1.5\n[]int{1}\nmap[string]int{\"a\": 1}\nstruct{ A int; B []string }{1, nil}\n&[]any{nil, true}\n";
    let (names, _) = compiled(inputs, "").expect("a session starts");
    let shows: Vec<_> = names.iter().filter(|name| !name.starts_with("runtime.") && !name.starts_with("sync")).collect();
    assert!(!shows.is_empty() && shows.len() < 15, "compiled: {shows:#?}");
}
