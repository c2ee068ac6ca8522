//! Stamps: who wrote what, in which order, whatever the clocks say.
//!
//! A stamp is a hybrid logical clock reading plus the random id of the run that wrote it. Order comes from stamps
//! alone; the wall time that people see is a field of its own, because a laptop set to 2099 must not redate the room.

use std::fmt;
use std::num::NonZeroU32;
use std::str::FromStr;

use chrono::{DateTime, FixedOffset, NaiveDateTime, Utc};

/// The time on the wall, with its offset, as the face passes it in.
pub type Moment = DateTime<FixedOffset>;

/// The greatest time a file may hold, in the digits of [`Stamp`]. Above it a stamp is refused, so that there is
/// always a later stamp to give (law 4), even to the reader of a hostile file.
const LAST_TIME: u64 = 90_000_101_000_000_000;
/// The greatest counter a file may hold; see [`LAST_TIME`].
const LAST_COUNTER: u32 = 999_999_999;
/// The greatest item number within one stamp.
const LAST_NUMBER: u32 = 999_999_999;
/// How many letters a writer id may have.
const WRITER_LETTERS: usize = 6;

/// The random id of one run that opened a file to write: 1 to 6 of `a-z0-9`.
///
/// Drawn anew by every run and never derived from a name: a copied laptop or a file edited by hand can then not pass
/// for an edit of the same writer.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Writer(NonZeroU32);

impl Writer {
    /// Before every writer that has letters, the first of which alone is worth far more.
    const NONE: Self = Self(NonZeroU32::MIN);

    /// Packed letters; never zero, so that a stamp that may be missing takes no more room than one that is there, which
    /// stands in every value of a file.
    fn packed(letters: u32) -> Self {
        NonZeroU32::new(letters).map_or(Self::NONE, Self)
    }

    /// Makes a six-letter id of any number, for instance a random one.
    pub fn from_number(mut number: u32) -> Self {
        let mut packed = 0;
        for _ in 0..WRITER_LETTERS {
            packed = packed * 37 + 1 + number % 36;
            number /= 36;
        }
        Self::packed(packed)
    }

    /// The writer of what comes into a workshop from a source of this name, the same on every machine.
    pub fn of_import(workshop: Id, source: &str) -> Self {
        derived(&["import", &workshop.to_string(), source]).1
    }

    /// Reads an id of 1 to 6 letters; packed left-aligned so that numbers sort as the letters do.
    fn parse(text: &[u8]) -> Option<Self> {
        if text.is_empty() || text.len() > WRITER_LETTERS {
            return None;
        }
        let mut packed = 0u32;
        for at in 0..WRITER_LETTERS {
            let digit = match text.get(at) {
                None => 0,
                Some(c @ b'0'..=b'9') => 1 + u32::from(c - b'0'),
                Some(c @ b'a'..=b'z') => 11 + u32::from(c - b'a'),
                Some(_) => return None,
            };
            packed = packed * 37 + digit;
        }
        Some(Self::packed(packed))
    }
}

/// Where writer ids come from: a number drawn once a run, and an id of it for each file the run opens to write.
///
/// One id for two files would tie the words of one workshop to the recorder of another.
#[derive(Clone, Debug)]
pub struct Writers {
    number: u32,
}

impl Writers {
    /// A source over a number, random but for tests and examples.
    pub const fn new(number: u32) -> Self {
        Self { number }
    }

    /// The next id.
    pub fn draw(&mut self) -> Writer {
        let writer = Writer::from_number(self.number);
        // A step of a full-period generator: no id comes twice in a run.
        self.number = self.number.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        writer
    }
}

impl fmt::Display for Writer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut letters = [0u8; WRITER_LETTERS];
        let mut rest = self.0.get();
        for letter in letters.iter_mut().rev() {
            *letter = (rest % 37) as u8;
            rest /= 37;
        }
        for letter in letters.into_iter().take_while(|&l| l > 0) {
            let c = if letter <= 10 { b'0' + letter - 1 } else { b'a' + letter - 11 };
            write!(f, "{}", char::from(c))?;
        }
        Ok(())
    }
}

impl FromStr for Writer {
    type Err = NotAStamp;

    fn from_str(text: &str) -> Result<Self, NotAStamp> {
        Self::parse(text.as_bytes()).ok_or(NotAStamp)
    }
}

/// The text is not a stamp or an id, such as `20261121T103807412-0-b7q4.0`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAStamp;

