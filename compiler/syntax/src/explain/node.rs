//! Outlines of expressions and types: as much of them as the parser's decisions need.

use crate::source::{Pos, Span};

/// An outline.
pub(super) struct Node {
    pub(super) kind: Kind,
    /// Where it starts and ends.
    pub(super) span: Span,
    /// How many operators in a row it consists of.
    row: usize,
}

/// Rows of so many operators are no type elements that anyone writes.
const LONG_ROW: usize = 200;

/// What it is.
pub(super) enum Kind {
    /// Missing or malformed.
    Bad,
    Name,
    Selector,
    /// A type literal, arrays, slices, structs and maps left out.
    Type,
    Chan(Direction, Box<Node>),
    /// An array, slice, struct or map type: what a composite literal may be of.
    Literal,
    /// `x[i]`; whether it can only be a value.
    Index {
        value: bool,
    },
    Paren(Box<Node>),
    /// An operation with one operand.
    Unary(Unary, Box<Node>),
    /// `x * y`
    Mul(Box<Node>, Box<Node>),
    /// `x | y`
    Or(Box<Node>, Box<Node>),
    /// Any other operation with two operands; whether one of them can only be a type.
    Binary {
        types: bool,
    },
    /// `f(x)` with a name, exactly one argument and no `...`.
    Call(Box<Node>, Box<Node>),
    /// `x.(type)`
    Guard,
    /// `...T`
    Dots(Pos),
    /// Several expressions.
    List,
    /// Another expression that can only be a value.
    Value,
}

/// Operators with one operand, as far as they matter.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Unary {
    Star,
    Tilde,
    Other,
}

/// A channel type's direction.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Both,
    Send,
    Receive,
}

impl Node {
    pub(super) fn new(kind: Kind, lo: Pos, hi: Pos) -> Node {
        Node { kind, span: Span::new(lo, hi.max(lo)), row: 0 }
    }

    pub(super) fn bad(at: Pos) -> Node {
        Node::new(Kind::Bad, at, at)
    }

    /// `x op y`, ending at `hi`. Long rows of operators become one node, so that no outline is deep.
    pub(super) fn and(self, op: fn(Box<Node>, Box<Node>) -> Kind, y: Node, hi: Pos) -> Node {
        let lo = self.span.lo;
        let row = match &self.kind {
            Kind::Mul(..) | Kind::Or(..) => self.row + 1,
            _ => 0,
        };
        let kind = if row < LONG_ROW { op(Box::new(self), Box::new(y)) } else { Kind::Binary { types: self.is_type() || y.is_type() } };
        Node { row, ..Node::new(kind, lo, hi) }
    }

    /// Without the parentheses around it.
    pub(super) fn unparen(&self) -> &Node {
        let mut node = self;
        while let Kind::Paren(inner) = &node.kind {
            node = inner;
        }
        node
    }

    /// Whether it can only be an element of a type set, and no value.
    pub(super) fn is_type(&self) -> bool {
        match &self.kind {
            Kind::Type | Kind::Literal | Kind::Chan(..) | Kind::Binary { types: true } => true,
            Kind::Unary(op, x) => *op == Unary::Tilde || x.is_type(),
            Kind::Mul(x, y) | Kind::Or(x, y) => x.is_type() || y.is_type(),
            Kind::Paren(x) => x.is_type(),
            _ => false,
        }
    }

    /// Whether it can only be a value, and no type.
    pub(super) fn is_value(&self) -> bool {
        match &self.kind {
            Kind::Value | Kind::Call(..) | Kind::Guard | Kind::Mul(..) | Kind::Or(..) | Kind::Binary { .. } => true,
            Kind::Unary(op, _) => *op != Unary::Star,
            Kind::Index { value } => *value,
            Kind::Paren(x) => x.is_value(),
            _ => false,
        }
    }
}

/// Takes `x` for a name and the type behind it, where it can be that: `P *E`, `P (E)`, `P *E|F`. Where it could also be a value it is
/// taken so only if `force`. Otherwise it comes back whole.
pub(super) fn extract_name(x: Node, force: bool) -> Result<(Span, Option<Node>), Node> {
    let Node { span, row, kind } = x;
    match kind {
        Kind::Name => Ok((span, None)),
        Kind::Mul(left, right) if matches!(left.kind, Kind::Name) && (force || right.is_type()) => {
            let ty = Node::new(Kind::Unary(Unary::Star, right), left.span.hi, span.hi);
            Ok((left.span, Some(ty)))
        }
        Kind::Or(left, right) => match extract_name(*left, force || right.is_type()) {
            Ok((name, Some(ty))) => Ok((name, Some(Node::new(Kind::Or(Box::new(ty), right), name.hi, span.hi)))),
            Ok((name, None)) => Err(Node { kind: Kind::Or(Box::new(Node::new(Kind::Name, name.lo, name.hi)), right), span, row }),
            Err(left) => Err(Node { kind: Kind::Or(Box::new(left), right), span, row }),
        },
        Kind::Call(fun, arg) if matches!(fun.kind, Kind::Name) && (force || arg.is_type()) => Ok((fun.span, Some(*arg))),
        kind => Err(Node { kind, span, row }),
    }
}
