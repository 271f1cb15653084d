//! What the checker remembers between declarations, and between the visits to a lazily checked package.

use crate::imports::ImporterSlot;
use crate::mono::MonoGraph;
use crate::object::{DeclRef, ObjId, PackageId};
use crate::scope::Scope;
use crate::signature::FuncSig;
use crate::types::{NamedId, TypeId, TypeParamId};
use crate::typeset::TypeSet;
use mgo_syntax::ast::NodeId;
use mgo_syntax::diag::Diagnostic;
use mgo_syntax::source::{Pos, Span};
use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;
use std::fmt;
use std::sync::Arc;

/// The checker's memory, a part of the world.
#[derive(Debug, Default)]
pub(crate) struct State {
    /// Block scopes, by [`crate::scope::ScopeId`].
    pub(crate) scopes: Vec<Scope>,
    /// Where package-level objects and methods are declared.
    pub(crate) decls: FxHashMap<ObjId, DeclInfo>,
    /// Objects whose type is not known yet.
    pub(crate) pending: FxHashSet<ObjId>,
    /// Objects whose declarations are being checked, outermost first.
    pub(crate) obj_path: Vec<ObjId>,
    /// Whether the sizes of defined types depend on type parameters.
    pub(crate) var_sizes: FxHashMap<NamedId, bool>,
    /// Work put off.
    pub(crate) later: Vec<Action>,
    /// Findings not yet handed out.
    pub(crate) diags: Vec<Diagnostic>,
    /// Line and text of the last finding.
    pub(crate) last_report: Option<(Option<(Pos, u32)>, String)>,
    /// Whether an error was among the findings so far.
    pub(crate) has_errors: bool,
    /// Variables that are used.
    pub(crate) used_vars: FxHashSet<ObjId>,
    /// Package whose declarations are being checked: names in messages are relative to it.
    pub(crate) current: PackageId,
    /// Type sets of interfaces.
    pub(crate) type_sets: FxHashMap<TypeId, Arc<TypeSet>>,
    /// Instances by generic type and exact type arguments.
    pub(crate) instances: FxHashMap<(NamedId, Vec<TypeId>), NamedId>,
    /// All different instances of each generic type.
    pub(crate) instances_of: FxHashMap<NamedId, Vec<NamedId>>,
    /// Type parameters of generic aliases.
    pub(crate) alias_tparams: FxHashMap<ObjId, Vec<TypeParamId>>,
    /// Signatures of declared functions with the scopes of their parameters.
    pub(crate) func_sigs: FxHashMap<ObjId, FuncSig>,
    /// Imports, by their [`crate::object::ObjKind::PkgName`] object.
    pub(crate) imports: FxHashMap<ObjId, ImportState>,
    /// The world's own importer.
    pub(crate) importer: ImporterSlot,
    /// Instantiations of the package at hand.
    pub(crate) mono: MonoGraph,
    /// The predeclared `iota`.
    pub(crate) iota: Option<ObjId>,
    /// Where the stack stood when the outermost operation began.
    pub(crate) stack_base: usize,
    /// How many operations on the world are under way, one within the other.
    pub(crate) active: u32,
    /// Left operands of untyped shifts, whose type is decided by where the shift stands.
    pub(crate) shift_lhs: FxHashSet<(PackageId, NodeId)>,
    /// Types known not to contain themselves.
    pub(crate) valid_types: FxHashSet<NamedId>,
    /// Representatives of identical types.
    pub(crate) canonical: FxHashMap<TypeId, TypeId>,
    /// What is known of sizes.
    pub(crate) layouts: FxHashMap<TypeId, (u64, u64)>,
    /// Where instances of generic types were first written.
    pub(crate) instance_spans: FxHashMap<NamedId, Span>,
    /// Per package.
    pub(crate) packages: FxHashMap<PackageId, PackageState>,
}

impl State {
    /// Whether `pkg` is a script, where unused names are only warned about.
    pub(crate) fn is_script(&self, pkg: PackageId) -> bool {
        self.packages.get(&pkg).is_some_and(|p| p.script)
    }

    /// Language version of a file.
    pub(crate) fn version_of(&self, pkg: PackageId, file: u32) -> (u32, u32) {
        self.packages.get(&pkg).and_then(|p| Some(p.files.get(file as usize)?.version)).unwrap_or((1, 27))
    }
}

/// Where a package-level object or a method is declared.
#[derive(Clone, Debug)]
pub(crate) struct DeclInfo {
    /// The declaration.
    pub(crate) decl: DeclRef,
    /// Which of the names of a const or var spec.
    pub(crate) index: u32,
    /// Position among all objects of the package.
    pub(crate) order: u32,
    /// All variables of an `a, b = f()`; empty otherwise.
    pub(crate) lhs: Vec<ObjId>,
    /// Package-level objects its initialiser or body mentions, in order of first mention.
    pub(crate) deps: indexmap::IndexSet<ObjId, rustc_hash::FxBuildHasher>,
    /// Whether a function's body or a lazy package's variable was checked.
    pub(crate) body_done: bool,
    /// Whether a method's receiver is written with a `*`.
    pub(crate) ptr_recv: bool,
}

/// What is remembered of a package beside its facts.
#[derive(Debug, Default)]
pub(crate) struct PackageState {
    /// Its files.
    pub(crate) files: Vec<FileState>,
    /// Methods by the name of their receiver's base type, in source order, until that type is resolved.
    pub(crate) methods: FxHashMap<ObjId, Vec<ObjId>>,
    /// Package-level objects and methods in source order.
    pub(crate) objects: Vec<ObjId>,
    /// Interface types as written, for a package checked whole.
    pub(crate) interfaces: Vec<(Span, TypeId)>,
    /// What to report of a package that has no other errors.
    pub(crate) late: Vec<(Span, String)>,
    /// `Options::script`
    pub(crate) script: bool,
    /// Whether the order of initialisation is known (lazily checked packages).
    pub(crate) init_done: bool,
}

/// What is remembered of a file.
#[derive(Debug, Default)]
pub(crate) struct FileState {
    /// Imported packages, and what dot imports bring.
    pub(crate) names: FxHashMap<SmolStr, ObjId>,
    /// Which dot import brought a name.
    pub(crate) dot_names: FxHashMap<SmolStr, ObjId>,
    /// Its imports in order.
    pub(crate) imports: Vec<ObjId>,
    /// Its language version.
    pub(crate) version: (u32, u32),
}

/// One import of a file.
#[derive(Debug)]
pub(crate) struct ImportState {
    /// Its path.
    pub(crate) path: SmolStr,
    /// Where to report.
    pub(crate) span: Span,
    /// Whether it is used.
    pub(crate) used: bool,
    /// Whether the package is loaded; a lazy package loads what it imports at first use.
    pub(crate) loaded: bool,
}

type Run = Box<dyn FnOnce(&mut crate::check::Checker<'_>) + Send>;

/// A piece of delayed work with the place it came from.
pub(crate) struct Action {
    pub(crate) pkg: PackageId,
    pub(crate) file: u32,
    pub(crate) version: (u32, u32),
    pub(crate) run: Run,
}

impl Action {
    /// Takes the work out, leaving nothing to do.
    pub(crate) fn take(&mut self) -> Action {
        Action { pkg: self.pkg, file: self.file, version: self.version, run: std::mem::replace(&mut self.run, Box::new(|_| ())) }
    }
}

impl fmt::Debug for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Action({:?})", self.pkg)
    }
}
