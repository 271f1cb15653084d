//! From what was typed to a file that extends the session's package: variables become package variables, statements the body of a function, and
//! expressions are shown.

use mgo_syntax::ast::{
    Block, Call, Decl, Expr, ExprKind, File, FuncDecl, FuncType, Ident, Import, LitKind, NodeId, Stmt, StmtKind, UnaryOp, VarSpec,
};
use mgo_syntax::source::{Pos, Span};
use mgo_types::constant::Value;
use mgo_types::object::PackageId;
use mgo_types::types::{Basic, Type, TypeId};
use mgo_types::typestring::Qualifier;
use mgo_types::world::World;
use rustc_hash::FxHashSet;
use smol_str::SmolStr;

/// The name of package internal/repl in every input.
pub const SHOW: &str = "__session";
/// The name of package internal/repl/inspect in inputs that mention it.
pub const INSPECT: &str = "__inspect";
/// The name of what was shown last.
pub const LAST: &str = "_";
/// Behind the name of a variable whose initialiser mentions an older variable of that name.
pub const NEW: &str = "·new";

/// An input on its way into the session.
pub struct Unit {
    /// The file to add.
    pub file: File,
    /// The function to run then.
    pub entry: String,
    /// Expressions that are shown, with the literal before each that is to hold its types.
    shown: Vec<(NodeId, NodeId)>,
    /// Where the shown expressions lie.
    pub spans: Vec<Span>,
    /// Variables that get their name when all is well.
    pub renamed: Vec<String>,
    /// The first node number not used.
    pub next_node: u32,
}

/// Makes nodes.
struct Maker {
    next: u32,
    at: Span,
    /// Where the input begins.
    base: Pos,
}

impl Maker {
    fn id(&mut self) -> NodeId {
        self.next += 1;
        NodeId(self.next - 1)
    }

    fn ident(&mut self, name: &str) -> Ident {
        Ident { id: self.id(), name: name.into(), span: self.at }
    }

    fn expr(&mut self, kind: ExprKind) -> Expr {
        Expr { id: self.id(), span: self.at, kind }
    }

    fn name(&mut self, name: &str) -> Expr {
        let ident = self.ident(name);
        self.expr(ExprKind::Name(ident))
    }

    fn stmt(&mut self, kind: StmtKind) -> Stmt {
        Stmt { id: self.id(), span: self.at, kind }
    }

    fn call(&mut self, fun: Expr, args: Vec<Expr>) -> Expr {
        self.expr(ExprKind::Call(Box::new(Call { fun, rparen: self.at.hi, args, ellipsis: None })))
    }

    fn call_stmt(&mut self, fun: Expr, args: Vec<Expr>) -> Stmt {
        let call = self.call(fun, args);
        self.stmt(StmtKind::Expr(call))
    }

    /// Calls of the `init` functions, where they stand; they get names of their own.
    fn initialisers(&mut self, decls: &mut [Decl], entry: &str) -> Vec<Stmt> {
        let mut calls = Vec::new();
        for decl in decls {
            let Decl::Func(func) = decl else { continue };
            let sig = &func.sig;
            let is_init = func.name.name == "init" && func.recv.is_none() && func.body.is_some();
            let is_plain = sig.tparams.is_empty() && sig.params.is_empty() && sig.results.is_empty();
            if !is_init || !is_plain {
                continue;
            }
            let mut func = FuncDecl::clone(func);
            func.name.name = format!("{entry}·init{}", calls.len()).into();
            let (name, span) = (self.name(&func.name.name), func.span);
            let call = self.call_stmt(name, Vec::new());
            // Not an expression, which would be shown.
            let stmt = self.stmt(StmtKind::Block(Block { stmts: vec![call], span }));
            calls.push(Stmt { span, ..stmt });
            *decl = Decl::Func(func.into());
        }
        calls
    }

    /// A function without parameters that covers the file.
    fn func(&mut self, name: &str, stmts: Vec<Stmt>, file: &File) -> Decl {
        let span = Span::new(self.base, file.end);
        let sig = FuncType { tparams: Vec::new(), params: Vec::new(), results: Vec::new(), span };
        let body = Some(Block { stmts, span }.into());
        Decl::Func(FuncDecl { recv: None, name: self.ident(name), sig, body, span, directives: Vec::new() }.into())
    }

    /// `name = *new(T)`: the variable may have the place of an older one.
    fn zeroing(&mut self, name: &str, ty: &Expr) -> Stmt {
        let fun = self.name("new");
        let call = self.call(fun, vec![ty.clone()]);
        let value = self.expr(ExprKind::Star(Box::new(call)));
        let target = self.name(name);
        self.stmt(StmtKind::Assign(vec![target], vec![value]))
    }

