//! The values of string and rune literals. Numbers stay text: their exact value is the checker's business.
//!
//! A literal that the lexer complained about has some value all the same; nothing here fails.

/// The bytes a string literal stands for, quotes and escapes undone.
pub fn string_value(literal: &str) -> Vec<u8> {
    if let Some(raw) = literal.strip_prefix('`') {
        let raw = raw.strip_suffix('`').unwrap_or(raw);
        return raw.bytes().filter(|&b| b != b'\r').collect();
    }
    let inner = literal.strip_prefix('"').unwrap_or(literal);
    let inner = inner.strip_suffix('"').unwrap_or(inner);
    let mut out = Vec::with_capacity(inner.len());
    let mut rest = inner;
    while let Some(at) = rest.find('\\') {
        out.extend_from_slice(&rest.as_bytes()[..at]);
        let (unit, after) = escape(&rest[at..]);
        match unit {
            Unit::Byte(b) => out.push(b),
            Unit::Char(c) => out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
        }
        rest = after;
    }
    out.extend_from_slice(rest.as_bytes());
    out
}

/// Whether `path` can be one of a package.
///
/// # Errors
/// Why not, in Go's words.
pub fn valid_import_path(path: &str) -> Result<(), String> {
    if path.is_empty() {
        return Err("empty string".into());
    }
    const ILLEGAL: &str = "!\"#$%&'()*,:;<=>?[\\]^{|}`\u{FFFD}";
    match path.chars().find(|c| c.is_control() || c.is_whitespace() || ILLEGAL.contains(*c)) {
        Some(c) => Err(format!("invalid character U+{:04X} '{c}'", c as u32)),
        None => Ok(()),
    }
}

/// For each byte that a string literal stands for, and for their end, where it stands in the literal; `None` for a raw literal with carriage returns.
pub fn string_offsets(literal: &str) -> Option<Vec<u32>> {
    if let Some(raw) = literal.strip_prefix('`') {
        let len = raw.strip_suffix('`').unwrap_or(raw).len() as u32;
        return (!raw.contains('\r')).then(|| (1..=len + 1).collect());
    }
    let inner = literal.strip_prefix('"').unwrap_or(literal);
    let inner = inner.strip_suffix('"').unwrap_or(inner);
    let mut offsets = Vec::with_capacity(inner.len() + 1);
    let mut rest = inner;
    while !rest.is_empty() {
        let at = (1 + inner.len() - rest.len()) as u32;
        if rest.starts_with('\\') {
            let (unit, after) = escape(rest);
            let bytes = if let Unit::Char(c) = unit { c.len_utf8() } else { 1 };
            offsets.extend(std::iter::repeat_n(at, bytes));
            rest = after;
        } else {
            offsets.push(at);
            // A character of several bytes stands for itself.
            let len = rest.chars().next().map_or(1, char::len_utf8) as u32;
            offsets.extend((1..len).map(|i| at + i));
            rest = &rest[len as usize..];
        }
    }
    offsets.push(1 + inner.len() as u32);
    Some(offsets)
}

/// The code point a rune literal stands for.
pub fn rune_value(literal: &str) -> u32 {
    let inner = literal.strip_prefix('\'').unwrap_or(literal);
    if inner.starts_with('\\') {
        return match escape(inner).0 {
            Unit::Byte(b) => u32::from(b),
            Unit::Char(c) => u32::from(c),
        };
    }
    inner.chars().next().map_or(u32::from(char::REPLACEMENT_CHARACTER), u32::from)
}

/// What one escape stands for.
enum Unit {
    Byte(u8),
    Char(char),
}

