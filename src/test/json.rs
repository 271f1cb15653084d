//! `-json`: the output of a test program as a stream of events, one JSON object a line, as `go tool test2json` writes them.

use std::fmt::Write as _;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

const FRAMING: u8 = b'V' & !b'@';
const ERR_BEGIN: u8 = b'O' & !b'@';
const ERR_END: u8 = b'N' & !b'@';
const ESCAPE: u8 = b'[' & !b'@';

const UPDATES: &[&str] =
    &["=== RUN   ", "=== PAUSE ", "=== CONT  ", "=== NAME  ", "=== PASS  ", "=== FAIL  ", "=== SKIP  ", "=== ATTR  ", "=== ARTIFACTS "];
const REPORTS: &[&str] = &["--- PASS: ", "--- FAIL: ", "--- SKIP: ", "--- BENCH: "];

/// An event before its package and time are added.
#[derive(Clone, Default)]
struct Event {
    action: String,
    test: String,
    elapsed: Option<f64>,
    output: Option<String>,
    output_type: &'static str,
    failed_build: String,
    key: String,
    value: String,
}

/// Turns the output of one test program into events.
pub struct Converter {
    package: String,
    start: Instant,
    test: String,
    /// Reports of finished tests, each below the one before.
    reports: Vec<Event>,
    result: &'static str,
    failed_build: String,
    /// Bytes of a line that has not ended.
    input: Vec<u8>,
    /// Inside a line whose begin was passed on.
    mid_line: bool,
    need_framing: bool,
    in_error: bool,
    out: Vec<u8>,
}

impl Converter {
    /// A converter for the tests of `package`.
    pub fn new(package: &str) -> Converter {
        let mut c = Converter {
            package: package.into(),
            start: Instant::now(),
            test: String::new(),
            reports: Vec::new(),
            result: "",
            failed_build: String::new(),
            input: Vec::new(),
            mid_line: false,
            need_framing: false,
            in_error: false,
            out: Vec::new(),
        };
        c.event(Event { action: "start".into(), ..Event::default() });
        c
    }

    /// Takes output of the program.
    pub fn write(&mut self, bytes: &[u8]) {
        self.input.extend_from_slice(bytes);
        while let Some(end) = line_end(&self.input) {
            let line: Vec<u8> = self.input.drain(..end).collect();
            if std::mem::take(&mut self.mid_line) { self.output(&line, false) } else { self.line(&line) }
        }
        // The name of a benchmark is told as soon as it is there, for its figures take time.
        if !self.mid_line
            && let Some(tab) = self.input.iter().position(|&b| b == b'\t')
            && is_benchmark_name(&self.input[..tab])
        {
            let name: Vec<u8> = self.input.drain(..=tab).collect();
            self.output(&name, false);
            self.mid_line = true;
        }
    }

    /// Notes that the package could not be compiled.
    pub fn build_failed(mut self, failure: &Failure) -> Converter {
        self.failed_build.clone_from(&failure.unit);
        self
    }

    /// Takes the last lines and gives the last events.
    pub fn conclude(mut self, text: &str, ok: bool) -> Vec<u8> {
        self.write(text.as_bytes());
        match (ok, self.result) {
            (true, "skip") => {}
            (true, _) => self.result = "pass",
            (false, _) => self.result = "fail",
        }
        let rest = std::mem::take(&mut self.input);
        self.output(&rest, false);
        self.flush_reports(0);
        let elapsed = Some((self.start.elapsed().as_secs_f64() * 1000.0).round() / 1000.0);
        let failed_build = if ok { String::new() } else { self.failed_build.clone() };
        self.event(Event { action: self.result.into(), elapsed, failed_build, ..Event::default() });
        self.out
    }

