//! Arrays of other types, damaged and foreign files, and folders of sets other than MNIST. The arrays in `arrays/` are
//! NumPy's (`arrays/make.py`).
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod common;

use std::{fs, path::Path};

use common::{json_lines, printed, redes, refuses, text, write_data};
use ndarray::{Array, Array2, Array3, ArrayD, Dimension};
use ndarray_npy::WritableElement;

/// A folder for what a test writes.
struct Place(tempfile::TempDir);

impl Place {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn name(&self, name: &str) -> String {
        self.0.path().join(name).to_str().unwrap().to_owned()
    }

    /// Writes an array and returns its path.
    fn write<T: WritableElement, D: Dimension>(&self, array: &Array<T, D>) -> String {
        let path = self.name("in.npy");
        ndarray_npy::write_npy(&path, array).unwrap();
        path
    }

    /// The outputs of the network that ships, and what is printed on standard error.
    fn predict(&self, input: &str) -> (Array2<f32>, String) {
        let out = self.name("out.npy");
        let run = redes(&["predict", &model("digits-1.0"), input, "--out", &out]);
        let message = text(&{ run }.assert().success().get_output().stderr);
        (ndarray_npy::read_npy(&out).unwrap(), message)
    }

    /// Refuses a file with these words, and writes nothing.
    fn refuses(&self, model: &str, input: &str, said: &str) {
        let out = self.name("none.npy");
        refuses(&["predict", model, input, "--out", &out], 1, &[input, said]);
        assert!(!Path::new(&out).exists());
    }
}

fn model(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../www/models");
    let path = folder.join(format!("{name}.safetensors"));
    path.to_str().unwrap().to_owned()
}

fn array(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/arrays");
    folder.join(name).to_str().unwrap().to_owned()
}

/// PIXELS of `arrays/make.py`.
fn pixels() -> Array3<u8> {
    let pixel = |at: usize| {
        if at.is_multiple_of(5) {
            (at * 7 % 256) as u8
        } else {
            0
        }
    };
    Array3::from_shape_vec((2, 28, 28), (0..2 * 784).map(pixel).collect()).unwrap()
}

#[test]
fn every_type_of_number_is_read() {
    let place = Place::new();
    let bytes = place.predict(&place.write(&pixels())).0;
    for name in [
        "int16",
        "int32",
        "int64",
        "uint16",
        "uint32",
        "uint64",
        "big-i4",
        "big-u2",
        "fortran-int64",
    ] {
        let (output, message) = place.predict(&array(&format!("{name}.npy")));
        assert_eq!((output, &*message), (bytes.clone(), ""), "{name}");
    }
    let half = place.write(&pixels().mapv(|pixel| pixel / 2));
    assert_eq!(place.predict(&array("int8.npy")).0, place.predict(&half).0);
    let ink = place.write(&pixels().mapv(|pixel| u8::from(pixel > 0)));
    assert_eq!(place.predict(&array("bool.npy")).0, place.predict(&ink).0);
    let floats = place.write(&pixels().mapv(|pixel| f32::from(pixel) / 256.0));
    let floats = place.predict(&floats).0;
    for name in ["float16", "big-f2", "fortran-float16"] {
        let output = place.predict(&array(&format!("{name}.npy"))).0;
        assert_eq!(output, floats, "{name}");
    }
}

#[test]
fn one_image_is_one_row() {
    let place = Place::new();
    let image = pixels().index_axis(ndarray::Axis(0), 1).to_owned();
    let expected = place.predict(&place.write(&pixels())).0;
    let row = image.to_shape(784).unwrap().to_owned();
    let inputs = [
        place.predict(&place.write(&image)),
        place.predict(&place.write(&row)),
    ];
    for (output, _) in inputs {
        assert_eq!(output.shape(), [1, 10]);
        assert_eq!(output.row(0), expected.row(1));
    }
    // The digits of scikit-learn are smaller.
    let small = place.write(&Array3::<f64>::zeros((5, 8, 8)));
    place.refuses(
        &model("digits-1.0"),
        &small,
        "its shape is [5, 8, 8], and the network takes rows of 784",
    );
}

