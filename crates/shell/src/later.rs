//! A figure that is not there yet, or no longer: closures are made before the figure that they call, and may outlive it.

use std::{
    cell::RefCell,
    rc::{Rc, Weak},
};

/// A place for a figure. Copies share it; none of them keeps the figure alive.
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
    /// From now on the figure is there.
    pub fn set(&self, figure: &Rc<T>) {
        *self.0.borrow_mut() = Rc::downgrade(figure);
    }

    /// Calls a function with the figure, if it is there.
    pub fn with(&self, act: impl FnOnce(&Rc<T>)) {
        // Nothing is borrowed while the figure acts: it may come back here.
        let figure = self.0.borrow().upgrade();
        if let Some(figure) = figure {
            act(&figure);
        }
    }
}
