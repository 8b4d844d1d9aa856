//! The perceptron and the circles.

use super::*;

#[test]
fn the_perceptron_has_the_bits_of_the_library() {
    let mut experiment = Perceptron::new(&sent::<Perceptron>(&perceptron()), &Data::default());
    let experiment = experiment.as_mut().unwrap();
    let (body, blocks) = run(experiment, 10_000);
    assert_eq!(experiment.fingerprint(), 0x7076_f1ca_d77e_e2e2);
    assert!(body.finished && experiment.finished());
    // Half the sum of the squared errors, summed in the order of the rows.
    let errors = body.outputs.iter().zip(section2::TARGETS);
    let cost: f64 = errors.map(|(a, y)| (a - y) * (a - y) / 2.0).sum();
    assert_eq!(body.cost.to_bits(), cost.to_bits());
    // Every step to 2,000, then every tenth.
    let trace = blocks[0].f64();
    assert_eq!(trace.len(), 5 * (2_000 + 801));
    assert_eq!(trace[0], 0.0);
    assert_eq!(trace[trace.len() - 5], 10_000.0);
    let (_, blocks) = experiment.state(true, 0.0).unwrap();
    assert_eq!(blocks[0].f64().len(), 0, "a trace is sent once");
}

#[test]
fn the_circles_have_the_bits_of_the_library() {
    let mut experiment = Circles::new(&sent::<Circles>(&circles()), &Data::default()).unwrap();
    let (first, blocks) = run(&mut experiment, 0);
    let points = blocks[0].f64().to_vec();
    assert_eq!((first.iteration, points.len()), (0, 1_500));
    let (body, blocks) = run(&mut experiment, 100);
    assert_eq!(experiment.fingerprint(), 0x8c03_7ec0_1ad3_9ec8);
    assert_eq!(body.iteration, 100);
    assert_eq!(blocks[0].f64().len(), 0, "the points are sent once");
    assert_eq!(blocks[1].f32().len(), SURFACE * SURFACE);
    let neurons: usize = listing::CirclesConfig::default()
        .hidden
        .iter()
        .sum::<usize>()
        + 1;
    assert_eq!(blocks[2].f32().len(), neurons * THUMBNAIL * THUMBNAIL);
    assert_eq!(blocks[4].f64().len(), 200);
    // The measure is a plain sum over the points, in their order.
    let setup = circles();
    let mut rng = RandomState::new(setup.seed);
    let samples = redes_data::circles::make_circles(500, 0.5, Some(0.05), &mut rng).unwrap();
    let config = listing::CirclesConfig::default();
    let mut trainer = listing::trainer(&config, &samples, &mut rng).unwrap();
    for _ in 0..100 {
        trainer.step(&samples).unwrap();
    }
    let outputs = trainer.forward(samples.inputs.view()).unwrap();
    let (mut cost, mut right) = (0.0, 0.0);
    for (a, y) in outputs.iter().zip(&samples.targets) {
        cost += (a - y) * (a - y);
        right += f64::from(u8::from((*a > 0.5) == (*y > 0.5)));
    }
    assert_eq!(body.cost.to_bits(), (cost / 500.0_f64).to_bits());
    assert_eq!(body.accuracy.to_bits(), (right / 500.0_f64).to_bits());
}

#[test]
fn a_look_at_a_neuron_changes_the_surface_alone() {
    let mut experiment = Circles::new(&circles(), &Data::default()).unwrap();
    let (_, output) = run(&mut experiment, 3);
    let before = experiment.fingerprint();
    Experiment::receive(&mut experiment, Some((0, 1)));
    let (body, neuron) = run(&mut experiment, 0);
    assert_eq!(body.look, Some((0, 1)));
    assert_ne!(output[1], neuron[1]);
    assert_eq!(output[2..4], neuron[2..4]);
    assert_eq!(experiment.fingerprint(), before);
    // A layer that isn't there is the output.
    Experiment::receive(&mut experiment, Some((9, 0)));
    let (body, again) = run(&mut experiment, 0);
    assert_eq!((body.look, &again[1]), (None, &output[1]));
}

#[test]
fn every_activation_travels() {
    for activation in [
        Activation::Identity,
        Activation::Step { threshold: 0.5 },
        Activation::Relu { threshold: -0.25 },
        Activation::Sigmoid,
        Activation::Tanh,
        Activation::Softmax,
    ] {
        sent::<Circles>(&CirclesSetup {
            activation,
            ..circles()
        });
    }
}
