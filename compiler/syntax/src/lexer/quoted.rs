//! Rune and string literals: how far one reaches and what is wrong with it. [`crate::literal`] gives their values.

use super::raw::{Error, unicode_name};

/// A scanned literal.
pub(crate) struct Quoted {
    /// Its length in bytes.
    pub(crate) len: usize,
    /// Its closing quote is there.
    pub(crate) closed: bool,
    pub(crate) errors: Vec<Error>,
}

struct Scanner<'s> {
    text: &'s str,
    at: usize,
    errors: Vec<Error>,
}

/// Scans the rune literal that `text` starts with.
pub(crate) fn rune(text: &str) -> Quoted {
    let mut s = Scanner { text, at: 1, errors: Vec::new() };
    let mut count = 0;
    let closed = loop {
        match s.peek() {
            Some('\'') => {
                if s.errors.is_empty() && count == 0 {
                    s.fail(s.at, "empty rune literal or unescaped '");
                } else if s.errors.is_empty() && count > 1 {
                    s.fail(0, "more than one character in rune literal");
                }
                s.at += 1;
                break true;
            }
            Some('\\') => s.escape('\''),
            Some('\n') => {
                if s.errors.is_empty() {
                    s.fail(s.at, "newline in rune literal");
                }
                break false;
            }
            Some(c) => s.at += c.len_utf8(),
            None => {
                if s.errors.is_empty() {
                    s.fail(0, "rune literal not terminated");
                }
                break false;
            }
        }
        count += 1;
    };
    s.finish(closed)
}

/// Scans the interpreted string literal that `text` starts with.
pub(crate) fn string(text: &str) -> Quoted {
    let mut s = Scanner { text, at: 1, errors: Vec::new() };
    let closed = loop {
        match memchr::memchr3(b'"', b'\\', b'\n', &text.as_bytes()[s.at..]) {
            None => {
                s.at = text.len();
                s.fail(0, "string not terminated");
                break false;
            }
            Some(skip) => s.at += skip,
        }
        match text.as_bytes()[s.at] {
            b'"' => {
                s.at += 1;
                break true;
            }
            b'\\' => s.escape('"'),
            _ => {
                s.fail(s.at, "newline in string");
                break false;
            }
        }
    };
    s.finish(closed)
}

/// Scans the raw string literal that `text` starts with.
pub(crate) fn raw(text: &str) -> Quoted {
    let end = memchr::memchr(b'`', &text.as_bytes()[1..]);
    let mut s = Scanner { text, at: end.map_or(text.len(), |i| i + 2), errors: Vec::new() };
    if end.is_none() {
        s.fail(0, "string not terminated");
    }
    s.finish(end.is_some())
}

/// Complains about NUL and byte order marks in `text`, which starts at `offset`.
pub(crate) fn forbidden(text: &str, offset: usize, errors: &mut Vec<Error>) {
    let bytes = text.as_bytes();
    // 0xEF starts a byte order mark and little else
    for i in memchr::memchr2_iter(0, 0xEF, bytes) {
        let message = match bytes[i] {
            0 => "invalid NUL character",
            _ if bytes[i..].starts_with("\u{feff}".as_bytes()) => "invalid BOM in the middle of the file",
            _ => continue,
        };
        errors.push(Error { offset: (offset + i) as u32, message: message.into() });
    }
}

impl Scanner<'_> {
    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn fail(&mut self, at: usize, message: impl Into<String>) {
        self.errors.push(Error { offset: at as u32, message: message.into() });
    }

    fn finish(mut self, closed: bool) -> Quoted {
        forbidden(&self.text[..self.at], 0, &mut self.errors);
        Quoted { len: self.at, closed, errors: self.errors }
    }

    /// Reads the escape at a backslash.
    fn escape(&mut self, quote: char) {
        self.at += 1;
        let Some(c) = self.peek() else { return };
        let (digits, base, max) = match c {
            'a' | 'b' | 'f' | 'n' | 'r' | 't' | 'v' | '\\' => {
                self.at += 1;
                return;
            }
            c if c == quote => {
                self.at += 1;
                return;
            }
            '0'..='7' => (3, 8, 255),
            'x' => (2, 16, 255),
            'u' => (4, 16, u32::from(char::MAX)),
            'U' => (8, 16, u32::from(char::MAX)),
            _ => return self.fail(self.at, "unknown escape"),
        };
        if base == 16 {
            self.at += 1;
        }
        self.code(digits, base, max);
    }

    /// Reads the digits of a numeric escape.
    fn code(&mut self, digits: usize, base: u32, max: u32) {
        let mut value: u32 = 0;
        for _ in 0..digits {
            let Some(c) = self.peek() else { return };
            let Some(digit) = c.to_digit(base) else {
                let name = if base == 8 { "octal" } else { "hexadecimal" };
                let shown = if c == '\'' { "\\'".to_string() } else { c.escape_debug().to_string() };
                let shown = if c == '"' { "\"".to_string() } else { shown };
                return self.fail(self.at, format!("invalid character '{shown}' in {name} escape"));
            };
            value = value.saturating_mul(base).saturating_add(digit);
            self.at += 1;
        }
        if value > max && base == 8 {
            self.fail(self.at, format!("octal escape value {value} > 255"));
        } else if value > max || (0xD800..0xE000).contains(&value) && max > 255 {
            let shown = char::from_u32(value).map_or_else(|| format!("U+{value:04X}"), unicode_name);
            self.fail(self.at, format!("escape is invalid Unicode code point {shown}"));
        }
    }
}
