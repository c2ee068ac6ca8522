//! What the commands of the grid do, and those of one cell.

use crate::model::columns::{COLUMNS, Column, PIECES, Piece, column_meant, piece};
use crate::model::fields::field;
use crate::tui::app::App;
use crate::tui::commands;
use crate::tui::message::Effect;
use crate::tui::overlays::cell;
use crate::tui::overlays::sheet::{self, Sheet};
use crate::tui::screens::plan::{Grid, Page};

/// Turns the list into the grid and back; with a column, walks down it through the actions that lack it.
pub(super) fn grid(app: &mut App, rest: &str) -> Vec<Effect> {
    app.plan.page = Page::Actions;
    if rest.is_empty() {
        if app.plan.grid.take().is_none() {
            open(app, None);
        }
        return Vec::new();
    }
    let Some((column, piece)) = column_meant(rest) else {
        let all: Vec<String> = COLUMNS.iter().map(|column| format!("{} {}", column.number, column.title)).collect();
        app.warn(format!("There is no column “{rest}”: {}", all.join(", ")));
        return Vec::new();
    };
    open(app, Some(column));
    let Some(piece) = piece.or_else(|| column.pieces().next()) else {
        app.say(format!("{} is worked out: nobody types it", column.title));
        return Vec::new();
    };
    let marked = app.plan.marked(app);
    let Some(grid) = app.plan.grid.take() else { return Vec::new() };
    // From the action in hand on, and then those above it.
    let mut lacking = grid.lacking_piece(app, piece);
    let from = lacking.iter().position(|id| Some(*id) == marked).unwrap_or(0);
    lacking.rotate_left(from);
    app.plan.grid = Some(grid);
    if lacking.is_empty() {
        app.say(format!("No action lacks {}", piece.title.to_lowercase()));
        return Vec::new();
    }
    cell::open(app, lacking, 0, piece)
}

fn open(app: &mut App, column: Option<&Column>) {
    let rows = app.plan.shown(app);
    let mut grid = app.plan.grid.take().unwrap_or_else(|| Grid::new(&rows, 1));
    if let Some(column) = column {
        grid.go_to(column);
    }
    app.plan.grid = Some(grid);
}

/// Edits a cell: of the marked action, in the column in hand or the one that is named.
pub(super) fn cell(app: &mut App, rest: &str) -> Vec<Effect> {
    let Some(id) = app.plan.marked(app) else { return Vec::new() };
    let named = column_meant(rest);
    let in_grid = app.plan.grid.as_ref().map(Grid::column).filter(|_| rest.is_empty());
    let Some((column, piece)) = named.or_else(|| in_grid.map(|column| (column, None))) else {
        app.warn("Say which column: its number, or the beginning of its name");
        return Vec::new();
    };
    let piece = piece.or_else(|| column.pieces().next());
    match (column.number, piece) {
        (14, _) => commands::by_id(app, "status", ""),
        (_, Some(piece)) => {
            // In the grid Enter goes down the column; elsewhere one cell is edited.
            let all = match app.plan.grid.as_ref().filter(|_| rest.is_empty()) {
                Some(grid) => {
                    let (rows, places) = grid.rows(app);
                    places.iter().filter_map(|at| rows.get(*at)).map(|row| row.id).collect()
                }
                None => vec![id],
            };
            let at = all.iter().position(|of| *of == id).unwrap_or(0);
            cell::open(app, all, at, piece)
        }
        (_, None) => {
            app.say(format!("{} is worked out: nobody types it", column.title));
            Vec::new()
        }
    }
}

/// Goes to the next action that lacks what the column in hand holds.
pub(super) fn next_gap(app: &mut App, _: &str) -> Vec<Effect> {
    let marked = app.plan.marked(app);
    let Some(grid) = app.plan.grid.take() else { return Vec::new() };
    let next = grid.lacking(app, marked).first().copied();
    let title = grid.column().title;
    app.plan.grid = Some(grid);
    match next {
        Some(next) => app.plan.mark(next),
        None => app.say(format!("{title}: no gaps")),
    }
    Vec::new()
}

