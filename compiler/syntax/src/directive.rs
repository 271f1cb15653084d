//! Compiler directives (`//go:…`): what each stands above, and which are wrong by their form or place.
//!
//! Go's parser hands a directive to the declaration whose first token comes next, and complains at once of one that no declaration gets.
//! Whether a declaration may have what it got is only looked at in a package without other errors.

use crate::ast::Directive;
use crate::diag::Diagnostic;
use crate::feed::Marker;
use crate::lexer::{Findings, Lexer};
use crate::source::{Pos, SourceFile, Span};
use crate::token::Token;

/// What a directive belongs to.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum Target {
    /// Nothing at all.
    #[default]
    Nothing,
    /// The package clause.
    Package,
    /// An import.
    Import,
    /// Constants.
    Const,
    /// A type.
    Type,
    /// Variables.
    Var {
        /// More than one.
        many: bool,
        /// They have an initialiser.
        valued: bool,
        /// They are a function's.
        local: bool,
    },
    /// A function or method.
    Func,
}

/// Directives that only a function can have.
const OF_FUNCTIONS: [&str; 13] = [
    "go:noescape",
    "go:norace",
    "go:nosplit",
    "go:noinline",
    "go:nocheckptr",
    "go:systemstack",
    "go:nowritebarrier",
    "go:nowritebarrierrec",
    "go:yeswritebarrierrec",
    "go:cgo_unsafe_args",
    "go:uintptrkeepalive",
    "go:uintptrescapes",
    "go:registerparams",
];

/// Those of Go's own runtime.
const OF_RUNTIME: [&str; 4] = ["go:systemstack", "go:nowritebarrier", "go:nowritebarrierrec", "go:yeswritebarrierrec"];

impl Directive {
    /// The first word.
    pub fn verb(&self) -> &str {
        self.text.split(' ').next().unwrap_or_default()
    }

    /// Whether only a function can have it.
    pub fn is_of_functions(&self) -> bool {
        OF_FUNCTIONS.contains(&self.verb())
    }

    /// Whether it is `//go:embed`.
    pub fn is_embed(&self) -> bool {
        self.verb() == "go:embed"
    }

    /// Where Go's compiler complains of it: behind `//`.
    pub fn place(&self) -> Span {
        Span::new(self.span.lo.plus(2), self.span.hi)
    }

    /// Whether Go's compiler looks at where it stands.
    fn has_place(&self) -> bool {
        self.verb() == "go:build" || self.is_embed() || self.is_of_functions()
    }

    /// What to say when it stands where it means nothing.
    pub fn misplaced(&self) -> Diagnostic {
        let what = if self.is_embed() { "go:embed" } else { "compiler" };
        Diagnostic::error("MisplacedCompilerDirective", self.place(), format!("misplaced {what} directive"))
    }
}

/// Finds out what the directives of `src` belong to; gives what Go's parser says of them. In a text that is `broken` those outside of
/// declarations may still reach one: what is skipped in between does not count.
pub(crate) fn settle(src: &SourceFile, script: bool, broken: bool, directives: &mut [Directive]) -> Vec<Diagnostic> {
    let mut diags = Vec::new();
    if directives.iter().all(|directive| !directive.text.starts_with("go:")) {
        return diags;
    }
    let targets = Targets::of(src, script);
    for directive in directives.iter_mut().filter(|directive| directive.text.starts_with("go:")) {
        if behind_code(src, directive.span.lo) {
            diags.push(Diagnostic::error("MisplacedCompilerDirective", directive.place(), "misplaced compiler directive"));
            continue;
        }
        diags.extend(bad_form(directive));
        let outside;
        (directive.target, outside) = targets.behind(directive.span.lo);
        if directive.target == Target::Nothing && directive.has_place() && !(broken && outside) {
            diags.push(directive.misplaced());
        }
    }
    diags
}

/// Whether something other than space stands before `at` in its line.
fn behind_code(src: &SourceFile, at: Pos) -> bool {
    let text = &src.text[..src.offset(at)];
    text.rsplit('\n').next().is_some_and(|line| !line.trim_start().is_empty())
}

