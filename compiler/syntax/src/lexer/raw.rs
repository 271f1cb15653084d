//! The automaton: which characters start what. Literals, comments and names beyond ASCII are finished by hand in callbacks.

use super::{number, quoted};
use crate::ast::{BinaryOp, LitKind};
use crate::token::{Semi, Token};
use logos::{Lexer, Logos};

/// A complaint about a literal, `offset` bytes from its start.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Error {
    pub(crate) offset: u32,
    pub(crate) message: String,
}

/// What the automaton tells apart.
#[derive(Logos, Clone, Copy, PartialEq, Debug)]
#[logos(extras = Vec<Error>)]
#[logos(skip r"[ \t\r]+")]
pub(crate) enum Raw<'s> {
    #[regex(r"[A-Za-z_][A-Za-z0-9_]*", name)]
    #[regex(r"[^\x00-\x7F]", foreign_name)]
    #[regex(r"[0-9]", number)]
    #[regex(r"\.[0-9]", number)]
    #[token("'", rune)]
    #[token("(", |_| Token::LParen)]
    #[token(")", |_| Token::RParen)]
    #[token("[", |_| Token::LBrack)]
    #[token("]", |_| Token::RBrack)]
    #[token("{", |_| Token::LBrace)]
    #[token("}", |_| Token::RBrace)]
    #[token(",", |_| Token::Comma)]
    #[token(";", |_| Token::Semi(Semi::Written))]
    #[token(":", |_| Token::Colon)]
    #[token(".", |_| Token::Dot)]
    #[token("...", |_| Token::Ellipsis)]
    #[token("=", |_| Token::Assign)]
    #[token(":=", |_| Token::Define)]
    #[token("<-", |_| Token::Arrow)]
    #[token("*", |_| Token::Star)]
    #[token("|", |_| Token::Or)]
    #[token("~", |_| Token::Tilde)]
    #[token("!", |_| Token::Not)]
    #[token("++", |_| Token::IncDec(true))]
    #[token("--", |_| Token::IncDec(false))]
    #[token("+", |_| Token::Sign(BinaryOp::Add))]
    #[token("-", |_| Token::Sign(BinaryOp::Sub))]
    #[token("^", |_| Token::Sign(BinaryOp::Xor))]
    #[token("&", |_| Token::Sign(BinaryOp::And))]
    #[token("/", |_| Token::BinOp(BinaryOp::Div))]
    #[token("%", |_| Token::BinOp(BinaryOp::Rem))]
    #[token("&^", |_| Token::BinOp(BinaryOp::AndNot))]
    #[token("<<", |_| Token::BinOp(BinaryOp::Shl))]
    #[token(">>", |_| Token::BinOp(BinaryOp::Shr))]
    #[token("&&", |_| Token::BinOp(BinaryOp::LAnd))]
    #[token("||", |_| Token::BinOp(BinaryOp::LOr))]
    #[token("==", |_| Token::BinOp(BinaryOp::Eq))]
    #[token("!=", |_| Token::BinOp(BinaryOp::Ne))]
    #[token("<", |_| Token::BinOp(BinaryOp::Lt))]
    #[token("<=", |_| Token::BinOp(BinaryOp::Le))]
    #[token(">", |_| Token::BinOp(BinaryOp::Gt))]
    #[token(">=", |_| Token::BinOp(BinaryOp::Ge))]
    #[token("+=", |_| Token::OpAssign(BinaryOp::Add))]
    #[token("-=", |_| Token::OpAssign(BinaryOp::Sub))]
    #[token("*=", |_| Token::OpAssign(BinaryOp::Mul))]
    #[token("/=", |_| Token::OpAssign(BinaryOp::Div))]
    #[token("%=", |_| Token::OpAssign(BinaryOp::Rem))]
    #[token("&=", |_| Token::OpAssign(BinaryOp::And))]
    #[token("|=", |_| Token::OpAssign(BinaryOp::Or))]
    #[token("^=", |_| Token::OpAssign(BinaryOp::Xor))]
    #[token("&^=", |_| Token::OpAssign(BinaryOp::AndNot))]
    #[token("<<=", |_| Token::OpAssign(BinaryOp::Shl))]
    #[token(">>=", |_| Token::OpAssign(BinaryOp::Shr))]
    #[token("break", |_| Token::Break)]
    #[token("case", |_| Token::Case)]
    #[token("chan", |_| Token::Chan)]
    #[token("const", |_| Token::Const)]
    #[token("continue", |_| Token::Continue)]
    #[token("default", |_| Token::Default)]
    #[token("defer", |_| Token::Defer)]
    #[token("else", |_| Token::Else)]
    #[token("fallthrough", |_| Token::Fallthrough)]
    #[token("for", |_| Token::For)]
    #[token("func", |_| Token::Func)]
    #[token("go", |_| Token::Go)]
    #[token("goto", |_| Token::Goto)]
    #[token("if", |_| Token::If)]
    #[token("import", |_| Token::Import)]
    #[token("interface", |_| Token::Interface)]
    #[token("map", |_| Token::Map)]
    #[token("package", |_| Token::Package)]
    #[token("range", |_| Token::Range)]
    #[token("return", |_| Token::Return)]
    #[token("select", |_| Token::Select)]
    #[token("struct", |_| Token::Struct)]
    #[token("switch", |_| Token::Switch)]
    #[token("type", |_| Token::Type)]
    #[token("var", |_| Token::Var)]
    Token(Token<'s>),

    #[token("\n")]
    Newline,

    #[token("//", line_comment)]
    LineComment,

    #[token("/*", block_comment)]
    BlockComment(Comment),

    #[token("\"", string)]
    #[token("`", raw_string)]
    Quoted((Token<'s>, Closed)),
}

/// Whether a literal ends before the text does.
pub(crate) type Closed = bool;

/// What matters of a block comment.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Comment {
    /// It ends before the text does.
    pub(crate) closed: Closed,
    /// It spans several lines.
    pub(crate) lines: bool,
}

type Lex<'s> = Lexer<'s, Raw<'s>>;

/// The token's text and everything behind it.
fn rest<'s>(lex: &Lex<'s>) -> &'s str {
    &lex.source()[lex.span().start..]
}

