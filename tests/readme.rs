//! The README says what the program does: its keys, its marks, its subcommands, its files.
//!
//! `COPLAN_BLESS=1 cargo test --test readme` writes the table of keys anew.
// A test says what it found wrong by failing.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use coplan::model::words::{Audience, Kind, Level};
use coplan::tui::help;

fn path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")
}

fn readme() -> String {
    fs::read_to_string(path()).unwrap().replace("\r\n", "\n")
}

#[test]
fn the_table_of_keys_is_the_program_s_own() {
    let (begin, end) = ("<!-- keys: made by `coplan keys` -->\n\n", "\n<!-- end of keys -->");
    let text = readme();
    let from = text.find(begin).expect("the mark where the keys begin") + begin.len();
    let to = text.find(end).expect("the mark where the keys end");
    let table = help::table();
    if std::env::var_os("COPLAN_BLESS").is_some() {
        fs::write(path(), format!("{}{table}{}", &text[..from], &text[to..])).unwrap();
        return;
    }
    assert!(text[from..to] == *table, "COPLAN_BLESS=1 cargo test --test readme writes the table anew");
}

#[test]
fn every_subcommand_is_in_its_table() {
    let help = Command::new(env!("CARGO_BIN_EXE_coplan")).arg("--help").output().unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    let commands = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let names: Vec<&str> = commands.filter_map(|line| line.split_whitespace().next()).collect();
    assert!(names.len() > 10, "{help}");
    for name in names {
        assert!(readme().contains(&format!("| `coplan {name}")), "{name} is not in the table of the command line");
    }
}

#[test]
fn every_kind_level_and_audience_is_told() {
    let text = readme();
    for kind in Kind::ALL {
        let Some(token) = kind.token() else { continue };
        assert!(text.contains(&format!("`!{token}` {}", kind.title().to_lowercase())), "{kind:?}");
    }
    for level in Level::ALL {
        assert!(text.contains(&format!("{} {}", level.name(), level.title())), "{level:?}");
    }
    for audience in Audience::ALL {
        assert!(text.contains(audience.name()), "{audience:?}");
    }
}

#[test]
fn every_file_it_points_at_is_there() {
    let text = readme();
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    for target in targets.filter(|target| !target.starts_with("http") && !target.starts_with('#')) {
        assert!(path().with_file_name("").join(target).exists(), "{target}");
    }
}
