//! Tells apart the `func` that starts a declaration from the one that starts a function literal or type.

use crate::lexer::{Findings, Lexer, Spanned};
use crate::source::{Pos, SourceFile};
use crate::token::Token;

/// Watches tokens go by and marks those that the grammar wants marked.
pub(crate) struct Marker<'s> {
    src: &'s SourceFile,
    script: bool,
    /// How many parentheses, brackets and braces are open.
    depth: u32,
    /// The last token ended a declaration or statement, or there was none.
    fresh: bool,
}

impl<'s> Marker<'s> {
    pub(crate) fn new(src: &'s SourceFile, script: bool) -> Marker<'s> {
        Marker { src, script, depth: 0, fresh: true }
    }

    /// Where the text starts.
    pub(crate) fn base(&self) -> Pos {
        self.src.base
    }

    /// The whole text.
    pub(crate) fn text(&self) -> &'s str {
        &self.src.text
    }

    /// How many brackets of any kind are open.
    pub(crate) fn depth(&self) -> u32 {
        self.depth
    }

    /// The same token, marked.
    #[inline]
    pub(crate) fn mark(&mut self, (lo, mut token, hi): Spanned<'s>) -> Spanned<'s> {
        match token {
            Token::LParen | Token::LBrack | Token::LBrace => self.depth += 1,
            Token::RParen | Token::RBrack | Token::RBrace => self.depth = self.depth.saturating_sub(1),
            Token::Func if self.fresh && self.depth == 0 && self.declares(hi) => token = Token::FuncDecl,
            _ => {}
        }
        self.fresh = matches!(token, Token::Semi(_));
        (lo, token, hi)
    }

    /// Whether the `func` that ends at `pos` starts a declaration; in a script it may start a function literal.
    fn declares(&self, pos: Pos) -> bool {
        if !self.script {
            return true;
        }
        let mut found = Findings::default();
        let mut ahead = Lexer::at(self.src, pos, false, &mut found).map(|(_, token, _)| token);
        match ahead.next() {
            Some(Token::Name(_)) => true,
            // a receiver, a name and parameters: not parameters and a result
            Some(Token::LParen) => {
                skip_parens(&mut ahead);
                matches!((ahead.next(), ahead.next()), (Some(Token::Name(_)), Some(Token::LParen | Token::LBrack)))
            }
            _ => false,
        }
    }
}

/// Reads on to the parenthesis that closes the one just read.
fn skip_parens<'s>(tokens: &mut impl Iterator<Item = Token<'s>>) {
    let mut depth = 1;
    for token in tokens {
        match token {
            Token::LParen => depth += 1,
            Token::RParen => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
}
