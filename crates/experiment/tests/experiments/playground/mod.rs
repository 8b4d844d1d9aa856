//! The playground.

mod any;
mod gradients;

use redes_experiment::playground::{
    Change, Cost, Event, Hidden, Kind, Message, PlaygroundSetup, Points, Reason, Rule, Shape, Start,
};

use super::*;

const SHAPES: [Shape; 7] = [
    Shape::Circles,
    Shape::Moons,
    Shape::Xor,
    Shape::Gaussians,
    Shape::Spiral,
    Shape::Line,
    Shape::Plane,
];
const KINDS: [Kind; 5] = [
    Kind::Relu,
    Kind::Leaky,
    Kind::Tanh,
    Kind::Sigmoid,
    Kind::Identity,
];

/// The setup of [`circles`].
fn thesis() -> PlaygroundSetup {
    PlaygroundSetup {
        seed: 7,
        points: drawn(Shape::Circles, 500),
        test: 0.0,
        layers: hidden(&[4, 8], Kind::Sigmoid),
        initializer: Start::Thesis,
        optimizer: Rule::Thesis,
        loss: Cost::Thesis,
        batch: 0,
        rate: 0.05,
        l1: 0.0,
        l2: 0.0,
        dropout: 0.0,
        steps: 2_500,
        below: 0.0,
        patience: 0,
        events: Vec::new(),
    }
}

/// Batches, a test half and everything that draws.
fn busy() -> PlaygroundSetup {
    PlaygroundSetup {
        points: drawn(Shape::Moons, 90),
        test: 0.3,
        layers: hidden(&[6, 5], Kind::Tanh),
        initializer: Start::Glorot,
        optimizer: Rule::Adam,
        loss: Cost::CrossEntropy,
        batch: 16,
        rate: 0.02,
        l1: 1e-4,
        l2: 1e-3,
        dropout: 0.2,
        ..thesis()
    }
}

fn drawn(shape: Shape, samples: u32) -> Points {
    Points::Drawn {
        shape,
        samples,
        noise: 0.05,
        balance: 0.5,
    }
}

fn hidden(units: &[u32], activation: Kind) -> Vec<Hidden> {
    let layer = |&units| Hidden { units, activation };
    units.iter().map(layer).collect()
}

fn new(setup: &PlaygroundSetup) -> Playground {
    Playground::new(&sent::<Playground>(setup), &Data::default()).unwrap()
}

fn change(experiment: &mut Playground, change: Change) {
    Experiment::receive(experiment, Message::Change(change));
}

#[test]
fn the_thesis_circles_are_those_of_the_experiment_circles() {
    let mut ours = new(&thesis());
    let mut theirs = Circles::new(&circles(), &Data::default()).unwrap();
    let (_, first) = run(&mut ours, 0);
    let (_, other) = run(&mut theirs, 0);
    let points: Vec<f64> = first[0]
        .f64()
        .chunks(4)
        .flat_map(|row| row[..3].to_vec())
        .collect();
    assert_eq!(points, other[0].f64());
    let (body, blocks) = run(&mut ours, 100);
    let (other_body, other) = run(&mut theirs, 100);
    assert_eq!(ours.fingerprint(), 0x8c03_7ec0_1ad3_9ec8);
    assert_eq!(ours.fingerprint(), theirs.fingerprint());
    assert_eq!(blocks[1..4], other[1..4]);
    assert_eq!(blocks[0].f64().len(), 0, "the points are sent once");
    assert_eq!(body.train.loss.to_bits(), other_body.cost.to_bits());
    assert_eq!(body.train.accuracy, other_body.accuracy);
    assert_eq!(body.test, None);
    // A row for each epoch, here a step; circles has the costs before their steps, by another sum.
    let history = blocks[5].f64();
    assert_eq!(history.len(), 5 * 100);
    for (row, before) in history.chunks(5).zip(other[4].f64()[2..].chunks(2)) {
        assert_eq!(row[0], before[0]);
        assert!((row[1] - before[1]).abs() < 1e-15);
        assert!(row[2].is_nan() && row[4].is_nan());
    }
}