impl fmt::Display for NotAStamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a coplan id such as 20261121T103807412-0-b7q4.0")
    }
}

impl std::error::Error for NotAStamp {}

/// When an edit was made, in an order that all files agree on: time, then counter, then writer.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stamp {
    /// UTC to the millisecond, as the decimal digits of its text form: 20261121103807412. Nothing is ever
    /// calculated with it, so a number that is no date does no harm.
    time: u64,
    counter: u32,
    writer: Writer,
}

impl Stamp {
    /// Before every stamp of a file; stands in for one that is not read yet.
    pub(super) const UNKNOWN: Self = Self { time: 0, counter: 0, writer: Writer::NONE };

    /// The least stamp there is.
    pub(super) const FIRST: Self = Self { time: 0, counter: 0, writer: Writer::NONE };

    /// The run that wrote it.
    pub const fn writer(self) -> Writer {
        self.writer
    }

    /// When it was written by the writer's clock, which may be wrong; none where it names no time.
    pub fn time(self) -> Option<DateTime<Utc>> {
        let time = NaiveDateTime::parse_from_str(&format!("{:014}", self.time / 1000), "%Y%m%d%H%M%S");
        time.ok().map(|time| time.and_utc())
    }

    /// The id of the item with this number among those made under this stamp.
    pub const fn item(self, number: u32) -> Id {
        Id { stamp: self, number }
    }

    fn parse(text: &[u8]) -> Option<Self> {
        let (day, rest) = text.split_at_checked(8)?;
        let (t, rest) = rest.split_first()?;
        let (hour, rest) = rest.split_at_checked(9)?;
        let (dash, rest) = rest.split_first()?;
        let end = rest.iter().position(|&b| b == b'-')?;
        let (counter, writer) = rest.split_at(end);
        let time = digits(day)? * 1_000_000_000 + digits(hour)?;
        let counter = plain_number(counter)?;
        (*t == b'T' && *dash == b'-' && time <= LAST_TIME && counter <= LAST_COUNTER)
            .then_some(())
            .and_then(|()| Some(Self { time, counter, writer: Writer::parse(&writer[1..])? }))
    }
}

impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (day, hour) = (self.time / 1_000_000_000, self.time % 1_000_000_000);
        write!(f, "{day:08}T{hour:09}-{}-{}", self.counter, self.writer)
    }
}

impl FromStr for Stamp {
    type Err = NotAStamp;

    fn from_str(text: &str) -> Result<Self, NotAStamp> {
        Self::parse(text.as_bytes()).ok_or(NotAStamp)
    }
}

/// What makes a row of somebody else's file the same row again: its own id there, or what it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowKey {
    counter: u32,
    number: u32,
}

impl RowKey {
    /// The key of a row that is told apart from others by these texts, in this order.
    pub fn of(parts: &[&str]) -> Self {
        let (counter, _, number) = derived(parts);
        Self { counter, number }
    }
}

/// Numbers made of texts, for an id: the same on every machine and in every version.
fn derived(parts: &[&str]) -> (u32, Writer, u32) {
    const SEED: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;
    // FNV-1a of 128 bits. A zero, which no cleaned text holds, parts the texts.
    let bytes = parts.iter().enumerate().flat_map(|(nth, part)| {
        let zero = (nth > 0).then_some(0);
        zero.into_iter().chain(part.bytes())
    });
    let hash = bytes.fold(SEED, |hash, byte| (hash ^ u128::from(byte)).wrapping_mul(PRIME));
    let part = |shift: u32, below: u32| {
        let bits = u32::try_from(hash >> shift & u128::from(u32::MAX)).unwrap_or(0);
        bits % below
    };
    (part(0, LAST_COUNTER), Writer::from_number(part(32, u32::MAX)), part(64, LAST_NUMBER))
}

/// The permanent id of an item: the stamp that made it and its number under that stamp.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id {
    /// The stamp of the command that made the item.
    pub stamp: Stamp,
    number: u32,
}

impl Id {
    /// Before every id of a file.
    pub const LEAST: Self = Self { stamp: Stamp::FIRST, number: 0 };

    /// The number of the item under its stamp, from 0.
    pub const fn number(self) -> u32 {
        self.number
    }

