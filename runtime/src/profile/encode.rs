//! Writing a `Profile` of pprof's profile.proto, the format of `go tool pprof`. Not compressed: its readers take both.

use rustc_hash::FxHashMap;

use crate::sched::Sched;
use crate::trace::proto::Message;

/// Stands for a pc in the runtime itself.
pub(super) const SYSTEM: usize = 0;

/// A profile being written.
pub(super) struct Encoder {
    out: Message,
    strings: FxHashMap<String, u64>,
    table: Vec<String>,
    functions: FxHashMap<(u64, u64), u64>,
    locations: FxHashMap<usize, u64>,
}

impl Encoder {
    /// A profile whose samples have values of these kinds and units.
    pub(super) fn new(types: &[(&str, &str)], period_type: (&str, &str), period: i64) -> Encoder {
        let mut new = Encoder {
            out: Message::default(),
            strings: FxHashMap::default(),
            table: Vec::new(),
            functions: FxHashMap::default(),
            locations: FxHashMap::default(),
        };
        new.string("");
        types.iter().for_each(|ty| new.value_type(1, ty));
        new.value_type(11, &period_type);
        new.out.varint(12, period as u64);
        new
    }

    fn string(&mut self, s: &str) -> u64 {
        if let Some(&i) = self.strings.get(s) {
            return i;
        }
        let i = self.table.len() as u64;
        self.strings.insert(s.to_owned(), i);
        self.table.push(s.to_owned());
        i
    }

    fn value_type(&mut self, field: u32, (kind, unit): &(&str, &str)) {
        let (kind, unit) = (self.string(kind), self.string(unit));
        self.out.message(field, |m| _ = m.varint(1, kind).varint(2, unit));
    }

    fn function(&mut self, name: &str, file: &str) -> u64 {
        let key = (self.string(name), self.string(file));
        let next = self.functions.len() as u64 + 1;
        if let Some(&id) = self.functions.get(&key) {
            return id;
        }
        self.functions.insert(key, next);
        self.out.message(5, |m| _ = m.varint(1, next).varint(2, key.0).varint(3, key.0).varint(4, key.1));
        next
    }

    /// The location of a return address, with the functions inlined there, innermost first.
    fn location(&mut self, sched: &Sched, pc: usize) -> u64 {
        if let Some(&id) = self.locations.get(&pc) {
            return id;
        }
        let id = self.locations.len() as u64 + 1;
        self.locations.insert(pc, id);
        let chain = if pc == SYSTEM { Vec::new() } else { sched.functab.source(pc - 1) };
        let mut lines: Vec<(u64, u64)> = chain.iter().map(|at| (self.function(&at.func, &at.file), u64::from(at.line))).collect();
        if lines.is_empty() {
            lines.push((self.function("runtime._System", ""), 0));
        }
        self.out.message(4, |m| {
            m.varint(1, id).varint(2, 1).varint(3, pc.saturating_sub(1) as u64);
            for (function, line) in lines {
                m.message(4, |l| _ = l.varint(1, function).varint(2, line));
            }
        });
        id
    }

    /// The range of compiled code.
    pub(super) fn mapping(&mut self, sched: &Sched) {
        let name = self.string("mgo");
        let (lo, hi) = sched.compiler.code_range();
        self.out.message(3, |mapping| _ = mapping.varint(1, 1).varint(2, lo as u64).varint(3, hi as u64).varint(5, name).varint(7, 1));
    }

    /// A stack of return addresses with its values, how many bytes each of its objects has, and the labels of its goroutine.
    pub(super) fn sample(&mut self, sched: &Sched, stack: &[usize], values: &[i64], bytes: Option<i64>, labels: &[(String, String)]) {
        let ids: Vec<u64> = stack.iter().map(|&pc| self.location(sched, pc)).collect();
        let label = bytes.map(|bytes| (self.string("bytes"), bytes as u64));
        let labels: Vec<(u64, u64)> = labels.iter().map(|(key, value)| (self.string(key), self.string(value))).collect();
        self.out.message(2, |sample| {
            sample.packed(1, ids).packed(2, values.iter().map(|&v| v as u64));
            if let Some((key, bytes)) = label {
                sample.message(3, |label| _ = label.varint(1, key).varint(3, bytes));
            }
            for (key, value) in labels {
                sample.message(3, |label| _ = label.varint(1, key).varint(2, value));
            }
        });
    }

    /// A line for the reader.
    pub(super) fn comment(&mut self, text: &str) {
        let text = self.string(text);
        self.out.packed(13, [text]);
    }

    /// The kind of value that readers show first.
    pub(super) fn default_type(&mut self, kind: &str) {
        let kind = self.string(kind);
        self.out.varint(14, kind);
    }

    /// When the profile began, nanoseconds since 1970, and how long it took.
    pub(super) fn time(&mut self, start: i64, duration: i64) {
        self.out.varint(9, start as u64);
        self.out.varint(10, duration as u64);
    }

    /// What was written.
    pub(super) fn finish(mut self) -> Vec<u8> {
        for s in std::mem::take(&mut self.table) {
            self.out.bytes(6, s.as_bytes());
        }
        self.out.as_bytes().to_vec()
    }
}
