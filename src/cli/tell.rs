//! Everything the command line says: made safe for a terminal, and quiet where nobody reads.

use std::io::{self, ErrorKind, Write};
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

    /// Says a line on standard output.
    pub fn line(&mut self, text: &str) {
        self.raw(format!("{}\n", visible_lines(text)).as_bytes());
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
            self.refused |= error.kind() != ErrorKind::BrokenPipe;
        }
    }

    /// Says something on standard error that is no refusal.
    pub fn note(text: &str) {
        let _ = writeln!(io::stderr(), "note: {}", visible(text));
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

    /// Says why the command line could not be read at all: it repeats what was typed, so that is made safe too.
    pub fn refuse_line(text: &str) -> ExitCode {
        let _ = io::stderr().write_all(visible_lines(text).as_bytes());
        ExitCode::from(2)
    }

    /// How it went.
    pub fn exit(&self) -> ExitCode {
        ExitCode::from(if self.wrong { 2 } else { u8::from(self.refused) })
    }
}
