//! What a trace is made of.

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident,)*) => {
        /// What happened.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[repr(u8)]
        pub enum Kind { $($(#[$doc])* $kind,)* }

        impl Kind {
            /// All of them, by number.
            pub const ALL: &'static [Kind] = &[$(Kind::$kind),*];
        }
    };
}

kinds! {
    /// `g` was made; `arg`: the code that it starts with.
    Create,
    /// `g` runs from here on; `arg`: the code that it started with.
    Start,
    /// `g` is done.
    End,
    /// `g` waits; `detail`: its [`crate::g::WaitReason`].
    Block,
    /// `g` lets others run.
    Yield,
    /// `g` was made to.
    Preempt,
    /// `g` can run again.
    Unblock,
    /// `g` is in a system call.
    SyscallEnter,
    /// `g` is back from it, with a P.
    SyscallExit,
    /// `g` is back from it, and queues up for a P.
    SyscallExitBlocked,
    /// Goroutines were taken from the P `arg`.
    Steal,
    /// The P `arg` was given away, its M being about to block.
    Handoff,
    /// The P `arg` was taken from an M in a system call.
    Retake,
    /// The world is to stop.
    StopTheWorld,
    /// It goes on.
    StartTheWorld,
    /// The M sleeps for want of work.
    Sleep,
    /// It is awake.
    Wake,
    /// The collector had the world stopped until now; `arg`: for how many nanoseconds.
    GcStop,
    /// It has marked; `arg`: nanoseconds since it began.
    GcMark,
    /// It has swept; `arg`: nanoseconds since it had marked.
    GcSweep,
    /// A goroutine that allocates has helped it; `arg`: for how many nanoseconds.
    GcAssist,
}

impl Kind {
    /// `arg` means something.
    pub(super) const fn has_arg(self) -> bool {
        use Kind::*;
        matches!(self, Create | Start | Steal | Handoff | Retake | GcStop | GcMark | GcSweep | GcAssist)
    }

    /// `wake` does, and `detail` does not.
    pub(super) const fn has_wake(self) -> bool {
        matches!(self, Kind::Start | Kind::Unblock)
    }
}

/// One event.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Event {
    /// Ticks of the processor's clock.
    pub ticks: u64,
    /// The goroutine that it is about; 0 none.
    pub g: u64,
    /// See [`Kind`].
    pub arg: u64,
    /// The M that noted it.
    pub m: u16,
    /// The P that it held, or [`NO_P`].
    pub p: u16,
    /// What happened.
    pub kind: Kind,
    /// See [`Kind`].
    pub detail: u8,
    /// Which of its wake-ups this is about, modulo 2^[`WAKE_BITS`](super::fields::WAKE_BITS): joins an Unblock and the Start that follows from it.
    pub wake: u32,
}
