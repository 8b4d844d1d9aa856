//! The digits and the reviews: training and tests on data sets.

use redes_experiment::reviews::Want;

use super::*;

#[test]
fn the_digits_train_and_are_tested() {
    for case in [images::Case::Case10, images::Case::Case11] {
        let setup = DigitsSetup {
            case,
            seed: 2,
            samples: 80,
            batch_size: 32,
            epochs: 2,
            hidden: None,
            weights_interval: 400.0,
        };
        let data = data();
        let mut experiment = Digits::new(&sent::<Digits>(&setup), &data).unwrap();
        let (body, blocks) = run(&mut experiment, 6);
        let sets = data.mnist.unwrap();
        let options = images::TrainOptions {
            seed: 2,
            batch_size: 32,
            epochs: 2,
            hidden: None,
        };
        let train = sets.train.truncated(80);
        let mut trainer = images::trainer(case, 80, options).unwrap();
        for _ in 0..6 {
            trainer.step(&train).unwrap();
        }
        assert_eq!(experiment.fingerprint(), trainer.network().fingerprint());
        assert_eq!(blocks[1].f32(), trainer.network().parameters());
        assert_eq!((body.iteration, body.iterations), (6, 6));
        assert_eq!(body.epochs, trainer.history());
        assert!(body.trained && body.evaluation.is_none());
        let mut tests = 0;
        while !experiment.finished() {
            experiment.step(0.0).unwrap();
            tests += 1;
        }
        assert_eq!(tests, 70_usize.div_ceil(32));
        let loss = trainer.config().loss;
        let mut evaluator = Evaluator::new(loss, 70, 32, 10).unwrap();
        while !trainer.evaluate_step(&mut evaluator, &sets.test).unwrap() {}
        // The result comes once while training runs, and again when everything is asked for.
        for (full, comes) in [(false, true), (false, false), (true, true)] {
            let (body, blocks) = experiment.state(full, 0.0).unwrap();
            assert_eq!(body.evaluation.is_some(), comes);
            if let Some(found) = body.evaluation {
                let result = evaluator.result();
                assert_eq!((found.loss, found.accuracy), (result.loss, result.accuracy));
                assert_eq!(found.confusion.iter().sum::<u64>(), 70);
                assert_eq!(found.mistakes.len(), found.wrong.min(60) as usize);
                let first = found.mistakes[0];
                assert_eq!(
                    blocks[2].u8()[..784],
                    sets.test.image(first.index as usize).unwrap()
                );
            }
        }
    }
}

#[test]
fn a_network_goes_on_training_between_two_tests() {
    let case = images::Case::Case10;
    let mut first = images::trainer(case, 80, images::TrainOptions::default()).unwrap();
    let data = data();
    let sets = data.mnist.clone().unwrap();
    first.step(&sets.train.truncated(80)).unwrap();
    let pixels: Vec<u8> = (0..3).flat_map(|i| sets.test.image(i).unwrap()).collect();
    let setup = TuningSetup {
        case,
        weights: first.network().parameters().to_vec(),
        pixels: pixels.clone(),
        labels: vec![9, 9, 4],
        mixed: 2,
        steps: 5,
        seed: 3,
    };
    let mut experiment = Tuning::new(&sent::<Tuning>(&setup), &data).unwrap();
    // 3 + 6 images are a batch, and the test takes batches as large.
    let test = 70_usize.div_ceil(9) as u64;
    for step in 0..test {
        let (body, _) = experiment.state(false, 0.0).unwrap();
        assert_eq!(body.testing, Some((9 * step, 70)));
        run(&mut experiment, 1);
    }
    let (body, blocks) = experiment.state(true, 0.0).unwrap();
    assert_eq!((body.iteration, body.after, body.testing), (0, None, None));
    assert_eq!(blocks[0].f32(), setup.weights);
    let before = body.before.unwrap();
    assert_eq!(before.all.iter().sum::<u64>(), 70);
    let (body, blocks) = run(&mut experiment, 5);
    assert_eq!((body.iteration, body.before), (5, Some(before)));
    assert_eq!(body.testing, Some((0, 70)));
    // The library's trainer, from the same weights, on the same nine images.
    let mut nine = pixels;
    nine.extend((0..6).flat_map(|i| sets.train.image(i).unwrap()));
    let labels = [&[9, 9, 4], &sets.train.labels()[..6]].concat();
    let images = Images {
        count: 9,
        rows: 28,
        columns: 28,
        pixels: nine,
    };
    let nine = Mnist::new(images, labels).unwrap();
    let options = images::TrainOptions {
        seed: 3,
        batch_size: 9,
        epochs: 5,
        hidden: None,
    };
    let mut trainer = images::trainer(case, 9, options).unwrap();
    trainer.parameters_mut().copy_from_slice(&setup.weights);
    for _ in 0..5 {
        trainer.step(&nine).unwrap();
    }
    assert_eq!(blocks[0].f32(), trainer.network().parameters());
    let (body, _) = run(&mut experiment, test);
    assert!(experiment.finished());
    let right: u64 = body.after.unwrap().right.iter().sum();
    let accuracy = trainer.evaluate(&sets.test).unwrap().accuracy;
    assert!((right as f64 / 70.0 - accuracy).abs() < 1e-12);
}

