//! Regular expressions of `-run`, `-bench`, `-skip` and `-list`.

use mgo_abi::typedesc::GoString;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Whether `pattern` matches somewhere in `text`; patterns are few and used for every test, so they are kept.
fn is_match(pattern: &str, text: &str) -> Result<bool, String> {
    static COMPILED: Mutex<Option<HashMap<String, regex_lite::Regex>>> = Mutex::new(None);
    let mut compiled = COMPILED.lock().unwrap_or_else(PoisonError::into_inner);
    let compiled = compiled.get_or_insert_default();
    if !compiled.contains_key(pattern) {
        let regex = regex_lite::Regex::new(pattern).map_err(|err| format!("error parsing regexp: {err}"))?;
        compiled.insert(pattern.to_owned(), regex);
    }
    Ok(compiled[pattern].is_match(text))
}

/// The text of a string argument.
fn text(s: GoString) -> String {
    // SAFETY: a string of the program, alive during the call.
    String::from_utf8_lossy(unsafe { crate::native::bytes(s.ptr, s.len) }).into_owned()
}

natives! {
    System "testing.matchString" (pattern: GoString, subject: GoString) -> (ok: bool, bad: GoString) {
        let (found, problem) = match is_match(&text(pattern), &text(subject)) {
            Ok(found) => (found, String::new()),
            Err(problem) => (false, problem),
        };
        ok = found;
        // A pattern that does not compile ends the program, so the text may stay.
        bad = crate::native::static_str(problem.into_bytes().leak());
    }
}
