//! Calls: of functions, of code addresses, of the runtime, and the cold call behind a failed check.

use super::{Translator, clif_sig, clif_ty};
use crate::symbol::Symbol;
use cranelift_codegen::ir::{
    self as clif, BlockArg, ExceptionTableData, ExceptionTableItem, ExtFuncData, ExternalName, InstBuilder, types,
};
use cranelift_codegen::isa::CallConv;
use mgo_abi::builtins::{Builtin, PanicCode, Via};
use mgo_abi::layouts::g;
use mgo_ir::cfg;
use mgo_ir::ir::{Block, Callee, Inst, Op, Sig, Ty, Value};
use mgo_ir::program::FuncId;
use mgo_ir::verify::builtin_sig;

/// Behind calls that never return.
pub(super) const NEVER: clif::TrapCode = clif::TrapCode::unwrap_user(1);

impl Translator<'_, '_> {
    pub(super) fn call(&mut self, inst: &Inst, callee: &Callee, args: &[Value]) {
        let args: Vec<_> = args.iter().map(|&v| self.value(v)).collect();
        let results = match callee {
            Callee::Func(id) => self.call_symbol(Symbol::Func(*id), &args),
            Callee::Builtin(Builtin::DeferProcStack) => {
                self.link_deferred(args[0], args[1], args[2]);
                Vec::new()
            }
            Callee::Builtin(Builtin::DeferReturn) => vec![self.next_deferred(args[0])],
            Callee::Builtin(builtin) => self.call_symbol(Symbol::Builtin(*builtin), &args),
            Callee::Native(id) => self.call_symbol(Symbol::Native(*id), &args),
            Callee::Indirect(code, sig) => self.call_code(*code, sig, &args),
        };
        for (&result, value) in inst.results.iter().zip(results) {
            self.values[result.0 as usize] = Some(value);
        }
    }

    /// Calls a symbol and gives its results.
    pub(super) fn call_symbol(&mut self, symbol: Symbol, args: &[clif::Value]) -> Vec<clif::Value> {
        let callee = self.callee(symbol);
        let results = if self.func.recover_block.is_some() && may_panic(symbol) {
            let sig = self.b.func.dfg.ext_funcs[callee].signature;
            self.protected(sig, |t, table| t.b.ins().try_call(callee, args, table))
        } else {
            let call = self.b.ins().call(callee, args);
            self.b.inst_results(call).to_vec()
        };
        // A C function's second result is in rdx, the third of ours.
        if matches!(symbol, Symbol::Builtin(_)) && results.len() == 3 { vec![results[0], results[2]] } else { results }
    }

    fn call_code(&mut self, code: Value, sig: &Sig, args: &[clif::Value]) -> Vec<clif::Value> {
        let code = self.value(code);
        let sig = self.sig(sig, CallConv::Tail);
        if self.func.recover_block.is_some() {
            return self.protected(sig, |t, table| t.b.ins().try_call_indirect(code, args, table));
        }
        let call = self.b.ins().call_indirect(sig, code, args);
        self.b.inst_results(call).to_vec()
    }

    /// A call whose panic, when recovered, goes on in the recover block.
    fn protected(&mut self, sig: clif::SigRef, call: impl FnOnce(&mut Self, clif::ExceptionTable) -> clif::Inst) -> Vec<clif::Value> {
        let recover = self.target(self.func.recover_block.expect("only called in functions that have one"));
        let after = self.b.create_block();
        let types: Vec<_> = self.b.func.dfg.signatures[sig].returns.iter().map(|p| p.value_type).collect();
        let results = types.iter().map(|&ty| self.b.append_block_param(after, ty)).collect();
        let returned: Vec<_> = (0..types.len() as u32).map(BlockArg::TryCallRet).collect();
        let pool = &mut self.b.func.dfg.value_lists;
        let normal = clif::BlockCall::new(after, returned, pool);
        let landing = clif::BlockCall::new(recover, [], pool);
        let table = ExceptionTableData::new(sig, normal, [ExceptionTableItem::Default(landing)]);
        let table = self.b.func.dfg.exception_tables.push(table);
        call(self, table);
        self.b.switch_to_block(after);
        results
    }

    /// Whether anything that the entry leads to is a call with an edge to the recover block; without one the block would not be there.
    pub(super) fn calls_before_recovery(&self) -> bool {
        let mut seen = vec![false; self.func.blocks.len()];
        let mut todo = vec![Block(0)];
        while let Some(block) = todo.pop() {
            if std::mem::replace(&mut seen[block.0 as usize], true) {
                continue;
            }
            let calls = |inst: &Inst| match &inst.op {
                Op::Call(Callee::Builtin(builtin), _) => may_panic(Symbol::Builtin(*builtin)),
                Op::Call(..) => true,
                _ => false,
            };
            if self.func.blocks[block.0 as usize].insts.iter().any(calls) {
                return true;
            }
            cfg::successors(self.func, block, |to| todo.push(to));
        }
        false
    }

