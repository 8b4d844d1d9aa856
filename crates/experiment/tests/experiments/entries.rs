//! What every experiment says of itself, and what it refuses.

use super::*;

#[test]
fn each_experiment_says_which_data_it_needs() {
    let nothing = Needs::default();
    assert_eq!(Perceptron::needs(&perceptron()), nothing);
    assert_eq!(Circles::needs(&circles()), nothing);
    let sets = |name: &str| {
        let needs = Results::needs(&case(name));
        assert!(needs.ledger && needs.optional);
        (needs.mnist, needs.imdb)
    };
    assert_eq!(sets("perceptron"), (false, false));
    assert_eq!((sets("1.0"), sets("1.1")), ((true, false), (true, false)));
    assert_eq!((sets("2.0"), sets("2.1")), ((false, true), (false, true)));
    assert_eq!(sets("data"), (true, true));
    let needs = Results::needs(&case("data"));
    assert!(needs.missing(&data()).nothing());
    let mut some = Data::default();
    assert_eq!(needs.missing(&some), needs);
    some.add(Data {
        ledger: data().ledger,
        ..Data::default()
    });
    some.add(Data::default());
    assert!(!needs.missing(&some).ledger && needs.missing(&some).mnist);
}

#[test]
fn an_unknown_or_unreadable_experiment_is_a_failure_with_words() {
    let unknown = Entry::find(&ALL, "poker").err();
    assert_eq!(unknown, Some(Failure::Unknown("poker".to_owned())));
    for entry in ALL {
        let found = Entry::find(&ALL, entry.name).unwrap();
        let unreadable = Failure::Unreadable(entry.name.to_owned());
        assert!(unreadable.to_string().starts_with(entry.name));
        for junk in [&[][..], &[0xff; 3], &[0xff; 400]] {
            assert_eq!((found.needs)(junk).err(), Some(unreadable.clone()));
            let built = (found.build)(junk, &Data::default()).err();
            assert_eq!(built, Some(unreadable.clone()));
        }
    }
}

#[test]
fn an_unreadable_body_is_a_failure_of_its_experiment() {
    fn refused<E: Experiment>(experiment: &mut E) {
        let (body, _) = experiment.state(true, 0.0).unwrap();
        let bytes = wire::encode(E::NAME, &body).unwrap();
        let unreadable = Some(Failure::Unreadable(E::NAME.to_owned()));
        let cut = wire::decode::<E::Body>(E::NAME, &bytes[..bytes.len() - 1]);
        assert_eq!(cut.err(), unreadable);
        let longer = wire::decode::<E::Body>(E::NAME, &[&bytes[..], &[0]].concat());
        assert_eq!(longer.err(), unreadable);
    }
    let data = data();
    refused(&mut Perceptron::new(&perceptron(), &data).unwrap());
    refused(&mut Circles::new(&circles(), &data).unwrap());
    let digits = DigitsSetup {
        case: images::Case::Case10,
        seed: 1,
        samples: 80,
        batch_size: 8,
        epochs: 3,
        hidden: None,
        weights_interval: 400.0,
    };
    refused(&mut Digits::new(&digits, &data).unwrap());
    let reviews = ReviewsSetup {
        cases: texts::Case::ALL.to_vec(),
        seed: 1,
        samples: 30,
        batch_size: 16,
        epochs: 2,
    };
    refused(&mut Reviews::new(&reviews, &data).unwrap());
    refused(&mut Results::new(&case("perceptron"), &data).unwrap());
}

#[test]
fn parameters_that_the_library_refuses_fail_with_its_words() {
    let mut setup = perceptron();
    setup.targets.pop();
    let refused = Perceptron::new(&setup, &Data::default()).err();
    assert!(matches!(refused, Some(Failure::Refused(_))), "{refused:?}");
    let setup = CirclesSetup {
        hidden: vec![0],
        ..circles()
    };
    let refused = Circles::new(&setup, &Data::default()).err();
    assert!(matches!(refused, Some(Failure::Refused(_))), "{refused:?}");
    let setup = CirclesSetup {
        activation: Activation::RELU,
        learning_rate: 1e308,
        ..circles()
    };
    let mut experiment = Circles::new(&setup, &Data::default()).unwrap();
    let diverged = (0..100).find_map(|_| experiment.step(0.0).err());
    assert!(
        matches!(diverged, Some(Failure::Diverged(_))),
        "{diverged:?}"
    );
    let missing = Results::new(&case("poker"), &data()).err();
    assert_eq!(missing, Some(Failure::Refused("poker".to_owned())));
    let missing = Results::new(&case("1.0"), &Data::default()).err();
    assert_eq!(missing, Some(Failure::DataMissing));
}
