//! Questions about types that are asked all over.

use crate::nest::Nest;
use crate::types::{Basic, Type, TypeId};
use crate::world::World;

impl Basic {
    /// `bool` and untyped booleans.
    pub fn is_boolean(self) -> bool {
        matches!(self, Basic::Bool | Basic::UntypedBool)
    }

    /// Integers, typed or not.
    pub fn is_integer(self) -> bool {
        (Basic::Int..=Basic::Uintptr).contains(&self) || matches!(self, Basic::UntypedInt | Basic::UntypedRune)
    }

    /// Unsigned integers.
    pub fn is_unsigned(self) -> bool {
        (Basic::Uint..=Basic::Uintptr).contains(&self)
    }

    /// Floating-point numbers, typed or not.
    pub fn is_float(self) -> bool {
        matches!(self, Basic::Float32 | Basic::Float64 | Basic::UntypedFloat)
    }

    /// Complex numbers, typed or not.
    pub fn is_complex(self) -> bool {
        matches!(self, Basic::Complex64 | Basic::Complex128 | Basic::UntypedComplex)
    }

    /// Numbers, typed or not.
    pub fn is_numeric(self) -> bool {
        self.is_integer() || self.is_float() || self.is_complex()
    }

    /// Strings, typed or not.
    pub fn is_string(self) -> bool {
        matches!(self, Basic::String | Basic::UntypedString)
    }

    /// Untyped ones, `nil`'s included.
    pub fn is_untyped(self) -> bool {
        self >= Basic::UntypedBool
    }

    /// What `<` takes.
    pub fn is_ordered(self) -> bool {
        self.is_integer() || self.is_float() || self.is_string()
    }

    /// What constants can be of.
    pub fn is_const(self) -> bool {
        self.is_boolean() || self.is_numeric() || self.is_string()
    }

    /// Its name in the language.
    pub fn name(self) -> &'static str {
        const NAMES: [&str; 26] = [
            "invalid type",
            "bool",
            "int",
            "int8",
            "int16",
            "int32",
            "int64",
            "uint",
            "uint8",
            "uint16",
            "uint32",
            "uint64",
            "uintptr",
            "float32",
            "float64",
            "complex64",
            "complex128",
            "string",
            "unsafe.Pointer",
            "untyped bool",
            "untyped int",
            "untyped rune",
            "untyped float",
            "untyped complex",
            "untyped string",
            "untyped nil",
        ];
        NAMES[self as usize]
    }
}

