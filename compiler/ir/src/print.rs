//! IR as text, for `--emit ir`, tests and bug reports.
//!
//! Invariant: the text depends on the function and the names in the program only, so that it can be compared with recorded text.

use crate::ir::*;
use crate::program::{FuncId, Program};
use std::fmt::{self, Display, Formatter};

/// A function together with the program that names its symbols; made by [`Function::display`].
pub struct DisplayFunction<'a> {
    func: &'a Function,
    program: &'a Program,
}

impl Function {
    /// The function as text.
    pub fn display<'a>(&'a self, program: &'a Program) -> DisplayFunction<'a> {
        DisplayFunction { func: self, program }
    }
}

impl Display for Value {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "v{}", self.0)
    }
}

impl Display for Block {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "b{}", self.0)
    }
}

impl Display for Slot {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "s{}", self.0)
    }
}

impl Display for Ty {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Ty::I8 => "i8",
            Ty::I16 => "i16",
            Ty::I32 => "i32",
            Ty::I64 => "i64",
            Ty::F32 => "f32",
            Ty::F64 => "f64",
            Ty::Ptr => "ptr",
        })
    }
}

/// Lower-case name of a plain enum variant.
fn lower(name: &impl fmt::Debug) -> String {
    format!("{name:?}").to_lowercase()
}

fn list<T: Display>(f: &mut Formatter<'_>, items: impl IntoIterator<Item = T>) -> fmt::Result {
    for (i, item) in items.into_iter().enumerate() {
        write!(f, "{}{item}", if i == 0 { "" } else { ", " })?;
    }
    Ok(())
}

impl Display for Sig {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str("(")?;
        list(f, &self.params)?;
        f.write_str(")")?;
        if !self.results.is_empty() {
            f.write_str(" -> (")?;
            list(f, &self.results)?;
            f.write_str(")")?;
        }
        Ok(())
    }
}

impl Display for Target {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.block)?;
        if !self.args.is_empty() {
            f.write_str("(")?;
            list(f, &self.args)?;
            f.write_str(")")?;
        }
        Ok(())
    }
}

impl Display for DisplayFunction<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let func = self.func;
        writeln!(f, "func {}{} {{{}", func.name, func.sig, self.attrs())?;
        for (i, slot) in func.slots.iter().enumerate() {
            writeln!(f, "    s{i} = slot {} align {}", slot.size, slot.align)?;
        }
        for (i, block) in func.blocks.iter().enumerate() {
            self.block(f, Block(i as u32), block)?;
        }
        writeln!(f, "}}")
    }
}

