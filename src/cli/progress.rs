//! How far a long piece of work has come, told where somebody is there to read it, and whether they want it stopped.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use signal_hook::consts::{SIGINT, SIGTERM};

use super::tell::Tell;
use crate::store::gather::Progress;

/// How often a line that is written over is written anew; what takes less time than this says nothing.
const OFTEN: Duration = Duration::from_millis(250);
/// How often a new line is said to somebody who has each read out.
const SELDOM: Duration = Duration::from_secs(5);

/// Tells on standard error how many files have been read, and hears Ctrl+C.
#[derive(Debug)]
pub(super) struct Telling {
    plain: bool,
    seen: bool,
    told: Instant,
    /// How wide the line is that stands there to be written over.
    width: usize,
    stopped: Arc<AtomicBool>,
}

impl Telling {
    /// Begins to listen. The first Ctrl+C asks to stop and the second ends the program, as if nobody listened.
    pub(super) fn new(plain: bool) -> Self {
        let stopped = Arc::new(AtomicBool::new(false));
        for signal in [SIGINT, SIGTERM] {
            // Where the system lets nobody listen, the signal ends the program, and the plan is left as it was.
            let _ = signal_hook::flag::register_conditional_default(signal, Arc::clone(&stopped));
            let _ = signal_hook::flag::register(signal, Arc::clone(&stopped));
        }
        Self { plain, seen: Tell::is_watched(), told: Instant::now(), width: 0, stopped }
    }

    /// Tells how far it has come; says whether to go on.
    pub(super) fn go_on(&mut self, at: Progress) -> bool {
        let every = if self.plain { SELDOM } else { OFTEN };
        if self.seen && self.told.elapsed() >= every {
            self.told = Instant::now();
            let text = if at.done < at.of {
                format!("{} of {} files read", at.done, at.of)
            } else {
                format!("{} files read, writing the plan", at.of)
            };
            self.say(&text);
        }
        !self.stopped.load(Ordering::SeqCst)
    }

    /// Takes the line away again, before anything else is said.
    pub(super) fn end(self) {
        if self.width > 0 {
            Tell::over("", self.width);
        }
    }

    fn say(&mut self, text: &str) {
        if self.plain {
            Tell::note(text);
        } else {
            Tell::over(text, self.width);
            self.width = text.len();
        }
    }
}