    /// The events so far, and forgets them.
    pub fn take(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.out)
    }

    fn line(&mut self, line: &[u8]) {
        let framed = line.first() == Some(&FRAMING);
        if self.need_framing && !framed {
            return self.output(line, false);
        }
        let original = &line[usize::from(framed)..];
        let text = String::from_utf8_lossy(original).into_owned();
        let trimmed = text.trim_end_matches('\n').trim_end_matches('\r');
        if trimmed == "PASS" || trimmed == "FAIL" || trimmed.starts_with("FAIL\t") {
            self.flush_reports(0);
            self.need_framing = framed;
            self.output(original, true);
            self.result = if trimmed == "PASS" { "pass" } else { "fail" };
            return;
        }
        if trimmed.starts_with("?   \t") && trimmed.ends_with("\t[no test files]") && self.reports.is_empty() {
            self.result = "skip";
        }
        if trimmed == "=== NAME" || UPDATES.iter().any(|update| text.starts_with(update)) {
            return self.update(trimmed, original, framed);
        }
        let body = trimmed.trim_start_matches("    ");
        let depth = (trimmed.len() - body.len()) / 4;
        if REPORTS.iter().any(|report| body.starts_with(report)) && depth <= self.reports.len() {
            return self.report(body, depth, original, framed);
        }
        if depth > 0 && depth <= self.reports.len() {
            self.test = self.reports[depth - 1].test.clone();
        }
        self.output(original, false);
    }

    /// `=== RUN   TestX` and its like.
    fn update(&mut self, line: &str, original: &[u8], framed: bool) {
        let (action, name) = line["=== ".len()..].split_once(' ').unwrap_or((&line["=== ".len()..], ""));
        let mut event = Event { action: action.to_lowercase(), ..Event::default() };
        let mut name = name.trim();
        if event.action == "attr" {
            let (test, rest) = name.split_once(' ').unwrap_or((name, ""));
            let (key, value) = rest.split_once(' ').unwrap_or((rest, ""));
            (event.key, event.value) = (key.into(), value.into());
            name = test;
        }
        self.need_framing = framed;
        self.flush_reports(0);
        self.test = name.into();
        match event.action.as_str() {
            "name" => {}
            "pause" => {
                self.output(original, true);
                self.event(event);
            }
            _ => {
                self.event(event);
                self.output(original, true);
            }
        }
    }

    /// `--- FAIL: TestX (0.00s)` and its like; the event itself comes when the test's output has ended.
    fn report(&mut self, body: &str, depth: usize, original: &[u8], framed: bool) {
        let (action, name) = body["--- ".len()..].split_once(": ").unwrap_or((body, ""));
        let mut event = Event { action: action.to_lowercase(), test: name.trim().into(), ..Event::default() };
        if let Some((test, time)) = name.split_once(" (") {
            event.elapsed = time.strip_suffix("s)").and_then(|t| t.parse().ok());
            event.test = test.into();
        }
        self.need_framing = framed;
        self.flush_reports(depth);
        self.test.clone_from(&event.test);
        self.reports.push(event);
        self.output(original, true);
    }

    fn flush_reports(&mut self, depth: usize) {
        self.test.clear();
        while self.reports.len() > depth {
            if let Some(event) = self.reports.pop() {
                self.event(event);
            }
        }
    }

    /// Output events for a line: marks tell where errors begin and end.
    fn output(&mut self, line: &[u8], framing: bool) {
        let mut part = Vec::new();
        let mut kind = if framing {
            "frame"
        } else if self.in_error {
            "error-continue"
        } else {
            ""
        };
        let mut bytes = line.iter().copied().peekable();
        while let Some(byte) = bytes.next() {
            match byte {
                ESCAPE => part.extend(bytes.next()),
                FRAMING if part.is_empty() => {}
                ERR_BEGIN => {
                    self.output_event(&mut part, kind);
                    self.in_error = true;
                    kind = "error";
                }
                ERR_END => {
                    part.extend(bytes.next_if_eq(&b'\n'));
                    self.output_event(&mut part, kind);
                    self.in_error = false;
                    kind = "";
                }
                byte => part.push(byte),
            }
        }
        self.output_event(&mut part, kind);
    }

    fn output_event(&mut self, part: &mut Vec<u8>, output_type: &'static str) {
        if !part.is_empty() {
            let output = Some(String::from_utf8_lossy(part).into_owned());
            part.clear();
            self.event(Event { action: "output".into(), output, output_type, ..Event::default() });
        }
    }

    fn event(&mut self, event: Event) {
        let test = if event.test.is_empty() { &self.test } else { &event.test };
        let mut json = String::new();
        let _ = write!(json, "{{\"Time\":{},\"Action\":{}", quote(&now()), quote(&event.action));
        let field = |json: &mut String, name: &str, value: &str| {
            if !value.is_empty() {
                let _ = write!(json, ",\"{name}\":{}", quote(value));
            }
        };
        field(&mut json, "Package", &self.package);
        field(&mut json, "Test", test);
        if let Some(elapsed) = event.elapsed {
            let _ = write!(json, ",\"Elapsed\":{elapsed}");
        }
        field(&mut json, "Output", event.output.as_deref().unwrap_or(""));
        field(&mut json, "OutputType", event.output_type);
        field(&mut json, "FailedBuild", &event.failed_build);
        field(&mut json, "Key", &event.key);
        field(&mut json, "Value", &event.value);
        json.push_str("}\n");
        self.out.extend_from_slice(json.as_bytes());
    }
}

