//! What was declared in terms of something that has got another meaning is declared once more, as if the text of the session had been edited.
//!
//! Functions, methods, types and constants are kept as text for that. Variables are not: they have values, which stay what they are.

use super::unit::NEW;
use mgo_syntax::ast::{ConstSpec, Decl, Expr, File, FuncDecl, Ident};
use mgo_syntax::source::Span;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::ops::Range;

/// The newest declaration of something.
struct Declaration {
    /// When it was declared; what is declared again together stays in this order.
    number: usize,
    /// As it was typed, with the comment above it.
    source: String,
    /// A file could hold it; positions in it are those of the input that it comes from.
    text: String,
    /// The names in it.
    mentions: FxHashSet<String>,
    /// The names of which others depend that use it: of a function those of its signature, else all.
    interface: FxHashSet<String>,
}

/// The newest declarations of a session: functions, types and constants by name, methods as `TYPE.NAME`.
#[derive(Default)]
pub struct Declarations {
    all: FxHashMap<String, Declaration>,
    count: usize,
}

impl Declarations {
    /// Notes what an input declares; gives their names.
    pub fn note(&mut self, file: &File) -> FxHashSet<String> {
        let mut fresh = FxHashSet::default();
        for decl in &file.decls {
            // A variable takes the name from what had it, which is not to come again.
            if let Decl::Var(spec) = decl {
                spec.names.iter().for_each(|name| _ = self.all.remove(name.name.trim_end_matches(NEW)));
            }
            for (name, text, interface) in texts(file, decl) {
                let source = source(file, decl);
                self.count += 1;
                let mentions: FxHashSet<String> = words(&text).collect();
                let interface = interface.map_or_else(|| mentions.clone(), |signature| words(&signature).collect());
                self.all.insert(name.clone(), Declaration { number: self.count, source, text, mentions, interface });
                fresh.insert(name);
            }
        }
        fresh
    }

    /// What depends on the names in `changed`, directly or not, in the order of declaration; all but those in `fresh`.
    pub fn dependents(&self, changed: &[String], fresh: &FxHashSet<String>) -> Vec<String> {
        let mut changed: FxHashSet<&str> = changed.iter().map(String::as_str).collect();
        let mut found: BTreeSet<(usize, &str)> = BTreeSet::new();
        loop {
            let before = (found.len(), changed.len());
            for (name, decl) in self.all.iter().filter(|(name, _)| !fresh.contains(*name)) {
                if decl.mentions.iter().any(|word| changed.contains(word.as_str())) {
                    found.insert((decl.number, name));
                }
                if decl.interface.iter().any(|word| changed.contains(word.as_str())) {
                    changed.insert(last(name));
                }
            }
            if (found.len(), changed.len()) == before {
                return found.into_iter().map(|(_, name)| name.to_owned()).collect();
            }
        }
    }

    /// A file with these declarations, and where in it each of them lies.
    pub fn file(&self, names: &[String]) -> (String, Vec<Range<usize>>) {
        let mut text = String::new();
        let mut places = Vec::new();
        for decl in names.iter().filter_map(|name| self.all.get(name)) {
            let start = text.len();
            let _ = writeln!(text, "{}", decl.text);
            places.push(start..text.len());
        }
        (text, places)
    }

    /// How a function, a type or a constant was declared; a method as `TYPE.NAME`.
    pub fn source(&self, name: &str) -> Option<&str> {
        self.all.get(name).map(|decl| decl.source.as_str())
    }

    /// The methods of a type, as their first lines.
    pub fn methods(&self, ty: &str) -> Vec<String> {
        let of_type = |name: &str| name.strip_prefix(ty).is_some_and(|rest| rest.starts_with('.'));
        let mut found: Vec<&Declaration> = self.all.iter().filter(|(name, _)| of_type(name)).map(|(_, decl)| decl).collect();
        found.sort_by_key(|decl| decl.number);
        let code = |decl: &Declaration| decl.source.lines().find(|line| line.starts_with("func")).map(super::exported::heading);
        found.into_iter().filter_map(code).collect()
    }

    /// Which of the names in `changed` the declaration of `name` mentions.
    pub fn reasons(&self, name: &str, changed: &[String]) -> Vec<String> {
        let mentions = self.all.get(name).map(|decl| &decl.mentions);
        changed.iter().filter(|&word| mentions.is_some_and(|m| m.contains(word))).cloned().collect()
    }
}

/// A declaration with its keyword, and with the comment right above it.
fn source(file: &File, decl: &Decl) -> String {
    let (keyword, span) = match decl {
        Decl::Func(f) => ("", f.span),
        Decl::Type(spec) => ("type ", spec.span),
        Decl::Const(spec) => ("const ", spec.span),
        Decl::Var(spec) => ("var ", spec.span),
    };
    let before = &file.source.text[..(span.lo.0 - file.source.base.0) as usize];
    // The declaration's own line does not count.
    let above: Vec<&str> =
        before.lines().rev().skip(usize::from(!before.ends_with('\n'))).take_while(|line| line.starts_with("//")).collect();
    let comment: String = above.into_iter().rev().map(|line| format!("{line}\n")).collect();
    format!("{comment}{keyword}{}", file.source.slice(span))
}

