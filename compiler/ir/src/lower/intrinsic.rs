//! Functions of the standard library that are a few instructions: `//mgo:intrinsic`.

use super::Lowerer;
use super::abi::Abi;
use super::func::FnCx;
use super::value::{Val, Words};
use crate::ir::{BinOp, Cmp, ConvOp, Op, RmwOp, Ty, UnOp, Value};
use mgo_types::object::ObjId;
use mgo_types::types::TypeId;

/// Begins the names of operations that are atomic among goroutines alone.
const LOCAL: &str = "local";

impl Lowerer {
    /// Whether calls of the function are made of instructions.
    pub(crate) fn is_intrinsic(&self, obj: ObjId) -> bool {
        self.world.func_decl(obj).is_some_and(|d| d.body.is_none() && d.directives.iter().any(|d| d == "mgo:intrinsic"))
    }
}

impl FnCx<'_> {
    /// The instructions for a call of an intrinsic; gives the words of all its results.
    pub(crate) fn intrinsic(&mut self, obj: ObjId, abi: &Abi, args: &[(TypeId, Val)]) -> Words {
        let object = self.lw.world.object(obj);
        let (name, path) = (object.name.clone(), self.lw.world.package(object.pkg).path.clone());
        let words: Vec<Value> = args.iter().flat_map(|a| a.1.as_words().iter().copied()).collect();
        let result = abi.sig.results.first().copied();
        let made = match path.as_str() {
            "math" => self.math(&name, &words, result),
            "math/bits" => self.bits(&name, &words),
            _ => self.atomic(&name, &words, result),
        };
        match made {
            Some(words) => Words::from_vec(words),
            None => {
                self.unreachable();
                abi.sig.results.iter().map(|&ty| self.zero_word(ty)).collect()
            }
        }
    }

    fn math(&mut self, name: &str, w: &[Value], result: Option<Ty>) -> Option<Vec<Value>> {
        let un = match name {
            "Sqrt" | "sqrt" => Some(UnOp::FSqrt),
            "Floor" | "floor" => Some(UnOp::FFloor),
            "Ceil" | "ceil" => Some(UnOp::FCeil),
            "Trunc" | "trunc" => Some(UnOp::FTrunc),
            "RoundToEven" => Some(UnOp::FNearest),
            "Abs" | "abs" => Some(UnOp::FAbs),
            _ => None,
        };
        if let Some(op) = un {
            return Some(vec![self.un(op, w[0])]);
        }
        match name {
            "Copysign" => Some(vec![self.bin(BinOp::FCopysign, w[0], w[1])]),
            "FMA" => Some(vec![self.b.inst1(Op::Fma(w[0], w[1], w[2]), Ty::F64)]),
            "Float64bits" | "Float64frombits" | "Float32bits" | "Float32frombits" => Some(vec![self.conv(ConvOp::Bitcast, w[0], result?)]),
            _ => None,
        }
    }

    fn bits(&mut self, name: &str, w: &[Value]) -> Option<Vec<Value>> {
        let base = name.trim_end_matches(|c: char| c.is_ascii_digit());
        let op = match base {
            "LeadingZeros" => UnOp::Clz,
            "TrailingZeros" => UnOp::Ctz,
            "OnesCount" => UnOp::Popcnt,
            "ReverseBytes" => return Some(vec![self.un(UnOp::Bswap, w[0])]),
            "Reverse" => return Some(vec![self.un(UnOp::Bitrev, w[0])]),
            "RotateLeft" => return Some(vec![self.rotate(w[0], w[1])]),
            "less" => {
                let less = self.cmp(Cmp::ULt, w[0], w[1]);
                return Some(vec![self.widen(less, false)]);
            }
            "mulHigh" => return Some(vec![self.bin(BinOp::UMulHi, w[0], w[1])]),
            _ => return None,
        };
        let n = self.un(op, w[0]);
        Some(vec![self.widen(n, false)])
    }

    /// Rotates by a count taken modulo the width; negative counts rotate right by the same rule.
    fn rotate(&mut self, x: Value, count: Value) -> Value {
        let ty = self.b.ty(x);
        let count = if ty == Ty::I64 { count } else { self.conv(ConvOp::Trunc, count, ty) };
        let masked = self.bin_imm(BinOp::And, count, i64::from(ty.size() * 8 - 1));
        self.bin(BinOp::Rotl, x, masked)
    }

    /// `sync/atomic`, and what package sync has of it for words that only goroutines change: the word's type is that of the result or the last operand.
    fn atomic(&mut self, whole: &str, w: &[Value], result: Option<Ty>) -> Option<Vec<Value>> {
        let name = whole.strip_prefix(LOCAL).unwrap_or(whole);
        let op = ["Load", "Store", "Add", "Swap", "CompareAndSwap", "And", "Or"].into_iter().find(|op| {
            name.strip_prefix(op).is_some_and(|rest| matches!(rest, "Int32" | "Int64" | "Uint32" | "Uint64" | "Uintptr" | "Pointer"))
        })?;
        let among_goroutines = whole.starts_with(LOCAL);
        if let Some(&new) = w.last().filter(|&&v| op != "Load" && self.is_ptr(v)) {
            self.b.inst0(Op::Barrier(w[0], new));
        }
        let rmw = |cx: &mut Self, op| cx.b.inst1(Op::AtomicRmw(op, w[0], w[1]), cx.b.ty(w[1]));
        Some(match op {
            "Load" => {
                let ty = result?;
                vec![self.b.inst1(Op::AtomicLoad(ty, w[0]), ty)]
            }
            "Store" => {
                self.b.inst0(Op::AtomicStore(w[1], w[0]));
                Vec::new()
            }
            "Add" => {
                let old = rmw(self, if among_goroutines { RmwOp::LocalAdd } else { RmwOp::Add });
                vec![self.bin(BinOp::Add, old, w[1])]
            }
            "Swap" => vec![rmw(self, RmwOp::Xchg)],
            "And" => vec![rmw(self, RmwOp::And)],
            "Or" => vec![rmw(self, RmwOp::Or)],
            _ => {
                let ty = self.b.ty(w[1]);
                let op = if among_goroutines { Op::LocalCas(w[0], w[1], w[2]) } else { Op::AtomicCas(w[0], w[1], w[2]) };
                let found = self.b.inst1(op, ty);
                vec![self.cmp(Cmp::Eq, found, w[1])]
            }
        })
    }
}
