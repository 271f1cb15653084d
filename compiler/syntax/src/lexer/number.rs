//! Number literals: how far one reaches, of which kind it is, and what is wrong with it.

use super::raw::Error;
use crate::ast::LitKind;

/// A scanned number.
pub(crate) struct Number {
    /// Its length in bytes.
    pub(crate) len: usize,
    pub(crate) kind: LitKind,
    /// The first thing wrong with it.
    pub(crate) error: Option<Error>,
}

struct Scanner<'s> {
    text: &'s [u8],
    at: usize,
    base: u32,
    /// A digit too big for the base.
    misfit: Option<usize>,
    digits: bool,
    separators: bool,
    error: Option<Error>,
}

/// Scans the number that `text` starts with (a digit, or a point and a digit).
pub(crate) fn scan(text: &str) -> Number {
    let mut s = Scanner { text: text.as_bytes(), at: 0, base: 10, misfit: None, digits: false, separators: false, error: None };
    let mut kind = LitKind::Int;
    let prefix = s.prefix();
    s.run(s.base);
    if s.peek() == b'.' {
        if matches!(prefix, b'o' | b'b') {
            s.fail(s.at, format!("invalid radix point in {} literal", base_name(s.base)));
        }
        s.at += 1;
        kind = LitKind::Float;
        s.run(s.base);
    }
    if !s.digits {
        s.fail(s.at, format!("{} literal has no digits", base_name(s.base)));
    }
    if s.exponent(prefix) {
        kind = LitKind::Float;
    } else if prefix == b'x' && kind == LitKind::Float {
        s.fail(s.at, "hexadecimal mantissa requires a 'p' exponent".into());
    }
    if s.peek() == b'i' {
        s.at += 1;
        kind = LitKind::Imag;
    }
    if let (LitKind::Int, Some(at)) = (kind, s.misfit) {
        s.fail(at, format!("invalid digit '{}' in {} literal", s.text[at] as char, base_name(s.base)));
    }
    if s.separators
        && let Some(at) = misplaced_separator(&s.text[..s.at])
    {
        s.fail(at, "'_' must separate successive digits".into());
    }
    Number { len: s.at, kind, error: s.error }
}

impl Scanner<'_> {
    fn peek(&self) -> u8 {
        self.text.get(self.at).copied().unwrap_or(0)
    }

    /// Only the first complaint counts.
    fn fail(&mut self, at: usize, message: String) {
        self.error.get_or_insert(Error { offset: at as u32, message });
    }

    /// Reads `0`, `0x`, `0o` or `0b` and sets the base; gives the letter, `0` for a bare zero and a space for none.
    fn prefix(&mut self) -> u8 {
        if self.peek() != b'0' {
            return b' ';
        }
        self.at += 1;
        let letter = self.peek().to_ascii_lowercase();
        self.base = match letter {
            b'x' => 16,
            b'o' => 8,
            b'b' => 2,
            _ => {
                self.digits = true;
                self.base = 8;
                return b'0';
            }
        };
        self.at += 1;
        letter
    }

    /// Reads digits and separators; bases up to ten take any decimal digit and remember the first misfit.
    fn run(&mut self, base: u32) {
        loop {
            let b = self.peek();
            if b == b'_' {
                self.separators = true;
            } else if b.is_ascii_digit() || base == 16 && b.is_ascii_hexdigit() {
                self.digits = true;
                if base < 10 && u32::from(b - b'0') >= base && self.misfit.is_none() {
                    self.misfit = Some(self.at);
                }
            } else {
                return;
            }
            self.at += 1;
        }
    }

    /// Reads an exponent, if there is one.
    fn exponent(&mut self, prefix: u8) -> bool {
        let letter = self.peek();
        match letter.to_ascii_lowercase() {
            b'e' if !matches!(prefix, b' ' | b'0') => {
                self.fail(self.at, format!("'{}' exponent requires decimal mantissa", letter as char));
            }
            b'p' if prefix != b'x' => {
                self.fail(self.at, format!("'{}' exponent requires hexadecimal mantissa", letter as char));
            }
            b'e' | b'p' => {}
            _ => return false,
        }
        self.at += 1;
        if matches!(self.peek(), b'+' | b'-') {
            self.at += 1;
        }
        self.digits = false;
        self.run(10);
        if !self.digits {
            self.fail(self.at, "exponent has no digits".into());
        }
        true
    }
}

fn base_name(base: u32) -> &'static str {
    match base {
        2 => "binary",
        8 => "octal",
        16 => "hexadecimal",
        _ => "decimal",
    }
}

/// The `_` that does not stand between two digits, as Go finds it: a base prefix counts as a digit, and of two in a row the second is wrong.
fn misplaced_separator(text: &[u8]) -> Option<usize> {
    let prefixed = text.len() > 1 && text[0] == b'0' && matches!(text[1] | 0x20, b'x' | b'o' | b'b');
    let hex = prefixed && text[1] | 0x20 == b'x';
    let is_digit = |b: u8| b.is_ascii_digit() || hex && b.is_ascii_hexdigit();
    let start = if prefixed { 2 } else { 0 };
    for i in start..text.len() {
        let after_separator = i > start && text[i - 1] == b'_';
        let after_digit = i == start && prefixed || i > start && is_digit(text[i - 1]);
        if text[i] == b'_' && !after_digit {
            return Some(i);
        }
        if after_separator && !is_digit(text[i]) {
            return Some(i - 1);
        }
    }
    (text.last() == Some(&b'_')).then(|| text.len() - 1)
}
