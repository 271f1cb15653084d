//! The GDB JIT interface: gdb plants a breakpoint in `__jit_debug_register_code` and reads an ELF image of each batch when it is called.

mod dwarf;
mod elf;

use crate::table::CompiledFunc;
use mgo_ir::program::Program;
use mgo_syntax::source::SourceMap;
use std::sync::Mutex;

/// `struct jit_code_entry` of gdb's manual.
#[repr(C)]
struct JitCodeEntry {
    next: *mut JitCodeEntry,
    prev: *mut JitCodeEntry,
    addr: *const u8,
    size: u64,
}

/// `struct jit_descriptor`.
#[repr(C)]
struct JitDescriptor {
    version: u32,
    action: u32,
    relevant: *mut JitCodeEntry,
    first: *mut JitCodeEntry,
}

/// `JIT_REGISTER_FN`
const REGISTER: u32 = 1;

/// Read by gdb under this name.
#[unsafe(no_mangle)]
static mut __jit_debug_descriptor: JitDescriptor =
    JitDescriptor { version: 1, action: 0, relevant: std::ptr::null_mut(), first: std::ptr::null_mut() };

/// Where gdb stops to look at the descriptor.
#[unsafe(no_mangle)]
#[inline(never)]
extern "C" fn __jit_debug_register_code() {
    // SAFETY: an empty asm block, so that calls are not optimised away.
    unsafe { std::arch::asm!("") }
}

/// Whether a debugger has been watching this process from its start; one that attaches later sees only what was registered before.
pub fn debugger_attached() -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    status.lines().filter_map(|line| line.strip_prefix("TracerPid:")).any(|pid| pid.trim() != "0")
}

/// The descriptor is one per process, whatever the number of Jits.
static REGISTERING: Mutex<()> = Mutex::new(());

/// Tells gdb of a batch. `bodies` are the functions' bytes.
pub(crate) fn register(program: &Program, sources: Option<&SourceMap>, funcs: &[CompiledFunc], bodies: &[&[u8]]) {
    let image: &'static [u8] = elf::image(program, sources, funcs, bodies).leak();
    let entry =
        Box::new(JitCodeEntry { next: std::ptr::null_mut(), prev: std::ptr::null_mut(), addr: image.as_ptr(), size: image.len() as u64 });
    let entry = Box::leak(entry);
    let _lock = REGISTERING.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    // SAFETY: the lock makes this the only writer; the entries live for ever, as gdb may read them at any time.
    unsafe {
        let first = __jit_debug_descriptor.first;
        entry.next = first;
        if !first.is_null() {
            (*first).prev = entry;
        }
        __jit_debug_descriptor.first = entry;
        __jit_debug_descriptor.relevant = entry;
        __jit_debug_descriptor.action = REGISTER;
    }
    __jit_debug_register_code();
}
