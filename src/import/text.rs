//! Bytes to text, whatever the encoding and the line ends; what was found is said.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::Fault;

/// How many bytes the encoding is guessed from.
const SAMPLE: usize = 1 << 16;

/// A text with what was found out on the way to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded<'a> {
    /// The text, without a byte-order mark.
    pub text: Cow<'a, str>,
    /// The encoding and the line ends, in words.
    pub said: Vec<String>,
}

/// Decodes the bytes of a file that another program wrote.
pub fn decode(bytes: &[u8]) -> Result<Decoded<'_>, Fault> {
    for (start, what) in [(&b"PK\x03\x04"[..], "a spreadsheet or a document of an office program"), (b"%PDF", "a PDF")]
    {
        if bytes.starts_with(start) {
            return Err(Fault::new(format!("it is {what}, not text"), "save it as CSV or as text there"));
        }
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Fault::new("it is empty", "check that this is the file you meant"));
    }
    let (encoding, how) = encoding(bytes);
    let (text, unread) = match encoding.decode_with_bom_removal(bytes) {
        (text, false) => (text, 0),
        (text, true) => {
            let unread = text.matches('\u{fffd}').count();
            (text, unread)
        }
    };
    if text.contains('\0') {
        return Err(Fault::new("it holds bytes that are no text", "check that this is the file you meant"));
    }
    let mut said = vec![how];
    if unread > 0 {
        said.push(format!("{unread} characters could not be read and stand as \u{fffd}"));
    }
    let (text, ends) = line_ends(text);
    said.extend(ends);
    Ok(Decoded { text, said })
}

/// The encoding of the bytes, and how it was found out.
fn encoding(bytes: &[u8]) -> (&'static Encoding, String) {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return (encoding, format!("{}, as its first bytes say", title(encoding)));
    }
    if std::str::from_utf8(bytes).is_ok() && !bytes.contains(&0) {
        return (UTF_8, title(UTF_8).to_owned());
    }
    // Plain letters in UTF-16 have a zero on one side.
    let sample = bytes.get(..bytes.len().min(SAMPLE)).unwrap_or(bytes);
    let zeros = |side: usize| sample.iter().skip(side).step_by(2).filter(|b| **b == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    if (even + odd) * 4 > sample.len() {
        let encoding = if odd > even { UTF_16LE } else { UTF_16BE };
        return (encoding, format!("{}, guessed", title(encoding)));
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let encoding = detector.guess(None, Utf8Detection::Allow);
    (encoding, format!("{}, guessed: look at letters with accents", title(encoding)))
}

fn title(encoding: &'static Encoding) -> &'static str {
    match encoding.name() {
        "windows-1252" => "Windows-1252",
        "UTF-16LE" | "UTF-16BE" => "UTF-16",
        name => name,
    }
}

/// What ends the lines, said where it is not a plain line feed; a return alone becomes one, so that lines can be counted.
fn line_ends(text: Cow<'_, str>) -> (Cow<'_, str>, Option<String>) {
    let all = text.matches('\r').count();
    if all == 0 {
        return (text, None);
    }
    let pairs = text.matches("\r\n").count();
    let feeds = text.matches('\n').count();
    if pairs == 0 && feeds == 0 {
        return (Cow::Owned(text.replace('\r', "\n")), Some("lines that end in CR".into()));
    }
    let ends = if pairs == feeds { "lines that end in CR LF" } else { "lines that end in LF and in CR LF, mixed" };
    (text, Some(ends.into()))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn every_encoding_people_have_is_found_and_said() {
        let utf16 = |text: &str, big: bool| -> Vec<u8> {
            text.encode_utf16().flat_map(|u| if big { u.to_be_bytes() } else { u.to_le_bytes() }).collect()
        };
        let text = "Name,Said\nZoë,caf\u{e9} is closed\n";
        let latin: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
        for (bytes, how) in [
            (text.as_bytes().to_vec(), "UTF-8"),
            ([b"\xef\xbb\xbf", text.as_bytes()].concat(), "UTF-8, as its first bytes say"),
            ([&b"\xff\xfe"[..], &utf16(text, false)].concat(), "UTF-16, as its first bytes say"),
            ([&b"\xfe\xff"[..], &utf16(text, true)].concat(), "UTF-16, as its first bytes say"),
            (utf16(text, false), "UTF-16, guessed"),
            (latin, "Windows-1252, guessed: look at letters with accents"),
        ] {
            let decoded = decode(&bytes).unwrap();
            assert_eq!((decoded.text.as_ref(), decoded.said[0].as_str()), (text, how));
        }
    }

    #[test]
    fn line_ends_are_said_and_a_return_alone_becomes_a_line_feed() {
        let said = |bytes: &[u8]| decode(bytes).unwrap().said.get(1).cloned();
        assert_eq!(decode(b"a\rb\r").unwrap().text, "a\nb\n");
        assert_eq!(said(b"a\rb\r").unwrap(), "lines that end in CR");
        assert_eq!(said(b"a\r\nb\r\n").unwrap(), "lines that end in CR LF");
        assert_eq!(said(b"a\r\nb\n").unwrap(), "lines that end in LF and in CR LF, mixed");
        assert_eq!(said(b"a\nb\n"), None);
    }

    #[test]
    fn what_is_no_text_is_refused_in_words() {
        for (bytes, why) in [
            (&b"PK\x03\x04rest"[..], "it is a spreadsheet or a document of an office program, not text"),
            (b"%PDF-1.7", "it is a PDF, not text"),
            (b" \r\n", "it is empty"),
            (b"", "it is empty"),
            (b"\xef\xbb\xbfa\0b", "it holds bytes that are no text"),
        ] {
            assert_eq!(decode(bytes).unwrap_err().reason, why);
        }
    }
}
