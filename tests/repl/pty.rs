//! A session in a pseudo-terminal, keys in and bytes out.

use libtest_mimic::Failed;
use std::fs::File;
use std::io::{Read, Write};
use std::os::fd::{FromRawFd, OwnedFd};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// How long the terminal is waited for; the machine may be slow.
const PATIENCE: Duration = Duration::from_secs(60);

/// A session in a terminal.
struct Terminal {
    child: Child,
    keys: File,
    screen: Arc<Mutex<Vec<u8>>>,
    seen: usize,
    _dir: tempfile::TempDir,
}

impl Terminal {
    fn start() -> Terminal {
        let (mut master, mut slave) = (0, 0);
        let size = libc::winsize { ws_row: 40, ws_col: 120, ws_xpixel: 0, ws_ypixel: 0 };
        // SAFETY: both places take a descriptor; name and settings may be null.
        let ok = unsafe { libc::openpty(&raw mut master, &raw mut slave, std::ptr::null_mut(), std::ptr::null_mut(), &raw const size) };
        assert_eq!(ok, 0, "a pseudo-terminal");
        // SAFETY: open descriptors that nobody else owns.
        let (master, slave) = unsafe { (OwnedFd::from_raw_fd(master), OwnedFd::from_raw_fd(slave)) };
        let dir = tempfile::tempdir().expect("a directory");
        let mut command = Command::new(env!("CARGO_BIN_EXE_mgo"));
        let end = || Stdio::from(slave.try_clone().expect("a descriptor"));
        command
            .stdin(end())
            .stdout(end())
            .stderr(end())
            .env("MGO_HISTORY", dir.path().join("history"))
            .env("TERM", "xterm")
            .env("NO_COLOR", "1");
        // SAFETY: the calls are allowed between fork and exec.
        unsafe {
            command.pre_exec(|| {
                libc::setsid();
                libc::ioctl(0, libc::TIOCSCTTY, 0);
                Ok(())
            });
        }
        let child = command.spawn().expect("mgo runs");
        drop((command, slave));
        let mut reader = File::from(master.try_clone().expect("a descriptor"));
        let screen = Arc::new(Mutex::new(Vec::new()));
        let writer = screen.clone();
        std::thread::spawn(move || {
            let mut buf = [0; 4096];
            while let Ok(n @ 1..) = reader.read(&mut buf) {
                writer.lock().expect("no panic").extend_from_slice(&buf[..n]);
            }
        });
        let mut terminal = Terminal { child, keys: File::from(master), screen, seen: 0, _dir: dir };
        terminal.wait_for("mgo> ").expect("a prompt");
        terminal
    }

    fn press(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).expect("the terminal takes keys");
    }

    /// Waits until `text` has appeared since the last wait.
    fn wait_for(&mut self, text: &str) -> Result<(), Failed> {
        let end = Instant::now() + PATIENCE;
        loop {
            let screen = self.screen.lock().expect("no panic").clone();
            let new = String::from_utf8_lossy(&screen[self.seen..]).into_owned();
            if let Some(at) = new.find(text) {
                self.seen += at + text.len();
                return Ok(());
            }
            if Instant::now() > end {
                return Err(format!("waited for {text:?}, saw {new:?}").into());
            }
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Types a line and waits for what comes after it.
    fn line(&mut self, line: &str, answer: &str) -> Result<(), Failed> {
        self.press(line);
        self.press("\r");
        self.wait_for("\n")?;
        self.wait_for(answer)?;
        self.wait_for("mgo> ")
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub fn values() -> Result<(), Failed> {
    let mut t = Terminal::start();
    t.line("1 + 2", "3 (int)")?;
    t.line("func double(n int) int {\r return 2 * n\r}", "")?;
    t.line("double(21)", "42 (int)")?;
    t.line("done := make(chan string, 1)", "")?;
    t.line("go func() { done <- \"from the background\" }()", "")?;
    t.line("<-done", "\"from the background\" (string)")?;
    t.line(":type double", "func(n int) int")?;
    t.press(":quit\r");
    let status = t.child.wait()?;
    if status.success() { Ok(()) } else { Err(format!("{status}").into()) }
}

pub fn interrupts() -> Result<(), Failed> {
    let mut t = Terminal::start();
    t.line("kept := 7", "")?;
    // None of them is a deadlock: something sleeps or runs.
    let endless = [
        "println(\"begins\"); for {}",
        "go func() { for { time.Sleep(time.Hour) } }(); println(\"begins\"); <-make(chan int, 1)",
        "println(\"begins\"); time.Sleep(time.Hour)",
        "println(\"begins\"); <-time.After(time.Hour)",
        "println(\"begins\"); select { case <-make(chan int): case <-time.After(time.Hour): }",
        "println(\"begins\"); var mu sync.Mutex; mu.Lock(); go func() { for { time.Sleep(time.Hour) } }(); mu.Lock()",
        "println(\"begins\"); var wg sync.WaitGroup; wg.Add(1); wg.Wait()",
        // The lock must be held again when the deferred call gives it back.
        "func() { var mu sync.Mutex; c := sync.NewCond(&mu); mu.Lock(); defer mu.Unlock(); println(\"begins\"); c.Wait() }()",
        "println(\"begins\"); func() { l, _ := net.Listen(\"tcp\", \"127.0.0.1:0\"); defer l.Close(); l.Accept() }()",
        // System calls.
        "println(\"begins\"); os.Stdin.Read(make([]byte, 9))",
        "println(\"begins\"); func() { var word string; fmt.Scanln(&word) }()",
        "println(\"begins\"); func() { r, w, _ := os.Pipe(); defer r.Close(); defer w.Close(); r.Read(make([]byte, 9)) }()",
        "println(\"begins\"); syscall.Syscall(34, 0, 0, 0)",
    ];
    for line in endless {
        t.press(line);
        t.press("\r");
        t.wait_for("\nbegins")?;
        std::thread::sleep(Duration::from_millis(5));
        t.press("\x03");
        t.wait_for("interrupted")?;
        t.wait_for("mgo> ")?;
    }
    t.line("kept", "7 (int)")
}

/// What is typed, or pasted by a terminal that does not mark pasted text, before its turn has come is not lost.
pub fn typed_ahead() -> Result<(), Failed> {
    let mut t = Terminal::start();
    t.press("ahead := 20\rahead + 1\rtime.Sleep(50 * time.Millisecond)\rahead + 2\r");
    t.wait_for("21 (int)")?;
    t.wait_for("22 (int)")
}

pub fn completion() -> Result<(), Failed> {
    let mut t = Terminal::start();
    t.line("type box struct{ Wide int }", "")?;
    t.press("box{3}.Wi\t");
    t.wait_for("Wide")?;
    t.line("", "3 (int)")?;
    t.line("somewhere := strings.Builder{}", "")?;
    t.press("somew\t");
    t.wait_for("somewhere")?;
    t.press(".WriteS\t");
    t.wait_for("WriteString")?;
    t.line("(\"abc\"); somewhere.Len()", "3 (int)")?;
    t.press("\x1b[A"); // the line before
    t.wait_for("somewhere.Len()")?;
    t.press("\r");
    t.wait_for("6 (int)")
}
