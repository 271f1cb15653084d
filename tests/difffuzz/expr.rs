//! Random expressions of a wanted type.

use crate::program::Gen;
use crate::types::{ANY, BOOL, INT, INTS, STRING, Ty, any_type, scalar};

/// An expression; constants must not meet each other where the compiler would see an overflow or a division by zero.
pub struct E {
    pub text: String,
    pub constant: bool,
}

fn value(text: String) -> E {
    E { text, constant: false }
}

impl Gen {
    /// An expression that is not a constant.
    pub fn var_expr(&mut self, t: &Ty, depth: usize) -> String {
        let e = self.expr(t, depth);
        if e.constant { format!("id({})", e.text) } else { e.text }
    }

    /// An expression as an argument or operand that may be constant.
    pub fn text(&mut self, t: &Ty, depth: usize) -> String {
        self.expr(t, depth).text
    }

    /// An expression of type `t`.
    pub fn expr(&mut self, t: &Ty, depth: usize) -> E {
        if self.r.chance(45)
            && let Some(place) = self.access(t)
        {
            return value(place);
        }
        if depth == 0 {
            return self.literal(t, 0);
        }
        let d = depth - 1;
        match self.r.below(22) {
            0 | 1 => self.literal(t, d),
            2 | 3 => match self.call_of(t, d) {
                Some(call) => value(call),
                None => self.operation(t, d),
            },
            4 => {
                let (c, a, b) = (self.text(&BOOL, d), self.text(t, d), self.text(t, d));
                value(format!("pick[{}]({c}, {a}, {b})", t.text()))
            }
            5 => {
                let body = self.closure_body(t, d);
                value(format!("func() {} {{{body}}}()", t.text()))
            }
            6 => {
                let e = self.text(t, d);
                value(format!("(<-chanOf[{}]({e}))", t.text()))
            }
            7 => {
                let held = if self.r.chance(60) { t.clone() } else { scalar(&mut self.r) };
                let e = self.text(&held, d);
                if *t == ANY || *t == Ty::Iface {
                    return value(e).typed(t, &held, self);
                }
                value(format!("as[{}](any({e}))", t.text()))
            }
            8 => {
                let other = scalar(&mut self.r);
                let (a, b) = (self.text(t, d), self.text(&other, d));
                let (t, o) = (t.text(), other.text());
                match self.r.below(3) {
                    0 => value(format!("(Pair[{o}, {t}]{{{b}, {a}}}).Second")),
                    1 => value(format!("(Pair[{t}, {o}]{{{a}, {b}}}).Swap().Second")),
                    _ => value(format!("(Pair[{o}, {t}]).Get2(Pair[{o}, {t}]{{{b}, {a}}})")),
                }
            }
            9 => {
                let (k, e) = (self.text(&STRING, d), self.text(t, d));
                let miss = self.text(&STRING, d);
                value(format!("(map[string]{}{{{k}: {e}}})[{miss}]", t.text()))
            }
            10 => {
                let (a, b) = (self.text(t, d), self.text(t, d));
                let i = self.text(&INT, d);
                value(format!("([]{}{{{a}, {b}}})[at(2, {i})]", t.text()))
            }
            16 => {
                let body = self.closure_body(t, d);
                value(format!("goGet(func() {} {{{body}}})", t.text()))
            }
            17 => {
                let other = scalar(&mut self.r);
                let (a, b) = (self.text(&other, d), self.text(t, d));
                let (o, t) = (other.text(), t.text());
                match self.r.below(3) {
                    0 => value(format!("second(spread[{o}, {t}]({a}, {b}))")),
                    1 => value(format!("[]{t}(append(seconds[{o}, {t}]({a}, {b})))[1]")),
                    _ => value(format!("variadic(spread[{t}, {t}]({b}, {b}))")),
                }
            }
            18 => {
                let other = any_type(&mut self.r, 1, self.structs.len());
                let held = self.literal(&other, d).text;
                let f = self.text(&Ty::Func(Box::new(other.clone()), Box::new(t.clone())), d);
                let (o, t) = (other.text(), t.text());
                match self.r.below(4) {
                    0 => value(format!("(&Box[{o}]{{{held}}}).Apply({f})")),
                    1 => value(format!("(*Box[{o}]).Apply[{t}](&Box[{o}]{{{held}}}, {f})")),
                    2 => value(format!("as[{t}](Outer[{o}]{{&Box[{o}]{{{held}}}}}.Apply(func(v {o}) any {{ return id({f})(v) }}))")),
                    _ => value(format!("calls((&Box[{o}]{{{held}}}).Apply[{t}], {f})")),
                }
            }
            19 => {
                let (a, b) = (self.text(t, d), self.text(t, d));
                let c = self.text(&BOOL, d);
                let t = t.text();
                value(format!("deferred[{t}]({a}, func(p *{t}) {{ if {c} {{ *p = {b} }} }})"))
            }
            20 => {
                let (a, b) = (self.text(t, d), self.text(t, d));
                let i = self.text(&INT, d);
                value(format!("(struct{{ n int; v [2]{} }}{{{i}, [...]{}{{{a}, {b}}}}}).v[1]", t.text(), t.text()))
            }
            _ => self.operation(t, d),
        }
    }

