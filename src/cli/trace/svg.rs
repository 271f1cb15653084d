//! `mgo trace --svg`: a trace as a picture. A row for each P, a box for each run of a goroutine, an arrow from who woke it.
//!
//! Time goes from left to right, but not evenly: runs of microseconds stand beside runs of milliseconds, so the distance between two events grows with
//! the logarithm of the time between them.

use super::{Item, Row, time};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

/// Left of the rows: their names.
const LEFT: f64 = 40.0;
/// A row: boxes, and below them what became of the run.
const ROW: f64 = 54.0;
const BOX: f64 = 26.0;
/// Above the rows: arrows rise so high.
const TOP: f64 = 26.0;
const RISE: f64 = 20.0;
/// What a picture fills at least, if there is enough to see.
const WIDTH: f64 = 800.0;
/// Height of a line of the legend.
const LINE: f64 = 18.0;
/// A square of the legend, and how many of them stand for goroutines of one function.
const SWATCH: f64 = 10.0;
const SWATCHES: usize = 4;
/// Width of a letter.
const LETTER: f64 = 6.7;

/// A goroutine's stay on a P.
struct Run {
    p: u64,
    goroutine: u64,
    start: f64,
    end: f64,
    how: String,
}

/// What is drawn.
#[derive(Default)]
pub(super) struct Picture {
    runs: Vec<Run>,
    names: BTreeMap<u64, String>,
    /// Where and when wake-ups happened, by arrow.
    wakes: BTreeMap<u64, (u64, f64)>,
    woken: Vec<(u64, u64, f64)>,
}

/// Where points of time lie.
struct Scale(Vec<(f64, f64)>);

impl Scale {
    /// Places for the points, so that each stay, from one to another, is at least so wide.
    fn new(mut points: Vec<f64>, stays: &[(f64, f64, f64)]) -> Scale {
        points.sort_by(f64::total_cmp);
        points.dedup();
        let step = |a: f64, b: f64| 3.0 + 9.0 * (1.0 + (b - a)).log10();
        let all: f64 = points.windows(2).map(|w| step(w[0], w[1])).sum();
        // A few events fill the picture.
        let stretch = if all > 0.0 { ((WIDTH - LEFT) / all).clamp(1.0, 3.0) } else { 1.0 };
        let mut scale = Scale(Vec::with_capacity(points.len()));
        for at in points {
            let mut x = scale.0.last().map_or(LEFT, |&(last, x)| x + step(last, at) * stretch);
            for &(from, _, width) in stays.iter().filter(|&&(_, to, _)| to == at) {
                x = x.max(scale.x(from) + width);
            }
            scale.0.push((at, x));
        }
        scale
    }

    /// Between two points as far as time has gone.
    fn x(&self, at: f64) -> f64 {
        let after = self.0.partition_point(|&(point, _)| point < at);
        match (after.checked_sub(1).and_then(|i| self.0.get(i)), self.0.get(after)) {
            (Some(&(a, from)), Some(&(b, to))) => from + (to - from) * (at - a) / (b - a),
            (Some(&(_, x)), None) | (None, Some(&(_, x))) => x,
            (None, None) => LEFT,
        }
    }

    fn width(&self) -> f64 {
        self.0.last().map_or(LEFT, |&(_, x)| x)
    }
}

impl Picture {
    pub(super) fn take(&mut self, item: Item) {
        match item {
            Item::Slice { row: Row::Processor, track, name, start, end, how } => {
                let (goroutine, function) = super::goroutine(&name);
                self.names.insert(goroutine, function.to_owned());
                self.runs.push(Run { p: track, goroutine, start, end, how });
            }
            Item::Wake { id, at, track } => _ = self.wakes.insert(id, (track, at)),
            Item::Woken { id, at, track } => self.woken.push((id, track, at)),
            Item::Slice { .. } | Item::Mark(_) => {}
        }
    }

