//! The functions of package `unsafe`.

use super::BuiltinCall;
use crate::check::Checker;
use crate::constant::Value;
use crate::exprstring::{expr_string, unparen};
use crate::info::Mode;
use crate::lookup::Lookup;
use crate::object::BuiltinId;
use crate::operand::{Operand, place};
use crate::types::{Basic, NamedId, Type, TypeId};
use mgo_syntax::ast::ExprKind;

const UINTPTR: TypeId = Basic::Uintptr.id();

impl<'e> Checker<'_> {
    /// `unsafe.Add(p, n)`
    pub(super) fn unsafe_add(&mut self, x: &mut Operand<'e>, this: &mut BuiltinCall<'e>) -> Option<()> {
        self.verify_version(place(&this.call.fun), 1, 17, "unsafe.Add");
        let pointer = Basic::UnsafePointer.id();
        self.assignment(x, Some(pointer), "argument to unsafe.Add");
        let y = &mut this.args[1];
        if !x.is_valid() || !self.is_valid_index(y, "InvalidUnsafeAdd", "length", true) {
            return None;
        }
        let length = y.ty;
        self.record_builtin(this, &[pointer, length], Some(pointer));
        x.set_value(Mode::Value, pointer);
        Some(())
    }

    /// `unsafe.Alignof(x)`, `unsafe.Sizeof(x)`
    pub(super) fn unsafe_sizeof(&mut self, x: &mut Operand<'e>, this: &BuiltinCall<'e>) -> Option<()> {
        let is_size = this.id == BuiltinId::UnsafeSizeof;
        self.assignment(x, None, if is_size { "argument to unsafe.Sizeof" } else { "argument to unsafe.Alignof" });
        if !x.is_valid() || !self.is_valid(x.ty) {
            return None;
        }
        if self.has_var_size(x.ty, &mut Vec::new()) {
            self.record_builtin(this, &[x.ty], Some(UINTPTR));
            x.set_value(Mode::Value, UINTPTR);
        } else {
            let value = if is_size { self.size_of(x.ty) } else { self.align_of(x.ty) };
            self.size_const(x, value)?;
        }
        Some(())
    }

    /// `unsafe.Offsetof(x.f)`
    pub(super) fn unsafe_offsetof(&mut self, x: &mut Operand<'e>, this: &BuiltinCall<'e>) -> Option<()> {
        let arg = &this.call.args[0];
        let selector = unparen(arg);
        let ExprKind::Selector(operand, sel) = &selector.kind else {
            self.error("BadOffsetofSyntax", place(arg), format!("invalid argument: {} is not a selector expression", expr_string(arg)));
            self.use_exprs(&[arg]);
            return None;
        };
        self.expr(None, x, operand);
        if !x.is_valid() {
            return None;
        }
        let base = self.deref_struct_ptr(x.ty);
        let pkg = self.env.pkg;
        let selection = match self.lookup_field_or_method(base, false, pkg, &sel.name) {
            Lookup::Field(selection) => selection,
            Lookup::Method(_) => {
                self.error("InvalidOffsetof", place(arg), format!("invalid argument: {} is a method value", expr_string(arg)));
                return None;
            }
            _ => {
                let msg = format!("invalid argument: {} has no single field {}", self.tstr(base), sel.name);
                self.error("MissingFieldOrMethod", x.span(), msg);
                return None;
            }
        };
        if selection.indirect {
            let msg = format!("invalid argument: field {} is embedded via a pointer in {}", sel.name, self.tstr(base));
            self.error("InvalidOffsetof", x.span(), msg);
            return None;
        }
        let field = selection.ty;
        let path = selection.path.clone();
        self.record_selection(selector.id, selection);
        self.record(selector.id, if x.mode == Mode::Var { Mode::Var } else { Mode::Value }, field, None);
        if self.has_var_size(base, &mut Vec::new()) {
            self.record_builtin(this, &[field], Some(UINTPTR));
            x.set_value(Mode::Value, UINTPTR);
            return Some(());
        }
        let mut offset = 0;
        let mut outer = base;
        for index in path {
            let inner = self.field_offsets(outer).get(index as usize).copied();
            offset = inner.unwrap_or_default().saturating_add(offset);
            let under = self.underlying(outer);
            if let Type::Struct(shape) = self.types.get(under) {
                outer = shape.fields.get(index as usize).map_or(outer, |field| field.ty);
            }
        }
        self.size_const(x, offset)
    }

    /// Makes `x` the constant `size`, unless that is beyond the address space.
    fn size_const(&mut self, x: &mut Operand<'e>, size: u64) -> Option<()> {
        if i64::try_from(size).is_err() {
            let msg = format!("{} is too large", self.operand_string(x));
            self.error("TypeTooLarge", x.span(), msg);
            return None;
        }
        x.set_const(UINTPTR, Value::Int(size.into()));
        Some(())
    }

