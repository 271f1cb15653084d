//! Index and slice expressions, and the demands on indices.

use crate::check::Checker;
use crate::constant::represent;
use crate::info::Mode;
use crate::operand::{Operand, place, pos_of};
use crate::types::{Basic, Type, TypeId};
use mgo_syntax::ast::{Expr, ExprKind};

/// What indexing gives.
struct Indexed {
    mode: Mode,
    elem: TypeId,
    /// The key type of a map.
    key: Option<TypeId>,
    /// Length of an array or constant string.
    length: Option<u64>,
}

impl Checker<'_> {
    /// `x[i]`. True if that is a generic function with type arguments, which the caller has to instantiate.
    pub(crate) fn index_expr<'e>(&mut self, x: &mut Operand<'e>, e: &'e Expr) -> bool {
        let ExprKind::Index(base, indices) = &e.kind else { return false };
        self.expr_or_type(x, base, true);
        match x.mode {
            Mode::Invalid => {
                self.use_all(indices);
                return false;
            }
            Mode::Type => {
                x.invalidate();
                let ty = self.var_type(e);
                if self.is_valid(ty) {
                    x.set_value(Mode::Type, ty);
                }
                return false;
            }
            Mode::Value if self.signature(x.ty).is_some_and(|sig| !sig.tparams.is_empty()) => return true,
            _ => {}
        }
        self.non_generic(None, x);
        if !x.is_valid() {
            return false;
        }
        if !self.is_complete_indexed(x.ty) {
            x.invalidate();
            return false;
        }
        let Some(indexed) = self.indexed(x) else {
            let msg = format!("cannot index {}", self.operand_string(x));
            self.error("NonSliceableOperand", pos_of(e), msg);
            self.use_all(indices);
            x.invalidate();
            return false;
        };
        let Some(index) = self.single_index(indices) else {
            x.invalidate();
            return false;
        };
        if let Some(key) = indexed.key {
            let mut k = Operand::new(index);
            self.generic_expr(&mut k, index, None);
            self.assignment(&mut k, Some(key), "map index");
            // Whatever is wrong with the key, the element's type is known.
        } else {
            self.index(index, indexed.length);
        }
        x.set_value(indexed.mode, indexed.elem);
        false
    }

    /// What indexing `x` gives; nothing if it cannot be indexed.
    fn indexed(&mut self, x: &Operand<'_>) -> Option<Indexed> {
        let mut common: Option<Indexed> = None;
        for under in self.under_types(x.ty)? {
            let this = self.indexed_under(x, under)?;
            let Some(first) = &mut common else {
                common = Some(this);
                continue;
            };
            // All types must agree on key and element.
            let same_key = match (first.key, this.key) {
                (Some(a), Some(b)) => self.identical(a, b),
                (None, None) => true,
                _ => false,
            };
            if !same_key || !self.identical(first.elem, this.elem) {
                return None;
            }
            // As Go, which does not look at lengths behind a type without one.
            first.length = match (first.length, this.length) {
                (Some(a), Some(b)) => Some(a.min(b)),
                (a, _) => a,
            };
            if this.mode == Mode::Value {
                first.mode = Mode::Value;
            }
        }
        common
    }

    fn indexed_under(&mut self, x: &Operand<'_>, under: TypeId) -> Option<Indexed> {
        let plain = |mode, elem, length| Some(Indexed { mode, elem, key: None, length });
        let of_array = if x.mode == Mode::Var { Mode::Var } else { Mode::Value };
        match *self.types.get(under) {
            Type::Basic(basic) if basic.is_string() => {
                let length = x.val.as_ref().and_then(|val| Some(val.as_bytes()?.len() as u64));
                plain(Mode::Value, TypeId::BYTE, length)
            }
            Type::Array(elem, length) => plain(of_array, elem, Some(length)),
            Type::Pointer(base) => {
                let array = self.underlying(base);
                match *self.types.get(array) {
                    Type::Array(elem, length) => plain(Mode::Var, elem, Some(length)),
                    _ => None,
                }
            }
            Type::Slice(elem) => plain(Mode::Var, elem, None),
            Type::Map(key, elem) => Some(Indexed { mode: Mode::MapIndex, elem, key: Some(key), length: None }),
            _ => None,
        }
    }

    /// The one index of an index expression; a second one is reported.
    fn single_index<'e>(&mut self, indices: &'e [Expr]) -> Option<&'e Expr> {
        if let Some(second) = indices.get(1) {
            self.error("InvalidIndex", place(second), "invalid operation: more than one index");
        }
        indices.first()
    }

    /// Checks an index, which must lie below `max`. Gives its type when it is valid, and its value when it is constant.
    pub(crate) fn index(&mut self, index: &Expr, max: Option<u64>) -> Option<(TypeId, Option<u64>)> {
        let mut x = Operand::new(index);
        self.expr(None, &mut x, index);
        if !self.is_valid_index(&mut x, "InvalidIndex", "index", false) {
            return None;
        }
        if !x.is_const() {
            return Some((x.ty, None));
        }
        let value = x.value().to_u64()?;
        if max.is_some_and(|max| value >= max) {
            let msg = format!("invalid argument: index {value} out of bounds [0:{}]", max.unwrap_or_default());
            self.error("InvalidIndex", x.span(), msg);
            return None;
        }
        Some((x.ty, Some(value)))
    }

    /// Whether `x` can be an index or a length; else that is reported, calling it `what`.
    pub(crate) fn is_valid_index(&mut self, x: &mut Operand<'_>, code: &'static str, what: &str, allow_negative: bool) -> bool {
        if !x.is_valid() {
            return false;
        }
        self.convert_untyped(x, Basic::Int.id());
        if !x.is_valid() {
            return false;
        }
        let problem = if !self.all_integer(x.ty) {
            "must be integer"
        } else if !x.is_const() {
            return true;
        } else if !allow_negative && represent::sign(&x.value()) < 0 {
            "must not be negative"
        } else if let Some(value) = represent::represent(&x.value(), Basic::Int) {
            x.val = Some(value);
            return true;
        } else {
            "overflows int"
        };
        let msg = format!("invalid argument: {what} {} {problem}", self.operand_string(x));
        self.error(code, x.span(), msg);
        false
    }

    /// `x[lo:hi:max]`
    pub(crate) fn slice_expr<'e>(&mut self, x: &mut Operand<'e>, e: &'e Expr) {
        let ExprKind::Slice { x: base, lo, hi, max } = &e.kind else { return };
        self.expr(None, x, base);
        let bounds = [lo.as_deref(), hi.as_deref(), max.as_deref()];
        if !x.is_valid() {
            let written: Vec<&Expr> = bounds.into_iter().flatten().collect();
            self.use_exprs(&written);
            return;
        }
        let complete = match self.pointer_base(x.ty) {
            Some(base) => self.is_complete(base),
            None => true,
        };
        let length = if complete { self.sliced(x, max.as_deref()) } else { None };
        let Some(length) = length else {
            x.invalidate();
            return;
        };
        x.set_value(Mode::Value, x.ty);
        if max.is_some() && hi.is_none() {
            self.error("InvalidSyntaxTree", place(e), "2nd and 3rd index required in 3-index slice");
            x.invalidate();
            return;
        }
        let mut constants = [None; 3];
        for (i, bound) in bounds.into_iter().enumerate() {
            constants[i] = match bound {
                Some(bound) => self.index(bound, length.map(|length| length + 1)).and_then(|(_, value)| value),
                None if i == 0 => Some(0),
                None => length,
            };
        }
        for (i, first) in constants.iter().enumerate() {
            let Some(first) = first else { continue };
            for j in i + 1..3 {
                if let (Some(second), Some(bound)) = (constants[j].filter(|second| second < first), bounds[j]) {
                    self.error("SwappedSliceIndices", place(bound), format!("invalid slice indices: {second} < {first}"));
                    return;
                }
            }
        }
    }

    /// Whether all types that indexing a `t` looks into are complete.
    fn is_complete_indexed(&mut self, t: TypeId) -> bool {
        self.is_complete(t)
            && match *self.under(t) {
                Type::Pointer(inner) | Type::Map(_, inner) => self.is_complete(inner),
                _ => true,
            }
    }

    /// Makes `x` what slicing it gives. The result is its length, if known; nothing after an error.
    fn sliced(&mut self, x: &mut Operand<'_>, max: Option<&Expr>) -> Option<Option<u64>> {
        let under = self.slice_under(x)?;
        match *self.types.get(under) {
            Type::Basic(basic) if basic.is_string() => {
                if let Some(max) = max {
                    self.error("InvalidSliceExpr", place(max), "invalid operation: 3-index slice of string");
                    return None;
                }
                let length = x.val.as_ref().and_then(|val| Some(val.as_bytes()?.len() as u64));
                if self.is_untyped(x.ty) {
                    if let (Some(e), true) = (x.expr, x.is_const()) {
                        // The constant itself is what is sliced at run time.
                        self.update_expr_type(e, Basic::String.id(), true);
                    }
                    x.ty = Basic::String.id();
                }
                Some(length)
            }
            Type::Array(elem, length) => {
                if x.mode != Mode::Var {
                    let msg = format!("cannot slice unaddressable value {}", self.operand_string(x));
                    self.error("NonSliceableOperand", x.span(), msg);
                    return None;
                }
                x.ty = self.types.intern(Type::Slice(elem));
                Some(Some(length))
            }
            Type::Pointer(base) => {
                let array = self.underlying(base);
                if let &Type::Array(elem, length) = self.types.get(array) {
                    x.ty = self.types.intern(Type::Slice(elem));
                    return Some(Some(length));
                }
                self.cannot_slice(x, "")
            }
            Type::Slice(_) => Some(None),
            _ => self.cannot_slice(x, ""),
        }
    }

    fn cannot_slice<T>(&mut self, x: &Operand<'_>, why: &str) -> Option<T> {
        let msg = format!("cannot slice {}{why}", self.operand_string(x));
        self.error("NonSliceableOperand", x.span(), msg);
        None
    }

    /// The underlying type all types of `x` share, strings counting as byte slices unless that is all there is.
    fn slice_under(&mut self, x: &Operand<'_>) -> Option<TypeId> {
        let bytes = self.types.intern(Type::Slice(TypeId::BYTE));
        let mut common: Option<(TypeId, TypeId)> = None;
        let mut has_string = false;
        for term in self.type_pairs(x.ty) {
            let Some((ty, mut under)) = term else {
                let why = format!(": no specific type in {}", self.tstr(x.ty));
                return self.cannot_slice(x, &why);
            };
            if self.is_string(under) {
                has_string = true;
                under = bytes;
            }
            let Some((first, first_under)) = common else {
                common = Some((ty, under));
                continue;
            };
            if !self.identical(first_under, under) {
                let why = format!(": {} and {} have different underlying types", self.tstr(first), self.tstr(ty));
                return self.cannot_slice(x, &why);
            }
        }
        if has_string {
            return Some(if self.is_type_param(x.ty) { Basic::String.id() } else { self.underlying(x.ty) });
        }
        common.map(|(_, under)| under)
    }
}
