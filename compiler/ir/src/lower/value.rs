//! Values on the move, and how they get in and out of memory.

use super::func::FnCx;
use super::layout::{Layout, Leaf};
use crate::ir::{BinOp, Mem, Op, Slot, Ty, Value};
use mgo_abi::builtins::Builtin;
use mgo_types::types::TypeId;
use smallvec::SmallVec;

/// The words of a value.
pub(crate) type Words = SmallVec<[Value; 4]>;

/// An address in memory.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Addr {
    /// What it is relative to.
    pub(crate) base: Value,
    /// Bytes behind `base`.
    pub(crate) off: i32,
    /// It lies in a frame: stores need no barrier.
    pub(crate) frame: bool,
    /// `base` may be nil.
    pub(crate) fault: bool,
}

impl Addr {
    /// Memory outside the frame whose base is known not to be nil.
    pub(crate) fn heap(base: Value) -> Addr {
        Addr { base, off: 0, frame: false, fault: false }
    }

    /// What a pointer of the program points to.
    pub(crate) fn pointer(base: Value) -> Addr {
        Addr { base, off: 0, frame: false, fault: true }
    }

    /// Memory in a frame.
    pub(crate) fn frame(base: Value) -> Addr {
        Addr { base, off: 0, frame: true, fault: false }
    }

    /// `bytes` further on.
    pub(crate) fn plus(self, bytes: i32) -> Addr {
        Addr { off: self.off + bytes, ..self }
    }

    fn mem(self) -> Mem {
        Mem { may_fault: self.fault, readonly: false }
    }
}

/// A value on the move. Which form it has is decided by its type alone: see [`Layout::leaves`].
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Val {
    /// In words.
    Words(Words),
    /// Too large: in memory that keeps its contents until the value is used.
    Mem(Addr),
}

impl Val {
    /// One word.
    pub(crate) fn word(v: Value) -> Val {
        Val::Words(SmallVec::from_slice(&[v]))
    }

    /// Some words.
    pub(crate) fn words(v: &[Value]) -> Val {
        Val::Words(SmallVec::from_slice(v))
    }

    /// The words of a value of a type that has leaves.
    pub(crate) fn as_words(&self) -> &[Value] {
        match self {
            Val::Words(w) => w,
            Val::Mem(_) => &[],
        }
    }

    /// The first word.
    pub(crate) fn first(&self) -> Value {
        self.as_words()[0]
    }
}