    /// `unsafe.Slice(p, n)`
    pub(super) fn unsafe_slice(&mut self, x: &mut Operand<'e>, this: &mut BuiltinCall<'e>) -> Option<()> {
        self.verify_version(place(&this.call.fun), 1, 17, "unsafe.Slice");
        let under = self.common_under(x.ty).unwrap_or(Basic::Invalid.id());
        let &Type::Pointer(base) = self.types.get(under) else {
            let msg = format!("invalid argument: {} is not a pointer", self.operand_string(x));
            self.error("InvalidUnsafeSlice", x.span(), msg);
            return None;
        };
        let y = &mut this.args[1];
        if !self.is_valid_index(y, "InvalidUnsafeSlice", "length", false) {
            return None;
        }
        let length = y.ty;
        let slice = self.types.intern(Type::Slice(base));
        self.record_builtin(this, &[under, length], Some(slice));
        x.set_value(Mode::Value, slice);
        Some(())
    }

    /// `unsafe.SliceData(s)`
    pub(super) fn unsafe_slice_data(&mut self, x: &mut Operand<'e>, this: &BuiltinCall<'e>) -> Option<()> {
        self.verify_version(place(&this.call.fun), 1, 20, "unsafe.SliceData");
        let under = self.common_under(x.ty).unwrap_or(Basic::Invalid.id());
        let &Type::Slice(elem) = self.types.get(under) else {
            let msg = format!("invalid argument: {} is not a slice", self.operand_string(x));
            self.error("InvalidUnsafeSliceData", x.span(), msg);
            return None;
        };
        let pointer = self.types.intern(Type::Pointer(elem));
        self.record_builtin(this, &[under], Some(pointer));
        x.set_value(Mode::Value, pointer);
        Some(())
    }

    /// `unsafe.String(p, n)`
    pub(super) fn unsafe_string(&mut self, x: &mut Operand<'e>, this: &mut BuiltinCall<'e>) -> Option<()> {
        self.verify_version(place(&this.call.fun), 1, 20, "unsafe.String");
        let pointer = self.types.intern(Type::Pointer(TypeId::BYTE));
        self.assignment(x, Some(pointer), "argument to unsafe.String");
        let y = &mut this.args[1];
        if !x.is_valid() || !self.is_valid_index(y, "InvalidUnsafeString", "length", false) {
            return None;
        }
        let length = y.ty;
        self.record_builtin(this, &[pointer, length], Some(Basic::String.id()));
        x.set_value(Mode::Value, Basic::String.id());
        Some(())
    }

    /// `unsafe.StringData(s)`
    pub(super) fn unsafe_string_data(&mut self, x: &mut Operand<'e>, this: &BuiltinCall<'e>) -> Option<()> {
        self.verify_version(place(&this.call.fun), 1, 20, "unsafe.StringData");
        self.assignment(x, Some(Basic::String.id()), "argument to unsafe.StringData");
        if !x.is_valid() {
            return None;
        }
        let pointer = self.types.intern(Type::Pointer(TypeId::BYTE));
        self.record_builtin(this, &[Basic::String.id()], Some(pointer));
        x.set_value(Mode::Value, pointer);
        Some(())
    }

    /// Whether the size of `t` depends on type parameters, or is not known because `t` is being declared right now, which is reported.
    /// `instances` are those whose memory contains `t`.
    fn has_var_size(&mut self, t: TypeId, instances: &mut Vec<TypeId>) -> bool {
        match &*self.types.shared(t) {
            &Type::Named(named) => self.named_has_var_size(t, named, instances),
            &Type::Array(elem, _) => self.has_var_size(elem, instances),
            Type::Struct(shape) => shape.fields.iter().any(|field| self.has_var_size(field.ty, instances)),
            Type::TypeParam(_) => true,
            _ => false,
        }
    }

    fn named_has_var_size(&mut self, t: TypeId, named: NamedId, instances: &mut Vec<TypeId>) -> bool {
        if let Some(&known) = self.world.state.var_sizes.get(&named) {
            return known;
        }
        let data = self.types.named(named);
        let (obj, is_instance) = (data.obj, data.origin.is_some());
        if is_instance && let Some(start) = instances.iter().position(|&i| self.identical(i, t)) {
            let cycle = instances[start..].to_vec();
            self.type_cycle_error(&cycle);
            return true;
        }
        if !is_instance && let Some(start) = self.world.state.obj_path.iter().position(|&o| o == obj) {
            let cycle = self.world.state.obj_path[start..].to_vec();
            let first = self.first_in_source(&cycle);
            self.cycle_error(&cycle, first);
            return true;
        }
        if is_instance {
            instances.push(t);
        } else {
            self.world.state.obj_path.push(obj);
        }
        let varies = self.named_rhs(named).is_some_and(|rhs| self.has_var_size(rhs, instances));
        if is_instance {
            instances.pop();
        } else {
            self.world.state.obj_path.pop();
        }
        self.world.state.var_sizes.insert(named, varies);
        varies
    }
}