    fn selector(&mut self, pkg: &str, name: &str) -> Expr {
        let x = self.name(pkg);
        let sel = self.ident(name);
        self.expr(ExprKind::Selector(Box::new(x), sel))
    }
}

impl Unit {
    /// The unit for a parsed input, whose function is to be called `entry`. Expressions at the places `plain` are not shown,
    /// variables in `known` are declared again.
    pub fn new(file: &File, entry: &str, next_node: u32, plain: &[Span], known: &FxHashSet<SmolStr>) -> Unit {
        let mut file = file.clone();
        let at = Span::new(file.source.base, file.source.base);
        let mut make = Maker { next: next_node, at, base: file.source.base };
        let mut unit_shown = Vec::new();
        let mut spans = Vec::new();
        let mut renamed = Vec::new();
        let mut body = Vec::new();
        let mut stmts = std::mem::take(&mut file.script);
        // Variables are statements here also where nothing else was typed: their initialisers run when their turn comes.
        let (vars, others) = std::mem::take(&mut file.decls).into_iter().partition(|decl| matches!(decl, Decl::Var(_)));
        file.decls = others;
        stmts.extend(Vec::into_iter(vars).map(|decl| Stmt { id: make.id(), span: decl.span(), kind: StmtKind::Decl(decl) }));
        stmts.extend(make.initialisers(&mut file.decls, entry));
        stmts.sort_by_key(|stmt| stmt.span.lo);
        let source = file.source.text.clone();
        if known.contains(LAST) && has_word(&source, LAST) {
            let (fun, last) = (make.selector(SHOW, "Take"), make.name(LAST));
            let arg = make.expr(ExprKind::Unary(UnaryOp::Addr, Box::new(last)));
            body.push(make.call_stmt(fun, vec![arg]));
        }
        let text = (stmts.len() == 1 && file.decls.is_empty()).then_some(&*source);
        for stmt in stmts {
            make.at = stmt.span;
            match stmt.kind {
                StmtKind::Define(lhs, rhs, _) if lhs.iter().all(|e| matches!(e.kind, ExprKind::Name(_))) => {
                    let names = lhs.iter().filter_map(name_of).map(|n| n.name.to_string()).collect();
                    let to = Sinks { decls: &mut file.decls, body: &mut body, renamed: &mut renamed, known };
                    variables(&mut make, Vars { names, ty: None, values: rhs }, text, to);
                }
                StmtKind::Decl(Decl::Var(spec)) => {
                    let names = spec.names.iter().map(|n| n.name.to_string()).collect();
                    let to = Sinks { decls: &mut file.decls, body: &mut body, renamed: &mut renamed, known };
                    variables(&mut make, Vars { names, ty: spec.ty, values: spec.values }, text, to);
                }
                StmtKind::Decl(decl) => file.decls.push(decl),
                StmtKind::Expr(e) if !plain.contains(&e.span) && !prints(&e) => {
                    let literal = make.expr(ExprKind::Lit(LitKind::String, "\"\"".into()));
                    unit_shown.push((e.id, literal.id));
                    spans.push(e.span);
                    let types = make.selector(SHOW, "Types");
                    body.push(make.stmt(StmtKind::Assign(vec![types], vec![literal])));
                    let fun = make.selector(SHOW, "Show");
                    body.push(make.call_stmt(fun, vec![e]));
                }
                _ => body.push(stmt),
            }
        }
        make.at = at;
        let imports = [(SHOW, "internal/repl")].into_iter().chain(has_word(&source, INSPECT).then_some((INSPECT, "internal/repl/inspect")));
        for (name, path) in imports {
            let name = Some(make.ident(name));
            file.imports.push(Import { name, path: path.into(), path_span: at, span: at, id: make.id() });
        }
        let func = make.func(entry, body, &file);
        file.decls.push(func);
        Unit { file, entry: entry.to_owned(), shown: unit_shown, spans, renamed, next_node: make.next }
    }

    /// A file with the declarations of `file` and nothing else.
    pub fn declarations(mut file: File) -> File {
        let declared = std::mem::take(&mut file.script).into_iter().filter_map(|stmt| match stmt.kind {
            StmtKind::Decl(decl) => Some(decl),
            _ => None,
        });
        file.decls.extend(declared);
        file
    }

    /// The type of what is shown last, of several values that of the first; known since the check.
    pub fn last_type(&self, world: &World, pkg: PackageId) -> Option<TypeId> {
        let ty = world.package(pkg).info.exprs.get(&self.shown.last()?.0)?.ty;
        let ty = match world.types.get(ty) {
            Type::Tuple(types) => *types.first()?,
            _ => ty,
        };
        (ty != Basic::UntypedNil.id()).then_some(ty)
    }

