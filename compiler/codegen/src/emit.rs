//! `--emit clif` and `--emit asm`: a function's later stages as text, without placing it.

use crate::compile::Scratch;
use crate::jit::Jit;
use mgo_ir::ir::Function;
use mgo_ir::program::Program;

/// A stage behind the IR.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stage {
    /// Cranelift's IR as translated, before its optimiser.
    Clif,
    /// Machine code, as Cranelift lists it; without the stack check.
    Asm,
}

impl Jit {
    /// The function at a stage, as text that starts with its name.
    pub fn emit(&mut self, program: &Program, func: &Function, stage: Stage) -> String {
        self.data.lay_out(program, &mut self.code, func);
        let env = self.env(program);
        let mut scratch = Scratch::default();
        let text = match stage {
            Stage::Clif => scratch.clif(env, func),
            Stage::Asm => scratch.compile(&*self.isa, env, func, true).listing.unwrap_or_default(),
        };
        format!("; {}\n{}\n", func.name, text.trim_end())
    }
}
