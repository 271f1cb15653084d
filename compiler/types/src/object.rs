//! What names stand for.

use crate::constant::Value;
use crate::types::TypeId;
use mgo_syntax::source::{Pos, Span};
use smol_str::SmolStr;

/// Names an object of the [`crate::world::World`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ObjId(pub u32);

/// Names a package of the [`crate::world::World`]. `PackageId::UNIVERSE` is where predeclared names live.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Debug)]
pub struct PackageId(pub u32);

impl PackageId {
    /// Home of the predeclared names.
    pub const UNIVERSE: PackageId = PackageId(0);
    /// Package `unsafe`.
    pub const UNSAFE: PackageId = PackageId(1);
}

/// A declared thing.
#[derive(Clone, Debug)]
pub struct Object {
    /// Its name.
    pub name: SmolStr,
    /// The package it was declared in.
    pub pkg: PackageId,
    /// Its type; for a [`ObjKind::TypeName`] the type it names; `Basic::Invalid` until known or when broken.
    pub ty: TypeId,
    /// Where its name stands.
    pub span: Span,
    /// First position at which a local object can be seen.
    pub scope_pos: Pos,
    /// What it is.
    pub kind: ObjKind,
}

/// Which function a node of the tree declares, so that a body can be found again.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct DeclRef {
    /// Index in `Package::files`.
    pub file: u32,
    /// Index in `File::decls`.
    pub decl: u32,
}

/// The kinds of objects.
#[derive(Clone, Debug)]
pub enum ObjKind {
    /// An imported package.
    PkgName {
        /// Which.
        imported: PackageId,
    },
    /// A constant.
    Const {
        /// Its value; unknown when broken.
        value: Value,
    },
    /// A type.
    TypeName {
        /// Declared with `=`.
        alias: bool,
    },
    /// A variable.
    Var(VarKind),
    /// A function or method with a declaration.
    Func(FuncInfo),
    /// A label.
    Label,
    /// A predeclared or `unsafe` function.
    Builtin(BuiltinId),
    /// `nil`
    Nil,
}

/// The kinds of variables.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum VarKind {
    /// Package level.
    Global,
    /// In a function.
    Local,
    /// Parameter or receiver.
    Param,
    /// Result.
    Result,
    /// Struct field.
    Field,
}

/// What is known of a declared function.
#[derive(Clone, Debug)]
pub struct FuncInfo {
    /// Its declaration in its package; `None` for a method of an interface type.
    pub decl: Option<DeclRef>,
    /// Receiver type as declared (`T` or `*T`, for generic types over the method's own type parameters).
    pub recv: Option<TypeId>,
    /// The method's own names for the receiver's type parameters, in order.
    pub recv_tparams: Vec<crate::types::TypeParamId>,
    /// Whether it has a body in the language (else it is native).
    pub has_body: bool,
}

/// The predeclared functions and those of `unsafe`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[allow(missing_docs)]
pub enum BuiltinId {
    Append,
    Cap,
    Clear,
    Close,
    Complex,
    Copy,
    Delete,
    Imag,
    Len,
    Make,
    Max,
    Min,
    New,
    Panic,
    Print,
    Println,
    Real,
    Recover,
    UnsafeAdd,
    UnsafeAlignof,
    UnsafeOffsetof,
    UnsafeSizeof,
    UnsafeSlice,
    UnsafeSliceData,
    UnsafeString,
    UnsafeStringData,
}