/// A package that cannot be tested.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Failure {
    /// What `FAIL` lines say that failed: `build`, or `setup`, before anything is built: imports are looked for, and tests for test functions.
    pub stage: &'static str,
    /// What was to be built, as events call it.
    unit: String,
    /// What stands above the messages.
    pub heading: String,
}

impl Failure {
    /// Nothing was built of the package.
    pub fn setup(package: &str) -> Failure {
        Failure { stage: "setup", unit: format!("{package}.test"), heading: format!("# {package}\n") }
    }

    /// What could not be built: `p`, or `p [p.test]` when it is built for the tests of `p`.
    pub fn build(unit: String) -> Failure {
        Failure { stage: "build", heading: format!("# {unit}\n"), unit }
    }

    /// The package `path`, built for the tests of `tested`, if for tests, is most likely wrong.
    pub fn vet(path: &str, tested: Option<&str>) -> Failure {
        match tested {
            Some(package) => {
                Failure { stage: "build", unit: format!("{path} [{package}.test]"), heading: format!("# {path}\n# [{path}]\n") }
            }
            None => Failure { stage: "build", unit: path.to_owned(), heading: format!("# {path}\n") },
        }
    }
}

/// Events of a build that failed.
pub fn build_failed(failure: &Failure, messages: &str) -> String {
    let id = quote(&failure.unit);
    let mut json = String::new();
    for line in failure.heading.split_inclusive('\n').chain(messages.split_inclusive('\n')) {
        let _ = writeln!(json, "{{\"ImportPath\":{id},\"Action\":\"build-output\",\"Output\":{}}}", quote(line));
    }
    let _ = writeln!(json, "{{\"ImportPath\":{id},\"Action\":\"build-fail\"}}");
    json
}

/// Where the first line of `input` ends: after its newline, or before a framing mark within it.
fn line_end(input: &[u8]) -> Option<usize> {
    let mut escaped = false;
    for (i, &byte) in input.iter().enumerate() {
        match byte {
            b'\n' => return Some(i + 1),
            _ if std::mem::take(&mut escaped) => {}
            ESCAPE => escaped = true,
            FRAMING if i > 0 => return Some(i),
            _ => {}
        }
    }
    None
}

fn is_benchmark_name(text: &[u8]) -> bool {
    let text = String::from_utf8_lossy(text);
    text.trim_end_matches(' ').strip_prefix("Benchmark").is_some_and(|rest| !rest.starts_with(char::is_lowercase))
}

/// A JSON string as encoding/json writes it.
fn quote(text: &str) -> String {
    let mut out = String::new();
    for c in serde_json::Value::from(text).to_string().chars() {
        match c {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => _ = write!(out, "\\u{:04x}", c as u32),
            c => out.push(c),
        }
    }
    out
}

/// The time as RFC 3339 with nanoseconds, in UTC.
fn now() -> String {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let secs = since.as_secs() as libc::time_t;
    // SAFETY: both point to values of their types.
    let tm = unsafe {
        let mut tm: libc::tm = std::mem::zeroed();
        libc::gmtime_r(&raw const secs, &raw mut tm);
        tm
    };
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:09}Z",
        tm.tm_year + 1900,
        tm.tm_mon + 1,
        tm.tm_mday,
        tm.tm_hour,
        tm.tm_min,
        tm.tm_sec,
        since.subsec_nanos()
    )
}