/// What is wrong with a directive wherever it stands.
fn bad_form(directive: &Directive) -> Option<Diagnostic> {
    let verb = directive.verb();
    let words = directive.text.split_whitespace().count();
    let text = match verb {
        "go:linkname" | "go:linknamestd" if verb.len() < directive.text.len() && !(2..=3).contains(&words) => {
            format!("usage: //{verb} localname [linkname]")
        }
        "go:wasmimport" if verb.len() < directive.text.len() && words != 3 => "usage: //go:wasmimport importmodule importname".into(),
        "go:wasmexport" if verb.len() < directive.text.len() && words != 2 => "usage: //go:wasmexport exportname".into(),
        "go:embed" if words == 1 => "usage: //go:embed pattern...".into(),
        _ if OF_RUNTIME.contains(&verb) => format!("//{verb} only allowed in runtime"),
        "go:uintptrkeepalive" => "//go:uintptrkeepalive is only allowed in the standard library".into(),
        _ if verb.starts_with("go:cgo_") && !(verb == "go:cgo_import_dynamic" && words >= 4) => {
            format!("//{} only allowed in cgo-generated code", directive.text)
        }
        _ => return None,
    };
    Some(Diagnostic::error("MisplacedCompilerDirective", directive.place(), text))
}

/// The tokens of a file, which of them start declarations, and whether they may be outside of all.
struct Targets {
    tokens: Vec<(Pos, Target, bool)>,
}

impl Targets {
    fn of(src: &SourceFile, script: bool) -> Targets {
        let mut found = Findings::default();
        let mut marker = Marker::new(src, script);
        let tokens: Vec<(Pos, Token<'_>)> =
            Lexer::new(src, script, &mut found).map(|t| marker.mark(t)).map(|(lo, token, _)| (lo, token)).collect();
        let mut targets: Vec<(Pos, Target, bool)> = tokens.iter().map(|&(lo, _)| (lo, Target::Nothing, false)).collect();
        let mut braces = 0u32;
        // of each open bracket, what its elements are when it groups declarations
        let mut open: Vec<Option<Token<'_>>> = Vec::new();
        for (i, &(_, token)) in tokens.iter().enumerate() {
            // Where brackets do not match a declaration may seem to be inside some.
            targets[i].2 = open.is_empty() || token == Token::Func || declares(token);
            let before = i.checked_sub(1).map(|before| tokens[before].1);
            let after = tokens.get(i + 1).map(|t| t.1);
            if let Some(&Some(keyword)) = open.last()
                && matches!(before, Some(Token::LParen | Token::Semi(_)))
                && token != Token::RParen
            {
                targets[i].1 = spec(keyword, &tokens[i..], braces > 0);
            }
            match token {
                Token::LBrace => braces += 1,
                Token::RBrace => braces = braces.saturating_sub(1),
                _ => {}
            }
            match token {
                Token::LParen => open.push(before.filter(|&t| declares(t))),
                Token::LBrack | Token::LBrace => open.push(None),
                Token::RParen | Token::RBrack | Token::RBrace => {
                    open.pop();
                }
                Token::Package | Token::FuncDecl => {
                    let target = if token == Token::Package { Target::Package } else { Target::Func };
                    targets[i].1 = target;
                    targets.get_mut(i + 1).into_iter().for_each(|next| next.1 = target);
                }
                _ if declares(token) && !matches!(after, None | Some(Token::LParen | Token::RParen)) => {
                    let target = spec(token, &tokens[i + 1..], braces > 0);
                    targets[i].1 = target;
                    targets[i + 1].1 = target;
                }
                _ => {}
            }
        }
        Targets { tokens: targets }
    }

    /// What the first token behind `at` starts, and whether it may be outside of all declarations.
    fn behind(&self, at: Pos) -> (Target, bool) {
        let next = self.tokens.partition_point(|&(lo, ..)| lo < at);
        self.tokens.get(next).map_or((Target::Nothing, false), |&(_, target, outside)| (target, outside))
    }
}

fn declares(token: Token<'_>) -> bool {
    matches!(token, Token::Import | Token::Const | Token::Type | Token::Var)
}

/// The declaration behind `keyword` that starts with the first of these tokens.
fn spec(keyword: Token<'_>, tokens: &[(Pos, Token<'_>)], local: bool) -> Target {
    match keyword {
        Token::Import => Target::Import,
        Token::Const => Target::Const,
        Token::Type => Target::Type,
        _ => {
            let mut depth = 0;
            let mut inside = tokens.iter().map(|t| t.1).take_while(|token| {
                match token {
                    Token::LParen | Token::LBrack | Token::LBrace => depth += 1,
                    Token::RParen | Token::RBrack | Token::RBrace => depth -= 1,
                    Token::Semi(_) if depth == 0 => return false,
                    _ => {}
                }
                depth >= 0
            });
            let second = inside.nth(1);
            let valued = second == Some(Token::Assign) || inside.any(|token| token == Token::Assign);
            Target::Var { many: second == Some(Token::Comma), valued, local }
        }
    }
}
