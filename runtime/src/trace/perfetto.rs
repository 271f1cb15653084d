//! Perfetto's own format: a sequence of `TracePacket`s.
//!
//! Names are written once and then referred to by number (interned), until there are so many that the numbering begins anew.

use std::io::{self, Write};

use rustc_hash::{FxHashMap, FxHashSet};

use super::fields::{
    ANNOTATION_NAME_IID, ANNOTATION_NAMES, ANNOTATIONS, CLEARED, COLLECTOR, EVENT_NAMES, EVENT_TYPE, FLOW_IDS, IID, INSTANT, INTERNED_DATA,
    MS, NAME_IID, NEEDS_NAMES, PACKET, PS, SEQUENCE, SEQUENCE_FLAGS, SLICE_BEGIN, SLICE_END, STRING_VALUE_IID, STRING_VALUES,
    TERMINATING_FLOW_IDS, TEXT, TIMESTAMP, TRACK_DESCRIPTOR, TRACK_EVENT, TRACK_UUID, track_of_m, track_of_p,
};
use super::proto::Message;
use super::slices::{Sink, Track};

/// Number of the one name of annotations: how a slice ends.
const END_IID: u64 = 1;

/// Names that are numbered at the same time.
const NAMES: usize = 1 << 14;

/// Texts with numbers.
#[derive(Default)]
struct Interned(FxHashMap<String, u64>);

impl Interned {
    /// The number of a text, and whether it is new.
    fn number(&mut self, text: &str) -> (u64, bool) {
        if let Some(&iid) = self.0.get(text) {
            return (iid, false);
        }
        let iid = self.0.len() as u64 + 1;
        self.0.insert(text.to_owned(), iid);
        (iid, true)
    }
}

/// Writes packets as events come; the first error is kept.
pub(super) struct Perfetto<W: Write> {
    out: W,
    known: FxHashSet<Track>,
    names: Interned,
    values: Interned,
    /// The packet being written, empty between packets.
    packet: Message,
    failed: io::Result<()>,
}

/// An event's own fields.
#[derive(Clone, Copy, Default)]
struct Event<'a> {
    kind: u64,
    name: &'a str,
    /// How a slice ends.
    how: &'a str,
    flow: Option<(u32, u64)>,
}

fn uuid(track: Track) -> u64 {
    match track {
        Track::P(n) => track_of_p(n),
        Track::M(n) => track_of_m(n),
        Track::Collector => COLLECTOR,
    }
}

impl<W: Write> Perfetto<W> {
    pub(super) fn new(out: W) -> Perfetto<W> {
        let (names, values) = (Interned::default(), Interned::default());
        let mut trace = Perfetto { out, known: FxHashSet::default(), names, values, packet: Message::default(), failed: Ok(()) };
        trace.number_anew();
        trace.describe(PS, None, "Ps");
        trace.describe(MS, None, "Ms");
        trace
    }

    fn packet(&mut self, fill: impl FnOnce(&mut Message)) {
        if self.failed.is_ok() {
            self.packet.clear();
            self.packet.message(PACKET, |packet| {
                packet.varint(SEQUENCE, 1);
                fill(packet);
            });
            self.failed = self.out.write_all(self.packet.as_bytes());
        }
    }

    fn number_anew(&mut self) {
        (self.names, self.values) = Default::default();
        self.packet(|packet| {
            packet.varint(SEQUENCE_FLAGS, CLEARED);
            let end = |entry: &mut Message| _ = entry.varint(IID, END_IID).bytes(TEXT, b"end");
            packet.message(INTERNED_DATA, |data| _ = data.message(ANNOTATION_NAMES, end));
        });
    }

    fn describe(&mut self, uuid: u64, parent: Option<u64>, name: &str) {
        self.packet(|packet| {
            packet.message(TRACK_DESCRIPTOR, |descriptor| {
                descriptor.varint(1, uuid).bytes(2, name.as_bytes());
                if let Some(parent) = parent {
                    descriptor.varint(5, parent);
                }
            });
        });
    }

    fn event(&mut self, track: Track, at: u64, event: Event<'_>) {
        if self.known.insert(track) {
            let parent = match track {
                Track::P(_) => Some(PS),
                Track::M(_) => Some(MS),
                Track::Collector => None,
            };
            self.describe(uuid(track), parent, &track.to_string());
        }
        if self.names.0.len() >= NAMES {
            self.number_anew();
        }
        let name = (!event.name.is_empty()).then(|| self.names.number(event.name));
        let how = (!event.how.is_empty()).then(|| self.values.number(event.how));
        self.packet(|packet| {
            packet.varint(TIMESTAMP, at);
            if name.or(how).is_some() {
                packet.varint(SEQUENCE_FLAGS, NEEDS_NAMES);
            }
            let new = |interned: Option<(u64, bool)>| interned.and_then(|(iid, new)| new.then_some(iid));
            let new = [(EVENT_NAMES, event.name, new(name)), (STRING_VALUES, event.how, new(how))];
            if new.iter().any(|(_, _, iid)| iid.is_some()) {
                packet.message(INTERNED_DATA, |data| {
                    for (field, text, iid) in new {
                        if let Some(iid) = iid {
                            data.message(field, |entry| _ = entry.varint(IID, iid).bytes(TEXT, text.as_bytes()));
                        }
                    }
                });
            }
            packet.message(TRACK_EVENT, |fields| {
                fields.varint(EVENT_TYPE, event.kind).varint(TRACK_UUID, uuid(track));
                if let Some((iid, _)) = name {
                    fields.varint(NAME_IID, iid);
                }
                if let Some((iid, _)) = how {
                    fields.message(ANNOTATIONS, |end| _ = end.varint(ANNOTATION_NAME_IID, END_IID).varint(STRING_VALUE_IID, iid));
                }
                if let Some((field, id)) = event.flow {
                    fields.fixed64(field, id);
                }
            });
        });
    }

    pub(super) fn close(mut self) -> io::Result<()> {
        self.failed?;
        self.out.flush()
    }
}

impl<W: Write> Sink for Perfetto<W> {
    fn slice(&mut self, track: Track, name: &str, start: u64, end: u64, from: Option<u64>, how: &str) {
        self.event(track, start, Event { kind: SLICE_BEGIN, name, how, flow: from.map(|id| (TERMINATING_FLOW_IDS, id)) });
        self.event(track, end, Event { kind: SLICE_END, ..Event::default() });
    }

    fn mark(&mut self, track: Track, name: &str, at: u64) {
        self.event(track, at, Event { kind: INSTANT, name, ..Event::default() });
    }

    fn arrow(&mut self, track: Track, at: u64, id: u64) {
        self.event(track, at, Event { kind: INSTANT, name: "wake", flow: Some((FLOW_IDS, id)), ..Event::default() });
    }
}
