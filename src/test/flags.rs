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
    /// `-h`
    pub help: bool,
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
    "p",
];

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
            packages_at_once: std::thread::available_parallelism().map_or(1, usize::from),
            timeout: Duration::from_secs(600),
            help: false,
        };
        let mut rest = args.iter();
        let mut own_args: &[String] = &[];
        while let Some(arg) = rest.next() {
            let Some(flag) = arg.strip_prefix("--").or_else(|| arg.strip_prefix('-')).filter(|f| !f.is_empty()) else {
                flags.paths.push(arg.clone());
                continue;
            };
            if flag == "args" {
                own_args = rest.as_slice();
                break;
            }
            let (name, value) = flag.split_once('=').map_or((flag, None), |(name, value)| (name, Some(value.to_owned())));
            let name = name.strip_prefix("test.").unwrap_or(name);
            if BOOLS.contains(&name) {
                flags.set(name, value.as_deref().unwrap_or("true"))?;
            } else if VALUES.contains(&name) {
                let value = value.or_else(|| rest.next().cloned()).ok_or_else(|| format!("flag needs an argument: -{name}"))?;
                flags.set(name, &value)?;
            } else {
                let known = BOOLS.iter().chain(VALUES).copied();
                let meant = crate::suggest::closest(name, known).map(|flag| format!("; did you mean -{flag}?"));
                return Err(format!("flag provided but not defined: -{name}{}", meant.unwrap_or_default()));
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
        flags.program_args.extend_from_slice(own_args);
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
            "parallel" => self.parallel = value.parse().map_err(|_| bad("parse error"))?,
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

/// GOMAXPROCS.
fn procs() -> usize {
    let told = std::env::var("GOMAXPROCS").ok().and_then(|n| n.parse().ok()).filter(|&n| n > 0);
    told.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from))
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
    fn wrong_use_is_told() {
        assert_eq!(parse(&["-nonsense"]).unwrap_err(), "flag provided but not defined: -nonsense");
        assert_eq!(parse(&["-cuont=3"]).unwrap_err(), "flag provided but not defined: -cuont; did you mean -count?");
        assert_eq!(parse(&["-run"]).unwrap_err(), "flag needs an argument: -run");
        assert_eq!(parse(&["-timeout=soon"]).unwrap_err(), "invalid value \"soon\" for flag -timeout: parse error");
    }
}
