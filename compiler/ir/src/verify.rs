//! Checks the invariants of [`crate::ir`]: run on every function in tests and debug builds, between lowering, passes and codegen.

use crate::cfg::Cfg;
use crate::ir::*;
use crate::program::Program;
use mgo_abi::builtins::{Builtin, Word};
use std::fmt::Display;

/// All violations found in `func`, as sentences.
pub fn verify(func: &Function, program: &Program) -> Vec<String> {
    let mut v = Verifier { func, program, place: String::new(), errors: Vec::new(), defs: vec![None; func.values.len()] };
    v.shape();
    if v.errors.is_empty() {
        v.definitions();
    }
    if v.errors.is_empty() {
        let cfg = Cfg::new(func);
        v.uses(&cfg);
    }
    v.errors
}

/// Panics with the function's text when it violates an invariant; for debug builds.
pub fn assert_valid(func: &Function, program: &Program, stage: &str) {
    let errors = verify(func, program);
    assert!(errors.is_empty(), "invalid IR after {stage}: {errors:#?}\n{}", func.display(program));
}

/// The machine type of a builtin's argument or result.
pub fn word_ty(word: Word) -> Ty {
    match word {
        Word::I8 => Ty::I8,
        Word::I32 => Ty::I32,
        Word::I64 => Ty::I64,
        Word::F64 => Ty::F64,
        Word::P => Ty::Ptr,
    }
}

/// A builtin's signature.
pub fn builtin_sig(builtin: Builtin) -> Sig {
    let words = |list: &[Word]| list.iter().map(|&w| word_ty(w)).collect();
    Sig { params: words(builtin.params()), results: words(builtin.results()) }
}

struct Verifier<'a> {
    func: &'a Function,
    program: &'a Program,
    /// Where the checks are, for the texts.
    place: String,
    errors: Vec<String>,
    /// Block and index of each value's definition; parameters have index 0, the first instruction 1.
    defs: Vec<Option<(Block, usize)>>,
}

/// Integers and pointers mix: an address is a number to arithmetic.
fn same(a: Ty, b: Ty) -> bool {
    let word = |ty| if ty == Ty::Ptr { Ty::I64 } else { ty };
    word(a) == word(b)
}

