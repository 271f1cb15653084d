//! Perfetto's field numbers, those of `protos/perfetto/trace`, for who writes such a trace and who reads it; and the numbers of tracks and arrows.

/// The field of a Trace.
pub const PACKET: u32 = 1;

/// A TracePacket's.
pub const TIMESTAMP: u32 = 8;
/// Which writer's it is.
pub const SEQUENCE: u32 = 10;
/// A [`TrackEvent`](SLICE_BEGIN).
pub const TRACK_EVENT: u32 = 11;
/// Texts that get their numbers here.
pub const INTERNED_DATA: u32 = 12;
/// [`CLEARED`], [`NEEDS_NAMES`].
pub const SEQUENCE_FLAGS: u32 = 13;
/// A new track.
pub const TRACK_DESCRIPTOR: u32 = 60;

/// Flag of a sequence: the numbering of names begins here.
pub const CLEARED: u64 = 1;
/// Flag of a sequence: the packet refers to names by number.
pub const NEEDS_NAMES: u64 = 2;

/// A TrackEvent's: DebugAnnotations.
pub const ANNOTATIONS: u32 = 4;
/// [`SLICE_BEGIN`], [`SLICE_END`] or [`INSTANT`].
pub const EVENT_TYPE: u32 = 9;
/// Number of its name.
pub const NAME_IID: u32 = 10;
/// Where it is shown.
pub const TRACK_UUID: u32 = 11;
/// Arrows that go on from here.
pub const FLOW_IDS: u32 = 47;
/// Arrows that end here.
pub const TERMINATING_FLOW_IDS: u32 = 48;

/// Type of a TrackEvent: something begins.
pub const SLICE_BEGIN: u64 = 1;
/// What began last ends.
pub const SLICE_END: u64 = 2;
/// Something without a length.
pub const INSTANT: u64 = 3;

/// A DebugAnnotation's: the number of its name.
pub const ANNOTATION_NAME_IID: u32 = 1;
/// The number of its text.
pub const STRING_VALUE_IID: u32 = 17;

/// InternedData's names of events.
pub const EVENT_NAMES: u32 = 2;
/// InternedData's names of annotations.
pub const ANNOTATION_NAMES: u32 = 3;
/// InternedData's texts of annotations.
pub const STRING_VALUES: u32 = 29;
/// Number of a text in InternedData.
pub const IID: u32 = 1;
/// The text.
pub const TEXT: u32 = 2;

/// Track under which those of the Ps stand.
pub const PS: u64 = 1;
/// The same for the Ms.
pub const MS: u64 = 2;
/// The collector's track.
pub const COLLECTOR: u64 = 3;

/// The track of a P. Small numbers: each event carries one.
pub const fn track_of_p(p: u16) -> u64 {
    4 + 2 * p as u64
}

/// The track of an M.
pub const fn track_of_m(m: u16) -> u64 {
    5 + 2 * m as u64
}

/// Whether a track is a P's, else an M's, and the number of that.
pub const fn p_or_m(track: u64) -> (bool, u64) {
    (track.is_multiple_of(2), track.saturating_sub(4) / 2)
}

/// Bits of the number of a wake-up in that of its arrow.
pub const WAKE_BITS: u32 = 24;

/// The number of the arrow from a goroutine's wake-up to its run.
pub const fn arrow(g: u64, wake: u32) -> u64 {
    g << WAKE_BITS | wake as u64
}

/// The goroutine that an arrow is about.
pub const fn goroutine_of(arrow: u64) -> u64 {
    arrow >> WAKE_BITS
}