#[test]
fn numbers_of_words_are_for_networks_of_words() {
    let place = Place::new();
    let mut ids = Array2::<i32>::zeros((2, 500));
    ids[[0, 499]] = 14;
    let out = place.name("out.npy");
    let whole = place.write(&ids);
    printed(&["predict", &model("reviews-2.0"), &whole, "--out", &out]);
    let expected: Array2<f32> = ndarray_npy::read_npy(&out).unwrap();
    let floats = place.write(&ids.mapv(|id| id as f32));
    printed(&["predict", &model("reviews-2.0"), &floats, "--out", &out]);
    assert_eq!(
        ndarray_npy::read_npy::<_, Array2<f32>>(&out).unwrap(),
        expected
    );
    let bytes = place.write(&ids.mapv(|id| id as u8));
    place.refuses(
        &model("reviews-2.0"),
        &bytes,
        "bytes are pixels, and this network takes none",
    );
}

#[test]
fn other_types_and_other_files_are_named() {
    let place = Place::new();
    let digits = model("digits-1.0");
    for (name, said) in [
        (
            "complex64",
            "NumPy's type <c8: save it as numbers, with .astype(numpy.float32)",
        ),
        ("text", "NumPy's type <U1"),
        ("fields", "NumPy's type [('x', '<f4'), ('y', '<f4')]"),
        ("objects", "NumPy's type |O"),
    ] {
        place.refuses(&digits, &array(&format!("{name}.npy")), said);
    }
    place.refuses(
        &digits,
        &array("zipped.npz"),
        "a zip archive: save the one array of a .npz",
    );
    let path = place.name("in.npy");
    for (bytes, said) in [
        (&b""[..], "an empty file"),
        (b"\x89PNG\r\n\x1a\n", "a PNG image"),
        (b"\xff\xd8\xff\xe0", "a JPEG image"),
        (b"\x1f\x8b\x08\0", "a gzip file: unpack it first"),
        (b"\x89HDF\r\n\x1a\n", "an HDF5 file"),
        (b"\0\0\x08\x03\0\0\0\x01", "an IDX file"),
        (b"<!doctype html>", "a page of the web"),
        (
            b"version https://git-lfs.github.com/spec/v1",
            "git lfs pull",
        ),
        (b"1, 2, 3", "a file that it does not know"),
    ] {
        fs::write(&path, bytes).unwrap();
        place.refuses(&digits, &path, said);
    }
}

#[test]
fn damaged_arrays_are_reported_by_their_bytes() {
    let place = Place::new();
    let path = place.name("cut.npy");
    let whole = fs::read(array("int64.npy")).unwrap();
    let digits = model("digits-1.0");
    for keep in [129, 1_000, whole.len() - 1] {
        fs::write(&path, &whole[..keep]).unwrap();
        let said = format!("cut short: 12672 bytes are promised, {keep} are there");
        place.refuses(&digits, &path, &said);
    }
    for keep in [6, 9, 10, 127] {
        fs::write(&path, &whole[..keep]).unwrap();
        place.refuses(&digits, &path, "the header of the .npy file is damaged");
    }
    fs::write(&path, [&whole[..], b"abc"].concat()).unwrap();
    place.refuses(&digits, &path, "the file has 3 bytes too many");
    let header = |text: &str| {
        let length = (text.len() as u32).to_le_bytes();
        [b"\x93NUMPY\x02\0", &length[..], text.as_bytes()].concat()
    };
    let shaped = |shape: &str| {
        header(&format!(
            "{{'descr': '<f4', 'fortran_order': False, 'shape': {shape}, }}\n"
        ))
    };
    let deep = format!("{}\n", "(".repeat(1_000));
    let mut long = header("");
    long[8..12].copy_from_slice(&u32::MAX.to_le_bytes());
    for (bytes, said) in [
        (shaped("(4000000000, 784)"), "cut short: 12544000000"),
        (shaped("(9999999999, 9999999999)"), "is too large"),
        // There are no numbers, and still ndarray has no such array.
        (shaped("(0, 4294967296, 4294967296)"), "is too large"),
        (
            shaped("(-1, 784)"),
            "the header of the .npy file is damaged",
        ),
        (header(&deep), "the header of the .npy file is damaged"),
        (header("{}\n"), "the header of the .npy file is damaged"),
        (long, "the header of the .npy file is damaged"),
    ] {
        fs::write(&path, bytes).unwrap();
        place.refuses(&digits, &path, said);
    }
}

