//! Fuzzes lexer, parser, printers and renderer: nothing panics, hangs or points outside the text, whatever the input.
//!
//! Runs for `MGO_FUZZ_SECONDS` (2 unless given) from `MGO_FUZZ_SEED` (the time unless given). A failure prints seed and input.

use mgo_syntax::source::{Pos, SourceMap};
use mgo_syntax::{Mode, parse_file, print, render};
use std::panic::catch_unwind;
use std::path::Path;
use std::time::{Duration, Instant, SystemTime};

/// xorshift64*: enough randomness for this, and reproducible.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() >> 33) as usize % n.max(1)
    }

    fn pick<T: Clone>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())].clone()
    }
}

const WORDS: &[&str] = &[
    "break",
    "case",
    "chan",
    "const",
    "continue",
    "default",
    "defer",
    "else",
    "fallthrough",
    "for",
    "func",
    "go",
    "goto",
    "if",
    "import",
    "interface",
    "map",
    "package",
    "range",
    "return",
    "select",
    "struct",
    "switch",
    "type",
    "var",
    "x",
    "y",
    "T",
    "p",
    "_",
    "main",
    "any",
    "0",
    "1",
    "0x",
    "1e",
    "1_",
    "08",
    "'a'",
    "'",
    "''",
    "\"s\"",
    "\"",
    "`r`",
    "`",
    "+",
    "-",
    "*",
    "/",
    "%",
    "&",
    "|",
    "^",
    "<<",
    ">>",
    "&^",
    "+=",
    "-=",
    "&^=",
    "&&",
    "||",
    "<-",
    "++",
    "--",
    "==",
    "<",
    ">",
    "=",
    "!",
    "~",
    "!=",
    "<=",
    ">=",
    ":=",
    "...",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    ";",
    ".",
    ":",
    "\n",
    "\n",
    "\n",
    "//c\n",
    "/*c*/",
    "/*",
    "#",
    "@",
    "\\",
    "\0",
    "\u{feff}",
    "é",
    "世",
    "€",
    "//go:x\n",
    "1i",
    "0.5",
];

/// Words in no order, with a bit of a program around them.
fn soup(random: &mut Random) -> String {
    let mut text =
        random.pick(&["", "package p\n", "package p\nfunc f() {\n", "package p\ntype T ", "package p\nvar x = ", "#!x\n"]).to_string();
    for _ in 0..random.below(60) {
        text.push_str(random.pick(WORDS));
        text.push_str(random.pick(&["", " ", " ", " ", "\n"]));
    }
    text
}

/// A program with some pieces dropped, doubled, moved or replaced.
fn mutate(random: &mut Random, seeds: &[String]) -> String {
    let mut text = random.pick(seeds);
    for _ in 0..1 + random.below(6) {
        let cut = |random: &mut Random, text: &str| {
            let mut at = random.below(text.len() + 1);
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            at
        };
        let a = cut(random, &text);
        let mut b = (a + random.below(20)).min(text.len());
        while !text.is_char_boundary(b) {
            b -= 1;
        }
        let (a, b) = (a.min(b), a.max(b));
        let piece = text[a..b].to_string();
        match random.below(5) {
            0 => text.replace_range(a..b, ""),
            1 => text.insert_str(a, &piece),
            2 => text.insert_str(a, random.pick(WORDS)),
            3 => text.replace_range(a..b, random.pick(WORDS)),
            _ => {
                text.replace_range(a..b, "");
                let at = cut(random, &text);
                text.insert_str(at, &piece);
            }
        }
    }
    text
}

fn check(text: &str, script: bool) {
    let map = SourceMap::default();
    map.add("before.go", "package before\n");
    let id = map.add("x.mgo", text);
    let file = map.file(id);
    let parsed = parse_file(id, file, Mode { script }, 7);
    let end = file.base.plus(text.len() as u32);
    let inside = |pos: Pos| file.base <= pos && pos <= end;
    for diag in &parsed.diags {
        assert!(inside(diag.span.lo) && inside(diag.span.hi) && diag.span.lo <= diag.span.hi, "{diag:?}");
        assert!(!diag.message.is_empty());
    }
    assert!(parsed.diags.is_sorted_by_key(|d| d.span.lo));
    let tree = print::ast(&map, &parsed.file);
    if parsed.diags.is_empty() {
        assert!(!tree.lines().any(|line| line.trim_start().starts_with("bad ")), "a hole without a complaint:\n{tree}");
    }
    print::tokens(&map, id, script);
    render(&map, &parsed.diags, script);
}

fn seeds() -> Vec<String> {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let files = ["parse", "errors", "lex"].into_iter().flat_map(|dir| std::fs::read_dir(tests.join(dir)).unwrap());
    let paths = files.map(|entry| entry.unwrap().path());
    let mut paths: Vec<_> = paths.filter(|path| path.extension().is_some_and(|ext| ext == "go" || ext == "mgo")).collect();
    paths.sort();
    paths.into_iter().map(|path| std::fs::read_to_string(path).unwrap()).collect()
}

/// What this thread has used of a processor: on a busy machine, that is less than what a clock shows.
fn processor_time() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

#[test]
fn fuzz_without_panics_or_hangs() {
    let number = |name: &str| std::env::var(name).ok().map(|value| value.parse::<u64>().expect("a number"));
    let seconds = number("MGO_FUZZ_SECONDS").unwrap_or(2);
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_nanos() as u64;
    let seed = number("MGO_FUZZ_SEED").unwrap_or(now) | 1;
    let mut random = Random(seed);
    let seeds = seeds();
    let start = Instant::now();
    let mut rounds = 0u64;
    while start.elapsed() < Duration::from_secs(seconds) {
        let text = if random.below(2) == 0 { soup(&mut random) } else { mutate(&mut random, &seeds) };
        let script = random.below(2) == 0;
        let began = processor_time();
        let ok = catch_unwind(|| check(&text, script)).is_ok();
        let slow = processor_time() - began > Duration::from_secs(5);
        assert!(ok && !slow, "seed {seed}, round {rounds}, script {script}, {:?}:\n{text:?}", processor_time() - began);
        rounds += 1;
    }
    assert!(rounds > 0);
    println!("{rounds} rounds from seed {seed}");
}
