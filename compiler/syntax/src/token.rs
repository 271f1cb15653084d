//! Tokens as the grammar sees them.
//!
//! Invariant: a token that carries text borrows it from the source, so a token is two words and a tag and copying one is cheap.
//! Operators that play the same part in the grammar share a variant; which one it is travels inside.

use crate::ast::{BinaryOp, LitKind};

/// Why there is a semicolon.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Semi {
    /// It was written.
    Written,
    /// A line ended behind a token that can end a statement.
    Newline,
    /// The file ended behind such a token.
    Eof,
}

/// How the text before the first token is to be taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Start {
    /// A Go file.
    File,
    /// A script.
    Script,
    /// The body of a function, alone.
    Body,
    /// A declared function, alone.
    Func,
}

/// A token.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Token<'s> {
    /// In front of everything else.
    Start(Start),
    /// `func` where a declaration starts, at the top level of a file.
    FuncDecl,

    /// An identifier.
    Name(&'s str),
    /// A number or a rune, as written.
    Lit(LitKind, &'s str),
    /// A string literal, as written.
    Str(&'s str),

    /// `;`, written or not.
    Semi(Semi),
    /// `(`
    LParen,
    /// `)`
    RParen,
    /// `[`
    LBrack,
    /// `]`
    RBrack,
    /// `{`
    LBrace,
    /// `}`
    RBrace,
    /// `,`
    Comma,
    /// `:`
    Colon,
    /// `.`
    Dot,
    /// `...`
    Ellipsis,
    /// `=`
    Assign,
    /// `:=`
    Define,
    /// `<-`
    Arrow,
    /// `*`
    Star,
    /// `|`
    Or,
    /// `~`
    Tilde,
    /// `!`
    Not,
    /// `+`, `-`, `^` or `&`: operators with one operand or two.
    Sign(BinaryOp),
    /// Every other binary operator.
    BinOp(BinaryOp),
    /// `+=` and its like.
    OpAssign(BinaryOp),
    /// `++` (true) or `--`.
    IncDec(bool),

    /// `break`
    Break,
    /// `case`
    Case,
    /// `chan`
    Chan,
    /// `const`
    Const,
    /// `continue`
    Continue,
    /// `default`
    Default,
    /// `defer`
    Defer,
    /// `else`
    Else,
    /// `fallthrough`
    Fallthrough,
    /// `for`
    For,
    /// `func`
    Func,
    /// `go`
    Go,
    /// `goto`
    Goto,
    /// `if`
    If,
    /// `import`
    Import,
    /// `interface`
    Interface,
    /// `map`
    Map,
    /// `package`
    Package,
    /// `range`
    Range,
    /// `return`
    Return,
    /// `select`
    Select,
    /// `struct`
    Struct,
    /// `switch`
    Switch,
    /// `type`
    Type,
    /// `var`
    Var,
}

impl Token<'_> {
    /// Whether a line end behind this token is a semicolon.
    pub fn ends_statement(self) -> bool {
        use Token::*;
        matches!(self, Name(_) | Lit(..) | Str(_) | RParen | RBrack | RBrace | IncDec(_) | Break | Continue | Fallthrough | Return)
    }

    /// The keyword's text, if it is a keyword.
    pub fn keyword(self) -> Option<&'static str> {
        use Token::*;
        Some(match self {
            Break => "break",
            Case => "case",
            Chan => "chan",
            Const => "const",
            Continue => "continue",
            Default => "default",
            Defer => "defer",
            Else => "else",
            Fallthrough => "fallthrough",
            For => "for",
            Func | FuncDecl => "func",
            Go => "go",
            Goto => "goto",
            If => "if",
            Import => "import",
            Interface => "interface",
            Map => "map",
            Package => "package",
            Range => "range",
            Return => "return",
            Select => "select",
            Struct => "struct",
            Switch => "switch",
            Type => "type",
            Var => "var",
            _ => return None,
        })
    }

    /// What the token is called in a dump.
    pub fn kind(self) -> &'static str {
        use Token::*;
        match self {
            Name(_) => "name",
            Lit(LitKind::Int, _) => "int",
            Lit(LitKind::Float, _) => "float",
            Lit(LitKind::Imag, _) => "imag",
            Lit(LitKind::Char, _) => "rune",
            Lit(LitKind::String, _) | Str(_) => "string",
            Semi(self::Semi::Written) => "semicolon",
            Semi(self::Semi::Newline) => "newline",
            Semi(self::Semi::Eof) => "EOF",
            _ if self.keyword().is_some() => "keyword",
            _ => "operator",
        }
    }

    /// What operators and punctuation look like; keywords and tokens with a text of their own are empty.
    pub fn text(self) -> &'static str {
        use Token::*;
        match self {
            LParen => "(",
            RParen => ")",
            LBrack => "[",
            RBrack => "]",
            LBrace => "{",
            RBrace => "}",
            Comma => ",",
            Colon => ":",
            Dot => ".",
            Ellipsis => "...",
            Assign => "=",
            Define => ":=",
            Arrow => "<-",
            Star => "*",
            Or => "|",
            Tilde => "~",
            Not => "!",
            Sign(op) | BinOp(op) => op.text(),
            OpAssign(op) => op.assign_text(),
            IncDec(true) => "++",
            IncDec(false) => "--",
            Self::Semi(_) => ";",
            _ => "",
        }
    }
}

impl BinaryOp {
    /// As written.
    pub fn text(self) -> &'static str {
        let text = self.assign_text();
        &text[..text.len() - 1]
    }

    /// As written where it is part of an assignment; comparisons and logical operators never are.
    fn assign_text(self) -> &'static str {
        use BinaryOp::*;
        match self {
            Add => "+=",
            Sub => "-=",
            Mul => "*=",
            Div => "/=",
            Rem => "%=",
            And => "&=",
            Or => "|=",
            Xor => "^=",
            AndNot => "&^=",
            Shl => "<<=",
            Shr => ">>=",
            LAnd => "&&=",
            LOr => "||=",
            Eq => "===",
            Ne => "!==",
            Lt => "<=",
            Le => "<==",
            Gt => ">=",
            Ge => ">==",
        }
    }
}
