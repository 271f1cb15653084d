//! The book's pictures of traces: `book/pictures.sh` draws them. Times and orders differ from run to run; which functions' goroutines a picture shows
//! does not.

use super::common::{root, run};
use super::path;
use libtest_mimic::Failed;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// How often the pictures are drawn until they show what they should.
const TRIES: u32 = 5;

/// The pictures in a directory, by name.
fn pictures(dir: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = std::fs::read_dir(dir).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    found.retain(|path| path.extension().is_some_and(|e| e == "svg"));
    found.sort();
    found
}

/// Chapters show all pictures, and none that there is not.
pub fn are_shown(chapters: &[PathBuf]) -> Result<(), Failed> {
    let mut shown = BTreeSet::new();
    for chapter in chapters {
        for link in std::fs::read_to_string(chapter)?.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            if link.ends_with(".svg") {
                let file = chapter.parent().unwrap_or(Path::new("")).join(link);
                shown.insert(file.canonicalize().map_err(|err| format!("{}: {link}: {err}", chapter.display()))?);
            }
        }
    }
    let made: BTreeSet<PathBuf> = pictures(&root().join("book/src/pictures")).into_iter().filter_map(|p| p.canonicalize().ok()).collect();
    if made.is_empty() || shown != made {
        return Err(format!("shown {shown:#?}, made {made:#?}").into());
    }
    Ok(())
}

/// The functions whose goroutines a picture shows.
fn functions(picture: &Path) -> Result<BTreeSet<String>, Failed> {
    let text = std::fs::read_to_string(picture)?;
    Ok(text.split(r#"<tspan class="function">"#).skip(1).filter_map(|rest| Some(rest.split_once('<')?.0.to_owned())).collect())
}

/// The script draws the pictures that there are, with the same functions in them.
pub fn are_current() -> Result<(), Failed> {
    // On a busy machine a goroutine may end before the next begins, and a picture shows fewer.
    (1..TRIES).find_map(|_| drawn_as_kept().ok()).map_or_else(drawn_as_kept, Ok)
}

fn drawn_as_kept() -> Result<(), Failed> {
    let dir = tempfile::tempdir()?;
    let mut shell = Command::new(root().join("book/pictures.sh"));
    shell.arg(dir.path()).env("PATH", path());
    let got = run(shell, Duration::from_secs(180));
    let (drawn, kept) = (pictures(dir.path()), pictures(&root().join("book/src/pictures")));
    let names = |all: &[PathBuf]| all.iter().filter_map(|p| Some(p.file_name()?.to_owned())).collect::<Vec<_>>();
    if names(&drawn) != names(&kept) {
        return Err(format!("book/pictures.sh draws {drawn:?}, there are {kept:?}; it says {}", got.stdout).into());
    }
    for (drawn, kept) in drawn.iter().zip(&kept) {
        let (now, then) = (functions(drawn)?, functions(kept)?);
        if now != then || now.is_empty() {
            return Err(format!("{}: shows {then:?}, a new one {now:?}: run book/pictures.sh", kept.display()).into());
        }
    }
    Ok(())
}
