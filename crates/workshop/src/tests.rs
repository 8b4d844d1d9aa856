mod kept;

use std::{io::Read, path::Path, rc::Rc};

use redes_data::{idx::Images, mnist::Mnist, samples};
use redes_experiment::{Block, Data, Experiment, datasets::DigitsData};

use super::{
    Bytes, Opening, Shop,
    digest::{Digest, Kept, Reads},
    form::Form,
    protocol::{Body, Doing, Input, Kind, Message, Open, Set, Setup, Source, Trial},
    refusal::{Refusal, Unsaved},
    remark::Remark,
    scaling::{self, Scaling},
};

fn site(name: &str) -> Bytes {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../www/models");
    Bytes::from(&*std::fs::read(path.join(name)).unwrap())
}

fn open(source: Source) -> Open {
    Open { source, seed: 1 }
}

fn opened(source: Source) -> Result<Digest, Refusal> {
    let mut opening = Opening::new(&open(source), &Data::default()).unwrap();
    assert!(opening.finished());
    opening.state(true, 0.0).unwrap().0.result
}

fn setup(source: Source, set: Option<Set>, train: bool) -> Setup {
    Setup {
        open: open(source),
        set,
        train,
        scaling: None,
        optimizer: Kind::File,
        rate: None,
        batch: 5,
        tested: None,
    }
}

/// The ten digits that ship, in place of MNIST's test images; the same, twice, in place of the others.
fn digits() -> Data {
    let set = |times: usize| {
        let images = (0..10).flat_map(|digit| *samples::digit(digit));
        let images = images.collect::<Vec<u8>>().repeat(times);
        let images = Images {
            count: 10 * times,
            rows: 28,
            columns: 28,
            pixels: images,
        };
        Mnist::new(images, (0..10).collect::<Vec<u8>>().repeat(times)).unwrap()
    };
    Data {
        mnist: Some(Rc::new(DigitsData {
            train: set(2),
            test: set(1),
        })),
        ..Data::default()
    }
}

fn shown(shop: &mut Shop) -> (Body, Vec<Block>) {
    shop.state(true, 1e6).unwrap()
}

#[test]
fn a_file_of_the_site_is_described() {
    let digest = opened(Source::File(site("digits-1.0.safetensors"))).unwrap();
    assert_eq!(digest.kept, Kept::Safetensors);
    assert_eq!((digest.total, digest.outputs), (118_282, 10));
    assert_eq!(digest.input, [28, 28]);
    assert_eq!(digest.reads, Reads::Digits);
    let rows: Vec<_> = digest
        .rows
        .iter()
        .map(|row| (&*row.kind, &*row.shape, row.parameters))
        .collect();
    let expected: [(&str, &[usize], usize); 4] = [
        ("Flatten", &[784], 0),
        ("Dense", &[128], 100_480),
        ("Dense", &[128], 16_512),
        ("Dense", &[10], 1_290),
    ];
    assert_eq!(rows, expected);
    let digest = opened(Source::File(site("reviews-2.0.safetensors"))).unwrap();
    assert_eq!(
        digest.reads,
        Reads::Words {
            steps: 500,
            words: 5_000,
            reviews: true
        }
    );
    let digest = opened(Source::Thesis).unwrap();
    assert_eq!((digest.kept, digest.total), (Kept::New, 118_282));
    assert_eq!(digest.optimizer.as_deref(), Some("Adam"));
}

/// A network that Keras saved, whose layers have names of their own: `crates/exchange/tests/models`.
fn keras(name: &str) -> Source {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../exchange/tests/models");
    let packed = std::fs::read(folder.join(name)).unwrap();
    let mut file = Vec::new();
    flate2::read::GzDecoder::new(&*packed)
        .read_to_end(&mut file)
        .unwrap();
    Source::File(Bytes::from(&*file))
}

