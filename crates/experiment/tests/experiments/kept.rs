//! Runs that are kept as bytes: another goes on from there with the bits of one that was never stopped.

use redes_experiment::{
    Session,
    playground::{
        Points, Shape,
        sweep::{SweepSetup, Vary},
    },
    reviews::Want,
};

use super::*;

/// A run as it is kept.
fn written(session: &mut dyn Session, setup: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    session.keep(setup, &mut bytes).then_some(bytes)
}

/// The run of a setup before its first step.
fn begun<E: Experiment>(setup: &E::Setup) -> (Vec<u8>, Box<dyn Session>) {
    let bytes = wire::encode(E::NAME, setup).unwrap();
    let session = (Entry::of::<E>().build)(&bytes, &data()).unwrap();
    (bytes, session)
}

/// A run after so many calls, each of which is a step or a part of a test.
fn after<E: Experiment>(setup: &E::Setup, calls: u64) -> Box<dyn Session> {
    let (_, mut session) = begun::<E>(setup);
    for _ in 0..calls {
        session.step(0.0).unwrap();
    }
    session
}

/// That run as it is kept.
fn kept<E: Experiment>(setup: &E::Setup, calls: u64) -> Option<Vec<u8>> {
    let (bytes, _) = begun::<E>(setup);
    written(&mut *after::<E>(setup, calls), &bytes)
}

/// A run's last report: its body, its blocks, its hash.
type End<B> = (B, Vec<Block>, u64);

/// Ends a run. `message` asks for what it reports at its end only then.
fn ended<E: Experiment>(session: &mut dyn Session, message: Option<&E::Message>) -> End<E::Body> {
    while !session.finished() {
        session.step(0.0).unwrap();
    }
    if let Some(message) = message {
        session
            .receive(&wire::encode(E::NAME, message).unwrap())
            .unwrap();
    }
    let (body, blocks) = session.state(true, 0.0).unwrap();
    let body = wire::decode(E::NAME, &body).unwrap();
    (body, blocks, session.fingerprint())
}

/// Holds every run that goes on to the end of one that was never stopped.
fn goes_on<E: Experiment>(
    setup: &E::Setup,
    calls: impl IntoIterator<Item = u64>,
    message: Option<&E::Message>,
) where
    E::Body: PartialEq + std::fmt::Debug,
{
    let (bytes, mut whole) = begun::<E>(setup);
    let (body, blocks, print) = ended::<E>(&mut *whole, message);
    for calls in calls {
        let kept = kept::<E>(setup, calls).unwrap();
        let (_, mut second) = begun::<E>(setup);
        assert!(second.goes_on(&bytes, &mut &*kept), "after {calls}");
        assert_eq!(
            second.iteration(),
            after::<E>(setup, calls).iteration(),
            "after {calls}"
        );
        let (found, theirs, same) = ended::<E>(&mut *second, message);
        assert_eq!(same, print, "after {calls}");
        assert_eq!(found, body, "after {calls}");
        assert!(
            theirs == blocks,
            "after {calls}: the curve has all its steps"
        );
    }
}

/// Holds that what is no kept run of a setup is refused.
fn refuses<E: Experiment>(setup: &E::Setup, calls: u64, others: &[E::Setup]) {
    let good = kept::<E>(setup, calls).unwrap();
    let mut bad = vec![
        vec![0],
        vec![0xff; 999],
        good[..good.len() / 2].to_vec(),
        good[..good.len() - 1].to_vec(),
        [&*good, &[0]].concat(),
    ];
    // The hash of the setup, and how many numbers follow.
    for (place, number) in [(0, 7), (8, 1 << 50), (8, u64::MAX)] {
        let mut changed = good.clone();
        changed[place..place + 8].copy_from_slice(&u64::to_le_bytes(number));
        bad.push(changed);
    }
    bad.extend(others.iter().map(|other| kept::<E>(other, calls).unwrap()));
    for (place, bad) in bad.iter().enumerate() {
        let (bytes, mut session) = begun::<E>(setup);
        assert!(!session.goes_on(&bytes, &mut bad.as_slice()), "{place}");
    }
    let (bytes, mut session) = begun::<E>(setup);
    assert!(session.goes_on(&bytes, &mut &*good));
}

fn digits() -> DigitsSetup {
    DigitsSetup {
        case: images::Case::Case11,
        seed: 4,
        samples: 80,
        batch_size: 32,
        epochs: 3,
        hidden: None,
        weights_interval: 400.0,
    }
}

#[test]
fn the_digits_go_on_with_the_same_bits() {
    // In the middle of an epoch, at its end, after the last step, in the middle of the test.
    goes_on::<Digits>(&digits(), [4, 6, 9, 10], None);
    let seed = DigitsSetup {
        seed: 5,
        ..digits()
    };
    let longer = DigitsSetup {
        epochs: 4,
        ..digits()
    };
    refuses::<Digits>(&digits(), 4, &[seed, longer]);
}

