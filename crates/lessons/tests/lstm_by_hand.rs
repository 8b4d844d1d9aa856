//! The units whose gates somebody holds, against the layers whose gates are sigmoids, and chapter 1's numbers.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use ndarray::Array2;
use proptest::prelude::*;
use redes_core::activation::Activation;
use redes_core::layer::LayerConfig;
use redes_core::network::{Architecture, Network};
use redes_lessons::lstm_by_hand::{Gates, Unit};

const STEPS: usize = 8;
const UNIT: Unit = Unit { w: 1.0, v: 0.5 };
const FIRST: [f64; STEPS] = [1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0];

fn gates(forget: &str, input: &str, output: &str) -> Vec<Gates> {
    let bits = |text: &str| -> Vec<f64> {
        text.chars()
            .map(|bit| f64::from(u8::from(bit == '1')))
            .collect()
    };
    let (f, i, o) = (bits(forget), bits(input), bits(output));
    (0..f.len())
        .map(|t| Gates {
            forget: f[t],
            input: i[t],
            output: o[t],
        })
        .collect()
}

fn network(layer: LayerConfig, channels: usize) -> Network<f64> {
    let architecture = Architecture {
        name: String::new(),
        input: vec![STEPS, channels],
        layers: vec![layer],
    };
    Network::new(&architecture, 1).unwrap()
}

#[test]
fn the_question_of_chapter_1() {
    let steps = UNIT.gated(&FIRST, &gates("11111111", "10000000", "00000001"));
    let stored = libm::tanh(1.0);
    assert!(steps.iter().all(|step| step.c == stored));
    let h: Vec<f64> = steps.iter().map(|step| step.h).collect();
    assert_eq!(h[..7], [0.0; 7]);
    assert_eq!(h[7], libm::tanh(stored));

    let lost = UNIT.gated(&FIRST, &gates("11101111", "10000000", "00000001"));
    assert_eq!(lost[2].c, stored);
    assert!(lost[3..].iter().all(|step| step.c == 0.0 && step.h == 0.0));
}

#[test]
fn what_is_left_after_seven_steps() {
    let open = gates("11111111", "10000000", "00000001");
    let [plain, kept] = UNIT.left(&FIRST, &open);
    assert_eq!(kept.unwrap(), [1.0; STEPS]);
    let plain = plain.unwrap();
    assert_eq!(plain[0], 1.0);
    // 0.5⁷ ≈ 0.008, and less still, because tanh shrinks.
    assert!(plain[7] < libm::pow(0.5, 7.0) && plain[7] > 0.007);

    let leak: Vec<Gates> = open.iter().map(|g| Gates { forget: 0.9, ..*g }).collect();
    let left = UNIT.left(&FIRST, &leak)[1].clone().unwrap();
    assert!((left[7] - 0.478_296_9).abs() < 1e-12); // 0.9⁷

    let shut = gates("11111111", "00000000", "11111111");
    assert_eq!(UNIT.left(&FIRST, &shut)[1], None);
    assert_eq!(UNIT.left(&[0.0; STEPS], &open), [None, None]);
    assert_eq!(UNIT.left(&[], &[]), [None, None]);
}

proptest! {
    /// An LSTM layer with an input a gate that drives its sigmoid to an end: e⁻⁴⁰ is nothing beside 1.
    #[test]
    fn saturated_gates_are_held_gates(
        x in prop::collection::vec(-1.0f64..1.0, STEPS),
        open in prop::collection::vec(any::<[bool; 3]>(), STEPS),
        w in -2.0f64..2.0,
        v in -2.0f64..2.0,
    ) {
        let layer = LayerConfig::lstm(1, true);
        let mut network = network(layer, 4);
        // Keras's order of the quarters: i, f, g, o.
        let kernel = [
            [0.0, 0.0, w, 0.0],
            [0.0, 80.0, 0.0, 0.0],
            [80.0, 0.0, 0.0, 0.0],
            [0.0, 0.0, 0.0, 80.0],
        ];
        let parameters = kernel.concat().into_iter();
        let parameters = parameters.chain([0.0, 0.0, v, 0.0]).chain([-40.0, -40.0, 0.0, -40.0]);
        let parameters: Vec<f64> = parameters.collect();
        network.parameters_mut().copy_from_slice(&parameters);
        let held: Vec<Gates> = open
            .iter()
            .map(|bits| {
                let [forget, input, output] = bits.map(|bit| f64::from(u8::from(bit)));
                Gates { forget, input, output }
            })
            .collect();
        let rows = x.iter().zip(&held);
        let rows = rows.flat_map(|(x, g)| [*x, g.forget, g.input, g.output]);
        let rows = Array2::from_shape_vec((1, STEPS * 4), rows.collect()).unwrap();
        let said = network.forward(rows.view()).unwrap();
        let unit = Unit { w, v };
        for (step, h) in unit.gated(&x, &held).iter().zip(said) {
            prop_assert!((step.h - h).abs() < 1e-14, "{} {}", step.h, h);
        }
    }

    #[test]
    fn the_plain_unit_is_the_layer(
        x in prop::collection::vec(-1.0f64..1.0, STEPS),
        w in -2.0f64..2.0,
        v in -2.0f64..2.0,
    ) {
        let layer = LayerConfig::simple_rnn(1, Activation::Tanh, true);
        let mut network = network(layer, 1);
        network.parameters_mut().copy_from_slice(&[w, v, 0.0]);
        let rows = Array2::from_shape_vec((1, STEPS), x.clone()).unwrap();
        let said = network.forward(rows.view()).unwrap();
        let unit = Unit { w, v };
        for (mine, h) in unit.plain(&x).iter().zip(said) {
            prop_assert!((mine - h).abs() < 1e-14);
        }
    }
}
