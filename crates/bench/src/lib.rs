//! The measured work: a loop that stays in registers, which gives the machine's limit, and matrix
//! products of the shapes that the thesis's cases need.
//!
//! Natively this crate's program times it; in a browser a worker calls and times the exports (`wasm.rs`).

mod peak;
pub mod playground;
#[cfg(target_family = "wasm")]
pub mod wasm;

use redes_core::kernel::{Scratch, gemm, gemm_nt, gemm_tn};

pub use peak::{PEAK_FLOPS, peak};

/// The factor that is stored transposed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Forward: x·W.
    Plain,
    /// The weights' gradient: xᵀ·δ.
    First,
    /// The inputs' gradient: δ·Wᵀ.
    Second,
}

/// A product of `[m, k]` and `[k, n]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// The transposed factor.
    pub form: Form,
    /// Rows of the result.
    pub m: usize,
    /// Length of the sums.
    pub k: usize,
    /// Columns of the result.
    pub n: usize,
    /// Whether a case of the thesis needs the product.
    pub of_case: bool,
}

const fn shape(form: Form, m: usize, k: usize, n: usize) -> Shape {
    Shape {
        form,
        m,
        k,
        n,
        of_case: true,
    }
}

/// Batches of 32 images through 784-128-128, of 128 reviews through 8000-250, each in three forms; and a square product.
pub const SHAPES: [Shape; 10] = [
    shape(Form::Plain, 32, 784, 128),
    shape(Form::First, 784, 32, 128),
    shape(Form::Second, 32, 128, 784),
    shape(Form::Plain, 32, 128, 128),
    shape(Form::First, 128, 32, 128),
    shape(Form::Second, 32, 128, 128),
    shape(Form::Plain, 128, 8000, 250),
    shape(Form::First, 8000, 128, 250),
    shape(Form::Second, 128, 250, 8000),
    Shape {
        of_case: false,
        ..shape(Form::Plain, 512, 512, 512)
    },
];

impl Shape {
    /// Floating point operations of one product.
    pub fn flops(&self) -> f64 {
        2.0 * (self.m * self.k * self.n) as f64
    }

    /// The number of repetitions that takes long enough to be timed.
    pub fn repetitions(&self) -> usize {
        (2e8 / self.flops()).ceil() as usize
    }
}

/// Memory for any of the products.
#[derive(Debug)]
pub struct Products {
    a: Vec<f32>,
    b: Vec<f32>,
    c: Vec<f32>,
    scratch: Scratch<f32>,
}

impl Default for Products {
    fn default() -> Self {
        let most = |size: fn(&Shape) -> usize| SHAPES.iter().map(size).max().unwrap_or(0);
        Self {
            a: vec![0.5; most(|shape| shape.m * shape.k)],
            b: vec![0.25; most(|shape| shape.k * shape.n)],
            c: vec![0.0; most(|shape| shape.m * shape.n)],
            scratch: Scratch::new(),
        }
    }
}

impl Products {
    /// Repeats the same product; returns one element of it.
    pub fn run(&mut self, shape: &Shape, repetitions: usize) -> f32 {
        let product = match shape.form {
            Form::Plain => gemm,
            Form::First => gemm_tn,
            Form::Second => gemm_nt,
        };
        for _ in 0..repetitions {
            let (m, n, k) = (shape.m, shape.n, shape.k);
            let (a, b) = (&self.a[..m * k], &self.b[..k * n]);
            let c = &mut self.c[..m * n];
            product(m, n, k, a, b, c, false, &mut self.scratch);
        }
        self.c[0]
    }
}