#[test]
fn the_reviews_go_on_with_the_same_bits() {
    let setup = ReviewsSetup {
        cases: texts::Case::ALL.to_vec(),
        seed: 3,
        samples: 40,
        batch_size: 16,
        epochs: 2,
    };
    // Three steps and three parts of a test are an epoch of one network. In the middle of the first epoch, at its end, in
    // its test, after it, in the other network's, in the second epoch, in the last test and after it.
    let calls = [2, 3, 4, 6, 8, 13, 23, 24];
    goes_on::<Reviews>(&setup, calls, Some(&Want::Now));
    let one = ReviewsSetup {
        cases: vec![texts::Case::Case21],
        ..setup.clone()
    };
    refuses::<Reviews>(&setup, 8, std::slice::from_ref(&one));
    // Weights and both moments of the larger network.
    let size = kept::<Reviews>(&one, 2).unwrap().len();
    assert!((49_926_000..49_927_000).contains(&size), "{size}");
}

#[test]
fn the_weights_of_the_last_epoch_come_where_the_kept_run_rests_at_its_end() {
    let setup = ReviewsSetup {
        cases: vec![texts::Case::Case20],
        seed: 3,
        samples: 40,
        batch_size: 16,
        epochs: 2,
    };
    for (calls, comes) in [(3, true), (4, true), (7, false), (12, true)] {
        let (bytes, mut second) = begun::<Reviews>(&setup);
        assert!(second.goes_on(&bytes, &mut &*kept::<Reviews>(&setup, calls).unwrap()));
        let want = wire::encode(Reviews::NAME, &Want::Epochs).unwrap();
        second.receive(&want).unwrap();
        let (_, blocks) = second.state(true, 0.0).unwrap();
        assert_eq!(blocks.len() == 2, comes, "after {calls}");
    }
}

#[test]
fn a_second_training_goes_on_with_the_same_bits() {
    let case = images::Case::Case10;
    let first = images::trainer(case, 80, images::TrainOptions::default()).unwrap();
    let sets = data().mnist.unwrap();
    let setup = TuningSetup {
        case,
        weights: first.network().parameters().to_vec(),
        pixels: (0..3).flat_map(|i| sets.test.image(i).unwrap()).collect(),
        labels: vec![9, 9, 4],
        mixed: 2,
        steps: 5,
        seed: 3,
    };
    // The test before it takes eight calls, and the test after it as many.
    goes_on::<Tuning>(&setup, [9, 12, 13, 15, 21], None);
    let other = TuningSetup {
        labels: vec![9, 4, 4],
        ..setup.clone()
    };
    refuses::<Tuning>(&setup, 9, &[other]);
    assert_eq!(kept::<Tuning>(&setup, 3), None, "no step is done");
}

#[test]
fn what_a_link_repeats_is_not_kept() {
    assert_eq!(kept::<Perceptron>(&perceptron(), 5), None);
    assert_eq!(kept::<Circles>(&circles(), 5), None);
}

/// A run that goes on from a kept one where that stands in its parts.
fn resumed<E: Experiment>(setup: &E::Setup, kept: &[u8]) -> (Box<dyn Session>, E::Body) {
    let (bytes, mut session) = begun::<E>(setup);
    assert!(session.goes_on(&bytes, &mut &*kept));
    let (body, _) = session.state(true, 0.0).unwrap();
    (session, wire::decode(E::NAME, &body).unwrap())
}

/// The body of a part that is over.
fn part_over<E: Experiment>(setup: &E::Setup, place: usize) -> Vec<u8> {
    let part = &E::parts(setup)[place];
    let (body, _, _) = ended::<E>(&mut *begun::<E>(part).1, None);
    wire::encode(E::NAME, &E::part(body).unwrap()).unwrap()
}

