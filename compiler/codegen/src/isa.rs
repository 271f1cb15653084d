//! The target and Cranelift's settings: decided by measurement, see ARCHITECTURE.md.

use cranelift_codegen::isa::OwnedTargetIsa;
use cranelift_codegen::settings::{self, Configurable};

/// What every function is compiled with.
const SETTINGS: &[(&str, &str)] = &[
    ("opt_level", "speed"),
    // r15 holds the G.
    ("enable_pinned_reg", "true"),
    // Tracebacks, recover and the collector walk rbp.
    ("preserve_frame_pointers", "true"),
    // The prologue prefix checks the stack, and gdb's unwind tables are made from the one frame shape there is.
    ("enable_probestack", "false"),
    ("unwind_info", "false"),
    // Windows end with their blocks.
    ("machine_code_cfg_info", "true"),
    ("is_pic", "false"),
    ("enable_table_access_spectre_mitigation", "false"),
    ("enable_heap_access_spectre_mitigation", "false"),
];

/// The machine this runs on.
pub(crate) fn host() -> OwnedTargetIsa {
    let mut flags = settings::builder();
    for (name, value) in SETTINGS {
        flags.set(name, value).expect("a setting of this Cranelift");
    }
    let verify = if cfg!(debug_assertions) { "true" } else { "false" };
    flags.set("enable_verifier", verify).expect("a setting of this Cranelift");
    let builder = cranelift_native::builder().expect("a machine that Cranelift knows");
    builder.finish(settings::Flags::new(flags)).expect("settings that fit each other")
}
