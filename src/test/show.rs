//! What the person sees: on a terminal with colours, a line that tells how far things are, differences side by side, and a summary; elsewhere
//! exactly the lines of `go test`.

use std::fmt::Write as _;
use std::io::{IsTerminal, Write};
use std::time::Instant;

/// How a target ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// `ok`
    Passed,
    /// `FAIL`
    Failed,
    /// `?`
    NoTests,
}

/// The output of a run.
pub struct Show {
    total: usize,
    /// Standard output is a terminal that may be coloured.
    color: bool,
    /// Standard error is a terminal: it may carry the progress line.
    progress: bool,
    shown: bool,
    started: Instant,
    passed: usize,
    without_tests: usize,
    failed: Vec<String>,
    /// The end of a line that has not come yet, for colouring needs whole ones.
    partial: Vec<u8>,
}

impl Show {
    /// The output for so many targets.
    pub fn new(total: usize) -> Show {
        Show {
            total,
            color: std::io::stdout().is_terminal() && crate::report::may_color(),
            progress: std::io::stderr().is_terminal() && std::io::stdout().is_terminal(),
            shown: false,
            started: Instant::now(),
            passed: 0,
            without_tests: 0,
            failed: Vec::new(),
            partial: Vec::new(),
        }
    }

    /// Whether a target has failed.
    pub fn failed(&self) -> bool {
        !self.failed.is_empty()
    }

    /// Shows the report on a target.
    pub fn outcome(&mut self, text: &[u8], verdict: Verdict, name: &str) {
        match verdict {
            Verdict::Passed => self.passed += 1,
            Verdict::NoTests => self.without_tests += 1,
            Verdict::Failed => self.failed.push(name.into()),
        }
        self.text(text);
    }

    /// Shows lines of `go test`.
    pub fn text(&mut self, bytes: &[u8]) {
        if !self.color {
            return self.raw(bytes);
        }
        self.partial.extend_from_slice(bytes);
        let Some(end) = self.partial.iter().rposition(|&b| b == b'\n') else { return };
        let lines: Vec<u8> = self.partial.drain(..=end).collect();
        let text = with_diffs(&String::from_utf8_lossy(&lines));
        let colored: String = text.split_inclusive('\n').map(paint).collect();
        self.raw(colored.as_bytes());
    }

    /// Shows bytes as they are.
    pub fn raw(&mut self, bytes: &[u8]) {
        self.clear();
        let mut out = std::io::stdout().lock();
        if out.write_all(bytes).and_then(|()| out.flush()).is_err() {
            std::process::exit(1); // nobody reads on
        }
    }

    /// Tells how far things are.
    pub fn progress(&mut self, done: usize, running: Vec<String>) {
        // Nothing is worth a line that is gone at once.
        if self.progress && self.started.elapsed().as_millis() > 200 {
            let line = format!("{done}/{} {}", self.total, running.join(" "));
            let line: String = line.chars().take(78).collect();
            eprint!("\r\x1b[K\x1b[2m{line}\x1b[0m");
            self.shown = true;
        }
    }

    /// Takes the progress line away.
    pub fn clear(&mut self) {
        if std::mem::take(&mut self.shown) {
            eprint!("\r\x1b[K");
        }
    }

    /// The last line, on a terminal.
    pub fn summary(&mut self) {
        let rest = std::mem::take(&mut self.partial);
        self.raw(&rest);
        if !self.color || self.total < 2 {
            return;
        }
        let mut line = format!("\x1b[1m{} passed", self.passed);
        if !self.failed.is_empty() {
            let _ = write!(line, ", \x1b[31m{} failed\x1b[39m", self.failed.len());
        }
        if self.without_tests > 0 {
            let _ = write!(line, ", {} without tests", self.without_tests);
        }
        let _ = writeln!(line, "\x1b[0m in {:.1}s", self.started.elapsed().as_secs_f64());
        for name in &self.failed {
            let _ = writeln!(line, "  \x1b[31m{name}\x1b[0m");
        }
        self.raw(line.as_bytes());
    }
}

/// Colours a line by what it says.
fn paint(line: &str) -> String {
    let (body, end) = line.strip_suffix('\n').map_or((line, ""), |body| (body, "\n"));
    let start = body.trim_start();
    let color =
        if start.starts_with("--- FAIL") || body.starts_with("FAIL") || body.starts_with("panic: ") || body.starts_with("fatal error: ") {
            "31"
        } else if start.starts_with("--- PASS") || body.starts_with("ok  \t") || body == "PASS" {
            "32"
        } else if start.starts_with("--- SKIP") || start.starts_with("--- LEAK") || body.starts_with("?   \t") {
            "33"
        } else if start.starts_with("=== ") {
            "2"
        } else if body.starts_with("    -") {
            "31"
        } else if body.starts_with("    +") {
            "32"
        } else {
            return line.to_owned();
        };
    format!("\x1b[{color}m{body}\x1b[0m{end}")
}

/// Adds the difference below what an example printed and should have.
fn with_diffs(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, got_on)) = rest.split_once("got:\n") {
        let Some((got, want_on)) = got_on.split_once("\nwant:\n") else { break };
        let end = ["\n--- ", "\n=== ", "\nFAIL", "\nPASS"].iter().filter_map(|mark| want_on.find(mark)).min().unwrap_or(want_on.len());
        let (want, after) = want_on.split_at(end);
        let _ = write!(out, "{before}got:\n{got}\nwant:\n{want}\n");
        diff(want, got).lines().for_each(|line| _ = writeln!(out, "    {line}"));
        rest = after.strip_prefix('\n').unwrap_or(after);
    }
    out + rest
}

/// The lines that differ, with some around them.
pub fn diff(want: &str, got: &str) -> String {
    similar::TextDiff::from_lines(want, got).unified_diff().context_radius(2).header("want", "got").to_string()
}
