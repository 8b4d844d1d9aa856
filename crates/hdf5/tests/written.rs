//! What is written is read again, by this crate and by another implementation of HDF5.
#![allow(clippy::unwrap_used, missing_docs)]

use redes_hdf5::write::{Attribute, Dataset, Group};
use redes_hdf5::{File, Kind, Text};

/// A tree with every kind of attribute, a group of many members (two levels of its tree), and an empty one.
fn tree() -> Group {
    let mut root = Group::new();
    root.attribute("keras_version", Attribute::Text("3.15.1 ñ".into()));
    root.attribute("model_config", Attribute::Ascii("x".repeat(100_000)));
    let names: Vec<String> = (0..600).map(|n| format!("layer_{n}")).collect();
    let weights = root.group("model_weights").unwrap();
    weights.attribute("layer_names", Attribute::AsciiList(names.clone()));
    weights.attribute(
        "fixed",
        Attribute::FixedList(vec!["a".into(), "longer".into()]),
    );
    weights.attribute("none", Attribute::Empty);
    for (number, name) in names.iter().enumerate() {
        let values = vec![number as f32, 0.5];
        let dataset = Dataset::f32(&[1, 2], values).unwrap();
        weights
            .dataset(&format!("{name}/kernel:0"), dataset)
            .unwrap();
    }
    root.group("layers/flatten/vars").unwrap();
    let steps = Dataset::i64(&[], vec![-7]).unwrap();
    root.dataset("optimizer/vars/0", steps).unwrap();
    let mut rate = Dataset::f32(&[], vec![0.001]).unwrap();
    rate.attribute("name", Attribute::Text("learning_rate".into()));
    root.dataset("optimizer/vars/1", rate).unwrap();
    root.dataset("empty", Dataset::f32(&[0, 3], vec![]).unwrap())
        .unwrap();
    root
}

#[test]
fn it_comes_back() {
    let bytes = tree().to_file().unwrap();
    let file = File::open(&bytes).unwrap();
    let root = file.root();
    let one = |text: &str| Some(Text::One(text.to_owned()));
    assert_eq!(root.text("keras_version").unwrap(), one("3.15.1 ñ"));
    let config = root.text("model_config").unwrap().unwrap().one().unwrap();
    assert_eq!(config.len(), 100_000);
    assert_eq!(root.text("missing").unwrap(), None);
    let weights = root.group("model_weights").unwrap();
    let names = weights.text("layer_names").unwrap().unwrap().list();
    assert_eq!(names.len(), 600);
    assert_eq!(names[599], "layer_599");
    let fixed = weights.text("fixed").unwrap().unwrap().list();
    assert_eq!(fixed, ["a", "longer"]);
    assert_eq!(weights.text("none").unwrap(), Some(Text::List(vec![])));
    for (number, name) in names.iter().enumerate() {
        let kernel = weights.dataset(&format!("{name}/kernel:0")).unwrap();
        assert_eq!(kernel.shape(), [1, 2]);
        assert_eq!(kernel.kind(), Kind::F32);
        assert_eq!(kernel.f32().unwrap(), [number as f32, 0.5]);
    }
    assert_eq!(
        root.group("layers/flatten/vars").unwrap().names().count(),
        0
    );
    let steps = root.dataset("optimizer/vars/0").unwrap();
    assert_eq!((steps.shape().len(), steps.first_whole()), (0, Some(-7)));
    let rate = root.dataset("optimizer/vars/1").unwrap();
    assert_eq!(rate.text("name").unwrap(), one("learning_rate"));
    assert_eq!(root.dataset("empty").unwrap().f32().unwrap(), [0.0; 0]);
}

#[test]
fn the_same_tree_gives_the_same_bytes() {
    assert_eq!(tree().to_file().unwrap(), tree().to_file().unwrap());
}

#[test]
fn another_implementation_reads_it() {
    let file = hdf5_pure::File::from_bytes(tree().to_file().unwrap()).unwrap();
    let names = file.group("model_weights").unwrap().groups().unwrap();
    assert_eq!(names.len(), 600);
    for number in [0, 9, 255, 256, 257, 599] {
        let path = format!("model_weights/layer_{number}/kernel:0");
        let values = file.dataset(&path).unwrap().read_f32().unwrap();
        assert_eq!(values, [number as f32, 0.5]);
    }
    let steps = file.dataset("optimizer/vars/0").unwrap();
    assert_eq!(steps.read_i64().unwrap(), [-7]);
}

#[test]
fn what_hdf5_cannot_hold_is_refused() {
    let mut root = Group::new();
    let one = || Dataset::f32(&[], vec![1.0]).unwrap();
    root.dataset("a", one()).unwrap();
    assert!(root.dataset("a", one()).is_err());
    assert!(root.group("a/b").is_err());
    assert!(root.group("").is_err());
    assert!(Dataset::f32(&[2], vec![1.0]).is_err());
    assert!(Dataset::f32(&[usize::MAX, 2], vec![1.0]).is_err());
    root.attribute("names", Attribute::AsciiList(vec!["a".into(); 5_000]));
    assert!(root.to_file().is_err());
    let mut deep = Group::new();
    deep.group(&["g"; 40].join("/")).unwrap();
    assert!(deep.to_file().is_err());
}
