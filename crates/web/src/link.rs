//! A figure's state as text in an address: `#circles.noise=0.1&perceptron.seed=7`.
//!
//! A state is a table, one row a key (the macro [`keys`]): a row gives the field, its usual value, and how its text is
//! read and written. Only what differs from the usual is written, each figure touches its own keys alone, and everything
//! read is checked: an address is text that anybody may have written. Nothing here knows the page; see
//! [`crate::address`].

use std::ops::RangeInclusive;

use percent_encoding::percent_decode_str;

use crate::{
    number,
    text::{Key, Language},
};

/// How much of a refused text is repeated, in characters.
const SHOWN: usize = 24;

/// What a key may be, for people.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Allowed {
    /// A number within a range.
    Range {
        /// The least.
        low: f64,
        /// The greatest.
        high: f64,
        /// Whether only whole numbers will do.
        whole: bool,
    },
    /// One of these names, which stand with ", " between them.
    Names(&'static str),
    /// Text of the same form as this.
    Form(&'static str),
    /// Text of at most so many characters.
    Length(usize),
}

/// An entry of a link that could not be used.
#[derive(Clone, Debug, PartialEq)]
pub struct Refused {
    /// Its key, without the figure's name.
    pub key: &'static str,
    /// The beginning of its text.
    pub text: String,
    /// What would have been allowed.
    pub allowed: Allowed,
}

impl Refused {
    /// The entry and what is allowed in its place: `noise=2 (a number from 0 to 1)`.
    fn told(&self, language: Language) -> String {
        let (key, slots) = match self.allowed {
            Allowed::Range { low, high, whole } => {
                let show = |value| match whole {
                    true => number::grouped(value as u64, language),
                    false => number::plain(value),
                };
                (
                    Key::LinkRange,
                    vec![("low", show(low)), ("high", show(high))],
                )
            }
            Allowed::Names(names) => (Key::LinkNames, vec![("names", names.to_owned())]),
            Allowed::Form(form) => (Key::LinkForm, vec![("form", form.to_owned())]),
            Allowed::Length(most) => {
                let most = number::grouped(most as u64, language);
                (Key::LinkLength, vec![("most", most)])
            }
        };
        let slots: Vec<(&str, &str)> = slots.iter().map(|(name, text)| (*name, &**text)).collect();
        let allowed = language.fill(key, &slots);
        format!("{}={} ({allowed})", self.key, self.text)
    }
}

/// Says which entries of a link were refused, and what each may be.
pub fn told(language: Language, refused: &[Refused]) -> String {
    let told: Vec<String> = refused.iter().map(|entry| entry.told(language)).collect();
    language.fill(Key::LinkRefused, &[("what", &told.join(", "))])
}

/// A state whose rows can be read and written one by one. The macro [`keys`] implements it.
pub trait Keyed {
    /// The keys, in the order in which they are written.
    fn keys(&self) -> &'static [&'static str];

    /// The keys that others depend on: they are read before the rest.
    fn first(&self) -> &'static [&'static str];

    /// Takes the text of a key, or its absence; `false` where the text is refused.
    fn take(&mut self, key: &str, text: Option<&str>) -> bool;

    /// The text of a key; `None` where it stays out of the address.
    fn written(&self, key: &str) -> Option<String>;

    /// What a key may be.
    fn allowed(&self, key: &str) -> Allowed;
}

/// Reads the entries `prefix.key=text` of a hash into a state. A refused entry leaves the state as it was.
pub fn read(state: &mut dyn Keyed, prefix: &str, hash: &str) -> Vec<Refused> {
    let entries: Vec<(String, String)> = pairs(hash).collect();
    let first = state.first();
    let rest = state.keys().iter().filter(|key| !first.contains(key));
    let mut refused = Vec::new();
    for key in first.iter().chain(rest) {
        // Of two entries with the same key the last one is meant.
        let entry = entries
            .iter()
            .rev()
            .find(|(name, _)| own(name, prefix) == Some(key));
        let text = entry.map(|(_, text)| text.as_str());
        if !state.take(key, text) {
            refused.push(Refused {
                key,
                text: text.unwrap_or_default().chars().take(SHOWN).collect(),
                allowed: state.allowed(key),
            });
        }
    }
    refused
}

