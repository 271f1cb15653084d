//! Lowering: from checked trees to IR, one function at a time, on demand.
//!
//! Invariants: everything is monomorphised, so every type met here is free of type parameters and canonical ([`Lowerer::canon`]): equal ids and
//! identical types are the same thing. A [`FuncId`] is handed out when a function is first mentioned, its code made when it is first asked for.

mod abi;
mod append;
mod arith;
mod assign;
mod binary;
mod branch;
mod builtin;
mod call;
mod callee;
mod chan;
mod closure;
mod compare;
mod composite;
mod constant;
mod convert;
mod defers;
mod devirtualize;
mod emit;
mod equal;
mod escape;
mod expr;
mod facts;
mod func;
mod goroutine;
mod iface;
mod index;
mod init;
mod instance;
mod intrinsic;
mod itab;
mod layout;
mod loops;
mod map;
mod method;
mod native;
mod order;
mod place;
mod range;
mod range_func;
mod redeclare;
mod reflect;
mod rtype;
mod select;
mod slice;
mod stmt;
mod storage;
mod string;
mod summary;
mod switch;
mod type_switch;
mod types;
mod value;
mod wrapper;

use crate::ir::Function;
use crate::program::{DataId, FuncId, GlobalId, Program, TypeRef};
use instance::Key;
use layout::Layout;
use mgo_syntax::diag::Diagnostic;
use mgo_syntax::source::SourceMap;
use mgo_types::lookup::Lookup;
use mgo_types::object::{ObjId, ObjKind, PackageId};
use mgo_types::types::TypeId;
use mgo_types::world::World;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;

/// Bytes of a body's text up to which it is looked at for inlining.
const INLINE_TEXT: u32 = 500;

pub use summary::Source as SummarySource;

/// Turns checked packages into IR.
pub struct Lowerer {
    /// What the checker found out; lazily checked packages grow while lowering asks for them.
    pub world: World,
    /// The symbols handed out so far.
    pub program: Program,
    /// The sources, for names and messages.
    pub sources: SourceMap,
    /// What each function is, by [`FuncId`].
    keys: Vec<Key>,
    by_key: FxHashMap<Key, FuncId>,
    /// Functions made together with the one that contains them (closures, thunks), until they are asked for.
    ready: FxHashMap<FuncId, Function>,
    types: types::TypeMemo,
    layouts: FxHashMap<TypeId, Arc<Layout>>,
    rtypes: FxHashMap<TypeId, TypeRef>,
    itabs: FxHashMap<(TypeId, TypeId), crate::program::ItabId>,
    sig_numbers: FxHashMap<TypeId, u32>,
    globals: FxHashMap<ObjId, GlobalId>,
    data: FxHashMap<Arc<[u8]>, DataId>,
    string_boxes: FxHashMap<DataId, DataId>,
    facts: FxHashMap<ObjId, Arc<facts::Facts>>,
    tags: FxHashMap<ObjId, Arc<escape::Tags>>,
    /// Declarations whose escape analysis is under way, outermost first.
    analysing: Vec<ObjId>,
    summaries: summary::Summaries,
    static_inits: FxHashSet<ObjId>,
    /// The program's package, once its initialisation was asked for.
    main: Option<PackageId>,
    packages: Packages,
    /// The program's own functions may be declared again ([`Lowerer::keep_open`]).
    open: bool,
    /// Functions whose place another one has taken.
    successor: FxHashMap<ObjId, ObjId>,
    diags: Vec<Diagnostic>,
}

/// How far the program's packages have come: the engine hears of one, and may run its initialisers at once, before a function calls what is left of them.
#[derive(Default)]
struct Packages {
    /// How many there were when [`Lowerer::new_packages`] was last asked.
    counted: usize,
    /// Those that [`Lowerer::new_packages`] has given.
    announced: FxHashSet<PackageId>,
    /// Those whose initialisers a function calls.
    called: FxHashSet<PackageId>,
}

impl Lowerer {
    /// A lowerer for the packages of `world`.
    pub fn new(world: World, sources: SourceMap) -> Lowerer {
        Lowerer {
            world,
            program: Program::default(),
            sources,
            keys: Vec::new(),
            by_key: FxHashMap::default(),
            ready: FxHashMap::default(),
            types: types::TypeMemo::default(),
            layouts: FxHashMap::default(),
            rtypes: FxHashMap::default(),
            itabs: FxHashMap::default(),
            sig_numbers: FxHashMap::default(),
            globals: FxHashMap::default(),
            data: FxHashMap::default(),
            string_boxes: FxHashMap::default(),
            facts: FxHashMap::default(),
            tags: FxHashMap::default(),
            analysing: Vec::new(),
            summaries: summary::Summaries::default(),
            static_inits: FxHashSet::default(),
            main: None,
            packages: Packages::default(),
            open: false,
            successor: FxHashMap::default(),
            diags: Vec::new(),
        }
    }

