//! Exclusive or, learnt by a network of five neurons: `cargo run -p redes-core --example xor`.
//!
//! No single neuron can learn it: no line separates (0, 1) and (1, 0) from (0, 0) and (1, 1).
//! Four hidden neurons draw four lines, and the output neuron combines them.

use ndarray::array;
use redes_core::activation::Activation::{Sigmoid, Tanh};
use redes_core::initializer::Initializer::{GlorotUniform, Zeros};
use redes_core::network::{Architecture, DrawOrder, LayerConfig, Network};
use redes_core::train::{Samples, StopRule, TrainConfig, Trainer};
use redes_core::{loss::Loss, optimizer::OptimizerConfig, rng::RandomState};

fn main() -> redes_core::Result<()> {
    // 1. The samples: a row an input, a row a target.
    let inputs = array![[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]];
    let samples = Samples::new(inputs, array![[0.0], [1.0], [1.0], [0.0]])?;

    // 2. The network: two inputs, four hidden neurons, one output; at most four samples at a time.
    let layers = vec![LayerConfig::dense(4, Tanh), LayerConfig::dense(1, Sigmoid)];
    let mut network = Network::<f64>::new(&Architecture::new([2], layers), 4)?;

    // 3. The first weights: small and random, so that the hidden neurons differ. Biases start at 0.
    //    The same seed gives the same run on every machine.
    let mut rng = RandomState::new(7);
    network.initialize(GlorotUniform, Zeros, DrawOrder::KernelFirst, &mut rng)?;

    // 4. How to train: each step runs all four samples (no batch size), computes the gradient of the
    //    mean squared error by backpropagation, and moves the weights against it.
    let config = TrainConfig {
        loss: Loss::QuadraticMean,
        optimizer: OptimizerConfig::Sgd {
            learning_rate: 0.5,
            momentum: 0.9,
            nesterov: false,
        },
        batch_size: None,
        shuffle: false,
        seed: 7,
        stop: StopRule::default(),
    };
    let mut trainer = Trainer::new(network, 4, config)?;
    for _ in 0..1_000 {
        trainer.step(&samples)?;
    }

    // 5. The answers: more than 0.5 means 1.
    let answers = trainer.predict(samples.inputs.view())?;
    for ((x, y), a) in samples
        .inputs
        .rows()
        .into_iter()
        .zip(&samples.targets)
        .zip(&answers)
    {
        println!("{} xor {} = {a:.3}", x[0], x[1]);
        assert!((a - y).abs() < 0.1, "the network has not learnt it");
    }
    Ok(())
}
