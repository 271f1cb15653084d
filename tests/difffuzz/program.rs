//! A program: its types, variables and functions. It is well typed, deterministic and ends; everything follows from the seed.

use crate::types::{INT, Rng, STRING, Ty, any_type, scalar};
use std::fmt::Write;

/// What a function takes and gives.
pub struct Func {
    pub params: Vec<Ty>,
    pub results: Vec<Ty>,
}

/// A program being made.
pub struct Gen {
    pub r: Rng,
    pub structs: Vec<Vec<Ty>>,
    /// Whether the last field of each is embedded.
    embeds: Vec<bool>,
    pub funcs: Vec<Func>,
    /// Variables in sight, with whether they may be assigned.
    pub scope: Vec<(String, Ty, bool)>,
    /// Labels of the loops around.
    pub labels: Vec<String>,
    /// Results of the function at hand.
    pub results: Vec<Ty>,
    names: usize,
}

/// The fixed part of each program.
const PRELUDE: &str = include_str!("prelude.go.txt");

/// The program of a seed.
pub fn program(seed: u64, funcs: usize) -> String {
    let mut g = Gen {
        r: Rng(seed),
        structs: Vec::new(),
        embeds: Vec::new(),
        funcs: Vec::new(),
        scope: Vec::new(),
        labels: Vec::new(),
        results: Vec::new(),
        names: 0,
    };
    let mut out = PRELUDE.to_owned();
    for i in 0..3 {
        g.structure(i, &mut out);
    }
    g.globals(&mut out);
    let globals = g.scope.len();
    for i in 0..funcs {
        g.scope.truncate(globals);
        g.function(i, &mut out);
    }
    g.main(&mut out);
    out
}

impl Gen {
    /// A name that no other variable has.
    pub fn fresh(&mut self, prefix: &str) -> String {
        self.names += 1;
        format!("{prefix}{}", self.names)
    }

    fn structure(&mut self, i: usize, out: &mut String) {
        let mut fields = vec![INT];
        for _ in 0..1 + self.r.below(4) {
            fields.push(any_type(&mut self.r, 2, i));
        }
        let embeds = i > 0 && self.r.chance(40);
        let _ = writeln!(out, "type S{i} struct {{");
        for (j, t) in fields.iter().enumerate() {
            let _ = writeln!(out, "\tF{j} {}", t.text());
        }
        if embeds {
            let _ = writeln!(out, "\tS{}", i - 1);
            fields.push(Ty::Struct(i - 1));
        }
        let _ = writeln!(out, "}}\n\nfunc (s S{i}) Area() int {{ return s.F0*{} + 1 }}\n", i + 2);
        let _ = writeln!(out, "func (s *S{i}) Mut{i}(d int) int {{\n\ts.F0 += d\n\treturn s.F0\n}}\n");
        self.structs.push(fields);
        self.embeds.push(embeds);
    }

    fn globals(&mut self, out: &mut String) {
        let mut list = Vec::new();
        for i in 0..8 {
            let t = any_type(&mut self.r, 2, self.structs.len());
            list.push((format!("g{i}"), t, true));
        }
        list.push(("gi".to_owned(), INT, true));
        list.push(("gs".to_owned(), STRING, true));
        let _ = writeln!(out, "var (");
        for (name, t, _) in &list {
            let _ = writeln!(out, "\t{name} {}", t.text());
        }
        let _ = writeln!(out, ")\n\nfunc reset() {{\n\tfuel, count = 400, 0");
        for (name, t, _) in &list {
            let e = self.literal(t, 1).text;
            let _ = writeln!(out, "\t{name} = {e}");
        }
        let _ = writeln!(out, "}}\n");
        self.scope = list;
    }

    fn function(&mut self, i: usize, out: &mut String) {
        let params: Vec<Ty> = (0..self.r.below(4)).map(|_| any_type(&mut self.r, 2, self.structs.len())).collect();
        let count = if self.r.chance(70) { 1 } else { 2 + self.r.below(2) };
        let results: Vec<Ty> = (0..count)
            .map(|_| if self.r.chance(50) { scalar(&mut self.r) } else { any_type(&mut self.r, 2, self.structs.len()) })
            .collect();
        let mut names = Vec::new();
        for t in &params {
            let name = self.fresh("a");
            self.scope.push((name.clone(), t.clone(), true));
            names.push(format!("{name} {}", t.text()));
        }
        let mut outs = Vec::new();
        for t in &results {
            let name = self.fresh("r");
            self.scope.push((name.clone(), t.clone(), true));
            outs.push(format!("{name} {}", t.text()));
        }
        let _ = writeln!(out, "func f{i}({}) ({}) {{\n\tif tick() {{\n\t\treturn\n\t}}", names.join(", "), outs.join(", "));
        self.results = results.clone();
        self.labels.clear();
        let n = 3 + self.r.below(6);
        self.block(n, 2, 1, out);
        let values: Vec<String> = results.iter().map(|t| self.text(t, 2)).collect();
        let _ = writeln!(out, "\treturn {}\n}}\n", values.join(", "));
        self.funcs.push(Func { params, results });
    }

