//! The syntax tree.
//!
//! Types and expressions share [`Expr`], as in go/ast: only the checker can tell them apart.
//! Invariant: each [`Expr`], [`Ident`], [`Stmt`] and [`FuncLit`]-like node carries a [`NodeId`] that is unique within its package
//! (the parser numbers on from the `first_node` it is given), so that the checker's facts live in tables beside the tree.

use crate::body::Body;
use crate::directive::Target;
use crate::func::Func;
use crate::source::{FileId, Pos, SourceFile, Span};
use smol_str::SmolStr;

/// Names a node within its package; the key of all the checker's tables.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct NodeId(pub u32);

/// An identifier where it is written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ident {
    /// Its node.
    pub id: NodeId,
    /// Its text; `_` is the blank identifier.
    pub name: SmolStr,
    /// Where.
    pub span: Span,
}

/// A source file.
#[derive(Clone, Debug)]
pub struct File {
    /// Which file.
    pub file: FileId,
    /// Its name and text, for messages that mention a place.
    pub source: SourceFile,
    /// The package clause; `None` in a script without one.
    pub package: Option<Ident>,
    /// Import declarations, in order.
    pub imports: Vec<Import>,
    /// Top-level declarations, in order, imports left out.
    pub decls: Vec<Decl>,
    /// Statements at top level (`.mgo` scripts only): they are the body of main. Script `:=` and `var` at top level stay statements here.
    pub script: Vec<Stmt>,
    /// `//go:` and `//mgo:` comments, in order.
    pub directives: Vec<Directive>,
    /// The file's end.
    pub end: Pos,
    /// The tree is not good enough to check types: what is wrong is more than a malformed literal or a stray character.
    pub broken: bool,
    /// Something is wrong with it, be it small.
    pub flawed: bool,
}

/// A comment that speaks to the compiler: `//go:build go1.21`, `//go:noinline`, `//go:embed x.txt`.
#[derive(Clone, Debug)]
pub struct Directive {
    /// The whole comment without `//`.
    pub text: SmolStr,
    /// Where.
    pub span: Span,
    /// What it belongs to; nothing yet in a file whose bodies are parsed later.
    pub target: Target,
}

/// One import spec.
#[derive(Clone, Debug)]
pub struct Import {
    /// `_`, `.`, a name, or nothing.
    pub name: Option<Ident>,
    /// The unquoted path.
    pub path: SmolStr,
    /// Of the path literal.
    pub path_span: Span,
    /// Of the whole spec.
    pub span: Span,
    /// A node for the implicit package name object.
    pub id: NodeId,
}

/// A declaration, at top level or (but for `Func`) in a block. Grouped declarations are flattened, one `Decl` per spec.
#[derive(Clone, Debug)]
pub enum Decl {
    /// `const a, b T = x, y`
    Const(ConstSpec),
    /// `var a, b T = x, y`
    Var(VarSpec),
    /// `type T[P C] U` or `type T = U`
    Type(TypeSpec),
    /// `func (r T) f[P C](a A) R { … }`
    Func(Func),
}

impl Decl {
    /// Of the spec, or the whole function.
    pub fn span(&self) -> Span {
        match self {
            Decl::Const(spec) => spec.span,
            Decl::Var(spec) => spec.span,
            Decl::Type(spec) => spec.span,
            Decl::Func(func) => func.span(),
        }
    }
}

/// One constant spec; an empty one inside a group repeats the type and values of the last one that had them.
#[derive(Clone, Debug)]
pub struct ConstSpec {
    /// The names, at least one.
    pub names: Vec<Ident>,
    /// The declared type; inherited when the spec is implicit.
    pub ty: Option<Expr>,
    /// The values; inherited (a clone with the *same* node ids) when the spec is implicit.
    pub values: Vec<Expr>,
    /// Whether `ty` and `values` were inherited from an earlier spec of the group.
    pub inherited: bool,
    /// Value of `iota` here: index of the spec in its group.
    pub iota: u32,
    /// Of the spec.
    pub span: Span,
}