/// Undoes the escape that `text` starts with; gives what follows it too.
fn escape(text: &str) -> (Unit, &str) {
    let mut chars = text[1..].chars();
    let Some(c) = chars.next() else { return (Unit::Byte(b'\\'), "") };
    let simple = match c {
        'a' => 0x07,
        'b' => 0x08,
        'f' => 0x0c,
        'n' => b'\n',
        'r' => b'\r',
        't' => b'\t',
        'v' => 0x0b,
        '0'..='7' => return code(&text[1..], 3, 8),
        'x' => return code(&text[2..], 2, 16),
        'u' => return code(&text[2..], 4, 32),
        'U' => return code(&text[2..], 8, 32),
        c => return (Unit::Char(c), chars.as_str()),
    };
    (Unit::Byte(simple), chars.as_str())
}

/// Reads up to `digits` digits; `kind` is 8 (octal byte), 16 (hexadecimal byte) or 32 (code point).
fn code(text: &str, digits: usize, kind: u32) -> (Unit, &str) {
    let base = if kind == 8 { 8 } else { 16 };
    let len = text.bytes().take(digits).take_while(|&b| (b as char).is_digit(base)).count();
    let value = u32::from_str_radix(&text[..len], base).unwrap_or(0);
    let unit = match kind {
        32 => Unit::Char(char::from_u32(value).unwrap_or(char::REPLACEMENT_CHARACTER)),
        _ => Unit::Byte(value as u8),
    };
    (unit, &text[len..])
}

/// Bytes as a Go string literal, as `strconv.Quote` writes it.
pub fn quote(bytes: &[u8]) -> String {
    let mut out = String::from("\"");
    for chunk in bytes.utf8_chunks() {
        for c in chunk.valid().chars() {
            match c {
                '"' => out.push_str("\\\""),
                '\\' => out.push_str("\\\\"),
                '\x07' => out.push_str("\\a"),
                '\x08' => out.push_str("\\b"),
                '\x0c' => out.push_str("\\f"),
                '\n' => out.push_str("\\n"),
                '\r' => out.push_str("\\r"),
                '\t' => out.push_str("\\t"),
                '\x0b' => out.push_str("\\v"),
                ' ' => out.push(' '),
                c if c < ' ' || c == '\x7f' => out.push_str(&format!("\\x{:02x}", c as u32)),
                c if !c.is_control() && !c.is_whitespace() && c != '\u{feff}' => out.push(c),
                c if c as u32 >= 0x10000 => out.push_str(&format!("\\U{:08x}", c as u32)),
                c => out.push_str(&format!("\\u{:04x}", c as u32)),
            }
        }
        for byte in chunk.invalid() {
            out.push_str(&format!("\\x{byte:02x}"));
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings() {
        assert_eq!(string_value(r#""a\tb\x41\101\u00e9\U0001F600\"""#), "a\tbAA\u{e9}\u{1F600}\"".as_bytes());
        assert_eq!(string_value(r#""\xff\377""#), [0xff, 0xff]);
        assert_eq!(string_value("`a\\n\r\nb`"), b"a\\n\nb");
        assert_eq!(string_value("\"\""), b"");
    }

    #[test]
    fn runes() {
        let cases =
            [("'a'", 97), (r"'\''", 39), (r"'\n'", 10), (r"'\xff'", 255), (r"'\377'", 255), ("'é'", 0xe9), (r"'\U0010FFFF'", 0x10FFFF)];
        for (literal, value) in cases {
            assert_eq!(rune_value(literal), value, "{literal}");
        }
    }

    #[test]
    fn broken_literals_have_a_value() {
        for literal in ["\"", "\"\\", "'", "'\\", "\"\\x", "\"\\uD800\"", "'\\U", "`", "\"\\400\""] {
            string_value(literal);
            rune_value(literal);
        }
    }

    #[test]
    fn offsets_of_strings() {
        assert_eq!(string_offsets(r#""a\tb""#), Some(vec![1, 2, 4, 5]));
        assert_eq!(string_offsets("\"\u{e9}x\""), Some(vec![1, 2, 3, 4]));
        assert_eq!(string_offsets("`ab`"), Some(vec![1, 2, 3]));
        assert_eq!(string_offsets("`a\r\n`"), None);
    }
}
