//! The filter's state, as it stands in the address.

use redes_core::layer::Padding;
use redes_lessons::windows::Windows;

use redes_shell::{
    link::{self, Allowed, keys, listed, numbers, text, via},
    number,
};

/// Rows and columns of the image.
pub const SIDE: usize = 28;
/// Rows and columns of the filter.
pub const SIZE: usize = 3;
/// The greatest weight, and its negative the least.
pub const LIMIT: f64 = 100.0;
/// Where the window stands at first, with a stride of 1 and no padding.
const USUAL_AT: [usize; 2] = [9, 16];
/// Windows a second.
pub const SPEEDS: [f64; 4] = [3.0, 15.0, 75.0, 300.0];
/// An image with more changed pixels than this stays out of the address: browsers and learning platforms cut long ones.
const CHANGES: usize = 300;

/// The filters that have a name, row after row.
pub const KERNELS: [(&str, [f64; 9]); 6] = [
    ("vertical", [-1., 0., 1., -1., 0., 1., -1., 0., 1.]),
    ("horizontal", [-1., -1., -1., 0., 0., 0., 1., 1., 1.]),
    ("diagonal", [-1., -1., 2., -1., 2., -1., 2., -1., -1.]),
    (
        "blur",
        [
            0.0625, 0.125, 0.0625, 0.125, 0.25, 0.125, 0.0625, 0.125, 0.0625,
        ],
    ),
    ("sharpen", [0., -1., 0., -1., 5., -1., 0., -1., 0.]),
    ("identity", [0., 0., 0., 0., 1., 0., 0., 0., 0.]),
];

/// What follows the filter: 2 x 2 windows, side by side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pool {
    /// Nothing.
    None,
    /// The greatest of four.
    Max,
    /// Their mean.
    Mean,
}

impl Pool {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::None, Self::Max, Self::Mean];

    /// Its name in the address.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Max => "max",
            Self::Mean => "mean",
        }
    }
}

/// The name of a padding in the address: Keras's.
pub fn padding_name(padding: Padding) -> &'static str {
    match padding {
        Padding::Valid => "valid",
        Padding::Same => "same",
    }
}

keys! {
    /// What a link restores.
    pub struct State {
        /// The nine weights.
        kernel: [f64; 9] = KERNELS[0].1, text(
            read_kernel,
            written_kernel,
            Allowed::Names("vertical, horizontal, diagonal, blur, sharpen, identity"),
        );
        /// From one window to the next.
        stride: usize = 1, 1..=3;
        /// At the edges.
        padding: Padding = Padding::Valid, text(
            read_padding,
            |padding| padding_name(*padding).to_owned(),
            Allowed::Names("valid, same"),
        );
        /// What follows.
        pool: Pool = Pool::None, text(
            |text| Pool::ALL.into_iter().find(|pool| pool.name() == text),
            |pool| pool.name().to_owned(),
            Allowed::Names("none, max, mean"),
        );
        /// The digit.
        digit: u8 = 7, 0..=9;
        /// Its pixels that the reader changed, each once.
        changes: Vec<(usize, bool)> = Vec::new(), via(
            State::take_changes,
            State::written_changes,
            |_| Allowed::Form("245.246.-301"),
        );
        /// Row and column of the window among the windows.
        at: [usize; 2] = USUAL_AT, via(
            State::take_at,
            State::written_at,
            |_| Allowed::Form("9,16"),
        )
        .usually(|state| state.at = state.usual_at());
        /// Place in [`SPEEDS`].
        speed: usize = 1, 0..=SPEEDS.len() - 1;
    }
}

impl State {
    fn take_changes(&mut self, text: &str) -> bool {
        link::put(&mut self.changes, read_changes(text))
    }

    fn written_changes(&self) -> Option<String> {
        let is_written = (1..=CHANGES).contains(&self.changes.len());
        is_written.then(|| written_changes(&self.changes))
    }

    /// A window that this stride and this padding have.
    fn take_at(&mut self, text: &str) -> bool {
        let window = read_window(text, self.windows());
        link::put(&mut self.at, window)
    }

    fn written_at(&self) -> Option<String> {
        let [row, column] = self.at;
        (self.at != self.usual_at()).then(|| format!("{row},{column}"))
    }

    /// Where the windows lie; the state's sizes always fit.
    pub fn sweep(&self) -> Option<Windows> {
        Windows::new([SIDE, SIDE], [SIZE, SIZE], self.stride, self.padding).ok()
    }

    /// Rows and columns of windows.
    pub fn windows(&self) -> [usize; 2] {
        self.sweep().map_or([1, 1], |sweep| sweep.output())
    }

    /// Where the window stands at first: at the same place of the image whatever the stride.
    fn usual_at(&self) -> [usize; 2] {
        self.window_at(USUAL_AT.map(|place| place as isize))
    }

