//! The gradients of every activation, loss, penalty and rule.

use ndarray::Array2;
use redes_core::{
    gradient_check::costs_beside, loss::Loss, network::Network, penalty::Penalty, train::Samples,
};

use super::*;

/// The gradients that are shown, of a step that moves nothing, are the slopes of the loss and its penalties.
#[test]
fn gradients_agree_with_central_differences() {
    let mut checked = 0;
    for kind in KINDS {
        for (cost, loss) in [
            (Cost::Thesis, Loss::QuadraticSum),
            (Cost::Square, Loss::QuadraticMean),
            (Cost::CrossEntropy, Loss::BinaryCrossEntropy),
        ] {
            for (l1, l2) in [(0.0, 0.0), (0.3, 0.0), (0.0, 0.2), (0.03, 0.02)] {
                for rule in [Rule::Thesis, Rule::Momentum, Rule::Adam] {
                    let setup = PlaygroundSetup {
                        points: drawn(Shape::Xor, 20),
                        layers: hidden(&[3, 2], kind),
                        optimizer: rule,
                        loss: cost,
                        rate: 0.0,
                        l1,
                        l2,
                        ..thesis()
                    };
                    gradient(&setup, loss);
                    checked += 1;
                }
            }
        }
    }
    assert_eq!(checked, 5 * 3 * 4 * 3);
}

fn gradient(setup: &PlaygroundSetup, loss: Loss) {
    let mut experiment = new(setup);
    let points = run(&mut experiment, 0).1[0].f64().to_vec();
    let (body, blocks) = run(&mut experiment, 1);
    let (parameters, gradients) = (blocks[3].f64(), blocks[4].f64());
    let rows: Vec<&[f64]> = points.chunks(4).collect();
    let samples = Samples::new(
        Array2::from_shape_fn((rows.len(), 2), |(i, axis)| rows[i][axis]),
        Array2::from_shape_fn((rows.len(), 1), |(i, _)| rows[i][2]),
    )
    .unwrap();
    let mut network = Network::<f64>::new(&setup.architecture(), rows.len()).unwrap();
    network.parameters_mut().copy_from_slice(parameters);
    let penalty = Penalty {
        l1: setup.l1,
        l2: setup.l2,
    };
    let blocks = network.parameter_blocks().to_vec();
    let h = 1e-5;
    for (index, gradient) in gradients.iter().enumerate() {
        let (x, y) = (samples.inputs.view(), samples.targets.view());
        let [up, down] = costs_beside(&mut network, x, y, loss, index, h).unwrap();
        let moved = |step: f64| {
            let mut w = parameters.to_vec();
            w[index] += step;
            penalty.value(&w, &blocks)
        };
        let numeric = (up - down + moved(h) - moved(-h)) / (2.0 * h);
        let scale = gradient.abs().max(numeric.abs()).max(1e-4);
        let error = (gradient - numeric).abs() / scale;
        assert!(error < 1e-6, "{setup:?}: [{index}] {gradient} {numeric}");
    }
    // 2 · 3 + 3, 3 · 2 + 2, 2 + 1 parameters.
    for (norm, part) in body.norms.iter().zip([0..9, 9..17, 17..20]) {
        let squares: f64 = gradients[part].iter().map(|g| g * g).sum();
        assert!((norm - squares.sqrt()).abs() < 1e-12);
    }
    assert_eq!(body.norms.len(), 3);
}
