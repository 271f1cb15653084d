//! Generates the table of the library's sources: every `.mgo` file under `src/`, tests left out, by import path, with
//! whether a package may be loaded when it is first mentioned, and with what callers must know of its functions.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

#[derive(Default)]
struct Package {
    files: Vec<PathBuf>,
    imports: BTreeSet<String>,
}

fn main() -> io::Result<()> {
    let crate_root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let root = crate_root.join("src");
    let mut packages = BTreeMap::new();
    collect(&root, &root, &mut packages)?;

    let list = crate_root.join("deferred.txt");
    println!("cargo::rerun-if-changed={}", list.display());
    let list = fs::read_to_string(list)?;
    let idle: BTreeSet<&str> = list.lines().filter(|line| !line.starts_with('#')).collect();

    let sources = fingerprint(&packages)?;
    let summaries = summaries(&crate_root.join("summaries.txt"), sources)?;

    let mut table = format!("/// A number made of all paths and texts.\npub const FINGERPRINT: u64 = {sources:#x};\n");
    table.push_str("/// All packages, sorted by import path.\nstatic PACKAGES: &[Entry] = &[\n");
    for (path, package) in &packages {
        let deferred = deferred(path, &packages, &idle);
        let _ = writeln!(table, "    Entry {{ path: {path:?}, deferred: {deferred}, files: &[");
        for file in &package.files {
            let name = file.file_name().expect("a file").to_string_lossy();
            let _ = writeln!(table, "        ({name:?}, include_str!({:?})),", file.display().to_string());
        }
        let lines = summaries.as_ref().map(|lines| lines.get(path).map_or("", String::as_str));
        let _ = writeln!(table, "    ], summaries: {lines:?} }},");
    }
    table.push_str("];\n");
    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo sets it")).join("sources.rs");
    fs::write(out, table)
}

/// FNV-1a of all paths and texts.
fn fingerprint(packages: &BTreeMap<String, Package>) -> io::Result<u64> {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut add = |bytes: &[u8]| bytes.iter().chain(&[0]).for_each(|&byte| hash = (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3));
    for (path, package) in packages {
        add(path.as_bytes());
        for file in &package.files {
            add(&fs::read(file)?);
        }
    }
    Ok(hash)
}

/// The lines of `summaries.txt` by package. Those that were made of other sources are wrong: then there are none.
fn summaries(list: &Path, sources: u64) -> io::Result<Option<BTreeMap<String, String>>> {
    println!("cargo::rerun-if-changed={}", list.display());
    let text = fs::read_to_string(list)?;
    let mut lines = text.lines().skip_while(|line| line.starts_with('#'));
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    if lines.next() != Some(&format!("{sources:016x}")) {
        println!("cargo::warning=summaries.txt is of other sources; programs start slowly until `MGO_BLESS=1 cargo test --test summaries`");
        return Ok(None);
    }
    let mut package = String::new();
    for line in lines {
        match line.strip_prefix('=') {
            Some(path) => path.clone_into(&mut package),
            None => {
                let text = found.entry(package.clone()).or_default();
                text.push_str(line);
                text.push('\n');
            }
        }
    }
    Ok(Some(found))
}

/// Whether a package and all that it needs are idle: nothing of them runs before the program mentions them.
fn deferred(path: &str, packages: &BTreeMap<String, Package>, idle: &BTreeSet<&str>) -> bool {
    let mut seen = BTreeSet::from([path]);
    let mut todo = vec![path];
    while let Some(path) = todo.pop() {
        if !idle.contains(path) {
            return false;
        }
        todo.extend(packages[path].imports.iter().map(String::as_str).filter(|import| seen.insert(import)));
    }
    true
}

/// Adds the packages in `dir` and below: a directory with sources is one.
fn collect(root: &Path, dir: &Path, packages: &mut BTreeMap<String, Package>) -> io::Result<()> {
    println!("cargo::rerun-if-changed={}", dir.display());
    let mut package = Package::default();
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        let name = path.file_name().expect("an entry").to_string_lossy();
        if path.is_dir() {
            collect(root, &path, packages)?;
        } else if name.ends_with(".mgo") && !name.ends_with("_test.mgo") {
            println!("cargo::rerun-if-changed={}", path.display());
            package.imports.extend(imports(&fs::read_to_string(&path)?));
            package.files.push(path);
        }
    }
    if !package.files.is_empty() {
        package.files.sort();
        let import_path = dir.strip_prefix(root).expect("below root").to_string_lossy().replace('\\', "/");
        packages.insert(import_path, package);
    }
    Ok(())
}

/// The paths that a file imports, which stand in lines of their own before all other declarations; `unsafe` is no package of the library.
fn imports(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut group = false;
    for line in text.lines() {
        let line = line.split("//").next().unwrap_or_default();
        let start = line.split([' ', '(', '\t']).next().unwrap_or_default();
        match start {
            "import" => group = line.contains('('),
            "const" | "func" | "type" | "var" => break,
            ")" => group = false,
            _ if !group => continue,
            _ => {}
        }
        found.extend(line.split('"').nth(1).filter(|path| *path != "unsafe").map(str::to_owned));
    }
    found
}
