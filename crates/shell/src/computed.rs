//! What the figures that compute at once have in common, beside [`Mounting`]: the state, the numbers that follow from it,
//! and a picture of both.

use std::cell::{Ref, RefCell};

use web_sys::HtmlElement;

use crate::{
    address,
    dom::Frame,
    link::Keyed,
    mounted::{Mounted, Mounting},
};

/// The parts of the page that show a state and its numbers.
pub trait Picture: 'static {
    /// What the figure's links restore.
    type State: Keyed + 'static;
    /// What is computed from a state.
    type Numbers: 'static;

    /// The numbers of a state; `None` where there are none, and the figure keeps those that it has.
    fn numbers(state: &Self::State) -> Option<Self::Numbers>;

    /// Sets the controls to a new state.
    fn set(&self, _state: &Self::State, _numbers: &Self::Numbers) {}

    /// Draws a frame.
    fn draw(&self, state: &Self::State, numbers: &Self::Numbers);

    /// Writes the status line.
    fn describe(&self, state: &Self::State, numbers: &Self::Numbers);
}

/// A state with its numbers and its picture.
pub struct Computed<P: Picture> {
    host: HtmlElement,
    state: RefCell<P::State>,
    numbers: RefCell<Option<P::Numbers>>,
    picture: P,
    frame: Frame,
}

impl<P: Picture> Computed<P> {
    /// Computes the first numbers. `draw` is called at each frame, with the figure: it leads to [`Computed::draw`].
    pub fn new<T: 'static>(
        mounting: &Mounting<'_, T>,
        state: P::State,
        picture: P,
        draw: fn(&T),
    ) -> Self {
        Self {
            host: mounting.host.clone(),
            numbers: RefCell::new(P::numbers(&state)),
            state: RefCell::new(state),
            picture,
            frame: mounting.frame(draw),
        }
    }

    /// The state.
    pub fn state(&self) -> Ref<'_, P::State> {
        self.state.borrow()
    }

    /// The picture.
    pub fn picture(&self) -> &P {
        &self.picture
    }

    /// Edits the state, computes its numbers, sets the controls and asks for a frame.
    pub fn change(&self, edit: impl FnOnce(&mut P::State)) {
        edit(&mut self.state.borrow_mut());
        if let Some(numbers) = P::numbers(&self.state.borrow()) {
            *self.numbers.borrow_mut() = Some(numbers);
        }
        self.with(P::set);
        self.redraw();
    }

    /// Edits the state and its numbers together, and asks for a frame.
    pub fn update(&self, edit: impl FnOnce(&mut P::State, &mut P::Numbers)) {
        if let Some(numbers) = self.numbers.borrow_mut().as_mut() {
            edit(&mut self.state.borrow_mut(), numbers);
        }
        self.redraw();
    }

    /// Writes the address and the status line. The reader's hand rests.
    pub fn rest(&self) {
        address::write(&self.host, &*self.state.borrow());
        self.with(P::describe);
    }

    /// Asks for a frame.
    pub fn redraw(&self) {
        self.frame.request();
    }

    /// Draws a frame.
    pub fn draw(&self) {
        self.with(P::draw);
    }

    fn with(&self, act: fn(&P, &P::State, &P::Numbers)) {
        if let Some(numbers) = self.numbers.borrow().as_ref() {
            act(&self.picture, &self.state.borrow(), numbers);
        }
    }
}

/// Ends the mounting of a figure that is nothing but [`Computed`]: it follows the page's size and theme, and shows its first
/// state.
///
/// # Errors
/// The browser refuses an observer.
pub fn done<P: Picture>(
    mut mounting: Mounting<'_, Computed<P>>,
    figure: Computed<P>,
) -> crate::dom::Result<Mounted> {
    mounting.watch(Computed::redraw)?;
    let (figure, mounted) = mounting.done(figure);
    figure.change(|_| {});
    figure.rest();
    Ok(mounted)
}