    /// The window whose upper left corner is nearest to a place of the image.
    pub fn window_at(&self, corner: [isize; 2]) -> [usize; 2] {
        let first = self.sweep().map_or([0, 0], |sweep| sweep.corner(0, 0));
        let stride = self.stride.max(1);
        let windows = self.windows();
        [0, 1].map(|axis| {
            let from = (corner[axis] - first[axis]).max(0) as usize;
            ((from + stride / 2) / stride).min(windows[axis] - 1)
        })
    }

    /// Changes a pixel of the image, or makes it again what it was.
    pub fn change_pixel(&mut self, place: usize, ink: bool, original: u8) {
        self.changes.retain(|(changed, _)| *changed != place);
        if original != if ink { 255 } else { 0 } {
            self.changes.push((place, ink));
        }
    }
}

/// A filter by its name, or its nine weights.
fn read_kernel(text: &str) -> Option<[f64; 9]> {
    if let Some((_, kernel)) = KERNELS.iter().find(|(name, _)| *name == text) {
        return Some(*kernel);
    }
    numbers(text, read_weight)
}

/// A weight of a filter.
pub fn read_weight(text: &str) -> Option<f64> {
    number::parse(text).filter(|weight| (-LIMIT..=LIMIT).contains(weight))
}

/// The name of a filter, if it has one.
pub fn kernel_name(kernel: &[f64; 9]) -> Option<&'static str> {
    let known = KERNELS.iter().find(|(_, known)| known == kernel);
    known.map(|(name, _)| *name)
}

fn written_kernel(kernel: &[f64; 9]) -> String {
    kernel_name(kernel).map_or_else(|| listed(kernel), str::to_owned)
}

/// Row and column of one of so many windows.
fn read_window(text: &str, windows: [usize; 2]) -> Option<[usize; 2]> {
    let (row, column) = text.split_once(',')?;
    let at = [row.parse().ok()?, column.parse().ok()?];
    (at[0] < windows[0] && at[1] < windows[1]).then_some(at)
}

/// A padding by its name.
fn read_padding(text: &str) -> Option<Padding> {
    let all = [Padding::Valid, Padding::Same];
    all.into_iter()
        .find(|padding| padding_name(*padding) == text)
}

/// Changed pixels: their places, row by row, with a minus where ink was taken away: `245.246.-301`.
fn read_changes(text: &str) -> Option<Vec<(usize, bool)>> {
    let mut changes: Vec<(usize, bool)> = Vec::new();
    for part in text.split('.') {
        let (ink, digits) = match part.strip_prefix('-') {
            Some(rest) => (false, rest),
            None => (true, part),
        };
        let place: usize = digits.parse().ok().filter(|place| *place < SIDE * SIDE)?;
        let twice = changes.iter().any(|(known, _)| *known == place);
        if twice || changes.len() == CHANGES {
            return None;
        }
        changes.push((place, ink));
    }
    Some(changes)
}

fn written_changes(changes: &[(usize, bool)]) -> String {
    let parts: Vec<String> = changes
        .iter()
        .map(|(place, ink)| format!("{}{place}", if *ink { "" } else { "-" }))
        .collect();
    parts.join(".")
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn kernels_have_names_or_nine_numbers() {
        assert_eq!(read_kernel("blur"), Some(KERNELS[3].1));
        let own = read_kernel("1,2,3,4,5,6,7,8,-0.5").unwrap();
        assert_eq!(written_kernel(&own), "1,2,3,4,5,6,7,8,-0.5");
        assert_eq!(written_kernel(&KERNELS[2].1), "diagonal");
        for text in [
            "",
            "1,2",
            "1,2,3,4,5,6,7,8,x",
            "1,2,3,4,5,6,7,8,1e9",
            "Blur",
        ] {
            assert_eq!(read_kernel(text), None, "{text}");
        }
    }

    #[test]
    fn changed_pixels_are_places_with_a_sign() {
        let changes = vec![(245, true), (0, false), (783, true)];
        assert_eq!(written_changes(&changes), "245.-0.783");
        assert_eq!(read_changes("245.-0.783"), Some(changes));
        for text in ["", "784", "1.1", "1.-1", "a", "--3", "1,2"] {
            assert_eq!(read_changes(text), None, "{text}");
        }
    }

    #[test]
    fn a_pixel_that_is_as_it_was_is_no_change() {
        let mut state = State::default();
        state.change_pixel(3, true, 0);
        state.change_pixel(4, true, 0);
        assert_eq!(state.changes, [(3, true), (4, true)]);
        state.change_pixel(3, false, 0);
        assert_eq!(state.changes, [(4, true)]);
    }

    #[test]
    fn the_window_stays_where_it_was_in_the_image() {
        let mut state = State::default();
        assert_eq!(state.usual_at(), [9, 16]);
        state.padding = Padding::Same;
        assert_eq!(state.usual_at(), [10, 17]);
        state.stride = 3;
        assert_eq!(state.windows(), [10, 10]);
        assert_eq!(state.usual_at(), [3, 6]);
        assert_eq!(state.window_at([-9, 99]), [0, 9]);
    }
}
