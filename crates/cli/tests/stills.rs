//! `redes stills`: the committed pictures equal its drawings and meet a page's requirements.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod common;

use std::{
    fs,
    path::{Path, PathBuf},
};

use common::{names, printed, redes, refuses, text};
use redes_catalogue::{Catalogue, Figure};
use roxmltree::Document;

/// The book's figures.
fn figures() -> Vec<Figure> {
    let list = Catalogue::read(&www().join("figures.toml")).unwrap();
    list.figures().to_vec()
}

/// The names of the figures that are wanted.
fn names_of(figures: &[Figure], wanted: impl Fn(&Figure) -> bool) -> Vec<String> {
    let figures = figures.iter().filter(|figure| wanted(figure));
    figures.map(|figure| figure.name.clone()).collect()
}

/// The names of the book's drawings.
fn drawings() -> Vec<String> {
    let list = Catalogue::read(&www().join("figures.toml")).unwrap();
    list.drawings().map(str::to_owned).collect()
}

/// The maximum size of a picture, in bytes.
const LIMIT: usize = 25_000;

fn www() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../www")
}

/// Draws these figures and compares them with those of the site.
fn are_what_is_drawn(pictures: &[String]) {
    let folder = tempfile::tempdir().unwrap();
    let (out, models) = (folder.path(), www().join("models"));
    let mut command = redes(&["stills"]);
    command.arg("--out").arg(out).arg("--models").arg(models);
    for name in pictures {
        command.args(["--only", name]);
    }
    let output = command.assert().success().get_output().clone();
    assert_eq!(text(&output.stdout).lines().count(), pictures.len());
    for language in ["es", "en"] {
        for name in pictures {
            let name = format!("{language}/{name}.svg");
            let drawn = fs::read(out.join(&name)).unwrap();
            let kept = fs::read(www().join("stills").join(&name)).unwrap();
            let same = drawn == kept;
            assert!(
                same,
                "www/stills/{name} is not what `redes stills` draws: run it"
            );
        }
    }
}

#[test]
fn the_pictures_are_what_is_drawn() {
    let mut pictures = names_of(&figures(), |figure| figure.still_needs.is_empty());
    pictures.extend(drawings());
    are_what_is_drawn(&pictures);
}

#[test]
#[ignore = "trains the four networks of the thesis on all of their data, which takes minutes"]
fn the_pictures_of_trainings_are_what_is_drawn() {
    are_what_is_drawn(&names_of(&figures(), |figure| {
        !figure.still_needs.is_empty()
    }));
}

#[test]
fn every_picture_is_fit_for_a_page() {
    let figures = figures();
    for language in ["es", "en"] {
        let folder = www().join("stills").join(language);
        let mut expected = names_of(&figures, |_| true);
        expected.extend(drawings());
        expected.iter_mut().for_each(|name| *name += ".svg");
        expected.sort();
        assert_eq!(names(&folder), expected);
        for name in expected {
            let svg = fs::read_to_string(folder.join(&name)).unwrap();
            let fit = || -> Result<(), String> {
                if svg.len() > LIMIT {
                    return Err(format!("{} bytes are too many", svg.len()));
                }
                let document = Document::parse(&svg).map_err(|error| error.to_string())?;
                check(&document, language)
            };
            assert_eq!(fit(), Ok(()), "www/stills/{language}/{name}");
        }
    }
}

/// Size, title, readable letters, and no scripts or external files.
fn check(document: &Document<'_>, language: &str) -> Result<(), String> {
    let root = document.root_element();
    let size = |name| root.attribute(name).and_then(|n| n.parse::<u32>().ok());
    let (Some(width), Some(height)) = (size("width"), size("height")) else {
        return Err("no width or no height".into());
    };
    if width != 720 || !(280..=520).contains(&height) {
        return Err(format!("{width} by {height} is no size for a picture"));
    }
    if root.attribute("viewBox") != Some(&format!("0 0 {width} {height}")) {
        return Err("the view box is not the picture".into());
    }
    let xml = "http://www.w3.org/XML/1998/namespace";
    if root.attribute((xml, "lang")) != Some(language) {
        return Err("another language".into());
    }
    let message = |name| {
        let mut elements = root.children().filter(|e| e.has_tag_name(name));
        elements.find_map(|e| e.text()).unwrap_or_default()
    };
    if message("title").trim().is_empty() {
        return Err("no title".into());
    }
    if !message("style").contains("(prefers-color-scheme: dark)") {
        return Err("no dark colours".into());
    }
    for element in root.descendants().filter(roxmltree::Node::is_element) {
        let tag = element.tag_name().name();
        let known = ["svg", "title", "style", "rect", "circle", "path", "text"];
        if !known.contains(&tag) {
            return Err(format!("<{tag}> has no place here"));
        }
        let forbidden = |name: &str| name.starts_with("on") || matches!(name, "style" | "href");
        if let Some(bad) = element.attributes().find(|a| forbidden(a.name())) {
            return Err(format!("{} has no place here", bad.name()));
        }
        let letters = element.attribute("font-size").map(str::parse::<f64>);
        if tag == "text" && !matches!(letters, Some(Ok(20.0..))) {
            return Err(format!("{:?} cannot be read", element.text()));
        }
    }
    Ok(())
}

#[test]
fn a_figure_that_is_not_there_is_refused() {
    let said = ["error: ", "'nonsense'", "perceptron", "reviews"];
    refuses(&["stills", "--only", "nonsense"], 2, &said);
}

#[test]
fn what_cannot_be_drawn_is_said_and_the_rest_is_drawn() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("stills");
    let (out, nowhere) = (out.to_str().unwrap(), folder.path().join("nowhere"));
    let nowhere = nowhere.to_str().unwrap();
    let arguments = ["stills", "--out", out, "--models", nowhere];
    let output = redes(&arguments)
        .args(["--only", "digits", "--only", "dense"])
        .assert()
        .code(1)
        .get_output()
        .clone();
    assert_eq!(text(&output.stdout), "dense\n");
    let said = text(&output.stderr);
    assert!(
        said.contains("digits: cannot read") && said.contains(nowhere),
        "{said}"
    );
    assert_eq!(names(&Path::new(out).join("en")), ["dense.svg"]);

    // No data: the networks of the site are not all that it takes.
    let models = www().join("models");
    let arguments = [
        "stills", "--only", "digits", "--data", nowhere, "--out", out,
    ];
    let arguments = [&arguments[..], &["--models", models.to_str().unwrap()]].concat();
    refuses(
        &arguments,
        1,
        &["redes: digits: no MNIST in", "cargo xtask data"],
    );
    assert!(printed(&["stills", "--help"]).contains("--only <FIGURE>"));
}