    /// The id of a judgement about two things, made of them alone: whoever judges the pair, on whatever machine, writes
    /// on the same item. The time in it is the year nought, before every stamp.
    pub fn of_pair(about: &str, one: &str, other: &str) -> Self {
        let (one, other) = if one <= other { (one, other) } else { (other, one) };
        let (counter, writer, number) = derived(&[about, one, other]);
        Stamp { time: 0, counter, writer }.item(number)
    }

    /// The id of what a row of somebody else's file became, made of the writer of that import, of what the row holds and
    /// of its place, by which rows stay in order. The time in it is in the year nought, before every stamp.
    pub fn of_row(writer: Writer, row: RowKey, place: u32) -> Self {
        let time = u64::from(place.min(LAST_NUMBER));
        Stamp { time, counter: row.counter, writer }.item(row.number)
    }

    /// The row that it was made of, where [`of_row`](Self::of_row) made it.
    pub const fn row(self) -> RowKey {
        RowKey { counter: self.stamp.counter, number: self.number }
    }

    /// Whether it was made of what it is about, and not by a command at a moment.
    pub const fn is_derived(self) -> bool {
        self.stamp.time <= LAST_NUMBER as u64
    }

    /// The id of the item that holds for the whole plan, the same in every file.
    pub fn of_plan() -> Self {
        Self::of_pair("plan", "header", "")
    }

    /// A short reference for people, such as `7K2Q`: stable, from the id alone.
    pub fn short(self) -> String {
        const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        // FNV-1a over the text: the same on every machine and in every version.
        let hash = self
            .to_string()
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
        let hash = hash ^ (hash >> 29);
        (0..4).map(|n| char::from(LETTERS[(hash >> (5 * n) & 31) as usize])).collect()
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.stamp, self.number)
    }
}

impl FromStr for Id {
    type Err = NotAStamp;

    fn from_str(text: &str) -> Result<Self, NotAStamp> {
        let bytes = text.as_bytes();
        let dot = bytes.iter().rposition(|&b| b == b'.').ok_or(NotAStamp)?;
        let stamp = Stamp::parse(&bytes[..dot]).ok_or(NotAStamp)?;
        let number = plain_number(&bytes[dot + 1..]).filter(|&n| n <= LAST_NUMBER).ok_or(NotAStamp)?;
        Ok(Self { stamp, number })
    }
}

/// Debug shows the text form: a failed law is then readable.
macro_rules! debug_as_text {
    ($($name:ident)*) => {$(
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }
    )*};
}
debug_as_text!(Writer Stamp Id);

/// Every byte a digit, at most 17 of them.
fn digits(text: &[u8]) -> Option<u64> {
    text.iter().try_fold(0, |n, b| b.is_ascii_digit().then(|| n * 10 + u64::from(b - b'0')))
}

/// A number without leading zeros, so that each stamp has one spelling.
fn plain_number(text: &[u8]) -> Option<u32> {
    let canonical = !text.is_empty() && text.len() <= 9 && (text[0] != b'0' || text.len() == 1);
    canonical.then(|| digits(text)).flatten().and_then(|n| u32::try_from(n).ok())
}

/// Gives stamps: each greater than every stamp given or seen before (law 4).
#[derive(Clone, Debug)]
pub struct Clock {
    writer: Writer,
    time: u64,
    counter: u32,
}

impl Clock {
    /// A clock for this run.
    pub const fn new(writer: Writer) -> Self {
        Self { writer, time: 0, counter: 0 }
    }

    /// The run this clock stamps for.
    pub const fn writer(&self) -> Writer {
        self.writer
    }

    /// Notes a stamp that was read, so that the next one is greater.
    pub fn see(&mut self, stamp: Stamp) {
        if (stamp.time, stamp.counter) > (self.time, self.counter) {
            (self.time, self.counter) = (stamp.time, stamp.counter);
        }
    }

    /// The next stamp, at `now` or as much later as what was seen demands.
    pub fn next(&mut self, now: Moment) -> Stamp {
        let now = decimal(now);
        if now > self.time {
            (self.time, self.counter) = (now, 0);
        } else if self.counter < LAST_COUNTER {
            self.counter += 1;
        } else if self.time < LAST_TIME {
            // Only a hostile file gets here; the next number need not be a time of day, only greater.
            (self.time, self.counter) = (self.time + 1, 0);
        }
        // At the very last stamp there is no later one: the same is given again under this writer's id, which loses
        // nothing, where a greater one could not be read back.
        Stamp { time: self.time, counter: self.counter, writer: self.writer }
    }
}

