//! What is declared again: which older declaration a new one takes the place of.
//!
//! The rule: a function, method or variable of the same type replaces the older one also where that was compiled in; a type that is declared again
//! word for word is the same type. Whatever else is declared again is new: what depends on it is declared again, too (`dependents`), and what does not
//! fit the new one goes on to mean the older one.

use super::unit::NEW;
use mgo_syntax::ast::{Decl, Expr, ExprKind, File, FuncDecl, TypeSpec};
use mgo_types::object::{ObjId, ObjKind, PackageId};
use mgo_types::types::{Type, TypeId};
use mgo_types::world::World;
use rustc_hash::FxHashMap;

/// What an input has changed for those that were compiled before.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Change {
    /// Function or method `old` is now `new`.
    Func { old: ObjId, new: ObjId },
    /// Variable `old` is now `new`, and lies where it lay.
    Variable { old: ObjId, new: ObjId },
    /// A type has got a method of this name.
    Method(String),
}

/// What declarations have changed.
#[derive(Default)]
pub struct Changes {
    /// For the living program.
    pub list: Vec<Change>,
    /// Names that mean something else than before.
    pub names: Vec<String>,
}

/// All declarations of a session by name.
#[derive(Default)]
pub struct Versions {
    /// Everything that has a name; methods as `TYPE.NAME` with the number of the type's object.
    known: FxHashMap<String, Vec<ObjId>>,
    /// The words of type declarations, with the input that they were in.
    types: FxHashMap<String, (String, u32)>,
    /// Names of types and constants that have got another meaning, with the last input that gave them one.
    changed: FxHashMap<String, u32>,
}

impl Versions {
    /// Takes out of a new input the types that are declared again as they are.
    pub fn drop_repeated(&self, world: &World, pkg: PackageId, file: &mut File) {
        let source = file.source.clone();
        file.decls.retain(|decl| match decl {
            Decl::Type(spec) => {
                !self.is_repeated(spec, &words(source.slice(spec.span))) || !world.package(pkg).scope.contains_key(&spec.name.name)
            }
            _ => true,
        });
    }

    /// What to say of an error that mentions a type of which there is an older one: both have one name.
    pub fn hint(&self, message: &str) -> Option<String> {
        let is_about = |name: &str| {
            message.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| *word == name).count() > 1
                || message.contains(&format!("type {name} has no field or method"))
        };
        let name = self.types.keys().filter(|name| self.changed.contains_key(*name)).find(|name| is_about(name))?;
        Some(format!("{name} was declared again by <{}>; values from before it have the older type", self.changed[name]))
    }

    fn is_repeated(&self, spec: &TypeSpec, text: &str) -> bool {
        let name = spec.name.name.as_str();
        self.types.get(name).is_some_and(|(older, input)| {
            older == text && text.split(' ').all(|word| word == name || self.changed.get(word).is_none_or(|changed| changed <= input))
        })
    }

    /// Notes what input number `input` has declared, and says what that changes.
    pub fn declared(&mut self, world: &mut World, pkg: PackageId, file: &File, input: u32) -> Changes {
        let mut changes = Changes::default();
        for decl in &file.decls {
            match decl {
                Decl::Func(f) => self.func(world, pkg, f, &mut changes),
                Decl::Var(spec) => {
                    for name in &spec.names {
                        let name = name.name.trim_end_matches(NEW);
                        if let Some(new) = object(world, pkg, name) {
                            let older = self.replace(world, name, name, new, &mut changes);
                            // The last one of that type has the place of those before.
                            changes.list.extend(older.last().map(|&old| Change::Variable { old, new }));
                        }
                    }
                }
                Decl::Type(spec) => {
                    let name = spec.name.name.as_str();
                    if self.types.insert(name.to_owned(), (words(file.source.slice(spec.span)), input)).is_some() {
                        self.changed.insert(name.to_owned(), input);
                    }
                    self.new_meaning(world, pkg, name, input, &mut changes);
                }
                Decl::Const(spec) => spec.names.iter().for_each(|name| self.new_meaning(world, pkg, &name.name, input, &mut changes)),
            }
        }
        changes
    }

    /// A type or a constant was declared.
    fn new_meaning(&mut self, world: &mut World, pkg: PackageId, name: &str, input: u32, changes: &mut Changes) {
        let Some(new) = object(world, pkg, name) else { return };
        let before = changes.names.len();
        self.replace(world, name, name, new, changes);
        if changes.names.len() > before {
            self.changed.insert(name.to_owned(), input);
        }
    }

    fn func(&mut self, world: &mut World, pkg: PackageId, f: &FuncDecl, changes: &mut Changes) {
        let name = f.name.name.as_str();
        let older = match &f.recv {
            None => {
                // The session's own functions are called once.
                let Some(new) = object(world, pkg, name).filter(|_| !name.contains('·')) else { return };
                self.replace(world, name, name, new, changes).into_iter().map(|old| (old, new)).collect()
            }
            Some(recv) => {
                let Some(base) = base_name(&recv.ty).and_then(|base| object(world, pkg, base)) else { return };
                changes.list.push(Change::Method(name.to_owned()));
                let Some(new) = method(world, world.object(base).ty, name) else { return };
                let older = self.replace(world, &format!("{}.{name}", base.0), name, new, changes);
                older.into_iter().map(|old| (old, new)).collect::<Vec<_>>()
            }
        };
        changes.list.extend(older.into_iter().map(|(old, new)| Change::Func { old, new }));
    }

    /// Adds a declaration known as `key` and gives the older ones that it takes the place of. What was called `name` before may have been something else.
    fn replace(&mut self, world: &mut World, key: &str, name: &str, new: ObjId, changes: &mut Changes) -> Vec<ObjId> {
        let all = self.known.entry(key.to_owned()).or_default();
        all.retain(|&old| old != new);
        if all.last().is_some_and(|&old| !same_type(world, old, new) && !same_constant(world, old, new)) {
            changes.names.push(name.to_owned());
        }
        let older = all.iter().copied().filter(|&old| same_type(world, old, new)).collect();
        all.push(new);
        older
    }
}

