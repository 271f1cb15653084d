//! The types of generated programs, and the random numbers that choose them.

/// A small generator (splitmix64): the seed alone decides a program.
pub struct Rng(pub u64);

impl Rng {
    /// The next number.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }

    /// True `percent` times in a hundred.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of several.
    pub fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }
}

/// A type.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Ty {
    /// Integers, floats, `complex128`, `bool`, `string`, and `any`, by name.
    Basic(&'static str),
    /// `[]T`
    Slice(Box<Ty>),
    /// `[N]T`
    Array(usize, Box<Ty>),
    /// `map[K]V`
    Map(Box<Ty>, Box<Ty>),
    /// `*T`
    Ptr(Box<Ty>),
    /// A struct type of the program, by number.
    Struct(usize),
    /// The integer type with methods.
    Named,
    /// The interface that all structs and the named integer implement.
    Iface,
    /// `func(A) R`
    Func(Box<Ty>, Box<Ty>),
    /// `Pair[A, B]`
    Pair(Box<Ty>, Box<Ty>),
}

pub const INTS: [&str; 11] = ["int", "int", "int8", "int16", "int32", "int64", "uint", "uint8", "uint16", "uint32", "uint64"];
pub const INT: Ty = Ty::Basic("int");
pub const STRING: Ty = Ty::Basic("string");
pub const BOOL: Ty = Ty::Basic("bool");
pub const ANY: Ty = Ty::Basic("any");

impl Ty {
    /// How the type is written.
    pub fn text(&self) -> String {
        match self {
            Ty::Basic(name) => (*name).to_owned(),
            Ty::Slice(t) => format!("[]{}", t.text()),
            Ty::Array(n, t) => format!("[{n}]{}", t.text()),
            Ty::Map(k, v) => format!("map[{}]{}", k.text(), v.text()),
            Ty::Ptr(t) => format!("*{}", t.text()),
            Ty::Struct(i) => format!("S{i}"),
            Ty::Named => "Num".to_owned(),
            Ty::Iface => "Shape".to_owned(),
            Ty::Func(a, r) => format!("func({}) {}", a.text(), r.text()),
            Ty::Pair(a, b) => format!("Pair[{}, {}]", a.text(), b.text()),
        }
    }

    pub fn is_int(&self) -> bool {
        matches!(self, Ty::Basic(name) if INTS.contains(name)) || *self == Ty::Named
    }

    pub fn is_signed(&self) -> bool {
        self.is_int() && !matches!(self, Ty::Basic(name) if name.starts_with('u'))
    }

    pub fn is_float(&self) -> bool {
        matches!(self, Ty::Basic("float64" | "float32"))
    }

    pub fn is_numeric(&self) -> bool {
        self.is_int() || self.is_float() || *self == Ty::Basic("complex128")
    }

    pub fn is_ordered(&self) -> bool {
        self.is_int() || self.is_float() || *self == STRING
    }

    /// Whether `==` is defined; `fields` gives the fields of structs.
    pub fn is_comparable(&self, fields: &[Vec<Ty>]) -> bool {
        match self {
            Ty::Slice(_) | Ty::Map(..) | Ty::Func(..) => false,
            Ty::Array(_, t) => t.is_comparable(fields),
            Ty::Struct(i) => fields[*i].iter().all(|t| t.is_comparable(fields)),
            Ty::Pair(a, b) => a.is_comparable(fields) && b.is_comparable(fields),
            _ => true,
        }
    }

    /// Whether its values print the same in every run: no addresses.
    pub fn is_printable(&self, fields: &[Vec<Ty>]) -> bool {
        match self {
            Ty::Ptr(_) | Ty::Func(..) | Ty::Iface => false,
            Ty::Basic("any") => false,
            Ty::Slice(t) | Ty::Array(_, t) => t.is_printable(fields),
            Ty::Map(k, v) => k.is_printable(fields) && v.is_printable(fields),
            Ty::Pair(a, b) => a.is_printable(fields) && b.is_printable(fields),
            Ty::Struct(i) => fields[*i].iter().all(|t| t.is_printable(fields)),
            _ => true,
        }
    }
}

/// A simple type: what literals and map keys are made of.
pub fn scalar(r: &mut Rng) -> Ty {
    match r.below(10) {
        0..5 => Ty::Basic(*r.pick(&INTS)),
        5 | 6 => STRING,
        7 => Ty::Basic(*r.pick(&["float64", "float64", "float32"])),
        8 => BOOL,
        _ => r.pick(&[Ty::Named, Ty::Basic("complex128"), INT]).clone(),
    }
}

/// Any type, not nested deeper than `depth`; structs below `structs` exist.
pub fn any_type(r: &mut Rng, depth: usize, structs: usize) -> Ty {
    if depth == 0 || r.chance(45) {
        return scalar(r);
    }
    let sub = |r: &mut Rng| Box::new(any_type(r, depth - 1, structs));
    match r.below(12) {
        0..3 => Ty::Slice(sub(r)),
        3 => Ty::Array(1 + r.below(4), sub(r)),
        4 => Ty::Map(Box::new(key_type(r, structs)), sub(r)),
        5 if structs > 0 => Ty::Ptr(Box::new(Ty::Struct(r.below(structs)))),
        6 | 7 if structs > 0 => Ty::Struct(r.below(structs)),
        8 => Ty::Iface,
        9 => ANY,
        10 => Ty::Func(Box::new(scalar(r)), sub(r)),
        _ => Ty::Pair(sub(r), sub(r)),
    }
}

/// A type for keys that order well: integers and strings, now and then an array of them.
pub fn key_type(r: &mut Rng, _structs: usize) -> Ty {
    match r.below(6) {
        0 => Ty::Array(2, Box::new(INT)),
        1 | 2 => STRING,
        _ => Ty::Basic(*r.pick(&INTS)),
    }
}
