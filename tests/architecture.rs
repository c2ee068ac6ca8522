//! The house rules of `src/lib.rs`, held by reading the source itself.
//!
//! Text is enough for this: code names other layers as `crate::layer` and nowhere else (a rule below sees to that), and
//! tests inside a file stand at its end.
// A test says what it found wrong by failing.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use ratatui::buffer::CellWidth;

/// The layers, each with its height. A layer may use those below its own height and no others.
const LAYERS: &[(&str, u8)] = &[
    ("sessions", 0),
    ("model", 0),
    ("plan", 1),
    ("publish", 2),
    ("store", 3),
    ("export", 3),
    ("capture", 3),
    ("import", 4),
    ("tui", 5),
    ("cli", 6),
];

/// Layers that stand beside each other, though one of them may use a third that stands beside both.
const APART: &[(&str, &str)] = &[("import", "store"), ("import", "export")];

/// Layers that know nothing of the machine: values come in, values go out.
const PURE: &[&str] = &["model", "plan", "publish", "capture", "export", "import"];

/// What a pure layer may not name.
const MACHINE: &[&str] = &[
    "std::fs",
    "std::env",
    "std::process",
    "std::thread",
    "std::net",
    "std::io::stdin",
    "io::stdin",
    "SystemTime",
    "Instant::now",
    "Local::now",
    "Utc::now",
    "getrandom",
    "RandomState",
    "ratatui",
    "crossterm",
];

/// Where the terminal may be written to: what the command line says, where the faces are handed the terminal, and where
/// it is taken over.
const MOUTHS: &[&str] = &["cli/tell.rs", "cli/screen.rs", "tui/terminal.rs"];

/// A source file without comments and without its tests.
struct Source {
    /// Its path below `src`, with `/` on every system.
    path: String,
    /// Its lines of code, each with its number.
    lines: Vec<(usize, String)>,
}

impl Source {
    fn layer(&self) -> &str {
        self.path.split(['/', '.']).next().unwrap()
    }

    /// Lines that hold this text as a whole word: not as the beginning or the end of a longer name.
    fn lines_with<'a>(&'a self, word: &'a str) -> impl Iterator<Item = String> + 'a {
        let letter = |c: char| c.is_alphanumeric() || c == '_';
        let whole = move |line: &str| {
            line.match_indices(word).any(|(at, _)| {
                let runs_on = word.ends_with(letter) && line[at + word.len()..].starts_with(letter);
                !line[..at].ends_with(letter) && !runs_on
            })
        };
        let found = self.lines.iter().filter(move |(_, line)| whole(line));
        found.map(|(number, line)| format!("src/{}:{number}: {}", self.path, line.trim()))
    }

    fn lines_with_any<'a>(&'a self, words: &'a [&'a str]) -> impl Iterator<Item = String> + 'a {
        words.iter().flat_map(|word| self.lines_with(word))
    }
}

fn files_below(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.is_dir() {
            files_below(&entry, found);
        } else if entry.extension().is_some_and(|ending| ending == "rs") {
            found.push(entry);
        }
    }
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every file of the program but those that are tests alone.
fn sources() -> Vec<Source> {
    let mut paths = Vec::new();
    files_below(&root().join("src"), &mut paths);
    paths.sort();
    let read = |path: &PathBuf| (path.clone(), fs::read_to_string(path).unwrap());
    let texts: Vec<(PathBuf, String)> = paths.iter().map(read).collect();
    let mut tests_only = Vec::new();
    for (path, text) in &texts {
        let lines: Vec<&str> = text.lines().collect();
        for pair in lines.windows(2).filter(|pair| pair[0] == "#[cfg(test)]") {
            if let Some(name) =
                pair[1].trim_start_matches("pub ").strip_prefix("mod ").and_then(|m| m.strip_suffix(';'))
            {
                tests_only.push(path.with_file_name(format!("{name}.rs")));
            }
        }
    }
    let below = |path: &Path| {
        let below = path.strip_prefix(root().join("src")).unwrap().components();
        below.map(|part| part.as_os_str().to_string_lossy().into_owned()).collect::<Vec<_>>().join("/")
    };
    let kept = texts.into_iter().filter(|(path, _)| !tests_only.contains(path));
    kept.map(|(path, text)| Source { lines: code(&text), path: below(&path) }).collect()
}

/// The lines of code: without comments, and without the tests at the end.
fn code(text: &str) -> Vec<(usize, String)> {
    let lines: Vec<&str> = text.lines().collect();
    let begins = |at: usize| {
        lines[at] == "#[cfg(test)]" && lines[at + 1..].iter().take(3).any(|l| l.starts_with("mod ") && l.ends_with('{'))
    };
    let end = (0..lines.len()).find(|&at| begins(at)).unwrap_or(lines.len());
    let code = lines[..end].iter().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//"));
    code.map(|(at, line)| (at + 1, line.split(" // ").next().unwrap().to_owned())).collect()
}

fn height(layer: &str) -> u8 {
    let found = LAYERS.iter().find(|(name, _)| *name == layer);
    found.unwrap_or_else(|| panic!("{layer} is no layer of src/lib.rs: say in LAYERS where it stands")).1
}

fn assert_none(faults: &[String], rule: &str) {
    assert!(faults.is_empty(), "{rule}:\n{}", faults.join("\n"));
}