/// The words of a piece of text, one space between: how a declaration is laid out does not matter.
fn words(text: &str) -> String {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut out = String::new();
    let mut last = ' ';
    for c in text.chars() {
        // The end of a line may end a field, unless something has just begun or another one ends.
        let c = if c == '\n' { ';' } else { c };
        if c == '}' && out.ends_with(';') {
            out.truncate(out.len() - 2);
        }
        let is_idle = c == ';' && (out.is_empty() || out.ends_with([';', '{', '(', ',']));
        if !c.is_whitespace() && !is_idle {
            if !(out.is_empty() || is_word(c) && is_word(last)) {
                out.push(' ');
            }
            out.push(c);
        }
        last = c;
    }
    out
}

fn object(world: &World, pkg: PackageId, name: &str) -> Option<ObjId> {
    world.package(pkg).scope.get(name).copied()
}

/// The type's name in a receiver: `T`, `*T`, `T[P]`.
pub fn base_name(ty: &Expr) -> Option<&str> {
    match &ty.kind {
        ExprKind::Name(ident) => Some(&ident.name),
        ExprKind::Star(x) | ExprKind::Paren(x) | ExprKind::Index(x, _) => base_name(x),
        _ => None,
    }
}

/// The method that a defined type declares.
pub fn method(world: &World, t: TypeId, name: &str) -> Option<ObjId> {
    let Type::Named(n) = world.types.get(t) else { return None };
    world.types.named(*n).methods.iter().copied().find(|&m| world.object(m).name == name)
}

/// Whether both are functions, or both variables, of one type, and methods of one receiver.
fn same_type(world: &mut World, a: ObjId, b: ObjId) -> bool {
    let (x, y) = (world.object(a), world.object(b));
    let (tx, ty) = (x.ty, y.ty);
    let recv = match (&x.kind, &y.kind) {
        (ObjKind::Var(_), ObjKind::Var(_)) => (None, None),
        (ObjKind::Func(f), ObjKind::Func(g)) => (f.recv, g.recv),
        _ => return false,
    };
    let same_recv = match recv {
        (Some(a), Some(b)) => world.identical(a, b),
        (None, None) => true,
        _ => false,
    };
    same_recv && world.identical(tx, ty)
}

/// Whether both are constants of one type and value.
fn same_constant(world: &mut World, a: ObjId, b: ObjId) -> bool {
    let (x, y) = (world.object(a), world.object(b));
    let (tx, ty) = (x.ty, y.ty);
    let same_value = matches!((&x.kind, &y.kind), (ObjKind::Const { value: a }, ObjKind::Const { value: b }) if a == b);
    same_value && world.identical(tx, ty)
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn layout_does_not_matter() {
        assert_eq!(words("T struct{ X, Y int }"), words("T  struct { X,Y int}"));
        assert_ne!(words("T struct{ X int }"), words("T struct{ X int8 }"));
        assert_ne!(words("T struct{ a b }"), words("T struct{ a; b }"));
        assert_eq!(words("T struct{ a b; c d }"), words("T struct {\n\ta b\n\n\tc d\n}"));
        assert_eq!(words("a b"), "a b");
    }
}
