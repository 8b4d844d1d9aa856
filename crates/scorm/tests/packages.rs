//! Packages of every figure of the list, in both versions and languages, from stand-ins for the built site.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod rules;
mod site;

use std::{collections::BTreeMap, io::Read};

use redes_catalogue::Catalogue;
use redes_scorm::{Error, Options, Package, Packer, Version, budget};
use serde_json::{Value, json};
use zip::ZipArchive;

use site::{LANGUAGES, Site};

fn plain(version: Version, language: &str) -> Options {
    Options {
        version,
        language: language.to_owned(),
        state: None,
        data: false,
    }
}

/// The files of a zip.
fn unpacked(package: &Package) -> BTreeMap<String, Vec<u8>> {
    let mut zip = ZipArchive::new(std::io::Cursor::new(&package.bytes)).unwrap();
    let read = |place| {
        let mut file = zip.by_index(place).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        (file.name().to_owned(), bytes)
    };
    (0..package.files.len() + 1).map(read).collect()
}

fn text(files: &BTreeMap<String, Vec<u8>>, path: &str) -> String {
    String::from_utf8(files[path].clone()).unwrap()
}

/// The package of a figure, unpacked.
fn package(figure: &str, options: &Options) -> BTreeMap<String, Vec<u8>> {
    let site = Site::new();
    let packed = Packer::new(site.dist(), &site.catalogue).pack(figure, options);
    unpacked(&packed.unwrap())
}

fn refused(figure: &str, options: &Options, change: impl Fn(&Site)) -> String {
    let site = Site::new();
    change(&site);
    let packed = Packer::new(site.dist(), &site.catalogue).pack(figure, options);
    let error: Error = packed.unwrap_err();
    error.to_string()
}

#[test]
fn every_manifest_keeps_the_rules() {
    let site = Site::new();
    let mut packer = Packer::new(site.dist(), &site.catalogue);
    for figure in site.catalogue.figures() {
        for version in Version::ALL {
            for language in LANGUAGES {
                let options = plain(version, language);
                let package = packer.pack(&figure.name, &options).unwrap();
                let faults = rules::faults(&package, version);
                assert!(faults.is_empty(), "{}: {faults:?}", package.name);
            }
        }
    }
}

#[test]
fn a_zip_is_plain_and_always_the_same() {
    let (one, other) = (Site::new(), Site::new());
    let mut packer = Packer::new(one.dist(), &one.catalogue);
    for figure in one.catalogue.figures() {
        for version in Version::ALL {
            let options = plain(version, "es");
            let package = packer.pack(&figure.name, &options).unwrap();
            let again = Packer::new(other.dist(), &other.catalogue).pack(&figure.name, &options);
            assert!(package.bytes == again.unwrap().bytes, "{}", package.name);
            let mut zip = ZipArchive::new(std::io::Cursor::new(&package.bytes)).unwrap();
            let mut names = Vec::new();
            for place in 0..zip.len() {
                let file = zip.by_index_raw(place).unwrap();
                assert_eq!(file.compression(), zip::CompressionMethod::Deflated);
                assert_eq!(file.last_modified(), Some(zip::DateTime::default()));
                names.push(file.name().to_owned());
            }
            assert_eq!(names.remove(0), "imsmanifest.xml");
            assert!(names.is_sorted());
            assert_eq!(names, package.files);
            assert!(
                !package.bytes.windows(4).any(|four| four == b"PK\x06\x06"),
                "zip64"
            );
        }
    }
}

#[test]
fn language_state_and_goal_are_in_the_launch_page() {
    let mut options = plain(Version::V2004, "en");
    options.state = Some("circles.noise=0.2&circles.seed=5".to_owned());
    let files = package("circles", &options);
    let page = text(&files, "embed/circles.html");
    for part in [
        "<html lang=\"en\">",
        "<title>Title of circles &amp; more</title>",
        "<script src=\"../js/scorm.js\" data-figure=\"circles\" data-version=\"2004\" data-goal=\"train\" data-state=\"circles.noise=0.2&amp;circles.seed=5\"></script>\n<script src=\"../js/embed.js\">",
    ] {
        assert!(page.contains(part), "{part} is not in {page}");
    }
    for part in ["og:", "canonical", "alternate", "robots", "description"] {
        assert!(!page.contains(part), "{part} is in {page}");
    }
    let manifest = text(&files, "imsmanifest.xml");
    assert!(manifest.contains("<title>Title of circles &amp; more</title>"));
    let spanish = package("circles", &plain(Version::V1_2, "es"));
    let page = text(&spanish, "embed/circles.html");
    assert!(page.contains("<html lang=\"es\">") && page.contains("<title>Título de circles"));
    assert!(page.contains("data-version=\"1.2\""));
}

