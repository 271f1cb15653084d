//! Labels and branch statements. Go's compiler looks at these right after parsing, before it knows any types; so do we.

use crate::ast::{Block, CaseClause, Decl, Expr, ExprKind, File, Ident, Stmt, StmtKind};
use crate::diag::Diagnostic;
use crate::source::{SourceFile, Span};
use crate::visit::{self, Node};
use rustc_hash::FxHashMap;
use smol_str::SmolStr;

/// Checks the labels and branches of all functions of a file but for those in `flawed`: bodies in which something else is wrong.
pub(crate) fn check_file(file: &File, flawed: &[Span]) -> Vec<Diagnostic> {
    let mut bodies = Bodies { source: &file.source, flawed, diags: Vec::new() };
    file.decls.iter().for_each(|decl| bodies.check_in(Node::Decl(decl)));
    if let (Some(first), Some(last)) = (file.script.first(), file.script.last()) {
        bodies.check(&file.script, first.span.to(last.span));
        file.script.iter().for_each(|stmt| bodies.check_in(Node::Stmt(stmt)));
    }
    bodies.diags
}

/// A label of the function at hand.
struct Label<'a> {
    ident: &'a Ident,
    /// The block it is declared in.
    block: usize,
    /// The statement it stands before.
    stmt: &'a Stmt,
    used: bool,
}

/// A block, and the label of the statement it belongs to, if any.
struct BlockInfo<'a> {
    parent: Option<usize>,
    span: Span,
    label: Option<&'a Ident>,
}

/// A goto whose label was not seen yet.
#[derive(Clone, Copy)]
struct Goto<'a> {
    label: &'a Ident,
    /// Number in order, to tell gotos apart.
    number: u32,
}

/// What a `fallthrough` would fall into.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fall {
    /// Not at the top of a clause of a switch.
    Nowhere,
    /// Into the next clause.
    Next,
    /// It is the last clause.
    Last,
    /// It is a type switch.
    TypeSwitch,
}

/// What branch statements without label refer to.
#[derive(Clone, Copy)]
struct Context {
    breaks: bool,
    continues: bool,
    fall: Fall,
}

/// Labels and branches of one function.
struct Function<'a, 'd> {
    labels: FxHashMap<SmolStr, Label<'a>>,
    order: Vec<SmolStr>,
    blocks: Vec<BlockInfo<'a>>,
    gotos: u32,
    source: &'d SourceFile,
    diags: &'d mut Vec<Diagnostic>,
}

