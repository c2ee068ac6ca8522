//! Keys that arrive too fast for fingers: a paste on a terminal that does not mark pastes.
//!
//! Windows' own console hands a paste over as keys, Enter included, so each of its lines would be entered and a line that
//! begins with a slash obeyed. There, keys that already wait behind one another are read as one paste where an Enter or
//! Tab stands among them with more text behind it. A line with its Enter at the end stays keys: so do fast typists, key
//! repeat and programs that type a line for somebody.
//!
//! On other systems nearly every terminal marks a paste, and a program at the other end of a pseudo terminal that sends
//! several lines at once cannot be told from a paste; so there nothing is gathered. What shields a question everywhere
//! is in the runtime: keys that were waiting before it was shown do not answer it.

use std::time::Duration;

use ratatui::crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use super::message::Message;

/// How long after a key of a burst the next may come.
pub(super) const PACE: Duration = Duration::from_millis(4);
/// Fewer keys than this are no burst.
const FEW: usize = 8;

/// Reads on from a key as long as `next` has events waiting, and says what they come to. An event that is no key ends the
/// burst and is handed back.
pub(super) fn gather(first: KeyEvent, mut next: impl FnMut() -> Option<Event>) -> (Vec<Message>, Option<Event>) {
    let mut keys = vec![first];
    let mut other = None;
    while let Some(event) = next() {
        match event {
            Event::Key(key) if key.kind == KeyEventKind::Release => {}
            Event::Key(key) => keys.push(key),
            event => {
                other = Some(event);
                break;
            }
        }
    }
    let messages = match spelled(&keys) {
        Some(text) => vec![Message::Paste(text)],
        None => keys.into_iter().map(Message::Key).collect(),
    };
    (messages, other)
}

/// The text that keys spell, where they are a paste.
fn spelled(keys: &[KeyEvent]) -> Option<String> {
    let text = keys.iter().map(letter).collect::<Option<String>>()?;
    (keys.len() >= FEW && text.trim_end_matches('\n').contains(['\n', '\t'])).then_some(text)
}

fn letter(key: &KeyEvent) -> Option<char> {
    let control = key.modifiers.contains(KeyModifiers::CONTROL);
    let alt = key.modifiers.contains(KeyModifiers::ALT);
    match key.code {
        // Both together are AltGr, with which a letter is made.
        KeyCode::Char(c) => (control == alt).then_some(c),
        KeyCode::Enter => Some('\n'),
        KeyCode::Tab => Some('\t'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn burst(text: &str) -> Vec<Message> {
        let key = |c| match c {
            '\n' => KeyCode::Enter,
            '\t' => KeyCode::Tab,
            c => KeyCode::Char(c),
        };
        let mut events = text.chars().flat_map(|c| {
            let press = KeyEvent::new(key(c), KeyModifiers::NONE);
            [press, KeyEvent { kind: KeyEventKind::Release, ..press }]
        });
        let first = events.next().unwrap_or_else(|| KeyEvent::new(KeyCode::Esc, KeyModifiers::NONE));
        gather(first, || events.next().map(Event::Key)).0
    }

    #[test]
    fn several_lines_at_once_are_one_paste() {
        let text = "the hall\n/withdraw 3\nyes\n";
        assert!(matches!(&burst(text)[..], [Message::Paste(pasted)] if pasted == text));
        assert!(matches!(&burst("name\trole\tplace")[..], [Message::Paste(_)]));
    }

    #[test]
    fn a_line_and_its_enter_stay_keys() {
        for text in ["they moved the bus stop\n", "they moved the bus stop", "y\n", "a\nb\nc\n"] {
            let messages = burst(text);
            assert_eq!(messages.len(), text.chars().count(), "{text:?}");
            assert!(messages.iter().all(|m| matches!(m, Message::Key(_))), "{text:?}");
        }
    }

    #[test]
    fn a_command_among_the_keys_makes_them_no_paste() {
        let mut events = "ne\nwords\nmore".chars().map(|c| {
            let code = if c == '\n' { KeyCode::Enter } else { KeyCode::Char(c) };
            Event::Key(KeyEvent::new(code, KeyModifiers::NONE))
        });
        let undo = KeyEvent::new(KeyCode::Char('z'), KeyModifiers::CONTROL);
        let (messages, other) = gather(undo, || events.next());
        assert_eq!((messages.len(), other), (14, None));
        let (messages, other) = gather(undo, || Some(Event::Resize(80, 24)));
        assert!(matches!((&messages[..], other), ([Message::Key(_)], Some(Event::Resize(80, 24)))));
    }
}
