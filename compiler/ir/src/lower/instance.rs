//! What each function symbol stands for, and its name and signature.

use super::Lowerer;
use super::abi::Abi;
use crate::ir::{Function, Sig, Ty};
use crate::program::{FuncId, FuncKind, FuncSym};
use mgo_types::object::{FuncInfo, ObjId, ObjKind, PackageId};
use mgo_types::types::{Type, TypeId, TypeParamId};
use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use std::sync::Arc;

/// Type arguments by type parameter.
pub(crate) type Subst = FxHashMap<TypeParamId, TypeId>;

/// What a function is.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Key {
    /// A declared function or method with its type arguments: those of the receiver's type, then its own.
    Decl(ObjId, Vec<TypeId>),
    /// The Rust function behind a body-less declaration.
    Native(ObjId),
    /// A method found on a type (maybe promoted), taking the interface data word as its receiver.
    OnWord(MethodName),
    /// The method expression `T.m`: the receiver is the first parameter.
    OnValue(MethodName),
    /// The method value `x.m`: the receiver is captured.
    Bound(MethodName),
    /// A function that ignores the context and goes on to another.
    Thunk(FuncId),
    /// Calls a func value of this type, or with `true` a method's code of this signature, with arguments and results in a frame (reflection).
    Caller(TypeId, bool),
    /// The code of func values of this type that reflection makes: it passes arguments and results in a frame to its capture.
    Maker(TypeId),
    /// Initialises one package.
    PkgInit(PackageId),
    /// Initialises all packages below and with this one.
    AllInits(PackageId),
    /// Made while lowering the function around it.
    Inner,
}

/// A method by the type it is looked up on.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(crate) struct MethodName {
    /// Canonical type.
    pub(crate) recv: TypeId,
    /// Package of an unexported name.
    pub(crate) pkg: PackageId,
    /// Name.
    pub(crate) name: SmolStr,
    /// The method's own type arguments.
    pub(crate) targs: Vec<TypeId>,
}

impl Lowerer {
    /// The symbol of `key`, new or known.
    pub(crate) fn func_id(&mut self, key: Key) -> FuncId {
        if let Some(&id) = self.by_key.get(&key) {
            return id;
        }
        if let Key::Decl(obj, targs) = &key
            && let Some(&new) = self.successor.get(obj)
        {
            return self.func_id(Key::Decl(new, targs.clone()));
        }
        let (name, sig, kind, lazy) = self.describe(&key);
        let id = self.new_func(key.clone(), name, sig, kind, lazy);
        self.by_key.insert(key, id);
        id
    }

    /// A symbol for a function that is made together with the one around it.
    pub(crate) fn inner_func(&mut self, name: String, sig: Sig) -> FuncId {
        self.new_func(Key::Inner, name, sig, FuncKind::Body, false)
    }

    fn new_func(&mut self, key: Key, name: String, sig: Sig, kind: FuncKind, lazy: bool) -> FuncId {
        let replaceable = matches!(&key, Key::Decl(obj, _) if self.is_open(*obj));
        self.program.funcs.push(FuncSym { name: name.into(), sig, kind, lazy, replaceable });
        self.keys.push(key);
        FuncId(self.keys.len() as u32 - 1)
    }

    /// Hands in the code of an inner function.
    pub(crate) fn finish_inner(&mut self, function: Function) {
        self.ready.insert(function.id, function);
    }

    fn describe(&mut self, key: &Key) -> (String, Sig, FuncKind, bool) {
        let body = FuncKind::Body;
        match key {
            Key::Decl(obj, targs) => {
                let lazy = self.world.package(self.world.object(*obj).pkg).lazy;
                (self.decl_name(*obj, targs), self.decl_abi(*obj, targs).sig.clone(), body, lazy)
            }
            Key::Native(obj) => (self.decl_name(*obj, &[]), Sig { params: vec![Ty::Ptr], results: Vec::new() }, FuncKind::Native, true),
            Key::OnWord(m) => {
                let mut sig = self.method_abi(m, None).sig.clone();
                let at = usize::from(self.method_abi(m, None).memory.is_some());
                sig.params.insert(at, Ty::Ptr);
                (self.method_name(m), sig, body, true)
            }
            Key::OnValue(m) => (self.method_name(m), self.method_abi(m, Some(m.recv)).sig.clone(), body, true),
            Key::Bound(m) => (self.method_name(m) + "-fm", self.method_abi(m, None).with_context(), body, true),
            Key::Thunk(f) => {
                let sym = self.program.func(*f);
                let mut sig = sym.sig.clone();
                sig.params.push(Ty::Ptr);
                (sym.name.to_string(), sig, body, sym.lazy)
            }
            Key::Caller(..) => ("reflect.call".to_owned(), self.caller_abi().sig.clone(), body, true),
            Key::Maker(sig) => ("reflect.makeFuncStub".to_owned(), self.abi(None, *sig).with_context(), body, true),
            Key::PkgInit(pkg) => (format!("{}.init", self.world.package(*pkg).path), Sig::default(), body, false),
            Key::AllInits(pkg) => (format!("{}.init·all", self.world.package(*pkg).path), Sig::default(), body, false),
            Key::Inner => (String::new(), Sig::default(), body, false),
        }
    }

