//! Composite literals.

use crate::check::Checker;
use crate::constant::Value;
use crate::exprstring::expr_string;
use crate::info::Mode;
use crate::lookup::Lookup;
use crate::operand::{Operand, at, place};
use crate::types::{Basic, StructField, Type, TypeId};
use mgo_syntax::ast::{Element, Expr, ExprKind, Ident};
use mgo_syntax::source::{Pos, Span};
use num_bigint::BigInt;
use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A constant map key or case value: values that are equal, whatever their kind, have equal keys.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(crate) enum ConstKey {
    Bool(bool),
    Int(BigInt),
    Float(u64),
    Complex(u64, u64),
    String(Arc<[u8]>),
}

impl ConstKey {
    /// The key of a value; nothing for one that is not known.
    pub(crate) fn of(value: &Value) -> Option<ConstKey> {
        use crate::constant::round::to_f64;
        if let Some(i) = value.to_int() {
            return Some(ConstKey::Int(i));
        }
        match value {
            Value::Bool(b) => Some(ConstKey::Bool(*b)),
            Value::String(s) => Some(ConstKey::String(s.clone())),
            Value::Float(f) => Some(ConstKey::Float(to_f64(f).to_bits())),
            Value::Complex(c) => Some(ConstKey::Complex(to_f64(&c.0).to_bits(), to_f64(&c.1).to_bits())),
            Value::Int(_) | Value::Vast(_) | Value::Unknown => None,
        }
    }
}

/// Where an element begins.
fn element_span(element: &Element) -> Span {
    element.key.as_ref().map_or(place(&element.value), |key| key.span.to(place(&element.value)))
}

