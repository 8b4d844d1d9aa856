//! A training of an opened network goes on from its tape.

use redes_experiment::{Entry, Session, history, wire};

use super::*;

fn begun(setup: &Setup) -> (Vec<u8>, Box<dyn Session>) {
    let bytes = wire::encode(Shop::NAME, setup).unwrap();
    let session = (Entry::of::<Shop>().build)(&bytes, &digits()).unwrap();
    (bytes, session)
}

/// Trains to this step and does `more` calls there: parts of a test.
fn train(session: &mut dyn Session, step: u64, more: usize) {
    while session.iteration() < step {
        session.step(0.0).unwrap();
    }
    for _ in 0..more {
        session.step(0.0).unwrap();
    }
}

fn seen(session: &mut dyn Session) -> (Body, Vec<Block>, u64) {
    let (body, blocks) = session.state(true, 1e6).unwrap();
    let body = wire::decode(Shop::NAME, &body).unwrap();
    (body, blocks, session.fingerprint())
}

/// What is trained: a file that is tried and tested first, with an optimiser, and the thesis's network.
fn setups() -> [Setup; 3] {
    let file = setup(
        Source::File(site("digits-1.0.safetensors")),
        Some(Set::Mnist),
        true,
    );
    let rmsprop = Setup {
        optimizer: Kind::RmsProp,
        ..file.clone()
    };
    [file, rmsprop, setup(Source::Thesis, Some(Set::Mnist), true)]
}

/// A run as it is kept.
fn written(session: &mut dyn Session, setup: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    session.keep(setup, &mut bytes).then_some(bytes)
}

#[test]
fn a_training_goes_on_with_the_same_bits() {
    for setup in setups() {
        let (bytes, mut whole) = begun(&setup);
        train(&mut *whole, 13, 0);
        let whole = seen(&mut *whole);
        // In the first epoch, at its end, in its test, after it, and later.
        for (step, more) in [(1, 0), (4, 0), (4, 1), (4, 2), (11, 0)] {
            let (_, mut first) = begun(&setup);
            train(&mut *first, step, more);
            let kept = written(&mut *first, &bytes).unwrap();
            // What an earlier run has found out is not found out again, and what is kept has it too.
            let body = seen(&mut *first).0;
            let known = Setup {
                scaling: body.scaling,
                tested: body.tests.first().copied(),
                ..setup.clone()
            };
            for setup in [&setup, &known] {
                let (bytes, mut second) = begun(setup);
                assert!(second.goes_on(&bytes, &mut &*kept), "{step}, {more}");
                assert_eq!(second.iteration(), step);
                train(&mut *second, 13, 0);
                assert!(seen(&mut *second) == whole, "{step}, {more}");
            }
        }
    }
}

#[test]
fn what_does_not_fit_is_refused_and_what_does_not_train_is_not_kept() {
    let [file, rmsprop, _] = setups();
    let (bytes, mut session) = begun(&file);
    assert_eq!(written(&mut *session, &bytes), None, "no step is done");
    train(&mut *session, 2, 0);
    let kept = written(&mut *session, &bytes).unwrap();
    let seed = Setup {
        open: Open {
            seed: 2,
            ..file.open.clone()
        },
        ..file.clone()
    };
    let other = Setup {
        open: open(Source::File(site("digits-1.1.safetensors"))),
        ..file.clone()
    };
    for setup in [seed, other, rmsprop] {
        let (bytes, mut session) = begun(&setup);
        assert!(!session.goes_on(&bytes, &mut &*kept));
    }
    for bad in [&kept[..9], &kept[..kept.len() - 1], &[]] {
        let (bytes, mut session) = begun(&file);
        assert!(!session.goes_on(&bytes, &mut &*bad));
    }
    let tests = Setup {
        train: false,
        ..file
    };
    let (bytes, mut session) = begun(&tests);
    while !session.finished() {
        session.step(0.0).unwrap();
    }
    assert_eq!(written(&mut *session, &bytes), None);
    assert!(!session.goes_on(&bytes, &mut &*kept));
}

#[test]
fn a_million_steps_need_no_more_room_than_a_figure_draws() {
    let [setup, ..] = setups();
    let bytes = wire::encode(Shop::NAME, &setup).unwrap();
    let mut shop = Shop::new(&setup, &digits()).unwrap();
    while Experiment::iteration(&shop) < 2 {
        Experiment::step(&mut shop, 0.0).unwrap();
    }
    let kept = |shop: &mut Shop| written(shop, &bytes).unwrap();
    let few = kept(&mut shop).len();
    for step in 3..1_000_000 {
        shop.note([f64::from(step), 0.5, 0.9]);
    }
    let many = kept(&mut shop);
    // Rows of three numbers of eight bytes.
    let most = 24 * history::MOST;
    assert!(many.len() - few < most + most / 10, "{few}, {}", many.len());
    assert!(shown(&mut shop).1[0].f64().len() < 4 * history::MOST);
    let (_, mut second) = begun(&setup);
    assert!(second.goes_on(&bytes, &mut &*many));
    assert_eq!(seen(&mut *second).0.running, Some([0.5, 0.9]));
}
