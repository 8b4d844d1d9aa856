//! The ledger, computed again.

use super::*;

#[test]
fn a_case_of_the_ledger_is_computed_and_judged() {
    let mut experiment = Results::new(&sent::<Results>(&case("perceptron")), &data()).unwrap();
    let (body, _) = run(&mut experiment, 0);
    assert!(!body.rows.is_empty());
    assert!(body.rows.iter().all(|row| row.verdict != "outside"));
    while !experiment.finished() {
        experiment.step(0.0).unwrap();
    }
    let (body, _) = run(&mut experiment, 0);
    assert_eq!(body.done, body.total);
    assert!(body.rows.iter().any(|row| row.verdict == "reproduced"));
    assert!(body.rows.iter().all(|row| row.verdict != "waiting"));
    let (body, _) = Results::new(&case("perceptron"), &data())
        .unwrap()
        .state(false, 0.0)
        .unwrap();
    assert!(body.rows.is_empty(), "rows come at rest");
}

#[test]
fn parts_from_other_trainers_change_no_result() {
    let whole = ResultsSetup {
        seed: 4,
        seeds: 3,
        ..case("circles")
    };
    let finish = |experiment: &mut Results| {
        while !experiment.finished() {
            experiment.step(0.0).unwrap();
        }
        let mut body = experiment.state(true, 0.0).unwrap().0;
        // Where the last training was, if the last was here.
        body.now = None;
        (body, experiment.iteration(), experiment.fingerprint())
    };
    let alone = finish(&mut Results::new(&whole, &data()).unwrap());
    assert!(alone.0.part.is_none() && !alone.0.rows.is_empty());
    assert_eq!(Results::reached(&alone.0), 3);

    let parts = Results::parts(&whole);
    let seeds: Vec<u32> = parts.iter().map(|part| part.seed).collect();
    assert_eq!(seeds, [4, 5, 6]);
    // The last part before the run comes to it; the one before while the run is at it.
    for taken in [&[2][..], &[1], &[2, 1], &[0, 1, 2]] {
        let mut run = Results::new(&whole, &data()).unwrap();
        for &place in taken {
            let mut part = Results::new(&sent::<Results>(&parts[place]), &data()).unwrap();
            let (body, _, _) = finish(&mut part);
            assert!(body.rows.is_empty());
            let message = Results::part(body).unwrap();
            let bytes = wire::encode(Results::NAME, &message).unwrap();
            let (body, _) = run.state(false, 0.0).unwrap();
            while Results::reached(&run.state(false, 0.0).unwrap().0) < place {
                run.step(0.0).unwrap();
            }
            (0..7).for_each(|_| run.step(0.0).unwrap());
            redes_experiment::Session::receive(&mut run, &bytes).unwrap();
            let (after, _) = run.state(false, 0.0).unwrap();
            assert!(after.done > body.done, "progress of all trainers");
        }
        assert_eq!(finish(&mut run), alone, "{taken:?}");
    }
    // Seeds change nothing here, so there is nothing to share.
    assert_eq!(Results::parts(&case("perceptron")), []);
    assert_eq!(Results::parts(&case("data")), []);
    assert_eq!(Results::parts(&case("3.0")), []);
}
