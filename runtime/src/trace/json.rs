//! Chrome's JSON format, one event a line; `ts` and `dur` are microseconds.

use std::fmt;
use std::io::{self, Write};

use rustc_hash::FxHashSet;

use super::slices::{Sink, Track};

/// Writes events as they come; the first error is kept.
pub(super) struct Json<W: Write> {
    out: W,
    known: FxHashSet<Track>,
    first: bool,
    failed: io::Result<()>,
}

/// "Process" and "thread" of a track: the viewer's two levels.
fn place(track: Track) -> (u8, u16) {
    match track {
        Track::P(n) => (1, n),
        Track::M(n) => (2, n),
        Track::Collector => (3, 0),
    }
}

/// The text in a JSON string.
fn escaped(s: &str) -> String {
    s.chars()
        .flat_map(|c| match c {
            '"' | '\\' => vec!['\\', c],
            c if c < ' ' => vec![' '],
            c => vec![c],
        })
        .collect()
}

/// Nanoseconds as microseconds.
fn us(ns: u64) -> String {
    format!("{}.{:03}", ns / 1000, ns % 1000)
}

impl<W: Write> Json<W> {
    pub(super) fn new(out: W) -> Json<W> {
        let mut json = Json { out, known: FxHashSet::default(), first: true, failed: Ok(()) };
        json.failed = json.out.write_all(b"{\"displayTimeUnit\":\"ns\",\"traceEvents\":[\n");
        for (pid, name) in [(1, "Ps"), (2, "Ms"), (3, "Collector")] {
            json.line(format_args!(r#"{{"ph":"M","pid":{pid},"name":"process_name","args":{{"name":"{name}"}}}}"#));
        }
        json
    }

    fn line(&mut self, line: fmt::Arguments<'_>) {
        if self.failed.is_ok() {
            let separator = if std::mem::take(&mut self.first) { "" } else { ",\n" };
            self.failed = self.out.write_all(separator.as_bytes()).and_then(|()| self.out.write_fmt(line));
        }
    }

    /// The viewer's place of a track, which is named the first time.
    fn place(&mut self, track: Track) -> (u8, u16) {
        let (pid, tid) = place(track);
        if self.known.insert(track) {
            self.line(format_args!(r#"{{"ph":"M","pid":{pid},"tid":{tid},"name":"thread_name","args":{{"name":"{track}"}}}}"#));
        }
        (pid, tid)
    }

    pub(super) fn close(mut self) -> io::Result<()> {
        self.failed?;
        self.out.write_all(b"\n]}\n")?;
        self.out.flush()
    }
}

impl<W: Write> Sink for Json<W> {
    fn slice(&mut self, track: Track, name: &str, start: u64, end: u64, from: Option<u64>, how: &str) {
        let (pid, tid) = self.place(track);
        let (ts, dur) = (us(start), us(end.saturating_sub(start)));
        let args = if how.is_empty() { String::new() } else { format!(r#","args":{{"end":"{}"}}"#, escaped(how)) };
        self.line(format_args!(r#"{{"ph":"X","pid":{pid},"tid":{tid},"ts":{ts},"dur":{dur},"name":"{}"{args}}}"#, escaped(name)));
        if let Some(id) = from {
            self.line(format_args!(r#"{{"ph":"f","bp":"e","pid":{pid},"tid":{tid},"ts":{ts},"id":{id},"cat":"wake","name":"wake"}}"#));
        }
    }

    fn mark(&mut self, track: Track, name: &str, at: u64) {
        let (pid, tid) = self.place(track);
        self.line(format_args!(r#"{{"ph":"i","s":"t","pid":{pid},"tid":{tid},"ts":{},"name":"{}"}}"#, us(at), escaped(name)));
    }

    fn arrow(&mut self, track: Track, at: u64, id: u64) {
        let (pid, tid) = self.place(track);
        self.line(format_args!(r#"{{"ph":"s","pid":{pid},"tid":{tid},"ts":{},"id":{id},"cat":"wake","name":"wake"}}"#, us(at)));
    }
}
