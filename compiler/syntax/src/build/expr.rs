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
pub(crate) fn precedence(op: BinaryOp) -> u8 {
    use BinaryOp::*;
    match op {
        LOr => 1,
        LAnd => 2,
        Eq | Ne | Lt | Le | Gt | Ge => 3,
        Add | Sub | Or | Xor => 4,
        Mul | Div | Rem | Shl | Shr | And | AndNot => 5,
    }
}

/// Whether `x` has the form of a type.
fn is_type(x: &Expr) -> bool {
    use ExprKind::*;
    match &x.kind {
        Bad | Name(_) | Index(..) | SliceType(_) | ArrayType { .. } | StructType(_) | FuncType(_) | InterfaceType(_) => true,
        MapType(..) | ChanType(..) => true,
        Selector(x, _) => matches!(x.kind, Name(_)),
        Paren(x) | Star(x) => is_type(x),
        _ => false,
    }
}

/// Whether `x` has a form that only values have.
fn is_value(x: &Expr) -> bool {
    use ExprKind::*;
    match &x.kind {
        Lit(..) | Composite { .. } | FuncLit(_) | Slice { .. } | TypeAssert(..) | Call(_) | Binary { .. } | Unary(..) => true,
        Paren(x) => is_value(x),
        Index(x, args) => is_value(x) || args.iter().any(is_value),
        _ => false,
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

    /// `x[a, …]`: Go's parser takes one expression there, or types.
    pub(crate) fn index(&mut self, lo: Pos, x: Expr, args: Vec<Expr>, hi: Pos) -> Expr {
        if args.len() > 1 {
            self.want_types(&args[1..]);
        }
        self.expr(lo, hi, ExprKind::Index(Box::new(x), args))
    }

    /// `T[a, …]` where only a type can be.
    pub(crate) fn instance(&mut self, lo: Pos, x: Expr, args: Vec<Expr>, hi: Pos) -> Expr {
        self.want_types(&args);
        self.expr(lo, hi, ExprKind::Index(Box::new(x), args))
    }

    fn want_types(&mut self, args: &[Expr]) {
        if let Some(arg) = args.iter().find(|arg| !is_type(arg)) {
            self.syntax_error(arg.span, "expected type");
        }
    }

    /// `lo : hi : max`, the last two of which must be there; `colon` is the second one's place.
    pub(crate) fn full_bounds(&mut self, lo: Option<Expr>, hi: Option<Expr>, colon: Pos, max: Option<Expr>, end: Pos) -> Box<Bounds> {
        let mut required = |given: Option<Expr>, which: &str, at: Pos| {
            given.unwrap_or_else(|| {
                self.error(Span::new(at, at.plus(1)), format!("{which} index required in 3-index slice"));
                self.expr(at, at, ExprKind::Bad)
            })
        };
        let hi = required(hi, "middle", colon);
        let max = required(max, "final", end);
        Box::new(Bounds([lo, Some(hi), Some(max)]))
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
        if let Some(Expr { kind: ExprKind::Index(_, args), .. }) = &ty
            && args.iter().any(is_value)
        {
            self.syntax_error(Span::new(lbrace, lbrace.plus(1)), "unexpected { at end of statement");
        }
        self.expr(lo, hi, ExprKind::Composite { ty: ty.map(Box::new), elems, lbrace, rbrace })
    }

    /// `(x){…}`: no composite literal's type stands in parentheses.
    pub(crate) fn parenthesized_composite(&mut self, lo: Pos, ty: Expr, lbrace: Pos, elems: Vec<Element>, hi: Pos) -> Expr {
        let mut inner = &ty;
        while let ExprKind::Paren(x) = &inner.kind {
            inner = x;
        }
        use ExprKind::{ArrayType, Index, MapType, Name, Selector, SliceType, StructType};
        let names_type =
            matches!(inner.kind, Name(_) | Selector(..) | Index(..) | ArrayType { .. } | SliceType(_) | MapType(..) | StructType(_));
        let message = if names_type { "cannot parenthesize type in composite literal" } else { "unexpected { at end of statement" };
        self.syntax_error(Span::new(lbrace, lbrace.plus(1)), message);
        self.composite(lo, Some(ty), lbrace, elems, hi)
    }

    pub(crate) fn func_lit(&mut self, lo: Pos, sig: Box<FuncType>, body: Block, hi: Pos) -> Expr {
        self.expr(lo, hi, ExprKind::FuncLit(Box::new(FuncLit { sig: *sig, body })))
    }
}
