//! What the types of a type set have in common.

use crate::check::Checker;
use crate::types::{Type, TypeId};

/// A type of a type set with its underlying type; `None` when the set has no specific types.
pub(crate) type Term = Option<(TypeId, TypeId)>;

/// A condition on each term of a type set: the reason why it does not hold.
pub(crate) type Condition<'a> = &'a mut dyn FnMut(&mut Checker<'_>, Term) -> Option<String>;

impl Checker<'_> {
    /// The types of `t`'s type set: itself, or for a type parameter those of its constraint.
    pub(crate) fn type_pairs(&mut self, t: TypeId) -> Vec<Term> {
        match self.specific_types(t) {
            Some(pairs) => pairs.into_iter().map(Some).collect(),
            None => vec![None],
        }
    }

    /// The underlying types of `t`'s type set; `None` when there are no specific types.
    pub(crate) fn under_types(&mut self, t: TypeId) -> Option<Vec<TypeId>> {
        Some(self.specific_types(t)?.into_iter().map(|(_, under)| under).collect())
    }

    /// As `common_under`, with a condition that all types must meet first.
    pub(crate) fn common_under_if(&mut self, t: TypeId, condition: Condition<'_>) -> Result<TypeId, String> {
        for term in self.type_pairs(t) {
            if let Some(reason) = condition(self, term) {
                return Err(reason);
            }
        }
        self.common_under(t)
    }

    /// The base type if `t`'s underlying type is a pointer.
    pub(crate) fn pointer_base(&mut self, t: TypeId) -> Option<TypeId> {
        let under = self.underlying(t);
        match self.types.get(under) {
            &Type::Pointer(base) => Some(base),
            _ => None,
        }
    }

    /// The array type `A` if `t` is a pointer to an array; else `t`.
    pub(crate) fn array_ptr_deref(&mut self, t: TypeId) -> TypeId {
        let &Type::Pointer(base) = self.types.get(t) else { return t };
        let under = self.underlying(base);
        if matches!(self.types.get(under), Type::Array(..)) { under } else { t }
    }

    /// `array`, `slice` …; nothing for basic types.
    pub(crate) fn composite_kind(&mut self, t: TypeId) -> &'static str {
        let under = self.underlying(t);
        match self.types.get(under) {
            Type::Array(..) => "array",
            Type::Slice(_) => "slice",
            Type::Struct(_) => "struct",
            Type::Pointer(_) => "pointer",
            Type::Signature(_) => "func",
            Type::Interface(_) | Type::TypeParam(_) => "interface",
            Type::Map(..) => "map",
            Type::Chan(..) => "chan",
            Type::Tuple(_) => "tuple",
            Type::Union(_) => "union",
            Type::Basic(_) | Type::Named(_) => "",
        }
    }
}
