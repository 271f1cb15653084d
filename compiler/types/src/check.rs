//! The checker: its environment, its queue of delayed work, and the small helpers all other modules stand on.
//!
//! All state that outlives one declaration is in [`State`], a part of the [`World`]: so a lazily checked package can be taken up again at any time.
//! A [`Checker`] is a view of the world together with the environment of the declaration at hand.

use crate::constant::Value;
use crate::imports::Importer;
use crate::info::{Mode, Selection, TypeAndValue};
use crate::object::{ObjId, ObjKind, Object, PackageId};
use crate::scope::{Scope, ScopeId};
use crate::state::{Action, State};
use crate::types::{Basic, TypeId};
use crate::world::World;
use mgo_syntax::ast::{self, NodeId};
use mgo_syntax::diag::{Diagnostic, Severity};
use mgo_syntax::source::{Pos, Span};
use rustc_hash::FxHashSet;
use smol_str::SmolStr;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

/// What the declaration at hand is checked in. Saved and restored around each declaration.
#[derive(Clone)]
pub(crate) struct Env {
    /// Package of the declaration.
    pub(crate) pkg: PackageId,
    /// The package's files; keeps the trees alive while they are walked.
    pub(crate) files: Arc<Vec<ast::File>>,
    /// Index of the declaration's file: says which imports are visible.
    pub(crate) file: u32,
    /// Innermost block scope; `None` at package level.
    pub(crate) scope: Option<ScopeId>,
    /// Package-level object whose initialiser or body this is; what it mentions is recorded as its dependency.
    pub(crate) decl: Option<ObjId>,
    /// Language version of the file.
    pub(crate) version: (u32, u32),
    /// Value of `iota` in a constant declaration.
    pub(crate) iota: Option<u32>,
    /// Name of a constant with an inherited initialiser: errors are reported there.
    pub(crate) err_span: Option<Span>,
    /// Inside a type parameter list.
    pub(crate) in_tparam_list: bool,
    /// Result variables of the function whose body this is.
    pub(crate) results: Vec<ObjId>,
    /// Calls of the predeclared `panic`, for the search for terminating statements.
    pub(crate) is_panic: FxHashSet<NodeId>,
    /// The expression at hand contains a call or a receive.
    pub(crate) has_call_or_recv: bool,
}

/// The checker of one declaration; see the module.
pub(crate) struct Checker<'w> {
    /// Everything known so far.
    pub(crate) world: &'w mut World,
    /// Finds packages, while a whole package is checked.
    pub(crate) importer: Option<&'w mut dyn Importer>,
    /// The environment.
    pub(crate) env: Env,
}

impl Deref for Checker<'_> {
    type Target = World;
    fn deref(&self) -> &World {
        self.world
    }
}

impl DerefMut for Checker<'_> {
    fn deref_mut(&mut self) -> &mut World {
        self.world
    }
}