/// One variable spec.
#[derive(Clone, Debug)]
pub struct VarSpec {
    /// The names, at least one.
    pub names: Vec<Ident>,
    /// The declared type.
    pub ty: Option<Expr>,
    /// The values: none, one per name, or one call for all.
    pub values: Vec<Expr>,
    /// Of the spec.
    pub span: Span,
}

/// One type spec.
#[derive(Clone, Debug)]
pub struct TypeSpec {
    /// The new name.
    pub name: Ident,
    /// Type parameters.
    pub tparams: Vec<Field>,
    /// `type T = U`
    pub alias: bool,
    /// The right side.
    pub ty: Expr,
    /// Of the spec.
    pub span: Span,
}

/// A function or method declaration.
#[derive(Clone, Debug)]
pub struct FuncDecl {
    /// The receiver.
    pub recv: Option<Field>,
    /// Its name.
    pub name: Ident,
    /// Parameters and results.
    pub sig: FuncType,
    /// Its body; `None` for a native function.
    pub body: Option<Body>,
    /// From `func` to the end.
    pub span: Span,
    /// Directives right above it (`//go:noinline`, `//go:nosplit`, `//mgo:intrinsic`), without `//`.
    pub directives: Vec<SmolStr>,
}

/// A signature as written.
#[derive(Clone, Debug)]
pub struct FuncType {
    /// Type parameters; of functions and, since Go 1.27, of methods, never of literals.
    pub tparams: Vec<Field>,
    /// Parameters; the last may be variadic: its type is [`ExprKind::Ellipsis`].
    pub params: Vec<Field>,
    /// Results.
    pub results: Vec<Field>,
    /// From `func` or `(` to the end of the results.
    pub span: Span,
}

/// Names that share a type: parameters, results, a receiver, struct fields, type parameters.
#[derive(Clone, Debug)]
pub struct Field {
    /// No names: an unnamed parameter or an embedded field.
    pub names: Vec<Ident>,
    /// Their type (for type parameters the constraint).
    pub ty: Expr,
    /// A struct field's tag, unquoted.
    pub tag: Option<SmolStr>,
    /// Of the whole field.
    pub span: Span,
    /// A node for the implicit object of an unnamed parameter or embedded field.
    pub id: NodeId,
}

/// A brace-enclosed list of statements.
#[derive(Clone, Debug)]
pub struct Block {
    /// In order.
    pub stmts: Vec<Stmt>,
    /// With the braces; `span.hi` is just past `}`.
    pub span: Span,
}

/// An expression or a type.
#[derive(Clone, Debug)]
pub struct Expr {
    /// Its node.
    pub id: NodeId,
    /// Where.
    pub span: Span,
    /// What.
    pub kind: ExprKind,
}

/// The kinds of literals.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum LitKind {
    /// `42`, `0x2A`, `0b1_0`
    Int,
    /// `1.5e3`, `0x1p-2`
    Float,
    /// `2i`
    Imag,
    /// `'a'`
    Char,
    /// `"a"`, `` `a` ``
    String,
}

