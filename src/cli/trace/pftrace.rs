//! Traces in Perfetto's own format: protocol buffers, packet by packet. Fields that the runtime does not write are skipped.

use std::io::{self, BufRead};

use mgo_runtime::trace::fields::{
    ANNOTATIONS, CLEARED, COLLECTOR, EVENT_NAMES, EVENT_TYPE, FLOW_IDS, IID, INTERNED_DATA, NAME_IID, PACKET, SEQUENCE_FLAGS, SLICE_BEGIN,
    SLICE_END, STRING_VALUE_IID, STRING_VALUES, TERMINATING_FLOW_IDS, TEXT, TIMESTAMP, TRACK_EVENT, TRACK_UUID, p_or_m,
};
use rustc_hash::FxHashMap;

use super::{Error, Item, Row};

/// A field's value.
enum Value<'a> {
    Number(u64),
    Bytes(&'a [u8]),
}

/// A message's fields, one after the other.
struct Fields<'a>(&'a [u8]);

impl<'a> Fields<'a> {
    fn varint(&mut self) -> Option<u64> {
        let mut n = 0;
        for shift in (0..64).step_by(7) {
            let (&byte, rest) = self.0.split_first()?;
            self.0 = rest;
            n |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(n);
            }
        }
        None
    }

    fn take(&mut self, n: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(n)?;
        self.0 = rest;
        Some(taken)
    }
}

impl<'a> Iterator for Fields<'a> {
    type Item = (u32, Value<'a>);

    /// The next field; the end too where the message is malformed.
    fn next(&mut self) -> Option<Self::Item> {
        let key = self.varint()?;
        let value = match key & 7 {
            0 => Value::Number(self.varint()?),
            1 => Value::Number(u64::from_le_bytes(self.take(8)?.try_into().ok()?)),
            2 => {
                let n = self.varint()?;
                Value::Bytes(self.take(usize::try_from(n).ok()?)?)
            }
            5 => Value::Number(u64::from(u32::from_le_bytes(self.take(4)?.try_into().ok()?))),
            _ => return None,
        };
        Some((u32::try_from(key >> 3).ok()?, value))
    }
}

/// What a packet says of an event.
#[derive(Default)]
struct Event {
    at: f64,
    kind: u64,
    track: u64,
    name: String,
    how: String,
    flow: Option<u64>,
    ends_flow: Option<u64>,
}

/// Reads a varint of the input; nothing at its end.
fn varint(input: &mut impl BufRead) -> io::Result<Option<u64>> {
    let mut n = 0;
    for shift in (0..64).step_by(7) {
        let mut byte = [0];
        if input.read(&mut byte)? == 0 {
            return if shift == 0 { Ok(None) } else { Err(io::ErrorKind::UnexpectedEof.into()) };
        }
        n |= u64::from(byte[0] & 0x7f) << shift;
        if byte[0] < 0x80 {
            return Ok(Some(n));
        }
    }
    Err(io::ErrorKind::InvalidData.into())
}

/// Gives the items of a trace to `take`.
pub(super) fn read(mut input: impl BufRead, take: &mut dyn FnMut(Item)) -> Result<(), Error> {
    let mut packet = Vec::new();
    let mut open: Option<Event> = None;
    let mut any = false;
    let mut names = Names::default();
    while let Some(key) = varint(&mut input)? {
        if key != u64::from(PACKET) << 3 | 2 {
            return Err("not a trace (mgo run --trace=FILE)".into());
        }
        let size = varint(&mut input)?.ok_or_else(|| io::Error::from(io::ErrorKind::UnexpectedEof))?;
        packet.resize(usize::try_from(size)?, 0);
        input.read_exact(&mut packet)?;
        any = true;
        let Some(event) = event(&packet, &mut names) else { continue };
        match event.kind {
            // The end of a slice follows its beginning.
            SLICE_BEGIN => open = Some(event),
            SLICE_END => {
                if let Some(begin) = open.take() {
                    slice(begin, event.at, take);
                }
            }
            _ => match event.flow {
                Some(id) => take(Item::Wake { id, at: event.at, track: p_or_m(event.track).1 }),
                None => take(Item::Mark(event.name)),
            },
        }
    }
    if any { Ok(()) } else { Err("an empty file".into()) }
}

fn slice(begin: Event, end: f64, take: &mut dyn FnMut(Item)) {
    let (is_p, number) = p_or_m(begin.track);
    if let Some(id) = begin.ends_flow {
        take(Item::Woken { id, at: begin.at, track: number });
    }
    let row = match is_p {
        _ if begin.track == COLLECTOR => Row::Collector,
        true => Row::Processor,
        false => Row::Thread,
    };
    take(Item::Slice { row, track: number, name: begin.name, start: begin.at, end, how: begin.how });
}

/// The texts that packets refer to by number.
#[derive(Default)]
struct Names {
    events: FxHashMap<u64, String>,
    values: FxHashMap<u64, String>,
}

impl Names {
    /// Takes a packet's new texts.
    fn learn(&mut self, data: &[u8]) {
        for (field, value) in Fields(data) {
            let map = match field {
                EVENT_NAMES => &mut self.events,
                STRING_VALUES => &mut self.values,
                _ => continue,
            };
            let Value::Bytes(entry) = value else { continue };
            let (mut iid, mut text) = (0, String::new());
            for (field, value) in Fields(entry) {
                match (field, value) {
                    (IID, Value::Number(number)) => iid = number,
                    (TEXT, Value::Bytes(bytes)) => text = String::from_utf8_lossy(bytes).into_owned(),
                    _ => {}
                }
            }
            map.insert(iid, text);
        }
    }
}

fn event(packet: &[u8], names: &mut Names) -> Option<Event> {
    let mut event = Event::default();
    let mut fields = None;
    for (field, value) in Fields(packet) {
        match (field, value) {
            (TIMESTAMP, Value::Number(ns)) => event.at = ns as f64 / 1e3,
            (SEQUENCE_FLAGS, Value::Number(flags)) if flags & CLEARED != 0 => *names = Names::default(),
            (INTERNED_DATA, Value::Bytes(data)) => names.learn(data),
            (TRACK_EVENT, Value::Bytes(bytes)) => fields = Some(Fields(bytes)),
            _ => {}
        }
    }
    for (field, value) in fields? {
        match (field, value) {
            (EVENT_TYPE, Value::Number(kind)) => event.kind = kind,
            (TRACK_UUID, Value::Number(track)) => event.track = track,
            (NAME_IID, Value::Number(iid)) => event.name = names.events.get(&iid).cloned().unwrap_or_default(),
            (FLOW_IDS, Value::Number(id)) => event.flow = Some(id),
            (TERMINATING_FLOW_IDS, Value::Number(id)) => event.ends_flow = Some(id),
            (ANNOTATIONS, Value::Bytes(annotation)) => {
                let how = Fields(annotation).find_map(|(field, value)| match value {
                    Value::Number(iid) if field == STRING_VALUE_IID => names.values.get(&iid).cloned(),
                    _ => None,
                });
                event.how = how.unwrap_or_default();
            }
            _ => {}
        }
    }
    Some(event)
}
