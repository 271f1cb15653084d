//! `--emit ir|clif|asm`: the program's own functions, and what was made of them.

use super::{Engine, EngineError, run};
use crate::pipeline::Checked;
use mgo_ir::lower::Lowerer;
use mgo_runtime::sched::{Config, Sched};
use std::io::Write;
use std::sync::Arc;

/// What to show.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Emit {
    /// mgo's intermediate representation, optimised.
    Ir,
    /// Cranelift's.
    Clif,
    /// Machine code, disassembled.
    Asm,
}

/// Prints the functions of the program's own package that `main.main` and the initialisers reach.
pub fn emit(checked: Checked, what: Emit) -> Result<(), EngineError> {
    let sources = Arc::new(checked.sources);
    let mut lowerer = Lowerer::new(checked.world, sources.clone());
    lowerer.inits(checked.package);
    let main = lowerer.entry("main.main").ok_or(EngineError::MissingEntry("main.main"))?;
    run::entry_points(&mut lowerer)?;
    let sched: &'static Sched = Box::leak(Sched::new(Config::from_env()));
    let engine = Engine::new(lowerer, run::jit(sched, run::gdb_wanted(), false), sched, sources);
    let text = engine.with(|inner| {
        let batch = inner.lower_reachable(&[main])?;
        let program = &inner.lowerer.program;
        let mut out = String::new();
        for func in &batch {
            let part = match what {
                Emit::Ir => func.display(program).to_string(),
                Emit::Clif => inner.jit.emit(program, func, mgo_codegen::Stage::Clif),
                Emit::Asm => inner.jit.emit(program, func, mgo_codegen::Stage::Asm),
            };
            out.push_str(&part);
            out.push('\n');
        }
        Ok(out)
    })?;
    // A reader that stops early (`| head`) is no error.
    let _ = std::io::stdout().lock().write_all(text.as_bytes());
    Ok(())
}
