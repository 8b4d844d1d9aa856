//! The plain triple loops that the fast kernels are compared with, bit for bit.

use crate::Scalar;

/// `c[m, n] = a[m, k] · b[k, n]`, or going on from `c`; `a` and `b` are given by their element functions.
pub fn gemm<T: Scalar>(
    m: usize,
    n: usize,
    k: usize,
    a: impl Fn(usize, usize) -> T,
    b: impl Fn(usize, usize) -> T,
    c: &mut [T],
    accumulate: bool,
) {
    for i in 0..m {
        for j in 0..n {
            let Some(element) = c.get_mut(i * n + j) else {
                return;
            };
            let mut sum = if accumulate { *element } else { T::ZERO };
            for p in 0..k {
                sum += a(i, p) * b(p, j);
            }
            *element = sum;
        }
    }
}
