//! What a spreadsheet could take for a formula.

/// Whether a text begins like a formula, also after spaces, quotation marks and marks for hidden characters, which some
/// programs strip; or with a tab or a return.
pub(super) fn begins(text: &str) -> bool {
    let skipped = |c: char| {
        c.is_whitespace()
            || matches!(c, '"' | '\'' | '`' | '\u{2018}'..='\u{201f}' | '\u{2400}'..='\u{2424}' | '\u{21c4}' | '\u{fffd}')
            || matches!(c, '\u{feff}' | '\u{200b}'..='\u{200f}')
    };
    let formula = |c: char| {
        matches!(c, '=' | '+' | '-' | '@' | '\u{ff1d}' | '\u{ff0b}' | '\u{ff0d}' | '\u{ff20}')
            || matches!(c, '\u{fe66}' | '\u{fe62}' | '\u{fe63}' | '\u{fe6b}' | '\u{2212}')
    };
    text.starts_with(['\t', '\r']) || text.trim_start_matches(skipped).starts_with(formula)
}
