//! `select`.

use super::func::FnCx;
use super::types::BOOL;
use super::value::Val;
use crate::ir::{Block, Cmp, ConvOp, Op, Slot, Target, Term, Ty, Value};
use mgo_abi::builtins::Builtin;
use mgo_abi::layouts::scase;
use mgo_syntax::ast::{CommClause, Expr, Stmt, StmtKind};
use mgo_syntax::source::Pos;
use mgo_types::types::TypeId;

/// A communication with its operands evaluated.
struct Comm<'e> {
    chan: Value,
    elem: TypeId,
    /// Where the value is or goes; null when it is not wanted.
    at: Value,
    /// Receives: the frame slot the value goes to.
    slot: Option<Slot>,
    send: bool,
    clause: &'e CommClause,
}

impl FnCx<'_> {
    /// `select { … }`
    pub(crate) fn select_stmt(&mut self, clauses: &[CommClause], pos: Pos) {
        let label = self.label.take();
        let default = clauses.iter().find(|c| c.comm.is_none());
        let comms: Vec<Comm<'_>> = clauses.iter().filter_map(|c| self.comm(c)).collect();
        // The goroutine waits at the statement, not at the operand that was evaluated last.
        self.at(pos);
        let done = self.b.block();
        self.label = label;
        self.push_ctl(done, None);
        match (&comms[..], default) {
            ([], None) => {
                self.rt0(Builtin::Block, &[]);
                self.unreachable();
            }
            ([], Some(clause)) => self.stmts(&clause.body),
            ([one], None) => self.only(one),
            ([one], Some(clause)) => self.try_one(one, clause, done),
            _ => self.general(&comms, default, done),
        }
        self.pop_ctl();
        self.b.jump(done);
        self.enter(done);
    }

    /// Evaluates the operands of a clause.
    fn comm<'e>(&mut self, clause: &'e CommClause) -> Option<Comm<'e>> {
        let stmt = clause.comm.as_deref()?;
        self.at(stmt.span.lo);
        if let StmtKind::Send(ch, x) = &stmt.kind {
            let elem = self.chan_elem(ch);
            self.order_root(ch);
            let chan = self.expr(ch).first();
            self.order_root(x);
            let val = self.expr_to(x, elem);
            let at = self.spill(elem, &val).base;
            return Some(Comm { chan, elem, at, slot: None, send: true, clause });
        }
        let ch = self.recv_operand(received(stmt)?)?;
        let elem = self.chan_elem(ch);
        self.order_root(ch);
        let chan = self.expr(ch).first();
        let wanted = !matches!(stmt.kind, StmtKind::Expr(_)) && self.lw.layout(elem).size > 0;
        let slot = wanted.then(|| self.slot(elem));
        let at = match slot {
            Some(slot) => self.slot_addr(slot).base,
            None => self.null(),
        };
        Some(Comm { chan, elem, at, slot, send: false, clause })
    }

    /// A single case: the plain operation.
    fn only(&mut self, c: &Comm<'_>) {
        let ok = if c.send {
            self.rt0(Builtin::ChanSend, &[c.chan, c.at]);
            self.boolc(true)
        } else {
            self.rt1(Builtin::ChanRecv, &[c.chan, c.at])
        };
        self.run_clause(c, ok);
    }

    /// A single case and a default.
    fn try_one(&mut self, c: &Comm<'_>, default: &CommClause, done: Block) {
        let (hit, miss) = (self.b.block(), self.b.block());
        let f = if c.send { Builtin::SelectNbSend } else { Builtin::SelectNbRecv };
        let r = self.rt1(f, &[c.chan, c.at]);
        let some = self.not_null(r);
        self.b.br(some, hit, miss);
        self.enter(hit);
        let ok = self.cmp_imm(Cmp::UGt, r, 1);
        self.run_clause(c, ok);
        self.b.jump(done);
        self.enter(miss);
        self.stmts(&default.body);
    }

    fn general(&mut self, comms: &[Comm<'_>], default: Option<&CommClause>, done: Block) {
        let n = comms.len();
        let slot = self.raw_slot((n * scase::SIZE) as u32);
        let array = self.slot_addr(slot);
        for (i, c) in comms.iter().enumerate() {
            let at = array.plus((i * scase::SIZE) as i32);
            let is_send = self.i64c(i64::from(c.send));
            self.store_word(c.chan, at.plus(scase::CHAN as i32));
            self.store_word(c.at, at.plus(scase::ELEM as i32));
            self.store_word(is_send, at.plus(scase::IS_SEND as i32));
        }
        let (count, has_default) = (self.i64c(n as i64), self.i64c(i64::from(default.is_some())));
        let r = self.rt1(Builtin::SelectGo, &[array.base, count, has_default]);
        let index = self.conv(ConvOp::Trunc, r, Ty::I32);
        let received = self.bin_imm(crate::ir::BinOp::UShrRaw, r, 32);
        let ok = self.b.inst1(Op::Conv(ConvOp::Trunc, received, Ty::I8), Ty::I8);
        let bodies: Vec<Block> = comms.iter().map(|_| self.b.block()).collect();
        let other = if default.is_some() { self.b.block() } else { bodies[n - 1] };
        let target = |block| Target { block, args: Vec::new() };
        let listed = if default.is_some() { n } else { n - 1 };
        let table = (0..listed).map(|i| (i as i64, target(bodies[i]))).collect();
        self.b.terminate(Term::Switch(index, table, target(other)));
        for (c, &body) in comms.iter().zip(&bodies) {
            self.enter(body);
            self.run_clause(c, ok);
            self.b.jump(done);
        }
        if let Some(clause) = default {
            self.enter(other);
            self.stmts(&clause.body);
        }
    }

    /// Assigns what was received and runs the clause.
    fn run_clause(&mut self, c: &Comm<'_>, ok: Value) {
        if !c.send {
            let val = match c.slot {
                Some(slot) => {
                    let at = self.slot_addr(slot);
                    self.load(c.elem, at)
                }
                None => self.zero(c.elem),
            };
            match c.clause.comm.as_deref().map(|s| &s.kind) {
                Some(StmtKind::Define(lhs, ..)) => self.bind_received(lhs, true, c.elem, val, ok),
                Some(StmtKind::Assign(lhs, _)) => self.bind_received(lhs, false, c.elem, val, ok),
                _ => {}
            }
        }
        self.stmts(&c.clause.body);
    }

    fn bind_received(&mut self, lhs: &[Expr], define: bool, elem: TypeId, val: Val, ok: Value) {
        let vals = [(elem, val), (BOOL, Val::word(ok))];
        for (e, (t, val)) in lhs.iter().zip(vals) {
            match self.defined(e).filter(|_| define) {
                _ if super::assign::name_of(e) == "_" => {}
                // A variable of its own each time, in any version of the language.
                Some(obj) => {
                    let own = self.obj_ty(obj);
                    self.declare(obj, own, Some(val));
                }
                None => self.set_range_var(Some(e), false, t, val),
            }
        }
    }
}

/// The receive expression of a clause.
fn received(s: &Stmt) -> Option<&Expr> {
    match &s.kind {
        StmtKind::Expr(e) => Some(e),
        StmtKind::Assign(_, rhs) | StmtKind::Define(_, rhs, _) => rhs.first(),
        _ => None,
    }
}
