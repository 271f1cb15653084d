//! What to say about a field or method that is not there.

use crate::check::Checker;
use crate::identical::is_exported;
use crate::lookup::Hit;
use crate::object::PackageId;
use crate::types::TypeId;

/// How what was meant differs from what was written.
enum Case {
    Missing,
    Misspelled,
    Unexported,
    Inaccessible,
}

impl Checker<'_> {
    /// Why `sel` is not found in `t`, with what is there under a similar name.
    pub(crate) fn lookup_error(&mut self, t: TypeId, sel: &str, addressable: bool, struct_lit: bool) -> String {
        let pkg = self.env.pkg;
        // What a literal has are fields.
        let holder = if struct_lit { self.underlying(t) } else { t };
        let (what, alt, alt_pkg) = match self.find(holder, addressable, pkg, sel, true) {
            Hit::Field(f, ..) => ("field", f.name, f.pkg),
            Hit::Method(_, m, ..) => ("method", self.object(m).name.clone(), self.object(m).pkg),
            Hit::Abstract(m, ..) => ("method", m.name, m.pkg),
            _ => ("object", Default::default(), PackageId::UNIVERSE),
        };
        let case = if alt.is_empty() { Case::Missing } else { case(sel, &alt, alt_pkg == pkg) };
        let ty = self.tstr(t);
        if struct_lit {
            let unknown = format!("unknown field {sel} in struct literal of type {ty}");
            return match case {
                Case::Missing => unknown,
                Case::Misspelled => format!("{unknown}, but does have {alt}"),
                Case::Unexported => format!("{unknown}, but does have unexported {alt}"),
                Case::Inaccessible => format!("cannot refer to unexported field {alt} in struct literal of type {ty}"),
            };
        }
        let unknown = format!("type {ty} has no field or method {sel}");
        match case {
            Case::Missing => unknown,
            Case::Misspelled => format!("{unknown}, but does have {what} {alt}"),
            Case::Unexported => format!("{unknown}, but does have unexported {what} {alt}"),
            Case::Inaccessible => format!("cannot refer to unexported {what} {alt}"),
        }
    }
}

fn case(sel: &str, alt: &str, same_pkg: bool) -> Case {
    let same_tail = tail(sel) == tail(alt);
    match (is_exported(sel), is_exported(alt)) {
        _ if same_pkg => Case::Misspelled,
        (true, true) => Case::Misspelled,
        (true, false) if same_tail => Case::Unexported,
        (false, true) if same_tail => Case::Misspelled,
        (false, false) if sel == alt => Case::Inaccessible,
        _ => Case::Missing,
    }
}

/// All but the first letter.
fn tail(name: &str) -> &str {
    let mut chars = name.chars();
    chars.next();
    chars.as_str()
}
