//! Leaving out one kind of root or the barriers of one kind of site on purpose, so that tests can see that it is noticed. Only development builds can.

use std::sync::atomic::{AtomicU32, Ordering};

use super::Cycle;

macro_rules! omissions {
    ($($(#[$doc:meta])* $variant:ident $name:literal,)*) => {
        /// What can be left out, by `GODEBUG=gcomit=NAME`.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[repr(u32)]
        pub enum Omit { $($(#[$doc])* $variant,)* }

        impl Omit {
            /// By name.
            pub fn parse(name: &str) -> Option<Omit> {
                match name { $($name => Some(Omit::$variant),)* _ => None }
            }
        }
    };
}

omissions! {
    /// Package variables.
    Globals "globals",
    /// Stacks of goroutines.
    Stacks "stacks",
    /// Segments of stacks beyond the current one.
    Segments "segments",
    /// Registers of goroutines that were interrupted.
    Registers "registers",
    /// Frames of natives on g0.
    Natives0 "g0",
    /// Records of deferred calls.
    Defers "defers",
    /// Running timers.
    Timers "timers",
    /// Barriers of compiled stores.
    Stores "stores",
    /// Barriers of bulk copies: `copy`, moves of large values.
    Copies "copies",
    /// Barriers of bulk clears: `clear`, large zero values.
    Clears "clears",
    /// Barriers of channels: places of their buffers.
    Channels "channels",
    /// Barriers of maps: keys, deletion, growth.
    Maps "maps",
}

/// The one omission of a heap's collector.
#[derive(Default)]
pub struct Omission(AtomicU32);

impl Omission {
    /// Leaves `what` out from now on; development builds only.
    pub fn set(&self, what: Omit) {
        if cfg!(debug_assertions) {
            self.0.store(what as u32 + 1, Ordering::Relaxed);
        }
    }
}

/// Whether `what` is to be left out.
#[inline(always)]
pub fn omitted(cycle: &Cycle, what: Omit) -> bool {
    cfg!(debug_assertions) && cycle.omission.0.load(Ordering::Relaxed) == what as u32 + 1
}