    /// Draws the first runs, so many.
    pub(super) fn draw(mut self, out: &mut impl Write, runs: usize) -> io::Result<()> {
        self.runs.sort_by(|a, b| a.start.total_cmp(&b.start));
        // What has no length is the rest of a run that the end of the trace has cut.
        self.runs.retain(|run| run.end > run.start);
        self.runs.truncate(runs);
        let end = self.runs.iter().map(|run| run.end).fold(0.0, f64::max);
        let stays: Vec<_> = self.runs.iter().map(|run| (run.start, run.end, length(&label(run.goroutine)) + 8.0)).collect();
        let scale = Scale::new(self.runs.iter().flat_map(|run| [run.start, run.end]).collect(), &stays);
        let ps: BTreeSet<u64> = self.runs.iter().map(|run| run.p).collect();
        let rows: BTreeMap<u64, f64> = ps.into_iter().zip(0..).map(|(p, i)| (p, TOP + ROW * f64::from(i))).collect();
        let shown: BTreeSet<u64> = self.runs.iter().map(|run| run.goroutine).collect();
        let bottom = TOP + ROW * rows.len() as f64;

        // Goroutines of one function are named together.
        let mut functions: BTreeMap<&str, Vec<u64>> = BTreeMap::new();
        for g in shown {
            functions.entry(self.names.get(&g).map_or("", String::as_str)).or_default().push(g);
        }
        let width = (scale.width() + 12.0).max(WIDTH);
        let entries: Vec<Entry> = functions.into_iter().map(|(function, goroutines)| Entry::new(function, &goroutines)).collect();
        let column = entries.iter().map(Entry::width).fold(1.0, f64::max) + 24.0;
        let columns = (((width - 16.0) / column) as usize).max(1);
        let height = bottom + LINE * (entries.len().div_ceil(columns) + 1) as f64 + 8.0;
        writeln!(
            out,
            r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0} {height:.0}" width="{width:.0}" font-family="monospace" font-size="11">"#
        )?;
        writeln!(out, r##"<rect width="100%" height="100%" fill="#ffffff"/>"##)?;
        for (p, y) in &rows {
            let line = y + BOX / 2.0;
            writeln!(out, r##"<line x1="{LEFT}" y1="{line}" x2="{width:.0}" y2="{line}" stroke="#cccccc"/>"##)?;
            writeln!(out, r##"<text class="row" x="8" y="{}" fill="#333333">P{p}</text>"##, line + 4.0)?;
        }
        for (i, run) in self.runs.iter().enumerate() {
            let next = self.runs[i + 1..].iter().find(|next| next.p == run.p);
            let room = next.map_or(width, |next| scale.x(next.start)) - scale.x(run.start) - 6.0;
            self.draw_run(out, run, &scale, (rows[&run.p], room))?;
        }
        for (id, p, at) in &self.woken {
            if let (Some((from, woken)), Some(to_y)) = (self.wakes.get(id), rows.get(p))
                && let Some(from_y) = rows.get(from)
                && *at <= end
            {
                draw_arrow(out, (scale.x(*woken), *from_y), (scale.x(*at), *to_y))?;
            }
        }
        for (i, entry) in entries.iter().enumerate() {
            let at = (8.0 + column * (i % columns) as f64, bottom + LINE * (i / columns) as f64 + 12.0);
            entry.draw(out, at)?;
        }
        writeln!(
            out,
            r##"<text x="8" y="{}" fill="#777777">{} in all; distances grow with the logarithm of time</text>"##,
            bottom + LINE * entries.len().div_ceil(columns) as f64 + 14.0,
            time(end)
        )?;
        writeln!(out, "</svg>")?;
        out.flush()
    }

    /// Draws a run at height `y`, with so much room for what became of it.
    fn draw_run(&self, out: &mut impl Write, run: &Run, scale: &Scale, (y, room): (f64, f64)) -> io::Result<()> {
        let (x, to) = (scale.x(run.start), scale.x(run.end));
        let (width, color) = (to - x, color(run.goroutine));
        let name = self.names.get(&run.goroutine).map_or("", String::as_str);
        let told = format!("G{} {}: {} from {}, then {}", run.goroutine, name, time(run.end - run.start), time(run.start), run.how);
        writeln!(
            out,
            r##"<rect class="run" x="{x:.1}" y="{y}" width="{width:.1}" height="{BOX}" rx="2" fill="{color}" stroke="#ffffff" stroke-width="0.5"><title>{}</title></rect>"##,
            escaped(&told)
        )?;
        let mut write =
            |text: &str, y: f64, color: &str| writeln!(out, r#"<text x="{:.1}" y="{y}" fill="{color}">{}</text>"#, x + 4.0, escaped(text));
        let (name, took) = (label(run.goroutine), time(run.end - run.start));
        let both = format!("{name}  {took}");
        write(if length(&both) + 8.0 <= width { &both } else { &name }, y + BOX / 2.0 + 4.0, "#ffffff")?;
        if length(&run.how) <= room { write(&run.how, y + BOX + 12.0, "#555555") } else { Ok(()) }
    }
}

/// A goroutine's name in the picture.
fn label(goroutine: u64) -> String {
    format!("G{goroutine}")
}

/// How long a text is.
fn length(text: &str) -> f64 {
    text.chars().count() as f64 * LETTER
}

/// A line of the legend.
struct Entry {
    colors: Vec<&'static str>,
    numbers: String,
    function: String,
}

impl Entry {
    fn new(function: &str, goroutines: &[u64]) -> Entry {
        let numbers = match goroutines {
            [one] => label(*one),
            [first, .., last] => format!("{}…{}", label(*first), label(*last)),
            [] => String::new(),
        };
        Entry { colors: goroutines.iter().take(SWATCHES).map(|&g| color(g)).collect(), numbers, function: function.to_owned() }
    }

    fn swatches(&self) -> f64 {
        (SWATCH + 2.0) * self.colors.len() as f64 + 4.0
    }

    fn width(&self) -> f64 {
        self.swatches() + length(&self.numbers) + LETTER + length(&self.function)
    }

    fn draw(&self, out: &mut impl Write, (x, y): (f64, f64)) -> io::Result<()> {
        let mut left = x;
        for color in &self.colors {
            writeln!(out, r#"<rect x="{left:.0}" y="{}" width="{SWATCH}" height="{SWATCH}" rx="1" fill="{color}"/>"#, y - SWATCH + 1.0)?;
            left += SWATCH + 2.0;
        }
        writeln!(
            out,
            r##"<text x="{:.0}" y="{y}" fill="#333333">{} <tspan class="function">{}</tspan></text>"##,
            x + self.swatches(),
            self.numbers,
            escaped(&self.function)
        )
    }
}

/// From a waker to the run that follows: over the boxes of a row, between two rows straight on. A timer's comes from above.
fn draw_arrow(out: &mut impl Write, (x1, row1): (f64, f64), (x2, row2): (f64, f64)) -> io::Result<()> {
    let (path, tip, up) = if row1 == row2 && x2 - x1 < 10.0 {
        (format!("M{x2:.1} {} L{x2:.1} {}", row2 - RISE, row2 - 5.0), row2, false)
    } else if row1 == row2 {
        let high = row2 - RISE * 1.2;
        (format!("M{x1:.1} {row1} C{x1:.1} {high} {x2:.1} {high} {x2:.1} {}", row2 - 5.0), row2, false)
    } else if row2 > row1 {
        (format!("M{x1:.1} {} L{x2:.1} {}", row1 + BOX, row2 - 5.0), row2, false)
    } else {
        (format!("M{x1:.1} {row1} L{x2:.1} {}", row2 + BOX + 5.0), row2 + BOX, true)
    };
    let back = if up { tip + 6.0 } else { tip - 6.0 };
    writeln!(out, r##"<path class="wake" d="{path}" fill="none" stroke="#d62728" stroke-width="1.2"/>"##)?;
    writeln!(out, r##"<path d="M{x2:.1} {tip} L{:.1} {back} L{:.1} {back} Z" fill="#d62728"/>"##, x2 - 3.0, x2 + 3.0)
}

/// A colour of its own for neighbours; main's is always the same.
fn color(goroutine: u64) -> &'static str {
    const COLORS: [&str; 8] = ["#8c564b", "#4c72b0", "#55a868", "#dd8452", "#8172b3", "#64b5cd", "#937860", "#da8bc3"];
    COLORS[goroutine as usize % COLORS.len()]
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_wakes_and_names_are_drawn() {
        let mut picture = Picture::default();
        let run = |track, name: &str, start, end, how: &str| Item::Slice {
            row: Row::Processor,
            track,
            name: name.into(),
            start,
            end,
            how: how.into(),
        };
        picture.take(run(0, "G1 main.main", 0.0, 1000.0, "chan receive"));
        picture.take(run(1, "G7 main.f[...]", 10.0, 900.0, "ended"));
        picture.take(Item::Wake { id: 1, at: 800.0, track: 1 });
        picture.take(Item::Woken { id: 1, at: 1100.0, track: 0 });
        picture.take(run(0, "G1 main.main", 1100.0, 1200.0, "ended"));
        picture.take(Item::Mark("preempt".into()));
        let mut out = Vec::new();
        picture.draw(&mut out, 10).expect("a vector takes all");
        let text = String::from_utf8(out).expect("text");
        assert_eq!(text.matches(r#"class="run""#).count(), 3);
        assert_eq!(text.matches(r#"class="wake""#).count(), 1);
        assert_eq!(text.matches(r#"class="row""#).count(), 2);
        assert!(text.contains(r#"<tspan class="function">main.f[...]</tspan>"#), "{text}");
    }

    #[test]
    fn time_only_goes_forward() {
        let scale = Scale::new(vec![5.0, 0.0, 1000.0, 5.0], &[(0.0, 5.0, 300.0)]);
        let xs: Vec<f64> = [0.0, 2.0, 5.0, 500.0, 1000.0].iter().map(|&at| scale.x(at)).collect();
        assert!(xs.windows(2).all(|w| w[0] < w[1]), "{xs:?}");
        assert!(xs[2] - xs[0] >= 300.0, "what is to be written fits: {xs:?}");
    }
}