/// A hash with this state's entries in place of those under `prefix`; all others are kept.
pub fn write(state: &dyn Keyed, prefix: &str, hash: &str) -> String {
    let others = pairs(hash).filter(|(name, _)| own(name, prefix).is_none());
    let own = state.keys().iter().filter_map(|key| {
        let text = state.written(key)?;
        Some((format!("{prefix}.{key}"), text))
    });
    let mut joined = String::new();
    for (name, text) in others.chain(own) {
        joined.push(if joined.is_empty() { '#' } else { '&' });
        joined.push_str(&name);
        if !text.is_empty() {
            joined.push('=');
            encode(&text, &mut joined);
        }
    }
    joined
}

/// The key that a name stands for under this prefix.
fn own<'a>(name: &'a str, prefix: &str) -> Option<&'a str> {
    name.strip_prefix(prefix)?.strip_prefix('.')
}

fn pairs(hash: &str) -> impl Iterator<Item = (String, String)> + '_ {
    hash.trim_start_matches('#')
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (key, text) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(key), decode(text))
        })
}

/// Percent-decoding as `decodeURIComponent` does it; a text that is not well formed stays as it is.
fn decode(text: &str) -> String {
    let mut escapes = text.split('%').skip(1).map(str::as_bytes);
    let well_formed = escapes.all(|rest| {
        rest.first().is_some_and(u8::is_ascii_hexdigit)
            && rest.get(1).is_some_and(u8::is_ascii_hexdigit)
    });
    match percent_decode_str(text).decode_utf8() {
        Ok(decoded) if well_formed => decoded.into_owned(),
        _ => text.to_owned(),
    }
}

/// Percent-encoding of the signs that would end an entry; all others stay readable.
fn encode(text: &str, out: &mut String) {
    for sign in text.chars() {
        match sign {
            '%' => out.push_str("%25"),
            '&' => out.push_str("%26"),
            '=' => out.push_str("%3D"),
            '#' => out.push_str("%23"),
            ' ' => out.push_str("%20"),
            '\n' => out.push_str("%0A"),
            '\r' => out.push_str("%0D"),
            '\t' => out.push_str("%09"),
            _ => out.push(sign),
        }
    }
}

/// How the value of a row is read and written: a range, [`text`] or [`via`].
pub trait Codec<S, T> {
    /// Takes the text of the row's key, or its absence; `false` where the text is refused.
    fn take(&self, state: &mut S, field: fn(&mut S) -> &mut T, text: Option<&str>) -> bool;

    /// The text of a value; `None` where it stays out of the address.
    fn written(&self, state: &S, value: &T, usual: &T) -> Option<String>;

    /// What the row may be.
    fn allowed(&self, state: &S) -> Allowed;
}

/// A type whose values are numbers within a range.
pub trait Quantity: Copy + PartialOrd {
    /// Whether it holds whole numbers alone.
    const WHOLE: bool;

    /// The value that a text stands for.
    fn parse(text: &str) -> Option<Self>;

    /// The text of a value.
    fn text(self) -> String;

    /// As a number of a field.
    fn number(self) -> f64;
}

impl Quantity for f64 {
    const WHOLE: bool = false;

    fn parse(text: &str) -> Option<Self> {
        number::parse(text)
    }

    fn text(self) -> String {
        number::plain(self)
    }

    fn number(self) -> f64 {
        self
    }
}

macro_rules! whole {
    ($($kind:ty),+) => {$(
        impl Quantity for $kind {
            const WHOLE: bool = true;

            fn parse(text: &str) -> Option<Self> {
                text.parse::<u64>().ok()?.try_into().ok()
            }

            fn text(self) -> String {
                (self as u64).to_string()
            }

            fn number(self) -> f64 {
                self as f64
            }
        }
    )+};
}

