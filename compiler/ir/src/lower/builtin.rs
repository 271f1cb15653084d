//! Calls of the predeclared functions and those of package unsafe.

use super::func::FnCx;
use super::types::{Kind, STRING};
use super::value::Val;
use crate::ir::{BinOp, Cmp, ConvOp, Op, Ty, Value};
use mgo_abi::builtins::{Builtin, PanicCode};
use mgo_abi::layouts::hchan;
use mgo_syntax::ast::{BinaryOp, Call, Expr, ExprKind, NodeId};
use mgo_types::info::{Mode, TypeAndValue};
use mgo_types::object::BuiltinId;
use mgo_types::types::TypeId;

impl FnCx<'_> {
    /// A call of a builtin.
    pub(crate) fn builtin(&mut self, e: &Expr, id: BuiltinId, call: &Call) -> Vec<(TypeId, Val)> {
        let args = &call.args;
        self.order_builtin(id, args);
        if let Some(vals) = self.results_as_arguments(args) {
            let spread = self.stand_ins(call, vals);
            return self.builtin(e, id, &spread);
        }
        let val = match id {
            BuiltinId::Append => self.append(e, call),
            BuiltinId::Cap => Val::word(self.cap(&args[0])),
            BuiltinId::Clear => return self.no_value(|cx| cx.clear(&args[0])),
            BuiltinId::Close => return self.no_value(|cx| cx.close(e, &args[0])),
            BuiltinId::Complex => self.complex(e, &args[0], &args[1]),
            BuiltinId::Copy => Val::word(self.copy_builtin(e, &args[0], &args[1])),
            BuiltinId::Delete => return self.no_value(|cx| cx.map_delete(&args[0], &args[1])),
            BuiltinId::Imag => self.part(&args[0], 1),
            BuiltinId::Real => self.part(&args[0], 0),
            BuiltinId::Len => Val::word(self.len(&args[0])),
            BuiltinId::Make => self.make(e, args),
            BuiltinId::Max => self.min_max(e, args, false),
            BuiltinId::Min => self.min_max(e, args, true),
            BuiltinId::New => Val::word(self.new_builtin(e, &args[0])),
            BuiltinId::Panic => return self.no_value(|cx| cx.panic(e, &args[0])),
            BuiltinId::Print => return self.no_value(|cx| cx.print(args, false)),
            BuiltinId::Println => return self.no_value(|cx| cx.print(args, true)),
            BuiltinId::Recover => self.recover(e),
            BuiltinId::UnsafeAdd => self.unsafe_add(&args[0], &args[1]),
            BuiltinId::UnsafeSlice => self.unsafe_slice(e, &args[0], &args[1]),
            BuiltinId::UnsafeString => self.unsafe_string(e, &args[0], &args[1]),
            BuiltinId::UnsafeSliceData | BuiltinId::UnsafeStringData => Val::word(self.expr(&args[0]).first()),
            // Constant, but for types that depend on type parameters.
            BuiltinId::UnsafeAlignof | BuiltinId::UnsafeOffsetof | BuiltinId::UnsafeSizeof => self.size_constant(id, &args[0]),
        };
        vec![(self.ty(e), val)]
    }

    /// The call of a builtin with these results of another call as its arguments.
    pub(crate) fn stand_ins(&mut self, call: &Call, vals: Vec<(TypeId, Val)>) -> Call {
        let first = &call.args[0];
        let mut args = Vec::new();
        for (ty, val) in vals {
            let id = NodeId(u32::MAX - self.stand_ins.len() as u32);
            self.stand_ins.insert(id, TypeAndValue { mode: Mode::Value, ty, value: None });
            let val = self.stable(ty, val);
            self.given.insert(id, val);
            args.push(Expr { id, span: first.span, kind: ExprKind::Bad });
        }
        Call { fun: call.fun.clone(), args, ellipsis: call.ellipsis, rparen: call.rparen }
    }

    fn no_value(&mut self, f: impl FnOnce(&mut Self)) -> Vec<(TypeId, Val)> {
        f(self);
        Vec::new()
    }

    fn size_constant(&mut self, id: BuiltinId, arg: &Expr) -> Val {
        let t = self.ty(arg);
        let n = match id {
            BuiltinId::UnsafeAlignof => u64::from(self.lw.layout(t).align),
            BuiltinId::UnsafeSizeof => self.lw.layout(t).size,
            _ => match self.selection(arg) {
                Some(sel) => self.offset_of(&sel),
                None => 0,
            },
        };
        Val::word(self.i64c(n as i64))
    }

    fn offset_of(&mut self, sel: &mgo_types::info::Selection) -> u64 {
        let recv = self.inst_ty(sel.recv);
        let (mut t, mut off) = (self.lw.deref(recv), 0);
        for &i in &sel.path {
            off += self.lw.world.field_offsets(t)[i as usize];
            t = self.lw.fields(t)[i as usize].ty;
        }
        off
    }

    /// `len(x)`
    pub(crate) fn len(&mut self, x: &Expr) -> Value {
        let t = self.ty(x);
        match self.lw.kind(t) {
            Kind::String => self.borrowed_string(x).as_words()[1],
            Kind::Slice(_) => self.expr(x).as_words()[1],
            Kind::Map(..) => {
                let m = self.expr(x).first();
                self.map_len(m)
            }
            Kind::Chan(..) => {
                let c = self.expr(x).first();
                self.len_behind(c, hchan::LEN as i32)
            }
            _ => self.array_len(x, t),
        }
    }

    fn array_len(&mut self, x: &Expr, t: TypeId) -> Value {
        self.discard(x);
        let array = self.lw.deref(t);
        let n = if let Kind::Array(_, n) = self.lw.kind(array) { n } else { 0 };
        self.i64c(n as i64)
    }

    fn cap(&mut self, x: &Expr) -> Value {
        let t = self.ty(x);
        match self.lw.kind(t) {
            Kind::Slice(_) => self.expr(x).as_words()[2],
            Kind::Chan(..) => {
                let c = self.expr(x).first();
                self.len_behind(c, hchan::CAP as i32)
            }
            _ => self.array_len(x, t),
        }
    }

    fn clear(&mut self, x: &Expr) {
        let t = self.ty(x);
        match self.lw.kind(t) {
            Kind::Map(..) => {
                let m = self.expr(x).first();
                let desc = self.type_addr(t);
                self.rt0(Builtin::MapClear, &[desc, m]);
            }
            Kind::Slice(elem) => {
                let s = self.expr(x);
                let w = s.as_words();
                self.clear_elems(elem, w[0], w[1]);
            }
            _ => {}
        }
    }

    /// Zeroes `n` elements.
    pub(crate) fn clear_elems(&mut self, elem: TypeId, ptr: Value, n: Value) {
        let layout = self.lw.layout(elem);
        if layout.pointers {
            let desc = self.type_addr(elem);
            self.rt0(Builtin::TypedSliceClear, &[desc, ptr, n]);
        } else {
            let bytes = self.bin_imm(BinOp::Mul, n, layout.size as i64);
            self.rt0(Builtin::Memclr, &[ptr, bytes]);
        }
    }

    fn close(&mut self, e: &Expr, x: &Expr) {
        let c = self.expr(x).first();
        self.at(e.span.lo);
        self.rt0(Builtin::CloseChan, &[c]);
    }

    fn complex(&mut self, e: &Expr, re: &Expr, im: &Expr) -> Val {
        let t = self.ty(e);
        let part =
            if self.lw.kind(t) == Kind::Complex(8) { mgo_types::types::Basic::Float32.id() } else { mgo_types::types::Basic::Float64.id() };
        let word = |cx: &mut Self, e: &Expr| match cx.tv(e).and_then(|tv| tv.value.clone()) {
            Some(v) => cx.constant(&v, part).first(),
            None => cx.expr(e).first(),
        };
        let words = [word(self, re), word(self, im)];
        Val::words(&words)
    }

    fn part(&mut self, x: &Expr, index: usize) -> Val {
        let val = self.expr(x);
        Val::word(val.as_words()[index])
    }

    fn copy_builtin(&mut self, e: &Expr, dst: &Expr, src: &Expr) -> Value {
        let t = self.ty(dst);
        let d = self.expr(dst);
        let s = self.borrowed_string(src);
        self.at(e.span.lo);
        let (d, s) = (d.as_words(), s.as_words());
        let n = self.bin(BinOp::SMin, d[1], s[1]);
        if let Kind::Slice(elem) = self.lw.kind(t) {
            self.copy_elems(elem, d[0], s[0], n);
        }
        n
    }

    /// Copies `n` elements that may overlap.
    pub(crate) fn copy_elems(&mut self, elem: TypeId, dst: Value, src: Value, n: Value) {
        let layout = self.lw.layout(elem);
        if layout.pointers {
            let desc = self.type_addr(elem);
            self.rt0(Builtin::TypedSliceCopy, &[desc, dst, src, n]);
        } else {
            let bytes = if layout.size == 1 { n } else { self.bin_imm(BinOp::Mul, n, layout.size as i64) };
            self.rt0(Builtin::Memmove, &[dst, src, bytes]);
        }
    }

    fn make(&mut self, e: &Expr, args: &[Expr]) -> Val {
        let t = self.ty(e);
        match self.lw.kind(t) {
            Kind::Slice(elem) => self.make_slice(e, elem, args),
            Kind::Map(..) => {
                let desc = self.type_addr(t);
                let hint = match args.get(1) {
                    Some(n) => self.index_value(n),
                    None => self.i64c(0),
                };
                Val::word(self.rt1(Builtin::MakeMap, &[desc, hint]))
            }
            _ => {
                let desc = self.type_addr(t);
                let size = match args.get(1) {
                    Some(n) => self.index_value(n),
                    None => self.i64c(0),
                };
                self.at(e.span.lo);
                Val::word(self.rt1(Builtin::MakeChan, &[desc, size]))
            }
        }
    }

    fn make_slice(&mut self, e: &Expr, elem: TypeId, args: &[Expr]) -> Val {
        let (Some(len_e), cap_e) = (args.get(1), args.get(2)) else { return Val::words(&[]) };
        let len = self.index_value(len_e);
        let cap = cap_e.map_or(len, |c| self.index_value(c));
        self.at(e.span.lo);
        let known = self.const_index(cap_e.unwrap_or(len_e));
        if let Some(n) = known
            && self.const_index(len_e).is_some()
            && let array = self.lw.array_of(elem, n)
            && self.site_in_frame(e.id, array)
        {
            let slot = self.slot(array);
            let addr = self.slot_addr(slot);
            let bytes = self.lw.layout(array).bytes();
            self.b.inst0(Op::Zero(addr.base, bytes));
            return Val::words(&[addr.base, len, cap]);
        }
        let desc = self.type_addr(elem);
        let ptr = self.rt1(Builtin::MakeSlice, &[desc, len, cap]);
        Val::words(&[ptr, len, cap])
    }

    fn new_builtin(&mut self, e: &Expr, arg: &Expr) -> Value {
        let t = self.ty(e);
        let elem = self.lw.deref(t);
        // `new(x)` of a value.
        let init = (self.mode(arg) != mgo_types::info::Mode::Type).then(|| self.expr_to(arg, elem));
        let addr = self.fresh(e, elem);
        match init {
            Some(val) => self.store(elem, addr, &val),
            None if addr.frame => self.store_zero(elem, addr),
            None => {}
        }
        addr.base
    }

    fn panic(&mut self, e: &Expr, arg: &Expr) {
        let any = self.lw.any();
        let val = self.expr_to(arg, any);
        self.at(e.span.lo);
        self.call_runtime("gopanic", val.as_words().to_vec());
        self.unreachable();
    }

    fn recover(&mut self, e: &Expr) -> Val {
        self.at(e.span.lo);
        let fp = self.recover_frame.unwrap_or_else(|| self.b.inst1(Op::FramePtr, Ty::Ptr));
        Val::Words(self.rt(Builtin::Recover, &[fp]))
    }

    fn min_max(&mut self, e: &Expr, args: &[Expr], min: bool) -> Val {
        let t = self.ty(e);
        let mut vals: Vec<Val> = args.iter().map(|a| self.arg_as(a, t)).collect();
        let mut best = vals.remove(0);
        for v in vals {
            best = self.min_max_pair(t, best, v, min);
        }
        best
    }

    /// An operand, which may be a constant of another type than the result.
    fn arg_as(&mut self, e: &Expr, t: TypeId) -> Val {
        match self.tv(e).and_then(|tv| tv.value.clone()) {
            Some(v) => self.constant(&v, t),
            None => self.expr(e),
        }
    }

    fn min_max_pair(&mut self, t: TypeId, a: Val, b: Val, min: bool) -> Val {
        let op = match (self.lw.kind(t), min) {
            (Kind::Float(_), true) => BinOp::FMin,
            (Kind::Float(_), false) => BinOp::FMax,
            (Kind::Int { signed: true, .. }, true) => BinOp::SMin,
            (Kind::Int { signed: true, .. }, false) => BinOp::SMax,
            (Kind::Int { .. }, true) => BinOp::UMin,
            (Kind::Int { .. }, false) => BinOp::UMax,
            _ => {
                // Strings: the first of equals stays.
                let b_wins = self.compare(if min { BinaryOp::Lt } else { BinaryOp::Gt }, STRING, &b, &a);
                let (a, b) = (a.as_words(), b.as_words());
                let words = [self.select(b_wins, b[0], a[0]), self.select(b_wins, b[1], a[1])];
                return Val::words(&words);
            }
        };
        Val::word(self.bin(op, a.first(), b.first()))
    }

    /// `print` and `println`: to standard error, each value in its own way.
    fn print(&mut self, args: &[Expr], line: bool) {
        let vals: Vec<(TypeId, Val)> = args.iter().map(|a| (self.ty(a), self.expr(a))).collect();
        self.rt0(Builtin::PrintLock, &[]);
        for (i, (t, val)) in vals.into_iter().enumerate() {
            if line && i > 0 {
                self.print_text(b" ");
            }
            self.print_value(t, &val);
        }
        if line {
            self.print_text(b"\n");
        }
        self.rt0(Builtin::PrintUnlock, &[]);
    }

    fn print_text(&mut self, text: &[u8]) {
        let s = self.string_const(text);
        self.rt0(Builtin::PrintString, s.as_words());
    }

    fn print_value(&mut self, t: TypeId, val: &Val) {
        let w = val.as_words();
        match self.lw.kind(t) {
            Kind::Bool => self.rt0(Builtin::PrintBool, w),
            Kind::Int { signed, .. } => {
                let wide = self.widen(w[0], signed);
                self.rt0(if signed { Builtin::PrintInt } else { Builtin::PrintUint }, &[wide]);
            }
            Kind::Float(_) => {
                let narrow = self.b.ty(w[0]) == Ty::F32;
                let wide = self.wide_float(w[0]);
                self.rt0(if narrow { Builtin::PrintFloat32 } else { Builtin::PrintFloat }, &[wide]);
            }
            Kind::Complex(_) => {
                let narrow = self.b.ty(w[0]) == Ty::F32;
                let parts = [self.wide_float(w[0]), self.wide_float(w[1])];
                self.rt0(if narrow { Builtin::PrintComplex64 } else { Builtin::PrintComplex }, &parts);
            }
            Kind::String => self.rt0(Builtin::PrintString, w),
            Kind::Slice(_) => self.rt0(Builtin::PrintSlice, w),
            Kind::Iface => self.rt0(Builtin::PrintEface, w),
            _ => self.rt0(Builtin::PrintPointer, &[w[0]]),
        }
    }

    fn wide_float(&mut self, v: Value) -> Value {
        if self.b.ty(v) == Ty::F32 { self.conv(ConvOp::FPromote, v, Ty::F64) } else { v }
    }

    fn unsafe_add(&mut self, p: &Expr, n: &Expr) -> Val {
        let p = self.expr(p).first();
        let n = self.index_value(n);
        Val::word(self.index_addr(p, n, 1))
    }

    fn unsafe_slice(&mut self, e: &Expr, p: &Expr, n: &Expr) -> Val {
        let t = self.ty(p);
        let elem = self.lw.deref(t);
        let size = self.lw.layout(elem).size.max(1);
        let ptr = self.expr(p).first();
        let n = self.index_value(n);
        self.at(e.span.lo);
        self.unsafe_len(n, 0);
        // How many elements there are address for, whatever `ptr` is.
        if let Ok(most) = i64::try_from(u64::MAX / size) {
            let ok = self.cmp_imm(Cmp::ULe, n, most);
            self.unsafe_memory(ok, ptr, 0);
        }
        let bytes = self.bin_imm(BinOp::Mul, n, size as i64);
        self.unsafe_end(ptr, bytes, 0);
        Val::words(&[ptr, n, n])
    }

    fn unsafe_string(&mut self, e: &Expr, p: &Expr, n: &Expr) -> Val {
        let ptr = self.expr(p).first();
        let n = self.index_value(n);
        self.at(e.span.lo);
        self.unsafe_len(n, 1);
        self.unsafe_end(ptr, n, 1);
        Val::words(&[ptr, n])
    }

    /// A length must not be negative.
    fn unsafe_len(&mut self, n: Value, which: i64) {
        let ok = self.cmp_imm(Cmp::SGe, n, 0);
        let which = self.i64c(which);
        self.check(ok, PanicCode::UnsafeLen, which, n);
    }

    /// Memory must not reach beyond the end of the address space; behind a nil pointer there is none.
    fn unsafe_end(&mut self, ptr: Value, bytes: Value, which: i64) {
        let zero = self.i64c(0);
        let start = self.conv(ConvOp::Bitcast, ptr, Ty::I64);
        let room = self.bin(BinOp::Sub, zero, start);
        let ok = self.cmp(Cmp::ULe, bytes, room);
        self.unsafe_memory(ok, ptr, which);
    }

    fn unsafe_memory(&mut self, ok: Value, ptr: Value, which: i64) {
        let (which, start) = (self.i64c(which), self.conv(ConvOp::Bitcast, ptr, Ty::I64));
        self.check(ok, PanicCode::UnsafeLen, which, start);
    }
}
