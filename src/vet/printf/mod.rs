//! Calls of the print functions: do formats fit their arguments, do the others get something that looks like a format.

mod fits;
mod format;

use super::Pass;
use format::{Directive, Width, parse};
use mgo_syntax::ast::{Call, Expr, ExprKind, LitKind};
use mgo_syntax::source::Span;
use mgo_types::constant::Value;
use mgo_types::exprstring::unparen;
use mgo_types::types::{Type, TypeId};

/// How a function takes its arguments.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A format first.
    Printf,
    /// Values only.
    Print,
    /// Values only, and a newline at the end.
    Println,
}

impl Pass<'_> {
    /// Looks at a call, if it is one of a print function.
    pub(super) fn print_call(&mut self, e: &Expr) {
        let ExprKind::Call(call) = &e.kind else { return };
        let Some(name) = self.callee(call) else { return };
        let Some((kind, first)) = printer(&name) else { return };
        if call.args.len() < first || call.ellipsis.is_some() && kind != Kind::Printf {
            return;
        }
        match kind {
            Kind::Printf => self.formatted(&name, call, first),
            _ => self.plain(&name, call, e.span, first, kind),
        }
    }

    fn formatted(&mut self, name: &str, call: &Call, at: usize) {
        let Some(format) = call.args.get(at) else { return };
        let Some(text) = self.text_of(format) else {
            if call.args.len() == at + 1 && self.value_type(format).is_some_and(|t| self.world.is_string(t)) && self.modern(format) {
                self.report("printf", format.span, format!("non-constant format string in call to {name}"));
            }
            return;
        };
        let args = &call.args[at + 1..];
        let places = Places::of(format, &text);
        let directives = match parse(&text) {
            Ok(directives) => directives,
            Err(at) => {
                let part = &text[at..];
                return self.report("printf", format.span, format!("{name} format {part} is missing verb at end of string"));
            }
        };
        if directives.iter().all(|d| d.verb == '%') && directives.is_empty() {
            if let Some(first) = args.first() {
                self.report("printf", first.span, format!("{name} call has arguments but no formatting directives"));
            }
            return;
        }
        let (mut next, mut indexed) = (0, false);
        for directive in &directives {
            let span = places.span(directive);
            indexed |= directive.index.is_some() || directive.stars().any(|s| s.is_some());
            if !self.directive(name, directive, span, args, &mut next, call.ellipsis.is_some()) {
                return;
            }
        }
        if !indexed && call.ellipsis.is_none() && next < args.len() {
            let (needs, has) = (count(next), count(args.len()));
            let span = Span::new(call.fun.span.lo, call.rparen.plus(1));
            self.report("printf", span, format!("{name} call needs {needs} but has {has}"));
        }
    }

    /// Checks one directive; false when no more need to be looked at.
    fn directive(&mut self, name: &str, d: &Directive<'_>, span: Span, args: &[Expr], next: &mut usize, open: bool) -> bool {
        let text = d.text;
        for star in [d.width, d.precision] {
            let Width::Star(index) = star else { continue };
            let at = index.map_or(*next, |i| i.wrapping_sub(1));
            let Some(arg) = self.argument(name, text, span, args, at, open) else { return open };
            *next = at + 1;
            if !self.value_type(arg).is_some_and(|t| self.world.is_integer(t)) {
                let arg = self.text(arg);
                self.report("printf", span, format!("{name} format {text} uses non-int {arg} as argument of *"));
                return false;
            }
        }
        let Some(verb) = format::verb(d.verb) else {
            self.report("printf", span, format!("{name} format {text} has unknown verb {}", d.verb));
            return false;
        };
        if let Some(flag) = d.flags.chars().find(|f| !verb.flags.contains(*f)) {
            self.report("printf", span, format!("{name} format {text} has unrecognized flag {flag}"));
            return false;
        }
        if d.verb == '%' {
            return true;
        }
        if d.verb == 'w' && !name.ends_with("Errorf") {
            self.report("printf", span, format!("{name} does not support error-wrapping directive %w"));
            return false;
        }
        let at = d.index.map_or(*next, |i| i.wrapping_sub(1));
        let Some(arg) = self.argument(name, text, span, args, at, open) else { return open };
        *next = at + 1;
        let Some(t) = self.value_type(arg) else { return true };
        if matches!(self.shape(t), Type::Signature(_)) && !matches!(d.verb, 'p' | 'T') && !self.formats_itself(t) {
            self.report("printf", span, format!("{name} format {text} arg {} is a func value, not called", self.text(arg)));
            return false;
        }
        if !self.fits(verb, d.verb, t) {
            let (arg, shown) = (self.text(arg), self.type_text(t));
            self.report("printf", span, format!("{name} format {text} has arg {arg} of wrong type {shown}"));
            return true;
        }
        true
    }

    /// The argument at `at`, reported when there is none.
    fn argument<'e>(&mut self, name: &str, text: &str, span: Span, args: &'e [Expr], at: usize, open: bool) -> Option<&'e Expr> {
        // What a slice passed with `...` holds is not known.
        if open && at + 1 >= args.len() {
            return None;
        }
        let arg = args.get(at);
        if arg.is_none() {
            let has = count(args.len());
            self.report("printf", span, format!("{name} format {text} reads arg #{}, but call has {has}", at.wrapping_add(1)));
        }
        arg
    }

    fn plain(&mut self, name: &str, call: &Call, span: Span, first: usize, kind: Kind) {
        let args = &call.args[first..];
        let (Some(head), Some(last)) = (args.first(), args.last()) else { return };
        if let Some(text) = self.literal(head)
            && let Some(directive) = format::possible(&text)
        {
            return self.report("printf", span, format!("{name} call has possible Printf formatting directive {directive}"));
        }
        if kind == Kind::Println && self.literal(last).is_some_and(|text| text.ends_with('\n')) {
            return self.report("printf", span, format!("{name} arg list ends with redundant newline"));
        }
        for arg in args {
            let Some(t) = self.value_type(arg) else { continue };
            if matches!(self.shape(t), Type::Signature(_)) && !self.formats_itself(t) {
                self.report("printf", span, format!("{name} arg {} is a func value, not called", self.text(arg)));
            }
        }
    }

    /// The text of a constant string.
    fn text_of(&self, e: &Expr) -> Option<String> {
        match self.tv(e)?.value.as_ref()? {
            Value::String(bytes) => Some(String::from_utf8_lossy(bytes.as_ref()).into_owned()),
            _ => None,
        }
    }

    /// The text of a string literal.
    fn literal(&self, e: &Expr) -> Option<String> {
        matches!(unparen(e).kind, ExprKind::Lit(LitKind::String, _)).then(|| self.text_of(e))?
    }

    /// Whether the file is written in a Go where formats are to be constants.
    fn modern(&self, e: &Expr) -> bool {
        self.world.language_version(self.pkg, e.span.lo) >= (1, 24)
    }

    fn formats_itself(&mut self, t: TypeId) -> bool {
        self.has_method(t, "Format")
    }
}

