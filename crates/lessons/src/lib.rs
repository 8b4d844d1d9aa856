//! Networks taken apart to be understood, and the thesis's experiments, on the engine of `redes_core`.
//!
//! | to … | look at |
//! |---|---|
//! | spell out a neuron's sum, or a convolution's windows | [`weighted_sum`], [`windows`] |
//! | see where an activation bends, jumps or is flat | [`activation_graph`] |
//! | see a network from one number to one as a function | [`layer_stack`] of [`affine`] layers, [`piecewise_linear`] |
//! | follow one sample through backpropagation | [`backprop_trace`] |
//! | walk down a cost of one or two parameters | [`descent`] on a [`cost_landscape`] |
//! | open and close an LSTM's gates | [`lstm_by_hand`] |
//! | find the words that decide a review | [`mod@occlusion`] |
//! | see how each input would make an output grow | [`mod@input_gradients`] |
//! | repeat the thesis | [`thesis`] |

pub mod activation_graph;
pub mod affine;
pub mod backprop_trace;
pub mod cost_landscape;
pub mod descent;
pub mod input_gradients;
pub mod layer_stack;
pub mod lstm_by_hand;
pub mod occlusion;
pub mod piecewise_linear;
pub mod thesis;
pub mod weighted_sum;
pub mod windows;
