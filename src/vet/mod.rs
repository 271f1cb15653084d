//! `mgo vet`: programs that compile and are most likely wrong. Checks, texts and places are those of `go vet`.

mod assign;
mod copylocks;
mod lostcancel;
mod printf;
mod tests;
mod unreachable;
mod unusedresult;
mod waitgroup;

use mgo_syntax::ast::{Block, Call, Decl, Expr, ExprKind, File};
use mgo_syntax::diag::Diagnostic;
use mgo_syntax::source::{SourceMap, Span};
use mgo_syntax::visit::{Node, inspect, inspect_block};
use mgo_types::exprstring::unparen;
use mgo_types::info::{Mode, TypeAndValue};
use mgo_types::object::{ObjId, ObjKind, PackageId};
use mgo_types::types::{Type, TypeId};
use mgo_types::typestring::Qualifier;
use mgo_types::world::World;
use std::sync::Arc;

/// Names of the checks, as their findings' codes.
pub const CHECKS: &[(&str, &str)] = &[
    ("assign", "an assignment of a variable to itself"),
    ("copylocks", "a lock passed or assigned by value"),
    ("lostcancel", "a context whose cancel function is not called on all paths"),
    ("printf", "formats that do not fit their arguments"),
    ("tests", "tests that are never run, examples of nothing, seeds that fit no fuzz target"),
    ("unreachable", "code that can't be reached"),
    ("unusedresult", "a call of a function that only computes, its result unused"),
    ("waitgroup", "WaitGroup.Add inside the goroutine that is waited for"),
];

/// Those that have next to no false alarms: `go test` makes them before it runs a package's tests.
pub const BEFORE_TESTS: &[&str] = &["printf", "tests"];

/// A package being looked at.
pub(crate) struct Pass<'a> {
    world: &'a mut World,
    pkg: PackageId,
    sources: &'a SourceMap,
    /// The package's path in messages.
    path: &'a str,
    found: Vec<Diagnostic>,
}

/// All findings in a package without errors; `path` is what messages call it.
pub fn vet(world: &mut World, pkg: PackageId, sources: &SourceMap, path: &str) -> Vec<Diagnostic> {
    let files: Arc<Vec<File>> = world.package(pkg).files.clone();
    let mut pass = Pass { world, pkg, sources, path, found: Vec::new() };
    files.iter().for_each(|file| pass.test_file(file));
    for decl in files.iter().flat_map(|f| &f.decls) {
        inspect(Node::Decl(decl), &mut |node| {
            match node {
                Node::Stmt(stmt) => {
                    pass.self_assignment(stmt);
                    pass.copied_by_stmt(stmt);
                    pass.unused_result(stmt);
                    pass.late_add(stmt);
                }
                Node::Expr(expr) => {
                    pass.copied_by_expr(expr);
                    pass.print_call(expr);
                }
                Node::Decl(decl) => pass.copied_by_decl(decl),
            }
            true
        });
        for (body, has_results) in bodies(decl) {
            pass.unreachable(body);
            pass.lost_cancel(body, has_results);
        }
    }
    pass.found
}

/// The bodies of a function and of all functions in it, and whether they have named results.
fn bodies(decl: &Decl) -> Vec<(&Block, bool)> {
    let mut found = Vec::new();
    let named = |sig: &mgo_syntax::ast::FuncType| sig.results.iter().any(|f| !f.names.is_empty());
    if let Decl::Func(func) = decl
        && let Some(body) = &func.body
    {
        found.push((&**body, named(&func.sig)));
    }
    inspect(Node::Decl(decl), &mut |node| {
        if let Node::Expr(Expr { kind: ExprKind::FuncLit(lit), .. }) = node {
            found.push((&lit.body, named(&lit.sig)));
        }
        true
    });
    found
}