/// Where the parts of a format stand in the source.
struct Places {
    whole: Span,
    /// For each byte of the text its place in a literal.
    offsets: Option<Vec<u32>>,
}

impl Places {
    fn of(format: &Expr, text: &str) -> Places {
        let offsets = match &format.kind {
            ExprKind::Lit(LitKind::String, literal) => mgo_syntax::literal::string_offsets(literal).filter(|o| o.len() == text.len() + 1),
            _ => None,
        };
        Places { whole: format.span, offsets }
    }

    fn span(&self, d: &Directive<'_>) -> Span {
        let Some(offsets) = &self.offsets else { return self.whole };
        Span::new(self.whole.lo.plus(offsets[d.start]), self.whole.lo.plus(offsets[d.start + d.text.len()]))
    }
}

/// How a function prints, and how many arguments come before those that it prints (or its format).
fn printer(name: &str) -> Option<(Kind, usize)> {
    let (owner, base) = name.rsplit_once('.')?;
    let first = match owner {
        "fmt" => usize::from(base.starts_with("Fprint") || base.starts_with("Append")),
        "log" | "(*log.Logger)" | "(*testing.common)" | "(*testing.T)" | "(*testing.B)" | "(testing.TB)" => 0,
        _ => return None,
    };
    let kind = match base {
        "Printf" | "Sprintf" | "Fprintf" | "Appendf" | "Errorf" | "Fatalf" | "Panicf" | "Logf" | "Skipf" => Kind::Printf,
        "Println" | "Sprintln" | "Fprintln" | "Appendln" | "Fatalln" | "Panicln" => Kind::Println,
        "Log" | "Error" | "Fatal" | "Skip" if owner.contains("testing") => Kind::Println,
        "Print" | "Sprint" | "Fprint" | "Append" | "Fatal" | "Panic" => Kind::Print,
        _ => return None,
    };
    Some((kind, first))
}

fn count(n: usize) -> String {
    if n == 1 { "1 arg".into() } else { format!("{n} args") }
}
