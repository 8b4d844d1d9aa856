//! Sweeps of the playground.

use redes_experiment::playground::{
    Cost, Hidden, Kind, PlaygroundSetup, Points, Rule, Shape, Start,
    sweep::{MAX_TRAININGS, SweepBody, SweepSetup, Vary},
};

use super::*;

fn base() -> PlaygroundSetup {
    PlaygroundSetup {
        seed: 3,
        points: Points::Drawn {
            shape: Shape::Gaussians,
            samples: 40,
            noise: 0.1,
            balance: 0.5,
        },
        test: 0.25,
        layers: vec![Hidden {
            units: 3,
            activation: Kind::Tanh,
        }],
        initializer: Start::Glorot,
        optimizer: Rule::Descent,
        loss: Cost::Square,
        batch: 10,
        rate: 0.1,
        l1: 0.0,
        l2: 0.0,
        dropout: 0.0,
        steps: 60,
        below: 0.0,
        patience: 0,
        events: Vec::new(),
    }
}

pub(crate) fn sweep(what: Vary) -> SweepSetup {
    SweepSetup {
        base: base(),
        what,
        seeds: 3,
        enough: 0.9,
        part: None,
    }
}

fn whole(sweep: &mut Sweep) -> SweepBody {
    while !sweep.finished() {
        sweep.step(0.0).unwrap();
    }
    run(sweep, 0).0
}

#[test]
fn a_row_is_what_the_playground_finds() {
    let setup = sweep(Vary::Rate(vec![0.001, 0.5]));
    let body = whole(&mut Sweep::new(&sent::<Sweep>(&setup), &Data::default()).unwrap());
    assert_eq!((body.done(), body.total, body.reached), (6, 6, 6));
    for (row, rate) in body.rows.iter().zip([0.001, 0.5]) {
        let finish = |seed| {
            let setup = PlaygroundSetup {
                rate,
                seed,
                ..base()
            };
            let mut one = Playground::new(&setup, &Data::default()).unwrap();
            run(&mut one, 60).0.test.unwrap()
        };
        let scores = [3, 4, 5].map(finish);
        let mean = scores.iter().map(|score| score.loss).sum::<f64>() / 3.0;
        assert_eq!(row.loss.mean.to_bits(), mean.to_bits());
        let learnt = scores.iter().filter(|score| score.accuracy >= 0.9).count();
        assert_eq!(row.learnt, learnt as f64 / 3.0);
        assert_eq!((row.seeds, row.diverged), (3, 0));
    }
    assert!(body.rows[0].loss.mean > body.rows[1].loss.mean);
}

#[test]
fn parts_from_other_trainers_change_no_row() {
    let setup = sweep(Vary::Units(vec![1, 2, 3]));
    let mut alone = Sweep::new(&setup, &Data::default()).unwrap();
    let expected = whole(&mut alone);
    let mut helped = Sweep::new(&setup, &Data::default()).unwrap();
    run(&mut helped, 70);
    let parts = Sweep::parts(&setup);
    assert_eq!(parts.len(), 9);
    // Of a training that is over, of the one under way, and of some that are not.
    for number in [0, 1, 4, 8] {
        let part = &sent::<Sweep>(&parts[number]);
        let mut part = Sweep::new(part, &Data::default()).unwrap();
        let body = whole(&mut part);
        Experiment::receive(&mut helped, Sweep::part(body).unwrap());
    }
    let (body, _) = run(&mut helped, 0);
    assert_eq!((&*body.known, body.reached), (&[0, 4, 8][..], 2));
    assert_eq!(whole(&mut helped), expected);
    assert_eq!(helped.fingerprint(), alone.fingerprint());
    assert_eq!(helped.iteration(), alone.iteration());
    assert_eq!(alone.iteration(), 9 * 60);
    assert!(helped.step(0.0).is_err());
}

#[test]
fn every_parameter_can_differ() {
    for what in [
        Vary::Rate(vec![0.1, 0.2]),
        Vary::Units(vec![1, 2]),
        Vary::Depth(vec![0, 2]),
        Vary::Kind(vec![Kind::Relu, Kind::Sigmoid]),
        Vary::Noise(vec![0.0, 0.5]),
        Vary::Samples(vec![20, 30]),
        Vary::Batch(vec![1, 0]),
        Vary::Start(vec![Start::Zeros, Start::He]),
        Vary::Rule(vec![Rule::Momentum, Rule::Adam]),
        Vary::Cost(vec![Cost::Thesis, Cost::CrossEntropy]),
        Vary::L1(vec![0.0, 0.1]),
        Vary::L2(vec![0.0, 0.1]),
        Vary::Dropout(vec![0.0, 0.5]),
    ] {
        let setup = sent::<Sweep>(&sweep(what.clone()));
        let body = whole(&mut Sweep::new(&setup, &Data::default()).unwrap());
        assert_eq!(body.rows.len(), 2);
        assert_ne!(body.rows[0].loss, body.rows[1].loss, "{what:?}");
    }
}

#[test]
fn what_diverges_is_counted() {
    let mut setup = sweep(Vary::Rate(vec![1e200, 0.01]));
    setup.base.points = Points::Drawn {
        shape: Shape::Plane,
        samples: 40,
        noise: 0.1,
        balance: 0.5,
    };
    let body = whole(&mut Sweep::new(&setup, &Data::default()).unwrap());
    let [row, other] = body.rows[..] else {
        panic!("two rows");
    };
    assert_eq!((row.seeds, row.diverged, row.learnt), (3, 3, 0.0));
    assert!(row.loss.mean.is_nan());
    assert_eq!((other.seeds, other.diverged), (3, 0));
}

#[test]
fn absurd_sweeps_are_refused() {
    let many = SweepSetup {
        seeds: MAX_TRAININGS as u32,
        ..sweep(Vary::Units(vec![1, 2]))
    };
    for setup in [
        many,
        sweep(Vary::Units(Vec::new())),
        sweep(Vary::Units(vec![3, 17])),
        sweep(Vary::Rate(vec![0.1, -1.0])),
        SweepSetup {
            seeds: 0,
            ..sweep(Vary::Units(vec![1]))
        },
        SweepSetup {
            part: Some(9),
            ..sweep(Vary::Units(vec![1]))
        },
    ] {
        let made = Sweep::new(&setup, &Data::default());
        assert!(matches!(made.err(), Some(Failure::Refused(_))), "{setup:?}");
    }
}
