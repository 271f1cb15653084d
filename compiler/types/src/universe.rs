//! The predeclared names and package `unsafe`.

use crate::constant::Value;
use crate::object::{BuiltinId, ObjId, ObjKind, Object, PackageId};
use crate::types::{Basic, IfaceMethod, InterfaceType, Named, NamedId, Param, Signature, Type, TypeId};
use crate::world::{Package, World};
use mgo_syntax::source::{Pos, Span};
use num_bigint::BigInt;
use smol_str::SmolStr;

const BUILTINS: [(&str, BuiltinId); 18] = [
    ("append", BuiltinId::Append),
    ("cap", BuiltinId::Cap),
    ("clear", BuiltinId::Clear),
    ("close", BuiltinId::Close),
    ("complex", BuiltinId::Complex),
    ("copy", BuiltinId::Copy),
    ("delete", BuiltinId::Delete),
    ("imag", BuiltinId::Imag),
    ("len", BuiltinId::Len),
    ("make", BuiltinId::Make),
    ("max", BuiltinId::Max),
    ("min", BuiltinId::Min),
    ("new", BuiltinId::New),
    ("panic", BuiltinId::Panic),
    ("print", BuiltinId::Print),
    ("println", BuiltinId::Println),
    ("real", BuiltinId::Real),
    ("recover", BuiltinId::Recover),
];

const UNSAFE_BUILTINS: [(&str, BuiltinId); 8] = [
    ("Add", BuiltinId::UnsafeAdd),
    ("Alignof", BuiltinId::UnsafeAlignof),
    ("Offsetof", BuiltinId::UnsafeOffsetof),
    ("Sizeof", BuiltinId::UnsafeSizeof),
    ("Slice", BuiltinId::UnsafeSlice),
    ("SliceData", BuiltinId::UnsafeSliceData),
    ("String", BuiltinId::UnsafeString),
    ("StringData", BuiltinId::UnsafeStringData),
];

impl World {
    /// A world with the predeclared names and package `unsafe`.
    pub fn new() -> World {
        let mut world = World::default();
        world.packages.push(Package::named("", ""));
        world.packages.push(Package::named("unsafe", "unsafe"));
        let top = PackageId::UNIVERSE;
        for basic in &Basic::ALL[Basic::Bool as usize..=Basic::String as usize] {
            world.predeclare(top, basic.name(), basic.id(), ObjKind::TypeName { alias: false });
        }
        world.predeclare(top, "byte", TypeId::BYTE, ObjKind::TypeName { alias: true });
        world.predeclare(top, "rune", TypeId::RUNE, ObjKind::TypeName { alias: true });
        let any = world.any_type();
        world.predeclare(top, "any", any, ObjKind::TypeName { alias: true });
        world.predeclare_error();
        world.predeclare_comparable();
        for (name, value) in [("false", false), ("true", true)] {
            world.predeclare(top, name, Basic::UntypedBool.id(), ObjKind::Const { value: Value::Bool(value) });
        }
        let iota = world.predeclare(top, "iota", Basic::UntypedInt.id(), ObjKind::Const { value: Value::Int(BigInt::ZERO) });
        world.state.iota = Some(iota);
        world.predeclare(top, "nil", Basic::UntypedNil.id(), ObjKind::Nil);
        for (name, id) in BUILTINS {
            world.predeclare(top, name, Basic::Invalid.id(), ObjKind::Builtin(id));
        }
        world.predeclare(PackageId::UNSAFE, "Pointer", Basic::UnsafePointer.id(), ObjKind::TypeName { alias: false });
        for (name, id) in UNSAFE_BUILTINS {
            world.predeclare(PackageId::UNSAFE, name, Basic::Invalid.id(), ObjKind::Builtin(id));
        }
        world
    }

    fn predeclare(&mut self, pkg: PackageId, name: &str, ty: TypeId, kind: ObjKind) -> ObjId {
        let name = SmolStr::new(name);
        let obj = self.add_object(Object { name: name.clone(), pkg, ty, span: Span::NONE, scope_pos: Pos::NONE, kind });
        self.packages[pkg.0 as usize].scope.insert(name, obj);
        obj
    }

    /// `type error interface { Error() string }`
    fn predeclare_error(&mut self) {
        let results = vec![Param { name: SmolStr::default(), ty: Basic::String.id() }];
        let sig = self.types.intern(Type::Signature(Signature { tparams: Vec::new(), params: Vec::new(), results, variadic: false }));
        let methods = vec![IfaceMethod { name: SmolStr::new("Error"), pkg: PackageId::UNIVERSE, sig, span: Span::NONE }];
        self.predeclare_named("error", InterfaceType { methods, embeds: Vec::new(), implicit: false, comparable: false });
    }

    /// `type comparable interface { comparable }`
    fn predeclare_comparable(&mut self) {
        self.predeclare_named("comparable", InterfaceType { methods: Vec::new(), embeds: Vec::new(), implicit: false, comparable: true });
    }

    fn predeclare_named(&mut self, name: &str, iface: InterfaceType) {
        let under = self.types.intern(Type::Interface(iface));
        let obj = self.predeclare(PackageId::UNIVERSE, name, Basic::Invalid.id(), ObjKind::TypeName { alias: false });
        let ty = self.new_named(obj);
        let Some(named) = self.as_named(ty) else { return };
        let data = &mut self.types.named[named.0 as usize];
        data.rhs = Some(under);
        data.underlying = Some(under);
    }

    /// A new defined type declared by `obj`, whose type it becomes. Its right side is not known yet.
    pub(crate) fn new_named(&mut self, obj: ObjId) -> TypeId {
        self.types.named.push(Named {
            obj,
            origin: None,
            targs: Vec::new(),
            tparams: Vec::new(),
            ambient: Vec::new(),
            underlying: None,
            rhs: None,
            methods: Vec::new(),
        });
        let ty = self.types.intern(Type::Named(NamedId(self.types.named.len() as u32 - 1)));
        self.objects[obj.0 as usize].ty = ty;
        self.state.pending.remove(&obj);
        ty
    }

    /// The predeclared object `name`.
    pub fn universe(&self, name: &str) -> Option<ObjId> {
        self.package(PackageId::UNIVERSE).scope.get(name).copied()
    }

    /// The predeclared type `error`.
    pub fn error_type(&self) -> TypeId {
        self.universe("error").map_or(Basic::Invalid.id(), |o| self.object(o).ty)
    }
}
