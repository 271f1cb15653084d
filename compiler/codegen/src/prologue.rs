//! The stack check in front of a function, as raw bytes: in CLIF it would run after the frame is made.
//!
//! All registers are as at the call when `morestack` is entered (it may use rax, r10 and r11), so the same check serves preemption.

use mgo_abi::layouts::{FLOAT_ARGS, INT_ARGS, STACK_SMALL, g};
use mgo_ir::ir::Sig;

/// Words of stack arguments, and bytes that the callee pops of them.
pub(crate) fn stack_words(sig: &Sig) -> (u32, u32) {
    let floats = sig.params.iter().filter(|ty| ty.is_float()).count();
    let ints = sig.params.len() - floats;
    let words = ints.saturating_sub(INT_ARGS) + floats.saturating_sub(FLOAT_ARGS);
    (words as u32, (words as u32 * 8).next_multiple_of(16))
}

/// The bytes before the body. Their length is a multiple of 16, so that the body keeps its alignment.
pub(crate) fn prefix(frame: usize) -> Vec<u8> {
    let guard = g::STACKGUARD0 as u8;
    if frame <= STACK_SMALL {
        // cmp rsp, [r15 + guard]; jbe cold; 6-byte nop
        return [&[0x49, 0x3b, 0x67, guard, 0x0f, 0x86, 0, 0, 0, 0][..], &[0x66, 0x0f, 0x1f, 0x44, 0, 0]].concat();
    }
    // lea r11, [rsp - frame]; cmp r11, [r15 + guard]; jbe cold; 14 bytes of nop
    let mut bytes = vec![0x4c, 0x8d, 0x9c, 0x24];
    bytes.extend((-(frame as i32)).to_le_bytes());
    bytes.extend([0x4d, 0x3b, 0x5f, guard, 0x0f, 0x86, 0, 0, 0, 0]);
    bytes.extend([0x66, 0x0f, 0x1f, 0x84, 0, 0, 0, 0, 0, 0x0f, 0x1f, 0x44, 0, 0]);
    bytes
}

/// Where in a prefix the distance to the cold stub stands.
fn jump_at(prefix: usize) -> usize {
    if prefix == 16 { 6 } else { 14 }
}

/// Appends the cold stub to a function that starts with `prefix` bytes of prefix, and ties the prefix to it. `entry` is where `code` will run,
/// `morestack` the address of the word that holds the address of `morestack`.
pub(crate) fn append_cold_stub(code: &mut Vec<u8>, prefix: usize, sig: &Sig, entry: usize, morestack: usize) {
    let at = jump_at(prefix);
    let distance = code.len() as i32 - (at as i32 + 4);
    code[at..at + 4].copy_from_slice(&distance.to_le_bytes());
    // lea r11, [rip - here]
    code.extend([0x4c, 0x8d, 0x1d]);
    code.extend((-(code.len() as i32 + 4)).to_le_bytes());
    // mov r10d, words | popped << 16
    let (words, popped) = stack_words(sig);
    code.extend([0x41, 0xba]);
    code.extend((words | popped << 16).to_le_bytes());
    // jmp [rip + morestack]
    code.extend([0xff, 0x25]);
    let next = entry + code.len() + 4;
    code.extend((morestack.wrapping_sub(next) as i32).to_le_bytes());
}

/// Bytes that [`append_cold_stub`] appends.
pub(crate) const COLD_STUB: usize = 7 + 6 + 6;

#[cfg(test)]
mod tests {
    use super::*;
    use mgo_ir::ir::Ty;

    #[test]
    fn prefixes_keep_the_alignment() {
        for frame in [0, 128, 129, 100_000] {
            assert_eq!(prefix(frame).len() % 16, 0);
        }
    }

    #[test]
    fn stack_words_count_what_registers_do_not_hold() {
        let sig = |ints, floats| Sig { params: [vec![Ty::I64; ints], vec![Ty::F64; floats]].concat(), results: vec![] };
        assert_eq!(stack_words(&sig(6, 8)), (0, 0));
        assert_eq!(stack_words(&sig(9, 9)), (4, 32));
        assert_eq!(stack_words(&sig(7, 0)), (1, 16));
    }

    #[test]
    fn cold_stub_has_its_size_and_is_jumped_to() {
        let mut code = prefix(64);
        code.extend([0x90; 10]);
        let sig = Sig::default();
        append_cold_stub(&mut code, 16, &sig, 0x1000, 0x800);
        assert_eq!(code.len(), 26 + COLD_STUB);
        assert_eq!(i32::from_le_bytes(code[6..10].try_into().unwrap()), 16, "10 + 16 is the stub's offset");
        assert_eq!(i32::from_le_bytes(code[29..33].try_into().unwrap()), -33, "back to the entry");
    }
}