/// The kinds of expressions and types.
#[derive(Clone, Debug)]
pub enum ExprKind {
    /// What stands where the parser recovered from an error; the checker says nothing about it.
    Bad,
    /// `x`
    Name(Ident),
    /// A literal as written; [`crate::literal`] gives its value.
    Lit(LitKind, SmolStr),
    /// `T{a, k: v}`; the type is `None` for elided inner literals.
    Composite {
        /// The literal's type.
        ty: Option<Box<Expr>>,
        /// In order.
        elems: Vec<Element>,
        /// Of `{`.
        lbrace: Pos,
        /// Of `}`.
        rbrace: Pos,
    },
    /// `func(a A) R { … }`
    FuncLit(Box<FuncLit>),
    /// `(x)`
    Paren(Box<Expr>),
    /// `x.sel`
    Selector(Box<Expr>, Ident),
    /// `x[i]`, `F[A, B]`, `T[A]`
    Index(Box<Expr>, Vec<Expr>),
    /// `x[lo:hi:max]`
    Slice {
        /// The operand.
        x: Box<Expr>,
        /// Lower bound.
        lo: Option<Box<Expr>>,
        /// Upper bound.
        hi: Option<Box<Expr>>,
        /// Capacity bound of a full slice expression.
        max: Option<Box<Expr>>,
    },
    /// `x.(T)`; `None` for `x.(type)`, legal only in a type switch.
    TypeAssert(Box<Expr>, Option<Box<Expr>>),
    /// `f(a, b...)`, conversions included.
    Call(Box<Call>),
    /// `*x`: dereference or pointer type.
    Star(Box<Expr>),
    /// `-x`, `&x`, `<-x`, `~T` …
    Unary(UnaryOp, Box<Expr>),
    /// `x + y` …
    Binary {
        /// Operator.
        op: BinaryOp,
        /// Of the operator.
        op_pos: Pos,
        /// Left.
        x: Box<Expr>,
        /// Right.
        y: Box<Expr>,
    },
    /// `[N]T`; the length is `None` for `[...]T`.
    ArrayType {
        /// Length.
        len: Option<Box<Expr>>,
        /// Element.
        elem: Box<Expr>,
    },
    /// `[]T`
    SliceType(Box<Expr>),
    /// `struct { … }`
    StructType(Vec<Field>),
    /// `func(A) R`
    FuncType(Box<FuncType>),
    /// `interface { … }`
    InterfaceType(Vec<InterfaceElem>),
    /// `map[K]V`
    MapType(Box<Expr>, Box<Expr>),
    /// `chan T`, `<-chan T`, `chan<- T`
    ChanType(ChanDir, Box<Expr>),
    /// `...T`, the type of a variadic parameter.
    Ellipsis(Box<Expr>),
}

/// A function literal.
#[derive(Clone, Debug)]
pub struct FuncLit {
    /// Parameters and results.
    pub sig: FuncType,
    /// Its body.
    pub body: Block,
}

/// A call or a conversion.
#[derive(Clone, Debug)]
pub struct Call {
    /// What is called.
    pub fun: Expr,
    /// The arguments.
    pub args: Vec<Expr>,
    /// Of `...` behind the last argument.
    pub ellipsis: Option<Pos>,
    /// Of `)`.
    pub rparen: Pos,
}

/// One element of a composite literal.
#[derive(Clone, Debug)]
pub struct Element {
    /// Field name, index or map key.
    pub key: Option<Expr>,
    /// The value; a `Composite` with `ty: None` where the type was elided.
    pub value: Expr,
}

/// One element of an interface type.
#[derive(Clone, Debug)]
pub enum InterfaceElem {
    /// `m(A) R`
    Method(Ident, FuncType),
    /// An embedded interface or a union such as `~int | string` (binary `|` and unary `~` of [`Expr`]).
    Embed(Expr),
}

/// Direction of a channel type.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum ChanDir {
    /// `chan T`
    Both,
    /// `chan<- T`
    Send,
    /// `<-chan T`
    Recv,
}

/// Unary operators (dereference is [`ExprKind::Star`]).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum UnaryOp {
    /// `+x`
    Plus,
    /// `-x`
    Neg,
    /// `!x`
    Not,
    /// `^x`
    BitNot,
    /// `&x`
    Addr,
    /// `<-x`
    Recv,
    /// `~T`
    Tilde,
}

/// Binary operators.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum BinaryOp {
    /// `+`
    Add,
    /// `-`
    Sub,
    /// `*`
    Mul,
    /// `/`
    Div,
    /// `%`
    Rem,
    /// `&`
    And,
    /// `|`
    Or,
    /// `^`
    Xor,
    /// `&^`
    AndNot,
    /// `<<`
    Shl,
    /// `>>`
    Shr,
    /// `&&`
    LAnd,
    /// `||`
    LOr,
    /// `==`
    Eq,
    /// `!=`
    Ne,
    /// `<`
    Lt,
    /// `<=`
    Le,
    /// `>`
    Gt,
    /// `>=`
    Ge,
}

/// A statement.
#[derive(Clone, Debug)]
pub struct Stmt {
    /// Its node.
    pub id: NodeId,
    /// Where.
    pub span: Span,
    /// What.
    pub kind: StmtKind,
}