    fn main(&mut self, out: &mut String) {
        let _ = writeln!(out, "func main() {{");
        let globals: Vec<(String, Ty, bool)> = self.scope.iter().filter(|v| v.0.starts_with('g')).cloned().collect();
        self.scope.clone_from(&globals);
        for i in 0..self.funcs.len() {
            let call = self.call(i, 1);
            let results: Vec<String> = (0..self.funcs[i].results.len()).map(|k| format!("v{k}")).collect();
            let _ = writeln!(out, "\ttry(\"f{i}\", func() {{\n\t\treset()\n\t\t{} := {call}", results.join(", "));
            let shown: Vec<String> = results.iter().zip(&self.funcs[i].results).map(|(v, t)| show(v, t, &self.structs)).collect();
            let _ = writeln!(out, "\t\tfmt.Println({})\n\t}})", shown.join(", "));
            let shown: Vec<String> = globals.iter().map(|(v, t, _)| show(v, t, &self.structs)).collect();
            let _ = writeln!(out, "\tfmt.Println({}, count)", shown.join(", "));
        }
        if self.r.chance(30) {
            let t = scalar(&mut self.r);
            let e = self.literal(&t, 0).text;
            let _ = writeln!(out, "\tdefer fmt.Println(\"last\")\n\tpanic({e})");
        }
        let _ = writeln!(out, "}}");
    }

    /// A place in sight that holds a `t`; a part of a variable, too.
    pub fn access(&mut self, t: &Ty) -> Option<String> {
        let mut found = Vec::new();
        for (name, ty, _) in &self.scope {
            self.parts(name, ty, t, 2, true, &mut found);
        }
        (!found.is_empty()).then(|| self.r.pick(&found).clone()).map(|s| self.indexes(s))
    }

    /// A place of type `t` that can be assigned.
    pub fn target(&mut self, t: &Ty) -> Option<String> {
        let mut found = Vec::new();
        for (name, ty, assignable) in &self.scope {
            if *assignable {
                self.parts(name, ty, t, 2, false, &mut found);
            }
        }
        found.retain(|s| !s.contains("(#)"));
        (!found.is_empty()).then(|| self.r.pick(&found).clone()).map(|s| self.indexes(s))
    }

    /// All ways from a value of type `have` to one of type `want`; `safe` ones never panic, but are no places. `#` stands for an index.
    fn parts(&self, text: &str, have: &Ty, want: &Ty, depth: usize, safe: bool, found: &mut Vec<String>) {
        if have == want {
            found.push(text.to_owned());
        }
        if depth == 0 {
            return;
        }
        let d = depth - 1;
        match have {
            Ty::Slice(e) if safe => self.parts(&format!("el({text}, #)"), e, want, d, safe, found),
            Ty::Slice(e) => self.parts(&format!("{text}[at(len({text}), #)]"), e, want, d, safe, found),
            Ty::Array(n, e) => self.parts(&format!("{text}[at({n}, #)]"), e, want, d, safe, found),
            Ty::Struct(i) => self.fields(text, *i, want, d, safe, found),
            Ty::Ptr(e) => {
                if let Ty::Struct(i) = **e {
                    let text = if safe { &format!("ref({text})") } else { text };
                    self.fields(text, i, want, d, safe, found);
                }
            }
            Ty::Pair(a, b) => {
                self.parts(&format!("{text}.First"), a, want, d, safe, found);
                self.parts(&format!("{text}.Second"), b, want, d, safe, found);
            }
            Ty::Func(a, r) if **r == *want && **a == INT => found.push(format!("{text}(#)")),
            _ => {}
        }
    }

    fn fields(&self, text: &str, i: usize, want: &Ty, depth: usize, safe: bool, found: &mut Vec<String>) {
        for (j, f) in self.structs[i].iter().enumerate() {
            let name = if self.embeds[i] && j + 1 == self.structs[i].len() { format!("S{}", i - 1) } else { format!("F{j}") };
            self.parts(&format!("{text}.{name}"), f, want, depth, safe, found);
        }
    }

    fn indexes(&mut self, text: String) -> String {
        let mut out = String::new();
        for c in text.chars() {
            if c == '#' {
                let i = self.index();
                out += &i;
            } else {
                out.push(c);
            }
        }
        out
    }

    fn index(&mut self) -> String {
        match self.r.below(3) {
            0 => "gi".to_owned(),
            1 => self.r.below(5).to_string(),
            _ => format!("next({})", self.r.below(4)),
        }
    }
}

/// How a value is printed.
pub fn show(text: &str, t: &Ty, structs: &[Vec<Ty>]) -> String {
    match t {
        _ if t.is_printable(structs) => text.to_owned(),
        Ty::Slice(_) => format!("len({text}), {text} == nil"),
        Ty::Map(..) => format!("len({text})"),
        Ty::Ptr(_) | Ty::Func(..) => format!("{text} == nil"),
        Ty::Iface => format!("area({text})"),
        Ty::Basic("any") => format!("showAny({text})"),
        Ty::Struct(_) => format!("{text}.F0"),
        Ty::Pair(a, b) => format!("{}, {}", show(&format!("{text}.First"), a, structs), show(&format!("{text}.Second"), b, structs)),
        Ty::Array(_, e) => show(&format!("{text}[0]"), e, structs),
        Ty::Basic(_) | Ty::Named => text.to_owned(),
    }
}
