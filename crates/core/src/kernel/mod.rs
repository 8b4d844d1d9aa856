//! The hot loops: matrix products on row-major slices, and sums of rows.
//!
//! | function | product | shapes as stored |
//! |---|---|---|
//! | [`gemm`] | C = A·B | A `[m, k]`, B `[k, n]` |
//! | [`gemm_tn`] | C = Aᵀ·B | A `[k, m]`, B `[k, n]` |
//! | [`gemm_nt`] | C = A·Bᵀ | A `[m, k]`, B `[n, k]` |
//!
//! Each element of C is summed over k in ascending order, one product rounded and
//! one sum rounded at a time: the bits are those of the plain triple loop in
//! [`reference`](mod@reference), whatever the width of the machine's registers.

mod gemm;
pub mod reference;
mod rows;
mod sparse;

pub use gemm::{Scratch, gemm, gemm_nt, gemm_tn};
pub use rows::{add, add_scaled, add_to_rows, dot, sum_of_rows};
pub use sparse::Nonzeros;
