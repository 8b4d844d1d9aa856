//! The circles' markup: parts, parameters, the network, and what the pictures show in words.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "../../tests/common/markup.rs"]
mod common;

use common::values;
use redes_chapter_circles::circles::{
    link::State,
    markup::{PARAMETERS, caption, descriptions, markup},
};
use redes_experiment::circles::CirclesBody;
use redes_shell::text::Language;

#[test]
fn every_part_that_is_looked_up_is_in_the_markup_once() {
    for language in Language::BOTH {
        let markup = markup(language, "circles");
        let parts = values(&markup, "data-ref");
        let own = [
            "accuracy-now",
            "activation",
            "caption",
            "cost-now",
            "curve",
            "edges",
            "hidden",
            "hidden-error",
            "high",
            "low",
            "middle",
            "net",
            "neurons",
            "play",
            "points",
            "printed",
            "ramp",
            "refused",
            "reset",
            "seed",
            "speed",
            "status",
            "step-now",
            "surface",
            "thumbnails",
        ];
        let fields = PARAMETERS.map(|parameter| parameter.key);
        for name in own.iter().chain(&fields) {
            let count = parts.iter().filter(|part| *part == name).count();
            assert_eq!(count, 1, "{name}");
        }
        assert_eq!(values(&markup, "data-listing"), ["meant", "printed"]);
    }
}

#[test]
fn each_parameter_sets_what_it_shows_and_nothing_else() {
    for parameter in PARAMETERS {
        let mut state = State::default();
        (parameter.set)(&mut state, 0.0);
        let changed = PARAMETERS
            .iter()
            .filter(|other| (other.value)(&state) != (other.value)(&State::default()));
        let changed: Vec<&str> = changed.map(|other| other.key).collect();
        assert_eq!(changed, [parameter.key]);
        assert_eq!((parameter.value)(&state), 0.0);
        let range = parameter.field().range;
        assert!(range.contains(&(parameter.value)(&State::default())));
    }
}

#[test]
fn the_pictures_are_reported_in_words() {
    let report = CirclesBody {
        iteration: 2_500,
        cost: 0.0125,
        accuracy: 0.998,
        look: None,
    };
    assert!(caption(Language::English, Some((1, 2))).contains('3'));
    let [plane, curve] = descriptions(Language::English, 500, &report, 0.25, None);
    for message in ["2,500", "0.0125", "99.80%", "500"] {
        assert!(plane.contains(message), "{plane}");
    }
    for message in ["0.2500", "0.0125", "2,500"] {
        assert!(curve.contains(message), "{curve}");
    }
}
