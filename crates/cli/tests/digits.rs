//! `redes train`, `predict` and `summary` on a small set that the tests write themselves.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod common;

use std::{fs, path::Path};

use common::{
    Place, TEST, TRAIN, json_lines, keys, names, picture, printed, redes, refuses, text, write_data,
};
use ndarray::{Array2, Array3, ArrayD};
use redes_data::mnist::normalize_columns;

#[test]
fn training_prints_a_line_an_epoch_and_the_test() {
    let place = Place::new();
    let data = place.name("data");
    for case in ["1.0", "1.1"] {
        let lines = json_lines(&[
            "train", case, "--epochs", "4", "--batch", "10", "--data", &data, "--json",
        ]);
        let (test, epochs) = lines.split_last().unwrap();
        assert_eq!(epochs.len(), 4);
        for (index, epoch) in epochs.iter().enumerate() {
            assert_eq!(keys(epoch), ["accuracy", "epoch", "loss", "seconds"]);
            assert_eq!(epoch["epoch"], index + 1);
            assert!(epoch["seconds"].as_f64().unwrap() > 0.0);
        }
        let loss = |index: usize| epochs[index]["loss"].as_f64().unwrap();
        assert!(loss(3) < loss(0), "{epochs:?}");
        assert_eq!(keys(test), ["params", "test_accuracy", "test_loss"]);
        assert_eq!(test["params"], 118_282);
        // The squares are easy for the first case; the second is slower.
        let accuracy = test["test_accuracy"].as_f64().unwrap();
        assert!(accuracy >= if case == "1.0" { 0.9 } else { 0.1 }, "{test}");
    }
}

#[test]
fn the_hidden_layers_take_another_activation() {
    let place = Place::new();
    let data = place.name("data");
    let train = |more: &[&str]| {
        let few = ["train", "1.0", "--epochs", "2", "--data", &data, "--json"];
        let mut lines = json_lines(&[&few[..], more].concat());
        for line in &mut lines {
            line.as_object_mut().unwrap().remove("seconds");
        }
        lines
    };
    // ReLU is that of case 1.0.
    assert_eq!(train(&["--activation", "relu"]), train(&[]));
    let names = [
        "sigmoid",
        "tanh",
        "sigmoid4",
        "sigmoid-signed",
        "sigmoid-centred",
    ];
    let mut trained = names.map(|name| train(&["--activation", name])).to_vec();
    trained.push(train(&[]));
    for (index, one) in trained.iter().enumerate() {
        assert!(trained.iter().skip(index + 1).all(|other| one != other));
    }
}

#[test]
fn training_in_words() {
    let place = Place::new();
    let text = printed(&[
        "train",
        "1.0",
        "--epochs",
        "2",
        "--data",
        &place.name("data"),
    ]);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 3, "{text}");
    assert!(lines[0].starts_with("epoch 1/2: loss "), "{text}");
    assert!(lines[1].starts_with("epoch 2/2: loss "), "{text}");
    assert!(lines[2].ends_with("(118282 parameters)"), "{text}");
}

#[test]
fn the_same_command_writes_the_same_bytes() {
    let place = Place::new();
    let data = place.name("data");
    let train = |seed: &str, name: &str| {
        let out = place.name(name);
        printed(&[
            "train", "1.1", "--epochs", "1", "--seed", seed, "--data", &data, "--out", &out,
        ]);
        fs::read(out).unwrap()
    };
    let first = train("1", "a");
    assert_eq!(first, train("1", "b"));
    assert_ne!(first, train("2", "c"));
    assert_eq!(names(&place.path("")), ["a", "b", "c", "data"]);
}

#[test]
fn several_seeds_have_the_bits_of_one_after_another() {
    let place = Place::new();
    let data = place.name("data");
    let train = |more: &[&str]| {
        let few = ["train", "1.1", "--epochs", "2", "--data", &data, "--json"];
        let mut lines = json_lines(&[&few[..], more].concat());
        for line in &mut lines {
            line.as_object_mut().unwrap().remove("seconds");
        }
        lines
    };
    let one_thread = train(&["--seeds", "3-7", "--threads", "1"]);
    for more in [&["--threads", "2"][..], &["--threads", "9"], &[]] {
        let lines = train(&[&["--seeds", "3-7"], more].concat());
        assert_eq!(lines, one_thread, "{more:?}");
    }
    // Each seed's lines are those of a training alone, in the order of the seeds.
    let (spread, trainings) = one_thread.split_last().unwrap();
    let mut accuracies = Vec::new();
    for (seed, lines) in (3..=7).zip(trainings.chunks(3)) {
        let mut alone = train(&["--seed", &seed.to_string()]);
        for line in &mut alone {
            line["seed"] = seed.into();
        }
        assert_eq!(lines, alone, "seed {seed}");
        accuracies.push(lines[2]["test_accuracy"].as_f64().unwrap());
    }
    assert_eq!(keys(spread), ["seeds", "test_accuracy", "test_loss"]);
    assert_eq!(spread["seeds"], 5);
    let accuracy = &spread["test_accuracy"];
    let mean = accuracies.iter().sum::<f64>() / 5.0;
    accuracies.sort_by(f64::total_cmp);
    assert_eq!(accuracy["mean"], mean);
    assert_eq!(accuracy["min"], accuracies[0]);
    assert_eq!(accuracy["max"], accuracies[4]);
}

