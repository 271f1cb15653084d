//! Where the variables of a function live.
//!
//! A variable lives in SSA values unless something needs its address; then in the frame, or on the heap when it may outlive the frame.

use super::func::FnCx;
use super::place::Place;
use super::value::{Addr, Val};
use crate::builder::Var;
use crate::ir::{Slot, Ty};
use mgo_abi::builtins::Builtin;
use mgo_syntax::ast::NodeId;
use mgo_types::object::ObjId;
use mgo_types::types::TypeId;
use smallvec::SmallVec;

/// Larger variables live on the heap, whoever knows their address (Go's limit, too).
const MAX_VAR: u64 = 128 << 10;
/// Larger allocations are left to the heap (Go's limit, too).
pub(crate) const MAX_SITE: u64 = 64 << 10;

/// Where a variable lives.
#[derive(Clone, Debug)]
pub(crate) enum Storage {
    /// In words.
    Words(SmallVec<[Var; 4]>),
    /// In the frame.
    Slot(Slot),
    /// Where a pointer says; `frame` when that is a frame.
    Ref {
        /// The pointer.
        ptr: Var,
        /// Stores need no barrier.
        frame: bool,
    },
    /// Where a pointer in the frame says: as `Ref`, for code that may run behind a recovered panic.
    SlotRef(Slot),
}

impl FnCx<'_> {
    /// The storage of a variable in scope.
    pub(crate) fn var_place(&mut self, obj: ObjId) -> Place {
        match self.vars.get(&obj).cloned() {
            Some(storage) => self.storage_place(&storage),
            None => Place::Blank,
        }
    }

    /// The place a storage names.
    pub(crate) fn storage_place(&mut self, storage: &Storage) -> Place {
        match storage {
            Storage::Words(vars) => Place::Vars(vars.clone()),
            Storage::Slot(slot) => Place::Mem(self.slot_addr(*slot)),
            Storage::Ref { ptr, frame } => {
                let base = self.b.use_var(*ptr);
                Place::Mem(Addr { base, off: 0, frame: *frame, fault: false })
            }
            Storage::SlotRef(slot) => {
                let at = self.slot_addr(*slot);
                Place::Mem(Addr::heap(self.load_leaf(Ty::Ptr, at)))
            }
        }
    }

    /// Whether what expression `id` allocates lives in the frame.
    pub(crate) fn site_in_frame(&mut self, id: NodeId, t: TypeId) -> bool {
        self.facts.stack_sites.contains(&id) && self.lw.layout(t).size <= MAX_SITE
    }

    /// Declares a variable with a value; zero when there is none.
    pub(crate) fn declare(&mut self, obj: ObjId, t: TypeId, init: Option<Val>) {
        let storage = if self.facts.on_heap(obj) || self.lw.layout(t).size > MAX_VAR {
            self.boxed(t)
        } else if self.facts.in_memory(obj) || self.lw.layout(t).leaves.is_none() {
            Storage::Slot(self.slot(t))
        } else {
            self.word_storage(t)
        };
        self.init_storage(&storage, t, init);
        self.vars.insert(obj, storage);
    }

    /// Gives a new storage its first value.
    pub(crate) fn init_storage(&mut self, storage: &Storage, t: TypeId, init: Option<Val>) {
        let place = self.storage_place(storage);
        match (init, &place) {
            (Some(val), _) => self.store_place(t, &place, &val),
            // A fresh box is zero.
            (None, Place::Mem(addr)) if addr.frame => self.store_zero(t, *addr),
            (None, Place::Mem(_)) => {}
            (None, _) => {
                let zero = self.zero(t);
                self.store_place(t, &place, &zero);
            }
        }
    }

    /// A storage in words.
    pub(crate) fn word_storage(&mut self, t: TypeId) -> Storage {
        let layout = self.lw.layout(t);
        Storage::Words(layout.leaves.iter().flatten().map(|l| self.b.var(l.ty)).collect())
    }

    /// A storage in a fresh heap object.
    pub(crate) fn boxed(&mut self, t: TypeId) -> Storage {
        let ptr = self.new_object(t);
        let var = self.b.var(Ty::Ptr);
        self.b.def(var, ptr);
        Storage::Ref { ptr: var, frame: false }
    }

    /// A zeroed heap object.
    pub(crate) fn new_object(&mut self, t: TypeId) -> crate::ir::Value {
        let desc = self.type_addr(t);
        self.rt1(Builtin::NewObject, &[desc])
    }

    /// A new storage of the same kind with the same value: what a loop variable becomes for the next round.
    pub(crate) fn renew(&mut self, obj: ObjId, t: TypeId) {
        if let Some(Storage::Ref { ptr, frame: false }) = self.vars.get(&obj).cloned() {
            let place = self.var_place(obj);
            let val = self.load_place(t, &place);
            let fresh = self.new_object(t);
            self.store(t, Addr::heap(fresh), &val);
            self.b.def(ptr, fresh);
        }
    }
}
