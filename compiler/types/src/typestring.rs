//! Types as text: as the compiler's messages, as the running program, and as symbol names spell them.

use crate::look::AliasName;
use crate::object::{ObjId, ObjKind, PackageId};
use crate::types::{InterfaceType, Param, Signature, Term, Type, TypeId, TypeParamId};
use crate::world::World;
use mgo_syntax::ast::ChanDir;
use mgo_syntax::literal::quote;

/// How names of packages are written, and with them which of the two spellings of types is used.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Qualifier {
    /// Compiler messages about this package: its own names bare, others behind their package's name; parameter names kept; `interface{}`, `any`.
    Relative(PackageId),
    /// Compiler messages about no package in particular: all names behind whole import paths, else as `Relative`.
    Messages,
    /// At run time (`%T`, panics): all names behind their package's name; `interface {}`, `struct { A int }`, no parameter names.
    Name,
    /// As `Name`, with whole import paths, and local types told apart by number: one text per type.
    Path,
}

impl World {
    /// `t` as text.
    pub fn type_string(&self, t: TypeId, qual: Qualifier) -> String {
        let mut writer = TypeWriter {
            world: self,
            qual,
            out: String::new(),
            param_names: matches!(qual, Qualifier::Relative(_) | Qualifier::Messages),
            depth: 0,
        };
        writer.ty(t);
        writer.out
    }

    /// A term as messages show it, which name its type behind the whole import path.
    pub(crate) fn term_string(&self, term: &Term) -> String {
        format!("{}{}", if term.tilde { "~" } else { "" }, self.type_string(term.ty, Qualifier::Messages))
    }

    /// A type parameter list as messages show it: `[K comparable, V any]`.
    pub(crate) fn tparams_string(&self, tparams: &[TypeParamId]) -> String {
        let qual = Qualifier::Relative(self.state.current);
        let mut writer = TypeWriter { world: self, qual, out: String::new(), param_names: true, depth: 0 };
        writer.tparams(tparams);
        writer.out
    }

    /// A method's name and signature as messages show it; `pkg_info` qualifies all names.
    pub(crate) fn func_string(&self, name: &str, sig: TypeId, pkg_info: bool) -> String {
        let qual = if pkg_info { Qualifier::Path } else { Qualifier::Relative(self.state.current) };
        let mut writer = TypeWriter { world: self, qual, out: name.to_string(), param_names: false, depth: 0 };
        if let Type::Signature(sig) = self.types.get(sig) {
            writer.signature(sig);
        }
        writer.out
    }
}

/// Longer texts are cut: nested instances can be exponentially long.
const MAX_LEN: usize = 10_000;

struct TypeWriter<'w> {
    world: &'w World,
    qual: Qualifier,
    out: String,
    /// Names of parameters are written.
    param_names: bool,
    depth: u32,
}

