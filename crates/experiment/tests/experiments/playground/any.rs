//! Any setup.

use redes_experiment::playground::listing;

use super::*;

/// Setups drawn at random, with absurd numbers among the others: each is refused or trains, and none panics.
#[test]
fn any_setup_is_refused_or_trains() {
    let mut rng = RandomState::new(9);
    let mut trained = 0;
    for _ in 0..400 {
        let mut number = |usual: f64| match rng.randint(0, 40).unwrap() {
            0 => f64::NAN,
            1 => f64::INFINITY,
            2 => -usual,
            3 => 1e300,
            4 => 0.0,
            _ => usual * rng.random_sample(),
        };
        let [noise, test, rate, l1, l2, dropout, value] =
            [0.3, 0.9, 1.0, 0.01, 0.01, 0.6, 3.0].map(&mut number);
        let balance = 0.5 + number(0.4) - 0.2;
        let mut whole = |below: i64| rng.randint(0, below).unwrap() as u32;
        let kinds = [0; 3].map(|_| KINDS[whole(5) as usize]);
        let mut layers = Vec::new();
        for &activation in &kinds[..whole(4) as usize] {
            let units = whole(18);
            layers.push(Hidden { units, activation });
        }
        let setup = PlaygroundSetup {
            seed: whole(1 << 31),
            layers,
            points: match whole(5) {
                0 => Points::Own(
                    (0..whole(9))
                        .map(|i| [value, l1, f64::from(i % 3)])
                        .collect(),
                ),
                _ => Points::Drawn {
                    shape: SHAPES[whole(7) as usize],
                    samples: whole(60),
                    noise,
                    balance,
                },
            },
            test,
            initializer: [Start::Thesis, Start::Glorot, Start::He, Start::Zeros][whole(4) as usize],
            optimizer: [Rule::Thesis, Rule::Descent, Rule::Momentum, Rule::Adam][whole(4) as usize],
            loss: [Cost::Thesis, Cost::Square, Cost::CrossEntropy][whole(3) as usize],
            batch: whole(20),
            rate,
            l1,
            l2,
            dropout,
            steps: u64::from(whole(30)),
            below: f64::from(whole(2)) * 0.1,
            patience: whole(4),
            events: vec![Event {
                step: 3,
                change: match whole(2) {
                    0 => Change::Rate(rate),
                    _ => Change::Parameter {
                        index: whole(20),
                        value,
                    },
                },
            }],
        };
        // A NaN is not itself, so that such a setup cannot be compared after its journey.
        let bytes = wire::encode("playground", &setup).unwrap();
        let setup: PlaygroundSetup = wire::decode("playground", &bytes).unwrap();
        let programs = [true, false].map(|spanish| {
            listing::numpy(&setup, spanish).len() + listing::keras(&setup, spanish).len()
        });
        assert!(programs.iter().all(|length| *length > 500));
        let Ok(mut experiment) = Playground::new(&setup, &Data::default()) else {
            continue;
        };
        while !experiment.finished() {
            if let Err(failure) = experiment.step(0.0) {
                assert!(matches!(
                    failure,
                    Failure::Diverged(_) | Failure::Refused(_)
                ));
                break;
            }
        }
        experiment.state(true, 0.0).unwrap();
        trained += 1;
    }
    assert!((100..300).contains(&trained), "{trained}");
}