#[test]
fn what_cannot_go_on_training_is_refused() {
    let setup = TuningSetup {
        case: images::Case::Case10,
        weights: vec![0.0; 3],
        pixels: vec![0; 784],
        labels: vec![7],
        mixed: 0,
        steps: 5,
        seed: 3,
    };
    let none = TuningSetup {
        pixels: Vec::new(),
        labels: Vec::new(),
        ..setup.clone()
    };
    for setup in [setup, none] {
        let refused = Tuning::new(&setup, &data()).err();
        assert!(matches!(refused, Some(Failure::Refused(_))), "{refused:?}");
    }
}

#[test]
fn weights_of_the_digits_are_left_out_for_a_moment_only() {
    let setup = DigitsSetup {
        case: images::Case::Case10,
        seed: 1,
        samples: 80,
        batch_size: 8,
        epochs: 3,
        hidden: None,
        weights_interval: 400.0,
    };
    let mut experiment = Digits::new(&setup, &data()).unwrap();
    experiment.step(1_000.0).unwrap();
    let mut comes = |full, now| {
        let (_, blocks) = experiment.state(full, now).unwrap();
        !blocks[1].f32().is_empty()
    };
    assert!(comes(false, 1_000.0));
    assert!(!comes(false, 1_399.0));
    assert!(comes(true, 1_399.0), "at rest everything comes");
    assert!(!comes(false, 1_500.0));
    assert!(comes(false, 1_800.0));
}

#[test]
fn the_weights_of_the_reviews_come_once_the_page_wants_them() {
    let setup = ReviewsSetup {
        cases: vec![texts::Case::Case20],
        seed: 1,
        samples: 30,
        batch_size: 16,
        epochs: 1,
    };
    let mut experiment = Reviews::new(&setup, &data()).unwrap();
    while !experiment.finished() {
        experiment.step(0.0).unwrap();
        let (body, blocks) = experiment.state(false, 0.0).unwrap();
        assert_eq!((body.runs[0].weights, blocks.len()), (false, 1));
    }
    // Those of the finished network, once.
    experiment.receive(Want::Epochs);
    let (body, blocks) = experiment.state(true, 0.0).unwrap();
    assert!(body.runs[0].weights && blocks[1].f32().len() > 1_000_000);
    let (body, _) = experiment.state(true, 0.0).unwrap();
    assert!(!body.runs[0].weights);
}

#[test]
fn the_weights_of_the_reviews_come_once_for_a_reader_who_saves() {
    let setup = ReviewsSetup {
        cases: vec![texts::Case::Case20],
        seed: 1,
        samples: 30,
        batch_size: 10,
        epochs: 2,
    };
    let mut experiment = Reviews::new(&setup, &data()).unwrap();
    let came = |experiment: &mut Reviews| {
        let (body, blocks) = experiment.state(false, 0.0).unwrap();
        assert_eq!(blocks.len(), 1 + usize::from(body.runs[0].weights));
        [body.present, body.runs[0].weights]
    };
    // The page has the first weights of a run that has not begun: none.
    experiment.receive(Want::Now);
    assert_eq!(came(&mut experiment), [true, false]);
    experiment.step(0.0).unwrap();
    assert_eq!(came(&mut experiment), [false; 2]);
    experiment.receive(Want::Now);
    assert_eq!(came(&mut experiment), [true; 2]);
    // What has come does not come again.
    experiment.receive(Want::Now);
    assert_eq!(came(&mut experiment), [true, false]);
    experiment.step(0.0).unwrap();
    assert_eq!(came(&mut experiment), [false; 2]);
}

#[test]
fn the_reviews_train_in_turns_and_are_tested_after_each_epoch() {
    let setup = ReviewsSetup {
        cases: texts::Case::ALL.to_vec(),
        seed: 1,
        samples: 30,
        batch_size: 16,
        epochs: 2,
    };
    let data = data();
    let mut experiment = Reviews::new(&sent::<Reviews>(&setup), &data).unwrap();
    experiment.receive(Want::Epochs);
    let mut weights = 0;
    let mut turns = Vec::new();
    while !experiment.finished() {
        experiment.step(0.0).unwrap();
        let (body, blocks) = experiment.state(false, 0.0).unwrap();
        let new = body.runs.iter().filter(|run| run.weights).count();
        assert_eq!(blocks.len(), 1 + new);
        weights += new;
        turns.push(body.current);
    }
    assert_eq!(weights, 4, "an epoch each, twice");
    turns.dedup();
    assert_eq!(turns, [0, 1, 0, 1, 0]);
    let (body, _) = experiment.state(true, 0.0).unwrap();
    assert_eq!((body.iteration, body.iterations), (8, 8));
    let train = data.imdb.unwrap().train.truncated(30);
    let mut prints = Vec::new();
    for run in &body.runs {
        assert_eq!(run.epochs.len(), 2);
        assert!(run.epochs.iter().all(|epoch| epoch.test.is_some()));
        let options = texts::TrainOptions {
            seed: 1,
            batch_size: 16,
            epochs: 2,
        };
        let mut trainer = texts::trainer(run.case, 30, options).unwrap();
        for _ in 0..4 {
            trainer.step(&train).unwrap();
        }
        prints.push(trainer.network().fingerprint());
    }
    assert_eq!(
        experiment.fingerprint(),
        prints[0].rotate_left(1) ^ prints[1]
    );
    let none = ReviewsSetup {
        cases: Vec::new(),
        ..setup
    };
    let refused = Reviews::new(&none, &self::data()).err();
    assert!(matches!(refused, Some(Failure::Refused(_))));
}