/// The moment as the digits of its UTC text: 20261121103807412.
fn decimal(now: Moment) -> u64 {
    let text = now.with_timezone(&Utc).format("%Y%m%d%H%M%S%3f").to_string();
    digits(text.as_bytes()).unwrap_or(0).min(LAST_TIME)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_as_it_was_written() {
        for text in ["20261121T103807412-0-b7q4.0", "20261121T000000000-12-k3f9xz.38", "00000000T000000000-0-a.0"] {
            assert_eq!(text.parse::<Id>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn the_id_of_a_pair_is_the_same_whichever_way_round_and_on_every_machine() {
        let id = Id::of_pair("theme", "damp", "housing");
        assert_eq!(id, Id::of_pair("theme", "housing", "damp"));
        assert_eq!(id.to_string().parse::<Id>().unwrap(), id);
        // On disk in files of every version: must never change.
        assert_eq!(id.to_string(), "00000000T000000000-289307219-xqmdm2.297077362");
        assert_ne!(id, Id::of_pair("idea", "damp", "housing"));
        assert_ne!(Id::of_pair("theme", "ab", "c"), Id::of_pair("theme", "a", "bc"));
    }

    #[test]
    fn the_id_of_a_row_is_the_same_on_every_machine_and_rows_stay_in_order() {
        let workshop: Id = "20261121T103807412-0-b7q4.0".parse().unwrap();
        let writer = Writer::of_import(workshop, "responses");
        let row = RowKey::of(&["12", "more buses"]);
        let id = Id::of_row(writer, row, 7);
        // On disk in files of every version: must never change.
        assert_eq!(id.to_string(), "00000000T000000007-774267127-1blhwe.143288807");
        assert_eq!(id.to_string().parse::<Id>().unwrap(), id);
        assert_eq!((id.row(), id.is_derived(), workshop.is_derived()), (row, true, false));
        assert_ne!(RowKey::of(&["1", "2more"]), RowKey::of(&["12", "more"]));
        assert!(id < Id::of_row(writer, RowKey::of(&["other"]), 8) && id < workshop);
        assert_ne!(writer, Writer::of_import(id, "responses"));
    }

    #[test]
    fn what_is_not_an_id_is_refused() {
        for text in [
            "",
            "joy",
            "20261121T103807412-00-b7q4.0",
            "20261121T103807412-0-B7.0",
            "20261121T103807412-0-b7q4",
            "20261121T103807412-0-b7q4.01",
            "99991121T103807412-0-b7q4.0",
            "20261121T103807412-0-b7q4xyz.0",
            "20261121T103807412-0-.0",
            "20261121T1038é7412-0-b7q4.0",
            ".",
        ] {
            assert!(text.parse::<Id>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_stamp_says_when_it_was_written_where_it_names_a_time() {
        let time = |stamp: &str| stamp.parse::<Stamp>().unwrap().time().map(|t| t.to_rfc3339());
        assert_eq!(time("20261121T103807412-0-b7q4"), Some("2026-11-21T10:38:07+00:00".into()));
        assert_eq!((time("00000000T000000000-0-a"), time("88881231T235959999-0-a").is_some()), (None, true));
    }

    #[test]
    fn stamps_sort_by_time_then_counter_then_writer() {
        let order =
            ["20260101T000000000-2-zz", "20260101T000000000-10-a", "20260101T000000000-10-b", "20260101T000000001-0-a"];
        let stamps: Vec<Stamp> = order.iter().map(|s| s.parse().unwrap()).collect();
        assert!(stamps.is_sorted());
    }

    #[test]
    fn a_clock_set_back_still_gives_later_stamps() {
        let mut clock = Clock::new(Writer::from_number(7));
        let late = DateTime::parse_from_rfc3339("2099-01-01T00:00:00Z").unwrap();
        let early = DateTime::parse_from_rfc3339("2026-01-01T00:00:00+01:00").unwrap();
        let first = clock.next(late);
        assert!(clock.next(early) > first);
        let hostile: Stamp = format!("88881231T235959999-{LAST_COUNTER}-zzzzzz").parse().unwrap();
        clock.see(hostile);
        let next = clock.next(early);
        assert!(next > hostile);
    }

    #[test]
    fn a_writer_has_six_letters_and_its_own_text() {
        let writer = Writer::from_number(123_456_789);
        assert_eq!(writer.to_string().len(), 6);
        assert_eq!(writer.to_string().parse::<Writer>().unwrap(), writer);
    }
}
