//! What is declared again: which older declaration a new one takes the place of.
//!
//! The rule: a function, method or variable of the same type replaces the older one also where that was compiled in; a type that is declared again
//! word for word is the same type. Whatever else is declared again is new, and what was compiled before goes on to mean the older one.

use super::unit::NEW;
use mgo_syntax::ast::{Decl, Expr, ExprKind, File, FuncDecl, TypeSpec};
use mgo_syntax::source::Span;
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

/// All declarations of a session by name.
#[derive(Default)]
pub struct Versions {
    /// Functions and variables; methods as `TYPE.NAME` with the number of the type's object.
    known: FxHashMap<String, Vec<ObjId>>,
    /// The words of type declarations, with the input that they were in.
    types: FxHashMap<String, (String, u32)>,
    /// The words of constant declarations.
    consts: FxHashMap<String, String>,
    /// Names of types and constants that have got another meaning, with the last input that gave them one.
    changed: FxHashMap<String, u32>,
}

impl Versions {
    /// Takes out of a new input the types that are declared again as they are.
    pub fn drop_repeated(&self, world: &World, pkg: PackageId, file: &mut File) {
        let file_text = file.source.clone();
        let text = |span: Span| words(&file_text.text, (span.lo.0 - file_text.base.0) as usize, (span.hi.0 - file_text.base.0) as usize);
        file.decls.retain(|decl| match decl {
            Decl::Type(spec) => !self.is_repeated(spec, &text(spec.span)) || !world.package(pkg).scope.contains_key(&spec.name.name),
            _ => true,
        });
    }

    fn is_repeated(&self, spec: &TypeSpec, text: &str) -> bool {
        let name = spec.name.name.as_str();
        self.types.get(name).is_some_and(|(older, input)| {
            older == text && text.split(' ').all(|word| word == name || self.changed.get(word).is_none_or(|changed| changed <= input))
        })
    }

    /// Notes what input number `input` has declared, and says what that changes.
    pub fn declared(&mut self, world: &mut World, pkg: PackageId, file: &File, input: u32) -> Vec<Change> {
        let source = file.source.clone();
        let text = |span: Span| words(&source.text, (span.lo.0 - source.base.0) as usize, (span.hi.0 - source.base.0) as usize);
        let mut changes = Vec::new();
        for decl in &file.decls {
            match decl {
                Decl::Func(f) => changes.extend(self.func(world, pkg, f)),
                Decl::Var(spec) => {
                    for name in &spec.names {
                        let name = name.name.trim_end_matches(NEW);
                        if let Some(new) = object(world, pkg, name) {
                            let older = self.replace(world, name.to_owned(), new);
                            // The last one of that type has the place of those before.
                            changes.extend(older.last().map(|&old| Change::Variable { old, new }));
                        }
                    }
                }
                Decl::Type(spec) => {
                    let (name, text) = (spec.name.name.to_string(), text(spec.span));
                    if self.types.insert(name.clone(), (text, input)).is_some() {
                        self.changed.insert(name, input);
                    }
                }
                Decl::Const(spec) => {
                    let text = text(spec.span);
                    for name in &spec.names {
                        let older = self.consts.insert(name.name.to_string(), text.clone());
                        if older.is_some_and(|older| older != text) {
                            self.changed.insert(name.name.to_string(), input);
                        }
                    }
                }
            }
        }
        changes
    }

    fn func(&mut self, world: &mut World, pkg: PackageId, f: &FuncDecl) -> Vec<Change> {
        let name = f.name.name.as_str();
        let Some(recv) = &f.recv else {
            // The session's own functions are called once.
            let Some(new) = object(world, pkg, name).filter(|_| !name.contains('·')) else { return Vec::new() };
            return self.replace(world, name.to_owned(), new).into_iter().map(|old| Change::Func { old, new }).collect();
        };
        let Some(base) = base_name(&recv.ty).and_then(|base| object(world, pkg, base)) else { return Vec::new() };
        let mut changes = vec![Change::Method(name.to_owned())];
        if let Some(new) = method(world, world.object(base).ty, name) {
            let older = self.replace(world, format!("{}.{name}", base.0), new);
            changes.extend(older.into_iter().map(|old| Change::Func { old, new }));
        }
        changes
    }

    /// Adds a declaration and gives the older ones of the same type.
    fn replace(&mut self, world: &mut World, name: String, new: ObjId) -> Vec<ObjId> {
        let all = self.known.entry(name).or_default();
        let older = all.iter().copied().filter(|&old| old != new && same_type(world, old, new)).collect();
        all.push(new);
        older
    }
}

/// The words of a piece of text, one space between: how a declaration is laid out does not matter.
fn words(text: &str, from: usize, to: usize) -> String {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut out = String::new();
    let mut last = ' ';
    for c in text.get(from..to).unwrap_or_default().chars() {
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
fn base_name(ty: &Expr) -> Option<&str> {
    match &ty.kind {
        ExprKind::Name(ident) => Some(&ident.name),
        ExprKind::Star(x) | ExprKind::Paren(x) | ExprKind::Index(x, _) => base_name(x),
        _ => None,
    }
}

/// The method that a defined type declares.
fn method(world: &World, t: TypeId, name: &str) -> Option<ObjId> {
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

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn layout_does_not_matter() {
        let all = |text: &str| words(text, 0, text.len());
        assert_eq!(all("T struct{ X, Y int }"), all("T  struct { X,Y int}"));
        assert_ne!(all("T struct{ X int }"), all("T struct{ X int8 }"));
        assert_ne!(all("T struct{ a b }"), all("T struct{ a; b }"));
        assert_eq!(all("T struct{ a b; c d }"), all("T struct {\n\ta b\n\n\tc d\n}"));
        assert_eq!(all("a b"), "a b");
    }
}