impl TypeWriter<'_> {
    fn str(&mut self, s: &str) {
        self.out.push_str(s);
    }

    /// Whether this is the spelling of compiler messages.
    fn compiler(&self) -> bool {
        matches!(self.qual, Qualifier::Relative(_) | Qualifier::Messages)
    }

    fn ty(&mut self, t: TypeId) {
        // Types nest without bound only through broken declarations.
        if self.depth > 100 || self.out.len() > MAX_LEN {
            self.str("…");
            return;
        }
        self.depth += 1;
        self.node(t);
        self.depth -= 1;
    }

    fn node(&mut self, t: TypeId) {
        // The running program knows no aliases.
        if self.compiler()
            && let Some(name) = self.world.types.alias_name(t)
        {
            return self.alias(name);
        }
        match self.world.types.get(t) {
            Type::Basic(b) => self.str(b.name()),
            Type::Array(elem, n) => {
                self.str(&format!("[{n}]"));
                self.ty(*elem);
            }
            Type::Slice(elem) => {
                self.str("[]");
                self.ty(*elem);
            }
            Type::Pointer(base) => {
                self.str("*");
                self.ty(*base);
            }
            Type::Map(key, value) => {
                self.str("map[");
                self.ty(*key);
                self.str("]");
                self.ty(*value);
            }
            Type::Chan(dir, elem) => self.channel(*dir, *elem),
            Type::Tuple(list) => {
                let params: Vec<Param> = list.iter().map(|&ty| Param { name: Default::default(), ty }).collect();
                self.params(&params, false);
            }
            Type::Signature(sig) => {
                self.str("func");
                self.signature(sig);
            }
            Type::Struct(s) => {
                let fields = s.fields.iter().map(|f| (if f.embedded { "" } else { f.name.as_str() }, f.ty, f.tag.as_str()));
                self.structure(fields.collect());
            }
            Type::Union(terms) => {
                for (i, term) in terms.iter().enumerate() {
                    self.str(if i > 0 { " | " } else { "" });
                    self.str(if term.tilde { "~" } else { "" });
                    self.ty(term.ty);
                }
            }
            Type::Interface(iface) => self.interface(iface),
            Type::Named(n) => {
                let data = self.world.types.named(*n);
                let obj = data.obj;
                self.name(obj);
                if let Some(origin) = data.origin {
                    // Messages are about the function at hand, whose type parameters go without saying.
                    let hidden = if self.compiler() { self.world.types.named(origin).ambient.len() } else { 0 };
                    if let shown @ [_, ..] = &data.targs[hidden.min(data.targs.len())..] {
                        self.targs(shown);
                    }
                } else if self.compiler() && !data.tparams.is_empty() {
                    self.tparams(&data.tparams);
                }
                self.local_suffix(obj);
            }
            Type::TypeParam(p) => {
                let obj = self.world.types.tparam(*p).obj;
                let object = self.world.object(obj);
                self.str(&object.name);
                // Nobody is to take it for what is predeclared.
                if self.compiler() && self.world.universe(&object.name).is_some() {
                    let place = self.world.place_in(object.pkg, object.span.lo);
                    self.str(&format!(" /* with {} declared at {place} */", object.name));
                }
            }
        }
    }

    fn alias(&mut self, name: &AliasName) {
        match name {
            AliasName::Predeclared(name) => self.str(name),
            AliasName::Declared(obj, targs) => {
                self.name(*obj);
                if !targs.is_empty() {
                    self.targs(targs);
                }
            }
        }
    }

    fn channel(&mut self, dir: ChanDir, elem: TypeId) {
        let inner_recv = matches!(self.world.types.get(elem), Type::Chan(ChanDir::Recv, _));
        let parens = dir == ChanDir::Both && inner_recv;
        self.str(match dir {
            ChanDir::Both => "chan ",
            ChanDir::Send => "chan<- ",
            ChanDir::Recv => "<-chan ",
        });
        self.str(if parens { "(" } else { "" });
        self.ty(elem);
        self.str(if parens { ")" } else { "" });
    }

    fn structure(&mut self, fields: Vec<(&str, TypeId, &str)>) {
        let (open, close) = match (self.compiler(), fields.is_empty()) {
            (true, _) => ("struct{", "}"),
            (false, true) => ("struct {", "}"),
            (false, false) => ("struct { ", " }"),
        };
        self.str(open);
        for (i, (name, ty, tag)) in fields.into_iter().enumerate() {
            self.str(if i > 0 { "; " } else { "" });
            if !name.is_empty() {
                self.str(name);
                self.str(" ");
            }
            self.ty(ty);
            if !tag.is_empty() {
                self.str(&format!(" {}", quote(tag.as_bytes())));
            }
        }
        self.str(close);
    }

    fn interface(&mut self, iface: &InterfaceType) {
        if !self.compiler() {
            return self.runtime_interface(iface);
        }
        if iface.comparable {
            return self.str("interface{comparable}");
        }
        if iface.implicit && iface.methods.is_empty() {
            match iface.embeds[..] {
                [] => return self.str("any"),
                [one] => return self.ty(one),
                _ => {}
            }
        }
        self.str("interface{");
        let mut first = true;
        for m in &iface.methods {
            self.str(if first { "" } else { "; " });
            first = false;
            self.str(&m.name);
            if let Type::Signature(sig) = self.world.types.get(m.sig) {
                self.signature(sig);
            }
        }
        for &e in &iface.embeds {
            self.str(if first { "" } else { "; " });
            first = false;
            self.ty(e);
        }
        self.str("}");
    }

    /// The running program knows only methods, sorted.
    fn runtime_interface(&mut self, iface: &InterfaceType) {
        let mut methods = iface.methods.clone();
        let mut rest: Vec<TypeId> = iface.embeds.clone();
        while let Some(e) = rest.pop() {
            let u = match self.world.types.get(e) {
                Type::Named(n) => self.world.types.named(*n).underlying.unwrap_or(e),
                _ => e,
            };
            if let Type::Interface(inner) = self.world.types.get(u) {
                methods.extend(inner.methods.iter().filter(|m| !iface.methods.contains(m)).cloned());
                rest.extend(&inner.embeds);
            }
        }
        methods.sort_by(|a, b| a.name.cmp(&b.name));
        methods.dedup_by(|a, b| a.name == b.name);
        if methods.is_empty() {
            return self.str("interface {}");
        }
        self.str("interface { ");
        for (i, m) in methods.iter().enumerate() {
            self.str(if i > 0 { "; " } else { "" });
            if !crate::identical::is_exported(&m.name) {
                let prefix = self.package_prefix(m.pkg);
                self.str(&prefix);
            }
            self.str(&m.name);
            if let Type::Signature(sig) = self.world.types.get(m.sig) {
                self.signature(sig);
            }
        }
        self.str(" }");
    }

    fn signature(&mut self, sig: &Signature) {
        if !sig.tparams.is_empty() {
            self.tparams(&sig.tparams);
        }
        self.params(&sig.params, sig.variadic);
        match &sig.results[..] {
            [] => {}
            [one] if one.name.is_empty() || !self.compiler() => {
                self.str(" ");
                self.ty(one.ty);
            }
            many => {
                self.str(" ");
                self.params(many, false);
            }
        }
    }

    fn params(&mut self, list: &[Param], variadic: bool) {
        self.str("(");
        for (i, p) in list.iter().enumerate() {
            self.str(if i > 0 { ", " } else { "" });
            if self.param_names && !p.name.is_empty() {
                self.str(&p.name);
                self.str(" ");
            }
            if !(variadic && i == list.len() - 1) {
                self.ty(p.ty);
                continue;
            }
            match *self.world.types.get(p.ty) {
                Type::Slice(elem) => {
                    self.str("...");
                    self.ty(elem);
                }
                // append([]byte, s...) of a string.
                _ => {
                    self.ty(p.ty);
                    self.str("...");
                }
            }
        }
        self.str(")");
    }

    fn targs(&mut self, list: &[TypeId]) {
        self.str("[");
        let qual = self.qual;
        // The run-time spelling of type arguments has whole paths.
        if !self.compiler() {
            self.qual = Qualifier::Path;
        }
        for (i, &t) in list.iter().enumerate() {
            self.str(match (i, self.compiler()) {
                (0, _) => "",
                (_, true) => ", ",
                (_, false) => ",",
            });
            self.ty(t);
        }
        self.qual = qual;
        self.str("]");
    }

    fn tparams(&mut self, list: &[TypeParamId]) {
        self.str("[");
        let mut prev: Option<TypeId> = None;
        for (i, &p) in list.iter().enumerate() {
            let tparam = self.world.types.tparam(p);
            if i > 0 {
                if let Some(bound) = prev.filter(|&b| b != tparam.constraint) {
                    self.str(" ");
                    self.ty(bound);
                }
                self.str(", ");
            }
            prev = Some(tparam.constraint);
            let name = self.world.object(tparam.obj).name.clone();
            self.str(&name);
        }
        if let Some(bound) = prev {
            self.str(" ");
            self.ty(bound);
        }
        self.str("]");
    }

    fn name(&mut self, obj: ObjId) {
        let object = self.world.object(obj);
        let prefix = self.package_prefix(object.pkg);
        self.str(&prefix);
        self.str(&object.name);
    }

    /// Tells local types of one name apart, where the full name is asked for.
    fn local_suffix(&mut self, obj: ObjId) {
        let object = self.world.object(obj);
        if self.qual == Qualifier::Path && self.world.package(object.pkg).scope.get(&object.name) != Some(&obj) {
            let number = self.local_number(obj);
            self.str(&format!("·{number}"));
        }
    }

    /// The place of a local type among all of its package, in the order of the source.
    fn local_number(&self, obj: ObjId) -> usize {
        let object = self.world.object(obj);
        let package = self.world.package(object.pkg);
        let before = self.world.objects.iter().enumerate().filter(|(i, o)| {
            o.pkg == object.pkg
                && o.span.lo <= object.span.lo
                && matches!(o.kind, ObjKind::TypeName { alias: false })
                && matches!(self.world.types.get(o.ty), Type::Named(_))
                && package.scope.get(&o.name) != Some(&ObjId(*i as u32))
        });
        before.count()
    }

    fn package_prefix(&self, pkg: PackageId) -> String {
        let package = self.world.package(pkg);
        match self.qual {
            _ if pkg == PackageId::UNIVERSE => String::new(),
            Qualifier::Relative(own) if own == pkg => String::new(),
            // Two packages of one name are told apart by their paths.
            Qualifier::Relative(_)
                if has_internal_namesake(&package.path)
                    || self.world.packages.iter().any(|p| p.name == package.name && p.path != package.path) =>
            {
                format!("{:?}.", package.path)
            }
            Qualifier::Relative(_) | Qualifier::Name => format!("{}.", package.name),
            Qualifier::Path | Qualifier::Messages => format!("{}.", package.path),
        }
    }
}

/// Whether the package imports one of its own name in Go's library: then Go's compiler always writes its path.
fn has_internal_namesake(path: &str) -> bool {
    matches!(path, "sync" | "sync/atomic")
}
