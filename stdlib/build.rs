//! Generates the table of the library's sources: every `.mgo` file under `src/`, tests left out, by import path.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("src");
    let mut packages = Vec::new();
    collect(&root, &root, &mut packages)?;
    packages.sort();

    let mut table = String::from("/// Packages by import path, sorted, with their files.\n");
    table.push_str("pub(crate) static PACKAGES: &[(&str, &[(&str, &str)])] = &[\n");
    for (path, files) in &packages {
        let _ = writeln!(table, "    ({path:?}, &[");
        for file in files {
            let name = file.file_name().expect("a file").to_string_lossy();
            let _ = writeln!(table, "        ({name:?}, include_str!({:?})),", file.display().to_string());
        }
        table.push_str("    ]),\n");
    }
    table.push_str("];\n");
    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo sets it")).join("sources.rs");
    fs::write(out, table)
}

/// Adds the packages in `dir` and below: a directory with sources is one.
fn collect(root: &Path, dir: &Path, packages: &mut Vec<(String, Vec<PathBuf>)>) -> io::Result<()> {
    println!("cargo::rerun-if-changed={}", dir.display());
    let mut files = Vec::new();
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        let name = path.file_name().expect("an entry").to_string_lossy();
        if path.is_dir() {
            collect(root, &path, packages)?;
        } else if name.ends_with(".mgo") && !name.ends_with("_test.mgo") {
            println!("cargo::rerun-if-changed={}", path.display());
            files.push(path);
        }
    }
    if !files.is_empty() {
        files.sort();
        let import_path = dir.strip_prefix(root).expect("below root").to_string_lossy().replace('\\', "/");
        packages.push((import_path, files));
    }
    Ok(())
}
