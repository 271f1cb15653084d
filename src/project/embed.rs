//! `//go:embed`: variables that get the contents of files.
//!
//! A variable with the directive gets an initialiser, made up here, so that the later stages need to know nothing of it: a string literal, its
//! conversion to the variable's type, or for `embed.FS` a call of the package's own `makeFS` with names and contents.

use super::read::Files;
use mgo_syntax::ast::{Call, Decl, Directive, Expr, ExprKind, Ident, LitKind, NodeId, VarSpec};
use mgo_syntax::diag::Diagnostic;
use mgo_syntax::directive::Target;
use mgo_syntax::exprstring::expr_string;
use mgo_syntax::source::Span;
use smol_str::SmolStr;
use std::collections::BTreeMap;
use std::path::Path;

/// Files by their name in the package's folder, with `/` at the end for folders.
type Found = BTreeMap<String, Vec<u8>>;

/// Predeclared types.
const BASIC: [&str; 22] = [
    "any",
    "bool",
    "byte",
    "complex64",
    "complex128",
    "error",
    "float32",
    "float64",
    "int",
    "int8",
    "int16",
    "int32",
    "int64",
    "rune",
    "string",
    "uint",
    "uint8",
    "uint16",
    "uint32",
    "uint64",
    "uintptr",
    "comparable",
];

/// Gives the embedding variables of a package in `dir` their values, and takes their directives away; those that cannot be are left for the
/// checker to report. Gives what is wrong with the first of all patterns in their order, wherever it stands: Go looks no further.
pub(super) fn resolve(dir: &Path, files: &mut Files) -> Option<Diagnostic> {
    let mut bad_patterns: Vec<(String, Diagnostic)> = Vec::new();
    let Files { trees, diags, next_node, .. } = files;
    for file in trees.iter_mut().filter(|file| file.imports.iter().any(|import| import.path == "embed")) {
        let mut maker = Maker { next_node: *next_node };
        // The directives above one variable add up.
        let mut found: BTreeMap<usize, Found> = BTreeMap::new();
        for directive in file.directives.iter().filter(|d| d.is_embed()) {
            let mut all = Found::new();
            for (pattern, span) in split(directive) {
                if let Err(why) = matches(dir, &pattern, &mut all) {
                    let diag = Diagnostic::error("InvalidEmbed", span, format!("pattern {pattern}: {why}"));
                    bad_patterns.push((pattern, diag));
                }
            }
            if let Some(index) = variable(&file.decls, directive) {
                found.entry(index).or_default().append(&mut all);
            }
        }
        file.directives.retain(|d| !d.is_embed() || variable(&file.decls, d).is_none());
        // Go looks at the types only where all directives stand as they should.
        let misplaced = file.directives.iter().any(|d| d.is_embed());
        for (index, found) in found {
            let Decl::Var(spec) = &mut file.decls[index] else { continue };
            match value(spec, &found, &mut maker) {
                Ok(value) => spec.values = vec![value],
                Err((span, text)) if !misplaced => diags.push(Diagnostic::error("InvalidEmbed", span, text)),
                Err(_) => {}
            }
        }
        *next_node = maker.next_node;
    }
    bad_patterns.into_iter().min_by(|(a, _), (b, _)| a.cmp(b)).map(|(_, diag)| diag)
}

/// Index of the declaration of the one variable of the package that a directive stands above.
fn variable(decls: &[Decl], directive: &Directive) -> Option<usize> {
    let embeds = directive.target == Target::Var { many: false, valued: false, local: false };
    decls.iter().position(|d| embeds && d.span().lo > directive.span.lo)
}

/// The patterns of a directive: separated by spaces, some quoted.
fn split(directive: &Directive) -> Vec<(String, Span)> {
    let text = directive.text.as_str();
    let mut patterns = Vec::new();
    let mut at = "go:embed".len();
    loop {
        at += text[at..].len() - text[at..].trim_start().len();
        let rest = &text[at..];
        let len = match rest.chars().next() {
            None => return patterns,
            Some(quote @ ('"' | '`')) => rest[1..].find(quote).map_or(rest.len(), |i| i + 2),
            Some(_) => rest.find(char::is_whitespace).unwrap_or(rest.len()),
        };
        // Two bytes of comment stand in front of the directive's text.
        let lo = directive.span.lo.plus(2 + at as u32);
        patterns.push((rest[..len].trim_matches(['"', '`']).to_owned(), Span::new(lo, lo.plus(len as u32))));
        at += len;
    }
}

