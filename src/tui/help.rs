//! The help, read from the one table of commands, and the marks of the capture line.

use super::app::Screen;
use super::commands::{self, COMMANDS, Command};
use crate::model::words::{Kind, Level};

/// How a command is reached on a screen: `Ctrl+N, /next`.
pub fn how(command: &Command, screen: Screen) -> String {
    let keys = commands::keys(command, screen).map(|key| key.to_string());
    let slashes = command.slash.iter().take(1).map(|name| format!("/{name}"));
    keys.chain(slashes).collect::<Vec<_>>().join(", ")
}

/// The marks of the capture line, each with what it means.
pub fn marks() -> Vec<(String, String)> {
    let mut marks: Vec<(String, String)> = [
        ("@3  ;3", "seat 3 speaks; @jo by the beginning of a name; @@ the one before; @? somebody unknown"),
        ("#transport  =transport", "a theme; #\"two words\"; at the start or the end of the line"),
        ("+3", "alone: three more agree with the last line"),
        ("*", "at the start: a candidate for a call-out"),
        ("...", "at the end: to be finished later"),
        ("\"…\" or a space first", "nothing in the line is a mark"),
    ]
    .map(|(mark, means)| (mark.to_owned(), means.to_owned()))
    .into();
    let kinds = Kind::ALL.iter().filter_map(|k| Some(format!("!{} {}", k.token()?, k.title().to_lowercase())));
    marks.insert(2, ("!q  /q".into(), format!("what sort of thing it is: {}", kinds.collect::<Vec<_>>().join(", "))));
    let levels = Level::ALL.iter().map(|l| format!("%{} {}", l.name(), l.title()));
    marks.insert(
        3,
        (
            "%2  /c2".into(),
            format!("how far the words may go; alone, for the last line: {}", levels.collect::<Vec<_>>().join(", ")),
        ),
    );
    let last = marks.len() - 1;
    for kind in Kind::ALL {
        let keys: Vec<String> = kind.details().filter_map(|d| Some(format!("{}:", d.keys.first()?))).collect();
        if let (Some(token), false) = (kind.token(), keys.is_empty()) {
            let at = marks.len() - 1;
            let when = if *kind == Kind::Action { "; due:fri, due:12/3 or due:+2w" } else { "" };
            if *kind == Kind::Touchpoint {
                marks.insert(at.max(last), ("!e+  !e-".into(), "a touchpoint that was good, or hard".into()));
                continue;
            }
            let means = format!("after !{token}, what else is known of {}{when}", kind.title().to_lowercase());
            marks.insert(at.max(last), (keys.join(" "), means));
        }
    }
    marks
}

/// The help for a screen, a line each.
pub fn lines(screen: Screen) -> Vec<String> {
    let mut lines = Vec::new();
    if screen == Screen::Run {
        lines.push("Type what people say; Enter keeps it. These marks say more:".into());
        lines.extend(marks().into_iter().map(|(mark, means)| format!("  {mark}   {means}")));
        lines.push("  ↑ on an empty line   corrects the last one; ↑ again the one before".into());
        lines.push(
            "  @6 !q #transport %1 /2 after its words   say who, what, about what, how far and at which stage".into(),
        );
        lines.push("  Ctrl+W Ctrl+U Ctrl+K   take out a word, all before, all after; Ctrl+← Ctrl+→ go by words".into());
        lines.push("  @ # ! open a list   ↑ ↓ choose, Tab takes, Esc closes; Enter always enters the line".into());
        lines.push(String::new());
    }
    let mut group = "";
    for command in commands::here(screen) {
        if command.group != group {
            if !group.is_empty() {
                lines.push(String::new());
            }
            lines.push(command.group.into());
            group = command.group;
        }
        lines.push(format!("  {}   {}: {}", how(command, screen), command.title, command.help));
    }
    lines
}

/// Every command with its screens and keys, for `coplan keys` and the README: a Markdown table.
pub fn table() -> String {
    let mut table = String::from("| command | keys | typed | what it does |\n|---|---|---|---|\n");
    for command in COMMANDS {
        let keys: Vec<String> = command.keys.iter().map(ToString::to_string).collect();
        let typed: Vec<String> = command.slash.iter().map(|name| format!("`/{name}`")).collect();
        let (keys, typed) = (keys.join(", "), typed.join(" "));
        table.extend(["| ", command.title, " | ", &keys, " | ", &typed, " | ", command.help, " |\n"]);
    }
    table
}
