//! Perfetto's own format: a sequence of `TracePacket`s. Field numbers are those of `protos/perfetto/trace`.

use std::io::{self, Write};

use rustc_hash::FxHashSet;

use super::proto::Message;
use super::slices::{Sink, Track};

const PACKET: u32 = 1;
/// Fields of a TracePacket.
const TIMESTAMP: u32 = 8;
const SEQUENCE: u32 = 10;
const TRACK_EVENT: u32 = 11;
const SEQUENCE_FLAGS: u32 = 13;
const TRACK_DESCRIPTOR: u32 = 60;
/// Fields of a TrackEvent.
const EVENT_TYPE: u32 = 9;
const TRACK_UUID: u32 = 11;
const NAME: u32 = 23;
const FLOW_IDS: u32 = 47;
const TERMINATING_FLOW_IDS: u32 = 48;
/// Types of a TrackEvent.
const SLICE_BEGIN: u64 = 1;
const SLICE_END: u64 = 2;
const INSTANT: u64 = 3;

/// Tracks under which the others stand.
const PS: u64 = 1;
const MS: u64 = 2;
const COLLECTOR: u64 = 3;

/// Writes packets as events come; the first error is kept.
pub(super) struct Perfetto<W: Write> {
    out: W,
    known: FxHashSet<Track>,
    failed: io::Result<()>,
}

fn uuid(track: Track) -> u64 {
    match track {
        Track::P(n) => PS << 32 | u64::from(n),
        Track::M(n) => MS << 32 | u64::from(n),
        Track::Collector => COLLECTOR,
    }
}

impl<W: Write> Perfetto<W> {
    pub(super) fn new(out: W) -> Perfetto<W> {
        let mut trace = Perfetto { out, known: FxHashSet::default(), failed: Ok(()) };
        let mut first = Message::default();
        first.varint(SEQUENCE, 1).varint(SEQUENCE_FLAGS, 1); // incremental state is cleared
        trace.packet(&first);
        trace.describe(PS, None, "Ps");
        trace.describe(MS, None, "Ms");
        trace
    }

    fn packet(&mut self, packet: &Message) {
        if self.failed.is_ok() {
            let mut whole = Message::default();
            whole.message(PACKET, packet);
            self.failed = self.out.write_all(whole.as_bytes());
        }
    }

    fn describe(&mut self, uuid: u64, parent: Option<u64>, name: &str) {
        let mut descriptor = Message::default();
        descriptor.varint(1, uuid).bytes(2, name.as_bytes());
        if let Some(parent) = parent {
            descriptor.varint(5, parent);
        }
        let mut packet = Message::default();
        packet.varint(SEQUENCE, 1).message(TRACK_DESCRIPTOR, &descriptor);
        self.packet(&packet);
    }

    fn event(&mut self, track: Track, at: u64, kind: u64, fill: impl FnOnce(&mut Message)) {
        if self.known.insert(track) {
            let parent = match track {
                Track::P(_) => Some(PS),
                Track::M(_) => Some(MS),
                Track::Collector => None,
            };
            self.describe(uuid(track), parent, &track.to_string());
        }
        let mut event = Message::default();
        event.varint(EVENT_TYPE, kind).varint(TRACK_UUID, uuid(track));
        fill(&mut event);
        let mut packet = Message::default();
        packet.varint(TIMESTAMP, at).varint(SEQUENCE, 1).message(TRACK_EVENT, &event);
        self.packet(&packet);
    }

    pub(super) fn close(mut self) -> io::Result<()> {
        self.failed?;
        self.out.flush()
    }
}

impl<W: Write> Sink for Perfetto<W> {
    fn slice(&mut self, track: Track, name: &str, start: u64, end: u64, from: Option<u64>, how: &str) {
        self.event(track, start, SLICE_BEGIN, |event| {
            event.bytes(NAME, name.as_bytes());
            if let Some(id) = from {
                event.fixed64(TERMINATING_FLOW_IDS, id);
            }
            if !how.is_empty() {
                let mut annotation = Message::default();
                annotation.bytes(10, b"end").bytes(6, how.as_bytes());
                event.message(4, &annotation);
            }
        });
        self.event(track, end, SLICE_END, |_| {});
    }

    fn mark(&mut self, track: Track, name: &str, at: u64) {
        self.event(track, at, INSTANT, |event| _ = event.bytes(NAME, name.as_bytes()));
    }

    fn arrow(&mut self, track: Track, at: u64, id: u64) {
        self.event(track, at, INSTANT, |event| _ = event.bytes(NAME, b"wake").fixed64(FLOW_IDS, id));
    }
}
