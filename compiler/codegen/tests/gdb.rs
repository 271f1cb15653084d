//! The image given to gdb describes the code: gdb itself breaks in it by name, walks out of it, and steps over its `ret`.

mod support;
use mgo_ir::ir::{BinOp, Ty};
use mgo_syntax::source::{Pos, SourceMap};
use std::process::Command;
use support::{BuilderExt, Test};

/// Run in a child by `gdb_sees_frames_lines_and_returns`: does nothing unless told to.
#[test]
fn debuggee() {
    if std::env::var_os("MGO_TEST_DEBUGGEE").is_none() {
        return;
    }
    let mut t = Test::with(|config| config.gdb = true);
    let sources = SourceMap::default();
    sources.add("prog.mgo", "package main\nfunc leaf() {\n\treturn 1\n}\nfunc middle() {\n\tleaf()\n}\n");
    t.jit.set_sources(sources);
    let leaf = t.declare("main.leaf", &[Ty::I64], &[Ty::I64]);
    let middle = t.declare("main.middle", &[Ty::I64], &[Ty::I64]);
    t.define_at(leaf, Pos(14), |b| {
        b.set_pos(Pos(29));
        let one = b.int(1);
        let sum = b.bin(BinOp::Add, b.param(0), one);
        b.ret(&[sum]);
    });
    t.define_at(middle, Pos(40), |b| {
        b.set_pos(Pos(57));
        let x = b.call(leaf, &[b.param(0)], &[Ty::I64])[0];
        let y = b.call(leaf, &[x], &[Ty::I64])[0];
        b.ret(&[y]);
    });
    t.compile_all();
    assert_eq!(t.call_int(middle, &[40]), 42);
}

/// Walks over the body to the `ret` and one step further: the frames must be right at each instruction.
const SCRIPT: &str = r#"
set auto-load off
set breakpoint pending on
set pagination off
break main.leaf
run debuggee --exact --test-threads=1
bt 3
set language c
while *(unsigned char*)$pc != 0xc3
stepi
end
printf "at ret\n"
bt 3
stepi
printf "behind ret\n"
bt 2
kill
"#;

#[test]
fn gdb_sees_frames_lines_and_returns() {
    let script = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("step.gdb");
    std::fs::write(&script, SCRIPT).unwrap();
    let exe = std::env::current_exe().unwrap();
    let child = Command::new("gdb").args(["-q", "-nx", "-batch", "-x"]).arg(&script).arg(exe).env("MGO_TEST_DEBUGGEE", "1").output();
    let Ok(output) = child else {
        assert!(std::env::var_os("CI").is_none(), "CI has gdb");
        eprintln!("no gdb here");
        return;
    };
    let text = String::from_utf8_lossy(&output.stdout);
    let parts: Vec<&str> = text.split("ret\n").collect();
    let [before, at_ret, behind] = parts[..] else { panic!("{text}\n{}", String::from_utf8_lossy(&output.stderr)) };
    for part in [before, at_ret] {
        assert!(part.contains("main.leaf") && part.contains("main.middle") && part.contains("mgo_test_enter"), "{part}\n---\n{text}");
        assert!(part.contains("prog.mgo:6"), "{text}");
    }
    assert!(behind.contains("main.middle") && !behind.contains("main.leaf"), "{text}");
}
