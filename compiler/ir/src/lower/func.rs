//! Lowering one function: its context, parameters, results and body.

use super::Lowerer;
use super::abi::Abi;
use super::branch::Ctl;
use super::facts::{self, Facts, FuncNode};
use super::instance::Subst;
use super::storage::Storage;
use super::value::{Addr, Val, Words};
use crate::builder::Builder;
use crate::ir::{Block, Function, Sig, Slot, Term, Ty, Value};
use crate::program::FuncId;
use mgo_syntax::ast::{self, Decl, Expr, Field, Ident, NodeId, Stmt};
use mgo_syntax::source::Pos;
use mgo_types::info::{Mode, Selection, TypeAndValue};
use mgo_types::object::{ObjId, PackageId};
use mgo_types::types::{Basic, TypeId};
use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;
use std::sync::Arc;

/// Counters for the names of functions inside a function.
#[derive(Clone, Copy, Default, Debug)]
pub(crate) struct InnerNames {
    pub(crate) lits: u32,
    pub(crate) gos: u32,
    pub(crate) defers: u32,
    pub(crate) ranges: u32,
}

/// A function while it is being lowered.
pub(crate) struct FnCx<'l> {
    pub(crate) lw: &'l mut Lowerer,
    pub(crate) b: Builder,
    pub(crate) pkg: PackageId,
    /// Type arguments of this instance.
    pub(crate) subst: Arc<Subst>,
    /// Facts about the declaration that this function is or lies in.
    pub(crate) facts: Arc<Facts>,
    /// Which function of the declaration this is.
    pub(crate) node: FuncNode,
    pub(crate) vars: FxHashMap<ObjId, Storage>,
    pub(crate) abi: Arc<Abi>,
    /// Storages of the results, when they have names or a deferred call may change them.
    pub(crate) results: Vec<Storage>,
    /// Where results go that are passed in memory.
    pub(crate) ret_ptr: Option<Storage>,
    /// The context parameter.
    pub(crate) ctx: Option<Value>,
    /// Statements that can be left by `break` and `continue`, innermost last.
    pub(crate) ctls: Vec<Ctl>,
    /// Label of the statement about to be lowered.
    pub(crate) label: Option<SmolStr>,
    pub(crate) labels: FxHashMap<SmolStr, Block>,
    pub(crate) names: InnerNames,
    /// Contains `defer`.
    pub(crate) defers: bool,
    /// The deferred calls lowered so far.
    pub(crate) deferred: super::defers::Deferred,
    /// The closure made last, and its function.
    pub(crate) closure: Option<(Value, FuncId)>,
    /// Slice variables that have a small array to grow into.
    pub(crate) has_store: FxHashSet<ObjId>,
    /// Those whose capacity is trimmed when they are shared: the address of that array, and the size of an element.
    pub(crate) trimmed: FxHashMap<ObjId, (crate::builder::Var, u64)>,
    /// The frame that a deferred `recover` speaks for.
    pub(crate) recover_frame: Option<Value>,
    /// What is being prepared is the call of a `go` or `defer` statement.
    pub(crate) delays_call: bool,
    /// How many loops are around the statement at hand (backward jumps count as a loop, too).
    pub(crate) loops: u32,
    /// For the body of a range over a function: how it is left other than by its end.
    pub(crate) range_exits: Option<super::range_func::Exits>,
    /// For each switch around, the clause behind the one at hand.
    pub(crate) fall_to: Vec<Option<Block>>,
    /// Values of expressions that were evaluated elsewhere: the arguments of a delayed builtin.
    pub(crate) given: FxHashMap<NodeId, Val>,
    /// Expressions that are not in the source: the results of a call that stands for all arguments of a builtin.
    pub(crate) stand_ins: FxHashMap<NodeId, TypeAndValue>,
    /// Values of expressions evaluated ahead of what stands around them, until they are asked for.
    pub(crate) hoisted: FxHashMap<NodeId, Val>,
    /// The same for a call with several results, which can only be the sole argument of another.
    pub(crate) hoisted_tuple: Option<(NodeId, Vec<(TypeId, Val)>)>,
    ty_memo: FxHashMap<TypeId, TypeId>,
}

