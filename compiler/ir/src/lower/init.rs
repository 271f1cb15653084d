//! Package variables: their symbols, constant first values, and the functions that run the initialisers.

use super::Lowerer;
use super::facts;
use super::func::FnCx;
use super::instance::{Key, Subst};
use super::types::Kind;
use crate::ir::{Callee, Function, Op};
use crate::program::{FuncId, GlobalId, GlobalSym, Image};
use mgo_syntax::ast::{Decl, Expr, File};
use mgo_syntax::source::Pos;
use mgo_types::constant::Value as Const;
use mgo_types::info::Initializer;
use mgo_types::object::{ObjId, PackageId};
use mgo_types::types::TypeId;
use std::sync::Arc;

impl Lowerer {
    /// The symbol of a package variable.
    pub(crate) fn global(&mut self, obj: ObjId) -> GlobalId {
        if let Some(&id) = self.globals.get(&obj) {
            return id;
        }
        let object = self.world.object(obj);
        let (pkg, name, ty) = (object.pkg, object.name.clone(), object.ty);
        self.ensure_init(pkg);
        let t = self.canon(ty);
        let layout = self.layout(t);
        let image = self.constant_image(pkg, obj, t).map(Arc::new);
        if image.is_some() {
            self.static_inits.insert(obj);
        }
        let name = format!("{}.{name}", self.world.package(pkg).path).into();
        let id = GlobalId(self.program.globals.len() as u32);
        self.program.globals.push(GlobalSym { name, pkg, size: layout.size, align: layout.align, has_pointers: layout.pointers, image });
        self.globals.insert(obj, id);
        id
    }

    pub(super) fn ensure_init(&mut self, pkg: PackageId) {
        if self.world.package(pkg).lazy {
            let diags = mgo_types::package::ensure_init(&mut self.world, pkg);
            self.diags.extend(diags.into_iter().filter(|d| d.severity == mgo_syntax::diag::Severity::Error));
        }
    }

    /// The bytes of a variable whose initialiser is a constant without pointers.
    fn constant_image(&mut self, pkg: PackageId, obj: ObjId, t: TypeId) -> Option<Image> {
        let files = self.world.package(pkg).files.clone();
        let init = self.world.package(pkg).info.init_order.iter().find(|i| i.lhs == [obj])?.clone();
        let value = self.world.package(pkg).info.exprs.get(&rhs_of(&files, &init)?.id)?.value.clone()?;
        let mut bytes = vec![0; self.layout(t).size as usize];
        self.write_const(&value, t, &mut bytes)?;
        Some(Image { bytes, ..Image::default() })
    }

    /// Writes a constant of a type without pointers as it lies in memory.
    pub(crate) fn write_const(&mut self, value: &Const, t: TypeId, to: &mut [u8]) -> Option<()> {
        let (re, im) = super::constant::parts(value);
        match self.kind(t) {
            Kind::Bool => to.copy_from_slice(&[u8::from(value.as_bool()?)]),
            Kind::Int { .. } => to.copy_from_slice(&value.to_bits()?.to_le_bytes()[..to.len()]),
            Kind::Float(4) => to.copy_from_slice(&(re as f32).to_le_bytes()),
            Kind::Float(_) => to.copy_from_slice(&re.to_le_bytes()),
            Kind::Complex(16) => {
                to[..8].copy_from_slice(&re.to_le_bytes());
                to[8..].copy_from_slice(&im.to_le_bytes());
            }
            _ => return None,
        }
        Some(())
    }

    /// Runs the initialisers of one package in order.
    pub(crate) fn lower_pkg_init(&mut self, f: FuncId, pkg: PackageId) -> Function {
        self.ensure_init(pkg);
        let files = self.world.package(pkg).files.clone();
        let inits = self.world.package(pkg).info.init_order.clone();
        let exprs: Vec<&Expr> = inits.iter().filter_map(|i| rhs_of(&files, i)).collect();
        let mut facts = facts::find(&mut self.world, pkg, |w| exprs.iter().for_each(|e| w.expr(e)));
        self.analyse_exprs(pkg, &exprs, &mut facts);
        let abi = self.empty_abi();
        let mut cx = FnCx::new(self, f, pkg, Arc::new(Subst::default()), Arc::new(facts), None, abi, Pos::NONE);
        cx.b.func.attrs.noinline = true;
        for init in &inits {
            if let Some(rhs) = rhs_of(&files, init) {
                cx.run_initializer(init, rhs);
            }
        }
        cx.return_vals(&[]);
        cx.finish()
    }

