//! The loop of RMSprop.

use super::OptimizerConfig;
use crate::Scalar;

/// One step on all parameters; `memory` is m, empty without momentum, and v.
pub(super) fn step<T: Scalar>(
    config: &OptimizerConfig,
    parameters: &mut [T],
    gradients: &[T],
    (m, v): (&mut [T], &mut [T]),
) {
    let &OptimizerConfig::Rmsprop {
        learning_rate,
        rho,
        momentum,
        epsilon,
    } = config
    else {
        return;
    };
    let [rate, rho, momentum, epsilon] = [learning_rate, rho, momentum, epsilon].map(T::from_f64);
    let gain = T::ONE - rho;
    let mut m = m.iter_mut();
    for ((w, &g), v) in parameters.iter_mut().zip(gradients).zip(v) {
        *v = rho * *v + gain * (g * g);
        let mut move_by = rate * g / (*v + epsilon).sqrt();
        if let Some(m) = m.next() {
            *m = momentum * *m + move_by;
            move_by = *m;
        }
        *w -= move_by;
    }
}