#[test]
fn an_exercise_is_packed_with_its_figure_and_has_a_goal_of_its_own() {
    let site = Site::new();
    let path = site.dist().join("embed/circles.html");
    let html = std::fs::read_to_string(path).unwrap();
    let script =
        "<script src=\"../js/embed.js\"></script>\n<script src=\"../js/exercise.js\"></script>";
    let html = html.replace("<script src=\"../js/embed.js\"></script>", script);
    site.write("embed/exercise-two-rings.html", html.as_bytes());
    site.write("js/exercise.js", b"");
    let mut packer = Packer::new(site.dist(), &site.catalogue);
    for version in Version::ALL {
        let package = packer
            .pack("exercise-two-rings", &plain(version, "en"))
            .unwrap();
        let files = unpacked(&package);
        let page = text(&files, "embed/exercise-two-rings.html");
        assert!(
            page.contains("data-figure=\"circles\"") && page.contains("data-goal=\"exercise\"")
        );
        assert!(files.contains_key("js/exercise.js") && !files.contains_key("embed/circles.html"));
        let faults = rules::faults(&package, version);
        assert!(faults.is_empty(), "{faults:?}");
    }
    for name in ["exercise-none", "exercise-../circles", "exercise-Circles"] {
        let refused = packer.pack(name, &plain(Version::V1_2, "en"));
        let message = refused.unwrap_err().to_string();
        assert!(
            message.starts_with(&format!("there is no figure or exercise {name:?}")),
            "{message}"
        );
    }
}

