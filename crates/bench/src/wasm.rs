//! A worker's entry points: plain exports, without glue between the worker and the kernels.
#![allow(unsafe_code)] // exports need it

use std::cell::RefCell;

use crate::{PEAK_FLOPS, Products, SHAPES, Shape};

thread_local! {
    static PRODUCTS: RefCell<Products> = RefCell::default();
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