impl<'a> Function<'a, '_> {
    fn error(&mut self, code: &'static str, span: Span, message: String) -> &mut Diagnostic {
        self.diags.push(Diagnostic::error(code, span, message));
        let last = self.diags.len() - 1;
        &mut self.diags[last]
    }

    fn body(&mut self, stmts: &'a [Stmt], span: Span) {
        let context = Context { breaks: false, continues: false, fall: Fall::Nowhere };
        for goto in self.block(None, context, None, span, stmts) {
            let name = &goto.label.name;
            if let Some(label) = self.labels.get_mut(name) {
                label.used = true;
                let start = self.blocks[label.block].span;
                let start = Span::new(start.lo, start.lo.plus(1));
                self.error(
                    "JumpIntoBlock",
                    goto.label.span,
                    format!("goto {name} jumps into block starting at {}", self.source.place(start.lo)),
                )
                .labels
                .push(crate::diag::Label { span: start, text: "block starts here".into() });
            } else {
                self.error("UndeclaredLabel", goto.label.span, format!("label {name} not defined"));
            }
        }
        for name in std::mem::take(&mut self.order) {
            if let Some(label) = self.labels.get(&name).filter(|label| !label.used) {
                let span = label.ident.span;
                self.error("UnusedLabel", span, format!("label {name} defined and not used"));
            }
        }
    }

    /// Walks the statements of a block; gives the gotos it does not resolve. `label` is the labelled statement the block belongs to.
    fn block(&mut self, parent: Option<usize>, context: Context, label: Option<&'a Ident>, span: Span, stmts: &'a [Stmt]) -> Vec<Goto<'a>> {
        let block = self.blocks.len();
        self.blocks.push(BlockInfo { parent, span, label });
        let mut walk = Walk { block, gotos: Vec::new(), over_var: Vec::new(), var: None };
        // A fallthrough is last even before empty statements.
        let count = stmts.iter().rposition(|stmt| !matches!(stmt.kind, StmtKind::Empty)).map_or(0, |last| last + 1);
        for (i, stmt) in stmts[..count].iter().enumerate() {
            let context = if i + 1 < count { Context { fall: context.fall.inner(), ..context } } else { context };
            self.stmt(&mut walk, context, stmt);
        }
        walk.gotos
    }

    fn stmt(&mut self, walk: &mut Walk<'a>, context: Context, stmt: &'a Stmt) {
        let mut stmt = stmt;
        let mut label: Option<&'a Ident> = None;
        while let StmtKind::Labeled(ident, inner) = &stmt.kind {
            if ident.name != "_" {
                self.declare(walk, ident, inner);
                label = Some(ident);
            }
            stmt = inner;
        }
        let plain = Context { fall: Fall::Nowhere, ..context };
        let breakable = Context { breaks: true, fall: Fall::Nowhere, ..context };
        let in_loop = Context { breaks: true, continues: true, fall: Fall::Nowhere };
        match &stmt.kind {
            StmtKind::Decl(Decl::Var(spec)) => walk.var_decl(spec.span, spec.names.first().map(|name| name.name.clone())),
            StmtKind::Define(lhs, _, op) => {
                let names: Vec<String> = lhs.iter().map(crate::exprstring::expr_string).collect();
                walk.var_decl(Span::new(*op, op.plus(2)), Some(names.join(", ").into()));
            }
            StmtKind::Break(None) if !context.breaks => {
                self.error("MisplacedBreak", stmt.span, "break is not in a loop, switch, or select".into());
            }
            StmtKind::Continue(None) if !context.continues => {
                self.error("MisplacedContinue", stmt.span, "continue is not in a loop".into());
            }
            StmtKind::Fallthrough => self.fallthrough(context.fall, stmt.span),
            StmtKind::Break(Some(target)) => self.labelled_branch(walk.block, target, "break", is_breakable),
            StmtKind::Continue(Some(target)) => self.labelled_branch(walk.block, target, "continue", is_loop),
            StmtKind::Goto(target) if !self.goto_target(walk.block, &target.name) => {
                walk.gotos.push(Goto { label: target, number: self.gotos });
                self.gotos += 1;
            }
            StmtKind::Block(inner) => self.inner(walk, plain, label, inner.span, &inner.stmts),
            StmtKind::If { then, els, .. } => {
                self.inner(walk, plain, label, then.span, &then.stmts);
                if let Some(els) = els {
                    self.inner(walk, plain, label, els.span, std::slice::from_ref(els));
                }
            }
            StmtKind::For { body, .. } | StmtKind::Range { body, .. } => self.inner(walk, in_loop, label, body.span, &body.stmts),
            StmtKind::Switch { clauses, .. } => self.clauses(walk, breakable, label, clauses, false),
            StmtKind::TypeSwitch { clauses, .. } => self.clauses(walk, breakable, label, clauses, true),
            StmtKind::Select(clauses, _) => {
                for clause in clauses {
                    self.inner(walk, breakable, label, clause.span, &clause.body);
                }
            }
            _ => {}
        }
    }

    fn clauses(&mut self, walk: &mut Walk<'a>, context: Context, label: Option<&'a Ident>, clauses: &'a [CaseClause], types: bool) {
        for (i, clause) in clauses.iter().enumerate() {
            let fall = if types {
                Fall::TypeSwitch
            } else if i + 1 < clauses.len() {
                Fall::Next
            } else {
                Fall::Last
            };
            self.inner(walk, Context { fall, ..context }, label, clause.span, &clause.body);
        }
    }

    /// A block within the one at hand, which takes over its unresolved gotos.
    fn inner(&mut self, walk: &mut Walk<'a>, context: Context, label: Option<&'a Ident>, span: Span, stmts: &'a [Stmt]) {
        let gotos = self.block(Some(walk.block), context, label, span, stmts);
        walk.gotos.extend(gotos);
    }

    /// Declares a label, and resolves the gotos that were waiting for it.
    fn declare(&mut self, walk: &mut Walk<'a>, ident: &'a Ident, stmt: &'a Stmt) {
        let name = &ident.name;
        if let Some(other) = self.labels.get(name) {
            let span = other.ident.span;
            self.error("DuplicateLabel", ident.span, format!("label {name} already defined at {}", self.source.place(span.lo)))
                .labels
                .push(crate::diag::Label { span, text: format!("other declaration of {name}") });
        } else {
            self.labels.insert(name.clone(), Label { ident, block: walk.block, stmt, used: false });
            self.order.push(name.clone());
        }
        let (matching, rest): (Vec<Goto<'a>>, Vec<Goto<'a>>) = walk.gotos.iter().partition(|goto| goto.label.name == *name);
        walk.gotos = rest;
        for goto in matching {
            if let Some(label) = self.labels.get_mut(name) {
                label.used = true;
            }
            if let (Some((span, var)), true) = (&walk.var, walk.over_var.contains(&goto.number)) {
                let message = format!("goto {name} jumps over declaration of {var} at {}", self.source.place(span.lo));
                self.error("JumpOverDecl", goto.label.span, message)
                    .labels
                    .push(crate::diag::Label { span: *span, text: format!("declaration of {var}") });
            }
        }
    }

    /// Whether a label of that name lies in the block or in one around it. Marks it as used wherever it is.
    fn goto_target(&mut self, block: usize, name: &SmolStr) -> bool {
        let Some(label) = self.labels.get_mut(name) else { return false };
        label.used = true;
        let home = label.block;
        self.around(block).any(|b| b == home)
    }

    /// A block and those around it, from the inside out.
    fn around(&self, block: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(Some(block), |&b| self.blocks[b].parent)
    }

    fn labelled_branch(&mut self, block: usize, target: &Ident, keyword: &str, fits: fn(&StmtKind) -> bool) {
        let name = &target.name;
        let Some(label) = self.labels.get_mut(name) else {
            self.error("MisplacedLabel", target.span, format!("{keyword} label not defined: {name}"));
            return;
        };
        label.used = true;
        let (ok, declared) = (fits(&label.stmt.kind), label.ident.id);
        let encloses = self.around(block).any(|b| self.blocks[b].label.is_some_and(|label| label.id == declared));
        if !ok || !encloses {
            self.error("MisplacedLabel", target.span, format!("invalid {keyword} label {name}"));
        }
    }

    fn fallthrough(&mut self, fall: Fall, span: Span) {
        let message = match fall {
            Fall::Next => return,
            Fall::Last => "cannot fallthrough final case in switch",
            Fall::TypeSwitch => "cannot fallthrough in type switch",
            Fall::Nowhere => "fallthrough statement out of place",
        };
        self.error("MisplacedFallthrough", span, message.into());
    }
}

