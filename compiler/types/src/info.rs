//! What the checker found out about a package, beside its tree.

use crate::constant::Value;
use crate::object::ObjId;
use crate::types::TypeId;
use mgo_syntax::ast::NodeId;
use rustc_hash::FxHashMap;

/// What an expression is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mode {
    /// Broken; already reported.
    Invalid,
    /// A call without results.
    NoValue,
    /// A builtin function's name.
    Builtin,
    /// A type.
    Type,
    /// A constant; `value` says which.
    Const,
    /// Addressable.
    Var,
    /// An element of a map: assignable, not addressable, comma-ok allowed.
    MapIndex,
    /// Some value.
    Value,
    /// A value with comma-ok allowed (receive, type assertion).
    CommaOk,
    /// `nil`
    Nil,
}

/// An expression's facts. Untyped operands have been given their final type; a comma-ok use has the tuple `(T, bool)`.
#[derive(Clone, Debug)]
pub struct TypeAndValue {
    /// What it is.
    pub mode: Mode,
    /// Its type.
    pub ty: TypeId,
    /// A constant's value, represented in `ty` (rounded, for floats).
    pub value: Option<Value>,
}

/// What `x.f` selects.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SelectionKind {
    /// A struct field.
    Field,
    /// A method as a value or call (`x.m`), concrete or of an interface.
    Method,
    /// A method expression (`T.m`).
    MethodExpr,
}

/// A resolved selector (not for qualified identifiers `pkg.Name`; those are in [`Info::uses`]).
#[derive(Clone, Debug)]
pub struct Selection {
    /// What it selects.
    pub kind: SelectionKind,
    /// Type of `x` (or `T`) as written.
    pub recv: TypeId,
    /// The method's object for a concrete method; `None` for fields, interface methods and methods found through a type parameter.
    pub obj: Option<ObjId>,
    /// Path of field indices through embedded structs. For a field, the last index is the field itself; for a method, it leads to the
    /// embedded receiver (and does not contain the method).
    pub path: Vec<u32>,
    /// Whether a pointer is followed on the way (at `recv` itself or at an embedded field).
    pub indirect: bool,
    /// Type of the selected thing (for methods the signature without receiver; for method expressions with it).
    pub ty: TypeId,
}

/// One step of package initialisation: `lhs… = rhs`.
#[derive(Clone, Debug)]
pub struct Initializer {
    /// The variables; empty entries never occur, `_ = f()` has the blank variable's object.
    pub lhs: Vec<ObjId>,
    /// The right side: file, declaration and value index within the spec.
    pub rhs: (crate::object::DeclRef, u32),
}

/// Everything found out about one package.
#[derive(Clone, Debug, Default)]
pub struct Info {
    /// By [`NodeId`] of the expression.
    pub exprs: FxHashMap<NodeId, TypeAndValue>,
    /// Identifiers that declare an object.
    pub defs: FxHashMap<NodeId, ObjId>,
    /// Identifiers that use one.
    pub uses: FxHashMap<NodeId, ObjId>,
    /// Objects without an identifier of their own: type-switch clause variables (by [`mgo_syntax::ast::CaseClause::id`]), imports, unnamed parameters (by field).
    pub implicits: FxHashMap<NodeId, ObjId>,
    /// By [`NodeId`] of the selector expression; the fields that keys of struct literals name, by that of the key.
    pub selections: FxHashMap<NodeId, Selection>,
    /// Type arguments of each instantiated identifier (by `Ident::id`), given or inferred.
    pub instances: FxHashMap<NodeId, Vec<TypeId>>,
    /// Order of variable initialisation.
    pub init_order: Vec<Initializer>,
}
