//! Methods of interface variables that can only hold values of one type are called directly, as Go's compiler does.
//!
//! What shows of it is the text of a panic: a nil pointer in such a variable faults where a value method loads its receiver, and no wrapper says so in
//! words of its own. A variable counts when its address is not taken and all that is assigned to it (but nil) has the same type.

use super::callee::Prepared;
use super::facts::{Facts, strip};
use super::func::FnCx;
use super::instance::MethodName;
use super::place::Place;
use super::types::Kind;
use super::value::Addr;
use mgo_syntax::ast::{Expr, ExprKind, Ident};
use mgo_types::info::Mode;
use mgo_types::object::{ObjId, ObjKind, PackageId, VarKind};
use mgo_types::types::{Type, TypeId};
use mgo_types::world::World;

/// Where the value of an interface comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Origin {
    /// A value of this type (of the generic body).
    Type(TypeId),
    /// Another variable.
    Var(ObjId),
    /// Nobody: nil.
    Nil,
    /// Not known.
    Unknown,
}

impl Origin {
    /// Of an operand.
    pub(crate) fn of(world: &mut World, pkg: PackageId, e: &Expr) -> Origin {
        let Some((mode, ty)) = world.package(pkg).info.exprs.get(&e.id).map(|tv| (tv.mode, tv.ty)) else { return Origin::Unknown };
        if mode == Mode::Nil {
            return Origin::Nil;
        }
        if let known @ Origin::Type(_) = Origin::of_type(world, ty) {
            return known;
        }
        let info = &world.package(pkg).info;
        match &strip(e).kind {
            ExprKind::TypeAssert(x, _) => Origin::of(world, pkg, x),
            ExprKind::Call(call) if info.exprs.get(&call.fun.id).is_some_and(|tv| tv.mode == Mode::Type) => {
                Origin::of(world, pkg, &call.args[0])
            }
            ExprKind::Name(name) => match info.uses.get(&name.id) {
                Some(&obj) if matches!(world.object(obj).kind, ObjKind::Var(VarKind::Local)) => Origin::Var(obj),
                _ => Origin::Unknown,
            },
            _ => Origin::Unknown,
        }
    }

    /// Of a value of which only the type is known.
    pub(crate) fn of_type(world: &mut World, t: TypeId) -> Origin {
        let u = world.underlying(t);
        match world.types.get(u) {
            Type::Interface(_) | Type::Tuple(_) => Origin::Unknown,
            _ => Origin::Type(t),
        }
    }
}

/// The type that all values from `origin` have.
fn single_type(facts: &Facts, origin: Origin, seen: &mut Vec<ObjId>) -> Result<Option<TypeId>, ()> {
    let obj = match origin {
        Origin::Type(t) => return Ok(Some(t)),
        Origin::Nil => return Ok(None),
        Origin::Unknown => return Err(()),
        Origin::Var(obj) => obj,
    };
    if facts.var(obj).addressed {
        return Err(());
    }
    if seen.contains(&obj) {
        return Ok(None);
    }
    seen.push(obj);
    let mut all = None;
    for &origin in facts.origins(obj) {
        if let Some(t) = single_type(facts, origin, seen)?
            && *all.get_or_insert(t) != t
        {
            return Err(());
        }
    }
    Ok(all)
}

impl FnCx<'_> {
    /// The call of an interface's method, when the type in the interface is known.
    pub(crate) fn prepare_known(&mut self, x: &Expr, recv: TypeId, name: &Ident, variadic: bool) -> Option<Prepared> {
        let origin = Origin::of(&mut self.lw.world, self.pkg, x);
        let generic = single_type(&self.facts, origin, &mut Vec::new()).ok().flatten()?;
        let t = self.inst_ty(generic);
        // What depends on type parameters is called through the interface by Go, too.
        if t != self.lw.canon(generic) || !self.lw.world.implements(t, recv, false, &mut String::new()) {
            return None;
        }
        let found = self.lw.find_method(&MethodName { recv: t, pkg: self.pkg, name: name.name.clone(), targs: Vec::new() })?;
        let words = self.expr(x);
        self.at(x.span.lo);
        self.nil_check(words.first());
        let val = self.from_word(words.as_words()[1], t);
        let (place, start) = match self.lw.kind(t) {
            Kind::Pointer(elem) => (Place::Mem(Addr::pointer(val.first())), elem),
            _ => (self.val_place(t, val), t),
        };
        Some(self.prepare_found(&found, place, start, variadic))
    }
}
