//! Networks as files: what is written comes back, and what is wrong is refused.
#![allow(clippy::unwrap_used, clippy::panic)]

use proptest::prelude::*;
use redes_core::{
    activation::Activation,
    initializer::{DrawOrder, Initializer},
    network::LayerConfig,
    rng::RandomState,
};

use super::*;

fn network() -> Network<f32> {
    let dense = |units| LayerConfig::Dense {
        units,
        activation: Activation::Sigmoid,
        bias: true,
    };
    let architecture = Architecture {
        name: "test".into(),
        input: vec![2, 3],
        layers: vec![LayerConfig::Flatten, dense(4), dense(2)],
    };
    let mut network = Network::new(&architecture, 2).unwrap();
    let glorot = Initializer::GlorotUniform;
    network
        .initialize(
            glorot,
            Initializer::Zeros,
            DrawOrder::KernelFirst,
            &mut RandomState::new(5),
        )
        .unwrap();
    network
}

fn provenance() -> Provenance {
    Provenance {
        command: "redes train".into(),
        seed: 5,
        epochs: 1,
        test_accuracy: Some(0.5),
    }
}

#[test]
fn f32_comes_back_to_the_bit() {
    let network = network();
    let model = load(&save(&network, &provenance(), Precision::F32).unwrap(), 7).unwrap();
    assert_eq!(model.network.fingerprint(), network.fingerprint());
    assert_eq!(model.network.architecture(), network.architecture());
    assert_eq!(model.provenance, provenance());
}

#[test]
fn f16_comes_back_within_half_a_unit_of_its_last_place() {
    let network = network();
    let model = load(&save(&network, &provenance(), Precision::F16).unwrap(), 1).unwrap();
    for (a, b) in network.parameters().iter().zip(model.network.parameters()) {
        // 11 significant bits; 2^-25 is half the smallest number that f16 has.
        assert!(
            (a - b).abs() <= a.abs() * 2_f32.powi(-11) + 2_f32.powi(-25),
            "{a} {b}"
        );
    }
}

#[test]
fn eight_bits_come_back_within_half_a_step_and_biases_to_the_bit() {
    let network = network();
    let file = save(&network, &provenance(), Precision::I8).unwrap();
    let model = load(&file, 1).unwrap();
    for block in network.parameter_blocks() {
        let (a, b) = (network.parameters(), model.network.parameters());
        let greatest = a[block.range.clone()]
            .iter()
            .fold(0.0, |m: f32, w| m.max(w.abs()));
        for (a, b) in a[block.range.clone()].iter().zip(&b[block.range.clone()]) {
            let within = if block.shape.len() == 1 {
                0.0
            } else {
                greatest / 253.9
            };
            assert!((a - b).abs() <= within, "{}: {a} {b}", block.name);
        }
    }
    // Too few scales are an error, as is any cut.
    for length in 0..file.len() {
        assert!(load(&file[..length], 1).is_err(), "{length}");
    }
}

#[test]
fn a_known_network_is_loaded_and_another_refused() {
    let network = network();
    let file = save(&network, &provenance(), Precision::F32).unwrap();
    let mut architecture = network.architecture().clone();
    let model = load_as(&file, &architecture, 3).unwrap();
    assert_eq!(model.network.fingerprint(), network.fingerprint());
    assert_eq!(model.provenance, provenance());
    architecture.layers.pop();
    assert!(matches!(
        load_as(&file, &architecture, 3),
        Err(ModelError::Description(_))
    ));
}

#[test]
fn the_same_network_gives_the_same_file() {
    let file = || save(&network(), &provenance(), Precision::F16).unwrap();
    assert_eq!(file(), file());
}

#[test]
fn every_cut_is_an_error() {
    let file = save(&network(), &provenance(), Precision::F32).unwrap();
    for length in 0..file.len() {
        assert!(load(&file[..length], 1).is_err(), "{length}");
    }
}

#[test]
fn absurd_sizes_are_refused_before_they_are_built() {
    let file = save(&network(), &provenance(), Precision::F32).unwrap();
    let text = String::from_utf8_lossy(&file).into_owned();
    // The same length, so that the header stays whole: 4 units become 9,999... by input sizes.
    let huge = text.replacen(r#"\"input\":[2,3]"#, r#"\"input\":[9,9]"#, 1);
    assert!(load(huge.as_bytes(), 1).is_err());
    let architecture = Architecture {
        name: String::new(),
        input: vec![usize::MAX, 2],
        layers: vec![],
    };
    assert!(matches!(
        check_size(&architecture),
        Err(ModelError::Network(_))
    ));
    let architecture = Architecture {
        name: String::new(),
        input: vec![1],
        layers: vec![LayerConfig::Flatten; 65],
    };
    assert!(matches!(
        check_size(&architecture),
        Err(ModelError::TooLarge(_))
    ));
}

proptest! {
    #[test]
    fn no_flipped_byte_makes_it_panic(at in 0_usize..1_000, flip in 1_u8..) {
        let mut file = save(&network(), &provenance(), Precision::F32).unwrap();
        let at = at % file.len();
        file[at] ^= flip;
        let _ = load(&file, 1);
    }
}