#[test]
fn what_a_figure_fetches_is_in_its_package() {
    let packed = |figure: &str, data: bool| {
        let options = Options {
            data,
            ..plain(Version::V1_2, "es")
        };
        package(figure, &options)
    };
    let digits = packed("digits", false);
    for path in [
        "models/digits-1.0.safetensors",
        "models/digits-1.1.safetensors",
        "redes-trainer-results.js",
        "redes-trainer-results_bg.wasm",
        "redes-chapter-results.js",
        "redes-chapter-results_bg.wasm",
        "js/worker.js",
        "fonts/text.woff2",
        "fonts/OFL.txt",
        "stills/es/digits.svg",
    ] {
        assert!(digits.contains_key(path), "{path}");
    }
    let english = package("digits", &plain(Version::V1_2, "en"));
    let picture = |path| digits.contains_key(path) as u8 + 2 * english.contains_key(path) as u8;
    assert_eq!(
        ["stills/es/digits.svg", "stills/en/digits.svg"].map(picture),
        [1, 2]
    );
    assert!(text(&english, "embed/digits.html").contains(
        "src=\"../stills/en/digits.svg\" alt=\"Title of digits &amp; more\" width=\"720\""
    ));
    assert_eq!(text(&digits, "data/index.json"), r#"{"sets":[]}"#);
    assert!(text(&digits, "embed/digits.html").contains("data-goal=\"use\""));
    for path in [
        "sw.js",
        "fonts/math.woff2",
        "js/redes.d.ts",
        "data/mnist/a.gz",
    ] {
        assert!(!digits.contains_key(path), "{path}");
    }
    let whole = packed("digits", true);
    assert!(whole.contains_key("data/mnist/a.gz") && !whole.contains_key("data/imdb/a.gz"));
    let index: Value = serde_json::from_slice(&whole["data/index.json"]).unwrap();
    let mnist = json!({ "name": "mnist", "files": [{ "name": "a.gz" }] });
    assert_eq!(index, json!({ "sets": [mnist] }));
    assert!(text(&whole, "embed/digits.html").contains("data-goal=\"train\""));
    // What saves a network comes with the data. Without, nothing offers to.
    for path in [
        "js/save.js",
        "js/writer.js",
        "redes-trainer-models.js",
        "redes-trainer-models_bg.wasm",
    ] {
        assert!(
            !digits.contains_key(path) && whole.contains_key(path),
            "{path}"
        );
    }
    let hides = |files: &BTreeMap<String, Vec<u8>>, figure: &str| {
        let named = text(files, &format!("embed/{figure}.html")).contains("../js/unsaved.css");
        [named, files.contains_key("js/unsaved.css")]
    };
    assert_eq!(hides(&digits, "digits"), [true; 2]);
    assert_eq!(hides(&whole, "digits"), [false; 2]);
    assert_eq!(hides(&packed("cover", false), "cover"), [false; 2]);
    let reviews = |data| packed("reviews", data).contains_key("models/reviews-2.1.safetensors");
    assert!(!reviews(false) && reviews(true));
    // What trains for the figures beside it is not its own.
    assert!(!packed("phrases", false).contains_key("redes-trainer-results.js"));
    assert!(!packed("lines", false).contains_key("data/index.json"));
}

#[test]
fn a_figure_that_writes_formulas_has_their_font() {
    let site = Site::new();
    site.write("redes-chapter-learning_bg.wasm", b"\0asm<math>");
    let mut packer = Packer::new(site.dist(), &site.catalogue);
    let mut font = |figure| {
        let package = packer.pack(figure, &plain(Version::V1_2, "es")).unwrap();
        package.files.iter().any(|path| path == "fonts/math.woff2")
    };
    assert!(font("descent") && !font("circles"));
}

#[test]
fn what_cannot_be_packed_is_refused_in_words() {
    let usual = plain(Version::V1_2, "es");
    let nothing = |_: &Site| {};
    let said = refused("squares", &usual, nothing);
    assert!(
        said.contains("no figure or exercise \"squares\"; the figures are cover, "),
        "{said}"
    );
    for state in [
        "",
        "noise=0.2",
        "circles.noise=ñ",
        "perceptron.seed=1",
        "circles.a=1&b=2",
    ] {
        let mut options = usual.clone();
        options.state = Some(state.to_owned());
        let said = refused("circles", &options, nothing);
        assert!(said.contains("circles.KEY=VALUE"), "{state}: {said}");
    }
    let said = refused("circles", &plain(Version::V1_2, "fr"), nothing);
    assert!(said.contains("no title in the language \"fr\""), "{said}");
    let lost = |site: &Site| site.remove("redes-chapter-circles_bg.wasm");
    assert!(refused("circles", &usual, lost).ends_with("redes-chapter-circles_bg.wasm"));
    let odd = |site: &Site| {
        site.write("fonts/é.woff2", b"");
        site.write(
            "page.css",
            "@font-face { src: url(\"fonts/é.woff2\") }".as_bytes(),
        );
    };
    assert!(refused("circles", &usual, odd).contains("fonts/é.woff2"));
    let served = |site: &Site| site.edit("embed/circles.html", "js/alive.js", "js/reload.js");
    assert!(refused("circles", &usual, served).contains("cargo xtask build"));
    let older = |site: &Site| site.edit("embed/circles.html", "js/embed.js", "js/other.js");
    assert!(refused("circles", &usual, older).contains("no line begins with"));
    let mut data = plain(Version::V1_2, "es");
    data.data = true;
    let none = |site: &Site| site.write("data/index.json", br#"{"sets":[]}"#);
    assert!(refused("digits", &data, none).contains("without the data set \"mnist\""));
    let heavy = |site: &Site| site.write("redes-chapter-circles_bg.wasm", &site::noise(400_000));
    assert!(refused("circles", &usual, heavy).contains("its budget of 330000"));
}

#[test]
fn budgets_are_of_figures_in_the_list() {
    let list = include_str!("../../../www/figures.toml");
    let list = Catalogue::parse(list, "figures.toml").unwrap();
    let larger = list
        .figures()
        .iter()
        .filter(|figure| budget(&figure.name) > 330_000);
    assert_eq!(larger.count(), 10);
}
