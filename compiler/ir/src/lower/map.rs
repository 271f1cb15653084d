//! Map operations; keys of four and eight bytes and strings go the fast ways.

use super::func::FnCx;
use super::types::Kind;
use super::value::{Addr, Val};
use crate::ir::{Cmp, ConvOp, Ty, Value};
use mgo_abi::builtins::Builtin;
use mgo_syntax::ast::Expr;
use mgo_types::types::TypeId;

/// How the key of a map is passed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum KeyForm {
    Four,
    Eight,
    Str,
    Memory,
}

impl FnCx<'_> {
    fn key_types(&mut self, map_ty: TypeId) -> (TypeId, TypeId) {
        if let Kind::Map(k, v) = self.lw.kind(map_ty) { (k, v) } else { (map_ty, map_ty) }
    }

    fn key_form(&mut self, key: TypeId) -> KeyForm {
        match self.lw.kind(key) {
            Kind::Int { bytes: 4, .. } => KeyForm::Four,
            Kind::Int { bytes: 8, .. } | Kind::Pointer(_) | Kind::UnsafePointer => KeyForm::Eight,
            Kind::String => KeyForm::Str,
            _ => KeyForm::Memory,
        }
    }

    /// A key expression, as the map's key type.
    pub(crate) fn map_key(&mut self, map_ty: TypeId, e: &Expr) -> Val {
        let (key, _) = self.key_types(map_ty);
        self.expr_stable(e, key)
    }

    fn key_args(&mut self, key_ty: TypeId, key: &Val) -> (KeyForm, Vec<Value>) {
        let form = self.key_form(key_ty);
        let args = match form {
            KeyForm::Memory => vec![self.in_memory(key_ty, key)],
            KeyForm::Eight if self.b.ty(key.first()) == Ty::Ptr => vec![self.conv(ConvOp::Bitcast, key.first(), Ty::I64)],
            _ => key.as_words().to_vec(),
        };
        (form, args)
    }

    /// The element's address or null.
    fn map_access(&mut self, map_ty: TypeId, map: Value, key: &Val) -> Value {
        let (key_ty, _) = self.key_types(map_ty);
        let (form, key) = self.key_args(key_ty, key);
        let f = match form {
            KeyForm::Four => Builtin::MapAccess32,
            KeyForm::Eight => Builtin::MapAccess64,
            KeyForm::Str => Builtin::MapAccessStr,
            KeyForm::Memory => Builtin::MapAccess,
        };
        let desc = self.type_addr(map_ty);
        let args: Vec<Value> = [desc, map].into_iter().chain(key).collect();
        self.rt1(f, &args)
    }

    /// `m[k]`
    pub(crate) fn map_get(&mut self, map_ty: TypeId, map: Value, key: &Val) -> Val {
        let p = self.map_access(map_ty, map, key);
        self.elem_or_zero(map_ty, p).0
    }

    /// The element behind an address that may be null, and whether it is not.
    fn elem_or_zero(&mut self, map_ty: TypeId, p: Value) -> (Val, Value) {
        let (_, elem) = self.key_types(map_ty);
        let found = self.not_null(p);
        let size = self.lw.layout(elem).size;
        if size == 0 {
            return (self.zero(elem), found);
        }
        let zeros = self.zero_data(size);
        let at = self.select(found, p, zeros);
        (self.load(elem, Addr::heap(at)), found)
    }

    /// `v, ok := m[k]`
    pub(crate) fn map_index_ok(&mut self, x: &Expr, key: &Expr) -> (Val, Value) {
        let t = self.ty(x);
        let map = self.expr(x).first();
        let key = self.map_lookup_key(t, key);
        self.at(x.span.lo);
        let p = self.map_access(t, map, &key);
        self.elem_or_zero(t, p)
    }

    /// A key that is only looked up: `m[string(b)]` makes no string.
    fn map_lookup_key(&mut self, map_ty: TypeId, e: &Expr) -> Val {
        let (key, _) = self.key_types(map_ty);
        let t = self.ty(e);
        if self.lw.kind(key) == Kind::String && self.lw.kind(t) == Kind::String { self.borrowed_string(e) } else { self.map_key(map_ty, e) }
    }

    /// `m[k]` as an rvalue.
    pub(crate) fn map_index(&mut self, e: &Expr, x: &Expr, key: &Expr) -> Val {
        let t = self.ty(x);
        let map = self.expr(x).first();
        let key = self.map_lookup_key(t, key);
        self.at(e.span.lo);
        self.map_get(t, map, &key)
    }

    /// The address of the element to assign, inserted when missing.
    pub(crate) fn map_assign(&mut self, map_ty: TypeId, map: Value, key: &Val) -> Addr {
        let (key_ty, _) = self.key_types(map_ty);
        let (form, key) = self.key_args(key_ty, key);
        let f = match form {
            KeyForm::Four => Builtin::MapAssign32,
            KeyForm::Eight => Builtin::MapAssign64,
            KeyForm::Str => Builtin::MapAssignStr,
            KeyForm::Memory => Builtin::MapAssign,
        };
        let desc = self.type_addr(map_ty);
        let args: Vec<Value> = [desc, map].into_iter().chain(key).collect();
        Addr::heap(self.rt1(f, &args))
    }

    /// `delete(m, k)`
    pub(crate) fn map_delete(&mut self, m: &Expr, key: &Expr) {
        let t = self.ty(m);
        let (key_ty, _) = self.key_types(t);
        let map = self.expr(m).first();
        let key = self.expr_to(key, key_ty);
        let key = self.in_memory(key_ty, &key);
        let desc = self.type_addr(t);
        self.rt0(Builtin::MapDelete, &[desc, map, key]);
    }

    /// `len(m)`
    pub(crate) fn map_len(&mut self, map: Value) -> Value {
        self.len_behind(map, mgo_abi::layouts::hmap::LEN as i32)
    }

    /// A length word behind a pointer; 0 when that is nil.
    pub(crate) fn len_behind(&mut self, p: Value, off: i32) -> Value {
        let zeros = self.zero_data(0);
        let some = self.cmp_imm(Cmp::Ne, p, 0);
        let at = self.select(some, p, zeros);
        self.load_leaf(Ty::I64, Addr::heap(at).plus(off))
    }
}
