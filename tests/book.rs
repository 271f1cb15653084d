//! Everything that the book shows is run. A `go` listing is a file of the repository that other tests run, a `text` listing the record beside one, and
//! a `repl` listing is typed into `mgo repl`: its lines after `mgo> `, up to where brackets are closed, and the others are what comes out. A `console` listing is a
//! session: its `$ ` lines run in the repository's root with `mgo` on the PATH, and what they print must be what stands there.
//! `...` stands for anything: a line of its own for any lines, inside a line for any characters.

mod common;
#[path = "book/pictures.rs"]
mod pictures;

use common::{root, run};
use libtest_mimic::{Arguments, Failed, Trial};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// One fenced listing.
struct Fence {
    language: String,
    body: Vec<String>,
    /// `FILE:LINE`
    place: String,
}

fn main() {
    let args = Arguments::from_args();
    let mut chapters = Vec::new();
    find(&root().join("book/src"), &mut chapters);
    let mut trials: Vec<Trial> =
        chapters.iter().flat_map(|c| fences(c)).map(|fence| Trial::test(fence.place.clone(), move || check(&fence))).collect();
    trials.push(Trial::test("pictures: each is shown, and each that is shown is there", move || pictures::are_shown(&chapters)));
    trials.push(Trial::test("pictures: drawn again they show the same goroutines", pictures::are_current));
    libtest_mimic::run(&args, trials).exit();
}

fn find(dir: &Path, chapters: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(dir).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            find(&path, chapters);
        } else if path.extension().is_some_and(|e| e == "md") {
            chapters.push(path);
        }
    }
    chapters.sort();
}

fn fences(chapter: &Path) -> Vec<Fence> {
    let text = std::fs::read_to_string(chapter).unwrap_or_default();
    let name = chapter.strip_prefix(root()).unwrap_or(chapter).display().to_string();
    let mut found = Vec::new();
    let mut open: Option<Fence> = None;
    for (i, line) in text.lines().enumerate() {
        match (line.strip_prefix("```"), open.take()) {
            (Some(_), Some(fence)) => found.push(fence),
            (Some(language), None) => {
                open = Some(Fence { language: language.to_owned(), body: Vec::new(), place: format!("{name}:{}", i + 1) })
            }
            (None, Some(mut fence)) => {
                fence.body.push(line.to_owned());
                open = Some(fence);
            }
            (None, None) => {}
        }
    }
    found.extend(open);
    found
}

fn check(fence: &Fence) -> Result<(), Failed> {
    match fence.language.as_str() {
        "go" | "text" | "rust" => included(fence),
        "console" => session(fence),
        "repl" => typed(fence),
        "mermaid" => Ok(()),
        other => Err(format!("a listing in {other:?} is not run by anything: use go, text, rust, console, repl").into()),
    }
}

/// The listing is `{{#include PATH}}`, and PATH something that tests run or record.
fn included(fence: &Fence) -> Result<(), Failed> {
    let [line] = &fence.body[..] else {
        return Err("a listing is one {{#include PATH}}".into());
    };
    let path = line.strip_prefix("{{#include ").and_then(|l| l.strip_suffix("}}")).ok_or("a listing is one {{#include PATH}}")?;
    let path = path.split(':').next().unwrap_or(path);
    let chapter = fence.place.split(':').next().unwrap_or_default();
    let file = root().join(chapter).parent().unwrap_or(Path::new("")).join(path);
    let file = file.canonicalize().map_err(|e| format!("{path}: {e}"))?;
    let tested = ["examples", "tests", "runtime", "compiler", "src"].iter().any(|d| file.starts_with(root().join(d)));
    let recorded = file.extension().is_some_and(|e| e == "rs" || e == "txt")
        || ["out", "errors", "err"].iter().any(|e| file.with_extension(e).exists());
    if tested && recorded { Ok(()) } else { Err(format!("no test runs {}", file.display()).into()) }
}

fn session(fence: &Fence) -> Result<(), Failed> {
    let cache = tempfile::tempdir()?;
    let mut lines = fence.body.iter().peekable();
    while let Some(line) = lines.next() {
        let command = line.strip_prefix("$ ").ok_or_else(|| format!("want a line that begins with $, have {line:?}"))?;
        let mut want = Vec::new();
        while let Some(line) = lines.next_if(|l| !l.starts_with("$ ")) {
            want.push(line.as_str());
        }
        let mut shell = Command::new("sh");
        shell.arg("-c").arg(format!("exec 2>&1; {command}")).current_dir(root()).env("PATH", path()).env_remove("GOMAXPROCS");
        // What earlier searches have kept is none of the book's.
        shell.env("XDG_CACHE_HOME", cache.path());
        let got = run(shell, Duration::from_secs(180));
        let printed: Vec<&str> = got.stdout.lines().collect();
        if !lines_match(&want, &printed) {
            return Err(format!("$ {command}\nprinted\n{}\nwhere the book has\n{}", got.stdout, want.join("\n")).into());
        }
    }
    Ok(())
}

/// PATH with `mgo` on it.
fn path() -> String {
    let bin = Path::new(env!("CARGO_BIN_EXE_mgo")).parent().unwrap_or(Path::new("/"));
    format!("{}:{}", bin.display(), std::env::var("PATH").unwrap_or_default())
}

/// Types a listing into a session.
fn typed(fence: &Fence) -> Result<(), Failed> {
    let (mut input, mut want) = (String::new(), Vec::new());
    let mut open = 0;
    for line in &fence.body {
        let Some(text) = line.strip_prefix("mgo> ").or((open > 0).then_some(line.as_str())) else {
            want.push(line.as_str());
            continue;
        };
        open += text.matches(['(', '{', '[']).count() as isize - text.matches([')', '}', ']']).count() as isize;
        input += &format!("{text}\n");
    }
    let dir = tempfile::tempdir()?;
    let file = dir.path().join("typed");
    std::fs::write(&file, &input)?;
    let mut shell = Command::new("sh");
    shell.arg("-c").arg(format!("exec {} repl 2>&1 < {}", env!("CARGO_BIN_EXE_mgo"), file.display())).current_dir(root());
    let got = run(shell, Duration::from_secs(180));
    let printed: Vec<&str> = got.stdout.lines().collect();
    if lines_match(&want, &printed) {
        return Ok(());
    }
    Err(format!("{input}\nprinted\n{}\nwhere the book has\n{}", got.stdout, want.join("\n")).into())
}

fn lines_match(want: &[&str], got: &[&str]) -> bool {
    match (want.split_first(), got.split_first()) {
        (None, None) => true,
        (Some((&"...", rest)), _) => lines_match(rest, got) || got.split_first().is_some_and(|(_, later)| lines_match(want, later)),
        (Some((w, rest)), Some((g, later))) => line_matches(w, g) && lines_match(rest, later),
        _ => false,
    }
}

fn line_matches(want: &str, got: &str) -> bool {
    let mut parts = want.split("...");
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = got.strip_prefix(first) else {
        return false;
    };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else {
        return rest.is_empty();
    };
    for part in middle {
        let Some(at) = rest.find(part) else {
            return false;
        };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}
