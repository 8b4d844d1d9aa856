//! A reference to a figure for closures, which exist before the figure and may outlive it.

use std::{
    cell::RefCell,
    rc::{Rc, Weak},
};

/// A place for a figure. Clones share the place, and none keeps the figure alive.
pub struct Later<T>(Rc<RefCell<Weak<T>>>);

impl<T> Clone for Later<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T> Default for Later<T> {
    fn default() -> Self {
        Self(Rc::default())
    }
}

impl<T> Later<T> {
    /// Stores the figure.
    pub fn set(&self, figure: &Rc<T>) {
        *self.0.borrow_mut() = Rc::downgrade(figure);
    }

    /// Calls a function with the figure, if the figure exists.
    pub fn with(&self, act: impl FnOnce(&Rc<T>)) {
        // The borrow ends before the call, because the figure may call this function.
        let figure = self.0.borrow().upgrade();
        if let Some(figure) = figure {
            act(&figure);
        }
    }
}
