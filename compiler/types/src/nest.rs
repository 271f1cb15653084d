//! Bounds of recursion: over types that contain ever larger instances of themselves, and over long chains of declarations.

use crate::check::Checker;
use crate::types::TypeId;
use rustc_hash::FxHashSet;

/// Instances that contain ever larger ones of themselves are reported elsewhere; here they must only end.
pub(crate) const MAX_NESTING: usize = 100;

/// Bytes of stack that chains of declarations may use. A declaration in itself is bounded by the parser and needs less than that again.
const STACK_BUDGET: usize = 1 << 20;

/// The budget on this thread: half of its stack where that has room for deeper trees than usual.
fn stack_budget() -> usize {
    let depth = mgo_syntax::allowed_depth();
    if depth > mgo_syntax::MAX_DEPTH { usize::from(depth) * (mgo_syntax::BYTES_PER_LEVEL / 2) } else { STACK_BUDGET }
}

/// A walk through types that contain one another.
#[derive(Default)]
pub(crate) struct Nest {
    seen: FxHashSet<TypeId>,
    depth: usize,
}

impl Nest {
    /// Whether to go into `t`: not again, and not endlessly.
    pub(crate) fn enter(&mut self, t: TypeId) -> bool {
        if self.depth > MAX_NESTING || !self.seen.insert(t) {
            return false;
        }
        self.depth += 1;
        true
    }

    /// Leaves what was entered last.
    pub(crate) fn leave(&mut self) {
        self.depth = self.depth.saturating_sub(1);
    }
}

/// About where the stack stands.
#[inline(never)]
pub(crate) fn stack_address() -> usize {
    let here = 0u8;
    std::ptr::from_ref(std::hint::black_box(&here)) as usize
}

impl Checker<'_> {
    /// Whether recursion has to end here.
    pub(crate) fn stack_used_up(&self) -> bool {
        self.world.state.stack_base.saturating_sub(stack_address()) > stack_budget()
    }
}