    /// Puts the types of the shown expressions, known since the check, where the program says them.
    pub fn tell_types(&self, world: &mut World, pkg: PackageId) {
        for &(expr, literal) in &self.shown {
            let Some(ty) = world.package(pkg).info.exprs.get(&expr).map(|tv| tv.ty) else { continue };
            let types = match world.types.get(ty) {
                Type::Tuple(types) => types.to_vec(),
                _ => vec![ty],
            };
            let text: Vec<String> = types.iter().map(|&t| static_type(world, pkg, t)).collect();
            if let Some(tv) = world.packages[pkg.0 as usize].info.exprs.get_mut(&literal) {
                tv.value = Some(Value::String(text.join("\n").into_bytes().into()));
            }
        }
    }
}

/// How [`SHOW`]'s Show wants a type: what values of an interface hold is shown, too, so those are marked.
fn static_type(world: &mut World, pkg: PackageId, t: TypeId) -> String {
    let under = world.underlying(t);
    let mark = if matches!(world.types.get(under), Type::Interface(_)) { "?" } else { "" };
    format!("{mark}{}", world.type_string(t, Qualifier::Relative(pkg)))
}

fn name_of(e: &Expr) -> Option<&Ident> {
    match &e.kind {
        ExprKind::Name(ident) => Some(ident),
        _ => None,
    }
}

/// Where variables go.
struct Sinks<'a> {
    decls: &'a mut Vec<Decl>,
    body: &'a mut Vec<Stmt>,
    renamed: &'a mut Vec<String>,
    /// Names that the session has.
    known: &'a FxHashSet<SmolStr>,
}

/// What is declared: names, type, initialisers.
struct Vars {
    names: Vec<String>,
    ty: Option<Expr>,
    values: Vec<Expr>,
}

/// Declares package variables, and assigns to them where the statement stood. The initialiser is in the tree twice: the declaration's is only there
/// for the types, and is never run.
///
/// `text` is the input when it holds nothing else: then something older of the same name can be meant behind the names.
fn variables(make: &mut Maker, vars: Vars, text: Option<&str>, to: Sinks<'_>) {
    let Vars { mut names, ty, values } = vars;
    let is_known: Vec<bool> = names.iter().map(|name| to.known.contains(name.as_str())).collect();
    if let (Some(text), Some(first)) = (text, ty.iter().chain(&values).next()) {
        let at = (first.span.lo.0 - make.base.0) as usize;
        for name in names.iter_mut().filter(|n| mentions(text.get(at..).unwrap_or_default(), n)) {
            to.renamed.push(name.clone());
            name.push_str(NEW);
        }
    }
    if let (true, Some(ty)) = (values.is_empty(), &ty) {
        for (name, _) in names.iter().zip(is_known).filter(|(_, is_known)| *is_known) {
            to.body.push(make.zeroing(name, ty));
        }
    }
    let spec_names = names.iter().map(|name| make.ident(name)).collect();
    to.decls.push(Decl::Var(VarSpec { names: spec_names, ty, values: values.clone(), span: make.at }));
    if !values.is_empty() {
        let targets = names.iter().map(|name| make.name(name)).collect();
        to.body.push(make.stmt(StmtKind::Assign(targets, values)));
    }
}

/// Whether `text` has `name` as a word that is no field or method.
fn mentions(text: &str, name: &str) -> bool {
    name != "_" && has_word(text, name)
}

fn has_word(text: &str, name: &str) -> bool {
    let word = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(name).any(|(at, _)| {
        let (before, after) = (text[..at].chars().next_back(), text[at + name.len()..].chars().next());
        !before.is_some_and(|c| word(c) || c == '.') && !after.is_some_and(word)
    })
}

/// Whether the call is one of fmt's that print, whose results nobody wants to see.
fn prints(e: &Expr) -> bool {
    let ExprKind::Call(call) = &e.kind else { return false };
    let ExprKind::Selector(pkg, name) = &call.fun.kind else { return false };
    name_of(pkg).is_some_and(|p| p.name == "fmt") && (name.name.starts_with("Print") || name.name.starts_with("Fprint"))
}

/// A file with nothing but `_ = EXPR`, to find out about the expression.
pub fn probe(file: &File, number: u32, next_node: u32) -> Option<(File, NodeId, u32)> {
    let mut file = file.clone();
    let [stmt] = &file.script[..] else { return None };
    let StmtKind::Expr(e) = stmt.kind.clone() else { return None };
    let mut make = Maker { next: next_node, at: stmt.span, base: file.source.base };
    let id = e.id;
    let body = vec![make.stmt(StmtKind::Expr(e))];
    file.script.clear();
    let func = make.func(&format!("probe·{number}"), body, &file);
    file.decls.push(func);
    Some((file, id, make.next))
}