    /// The body of a literal without parameters that gives a `t`.
    fn closure_body(&mut self, t: &Ty, d: usize) -> String {
        let mark = self.scope.len();
        let mut body = String::new();
        if self.r.chance(50) {
            body = self.effect(d);
        }
        let e = self.text(t, d);
        self.scope.truncate(mark);
        format!("{body}; return {e} ").trim_start_matches("; ").to_owned()
    }

    /// Something small that changes a variable.
    fn effect(&mut self, d: usize) -> String {
        let t = scalar(&mut self.r);
        match self.target(&t) {
            Some(place) => {
                let e = self.text(&t, d);
                format!("{place} = {e}")
            }
            None => "count++".to_owned(),
        }
    }

    /// A call of an earlier function with one result of the type.
    fn call_of(&mut self, t: &Ty, d: usize) -> Option<String> {
        let fits: Vec<usize> = (0..self.funcs.len()).filter(|&i| self.funcs[i].results == [t.clone()]).collect();
        if fits.is_empty() || d == 0 {
            return None;
        }
        let i = *self.r.pick(&fits);
        Some(self.call(i, d.min(1)))
    }

    /// A call of function `i`.
    pub fn call(&mut self, i: usize, d: usize) -> String {
        let params = self.funcs[i].params.clone();
        let args: Vec<String> = params.iter().map(|p| self.text(p, d)).collect();
        format!("f{i}({})", args.join(", "))
    }

    /// A literal, or what comes closest.
    pub fn literal(&mut self, t: &Ty, d: usize) -> E {
        let constant = |text: String| E { text, constant: true };
        match t {
            Ty::Basic("bool") => constant(self.r.pick(&["true", "false"]).to_string()),
            Ty::Basic("string") => constant(format!("{:?}", self.r.pick(&["", "a", "ab", "b", "héllo", "世界", "x y", "zz", "0"]))),
            Ty::Basic("complex128") => {
                constant(self.r.pick(&["complex(1, 2)", "complex(0, -1)", "complex(2.5, 0)", "complex(0, 0)"]).to_string())
            }
            Ty::Basic("any") => {
                let held = scalar(&mut self.r);
                let e = self.text(&held, d);
                value(format!("any({e})"))
            }
            Ty::Basic(name) if t.is_float() => {
                constant(format!("{name}({})", self.r.pick(&["0", "1", "-1", "0.5", "2.25", "1e10", "-3.75", "100", "1e-5"])))
            }
            Ty::Basic(name) => {
                let small = ["0", "1", "2", "3", "5", "7", "10", "100", "127"];
                let edge = match *name {
                    "int8" => "-128",
                    "int16" => "-32768",
                    "int32" => "-1 << 31",
                    "int" | "int64" => "-1 << 63",
                    "uint8" => "255",
                    "uint16" => "65535",
                    "uint32" => "1<<32 - 1",
                    _ => "1<<64 - 1",
                };
                let n = if self.r.chance(12) {
                    edge
                } else if t.is_signed() && self.r.chance(15) {
                    "-1"
                } else {
                    self.r.pick(&small)
                };
                constant(format!("{name}({n})"))
            }
            Ty::Named => constant(format!("Num({})", self.r.below(20))),
            Ty::Slice(e) => {
                if self.r.chance(8) {
                    return value(format!("{}(nil)", t.text()));
                }
                let n = self.r.below(4);
                let items: Vec<String> = (0..n).map(|_| self.text(e, d.saturating_sub(1))).collect();
                value(format!("({}{{{}}})", t.text(), items.join(", ")))
            }
            Ty::Array(n, e) => {
                let items: Vec<String> = (0..*n).map(|_| self.text(e, d.saturating_sub(1))).collect();
                value(format!("({}{{{}}})", t.text(), items.join(", ")))
            }
            Ty::Map(k, v) => {
                let n = self.r.below(3);
                let items: Vec<String> =
                    (0..n).map(|_| format!("{}: {}", self.var_expr(k, 0), self.text(v, d.saturating_sub(1)))).collect();
                value(format!("({}{{{}}})", t.text(), items.join(", ")))
            }
            Ty::Struct(i) => {
                let fields = self.structs[*i].clone();
                let items: Vec<String> = fields.iter().map(|f| self.text(f, d.saturating_sub(1))).collect();
                value(format!("(S{i}{{{}}})", items.join(", ")))
            }
            Ty::Ptr(e) => {
                let e = self.literal(e, d).text;
                value(format!("(&{})", e.trim_start_matches('(').trim_end_matches(')')))
            }
            Ty::Iface => self.shape(d),
            Ty::Func(a, b) => {
                let name = self.fresh("p");
                let mark = self.scope.len();
                self.scope.push((name.clone(), (**a).clone(), true));
                let body = self.closure_body(b, d.min(1));
                self.scope.truncate(mark);
                value(format!("func({name} {}) {} {{ {body} }}", a.text(), b.text()))
            }
            Ty::Pair(a, b) => {
                let (x, y) = (self.text(a, d.saturating_sub(1)), self.text(b, d.saturating_sub(1)));
                value(format!("({}{{{x}, {y}}})", t.text()))
            }
        }
    }

