//! What to say about an error and how to go on, by what the grammar would have taken instead.
//!
//! The cases follow the places in Go's own parser (cmd/compile/internal/syntax) that report and resynchronise, in their order of
//! precedence here: top level, statement, operand, type, name, list, single token.

use super::context::{Context, Open};
use crate::build::Builder;
use crate::source::Span;
use crate::token::{Semi, Token};

/// Which tokens to skip before going on.
#[derive(Clone, Copy)]
pub(crate) enum Skip {
    /// None.
    None,
    /// The one in error.
    One,
    /// All up to one of these, or inside a function to one that starts a statement.
    Until(fn(Token<'_>) -> bool),
    /// The one in error, then all up to one of these as with `Until`.
    OneAndUntil(fn(Token<'_>) -> bool),
    /// All up to one of these, and it too.
    Past(fn(Token<'_>) -> bool),
}

/// A message and an edit.
pub(crate) struct Repair {
    pub(crate) message: String,
    /// The place, where it is not the token in error.
    pub(crate) at: Option<Span>,
    /// The place is the token behind the one in error.
    pub(crate) at_next: bool,
    pub(crate) skip: Skip,
    pub(crate) insert: Vec<Token<'static>>,
    /// What must come then; put in unless it is there already.
    pub(crate) close: Option<Token<'static>>,
    /// Another token to skip further on.
    pub(crate) also_skip: Option<Token<'static>>,
    /// Nothing sensible can follow.
    pub(crate) stop: bool,
}

/// Shorthand for sets of tokens.
macro_rules! set {
    ($pattern:pat) => {
        |token| matches!(token, $pattern)
    };
}

/// Tokens at which a statement starts and which skipping should not run over.
pub(crate) fn starts_statement(token: Token<'_>) -> bool {
    use Token::*;
    matches!(token, Break | Const | Continue | Defer | Fallthrough | For | Go | Goto | If | Return | Select | Switch | Type | Var)
}

/// Tokens at which a declaration starts.
pub(crate) fn starts_declaration(token: Token<'_>) -> bool {
    matches!(token, Token::Import | Token::Const | Token::Type | Token::Var | Token::Func | Token::FuncDecl)
}

const CLOSERS: fn(Token<'_>) -> bool = set!(Token::RParen | Token::RBrack | Token::RBrace);

/// What a token is called in messages.
fn token_name(token: Option<Token<'_>>) -> String {
    let Some(token) = token else { return "EOF".into() };
    match token {
        Token::Name(name) => format!("name {name}"),
        Token::Lit(_, text) | Token::Str(text) => format!("literal {text}"),
        Token::Semi(Semi::Written) => "semicolon".into(),
        Token::Semi(Semi::Newline) => "newline".into(),
        Token::Semi(Semi::Eof) => "EOF".into(),
        Token::Comma => "comma".into(),
        token => match token.keyword() {
            Some(keyword) => format!("keyword {keyword}"),
            None => token.text().into(),
        },
    }
}

impl Repair {
    fn new(message: String) -> Repair {
        Repair { message, at: None, at_next: false, skip: Skip::None, insert: Vec::new(), close: None, also_skip: None, stop: false }
    }

    /// `syntax error: ` and the message.
    fn plain(message: &str) -> Repair {
        Repair::new(format!("syntax error: {message}"))
    }

    /// `syntax error: unexpected X` and the rest.
    fn unexpected(c: &Context<'_, '_>, rest: &str) -> Repair {
        Repair::new(format!("syntax error: unexpected {}{rest}", token_name(c.token)))
    }

    fn skip(mut self, skip: Skip) -> Repair {
        self.skip = skip;
        self
    }

    fn put(mut self, tokens: &[Token<'static>]) -> Repair {
        self.insert.extend_from_slice(tokens);
        self
    }

    fn close(mut self, token: Token<'static>) -> Repair {
        self.close = Some(token);
        self
    }

    fn at_next(mut self) -> Repair {
        self.at_next = true;
        self
    }

    fn at(mut self, span: Option<Span>) -> Repair {
        self.at = span;
        self
    }

    fn stop(mut self) -> Repair {
        self.stop = true;
        self
    }
}

/// Says what is wrong at `c` and how to go on.
pub(crate) fn explain(c: &Context<'_, '_>, builder: &Builder<'_>) -> Repair {
    package(c, builder)
        .or_else(|| top_level(c, builder))
        .or_else(|| end_of_text(c))
        .or_else(|| statement(c))
        .or_else(|| import(c))
        .or_else(|| interface_method(c))
        .or_else(|| operand(c))
        .or_else(|| separator(c))
        .or_else(|| type_place(c))
        .or_else(|| name(c))
        .or_else(|| body(c))
        .unwrap_or_else(|| wanted(c))
}

/// The package clause: without it Go does not look at the rest.
fn package(c: &Context<'_, '_>, builder: &Builder<'_>) -> Option<Repair> {
    if c.script {
        return None;
    }
    if c.takes("package") {
        return Some(Repair::plain("package statement must be first").stop());
    }
    if c.back(1) == Some(Token::Package) {
        return Some(Repair::unexpected(c, ", expected name").stop());
    }
    let in_clause = c.back(2) == Some(Token::Package) || c.before.is_empty() && !builder.has_items();
    in_clause.then(|| Repair::unexpected(c, ", expected semicolon or newline").stop())
}

/// Between the declarations of a file.
fn top_level(c: &Context<'_, '_>, builder: &Builder<'_>) -> Option<Repair> {
    if !c.open.is_empty() {
        return None;
    }
    if c.script && c.takes("func decl") {
        return Some(Repair::unexpected(c, ", expected statement").skip(Skip::Until(set!(Token::Semi(_)))));
    }
    if c.takes("func decl") {
        let stray_body = c.token == Some(Token::LBrace) && builder.lacks_body();
        let message =
            if stray_body { "unexpected semicolon or newline before {" } else { "non-declaration statement outside function body" };
        return Some(Repair::plain(message).skip(Skip::Until(starts_declaration)));
    }
    if let Some(define) = define_for_assign(c) {
        return Some(define);
    }
    if c.script || !c.takes(";") || c.clause().is_some() {
        return None;
    }
    Some(Repair::unexpected(c, " after top level declaration").skip(Skip::Until(starts_declaration)).put(&[Token::Semi(Semi::Newline)]))
}

/// `:=` where only `=` can be.
fn define_for_assign(c: &Context<'_, '_>) -> Option<Repair> {
    let meant = c.token == Some(Token::Define) && c.takes("=") && !c.takes(":=");
    meant.then(|| Repair::unexpected(c, ", expected =").skip(Skip::One).put(&[Token::Assign]))
}

/// The text ends where something can be closed.
fn end_of_text(c: &Context<'_, '_>) -> Option<Repair> {
    let closer = c.closer().filter(|closer| c.token.is_none() && c.takes(closer))?;
    Some(Repair::unexpected(c, &format!(", expected {closer}")))
}

/// Where a statement can start.
fn statement(c: &Context<'_, '_>) -> Option<Repair> {
    // where a clause cannot start, the parser is past the empty statement when it sees `case`
    let stray_case = matches!(c.token, Some(Token::Case | Token::Default))
        && matches!(c.back(1), Some(Token::Semi(_) | Token::LBrace))
        && c.takes_all(&["}", ";"]);
    if !c.takes_all(&["return", "goto"]) && !stray_case {
        return None;
    }
    if c.back(1) == Some(Token::Colon) && matches!(c.back(2), Some(Token::Name(_))) && !c.takes("case") {
        return Some(Repair::plain("missing statement after label").at(c.span_back(1)).put(&[Token::Semi(Semi::Newline)]));
    }
    if c.takes("case") && !stray_case {
        return Some(clause_start(c));
    }
    if c.innermost().is_none() {
        return Some(Repair::unexpected(c, ", expected statement").skip(Skip::Until(set!(Token::Semi(_)))));
    }
    Some(Repair::unexpected(c, ", expected }").skip(Skip::One).put(&[Token::RBrace]))
}

/// Where a clause of a `switch` or `select` can start.
fn clause_start(c: &Context<'_, '_>) -> Repair {
    let skip = Skip::Until(set!(Token::Colon | Token::Case | Token::Default | Token::RBrace));
    Repair::unexpected(c, ", expected case or default or }").skip(skip).put(&[Token::Default])
}

fn import(c: &Context<'_, '_>) -> Option<Repair> {
    if !c.takes("STR") || c.takes("LIT") || c.takes("}") {
        return None;
    }
    if let Some(Token::Lit(..)) = c.token {
        return Some(Repair::plain("import path must be a string").skip(Skip::One).put(&[Token::Str("\"\"")]));
    }
    Some(Repair::plain("missing import path").skip(Skip::Until(set!(Token::Semi(_) | Token::RParen))).put(&[Token::Str("\"\"")]))
}

/// `m[P C](…)` or `m[]` in an interface type.
fn interface_method(c: &Context<'_, '_>) -> Option<Repair> {
    let [.., (Open::Interface, _), (Open::Bracket, at)] = c.open[..] else { return None };
    let name = c.before.get(at.wrapping_sub(1)).is_some_and(|t| matches!(t.1, Token::Name(_)));
    let first = c.before.get(at.wrapping_sub(2)).is_some_and(|t| matches!(t.1, Token::LBrace | Token::Semi(_)));
    if !name || !first {
        return None;
    }
    if c.token == Some(Token::RBrack) {
        return Some(Repair::new("empty type argument list".into()).put(&[Token::Bad]));
    }
    let (lo, _, hi) = c.before[at];
    let end = Skip::Until(set!(Token::Semi(_) | Token::RBrace));
    let repair = Repair::new("interface method must have no type parameters".into()).at(Some(Span::new(lo, hi)));
    matches!(c.back(1), Some(Token::Name(_))).then(|| repair.skip(end).put(&[Token::RBrack]))
}

/// Where an operand can start.
fn operand(c: &Context<'_, '_>) -> Option<Repair> {
    if !c.takes_all(&["LIT", "NAME"]) {
        return None;
    }
    let clause = if c.token == Some(Token::LBrace) { c.clause() } else { None };
    let (prev, token) = (c.back(1), c.token);
    Some(match (clause, prev, token) {
        (Some("if"), Some(Token::If), _) => Repair::plain("missing condition in if statement").put(&[Token::Bad]),
        (Some("if"), Some(Token::Semi(Semi::Written)), _) => {
            Repair::plain("missing condition in if statement").at(c.span_back(1)).put(&[Token::Bad])
        }
        (Some("if"), Some(Token::Semi(_)), _) => {
            Repair::plain("unexpected newline, expected { after if clause").at(c.span_back(1)).put(&[Token::Bad])
        }
        (Some("for"), Some(Token::Semi(_)), _) => Repair::unexpected(c, ", expected for loop condition").put(&[Token::Semi(Semi::Written)]),
        (_, Some(Token::If | Token::For), Some(Token::Var)) => {
            let keyword = c.back(1).and_then(Token::keyword).unwrap_or_default();
            Repair::plain(&format!("var declaration not allowed in {keyword} initializer")).skip(Skip::One).at_next()
        }
        (_, Some(Token::Switch), Some(Token::Var)) => {
            Repair::plain("var declaration not allowed in switch initializer").skip(Skip::One).at_next()
        }
        (_, Some(Token::LBrack), Some(Token::RBrack)) if c.takes(":") => Repair::unexpected(c, ", expected operand").put(&[Token::Bad]),
        (_, Some(Token::LBrack), Some(Token::RBrack)) => Repair::unexpected(c, ", expected type argument list").put(&[Token::Bad]),
        (_, Some(Token::Colon), Some(Token::Colon)) if c.innermost() == Some(Open::Bracket) => {
            Repair::new("middle index required in 3-index slice".into()).put(&[Token::Bad])
        }
        (_, Some(Token::Colon), Some(Token::RBrack)) if c.innermost() == Some(Open::Bracket) => {
            Repair::new("final index required in 3-index slice".into()).put(&[Token::Bad])
        }
        _ => Repair::unexpected(c, ", expected expression").skip(Skip::Until(CLOSERS)).put(&[Token::Bad]),
    })
}

/// Behind an element of a list or a statement.
fn separator(c: &Context<'_, '_>) -> Option<Repair> {
    if let Some(define) = define_for_assign(c) {
        return Some(define);
    }
    let takes = |terminals: &[&str]| c.takes_all(terminals);
    let in_list = |what: &str, missing: &str, closer: Token<'static>| {
        Repair::unexpected(c, &format!(" in {what}; possibly missing {missing}")).skip(Skip::Until(CLOSERS)).close(closer)
    };
    let semi = "semicolon or newline";
    Some(match c.innermost() {
        Some(Open::Group) if takes(&[";", ")"]) => in_list("grouped declaration", &format!("{semi} or )"), Token::RParen),
        Some(Open::Struct) if takes(&[";", "}"]) && !c.takes("*") => in_list("struct type", &format!("{semi} or }}"), Token::RBrace),
        Some(Open::Interface) if takes(&[";", "}"]) && !c.takes("~") => in_list("interface type", &format!("{semi} or }}"), Token::RBrace),
        Some(Open::Params) if takes(&[",", ")"]) => in_list("parameter list", "comma or )", Token::RParen),
        Some(Open::TypeParams) if takes(&[",", "]"]) => in_list("parameter list", "comma or ]", Token::RBrack),
        Some(Open::Paren) if takes(&[",", ")"]) => in_list("argument list", "comma or )", Token::RParen),
        Some(Open::Bracket) if c.token == Some(Token::Comma) && c.takes("]") => {
            Repair::plain("unexpected comma; expected ]").skip(Skip::One)
        }
        Some(Open::Bracket) if takes(&["]", ":", ","]) => Repair::unexpected(c, ", expected comma, : or ]")
            .skip(Skip::Until(set!(Token::Comma | Token::Colon | Token::RBrack)))
            .close(Token::RBrack),
        Some(Open::Brace) | None if takes(&["=", ":=", ","]) && !c.takes(";") && !c.takes("{") => {
            Repair::unexpected(c, ", expected := or = or comma")
                .skip(Skip::Until(set!(Token::Semi(_) | Token::RBrace)))
                .put(&[Token::Assign, Token::Bad])
        }
        Some(Open::Brace) if takes(&[",", "}"]) && !c.takes(";") => in_list("composite literal", "comma or }", Token::RBrace),
        Some(Open::Brace) if takes(&[";", "}"]) => end_of_statement(c),
        None if c.script && c.takes(";") && c.clause().is_none() => end_of_statement(c),
        _ => return None,
    })
}

fn end_of_statement(c: &Context<'_, '_>) -> Repair {
    let skip = Skip::Until(set!(Token::Semi(_) | Token::RBrace | Token::Case | Token::Default));
    Repair::unexpected(c, " at end of statement").skip(skip).close(Token::Semi(Semi::Newline))
}

/// Where a type can start.
fn type_place(c: &Context<'_, '_>) -> Option<Repair> {
    if !c.takes_all(&["NAME", "*"]) {
        return None;
    }
    let embedded = c.innermost() == Some(Open::Struct);
    if embedded && c.takes("}") {
        return Some(if c.token == Some(Token::LParen) {
            parenthesized(c)
        } else {
            Repair::unexpected(c, ", expected field name or embedded type").skip(Skip::Until(set!(Token::Semi(_) | Token::RBrace)))
        });
    }
    if c.innermost() == Some(Open::Params) && c.takes("...") && matches!(c.back(1), Some(Token::LParen | Token::Comma)) {
        let repair = Repair::unexpected(c, ", expected )");
        let comma = c.token == Some(Token::Comma);
        return Some(if comma {
            repair.skip(Skip::One)
        } else {
            repair.skip(Skip::Until(set!(Token::Comma | Token::RParen))).put(&[Token::Bad])
        });
    }
    if c.innermost() == Some(Open::TypeParams) && matches!(c.back(1), Some(Token::LBrack | Token::Comma)) {
        if c.token == Some(Token::RBrack) {
            return Some(Repair::plain("empty type parameter list").put(&[Token::Name("_"), Token::Bad]));
        }
        return Some(Repair::unexpected(c, ", expected ]").skip(Skip::Until(set!(Token::Comma | Token::RBrack))).put(&[Token::Bad]));
    }
    if c.takes("~") {
        let skip = Skip::Until(set!(
            Token::Star
                | Token::Or
                | Token::Sign(_)
                | Token::BinOp(_)
                | Token::Tilde
                | Token::Not
                | Token::Semi(_)
                | Token::RParen
                | Token::RBrack
                | Token::RBrace
        ));
        return Some(Repair::unexpected(c, ", expected ~ term or type").skip(skip).put(&[Token::Bad]));
    }
    let type_decl = c.takes("=")
        && matches!((c.back(1), c.back(2)), (Some(Token::Name(_)), Some(Token::Type | Token::Semi(_) | Token::LParen)))
        || c.back(1) == Some(Token::Assign)
        || c.takes("=") && c.back(1) == Some(Token::RBrack);
    Some(match (c.back(1), c.back(2)) {
        (Some(Token::Chan), _) | (Some(Token::Arrow), Some(Token::Chan)) => {
            Repair::plain("missing channel element type").put(&[Token::Bad])
        }
        (Some(Token::Ellipsis), _) => Repair::plain("... is missing type").put(&[Token::Bad]),
        _ if type_decl && !c.takes(",") => {
            Repair::unexpected(c, " in type declaration").skip(Skip::Until(set!(Token::Semi(_) | Token::RParen))).put(&[Token::Bad])
        }
        _ => {
            let skip = Skip::Until(set!(Token::Comma | Token::Colon | Token::Semi(_) | Token::RParen | Token::RBrack | Token::RBrace));
            Repair::unexpected(c, ", expected type").skip(skip).put(&[Token::Bad])
        }
    })
}

/// `(T)` where a type is embedded.
fn parenthesized(_: &Context<'_, '_>) -> Repair {
    let mut repair = Repair::plain("cannot parenthesize embedded type").skip(Skip::One);
    repair.also_skip = Some(Token::RParen);
    repair
}

/// Where a name must be.
fn name(c: &Context<'_, '_>) -> Option<Repair> {
    if !c.takes("NAME") {
        return None;
    }
    const BLANK: Token<'static> = Token::Name("_");
    if c.innermost() == Some(Open::Struct) && c.back(1) == Some(Token::Star) && c.token == Some(Token::LParen) {
        return Some(parenthesized(c));
    }
    let method = c.back(1) == Some(Token::RParen)
        && c.open.is_empty()
        && matches!(c.before.iter().find(|t| !matches!(t.1, Token::Semi(_))), Some((_, Token::FuncDecl, _)));
    Some(match c.back(1) {
        Some(Token::Dot) if c.takes("(") => {
            Repair::unexpected(c, ", expected name or (").skip(Skip::Until(set!(Token::Semi(_) | Token::RParen))).put(&[BLANK])
        }
        Some(Token::FuncDecl) => Repair::unexpected(c, ", expected name or (")
            .skip(Skip::Until(set!(Token::LBrace | Token::Semi(_))))
            .put(&[BLANK, Token::LParen, Token::RParen]),
        _ if method => Repair::unexpected(c, ", expected name").skip(Skip::Until(set!(Token::LBrace | Token::Semi(_)))).put(&[
            BLANK,
            Token::LParen,
            Token::RParen,
        ]),
        _ => Repair::unexpected(c, ", expected name").skip(Skip::One).put(&[BLANK]),
    })
}

/// Where a control clause's body must start.
fn body(c: &Context<'_, '_>) -> Option<Repair> {
    if !c.takes("{") {
        return None;
    }
    if c.back(1) == Some(Token::Else) {
        return Some(
            Repair::plain("else must be followed by if or statement block")
                .skip(Skip::Until(set!(Token::Name(_) | Token::RBrace)))
                .put(&[Token::LBrace, Token::RBrace]),
        );
    }
    let clause = c.clause()?;
    if c.takes(";") {
        // asking for `{` is what helps most
        return Some(Repair::unexpected(c, ", expected {").skip(Skip::OneAndUntil(set!(Token::LBrace | Token::RBrace))));
    }
    Some(match clause {
        "switch" | "select" => Repair::plain(&format!("missing {{ after {clause} clause"))
            .skip(Skip::Until(set!(Token::Case | Token::Default | Token::RBrace)))
            .put(&[Token::LBrace]),
        _ => Repair::unexpected(c, &format!(", expected {{ after {clause} clause"))
            .skip(Skip::Until(set!(Token::Name(_) | Token::RBrace)))
            .put(&[Token::LBrace]),
    })
}

/// One token is missing: says which, leaves out the one in its place and goes on.
fn wanted(c: &Context<'_, '_>) -> Repair {
    const WANTED: [(&str, &str, Token<'static>); 11] = [
        (")", ")", Token::RParen),
        ("]", "]", Token::RBrack),
        (":", ":", Token::Colon),
        ("{", "{", Token::LBrace),
        ("(", "(", Token::LParen),
        ("[", "[", Token::LBrack),
        ("}", "}", Token::RBrace),
        (";", "semicolon or newline", Token::Semi(Semi::Written)),
        ("chan", "keyword chan", Token::Chan),
        ("=", "=", Token::Assign),
        ("case", "case or default or }", Token::Default),
    ];
    if c.takes("case") {
        return clause_start(c);
    }
    if c.back(1) == Some(Token::Func) && c.token == Some(Token::LBrack) {
        return Repair::plain("function type must have no type parameters").skip(Skip::Past(set!(Token::RBrack)));
    }
    match WANTED.iter().find(|(terminal, ..)| c.takes(terminal)) {
        Some((_, shown, token)) => Repair::unexpected(c, &format!(", expected {shown}")).skip(Skip::One).put(&[*token]),
        None => Repair::unexpected(c, "").skip(Skip::One),
    }
}