impl FnCx<'_> {
    /// The value of type `t` at `addr`. A large one is not copied: see [`FnCx::stable`].
    pub(crate) fn load(&mut self, t: TypeId, addr: Addr) -> Val {
        let layout = self.lw.layout(t);
        match &layout.leaves {
            Some(leaves) => {
                if leaves.is_empty() && addr.fault {
                    self.b.inst0(Op::NilCheck(addr.base));
                }
                Val::Words(leaves.iter().map(|l| self.load_leaf(l.ty, addr.plus(l.off))).collect())
            }
            None => {
                self.check_pointer(addr, layout.size);
                Val::Mem(Addr { fault: false, ..addr })
            }
        }
    }

    /// One word at `addr`.
    pub(crate) fn load_leaf(&mut self, ty: Ty, addr: Addr) -> Value {
        let addr = self.in_nil_page(addr);
        self.b.inst1(Op::Load(ty, addr.base, addr.off, addr.mem()), ty)
    }

    /// Word at a place that never changes.
    pub(crate) fn load_readonly(&mut self, ty: Ty, base: Value, off: i32) -> Value {
        self.b.inst1(Op::Load(ty, base, off, Mem { may_fault: false, readonly: true }), ty)
    }

    /// The code word of a func value, which may be nil.
    pub(crate) fn load_code(&mut self, funcval: Value) -> Value {
        let fault = Addr::pointer(funcval).fault;
        self.b.inst1(Op::Load(Ty::Ptr, funcval, 0, Mem { may_fault: fault, readonly: true }), Ty::Ptr)
    }

    /// A fault is only seen as nil dereference near address 0: far offsets are checked before.
    fn in_nil_page(&mut self, addr: Addr) -> Addr {
        if addr.fault && !(0..mgo_abi::layouts::NIL_PAGE as i32).contains(&addr.off) {
            self.b.inst0(Op::NilCheck(addr.base));
            return Addr { fault: false, ..addr };
        }
        addr
    }

    /// Panics now when a pointer is nil that memory operations of `size` bytes are about to use.
    pub(crate) fn check_pointer(&mut self, addr: Addr, _size: u64) {
        if addr.fault {
            self.b.inst0(Op::NilCheck(addr.base));
        }
    }

    /// Stores a value of type `t`.
    pub(crate) fn store(&mut self, t: TypeId, addr: Addr, val: &Val) {
        let layout = self.lw.layout(t);
        match (val, &layout.leaves) {
            (Val::Words(words), Some(leaves)) => {
                if leaves.is_empty() && addr.fault {
                    self.b.inst0(Op::NilCheck(addr.base));
                }
                for (l, &w) in leaves.iter().zip(words) {
                    self.store_leaf(l, addr, w);
                }
            }
            (Val::Mem(src), _) => self.copy(t, &layout, addr, *src),
            (Val::Words(_), None) => {}
        }
    }

    fn store_leaf(&mut self, l: &Leaf, addr: Addr, w: Value) {
        let at = self.in_nil_page(addr.plus(l.off));
        let op = match l.barrier && !at.frame {
            true => Op::StoreBarrier(w, at.base, at.off, at.mem()),
            false => Op::Store(w, at.base, at.off, at.mem()),
        };
        self.b.inst0(op);
    }

    /// Stores one word without a barrier.
    pub(crate) fn store_word(&mut self, w: Value, addr: Addr) {
        self.b.inst0(Op::Store(w, addr.base, addr.off, addr.mem()));
    }

    /// Copies a large value.
    fn copy(&mut self, t: TypeId, layout: &Layout, dst: Addr, src: Addr) {
        self.check_pointer(dst, layout.size);
        let (to, from) = (self.addr_value(dst), self.addr_value(src));
        if layout.pointers && !dst.frame {
            let desc = self.type_addr(t);
            self.rt0(Builtin::TypedMemmove, &[desc, to, from]);
        } else if dst.frame != src.frame {
            self.b.inst0(Op::Copy(to, from, layout.bytes()));
        } else {
            let bytes = self.i64c(layout.size as i64);
            self.rt0(Builtin::Memmove, &[to, from, bytes]);
        }
    }

    /// The address as one word.
    pub(crate) fn addr_value(&mut self, addr: Addr) -> Value {
        if addr.off == 0 {
            return addr.base;
        }
        let off = self.b.inst1(Op::Iconst(Ty::Ptr, i64::from(addr.off)), Ty::Ptr);
        self.b.inst1(Op::Bin(BinOp::Add, addr.base, off), Ty::Ptr)
    }

    /// The zero value of `t`.
    pub(crate) fn zero(&mut self, t: TypeId) -> Val {
        let layout = self.lw.layout(t);
        match &layout.leaves {
            Some(leaves) => Val::Words(leaves.iter().map(|l| self.zero_word(l.ty)).collect()),
            None => {
                let zeros = self.zero_data(layout.size);
                Val::Mem(Addr::heap(zeros))
            }
        }
    }

    /// Address of at least `size` read-only zero bytes.
    pub(crate) fn zero_data(&mut self, size: u64) -> Value {
        let size = size.max(64).next_power_of_two() as usize;
        let id = self.lw.data(vec![0; size]);
        self.b.inst1(Op::DataAddr(id), Ty::Ptr)
    }

    /// Sets a value in memory to zero.
    pub(crate) fn store_zero(&mut self, t: TypeId, addr: Addr) {
        let layout = self.lw.layout(t);
        if layout.leaves.is_some() {
            let zero = self.zero(t);
            return self.store(t, addr, &zero);
        }
        self.check_pointer(addr, layout.size);
        let to = self.addr_value(addr);
        if layout.pointers && !addr.frame {
            let desc = self.type_addr(t);
            self.rt0(Builtin::TypedMemclr, &[desc, to]);
        } else {
            self.b.inst0(Op::Zero(to, layout.bytes()));
        }
    }

    /// A new place in the frame for a value of type `t`, not initialised.
    pub(crate) fn slot(&mut self, t: TypeId) -> Slot {
        let layout = self.lw.layout(t);
        self.b.slot(layout.bytes().max(1), layout.align.clamp(1, 16))
    }

    /// The address of a slot.
    pub(crate) fn slot_addr(&mut self, slot: Slot) -> Addr {
        Addr::frame(self.b.inst1(Op::SlotAddr(slot, 0), Ty::Ptr))
    }

    /// The value in memory that nobody else changes: a copy in the frame.
    pub(crate) fn spill(&mut self, t: TypeId, val: &Val) -> Addr {
        let slot = self.slot(t);
        let addr = self.slot_addr(slot);
        self.store(t, addr, val);
        addr
    }

    /// The address of a value that is only read before anything else happens.
    pub(crate) fn in_memory(&mut self, t: TypeId, val: &Val) -> Value {
        let addr = match val {
            Val::Mem(addr) => *addr,
            Val::Words(_) => self.spill(t, val),
        };
        self.addr_value(addr)
    }

    /// A value that keeps its contents whatever runs next.
    pub(crate) fn stable(&mut self, t: TypeId, val: Val) -> Val {
        match val {
            Val::Mem(addr) if !addr.frame => Val::Mem(self.spill(t, &val)),
            Val::Mem(_) => Val::Mem(self.spill(t, &val)),
            words => words,
        }
    }
}