#[test]
fn several_seeds_in_words() {
    let place = Place::new();
    let data = place.name("data");
    let few = ["train", "1.0", "--epochs", "1", "--data", &data];
    let text = printed(&[&few[..], &["--seeds", "1-2"]].concat());
    let lines: Vec<&str> = text.lines().collect();
    let starts = [
        "seed 1, epoch 1/1: loss ",
        "seed 1, test: loss ",
        "seed 2, epoch 1/1: loss ",
        "seed 2, test: loss ",
        "mean of 2 seeds (least to greatest): test: loss ",
    ];
    assert_eq!(lines.len(), starts.len(), "{text}");
    for (line, start) in lines.iter().zip(starts) {
        assert!(line.starts_with(start), "{text}");
    }
}

#[test]
fn a_seed_that_fails_is_named() {
    let place = Place::new();
    let data = place.name("data");
    let few = ["train", "1.0", "--batch", "0", "--data", &data];
    for threads in ["1", "2"] {
        let more = ["--seeds", "4-6", "--threads", threads];
        refuses(
            &[&few[..], &more].concat(),
            1,
            &["redes: seed 4: ", "batch"],
        );
    }
}

#[test]
fn the_data_are_found_where_they_are_said_to_be() {
    let place = Place::new();
    let few = ["train", "1.0", "--epochs", "1", "--samples", "32", "--json"];
    // REDES_DATA, then the cache that `cargo xtask data` fills; --data before both.
    let from = |name: &str, folder: &str, more: &[&str]| {
        let mut command = redes(&[&few[..], more].concat());
        command.env(name, place.path(folder)).assert()
    };
    from("REDES_DATA", "data", &[]).success();
    from("REDES_DATA", "missing", &["--data", &place.name("data")]).success();
    write_data(&place.path("redes/data/mnist"));
    from("XDG_CACHE_HOME", "", &[]).success();

    let output = from("XDG_CACHE_HOME", "missing", &[]).code(1);
    let stderr = text(&output.get_output().stderr);
    let folder = place.path("missing").join("redes/data/mnist");
    for words in [
        folder.to_str().unwrap(),
        "cargo xtask data",
        "--data",
        "train-images-idx3-ubyte",
    ] {
        assert!(stderr.contains(words), "{words}: {stderr}");
    }
}

#[test]
fn fewer_samples_are_another_training() {
    let place = Place::new();
    let data = place.name("data");
    let loss = |samples: &str| {
        let lines = json_lines(&[
            "train",
            "1.0",
            "--epochs",
            "1",
            "--samples",
            samples,
            "--data",
            &data,
            "--json",
        ]);
        lines[1]["test_loss"].clone()
    };
    let all = loss(&TRAIN.to_string());
    assert_ne!(loss("50"), all);
    assert_eq!(loss("100000"), all, "more than there are is all of them");
}

#[test]
fn damaged_data_are_named() {
    type Damage = fn(&mut Vec<u8>);
    let damages: [(&str, Damage, &str); 6] = [
        (
            "train-images-idx3-ubyte",
            |bytes| bytes.truncate(1_000),
            "cut short",
        ),
        (
            "train-images-idx3-ubyte",
            |bytes| bytes[2] = 9,
            "not an IDX file of images",
        ),
        ("train-labels-idx1-ubyte", |bytes| bytes[8] = 10, "no digit"),
        (
            "t10k-labels-idx1-ubyte",
            |bytes| bytes.push(0),
            "1 bytes too many",
        ),
        (
            "t10k-labels-idx1-ubyte",
            |bytes| {
                bytes.pop();
                bytes[7] -= 1;
            },
            "50 images, but 49 labels",
        ),
        ("t10k-images-idx3-ubyte", Vec::clear, "cut short"),
    ];
    for (name, damage, said) in damages {
        let place = Place::new();
        let path = place.path("data").join(name);
        let mut bytes = fs::read(&path).unwrap();
        damage(&mut bytes);
        fs::write(&path, bytes).unwrap();
        let out = place.name("model");
        refuses(
            &["train", "1.0", "--data", &place.name("data"), "--out", &out],
            1,
            &[said],
        );
        assert!(!Path::new(&out).exists());
    }
}