whole!(u8, u32, u64, usize);

impl<S, T: Quantity> Codec<S, T> for RangeInclusive<T> {
    fn take(&self, state: &mut S, field: fn(&mut S) -> &mut T, text: Option<&str>) -> bool {
        text.is_none_or(|text| put(field(state), within(text, self)))
    }

    fn written(&self, _: &S, value: &T, usual: &T) -> Option<String> {
        different(value.text(), &usual.text())
    }

    fn allowed(&self, _: &S) -> Allowed {
        range(self)
    }
}

/// The number that a text stands for, if it lies within a range.
pub fn within<T: Quantity>(text: &str, range: &RangeInclusive<T>) -> Option<T> {
    T::parse(text).filter(|value| range.contains(value))
}

/// A range, for people.
pub fn range<T: Quantity>(range: &RangeInclusive<T>) -> Allowed {
    Allowed::Range {
        low: range.start().number(),
        high: range.end().number(),
        whole: T::WHOLE,
    }
}

/// A number within a range, in hundredths.
pub struct Hundredths(pub RangeInclusive<f64>);

impl<S> Codec<S, f64> for Hundredths {
    fn take(&self, state: &mut S, field: fn(&mut S) -> &mut f64, text: Option<&str>) -> bool {
        text.is_none_or(|text| put(field(state), hundredths(text, &self.0)))
    }

    fn written(&self, _: &S, value: &f64, usual: &f64) -> Option<String> {
        different(value.text(), &usual.text())
    }

    fn allowed(&self, _: &S) -> Allowed {
        range(&self.0)
    }
}

/// A row whose text two functions read and write.
pub struct Text<T> {
    read: fn(&str) -> Option<T>,
    written: fn(&T) -> String,
    allowed: Allowed,
}

/// A row whose text these functions read and write.
pub fn text<T>(
    read: fn(&str) -> Option<T>,
    written: fn(&T) -> String,
    allowed: Allowed,
) -> Text<T> {
    Text {
        read,
        written,
        allowed,
    }
}

impl<S, T> Codec<S, T> for Text<T> {
    fn take(&self, state: &mut S, field: fn(&mut S) -> &mut T, text: Option<&str>) -> bool {
        text.is_none_or(|text| put(field(state), (self.read)(text)))
    }

    fn written(&self, _: &S, value: &T, usual: &T) -> Option<String> {
        different((self.written)(value), &(self.written)(usual))
    }

    fn allowed(&self, _: &S) -> Allowed {
        self.allowed
    }
}

/// A row that depends on other rows.
pub struct Via<S> {
    usually: fn(&mut S),
    take: fn(&mut S, &str) -> bool,
    written: fn(&S) -> Option<String>,
    allowed: fn(&S) -> Allowed,
}

/// A row that depends on other rows: its functions read, write and describe it with the whole state at hand.
pub fn via<S>(
    take: fn(&mut S, &str) -> bool,
    written: fn(&S) -> Option<String>,
    allowed: fn(&S) -> Allowed,
) -> Via<S> {
    Via {
        usually: |_| (),
        take,
        written,
        allowed,
    }
}

impl<S> Via<S> {
    /// What is done before the row is read, and where the link says nothing of it.
    pub fn usually(self, usually: fn(&mut S)) -> Self {
        Self { usually, ..self }
    }
}

impl<S, T> Codec<S, T> for Via<S> {
    fn take(&self, state: &mut S, _: fn(&mut S) -> &mut T, text: Option<&str>) -> bool {
        (self.usually)(state);
        text.is_none_or(|text| (self.take)(state, text))
    }

    fn written(&self, state: &S, _: &T, _: &T) -> Option<String> {
        (self.written)(state)
    }