#[test]
fn a_setup_with_its_events_repeats_a_run() {
    let mut live = new(&busy());
    run(&mut live, 5);
    change(&mut live, Change::Rate(0.005));
    let weight = Change::Parameter {
        index: 3,
        value: -1.25,
    };
    change(&mut live, weight);
    run(&mut live, 10);
    change(&mut live, weight);
    // What is out of range changes nothing.
    change(&mut live, Change::Rate(f64::NAN));
    change(&mut live, Change::Rate(-1.0));
    change(
        &mut live,
        Change::Parameter {
            index: 999,
            value: 0.0,
        },
    );
    let (body, blocks) = run(&mut live, 0);
    assert_eq!(blocks[3].f64()[3], -1.25);
    let event = |step, change| Event { step, change };
    assert_eq!(
        body.events,
        [
            event(5, Change::Rate(0.005)),
            event(5, weight),
            event(15, weight)
        ]
    );
    run(&mut live, 20);
    let mut again = new(&PlaygroundSetup {
        events: body.events,
        ..busy()
    });
    // An event is applied as soon as its step is reached.
    let (_, at_the_event) = run(&mut again, 15);
    assert_eq!(at_the_event[3], blocks[3]);
    run(&mut again, 20);
    assert_eq!(live.fingerprint(), again.fingerprint());
    let mut without = new(&busy());
    run(&mut without, 35);
    assert_ne!(live.fingerprint(), without.fingerprint());
}

#[test]
fn looking_and_reporting_change_no_weight() {
    let mut quiet = new(&busy());
    let mut watched = new(&busy());
    for _ in 0..30 {
        quiet.step(0.0).unwrap();
        watched.step(0.0).unwrap();
        Experiment::receive(&mut watched, Message::Look(Some((1, 2))));
        watched.state(true, 0.0).unwrap();
    }
    assert_eq!(quiet.fingerprint(), watched.fingerprint());
    let (body, blocks) = run(&mut watched, 0);
    assert_eq!(body.look, Some((1, 2)));
    assert_ne!(blocks[1], run(&mut quiet, 0).1[1]);
    // 6 + 5 + 1 neurons; the layers that leave out are none.
    assert_eq!(blocks[2].f32().len(), 12 * THUMBNAIL * THUMBNAIL);
    Experiment::receive(&mut watched, Message::Look(Some((3, 0))));
    assert_eq!(run(&mut watched, 0).0.look, None);
}

#[test]
fn every_shape_is_learnt_better_than_at_first() {
    for shape in SHAPES {
        let setup = PlaygroundSetup {
            points: drawn(shape, 200),
            layers: hidden(&[16, 8], Kind::Leaky),
            initializer: Start::He,
            loss: Cost::Square,
            rate: 0.01,
            dropout: 0.0,
            ..busy()
        };
        let mut experiment = new(&setup);
        let (first, blocks) = run(&mut experiment, 0);
        assert_eq!(blocks[0].f64().len(), 4 * 200);
        let held = blocks[0].f64().chunks(4).filter(|row| row[3] == 1.0);
        assert_eq!(held.count(), 60);
        let (last, _) = run(&mut experiment, 900);
        assert_eq!((last.iteration, last.batches, last.epoch), (900, 9, 100));
        let (before, after) = (first.test.unwrap(), last.test.unwrap());
        assert!(last.train.loss < first.train.loss, "{shape:?}");
        assert!(after.loss < before.loss, "{shape:?}");
        let counted: Vec<u32> = last.confusion.iter().map(|n| n.iter().sum()).collect();
        let all = if shape == Shape::Plane {
            [0; 2]
        } else {
            [140, 60]
        };
        assert_eq!(counted, all, "{shape:?}");
        if shape == Shape::Plane {
            assert!(after.accuracy > 0.95, "R² {}", after.accuracy);
        }
    }
}

#[test]
fn training_ends_for_a_reason() {
    for (setup, reason) in [
        (PlaygroundSetup { steps: 4, ..busy() }, Reason::Steps),
        (
            PlaygroundSetup {
                below: 0.5,
                dropout: 0.0,
                ..busy()
            },
            Reason::Below,
        ),
        (
            PlaygroundSetup {
                patience: 3,
                rate: 1.0,
                ..busy()
            },
            Reason::Patience,
        ),
    ] {
        let mut experiment = new(&setup);
        while !experiment.finished() {
            experiment.step(0.0).unwrap();
        }
        let (body, _) = run(&mut experiment, 0);
        assert_eq!(body.stopped, Some(reason));
        assert!(body.iteration <= 2_500);
        assert!(experiment.step(0.0).is_err());
        if reason == Reason::Below {
            assert!(body.train.loss < 0.5);
        }
    }
}

