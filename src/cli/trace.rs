//! `mgo trace FILE`: what an execution trace (`mgo run --trace=FILE`) says, in figures.

use std::collections::BTreeMap;
use std::io::BufRead;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use serde_json::Value;

/// Arguments of `mgo trace`.
#[derive(clap::Args)]
pub(super) struct Args {
    /// Goroutines to list, those that ran longest first
    #[arg(long, default_value_t = 20)]
    top: usize,
    /// A trace in JSON
    file: PathBuf,
}

pub(super) fn run(args: Args) -> ExitCode {
    match summarise(&args.file) {
        Ok(summary) => {
            summary.print(args.top);
            ExitCode::SUCCESS
        }
        Err(err) => {
            eprintln!("mgo: {}: {err}", args.file.display());
            ExitCode::FAILURE
        }
    }
}

/// A goroutine's stay on a P, microseconds.
struct Run {
    start: f64,
    end: f64,
    /// Why it ended.
    how: String,
}

#[derive(Default)]
struct Goroutine {
    name: String,
    runs: Vec<Run>,
}

/// All that is counted.
#[derive(Default)]
struct Summary {
    goroutines: BTreeMap<u64, Goroutine>,
    /// Marks by what they say, numbers left out.
    marks: BTreeMap<String, u64>,
    /// When wake-ups happened, by arrow.
    wakes: BTreeMap<u64, f64>,
    /// From a wake-up to the run that follows: goroutine, when it was woken, how long it took.
    latencies: Vec<(u64, f64, f64)>,
    /// Time of system calls and of sleep on the threads.
    syscalls: f64,
    asleep: f64,
    /// What the collector did: how often, for how long in all and at most.
    collector: BTreeMap<String, (u64, f64, f64)>,
    end: f64,
}

/// The pids of the tracks of Ps and of the collector.
const PS: u64 = 1;
const COLLECTOR: u64 = 3;

fn summarise(file: &Path) -> Result<Summary, Box<dyn std::error::Error>> {
    let mut lines = std::io::BufReader::new(std::fs::File::open(file)?).lines();
    if lines.next().transpose().ok().flatten().is_none_or(|first| !first.starts_with(r#"{"displayTimeUnit""#)) {
        return Err("not a trace in JSON (mgo run --trace=FILE.json)".into());
    }
    let mut summary = Summary::default();
    let mut ends = Vec::new();
    for line in lines {
        let line = line?;
        let line = line.trim_end_matches(',');
        if line.starts_with('{') {
            summary.event(&serde_json::from_str(line)?, &mut ends);
        }
    }
    // Arrows stand in the file in the order of the threads' buffers, not of time.
    for (id, at) in ends {
        if let Some(woken) = summary.wakes.get(&id) {
            summary.latencies.push((id >> 16, *woken, at - woken));
        }
    }
    for goroutine in summary.goroutines.values_mut() {
        goroutine.runs.sort_by(|a, b| a.start.total_cmp(&b.start));
    }
    Ok(summary)
}

impl Summary {
    fn event(&mut self, event: &Value, ends: &mut Vec<(u64, f64)>) {
        let number = |key: &str| event[key].as_f64().unwrap_or_default();
        let (name, ts, dur) = (event["name"].as_str().unwrap_or_default(), number("ts"), number("dur"));
        self.end = self.end.max(ts + dur);
        match event["ph"].as_str() {
            Some("X") if event["pid"] == PS => {
                let (number, function) = name.split_once(' ').unwrap_or((name, ""));
                let goroutine = self.goroutines.entry(number[1..].parse().unwrap_or_default()).or_default();
                goroutine.name = function.to_owned();
                let how = event["args"]["end"].as_str().unwrap_or_default().to_owned();
                goroutine.runs.push(Run { start: ts, end: ts + dur, how });
            }
            Some("X") if event["pid"] == COLLECTOR || name == "assist" => {
                let (n, total, longest) = self.collector.entry(name.to_owned()).or_default();
                (*n, *total, *longest) = (*n + 1, *total + dur, longest.max(dur));
            }
            Some("X") if name == "asleep" => self.asleep += dur,
            Some("X") if name.ends_with("system call") => self.syscalls += dur,
            Some("i") => {
                let words: Vec<&str> = name.split(' ').filter(|word| !word.ends_with(|c: char| c.is_ascii_digit())).collect();
                *self.marks.entry(words.join(" ")).or_default() += 1;
            }
            Some("s") => _ = self.wakes.insert(event["id"].as_u64().unwrap_or_default(), ts),
            Some("f") => ends.push((event["id"].as_u64().unwrap_or_default(), ts)),
            _ => {}
        }
    }

    fn print(&self, top: usize) {
        let running: f64 = self.goroutines.values().map(Goroutine::running).sum();
        println!("{} of trace, {} goroutines ran for {} in all", time(self.end), self.goroutines.len(), time(running));
        println!("threads: {} in system calls, {} asleep", time(self.syscalls), time(self.asleep));
        for (mark, n) in self.marks.iter().filter(|(mark, _)| *mark != "go") {
            println!("{n:>9}  {mark}");
        }
        if !self.collector.is_empty() {
            println!("\n{:>9} {:>12} {:>12}  the collector", "times", "in all", "longest");
        }
        for (step, (n, total, longest)) in &self.collector {
            println!("{n:>9} {:>12} {:>12}  {step}", time(*total), time(*longest));
        }
        let mut waits: BTreeMap<&str, f64> = BTreeMap::new();
        self.goroutines.values().flat_map(Goroutine::waits).for_each(|(why, us)| *waits.entry(why).or_default() += us);
        println!("\nbetween runs, all goroutines:");
        for (why, us) in waits {
            println!("{:>12}  {why}", time(us));
        }
        let mut sorted: Vec<f64> = self.latencies.iter().map(|l| l.2).collect();
        sorted.sort_by(f64::total_cmp);
        if let Some(longest) = self.latencies.iter().max_by(|a, b| a.2.total_cmp(&b.2)) {
            let at = |part: f64| time(sorted[((sorted.len() - 1) as f64 * part) as usize]);
            println!("\nfrom wake-up to run: median {}, 99 % within {}", at(0.5), at(0.99));
            println!("longest: {} of G{}, woken at {}", time(longest.2), longest.0, time(longest.1));
        }
        let mut list: Vec<_> = self.goroutines.iter().collect();
        list.sort_by(|a, b| b.1.running().total_cmp(&a.1.running()));
        println!("\n{:>9} {:>9} {:>12}  function", "goroutine", "runs", "running");
        for (number, goroutine) in list.into_iter().take(top) {
            println!("{number:>9} {:>9} {:>12}  {}", goroutine.runs.len(), time(goroutine.running()), goroutine.name);
        }
    }
}

impl Goroutine {
    fn running(&self) -> f64 {
        self.runs.iter().map(|run| run.end - run.start).sum()
    }

    /// Times between runs, and why the earlier one ended.
    fn waits(&self) -> impl Iterator<Item = (&str, f64)> {
        self.runs.windows(2).map(|w| (w[0].how.as_str(), (w[1].start - w[0].end).max(0.0)))
    }
}

/// Microseconds as people read them.
fn time(us: f64) -> String {
    match us {
        ..1e3 => format!("{us:.1} us"),
        ..1e6 => format!("{:.2} ms", us / 1e3),
        _ => format!("{:.2} s", us / 1e6),
    }
}