    /// Runs the initialisers and `init` functions of all packages, imported ones first.
    pub(crate) fn lower_all_inits(&mut self, f: FuncId, main: PackageId) -> Function {
        let calls = self.init_calls(main);
        self.lower_calls(f, &calls)
    }

    /// The functions that initialise what is not initialised yet of `main` and the packages below it.
    pub(crate) fn init_calls(&mut self, main: PackageId) -> Vec<FuncId> {
        let order = self.init_packages(main);
        let mut calls = Vec::new();
        for pkg in order {
            if !self.packages.called.insert(pkg) {
                continue;
            }
            calls.extend(self.pkg_init(pkg));
            for init in self.world.package(pkg).inits.clone() {
                self.ensure_checked(init);
                calls.push(self.func_id(Key::Decl(init, Vec::new())));
            }
        }
        calls
    }

    /// A function that calls others without arguments, one after the other.
    pub(crate) fn lower_calls(&mut self, f: FuncId, calls: &[FuncId]) -> Function {
        let abi = self.empty_abi();
        let mut cx = self.made_up(f, abi, false);
        cx.b.func.attrs.noinline = true;
        for &call in calls {
            cx.b.inst0(Op::Call(Callee::Func(call), Vec::new()));
        }
        cx.return_vals(&[]);
        cx.finish()
    }

    /// All packages of the program in the order in which they are initialised: next is always the first, by import path, of those whose imports
    /// are done. Package runtime and what it needs come before all others.
    pub(super) fn init_packages(&mut self, main: PackageId) -> Vec<PackageId> {
        let mut order = Vec::new();
        let runtime = self.world.package_named("runtime");
        for root in runtime.into_iter().chain([main]) {
            let mut left = Vec::new();
            self.collect_imports(root, &mut left);
            left.retain(|pkg| !order.contains(pkg));
            left.sort_by(|a, b| self.world.package(*a).path.cmp(&self.world.package(*b).path));
            while !left.is_empty() {
                let imports_done = |pkg: &PackageId| self.world.package(*pkg).imports.iter().all(|i| i == pkg || !left.contains(i));
                // Packages that import each other do not pass the checker.
                let next = left.iter().position(imports_done).unwrap_or(0);
                order.push(left.remove(next));
            }
        }
        order
    }

    fn collect_imports(&self, pkg: PackageId, found: &mut Vec<PackageId>) {
        if found.contains(&pkg) {
            return;
        }
        found.push(pkg);
        for &import in &self.world.package(pkg).imports {
            self.collect_imports(import, found);
        }
    }

    /// Whether a package has initialisers that are not constants.
    pub(super) fn has_work(&mut self, pkg: PackageId) -> bool {
        let inits = self.world.package(pkg).info.init_order.clone();
        inits.iter().any(|i| match i.lhs[..] {
            [obj] if self.world.object(obj).name != "_" => {
                self.global(obj);
                !self.static_inits.contains(&obj)
            }
            _ => true,
        })
    }
}

impl FnCx<'_> {
    fn run_initializer(&mut self, init: &Initializer, rhs: &Expr) {
        self.at(rhs.span.lo);
        if let [obj] = init.lhs[..] {
            if self.lw.world.object(obj).name == "_" {
                return self.discard(rhs);
            }
            self.lw.global(obj);
            if self.lw.static_inits.contains(&obj) {
                return;
            }
            let t = self.obj_ty(obj);
            self.order_root(rhs);
            let val = self.expr_to(rhs, t);
            let place = self.object_place(obj);
            return self.store_place(t, &place, &val);
        }
        self.order_root(rhs);
        let vals = self.multi(rhs);
        for (&obj, (from, val)) in init.lhs.iter().zip(vals) {
            if self.lw.world.object(obj).name != "_" {
                let t = self.obj_ty(obj);
                let val = self.assign_conv(val, from, t);
                let place = self.object_place(obj);
                self.store_place(t, &place, &val);
            }
        }
    }
}

/// The right side of an initialiser.
fn rhs_of<'f>(files: &'f [File], init: &Initializer) -> Option<&'f Expr> {
    let (at, index) = init.rhs;
    match files.get(at.file as usize)?.decls.get(at.decl as usize)? {
        Decl::Var(spec) => spec.values.get(index as usize),
        _ => None,
    }
}
