//! A table: its caption, its header, and rows that each begin with their name.

use std::fmt::{self, Write};

use html_escape::encode_text;

use super::page::lines;
use crate::publish::document::Table;

/// Writes a table; `at` tells it from the page's others. One that people look for rows in is marked for the script.
pub(super) fn write(table: &Table, at: usize, to: &mut String) -> fmt::Result {
    // A wide table scrolls by itself; that it can take the focus lets the keyboard scroll it.
    let searched = if table.searched { " searched" } else { "" };
    writeln!(
        to,
        "<div class=\"scroll{searched}\" role=\"region\" aria-labelledby=\"table-{at}\" tabindex=\"0\">\n<table>\n\
         <caption id=\"table-{at}\" dir=\"auto\">{}</caption>\n<thead>\n<tr>",
        encode_text(&table.caption)
    )?;
    for name in &table.header {
        writeln!(to, "<th scope=\"col\" dir=\"auto\">{}</th>", encode_text(name))?;
    }
    to.push_str("</tr>\n</thead>\n<tbody>\n");
    for row in &table.rows {
        to.push_str("<tr>\n");
        for (at, cell) in row.iter().enumerate() {
            match at {
                0 => writeln!(to, "<th scope=\"row\" dir=\"auto\">{}</th>", lines(cell))?,
                _ => writeln!(to, "<td dir=\"auto\">{}</td>", lines(cell))?,
            }
        }
        to.push_str("</tr>\n");
    }
    to.push_str("</tbody>\n</table>\n</div>\n");
    Ok(())
}
