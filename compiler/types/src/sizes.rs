//! Sizes, alignments and field offsets, as gc has them on amd64.

use crate::types::{Basic, Type, TypeId};
use crate::world::World;

/// Types nested deeper contain themselves, which is reported elsewhere.
const MAX_DEPTH: u32 = 1000;

/// Size and alignment; `None` for types that are broken or not complete yet.
type Layout = Option<(u64, u64)>;

impl World {
    /// Size of a value in bytes. Saturates; broken types have none.
    pub fn size_of(&mut self, t: TypeId) -> u64 {
        self.layout(t, 0).map_or(0, |(size, _)| size)
    }

    /// Alignment in bytes, a power of two.
    pub fn align_of(&mut self, t: TypeId) -> u64 {
        self.layout(t, 0).map_or(1, |(_, align)| align)
    }

    /// Offsets of a struct's fields in bytes.
    pub fn field_offsets(&mut self, t: TypeId) -> Vec<u64> {
        let node = self.under(t);
        let Type::Struct(s) = &*node else { return Vec::new() };
        let mut at = 0u64;
        let mut offsets = Vec::with_capacity(s.fields.len());
        for f in &s.fields {
            let (size, align) = self.layout(f.ty, 0).unwrap_or((0, 1));
            at = align_up(at, align);
            offsets.push(at);
            at = at.saturating_add(size);
        }
        offsets
    }

    fn layout(&mut self, t: TypeId, depth: u32) -> Layout {
        if let Some(&known) = self.state.layouts.get(&t) {
            return Some(known);
        }
        if depth > MAX_DEPTH {
            return None;
        }
        let layout = match &*self.under(t) {
            Type::Basic(Basic::Invalid) => None,
            Type::Basic(b) => Some(basic_layout(*b)),
            Type::Array(elem, n) => self.layout(*elem, depth + 1).map(|(size, align)| (size.saturating_mul(*n), align)),
            Type::Slice(_) => Some((24, 8)),
            Type::Interface(_) => Some((16, 8)),
            Type::Struct(s) if s.fields.is_empty() && self.is_align64(t) => Some((0, 8)),
            Type::Struct(s) => self.sequence(s.fields.iter().map(|f| f.ty), true, depth),
            Type::Tuple(list) => self.sequence(list.iter().copied(), false, depth),
            _ => Some((8, 8)),
        };
        if let Some(layout) = layout {
            self.state.layouts.insert(t, layout);
        }
        layout
    }

    /// One value after the other. A struct's last field without size gets a byte: a pointer to it must not point past the object.
    fn sequence(&mut self, types: impl Iterator<Item = TypeId>, pad_end: bool, depth: u32) -> Layout {
        let (mut at, mut max, mut last) = (0u64, 1, 1);
        for t in types {
            let (size, align) = self.layout(t, depth + 1)?;
            at = align_up(at, align).saturating_add(size);
            max = max.max(align);
            last = size;
        }
        if pad_end && last == 0 && at > 0 {
            at = at.saturating_add(1);
        }
        Some((align_up(at, max), max))
    }

    /// The marker by which `sync/atomic` asks for an alignment of 8.
    fn is_align64(&self, t: TypeId) -> bool {
        let Some(n) = self.as_named(t) else { return false };
        let obj = self.object(self.types.named(n).obj);
        obj.name == "align64" && matches!(self.package(obj.pkg).path.as_str(), "sync/atomic" | "internal/runtime/atomic")
    }
}

fn basic_layout(b: Basic) -> (u64, u64) {
    match b {
        Basic::Bool | Basic::Int8 | Basic::Uint8 | Basic::UntypedBool => (1, 1),
        Basic::Int16 | Basic::Uint16 => (2, 2),
        Basic::Int32 | Basic::Uint32 | Basic::Float32 | Basic::UntypedRune => (4, 4),
        Basic::Complex64 => (8, 4),
        Basic::Complex128 | Basic::String | Basic::UntypedComplex | Basic::UntypedString => (16, 8),
        _ => (8, 8),
    }
}

fn align_up(at: u64, align: u64) -> u64 {
    at.checked_next_multiple_of(align.max(1)).unwrap_or(u64::MAX)
}