#[test]
fn the_seeds_of_the_ledger_that_are_over_are_kept() {
    let setup = ResultsSetup {
        seed: 4,
        seeds: 3,
        ..case("circles")
    };
    let whole = |mut session: Box<dyn Session>| {
        let (mut body, _, print) = ended::<Results>(&mut *session, None);
        // Where the last training was, if it was here.
        body.now = None;
        (body, print)
    };
    let expected = whole(begun::<Results>(&setup).1);
    assert!(!expected.0.rows.is_empty());
    let slices = expected.1 / 3;
    // In the middle of the second seed, before the third, after the last and once that is noted.
    for (calls, over) in [
        (slices + 9, 1),
        (2 * slices, 2),
        (3 * slices, 3),
        (3 * slices + 1, 3),
    ] {
        let kept = kept::<Results>(&setup, calls).unwrap();
        let (session, body) = resumed::<Results>(&setup, &kept);
        assert_eq!(session.iteration(), u64::from(over) * slices);
        assert_eq!(body.known, (0..over).collect::<Vec<_>>());
        assert_eq!(session.finished(), over == 3);
        assert_eq!(whole(session), expected, "after {calls}");
    }
    // Nothing is over, nothing is kept; nor of a part, nor in a case without seeds.
    assert_eq!(kept::<Results>(&setup, slices - 1), None);
    assert_eq!(
        kept::<Results>(&Results::parts(&setup)[0], slices + 1),
        None
    );
    assert_eq!(kept::<Results>(&case("perceptron"), 30), None);

    // A seed that a helper has computed is kept too, before its turn.
    let (bytes, mut session) = begun::<Results>(&setup);
    session.step(0.0).unwrap();
    session.receive(&part_over::<Results>(&setup, 2)).unwrap();
    let helped = written(&mut *session, &bytes).unwrap();
    let (session, body) = resumed::<Results>(&setup, &helped);
    assert_eq!((session.iteration(), &*body.known), (0, &[2][..]));
    assert_eq!(whole(session), expected);

    // The rows may be in the other language.
    let spanish = ResultsSetup {
        spanish: true,
        ..setup.clone()
    };
    let (_, body) = resumed::<Results>(&spanish, &helped);
    assert_ne!(body.rows[0].what, expected.0.rows[0].what);
    let fewer = ResultsSetup {
        seeds: 2,
        ..setup.clone()
    };
    let later = ResultsSetup {
        seed: 5,
        ..setup.clone()
    };
    refuses::<Results>(&setup, 2 * slices, &[fewer, later]);
}

#[test]
fn the_seeds_of_a_case_with_data_are_kept() {
    let setup = ResultsSetup {
        seeds: 2,
        ..case("1.0")
    };
    let (expected, _, print) = ended::<Results>(&mut *begun::<Results>(&setup).1, None);
    let kept = kept::<Results>(&setup, print / 2 + 3).unwrap();
    let (mut session, _) = resumed::<Results>(&setup, &kept);
    let (found, _, same) = ended::<Results>(&mut *session, None);
    assert_eq!((found, same), (expected, print));
    // With other data the seeds measured something else.
    let other = Data {
        mnist: Some(Rc::new(DigitsData {
            train: noise(3, 90),
            test: noise(4, 70),
        })),
        ..data()
    };
    let bytes = wire::encode(Results::NAME, &setup).unwrap();
    let mut session = (Entry::of::<Results>().build)(&bytes, &other).unwrap();
    assert!(!session.goes_on(&bytes, &mut &*kept));
}

#[test]
fn the_trainings_of_a_sweep_that_are_over_are_kept() {
    // The second rate diverges.
    let mut setup = sweep::sweep(Vary::Rate(vec![0.01, 1e200, 0.1]));
    setup.base.points = Points::Drawn {
        shape: Shape::Plane,
        samples: 40,
        noise: 0.1,
        balance: 0.5,
    };
    let (expected, _, print) = ended::<Sweep>(&mut *begun::<Sweep>(&setup).1, None);
    assert!(expected.rows[1].diverged > 0);
    let mut last = 0;
    for calls in [61, 70, 130, 200, 330] {
        let kept = kept::<Sweep>(&setup, calls).unwrap();
        let (mut session, body) = resumed::<Sweep>(&setup, &kept);
        assert!(body.known.len() >= last.max(1));
        last = body.known.len();
        assert_eq!(body.known, (0..last as u32).collect::<Vec<_>>());
        let (found, _, same) = ended::<Sweep>(&mut *session, None);
        // Rows with NaN are equal where their bytes are.
        let bytes = |body| wire::encode(Sweep::NAME, body).unwrap();
        assert_eq!(
            (bytes(&found), same),
            (bytes(&expected), print),
            "after {calls}"
        );
    }
    assert_eq!(kept::<Sweep>(&setup, 30), None, "none is over");

    let (bytes, mut session) = begun::<Sweep>(&setup);
    session.step(0.0).unwrap();
    session.receive(&part_over::<Sweep>(&setup, 8)).unwrap();
    session.receive(&part_over::<Sweep>(&setup, 6)).unwrap();
    let (mut session, body) = resumed::<Sweep>(&setup, &written(&mut *session, &bytes).unwrap());
    assert_eq!((&*body.known, body.reached), (&[6, 8][..], 1));
    assert_eq!(ended::<Sweep>(&mut *session, None).2, print);

    let other = SweepSetup {
        seeds: 4,
        ..setup.clone()
    };
    let mut base = setup.clone();
    base.base.batch = 5;
    refuses::<Sweep>(&setup, 130, &[other, base]);
}