#[test]
fn own_points_keep_their_order_and_may_have_values() {
    let rows = vec![[0.5, 0.25, 2.0], [-0.5, 1.0, -1.0], [1.0, -1.0, 0.5]];
    let setup = PlaygroundSetup {
        points: Points::Own(rows.clone()),
        layers: Vec::new(),
        optimizer: Rule::Descent,
        loss: Cost::Square,
        rate: 0.3,
        ..thesis()
    };
    let mut experiment = new(&setup);
    let (body, blocks) = run(&mut experiment, 0);
    let with_mark = rows.iter().flat_map(|[x, y, v]| [*x, *y, *v, 0.0]);
    assert_eq!(blocks[0].f64(), with_mark.collect::<Vec<_>>());
    assert_eq!(body.confusion, [[0; 4]; 2]);
    let (body, _) = run(&mut experiment, 1_000);
    assert!(body.train.accuracy > 0.999, "three points, three weights");
}

#[test]
fn what_is_out_of_range_is_refused() {
    let with = |change: &dyn Fn(&mut PlaygroundSetup)| {
        let mut setup = thesis();
        change(&mut setup);
        setup
    };
    let points = |shape, samples, noise, balance| Points::Drawn {
        shape,
        samples,
        noise,
        balance,
    };
    let event = |step, change| Event { step, change };
    let absurd = [
        with(&|s| s.test = 0.95),
        with(&|s| s.test = f64::NAN),
        with(&|s| s.test = -0.1),
        with(&|s| s.points = points(Shape::Xor, 1, 0.1, 0.5)),
        with(&|s| s.points = points(Shape::Xor, 5_001, 0.1, 0.5)),
        with(&|s| s.points = points(Shape::Xor, 50, -0.1, 0.5)),
        with(&|s| s.points = points(Shape::Xor, 50, 0.1, 0.0)),
        with(&|s| s.points = points(Shape::Xor, 50, 0.1, f64::NAN)),
        with(&|s| s.points = Points::Own(Vec::new())),
        with(&|s| s.points = Points::Own(vec![[0.0, f64::NAN, 1.0]; 3])),
        with(&|s| {
            s.points = points(Shape::Plane, 50, 0.1, 0.5);
            s.loss = Cost::CrossEntropy;
        }),
        with(&|s| s.layers = hidden(&[1; 7], Kind::Tanh)),
        with(&|s| s.layers = hidden(&[0], Kind::Tanh)),
        with(&|s| s.layers = hidden(&[17], Kind::Tanh)),
        with(&|s| s.rate = f64::INFINITY),
        with(&|s| s.rate = -0.1),
        with(&|s| s.l1 = -0.1),
        with(&|s| s.l2 = f64::NAN),
        with(&|s| s.dropout = 1.0),
        with(&|s| s.below = f64::NAN),
        with(&|s| s.events = vec![event(0, Change::Rate(-1.0))]),
        with(&|s| s.events = vec![event(3, Change::Rate(0.1)), event(2, Change::Rate(0.1))]),
    ];
    for setup in absurd {
        let made = Playground::new(&setup, &Data::default());
        assert!(matches!(made.err(), Some(Failure::Refused(_))), "{setup:?}");
    }
}

/// Where a step takes all points it measures the weights before it; a report in between must give the same row.
#[test]
fn the_history_is_the_same_however_often_it_is_asked_for() {
    for (batch, loss, shape) in [
        (0, Cost::Thesis, Shape::Circles),
        (0, Cost::CrossEntropy, Shape::Moons),
        (0, Cost::Square, Shape::Plane),
        (16, Cost::CrossEntropy, Shape::Moons),
    ] {
        let setup = PlaygroundSetup {
            points: drawn(shape, 90),
            batch,
            loss,
            dropout: 0.0,
            events: vec![Event {
                step: 12,
                change: Change::Parameter {
                    index: 2,
                    value: 1.5,
                },
            }],
            ..busy()
        };
        let (mut rare, mut often) = (new(&setup), new(&setup));
        let rows = run(&mut rare, 20).1[5].f64().to_vec();
        let mut others = Vec::new();
        for _ in 0..20 {
            others.extend_from_slice(run(&mut often, 1).1[5].f64());
        }
        let epochs = if batch == 0 { 20 } else { 5 };
        assert_eq!(rows.len(), 5 * (1 + epochs));
        assert_eq!(rows.len(), others.len());
        for (a, b) in rows.iter().zip(&others) {
            assert!((a - b).abs() < 1e-14, "{a} {b}");
        }
        // The last row is the present one.
        let (body, _) = run(&mut rare, 0);
        if batch == 0 {
            assert_eq!(rows[rows.len() - 5], 20.0);
            assert!((rows[rows.len() - 4] - body.train.loss).abs() < 1e-14);
        }
    }
}