    fn allowed(&self, state: &S) -> Allowed {
        (self.allowed)(state)
    }
}

/// Stores a value if there is one, and says whether there was.
pub fn put<T>(field: &mut T, value: Option<T>) -> bool {
    match value {
        Some(value) => {
            *field = value;
            true
        }
        None => false,
    }
}

/// A text unless it is the usual one.
fn different(text: String, usual: &str) -> Option<String> {
    (text != usual).then_some(text)
}

/// A number within a range, in hundredths.
pub fn hundredths(text: &str, range: &RangeInclusive<f64>) -> Option<f64> {
    let value = within(text, range)?;
    // No −0, which would be written so.
    Some((value * 100.0).round() / 100.0 + 0.0)
}

/// So many numbers with commas between them.
pub fn numbers<const N: usize>(text: &str, read: impl Fn(&str) -> Option<f64>) -> Option<[f64; N]> {
    let values: Option<Vec<f64>> = text.split(',').map(read).collect();
    values?.try_into().ok()
}

/// Numbers with commas between them.
pub fn listed(values: &[f64]) -> String {
    let texts: Vec<String> = values.iter().map(|value| number::plain(*value)).collect();
    texts.join(",")
}

/// Makes a state of a table with one row a key:
///
/// ```text
/// keys! {
///     /// What a link restores.
///     pub struct State, first "hidden" {
///         /// Standard deviation around the circles.
///         noise: f64 = NOISE, 0.0..=1.0;
///         /// Images a step.
///         batch_size as "batch": u64 = 32, 1..=1024;
///     }
/// }
/// ```
///
/// `as` gives a key that is not the field's name, `usual` the function `fn(&State) -> State` where the usual values
/// depend on the state, and `first` the keys that are read before the others.
macro_rules! keys {
    (
        $(#[$about:meta])*
        pub struct $state:ident $(, usual $usual:path)? $(, first $($first:literal)+)? {
            $(
                $(#[$doc:meta])*
                $field:ident $(as $key:literal)?: $kind:ty = $default:expr, $codec:expr;
            )+
        }
    ) => {
        $(#[$about])*
        #[derive(Clone, Debug, PartialEq)]
        pub struct $state {
            $($(#[$doc])* pub $field: $kind,)+
        }

        impl Default for $state {
            fn default() -> Self {
                Self { $($field: $default,)+ }
            }
        }

        impl $crate::link::Keyed for $state {
            fn keys(&self) -> &'static [&'static str] {
                &[$($crate::link::keys!(@key $field $($key)?),)+]
            }

            fn first(&self) -> &'static [&'static str] {
                &[$($($first,)+)?]
            }

            fn take(&mut self, key: &str, text: Option<&str>) -> bool {
                $(
                    if key == $crate::link::keys!(@key $field $($key)?) {
                        return $crate::link::Codec::<Self, $kind>::take(
                            &($codec),
                            self,
                            |state| &mut state.$field,
                            text,
                        );
                    }
                )+
                false
            }

            fn written(&self, key: &str) -> Option<String> {
                let usual = $crate::link::keys!(@usual self $($usual)?);
                $(
                    if key == $crate::link::keys!(@key $field $($key)?) {
                        return $crate::link::Codec::<Self, $kind>::written(
                            &($codec),
                            self,
                            &self.$field,
                            &usual.$field,
                        );
                    }
                )+
                None
            }

            fn allowed(&self, key: &str) -> $crate::link::Allowed {
                $(
                    if key == $crate::link::keys!(@key $field $($key)?) {
                        return $crate::link::Codec::<Self, $kind>::allowed(&($codec), self);
                    }
                )+
                $crate::link::Allowed::Names("")
            }
        }
    };
    (@key $field:ident) => { stringify!($field) };
    (@key $field:ident $key:literal) => { $key };
    (@usual $state:ident) => { <Self as Default>::default() };
    (@usual $state:ident $usual:path) => { $usual($state) };
}

pub(crate) use keys;
