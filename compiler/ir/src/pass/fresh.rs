//! Barriers that nothing needs: of the first store to a word of an object that this block has made and nobody else knows of yet.
//!
//! Such a word is nil, so the store hides nothing from the collector. And what is stored it sees without the barrier: a goroutine runs only after its stack
//! has been scanned, so all it holds is marked or will be. A second store to the same word keeps its barrier, for the first may have been the only one to
//! tell a marker of its value.

use crate::ir::*;
use mgo_abi::builtins::Builtin;

const WORD: i32 = 8;

/// A fresh object that only this block knows of.
struct Fresh {
    object: Value,
    /// Its words that have been stored to.
    stored: Vec<i32>,
}

/// Leaves those barriers out.
pub fn remove_needless_barriers(func: &mut Function) {
    let mut fresh: Vec<Fresh> = Vec::new();
    for block in &mut func.blocks {
        fresh.clear();
        for inst in &mut block.insts {
            visit(inst, &mut fresh);
        }
    }
}

fn visit(inst: &mut Inst, fresh: &mut Vec<Fresh>) {
    match inst.op {
        Op::Call(Callee::Builtin(Builtin::NewObject), _) => fresh.push(Fresh { object: inst.results[0], stored: Vec::new() }),
        Op::StoreBarrier(value, addr, offset, mem) => {
            if first_store(fresh, addr, offset) {
                inst.op = Op::Store(value, addr, offset, mem);
            }
            publish(fresh, value);
        }
        Op::Store(value, addr, offset, _) => {
            first_store(fresh, addr, offset);
            publish(fresh, value);
        }
        Op::Load(..) | Op::NilCheck(_) | Op::KeepAlive(_) => {}
        ref op => op.for_each_value(|value| publish(fresh, value)),
    }
}

/// A word is stored to: whether it is one of a fresh object, and for the first time.
fn first_store(fresh: &mut [Fresh], addr: Value, offset: i32) -> bool {
    let Some(fresh) = fresh.iter_mut().find(|fresh| fresh.object == addr) else { return false };
    let word = offset / WORD;
    let first = !fresh.stored.contains(&word);
    if first {
        fresh.stored.push(word);
    }
    first
}

/// The value goes where others may see it.
fn publish(fresh: &mut Vec<Fresh>, value: Value) {
    fresh.retain(|fresh| fresh.object != value);
}