impl<'l> FnCx<'l> {
    /// A context for function `f` of package `pkg`; parameters are not bound yet.
    pub(crate) fn new(
        lw: &'l mut Lowerer,
        f: FuncId,
        pkg: PackageId,
        subst: Arc<Subst>,
        facts: Arc<Facts>,
        node: FuncNode,
        abi: Arc<Abi>,
        pos: Pos,
    ) -> FnCx<'l> {
        let sym = lw.program.func(f);
        let b = Builder::new(f, &*sym.name, sym.sig.clone(), pos);
        let mut cx = FnCx {
            lw,
            b,
            pkg,
            subst,
            node,
            vars: FxHashMap::default(),
            abi,
            results: Vec::new(),
            ret_ptr: None,
            ctx: None,
            ctls: Vec::new(),
            label: None,
            labels: FxHashMap::default(),
            names: InnerNames::default(),
            defers: facts.func(node).defers,
            deferred: Default::default(),
            closure: None,
            has_store: FxHashSet::default(),
            trimmed: FxHashMap::default(),
            recover_frame: None,
            delays_call: false,
            loops: 0,
            range_exits: None,
            fall_to: Vec::new(),
            given: FxHashMap::default(),
            stand_ins: FxHashMap::default(),
            hoisted: FxHashMap::default(),
            hoisted_tuple: None,
            ty_memo: FxHashMap::default(),
            facts,
        };
        cx.b.func.attrs.noinline = cx.defers || cx.facts.func(node).recovers;
        cx.b.func.attrs.no_args = cx.abi.params.is_empty();
        cx
    }

    // ---- facts of the checker ---------------------------------------------------------------------------------------------------

    /// What the checker found out about `e`.
    pub(crate) fn tv(&self, e: &Expr) -> Option<&TypeAndValue> {
        self.lw.world.package(self.pkg).info.exprs.get(&e.id).or_else(|| self.stand_ins.get(&e.id))
    }

    pub(crate) fn mode(&self, e: &Expr) -> Mode {
        self.tv(e).map_or(Mode::Invalid, |tv| tv.mode)
    }

    /// The type of `e` in this instance. A comma-ok use has its value's type.
    pub(crate) fn ty(&mut self, e: &Expr) -> TypeId {
        let t = self.tv(e).map_or(Basic::Invalid.id(), |tv| tv.ty);
        let t = self.inst_ty(t);
        if matches!(self.mode(e), Mode::CommaOk | Mode::MapIndex) {
            return self.lw.tuple(t)[0];
        }
        t
    }

    /// `t` in this instance, canonical.
    pub(crate) fn inst_ty(&mut self, t: TypeId) -> TypeId {
        if self.subst.is_empty() {
            return self.lw.canon(t);
        }
        if let Some(&known) = self.ty_memo.get(&t) {
            return known;
        }
        let subst = self.subst.clone();
        let made = self.lw.instantiate(t, &subst);
        self.ty_memo.insert(t, made);
        made
    }

    pub(crate) fn obj_ty(&mut self, obj: ObjId) -> TypeId {
        let t = self.lw.world.object(obj).ty;
        self.inst_ty(t)
    }

    /// The object an identifier declares or uses.
    pub(crate) fn object_of(&self, name: &Ident) -> Option<ObjId> {
        let info = &self.lw.world.package(self.pkg).info;
        info.uses.get(&name.id).or_else(|| info.defs.get(&name.id)).copied()
    }

    pub(crate) fn def_of(&self, name: &Ident) -> Option<ObjId> {
        self.lw.world.package(self.pkg).info.defs.get(&name.id).copied()
    }

    pub(crate) fn selection(&self, e: &Expr) -> Option<Selection> {
        self.lw.world.package(self.pkg).info.selections.get(&e.id).cloned()
    }

    // ---- parameters and results -------------------------------------------------------------------------------------------------

    /// Takes the machine parameters apart: result pointer, the values of the parameters, context.
    pub(crate) fn take_params(&mut self) -> Vec<Val> {
        let mut words = self.b.params().to_vec().into_iter();
        if self.abi.memory.is_some()
            && let Some(ptr) = words.next()
        {
            self.keep_ret_ptr(ptr);
        }
        let params = self.abi.params.clone();
        let mut vals = Vec::new();
        for t in params {
            let layout = self.lw.layout(t);
            vals.push(match layout.len() {
                Some(n) if layout.in_words() => Val::Words(words.by_ref().take(n).collect()),
                _ => {
                    let at = Addr::frame(words.next().expect("one word per parameter in memory"));
                    self.load(t, at)
                }
            });
        }
        self.ctx = words.next();
        vals
    }

    fn keep_ret_ptr(&mut self, ptr: Value) {
        let storage = if self.defers {
            let slot = self.b.slot(8, 8);
            let at = self.slot_addr(slot);
            self.store_word(ptr, at);
            Storage::SlotRef(slot)
        } else {
            let var = self.b.var(Ty::Ptr);
            self.b.def(var, ptr);
            Storage::Ref { ptr: var, frame: true }
        };
        self.ret_ptr = Some(storage);
    }

    /// Binds the names of parameters to their values.
    pub(crate) fn bind_params(&mut self, fields: &[&Field], vals: Vec<Val>) {
        let mut vals = vals.into_iter().zip(self.abi.params.clone());
        for field in fields {
            for i in 0..field.names.len().max(1) {
                let Some((val, t)) = vals.next() else { return };
                let Some(name) = field.names.get(i).filter(|n| n.name != "_") else { continue };
                if let Some(obj) = self.def_of(name) {
                    self.bind_param(obj, t, val);
                }
            }
        }
    }

    /// The callee owns the copy of a large parameter: it is the variable, unless that must live on the heap.
    fn bind_param(&mut self, obj: ObjId, t: TypeId, val: Val) {
        match val {
            Val::Mem(addr) if !self.facts.on_heap(obj) => {
                let base = self.addr_value(addr);
                let ptr = self.b.var(Ty::Ptr);
                self.b.def(ptr, base);
                self.vars.insert(obj, Storage::Ref { ptr, frame: true });
            }
            val => self.declare(obj, t, Some(val)),
        }
    }

    /// Declares the results.
    pub(crate) fn bind_results(&mut self, fields: &[Field]) {
        let named = fields.iter().any(|f| !f.names.is_empty());
        if !named && !self.defers {
            return;
        }
        let mut types = self.abi.results.clone().into_iter();
        for field in fields {
            for i in 0..field.names.len().max(1) {
                let Some(t) = types.next() else { return };
                let obj = field.names.get(i).and_then(|n| self.def_of(n));
                let storage = self.result_storage(obj, t);
                self.init_storage(&storage, t, None);
                if let Some(obj) = obj {
                    self.vars.insert(obj, storage.clone());
                }
                self.results.push(storage);
            }
        }
    }

    fn result_storage(&mut self, obj: Option<ObjId>, t: TypeId) -> Storage {
        let heap = obj.is_some_and(|o| self.facts.on_heap(o));
        let memory = self.defers || obj.is_some_and(|o| self.facts.in_memory(o)) || self.lw.layout(t).leaves.is_none();
        match (heap, memory) {
            (true, _) if self.defers => {
                let ptr = self.new_object(t);
                let slot = self.b.slot(8, 8);
                let at = self.slot_addr(slot);
                self.store_word(ptr, at);
                Storage::SlotRef(slot)
            }
            (true, _) => self.boxed(t),
            (false, true) => Storage::Slot(self.slot(t)),
            (false, false) => self.word_storage(t),
        }
    }

    /// Returns what the result variables hold, after the deferred calls.
    pub(crate) fn return_results(&mut self) {
        if self.defers {
            self.run_defers();
        }
        let mut vals = Vec::new();
        let types = self.abi.results.clone();
        for (storage, t) in self.results.clone().iter().zip(types) {
            let place = self.storage_place(storage);
            vals.push(self.load_place(t, &place));
        }
        self.return_vals(&vals);
    }

    /// Returns these values; deferred calls have run.
    pub(crate) fn return_vals(&mut self, vals: &[Val]) {
        let abi = self.abi.clone();
        let Some(memory) = abi.memory else {
            let words = vals.iter().flat_map(|v| v.as_words().iter().copied()).collect();
            self.b.terminate(Term::Return(words));
            return self.dead();
        };
        let offsets = self.lw.world.field_offsets(memory);
        let storage = self.ret_ptr.clone().expect("results in memory have a pointer");
        let super::place::Place::Mem(to) = self.storage_place(&storage) else { return };
        for ((val, &t), off) in vals.iter().zip(&abi.results).zip(offsets) {
            // It is the caller's frame.
            self.store(t, Addr { frame: true, ..to.plus(off as i32) }, val);
        }
        self.b.terminate(Term::Return(Vec::new()));
        self.dead();
    }

    /// Lowers a function body; falling off its end returns.
    pub(crate) fn body(&mut self, stmts: &[Stmt], end: Pos) {
        self.stmts(stmts);
        self.at(end);
        if self.abi.results.is_empty() || !self.results.is_empty() {
            self.return_results();
        } else {
            self.unreachable();
        }
    }

    /// The finished function.
    pub(crate) fn finish(mut self) -> Function {
        debug_assert!(self.hoisted.is_empty(), "{}: a value was evaluated and not used", self.b.func.name);
        if self.defers {
            self.recover_block();
        }
        self.b.finish()
    }

    /// Splits the words of a call's results by result.
    pub(crate) fn split_words(&mut self, types: &[TypeId], words: Words) -> Vec<Val> {
        let mut words = words.into_iter();
        let mut take = |t: TypeId| {
            let n = self.lw.layout(t).len().unwrap_or(0);
            Val::Words(words.by_ref().take(n).collect())
        };
        types.iter().map(|&t| take(t)).collect()
    }

    /// A slot of so many bytes aligned to words.
    pub(crate) fn raw_slot(&mut self, bytes: u32) -> Slot {
        self.b.slot(bytes, 8)
    }
}