/// What a name ends in: of a method its own name.
fn last(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

/// The names that a declaration declares, each with a text that a file could hold, and the signature where it has one.
fn texts(file: &File, decl: &Decl) -> Vec<(String, String, Option<String>)> {
    match decl {
        Decl::Func(f) if !f.name.name.contains('·') => {
            let text = format!("//line {}\n{}", place(file, f.span), file.source.slice(f.span));
            let signature = file.source.slice(Span::new(f.span.lo, f.sig.span.hi)).to_owned();
            vec![(name_of(f), text, Some(signature))]
        }
        Decl::Type(spec) => {
            let text = format!("type (\n//line {}\n{}\n)", place(file, spec.span), file.source.slice(spec.span));
            vec![(spec.name.name.to_string(), text, None)]
        }
        Decl::Const(spec) => constants(file, spec),
        Decl::Func(_) | Decl::Var(_) => Vec::new(),
    }
}

/// `f`, or `T.m` for a method.
fn name_of(f: &FuncDecl) -> String {
    match f.recv.as_ref().and_then(|recv| super::versions::base_name(&recv.ty)) {
        Some(base) => format!("{base}.{}", f.name.name),
        None => f.name.name.to_string(),
    }
}

/// Each constant as a group of its own, in which iota is what it was.
fn constants(file: &File, spec: &ConstSpec) -> Vec<(String, String, Option<String>)> {
    let ty = spec.ty.as_ref().map_or("", |ty| file.source.slice(ty.span));
    let before = "_ = 0\n".repeat(spec.iota as usize);
    let place = place(file, spec.span);
    let one = |(name, value): (&Ident, &Expr)| {
        let text = format!("const (\n{before}//line {place}\n{} {ty} = {}\n)", name.name, file.source.slice(value.span));
        (name.name.to_string(), text, None)
    };
    spec.names.iter().zip(&spec.values).filter(|(name, _)| name.name != "_").map(one).collect()
}

fn place(file: &File, span: Span) -> String {
    file.source.place(span.lo)
}

/// The words of a text, those of its line directives left out.
fn words(text: &str) -> impl Iterator<Item = String> {
    let lines = text.lines().filter(|line| !line.starts_with("//line "));
    let words = lines.flat_map(|line| line.split(|c: char| !c.is_alphanumeric() && c != '_'));
    words.filter(|word| word.starts_with(|c: char| !c.is_ascii_digit())).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use mgo_syntax::source::SourceMap;
    use mgo_syntax::{Mode, parse_file};

    fn parse(text: &str) -> File {
        let sources = SourceMap::default();
        let id = sources.add("<1>", text);
        let parsed = parse_file(id, sources.file(id), Mode::default(), 0);
        assert!(parsed.diags.is_empty(), "{:?}", parsed.diags);
        parsed.file
    }

    const TEXT: &str = "package p
const ( a = iota; b; c )
type P struct{ X int }
type Line struct{ From, To P }
func (l Line) Len() int { return l.To.X - l.From.X }
func (l Line) Mid() P { return P{(l.From.X + l.To.X) / 2} }
func twice(n int) int { return n + a }
func four(n int) int { return twice(twice(n)) }
func far(l Line) int { return l.Mid().X }
";

    fn dependents(changed: &str, fresh: &[&str]) -> Vec<String> {
        let mut all = Declarations::default();
        assert_eq!(all.note(&parse(TEXT)).len(), 10);
        all.dependents(&[changed.to_owned()], &fresh.iter().map(|&s| s.to_owned()).collect())
    }

    #[test]
    fn what_others_see_is_passed_on() {
        assert_eq!(dependents("P", &["P"]), ["Line", "Line.Len", "Line.Mid", "far"]);
        assert_eq!(dependents("a", &["a"]), ["twice"], "four calls twice, which has the type that it had");
        assert_eq!(dependents("Line", &["Line", "Line.Len"]), ["Line.Mid", "far"]);
    }

    #[test]
    fn a_declaration_stands_alone() {
        let mut all = Declarations::default();
        all.note(&parse(TEXT));
        let names = ["c".to_owned(), "Line".to_owned(), "Line.Len".to_owned()];
        let (text, places) = all.file(&names);
        let file = parse(&format!("package p\n{text}"));
        assert_eq!((file.decls.len(), places.len()), (5, 3), "two constants stand before c");
        assert_eq!(file.source.place(file.decls.last().expect("Len").span().lo), "<1>:5:1");
        assert_eq!(all.source("Line"), Some("type Line struct{ From, To P }"));
        assert_eq!(all.methods("Line"), ["func (l Line) Len() int", "func (l Line) Mid() P"]);
        all.note(&parse("package p\n// Above.\n\n// Adds\n// one.\nfunc inc(n int) int { return n + 1 }\n"));
        assert_eq!(all.source("inc"), Some("// Adds\n// one.\nfunc inc(n int) int { return n + 1 }"));
        assert_eq!(all.reasons("twice", &["P".to_owned(), "a".to_owned()]), ["a"]);
    }
}
