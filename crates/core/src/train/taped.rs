//! How far a training has come, on a tape, to go on from there.

use super::{EpochRecord, StopReason, Trainer, draw_order};
use crate::tape::Tape;

/// The reasons to stop, in the order of their numbers on a tape, from 1.
const REASONS: [StopReason; 3] = [
    StopReason::Epochs,
    StopReason::Iterations,
    StopReason::ErrorBelow,
];

impl Trainer<f32> {
    /// Writes to the tape where the training stands: weights, the optimiser's memory, and what was counted. Or goes on from what
    /// is read there, with the bits of a training that was never stopped. It must then be a trainer of the same training before
    /// its first step, and is good for nothing where the tape does not turn out whole ([`Tape::is_whole`]). Weights and
    /// memory are not checked: such as are not finite end the training. A trainer
    /// [without history](Trainer::without_history) refuses the tape.
    #[cold]
    pub fn tape(&mut self, tape: &mut Tape<'_>) {
        if !self.records {
            return tape.refuse();
        }
        self.network.tape(tape);
        tape.weights(self.network.parameters_mut());
        self.optimizer.tape(tape);
        let place = |reason| REASONS.iter().position(|known| *known == reason);
        let mut stopped = self.finished.and_then(place).map_or(0, |at| at as u64 + 1);
        let mut batch = self.batch as u64;
        for count in [&mut batch, &mut self.running.correct, &mut stopped] {
            tape.count(count);
        }
        let mut numbers = vec![self.running.loss];
        for epoch in &self.history {
            numbers.extend([epoch.loss, epoch.accuracy]);
        }
        tape.numbers(&mut numbers);
        if !tape.is_read() {
            return;
        }
        let (batches, samples) = (self.batches_per_epoch() as u64, self.order.len() as u64);
        let epochs = numbers.len() as u64 / 2;
        let most = self.config.stop.epochs.unwrap_or(u64::MAX);
        if self.iteration > 0 || batch >= batches || epochs > most {
            return tape.refuse();
        }
        if let Some((loss, epochs)) = numbers.split_first() {
            self.running.loss = *loss;
            for (epoch, numbers) in epochs.chunks_exact(2).enumerate() {
                if let [loss, accuracy] = *numbers {
                    self.history.push(EpochRecord {
                        epoch: epoch as u64,
                        loss,
                        accuracy,
                        samples,
                    });
                }
            }
        }
        self.epoch = self.history.len() as u64;
        // The orders of the epochs that have begun.
        for _ in 0..self.epoch + u64::from(batch > 0) {
            draw_order(&self.config, &mut self.rng, &mut self.order);
        }
        self.batch = batch as usize;
        self.running.samples = batch * self.batch_size as u64;
        self.iteration = self.epoch * batches + batch;
        self.finished = REASONS.get((stopped as usize).wrapping_sub(1)).copied();
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use ndarray::Array2;

    use super::*;
    use crate::{
        activation::Activation,
        initializer::Initializer,
        loss::Loss,
        network::{Architecture, DrawOrder, LayerConfig, Network},
        optimizer::OptimizerConfig,
        rng::RandomState,
        train::{Samples, StopRule, TrainConfig},
    };

    fn samples() -> Samples<f32> {
        let mut rng = RandomState::new(5);
        let x = Array2::from_shape_simple_fn((23, 3), || rng.random_sample() as f32);
        let y = Array2::from_shape_fn((23, 1), |(row, _)| (row % 2) as f32);
        Samples::new(x, y).unwrap()
    }

    fn trainer() -> Trainer<f32> {
        trainer_of(vec![
            LayerConfig::dense(5, Activation::Tanh),
            LayerConfig::dense(1, Activation::Sigmoid),
        ])
    }

    fn trainer_of(layers: Vec<LayerConfig>) -> Trainer<f32> {
        let mut network = Network::new(&Architecture::new([3], layers), 4).unwrap();
        let (kernel, bias) = (Initializer::GlorotUniform, Initializer::Zeros);
        let mut rng = RandomState::new(2);
        let order = DrawOrder::KernelFirst;
        network.initialize(kernel, bias, order, &mut rng).unwrap();
        let config = TrainConfig {
            loss: Loss::QuadraticMean,
            optimizer: OptimizerConfig::adam(),
            batch_size: Some(4),
            shuffle: true,
            seed: 9,
            stop: StopRule {
                epochs: Some(4),
                ..StopRule::default()
            },
        };
        Trainer::new(network, 23, config).unwrap()
    }

    fn written(trainer: &mut Trainer<f32>) -> Vec<u8> {
        let mut written = Vec::new();
        let mut tape = Tape::to(&mut written);
        trainer.tape(&mut tape);
        assert!(!tape.is_read() && tape.is_whole());
        written
    }

    /// Whether a trainer goes on from there.
    fn read(trainer: &mut Trainer<f32>, mut bytes: &[u8]) -> bool {
        let mut tape = Tape::of(&mut bytes);
        trainer.tape(&mut tape);
        tape.is_whole()
    }

    #[test]
    fn a_training_that_goes_on_has_the_bits_of_one_that_was_never_stopped() {
        let data = samples();
        let mut whole = trainer();
        while whole.finished().is_none() {
            whole.step(&data).unwrap();
        }
        // In the middle of an epoch, at its end, and after the last step.
        for stop in [0, 1, 9, 12, 24] {
            let mut first = trainer();
            for _ in 0..stop {
                first.step(&data).unwrap();
            }
            let mut second = trainer();
            assert!(read(&mut second, &written(&mut first)));
            assert_eq!(second.iteration(), stop);
            while second.finished().is_none() {
                let (one, other) = (first.step(&data).unwrap(), second.step(&data).unwrap());
                assert_eq!(one, other);
            }
            assert_eq!(second.finished(), whole.finished());
            assert_eq!(second.history(), whole.history());
            assert_eq!(
                second.network().fingerprint(),
                whole.network().fingerprint()
            );
        }
    }

    #[test]
    fn dropout_goes_on_leaving_out_what_it_would_have_left_out() {
        let layers = || {
            vec![
                LayerConfig::dense(5, Activation::Tanh),
                LayerConfig::Dropout { rate: 0.3, seed: 8 },
                LayerConfig::dense(1, Activation::Sigmoid),
            ]
        };
        let data = samples();
        let mut first = trainer_of(layers());
        for _ in 0..7 {
            first.step(&data).unwrap();
        }
        let bytes = written(&mut first);
        let mut second = trainer_of(layers());
        assert!(read(&mut second, &bytes));
        while second.finished().is_none() {
            let (one, other) = (first.step(&data).unwrap(), second.step(&data).unwrap());
            assert_eq!(one, other);
        }
        assert_eq!(
            second.network().fingerprint(),
            first.network().fingerprint()
        );
        // The place in the generator's words.
        let mut bad = bytes;
        bad[2] = 9;
        assert!(!read(&mut trainer_of(layers()), &bad));
    }

    #[test]
    fn a_tape_of_another_computation_is_refused() {
        let mut written = Vec::new();
        Tape::to(&mut written).of_same(b"one");
        for (bytes, same) in [(&b"one"[..], true), (b"two", false), (b"", false)] {
            let mut source = &*written;
            let mut tape = Tape::of(&mut source);
            tape.of_same(bytes);
            assert_eq!(tape.is_whole(), same);
        }
    }

    #[test]
    fn a_tape_that_does_not_fit_is_refused() {
        let data = samples();
        let mut done = trainer();
        for _ in 0..9 {
            done.step(&data).unwrap();
        }
        let good = written(&mut done);
        assert!(read(&mut trainer(), &good));
        assert!(!read(&mut done, &good), "after the first step");
        for length in (0..good.len()).step_by(7) {
            assert!(!read(&mut trainer(), &good[..length]), "{length}");
        }
        assert!(!read(&mut trainer(), &[&*good, &[0]].concat()));
        // Each count and each length with its highest byte set, and with as much as there may be.
        let weights = 4 * done.network().parameters().len();
        let counts = 8 + 3 * weights;
        for at in [weights, counts, counts + 8, counts + 24] {
            let mut bad = good.clone();
            bad[at + 7] = 0xff;
            assert!(!read(&mut trainer(), &bad), "{at}");
        }
        for (at, number) in [(counts, 6), (counts + 24, 1 << 40), (counts + 24, 4)] {
            let mut bad = good.clone();
            bad[at..at + 8].copy_from_slice(&u64::to_le_bytes(number));
            assert!(!read(&mut trainer(), &bad), "{at}: {number}");
        }
        assert!(!read(&mut trainer().without_history(), &good));
        // Five epochs of four.
        let mut long = good[..counts + 24].to_vec();
        long.extend(11_u64.to_le_bytes());
        long.resize(long.len() + 88, 0);
        assert!(!read(&mut trainer(), &long));
    }
}