/// The initialiser of a variable that embeds these files.
fn value(spec: &VarSpec, found: &Found, maker: &mut Maker) -> Result<Expr, (Span, String)> {
    let Some(ty) = &spec.ty else { return Err((spec.span, "go:embed cannot apply to var without type".into())) };
    if let ExprKind::Selector(pkg, name) = &ty.kind
        && name.name == "FS"
    {
        return Ok(maker.file_system(pkg, ty.span, found));
    }
    if !may_embed(ty) {
        return Err((spec.names[0].span, format!("go:embed cannot apply to var of type {}", expr_string(ty))));
    }
    let mut contents = found.iter().filter(|(name, _)| !name.ends_with('/'));
    match (contents.next(), contents.next()) {
        (Some((_, bytes)), None) => Ok(maker.contents(ty, bytes)),
        _ => Err((spec.names[0].span, format!("invalid go:embed: multiple files for type {}", expr_string(ty)))),
    }
}

/// Whether a variable of this type, seen without knowing what names stand for, may get the contents of a file.
fn may_embed(ty: &Expr) -> bool {
    let is_basic = |name: &Ident, allowed: &[&str]| BASIC.contains(&name.name.as_str()) && !allowed.contains(&name.name.as_str());
    match &ty.kind {
        ExprKind::Name(name) => !is_basic(name, &["string"]),
        ExprKind::SliceType(elem) => match &elem.kind {
            ExprKind::Name(name) => !is_basic(name, &["byte", "uint8"]),
            kind => matches!(kind, ExprKind::Selector(..)),
        },
        kind => matches!(kind, ExprKind::Selector(..) | ExprKind::Index(..) | ExprKind::Paren(_) | ExprKind::Bad),
    }
}

/// Adds what a pattern matches.
fn matches(dir: &Path, pattern: &str, found: &mut Found) -> Result<(), String> {
    let (glob, hidden) = match pattern.strip_prefix("all:") {
        Some(glob) => (glob, true),
        None => (pattern, false),
    };
    let valid = !glob.is_empty() && glob.split('/').all(|part| !matches!(part, "" | "..") && (part != "." || glob == "."));
    if !valid {
        return Err("invalid pattern syntax".into());
    }
    let escaped = glob::Pattern::escape(&dir.display().to_string());
    let options = glob::MatchOptions { require_literal_separator: true, ..glob::MatchOptions::new() };
    let entries =
        glob::glob_with(&format!("{escaped}/{}", glob.replace("[^", "[!")), options).map_err(|_| "invalid pattern syntax".to_owned())?;
    let before = found.len();
    let mut any = false;
    for path in entries.flatten() {
        any = true;
        let had = found.len();
        add(dir, &path, hidden, true, found)?;
        if path.is_dir() && found.len() == had && !contains_any(dir, &path, found) {
            let name = path.strip_prefix(dir).unwrap_or(&path).display().to_string();
            return Err(format!("cannot embed directory {name}: contains no embeddable files"));
        }
    }
    if any || found.len() > before { Ok(()) } else { Err("no matching files found".into()) }
}

/// Whether files below `path` were found before.
fn contains_any(dir: &Path, path: &Path, found: &Found) -> bool {
    let name = format!("{}/", path.strip_prefix(dir).unwrap_or(path).display());
    found.keys().any(|f| f.starts_with(&name) || name == "/")
}

/// Adds a file or all that a folder contains, but for what is hidden below it.
fn add(dir: &Path, path: &Path, hidden: bool, named: bool, found: &mut Found) -> Result<(), String> {
    let base = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    if !named && !hidden && base.starts_with(['.', '_']) {
        return Ok(());
    }
    let name = path.strip_prefix(dir).unwrap_or(path).to_string_lossy().into_owned();
    if path.is_dir() {
        // A folder with a go.mod is another module.
        if !named && path.join("go.mod").exists() {
            return Ok(());
        }
        let mut entries: Vec<_> = std::fs::read_dir(path).map_err(|err| err.to_string())?.flatten().map(|e| e.path()).collect();
        entries.sort();
        return entries.iter().try_for_each(|entry| add(dir, entry, hidden, false, found));
    }
    if !path.is_file() {
        return if named { Err(format!("cannot embed irregular file {name}")) } else { Ok(()) };
    }
    let bytes = std::fs::read(path).map_err(|err| err.to_string())?;
    for (i, _) in name.match_indices('/') {
        found.insert(name[..=i].to_owned(), Vec::new());
    }
    found.insert(name, bytes);
    Ok(())
}

/// Makes nodes.
struct Maker {
    next_node: u32,
}

impl Maker {
    fn id(&mut self) -> NodeId {
        self.next_node += 1;
        NodeId(self.next_node - 1)
    }

    fn expr(&mut self, span: Span, kind: ExprKind) -> Expr {
        Expr { id: self.id(), span, kind }
    }