impl<'w> Checker<'w> {
    /// A checker at package level of file 0 of `pkg`.
    pub(crate) fn new(world: &'w mut World, pkg: PackageId) -> Checker<'w> {
        let env = Env::top(world, pkg, 0);
        world.state.current = pkg;
        Checker { world, importer: None, env }
    }

    /// Puts another environment in place and gives back the one before.
    pub(crate) fn swap_env(&mut self, env: Env) -> Env {
        self.world.state.current = env.pkg;
        std::mem::replace(&mut self.env, env)
    }

    /// The state that outlives declarations.
    pub(crate) fn state(&mut self) -> &mut State {
        &mut self.world.state
    }

    // ---- errors -----------------------------------------------------------------------------------------------------------------

    /// Reports an error.
    pub(crate) fn error(&mut self, code: &'static str, span: Span, msg: impl Into<String>) {
        self.report(Diagnostic::error(code, span, msg));
    }

    /// Reports an error that does not keep a script from running; elsewhere it does.
    pub(crate) fn soft_error(&mut self, code: &'static str, span: Span, msg: impl Into<String>) {
        let mut diag = Diagnostic::error(code, span, msg);
        if self.world.state.is_script(self.env.pkg) {
            diag.severity = Severity::Warning;
        }
        self.report(diag);
    }

    /// Reports `diag`, unless it is a follow-up of an error already reported.
    pub(crate) fn report(&mut self, mut diag: Diagnostic) {
        if diag.code == "InvalidSyntaxTree" {
            diag.message.insert_str(0, "invalid syntax tree: ");
        }
        // A message that mentions a broken operand or type is a consequence of another error.
        let own = diag.message.split("\n\thave ").next().unwrap_or_default();
        let follow_up = |text| own.find(text).is_some_and(|at| at > 0);
        if self.world.state.has_errors && (follow_up("invalid operand") || follow_up("invalid type")) {
            return;
        }
        // The initialiser of an inherited constant is fine where it stands; the constant that inherits it is to blame.
        if let Some(span) = self.env.err_span {
            diag.span = span;
        }
        if diag.severity == Severity::Error {
            self.world.state.has_errors = true;
        }
        // As gc, say a thing once per line.
        let line = self.source_of(self.env.pkg, diag.span.lo).map(|source| (source.base, source.line_col(diag.span.lo).0));
        if line.is_some() && self.world.state.last_report.as_ref().is_some_and(|last| last.0 == line && last.1 == diag.message) {
            return;
        }
        self.world.state.last_report = Some((line, diag.message.clone()));
        self.world.state.diags.push(diag);
    }

    /// `pos`, which lies in this package, as messages write it.
    pub(crate) fn place_text(&self, pos: Pos) -> String {
        self.place_in(self.env.pkg, pos)
    }

    // ---- facts ------------------------------------------------------------------------------------------------------------------

    /// Records what expression `id` is.
    pub(crate) fn record(&mut self, id: NodeId, mode: Mode, ty: TypeId, value: Option<Value>) {
        let pkg = self.env.pkg.0 as usize;
        self.world.packages[pkg].info.exprs.insert(id, TypeAndValue { mode, ty, value });
    }

    /// Records which object identifier `id` declares.
    pub(crate) fn record_def(&mut self, id: NodeId, obj: ObjId) {
        let pkg = self.env.pkg.0 as usize;
        self.world.packages[pkg].info.defs.insert(id, obj);
    }

    /// Records which object identifier `id` uses.
    pub(crate) fn record_use(&mut self, id: NodeId, obj: ObjId) {
        let pkg = self.env.pkg.0 as usize;
        self.world.packages[pkg].info.uses.insert(id, obj);
    }

    /// Records the implicit object of node `id`.
    pub(crate) fn record_implicit(&mut self, id: NodeId, obj: ObjId) {
        let pkg = self.env.pkg.0 as usize;
        self.world.packages[pkg].info.implicits.insert(id, obj);
    }

    /// Records what selector expression `id` selects.
    pub(crate) fn record_selection(&mut self, id: NodeId, selection: Selection) {
        let pkg = self.env.pkg.0 as usize;
        self.world.packages[pkg].info.selections.insert(id, selection);
    }

    /// Records the type arguments of the instantiated identifier `id`.
    pub(crate) fn record_instance(&mut self, id: NodeId, targs: Vec<TypeId>) {
        let pkg = self.env.pkg.0 as usize;
        self.world.packages[pkg].info.instances.insert(id, targs);
    }

    // ---- objects and scopes -----------------------------------------------------------------------------------------------------

    /// A new object of this package, not yet in any scope. Without a type it is *pending*: [`Checker::has_type`] is false.
    pub(crate) fn new_object(&mut self, name: SmolStr, span: Span, kind: ObjKind, ty: Option<TypeId>) -> ObjId {
        let pkg = self.env.pkg;
        let id = self.world.add_object(Object { name, pkg, ty: ty.unwrap_or(Basic::Invalid.id()), span, scope_pos: Pos::NONE, kind });
        if ty.is_none() {
            self.world.state.pending.insert(id);
        }
        id
    }

    /// Whether the type of `obj` is known (if only as invalid).
    pub(crate) fn has_type(&self, obj: ObjId) -> bool {
        !self.world.state.pending.contains(&obj)
    }

    /// Says what the type of `obj` is.
    pub(crate) fn set_type(&mut self, obj: ObjId, ty: TypeId) {
        self.world.state.pending.remove(&obj);
        self.world.objects[obj.0 as usize].ty = ty;
    }

    /// Opens a block scope within the current one.
    pub(crate) fn open_scope(&mut self) -> ScopeId {
        let parent = self.env.scope;
        let id = ScopeId(self.world.state.scopes.len() as u32);
        self.world.state.scopes.push(Scope { parent, ..Scope::default() });
        if let Some(p) = parent {
            self.world.state.scopes[p.0 as usize].children.push(id);
        }
        self.env.scope = Some(id);
        id
    }

    /// Closes the current block scope.
    pub(crate) fn close_scope(&mut self) {
        self.env.scope = self.env.scope.and_then(|s| self.world.state.scopes[s.0 as usize].parent);
    }

    /// The scope's data.
    pub(crate) fn scope(&self, id: ScopeId) -> &Scope {
        &self.world.state.scopes[id.0 as usize]
    }

    /// Declares `obj` in the current block scope, visible from `pos` on. `ident` is the declaring identifier's node.
    pub(crate) fn declare(&mut self, ident: Option<NodeId>, obj: ObjId, pos: Pos) {
        if let Some(scope) = self.env.scope {
            self.declare_in(scope, ident, obj, pos);
        }
    }

    /// Declares `obj` in block scope `scope`.
    pub(crate) fn declare_in(&mut self, scope: ScopeId, ident: Option<NodeId>, obj: ObjId, pos: Pos) {
        let name = self.world.object(obj).name.clone();
        let is_var = matches!(self.world.object(obj).kind, ObjKind::Var(crate::object::VarKind::Local));
        let data = &mut self.world.state.scopes[scope.0 as usize];
        if name != "_" {
            if let Some(&alt) = data.names.get(&name) {
                self.redeclared(obj, alt);
                return;
            }
            if is_var {
                data.vars.push(obj);
            }
            data.names.insert(name, obj);
            if is_var {
                data.vars.push(obj);
            }
            self.world.objects[obj.0 as usize].scope_pos = pos;
        }
        if let Some(id) = ident {
            self.record_def(id, obj);
        }
    }

    /// Reports that `obj` was declared before as `alt`.
    pub(crate) fn redeclared(&mut self, obj: ObjId, alt: ObjId) {
        let (o, a) = (self.world.object(obj), self.world.object(alt));
        let mut diag = Diagnostic::error("DuplicateDecl", o.span, format!("{} redeclared in this block", o.name));
        if a.span.lo.is_known() {
            diag = diag.with_label(a.span, format!("other declaration of {}", a.name));
        }
        self.report(diag);
    }

    /// What `name` means here: blocks from the inside out, then the file's imports, the package, the universe; in a script also a standard package.
    pub(crate) fn lookup(&mut self, name: &str) -> Option<ObjId> {
        let mut scope = self.env.scope;
        while let Some(s) = scope {
            let data = &self.world.state.scopes[s.0 as usize];
            if let Some(&obj) = data.names.get(name) {
                return Some(obj);
            }
            scope = data.parent;
        }
        self.lookup_outside(name).or_else(|| self.auto_import(name))
    }

    /// As [`Checker::lookup`], from the file scope on.
    pub(crate) fn lookup_outside(&self, name: &str) -> Option<ObjId> {
        if let Some(obj) = self.world.state.packages.get(&self.env.pkg).and_then(|p| p.files.get(self.env.file as usize)?.names.get(name)) {
            return Some(*obj);
        }
        let own = self.world.package(self.env.pkg).scope.get(name);
        own.or_else(|| self.world.package(PackageId::UNIVERSE).scope.get(name)).copied()
    }

    /// Marks a variable as used.
    pub(crate) fn use_var(&mut self, obj: ObjId) {
        self.world.state.used_vars.insert(obj);
    }

    // ---- delayed work -----------------------------------------------------------------------------------------------------------

    /// Puts off `action` to the end of the statement (or of the package-level declarations).
    pub(crate) fn later(&mut self, action: impl FnOnce(&mut Checker<'_>) + Send + 'static) {
        let (pkg, file, version) = (self.env.pkg, self.env.file, self.env.version);
        self.world.state.later.push(Action { pkg, file, version, run: Box::new(action) });
    }

    /// Runs the delayed actions from index `top` on, in order, with those they add.
    pub(crate) fn process_delayed(&mut self, top: usize) {
        let mut next = top;
        while next < self.world.state.later.len() {
            let action = self.world.state.later[next].take();
            let env = Env::top(self.world, action.pkg, action.file);
            let saved = self.swap_env(env);
            self.env.version = action.version;
            (action.run)(self);
            self.swap_env(saved);
            next += 1;
        }
        self.world.state.later.truncate(top);
    }

    /// Whether the file may use features of Go `major.minor`.
    pub(crate) fn allow_version(&self, major: u32, minor: u32) -> bool {
        self.env.version >= (major, minor)
    }

    /// Whether the file may use features of Go `major.minor`; reports `what` if not.
    pub(crate) fn verify_version(&mut self, span: Span, major: u32, minor: u32, what: &str) -> bool {
        let ok = self.allow_version(major, minor);
        if !ok {
            self.error("UnsupportedFeature", span, format!("{what} requires go{major}.{minor} or later"));
        }
        ok
    }
}

impl Env {
    /// The environment at package level of file `file` of `pkg`.
    pub(crate) fn top(world: &World, pkg: PackageId, file: u32) -> Env {
        Env {
            pkg,
            files: world.package(pkg).files.clone(),
            file,
            scope: None,
            decl: None,
            version: world.state.version_of(pkg, file),
            iota: None,
            err_span: None,
            in_tparam_list: false,
            results: Vec::new(),
            is_panic: FxHashSet::default(),
            has_call_or_recv: false,
        }
    }
}
