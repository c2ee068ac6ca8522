//! Everything the command line says: made safe for a terminal, and quiet where nobody reads.

use std::io::{self, ErrorKind, IsTerminal, Write};
use std::process::ExitCode;

use crate::publish::{visible, visible_lines};
use crate::store::Refusal;

/// Speaks on standard output and standard error, and remembers how it went.
#[derive(Debug)]
pub struct Tell {
    refused: bool,
    wrong: bool,
    deaf: bool,
}

impl Tell {
    /// Nothing said yet.
    pub const fn new() -> Self {
        Self { refused: false, wrong: false, deaf: false }
    }

    /// Says a line on standard output. Whatever stands in the text, it stays one line: a line feed in what somebody typed
    /// could pass for a line of ours.
    pub fn line(&mut self, text: &str) {
        self.raw(format!("{}\n", visible(text)).as_bytes());
    }

    /// Says lines of our own on standard output.
    pub fn lines(&mut self, text: &str) {
        self.raw(format!("{}\n", visible_lines(text)).as_bytes());
    }

    /// Says a value on one line: text that could not be shown is spelled out, so that it is still the same text.
    pub fn json(&mut self, value: &serde_json::Value) {
        let text = value.to_string();
        let mut safe = String::with_capacity(text.len() + 1);
        for c in text.chars() {
            if visible(c.encode_utf8(&mut [0; 4])) == *c.encode_utf8(&mut [0; 4]) {
                safe.push(c);
            } else {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    safe.extend(["\\u", &format!("{unit:04x}")]);
                }
            }
        }
        safe.push('\n');
        self.raw(safe.as_bytes());
    }

    /// Writes bytes as they are on standard output: only what this program made itself.
    pub fn raw(&mut self, bytes: &[u8]) {
        if self.deaf {
            return;
        }
        let mut out = io::stdout().lock();
        if let Err(error) = out.write_all(bytes).and_then(|()| out.flush()) {
            // Whoever read has enough (`| head`); a full disk behind a redirection is a failure.
            self.deaf = true;
            if error.kind() != ErrorKind::BrokenPipe {
                drop(out);
                self.error(&format!("standard output cannot be written: {error}"), "");
            }
        }
    }

    /// Says something on standard error that is no refusal.
    pub fn note(text: &str) {
        let _ = writeln!(io::stderr(), "note: {}", visible(text));
    }

    /// Whether what is said on standard error comes to a terminal.
    pub fn is_watched() -> bool {
        io::stderr().is_terminal()
    }

    /// Says on standard error a line that the next one goes over, in place of one of this width.
    pub fn over(text: &str, width: usize) {
        let _ = write!(io::stderr(), "{:width$}\r", visible(text));
    }

    /// Says what is being done, to somebody who waits at a terminal for it.
    pub fn progress(text: &str) {
        let mut errors = io::stderr();
        if errors.is_terminal() {
            let _ = writeln!(errors, "{}...", visible(text));
        }
    }

    /// Names something that was refused, and what to do about it.
    pub fn error(&mut self, what: &str, hint: &str) {
        self.refused = true;
        let mut text = format!("error: {}\n", visible(what));
        if !hint.is_empty() {
            text.extend(["hint: ", &visible(hint), "\n"]);
        }
        let _ = io::stderr().write_all(text.as_bytes());
    }

    /// Names a file that was refused.
    pub fn refusal(&mut self, refusal: &Refusal) {
        self.error(&refusal.to_string(), &refusal.hint);
    }

    /// Names what is wrong with the command line itself.
    pub fn usage(&mut self, what: &str, hint: &str) {
        self.error(what, hint);
        self.wrong = true;
    }

    /// Says what the reader of the command line says of it, in its own lines.
    pub fn complaint(&mut self, text: &str) {
        let _ = writeln!(io::stderr(), "{}", visible_lines(text.trim_end()));
        self.wrong = true;
    }

    /// How it went.
    pub fn exit(&self) -> ExitCode {
        ExitCode::from(if self.wrong { 2 } else { u8::from(self.refused) })
    }
}