    /// A string literal for any bytes.
    fn literal(&mut self, span: Span, bytes: &[u8]) -> Expr {
        let mut text = String::with_capacity(bytes.len() + 2);
        text.push('"');
        text.extend(bytes.utf8_chunks().flat_map(|chunk| {
            let valid = chunk.valid().chars().map(|c| match c {
                '"' | '\\' => format!("\\{c}"),
                '\n' => "\\n".into(),
                c if c.is_control() || c == '\u{feff}' => c.to_string().bytes().map(|b| format!("\\x{b:02x}")).collect(),
                c => c.to_string(),
            });
            valid.chain(chunk.invalid().iter().map(|b| format!("\\x{b:02x}"))).collect::<Vec<_>>()
        }));
        text.push('"');
        self.expr(span, ExprKind::Lit(LitKind::String, SmolStr::new(text)))
    }

    /// The same type once more, as other nodes.
    fn again(&mut self, ty: &Expr) -> Expr {
        let kind = match &ty.kind {
            ExprKind::Name(name) => ExprKind::Name(Ident { id: self.id(), ..name.clone() }),
            ExprKind::Selector(x, name) => ExprKind::Selector(Box::new(self.again(x)), Ident { id: self.id(), ..name.clone() }),
            ExprKind::SliceType(elem) => ExprKind::SliceType(Box::new(self.again(elem))),
            ExprKind::Paren(x) => ExprKind::Paren(Box::new(self.again(x))),
            _ => ExprKind::Bad,
        };
        self.expr(ty.span, kind)
    }

    fn call(&mut self, fun: Expr, args: Vec<Expr>) -> Expr {
        let span = fun.span;
        self.expr(span, ExprKind::Call(Box::new(Call { fun, args, ellipsis: None, rparen: span.hi })))
    }

    /// The bytes of one file as a value of type `ty`.
    fn contents(&mut self, ty: &Expr, bytes: &[u8]) -> Expr {
        let literal = self.literal(ty.span, bytes);
        let fun = self.again(ty);
        self.call(fun, vec![literal])
    }

    /// `embed.makeFS(name, contents, name, contents, …)`; the name has no place in the sources, so the checker lets it pass.
    fn file_system(&mut self, pkg: &Expr, span: Span, found: &Found) -> Expr {
        let mut args = Vec::new();
        for (name, bytes) in found {
            args.push(self.literal(span, name.as_bytes()));
            args.push(self.literal(span, bytes));
        }
        let pkg = self.again(pkg);
        let name = Ident { id: self.id(), name: SmolStr::new_static("makeFS"), span: Span::NONE };
        let fun = self.expr(span, ExprKind::Selector(Box::new(pkg), name));
        self.call(fun, args)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_say_what_the_bytes_are() {
        let bytes = b"a\"b\\c\n\t\xff\xc3\xa9\0z";
        let literal = Maker { next_node: 0 }.literal(Span::NONE, bytes);
        let ExprKind::Lit(_, text) = literal.kind else { panic!("a literal") };
        assert_eq!(mgo_syntax::literal::string_value(&text), bytes);
    }

    #[test]
    fn patterns_and_their_places() {
        let span = Span::new(mgo_syntax::source::Pos(10), mgo_syntax::source::Pos(50));
        let directive = Directive { text: "go:embed a.txt \"b c\" `d`".into(), span, target: Target::Nothing };
        let got: Vec<(String, u32)> = split(&directive).into_iter().map(|(p, s)| (p, s.lo.0)).collect();
        assert_eq!(got, [("a.txt".to_owned(), 21), ("b c".to_owned(), 27), ("d".to_owned(), 33)]);
    }

    #[test]
    fn folders_are_embedded_without_what_is_hidden() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let root = dir.path();
        for name in ["d/a", "d/.b", "d/_c", "d/e/f", "g"] {
            let path = root.join(name);
            std::fs::create_dir_all(path.parent().expect("a parent")).expect("writable");
            std::fs::write(path, name).expect("writable");
        }
        let names = |pattern: &str| {
            let mut found = Found::new();
            matches(root, pattern, &mut found).map(|()| found.into_keys().collect::<Vec<_>>())
        };
        assert_eq!(names("d").expect("found"), ["d/", "d/a", "d/e/", "d/e/f"]);
        assert_eq!(names("all:d").expect("found"), ["d/", "d/.b", "d/_c", "d/a", "d/e/", "d/e/f"]);
        assert_eq!(names("d/*").expect("found"), ["d/", "d/.b", "d/_c", "d/a", "d/e/", "d/e/f"]);
        assert_eq!(names("g").expect("found"), ["g"]);
        assert_eq!(names("x*"), Err("no matching files found".to_owned()));
        assert_eq!(names("../x"), Err("invalid pattern syntax".to_owned()));
    }
}
