//! The functions on types, on types built by hand.

use mgo_syntax::ast::ChanDir;
use mgo_syntax::source::Span;
use mgo_types::object::PackageId;
use mgo_types::subst::Subst;
use mgo_types::types::{Basic, IfaceMethod, InterfaceType, Param, Signature, StructField, StructType, Type, TypeId};
use mgo_types::typestring::Qualifier;
use mgo_types::world::World;

const INT: TypeId = Basic::Int.id();
const BYTE: TypeId = Basic::Uint8.id();
const STRING: TypeId = Basic::String.id();
const HERE: PackageId = PackageId(1);

fn field(name: &str, ty: TypeId, at: u32) -> StructField {
    let span = Span::new(mgo_syntax::source::Pos(at), mgo_syntax::source::Pos(at + 1));
    StructField { name: name.into(), ty, embedded: false, tag: "".into(), pkg: HERE, span }
}

fn structure(world: &mut World, fields: &[(&str, TypeId)], at: u32) -> TypeId {
    let fields = fields.iter().map(|&(name, ty)| field(name, ty, at)).collect();
    world.types.intern(Type::Struct(StructType { fields }))
}

fn func(world: &mut World, params: &[(&str, TypeId)], results: &[TypeId]) -> TypeId {
    let params = params.iter().map(|&(name, ty)| Param { name: name.into(), ty }).collect();
    let results = results.iter().map(|&ty| Param { name: "".into(), ty }).collect();
    world.types.intern(Type::Signature(Signature { tparams: vec![], params, results, variadic: false }))
}

fn interface(world: &mut World, methods: &[(&str, TypeId)]) -> TypeId {
    let methods = methods.iter().map(|&(name, sig)| IfaceMethod { name: name.into(), pkg: HERE, sig, span: Span::NONE }).collect();
    world.types.intern(Type::Interface(InterfaceType { methods, embeds: vec![], implicit: false, comparable: false }))
}

#[test]
fn identity_ignores_places_and_parameter_names() {
    let mut w = World::new();
    let (a, b) = (structure(&mut w, &[("A", INT)], 1), structure(&mut w, &[("A", INT)], 9));
    assert_ne!(a, b);
    assert!(w.identical(a, b));
    let (f, g) = (func(&mut w, &[("x", a)], &[STRING]), func(&mut w, &[("y", b)], &[STRING]));
    assert!(w.identical(f, g));
    let h = func(&mut w, &[("x", STRING)], &[STRING]);
    assert!(!w.identical(f, h));
    let (i, j) = (interface(&mut w, &[("M", f), ("N", h)]), interface(&mut w, &[("N", h), ("M", g)]));
    assert!(w.identical(i, j));
    let any = w.any_type();
    let empty = interface(&mut w, &[]);
    assert!(w.identical(any, empty));
    assert!(!w.identical(any, i));
}

#[test]
fn sizes_are_those_of_gc() {
    let mut w = World::new();
    let s = structure(&mut w, &[("a", BYTE), ("b", INT), ("c", BYTE)], 1);
    assert_eq!((w.size_of(s), w.align_of(s), w.field_offsets(s)), (24, 8, vec![0, 8, 16]));
    let nothing = structure(&mut w, &[], 1);
    let trailing = structure(&mut w, &[("a", INT), ("end", nothing)], 1);
    assert_eq!(w.size_of(trailing), 16);
    let leading = structure(&mut w, &[("end", nothing), ("a", INT)], 1);
    assert_eq!(w.size_of(leading), 8);
    let array = w.types.intern(Type::Array(s, 3));
    assert_eq!(w.size_of(array), 72);
    assert_eq!(w.size_of(Basic::Complex64.id()), 8);
    assert_eq!(w.align_of(Basic::Complex64.id()), 4);
}

#[test]
fn types_are_spelled_as_go_spells_them() {
    let mut w = World::new();
    let any = w.any_type();
    let empty = interface(&mut w, &[]);
    let error = w.error_type();
    let f = func(&mut w, &[("x", INT), ("y", any)], &[STRING, error]);
    let m = w.types.intern(Type::Map(STRING, empty));
    let inner = w.types.intern(Type::Chan(ChanDir::Recv, INT));
    let c = w.types.intern(Type::Chan(ChanDir::Both, inner));
    let s = structure(&mut w, &[("A", INT), ("B", m)], 1);
    let here = Qualifier::Relative(HERE);
    assert_eq!(w.type_string(f, here), "func(x int, y any) (string, error)");
    assert_eq!(w.type_string(f, Qualifier::Name), "func(int, interface {}) (string, error)");
    assert_eq!(w.type_string(m, here), "map[string]interface{}");
    assert_eq!(w.type_string(c, here), "chan (<-chan int)");
    assert_eq!(w.type_string(s, here), "struct{A int; B map[string]interface{}}");
    assert_eq!(w.type_string(s, Qualifier::Name), "struct { A int; B map[string]interface {} }");
}

#[test]
fn predicates_look_at_underlying_types() {
    let mut w = World::new();
    let error = w.error_type();
    assert!(w.is_interface(error) && w.comparable(error) && w.has_nil(error) && w.has_pointers(error));
    let slice = w.types.intern(Type::Slice(INT));
    assert!(!w.comparable(slice));
    let s = structure(&mut w, &[("a", slice)], 1);
    assert!(!w.comparable(s) && w.has_pointers(s) && !w.is_pointer_shaped(s));
    let p = w.types.intern(Type::Pointer(s));
    assert!(w.comparable(p) && w.is_pointer_shaped(p));
    assert_eq!(w.default_type(Basic::UntypedRune.id()), Basic::Int32.id());
    assert!(w.is_unsigned(BYTE) && w.is_integer(BYTE) && !w.is_float(BYTE));
}

#[test]
fn error_is_implemented_by_what_has_its_method() {
    let mut w = World::new();
    let error = w.error_type();
    let sig = func(&mut w, &[], &[STRING]);
    let good = interface(&mut w, &[("Error", sig), ("More", sig)]);
    assert!(w.implements(good, error, false, &mut String::new()));
    let mut cause = String::new();
    assert!(!w.implements(INT, error, false, &mut cause));
    assert_eq!(cause, "int does not implement error (missing method Error)");
    let names: Vec<_> = w.iface_methods(good).iter().map(|m| m.name.to_string()).collect();
    assert_eq!(names, ["Error", "More"]);
}

#[test]
fn substitution_without_type_parameters_changes_nothing() {
    let mut w = World::new();
    let s = structure(&mut w, &[("a", INT)], 1);
    let map = Subst::default();
    assert_eq!(w.subst(s, &map), s);
}