    /// Makes the code of a function.
    pub(crate) fn lower_key(&mut self, f: FuncId) -> Function {
        match self.keys[f.0 as usize].clone() {
            Key::Decl(obj, targs) => self.lower_decl(f, obj, &targs),
            Key::OnWord(m) => self.lower_on_word(f, &m),
            Key::OnValue(m) => self.lower_on_value(f, &m),
            Key::Bound(m) => self.lower_bound(f, &m),
            Key::Thunk(target) => self.lower_thunk(f, target),
            Key::Caller(sig, on_word) => self.lower_caller(f, sig, on_word),
            Key::Maker(sig) => self.lower_maker(f, sig),
            Key::PkgInit(pkg) => self.lower_pkg_init(f, pkg),
            Key::AllInits(pkg) => self.lower_all_inits(f, pkg),
            Key::Native(_) | Key::Inner => self.empty_function(f),
        }
    }

    /// The signature type of a declared function instance.
    pub(crate) fn decl_sig(&mut self, obj: ObjId, targs: &[TypeId]) -> TypeId {
        let ty = self.world.object(obj).ty;
        let subst = self.decl_subst(obj, targs);
        self.subst_sig(ty, &subst)
    }

    fn subst_sig(&mut self, ty: TypeId, subst: &Subst) -> TypeId {
        let mut sig = match self.world.types.get(ty) {
            Type::Signature(s) => s.clone(),
            _ => return ty,
        };
        sig.tparams.clear();
        let plain = self.world.types.intern(Type::Signature(sig));
        self.instantiate(plain, subst)
    }

    /// `t` with type arguments put in, canonical.
    pub(crate) fn instantiate(&mut self, t: TypeId, subst: &Subst) -> TypeId {
        let t = if subst.is_empty() { t } else { self.world.subst(t, subst) };
        self.canon(t)
    }

    /// The receiver type of a method instance.
    pub(crate) fn decl_recv(&mut self, obj: ObjId, targs: &[TypeId]) -> Option<TypeId> {
        let recv = self.func_info(obj)?.recv?;
        let subst = self.decl_subst(obj, targs);
        Some(self.instantiate(recv, &subst))
    }

    /// How a declared function instance is called.
    pub(crate) fn decl_abi(&mut self, obj: ObjId, targs: &[TypeId]) -> Arc<Abi> {
        let sig = self.decl_sig(obj, targs);
        let recv = self.decl_recv(obj, targs);
        self.abi(recv, sig)
    }

    /// Type parameters of a declared function, those of its receiver first, with their arguments.
    pub(crate) fn decl_subst(&self, obj: ObjId, targs: &[TypeId]) -> Subst {
        let of_recv: &[TypeParamId] = self.func_info(obj).map_or(&[], |info| &info.recv_tparams);
        let own: &[TypeParamId] = match self.world.types.get(self.world.object(obj).ty) {
            Type::Signature(sig) => &sig.tparams,
            _ => &[],
        };
        of_recv.iter().chain(own).copied().zip(targs.iter().copied()).collect()
    }

    pub(crate) fn func_info(&self, obj: ObjId) -> Option<&FuncInfo> {
        if let ObjKind::Func(info) = &self.world.object(obj).kind { Some(info) } else { None }
    }

    /// The declaration of a function of a package.
    pub(crate) fn func_decl(&self, obj: ObjId) -> Option<&mgo_syntax::ast::FuncDecl> {
        let at = self.func_info(obj)?.decl?;
        let files = &self.world.package(self.world.object(obj).pkg).files;
        match files.get(at.file as usize)?.decls.get(at.decl as usize)? {
            mgo_syntax::ast::Decl::Func(decl) => Some(decl),
            _ => None,
        }
    }

    /// `main.f`, `main.(*T).m`, `main.g[...]`, `main.T[...].m[...]`
    pub(crate) fn decl_name(&self, obj: ObjId, targs: &[TypeId]) -> String {
        let object = self.world.object(obj);
        let path = &self.world.package(object.pkg).path;
        let of_recv = self.func_info(obj).map_or(0, |info| info.recv_tparams.len());
        let [recv_dots, dots] = [of_recv > 0 && !targs.is_empty(), targs.len() > of_recv].map(|some| if some { "[...]" } else { "" });
        match self.func_info(obj).and_then(|i| i.recv) {
            None => match self.world.package(object.pkg).inits.iter().position(|&init| init == obj) {
                // There may be several.
                Some(n) if object.name == "init" => format!("{path}.init.{n}"),
                _ => format!("{path}.{}{dots}", object.name),
            },
            Some(recv) => {
                let (base, star) = match self.world.types.get(recv) {
                    Type::Pointer(e) => (*e, true),
                    _ => (recv, false),
                };
                let name = match self.world.types.get(base) {
                    Type::Named(n) => self.world.object(self.world.types.named(*n).obj).name.clone(),
                    _ => SmolStr::default(),
                };
                let recv = if star { format!("(*{name}{recv_dots})") } else { format!("{name}{recv_dots}") };
                format!("{path}.{recv}.{}{dots}", object.name)
            }
        }
    }

    /// Checks the body of a function of a lazily checked package; errors stop the function being lowered.
    pub(crate) fn ensure_checked(&mut self, obj: ObjId) {
        let diags = mgo_types::package::ensure_body(&mut self.world, obj);
        self.diags.extend(diags.into_iter().filter(|d| d.severity == mgo_syntax::diag::Severity::Error));
    }
}