impl Pass<'_> {
    fn report(&mut self, check: &'static str, span: Span, text: impl Into<String>) {
        self.found.push(Diagnostic::error(check, span, text));
    }

    fn tv(&self, e: &Expr) -> Option<&TypeAndValue> {
        self.world.package(self.pkg).info.exprs.get(&e.id)
    }

    /// The type of a value.
    fn value_type(&self, e: &Expr) -> Option<TypeId> {
        self.tv(e).filter(|tv| !matches!(tv.mode, Mode::Type | Mode::Builtin | Mode::NoValue | Mode::Invalid)).map(|tv| tv.ty)
    }

    fn is_type(&self, e: &Expr) -> bool {
        self.tv(e).is_some_and(|tv| tv.mode == Mode::Type)
    }

    fn used(&self, id: mgo_syntax::ast::NodeId) -> Option<ObjId> {
        let info = &self.world.package(self.pkg).info;
        info.uses.get(&id).or_else(|| info.defs.get(&id)).copied()
    }

    /// The object that a name or selector stands for.
    fn object(&self, e: &Expr) -> Option<ObjId> {
        let info = &self.world.package(self.pkg).info;
        match &unparen(e).kind {
            ExprKind::Name(name) => self.used(name.id),
            ExprKind::Selector(_, sel) => match info.selections.get(&unparen(e).id) {
                Some(selection) => selection.obj,
                None => self.used(sel.id),
            },
            ExprKind::Index(x, _) => self.object(x),
            _ => None,
        }
    }

    /// The function that is called: `fmt.Printf`, `(*sync.WaitGroup).Add`, `(error).Error`.
    fn callee(&self, call: &Call) -> Option<String> {
        let info = &self.world.package(self.pkg).info;
        if let ExprKind::Selector(_, sel) = &unparen(&call.fun).kind
            && let Some(selection) = info.selections.get(&unparen(&call.fun).id)
        {
            let declared = selection.obj.and_then(|obj| match &self.world.object(obj).kind {
                ObjKind::Func(info) => info.recv,
                _ => None,
            });
            return Some(format!("({}).{}", self.type_text(declared.unwrap_or(selection.recv)), sel.name));
        }
        let obj = self.world.object(self.object(&call.fun)?);
        match obj.kind {
            ObjKind::Func(_) => Some(format!("{}.{}", self.world.package(obj.pkg).path, obj.name)),
            ObjKind::Builtin(_) => Some(obj.name.to_string()),
            _ => None,
        }
    }

    /// A type with the paths of its packages.
    fn type_text(&self, t: TypeId) -> String {
        let text = self.world.type_string(t, Qualifier::Messages);
        let own = format!("{}.", self.world.package(self.pkg).path);
        // Only whole path elements: `main.` but not in `domain.`.
        let mut out = String::new();
        let mut rest = text.as_str();
        while let Some(at) = rest.find(&own) {
            let starts = rest[..at].chars().next_back().is_none_or(|c| !(c.is_alphanumeric() || matches!(c, '_' | '/' | '.' | '-')));
            out.push_str(&rest[..at]);
            if starts {
                out += &format!("{}.", self.path);
            } else {
                out.push_str(&own);
            }
            rest = &rest[at + own.len()..];
        }
        out + rest
    }

    /// An expression as written.
    fn text(&self, e: &Expr) -> String {
        self.sources.file_of(e.span.lo).map_or_else(String::new, |(_, file)| file.slice(e.span).to_owned())
    }

    /// A type's structure.
    fn shape(&mut self, t: TypeId) -> Type {
        let under = self.world.underlying(t);
        self.world.types.get(under).clone()
    }

    fn line(&self, span: Span) -> u32 {
        self.sources.locate(span.lo).map_or(0, |at| at.line)
    }

    /// Whether `obj` is mentioned in a part of the tree.
    fn mentions(&self, node: Node<'_>, obj: ObjId) -> bool {
        let mut found = false;
        inspect(node, &mut |node| {
            if let Node::Expr(Expr { kind: ExprKind::Name(name), .. }) = node {
                found |= self.world.package(self.pkg).info.uses.get(&name.id) == Some(&obj);
            }
            !found
        });
        found
    }
}

/// Whether a body contains a node that `is` accepts, in no function inside it.
fn own_nodes<'a>(body: &'a Block, visit: &mut dyn FnMut(Node<'a>)) {
    inspect_block(body, &mut |node| {
        visit(node);
        !matches!(node, Node::Expr(Expr { kind: ExprKind::FuncLit(_), .. }))
    });
}
