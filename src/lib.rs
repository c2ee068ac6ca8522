//! coplan: co-design workshops in, an action plan out.
//!
//! A full-screen terminal program, one file to copy onto a laptop; no account, no network. A **facilitator** runs the
//! room, a **note-taker** keeps what people say in their own words, and an **organiser** joins every table's file into
//! one plan and sends it out. Three promises, in this order: no word is lost; no word is shown beyond its consent; no
//! one waits for the program.
//!
//! # One idea
//!
//! A session and a plan are the same thing: a [`File`](model::file::File), which is a set of items (delegates,
//! contributions, actions ...), each with a permanent id. Any two files [join](model::file::File::join), in any order,
//! as often as one likes. Merging tables into a workshop, workshops into a plan, a sync tool's "conflicted copy", or a
//! file that changed on disk are all that one call. An edit is a small file too, so typing is a join as well.
//!
//! # The layers
//!
//! ```text
//! main → cli → tui → { store, export, import, capture } → publish → plan → model
//!        │     │       │      │       │       │             │         │      └ what a workshop is: items, stamps, join
//!        │     │       │      │       │       │             │         └ many sessions, one plan: rows, checks, counts
//!        │     │       │      │       │       │             └ the gate: consent in, published view and document out
//!        │     │       │      │       │       └ one typed line in, what it means out
//!        │     │       │      │       └ other people's files in, items out
//!        │     │       │      └ a document in, bytes out: one file a format
//!        │     │       └ the only code that touches session and plan files
//!        │     └ the screen and the plain face: messages in, effects out
//!        └ one subcommand a file
//! ```
//!
//! Each may use what stands to its right (`cli` the tui and all below it) and nothing to its left; [`import`] may use
//! [`capture`] beside it, since what comes in is cleaned as what is typed. [`model`], [`plan`], [`publish`], [`capture`],
//! [`export`] and [`import`] are pure: they know no file, clock, terminal or randomness; values come in.
//! `tests/architecture.rs` reads the source and holds this.
//!
//! # Start reading here
//!
//! 1. [`model::file`]: a set of items, and join. Then [`model::item`] and [`model::edit`].
//! 2. [`capture`]: the grammar of the line that a note-taker types.
//! 3. [`tui::message`], then [`tui::app`] and [`tui::update`]: everything that can happen, and what follows from it.
//! 4. [`publish::publish()`]: the one way out. Then [`store::keeper`]: the one way to the disk.
//!
//! Each folder's `mod.rs` says what it holds and in which order to read it. To see it all move:
//! `cargo run --release -- demo`.
//!
//! # The seven laws
//!
//! Each is a property in `tests/laws.rs`, over at least 10,000 made-up files a run:
//!
//! | law | its test there |
//! |---|---|
//! | 1. Join does not depend on order, and joining again changes no byte | `law_1_join_does_not_depend_on_order_or_on_how_often` |
//! | 2. Every item of either file is in the join, unless it was withdrawn | `law_2_every_item_is_in_the_join_unless_it_was_withdrawn` |
//! | 3. Edits of different fields both hold; of the same field, unseen, both are kept and shown as a clash | `law_3_unseen_edits_of_one_field_clash_and_no_other_edits_do` |
//! | 4. A new stamp is greater than every stamp its writer has read, whatever the clock does | `law_4_a_new_stamp_is_greater_than_every_stamp_read` |
//! | 5. A withdrawal beats everything, in every order, and carries no content | `law_5_a_withdrawal_beats_everything_in_every_order_and_carries_no_content` |
//! | 6. What was written reads back, and writes the same bytes; unknown fields survive | `law_6_what_was_written_reads_back_and_writes_the_same` |
//! | 7. Undo is one more edit: it joins like any other and works after a restart | `law_7_undo_is_one_more_edit_and_outlives_the_run` |
//!
//! What leaves the program is held by `tests/consent.rs`, the projector by `tests/present.rs`, the disk by
//! `tests/store.rs`, damaged files by `tests/bad_files.rs`, the example sessions by `tests/examples.rs`.
//!
//! # Where to add
//!
//! | to add | do this |
//! |---|---|
//! | a stage, a question, a standing question, a check, a partner category, an option for networks | an entry in `assets/programme.toml`, no code; what a new check looks at is an arm in `src/plan/checks.rs` |
//! | a gap check of the plan | a row of [`plan::CHECKS`] (`src/plan/gaps.rs`) and its function in the file beside; screen, plain face, `coplan check --plan` and report follow |
//! | a list of others that actions are tagged with | `[[frameworks]]` in `assets/programme.toml`, a row of [`plan::LENSES`] and of the tabs in `src/tui/overlays/sheet/lens.rs` |
//! | a list in which a team says how far it has come, or what stands behind each entry | `[[frameworks]]` with `levels` or without, a tab as above, and a page in `src/tui/overlays/sheet/lens/assessed.rs` |
//! | what to do next about a voice that is missing | `reach` of its category, or `[reach]`, in `assets/programme.toml`, no code |
//! | a key or a command | a row of [`tui::commands::COMMANDS`] (`src/tui/commands.rs`); help, footer, palette, plain face and `coplan keys` follow; `COPLAN_BLESS=1 cargo test --test readme` renews the README |
//! | a mark of the capture line | a row in `tests/capture.toml`, then `src/capture/line.rs` |
//! | a mark of find | a row in `src/plan/find/table.rs`, then `src/plan/find/query.rs` |
//! | an export format | a file in `src/export/` with one function, `mod` it in `src/export/mod.rs`, and a row of [`export::FORMATS`] (`src/export/format.rs`) |
//! | an export of another program to bring in | a mapping file in `assets/imports`, and its name in `src/import/presets.rs` |
//! | a report | a row of [`publish::REPORTS`] and its list of sections (`src/publish/report.rs`); where it may take only so many sheets of paper, its `length` there |
//! | what an audience is told of a report | a row of the table in `src/publish/audience.rs`: sections, columns, order, tone |
//! | a word for which another is suggested in a plan | `[[terms]]` in `assets/programme.toml`, and `known_acronyms` for a short form that everybody knows |
//! | where a kind goes in the reports | a section in `src/publish/register.rs` and a row in the lists of `src/publish/report.rs`; its details follow from `src/model/kind.rs` |
//! | a field of an item | a name and a line in the tables of `src/model/fields.rs`; reader, writer and JSON Schema follow |
//! | a piece or a column of the action plan | a row in `src/model/columns.rs`; form, grid, gate and exports follow |
//! | a kind, a consent level, a status | a line in `src/model/words.rs` |
//! | a language by name | a row in `src/model/language.rs` |
//! | a page of rows to look at and act on | a name in `Sheet` (`src/tui/overlays/sheet.rs`) and a file beside; the plain face follows |
//! | a subcommand | a file in `src/cli/`, `mod` it in `src/cli/mod.rs`, a row and an arm in `src/cli/line.rs`, a row in the README |
//! | a screen | a file in `src/tui/screens/`, a name in [`tui::app::Screen`], an arm in `src/tui/view.rs` and one in `src/tui/update.rs` |
//!
//! # The modules

pub mod capture;
pub mod cli;
pub mod export;
pub mod import;
pub mod model;
pub mod plan;
pub mod publish;
pub mod sessions;
pub mod store;
pub mod tui;
