//! Perfetto's field numbers, those of `protos/perfetto/trace`, for who writes such a trace and who reads it; and the numbers of the tracks.

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

/// A DebugAnnotation's name.
pub const ANNOTATION_NAME: u32 = 10;
/// The number of its text.
pub const STRING_VALUE_IID: u32 = 17;

/// InternedData's names of events.
pub const EVENT_NAMES: u32 = 2;
/// InternedData's texts of annotations.
pub const STRING_VALUES: u32 = 29;
/// Number of a text in InternedData.
pub const IID: u32 = 1;
/// The text.
pub const TEXT: u32 = 2;

/// Track under which those of the Ps stand; they have it in the upper half of their numbers.
pub const PS: u64 = 1;
/// The same for the Ms.
pub const MS: u64 = 2;
/// The collector's track.
pub const COLLECTOR: u64 = 3;
