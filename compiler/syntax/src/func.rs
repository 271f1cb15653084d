//! Declared functions: parsed from the start, or when somebody first looks.
//!
//! Little of a library is used, so its functions are known by their [`Outline`] until then.
//! Invariant: the numbers of a function's nodes follow from where it stands in its file, so they do not depend on which functions were looked at.

use crate::ast::{FuncDecl, FuncType, Ident, NodeId};
use crate::body::LazyFile;
use crate::diag::Diagnostic;
use crate::parse::parse_func;
use crate::source::Span;
use smol_str::SmolStr;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

/// A declared function.
#[derive(Clone, Debug)]
pub struct Func {
    parsed: OnceLock<Box<(FuncDecl, Vec<Diagnostic>)>>,
    unparsed: Option<Box<Unparsed>>,
}

/// What is known of a function without parsing it.
#[derive(Clone, Debug)]
pub struct Outline {
    /// Its name.
    pub name: SmolStr,
    /// Of the name.
    pub name_span: Span,
    /// The receiver of a method.
    pub recv: Option<Receiver>,
    /// Whether it has a body.
    pub has_body: bool,
    /// From `func` to the end.
    pub span: Span,
}

/// How a method names its type.
#[derive(Clone, Debug)]
pub struct Receiver {
    /// Written with a `*`.
    pub ptr: bool,
    /// The type's name.
    pub base: SmolStr,
}

#[derive(Clone, Debug)]
struct Unparsed {
    outline: Outline,
    directives: Vec<SmolStr>,
    file: Arc<LazyFile>,
}

impl Func {
    /// A function that is parsed when it is first looked at.
    pub(crate) fn deferred(file: Arc<LazyFile>, outline: Outline) -> Func {
        Func { parsed: OnceLock::new(), unparsed: Some(Box::new(Unparsed { outline, directives: Vec::new(), file })) }
    }

    /// What is known of a function that is parsed only when it is looked at; `None` for one that was parsed from the start.
    pub fn outline(&self) -> Option<&Outline> {
        self.unparsed.as_ref().map(|unparsed| &unparsed.outline)
    }

    /// From `func` to the end; known without parsing.
    pub fn span(&self) -> Span {
        self.outline().map_or_else(|| self.look().0.span, |outline| outline.span)
    }

    /// What is wrong with the text of a function that was not parsed at first, but for its body.
    pub fn diags(&self) -> &[Diagnostic] {
        &self.look().1
    }

    /// The tree, if it was parsed.
    pub(crate) fn into_parsed(self) -> Option<FuncDecl> {
        self.parsed.into_inner().map(|parsed| parsed.0)
    }

    pub(crate) fn set_directives(&mut self, directives: Vec<SmolStr>) {
        match (&mut self.unparsed, self.parsed.get_mut()) {
            (Some(unparsed), _) => unparsed.directives = directives,
            (None, Some(parsed)) => parsed.0.directives = directives,
            (None, None) => {}
        }
    }

    fn look(&self) -> &(FuncDecl, Vec<Diagnostic>) {
        self.parsed.get_or_init(|| Box::new(self.unparsed.as_ref().map_or_else(|| (nothing(Span::NONE), Vec::new()), |u| u.parse())))
    }
}

impl Unparsed {
    fn parse(&self) -> (FuncDecl, Vec<Diagnostic>) {
        let (decl, diags) = parse_func(&self.file, self.outline.span);
        let mut decl = decl.unwrap_or_else(|| nothing(self.outline.span));
        decl.directives = self.directives.clone();
        (decl, diags)
    }
}

/// What stands for a function that could not be parsed.
fn nothing(span: Span) -> FuncDecl {
    let name = Ident { id: NodeId(u32::MAX), name: "_".into(), span };
    let sig = FuncType { tparams: Vec::new(), params: Vec::new(), results: Vec::new(), span };
    FuncDecl { recv: None, name, sig, body: None, span, directives: Vec::new() }
}

impl From<FuncDecl> for Func {
    fn from(decl: FuncDecl) -> Func {
        Func { parsed: OnceLock::from(Box::new((decl, Vec::new()))), unparsed: None }
    }
}

impl Deref for Func {
    type Target = FuncDecl;

    fn deref(&self) -> &FuncDecl {
        &self.look().0
    }
}