impl Verifier<'_> {
    fn error(&mut self, text: impl Display) {
        let text = format!("{}: {}: {text}", self.func.name, self.place);
        self.errors.push(text);
    }

    fn expect(&mut self, ok: bool, text: impl Display) {
        if !ok {
            self.error(text);
        }
    }

    fn ty(&self, value: Value) -> Ty {
        self.func.values[value.0 as usize]
    }

    /// Blocks have ended, targets exist and get the right number of arguments, numbers are in range.
    fn shape(&mut self) {
        let func = self.func;
        self.place = "entry".into();
        if func.blocks.is_empty() {
            return self.error("no blocks");
        }
        let entry: Vec<Ty> = func.blocks[0].params.iter().map(|&p| func.values.get(p.0 as usize).copied().unwrap_or(Ty::I8)).collect();
        self.expect(entry == func.sig.params, "parameters of the entry block are not those of the signature");
        if let Some(recover) = func.recover_block {
            self.place = "recover".into();
            self.expect(func.blocks.get(recover.0 as usize).is_some_and(|b| b.params.is_empty()), "missing, or has parameters");
        }
        for (i, block) in func.blocks.iter().enumerate() {
            self.place = Block(i as u32).to_string();
            let in_range = |v: Value| (v.0 as usize) < func.values.len();
            let mut ok = block.params.iter().all(|&p| in_range(p));
            for inst in &block.insts {
                ok &= inst.results.iter().all(|&r| in_range(r)) && (inst.loc.0 as usize) < func.locs.len();
                inst.op.for_each_value(|v| ok &= in_range(v));
                if let Op::SlotAddr(slot, _) = inst.op {
                    ok &= (slot.0 as usize) < func.slots.len();
                }
            }
            self.expect(ok, "a number is out of range");
            let Some(term) = &block.term else {
                self.error("the block has not ended");
                continue;
            };
            let mut wrong = Vec::new();
            term.for_each_value(|v| {
                if !in_range(v) {
                    wrong.push("a number is out of range".to_string())
                }
            });
            term.for_each_target(|target| match func.blocks.get(target.block.0 as usize) {
                None => wrong.push(format!("branch to {}, which does not exist", target.block)),
                Some(_) if target.block == Block(0) => wrong.push("branch to the entry".to_string()),
                Some(to) if to.params.len() != target.args.len() => {
                    wrong.push(format!("{} arguments for the {} parameters of {}", target.args.len(), to.params.len(), target.block));
                }
                Some(_) => {}
            });
            wrong.into_iter().for_each(|text| self.error(text));
        }
    }

    fn definitions(&mut self) {
        for (i, block) in self.func.blocks.iter().enumerate() {
            let id = Block(i as u32);
            self.place = id.to_string();
            for &param in &block.params {
                self.define(param, (id, 0));
            }
            for (n, inst) in block.insts.iter().enumerate() {
                for &result in &inst.results {
                    self.define(result, (id, n + 1));
                }
            }
        }
    }

    fn define(&mut self, value: Value, at: (Block, usize)) {
        if self.defs[value.0 as usize].replace(at).is_some() {
            self.error(format!("{value} is defined twice"));
        }
    }

    /// Dominance and types of every use in reachable blocks.
    fn uses(&mut self, cfg: &Cfg) {
        for &id in &cfg.rpo {
            let block = &self.func.blocks[id.0 as usize];
            for (n, inst) in block.insts.iter().enumerate() {
                self.place = format!("{id}, instruction {n}");
                let mut used = Vec::new();
                inst.op.for_each_value(|v| used.push(v));
                self.dominated(cfg, &used, (id, n + 1));
                self.inst(inst);
            }
            self.place = format!("{id}, terminator");
            let term = block.term.as_ref().expect("checked by shape");
            let mut used = Vec::new();
            term.for_each_value(|v| used.push(v));
            self.dominated(cfg, &used, (id, block.insts.len() + 1));
            self.term(term);
        }
    }

    fn dominated(&mut self, cfg: &Cfg, used: &[Value], at: (Block, usize)) {
        for &value in used {
            match self.defs[value.0 as usize] {
                None => self.error(format!("{value} is never defined")),
                Some((block, n)) if block == at.0 => self.expect(n < at.1, format!("{value} is used before its definition")),
                Some((block, _)) => {
                    let ok = cfg.is_reachable(block) && cfg.dominates(block, at.0);
                    self.expect(ok, format!("{value}, defined in {block}, does not dominate this use"));
                }
            }
        }
    }

    fn results(&mut self, inst: &Inst, want: &[Ty]) {
        let have: Vec<Ty> = inst.results.iter().map(|&r| self.ty(r)).collect();
        let ok = have.len() == want.len() && have.iter().zip(want).all(|(&h, &w)| same(h, w));
        self.expect(ok, format!("results {have:?}, but the op gives {want:?}"));
    }

    fn operand(&mut self, value: Value, want: Ty) {
        let have = self.ty(value);
        self.expect(same(have, want), format!("{value} is {have}, not {want}"));
    }

    fn args(&mut self, args: &[Value], want: &[Ty]) {
        self.expect(args.len() == want.len(), format!("{} values for {}", args.len(), want.len()));
        for (&arg, &ty) in args.iter().zip(want) {
            self.operand(arg, ty);
        }
    }

    fn sig_of(&mut self, callee: &Callee) -> Option<Sig> {
        match callee {
            Callee::Func(id) => self.program.funcs.get(id.0 as usize).map(|f| f.sig.clone()),
            Callee::Indirect(code, sig) => {
                self.operand(*code, Ty::Ptr);
                Some((**sig).clone())
            }
            Callee::Builtin(builtin) => Some(builtin_sig(*builtin)),
            Callee::Native(_) => Some(Sig { params: vec![Ty::Ptr], results: Vec::new() }),
        }
    }

    fn inst(&mut self, inst: &Inst) {
        match &inst.op {
            Op::Iconst(ty, _) => {
                self.expect(!ty.is_float(), "integer constant of a float type");
                self.results(inst, &[*ty]);
            }
            Op::Fconst(ty, _) => {
                self.expect(ty.is_float(), "float constant of an integer type");
                self.results(inst, &[*ty]);
            }
            Op::Bin(op, a, b) => self.binary(inst, *op, *a, *b),
            Op::Un(op, a) => {
                let float =
                    matches!(op, UnOp::FNeg | UnOp::FAbs | UnOp::FSqrt | UnOp::FFloor | UnOp::FCeil | UnOp::FTrunc | UnOp::FNearest);
                self.expect(*op == UnOp::Same || self.ty(*a).is_float() == float, format!("{op:?} of {}", self.ty(*a)));
                self.results(inst, &[self.ty(*a)]);
            }
            Op::Fma(a, b, c) => {
                let ty = self.ty(*a);
                self.expect(ty.is_float(), "fma of integers");
                self.operand(*b, ty);
                self.operand(*c, ty);
                self.results(inst, &[ty]);
            }
            Op::Conv(op, a, to) => {
                self.conversion(*op, self.ty(*a), *to);
                self.results(inst, &[*to]);
            }
            Op::Cmp(cmp, a, b) => {
                let float = matches!(cmp, Cmp::FEq | Cmp::FNe | Cmp::FLt | Cmp::FLe | Cmp::FGt | Cmp::FGe);
                self.expect(self.ty(*a).is_float() == float, format!("{cmp:?} of {}", self.ty(*a)));
                self.operand(*b, self.ty(*a));
                self.results(inst, &[Ty::I8]);
            }
            Op::Select(c, a, b) => {
                self.operand(*c, Ty::I8);
                self.operand(*b, self.ty(*a));
                self.results(inst, &[self.ty(*a)]);
            }
            Op::Load(ty, addr, ..) | Op::AtomicLoad(ty, addr) => {
                self.operand(*addr, Ty::Ptr);
                self.results(inst, &[*ty]);
            }
            Op::Store(_, addr, ..) | Op::AtomicStore(_, addr) | Op::NilCheck(addr) | Op::Zero(addr, _) => {
                self.operand(*addr, Ty::Ptr);
                self.results(inst, &[]);
            }
            Op::StoreBarrier(value, addr, ..) | Op::Barrier(addr, value) => {
                self.operand(*value, Ty::Ptr);
                self.operand(*addr, Ty::Ptr);
                self.results(inst, &[]);
            }
            Op::SlotAddr(..) | Op::GlobalAddr(..) | Op::DataAddr(_) | Op::TypeAddr(_) | Op::ItabAddr(_) => self.results(inst, &[Ty::Ptr]),
            Op::FuncValAddr(_) | Op::CodeAddr(_) | Op::FramePtr | Op::CurG => self.results(inst, &[Ty::Ptr]),
            Op::Index(base, index, ..) => {
                self.operand(*base, Ty::Ptr);
                self.operand(*index, Ty::I64);
                self.results(inst, &[Ty::Ptr]);
            }
            Op::Copy(dst, src, _) => {
                self.operand(*dst, Ty::Ptr);
                self.operand(*src, Ty::Ptr);
                self.results(inst, &[]);
            }
            Op::Check(cond, _, a, b) => {
                self.operand(*cond, Ty::I8);
                self.operand(*a, Ty::I64);
                self.operand(*b, Ty::I64);
                self.results(inst, &[]);
            }
            Op::Call(callee, args) => {
                if let Some(sig) = self.sig_of(callee) {
                    self.args(args, &sig.params);
                    self.results(inst, &sig.results);
                } else {
                    self.error("call of an unknown function");
                }
            }
            Op::AtomicRmw(_, addr, value) => {
                self.operand(*addr, Ty::Ptr);
                self.results(inst, &[self.ty(*value)]);
            }
            Op::AtomicCas(addr, old, new) | Op::LocalCas(addr, old, new) => {
                self.operand(*addr, Ty::Ptr);
                self.operand(*new, self.ty(*old));
                self.results(inst, &[self.ty(*old)]);
            }
            Op::KeepAlive(_) => self.results(inst, &[]),
        }
    }

    fn binary(&mut self, inst: &Inst, op: BinOp, a: Value, b: Value) {
        use BinOp::*;
        let ty = self.ty(a);
        let float = matches!(op, FAdd | FSub | FMul | FDiv | FMin | FMax | FCopysign);
        self.expect(ty.is_float() == float, format!("{op:?} of {ty}"));
        if matches!(op, Shl | UShr | SShr | ShlRaw | UShrRaw | SShrRaw | Rotl) {
            self.expect(!self.ty(b).is_float(), "shift by a float");
        } else {
            self.operand(b, ty);
        }
        self.results(inst, &[ty]);
    }

    fn conversion(&mut self, op: ConvOp, from: Ty, to: Ty) {
        let ok = match op {
            ConvOp::SExt | ConvOp::ZExt => !from.is_float() && !to.is_float() && from.size() < to.size(),
            ConvOp::Trunc => !from.is_float() && !to.is_float() && from.size() > to.size(),
            ConvOp::Bitcast => from.size() == to.size(),
            ConvOp::SIntToFloat | ConvOp::UIntToFloat => !from.is_float() && to.is_float(),
            ConvOp::FloatToSInt | ConvOp::FloatToUInt => from.is_float() && !to.is_float(),
            ConvOp::FPromote => from == Ty::F32 && to == Ty::F64,
            ConvOp::FDemote => from == Ty::F64 && to == Ty::F32,
        };
        self.expect(ok, format!("{op:?} from {from} to {to}"));
    }

    fn term(&mut self, term: &Term) {
        let func = self.func;
        let mut targets = Vec::new();
        term.for_each_target(|target| targets.push(target.clone()));
        for target in targets {
            let want: Vec<Ty> = func.blocks[target.block.0 as usize].params.iter().map(|&p| self.ty(p)).collect();
            self.args(&target.args, &want);
        }
        match term {
            Term::Br { cond, .. } => self.operand(*cond, Ty::I8),
            Term::Switch(value, ..) => self.expect(!self.ty(*value).is_float(), "switch on a float"),
            Term::Return(values) => self.args(values, &func.sig.results),
            Term::TailCall(callee, args) => {
                if let Some(sig) = self.sig_of(callee) {
                    self.args(args, &sig.params);
                    self.expect(sig.results == func.sig.results, "tail call with other results");
                }
            }
            Term::Jump(_) | Term::Unreachable => {}
        }
    }
}

#[cfg(test)]
#[path = "verify_test.rs"]
mod tests;
