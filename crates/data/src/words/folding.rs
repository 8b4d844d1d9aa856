//! What people type and paste, in the characters of the reviews.

/// A reader's text in the characters that the reviews are written with, so that the same words have the same numbers:
/// the apostrophes of phones and word processors become `'`; quotation marks, dashes, no-break spaces and symbols become
/// spaces; soft hyphens and marks without width are dropped; HTML's entities, full-width letters and ligatures become
/// what they stand for. A backtick is an apostrophe between two letters, and elsewhere separates words, as for Keras.
///
/// It is for texts that a reader gives. The reviews of the data set are read as they are, as Keras's index was made.
///
/// ```
/// use redes_data::words::folded;
/// assert_eq!(folded("It isn’t—really—“good”&nbsp;&#8230;"), "It isn't really  good   ");
/// ```
pub fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(mut c) = chars.next() {
        if c == '&'
            && let Some((meant, rest)) = entity(chars.as_str())
        {
            (c, chars) = (meant, rest.chars());
        }
        let next = chars.as_str().bytes().next();
        let is_inside = || {
            let around = [out.bytes().next_back(), next];
            around
                .iter()
                .flatten()
                .filter(|byte| byte.is_ascii_alphanumeric())
                .count()
                == 2
        };
        let plain = match c {
            // U+0091 and U+0092 are the quotation marks of Windows-1252, read as Latin-1.
            '\u{2018}'
            | '\u{2019}'
            | '\u{201b}'
            | '\u{2032}'
            | '\u{2035}'
            | '\u{2b9}'..='\u{2bc}'
            | '´'
            | '＇'
            | '\u{91}'
            | '\u{92}' => '\'',
            '`' if is_inside() => '\'',
            '\u{ad}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2060}'..='\u{2064}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}' => {
                continue;
            }
            // "cliché" is a word of the reviews, and the only one with a letter beyond ASCII among the 4,996.
            'É' => 'é',
            '\u{301}' if out.ends_with('e') => {
                out.pop();
                'é'
            }
            '\u{fb00}'..='\u{fb04}' => {
                out.push_str(match c {
                    '\u{fb00}' => "ff",
                    '\u{fb01}' => "fi",
                    '\u{fb02}' => "fl",
                    '\u{fb03}' => "ffi",
                    _ => "ffl",
                });
                continue;
            }
            '\u{ff01}'..='\u{ff5e}' => char::from(((c as u32).wrapping_sub(0xfee0)) as u8),
            '\u{a0}'..='\u{bf}'
            | '×'
            | '÷'
            | '\u{2000}'..='\u{206f}'
            | '\u{2190}'..='\u{2bff}'
            | '\u{3000}'..='\u{303f}'
            | '\u{1f000}'..='\u{1faff}' => ' ',
            c => c,
        };
        out.push(plain);
    }
    out
}

/// The character of an HTML entity and the text after it; `text` begins after the `&`. Names that stand for no part of a
/// word are spaces.
fn entity(text: &str) -> Option<(char, &str)> {
    // Escaped more than once: `&amp;#39;`.
    let mut inner = text;
    while let Some(rest) = inner.strip_prefix("amp;") {
        inner = rest;
    }
    let named = || {
        // The longest names that occur have six letters; no search to the end of a long text.
        let end = inner.bytes().take(9).position(|byte| byte == b';')?;
        let (name, rest) = (inner.get(..end)?, inner.get(end + 1..)?);
        let meant = match name.strip_prefix('#') {
            Some(number) => {
                let (digits, radix) = match number.strip_prefix(['x', 'X']) {
                    Some(digits) => (digits, 16),
                    None => (number, 10),
                };
                char::from_u32(u32::from_str_radix(digits, radix).ok()?)?
            }
            None => match name {
                "apos" | "lsquo" | "rsquo" => '\'',
                "eacute" => 'é',
                "shy" => '\u{ad}',
                _ if end > 0 && name.bytes().all(|byte| byte.is_ascii_alphabetic()) => ' ',
                _ => return None,
            },
        };
        Some((meant, rest))
    };
    named().or((inner.len() < text.len()).then_some(('&', inner)))
}