    /// The code of `f`. Errors are those of function bodies that were not checked before (standard library).
    ///
    /// # Errors
    /// The diagnostics of the body, or of one it makes inline, when it does not check.
    pub fn lower(&mut self, f: FuncId) -> Result<Function, Vec<Diagnostic>> {
        if let Some(function) = self.ready.remove(&f) {
            return Ok(function);
        }
        let function = self.lower_key(f);
        if self.diags.is_empty() { Ok(function) } else { Err(std::mem::take(&mut self.diags)) }
    }

    /// The function with this qualified name, such as `runtime.main`; `None` when there is no such package or function.
    pub fn entry(&mut self, name: &str) -> Option<FuncId> {
        let (path, base) = name.rsplit_once('.')?;
        let pkg = self.world.load(path)?;
        let obj = *self.world.package(pkg).scope.get(base)?;
        self.world.resolve(obj);
        matches!(self.world.object(obj).kind, ObjKind::Func(_)).then(|| self.func_id(Key::Decl(obj, Vec::new())))
    }

    /// The method of this name that a defined type without type parameters declares.
    pub fn method(&mut self, path: &str, ty: &str, name: &str) -> Option<FuncId> {
        let pkg = self.world.load(path)?;
        let obj = *self.world.package(pkg).scope.get(ty)?;
        self.ensure_checked(obj);
        let recv = self.world.object(obj).ty;
        let Lookup::Method(found) = self.world.lookup_field_or_method(recv, true, pkg, name) else { return None };
        let method = found.obj.filter(|_| found.path.is_empty())?;
        self.ensure_checked(method);
        let is_plain = self.func_info(method).is_some_and(|info| info.recv_tparams.is_empty() && info.decl.is_some());
        is_plain.then(|| self.func_id(Key::Decl(method, Vec::new())))
    }

    /// A function that initialises `main` and all packages it imports, in dependency order.
    pub fn inits(&mut self, main: PackageId) -> FuncId {
        self.main = Some(main);
        self.func_id(Key::AllInits(main))
    }

    /// The program's package.
    pub fn main(&self) -> Option<PackageId> {
        self.main
    }

    /// The packages that came into the program since the last call, in the order in which they are initialised, each with its initialiser if it
    /// has one. Compiling one may bring in more.
    pub fn new_packages(&mut self) -> Vec<(PackageId, Option<FuncId>)> {
        let count = self.world.packages.len();
        let Some(main) = self.main.filter(|_| self.packages.counted != count) else { return Vec::new() };
        self.packages.counted = count;
        let mut order = self.init_packages(main);
        order.retain(|pkg| self.packages.announced.insert(*pkg));
        order.into_iter().map(|pkg| (pkg, self.pkg_init(pkg))).collect()
    }

    /// The initialiser of a package's variables, where they are not all constants.
    pub(crate) fn pkg_init(&mut self, pkg: PackageId) -> Option<FuncId> {
        self.ensure_init(pkg);
        self.has_work(pkg).then(|| self.func_id(Key::PkgInit(pkg)))
    }

    /// A function that initialises the packages that `main` imports by now and that no function made before does; none when there is nothing to do.
    pub fn added_inits(&mut self, main: PackageId) -> Option<FuncId> {
        let calls = self.init_calls(main);
        (!calls.is_empty()).then(|| {
            let f = self.inner_func(format!("{}.init·more", self.world.package(main).path), crate::ir::Sig::default());
            let function = self.lower_calls(f, &calls);
            self.finish_inner(function);
            f
        })
    }

    /// A declared function without type parameters.
    pub fn function(&mut self, obj: ObjId) -> FuncId {
        self.ensure_checked(obj);
        self.func_id(Key::Decl(obj, Vec::new()))
    }

    /// A package variable.
    pub fn variable(&mut self, obj: ObjId) -> GlobalId {
        self.global(obj)
    }

    /// Whether a function is worth lowering for its callers' sake: its text is short, and nothing forbids it.
    pub fn may_inline(&mut self, f: FuncId) -> bool {
        match self.keys[f.0 as usize] {
            Key::Inner => self.ready.contains_key(&f),
            Key::Decl(obj, _) => !self.is_open(obj) && self.may_inline_declared(obj),
            // One that was run at compile time has nothing in it.
            Key::PkgInit(_) => true,
            _ => false,
        }
    }

    fn may_inline_declared(&mut self, obj: ObjId) -> bool {
        let Some(decl) = self.func_decl(obj) else { return false };
        if decl.directives.iter().any(|d| d == "go:noinline") {
            return false;
        }
        // What stands for a native is a few instructions.
        let Some(body) = &decl.body else { return true };
        let short = body.span.hi.0 - body.span.lo.0 <= INLINE_TEXT;
        self.summary(obj).and_then(|summary| summary.inlined).unwrap_or(short)
    }
}
