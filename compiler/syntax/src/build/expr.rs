//! Expressions.

use super::Builder;
use crate::ast::{BinaryOp, Block, Call, ChanDir, Element, Expr, ExprKind, FuncLit, FuncType, LitKind, UnaryOp};
use crate::source::{Pos, Span};
use smol_str::SmolStr;

/// Of a type in a message no more characters than this are shown.
const LONG: usize = 60;

/// The arguments of a call, with what closes them.
pub(crate) struct Args {
    pub(crate) list: Vec<Expr>,
    pub(crate) ellipsis: Option<Pos>,
    pub(crate) rparen: Pos,
}

/// What stands in the brackets of a slice expression.
pub(crate) struct Bounds(pub(crate) [Option<Expr>; 3]);

/// The sign tokens as operators with one operand.
pub(crate) fn unary_op(op: BinaryOp) -> UnaryOp {
    match op {
        BinaryOp::Sub => UnaryOp::Neg,
        BinaryOp::Xor => UnaryOp::BitNot,
        BinaryOp::And => UnaryOp::Addr,
        _ => UnaryOp::Plus,
    }
}

/// How tightly an operator binds, 1 to 5.
fn precedence(op: BinaryOp) -> u8 {
    use BinaryOp::*;
    match op {
        LOr => 1,
        LAnd => 2,
        Eq | Ne | Lt | Le | Gt | Ge => 3,
        Add | Sub | Or | Xor => 4,
        Mul | Div | Rem | Shl | Shr | And | AndNot => 5,
    }
}

impl Builder<'_> {
    pub(crate) fn literal(&mut self, lo: Pos, kind: LitKind, text: &str, hi: Pos) -> Expr {
        self.expr(lo, hi, ExprKind::Lit(kind, SmolStr::new(text)))
    }

    /// Hangs `op y` into the row `x` of operators so far: below every operator on its right edge that binds less tightly.
    pub(crate) fn binary(&mut self, x: Expr, op_pos: Pos, op: BinaryOp, y: Expr) -> Expr {
        let hi = y.span.hi;
        match x.kind {
            ExprKind::Binary { op: outer, op_pos: outer_pos, x: left, y: right } if precedence(outer) < precedence(op) => {
                let right = self.binary(*right, op_pos, op, y);
                let span = Span::new(x.span.lo, hi);
                let kind = ExprKind::Binary { op: outer, op_pos: outer_pos, x: left, y: Box::new(right) };
                Expr { id: x.id, span, kind: self.bounded_expr(x.id, span, kind) }
            }
            _ => self.expr(x.span.lo, hi, ExprKind::Binary { op, op_pos, x: Box::new(x), y: Box::new(y) }),
        }
    }

    /// `<-x`: a receive operation, or a channel type when `x` is one.
    pub(crate) fn receive(&mut self, lo: Pos, x: Expr, hi: Pos) -> Expr {
        match x.kind {
            ExprKind::ChanType(dir, elem) => {
                let (dir, elem) = self.receive_chan(dir, *elem);
                Expr { id: x.id, span: Span::new(lo, hi), kind: ExprKind::ChanType(dir, Box::new(elem)) }
            }
            _ => self.expr(lo, hi, ExprKind::Unary(UnaryOp::Recv, Box::new(x))),
        }
    }

    /// Moves a `<-` into the channel type behind it: `<-(chan<- E)` is written like `<-chan (<-E)`, and so on inwards.
    fn receive_chan(&mut self, dir: ChanDir, elem: Expr) -> (ChanDir, Expr) {
        match dir {
            ChanDir::Both => (ChanDir::Recv, elem),
            ChanDir::Recv => {
                self.syntax_error(elem.span, "unexpected <-, expected chan");
                (ChanDir::Recv, elem)
            }
            ChanDir::Send => match elem.kind {
                ExprKind::ChanType(inner_dir, inner) => {
                    let (inner_dir, inner) = self.receive_chan(inner_dir, *inner);
                    (ChanDir::Recv, Expr { kind: ExprKind::ChanType(inner_dir, Box::new(inner)), ..elem })
                }
                _ => {
                    let text: String = self.text(elem.span).chars().take(LONG).collect();
                    let message = format!("unexpected {text}, expected chan");
                    self.syntax_error(elem.span, message);
                    (ChanDir::Recv, elem)
                }
            },
        }
    }

    pub(crate) fn slice(&mut self, lo: Pos, x: Expr, bounds: Box<Bounds>, hi: Pos) -> Expr {
        let [low, high, max] = bounds.0.map(|bound| bound.map(Box::new));
        self.expr(lo, hi, ExprKind::Slice { x: Box::new(x), lo: low, hi: high, max })
    }

    pub(crate) fn call(&mut self, lo: Pos, fun: Expr, args: Args, hi: Pos) -> Expr {
        let Args { list: args, ellipsis, rparen } = args;
        self.expr(lo, hi, ExprKind::Call(Box::new(Call { fun, args, ellipsis, rparen })))
    }

    pub(crate) fn composite(&mut self, lo: Pos, ty: Option<Expr>, lbrace: Pos, elems: Vec<Element>, hi: Pos) -> Expr {
        let rbrace = Pos(hi.0 - 1);
        self.expr(lo, hi, ExprKind::Composite { ty: ty.map(Box::new), elems, lbrace, rbrace })
    }

    pub(crate) fn func_lit(&mut self, lo: Pos, sig: Box<FuncType>, body: Block, hi: Pos) -> Expr {
        self.expr(lo, hi, ExprKind::FuncLit(Box::new(FuncLit { sig: *sig, body })))
    }
}