impl Lowerer {
    /// Code of a declared function.
    pub(crate) fn lower_decl(&mut self, f: FuncId, obj: ObjId, targs: &[TypeId]) -> Function {
        self.ensure_checked(obj);
        let pkg = self.world.object(obj).pkg;
        let files = self.world.package(pkg).files.clone();
        let decl = self.func_info(obj).and_then(|i| i.decl);
        let decl = decl.and_then(|at| match files.get(at.file as usize)?.decls.get(at.decl as usize)? {
            Decl::Func(decl) => Some(decl),
            _ => None,
        });
        if !self.diags.is_empty() {
            return self.empty_function(f);
        }
        let subst = Arc::new(self.decl_subst(obj, targs));
        let abi = self.decl_abi(obj, targs);
        let Some(decl) = decl else { return self.empty_function(f) };
        let Some(body) = &decl.body else { return self.lower_native(f, obj, decl, abi) };
        let facts = self.decl_facts(obj, decl, body);
        let mut cx = FnCx::new(self, f, pkg, subst, facts, None, abi, decl.span.lo);
        cx.b.func.attrs.nosplit = decl.directives.iter().any(|d| d == "go:nosplit");
        cx.b.func.attrs.noinline |= decl.directives.iter().any(|d| d == "go:noinline");
        // Tracebacks begin with it as a call of its own.
        cx.b.func.attrs.noinline |= &*cx.b.func.name == "main.main";
        cx.at(body.span.lo);
        let vals = cx.take_params();
        let fields: Vec<&Field> = decl.recv.iter().chain(&decl.sig.params).collect();
        cx.bind_params(&fields, vals);
        cx.bind_results(&decl.sig.results);
        cx.body(&body.stmts, last_pos(body.span.hi));
        cx.finish()
    }

