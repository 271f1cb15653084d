//! What the checker found out, as text: `--emit types`.

use crate::constant::Value;
use crate::object::{ObjId, ObjKind, PackageId, VarKind};
use crate::types::Type;
use crate::typestring::Qualifier;
use crate::world::World;
use mgo_syntax::source::{Pos, SourceMap};
use std::fmt::Write;

/// All objects declared in `pkg`, in source order, each with its place and type; then the order of initialisation.
pub fn package(world: &World, pkg: PackageId, sources: &SourceMap) -> String {
    let package = world.package(pkg);
    let mut out = format!("package {} {:?}\n", package.name, package.path);
    let mut objects: Vec<ObjId> = package.info.defs.values().chain(package.info.implicits.values()).copied().collect();
    objects.sort_by_key(|&o| (world.object(o).span.lo, o));
    objects.dedup();
    for obj in objects {
        let _ = writeln!(out, "{:>8}  {}", place(sources, world.object(obj).span.lo), describe(world, pkg, obj));
    }
    if !package.info.init_order.is_empty() {
        out.push_str("init order:");
        for step in &package.info.init_order {
            let names: Vec<&str> = step.lhs.iter().map(|&o| world.object(o).name.as_str()).collect();
            let _ = write!(out, " {}", names.join(","));
        }
        out.push('\n');
    }
    out
}

fn place(sources: &SourceMap, pos: Pos) -> String {
    sources.locate(pos).map_or_else(|| "-".into(), |l| format!("{}:{}", l.line, l.column))
}

/// An object as a declaration would have it.
fn describe(world: &World, pkg: PackageId, obj: ObjId) -> String {
    let object = world.object(obj);
    let name = if object.name.is_empty() { "_" } else { object.name.as_str() };
    let ty = world.type_string(world.types.unalias(object.ty), Qualifier::Relative(pkg));
    match &object.kind {
        ObjKind::PkgName { imported } => format!("import {name} {:?}", world.package(*imported).path),
        ObjKind::Const { value } => format!("const {name} {ty} = {}", constant(value)),
        ObjKind::TypeName { alias: true } => format!("type {name} = {ty}"),
        ObjKind::TypeName { .. } => match world.types.get(object.ty) {
            Type::Named(n) => {
                let under = world.types.named(*n).underlying.map(|u| world.type_string(u, Qualifier::Relative(pkg)));
                format!("type {name} {}", under.unwrap_or_default())
            }
            _ => format!("type parameter {name}"),
        },
        ObjKind::Var(kind) => {
            let kind = match kind {
                VarKind::Global => "var",
                VarKind::Local => "local",
                VarKind::Param => "param",
                VarKind::Result => "result",
                VarKind::Field => "field",
            };
            format!("{kind} {name} {ty}")
        }
        ObjKind::Func(info) => match info.recv {
            Some(recv) => {
                format!("func ({}) {name}{}", world.type_string(recv, Qualifier::Relative(pkg)), ty.strip_prefix("func").unwrap_or(&ty))
            }
            None => format!("func {name}{}", ty.strip_prefix("func").unwrap_or(&ty)),
        },
        ObjKind::Label => format!("label {name}"),
        ObjKind::Builtin(_) => format!("builtin {name}"),
        ObjKind::Nil => "nil".into(),
    }
}

/// Longer strings are cut.
const MAX_TEXT: usize = 100;

fn constant(value: &Value) -> String {
    match value {
        Value::Unknown => "?".into(),
        Value::Bool(b) => b.to_string(),
        Value::String(s) if s.len() > MAX_TEXT => format!("{:?}… ({} bytes)", String::from_utf8_lossy(&s[..MAX_TEXT]), s.len()),
        Value::String(s) => format!("{:?}", String::from_utf8_lossy(s)),
        Value::Int(i) => i.to_string(),
        Value::Float(r) => r.to_string(),
        Value::Vast(_) => value.to_string(),
        Value::Complex(c) => format!("{} + {}i", c.0, c.1),
    }
}
