//! stdlib/deferred.txt lists exactly the packages of which nothing runs before the program mentions them; package reflect is not among them, since the
//! compiler has to know from the start whether the program has it. `MGO_BLESS=1 cargo test --test deferred` writes the list.

use mgo::engine::idle_packages;
use std::path::PathBuf;

const HEAD: &str =
    "# Packages of which nothing runs before the program mentions them: written by `MGO_BLESS=1 cargo test --test deferred`.\n";

#[test]
fn the_list_is_right() {
    let idle = idle_packages().expect("all initialisers compile");
    let lines = idle.iter().filter(|path| *path != "reflect").map(|path| format!("{path}\n"));
    let text: String = [HEAD.to_owned()].into_iter().chain(lines).collect();
    let list = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("stdlib/deferred.txt");
    if std::env::var_os("MGO_BLESS").is_some() {
        std::fs::write(&list, &text).expect("the list is written");
    }
    assert_eq!(std::fs::read_to_string(&list).expect("the list is there"), text, "MGO_BLESS=1 cargo test --test deferred");
}