/// `is_…`: about the underlying type, false for type parameters. `all_…`: for type parameters, about all specific types.
macro_rules! predicates {
    ($($(#[$doc:meta])* $is:ident / $all:ident = $test:expr;)*) => {
        impl World {
            $(
                $(#[$doc])*
                pub fn $is(&mut self, t: TypeId) -> bool {
                    self.basic_of(t).is_some_and($test)
                }

                $(#[$doc])*
                /// For a type parameter: whether it holds for all its specific types.
                pub fn $all(&mut self, t: TypeId) -> bool {
                    self.type_set_all(t, &mut |world, pair| pair.is_some_and(|(_, u)| world.$is(u)))
                }
            )*
        }
    };
}

predicates! {
    /// Whether it is boolean.
    is_boolean / all_boolean = |b| b.is_boolean();
    /// Whether it is an integer.
    is_integer / all_integer = |b| b.is_integer();
    /// Whether it is an unsigned integer.
    is_unsigned / all_unsigned = |b| b.is_unsigned();
    /// Whether it is a floating-point number.
    is_float / all_float = |b| b.is_float();
    /// Whether it is a complex number.
    is_complex / all_complex = |b| b.is_complex();
    /// Whether it is a number.
    is_numeric / all_numeric = |b| b.is_numeric();
    /// Whether it is a string.
    is_string / all_string = |b| b.is_string();
    /// Whether it is a number or a string.
    is_numeric_or_string / all_numeric_or_string = |b| b.is_numeric() || b.is_string();
    /// Whether it is an integer or a floating-point number.
    is_integer_or_float / all_integer_or_float = |b| b.is_integer() || b.is_float();
    /// Whether it is ordered.
    is_ordered / all_ordered = |b| b.is_ordered();
    /// Whether constants can have it.
    is_const_type / all_const_type = |b| b.is_const();
}

impl World {
    /// The basic type underneath, if there is one.
    pub fn basic_of(&mut self, t: TypeId) -> Option<Basic> {
        let u = self.underlying(t);
        match *self.types.get(u) {
            Type::Basic(b) => Some(b),
            _ => None,
        }
    }

    /// Whether `t` is not the type of an untyped constant, an untyped boolean or `nil`.
    pub fn is_typed(&self, t: TypeId) -> bool {
        !self.is_untyped(t)
    }

    /// Whether `t` is the type of an untyped constant, an untyped boolean or `nil`.
    pub fn is_untyped(&self, t: TypeId) -> bool {
        matches!(*self.types.get(t), Type::Basic(b) if b.is_untyped())
    }

    /// Whether `t` is the type of an untyped number.
    pub fn is_untyped_numeric(&self, t: TypeId) -> bool {
        matches!(*self.types.get(t), Type::Basic(b) if b.is_untyped() && b.is_numeric())
    }

    /// Whether the underlying type is an interface; true of type parameters too.
    pub fn is_interface(&mut self, t: TypeId) -> bool {
        matches!(*self.under(t), Type::Interface(_))
    }

    /// Whether it is an interface, but not a type parameter.
    pub fn is_non_tparam_interface(&mut self, t: TypeId) -> bool {
        !self.is_type_param(t) && self.is_interface(t)
    }

    /// Whether it is a type parameter.
    pub fn is_type_param(&self, t: TypeId) -> bool {
        matches!(self.types.get(t), Type::TypeParam(_))
    }

    /// Whether it has a name: predeclared, defined, or a type parameter.
    pub fn has_name(&self, t: TypeId) -> bool {
        matches!(self.types.get(t), Type::Basic(_) | Type::Named(_) | Type::TypeParam(_))
    }

    /// Whether it is no defined type and no type parameter.
    pub fn is_type_lit(&self, t: TypeId) -> bool {
        !matches!(self.types.get(t), Type::Named(_) | Type::TypeParam(_))
    }

    /// Whether it is a generic type without type arguments.
    pub fn is_generic(&self, t: TypeId) -> bool {
        match *self.types.get(t) {
            Type::Named(n) => {
                let data = self.types.named(n);
                data.origin.is_none() && !data.tparams.is_empty()
            }
            _ => false,
        }
    }

    /// Whether it is a type parameter that no type satisfies.
    pub(crate) fn has_empty_type_set(&mut self, t: TypeId) -> bool {
        if !self.is_type_param(t) {
            return false;
        }
        let iface = self.underlying(t);
        self.type_set(iface).terms.is_empty()
    }

    /// Whether `nil` can be one of its values.
    pub fn has_nil(&mut self, t: TypeId) -> bool {
        match *self.under(t) {
            Type::Basic(b) => b == Basic::UnsafePointer,
            Type::Slice(_) | Type::Pointer(_) | Type::Signature(_) | Type::Map(..) | Type::Chan(..) => true,
            Type::Interface(_) => {
                !self.is_type_param(t) || self.type_set_all(t, &mut |world, pair| pair.is_some_and(|(_, u)| world.has_nil(u)))
            }
            _ => false,
        }
    }

    /// Whether values of it can be compared with `==` (interfaces: at the risk of a panic).
    pub fn comparable(&mut self, t: TypeId) -> bool {
        self.is_comparable(t, true)
    }

    /// As [`World::comparable`]; unless `dynamic`, interfaces are comparable only if all their types are.
    pub(crate) fn is_comparable(&mut self, t: TypeId, dynamic: bool) -> bool {
        self.comparable_type(t, dynamic, &mut Nest::default()).is_none()
    }

    /// Why `t` is not comparable; an empty text when there is no more to say.
    pub(crate) fn incomparable_cause(&mut self, t: TypeId) -> Option<String> {
        self.comparable_type(t, true, &mut Nest::default())
    }

    fn comparable_type(&mut self, t: TypeId, dynamic: bool, nest: &mut Nest) -> Option<String> {
        let under = self.under(t);
        if !matches!(*under, Type::Struct(_) | Type::Array(..) | Type::Interface(_)) {
            return self.comparable_under(t, &under, dynamic, nest);
        }
        if !nest.enter(t) {
            return None;
        }
        let cause = self.comparable_under(t, &under, dynamic, nest);
        nest.leave();
        cause
    }

    fn comparable_under(&mut self, t: TypeId, under: &Type, dynamic: bool, nest: &mut Nest) -> Option<String> {
        match under {
            // Broken types are taken as comparable: no follow-up errors.
            Type::Basic(b) => (*b == Basic::UntypedNil).then(String::new),
            Type::Pointer(_) | Type::Chan(..) => None,
            Type::Struct(s) => {
                let bad = s.fields.iter().find(|f| self.comparable_type(f.ty, dynamic, nest).is_some())?;
                Some(format!("struct containing {} cannot be compared", self.name_of(bad.ty)))
            }
            Type::Array(elem, _) => {
                self.comparable_type(*elem, dynamic, nest)?;
                Some(format!("{} cannot be compared", self.name_of(t)))
            }
            Type::Interface(_) => {
                if dynamic && !self.is_type_param(t) {
                    return None;
                }
                let iface = self.underlying(t);
                let set = self.type_set(iface);
                let fine = match &set.terms {
                    crate::typeset::TermList::All => set.comparable,
                    crate::typeset::TermList::Some(terms) => {
                        !terms.is_empty() && terms.iter().all(|term| self.comparable_type(term.ty, false, nest).is_none())
                    }
                };
                if fine {
                    return None;
                }
                Some(if set.terms.is_empty() { "empty type set" } else { "incomparable types in type set" }.to_string())
            }
            _ => Some(String::new()),
        }
    }

    /// Whether a value is one pointer word, so that an interface holds it directly.
    pub fn is_pointer_shaped(&mut self, t: TypeId) -> bool {
        match &*self.under(t) {
            Type::Pointer(_) | Type::Map(..) | Type::Chan(..) | Type::Signature(_) => true,
            Type::Basic(b) => *b == Basic::UnsafePointer,
            Type::Struct(s) => s.fields.len() == 1 && self.is_pointer_shaped(s.fields[0].ty),
            Type::Array(elem, n) => *n == 1 && self.is_pointer_shaped(*elem),
            _ => false,
        }
    }

    /// Whether values contain pointers the collector must know of.
    pub fn has_pointers(&mut self, t: TypeId) -> bool {
        match &*self.under(t) {
            Type::Basic(b) => b.is_string() || matches!(b, Basic::UnsafePointer | Basic::UntypedNil),
            Type::Struct(s) => s.fields.iter().any(|f| self.has_pointers(f.ty)),
            Type::Array(elem, n) => *n > 0 && self.has_pointers(*elem),
            Type::Tuple(list) => list.iter().any(|&t| self.has_pointers(t)),
            _ => true,
        }
    }

    /// The type an untyped operand takes when nothing else decides; other types stay as they are.
    pub fn default_type(&self, t: TypeId) -> TypeId {
        match *self.types.get(t) {
            Type::Basic(Basic::UntypedBool) => Basic::Bool.id(),
            Type::Basic(Basic::UntypedInt) => Basic::Int.id(),
            Type::Basic(Basic::UntypedRune) => TypeId::RUNE,
            Type::Basic(Basic::UntypedFloat) => Basic::Float64.id(),
            Type::Basic(Basic::UntypedComplex) => Basic::Complex128.id(),
            Type::Basic(Basic::UntypedString) => Basic::String.id(),
            _ => t,
        }
    }

    /// The larger of two untyped types, as binary operations take it: `None` when they do not go together.
    pub(crate) fn max_type(&self, x: TypeId, y: TypeId) -> Option<TypeId> {
        if x == y {
            return Some(x);
        }
        (self.is_untyped_numeric(x) && self.is_untyped_numeric(y)).then(|| x.max(y))
    }
}