impl DisplayFunction<'_> {
    fn attrs(&self) -> String {
        let attrs = self.func.attrs;
        let named = [(attrs.noinline, " noinline"), (attrs.wrapper, " wrapper"), (attrs.nosplit, " nosplit")];
        let text: String = named.iter().filter(|(set, _)| *set).map(|(_, name)| *name).collect();
        if text.is_empty() { text } else { format!(" //{text}") }
    }

    fn block(&self, f: &mut Formatter<'_>, id: Block, block: &BlockData) -> fmt::Result {
        write!(f, "{id}")?;
        if !block.params.is_empty() {
            f.write_str("(")?;
            list(f, block.params.iter().map(|&p| format!("{p}: {}", self.func.values[p.0 as usize])))?;
            f.write_str(")")?;
        }
        let cold = if block.cold { " cold" } else { "" };
        let recover = if self.func.recover_block == Some(id) { " recover" } else { "" };
        writeln!(f, ":{cold}{recover}")?;
        for inst in &block.insts {
            f.write_str("    ")?;
            if !inst.results.is_empty() {
                list(f, inst.results.iter().map(|&r| format!("{r}: {}", self.func.values[r.0 as usize])))?;
                f.write_str(" = ")?;
            }
            self.op(f, &inst.op)?;
            self.inline_note(f, inst.loc)?;
            f.write_str("\n")?;
        }
        match &block.term {
            None => writeln!(f, "    <open>"),
            Some(term) => self.term(f, term),
        }
    }

    /// Names the function that inlined code came from.
    fn inline_note(&self, f: &mut Formatter<'_>, loc: Loc) -> fmt::Result {
        match self.func.locs.get(loc.0 as usize).and_then(|l| l.inlined) {
            Some((from, _)) => write!(f, "  // {}", self.func_name(from)),
            None => Ok(()),
        }
    }

    fn func_name(&self, id: FuncId) -> String {
        self.program.funcs.get(id.0 as usize).map_or_else(|| format!("func#{}", id.0), |sym| sym.name.to_string())
    }

    fn callee(&self, callee: &Callee) -> String {
        match callee {
            Callee::Func(id) => self.func_name(*id),
            Callee::Indirect(code, sig) => format!("[{code}]{sig}"),
            Callee::Builtin(builtin) => format!("%{}", builtin.name()),
            Callee::Native(id) => format!("native {}", self.func_name(*id)),
        }
    }

    fn op(&self, f: &mut Formatter<'_>, op: &Op) -> fmt::Result {
        match op {
            Op::Iconst(_, n) => write!(f, "const {n}"),
            Op::Fconst(Ty::F32, bits) => write!(f, "const {:?}", f32::from_bits(*bits as u32)),
            Op::Fconst(_, bits) => write!(f, "const {:?}", f64::from_bits(*bits)),
            Op::Bin(op, a, b) => write!(f, "{} {a}, {b}", lower(op)),
            Op::Un(op, a) => write!(f, "{} {a}", lower(op)),
            Op::Fma(a, b, c) => write!(f, "fma {a}, {b}, {c}"),
            Op::Conv(op, a, _) => write!(f, "{} {a}", lower(op)),
            Op::Cmp(cmp, a, b) => write!(f, "cmp {} {a}, {b}", lower(cmp)),
            Op::Select(c, a, b) => write!(f, "select {c}, {a}, {b}"),
            Op::Load(_, addr, offset, mem) => write!(f, "load{} {addr}{offset:+}", Flags(*mem)),
            Op::Store(value, addr, offset, mem) => write!(f, "store{} {value}, {addr}{offset:+}", Flags(*mem)),
            Op::StoreBarrier(value, addr, offset, mem) => write!(f, "store.barrier{} {value}, {addr}{offset:+}", Flags(*mem)),
            Op::SlotAddr(slot, offset) => write!(f, "addr {slot}{offset:+}"),
            Op::GlobalAddr(id, offset) => write!(f, "addr {}{offset:+}", self.global_name(id.0)),
            Op::DataAddr(id) => write!(f, "data {}", self.data_text(id.0)),
            Op::TypeAddr(id) => write!(f, "type {}", self.type_name(id.0)),
            Op::ItabAddr(id) => write!(f, "itab {}", self.itab_name(id.0)),
            Op::FuncValAddr(id) => write!(f, "funcval {}", self.func_name(*id)),
            Op::CodeAddr(id) => write!(f, "code {}", self.func_name(*id)),
            Op::Index(base, index, scale, offset) => write!(f, "index {base} + {index} * {scale}{offset:+}"),
            Op::Copy(dst, src, bytes) => write!(f, "copy {dst}, {src}, {bytes}"),
            Op::Zero(dst, bytes) => write!(f, "zero {dst}, {bytes}"),
            Op::NilCheck(ptr) => write!(f, "nilcheck {ptr}"),
            Op::Check(cond, code, a, b) => write!(f, "check {cond}, {code:?}, {a}, {b}"),
            Op::Call(callee, args) => {
                write!(f, "call {}(", self.callee(callee))?;
                list(f, args)?;
                f.write_str(")")
            }
            Op::AtomicLoad(_, addr) => write!(f, "atomic.load {addr}"),
            Op::AtomicStore(value, addr) => write!(f, "atomic.store {value}, {addr}"),
            Op::AtomicRmw(op, addr, value) => write!(f, "atomic.{} {addr}, {value}", lower(op)),
            Op::LocalCas(addr, old, new) => write!(f, "local.cas {addr}, {old}, {new}"),
            Op::AtomicCas(addr, old, new) => write!(f, "atomic.cas {addr}, {old}, {new}"),
            Op::Barrier(addr, value) => write!(f, "barrier {addr}, {value}"),
            Op::FramePtr => f.write_str("frameptr"),
            Op::CurG => f.write_str("curg"),
            Op::KeepAlive(value) => write!(f, "keepalive {value}"),
        }
    }

    fn term(&self, f: &mut Formatter<'_>, term: &Term) -> fmt::Result {
        f.write_str("    ")?;
        match term {
            Term::Jump(target) => write!(f, "jump {target}")?,
            Term::Br { cond, then, els } => write!(f, "br {cond}, {then}, {els}")?,
            Term::Switch(value, cases, default) => {
                write!(f, "switch {value}, ")?;
                list(f, cases.iter().map(|(n, target)| format!("{n}: {target}")).chain([format!("else: {default}")]))?;
            }
            Term::Return(values) => {
                f.write_str(if values.is_empty() { "return" } else { "return " })?;
                list(f, values)?;
            }
            Term::TailCall(callee, args) => {
                write!(f, "tailcall {}(", self.callee(callee))?;
                list(f, args)?;
                f.write_str(")")?;
            }
            Term::Unreachable => f.write_str("unreachable")?,
        }
        f.write_str("\n")
    }

    fn global_name(&self, id: u32) -> String {
        self.program.globals.get(id as usize).map_or_else(|| format!("global#{id}"), |g| g.name.to_string())
    }

    fn type_name(&self, id: u32) -> String {
        let known = self.program.types.get(id as usize).and_then(Option::as_ref);
        known.map_or_else(|| format!("type#{id}"), |ty| ty.name.to_string())
    }

    fn itab_name(&self, id: u32) -> String {
        let known = self.program.itabs.get(id as usize);
        known.map_or_else(|| format!("itab#{id}"), |itab| format!("({}, {})", self.type_name(itab.inter.0), self.type_name(itab.ty.0)))
    }

    fn data_text(&self, id: u32) -> String {
        let Some(bytes) = self.program.data.get(id as usize) else { return format!("data#{id}") };
        let shown = &bytes[..bytes.len().min(40)];
        format!("\"{}\"{}", shown.escape_ascii(), if shown.len() < bytes.len() { "…" } else { "" })
    }
}

/// Suffixes for what is known of an access.
struct Flags(Mem);

impl Display for Flags {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.may_fault { ".nil" } else { "" })?;
        f.write_str(if self.0.readonly { ".ro" } else { "" })
    }
}
