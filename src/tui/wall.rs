//! What time it is: the wall clock as it stood at the start, carried on by a clock that nobody sets.
//!
//! A wall clock that is corrected in mid-workshop, by hand or by the network, would make the timer jump by as much, so
//! after the start it is not asked again: what is shown and stored is the time at the start and the time that has
//! passed since. That time counts a laptop's sleep. Where the wall clock was wrong at the start and was put right
//! since, the program keeps its own steady time until it is started again: durations are right all along, and nobody's
//! lines change places. Stamps never go back in any case (see [`crate::model::stamp::Clock`]).

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use chrono::TimeDelta;

use crate::model::stamp::Moment;

/// A wait that took this much longer than it was to is a sleep.
const SLEEP: Duration = Duration::from_secs(60);

/// What time it is.
#[derive(Clone, Copy, Debug)]
pub enum Wall {
    /// By these clocks, steadily since the start.
    Steady(Start, Clocks),
    /// Always this moment (`COPLAN_NOW`).
    Fixed(Moment),
}

impl Wall {
    /// The system's time, from now on steady.
    pub fn system() -> Self {
        Self::of(Clocks::System)
    }

    /// The time of the clocks in a file, from now on steady (`COPLAN_NOW=@FILE`): a test sets them back, or lets a laptop
    /// sleep, while the program runs.
    pub fn staged(file: PathBuf) -> Self {
        // Read to the end of the program, and the wall is copied everywhere.
        Self::of(Clocks::Staged(Box::leak(file.into_boxed_path())))
    }

    fn of(clocks: Clocks) -> Self {
        let (wall, steady) = clocks.read();
        Self::Steady(Start { wall, steady }, clocks)
    }

    /// The time now, with the local offset.
    pub fn now(self) -> Moment {
        match self {
            Self::Steady(start, clocks) => start.moment(clocks.steady()),
            Self::Fixed(moment) => moment,
        }
    }

    /// The clock that nobody sets. Where the time is fixed it is the system's, so that a sleep is found out all the same.
    fn steady(self) -> Duration {
        match self {
            Self::Steady(_, clocks) => clocks.steady(),
            Self::Fixed(_) => Clocks::System.steady(),
        }
    }
}

/// Where the two clocks are read.
#[derive(Clone, Copy, Debug)]
pub enum Clocks {
    /// Of the system.
    System,
    /// In a file: the wall clock, a space, and the seconds of the steady one.
    Staged(&'static Path),
}

impl Clocks {
    fn read(self) -> (Moment, Duration) {
        let system = || (chrono::Local::now().fixed_offset(), steady());
        match self {
            Self::System => system(),
            Self::Staged(file) => staged(file).unwrap_or_else(system),
        }
    }

    fn steady(self) -> Duration {
        match self {
            Self::System => steady(),
            Self::Staged(_) => self.read().1,
        }
    }
}

fn staged(file: &Path) -> Option<(Moment, Duration)> {
    let text = std::fs::read_to_string(file).ok()?;
    let (wall, steady) = text.trim().split_once(' ')?;
    Some((chrono::DateTime::parse_from_rfc3339(wall).ok()?, Duration::from_secs(steady.parse().ok()?)))
}

/// Both clocks as they stood at the start.
#[derive(Clone, Copy, Debug)]
pub struct Start {
    /// The wall clock.
    pub wall: Moment,
    /// The steady clock.
    pub steady: Duration,
}

impl Start {
    /// The time when the steady clock says this, whatever the wall clock says by then.
    pub fn moment(self, steady: Duration) -> Moment {
        let passed = TimeDelta::from_std(steady.saturating_sub(self.steady)).unwrap_or(TimeDelta::MAX);
        self.wall.checked_add_signed(passed).unwrap_or(self.wall)
    }
}

/// A round of the loop with its wait, to find out afterwards whether the machine slept: it may begin to at any moment.
#[derive(Clone, Copy, Debug)]
pub struct Wait {
    wall: Wall,
    /// How long it was to be at most; none where it had no end.
    limit: Option<Duration>,
    steady: Duration,
    awake: Instant,
}

impl Wait {
    /// A round begins, whose wait has no end.
    pub fn begin(wall: Wall) -> Self {
        Self { wall, limit: None, steady: wall.steady(), awake: Instant::now() }
    }