#[test]
fn trained_networks_predict_what_the_library_predicts() {
    let place = Place::new();
    let model = place.model();
    let pictures: Vec<u8> = (0..TEST).flat_map(picture).collect();
    let pixels = Array3::from_shape_vec((TEST, 28, 28), pictures).unwrap();
    let mut normal = Array2::<f32>::zeros((TEST, 784));
    for (pixels, mut row) in pixels.outer_iter().zip(normal.rows_mut()) {
        normalize_columns(pixels.as_slice().unwrap(), row.as_slice_mut().unwrap());
    }
    let mut network = redes_models::load(&fs::read(&model).unwrap(), 64)
        .unwrap()
        .network;
    let expected = network.predict(normal.view()).unwrap();

    // Bytes are pixels, floats are ready for the network: as rows or as pictures it is the same.
    let pictures = normal.to_shape((TEST, 28, 28)).unwrap();
    ndarray_npy::write_npy(place.path("u8.npy"), &pixels).unwrap();
    ndarray_npy::write_npy(place.path("f32.npy"), &normal).unwrap();
    ndarray_npy::write_npy(place.path("f32-28.npy"), &pictures).unwrap();
    ndarray_npy::write_npy(place.path("f64.npy"), &normal.mapv(f64::from)).unwrap();
    for input in ["u8.npy", "f32.npy", "f32-28.npy", "f64.npy"] {
        let out = place.name("out.npy");
        let text = printed(&["predict", &model, &place.name(input), "--out", &out]);
        assert_eq!(text, format!("{TEST} rows of 10 outputs in {out}\n"));
        let output: Array2<f32> = ndarray_npy::read_npy(&out).unwrap();
        assert_eq!(output, expected, "{input}");
    }
    assert!(!place.path("out.npy.part").exists());
}

#[test]
fn inputs_that_do_not_fit_are_named() {
    let place = Place::new();
    let model = place.model();
    let shapes: [&[usize]; 3] = [&[783], &[2, 783], &[2, 28, 29]];
    for shape in shapes {
        ndarray_npy::write_npy(place.path("in.npy"), &ArrayD::<f32>::zeros(shape)).unwrap();
        let input = place.name("in.npy");
        refuses(
            &["predict", &model, &input, "--out", &place.name("out.npy")],
            1,
            &[&input, &format!("its shape is {shape:?}"), "rows of 784"],
        );
    }
    fs::write(place.path("in.npy"), "no numbers").unwrap();
    let input = place.name("in.npy");
    refuses(
        &["predict", &model, &input, "--out", &place.name("out.npy")],
        1,
        &[&input, "not a .npy file of numbers"],
    );
    let missing = place.name("missing.npy");
    refuses(
        &["predict", &model, &missing, "--out", &place.name("out.npy")],
        1,
        &[&format!("cannot read {missing}")],
    );
    assert!(!place.path("out.npy").exists());
}

#[test]
fn damaged_networks_are_named() {
    let place = Place::new();
    let model = place.model();
    let bytes = fs::read(&model).unwrap();
    for (keep, why) in [
        (0, "0 bytes are too few"),
        (7, "7 bytes are too few"),
        (100, "not a whole safetensors file"),
        (bytes.len() - 1, "not a whole safetensors file"),
    ] {
        fs::write(place.path("cut"), &bytes[..keep]).unwrap();
        let cut = place.name("cut");
        refuses(&["summary", &cut], 1, &[&cut, why]);
        refuses(
            &["predict", &cut, "in.npy", "--out", "out.npy"],
            1,
            &[&cut, why],
        );
    }
}

#[test]
fn half_the_bits_and_where_they_come_from() {
    let place = Place::new();
    let (data, whole, half) = (place.name("data"), place.model(), place.name("half"));
    let lines = json_lines(&[
        "train", "1.0", "--epochs", "1", "--data", &data, "--out", &half, "--bits", "16", "--json",
    ]);
    let test = lines.last().unwrap();
    assert_eq!(
        keys(test),
        [
            "params",
            "test_accuracy",
            "test_accuracy_stored",
            "test_loss"
        ]
    );
    let size = |path: &str| fs::metadata(path).unwrap().len();
    // 118,282 parameters of 4 and of 2 bytes, and a header.
    assert!((473_128..476_000).contains(&size(&whole)));
    assert!((236_564..239_000).contains(&size(&half)));

    let accuracy = test["test_accuracy"].as_f64().unwrap();
    for file in [&whole, &half] {
        let text = printed(&["summary", file]);
        assert!(text.contains("Total params: 118,282 (462.04 KB)"), "{text}");
        assert!(
            text.contains("Made by: redes train 1.0 --epochs 1 --seed 1 --batch 32"),
            "{text}"
        );
        assert!(
            text.contains(&format!("Test accuracy: {accuracy:.4}")),
            "{text}"
        );
    }
}
