//! The command line of `mgo test`: Go's, with one dash or two.

use std::time::Duration;

/// What was asked for.
#[derive(Clone, Debug)]
pub struct Flags {
    /// Directories, `dir/...`, files; none: the current directory.
    pub paths: Vec<String>,
    /// Arguments of test programs: `-test.run=X`, and what follows `-args`.
    pub program_args: Vec<String>,
    /// `-v`
    pub verbose: bool,
    /// `-json`
    pub json: bool,
    /// `-list`
    pub list: Option<String>,
    /// `-run`
    pub run: Option<String>,
    /// `-skip`
    pub skip: Option<String>,
    /// `-bench`
    pub bench: bool,
    /// `-fuzz`
    pub fuzz: bool,
    /// `-parallel`: also how many processes search under `-fuzz`.
    pub parallel: usize,
    /// `-failfast`
    pub fail_fast: bool,
    /// `-p`: packages tested at once.
    pub packages_at_once: usize,
    /// `-timeout`; zero: none.
    pub timeout: Duration,
    /// `-vet`
    pub vet: Vet,
    /// What was meant, maybe, by a flag that only the test program can know: told when it does not.
    pub hint: Option<String>,
    /// `-h`
    pub help: bool,
}

/// Which checks of `mgo vet` are made first.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Vet {
    /// `-vet=off`
    Off,
    /// `-vet=all`
    All,
    /// Those of this list.
    These(Vec<String>),
}

impl Vet {
    /// Whether a check is made.
    pub fn includes(&self, check: &str) -> bool {
        match self {
            Vet::Off => false,
            Vet::All => true,
            Vet::These(checks) => checks.iter().any(|c| c == check),
        }
    }

    fn parse(list: &str) -> Vet {
        match list {
            "off" => Vet::Off,
            "all" => Vet::All,
            _ => Vet::These(list.split(',').map(str::to_owned).collect()),
        }
    }
}

/// Flags without a value.
const BOOLS: &[&str] = &["v", "json", "failfast", "short", "benchmem", "fullpath", "leaks", "h", "help"];
/// Flags with one.
const VALUES: &[&str] = &[
    "run",
    "skip",
    "list",
    "bench",
    "fuzz",
    "fuzztime",
    "fuzzminimizetime",
    "benchtime",
    "count",
    "cpu",
    "parallel",
    "shuffle",
    "timeout",
    "vet",
    "p",
];
/// Flags of `go test` without a meaning here, for nothing is built: with and without a value.
const IDLE_BOOLS: &[&str] = &["a", "trimpath", "modcacherw"];
const IDLE_VALUES: &[&str] = &["mod", "buildvcs"];
/// Those that mgo cannot follow, and why.
const MISSING: &[(&[&str], &str)] = &[
    (&["cover", "covermode", "coverpkg", "coverprofile"], "coverage is not measured"),
    (&["race", "msan", "asan"], "there is no detector of races or bad accesses"),
    (
        &["cpuprofile", "memprofile", "memprofilerate", "blockprofile", "blockprofilerate", "mutexprofile", "mutexprofilefraction"],
        "there are no profiles of tests",
    ),
    (&["trace"], "tests are not traced; mgo run --trace=FILE traces a program"),
    (&["c", "o", "exec", "i"], "there is no test binary: tests run as soon as they are compiled"),
    (&["tags"], "build tags cannot be set"),
    (
        &[
            "n",
            "x",
            "work",
            "asmflags",
            "gcflags",
            "ldflags",
            "gccgoflags",
            "toolexec",
            "compiler",
            "buildmode",
            "linkshared",
            "pkgdir",
            "pgo",
        ],
        "there are no build steps",
    ),
    (&["modfile", "overlay"], "go.mod and files are read as they lie"),
];

/// The flags that there are, and which of them take a value.
pub fn known() -> impl Iterator<Item = (&'static str, bool)> {
    BOOLS.iter().map(|&flag| (flag, false)).chain(VALUES.iter().map(|&flag| (flag, true)))
}

