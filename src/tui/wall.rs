//! What time it is: the wall clock as it stood at the start, carried on by a clock that nobody sets.
//!
//! A wall clock that is corrected in mid-workshop, by hand or by the network, would make the timer jump by as much, so
//! after the start it is not asked again: what is shown and stored is the time at the start and the time that has
//! passed since. That time counts a laptop's sleep. Where the wall clock was wrong at the start and was put right
//! since, the program keeps its own steady time until it is started again: durations are right all along, and nobody's
//! lines change places. Stamps never go back in any case (see [`crate::model::stamp::Clock`]).

use std::path::Path;
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
        Self::Steady(Start { wall: chrono::Local::now().fixed_offset(), steady: steady() }, Clocks::System)
    }

    /// What `COPLAN_NOW` says: a moment; or `@` and a file with clocks that a test turns, sets back or lets sleep while
    /// the program runs.
    pub fn set(text: &str) -> Result<Self, String> {
        let Some(file) = text.strip_prefix('@') else {
            return moment(text).map(Self::Fixed);
        };
        let text = std::fs::read_to_string(file).map_err(|e| format!("COPLAN_NOW: {file}: {e}"))?;
        let (wall, steady, _) = staged(&text)?;
        // Read to the end of the program, and the wall is copied everywhere.
        let file: &'static Path = Box::leak(Box::<Path>::from(Path::new(file)));
        Ok(Self::Steady(Start { wall, steady }, Clocks::Staged(file)))
    }

    /// The time now, with the local offset.
    pub fn now(self) -> Moment {
        match self {
            Self::Steady(start, clocks) => start.moment(clocks.steady().unwrap_or(start.steady)),
            Self::Fixed(moment) => moment,
        }
    }

    /// The clock by which a sleep is found out: where the time is fixed, or turned by hand, the system's.
    fn asleep(self) -> Duration {
        match self {
            Self::Steady(_, Clocks::Staged(file)) => {
                let read = std::fs::read_to_string(file).ok().and_then(|text| staged(&text).ok());
                read.filter(|(.., sleeps)| *sleeps).map_or_else(steady, |(_, steady, _)| steady)
            }
            Self::Steady(..) | Self::Fixed(_) => steady(),
        }
    }
}

/// Where the two clocks are read.
#[derive(Clone, Copy, Debug)]
pub enum Clocks {
    /// Of the system.
    System,
    /// In a file: the wall clock and, after a space, the seconds of the steady one; where that is left out, time is
    /// turned on by hand and nobody slept.
    Staged(&'static Path),
}

impl Clocks {
    /// The steady clock; none where its file can no longer be read.
    fn steady(self) -> Option<Duration> {
        match self {
            Self::System => Some(steady()),
            Self::Staged(file) => Some(staged(&std::fs::read_to_string(file).ok()?).ok()?.1),
        }
    }
}

fn moment(text: &str) -> Result<Moment, String> {
    let wrong = |e| format!("COPLAN_NOW is not a time such as 2026-11-21T10:00:00+00:00: {e}");
    chrono::DateTime::parse_from_rfc3339(text.trim()).map_err(wrong)
}

/// The two clocks in a file, and whether the steady one tells of sleep.
fn staged(text: &str) -> Result<(Moment, Duration, bool), String> {
    let text = text.trim();
    let Some((wall, steady)) = text.split_once(' ') else {
        let wall = moment(text)?;
        let seconds = u64::try_from(wall.timestamp()).unwrap_or_default();
        return Ok((wall, Duration::from_secs(seconds), false));
    };
    let steady = steady.trim().parse().map_err(|e| format!("COPLAN_NOW: the seconds of the steady clock: {e}"))?;
    Ok((moment(wall)?, Duration::from_secs(steady), true))
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
        Self { wall, limit: None, steady: wall.asleep(), awake: Instant::now() }
    }

    /// The round, with a wait that is to be no longer than this.
    #[must_use]
    pub const fn at_most(self, limit: Option<Duration>) -> Self {
        Self { limit, ..self }
    }

    /// How long the machine slept since the round began, if it did.
    pub fn slept(self) -> Option<Duration> {
        slept(self.limit, self.wall.asleep().saturating_sub(self.steady), self.awake.elapsed())
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
    fn a_clock_that_is_turned_says_what_its_file_says_and_its_first_moment_without_it() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("clock");
        let set = format!("@{}", file.display());
        assert!(Wall::set(&set).unwrap_err().starts_with("COPLAN_NOW: "));
        std::fs::write(&file, "2026-11-21T09:00:00+00:00\n").unwrap();
        let wall = Wall::set(&set).unwrap();
        std::fs::write(&file, "2026-11-21T09:05:00+00:00").unwrap();
        assert_eq!(wall.now().to_rfc3339(), "2026-11-21T09:05:00+00:00");
        std::fs::remove_file(&file).unwrap();
        assert_eq!(wall.now().to_rfc3339(), "2026-11-21T09:00:00+00:00");
        assert!(Wall::set("yesterday").unwrap_err().contains("is not a time such as"));
    }

    #[test]
    fn the_time_of_the_system_is_about_now_and_never_goes_back() {
        let wall = Wall::system();
        let (one, other) = (wall.now(), wall.now());
        assert!(one <= other && (chrono::Local::now().fixed_offset() - other).abs() < TimeDelta::seconds(5));
    }
}