#[test]
fn layers_have_the_names_of_the_file_in_the_table_and_in_the_remarks() {
    let source = keras("hard-sigmoid-3.h5.gz");
    let digest = opened(source.clone()).unwrap();
    let names: Vec<&str> = digest.rows.iter().map(|row| &*row.name).collect();
    assert_eq!(names, ["embedding_6", "lstm_2", "dense_22"]);
    let message = |digest: &Digest| digest.remarks.first().cloned();
    assert_eq!(
        message(&digest),
        Some(Remark::HardSigmoid("lstm_2".to_owned(), 3))
    );
    // Weights alone keep the names of the network that they go into.
    let mut shop = Shop::new(&setup(source.clone(), None, false), &Data::default()).unwrap();
    shop.receive(Message::Save {
        form: Form::KerasWeights,
        stem: String::new(),
        spanish: false,
    });
    let (_, blocks) = shown(&mut shop);
    let Source::File(network) = source else {
        panic!()
    };
    let weights = Source::Weights {
        file: Bytes::from(blocks[2].u8()),
        network: Some(network),
    };
    let again = opened(weights).unwrap();
    assert_eq!(again.kept, Kept::KerasWeights);
    assert_eq!(again.rows, digest.rows);
}

#[test]
fn what_is_not_saved_is_named_as_in_the_file() {
    let source = keras("nan.h5.gz");
    let mut shop = Shop::new(&setup(source, None, false), &Data::default()).unwrap();
    shop.receive(Message::Save {
        form: Form::KerasH5,
        stem: String::new(),
        spanish: false,
    });
    let (body, _) = shown(&mut shop);
    let why = body.saved.unwrap().unwrap_err();
    let Unsaved::NotFinite(tensor, 2) = why else {
        panic!("{why:?}")
    };
    assert!(tensor.starts_with("gru_1/"), "{tensor}");
}

#[test]
fn a_file_that_is_no_network_is_refused() {
    let refused = opened(Source::File(Bytes::from(&b"GIF89a"[..])));
    assert!(refused.is_err(), "{refused:?}");
    let cut = &site("digits-1.0.safetensors").0[..2_000];
    assert!(opened(Source::File(Bytes::from(cut))).is_err());
}

#[test]
fn the_scaling_of_the_sites_networks_is_found_by_trying() {
    for name in ["digits-1.0.safetensors", "digits-1.1.safetensors"] {
        let source = Source::File(site(name));
        let mut shop = Shop::new(&setup(source, None, false), &Data::default()).unwrap();
        let body = shown(&mut shop).0;
        assert_eq!(body.scaling, Some(Scaling::Columns), "{:?}", body.trials);
        assert_eq!((body.trials.len(), body.tried), (5, 10));
        assert_eq!(body.doing, Doing::Rest);
        let best = body
            .trials
            .iter()
            .find(|trial| trial.scaling == Scaling::Columns);
        // The first 5 of the test set is hard to read.
        assert_eq!(best.unwrap().right, 9);
    }
}

#[test]
fn near_equals_are_told_apart_by_the_loss_of_many_images() {
    let trial = |scaling, right, loss| Trial {
        scaling,
        right,
        loss,
    };
    let many = [
        trial(Scaling::Unit, 487, 0.09),
        trial(Scaling::Bytes, 489, 1.4),
        trial(Scaling::Inverted, 40, 9.0),
    ];
    assert_eq!(scaling::best(&many, 500), Some(Scaling::Unit));
    let few = [
        trial(Scaling::Unit, 10, 0.05),
        trial(Scaling::Bytes, 10, 0.0),
    ];
    assert_eq!(scaling::best(&few, 10), Some(Scaling::Unit));
    let clear = [
        trial(Scaling::Unit, 400, 0.5),
        trial(Scaling::Columns, 480, 0.9),
    ];
    assert_eq!(scaling::best(&clear, 500), Some(Scaling::Columns));
    let broken = [trial(Scaling::Unit, 0, f64::NAN)];
    assert_eq!(scaling::best(&broken, 500), Some(Scaling::Unit));
    assert_eq!(scaling::best(&[], 500), None);
}