    /// The round, with a wait that is to be no longer than this.
    #[must_use]
    pub const fn at_most(self, limit: Option<Duration>) -> Self {
        Self { limit, ..self }
    }

    /// How long the machine slept since the round began, if it did.
    pub fn slept(self) -> Option<Duration> {
        slept(self.limit, self.wall.steady().saturating_sub(self.steady), self.awake.elapsed())
    }
}

/// How long a wait was slept through: `passed` counts sleep, and `awake` does not where the system can tell.
fn slept(limit: Option<Duration>, passed: Duration, awake: Duration) -> Option<Duration> {
    let waited = limit.map_or(awake, |limit| limit.min(awake));
    let over = passed.saturating_sub(waited);
    (over >= SLEEP).then_some(over)
}

/// A clock that nobody sets and that counts sleep.
#[cfg(any(target_os = "linux", target_os = "android"))]
fn steady() -> Duration {
    reading(rustix::time::ClockId::Boottime)
}

/// A clock that nobody sets; Apple's counts sleep.
#[cfg(all(unix, not(any(target_os = "linux", target_os = "android"))))]
fn steady() -> Duration {
    reading(rustix::time::ClockId::Monotonic)
}

#[cfg(unix)]
fn reading(clock: rustix::time::ClockId) -> Duration {
    let read = rustix::time::clock_gettime(clock);
    let (seconds, nanos) = (u64::try_from(read.tv_sec), u32::try_from(read.tv_nsec));
    Duration::new(seconds.unwrap_or_default(), nanos.unwrap_or_default())
}

/// A clock that nobody sets; that of Windows counts sleep.
#[cfg(not(unix))]
fn steady() -> Duration {
    static BEGAN: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
    BEGAN.get_or_init(Instant::now).elapsed()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const fn minutes(minutes: u64) -> Duration {
        Duration::from_secs(minutes * 60)
    }

    fn start() -> Start {
        let wall = chrono::DateTime::parse_from_rfc3339("2026-11-21T09:30:00+00:00").unwrap();
        Start { wall, steady: minutes(700) }
    }

    #[test]
    fn two_hours_by_the_steady_clock_are_two_hours_whatever_the_wall_clock_did() {
        let start = start();
        assert_eq!(start.moment(minutes(700)), start.wall);
        assert_eq!(start.moment(minutes(820)).to_rfc3339(), "2026-11-21T11:30:00+00:00");
        let late = start.moment(minutes(820) + Duration::from_millis(999));
        assert!(late - start.wall < TimeDelta::seconds(2 * 3600 + 1));
    }

    #[test]
    fn a_steady_clock_that_goes_back_or_runs_off_stops_nothing() {
        assert_eq!(start().moment(Duration::ZERO), start().wall);
        assert_eq!(start().moment(Duration::MAX), start().wall);
    }

    #[test]
    fn a_laptop_that_slept_is_found_out_in_every_wait() {
        let second = Duration::from_secs(1);
        // The system tells sleep from waking: with a limit, and without one.
        let but_one = Duration::from_secs(2399);
        assert_eq!(slept(Some(second), minutes(40), second), Some(but_one));
        assert_eq!(slept(None, minutes(45), minutes(5)), Some(minutes(40)));
        // It does not: then only a wait with a limit shows it.
        assert_eq!(slept(Some(second), minutes(40), minutes(40)), Some(but_one));
        assert_eq!(slept(None, minutes(40), minutes(40)), None);
        // A busy machine does not sleep.
        assert_eq!(slept(Some(second), Duration::from_secs(60), Duration::from_secs(60)), None);
        assert_eq!(slept(None, Duration::from_secs(59), Duration::ZERO), None);
    }

    #[test]
    fn the_time_of_the_system_is_about_now_and_never_goes_back() {
        let wall = Wall::system();
        let (one, other) = (wall.now(), wall.now());
        assert!(one <= other && (chrono::Local::now().fixed_offset() - other).abs() < TimeDelta::seconds(5));
    }
}
