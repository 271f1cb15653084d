//! Declarations: constants, variables, types and functions, each resolved when first asked for.
//!
//! An object is white while its type is not known and it is not on the object path, grey while it is on the path, black afterwards.
//! Meeting a grey object means a cycle, which may be a valid one.

use crate::check::{Checker, Env};
use crate::constant::Value;
use crate::exprstring::expr_string;
use crate::object::{DeclRef, ObjId, ObjKind, VarKind};
use crate::operand::{Operand, pos_of};
use crate::types::{Basic, NamedId, Signature, Type, TypeId, TypeParamId};
use mgo_syntax::ast::{ConstSpec, Decl, Expr, ExprKind, FuncDecl, FuncType, Ident, InterfaceElem, TypeSpec, VarSpec};
use mgo_syntax::diag::Diagnostic;
use mgo_syntax::source::Span;

const INVALID: TypeId = Basic::Invalid.id();

impl Checker<'_> {
    /// Finds out the type of `obj` (and a constant's value), unless it is known.
    pub(crate) fn obj_decl(&mut self, obj: ObjId) {
        if self.world.state.obj_path.contains(&obj) {
            self.grey_object(obj);
            return;
        }
        if self.has_type(obj) {
            return;
        }
        let Some(info) = self.world.state.decls.get(&obj) else { return };
        let (at, index) = (info.decl, info.index);
        let pkg = self.object(obj).pkg;
        if self.stack_used_up() {
            let (span, name) = (self.object(obj).span, self.object(obj).name.clone());
            self.error("InvalidDeclCycle", span, format!("too many declarations depend on one another in a row before {name}"));
            self.set_type(obj, INVALID);
            return;
        }
        self.world.state.obj_path.push(obj);
        let env = Env::top(self.world, pkg, at.file);
        let saved = self.swap_env(env);
        self.object_decl(obj, at, index);
        self.swap_env(saved);
        self.world.state.obj_path.pop();
    }

    fn object_decl(&mut self, obj: ObjId, at: DeclRef, index: u32) {
        let files = self.env.files.clone();
        match &files[at.file as usize].decls[at.decl as usize] {
            Decl::Const(spec) => {
                self.env.decl = Some(obj);
                self.const_decl(obj, spec, index as usize);
            }
            Decl::Var(spec) => {
                let lhs = self.world.state.decls.get(&obj).map(|info| info.lhs.clone()).unwrap_or_default();
                self.env.decl = Some(lhs.first().copied().unwrap_or(obj));
                self.var_spec_decl(obj, spec, index as usize, &lhs);
            }
            Decl::Type(spec) => {
                self.type_decl(obj, spec);
                self.collect_methods(obj);
            }
            Decl::Func(func) => {
                for diag in func.diags() {
                    self.report(diag.clone());
                }
                if func.outline().is_some() {
                    self.record_def(func.name.id, obj);
                }
                self.func_decl(obj, func);
            }
        }
    }

    /// `obj` depends on itself.
    fn grey_object(&mut self, obj: ObjId) {
        match self.object(obj).kind {
            ObjKind::Const { .. } | ObjKind::Var(_) => {
                if !self.valid_cycle(obj) || !self.has_type(obj) {
                    self.set_type(obj, INVALID);
                }
            }
            ObjKind::TypeName { alias } => {
                if !self.valid_cycle(obj) {
                    self.set_type(obj, INVALID);
                } else if alias && !self.has_type(obj) {
                    let (span, name) = (self.object(obj).span, self.object(obj).name.clone());
                    self.error("InvalidDeclCycle", span, format!("invalid use of type alias {name} in recursive type"));
                }
            }
            _ => {
                self.valid_cycle(obj);
            }
        }
    }

    fn const_decl(&mut self, obj: ObjId, spec: &ConstSpec, index: usize) {
        let (iota, err_span) = (self.env.iota, self.env.err_span);
        self.env.iota = Some(spec.iota);
        self.env.err_span = None;
        self.const_decl_inner(obj, spec, index);
        self.env.iota = iota;
        self.env.err_span = err_span;
    }

    fn const_decl_inner(&mut self, obj: ObjId, spec: &ConstSpec, index: usize) {
        if let Some(ty) = &spec.ty {
            let t = self.typ(ty);
            if !self.is_const_type(t) {
                let u = self.underlying(t);
                if self.is_valid(u) {
                    let msg = format!("invalid constant type {}", self.tstr(t));
                    self.error("InvalidConstType", ty.span, msg);
                }
                self.set_type(obj, INVALID);
                return;
            }
            self.set_type(obj, t);
        }
        match spec.values.get(index) {
            Some(init) => {
                if spec.inherited {
                    self.env.err_span = Some(self.object(obj).span);
                }
                let mut x = Operand::new(init);
                self.expr(None, &mut x, init);
                self.init_const(obj, &mut x);
            }
            None => {
                let mut x = Operand::made_up(crate::info::Mode::Invalid, INVALID, spec.span);
                self.init_const(obj, &mut x);
            }
        }
    }

    fn var_spec_decl(&mut self, obj: ObjId, spec: &VarSpec, index: usize, lhs: &[ObjId]) {
        let init = if spec.values.len() == 1 { spec.values.first() } else { spec.values.get(index) };
        self.var_decl(obj, lhs, spec.ty.as_ref(), init);
    }

    /// One variable, or all of `lhs` when they share the one initialiser.
    fn var_decl(&mut self, obj: ObjId, lhs: &[ObjId], ty: Option<&Expr>, init: Option<&Expr>) {
        if let Some(e) = ty {
            let t = self.var_type(e);
            self.set_type(obj, t);
        }
        let Some(init) = init else {
            if ty.is_none() {
                self.set_type(obj, INVALID);
            }
            return;
        };
        if lhs.len() > 1 {
            if ty.is_some() {
                let t = self.object(obj).ty;
                lhs.iter().for_each(|&o| self.set_type(o, t));
            }
            self.init_vars(lhs, std::slice::from_ref(init), None);
            return;
        }
        let name = self.object(obj).name.clone();
        let declared = self.has_type(obj).then(|| self.object(obj).ty);
        let target = self.new_target(declared, &name);
        let mut x = Operand::new(init);
        self.expr(target.as_ref(), &mut x, init);
        self.init_var(obj, &mut x, "variable declaration");
    }

    fn type_decl(&mut self, obj: ObjId, spec: &TypeSpec) {
        self.later(move |c| {
            if let Some(named) = c.as_named(c.object(obj).ty) {
                c.valid_type(named);
            }
        });
        let scope = self.env.scope;
        if spec.alias {
            self.alias_decl(obj, spec);
        } else {
            self.defined_type_decl(obj, spec);
        }
        self.env.scope = scope;
    }

    fn alias_decl(&mut self, obj: ObjId, spec: &TypeSpec) {
        let first = spec.tparams.first();
        if first.is_none_or(|first| self.verify_version(first.span, 1, 23, "generic type alias")) {
            self.verify_version(spec.span, 1, 9, "type alias");
        }
        if first.is_some() {
            self.open_scope();
            self.collect_tparams(&spec.tparams, &mut |c, list| {
                c.world.state.alias_tparams.insert(obj, list.to_vec());
            });
        } else {
            self.resolve_mentioned(&spec.ty);
        }
        let mut rhs = self.typ(&spec.ty);
        if let Type::TypeParam(p) = *self.types.get(rhs)
            && self.world.state.alias_tparams.get(&obj).is_some_and(|list| list.contains(&p))
        {
            self.error("MisplacedTypeParam", spec.ty.span, "cannot use type parameter declared in alias declaration as RHS");
            rhs = INVALID;
        }
        if first.is_none() && self.is_valid(rhs) {
            rhs = self.types.alias(obj, Vec::new(), rhs);
        }
        self.set_type(obj, rhs);
    }

    /// Resolves the defined types an alias mentions before the alias itself, so that they may mention it.
    fn resolve_mentioned(&mut self, e: &Expr) {
        match &e.kind {
            ExprKind::Name(name) => {
                let Some(&obj) = self.package(self.env.pkg).scope.get(&name.name) else { return };
                if self.env.scope.is_some() || self.has_type(obj) || !matches!(self.object(obj).kind, ObjKind::TypeName { alias: false }) {
                    return;
                }
                // The alias is white meanwhile: what it stands for may well be defined by way of it.
                let path = self.world.state.obj_path.pop();
                self.obj_decl(obj);
                self.world.state.obj_path.extend(path);
            }
            ExprKind::Star(x) | ExprKind::Paren(x) | ExprKind::SliceType(x) | ExprKind::ChanType(_, x) => self.resolve_mentioned(x),
            ExprKind::ArrayType { elem, .. } => self.resolve_mentioned(elem),
            ExprKind::MapType(k, v) => {
                self.resolve_mentioned(k);
                self.resolve_mentioned(v);
            }
            ExprKind::FuncType(sig) => self.resolve_mentioned_in(sig),
            ExprKind::StructType(fields) => fields.iter().for_each(|f| self.resolve_mentioned(&f.ty)),
            ExprKind::InterfaceType(elems) => elems.iter().for_each(|elem| match elem {
                InterfaceElem::Method(_, sig) => self.resolve_mentioned_in(sig),
                InterfaceElem::Embed(e) => self.resolve_mentioned(e),
            }),
            ExprKind::Index(x, args) => {
                self.resolve_mentioned(x);
                args.iter().for_each(|a| self.resolve_mentioned(a));
            }
            _ => {}
        }
    }

    fn resolve_mentioned_in(&mut self, sig: &FuncType) {
        sig.params.iter().chain(&sig.results).for_each(|f| self.resolve_mentioned(&f.ty));
    }

    fn defined_type_decl(&mut self, obj: ObjId, spec: &TypeSpec) {
        let ty = self.new_named(obj);
        let Some(named) = self.as_named(ty) else { return };
        self.types.named[named.0 as usize].ambient = self.tparams_in_scope();
        if let Some(first) = spec.tparams.first() {
            self.verify_version(first.span, 1, 18, "type parameter");
            self.open_scope();
            self.collect_tparams(&spec.tparams, &mut |c, list| c.types.named[named.0 as usize].tparams = list.to_vec());
        }
        let mut rhs = self.typ(&spec.ty);
        if self.is_type_param(rhs) {
            self.error("MisplacedTypeParam", spec.ty.span, "cannot use a type parameter as RHS in type declaration");
            rhs = INVALID;
        }
        self.types.named[named.0 as usize].rhs = Some(rhs);
    }

    /// Type parameters of the functions around, in order of declaration.
    fn tparams_in_scope(&self) -> Vec<TypeParamId> {
        let mut found = Vec::new();
        let mut scope = self.env.scope;
        while let Some(s) = scope {
            let data = self.scope(s);
            found.extend(data.names.values().filter_map(|&o| match *self.types.get(self.object(o).ty) {
                Type::TypeParam(p) if matches!(self.object(o).kind, ObjKind::TypeName { .. }) => Some(p),
                _ => None,
            }));
            scope = data.parent;
        }
        found.sort();
        found.dedup();
        found
    }

    /// Gives a defined type the methods declared for it.
    fn collect_methods(&mut self, obj: ObjId) {
        let pkg = self.env.pkg;
        let Some(methods) = self.world.state.packages.get_mut(&pkg).and_then(|p| p.methods.remove(&obj)) else { return };
        let Some(base) = self.as_named(self.object(obj).ty) else { return };
        self.later(move |c| c.check_field_uniqueness(base));
        let type_name = self.object(obj).name.clone();
        let mut own: Vec<ObjId> = Vec::new();
        for m in methods {
            let (name, span) = (self.object(m).name.clone(), self.object(m).span);
            match own.iter().copied().find(|&o| self.object(o).name == name) {
                Some(other) => {
                    let other = self.object(other).span;
                    let place = self.place_text(other.lo);
                    let msg = format!("method {type_name}.{name} already declared at {place}");
                    let diag = Diagnostic::error("DuplicateMethod", span, msg);
                    self.report(diag.with_label(other, "other declaration"));
                }
                None => own.push(m),
            }
        }
        let instances = self.world.state.instances_of.get(&base).cloned().unwrap_or_default();
        for n in instances {
            self.types.named[n.0 as usize].methods = own.clone();
        }
        self.types.named[base.0 as usize].methods = own;
    }

    fn check_field_uniqueness(&mut self, base: NamedId) {
        let ty = self.object(self.types.named(base).obj).ty;
        let node = self.under(ty);
        let Type::Struct(s) = &*node else { return };
        for f in s.fields.iter().filter(|f| f.name != "_") {
            let Some(m) = self.methods_of(base).iter().copied().find(|&m| self.object(m).name == f.name) else { continue };
            let span = self.object(m).span;
            let diag = Diagnostic::error("DuplicateFieldAndMethod", span, format!("field and method with the same name {}", f.name));
            self.report(diag.with_label(f.span, format!("other declaration of {}", f.name)));
        }
    }

    fn func_decl(&mut self, obj: ObjId, decl: &FuncDecl) {
        // Guards against cycles.
        let guard = |c: &mut Self, tparams: &[TypeParamId]| {
            let guard = Signature { tparams: tparams.to_vec(), params: Vec::new(), results: Vec::new(), variadic: false };
            let guard = c.types.intern(Type::Signature(guard));
            c.set_type(obj, guard);
        };
        guard(self, &[]);
        let sig = self.signature_of(decl.recv.as_ref(), &decl.sig, &mut |c, tparams| guard(c, tparams));
        self.set_type(obj, sig.ty);
        let recv = sig.recv.map(|r| self.object(r).ty);
        if let ObjKind::Func(info) = &mut self.world.objects[obj.0 as usize].kind {
            info.recv = recv;
            info.recv_tparams = sig.recv_tparams.clone();
        }
        self.world.state.func_sigs.insert(obj, sig);
        if decl.body.is_none() {
            if !decl.sig.tparams.is_empty() {
                self.error("BadDecl", decl.name.span, "generic function is missing function body");
            }
        } else if !self.package(self.env.pkg).lazy {
            self.later(move |c| c.check_body(obj));
        }
    }

    /// Checks a function's body, once.
    pub(crate) fn check_body(&mut self, obj: ObjId) {
        self.obj_decl(obj);
        let Some(info) = self.world.state.decls.get_mut(&obj) else { return };
        if std::mem::replace(&mut info.body_done, true) {
            return;
        }
        let at = info.decl;
        let Some(sig) = self.world.state.func_sigs.get(&obj).cloned() else { return };
        let env = Env::top(self.world, self.object(obj).pkg, at.file);
        let saved = self.swap_env(env);
        let files = self.env.files.clone();
        if let Decl::Func(func) = &files[at.file as usize].decls[at.decl as usize]
            && let Some(body) = &func.body
        {
            for diag in body.diags() {
                self.report(diag.clone());
            }
            self.func_body(Some(obj), &sig, body, None);
        }
        self.swap_env(saved);
    }

    /// A local declaration.
    pub(crate) fn decl_stmt(&mut self, decl: &Decl) {
        match decl {
            Decl::Const(spec) => self.local_consts(spec),
            Decl::Var(spec) => self.local_vars(spec),
            Decl::Type(spec) => {
                let kind = ObjKind::TypeName { alias: spec.alias };
                let obj = self.new_object(spec.name.name.clone(), spec.name.span, kind, None);
                self.declare(Some(spec.name.id), obj, spec.name.span.lo);
                self.world.state.obj_path.push(obj);
                self.type_decl(obj, spec);
                self.world.state.obj_path.pop();
            }
            Decl::Func(decl) => self.error("InvalidSyntaxTree", decl.span, "function declared in a block"),
        }
    }

    fn local_consts(&mut self, spec: &ConstSpec) {
        let top = self.world.state.later.len();
        let mut objs = Vec::new();
        for (i, name) in spec.names.iter().enumerate() {
            let obj = self.new_object(name.name.clone(), name.span, ObjKind::Const { value: Value::Unknown }, None);
            self.const_decl(obj, spec, i);
            objs.push(obj);
        }
        self.arity(spec.span, &spec.names, &spec.values, true, spec.inherited);
        self.process_delayed(top);
        for (name, obj) in spec.names.iter().zip(objs) {
            self.declare(Some(name.id), obj, spec.span.hi);
        }
    }

    fn local_vars(&mut self, spec: &VarSpec) {
        let top = self.world.state.later.len();
        let new = |c: &mut Self, name: &Ident| c.new_object(name.name.clone(), name.span, ObjKind::Var(VarKind::Local), None);
        let objs: Vec<ObjId> = spec.names.iter().map(|name| new(self, name)).collect();
        for (i, &obj) in objs.iter().enumerate() {
            let (lhs, init): (&[ObjId], _) = match spec.values.len() {
                n if n == objs.len() => (&[], spec.values.get(i)),
                1 => (&objs, spec.values.first()),
                _ => (&[], spec.values.get(i)),
            };
            self.var_decl(obj, lhs, spec.ty.as_ref(), init);
            if spec.values.len() == 1 {
                break;
            }
        }
        if spec.ty.is_none() || !spec.values.is_empty() {
            self.arity(spec.span, &spec.names, &spec.values, false, false);
        }
        // One value for several variables, and an error: those left over are broken.
        for &obj in &objs {
            if !self.has_type(obj) {
                self.set_type(obj, INVALID);
            }
        }
        self.process_delayed(top);
        for (name, obj) in spec.names.iter().zip(objs) {
            self.declare(Some(name.id), obj, spec.span.hi);
        }
    }

    /// Reports names without values and values without names.
    pub(crate) fn arity(&mut self, span: Span, names: &[Ident], values: &[Expr], constant: bool, inherited: bool) {
        if let Some(extra) = values.get(names.len()) {
            if inherited {
                let place = self.place_text(pos_of(extra).lo);
                self.error("WrongAssignCount", span, format!("extra init expr at {place}"));
            } else {
                self.error("WrongAssignCount", extra.span, format!("extra init expr {}", expr_string(extra)));
            }
        } else if let Some(name) = names.get(values.len())
            && (constant || values.len() != 1)
        {
            self.error("WrongAssignCount", name.span, format!("missing init expr for {}", name.name));
        }
    }
}