#[test]
fn arrows_between_the_layers_point_down() {
    let mut faults = Vec::new();
    let mut arrows: BTreeMap<(String, String), usize> = BTreeMap::new();
    for source in sources().iter().filter(|source| !["lib.rs", "main.rs"].contains(&source.path.as_str())) {
        for (number, line) in &source.lines {
            for (at, word) in line.match_indices("crate::") {
                let named: String =
                    line[at + word.len()..].chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                let (from, to) = (source.layer(), named.as_str());
                // Where it is not a plain name (`crate::{a, b}`, `$crate::`) this test could not read it.
                let apart = APART.contains(&(from, to));
                if named.is_empty() || apart || (from != to && height(from) <= height(to)) {
                    faults.push(format!("src/{}:{number}: {}", source.path, line.trim()));
                }
                *arrows.entry((from.to_owned(), to.to_owned())).or_default() += 1;
            }
        }
    }
    assert_none(&faults, "a layer uses only what stands below it");
    assert!(arrows.len() > 15, "the source was not read: {arrows:?}");
}

#[test]
fn no_path_climbs_out_of_its_layer() {
    let mut faults = Vec::new();
    for source in sources().iter().filter(|source| source.path.contains('/')) {
        let depth = source.path.trim_end_matches("/mod.rs").split('/').count();
        // One `super` for each step up to the layer's own folder is allowed; one more is the crate.
        faults.extend(source.lines_with(&"super::".repeat(depth)));
    }
    assert_none(&faults, "write crate::layer where another layer is meant");
}

#[test]
fn pure_layers_know_nothing_of_the_machine() {
    let mut faults = Vec::new();
    for source in sources().iter().filter(|source| PURE.contains(&source.layer())) {
        faults.extend(source.lines_with_any(MACHINE));
    }
    assert_none(&faults, "no file, clock, terminal or randomness in a pure layer");
}

#[test]
fn a_folder_s_mod_file_explains_and_holds_no_logic() {
    let mut faults = Vec::new();
    for source in sources().iter().filter(|source| source.path.ends_with("mod.rs")) {
        faults.extend(source.lines_with_any(&["fn", "impl", "macro_rules!"]));
        let text = fs::read_to_string(root().join("src").join(&source.path)).unwrap();
        if !text.starts_with("//! ") {
            faults.push(format!("src/{}: it does not say what the folder is", source.path));
        }
    }
    assert_none(&faults, "a mod.rs names, explains and re-exports");
}

#[test]
fn every_file_says_what_it_is_and_none_is_a_drawer_for_anything() {
    let mut paths = Vec::new();
    for folder in ["src", "tests", "benches"] {
        files_below(&root().join(folder), &mut paths);
    }
    let mut faults = Vec::new();
    for path in paths {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        if ["util", "utils", "common", "helper", "helpers", "misc"].contains(&name.as_str()) {
            faults.push(format!("{}: a function without a home is a missing noun", path.display()));
        }
        if !fs::read_to_string(&path).unwrap().starts_with("//! ") {
            faults.push(format!("{}: the first line does not say what it is", path.display()));
        }
    }
    assert_none(&faults, "files are nouns and explain themselves");
}

#[test]
fn nothing_is_printed_but_through_tell_and_the_two_faces() {
    let mut faults = Vec::new();
    for source in sources() {
        faults.extend(source.lines_with_any(&["println!", "print!", "eprintln!", "eprint!", "dbg!"]));
        if !MOUTHS.contains(&source.path.as_str()) {
            // Asking whether it is a terminal prints nothing.
            let speaks = ["stdout()", "stderr()"].into_iter().flat_map(|word| source.lines_with(word));
            faults.extend(speaks.filter(|line| !line.contains("stdout().is_terminal()")));
        }
    }
    assert_none(&faults, "unfiltered text could reach a terminal, or a line could tear the screen");
}

/// The versions of a package in `Cargo.lock`.
fn locked(package: &str) -> Vec<String> {
    let lock = fs::read_to_string(root().join("Cargo.lock")).unwrap();
    let name = format!("name = \"{package}\"");
    let found = lock.split("[[package]]").filter(|entry| entry.lines().any(|line| line == name));
    found.map(|entry| entry.split("version = \"").nth(1).unwrap().split('"').next().unwrap().to_owned()).collect()
}

#[test]
fn there_is_one_crossterm_and_the_screen_takes_it_from_ratatui() {
    // With two, one reads the keys while the other holds the terminal, and keys are lost.
    assert_eq!(locked("crossterm").len(), 1, "{:?}", locked("crossterm"));
    let direct = |line: &String| !line.contains("ratatui::crossterm");
    let faults: Vec<String> =
        sources().iter().flat_map(|s| s.lines_with("crossterm::").filter(direct).collect::<Vec<_>>()).collect();
    assert_none(&faults, "import it from ratatui::crossterm");
}

#[test]
fn unicode_width_stays_at_0_2_2_until_ratatui_follows() {
    // From 0.2.3 on it counts a cell for the marks ﾞ and ﾟ, which ratatui adds by itself (ratatui #2499): three cells
    // instead of two. `cargo update -p unicode-width --precise 0.2.2` brings it back; lift this when ratatui follows.
    assert_eq!(locked("unicode-width"), ["0.2.2"]);
}

#[test]
fn every_text_takes_the_cells_that_a_terminal_gives_it() {
    // Measured with `CellWidth`, as everything on the screen is: `Span::width` counts 1 for ﾊﾟ.
    let texts = [
        ("a", 1),
        ("é", 1),
        ("e\u{301}", 1),
        ("ﾊﾟ", 2),
        ("ｶﾞ", 2),
        ("漢字", 4),
        ("👩‍⚕️", 2),
        ("🇬🇧", 2),
        ("שלום", 4),
        ("", 0),
    ];
    for (text, cells) in texts {
        assert_eq!(text.cell_width(), cells, "{text}");
    }
}
