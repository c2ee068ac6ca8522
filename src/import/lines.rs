//! Plain text: one contribution a line.

use super::found::{Found, Rows, Said};
use super::mapping::Mapping;
use super::personal::holds_address;
use super::{Fault, text};
use crate::capture::clean;

/// Reads plain text.
pub(super) fn find(bytes: &[u8], mapping: &Mapping) -> Result<Found, Fault> {
    let decoded = text::decode(bytes)?;
    let mut found = Found { read: decoded.said, ..Found::default() };
    let mut rows = Rows::default();
    let mut addresses = 0;
    for (at, line) in decoded.text.lines().enumerate() {
        let text = clean(line);
        if text.is_empty() {
            continue;
        }
        addresses += usize::from(holds_address(&text));
        let key = rows.key(&["line", &text]);
        let mut said = Said::new(key, found.said.len(), at + 1, text);
        said.kind = mapping.usual_kind();
        said.stage.clone_from(&mapping.stage);
        found.said.push(said);
    }
    found.rows = found.said.len();
    if addresses > 0 {
        found.notes.push(format!("lines with an e-mail address in the words themselves: {addresses}"));
    }
    Ok(found)
}