/// Makes the token `len` bytes long, counted from its start.
fn extend(lex: &mut Lex<'_>, len: usize) {
    lex.bump(len - lex.slice().len());
}

fn name<'s>(lex: &mut Lex<'s>) -> Token<'s> {
    if lex.remainder().as_bytes().first().is_some_and(|&b| b >= 0x80) {
        foreign_rest(lex);
    }
    Token::Name(lex.slice())
}

/// A name that starts with a character beyond ASCII; `None` when the character cannot stand in a name at all and is a stray.
fn foreign_name<'s>(lex: &mut Lex<'s>) -> Option<Token<'s>> {
    let first = lex.slice().chars().next()?;
    if first == '\u{feff}' {
        return None;
    }
    foreign_char(lex, first, 0);
    foreign_rest(lex);
    Some(Token::Name(lex.slice()))
}

/// Goes on with a name behind its ASCII part.
fn foreign_rest(lex: &mut Lex<'_>) {
    while let Some(c) = lex.remainder().chars().next() {
        if !c.is_ascii() && c != '\u{feff}' {
            let offset = lex.slice().len();
            foreign_char(lex, c, offset);
        } else if !c.is_ascii_alphanumeric() && c != '_' {
            break;
        }
        lex.bump(c.len_utf8());
    }
}

/// Complains when the character `c` at `offset` has no place in a name.
fn foreign_char(lex: &mut Lex<'_>, c: char, offset: usize) {
    let class = Class::lexer(c.encode_utf8(&mut [0; 4])).next();
    let message = match class {
        Some(Ok(Class::Letter)) => return,
        Some(Ok(Class::Digit)) if offset > 0 => return,
        Some(Ok(Class::Digit)) => format!("identifier cannot begin with digit {}", unicode_name(c)),
        _ => format!("invalid character {} in identifier", unicode_name(c)),
    };
    lex.extras.push(Error { offset: offset as u32, message });
}

/// Characters beyond ASCII as the specification sorts them.
#[derive(Logos, Clone, Copy, PartialEq, Debug)]
enum Class {
    #[regex(r"\p{L}")]
    Letter,
    #[regex(r"\p{Nd}")]
    Digit,
}

/// `U+0023 '#'`, as Go's `%#U` prints a character.
pub(crate) fn unicode_name(c: char) -> String {
    let code = format!("U+{:04X}", c as u32);
    if c.is_control() { code } else { format!("{code} '{c}'") }
}

fn number<'s>(lex: &mut Lex<'s>) -> Token<'s> {
    let scan = number::scan(rest(lex));
    extend(lex, scan.len);
    lex.extras.extend(scan.error);
    Token::Lit(scan.kind, lex.slice())
}

fn rune<'s>(lex: &mut Lex<'s>) -> Token<'s> {
    let scan = quoted::rune(rest(lex));
    extend(lex, scan.len);
    lex.extras.extend(scan.errors);
    Token::Lit(LitKind::Char, lex.slice())
}

fn string<'s>(lex: &mut Lex<'s>) -> (Token<'s>, Closed) {
    let scan = quoted::string(rest(lex));
    extend(lex, scan.len);
    lex.extras.extend(scan.errors);
    // an ordinary string cannot be continued on a further line of input
    (Token::Str(lex.slice()), true)
}

fn raw_string<'s>(lex: &mut Lex<'s>) -> (Token<'s>, Closed) {
    let scan = quoted::raw(rest(lex));
    extend(lex, scan.len);
    lex.extras.extend(scan.errors);
    (Token::Str(lex.slice()), scan.closed)
}

fn line_comment(lex: &mut Lex<'_>) {
    let text = rest(lex);
    let len = memchr::memchr(b'\n', text.as_bytes()).unwrap_or(text.len());
    note_foreign(lex, &text[..len]);
    extend(lex, len);
}

fn block_comment(lex: &mut Lex<'_>) -> Comment {
    let text = rest(lex);
    let end = memchr::memmem::find(&text.as_bytes()[2..], b"*/");
    let len = end.map_or(text.len(), |i| i + 4);
    if end.is_none() {
        lex.extras.push(Error { offset: 0, message: "comment not terminated".into() });
    }
    note_foreign(lex, &text[..len]);
    extend(lex, len);
    Comment { closed: end.is_some(), lines: memchr::memchr(b'\n', &text.as_bytes()[..len]).is_some() }
}

/// Complains about the characters that may stand nowhere, not even in comments.
fn note_foreign(lex: &mut Lex<'_>, text: &str) {
    quoted::forbidden(text, 0, &mut lex.extras);
}