    fn shape(&mut self, d: usize) -> E {
        if self.r.chance(5) {
            return value("Shape(nil)".to_owned());
        }
        let held = match self.r.below(3) {
            _ if d == 0 => Ty::Named,
            0 => Ty::Named,
            1 if !self.structs.is_empty() => Ty::Ptr(Box::new(Ty::Struct(self.r.below(self.structs.len())))),
            _ if !self.structs.is_empty() => Ty::Struct(self.r.below(self.structs.len())),
            _ => Ty::Named,
        };
        let e = self.text(&held, d);
        value(format!("Shape({e})"))
    }

    /// An operator or builtin that gives a `t`.
    fn operation(&mut self, t: &Ty, d: usize) -> E {
        match t {
            Ty::Basic("bool") => self.condition(d),
            Ty::Basic("string") => self.string_op(d),
            _ if t.is_int() => self.int_op(t, d),
            _ if t.is_numeric() => {
                let op = *self.r.pick(&["+", "-", "*", "/"]);
                let (a, b) = (self.var_expr(t, d), self.var_expr(t, d));
                match self.r.below(5) {
                    0 if t.is_float() => {
                        let from = Ty::Basic(*self.r.pick(&INTS));
                        let e = self.var_expr(&from, d);
                        value(format!("{}({e})", t.text()))
                    }
                    1 if t.is_float() => value(format!("{}({a}, {b})", self.r.pick(&["min", "max"]))),
                    2 => value(format!("-({a})")),
                    _ => value(format!("({a} {op} {b})")),
                }
            }
            Ty::Slice(e) => {
                let (s, x) = (self.text(t, d), self.text(e, d));
                match self.r.below(4) {
                    0 => {
                        let (i, j) = (self.text(&INT, d), self.text(&INT, d));
                        value(format!("cut({s}, {i}, {j})"))
                    }
                    1 => {
                        let more = self.text(t, d);
                        value(format!("append({s}, {more}...)"))
                    }
                    2 => {
                        let from = scalar(&mut self.r);
                        let xs = self.text(&Ty::Slice(Box::new(from.clone())), d);
                        let f = self.text(&Ty::Func(Box::new(from), e.clone()), d);
                        value(format!("mapOf({xs}, {f})"))
                    }
                    _ => value(format!("append({s}, {x})")),
                }
            }
            _ => self.literal(t, d),
        }
    }