/// The kinds of statements.
#[derive(Clone, Debug)]
pub enum StmtKind {
    /// What stands where the parser recovered from an error.
    Bad,
    /// Nothing.
    Empty,
    /// A local const, var or type declaration; a grouped one becomes several statements.
    Decl(Decl),
    /// `L: stmt`
    Labeled(Ident, Box<Stmt>),
    /// An expression on its own.
    Expr(Expr),
    /// `ch <- x`
    Send(Expr, Expr),
    /// `x++` (true) or `x--`
    IncDec(Expr, bool),
    /// `a, b = x, y`
    Assign(Vec<Expr>, Vec<Expr>),
    /// `a += x`
    OpAssign(BinaryOp, Expr, Expr),
    /// `a, b := x, y`; the left sides are to be `Name`s; the checker reports anything else. The position is that of `:=`.
    Define(Vec<Expr>, Vec<Expr>, Pos),
    /// `go f(x)`
    Go(Expr),
    /// `defer f(x)`
    Defer(Expr),
    /// `return x, y`
    Return(Vec<Expr>),
    /// `break L`
    Break(Option<Ident>),
    /// `continue L`
    Continue(Option<Ident>),
    /// `goto L`
    Goto(Ident),
    /// `fallthrough`
    Fallthrough,
    /// `{ … }`
    Block(Block),
    /// `if init; cond { … } else …`
    If {
        /// Simple statement before the condition.
        init: Option<Box<Stmt>>,
        /// Condition.
        cond: Expr,
        /// Then.
        then: Block,
        /// An `If` or a `Block`.
        els: Option<Box<Stmt>>,
    },
    /// `for init; cond; post { … }`, also `for cond` and `for`.
    For {
        /// Before the loop.
        init: Option<Box<Stmt>>,
        /// Tested before each round.
        cond: Option<Expr>,
        /// After each round.
        post: Option<Box<Stmt>>,
        /// The body.
        body: Block,
    },
    /// `for k, v := range x { … }`
    Range {
        /// First iteration variable.
        key: Option<Expr>,
        /// Second iteration variable.
        value: Option<Expr>,
        /// Whether with `:=`.
        define: bool,
        /// Ranged over.
        x: Expr,
        /// The body.
        body: Block,
        /// Of `range`.
        range_pos: Pos,
    },
    /// `switch init; tag { case …: … }`
    Switch {
        /// Simple statement before the tag.
        init: Option<Box<Stmt>>,
        /// Switched on; `None` means `true`.
        tag: Option<Expr>,
        /// In order.
        clauses: Vec<CaseClause>,
        /// Of `{` to past `}`.
        body_span: Span,
    },
    /// `switch init; x := y.(type) { case T: … }`
    TypeSwitch {
        /// Simple statement before the guard.
        init: Option<Box<Stmt>>,
        /// The variable; declared anew in each clause.
        bind: Option<Ident>,
        /// `y` in `y.(type)`.
        x: Expr,
        /// In order; their expressions are types or `nil`.
        clauses: Vec<CaseClause>,
        /// Of `{` to past `}`.
        body_span: Span,
    },
    /// `select { case …: … }`
    Select(Vec<CommClause>, Span),
}

/// A clause of a switch.
#[derive(Clone, Debug)]
pub struct CaseClause {
    /// A node; in a type switch the key of the clause's implicit variable.
    pub id: NodeId,
    /// Whether this is `default:`; then `exprs` is empty.
    pub is_default: bool,
    /// Values or types.
    pub exprs: Vec<Expr>,
    /// The statements.
    pub body: Vec<Stmt>,
    /// Of the whole clause.
    pub span: Span,
}

/// A clause of a select.
#[derive(Clone, Debug)]
pub struct CommClause {
    /// A node.
    pub id: NodeId,
    /// `Send`, `Expr(<-c)`, `Assign` or `Define` with `<-c` as its one right side; `None` is `default:`.
    pub comm: Option<Box<Stmt>>,
    /// The statements.
    pub body: Vec<Stmt>,
    /// Of the whole clause.
    pub span: Span,
}
