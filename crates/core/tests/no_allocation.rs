//! After its first step a trainer allocates nothing, whole batches or broken ones,
//! from epoch to epoch.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use ndarray::Array2;
use redes_core::Scalar;
use redes_core::activation::Activation;
use redes_core::initializer::{DrawOrder, Initializer};
use redes_core::kernel::Nonzeros;
use redes_core::layer::{Merge, Padding};
use redes_core::loss::Loss;
use redes_core::network::{Architecture, LayerConfig, Network};
use redes_core::optimizer::{BiasStep, OptimizerConfig, UpdateScope};
use redes_core::penalty::Penalty;
use redes_core::rng::RandomState;
use redes_core::train::{Samples, StopRule, TrainConfig, Trainer};

thread_local! {
    /// Of this thread: the test harness allocates on others.
    static ALLOCATIONS: Cell<u64> = const { Cell::new(0) };
}

struct Counting;

fn count() {
    let _ = ALLOCATIONS.try_with(|n| n.set(n.get() + 1));
}

// Counting needs a global allocator, and that is an unsafe trait; every call goes
// straight on to the system's.
#[allow(unsafe_code)]
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count();
        unsafe { System.alloc(layout) }
    }
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        count();
        unsafe { System.alloc_zeroed(layout) }
    }
    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count();
        unsafe { System.realloc(pointer, layout, size) }
    }
    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Whether a matrix has many zeros is only known batch by batch.
#[test]
fn a_sparse_batch_after_a_dense_one_allocates_nothing() {
    let (rows, columns, width) = (32, 250, 64);
    let b = vec![1.0_f32; width * columns];
    let mut c = vec![0.0; width * columns];
    let mut nonzeros = Nonzeros::new();
    nonzeros.reserve_transposed(columns, width);
    assert!(!nonzeros.read(rows, columns, width, &vec![1.0; rows * columns]));
    let mut a = vec![0.0; rows * columns];
    a.iter_mut().step_by(3).for_each(|a| *a = 1.0);
    let before = ALLOCATIONS.get();
    assert!(nonzeros.read(rows, columns, width, &a));
    nonzeros.sort_by_columns();
    nonzeros.product(width, &b, &mut c);
    nonzeros.product_tn(width, &b, &mut c);
    nonzeros.product_nt(rows, width, &b, &mut c);
    nonzeros.product_from_left(rows, width, &b, &mut c);
    assert_eq!(ALLOCATIONS.get() - before, 0);
}

fn allocations_after_the_first_step<T: Scalar>(
    loss: Loss,
    optimizer: OptimizerConfig,
    batch_size: Option<usize>,
    penalty: Penalty,
) -> u64 {
    let dense = |units, activation| LayerConfig::Dense {
        units,
        activation,
        bias: true,
    };
    let architecture = Architecture {
        name: "small".into(),
        input: vec![3, 7],
        layers: vec![
            LayerConfig::Flatten,
            dense(13, Activation::RELU),
            dense(9, Activation::Tanh),
            dense(5, Activation::Sigmoid),
        ],
    };
    let mut rng = RandomState::new(1);
    let mut network = Network::<T>::new(&architecture, 70).unwrap();
    let (kernel, bias) = (Initializer::GlorotUniform, Initializer::Zeros);
    network
        .initialize(kernel, bias, DrawOrder::KernelFirst, &mut rng)
        .unwrap();
    let inputs = Array2::from_shape_simple_fn((70, 21), || T::from_f64(rng.random_sample()));
    let targets = Array2::ones((70, loss.target_width(5)));
    let samples = Samples::new(inputs, targets).unwrap();
    let config = TrainConfig {
        loss,
        optimizer,
        batch_size,
        shuffle: true,
        seed: 1,
        stop: StopRule::default(),
    };
    let mut trainer = Trainer::new(network, 70, config).unwrap();
    trainer.set_penalty(penalty).unwrap();
    trainer.step(&samples).unwrap();
    let before = ALLOCATIONS.get();
    for rate in 1..=50 {
        trainer.set_learning_rate(f64::from(rate) * 1e-4).unwrap();
        trainer.step(&samples).unwrap();
    }
    ALLOCATIONS.get() - before
}

/// The thesis's networks for words, its layers run together, and one of each other kind.
fn allocations_of_layers(input: Vec<usize>, layers: Vec<LayerConfig>) -> u64 {
    let architecture = Architecture {
        name: "layers".into(),
        input,
        layers,
    };
    let mut rng = RandomState::new(2);
    let mut network = Network::<f32>::new(&architecture, 6).unwrap();
    let (kernel, bias) = (Initializer::GlorotUniform, Initializer::Zeros);
    network
        .initialize(kernel, bias, DrawOrder::KernelFirst, &mut rng)
        .unwrap();
    let width = network.input_width();
    // Whole numbers, so that they can be words; some rows begin with padding.
    let inputs = Array2::from_shape_fn((20, width), |(row, at)| {
        let word = (rng.random_sample() * 9.0).floor() as f32;
        if at < row * 2 { 0.0 } else { word }
    });
    let targets = Array2::from_shape_fn((20, network.output_width()), |(row, _)| (row % 2) as f32);
    let samples = Samples::new(inputs, targets).unwrap();
    let config = TrainConfig {
        loss: Loss::QuadraticMean,
        optimizer: OptimizerConfig::adam(),
        batch_size: Some(6),
        shuffle: true,
        seed: 1,
        stop: StopRule::default(),
    };
    let mut trainer = Trainer::new(network, 20, config).unwrap();
    trainer.step(&samples).unwrap();
    let before = ALLOCATIONS.get();
    for _ in 0..12 {
        trainer.step(&samples).unwrap();
    }
    ALLOCATIONS.get() - before
}