    fn int_op(&mut self, t: &Ty, d: usize) -> E {
        let a = self.var_expr(t, d);
        match self.r.below(16) {
            14 if *t == INT => {
                let s = self.shape(d).text;
                let e = self.text(&INT, d);
                value(format!("(id({e}) + methodOf({s})())"))
            }
            0..5 => {
                let op = *self.r.pick(&["+", "-", "*", "&", "|", "^", "&^"]);
                let b = self.text(t, d);
                value(format!("({a} {op} {b})"))
            }
            5 => {
                let (op, b) = (*self.r.pick(&["/", "%"]), self.var_expr(t, d));
                value(format!("({a} {op} nz({b}))"))
            }
            6 => {
                let (op, n) = (*self.r.pick(&["<<", ">>"]), self.var_expr(&INT, d));
                value(format!("({a} {op} (uint({n}) % 70))"))
            }
            7 => {
                let from = if self.r.chance(70) { Ty::Basic(*self.r.pick(&INTS)) } else { Ty::Basic("float64") };
                let e = self.var_expr(&from, d);
                value(format!("{}({e})", t.text()))
            }
            8 => value(format!("{}({a})", self.r.pick(&["-", "^", "+"]))),
            9 => {
                let b = self.text(t, d);
                value(format!("{}({a}, {b})", self.r.pick(&["min", "max"])))
            }
            10 if *t == INT => {
                let e = self.text(&STRING, d);
                value(format!("len(id({e}))"))
            }
            11 if *t == INT => {
                let s = self.text(&Ty::Iface, d);
                value(format!("area({s})"))
            }
            12 if *t == INT => {
                let of = any_type(&mut self.r, 1, self.structs.len());
                let s = self.text(&Ty::Slice(Box::new(of)), d);
                value(format!("len({s})"))
            }
            _ => {
                let s = self.text(&Ty::Slice(Box::new(t.clone())), d);
                value(format!("sum({s}...)"))
            }
        }
    }

    fn string_op(&mut self, d: usize) -> E {
        let a = self.var_expr(&STRING, d);
        match self.r.below(8) {
            0 => {
                let from = Ty::Basic(*self.r.pick(&["int32", "int32", "uint8"]));
                let n = self.var_expr(&from, d);
                value(format!("string(rune({n}))"))
            }
            1 => {
                let (i, j) = (self.text(&INT, d), self.text(&INT, d));
                value(format!("cutString({a}, {i}, {j})"))
            }
            2 => {
                let s = self.text(&Ty::Slice(Box::new(Ty::Basic("uint8"))), d);
                value(format!("string({s})"))
            }
            3 => {
                let of = scalar(&mut self.r);
                let e = self.text(&of, d);
                value(format!("fmt.Sprint({e})"))
            }
            4 => value(format!("strings.Repeat({a}, {})", self.r.below(3))),
            5 => value(format!("string([]rune({a}))")),
            _ => {
                let b = self.text(&STRING, d);
                value(format!("({a} + {b})"))
            }
        }
    }

    fn condition(&mut self, d: usize) -> E {
        match self.r.below(8) {
            0 | 1 => {
                let (a, b) = (self.var_expr(&BOOL, d), self.text(&BOOL, d));
                value(format!("({a} {} {b})", self.r.pick(&["&&", "||", "==", "!="])))
            }
            2 => {
                let a = self.var_expr(&BOOL, d);
                value(format!("!({a})"))
            }
            3 => {
                // Comparing interfaces may panic: a statement of its own.
                let t = any_type(&mut self.r, 2, self.structs.len());
                let t = if t.is_comparable(&self.structs) { t } else { INT };
                let (a, b) = (self.var_expr(&t, d), self.text(&t, d));
                value(format!("({a} {} {b})", self.r.pick(&["==", "!="])))
            }
            4 => {
                let t = scalar(&mut self.r);
                let e = self.text(&t, d);
                value(format!("is[{}](any({e}))", scalar(&mut self.r).text()))
            }
            _ => {
                let t = scalar(&mut self.r);
                let t = if t.is_ordered() { t } else { INT };
                let (a, b) = (self.var_expr(&t, d), self.text(&t, d));
                value(format!("({a} {} {b})", self.r.pick(&["<", "<=", ">", ">=", "==", "!="])))
            }
        }
    }
}

impl E {
    /// A value of type `held` as a `t`, which is an interface type.
    fn typed(self, t: &Ty, held: &Ty, cx: &mut Gen) -> E {
        if *t == ANY || held == t {
            return value(format!("{}({})", t.text(), self.text));
        }
        cx.literal(t, 0)
    }
}
