//! The command line, as a user meets it.

mod common;

use common::mgo;

/// A program in a folder of its own.
fn program(name: &str, text: &str) -> (tempfile::TempDir, String) {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let file = dir.path().join(name);
    std::fs::write(&file, text).expect("writable");
    let path = file.display().to_string();
    (dir, path)
}

#[test]
fn the_program_sees_its_own_arguments() {
    let (_dir, file) = program(
        "args.go",
        "package main\n\nimport \"os\"\n\nfunc main() {\n\tfor _, a := range os.Args {\n\t\tos.Stdout.WriteString(a + \"\\n\")\n\t}\n}\n",
    );
    let got = mgo(&["run", &file, "one", "-two", "--emit"]);
    assert_eq!(got.stdout, format!("{file}\none\n-two\n--emit\n"), "{}", got.stderr);
}

/// Runs mgo with this standard input.
fn with_input(args: &[&str], input: &str) -> std::process::Output {
    use std::io::Write;
    use std::process::{Command, Stdio};
    let mut child = Command::new(env!("CARGO_BIN_EXE_mgo"))
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("mgo starts");
    child.stdin.take().expect("piped").write_all(input.as_bytes()).expect("mgo reads");
    child.wait_with_output().expect("mgo ends")
}

#[test]
fn scripts_from_the_command_line_and_from_standard_input() {
    let got = mgo(&["-e", "x := 6; fmt.Println(x * 7, strings.Join(os.Args[1:], `+`))", "a", "--", "-b"]);
    assert_eq!((got.stdout.as_str(), got.code), ("42 a+--+-b\n", 0), "{}", got.stderr);
    let got = with_input(&["run", "-", "one"], "for _, a := range os.Args[1:] {\n\tfmt.Println(a)\n}\n");
    assert_eq!(String::from_utf8_lossy(&got.stdout), "one\n");
    let got = with_input(&["run", "-"], "x := y\n");
    assert_eq!(got.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&got.stderr).contains("<stdin>:1:6: undefined: y\n"));
}

#[test]
fn a_script_of_any_name_runs_by_its_first_line() {
    let (_dir, file) = program("tool", "#!/usr/bin/env mgo\nunused := 1\nfmt.Println(os.Args[1:])\n");
    let got = mgo(&[&file, "-x", "--emit"]);
    assert_eq!((got.stdout.as_str(), got.code), ("[-x --emit]\n", 0), "{}", got.stderr);
    assert!(got.stderr.contains(":2:1: warning: declared and not used: unused"), "{}", got.stderr);
    let (_dir, file) = program("tool.txt", "println(1)\n");
    assert_eq!(mgo(&["run", &file]).code, 1);
}

#[test]
fn errors_as_json() {
    let (_dir, file) = program("x.go", "package main\n\nfunc main() {\n\tx := 1\n}\n");
    let got = mgo(&["check", "--json", &file]);
    let object: serde_json::Value = serde_json::from_str(&got.stdout).expect("one object");
    assert_eq!(object["code"], "UnusedVar");
    assert_eq!(object["message"], "declared and not used: x");
    assert_eq!((object["span"]["line"].as_u64(), object["span"]["column"].as_u64()), (Some(4), Some(2)));
    assert_eq!((got.stderr.as_str(), got.code), ("", 1));
}

#[test]
fn manners() {
    for (args, message) in [
        (&["chekc", "x.go"][..], "no command chekc; did you mean check?"),
        (&["rnu", "x.go"], "no command rnu; did you mean run?"),
        (&["frobnicate"], "no command frobnicate"),
        (&["build"], "no command build: programs run as soon as they are compiled: mgo run"),
        (&["nothing.txt"], "nothing.txt: no such file"),
        (&["run", "--emitt", "ir", "x.go"], "no flag --emitt; did you mean --emit?"),
        (&["run", "--trace-boto"], "no flag --trace-boto; did you mean --trace-boot?"),
        (&["run"], "run: which program? mgo run PROGRAM [ARGS]..."),
    ] {
        let got = mgo(args);
        let want = format!("mgo: {message}\nFor more information, try 'mgo --help'.\n");
        assert_eq!((got.stderr, got.code), (want, 2), "{args:?}");
    }
    for (args, message) in [
        (&["--hlep"][..], "mgo: unexpected argument '--hlep' found\n"),
        (&["repl", "x"], "mgo: unexpected argument 'x' found\n"),
        (&["run", "--emit", "irr", "x.go"], "mgo: invalid value 'irr' for '--emit <STAGE>'\n"),
        (&["-e"], "mgo: a value is required for '-e <CODE>' but none was supplied\n"),
    ] {
        let got = mgo(args);
        assert!(got.stderr.starts_with(message) && got.code == 2, "{args:?}: {}", got.stderr);
    }
    let got = mgo(&["run", "nothing.go"]);
    assert_eq!((got.stderr.as_str(), got.code), ("mgo: nothing.go: no such file\n", 1));
    let got = mgo(&["explain", "UnusedVra"]);
    assert_eq!((got.stderr.as_str(), got.code), ("mgo: no error has the code UnusedVra; did you mean UnusedVar?\n", 2));
    assert!(mgo(&["version"]).stdout.starts_with("mgo "));
    for shell in ["bash", "zsh", "fish"] {
        let script = mgo(&["completions", shell]).stdout;
        assert!(script.contains("explain") && script.contains("benchtime") && script.contains("UnusedVar"), "{shell}");
    }
    assert_eq!(mgo(&["help", "--help"]).stdout, mgo(&["help", "help"]).stdout);
    assert_eq!(mgo(&["help", "test"]).stdout.trim_end(), mgo(&["test", "-h"]).stdout.trim_end());
    for command in ["run", "check", "vet", "test", "explain", "trace", "completions", "repl", "version"] {
        assert!(mgo(&[command, "--help"]).stdout.contains("Examples:"), "{command}");
    }
}