#[test]
fn an_image_is_answered_and_a_layer_is_shown() {
    let source = Source::File(site("digits-1.0.safetensors"));
    let mut shop = Shop::new(&setup(source, None, false), &Data::default()).unwrap();
    assert_eq!(shown(&mut shop).0.answer, Some(Vec::new()));
    let image = Input::Image(Bytes::from(&samples::digit(7)[..]));
    shop.receive(Message::Look {
        input: Some(image),
        layer: 1,
    });
    let (body, blocks) = shown(&mut shop);
    let answer = body.answer.unwrap();
    let best = (0..10).max_by(|a, b| answer[*a].total_cmp(&answer[*b]));
    assert_eq!(best, Some(7));
    let layer = body.layer.unwrap();
    assert_eq!((layer.layer, &*layer.shape), (1, &[128][..]));
    assert_eq!(blocks[1].f32().len(), 128);
    // Outputs of a ReLU.
    assert!(layer.outputs[0] >= 0.0 && layer.outputs[1] > 0.0);
    let weights = layer.weights.unwrap();
    assert!(weights[0] < 0.0 && weights[1] > 0.0);
    // Another number of numbers is no input.
    shop.receive(Message::Look {
        input: Some(Input::Numbers(vec![1.0])),
        layer: 1,
    });
    assert_eq!(shown(&mut shop).0.answer, Some(Vec::new()));
}

#[test]
fn a_test_ends_its_run() {
    let source = Source::File(site("digits-1.0.safetensors"));
    let mut shop = Shop::new(&setup(source, Some(Set::Mnist), false), &digits()).unwrap();
    let mut steps = 0;
    while !shop.finished() {
        shop.step(0.0).unwrap();
        steps += 1;
        assert!(steps < 100);
    }
    let body = shown(&mut shop).0;
    assert_eq!(body.scaling, Some(Scaling::Columns));
    let [test] = &*body.tests else {
        panic!("{:?}", body.tests)
    };
    assert_eq!((test.step, test.accuracy, test.samples), (0, 0.9, 10));
    assert_eq!(shop.iteration(), 0);
}

#[test]
fn the_thesis_network_trains_rests_is_saved_and_comes_back() {
    let new = setup(Source::Thesis, Some(Set::Mnist), true);
    let mut shop = Shop::new(&new, &digits()).unwrap();
    let body = shown(&mut shop).0;
    assert_eq!(
        (body.scaling, body.trials.len()),
        (Some(Scaling::Columns), 0)
    );
    while shop.iteration() < 60 {
        shop.step(0.0).unwrap();
    }
    shop.receive(Message::Test);
    let (body, blocks) = shown(&mut shop);
    assert!(matches!(body.doing, Doing::Testing { .. }));
    assert_eq!(blocks[0].f64().len(), 60 * 3);
    for _ in 0..10 {
        shop.step(0.0).unwrap();
    }
    assert_eq!(shop.iteration(), 60, "it trains on while it should rest");
    let body = shown(&mut shop).0;
    assert_eq!(body.doing, Doing::Rest);
    assert_eq!(body.tests.last().unwrap().accuracy, 1.0);
    for form in [Form::Safetensors, Form::KerasH5, Form::Keras] {
        let spanish = false;
        shop.receive(Message::Save {
            form,
            stem: "mine".to_owned(),
            spanish,
        });
        let (body, blocks) = shown(&mut shop);
        let name = format!("mine-60{}", form.ending());
        assert_eq!(body.saved, Some(Ok(vec![name])));
        let file = Bytes::from(blocks[2].u8());
        let setup = setup(Source::File(file), Some(Set::Mnist), true);
        let mut back = Shop::new(&setup, &digits()).unwrap();
        assert_eq!(back.fingerprint(), shop.fingerprint(), "{form:?}");
        // Of these, .keras alone is written with the optimiser's memory.
        assert_eq!(shown(&mut back).0.remembers, form == Form::Keras);
    }
    // It is written once.
    assert!(shown(&mut shop).1.get(2).is_none());
    let form = Form::KerasListing;
    shop.receive(Message::Save {
        form,
        stem: "mine".to_owned(),
        spanish: true,
    });
    let (body, blocks) = shown(&mut shop);
    let names = body.saved.unwrap().unwrap();
    assert_eq!(names, ["mine-60_keras.py", "mine-60_keras_weights.npz"]);
    assert_eq!(blocks.len(), 4);
    let program = String::from_utf8_lossy(blocks[2].u8());
    let loads = program.contains("np.load(\"mine-60_keras_weights.npz\")");
    assert!(
        loads && program.contains("junto a este programa"),
        "{program}"
    );
    shop.receive(Message::GoOn);
    shop.step(0.0).unwrap();
    assert_eq!(shop.iteration(), 61);
}

