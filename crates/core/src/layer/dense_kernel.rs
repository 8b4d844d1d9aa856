//! The weights of a dense layer while ∂C/∂W is computed, block by block.

use std::ops::Range;

use crate::Scalar;
use crate::optimizer::Moves;

/// W and ∂C/∂W, `[inputs, units]`.
pub(super) enum Kernel<'a, T> {
    /// The weights stay; all gradients are kept.
    Still { w: &'a [T], dw: &'a mut [T] },
    /// Each block of weights moves as soon as its gradients are there. `dw` holds the gradients of one block, in front.
    Moved {
        w: &'a mut [T],
        dw: &'a mut [T],
        moves: Moves<'a, T>,
    },
}

impl<T: Scalar> Kernel<'_, T> {
    /// The weights of a block, and room for their gradients.
    pub(super) fn block(&mut self, block: Range<usize>) -> (&[T], &mut [T]) {
        match self {
            Kernel::Still { w, dw } => (&w[block.clone()], &mut dw[block]),
            Kernel::Moved { w, dw, .. } => {
                let length = block.len();
                (&w[block], &mut dw[..length])
            }
        }
    }

    /// The gradients of the block are computed, and nothing reads its weights any more. Returns whether the block is finite
    /// after its step.
    pub(super) fn done(&mut self, block: Range<usize>) -> bool {
        match self {
            Kernel::Still { .. } => true,
            Kernel::Moved { w, dw, moves } => {
                let g = &dw[..block.len()];
                moves.apply(block.start, &mut w[block], g)
            }
        }
    }
}
