//! Sizes, alignments and field offsets, as gc has them on amd64.

use crate::types::{Basic, Type, TypeId};
use crate::world::World;

impl World {
    /// Size of a value in bytes.
    pub fn size_of(&mut self, t: TypeId) -> u64 {
        match &*self.under(t) {
            Type::Basic(b) => basic_size(*b),
            Type::Array(elem, n) => self.size_of(*elem).saturating_mul(*n),
            Type::Slice(_) => 24,
            Type::Interface(_) => 16,
            Type::Struct(s) => {
                let offsets = self.field_offsets(t);
                let (Some(last), Some(&at)) = (s.fields.last(), offsets.last()) else { return 0 };
                let size = self.size_of(last.ty);
                // A pointer to a last field without size must not point past the object.
                let size = if size == 0 && at > 0 { 1 } else { size };
                let align = self.align_of(t);
                align_up(at.saturating_add(size), align)
            }
            Type::Tuple(list) => list.iter().fold(0, |at, &t| {
                let (size, align) = (self.size_of(t), self.align_of(t));
                align_up(at, align).saturating_add(size)
            }),
            _ => 8,
        }
    }

    /// Alignment in bytes, a power of two.
    pub fn align_of(&mut self, t: TypeId) -> u64 {
        match &*self.under(t) {
            Type::Basic(b) => match b {
                Basic::Complex64 => 4,
                Basic::Complex128 => 8,
                b => basic_size(*b).clamp(1, 8),
            },
            Type::Array(elem, _) => self.align_of(*elem),
            Type::Struct(s) => {
                // `sync/atomic` aligns by a marker type.
                if s.fields.is_empty() && self.is_align64(t) {
                    return 8;
                }
                s.fields.iter().map(|f| self.align_of(f.ty)).max().unwrap_or(1)
            }
            Type::Tuple(list) => list.iter().map(|&t| self.align_of(t)).max().unwrap_or(1),
            _ => 8,
        }
    }

    /// Offsets of a struct's fields in bytes.
    pub fn field_offsets(&mut self, t: TypeId) -> Vec<u64> {
        let node = self.under(t);
        let Type::Struct(s) = &*node else { return Vec::new() };
        let mut at = 0u64;
        let mut offsets = Vec::with_capacity(s.fields.len());
        for f in &s.fields {
            let align = self.align_of(f.ty);
            at = align_up(at, align);
            offsets.push(at);
            at = at.saturating_add(self.size_of(f.ty));
        }
        offsets
    }

    fn is_align64(&self, t: TypeId) -> bool {
        let Some(n) = self.as_named(t) else { return false };
        let obj = self.object(self.types.named(n).obj);
        obj.name == "align64" && matches!(self.package(obj.pkg).path.as_str(), "sync/atomic" | "internal/runtime/atomic")
    }
}

fn basic_size(b: Basic) -> u64 {
    match b {
        Basic::Bool | Basic::Int8 | Basic::Uint8 | Basic::UntypedBool => 1,
        Basic::Int16 | Basic::Uint16 => 2,
        Basic::Int32 | Basic::Uint32 | Basic::Float32 | Basic::UntypedRune => 4,
        Basic::Complex128 | Basic::String | Basic::UntypedComplex | Basic::UntypedString => 16,
        Basic::Invalid => 0,
        _ => 8,
    }
}

fn align_up(at: u64, align: u64) -> u64 {
    at.checked_next_multiple_of(align.max(1)).unwrap_or(u64::MAX)
}