impl Checker<'_> {
    /// `T{…}`, or `{…}` as an element of a literal with elements of type `hint`.
    pub(crate) fn composite_lit<'e>(&mut self, x: &mut Operand<'e>, e: &'e Expr, hint: Option<TypeId>) {
        let ExprKind::Composite { ty, elems, rbrace, .. } = &e.kind else { return };
        let mut is_elem = false;
        let (t, base) = match (ty, hint) {
            (Some(ty), _) => {
                if let ExprKind::ArrayType { len: None, elem } = &ty.kind {
                    let elem = self.var_type(elem);
                    let length = self.indexed_elements(elems, elem, None);
                    let array = self.types.intern(Type::Array(elem, length));
                    self.record(ty.id, Mode::Type, array, None);
                    x.set_value(Mode::Value, array);
                    return;
                }
                let t = self.typ(ty);
                (t, t)
            }
            (None, Some(hint)) => {
                is_elem = true;
                // An element `{…}` of pointer type means `&T{…}`.
                let base = self.common_under(hint).ok().and_then(|under| match self.types.get(under) {
                    &Type::Pointer(base) => Some(base),
                    _ => None,
                });
                (hint, base.unwrap_or(hint))
            }
            (None, None) => {
                self.error("UntypedLit", place(e), "missing type in composite literal");
                (Basic::Invalid.id(), Basic::Invalid.id())
            }
        };
        if !self.is_complete(base) {
            x.invalidate();
            return;
        }
        let under = self.common_under(base).ok();
        let shape = under.map(|under| self.types.get(under).clone());
        match shape {
            Some(Type::Struct(shape)) => self.struct_elements(elems, base, under.unwrap_or(base), &shape.fields, *rbrace),
            Some(Type::Array(elem, length)) => {
                self.indexed_elements(elems, elem, Some(length));
            }
            Some(Type::Slice(elem)) => {
                self.indexed_elements(elems, elem, None);
            }
            Some(Type::Map(key, elem)) => self.map_elements(elems, key, elem),
            other => {
                for element in elems {
                    // The key may be a field's name, which cannot be looked up.
                    self.use_exprs(&[&element.value]);
                }
                if other.is_none() || under.is_some_and(|under| self.is_valid(under)) {
                    let element = if is_elem { " element" } else { "" };
                    let cause = if other.is_none() { " (no common underlying type)" } else { "" };
                    let msg = format!("invalid composite literal{element} type {}{cause}", self.tstr(t));
                    self.error("InvalidLit", place(e), msg);
                    x.invalidate();
                    return;
                }
            }
        }
        x.set_value(Mode::Value, t);
    }

    fn struct_elements(&mut self, elems: &[Element], base: TypeId, under: TypeId, fields: &[StructField], rbrace: Pos) {
        let Some(first) = elems.first() else { return };
        const MIXTURE: &str = "mixture of field:value and value elements in struct literal";
        if first.key.is_some() {
            let mut visited = BTreeMap::new();
            for element in elems {
                let Some(key) = &element.key else {
                    self.error("MixedStructLit", place(&element.value), MIXTURE);
                    continue;
                };
                self.keyed_field(element, key, base, under, &mut visited);
            }
            return;
        }
        let own = |field: &StructField, check: &Self| crate::identical::is_exported(&field.name) || field.pkg == check.env.pkg;
        for (i, element) in elems.iter().enumerate() {
            if element.key.is_some() {
                self.error("MixedStructLit", element_span(element), MIXTURE);
                continue;
            }
            let mut x = Operand::new(&element.value);
            self.generic_expr(&mut x, &element.value, None);
            let Some(field) = fields.get(i) else {
                let msg = format!("too many values in struct literal of type {}", self.tstr(base));
                self.error("InvalidStructLit", x.span(), msg);
                break;
            };
            if !own(field, self) {
                let msg = format!("implicit assignment to unexported field {} in struct literal of type {}", field.name, self.tstr(base));
                self.error("UnexportedLitField", x.span(), msg);
                continue;
            }
            self.assignment(&mut x, Some(field.ty), "struct literal");
        }
        if elems.len() < fields.len() {
            let hidden = fields.iter().any(|field| !own(field, self));
            let hint = if hidden { " (type has unexported fields - use key:value pairs)" } else { "" };
            let msg = format!("too few values in struct literal of type {}{hint}", self.tstr(base));
            self.error("InvalidStructLit", at(rbrace), msg);
        }
    }

    /// One `field: value`. `visited` has the fields met so far, by path.
    fn keyed_field(&mut self, element: &Element, key: &Expr, base: TypeId, under: TypeId, visited: &mut BTreeMap<Vec<u32>, SmolStr>) {
        let mut x = Operand::new(&element.value);
        let field_name = match &key.kind {
            ExprKind::Name(ident) => Some(ident),
            _ => None,
        };
        // Nested literals without a type of their own take none from a field.
        self.generic_expr(&mut x, &element.value, None);
        let Some(ident) = field_name else {
            let msg = format!("invalid field name {} in struct literal", expr_string(key));
            self.error("InvalidLitField", place(key), msg);
            return;
        };
        let name = &ident.name;
        let pkg = self.env.pkg;
        let selection = match self.lookup_field_or_method(under, false, pkg, name) {
            Lookup::Field(selection) => selection,
            Lookup::Method(_) => {
                self.error("MissingLitField", place(key), format!("{name} is not a field"));
                return;
            }
            _ => {
                let msg = self.lookup_error(base, name, false, true);
                self.error("MissingLitField", place(key), msg);
                return;
            }
        };
        if selection.path.len() > 1 {
            let what =
                format!("use of promoted field {} in struct literal of type {}", self.field_path(under, &selection.path), self.tstr(base));
            if !self.verify_version(place(key), 1, 27, &what) {
                return;
            }
            if selection.indirect {
                self.error("InvalidLitField", place(key), format!("invalid implicit pointer indirection to reach {name}"));
                return;
            }
        }
        self.assignment(&mut x, Some(selection.ty), "struct literal");
        self.visit_field(ident, &selection.path, visited);
        self.record_selection(key.id, selection);
    }

    /// Notes that a field is given a value; reports a second value for it or for a part of it.
    fn visit_field(&mut self, ident: &Ident, path: &[u32], visited: &mut BTreeMap<Vec<u32>, SmolStr>) {
        let name = &ident.name;
        let enclosing = (1..path.len()).find_map(|n| visited.get(&path[..n]).cloned());
        let within = visited.range(path.to_vec()..).next().filter(|(other, _)| other.starts_with(path));
        let msg = if let Some(outer) = enclosing {
            format!("cannot specify promoted field {name} and enclosing embedded field {outer}")
        } else if let Some((other, inner)) = within {
            if other.len() == path.len() {
                format!("duplicate field name {name} in struct literal")
            } else {
                format!("cannot specify embedded field {name} and enclosed promoted field {inner}")
            }
        } else {
            visited.insert(path.to_vec(), name.clone());
            return;
        };
        self.error("DuplicateLitField", ident.span, msg);
    }

    fn map_elements(&mut self, elems: &[Element], key_ty: TypeId, elem_ty: TypeId) {
        // With an interface as key type, 1 and "1.0 as float64" are different keys.
        let by_type = self.is_non_tparam_interface(key_ty);
        let mut visited: FxHashMap<ConstKey, Vec<TypeId>> = FxHashMap::default();
        for element in elems {
            let Some(key) = &element.key else {
                self.error("MissingLitKey", place(&element.value), "missing key in map literal");
                continue;
            };
            let mut k = Operand::new(key);
            self.generic_expr(&mut k, key, Some(key_ty));
            self.assignment(&mut k, Some(key_ty), "map literal");
            if !k.is_valid() {
                continue;
            }
            if let Some(const_key) = k.val.as_ref().filter(|_| k.is_const()).and_then(ConstKey::of) {
                let known = visited.get(&const_key).cloned().unwrap_or_default();
                let duplicate = known.iter().any(|&ty| !by_type || self.identical(ty, k.ty));
                visited.entry(const_key).or_default().push(k.ty);
                if duplicate {
                    self.error("DuplicateLitKey", k.span(), format!("duplicate key {} in map literal", k.value()));
                    continue;
                }
            }
            let mut value = Operand::new(&element.value);
            self.generic_expr(&mut value, &element.value, Some(elem_ty));
            self.assignment(&mut value, Some(elem_ty), "map literal");
        }
    }

    /// Elements of an array (of `length` elements, if known) or slice. Gives the length they need.
    fn indexed_elements(&mut self, elems: &[Element], elem_ty: TypeId, length: Option<u64>) -> u64 {
        let mut visited = FxHashSet::default();
        let (mut index, mut max) = (0u64, 0u64);
        for element in elems {
            let span = element_span(element);
            let mut valid = false;
            if let Some(key) = &element.key {
                match self.index(key, length) {
                    Some((_, Some(i))) => {
                        index = i;
                        valid = true;
                    }
                    Some((_, None)) => {
                        let msg = format!("index {} must be integer constant", expr_string(key));
                        self.error("InvalidLitIndex", span, msg);
                    }
                    None => {}
                }
            } else if let Some(length) = length.filter(|&length| index >= length) {
                self.error("OversizeArrayLit", span, format!("index {index} is out of bounds (>= {length})"));
            } else {
                valid = true;
            }
            if valid && !visited.insert(index) {
                self.error("DuplicateLitKey", span, format!("duplicate index {index} in array or slice literal"));
            }
            index = index.saturating_add(1);
            max = max.max(index);
            let mut x = Operand::new(&element.value);
            self.generic_expr(&mut x, &element.value, Some(elem_ty));
            self.assignment(&mut x, Some(elem_ty), "array or slice literal");
        }
        max
    }
}