/// Networks with the layers that other programs' files have.
fn of_other_programs() -> [(Vec<usize>, Vec<LayerConfig>); 2] {
    let gru = |reset_after| LayerConfig::Gru {
        units: 3,
        activation: Activation::Tanh,
        recurrent_activation: Activation::HARD_SIGMOID_2,
        reset_after,
        bias: true,
        return_sequences: true,
    };
    let both = |layer| LayerConfig::Bidirectional {
        layer: Box::new(layer),
        merge: Merge::Multiply,
    };
    let normalization = LayerConfig::BatchNormalization {
        epsilon: 1e-3,
        center: true,
        scale: true,
    };
    let image = vec![
        LayerConfig::SeparableConv2D {
            filters: 3,
            kernel_size: [3, 3],
            stride: [1, 1],
            padding: Padding::Same,
            depth_multiplier: 2,
            activation: Activation::Gelu,
            bias: true,
        },
        normalization,
        LayerConfig::Activation {
            activation: Activation::Softmax,
        },
        LayerConfig::Reshape {
            shape: vec![18, 12],
        },
        LayerConfig::DenseEach {
            units: 3,
            activation: Activation::Silu,
            bias: true,
        },
        LayerConfig::GlobalMaxPool1D,
        LayerConfig::dense(1, Activation::Sigmoid),
    ];
    let sequence = vec![
        LayerConfig::Reshape { shape: vec![10, 3] },
        gru(true),
        gru(false),
        both(gru(true)),
        both(LayerConfig::lstm(3, true)),
        LayerConfig::Lstm {
            units: 3,
            return_sequences: true,
            activation: Activation::Softsign,
            recurrent_activation: Activation::HARD_SIGMOID_3,
            bias: false,
        },
        LayerConfig::GlobalAveragePool1D,
        LayerConfig::dense(1, Activation::Sigmoid),
    ];
    [(vec![8, 9, 1], image), (vec![30], sequence)]
}

#[test]
fn no_layer_allocates() {
    let dense = |units| LayerConfig::Dense {
        units,
        activation: Activation::Sigmoid,
        bias: true,
    };
    let embedding = LayerConfig::Embedding { words: 9, width: 4 };
    let conv = LayerConfig::Conv1D {
        filters: 3,
        kernel_size: 3,
        stride: 1,
        padding: Padding::Same,
        activation: Activation::RELU,
        bias: true,
    };
    let pool = LayerConfig::MaxPool1D {
        pool_size: 2,
        stride: None,
        padding: Padding::Valid,
    };
    let image = vec![
        LayerConfig::Conv2D {
            filters: 2,
            kernel_size: [3, 3],
            stride: [1, 1],
            padding: Padding::Same,
            activation: Activation::RELU,
            bias: true,
        },
        LayerConfig::MaxPool2D {
            pool_size: [2, 2],
            stride: None,
            padding: Padding::Valid,
        },
        LayerConfig::AveragePool2D {
            pool_size: [2, 2],
            stride: None,
            padding: Padding::Same,
        },
        LayerConfig::Flatten,
        LayerConfig::Dropout { rate: 0.5, seed: 1 },
        dense(3),
    ];
    let flat = LayerConfig::Flatten;
    let words = [
        embedding.clone(),
        conv.clone(),
        pool.clone(),
        flat.clone(),
        dense(5),
        dense(1),
    ];
    let plain = [embedding.clone(), flat.clone(), dense(5), dense(1)];
    let sequence = [
        embedding,
        conv.clone(),
        conv,
        pool,
        LayerConfig::simple_rnn(3, Activation::Tanh, true),
        LayerConfig::lstm(3, false),
        dense(1),
    ];
    assert_eq!(allocations_of_layers(vec![8, 9, 1], image), 0);
    assert_eq!(allocations_of_layers(vec![50], words.to_vec()), 0);
    assert_eq!(allocations_of_layers(vec![50], plain.to_vec()), 0);
    assert_eq!(allocations_of_layers(vec![30], sequence.to_vec()), 0);
    for (input, layers) in of_other_programs() {
        assert_eq!(allocations_of_layers(input, layers), 0);
    }
}

#[test]
fn the_counter_counts() {
    let before = ALLOCATIONS.get();
    drop(std::hint::black_box(vec![1u8; 100]));
    assert_eq!(ALLOCATIONS.get() - before, 1);
}

#[test]
fn no_allocation_after_the_first_step() {
    let optimizers = [
        OptimizerConfig::adam(),
        OptimizerConfig::Sgd {
            learning_rate: 0.01,
            momentum: 0.9,
            nesterov: true,
        },
        OptimizerConfig::ThesisDescent {
            learning_rate: 0.001,
            bias: BiasStep::Mean,
            scope: UpdateScope::EveryLayer,
        },
    ];
    for optimizer in optimizers {
        for loss in [
            Loss::QuadraticSum,
            Loss::QuadraticMean,
            Loss::BinaryCrossEntropy,
            Loss::SparseCategoricalCrossEntropy,
        ] {
            // 32 leaves a last batch of 6.
            for (batch, l2) in [(None, 0.0), (Some(32), 0.0), (Some(32), 0.1)] {
                let penalty = Penalty { l1: l2, l2 };
                let [single, double] = [
                    allocations_after_the_first_step::<f32>(loss, optimizer, batch, penalty),
                    allocations_after_the_first_step::<f64>(loss, optimizer, batch, penalty),
                ];
                assert_eq!((single, double), (0, 0), "{loss:?} {optimizer:?} {batch:?}");
            }
        }
    }
}
