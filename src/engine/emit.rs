//! `--emit ir|clif|asm`: the program's own functions, and what was made of them.

use super::{EngineError, run};
use crate::pipeline::Checked;
use std::io::Write;

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
    let engine = run::at_rest(checked.world, checked.package, checked.sources)?;
    let text = engine.with(|inner| {
        inner.lowerer.set_summaries(mgo_stdlib::summaries);
        let main = inner.lowerer.entry("main.main").ok_or(EngineError::MissingEntry("main.main"))?;
        let batch = inner.lower_reachable(&[main])?;
        let mut out = String::new();
        for func in &batch {
            out.push_str(&inner.stage(func, what));
            out.push('\n');
        }
        Ok(out)
    })?;
    // A reader that stops early (`| head`) is no error.
    let _ = std::io::stdout().lock().write_all(text.as_bytes());
    Ok(())
}
