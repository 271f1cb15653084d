//! Formats taken apart.

/// What a verb takes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Takes(pub(super) u16);

impl Takes {
    pub(super) const BOOL: u16 = 1;
    pub(super) const INT: u16 = 2;
    pub(super) const RUNE: u16 = 4;
    pub(super) const STRING: u16 = 8;
    pub(super) const FLOAT: u16 = 16;
    pub(super) const COMPLEX: u16 = 32;
    pub(super) const POINTER: u16 = 64;
    pub(super) const ERROR: u16 = 128;
    pub(super) const ANY: u16 = 256;

    pub(super) fn has(self, bit: u16) -> bool {
        self.0 & bit != 0
    }
}

/// A verb.
#[derive(Clone, Copy, Debug)]
pub(super) struct Verb {
    /// The flags that mean something.
    pub(super) flags: &'static str,
    pub(super) takes: Takes,
}

/// The verb with this letter.
pub(super) fn verb(letter: char) -> Option<Verb> {
    const NUMBER: &str = " -+0";
    const SHARP: &str = " -+0#";
    let (flags, takes) = match letter {
        '%' => ("", 0),
        'b' => (SHARP, Takes::INT | Takes::FLOAT | Takes::COMPLEX | Takes::POINTER),
        'c' => ("-", Takes::RUNE | Takes::INT),
        'd' => (NUMBER, Takes::INT | Takes::POINTER),
        'e' | 'E' | 'f' | 'F' | 'g' | 'G' => (SHARP, Takes::FLOAT | Takes::COMPLEX),
        'o' | 'O' => (SHARP, Takes::INT | Takes::POINTER),
        'p' => ("-#", Takes::POINTER),
        'q' => (SHARP, Takes::RUNE | Takes::INT | Takes::STRING),
        's' => (NUMBER, Takes::STRING),
        't' => ("-", Takes::BOOL),
        'T' => ("-", Takes::ANY),
        'U' => ("-#", Takes::RUNE | Takes::INT),
        'v' => (SHARP, Takes::ANY),
        'w' => (SHARP, Takes::ERROR),
        'x' | 'X' => (SHARP, Takes::RUNE | Takes::INT | Takes::STRING | Takes::POINTER | Takes::FLOAT | Takes::COMPLEX),
        _ => return None,
    };
    Some(Verb { flags, takes: Takes(takes) })
}

/// A width or precision.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Width {
    /// None, or a number.
    Fixed,
    /// `*`, with the argument's number if there is one.
    Star(Option<usize>),
}

/// One directive of a format.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Directive<'t> {
    /// As written.
    pub(super) text: &'t str,
    /// Where in the format.
    pub(super) start: usize,
    pub(super) flags: &'t str,
    pub(super) width: Width,
    pub(super) precision: Width,
    /// `[n]`
    pub(super) index: Option<usize>,
    pub(super) verb: char,
}

impl Directive<'_> {
    /// The argument numbers of its stars.
    pub(super) fn stars(&self) -> impl Iterator<Item = Option<usize>> {
        [self.width, self.precision].into_iter().filter_map(|w| if let Width::Star(index) = w { Some(index) } else { None })
    }
}

/// The directives of a format.
///
/// # Errors
/// Where a directive without a verb starts.
pub(super) fn parse(text: &str) -> Result<Vec<Directive<'_>>, usize> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(i) = text[at..].find('%') {
        let start = at + i;
        let directive = one(text, start).ok_or(start)?;
        at = start + directive.text.len();
        found.push(directive);
    }
    Ok(found)
}

fn one(text: &str, start: usize) -> Option<Directive<'_>> {
    let mut at = start + 1;
    let span = |at: usize, of: &dyn Fn(char) -> bool| text[at..].find(|c| !of(c)).map_or(text.len(), |n| at + n);
    let flags_end = span(at, &|c| matches!(c, '#' | '0' | '+' | '-' | ' '));
    let flags = &text[at..flags_end];
    at = flags_end;
    let mut index = argument_number(text, &mut at);
    let width = |at: &mut usize, index: &mut Option<usize>| {
        if text[*at..].starts_with('*') {
            *at += 1;
            let number = index.take();
            *index = argument_number(text, at);
            return Width::Star(number);
        }
        *at = span(*at, &|c| c.is_ascii_digit());
        Width::Fixed
    };
    let wide = width(&mut at, &mut index);
    let mut precision = Width::Fixed;
    if text[at..].starts_with('.') {
        at += 1;
        if index.is_none() {
            index = argument_number(text, &mut at);
        }
        precision = width(&mut at, &mut index);
    }
    if index.is_none() {
        index = argument_number(text, &mut at);
    }
    let verb = text[at..].chars().next()?;
    let text = &text[start..at + verb.len_utf8()];
    Some(Directive { text, start, flags, width: wide, precision, index, verb })
}

/// `[n]`
fn argument_number(text: &str, at: &mut usize) -> Option<usize> {
    let rest = text[*at..].strip_prefix('[')?;
    let end = rest.find(']')?;
    *at += end + 2;
    Some(rest[..end].parse().unwrap_or(0))
}

/// Something in a text that is printed as it is, that looks like a directive.
pub(super) fn possible(text: &str) -> Option<&str> {
    for (start, _) in text.match_indices('%') {
        let Some(d) = one(text, start) else { continue };
        let plain = d.flags.chars().all(|c| matches!(c, '+' | '-' | '#' | '0'));
        if plain && "bcdefgopqstvxEFGTUX".contains(d.verb) {
            // %XX may be part of a URL.
            let behind = &text.as_bytes()[start + 1..];
            let is_hex = behind.len() >= 2 && behind[..2].iter().all(u8::is_ascii_hexdigit);
            return (!is_hex).then_some(d.text);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_taken_apart() {
        let got = parse("a %d %-+5.2f %[2]*.[1]*[3]x 100%%").expect("a format");
        assert_eq!(got.iter().map(|d| d.text).collect::<Vec<_>>(), ["%d", "%-+5.2f", "%[2]*.[1]*[3]x", "%%"]);
        assert_eq!(got[1].flags, "-+");
        assert_eq!((got[2].width, got[2].precision, got[2].index), (Width::Star(Some(2)), Width::Star(Some(1)), Some(3)));
        assert_eq!(parse("a %"), Err(2));
        assert_eq!(parse("a %-5"), Err(2));
    }

    #[test]
    fn texts_that_look_like_formats() {
        assert_eq!(possible("x is %d"), Some("%d"));
        assert_eq!(possible("100%"), None);
        assert_eq!(possible("100% of"), None);
        assert_eq!(possible("a%20b"), None);
    }
}
