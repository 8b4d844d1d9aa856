//! The rows of a state, and the macro that makes a state of its rows.

use std::ops::RangeInclusive;

use super::Allowed;
use crate::number;

/// Reads and writes the value of a row. It is a range, [`text`] or [`via`].
pub trait Codec<S, T> {
    /// Reads the text of the row's key, or its absence. Returns `false` if it refuses the text.
    fn take(&self, state: &mut S, field: fn(&mut S) -> &mut T, text: Option<&str>) -> bool;

    /// The text of a value. `None` if the address leaves it out.
    fn written(&self, state: &S, value: &T, usual: &T) -> Option<String>;

    /// The allowed values of the row.
    fn allowed(&self, state: &S) -> Allowed;
}

/// A type of number.
pub trait Quantity: Copy + PartialOrd {
    /// Whether it has whole numbers only.
    const WHOLE: bool;

    /// The value of a text.
    fn parse(text: &str) -> Option<Self>;

    /// The text of a value.
    fn text(self) -> String;

    /// The value as a number of a field.
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

/// The number of a text, if it is within a range.
pub fn within<T: Quantity>(text: &str, range: &RangeInclusive<T>) -> Option<T> {
    T::parse(text).filter(|value| range.contains(value))
}

/// A range, for the reader.
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

/// A row that depends on other rows. Its functions read, write and describe it by the whole state.
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
    /// The action before the row is read, and for a link without the row.
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

/// Stores a value, if there is one. Returns whether there is one.
pub fn put<T>(field: &mut T, value: Option<T>) -> bool {
    match value {
        Some(value) => {
            *field = value;
            true
        }
        None => false,
    }
}

/// A text, unless it is the default.
fn different(text: String, usual: &str) -> Option<String> {
    (text != usual).then_some(text)
}

/// A number within a range, in hundredths.
pub fn hundredths(text: &str, range: &RangeInclusive<f64>) -> Option<f64> {
    let value = within(text, range)?;
    // −0 would be written with its sign.
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
#[macro_export]
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
                &[$($crate::keys!(@key $field $($key)?),)+]
            }

            fn first(&self) -> &'static [&'static str] {
                &[$($($first,)+)?]
            }

            fn take(&mut self, key: &str, text: Option<&str>) -> bool {
                $(
                    if key == $crate::keys!(@key $field $($key)?) {
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
                let usual = $crate::keys!(@usual self $($usual)?);
                $(
                    if key == $crate::keys!(@key $field $($key)?) {
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
                    if key == $crate::keys!(@key $field $($key)?) {
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

pub use keys;