    /// An edge to the recover block that is never taken (a frame has an address, which Cranelift does not know): what is recovered is a fault.
    pub(super) fn keep_landing(&mut self) {
        let (never, body) = (self.b.create_block(), self.b.create_block());
        let frame = self.b.ins().get_frame_pointer(types::I64);
        self.b.ins().brif(frame, body, &[], never, &[]);
        self.b.set_cold_block(never);
        self.b.switch_to_block(never);
        self.call_symbol(Symbol::panic(PanicCode::Index), &[]);
        self.b.ins().trap(NEVER);
        self.b.switch_to_block(body);
    }

    /// The function reference for a symbol, made once per function.
    pub(super) fn callee(&mut self, symbol: Symbol) -> clif::FuncRef {
        if let Some(&known) = self.callees.get(&symbol) {
            return known;
        }
        let signature = match symbol {
            Symbol::Func(id) => {
                let program = self.env.program;
                self.sig(&program.func(id).sig, CallConv::Tail)
            }
            Symbol::Builtin(builtin) => self.b.import_signature(thunk_sig(builtin)),
            Symbol::Native(_) => self.sig(&Sig { params: vec![Ty::Ptr], results: vec![] }, CallConv::Tail),
            Symbol::Panic(_) => self.sig(&Sig::default(), CallConv::Tail),
            Symbol::LibCall(_) => unreachable!("Cranelift makes these calls itself"),
        };
        let name = self.b.func.declare_imported_user_function(symbol.name());
        let data = ExtFuncData { name: ExternalName::user(name), signature, colocated: true, patchable: false };
        let callee = self.b.import_function(data);
        self.callees.insert(symbol, callee);
        callee
    }

    pub(super) fn sig(&mut self, sig: &Sig, conv: CallConv) -> clif::SigRef {
        let key = (sig.clone(), conv);
        if let Some(&known) = self.sigs.get(&key) {
            return known;
        }
        let made = self.b.import_signature(clif_sig(sig, conv));
        self.sigs.insert(key, made);
        made
    }

    pub(super) fn code_addr(&mut self, id: FuncId) -> clif::Value {
        let callee = self.callee(Symbol::Func(id));
        self.b.ins().func_addr(types::I64, callee)
    }

    pub(super) fn check(&mut self, cond: Value, code: PanicCode, x: Value, y: Value) {
        let (cond, x, y) = (self.value(cond), self.value(x), self.value(y));
        let (failed, after) = (self.b.create_block(), self.b.create_block());
        self.b.ins().brif(cond, after, &[], failed, &[]);
        self.b.set_cold_block(failed);
        self.b.switch_to_block(failed);
        // By way of the G: as arguments the two would be wanted in fixed registers, and moved there before the branch.
        let gp = self.b.ins().get_pinned_reg(types::I64);
        for (i, value) in [x, y].into_iter().enumerate() {
            self.b.ins().store(clif::MemFlagsData::trusted(), value, gp, (g::CHECK_ARGS + 8 * i) as i32);
        }
        self.call_symbol(Symbol::panic(code), &[]);
        self.b.ins().trap(NEVER);
        self.b.switch_to_block(after);
    }
}

/// Whether a call can end in a panic. The asm routines cannot: allocation fails for good, the barrier never.
fn may_panic(symbol: Symbol) -> bool {
    !matches!(symbol, Symbol::Builtin(builtin) if matches!(builtin.via(), Via::Asm | Via::Wipe | Via::Leaf))
}

/// A builtin's signature as its thunk has it. The C functions behind want booleans zero-extended, and give the second result in rdx.
fn thunk_sig(builtin: Builtin) -> clif::Signature {
    let sig = builtin_sig(builtin);
    let conv = match builtin.via() {
        Via::Asm if sig.results.is_empty() => CallConv::PreserveAll,
        // The convention whose callees keep nothing; arguments and results it passes in its own way.
        Via::Wipe => {
            assert!(sig.params.is_empty() && sig.results.is_empty(), "{}: neither arguments nor results", builtin.name());
            CallConv::Winch
        }
        _ => CallConv::Tail,
    };
    let mut made = clif_sig(&sig, conv);
    for param in &mut made.params {
        if param.value_type == types::I8 {
            *param = param.uext();
        }
    }
    if let [first, second] = sig.results[..] {
        assert!(!first.is_float() && !second.is_float(), "{}: two results are words", builtin.name());
        made.returns = [first, Ty::I64, second].map(|ty| clif::AbiParam::new(clif_ty(ty))).to_vec();
    }
    made
}