    pub(crate) fn decl_facts(&mut self, obj: ObjId, decl: &ast::FuncDecl, body: &ast::Block) -> Arc<Facts> {
        if let Some(known) = self.facts.get(&obj) {
            return known.clone();
        }
        let pkg = self.world.object(obj).pkg;
        let mut found = facts::find(&mut self.world, pkg, |w| {
            decl.recv.iter().for_each(|r| w.fields(std::slice::from_ref(r)));
            w.fields(&decl.sig.params);
            w.results(&decl.sig.results);
            w.stmts(&body.stmts);
        });
        self.analysing.push(obj);
        let tags = self.analyse(obj, decl, body, &mut found);
        self.analysing.pop();
        self.tags.insert(obj, Arc::new(tags));
        let found = Arc::new(found);
        self.facts.insert(obj, found.clone());
        found
    }

    /// A function without code: what stands for one that did not check.
    pub(crate) fn empty_function(&mut self, f: FuncId) -> Function {
        let sym = self.program.func(f);
        let mut b = Builder::new(f, &*sym.name, sym.sig.clone(), Pos::NONE);
        b.terminate(Term::Unreachable);
        b.finish()
    }

    /// A context for a function that the compiler makes up.
    pub(crate) fn made_up(&mut self, f: FuncId, abi: Arc<Abi>, wrapper: bool) -> FnCx<'_> {
        let mut cx = FnCx::new(self, f, PackageId::UNIVERSE, Arc::default(), Arc::default(), None, abi, Pos::NONE);
        cx.b.func.attrs.wrapper = wrapper;
        cx
    }

    /// The signature without parameters and results.
    pub(crate) fn empty_abi(&mut self) -> Arc<Abi> {
        Arc::new(Abi { sig: Sig::default(), params: Vec::new(), results: Vec::new(), memory: None })
    }
}

/// The place of the closing brace that ends at `hi`.
pub(crate) fn last_pos(hi: Pos) -> Pos {
    Pos(hi.0.saturating_sub(1))
}
