//! What compiled code calls or takes the address of, as Cranelift's two-number names.

use cranelift_codegen::ir::{ExternalName, LibCall, UserExternalName};
use mgo_abi::builtins::{Builtin, PanicCode};
use mgo_ir::program::{FuncId, Program};

/// The target of a call or code address.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Symbol {
    /// A function of the language: its code or its lazy stub.
    Func(FuncId),
    /// The thunk of a runtime function.
    Builtin(Builtin),
    /// The thunk of a native.
    Native(FuncId),
    /// The thunk that raises a run-time error of this number.
    Panic(u32),
    /// The thunk of a C library function that Cranelift asks for on machines without the instruction.
    LibCall(LibCall),
}

impl Symbol {
    /// The name Cranelift carries to the relocation.
    pub(crate) fn name(self) -> UserExternalName {
        let (namespace, index) = match self {
            Symbol::Func(id) => (0, id.0),
            Symbol::Builtin(builtin) => (1, builtin as u32),
            Symbol::Native(id) => (2, id.0),
            Symbol::Panic(code) => (3, code),
            Symbol::LibCall(_) => unreachable!("Cranelift names library calls itself"),
        };
        UserExternalName { namespace, index }
    }

    /// The symbol behind a user name.
    pub(crate) fn of(name: &UserExternalName) -> Symbol {
        match name.namespace {
            0 => Symbol::Func(FuncId(name.index)),
            1 => Symbol::Builtin(Builtin::ALL[name.index as usize]),
            2 => Symbol::Native(FuncId(name.index)),
            3 => Symbol::Panic(name.index),
            other => unreachable!("namespace {other}"),
        }
    }

    /// The symbol behind a relocation of `func`.
    pub(crate) fn of_reloc(name: &ExternalName, func: &cranelift_codegen::ir::Function) -> Symbol {
        match name {
            ExternalName::User(reference) => Symbol::of(&func.params.user_named_funcs()[*reference]),
            ExternalName::LibCall(call) => Symbol::LibCall(*call),
            other => unreachable!("{other:?} is never referred to"),
        }
    }

    /// For listings.
    pub(crate) fn text(self, program: &Program) -> String {
        match self {
            Symbol::Func(id) => program.func(id).name.to_string(),
            Symbol::Builtin(builtin) => format!("%{}", builtin.name()),
            Symbol::Native(id) => format!("native {}", program.func(id).name),
            Symbol::Panic(code) => format!("%panic({code})"),
            Symbol::LibCall(call) => call.to_string(),
        }
    }

    /// The symbol of a run-time error.
    pub(crate) fn panic(code: PanicCode) -> Symbol {
        Symbol::Panic(code as u32)
    }
}
