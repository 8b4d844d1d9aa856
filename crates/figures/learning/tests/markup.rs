//! The figures' markup: fields, drawings, buttons and tables.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "../../tests/common/markup.rs"]
mod common;

use common::{tags, values};
use redes_chapter_learning::{
    backprop::{self, link::Beat, network},
    descent::{self, numbers},
};
use redes_lessons::cost_landscape::Landscape;
use redes_shell::{mounted::Markup, text::Language};

/// Each of these names belongs to one part, in both languages.
fn has(markup: Markup, names: &[&str]) {
    for language in Language::BOTH {
        let page = markup(language, "x");
        let parts = values(&page, "data-ref");
        for name in names {
            assert_eq!(
                parts.iter().filter(|part| *part == name).count(),
                1,
                "{name}"
            );
        }
    }
}

#[test]
fn backprop_has_its_parts() {
    let fields: Vec<&str> = backprop::markup::FIELDS
        .iter()
        .map(|(name, _)| *name)
        .collect();
    let others = [&fields[..], &["previous", "next", "undo", "refused"]].concat();
    has(backprop::markup::markup, &others);
}

#[test]
fn descent_has_its_parts() {
    let fields = descent::markup::fields().map(|field| field.name);
    let others = [&fields[..], &["refused"]].concat();
    has(descent::markup::markup, &others);
}

#[test]
fn every_field_of_backprop_stands_in_one_group_and_has_a_number() {
    let state = backprop::link::State::default();
    let page = backprop::markup::markup(Language::English, "backprop");
    let refs = values(&page, "data-ref");
    let numbers = backprop::markup::values(&state, &state.w);
    for ((name, _), value) in backprop::markup::FIELDS.iter().zip(numbers) {
        assert_eq!(
            refs.iter().filter(|part| *part == name).count(),
            1,
            "{name}"
        );
        let expected = match *name {
            "x1" => 1.0,
            "x2" => 0.5,
            "y" => 1.0,
            "rate" => 0.5,
            weight => state.w[weight.trim_start_matches('w').parse::<usize>().unwrap()],
        };
        assert_eq!(value, expected, "{name}");
    }
    for field in backprop::markup::fields() {
        let low = if field.name == "rate" { 0.0 } else { -100.0 };
        let high = if field.name == "rate" { 10.0 } else { 100.0 };
        assert_eq!((*field.range.start(), *field.range.end()), (low, high));
    }
}

#[test]
fn the_drawing_has_each_parameter_once_as_line_and_as_label() {
    let drawing = network::markup("backprop");
    tags(&drawing);
    for attribute in ["data-edge", "data-label"] {
        let mut found = values(&drawing, attribute);
        found.retain(|name| *name != "target");
        found.sort_unstable();
        assert_eq!(
            found,
            ["p0", "p1", "p2", "p3", "p4", "p5", "p6", "p7", "p8"]
        );
    }
    let nodes = values(&drawing, "data-node");
    assert_eq!(nodes, ["0", "1", "2", "3", "4", "target", "cost"]);
    assert_eq!(values(&drawing, "data-tag"), ["0", "1", "2"]);
}

#[test]
fn the_buttons_offer_every_beat_activation_and_landscape() {
    let page = backprop::markup::markup(Language::Spanish, "backprop");
    assert_eq!(values(&page, "data-beat"), ["1", "2", "3", "4", "5"]);
    let activations = values(&page, "data-activation");
    assert_eq!(activations, ["sigmoid", "tanh", "relu", "linear"]);
    assert!(
        activations
            .iter()
            .all(|name| backprop::link::read_activation(name).is_some())
    );
    assert_eq!(values(&page, "data-steps"), ["1", "10", "100", "1000"]);
    let steps: Vec<&str> = backprop::link::STEPS
        .iter()
        .map(|(name, _)| *name)
        .collect();
    let options = page
        .split("<option")
        .skip(1)
        .map(|part| part.split('"').nth(1).unwrap());
    assert_eq!(options.collect::<Vec<_>>(), steps);
    let page = descent::markup::markup(Language::Spanish, "descent");
    let landscapes = values(&page, "data-landscape");
    assert_eq!(landscapes, Landscape::ALL.map(Landscape::name));
    for language in Language::BOTH {
        let mut names = Beat::ALL.map(|beat| language.text(backprop::markup::beat_name(beat)));
        names.sort_unstable();
        assert!(names.windows(2).all(|pair| pair[0] != pair[1]), "{names:?}");
    }
}

#[test]
fn the_play_buttons_have_two_faces() {
    for play in [backprop::markup::play, descent::markup::play] {
        for language in Language::BOTH {
            let [off, on] = [false, true].map(|running| play(language, running));
            assert_ne!(off, on);
            tags(&off);
        }
    }
}

#[test]
fn the_table_shows_the_last_six_steps() {
    use descent::{
        link::State,
        markup::{table_head, table_rows},
    };
    for (landscape, columns) in [(Landscape::Parabola, 3), (Landscape::Ravine, 4)] {
        for (at, first) in [(0, "0"), (5, "0"), (20, "15")] {
            let walk = numbers::walk(&State {
                at,
                ..State::usual(landscape)
            })
            .unwrap();
            let rows = table_rows(Language::English, &walk);
            tags(&rows);
            assert_eq!(rows.matches("<tr>").count(), 6);
            assert_eq!(
                rows.matches("<td>").count() + rows.matches("<th").count(),
                6 * (columns + 1)
            );
            assert!(
                rows.starts_with(&format!(r#"<tr><th scope="row">{first}</th>"#)),
                "{rows}"
            );
            let head = table_head(Language::English, &walk);
            assert_eq!(head.matches("<th").count(), columns + 1);
        }
    }
    // C = w² from w = 2 with η = 0.1: w becomes 1.6, C 2.56, C′ 3.2.
    let walk = numbers::walk(&State {
        at: 1,
        ..State::default()
    })
    .unwrap();
    let rows = table_rows(Language::English, &walk);
    assert!(
        rows.contains(r#"<tr><th scope="row">1</th><td>1.6</td><td>2.56</td><td>3.2</td></tr>"#)
    );
}

#[test]
fn every_landscape_has_its_own_name_and_formula() {
    let mut formulas = Landscape::ALL.map(descent::markup::formula).to_vec();
    formulas.iter().for_each(|formula| {
        tags(formula);
    });
    formulas.dedup();
    assert_eq!(formulas.len(), 6);
    for landscape in Landscape::ALL {
        let letter = if landscape.dimensions() == 1 {
            "<mi>w</mi>"
        } else {
            "<mi>y</mi>"
        };
        assert!(descent::markup::formula(landscape).contains(letter));
    }
}
