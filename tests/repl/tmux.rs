//! A session in tmux: a real terminal, whose screen can be read.

use libtest_mimic::Failed;
use std::process::{Command, Output};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

type Test = fn() -> Result<(), Failed>;

/// Names and tests.
pub const TESTS: [(&str, Test); 8] = [
    ("colours and several lines", colours),
    ("Ctrl-C at an endless loop, at a receive, at the prompt", interrupts),
    ("the history is kept and can be searched", history),
    ("completion", completion),
    ("tabs in what is pasted", pasted),
    ("wide characters, and a window that changes its size", wide),
    ("goroutines live on; Ctrl-D leaves", lives_on),
    ("a prompt stands on a line of its own", unfinished_line),
];

/// How long the screen is waited for; the machine may be slow.
const PATIENCE: Duration = Duration::from_secs(60);

/// A tmux server with one window, in which a session runs.
struct Screen {
    socket: String,
    dir: tempfile::TempDir,
}

impl Screen {
    fn start() -> Result<Screen, Failed> {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let socket = format!("mgo-{}-{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
        let screen = Screen { socket, dir: tempfile::tempdir()? };
        screen.open()?;
        Ok(screen)
    }

    /// Opens a session, the first one or one more with the same history.
    fn open(&self) -> Result<(), Failed> {
        let history = self.dir.path().join("history");
        let command = format!("env -u NO_COLOR MGO_HISTORY={} {}", history.display(), env!("CARGO_BIN_EXE_mgo"));
        self.tmux(&["new-session", "-d", "-s", "main", "-x", "100", "-y", "30", &command])?;
        self.shows("mgo>")
    }

    fn tmux(&self, args: &[&str]) -> Result<Output, Failed> {
        let out = Command::new("tmux").args(["-L", &self.socket, "-f", "/dev/null"]).args(args).env("TERM", "xterm-256color").output()?;
        if out.status.success() {
            return Ok(out);
        }
        Err(format!("tmux {args:?}: {}", String::from_utf8_lossy(&out.stderr)).into())
    }

    /// Types text as it stands.
    fn types(&self, text: &str) -> Result<(), Failed> {
        self.tmux(&["send-keys", "-t", "main", "-l", text]).map(drop)
    }

    /// Presses a key by tmux's name for it.
    fn presses(&self, key: &str) -> Result<(), Failed> {
        self.tmux(&["send-keys", "-t", "main", key]).map(drop)
    }

    /// Types a line, sees it on the screen and presses Enter: so what is waited for next is not what was there before.
    fn line(&self, text: &str) -> Result<(), Failed> {
        self.types(text)?;
        self.shows(text)?;
        self.presses("Enter")
    }

    /// What stands on the screen, with the escapes of its colours.
    fn coloured(&self) -> Result<String, Failed> {
        let out = self.tmux(&["capture-pane", "-p", "-e", "-t", "main"])?;
        // tmux says more often than needed that the background is what it was.
        Ok(String::from_utf8_lossy(&out.stdout).replace("\x1b[49m", ""))
    }

    /// Waits until the screen's text satisfies `wanted`.
    fn until(&self, what: &str, wanted: impl Fn(&str) -> bool) -> Result<(), Failed> {
        let end = Instant::now() + PATIENCE;
        loop {
            let out = self.tmux(&["capture-pane", "-p", "-t", "main"])?;
            let text = String::from_utf8_lossy(&out.stdout).into_owned();
            if wanted(&text) {
                return Ok(());
            }
            if Instant::now() > end {
                return Err(format!("waited for {what}, the screen is\n{text}").into());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    fn shows(&self, text: &str) -> Result<(), Failed> {
        self.until(text, |screen| screen.contains(text))
    }

    /// Waits for a line that is `text` and nothing else.
    fn shows_line(&self, text: &str) -> Result<(), Failed> {
        self.until(text, |screen| screen.lines().any(|line| line == text))
    }

    /// Waits for an empty prompt.
    fn prompts(&self) -> Result<(), Failed> {
        self.until("a prompt", |screen| screen.trim_end().ends_with("mgo>"))
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        // The session may have ended, and the server with it.
        let _ = self.tmux(&["kill-server"]);
    }
}

fn colours() -> Result<(), Failed> {
    let s = Screen::start()?;
    s.line("func twice(s string) string {")?;
    s.line("return s + s // both")?;
    s.line("}")?;
    s.prompts()?;
    s.line("twice(\"ab\")")?;
    s.shows("\"abab\" (string)")?;
    let screen = s.coloured()?;
    for (code, text) in [("35", "func"), ("34", "string"), ("35", "return"), ("90", "// both"), ("32", "\"ab\""), ("2", "(string)")] {
        let coloured = format!("\x1b[{code}m{text}");
        if !screen.contains(&coloured) {
            return Err(format!("no {coloured:?} in {screen:?}").into());
        }
    }
    Ok(())
}

fn interrupts() -> Result<(), Failed> {
    let s = Screen::start()?;
    s.line("kept := 7")?;
    s.prompts()?;
    for (i, line) in ["for {}", "<-make(chan int)", "go func() { for {} }(); select {}"].iter().enumerate() {
        s.line(&format!("println(\"begins\", {i}); {line}"))?;
        s.shows_line(&format!("begins {i}"))?;
        s.presses("C-c")?;
        let times = i + 1;
        s.until("the interrupt", |screen| {
            screen.lines().filter(|l| *l == "interrupted" || l.starts_with("fatal error:")).count() == times
        })?;
        s.prompts()?;
    }
    s.types("thrown away")?;
    s.shows("thrown away")?;
    // What is typed between Ctrl-C and the next prompt is thrown away with the line, as shells do.
    s.presses("C-c")?;
    s.prompts()?;
    s.line("kept")?;
    s.shows_line("7 (int)")
}

fn history() -> Result<(), Failed> {
    let s = Screen::start()?;
    s.line("40 + 2")?;
    s.shows_line("42 (int)")?;
    s.line(":quit")?;
    s.until_closed()?;
    s.open()?;
    s.presses("C-r")?;
    s.types("40")?;
    s.shows("40 + 2")?;
    s.presses("Enter")?;
    s.shows_line("42 (int)")
}

fn completion() -> Result<(), Failed> {
    let s = Screen::start()?;
    s.line("type point struct { Horizontal, vertical int }")?;
    s.prompts()?;
    s.line("p := point{3, 4}")?;
    s.prompts()?;
    for (typed, completed) in [
        ("p.Hor", "p.Horizontal"),
        ("strings.ToUpperS", "strings.ToUpperSpecial"),
        (":sch", ":sched"),
        ("fallth", "fallthrough"),
        (":emit cl", ":emit clif"),
    ] {
        s.types(typed)?;
        s.presses("Tab")?;
        s.shows(completed)?;
        s.presses("C-c")?;
        s.prompts()?;
    }
    Ok(())
}

fn pasted() -> Result<(), Failed> {
    let s = Screen::start()?;
    // A terminal that does not say what is pasted sends it as if it were typed.
    s.types("for i := range 2 {\n\tif i > 0 {\n\t\tfmt.Println(\"tabs\", i)\n\t}\n}\n")?;
    s.shows_line("tabs 1")?;
    s.presses("Tab")?;
    s.line("6 * 7")?;
    s.shows_line("42 (int)")
}

fn wide() -> Result<(), Failed> {
    let s = Screen::start()?;
    s.types("\"日本\"")?;
    s.presses("Left")?;
    s.types("語")?;
    s.shows("mgo> \"日本語\"")?;
    s.presses("End")?;
    s.types(" + \"é\"")?;
    s.presses("Enter")?;
    s.shows_line("\"日本語é\" (string)")?;
    s.tmux(&["resize-window", "-t", "main", "-x", "40", "-y", "20"])?;
    s.prompts()?;
    s.line("strings.Repeat(\"語\", 25)")?;
    // Twenty columns of characters fit, the quote in front takes one.
    s.shows(&format!("\"{}", "語".repeat(19)))?;
    s.prompts()
}

fn lives_on() -> Result<(), Failed> {
    let s = Screen::start()?;
    s.line("c := make(chan int)")?;
    s.prompts()?;
    s.line("go func() { for i := 0; ; i++ { c <- i * i } }()")?;
    s.prompts()?;
    s.line("<-c + <-c + <-c + <-c")?;
    s.shows_line("14 (int)")?;
    s.line("panic(\"once\")")?;
    s.shows("panic: once")?;
    s.prompts()?;
    s.line("<-c")?;
    s.shows_line("16 (int)")?;
    s.presses("C-d")?;
    s.until_closed()
}

fn unfinished_line() -> Result<(), Failed> {
    let s = Screen::start()?;
    s.line("fmt.Print(\"no\", \"end\")")?;
    s.shows("\nnoend⏎\nmgo>")?;
    s.line("fmt.Println(\"an\", \"end\")")?;
    s.shows("\nan end\nmgo>")
}

impl Screen {
    /// Waits until the session has ended.
    fn until_closed(&self) -> Result<(), Failed> {
        let end = Instant::now() + PATIENCE;
        while self.tmux(&["has-session", "-t", "main"]).is_ok() {
            if Instant::now() > end {
                return Err("the session does not end".into());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }
}
