//! The filter's state, and how a link stores it.

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
/// The largest weight; its negative is the smallest.
pub const LIMIT: f64 = 100.0;
/// Row and column of the first window, with a stride of 1 and no padding.
const USUAL_AT: [usize; 2] = [9, 16];
/// Speeds, in windows a second.
pub const SPEEDS: [f64; 4] = [3.0, 15.0, 75.0, 300.0];
/// The most changed pixels that a link stores: browsers and learning platforms cut long addresses.
const CHANGES: usize = 300;

/// The named filters, their weights row after row.
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

/// The pooling after the filter, over windows of 2 x 2 side by side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pool {
    /// No pooling.
    None,
    /// The maximum of the four.
    Max,
    /// The mean of the four.
    Mean,
}

impl Pool {
    /// All choices.
    pub const ALL: [Self; 3] = [Self::None, Self::Max, Self::Mean];

    /// Its name in a link.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Max => "max",
            Self::Mean => "mean",
        }
    }
}

/// The name of a padding in a link, which is Keras's.
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
        /// Pixels from one window to the next.
        stride: usize = 1, 1..=3;
        /// Whether zeros surround the image.
        padding: Padding = Padding::Valid, text(
            read_padding,
            |padding| padding_name(*padding).to_owned(),
            Allowed::Names("valid, same"),
        );
        /// The pooling.
        pool: Pool = Pool::None, text(
            |text| Pool::ALL.into_iter().find(|pool| pool.name() == text),
            |pool| pool.name().to_owned(),
            Allowed::Names("none, max, mean"),
        );
        /// The digit of the image.
        digit: u8 = 7, 0..=9;
        /// The pixels that the reader changed, each once: its index in the image, row after row, and whether it has ink now.
        changes: Vec<(usize, bool)> = Vec::new(), via(
            State::take_changes,
            State::written_changes,
            |_| Allowed::Form("245.246.-301"),
        );
        /// Row and column of the selected window, among the windows.
        at: [usize; 2] = USUAL_AT, via(
            State::take_at,
            State::written_at,
            |_| Allowed::Form("9,16"),
        )
        .usually(|state| state.at = state.usual_at());
        /// Index in [`SPEEDS`].
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

    /// Reads a window; the stride and the padding, which are read before, say which windows there are.
    fn take_at(&mut self, text: &str) -> bool {
        let window = read_window(text, self.size());
        link::put(&mut self.at, window)
    }

    fn written_at(&self) -> Option<String> {
        let [row, column] = self.at;
        (self.at != self.usual_at()).then(|| format!("{row},{column}"))
    }

    /// The windows over the image; `None` for a stride of 0, which no link has.
    pub fn windows(&self) -> Option<Windows> {
        Windows::new([SIDE, SIDE], [SIZE, SIZE], self.stride, self.padding).ok()
    }

    /// Rows and columns of windows.
    pub fn size(&self) -> [usize; 2] {
        self.windows().map_or([1, 1], |windows| windows.output())
    }

    /// The first window: at the same place of the image whatever the stride.
    fn usual_at(&self) -> [usize; 2] {
        self.window_at(USUAL_AT.map(|start| start as isize))
    }

    /// The window whose upper left corner is nearest to a row and column of the image.
    pub fn window_at(&self, corner: [isize; 2]) -> [usize; 2] {
        let windows = self.windows();
        let first = windows.map_or([0, 0], |windows| windows.corner(0, 0));
        let stride = self.stride.max(1);
        let size = self.size();
        [0, 1].map(|axis| {
            let from = corner[axis].saturating_sub(first[axis]).max(0) as usize;
            ((from + stride / 2) / stride).min(size[axis].saturating_sub(1))
        })
    }

    /// Gives a pixel ink or takes it away. A pixel with its original value is no change.
    pub fn change_pixel(&mut self, index: usize, ink: bool, original: u8) {
        self.changes.retain(|(changed, _)| *changed != index);
        if original != if ink { 255 } else { 0 } {
            self.changes.push((index, ink));
        }
    }
}

/// Reads a filter: its name or its nine weights.
fn read_kernel(text: &str) -> Option<[f64; 9]> {
    if let Some((_, kernel)) = KERNELS.iter().find(|(name, _)| *name == text) {
        return Some(*kernel);
    }
    numbers(text, read_weight)
}

/// Reads a weight.
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

/// Reads the row and column of a window, of `size` rows and columns.
fn read_window(text: &str, size: [usize; 2]) -> Option<[usize; 2]> {
    let (row, column) = text.split_once(',')?;
    let at = [row.parse().ok()?, column.parse().ok()?];
    (at[0] < size[0] && at[1] < size[1]).then_some(at)
}

/// Reads a padding by its name.
fn read_padding(text: &str) -> Option<Padding> {
    let all = [Padding::Valid, Padding::Same];
    all.into_iter()
        .find(|padding| padding_name(*padding) == text)
}

/// Reads changed pixels: their indices, row after row, with a minus where ink was taken away: `245.246.-301`.
fn read_changes(text: &str) -> Option<Vec<(usize, bool)>> {
    let mut changes: Vec<(usize, bool)> = Vec::new();
    for part in text.split('.') {
        let (ink, digits) = match part.strip_prefix('-') {
            Some(rest) => (false, rest),
            None => (true, part),
        };
        let index: usize = digits.parse().ok().filter(|index| *index < SIDE * SIDE)?;
        let twice = changes.iter().any(|(known, _)| *known == index);
        if twice || changes.len() == CHANGES {
            return None;
        }
        changes.push((index, ink));
    }
    Some(changes)
}

fn written_changes(changes: &[(usize, bool)]) -> String {
    let parts: Vec<String> = changes
        .iter()
        .map(|(index, ink)| format!("{}{index}", if *ink { "" } else { "-" }))
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
        assert_eq!(state.size(), [10, 10]);
        assert_eq!(state.usual_at(), [3, 6]);
        assert_eq!(state.window_at([-9, 99]), [0, 9]);
    }
}