impl Flags {
    /// Reads the arguments after `mgo test`.
    pub fn parse(args: &[String]) -> Result<Flags, String> {
        let mut flags = Flags {
            paths: Vec::new(),
            program_args: Vec::new(),
            verbose: false,
            json: false,
            list: None,
            run: None,
            skip: None,
            bench: false,
            fuzz: false,
            fail_fast: false,
            parallel: procs(),
            packages_at_once: processors(),
            timeout: Duration::from_secs(600),
            vet: Vet::These(crate::vet::BEFORE_TESTS.iter().map(|&check| check.to_owned()).collect()),
            hint: None,
            help: false,
        };
        let mut rest = args.iter();
        let mut own_args: Vec<String> = Vec::new();
        // Behind a flag that is not known here, words may be its value.
        let mut unknown = false;
        while let Some(arg) = rest.next() {
            if arg == "--" || arg.trim_start_matches('-') == "args" && arg.starts_with('-') {
                own_args.extend_from_slice(rest.as_slice());
                break;
            }
            let Some(flag) = arg.strip_prefix("--").or_else(|| arg.strip_prefix('-')).filter(|f| !f.is_empty()) else {
                if unknown {
                    own_args.push(arg.clone())
                } else {
                    flags.paths.push(arg.clone())
                }
                continue;
            };
            let (name, value) = flag.split_once('=').map_or((flag, None), |(name, value)| (name, Some(value.to_owned())));
            let name = name.strip_prefix("test.").unwrap_or(name);
            if BOOLS.contains(&name) {
                flags.set(name, value.as_deref().unwrap_or("true"))?;
            } else if VALUES.contains(&name) {
                let value = value.or_else(|| rest.next().cloned()).ok_or_else(|| format!("flag needs an argument: -{name}"))?;
                flags.set(name, &value)?;
            } else if IDLE_VALUES.contains(&name) {
                if value.is_none() {
                    rest.next();
                }
            } else if let Some((_, why)) = MISSING.iter().find(|(names, _)| names.contains(&name)) {
                return Err(format!("mgo test has no flag -{name}: {why}"));
            } else if !IDLE_BOOLS.contains(&name) {
                unknown = true;
                own_args.push(arg.clone());
                let meant = crate::suggest::closest(name, BOOLS.iter().chain(VALUES).copied().filter(|flag| flag.len() > 1));
                flags.hint = flags.hint.or_else(|| meant.map(|flag| format!("mgo test has no flag -{name}; did you mean -{flag}?")));
            }
        }
        if flags.json {
            flags.program_args.retain(|arg| !arg.starts_with("-test.v="));
            flags.program_args.insert(0, "-test.v=test2json".into());
        }
        if !flags.timeout.is_zero() && !flags.program_args.iter().any(|a| a.starts_with("-test.timeout=")) {
            flags.program_args.push("-test.timeout=10m0s".into());
        }
        flags.program_args.push("-test.paniconexit0=true".into());
        flags.program_args.extend(own_args);
        Ok(flags)
    }

    fn set(&mut self, name: &str, value: &str) -> Result<(), String> {
        let bad = |why: &str| format!("invalid value {value:?} for flag -{name}: {why}");
        let is_true = match value {
            "true" | "1" | "test2json" => true,
            "false" | "0" => false,
            _ if BOOLS.contains(&name) => return Err(bad("not a boolean")),
            _ => false,
        };
        match name {
            "h" | "help" => self.help = is_true,
            "json" => {
                self.json = is_true;
                return Ok(());
            }
            "p" => return value.parse().map(|n: usize| self.packages_at_once = n.max(1)).map_err(|_| bad("parse error")),
            "vet" => {
                self.vet = Vet::parse(value);
                return Ok(());
            }
            "parallel" => self.parallel = value.parse::<i64>().map_err(|_| bad("parse error"))?.max(0) as usize,
            "count" => _ = value.parse::<u64>().map_err(|_| bad("parse error"))?,
            "shuffle" if !matches!(value, "on" | "off") && value.parse::<i64>().is_err() => {
                return Err(bad("-shuffle argument must be \"on\", \"off\", or an int64"));
            }
            "v" => self.verbose = is_true,
            "failfast" => self.fail_fast = is_true,
            "list" => self.list = Some(value.into()),
            "run" => self.run = Some(value.into()),
            "skip" => self.skip = Some(value.into()),
            "bench" => self.bench = true,
            "fuzz" => self.fuzz = !value.is_empty(),
            "timeout" => self.timeout = parse_duration(value).ok_or_else(|| bad("parse error"))?,
            _ => {}
        }
        self.program_args.push(format!("-test.{name}={value}"));
        Ok(())
    }
}

fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// GOMAXPROCS.
fn procs() -> usize {
    mgo_runtime::sched::gomaxprocs_from_env().map_or_else(processors, |n| n as usize)
}

/// A duration as Go writes it: `1h2m`, `1.5s`, `300ms`, `0`.
pub fn parse_duration(mut text: &str) -> Option<Duration> {
    if text == "0" {
        return Some(Duration::ZERO);
    }
    let mut total = 0.0;
    while !text.is_empty() {
        let digits = text.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let (number, rest) = text.split_at(digits);
        let unit = rest.find(|c: char| c.is_ascii_digit() || c == '.').unwrap_or(rest.len());
        let scale = match &rest[..unit] {
            "ns" => 1e-9,
            "us" | "µs" => 1e-6,
            "ms" => 1e-3,
            "s" => 1.0,
            "m" => 60.0,
            "h" => 3600.0,
            _ => return None,
        };
        total += number.parse::<f64>().ok()? * scale;
        text = &rest[unit..];
    }
    Duration::try_from_secs_f64(total).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(args: &[&str]) -> Result<Flags, String> {
        Flags::parse(&args.iter().map(|a| (*a).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn flags_stand_before_and_after_paths() {
        let flags = parse(&["-v", "./a", "-run", "TestX/sub", "--count=2", "b", "-args", "-v", "x"]).unwrap();
        assert_eq!(flags.paths, ["./a", "b"]);
        assert_eq!(
            flags.program_args,
            ["-test.v=true", "-test.run=TestX/sub", "-test.count=2", "-test.timeout=10m0s", "-test.paniconexit0=true", "-v", "x"]
        );
        assert!(flags.verbose);
    }

    #[test]
    fn json_implies_framed_output() {
        let flags = parse(&["-v", "-json", "-timeout", "1m30s"]).unwrap();
        assert_eq!(flags.program_args, ["-test.v=test2json", "-test.timeout=1m30s", "-test.paniconexit0=true"]);
        assert_eq!(flags.timeout, Duration::from_secs(90));
    }

    #[test]
    fn other_flags_are_the_test_program_s() {
        let flags = parse(&["a", "-update", "b", "-v", "-golden=x", "-mod", "mod"]).unwrap();
        assert_eq!((flags.paths, flags.verbose), (vec!["a".to_owned()], true));
        assert!(flags.program_args.ends_with(&["-update", "b", "-golden=x"].map(str::to_owned)), "{:?}", flags.program_args);
        assert_eq!(flags.hint, None);
        assert_eq!(parse(&["-cuont=3"]).unwrap().hint.unwrap(), "mgo test has no flag -cuont; did you mean -count?");
    }

    #[test]
    fn wrong_use_is_told() {
        assert_eq!(parse(&["-race"]).unwrap_err(), "mgo test has no flag -race: there is no detector of races or bad accesses");
        assert_eq!(parse(&["-count", "x"]).unwrap_err(), "invalid value \"x\" for flag -count: parse error");
        assert_eq!(parse(&["-run"]).unwrap_err(), "flag needs an argument: -run");
        assert_eq!(parse(&["-timeout=soon"]).unwrap_err(), "invalid value \"soon\" for flag -timeout: parse error");
    }
}
