//! Random statements.

use crate::program::{Gen, show};
use crate::types::{ANY, BOOL, INT, INTS, STRING, Ty, any_type, key_type, scalar};
use std::fmt::Write;

fn tabs(n: usize) -> String {
    "\t".repeat(n)
}

impl Gen {
    /// Some statements, with a scope of their own.
    pub fn block(&mut self, n: usize, depth: usize, indent: usize, out: &mut String) {
        let mark = self.scope.len();
        for _ in 0..n {
            self.stmt(depth, indent, out);
        }
        if depth < 2 {
            self.scope.truncate(mark);
        }
    }

    fn inner(&mut self, depth: usize, indent: usize) -> String {
        let mut body = String::new();
        let n = 1 + self.r.below(3);
        let mark = self.scope.len();
        self.block(n, depth.saturating_sub(1), indent + 1, &mut body);
        self.scope.truncate(mark);
        body
    }

    fn declare(&mut self, t: &Ty, value: &str, indent: usize, out: &mut String) {
        let name = self.fresh("x");
        let i = tabs(indent);
        let _ = if self.r.chance(50) {
            writeln!(out, "{i}var {name} {} = {value}\n{i}_ = {name}", t.text())
        } else {
            writeln!(out, "{i}{name} := {value}\n{i}_ = {name}")
        };
        self.scope.push((name, t.clone(), true));
    }

    fn some_type(&mut self) -> Ty {
        any_type(&mut self.r, 2, self.structs.len())
    }

    /// One statement.
    pub fn stmt(&mut self, depth: usize, indent: usize, out: &mut String) {
        let i = tabs(indent);
        let i = i.as_str();
        match self.r.below(if depth == 0 { 13 } else { 31 }) {
            0..3 => {
                let t = self.some_type();
                let e = self.expr(&t, 2);
                // A constant keeps its type only in a declaration with one.
                let e = if e.constant { format!("{}({})", t.text(), e.text) } else { e.text };
                self.declare(&t, &e, indent, out);
            }
            3..6 => {
                let t = self.some_type();
                if let Some(place) = self.target(&t) {
                    let e = self.text(&t, 2);
                    let _ = writeln!(out, "{i}{place} = {e}");
                }
            }
            6 => {
                let t = scalar(&mut self.r);
                if let Some(place) = self.target(&t)
                    && t != BOOL
                {
                    let ops: &[&str] = if t == STRING {
                        &["+="]
                    } else if t.is_int() {
                        &["+=", "-=", "*=", "|=", "^=", "&^="]
                    } else {
                        &["+=", "*="]
                    };
                    let (op, e) = (*self.r.pick(ops), self.text(&t, 2));
                    let _ = writeln!(out, "{i}{place} {op} {e}");
                }
            }
            7 => {
                let (t, u) = (self.some_type(), self.some_type());
                if let (Some(a), Some(b)) = (self.target(&t), self.target(&u)) {
                    let (x, y) = (self.text(&t, 2), self.text(&u, 2));
                    let _ = writeln!(out, "{i}{a}, {b} = {x}, {y}");
                }
            }
            8 => {
                let t = self.some_type();
                if let Some(a) = self.access(&t) {
                    let text = show(&a, &t, &self.structs);
                    let _ = writeln!(out, "{i}fmt.Print({text}, \" \")");
                }
            }
            9 => self.method(i, out),
            10 => self.map_op(i, out),
            11 => {
                let t = Ty::Slice(Box::new(self.some_type()));
                if let Some(s) = self.target(&t) {
                    let e = self.text(&t, 1);
                    let _ = match self.r.below(3) {
                        0 => writeln!(out, "{i}copy({s}, {e})"),
                        1 => writeln!(out, "{i}count += copy({e}, {s})"),
                        _ => writeln!(out, "{i}clear({s})"),
                    };
                }
            }
            12 => self.call_stmt(i, out),
            13 | 14 => {
                let (c, body) = (self.text(&BOOL, 2), self.inner(depth, indent));
                let _ = write!(out, "{i}if {c} {{\n{body}{i}}}");
                if self.r.chance(40) {
                    let other = self.inner(depth, indent);
                    let _ = write!(out, " else {{\n{other}{i}}}");
                }
                out.push('\n');
            }
            15..20 => self.a_loop(depth, indent, out),
            20 | 21 => self.switch(depth, indent, out),
            22 => {
                let body = self.inner(depth, indent);
                let _ = writeln!(
                    out,
                    "{i}func() {{\n{i}\tdefer func() {{\n{i}\t\tif r := recover(); r != nil {{\n{i}\t\t\tfmt.Print(\"<\", r, \"> \")\n{i}\t\t}}\n{i}\t}}()"
                );
                let _ = write!(out, "{}", body.replace("return\n", "return // \n"));
                if self.r.chance(50) {
                    let t = scalar(&mut self.r);
                    let (c, e) = (self.text(&BOOL, 1), self.text(&t, 1));
                    let _ = writeln!(out, "{i}\tif {c} {{\n{i}\t\tpanic({e})\n{i}\t}}");
                }
                let _ = writeln!(out, "{i}}}()");
            }
            23 => {
                let labels = std::mem::take(&mut self.labels);
                let body = self.inner(depth, indent);
                self.labels = labels;
                let done = self.fresh("done");
                let _ = writeln!(
                    out,
                    "{i}{done} := make(chan any)\n{i}go func() {{\n{i}\tdefer func() {{ {done} <- recover() }}()\n{body}{i}}}()\n{i}fmt.Print(<-{done}, \" \")"
                );
            }
            24 | 25 => {
                let labels = std::mem::take(&mut self.labels);
                let body = if self.r.chance(50) {
                    let (mut effect, mark) = (String::new(), self.scope.len());
                    self.stmt(0, indent + 1, &mut effect);
                    self.scope.truncate(mark);
                    effect
                } else {
                    self.inner(depth, indent)
                };
                self.labels = labels;
                let _ = writeln!(out, "{i}defer func() {{\n{body}{i}}}()");
            }
            26 => {
                let t = scalar(&mut self.r);
                let e = self.text(&t, 2);
                let _ = writeln!(out, "{i}defer fmt.Print({e}, \";\")");
            }
            27 => self.select(depth, indent, out),
            28 => self.panicking(i, out),
            29 => {
                let (c, t) = (self.text(&BOOL, 2), self.r.chance(30));
                let exit = if t && !self.labels.is_empty() {
                    format!("break {}", self.r.pick(&self.labels.clone()))
                } else {
                    "count--".to_owned()
                };
                let _ = writeln!(out, "{i}if {c} {{\n{i}\t{exit}\n{i}}}");
            }
            _ => {
                let t = Ty::Func(Box::new(INT), Box::new(scalar(&mut self.r)));
                let e = self.literal(&t, 2).text;
                self.declare(&t, &e, indent, out);
            }
        }
    }

