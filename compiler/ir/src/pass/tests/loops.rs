//! What innermost loops use has names of its own there.

use super::*;

/// `p` is made before a call; `loops` counts to n and adds up what `p` points to, `again` and again.
fn sums(w: &mut World, name: &str, call: Option<FuncId>, again: bool) -> FuncId {
    w.func(name, &[Ty::Ptr, Ty::I64], &[Ty::I64], |b| {
        let (p, n) = (b.params()[0], b.params()[1]);
        if let Some(callee) = call {
            b.inst0(Op::Call(Callee::Func(callee), Vec::new()));
        }
        let add_up = |b: &mut Builder, _| {
            counted(b, 0, n, 1, |b, i| {
                let addr = b.inst1(Op::Index(p, i, 8, 0), Ty::Ptr);
                b.inst0(Op::Store(i, addr, 0, Mem::default()));
            });
        };
        if again {
            counted(b, 0, n, 1, add_up);
        } else {
            add_up(b, n);
        }
        ret(b, &[n]);
    })
}

#[test]
fn values_from_before_a_call_pass_the_header() {
    let mut w = World::default();
    let callee = w.func("callee", &[], &[], |b| ret(b, &[]));
    w.program.funcs[callee.0 as usize].replaceable = true;
    let behind = sums(&mut w, "behind", Some(callee), true);
    let text = w.text(behind);
    assert_eq!(text.matches("same").count(), 2, "p and n in the inner loop: {text}");
    let leaf = sums(&mut w, "leaf", None, true);
    assert!(!w.text(leaf).contains("same"), "nothing needs the frame where nothing is called");
    let last = sums(&mut w, "last", Some(callee), false);
    assert_eq!(w.text(last).matches("same").count(), 1, "p's range ends in the loop, n is returned");
}