/// Goes to the next action that is not valid.
pub(super) fn next_invalid(app: &mut App, _: &str) -> Vec<Effect> {
    let rows = app.plan.in_order(app);
    let marked = app.plan.marked(app);
    let behind = rows.iter().position(|row| Some(row.id) == marked).map_or(0, |at| at + 1);
    let (before, after) = rows.split_at(behind.min(rows.len()));
    let next = after.iter().chain(before).find(|row| !row.missing.is_empty() && !row.is_closed()).cloned();
    match next {
        Some(row) => {
            let lacks: Vec<&str> = row.missing.iter().map(|gap| gap.word()).collect();
            app.say(format!("{} has no {}", row.reference, lacks.join(", no ")));
            app.plan.mark(row.id);
        }
        None => app.say("Every action has what it needs to be valid"),
    }
    Vec::new()
}

/// Shows all about the marked action.
pub(super) fn look(app: &mut App, _: &str) -> Vec<Effect> {
    if let Some(id) = app.plan.marked(app) {
        sheet::open(app, Sheet::Action(id));
    }
    Vec::new()
}

/// Shows what the actions cost and how they spread.
pub(super) fn spread(app: &mut App, _: &str) -> Vec<Effect> {
    sheet::open(app, Sheet::Spread);
    Vec::new()
}

/// Ranks the marked action among the priorities; without a rank it is asked for.
pub(super) fn rank(app: &mut App, rest: &str) -> Vec<Effect> {
    let Some((id, piece)) = app.plan.marked(app).zip(piece(field::RANK)) else { return Vec::new() };
    if rest.is_empty() {
        return cell::open(app, vec![id], 0, piece);
    }
    let typed = if rest == "-" { "" } else { rest };
    let programme = app.programme.clone();
    let cells = [(piece.field, typed.to_owned())];
    match app.edit(|desk, now| desk.write_pieces(Some(id), &cells, &programme, now)) {
        Some(Ok((_, delta))) => {
            let row = app.plan.row(app, id);
            let same = row.iter().flat_map(|of| {
                app.plan
                    .rows(app)
                    .iter()
                    .filter(|row| row.standing == of.standing && row.id != id)
                    .cloned()
                    .collect::<Vec<_>>()
            });
            let same: Vec<String> = same.map(|row| row.reference).collect();
            let reference = row.map(|row| row.reference).unwrap_or_default();
            app.say(match (typed, same.as_slice()) {
                ("", _) => format!("{reference} is no priority any more"),
                (rank, []) => format!("{reference} is priority {rank}"),
                (rank, same) => format!("{reference} is priority {rank}, and so is {}", same.join(", ")),
            });
            crate::tui::app::save(delta)
        }
        Some(Err(why)) => {
            app.warn(why);
            Vec::new()
        }
        None => Vec::new(),
    }
}

/// Shows the actions alone that say something of a piece, such as those that depend on additional roles; without one,
/// all of them again.
pub(super) fn only(app: &mut App, rest: &str) -> Vec<Effect> {
    app.plan.only = None;
    app.plan.grid = None;
    if rest.is_empty() {
        app.say("All actions are shown");
        return Vec::new();
    }
    let words = rest.to_lowercase();
    let holds = |piece: &&Piece| piece.title.to_lowercase().contains(&words);
    let meant = column_meant(rest).map(|(column, piece)| (column, piece.or_else(|| column.pieces().next())));
    let meant = meant.and_then(|(_, piece)| piece).or_else(|| PIECES.iter().find(holds));
    let Some(piece) = meant else {
        app.warn(format!("There is no column “{rest}”"));
        return Vec::new();
    };
    app.plan.only = Some(piece);
    let (some, all) = (app.plan.shown(app).len(), app.plan.rows(app).len());
    app.say(format!("{}: {some} of {all} actions. /only alone shows all", piece.title));
    Vec::new()
}
