//! The command line, as a user meets it.

mod common;

use common::mgo;

/// A program in a folder of its own.
fn program(name: &str, text: &str) -> (tempfile::TempDir, String) {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let file = dir.path().join(name);
    std::fs::write(&file, text).expect("writable");
    let path = file.display().to_string();
    (dir, path)
}

#[test]
fn the_program_sees_its_own_arguments() {
    let (_dir, file) = program(
        "args.go",
        "package main\n\nimport \"os\"\n\nfunc main() {\n\tfor _, a := range os.Args {\n\t\tos.Stdout.WriteString(a + \"\\n\")\n\t}\n}\n",
    );
    let got = mgo(&["run", &file, "one", "-two", "--emit"]);
    assert_eq!(got.stdout, format!("{file}\none\n-two\n--emit\n"), "{}", got.stderr);
}
