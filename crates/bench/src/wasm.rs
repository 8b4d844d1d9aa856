//! A worker's entry points: plain exports, without glue between the worker and the kernels.
#![allow(unsafe_code)] // exports need it

use std::cell::RefCell;

use redes_core::{
    activation::Activation,
    train::{Samples, Trainer},
};

use crate::{PEAK_FLOPS, Products, SHAPES, Shape, playground};

thread_local! {
    static PRODUCTS: RefCell<Products> = RefCell::default();
    static PLAYGROUND: RefCell<Option<(Samples<f64>, Trainer<f64>)>> = const { RefCell::new(None) };
}

fn of<T: Default>(index: usize, answer: impl Fn(&Shape) -> T) -> T {
    SHAPES.get(index).map(answer).unwrap_or_default()
}

/// [`crate::peak`].
#[unsafe(no_mangle)]
pub extern "C" fn peak(rounds: usize) -> f32 {
    crate::peak(rounds)
}

/// [`PEAK_FLOPS`].
#[unsafe(no_mangle)]
pub extern "C" fn peak_flops() -> f64 {
    PEAK_FLOPS
}

/// Runs the product of a shape's index.
#[unsafe(no_mangle)]
pub extern "C" fn product(index: usize) -> f32 {
    of(index, |shape| {
        PRODUCTS.with(|products| products.borrow_mut().run(shape, shape.repetitions()))
    })
}

/// The floating point operations of [`product`].
#[unsafe(no_mangle)]
pub extern "C" fn product_flops(index: usize) -> f64 {
    of(index, |shape| shape.flops() * shape.repetitions() as f64)
}

/// Sets up [`playground`], with tanh (1) or sigmoids (0) in the hidden layers. Returns the points, rows of x and y.
#[unsafe(no_mangle)]
pub extern "C" fn playground_begin(tanh: u32) -> *const f64 {
    let hidden = match tanh {
        0 => Activation::Sigmoid,
        _ => Activation::Tanh,
    };
    let made = playground::begin(hidden).and_then(|(samples, network)| {
        let trainer = playground::trainer(network)?;
        Ok((samples, trainer))
    });
    PLAYGROUND.with(|playground| playground.replace(made.ok()));
    look(|samples, _| samples.inputs.as_ptr())
}

/// The classes of the points.
#[unsafe(no_mangle)]
pub extern "C" fn playground_classes() -> *const f64 {
    look(|samples, _| samples.targets.as_ptr())
}

/// The weights and biases as they are now.
#[unsafe(no_mangle)]
pub extern "C" fn playground_parameters() -> *const f64 {
    look(|_, trainer| trainer.network().parameters().as_ptr())
}

/// Does so many steps. Returns how many were done.
#[unsafe(no_mangle)]
pub extern "C" fn playground_steps(count: u32) -> u32 {
    PLAYGROUND.with(|playground| match &mut *playground.borrow_mut() {
        Some((samples, trainer)) => {
            let steps = (0..count).take_while(|_| trainer.step(samples).is_ok());
            steps.count() as u32
        }
        None => 0,
    })
}

/// A place in what [`playground_begin`] has set up; null before it.
fn look(place: impl Fn(&Samples<f64>, &Trainer<f64>) -> *const f64) -> *const f64 {
    PLAYGROUND.with(|playground| match &*playground.borrow() {
        Some((samples, trainer)) => place(samples, trainer),
        None => std::ptr::null(),
    })
}
