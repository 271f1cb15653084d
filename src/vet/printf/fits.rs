//! Whether a value can be printed with a verb.

use super::super::Pass;
use super::format::{Takes, Verb};
use mgo_types::lookup::Lookup;
use mgo_types::types::{Basic, Type, TypeId};

/// Types within types are looked at to this depth.
const DEPTH: u32 = 12;

impl Pass<'_> {
    pub(super) fn fits(&mut self, verb: Verb, letter: char, t: TypeId) -> bool {
        self.fits_within(verb.takes, letter, t, DEPTH)
    }

    pub(super) fn has_method(&mut self, t: TypeId, name: &str) -> bool {
        matches!(self.world.lookup_field_or_method(t, false, self.pkg, name), Lookup::Method(_))
    }

    fn fits_within(&mut self, takes: Takes, letter: char, t: TypeId, depth: u32) -> bool {
        if takes.has(Takes::ANY) || self.formats_itself(t) {
            return true;
        }
        let Some(depth) = depth.checked_sub(1) else { return true };
        let shape = self.shape(t);
        let says = |pass: &mut Self| pass.has_method(t, "Error") || pass.has_method(t, "String");
        if takes.has(Takes::ERROR) {
            return self.has_method(t, "Error") || matches!(shape, Type::Interface(_)) && self.world.is_type_param(t);
        }
        if takes.has(Takes::STRING) && says(self) {
            return true;
        }
        match shape {
            Type::Basic(basic) => basic_fits(takes, basic),
            Type::Signature(_) | Type::Chan(..) => {
                takes.has(Takes::POINTER) && letter == 'p' || matches!(self.shape(t), Type::Chan(..)) && takes.has(Takes::POINTER)
            }
            Type::Map(key, elem) => {
                letter == 'p' || self.fits_within(takes, letter, key, depth) && self.fits_within(takes, letter, elem, depth)
            }
            Type::Slice(elem) => {
                let bytes = self.world.basic_of(elem) == Some(Basic::Uint8);
                letter == 'p' || bytes && takes.has(Takes::STRING) || self.fits_within(takes, letter, elem, depth)
            }
            Type::Array(elem, _) => {
                let bytes = self.world.basic_of(elem) == Some(Basic::Uint8);
                bytes && takes.has(Takes::STRING) || self.fits_within(takes, letter, elem, depth)
            }
            Type::Pointer(elem) => {
                // A pointer to a composite value is printed as & and the value.
                let composite = matches!(self.shape(elem), Type::Struct(_) | Type::Array(..) | Type::Slice(_) | Type::Map(..));
                takes.has(Takes::POINTER) || composite && self.fits_within(takes, letter, elem, depth)
            }
            Type::Struct(s) => letter != 'p' && s.fields.iter().all(|f| self.field_fits(takes, letter, &f.name, f.ty, depth)),
            // What an interface holds is not known.
            Type::Interface(_) | Type::TypeParam(_) => true,
            _ => false,
        }
    }

    /// Methods of unexported fields are not called when a struct is printed.
    fn field_fits(&mut self, takes: Takes, letter: char, name: &str, t: TypeId, depth: u32) -> bool {
        let hidden = !mgo_types::identical::is_exported(name);
        let by_method = takes.has(Takes::STRING) && (self.has_method(t, "Error") || self.has_method(t, "String"));
        if hidden && by_method && !matches!(self.shape(t), Type::Basic(b) if b.is_string()) {
            return false;
        }
        self.fits_within(takes, letter, t, depth)
    }
}

fn basic_fits(takes: Takes, basic: Basic) -> bool {
    match basic {
        Basic::Bool | Basic::UntypedBool => takes.has(Takes::BOOL),
        Basic::UnsafePointer => takes.has(Takes::POINTER | Takes::INT),
        Basic::UntypedNil | Basic::Invalid => false,
        b if b.is_integer() => takes.has(Takes::INT),
        b if b.is_float() => takes.has(Takes::FLOAT),
        b if b.is_complex() => takes.has(Takes::COMPLEX),
        b => b.is_string() && takes.has(Takes::STRING),
    }
}
