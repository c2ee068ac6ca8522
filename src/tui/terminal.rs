//! The terminal: taken over at the start, and given back whatever happens.
//!
//! Given back on exit, on an error, on a panic and on a signal. Bracketed paste is not asked for on Windows, where it
//! changes Enter (crossterm #962).

use std::io::{self, BufWriter, Stdout, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use ratatui::crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use ratatui::crossterm::terminal::{
    Clear, ClearType, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use ratatui::crossterm::{cursor, execute};

/// The terminal as the screen draws on it.
pub type Screen = Terminal<CrosstermBackend<BufWriter<Stdout>>>;

/// Whether the terminal is ours, so that it is given back once.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// Holds the terminal; dropping it gives it back.
#[derive(Debug)]
pub struct Taken;

impl Taken {
    /// Takes the terminal over.
    pub fn new() -> io::Result<Self> {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            give_back();
            before(panic);
        }));
        let taken = Self;
        take()?;
        Ok(taken)
    }

    /// What to draw on.
    pub fn screen(&self) -> io::Result<Screen> {
        Terminal::new(CrosstermBackend::new(BufWriter::with_capacity(1 << 16, io::stdout())))
    }
}

impl Drop for Taken {
    fn drop(&mut self) {
        give_back();
    }
}

/// Takes the terminal over, again after the program was stopped and went on.
pub fn take() -> io::Result<()> {
    enable_raw_mode()?;
    TAKEN.store(true, Ordering::SeqCst);
    execute!(io::stdout(), EnterAlternateScreen, Clear(ClearType::All))?;
    if !cfg!(windows) {
        execute!(io::stdout(), EnableBracketedPaste)?;
    }
    Ok(())
}

/// Rings the terminal's bell, where the terminal is ours.
pub fn ring() {
    if TAKEN.load(Ordering::SeqCst) {
        let mut terminal = io::stdout();
        // A bell that cannot be rung is no reason to trouble anybody.
        let _ = terminal.write_all(b"\x07").and_then(|()| terminal.flush());
    }
}

/// Gives the terminal back; a second call does nothing. A terminal that is gone is no error here.
pub fn give_back() {
    if TAKEN.swap(false, Ordering::SeqCst) {
        if !cfg!(windows) {
            let _ = execute!(io::stdout(), DisableBracketedPaste);
        }
        let _ = execute!(io::stdout(), LeaveAlternateScreen, cursor::Show);
        let _ = disable_raw_mode();
        let _ = io::stdout().flush();
    }
}
