//! Events as they are kept until the trace ends: in half the memory, for what is written while the program runs is what a trace costs.
//!
//! A block holds what one M has noted. A note has the low half of an event's large numbers, and its time since the one before; the high halves and the P are
//! those of the last note that told them, which is one of its own.

use super::event::{Event, Kind};

/// One event, or a change of what the following have in common.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(C)]
pub(super) struct Note {
    /// Ticks since the one before.
    ticks: u32,
    /// A [`Kind`], or [`COMMON`]: then the other fields are the high halves, and `wake` is the P.
    kind: u8,
    /// What the kind has: the detail, or the highest bits of the wake-up's number.
    detail: u8,
    wake: u16,
    g: u32,
    arg: u32,
}

const COMMON: u8 = u8::MAX;
const _: () = assert!(Kind::ALL.len() < COMMON as usize && size_of::<Note>() == 16);

/// Most notes of an event.
pub(super) const MOST: usize = 2;

/// What a note leaves out.
#[derive(Clone, Copy, Default, Debug)]
pub(super) struct Common {
    ticks: u64,
    g: u32,
    arg: u32,
    p: u16,
}

fn high(n: u64) -> u32 {
    (n >> 32) as u32
}

fn joined(high: u32, low: u32) -> u64 {
    u64::from(high) << 32 | u64::from(low)
}

impl Common {
    /// Notes an event of the block's M.
    #[inline]
    pub(super) fn encode(&mut self, event: &Event, mut put: impl FnMut(Note)) {
        let ticks = event.ticks.wrapping_sub(self.ticks);
        let arg_high = if event.kind.has_arg() { high(event.arg) } else { self.arg };
        if event.p != self.p || high(ticks) != 0 || high(event.g) != self.g || arg_high != self.arg {
            (self.p, self.g, self.arg) = (event.p, high(event.g), arg_high);
            put(Note { ticks: high(ticks), kind: COMMON, detail: 0, wake: self.p, g: self.g, arg: self.arg });
        }
        self.ticks = event.ticks;
        let Event { g, arg, kind, wake, .. } = *event;
        let detail = if kind.has_wake() { (wake >> 16) as u8 } else { event.detail };
        put(Note { ticks: ticks as u32, kind: kind as u8, detail, wake: wake as u16, g: g as u32, arg: arg as u32 });
    }

    /// The event of a note by the M `m`, if it is one.
    fn decode(&mut self, m: u16, note: Note) -> Option<Event> {
        let Note { wake, arg, .. } = note;
        let Some(&kind) = Kind::ALL.get(usize::from(note.kind)) else {
            self.ticks = self.ticks.wrapping_add(joined(note.ticks, 0));
            (self.p, self.g, self.arg) = (wake, note.g, arg);
            return None;
        };
        self.ticks = self.ticks.wrapping_add(u64::from(note.ticks));
        let arg = if kind.has_arg() { joined(self.arg, arg) } else { 0 };
        let (detail, wake) = if kind.has_wake() { (0, u32::from(note.detail) << 16 | u32::from(wake)) } else { (note.detail, 0) };
        Some(Event { ticks: self.ticks, g: joined(self.g, note.g), arg, m, p: self.p, kind, detail, wake })
    }
}

/// Gives the events of a block to `visit`.
pub(super) fn decode(m: u16, block: &[Note], visit: impl FnMut(Event)) {
    let mut common = Common::default();
    block.iter().filter_map(|&note| common.decode(m, note)).for_each(visit);
}

/// A block as bytes.
pub(super) fn bytes(block: &[Note]) -> &[u8] {
    // SAFETY: a note has no padding, as its size shows.
    unsafe { std::slice::from_raw_parts(block.as_ptr().cast(), size_of_val(block)) }
}

/// The same, to be filled: any bytes make notes.
pub(super) fn bytes_mut(block: &mut [Note]) -> &mut [u8] {
    // SAFETY: as above, and each field of a note may have any value.
    unsafe { std::slice::from_raw_parts_mut(block.as_mut_ptr().cast(), size_of_val(block)) }
}

impl Note {
    /// Nothing has happened.
    pub(super) const NONE: Note = Note { ticks: 0, kind: COMMON, detail: 0, wake: 0, g: 0, arg: 0 };
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::fields::WAKE_BITS;
    use super::*;

    fn event(m: u16) -> impl Strategy<Value = Event> {
        let word = || prop_oneof![0..4u64, any::<u64>()];
        (0..Kind::ALL.len(), word(), word(), word(), any::<u16>(), any::<u8>(), 0..1u32 << WAKE_BITS).prop_map(
            move |(kind, ticks, g, arg, p, detail, wake)| {
                let kind = Kind::ALL[kind];
                let (detail, wake) = if kind.has_wake() { (0, wake) } else { (detail, 0) };
                Event { ticks, g, arg: if kind.has_arg() { arg } else { 0 }, m, p, kind, detail, wake }
            },
        )
    }

    fn written(events: &[Event]) -> Vec<Note> {
        let (mut block, mut common) = (Vec::new(), Common::default());
        events.iter().for_each(|event| common.encode(event, |note| block.push(note)));
        block
    }

    proptest! {
        #[test]
        fn what_is_read_is_what_was_written(events in prop::collection::vec(event(7), 0..40)) {
            let block = written(&events);
            prop_assert!(block.len() <= MOST * events.len());
            let mut read = Vec::new();
            decode(7, &block, |event| read.push(event));
            prop_assert_eq!(read, events);
        }

        #[test]
        fn any_bytes_can_be_read(bytes in prop::collection::vec(any::<u8>(), 0..20 * 16)) {
            let mut block = vec![Note::NONE; bytes.len() / 16];
            let room = bytes_mut(&mut block);
            room.copy_from_slice(&bytes[..room.len()]);
            decode(0, &block, |_| ());
        }
    }

    #[test]
    fn switching_to_and_fro_takes_one_note_each() {
        let one =
            |i: u64, kind: Kind| Event { ticks: (1 << 40) + i * 60, g: 7 + i % 2, arg: 0, m: 1, p: 3, kind, detail: 16, wake: i as u32 };
        let events: Vec<Event> = (0..1000).flat_map(|i| [Kind::Unblock, Kind::Block, Kind::Start].map(|kind| one(i, kind))).collect();
        assert_eq!(written(&events).len(), events.len() + 1);
    }
}