#[test]
fn setups_travel_as_bytes() {
    let source = Source::File(site("digits-1.1.safetensors"));
    let setup = setup(source, Some(Set::Mnist), true);
    let bytes = redes_experiment::wire::encode("setup", &setup).unwrap();
    let back: Setup = redes_experiment::wire::decode("setup", &bytes).unwrap();
    assert_eq!(back, setup);
}

#[test]
fn files_of_other_people_run_or_are_refused_in_words() {
    let folder = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../shared/data/keras-files"
    );
    let Ok(files) = std::fs::read_dir(folder) else {
        eprintln!("{folder} is missing: no file was opened");
        return;
    };
    let mut digits = 0;
    for file in files {
        let path = file.unwrap().path();
        if path.extension().is_none_or(|ending| ending == "md") {
            continue;
        }
        let name = path.display().to_string();
        let source = Source::File(Bytes::from(&*std::fs::read(&path).unwrap()));
        let digest = match opened(source.clone()) {
            Ok(digest) => digest,
            Err(refusal) => {
                let known = matches!(
                    refusal,
                    Refusal::WeightsAlone
                        | Refusal::Branches(_)
                        | Refusal::UnknownLayer(..)
                        | Refusal::UnknownOption(_)
                );
                assert!(known, "{name}: {refusal:?}");
                eprintln!("{name}: {refusal:?}");
                continue;
            }
        };
        let mut shop = Shop::new(&setup(source, None, false), &Data::default()).unwrap();
        let count = digest.input.iter().product();
        let input = match digest.reads {
            Reads::Digits => Input::Image(Bytes::from(&samples::digit(7)[..])),
            Reads::Words { .. } | Reads::Numbers => Input::Numbers(vec![0.0; count]),
        };
        shop.receive(Message::Look {
            input: Some(input),
            layer: digest.rows.len() - 1,
        });
        let (body, _) = shown(&mut shop);
        let answer = body.answer.unwrap();
        assert_eq!(answer.len(), digest.outputs, "{name}");
        eprintln!("{name}: {:?} {:?} {answer:.2?}", digest.reads, body.scaling);
        if digest.reads == Reads::Digits {
            digits += 1;
        }
    }
    assert!(digits > 0);
}

#[test]
fn a_saved_file_never_has_the_name_of_the_opened_one() {
    for form in [Form::KerasH5, Form::Keras, Form::Npz, Form::NumPy] {
        for steps in [0, 1, 1_875] {
            let name = form.file_name("epic_num_reader", steps);
            assert_ne!(name, format!("epic_num_reader{}", form.ending()));
        }
    }
    let name = |steps| Form::KerasH5.file_name("epic_num_reader", steps);
    // The page `models` has the second.
    assert_eq!(name(0), "epic_num_reader-redes.h5");
    assert_eq!(name(1_875), "epic_num_reader-1875.h5");
}

/// A file that was saved, opened and saved again keeps one mark, and never the name of the file that it comes from.
#[test]
fn the_mark_of_a_saved_file_does_not_pile_up() {
    let name = |stem: &str, steps| Form::KerasH5.file_name(stem, steps);
    for (stem, steps, expected) in [
        ("net-redes", 0, "net-redes2.h5"),
        ("net-redes2", 0, "net-redes3.h5"),
        ("net-redes", 100, "net-redes-100.h5"),
        ("net-redes-100", 0, "net-100-redes2.h5"),
        ("net-100-redes2", 0, "net-100-redes3.h5"),
        ("net-100", 0, "net-100-redes.h5"),
        // The mark is the last part alone.
        ("my-redes-net", 0, "my-redes-net-redes.h5"),
        ("redes-1.0-tanh-450", 0, "redes-1.0-tanh-450-redes.h5"),
        ("redes", 0, "redes-redes.h5"),
        ("net-redes4294967295", 0, "net-redes4294967296.h5"),
    ] {
        assert_eq!(name(stem, steps), expected, "{stem} after {steps}");
        assert_ne!(name(stem, steps), format!("{stem}.h5"));
    }
}
