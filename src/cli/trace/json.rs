//! Traces in Chrome's JSON format, one event a line.

use std::io::BufRead;

use serde_json::Value;

use super::{Error, Item, Row};

/// The pids of the tracks of Ps and of the collector.
const PS: u64 = 1;
const COLLECTOR: u64 = 3;

/// Gives the items of a trace to `take`.
pub(super) fn read(input: impl BufRead, take: &mut dyn FnMut(Item)) -> Result<(), Error> {
    let mut lines = input.lines();
    if !lines.next().transpose()?.is_some_and(|first| first.starts_with(r#"{"displayTimeUnit""#)) {
        return Err("not a trace (mgo run --trace=FILE)".into());
    }
    for line in lines {
        let line = line?;
        let line = line.trim_end_matches(',');
        if line.starts_with('{') {
            item(&serde_json::from_str(line)?).into_iter().for_each(&mut *take);
        }
    }
    Ok(())
}

fn item(event: &Value) -> Option<Item> {
    let name = || event["name"].as_str().unwrap_or_default().to_owned();
    let start = event["ts"].as_f64().unwrap_or_default();
    let id = event["id"].as_u64().unwrap_or_default();
    let track = event["tid"].as_u64().unwrap_or_default();
    Some(match event["ph"].as_str()? {
        "X" => Item::Slice {
            row: match event["pid"].as_u64() {
                Some(PS) => Row::Processor,
                Some(COLLECTOR) => Row::Collector,
                _ => Row::Thread,
            },
            track,
            name: name(),
            start,
            end: start + event["dur"].as_f64().unwrap_or_default(),
            how: event["args"]["end"].as_str().unwrap_or_default().to_owned(),
        },
        "i" => Item::Mark(name()),
        "s" => Item::Wake { id, at: start, track },
        "f" => Item::Woken { id, at: start, track },
        _ => return None,
    })
}
