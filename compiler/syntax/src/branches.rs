//! Labels and branch statements. Go's compiler looks at these right after parsing, before it knows any types; so do we.

use crate::ast::{Block, CaseClause, Decl, Element, Expr, ExprKind, File, Ident, InterfaceElem, Stmt, StmtKind};
use crate::diag::Diagnostic;
use crate::source::{SourceFile, Span};
use rustc_hash::FxHashMap;
use smol_str::SmolStr;

/// Checks the labels and branches of all functions of a file but for those in `flawed`: bodies in which something else is wrong.
pub(crate) fn check_file(file: &File, flawed: &[Span]) -> Vec<Diagnostic> {
    let mut walker = Bodies { source: &file.source, flawed, diags: Vec::new() };
    for decl in &file.decls {
        walker.decl(decl);
        if let Decl::Func(func) = decl
            && let Some(body) = &func.body
        {
            walker.body(&body.stmts, body.span);
        }
    }
    if let (Some(first), Some(last)) = (file.script.first(), file.script.last()) {
        walker.body(&file.script, first.span.to(last.span));
    }
    walker.diags
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
    let mut walker = Bodies { source, flawed: &[], diags: Vec::new() };
    walker.body(&body.stmts, body.span);
    walker.diags
}

/// Finds function bodies in declarations, statements and expressions.
struct Bodies<'f> {
    source: &'f SourceFile,
    flawed: &'f [Span],
    diags: Vec<Diagnostic>,
}

impl Bodies<'_> {
    /// A function's body: its own branches, then the function literals in it.
    fn body(&mut self, stmts: &[Stmt], span: Span) {
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
        self.stmts(stmts);
    }

    fn decl(&mut self, decl: &Decl) {
        match decl {
            Decl::Const(spec) => self.exprs(&spec.values),
            Decl::Var(spec) => {
                self.opt(spec.ty.as_ref());
                self.exprs(&spec.values);
            }
            Decl::Type(spec) => self.expr(&spec.ty),
            Decl::Func(_) => {}
        }
    }

    fn stmts(&mut self, stmts: &[Stmt]) {
        for stmt in stmts {
            self.stmt(stmt);
        }
    }

    fn block(&mut self, block: &Block) {
        self.stmts(&block.stmts);
    }

    fn opt_stmt(&mut self, stmt: Option<&Stmt>) {
        if let Some(stmt) = stmt {
            self.stmt(stmt);
        }
    }

    fn stmt(&mut self, stmt: &Stmt) {
        match &stmt.kind {
            StmtKind::Bad | StmtKind::Empty | StmtKind::Break(_) | StmtKind::Continue(_) | StmtKind::Goto(_) | StmtKind::Fallthrough => {}
            StmtKind::Decl(decl) => self.decl(decl),
            StmtKind::Labeled(_, inner) => self.stmt(inner),
            StmtKind::Expr(e) | StmtKind::IncDec(e, _) | StmtKind::Go(e) | StmtKind::Defer(e) => self.expr(e),
            StmtKind::Send(a, b) | StmtKind::OpAssign(_, a, b) => {
                self.expr(a);
                self.expr(b);
            }
            StmtKind::Assign(lhs, rhs) | StmtKind::Define(lhs, rhs, _) => {
                self.exprs(lhs);
                self.exprs(rhs);
            }
            StmtKind::Return(values) => self.exprs(values),
            StmtKind::Block(block) => self.block(block),
            StmtKind::If { init, cond, then, els } => {
                self.opt_stmt(init.as_deref());
                self.expr(cond);
                self.block(then);
                self.opt_stmt(els.as_deref());
            }
            StmtKind::For { init, cond, post, body } => {
                self.opt_stmt(init.as_deref());
                self.opt(cond.as_ref());
                self.opt_stmt(post.as_deref());
                self.block(body);
            }
            StmtKind::Range { key, value, x, body, .. } => {
                self.opt(key.as_ref());
                self.opt(value.as_ref());
                self.expr(x);
                self.block(body);
            }
            StmtKind::Switch { init, tag, clauses, .. } => {
                self.opt_stmt(init.as_deref());
                self.opt(tag.as_ref());
                self.clauses(clauses);
            }
            StmtKind::TypeSwitch { init, x, clauses, .. } => {
                self.opt_stmt(init.as_deref());
                self.expr(x);
                self.clauses(clauses);
            }
            StmtKind::Select(clauses, _) => {
                for clause in clauses {
                    self.opt_stmt(clause.comm.as_deref());
                    self.stmts(&clause.body);
                }
            }
        }
    }

    fn clauses(&mut self, clauses: &[CaseClause]) {
        for clause in clauses {
            self.exprs(&clause.exprs);
            self.stmts(&clause.body);
        }
    }

    fn exprs(&mut self, list: &[Expr]) {
        for e in list {
            self.expr(e);
        }
    }

    fn opt(&mut self, e: Option<&Expr>) {
        if let Some(e) = e {
            self.expr(e);
        }
    }

    fn expr(&mut self, e: &Expr) {
        match &e.kind {
            ExprKind::FuncLit(lit) => self.body(&lit.body.stmts, lit.body.span),
            ExprKind::Composite { ty, elems, .. } => {
                self.opt(ty.as_deref());
                for Element { key, value } in elems {
                    self.opt(key.as_ref());
                    self.expr(value);
                }
            }
            ExprKind::Index(x, indices) => {
                self.expr(x);
                self.exprs(indices);
            }
            ExprKind::Slice { x, lo, hi, max } => {
                self.expr(x);
                for bound in [lo, hi, max] {
                    self.opt(bound.as_deref());
                }
            }
            ExprKind::TypeAssert(x, ty) => {
                self.expr(x);
                self.opt(ty.as_deref());
            }
            ExprKind::Call(call) => {
                self.expr(&call.fun);
                self.exprs(&call.args);
            }
            ExprKind::Binary { x, y, .. } | ExprKind::MapType(x, y) => {
                self.expr(x);
                self.expr(y);
            }
            ExprKind::ArrayType { len, elem } => {
                self.opt(len.as_deref());
                self.expr(elem);
            }
            ExprKind::Paren(x)
            | ExprKind::Selector(x, _)
            | ExprKind::Star(x)
            | ExprKind::Unary(_, x)
            | ExprKind::SliceType(x)
            | ExprKind::ChanType(_, x)
            | ExprKind::Ellipsis(x) => self.expr(x),
            ExprKind::StructType(fields) => fields.iter().for_each(|field| self.expr(&field.ty)),
            ExprKind::FuncType(sig) => sig.params.iter().chain(&sig.results).for_each(|field| self.expr(&field.ty)),
            ExprKind::InterfaceType(elems) => {
                for elem in elems {
                    match elem {
                        InterfaceElem::Method(_, sig) => sig.params.iter().chain(&sig.results).for_each(|field| self.expr(&field.ty)),
                        InterfaceElem::Embed(ty) => self.expr(ty),
                    }
                }
            }
            ExprKind::Bad | ExprKind::Name(_) | ExprKind::Lit(..) => {}
        }
    }
}
