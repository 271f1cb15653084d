//! Objects that nobody else gets to know, in the frame instead of the heap.
//!
//! Lowering decides what escapes before anything is inlined. When the callees that took an object's address have been put in the place of their calls,
//! only loads and stores of its words may be left: then it is a slot, whose words become values if they can.

use super::memory::for_each_escape;
use crate::ir::*;
use crate::program::Program;
use mgo_abi::builtins::Builtin;
use rustc_hash::FxHashMap;

/// Larger objects stay on the heap: frames of recursive functions stay small.
const MAX_BYTES: u64 = 128;

/// Makes slots of private objects. Gives whether there were any.
pub fn keep_private_objects(func: &mut Function, program: &Program) -> bool {
    let mut sizes = candidates(func, program);
    if sizes.is_empty() {
        return false;
    }
    for_each_escape(func, |value| _ = sizes.remove(&value));
    if sizes.is_empty() {
        return false;
    }
    for block in &mut func.blocks {
        let insts = std::mem::take(&mut block.insts);
        for mut inst in insts {
            match inst.op {
                Op::Call(Callee::Builtin(Builtin::NewObject), _) if let Some(&size) = sizes.get(&inst.results[0]) => {
                    let slot = Slot(func.slots.len() as u32);
                    func.slots.push(SlotData { size, align: 8 });
                    let (object, loc) = (inst.results[0], inst.loc);
                    inst.op = Op::SlotAddr(slot, 0);
                    block.insts.push(inst);
                    block.insts.push(Inst { op: Op::Zero(object, size), results: Default::default(), loc });
                }
                _ => block.insts.push(inst),
            }
        }
    }
    true
}

/// The objects of a known small type, with their sizes in bytes.
fn candidates(func: &Function, program: &Program) -> FxHashMap<Value, u32> {
    let mut types: FxHashMap<Value, u64> = FxHashMap::default();
    let mut found = FxHashMap::default();
    for inst in func.blocks.iter().flat_map(|block| &block.insts) {
        match &inst.op {
            Op::TypeAddr(ty) => _ = types.insert(inst.results[0], program.ty(*ty).size),
            Op::Call(Callee::Builtin(Builtin::NewObject), args) => {
                if let Some(&size) = types.get(&args[0])
                    && size <= MAX_BYTES
                {
                    // What has no size, such as a parameter that only gives a type argument its methods, still has an address.
                    found.insert(inst.results[0], (size as u32).max(1));
                }
            }
            _ => {}
        }
    }
    found
}
