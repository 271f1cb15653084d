//! `mgo trace FILE`: what an execution trace (`mgo run --trace=FILE`) says, in figures. [`json`] and [`pftrace`] read its two formats, piece by piece.

mod json;
mod pftrace;
mod svg;

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use mgo_runtime::trace::fields::goroutine_of;

/// Arguments of `mgo trace`.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Goroutines to list, those that ran longest first
    #[arg(long, default_value_t = 20)]
    top: usize,
    /// Draw the trace instead: which goroutine ran on which P, and who woke it
    #[arg(long)]
    svg: bool,
    /// Runs of goroutines that the picture shows at most
    #[arg(long, default_value_t = 200, requires = "svg")]
    runs: usize,
    /// A trace: JSON or Perfetto's own format
    file: PathBuf,
}

const EXAMPLES: &str = "\
Examples:
  mgo run --trace=t.json prog.mgo && mgo trace t.json   where its time went
  mgo trace --top 5 t.pftrace                           the five goroutines that ran longest
  mgo trace --svg --runs 50 t.json > t.svg              a picture of its beginning

https://ui.perfetto.dev shows the same files in full.";

pub(super) fn run(args: Args) -> ExitCode {
    let mut out = BufWriter::new(io::stdout().lock());
    let done = if args.svg {
        let mut picture = svg::Picture::default();
        read(&args.file, &mut |item| picture.take(item)).map(|()| picture.draw(&mut out, args.runs))
    } else {
        summarise(&args.file).map(|summary| summary.print(&mut out, args.top))
    };
    match done {
        // A reader that stops early (`| head`) is no error.
        Ok(_) => ExitCode::SUCCESS,
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

/// A row of the display.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Row {
    Processor,
    Thread,
    Collector,
}

/// What a trace consists of; times in microseconds.
#[derive(Debug)]
enum Item {
    /// Something lasted; `how` it ended.
    Slice { row: Row, track: u64, name: String, start: f64, end: f64, how: String },
    /// Something happened.
    Mark(String),
    /// A goroutine was woken: the start of an arrow.
    Wake { id: u64, at: f64, track: u64 },
    /// It ran: the end of the arrow.
    Woken { id: u64, at: f64, track: u64 },
}

/// All that is counted.
#[derive(Default)]
struct Summary {
    goroutines: BTreeMap<u64, Goroutine>,
    /// Marks by what they say, numbers left out.
    marks: BTreeMap<String, u64>,
    /// When wake-ups happened, by arrow.
    wakes: BTreeMap<u64, f64>,
    /// When runs that follow from one began, by arrow. The items stand in the order of the threads' buffers, not of time.
    woken: Vec<(u64, f64)>,
    /// Time of system calls and of sleep on the threads.
    syscalls: f64,
    asleep: f64,
    /// What the collector did: how often, for how long in all and at most.
    collector: BTreeMap<String, (u64, f64, f64)>,
    end: f64,
}

type Error = Box<dyn std::error::Error>;

/// Gives all that a trace consists of to `take`.
fn read(file: &Path, take: &mut dyn FnMut(Item)) -> Result<(), Error> {
    let mut input = BufReader::with_capacity(1 << 20, std::fs::File::open(file)?);
    if input.fill_buf()?.starts_with(b"{") { json::read(input, take) } else { pftrace::read(input, take) }
}

fn summarise(file: &Path) -> Result<Summary, Error> {
    let mut summary = Summary::default();
    read(file, &mut |item| summary.take(item))?;
    for goroutine in summary.goroutines.values_mut() {
        goroutine.runs.sort_by(|a, b| a.start.total_cmp(&b.start));
    }
    Ok(summary)
}

impl Summary {
    fn take(&mut self, item: Item) {
        match item {
            Item::Slice { row, name, start, end, how, .. } => {
                self.end = self.end.max(end);
                match row {
                    Row::Processor => {
                        let (number, function) = goroutine(&name);
                        let goroutine = self.goroutines.entry(number).or_default();
                        goroutine.name = function.to_owned();
                        goroutine.runs.push(Run { start, end, how });
                    }
                    Row::Collector => self.collected(name, end - start),
                    Row::Thread if name == "assist" => self.collected(name, end - start),
                    Row::Thread if name == "asleep" => self.asleep += end - start,
                    Row::Thread if name.ends_with("system call") => self.syscalls += end - start,
                    Row::Thread => {}
                }
            }
            Item::Mark(name) => {
                let words: Vec<&str> = name.split(' ').filter(|word| !word.ends_with(|c: char| c.is_ascii_digit())).collect();
                *self.marks.entry(words.join(" ")).or_default() += 1;
            }
            Item::Wake { id, at, .. } => _ = self.wakes.insert(id, at),
            Item::Woken { id, at, .. } => self.woken.push((id, at)),
        }
    }

    /// The collector, or who helps it, has done a step.
    fn collected(&mut self, step: String, duration: f64) {
        let (n, total, longest) = self.collector.entry(step).or_default();
        (*n, *total, *longest) = (*n + 1, *total + duration, longest.max(duration));
    }

    /// From a wake-up to the run that follows: goroutine, when it was woken, how long it took.
    fn latencies(&self) -> Vec<(u64, f64, f64)> {
        self.woken.iter().filter_map(|&(id, at)| self.wakes.get(&id).map(|woken| (goroutine_of(id), *woken, at - woken))).collect()
    }

    fn print(&self, out: &mut impl Write, top: usize) -> io::Result<()> {
        let running: f64 = self.goroutines.values().map(Goroutine::running).sum();
        writeln!(out, "{} of trace, {} goroutines ran for {} in all", time(self.end), self.goroutines.len(), time(running))?;
        writeln!(out, "threads: {} in system calls, {} asleep", time(self.syscalls), time(self.asleep))?;
        for (mark, n) in self.marks.iter().filter(|(mark, _)| *mark != "go") {
            writeln!(out, "{n:>9}  {mark}")?;
        }
        if !self.collector.is_empty() {
            writeln!(out, "\n{:>9} {:>12} {:>12}  the collector", "times", "in all", "longest")?;
        }
        for (step, (n, total, longest)) in &self.collector {
            writeln!(out, "{n:>9} {:>12} {:>12}  {step}", time(*total), time(*longest))?;
        }
        let mut waits: BTreeMap<&str, f64> = BTreeMap::new();
        self.goroutines.values().flat_map(Goroutine::waits).for_each(|(why, us)| *waits.entry(why).or_default() += us);
        writeln!(out, "\nbetween runs, all goroutines:")?;
        for (why, us) in waits {
            writeln!(out, "{:>12}  {why}", time(us))?;
        }
        let latencies = self.latencies();
        let mut sorted: Vec<f64> = latencies.iter().map(|l| l.2).collect();
        sorted.sort_by(f64::total_cmp);
        if let Some(longest) = latencies.iter().max_by(|a, b| a.2.total_cmp(&b.2)) {
            let at = |part: f64| time(sorted[((sorted.len() - 1) as f64 * part) as usize]);
            writeln!(out, "\nfrom wake-up to run: median {}, 99 % within {}", at(0.5), at(0.99))?;
            writeln!(out, "longest: {} of G{}, woken at {}", time(longest.2), longest.0, time(longest.1))?;
        }
        let mut list: Vec<_> = self.goroutines.iter().collect();
        list.sort_by(|a, b| b.1.running().total_cmp(&a.1.running()));
        writeln!(out, "\n{:>9} {:>9} {:>12}  function", "goroutine", "runs", "running")?;
        for (number, goroutine) in list.into_iter().take(top) {
            writeln!(out, "{number:>9} {:>9} {:>12}  {}", goroutine.runs.len(), time(goroutine.running()), goroutine.name)?;
        }
        out.flush()
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

/// Number and function of a goroutine whose run is called `G12 main.main`.
fn goroutine(name: &str) -> (u64, &str) {
    let (number, function) = name.split_once(' ').unwrap_or((name, ""));
    (number.trim_start_matches('G').parse().unwrap_or_default(), function)
}

/// Microseconds as people read them.
fn time(us: f64) -> String {
    match us {
        ..1e3 => format!("{us:.1} us"),
        ..1e6 => format!("{:.2} ms", us / 1e3),
        _ => format!("{:.2} s", us / 1e6),
    }
}