/// Readers that leave early, and streams that are closed, end nothing with a panic of mgo's own.
#[test]
fn pipes_may_break_and_streams_be_closed() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    for (script, code) in [
        ("mgo explain | head -1", 0),
        ("mgo run --emit tokens x.mgo | head -1", 0),
        ("seq 2000 | mgo repl | head -1", 0),
        ("mgo repl <&-", 0),
        ("(echo :help; echo :doc fmt; sleep 1; echo :help; echo :sched; echo nonsense) | mgo 2>&1 | head -1", 0),
        ("mgo test -h | head -1", 0),
        ("mgo run x.mgo >&-", 0),
        ("mgo version >&-", 0),
        ("mgo run - <&-", 0),
        ("echo 1+1 | mgo >&-", 0),
    ] {
        std::fs::write(dir.path().join("x.mgo"), "fmt.Println(1)\n").expect("writable");
        let mut shell = std::process::Command::new("sh");
        let bin = std::path::Path::new(env!("CARGO_BIN_EXE_mgo")).parent().expect("a folder").display();
        let path = format!("{bin}:{}", std::env::var("PATH").unwrap_or_default());
        shell.arg("-c").arg(script).current_dir(dir.path()).env("PATH", path);
        let got = common::run(shell, std::time::Duration::from_secs(60));
        assert_eq!((got.stderr.as_str(), got.code), ("", code), "{script}");
    }
}

#[test]
fn bytes_that_are_no_text_are_reported_where_they_stand() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let file = dir.path().join("x.go");
    std::fs::write(&file, b"package main\n\nfunc main() { println(\"a\xff\") }\n").expect("writable");
    let path = file.display().to_string();
    let got = mgo(&["run", &path]);
    assert!(got.stderr.starts_with(&format!("{path}:3:25: invalid UTF-8 encoding\n")), "{}", got.stderr);
}

#[test]
fn folders_without_packages_are_told() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let all = format!("{}/...", dir.path().display());
    for (command, message) in [
        ("check", format!("mgo: {all} matched no packages\n")),
        ("vet", format!("mgo: {all} matched no packages\n")),
        ("test", format!("mgo: warning: \"{all}\" matched no packages\nno packages to test\n")),
    ] {
        let got = mgo(&[command, &all]);
        assert_eq!((got.stderr, got.stdout, got.code), (message, String::new(), 1), "{command}");
    }
}

#[test]
fn packages_that_only_go_has_are_told_apart() {
    for (path, message) in
        [("net/http", "could not import net/http (Go has it, mgo's library does not)"), ("nets", "package nets is not in std")]
    {
        let got = mgo(&["-e", &format!("import {path:?}")]);
        assert!(got.stderr.starts_with(&format!("<command>:1:8: {message}\n")), "{}", got.stderr);
    }
}

#[test]
fn lines_that_are_no_text_do_not_end_a_session() {
    let (dir, _) = program("x", "");
    let input = dir.path().join("input");
    std::fs::write(&input, b"x := 1\r\ny := \"\xff\"\nx + 1\n").expect("writable");
    let run = |stdin: &std::path::Path| {
        let stdin = std::fs::File::open(stdin).expect("readable");
        let out = std::process::Command::new(env!("CARGO_BIN_EXE_mgo")).stdin(stdin).output().expect("mgo runs");
        (String::from_utf8_lossy(&out.stdout).into_owned(), String::from_utf8_lossy(&out.stderr).into_owned(), out.status.code())
    };
    assert_eq!(run(&input), ("2 (int)\n".into(), "mgo: not UTF-8: y := \"\u{fffd}\"\n".into(), Some(0)));
    assert_eq!(run(dir.path()), (String::new(), "mgo: <stdin>: is a directory\n".into(), Some(1)));
}

#[test]
fn files_that_are_no_text_are_told_apart() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let file = dir.path().join("x.go");
    let path = file.display().to_string();
    let utf16: Vec<u8> = "\u{feff}package main\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let crlf = b"\xef\xbb\xbfpackage main\r\n\r\nfunc main() { println(`a\r\nb`) }\r\n";
    for (bytes, want) in [
        (&utf16[..], "mgo: PATH: the text is UTF-16; Go's is UTF-8\n"),
        (b"\x7fELF\x02\x00\x00\xff", "mgo: PATH: not a text file\n"),
        (b"", "PATH:1:1: syntax error: package statement must be first\n  |\n1 |\n  | ^\n"),
        (b"package main\x00\n", "PATH:1:13: invalid NUL character\n  |\n1 | package main\u{2400}\n  |             ^\n"),
        (crlf, "a\nb\n"),
    ] {
        std::fs::write(&file, bytes).expect("writable");
        assert_eq!(mgo(&["run", &path]).stderr, want.replace("PATH", &path));
    }
}

