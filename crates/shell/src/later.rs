//! A widget that is not there yet, or no longer: closures are made before the widget that they call, and may outlive it.

use std::{
    cell::RefCell,
    rc::{Rc, Weak},
};

/// A place for a widget. Copies share it; none of them keeps the widget alive.
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
    /// From now on the widget is there.
    pub fn set(&self, widget: &Rc<T>) {
        *self.0.borrow_mut() = Rc::downgrade(widget);
    }

    /// Calls a function with the widget, if it is there.
    pub fn with(&self, act: impl FnOnce(&Rc<T>)) {
        // Nothing is borrowed while the widget acts: it may come back here.
        let widget = self.0.borrow().upgrade();
        if let Some(widget) = widget {
            act(&widget);
        }
    }
}