    /// A statement that may panic, with operands that do nothing else.
    fn panicking(&mut self, i: &str, out: &mut String) {
        let t = Ty::Basic(*self.r.pick(&INTS));
        let (a, b, n) = (self.fresh("z"), self.fresh("z"), self.fresh("z"));
        let (x, y, k) = (self.var_expr(&t, 2), self.var_expr(&t, 2), self.var_expr(&INT, 1));
        let _ = writeln!(out, "{i}{a}, {b}, {n} := {x}, {y}, {k}");
        let _ = match self.r.below(7) {
            0 => writeln!(out, "{i}{a} /= {b}"),
            1 => writeln!(out, "{i}{a} %= {b}"),
            2 => writeln!(out, "{i}{a} <<= {n} % 70"),
            3 => {
                let s = self.text(&Ty::Slice(Box::new(t.clone())), 1);
                writeln!(
                    out,
                    "{i}if s := {s}; len(s) > 0 || {n} > 0 {{
{i}	{a} += s[{n}]
{i}}}"
                )
            }
            4 => {
                let s = self.text(&STRING, 1);
                writeln!(out, "{i}fmt.Print({s}[{n}:], \" \")")
            }
            5 => {
                let (e, t) = (self.text(&ANY, 1), scalar(&mut self.r));
                writeln!(out, "{i}fmt.Print({e}.({}), \" \")", t.text())
            }
            _ => {
                let (held, e) = (self.some_type(), self.text(&ANY, 1));
                let v = self.text(&held, 1);
                writeln!(out, "{i}fmt.Print({e} == any({v}), \" \")")
            }
        };
        let _ = writeln!(out, "{i}fmt.Print({a}, {b}, {n}, \" \")");
    }

    fn method(&mut self, i: &str, out: &mut String) {
        let e = self.text(&INT, 1);
        if self.r.chance(40)
            && let Some(v) = self.target(&Ty::Named)
        {
            let _ = writeln!(out, "{i}count += {v}.Inc({e})");
            return;
        }
        let k = self.r.below(self.structs.len());
        let t = if self.r.chance(60) { Ty::Struct(k) } else { Ty::Ptr(Box::new(Ty::Struct(k))) };
        if let Some(v) = self.target(&t) {
            let _ = match self.r.below(3) {
                0 => writeln!(out, "{i}count += {v}.Mut{k}({e}) + {v}.Area()"),
                1 => writeln!(out, "{i}{v}.Mut{k}({v}.Area() + {e})"),
                _ => {
                    let f = self.fresh("m");
                    writeln!(out, "{i}{f} := {v}.Area\n{i}{v}.Mut{k}({e})\n{i}count += {f}()")
                }
            };
        }
    }

    fn map_op(&mut self, i: &str, out: &mut String) {
        let maps: Vec<(String, Ty)> =
            self.scope.iter().filter(|v| matches!(v.1, Ty::Map(..))).map(|v| (v.0.clone(), v.1.clone())).collect();
        if maps.is_empty() {
            return;
        }
        let (m, t) = self.r.pick(&maps).clone();
        let Ty::Map(k, v) = &t else { return };
        let (key, e) = (self.text(k, 1), self.text(v, 1));
        let _ = match self.r.below(5) {
            0 => writeln!(out, "{i}delete({m}, {key})"),
            1 if v.is_numeric() || **v == STRING => writeln!(out, "{i}{m}[{key}] += {e}"),
            2 => {
                let ok = self.fresh("ok");
                writeln!(out, "{i}_, {ok} := {m}[{key}]\n{i}fmt.Print({ok}, \" \")")
            }
            _ => writeln!(out, "{i}{m}[{key}] = {e}"),
        };
    }

    fn call_stmt(&mut self, i: &str, out: &mut String) {
        let many: Vec<usize> = (0..self.funcs.len()).filter(|&f| self.funcs[f].results.len() > 1).collect();
        if many.is_empty() {
            return;
        }
        let f = *self.r.pick(&many);
        let (call, types) = (self.call(f, 1), self.funcs[f].results.clone());
        let names: Vec<String> = types.iter().map(|_| self.fresh("y")).collect();
        let _ = writeln!(out, "{i}{} := {call}", names.join(", "));
        for (name, t) in names.into_iter().zip(types) {
            let _ = writeln!(out, "{i}_ = {name}");
            self.scope.push((name, t, true));
        }
    }

    fn a_loop(&mut self, depth: usize, indent: usize, out: &mut String) {
        let i = tabs(indent);
        let i = i.as_str();
        let label = self.fresh("L");
        let mark = self.scope.len();
        let var = self.fresh("i");
        let n = 1 + self.r.below(4);
        let header = match self.r.below(9) {
            0 | 1 => {
                self.scope.push((var.clone(), INT, false));
                format!("for {var} := 0; {var} < {n}; {var}++")
            }
            2 => {
                self.scope.push((var.clone(), INT, true));
                format!("for {var} := range {n}")
            }
            3 => {
                self.scope.push((var.clone(), INT, true));
                format!("for {var} := range seq({n})")
            }
            4 | 5 => {
                let e = self.some_type();
                let (s, v) = (self.text(&Ty::Slice(Box::new(e.clone())), 2), self.fresh("v"));
                self.scope.push((var.clone(), INT, true));
                self.scope.push((v.clone(), e, true));
                if self.r.chance(50) { format!("for {var}, {v} := range {s}") } else { format!("for {var}, {v} := range each({s})") }
            }
            6 => {
                let (s, v) = (self.text(&STRING, 2), self.fresh("v"));
                self.scope.push((var.clone(), INT, true));
                self.scope.push((v.clone(), Ty::Basic("int32"), true));
                format!("for {var}, {v} := range {s}")
            }
            7 => {
                let (k, v) = (key_type(&mut self.r, 0), scalar(&mut self.r));
                let m = self.text(&Ty::Map(Box::new(k.clone()), Box::new(v)), 2);
                self.scope.push((var.clone(), k, true));
                format!("for _, {var} := range keysOf({m})")
            }
            _ => {
                let (e, v) = (self.some_type(), self.fresh("v"));
                let s = self.text(&Ty::Array(3, Box::new(e.clone())), 2);
                self.scope.push((var.clone(), INT, true));
                self.scope.push((v.clone(), e, true));
                format!("for {var}, {v} := range {s}")
            }
        };
        let uses: String = self.scope[mark..].iter().map(|v| format!("{i}\t_ = {}\n", v.0)).collect();
        self.labels.push(label.clone());
        let mut body = self.inner(depth, indent);
        self.labels.pop();
        if self.r.chance(30) {
            let c = self.text(&BOOL, 1);
            let exit = match self.r.below(4) {
                0 => "break".to_owned(),
                1 => "continue".to_owned(),
                2 => format!("continue {label}"),
                _ => "return".to_owned(),
            };
            let _ = writeln!(body, "{i}\tif {c} {{\n{i}\t\t{exit}\n{i}\t}}\n{i}\tcount++");
        }
        self.scope.truncate(mark);
        if body.contains(&format!(" {label}\n")) {
            let _ = writeln!(out, "{}:", label);
        }
        let _ = writeln!(out, "{i}{header} {{\n{i}\tif tick() {{\n{i}\t\tbreak\n{i}\t}}\n{uses}{body}{i}}}");
    }

    fn switch(&mut self, depth: usize, indent: usize, out: &mut String) {
        let i = tabs(indent);
        let i = i.as_str();
        match self.r.below(3) {
            0 => {
                let (e, v) = (self.text(&ANY, 2), self.fresh("t"));
                let _ = writeln!(out, "{i}switch {v} := ({e}).(type) {{");
                for t in [INT, STRING, Ty::Named, Ty::Basic("float64"), Ty::Iface] {
                    if self.r.chance(50) {
                        let mark = self.scope.len();
                        self.scope.push((v.clone(), t.clone(), true));
                        let body = self.inner(depth, indent);
                        self.scope.truncate(mark);
                        let _ = write!(out, "{i}case {}:\n{i}\t_ = {v}\n{body}", t.text());
                    }
                }
                let _ = writeln!(out, "{i}case nil, bool:\n{i}\t_ = {v}\n{i}\tcount += 2\n{i}}}");
            }
            1 => {
                let _ = writeln!(out, "{i}switch {{");
                let n = 1 + self.r.below(3);
                for k in 0..n {
                    let (c, body) = (self.var_expr(&BOOL, 2), self.inner(depth, indent));
                    let through = if k + 1 < n && self.r.chance(20) { format!("{i}\tfallthrough\n") } else { String::new() };
                    let _ = write!(out, "{i}case {c}:\n{body}{through}");
                }
                let _ = writeln!(out, "{i}default:\n{i}\tcount++\n{i}}}");
            }
            _ => {
                let t = if self.r.chance(60) { INT } else { STRING };
                let e = self.text(&t, 2);
                let _ = writeln!(out, "{i}switch {e} {{");
                for _ in 0..1 + self.r.below(3) {
                    let (a, b, body) = (self.var_expr(&t, 1), self.var_expr(&t, 0), self.inner(depth, indent));
                    let _ = write!(out, "{i}case {a}, {b}:\n{body}");
                }
                let _ = writeln!(out, "{i}}}");
            }
        }
    }

    fn select(&mut self, depth: usize, indent: usize, out: &mut String) {
        let i = tabs(indent);
        let i = i.as_str();
        let (t, v) = (scalar(&mut self.r), self.fresh("c"));
        let e = self.text(&t, 2);
        let mark = self.scope.len();
        self.scope.push((v.clone(), t.clone(), true));
        let body = self.inner(depth, indent);
        self.scope.truncate(mark);
        let other = self.inner(depth, indent);
        let ch = if self.r.chance(70) { format!("chanOf[{}]({e})", t.text()) } else { format!("make(chan {})", t.text()) };
        let _ = writeln!(out, "{i}select {{\n{i}case {v} := <-{ch}:\n{i}\t_ = {v}\n{body}{i}default:\n{other}{i}}}");
    }
}