#[test]
fn stages_can_be_looked_at() {
    let (_dir, file) = program("x.go", "package main\n\nfunc twice(n int) int { return n * 2 }\n\nfunc main() { println(twice(21)) }\n");
    for (stage, want) in [
        ("tokens", "1:9\tname\tmain"),
        ("ast", "func twice @3:1"),
        ("types", "func twice(n int) int"),
        ("ir", "main.main"),
        ("clif", "function"),
        ("asm", "ret"),
    ] {
        let got = mgo(&["run", "--emit", stage, &file]);
        assert_eq!(got.code, 0, "{}", got.stderr);
        assert!(got.stdout.contains(want), "{stage}:\n{}", got.stdout);
    }
}

#[test]
fn misspelt_names_get_a_hint() {
    let text = "package main\n\nimport \"fmt\"\n\ntype T struct{ name string }\n\nfunc (*T) Close() {}\n\nfunc main() {\n\tvar t T\n\tfmt.Prinln(t.nmae)\n\tt.Clsoe()\n\tlenght(t)\n}\n\nfunc length(T) {}\n";
    let (_dir, file) = program("x.go", text);
    let got = mgo(&["check", &file]);
    for hint in ["did you mean fmt.Println?", "did you mean t.name?", "did you mean t.Close?", "did you mean length?"] {
        assert!(got.stderr.contains(hint), "{hint}\n{}", got.stderr);
    }
}

#[test]
fn a_crash_is_reported_to_a_file_as_well() {
    let text = "f, _ := os.Create(os.Args[1])\nif err := debug.SetCrashOutput(f, debug.CrashOptions{}); err != nil {\n\tpanic(err)\n}\n\
                f.Close()\nprintln(`before`)\npanic(`the end`)\n";
    let (dir, file) = program("crash.mgo", &format!("import \"runtime/debug\"\n{text}"));
    let report = dir.path().join("report");
    let got = mgo(&["run", &file, &report.display().to_string()]);
    let report = std::fs::read_to_string(report).expect("a report");
    assert_eq!(got.code, 2);
    assert!(report.starts_with("panic: the end\n\ngoroutine 1 [running]:\n"), "{report}");
    assert_eq!(got.stderr, format!("before\n{report}"));
}

#[test]
fn trees_may_be_deep() {
    let main = |body: String| format!("package main\n\nfunc main() {{\n\tx, n := 1, 0\n{body}\tprintln(x, n)\n}}\n");
    let programs = [
        (main(format!("\tn = x{}\n", "+x".repeat(20_000))), "1 20001\n"),
        (main(format!("\ts := \"a\"\n\tn = len(s{})\n", " +\n\t\t\"b\" + s".repeat(2000))), "1 4001\n"),
        (main(format!("\tn = {}x{}\n", "(".repeat(5000), ")".repeat(5000))), "1 1\n"),
        (main(format!("{}{}", "if x > 0 {\nn++\n".repeat(1200), "}\n".repeat(1200))), "1 1200\n"),
        (format!("{}var a = b{}\nvar b = 2\n", main("\tn = a\n".into()), "*1+b".repeat(3000)), "1 6002\n"),
    ];
    for (text, want) in &programs {
        let (_dir, file) = program("deep.go", text);
        let got = mgo(&["run", &file]);
        assert_eq!((got.stderr.as_str(), got.code), (*want, 0), "{}…", &text[..100]);
    }
    // What is too deep for any stack is an error, and so is what is wrong somewhere in a deep tree.
    for (expr, want) in [
        (format!("{}x{}", "(".repeat(60_000), ")".repeat(60_000)), "exceeded max nesting depth"),
        (format!("x{}", "+x".repeat(60_000)), "exceeded max nesting depth"),
        (format!("x{} + \"a\"", "+x".repeat(20_000)), "(mismatched types int and untyped string)"),
        (format!("x{} y", "+x".repeat(20_000)), "syntax error: unexpected name y at end of statement"),
    ] {
        let (_dir, file) = program("deep.go", &main(format!("\tn = {expr}\n")));
        let got = mgo(&["check", &file]);
        assert!(got.code == 1 && got.stderr.contains(want), "{want}: {} {}", got.code, got.stderr.chars().take(300).collect::<String>());
    }
}

#[test]
fn what_a_linkname_leads_to_must_be_there() {
    let text = "package main\n\nimport _ \"unsafe\"\n\n//go:linkname nothing\nfunc nothing()\n\nfunc main() { nothing() }\n";
    let (_dir, file) = program("linked.go", text);
    let got = mgo(&["run", &file]);
    assert_eq!((got.stderr.as_str(), got.code), ("mgo: main.main: relocation target main.nothing not defined\n", 1));
}
