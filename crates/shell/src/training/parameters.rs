//! The fields and buttons for the parameters of a training: a change sets up the run again.

use std::str::FromStr;

use super::{Trains, change, restart};
use crate::{
    dom::{self, Result},
    field::FieldSpec,
    mounted::Mounting,
};

/// A field for a number among the parameters.
pub fn field<F: Trains>(
    mounting: &mut Mounting<'_, F>,
    spec: FieldSpec,
    value: f64,
    set: fn(&mut F::State, f64),
) -> Result<()> {
    let field = mounting.field(spec, value, move |figure, value| {
        change(figure, |state| set(state, value));
    })?;
    mounting.keep(field);
    Ok(())
}

/// A field for a whole number among the parameters, which is at `place` in the state.
pub fn whole<F: Trains>(
    mounting: &mut Mounting<'_, F>,
    spec: FieldSpec,
    value: u64,
    place: fn(&mut F::State) -> &mut u64,
) -> Result<()> {
    let field = mounting.field(spec, value as f64, move |figure, value| {
        change(figure, |state| *place(state) = value as u64);
    })?;
    mounting.keep(field);
    Ok(())
}

/// Buttons for a choice among the parameters, which is at `place` in the state: the value of the attribute `name` is
/// parsed.
pub fn parsed<F: Trains, T: FromStr + 'static>(
    mounting: &mut Mounting<'_, F>,
    name: &'static str,
    place: fn(&mut F::State) -> &mut T,
) -> Result<()> {
    choice(mounting, name, move |state, text| {
        *place(state) = text.parse().ok()?;
        Some(())
    })
}

/// Buttons for a choice among the parameters: those with the attribute `name`. `set` returns `None` for a value that it
/// doesn't know.
pub fn choice<F: Trains>(
    mounting: &mut Mounting<'_, F>,
    name: &'static str,
    set: impl Fn(&mut F::State, &str) -> Option<()> + Copy + 'static,
) -> Result<()> {
    for button in dom::all(mounting.host, &format!("[{name}]"))? {
        let later = mounting.later.clone();
        let value = button.get_attribute(name).unwrap_or_default();
        let listener = dom::listen(&button, "click", move |_| {
            later.with(|figure| {
                let set = set(&mut figure.training().state.borrow_mut(), &value);
                if set.is_some() {
                    restart(&**figure);
                }
            });
        })?;
        mounting.keep(listener);
    }
    Ok(())
}