#[test]
fn numbers_that_mean_no_pixels_are_refused_or_warned_of() {
    let place = Place::new();
    let digits = model("digits-1.0");
    for value in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
        let mut floats = ArrayD::<f32>::zeros(&[3, 784][..]);
        floats[[2, 5]] = value;
        place.refuses(
            &digits,
            &place.write(&floats),
            &format!("row 2 (from 0) contains {value}"),
        );
    }
    for (value, said) in [(256, "from 0 to 256: pixels"), (-1, "from -1 to 0: pixels")] {
        let mut whole = Array2::<i16>::zeros((1, 784));
        whole[[0, 5]] = value;
        place.refuses(&digits, &place.write(&whole), said);
    }
    let inverted = place.write(&pixels().mapv(|pixel| 255 - pixel));
    assert!(
        place.predict(&inverted).1.contains("warning: ")
            && place.predict(&inverted).1.contains("more ink than paper")
    );
    let inverted = place.write(&pixels().mapv(|pixel| 1.0 - f32::from(pixel) / 255.0));
    assert!(place.predict(&inverted).1.contains("more ink than paper"));
    let large = place.write(&pixels().mapv(f32::from));
    let message = place.predict(&large).1;
    assert!(
        message.contains("the floats go up to 255") && message.contains("numpy.uint8"),
        "{message}"
    );
    // Blank paper, and pixels divided by 255, need no warning.
    let blank = place.write(&Array2::<u8>::zeros((1, 784)));
    assert_eq!(place.predict(&blank).1, "");
    let scaled = place.write(&pixels().mapv(|pixel| f64::from(pixel) / 255.0));
    assert_eq!(place.predict(&scaled).1, "");
}

#[test]
fn another_set_is_trained_on_under_its_own_name() {
    let place = Place::new();
    let (fashion, model) = (place.name("fashion-mnist"), place.name("model"));
    write_data(Path::new(&fashion));
    let train = ["train", "1.0", "--epochs", "1", "--data", &fashion];
    let lines = printed(&[&train[..], &["--out", &model]].concat());
    assert!(
        lines.starts_with("Fashion-MNIST: 200 images to train on, 50 to test\n"),
        "{lines}"
    );
    assert!(lines.contains("\nFashion-MNIST, test: loss "), "{lines}");
    assert!(
        !lines.replace("Fashion-MNIST", "").contains("MNIST"),
        "{lines}"
    );
    let summary = printed(&["summary", &model]);
    assert!(
        summary.contains("--batch 32 # on Fashion-MNIST\n"),
        "{summary}"
    );
    let lines = json_lines(&[&train[..], &["--json"]].concat());
    assert_eq!(lines.last().unwrap()["data"], "Fashion-MNIST");
}

#[test]
fn only_a_folder_without_the_files_is_reported_where_to_get_them() {
    let place = Place::new();
    let data = place.name("data");
    let train = ["train", "1.0", "--epochs", "1", "--data", &data];
    let said = |message: &str| {
        let output = redes(&train).assert().code(1).get_output().clone();
        let stderr = text(&output.stderr);
        assert!(stderr.contains(message), "{stderr}");
        stderr.contains("cargo xtask data")
    };
    assert!(said("no MNIST in "));
    fs::create_dir(&data).unwrap();
    assert!(said("none of the files train-images-idx3-ubyte"));
    write_data(Path::new(&data));
    let labels = format!("{data}/t10k-labels-idx1-ubyte");
    fs::rename(&labels, format!("{data}/t10k-labels.idx1-ubyte")).unwrap();
    printed(&train);
    fs::remove_file(format!("{data}/t10k-labels.idx1-ubyte")).unwrap();
    assert!(!said(
        "is there, but not t10k-labels-idx1-ubyte (raw or with .gz)"
    ));
    fs::write(&labels, b"<html>").unwrap();
    assert!(!said(
        "t10k-labels-idx1-ubyte: not an IDX file of labels: it begins with 0x3c68746d, as a page of the web"
    ));
    let file = format!("{data}/train-images-idx3-ubyte");
    refuses(
        &["train", "1.0", "--data", &file],
        1,
        &["is a file: name the folder"],
    );
}
