//! stdlib/summaries.txt says of the library's functions what their callers must know, as the compiler finds it out from the sources that the library has
//! now. `MGO_BLESS=1 cargo test --test summaries` writes it.

use std::path::PathBuf;

const HEAD: &str = "# What callers must know of the library's functions: written by `MGO_BLESS=1 cargo test --test summaries`.\n";

#[test]
fn the_summaries_are_those_of_the_sources() {
    // Chains of calls are followed far.
    let made = std::thread::Builder::new().stack_size(256 << 20).spawn(|| mgo::engine::summaries().expect("all functions compile"));
    let summaries = made.expect("a thread").join().expect("no panic");
    let text = format!("{HEAD}{:016x}\n{summaries}", mgo_stdlib::FINGERPRINT);
    let list = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("stdlib/summaries.txt");
    if std::env::var_os("MGO_BLESS").is_some() {
        std::fs::write(&list, &text).expect("the list is written");
    }
    let listed = std::fs::read_to_string(&list).expect("the list is there");
    let other = text.lines().zip(listed.lines()).find(|(made, listed)| made != listed);
    assert!(text == listed, "MGO_BLESS=1 cargo test --test summaries; first difference (made, listed): {other:?}");
}
