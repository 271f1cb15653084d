//! Which files of a folder belong to a build: names, and `//go:build` or `// +build` lines.

use mgo_syntax::constraint::{Constraint, build_line};
use mgo_syntax::plus_build::plus_build;

/// Operating systems that a file's name can name.
const SYSTEMS: &[&str] = &[
    "aix",
    "android",
    "darwin",
    "dragonfly",
    "freebsd",
    "hurd",
    "illumos",
    "ios",
    "js",
    "linux",
    "nacl",
    "netbsd",
    "openbsd",
    "plan9",
    "solaris",
    "wasip1",
    "windows",
    "zos",
];
/// Architectures that a file's name can name.
const MACHINES: &[&str] = &[
    "386",
    "amd64",
    "amd64p32",
    "arm",
    "armbe",
    "arm64",
    "arm64be",
    "loong64",
    "mips",
    "mipsle",
    "mips64",
    "mips64le",
    "mips64p32",
    "mips64p32le",
    "ppc",
    "ppc64",
    "ppc64le",
    "riscv",
    "riscv64",
    "s390",
    "s390x",
    "sparc",
    "sparc64",
    "wasm",
];
/// The last minor version of Go whose build tag holds.
const LATEST: u32 = 27;

/// Whether a build tag holds.
pub fn tag_holds(tag: &str) -> bool {
    matches!(tag, "linux" | "unix" | "amd64" | "gc")
        || tag.strip_prefix("go1.").and_then(|minor| minor.parse::<u32>().ok()).is_some_and(|minor| (1..=LATEST).contains(&minor))
}

/// What kind of file a name is, by itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Part of the package on this machine.
    Source,
    /// A test, part of the package only when that is tested.
    Test,
    /// For another machine, or no source at all.
    Other,
}

/// What the name of a file in a package's folder says.
pub fn kind(name: &str) -> Kind {
    let Some(stem) = name.strip_suffix(".go").or_else(|| name.strip_suffix(".mgo")) else { return Kind::Other };
    if name.starts_with(['_', '.']) {
        return Kind::Other;
    }
    let (stem, is_test) = match stem.strip_suffix("_test") {
        Some(stem) => (stem, true),
        None => (stem, false),
    };
    // Only what follows an underscore counts: linux.go is for all.
    let parts: Vec<&str> = stem.split('_').skip(1).collect();
    let fits = match parts[..] {
        [.., system, machine] if SYSTEMS.contains(&system) && MACHINES.contains(&machine) => tag_holds(system) && tag_holds(machine),
        [.., last] if SYSTEMS.contains(&last) || MACHINES.contains(&last) => tag_holds(last),
        _ => true,
    };
    match (fits, is_test) {
        (false, _) => Kind::Other,
        (true, true) => Kind::Test,
        (true, false) => Kind::Source,
    }
}

/// Whether the `//go:build` line of a text holds, or else its `// +build` lines do, if it has any. A line that cannot be read does not hold.
pub fn holds(text: &str) -> bool {
    match build_line(text) {
        Some((line, _)) => Constraint::parse(line).is_ok_and(|c| c.holds(&tag_holds)),
        None => plus_build(text).is_none_or(|c| c.holds(&tag_holds)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell() {
        for (name, want) in [
            ("a.go", Kind::Source),
            ("a.mgo", Kind::Source),
            ("linux.go", Kind::Source),
            ("a_windows.go", Kind::Other),
            ("a_linux.go", Kind::Source),
            ("a_linux_amd64.go", Kind::Source),
            ("a_linux_arm64.go", Kind::Other),
            ("a_windows_amd64.go", Kind::Other),
            ("a_unix.go", Kind::Source),
            ("a_test.go", Kind::Test),
            ("a_windows_test.go", Kind::Other),
            ("_a.go", Kind::Other),
            (".a.go", Kind::Other),
            ("a.txt", Kind::Other),
        ] {
            assert_eq!(kind(name), want, "{name}");
        }
    }

    #[test]
    fn lines_tell() {
        assert!(holds("package p"));
        assert!(holds("//go:build linux && !windows && go1.27\n\npackage p"));
        assert!(!holds("//go:build ignore\n\npackage p"));
        assert!(!holds("//go:build go1.28\n\npackage p"));
        assert!(!holds("//go:build (\n\npackage p"));
        assert!(!holds("// +build ignore\n\npackage p"));
        assert!(holds("//go:build linux\n// +build ignore\n\npackage p"));
    }
}