impl Fall {
    /// What it is for a statement that is not the last one of its clause.
    fn inner(self) -> Fall {
        if self == Fall::TypeSwitch { self } else { Fall::Nowhere }
    }
}

/// The walk through one block's statements.
struct Walk<'a> {
    block: usize,
    /// Gotos so far that wait for their label.
    gotos: Vec<Goto<'a>>,
    /// Numbers of those that come before the last variable declaration.
    over_var: Vec<u32>,
    /// That declaration.
    var: Option<(Span, SmolStr)>,
}

impl Walk<'_> {
    fn var_decl(&mut self, span: Span, name: Option<SmolStr>) {
        self.var = Some((span, name.unwrap_or_default()));
        self.over_var = self.gotos.iter().map(|goto| goto.number).collect();
    }
}

fn is_loop(kind: &StmtKind) -> bool {
    matches!(kind, StmtKind::For { .. } | StmtKind::Range { .. })
}

fn is_breakable(kind: &StmtKind) -> bool {
    is_loop(kind) || matches!(kind, StmtKind::Switch { .. } | StmtKind::TypeSwitch { .. } | StmtKind::Select(..))
}

/// Checks the labels and branches of one function and the function literals in it.
pub(crate) fn check_body(source: &SourceFile, body: &Block) -> Vec<Diagnostic> {
    let mut bodies = Bodies { source, flawed: &[], diags: Vec::new() };
    bodies.check(&body.stmts, body.span);
    body.stmts.iter().for_each(|stmt| bodies.check_in(Node::Stmt(stmt)));
    bodies.diags
}

/// Function bodies, each checked for itself.
struct Bodies<'f> {
    source: &'f SourceFile,
    flawed: &'f [Span],
    diags: Vec<Diagnostic>,
}

impl Bodies<'_> {
    /// One function's own branches.
    fn check(&mut self, stmts: &[Stmt], span: Span) {
        if !self.flawed.contains(&span) {
            let mut function = Function {
                labels: FxHashMap::default(),
                order: Vec::new(),
                blocks: Vec::new(),
                gotos: 0,
                source: self.source,
                diags: &mut self.diags,
            };
            function.body(stmts, span);
        }
    }

    /// All functions in a part of the tree.
    fn check_in(&mut self, node: Node<'_>) {
        visit::inspect(node, &mut |node| {
            let body = match node {
                Node::Decl(Decl::Func(func)) => func.body.as_deref(),
                Node::Expr(Expr { kind: ExprKind::FuncLit(lit), .. }) => Some(&lit.body),
                _ => None,
            };
            if let Some(body) = body {
                self.check(&body.stmts, body.span);
            }
            true
        });
    }
}
