//! The program as people and scripts meet it: started as a process, or in a terminal of its own.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::ffi::OsStr;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use tempfile::TempDir;

/// The moment that tests fix where the clock is not what they are about.
pub const NOW: &str = "2026-11-21T10:00:00+00:00";

/// The program: the one built for the tests, or another to be measured, such as a release build.
pub fn program() -> PathBuf {
    std::env::var_os("COPLAN_TEST_PROGRAM").map_or_else(|| env!("CARGO_BIN_EXE_coplan").into(), PathBuf::from)
}

/// How long anything is waited for. Far longer than it takes: a busy machine is slow, and only what never comes fails.
const PATIENCE: Duration = Duration::from_secs(60);

/// Fails unless one of a few goes takes no longer than this: what is promised in seconds is held, and a machine that
/// was busy with other things for a moment is no breach of it.
pub fn takes_at_most(limit: Duration, mut go: impl FnMut() -> Duration) {
    let mut took = Vec::new();
    while took.len() < 4 {
        took.push(go());
        if took.last() <= Some(&limit) {
            return;
        }
    }
    panic!("longer than {limit:?} each time: {took:?}");
}

/// A machine of its own: a home, a folder for sessions, and nothing of the real user's.
pub struct Machine {
    root: PathBuf,
    /// Removes it at the end.
    _temporary: Option<TempDir>,
}

/// What a run of the program gave.
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
    /// Both streams as they were sent.
    pub bytes: Vec<u8>,
}

impl Ran {
    pub fn of(output: &Output) -> Self {
        let bytes = [output.stdout.clone(), output.stderr.clone()].concat();
        let ran = Self {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout.clone()).expect("standard output is text"),
            err: String::from_utf8(output.stderr.clone()).expect("standard error is text"),
            bytes,
        };
        ran.is_clean();
        ran
    }

    /// Whatever happens: no panic, no backtrace, no control character.
    fn is_clean(&self) {
        for bad in ["panicked", "RUST_BACKTRACE", "stack backtrace", "unwrap"] {
            assert!(!self.err.contains(bad), "{}", self.err);
        }
        assert_harmless(&self.bytes);
    }

    pub fn expect(self, code: i32) -> Self {
        assert_eq!(self.code, code, "out: {}\nerr: {}", self.out, self.err);
        self
    }

    /// Went well, and complained of nothing.
    pub fn well(self) -> Self {
        assert_eq!(self.err, "");
        self.expect(0)
    }

    /// Each line of the output as JSON.
    pub fn json(&self) -> Vec<serde_json::Value> {
        self.out.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}"))).collect()
    }
}

/// No character that commands a terminal, line feeds and tabs of our own tables aside.
pub fn assert_harmless(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let bad = text.chars().find(|c| c.is_control() && *c != '\n');
    assert!(bad.is_none(), "{bad:?} in {text:?}");
}

impl Machine {
    pub fn new() -> Self {
        let temporary = tempfile::tempdir().unwrap();
        for folder in ["home", "files"] {
            std::fs::create_dir(temporary.path().join(folder)).unwrap();
        }
        Self { root: temporary.path().to_owned(), _temporary: Some(temporary) }
    }

