//! A program whose functions and variables are declared again while it runs: a session.
//!
//! Invariant: in an open program callers know no more of a declared function than its signature: it is not inlined, and what it is given escapes. So
//! another body can take its place.

use super::Lowerer;
use super::instance::Key;
use crate::program::{FuncId, TypeRef};
use mgo_types::object::ObjId;

impl Lowerer {
    /// From here on the program's own functions may be declared again; to be said before any is lowered.
    pub fn keep_open(&mut self) {
        self.open = true;
    }

    /// Whether another function may take this one's place.
    pub(crate) fn is_open(&self, obj: ObjId) -> bool {
        self.open && !self.world.package(self.world.object(obj).pkg).lazy
    }

    /// The instances of function `old` that there are, each with that of `new`, of the same type, which is to take its place.
    pub fn successors(&mut self, old: ObjId, new: ObjId) -> Vec<(FuncId, FuncId)> {
        // Code that is lowered later mentions `old`, too.
        self.successor.insert(old, new);
        let is_old = |key: &&Key| matches!(key, Key::Decl(obj, _) if *obj == old);
        let keys: Vec<Key> = self.by_key.keys().filter(is_old).cloned().collect();
        let mut pairs = Vec::new();
        for key in keys {
            let id = self.by_key[&key];
            if let Key::Decl(_, targs) = key {
                self.ensure_checked(new);
                let next = self.func_id(Key::Decl(new, targs));
                pairs.push((id, next));
            }
        }
        pairs
    }

    /// Variable `new` is to have the place of `old`, which has the same type; to be said before `new` is mentioned.
    pub fn share_variable(&mut self, old: ObjId, new: ObjId) {
        let id = self.global(old);
        self.globals.insert(new, id);
    }

    /// A method of this name was declared after types got their descriptors: gives those whose methods have changed.
    pub fn method_declared(&mut self, name: &str) -> Vec<TypeRef> {
        let stale = |key: &Key| matches!(key, Key::OnWord(m) | Key::OnValue(m) | Key::Bound(m) if m.name == name);
        self.by_key.retain(|key, _| !stale(key));
        let mut made: Vec<_> = self.rtypes.iter().map(|(&t, &r)| (r, t)).collect();
        made.sort_unstable();
        let mut changed = Vec::new();
        for (rtype, t) in made {
            if !self.world.method_set(t).iter().any(|m| m.name == name) {
                continue;
            }
            let methods = self.rmethods(t);
            if let Some(sym) = &mut self.program.types[rtype.0 as usize] {
                sym.methods = methods;
                changed.push(rtype);
            }
        }
        changed
    }
}
