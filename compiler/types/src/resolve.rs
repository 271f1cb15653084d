//! Collects what a package declares, without looking into declarations.

use crate::check::Checker;
use crate::constant::Value;
use crate::object::{DeclRef, FuncInfo, ObjId, ObjKind, VarKind};
use crate::signature::unpack_recv;
use crate::state::DeclInfo;
use mgo_syntax::ast::{ConstSpec, Decl, ExprKind, File, FuncDecl, Ident, TypeSpec, VarSpec};
use mgo_syntax::diag::Diagnostic;
use mgo_syntax::func::Outline;
use smol_str::SmolStr;

/// A method and how its receiver names its type.
pub(crate) struct Method {
    obj: ObjId,
    ptr: bool,
    base: SmolStr,
}

impl Checker<'_> {
    /// Imports packages and declares all package-level objects.
    pub(crate) fn collect_objects(&mut self) {
        let files = self.env.files.clone();
        let mut methods = Vec::new();
        for (index, file) in files.iter().enumerate() {
            self.collect_one(index, file, &mut methods);
        }
        self.check_file_names();
        self.assign_methods(methods);
        let env = crate::check::Env::top(self.world, self.env.pkg, 0);
        self.swap_env(env);
    }

    /// Imports and declares what one file has.
    pub(crate) fn collect_one(&mut self, index: usize, file: &File, methods: &mut Vec<Method>) {
        let env = crate::check::Env::top(self.world, self.env.pkg, index as u32);
        self.swap_env(env);
        for import in &file.imports {
            self.import_decl(import);
        }
        for (i, decl) in file.decls.iter().enumerate() {
            let at = DeclRef { file: index as u32, decl: i as u32 };
            match decl {
                Decl::Const(spec) => self.collect_consts(at, spec),
                Decl::Var(spec) => self.collect_vars(at, spec),
                Decl::Type(spec) => self.collect_type(at, spec),
                Decl::Func(func) => match func.outline() {
                    Some(outline) => self.collect_outline(at, outline, methods),
                    None => self.collect_func(at, func, methods),
                },
            }
        }
    }

    fn collect_consts(&mut self, at: DeclRef, spec: &ConstSpec) {
        for (i, name) in spec.names.iter().enumerate() {
            self.declare_pkg_obj(name, ObjKind::Const { value: Value::Unknown }, at, i);
        }
        self.arity(spec.span, &spec.names, &spec.values, true, spec.inherited);
    }

    fn collect_vars(&mut self, at: DeclRef, spec: &VarSpec) {
        let objs: Vec<ObjId> = spec
            .names
            .iter()
            .enumerate()
            .filter_map(|(i, name)| self.declare_pkg_obj(name, ObjKind::Var(VarKind::Global), at, i))
            .collect();
        if spec.values.len() == 1 && objs.len() > 1 {
            for obj in &objs {
                if let Some(info) = self.world.state.decls.get_mut(obj) {
                    info.lhs = objs.clone();
                }
            }
        }
        if spec.ty.is_none() || !spec.values.is_empty() {
            self.arity(spec.span, &spec.names, &spec.values, false, false);
        }
    }

    fn collect_type(&mut self, at: DeclRef, spec: &TypeSpec) {
        self.declare_pkg_obj(&spec.name, ObjKind::TypeName { alias: spec.alias }, at, 0);
    }

    /// Declares a constant, variable or type.
    fn declare_pkg_obj(&mut self, name: &Ident, kind: ObjKind, at: DeclRef, index: usize) -> Option<ObjId> {
        if name.name == "init" {
            self.error("InvalidInitDecl", name.span, "cannot declare init - must be func");
            return None;
        }
        if name.name == "main" && self.package(self.env.pkg).name == "main" {
            self.error("InvalidMainDecl", name.span, "cannot declare main - must be func");
            return None;
        }
        let obj = self.new_object(name.name.clone(), name.span, kind, None);
        self.declare_in_package(name, obj);
        self.add_decl_info(obj, at, index, false);
        Some(obj)
    }

    fn declare_in_package(&mut self, name: &Ident, obj: ObjId) {
        let pkg = self.env.pkg.0 as usize;
        if name.name != "_" {
            let scope = &mut self.world.packages[pkg].scope;
            if let Some(&alt) = scope.get(&name.name) {
                self.redeclared(obj, alt);
                return;
            }
            scope.insert(name.name.clone(), obj);
        }
        self.record_def(name.id, obj);
    }

    fn add_decl_info(&mut self, obj: ObjId, decl: DeclRef, index: usize, ptr_recv: bool) {
        let Some(package) = self.world.state.packages.get_mut(&self.env.pkg) else { return };
        let order = package.objects.len() as u32;
        package.objects.push(obj);
        let info = DeclInfo { decl, index: index as u32, order, lhs: Vec::new(), deps: Default::default(), body_done: false, ptr_recv };
        self.world.state.decls.insert(obj, info);
    }

    fn collect_func(&mut self, at: DeclRef, decl: &FuncDecl, methods: &mut Vec<Method>) {
        let name = &decl.name.name;
        let info = FuncInfo { decl: Some(at), recv: None, recv_tparams: Vec::new(), has_body: decl.body.is_some() };
        let obj = self.new_object(name.clone(), decl.name.span, ObjKind::Func(info), None);
        let first_tparam = decl.sig.tparams.first().map(|f| f.span);
        let mut ptr = false;
        match &decl.recv {
            None => {
                let is_main = name == "main" && self.package(self.env.pkg).name == "main";
                if name == "init" || is_main {
                    let code = if is_main { "InvalidMainDecl" } else { "InvalidInitDecl" };
                    if let Some(span) = first_tparam {
                        self.error(code, span, format!("func {name} must have no type parameters"));
                    }
                    if !decl.sig.params.is_empty() || !decl.sig.results.is_empty() {
                        self.error(code, decl.name.span, format!("func {name} must have no arguments and no return values"));
                    }
                } else if let Some(span) = first_tparam {
                    self.verify_version(span, 1, 18, "type parameter");
                }
                if name == "init" {
                    self.record_def(decl.name.id, obj);
                    let pkg = self.env.pkg.0 as usize;
                    self.world.packages[pkg].inits.push(obj);
                    if decl.body.is_none() {
                        self.error("MissingInitBody", decl.name.span, "func init must have a body");
                    }
                } else {
                    self.declare_in_package(&decl.name, obj);
                }
            }
            Some(recv) => {
                let parts = unpack_recv(&recv.ty);
                ptr = parts.ptr;
                if let ExprKind::Name(base) = &parts.base.kind
                    && name != "_"
                {
                    methods.push(Method { obj, ptr, base: base.name.clone() });
                }
                if let Some(span) = first_tparam {
                    self.verify_version(span, 1, 27, "generic method");
                }
                self.record_def(decl.name.id, obj);
            }
        }
        self.add_decl_info(obj, at, 0, ptr);
    }

    /// Declares a function of a library that nobody has looked at.
    fn collect_outline(&mut self, at: DeclRef, func: &Outline, methods: &mut Vec<Method>) {
        let info = FuncInfo { decl: Some(at), recv: None, recv_tparams: Vec::new(), has_body: func.has_body };
        let obj = self.new_object(func.name.clone(), func.name_span, ObjKind::Func(info), None);
        let pkg = self.env.pkg.0 as usize;
        let mut ptr = false;
        match &func.recv {
            Some(recv) => {
                ptr = recv.ptr;
                if func.name != "_" {
                    methods.push(Method { obj, ptr, base: recv.base.clone() });
                }
            }
            None if func.name == "init" => self.world.packages[pkg].inits.push(obj),
            None if func.name == "_" => {}
            None => {
                if let Some(alt) = self.world.packages[pkg].scope.insert(func.name.clone(), obj) {
                    self.redeclared(obj, alt);
                }
            }
        }
        self.add_decl_info(obj, at, 0, ptr);
    }

    /// Reports names of a file's imports that the package declares too.
    fn check_file_names(&mut self) {
        let Some(package) = self.world.state.packages.get(&self.env.pkg) else { return };
        let scope = &self.package(self.env.pkg).scope;
        let mut clashes: Vec<(ObjId, ObjId)> = Vec::new();
        for file in &package.files {
            clashes.extend(file.names.iter().filter_map(|(name, &obj)| Some((obj, *scope.get(name)?))));
        }
        clashes.sort_by_key(|&(_, alt)| self.object(alt).span.lo);
        for (obj, alt) in clashes {
            let describe = |pkg| format!("package {} ({:?})", self.package(pkg).name, self.package(pkg).path);
            let how = match self.object(obj).kind {
                ObjKind::PkgName { imported } => format!("import of {}", describe(imported)),
                _ => format!("dot-import of {}", describe(self.object(obj).pkg)),
            };
            let name = self.object(alt).name.clone();
            let diag = Diagnostic::error("DuplicateDecl", self.object(alt).span, format!("{name} already declared through {how}"));
            let other = self.object(obj).span;
            self.report(diag.with_label(other, format!("other declaration of {name}")));
        }
    }

    /// Finds the defined type behind each method's receiver.
    pub(crate) fn assign_methods(&mut self, methods: Vec<Method>) {
        let pkg = self.env.pkg;
        for m in methods {
            let Some((ptr, base)) = self.base_type(m.ptr, &m.base) else { continue };
            if let Some(info) = self.world.state.decls.get_mut(&m.obj) {
                info.ptr_recv = ptr;
            }
            if let Some(package) = self.world.state.packages.get_mut(&pkg) {
                package.methods.entry(base).or_default().push(m.obj);
            }
        }
    }

    /// The defined type that `name` stands for, by way of aliases, and whether a pointer was met.
    fn base_type(&self, mut ptr: bool, name: &str) -> Option<(bool, ObjId)> {
        let mut name = SmolStr::new(name);
        let mut seen: Vec<ObjId> = Vec::new();
        loop {
            let obj = *self.package(self.env.pkg).scope.get(&name)?;
            if seen.contains(&obj) {
                return None;
            }
            seen.push(obj);
            let spec = self.type_spec(obj)?;
            if !spec.alias {
                return Some((ptr, obj));
            }
            if !spec.tparams.is_empty() {
                return None;
            }
            let mut ty = crate::exprstring::unparen(&spec.ty);
            if let ExprKind::Star(inner) = &ty.kind {
                if ptr {
                    return None;
                }
                ptr = true;
                ty = crate::exprstring::unparen(inner);
            }
            let ExprKind::Name(next) = &ty.kind else { return None };
            name = next.name.clone();
        }
    }

    /// Resolves all package-level objects: defined types first, then aliases, then everything else.
    pub(crate) fn package_objects(&mut self, objects: &[ObjId]) {
        let rank = |c: &Self, obj: ObjId| match c.object(obj).kind {
            ObjKind::TypeName { alias: false } => 0,
            ObjKind::TypeName { alias: true } => 1,
            _ => 2,
        };
        for phase in 0..3 {
            for &obj in objects {
                if rank(self, obj) == phase {
                    self.obj_decl(obj);
                }
            }
        }
    }
}