    /// One that another process made.
    pub fn at(root: PathBuf) -> Self {
        Self { root, _temporary: None }
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Turns the clock of programs that were started by it.
    pub fn turn(&self, to: &str) {
        // Never half written.
        let (new, clock) = (self.root.join("clock.new"), self.clock());
        std::fs::write(&new, to).unwrap();
        std::fs::rename(new, clock).unwrap();
    }

    fn clock(&self) -> PathBuf {
        self.root.join("clock")
    }

    /// The folder for sessions.
    pub fn files(&self) -> PathBuf {
        self.root.join("files")
    }

    pub fn path(&self, name: impl AsRef<Path>) -> PathBuf {
        self.files().join(name)
    }

    fn environment(&self) -> [(&'static str, PathBuf); 5] {
        let home = self.root.join("home");
        [
            ("HOME", home.clone()),
            ("XDG_CONFIG_HOME", home.join("config")),
            ("XDG_STATE_HOME", home.join("state")),
            ("XDG_DATA_HOME", home.join("data")),
            ("COPLAN_DIR", self.files()),
        ]
    }

    /// The program, with the folder for sessions as its own folder.
    pub fn coplan<I: IntoIterator<Item = S>, S: AsRef<OsStr>>(&self, args: I) -> Command {
        let mut command = Command::new(program());
        for name in ["COPLAN_NOW", "COPLAN_SEED", "COPLAN_RECORDER", "RUST_BACKTRACE"] {
            command.env_remove(name);
        }
        command.envs(self.environment()).current_dir(self.files()).args(args);
        if self.clock().exists() {
            command.env("COPLAN_NOW", format!("@{}", self.clock().display()));
        }
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    pub fn run<I: IntoIterator<Item = S>, S: AsRef<OsStr>>(&self, args: I) -> Ran {
        run(&mut self.coplan(args))
    }

    /// Runs with this on standard input.
    pub fn feed<I: IntoIterator<Item = S>, S: AsRef<OsStr>>(&self, args: I, input: impl AsRef<[u8]>) -> Ran {
        feed(&mut self.coplan(args), input)
    }

    /// A session that Bev records, with three people in the room.
    pub fn session(&self, name: &str) -> PathBuf {
        self.run([
            "new",
            name,
            "--title",
            "Staying connected",
            "--date",
            "2026-11-21",
            "--as",
            "Bev Example",
            "--no-screen",
        ])
        .well();
        let people = ["Naz Example, connector", "Amina Example, local resident", "Joy Example, local resident"];
        let lines: Vec<String> = people.iter().map(|p| format!("/join {p}")).collect();
        self.feed(["add", name], lines.join("\n")).well();
        self.path(name)
    }

    /// What `check --json` says of a file.
    pub fn check(&self, path: &Path) -> serde_json::Value {
        let ran = self.run([OsStr::new("check"), OsStr::new("--json"), path.as_os_str()]);
        ran.json().pop().unwrap_or_else(|| panic!("{}", ran.err))
    }
}

pub fn run(command: &mut Command) -> Ran {
    Ran::of(&command.output().unwrap())
}

pub fn feed(command: &mut Command, input: impl AsRef<[u8]>) -> Ran {
    let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
    let mut pipe = child.stdin.take().unwrap();
    let input = input.as_ref().to_vec();
    // A program that refuses its input does not read it.
    let writer = std::thread::spawn(move || drop(pipe.write_all(&input)));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    Ran::of(&output)
}

pub fn session(path: &Path) -> serde_json::Value {
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

/// The items of a list of a file as they stand on disk.
pub fn items(path: &Path, list: &str) -> Vec<serde_json::Value> {
    session(path)[list].as_array().cloned().unwrap_or_default()
}

/// The texts of the contributions of a file, in the order of their ids.
pub fn texts(path: &Path) -> Vec<String> {
    items(path, "contributions").iter().filter_map(|c| Some(c["text"].as_str()?.to_owned())).collect()
}

/// A terminal with the program on its screen.
pub struct Screen {
    parser: vt100::Parser,
    arrived: Receiver<Vec<u8>>,
    pub sent: Vec<u8>,
    writer: Box<dyn Write + Send>,
    master: Box<dyn MasterPty + Send>,
    child: Box<dyn Child + Send + Sync>,
}

impl Screen {
    /// Starts the program in a terminal of this size.
    pub fn start<I: IntoIterator<Item = S>, S: AsRef<OsStr>>(machine: &Machine, args: I, rows: u16, cols: u16) -> Self {
        let mut command = CommandBuilder::new(program());
        command.args(args);
        Self::start_command(machine, command, rows, cols)
    }

    /// Starts a command in a terminal of this size.
    pub fn start_command(machine: &Machine, mut command: CommandBuilder, rows: u16, cols: u16) -> Self {
        let pty = native_pty_system().openpty(PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }).unwrap();
        for name in ["COPLAN_NOW", "COPLAN_SEED", "COPLAN_RECORDER"] {
            command.env_remove(name);
        }
        for (name, value) in machine.environment() {
            command.env(name, value);
        }
        if machine.clock().exists() {
            command.env("COPLAN_NOW", format!("@{}", machine.clock().display()));
        }
        command.env("TERM", "xterm-256color");
        command.cwd(machine.files());
        let child = pty.slave.spawn_command(command).unwrap();
        drop(pty.slave);
        let mut reader = pty.master.try_clone_reader().unwrap();
        let writer = pty.master.take_writer().unwrap();
        let (send, arrived) = channel();
        std::thread::spawn(move || {
            let mut buffer = vec![0; 1 << 16];
            while let Ok(n @ 1..) = reader.read(&mut buffer) {
                if send.send(buffer[..n].to_vec()).is_err() {
                    return;
                }
            }
        });
        Self {
            parser: vt100::Parser::new(size(rows), size(cols), 0),
            arrived,
            sent: Vec::new(),
            writer,
            master: pty.master,
            child,
        }
    }

    pub fn pid(&self) -> u32 {
        self.child.process_id().unwrap()
    }

    /// Sends a signal to the program.
    pub fn signal(&self, signal: rustix::process::Signal) {
        let pid = rustix::process::Pid::from_raw(i32::try_from(self.pid()).unwrap()).unwrap();
        // It may have ended by itself.
        let _ = rustix::process::kill_process(pid, signal);
    }

    pub fn press(&mut self, keys: &str) {
        // A program that has just ended reads no keys.
        let _ = self.writer.write_all(keys.as_bytes()).and_then(|()| self.writer.flush());
    }

    /// Takes in what was drawn until now.
    pub fn look(&mut self) -> String {
        while let Ok(bytes) = self.arrived.try_recv() {
            self.take(&bytes);
        }
        self.parser.screen().contents()
    }

    /// Takes in everything until the program is gone.
    pub fn drain(&mut self) -> String {
        while let Ok(bytes) = self.arrived.recv_timeout(Duration::from_secs(2)) {
            self.take(&bytes);
        }
        self.parser.screen().contents()
    }

    fn take(&mut self, bytes: &[u8]) {
        self.sent.extend_from_slice(bytes);
        self.parser.process(bytes);
    }

    pub fn resize(&mut self, rows: u16, cols: u16) {
        self.master.resize(PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }).unwrap();
        self.parser.screen_mut().set_size(size(rows), size(cols));
    }

    /// Waits until the screen shows what is wanted.
    pub fn wait(&mut self, what: &str, shows: impl Fn(&str) -> bool) -> String {
        let end = Instant::now() + PATIENCE;
        loop {
            let text = self.look();
            if shows(&text) {
                return text;
            }
            assert!(Instant::now() < end, "{what} never came:\n{text}");
            // Woken by what is drawn, so that how long it took can be told.
            if let Ok(bytes) = self.arrived.recv_timeout(Duration::from_millis(5)) {
                self.take(&bytes);
            }
        }
    }

    /// Waits until the screen shows these words.
    pub fn wait_for(&mut self, words: &str) -> String {
        self.wait(words, |text| text.contains(words))
    }

    /// How long the program takes to end; fails where it does not.
    pub fn ended(&mut self) -> Duration {
        let start = Instant::now();
        while self.child.try_wait().unwrap().is_none() {
            assert!(start.elapsed() < PATIENCE, "it did not end:\n{}", self.look());
            std::thread::sleep(Duration::from_millis(5));
        }
        start.elapsed()
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A conversation with the plain face.
pub struct Talk {
    child: std::process::Child,
    heard: std::sync::Arc<std::sync::Mutex<String>>,
}

impl Talk {
    pub fn start(command: &mut Command) -> Self {
        let mut child = command.stdin(Stdio::piped()).stderr(Stdio::inherit()).spawn().unwrap();
        let mut out = child.stdout.take().unwrap();
        let heard = std::sync::Arc::new(std::sync::Mutex::new(String::new()));
        let hears = heard.clone();
        std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(n @ 1..) = out.read(&mut buffer) {
                hears.lock().unwrap().push_str(&String::from_utf8_lossy(&buffer[..n]));
            }
        });
        Self { child, heard }
    }

    pub fn say(&mut self, line: &str) {
        self.child.stdin.as_mut().unwrap().write_all(format!("{line}\n").as_bytes()).unwrap();
    }

    /// Everything heard so far.
    pub fn heard(&self) -> String {
        self.heard.lock().unwrap().clone()
    }

    /// Waits until these words were said, and forgets all that was said before and with them.
    pub fn wait_for(&mut self, words: &str) -> String {
        let end = Instant::now() + PATIENCE;
        loop {
            let mut heard = self.heard.lock().unwrap();
            if heard.contains(words) {
                return std::mem::take(&mut heard);
            }
            assert!(Instant::now() < end, "{words} was never said:\n{heard}");
            drop(heard);
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Ends the input and says how the program ended.
    pub fn end(mut self) -> i32 {
        drop(self.child.stdin.take());
        self.child.wait().unwrap().code().unwrap_or(-1)
    }
}

/// The screen, at a session of which this machine knows that it goes on as its recorder.
pub fn on_screen(machine: &Machine, name: &str) -> Screen {
    let mut screen = Screen::start(machine, ["open", name], 24, 80);
    let text = screen.wait("the workshop", |t| saved(t).is_some() || t.contains("How do you want"));
    if text.contains("How do you want") {
        screen.press("\r");
        screen.wait("the workshop", |t| saved(t).is_some() && !t.contains("How do you want"));
    }
    screen
}

/// The line being typed, as it is kept on disk.
pub fn draft(machine: &Machine, name: &str) -> String {
    let draft = std::fs::read_to_string(machine.path(format!(".{name}.draft"))).unwrap_or_default();
    // Below the words stands whose they are.
    draft.split_once("\nspeaker: ").map_or(draft.clone(), |(words, _)| words.to_owned())
}

/// The terminal is as it was before the program began.
pub fn assert_given_back(screen: &Screen) {
    let sent = String::from_utf8_lossy(&screen.sent);
    for (order, undone) in
        [("\u{1b}[?1049h", "\u{1b}[?1049l"), ("\u{1b}[?2004h", "\u{1b}[?2004l"), ("\u{1b}[?25l", "\u{1b}[?25h")]
    {
        let last = |what: &str| sent.rfind(what);
        assert!(last(undone) > last(order), "{order:?} stays: {:?}", &sent[sent.len().saturating_sub(200)..]);
    }
}

fn size(of: u16) -> std::num::NonZeroU16 {
    of.try_into().unwrap()
}

/// The count in the last `saved N` of a screen.
pub fn saved(text: &str) -> Option<usize> {
    let (_, after) = text.lines().next()?.rsplit_once("saved ")?;
    after.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

/// Numbers that look random and can be had again.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed | 1)
    }

    pub fn below(&mut self, limit: u64) -> u64 {
        // xorshift64*
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) % limit
    }
}

/// A number from the environment.
pub fn setting(name: &str, usual: u64) -> u64 {
    std::env::var(name).ok().and_then(|n| n.parse().ok()).unwrap_or(usual)
}
