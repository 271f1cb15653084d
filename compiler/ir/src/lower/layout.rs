//! How values of a type are taken apart into machine words.
//!
//! Invariant: a type has leaves exactly when its values live in SSA values while they are on the move; all others are moved in memory.

use super::Lowerer;
use super::types::{INT, Kind, UNSAFE_POINTER};
use crate::ir::Ty;
use mgo_types::types::TypeId;
use std::sync::Arc;

/// More words than this, and a struct stays in memory.
pub(crate) const MAX_LEAVES: usize = 8;
/// More words than this, and an array stays in memory.
const MAX_ARRAY_LEAVES: usize = 4;
/// Parameters of more words are passed as a pointer to a copy.
pub(crate) const MAX_PARAM_LEAVES: usize = 4;

/// One machine word of a value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Leaf {
    /// Its type.
    pub(crate) ty: Ty,
    /// Bytes from the start of the value.
    pub(crate) off: i32,
    /// Storing it outside the frame takes a barrier: it may point into the collected heap.
    pub(crate) barrier: bool,
}

/// Size and parts of a type.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Layout {
    /// Bytes.
    pub(crate) size: u64,
    /// Bytes.
    pub(crate) align: u32,
    /// Its words, when few enough.
    pub(crate) leaves: Option<Vec<Leaf>>,
    /// Whether the collector must look at it.
    pub(crate) pointers: bool,
}

impl Layout {
    /// Number of words, when taken apart.
    pub(crate) fn len(&self) -> Option<usize> {
        self.leaves.as_ref().map(Vec::len)
    }

    /// Whether parameters of this type are passed in words.
    pub(crate) fn in_words(&self) -> bool {
        self.len().is_some_and(|n| n <= MAX_PARAM_LEAVES)
    }

    /// Offset as the IR has it.
    pub(crate) fn bytes(&self) -> u32 {
        self.size as u32
    }
}

fn leaf(ty: Ty, off: i32) -> Leaf {
    Leaf { ty, off, barrier: ty == Ty::Ptr }
}

impl Lowerer {
    /// The layout of `t`.
    pub(crate) fn layout(&mut self, t: TypeId) -> Arc<Layout> {
        if let Some(l) = self.layouts.get(&t) {
            return l.clone();
        }
        let layout = Arc::new(self.make_layout(t));
        self.layouts.insert(t, layout.clone());
        layout
    }

    fn make_layout(&mut self, t: TypeId) -> Layout {
        let (size, align) = (self.world.size_of(t), self.world.align_of(t) as u32);
        let static_word = Leaf { ty: Ty::Ptr, off: 0, barrier: false };
        let leaves = match self.kind(t) {
            Kind::Bool => Some(vec![leaf(Ty::I8, 0)]),
            Kind::Int { bytes, .. } => Some(vec![leaf(int_ty(bytes), 0)]),
            Kind::Float(bytes) => Some(vec![leaf(float_ty(bytes), 0)]),
            Kind::Complex(bytes) => Some(vec![leaf(float_ty(bytes / 2), 0), leaf(float_ty(bytes / 2), i32::from(bytes / 2))]),
            Kind::String => Some(vec![leaf(Ty::Ptr, 0), leaf(Ty::I64, 8)]),
            Kind::Slice(_) => Some(vec![leaf(Ty::Ptr, 0), leaf(Ty::I64, 8), leaf(Ty::I64, 16)]),
            Kind::Iface => Some(vec![static_word, leaf(Ty::Ptr, 8)]),
            Kind::Pointer(_) | Kind::Map(..) | Kind::Chan(..) | Kind::Func | Kind::UnsafePointer | Kind::Nil => {
                Some(vec![leaf(Ty::Ptr, 0)])
            }
            Kind::Struct => self.struct_leaves(t),
            Kind::Array(elem, n) => self.array_leaves(elem, n),
            Kind::Tuple => Some(Vec::new()),
            Kind::Invalid | Kind::TypeParam => None,
        };
        let pointers = match &leaves {
            Some(leaves) => leaves.iter().any(|l| l.ty == Ty::Ptr),
            None => self.world.has_pointers(t),
        };
        Layout { size, align: align.max(1), leaves, pointers }
    }

    fn struct_leaves(&mut self, t: TypeId) -> Option<Vec<Leaf>> {
        let offsets = self.world.field_offsets(t);
        let mut leaves = Vec::new();
        for (field, off) in self.fields(t).into_iter().zip(offsets) {
            let inner = self.layout(field.ty);
            leaves.extend(inner.leaves.as_ref()?.iter().map(|l| Leaf { off: l.off + off as i32, ..*l }));
            if leaves.len() > MAX_LEAVES {
                return None;
            }
        }
        Some(leaves)
    }

    fn array_leaves(&mut self, elem: TypeId, n: u64) -> Option<Vec<Leaf>> {
        let inner = self.layout(elem);
        let each = inner.leaves.as_ref()?;
        if each.len() as u64 * n > MAX_ARRAY_LEAVES as u64 {
            return None;
        }
        if each.is_empty() {
            return Some(Vec::new());
        }
        let size = inner.size;
        let at = |i: u64| each.iter().map(move |l| Leaf { off: l.off + (i * size) as i32, ..*l });
        Some((0..n).flat_map(at).collect())
    }

    /// Types, offsets and leaf ranges of the fields of a struct that lives in words.
    pub(crate) fn field_leaves(&mut self, t: TypeId, index: u32) -> (usize, usize) {
        let fields = self.fields(t);
        let mut start = 0;
        for f in &fields[..index as usize] {
            start += self.layout(f.ty).len().unwrap_or(0);
        }
        (start, self.layout(fields[index as usize].ty).len().unwrap_or(0))
    }

    /// Whether an interface's data word holds a value of this type itself.
    pub(crate) fn is_direct(&mut self, t: TypeId) -> bool {
        matches!(
            self.kind(t),
            Kind::Bool
                | Kind::Int { .. }
                | Kind::Float(_)
                | Kind::Pointer(_)
                | Kind::Map(..)
                | Kind::Chan(..)
                | Kind::Func
                | Kind::UnsafePointer
        )
    }

    /// Layout of a funcval with these captures: the offsets of the captures and the type to allocate.
    pub(crate) fn closure_layout(&mut self, captures: &[TypeId]) -> (Vec<i32>, TypeId) {
        let mut types = vec![INT];
        types.extend_from_slice(captures);
        let t = self.struct_of(&types);
        (self.world.field_offsets(t)[1..].iter().map(|&o| o as i32).collect(), t)
    }

    /// The type that stands for a pointer to anything.
    pub(crate) fn any_pointer() -> TypeId {
        UNSAFE_POINTER
    }
}

pub(crate) fn int_ty(bytes: u8) -> Ty {
    match bytes {
        1 => Ty::I8,
        2 => Ty::I16,
        4 => Ty::I32,
        _ => Ty::I64,
    }
}

pub(crate) fn float_ty(bytes: u8) -> Ty {
    if bytes == 4 { Ty::F32 } else { Ty::F64 }
}
