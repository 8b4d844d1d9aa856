//! The worked example: its numbers against `golden/backprop.py` and finite differences, its formulas, drawing, sentences.
#![allow(clippy::unwrap_used, clippy::panic)]

use redes_chapter_learning::backprop::{
    formulas,
    link::{Beat, DONE, PARAMETERS, STEPS, State},
    mathml, network,
    numbers::{NAMES, Numbers, output},
    sentences::{self, News},
};
use redes_core::activation::Activation;
use redes_sheet::language::Language;
use redes_shell::link;

/// What `golden/backprop.py` prints: a₁, a₂, a, C; the gradients; a after one step.
type Golden = (Activation, [f64; 4], [f64; PARAMETERS], f64);

#[rustfmt::skip]
const GOLDEN: [Golden; 4] = [
    (
        Activation::Sigmoid,
        [0.6456563062257954, 0.4255574831883411, 0.5559985640071229, 0.19713727516373694],
        [-0.025076592614791334, 0.03751243561997801, -0.012538296307395667, 0.018756217809989005,
         -0.025076592614791334, 0.03751243561997801, -0.14153824693587283, -0.09328904489915373, -0.21921608380662955],
        0.6012018259366076,
    ),
    (
        Activation::Tanh,
        [0.5370495669980353, -0.29131261245159085, 0.5865849897825832, 0.17091197067306682],
        [-0.19295595689242548, 0.347416111656996, -0.09647797844621274, 0.173708055828498, -0.19295595689242548,
         0.347416111656996, -0.2912595602256933, 0.15798836570174274, -0.5423327344880977],
        0.879198978727864,
    ),
    (
        Activation::RELU,
        [0.6, 0.0, 0.5, 0.25],
        [-0.5, 0.0, -0.25, 0.0, -0.5, 0.0, -0.6, -0.0, -1.0],
        1.63,
    ),
    (
        Activation::Identity,
        [0.6, -0.3, 0.71, 0.0841],
        [-0.29, 0.406, -0.145, 0.203, -0.29, 0.406, -0.348, 0.174, -0.58],
        1.70985475,
    ),
];

fn numbers(state: &State) -> Numbers {
    Numbers::new(state).unwrap()
}

fn of(activation: Activation) -> State {
    State {
        activation,
        ..State::default()
    }
}

/// The state of a link that has nothing to refuse.
fn linked(hash: &str) -> State {
    let mut state = State::default();
    assert_eq!(link::read(&mut state, "backprop", hash), [], "{hash}");
    state
}

fn is_near(found: f64, expected: f64) -> bool {
    (found - expected).abs() < 1e-12
}

#[test]
fn the_numbers_are_those_of_plain_python() {
    for (activation, outputs, gradients, after) in GOLDEN {
        let numbers = numbers(&of(activation));
        let [first, second, last] = numbers.neurons();
        let found = [first.a, second.a, last.a, numbers.trace.cost];
        for (found, expected) in found.into_iter().zip(outputs) {
            assert!(
                is_near(found, expected),
                "{activation:?} {found} {expected}"
            );
        }
        let pairs = numbers.trace.gradients().into_iter().zip(gradients);
        for (place, (found, expected)) in pairs.enumerate() {
            assert!(
                is_near(found, expected),
                "{activation:?} p{place} {found} {expected}"
            );
        }
        let next = numbers.next.as_ref().unwrap();
        assert!(
            is_near(output(next), after),
            "{activation:?} {}",
            output(next)
        );
    }
}

#[test]
fn differences_agree_with_gradients_best_at_a_middling_h() {
    for activation in [Activation::Sigmoid, Activation::Tanh] {
        let apart = |h: usize| {
            numbers(&State {
                h,
                ..of(activation)
            })
            .apart()
        };
        // The error of a central difference falls with h², until rounding takes over.
        let ratio = apart(0) / apart(1);
        assert!((80.0..120.0).contains(&ratio), "{ratio}");
        assert!(apart(4) < 1e-9 && apart(9) > 1e-5);
    }
    assert_eq!(STEPS[4].0, "1e-5");
}

#[test]
fn names_say_what_each_parameter_connects() {
    let state = linked("#backprop.w=1,2,3,4,5,6,7,8,9&backprop.activation=linear");
    let neurons = numbers(&state).neurons();
    for (name, value) in NAMES.iter().zip(state.w) {
        let neuron = &neurons[name.neuron];
        assert_eq!(neuron.layer, name.layer);
        match name.input {
            Some(input) => {
                assert_eq!(neuron.terms[input].w, value);
                assert_eq!(name.index, format!("{}{}", input + 1, neuron.unit + 1));
            }
            None => assert_eq!(neuron.bias, value),
        }
    }
}

#[test]
fn zeros_are_counted() {
    assert_eq!(numbers(&State::default()).zeros(), 0);
    // The second hidden neuron is off: the derivatives of its three parameters vanish, and that of the weight out of it.
    assert_eq!(numbers(&of(Activation::RELU)).zeros(), 4);
    let perfect = numbers(&State {
        y: 0.71,
        ..of(Activation::Identity)
    });
    assert!(perfect.trace.cost < 1e-30);
}

#[test]
fn the_fall_is_the_rate_times_the_squared_gradient() {
    let numbers = numbers(&of(Activation::Identity));
    // 0.29² twice, 0.406² twice, 0.145², 0.203², 0.348², 0.174², 0.58².
    let square = 2.0 * 0.0841 + 2.0 * 0.164836 + 0.021025 + 0.041209 + 0.121104 + 0.030276 + 0.3364;
    assert!(is_near(numbers.fall(0.5), 0.5 * square));
}

#[test]
fn any_link_can_be_computed_and_described() {
    for hash in [
        "#backprop.w=1e9,1e9,1e9,1e9,1e9,1e9,1e9,1e9,1e9&backprop.x=100,-100&backprop.activation=linear",
        "#backprop.w=-1e9,1e9,-1e9,1e9,0,0,1e9,1e9,1e9&backprop.x=100,100&backprop.activation=relu",
        "#backprop.w=0,0,0,0,0,0,0,0,0&backprop.rate=10&backprop.done=10000&backprop.activation=tanh",
        "#backprop.x=0,0&backprop.y=-100&backprop.rate=0&backprop.h=1e-14",
        "#backprop.x=-0,0&backprop.done=9999&backprop.rate=10&backprop.activation=linear",
    ] {
        let mut state = linked(hash);
        for beat in Beat::ALL {
            state.beat = beat;
            let numbers = numbers(&state);
            for language in Language::BOTH {
                formulas::items(language, &state, &numbers);
                sentences::explanation(language, &state, &numbers);
                let said = sentences::status(language, &state, &numbers, News::Changed);
                assert!(!said.contains('{'), "{said}");
            }
            assert_eq!(network::edges(&state, &numbers).len(), PARAMETERS);
        }
    }
}

#[test]
fn links_refuse_what_the_figure_could_not_show() {
    for entry in [
        "x=1",
        "x=1,2,3",
        "x=1,101",
        "y=101",
        "y=",
        "w=1,2,3,4,5,6,7,8",
        "w=1,2,3,4,5,6,7,8,1e10",
        "rate=-1",
        "rate=11",
        "activation=softmax",
        "activation=Sigmoid",
        "step=0",
        "step=6",
        "step=2.5",
        "h=0",
        "h=1e-3.",
        "h=0.002",
        "done=10001",
        "done=-1",
        "done=1.5",
    ] {
        let mut state = State::default();
        let refused = link::read(&mut state, "backprop", &format!("#backprop.{entry}"));
        assert_eq!(refused.len(), 1, "{entry}");
        assert_eq!(state, State::default(), "{entry}");
    }
    let state = linked("#backprop.h=0.001&backprop.x=0,5&backprop.y=−1&backprop.done=10000");
    assert_eq!(
        (state.h, state.x, state.y, state.done),
        (2, [0.0, 5.0], -1.0, DONE)
    );
    assert_eq!(linked("#backprop.rate=0,25").rate, 0.25);
}

#[test]
fn steps_stop_before_they_run_away() {
    let mut state = State {
        rate: 10.0,
        x: [100.0, 100.0],
        ..of(Activation::Identity)
    };
    let mut numbers = numbers(&state);
    let made = numbers.descend(&mut state, 100).unwrap();
    assert!(made < 100 && state.done == made && numbers.next.is_none());
    assert!(numbers.parameters().iter().all(|w| w.is_finite()));
    let said = sentences::status(Language::English, &state, &numbers, News::RanAway(made));
    assert!(
        said.starts_with(&format!("Stopped after {made} steps")),
        "{said}"
    );
}

/// The formulas of a beat without their tags.
fn plain(state: &State, beat: Beat) -> String {
    let state = State {
        beat,
        ..state.clone()
    };
    let items = formulas::items(Language::English, &state, &numbers(&state));
    let mut text = String::new();
    let mut inside = false;
    for sign in items.chars() {
        match sign {
            '<' => inside = true,
            '>' => inside = false,
            _ if !inside => text.push(sign),
            _ => {}
        }
    }
    text
}

#[test]
fn the_formulas_have_the_chapters_numbers() {
    let state = State::default();
    let forward = plain(&state, Beat::Forward);
    // z₁ = 1·0.4 + 0.5·0.2 + 0.1 = 0.6.
    assert!(
        forward.contains("=1·0.4 +0.5·0.2 +0.1 =0.6000"),
        "{forward}"
    );
    assert!(
        forward.contains("=1·(−0.6) +0.5·0.8 +(−0.1) =−0.3000"),
        "{forward}"
    );
    assert!(forward.contains("=(0.5560−1)2 =0.1971"), "{forward}");
    let error = plain(&state, Beat::Error);
    assert!(error.contains("=2(0.5560−1) =−0.8880"), "{error}");
    assert!(error.contains("=0.5560·0.4440 =0.2469"), "{error}");
    assert!(error.contains("=(−0.8880)·0.2469 =−0.2192"), "{error}");
    let backward = plain(&state, Beat::Backward);
    assert!(backward.contains("=(−0.2192)·0.5 =−0.1096"), "{backward}");
    assert!(backward.contains("=(−0.2192)·(−0.7) =0.1535"), "{backward}");
    let gradients = plain(&state, Beat::Gradients);
    assert!(gradients.contains("=1·(−0.0251) =−0.0251"), "{gradients}");
    assert!(gradients.contains("/0.0002 =−0.0250765926"), "{gradients}");
    let step = plain(&state, Beat::Step);
    assert!(step.contains("←0.4 −0.5·(−0.0251) =0.4125"), "{step}");
    assert!(step.contains(":0.5560→0.6012"), "{step}");
}

#[test]
fn formulas_name_each_part_once() {
    for (beat, parts) in [
        (Beat::Forward, vec!["n0", "n1", "n2", "cost"]),
        (Beat::Error, vec!["n2"]),
        (Beat::Backward, vec!["n0", "n1"]),
        (
            Beat::Gradients,
            vec!["p0", "p1", "p2", "p3", "p4", "p5", "p6", "p7", "p8"],
        ),
        (
            Beat::Step,
            vec![
                "p0", "p1", "p2", "p3", "p4", "p5", "p6", "p7", "p8", "n2", "cost",
            ],
        ),
    ] {
        for (activation, ..) in GOLDEN {
            let state = State {
                beat,
                ..of(activation)
            };
            let items = formulas::items(Language::Spanish, &state, &numbers(&state));
            let found = items.split("data-part=\"").skip(1);
            let found: Vec<&str> = found.filter_map(|part| part.split('"').next()).collect();
            assert_eq!(found, parts, "{activation:?}");
            assert_eq!(items.matches("</").count() * 2, items.matches('<').count());
        }
    }
}

#[test]
fn powers_of_ten_and_signs_are_set_apart() {
    assert_eq!(mathml::power(0.1), "0.1");
    assert_eq!(mathml::power(1e-12), "10⁻¹²");
    assert_eq!(
        [-1.0, 0.0, 2.0].map(mathml::side),
        ["minus", "nothing", "plus"]
    );
    assert!(mathml::factor(3e-9, mathml::computed).contains("<mn>10</mn>"));
    assert_eq!(mathml::decimals(0.25, 3), "<mn>0.250</mn>");
}

#[test]
fn the_drawing_follows_the_beat() {
    let state = State::default();
    let at = |beat| State {
        beat,
        ..state.clone()
    };
    let edges = |beat| network::edges(&at(beat), &numbers(&at(beat)));
    let forward = edges(Beat::Forward);
    assert_eq!(
        (forward[0].class.as_str(), forward[0].width.as_str()),
        ("plus lit forward", "2.90")
    );
    assert_eq!(
        (forward[1].class.as_str(), forward[1].number.as_str()),
        ("minus lit forward", "−0.6")
    );
    assert_eq!(
        (forward[4].name.as_str(), forward[8].name.as_str()),
        ("b₁ ", "b ")
    );
    // From (36, 95) to the rim of (188, 95): a radius of 32 before it.
    assert_eq!(
        forward[0].arrow.as_deref(),
        Some("translate(156.0 95.0) rotate(0.0)")
    );
    assert!(forward[4].arrow.is_none());
    let backward = edges(Beat::Backward);
    assert_eq!(backward[0].class, "plus  ");
    assert_eq!(backward[6].class, "plus lit backward");
    assert_eq!(backward[8].class, "plus  ");
    assert_eq!(edges(Beat::Gradients)[0].number, "−0.0251");
    assert_eq!(edges(Beat::Step)[0].number, "+0.0125");
    assert!(
        edges(Beat::Error)
            .iter()
            .all(|edge| !edge.class.contains("lit"))
    );
    let lit = |beat| {
        let nodes = network::nodes(&at(beat), &numbers(&at(beat)));
        let lit = nodes.into_iter().filter(|(_, _, lit)| *lit);
        lit.map(|(name, ..)| name).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(lit(Beat::Forward), "0 1 2 3 4 cost");
    assert_eq!(lit(Beat::Error), "4 target cost");
    assert_eq!(lit(Beat::Backward), "2 3 4");
    assert_eq!(lit(Beat::Step), "");
    let tags =
        |beat| network::tags(&at(beat), &numbers(&at(beat))).map(|tag| (tag.text, tag.class));
    assert_eq!(tags(Beat::Forward)[0], ("z 0.6".to_owned(), ""));
    assert_eq!(tags(Beat::Error)[1].1, "none");
    assert_eq!(tags(Beat::Error)[2], ("δ −0.2192".to_owned(), "minus"));
}

#[test]
fn sentences_say_the_numbers() {
    let language = Language::English;
    let at = |beat| State {
        beat,
        ..State::default()
    };
    let said = |state: &State| sentences::status(language, state, &numbers(state), News::Changed);
    assert_eq!(
        said(&at(Beat::Forward)),
        "Forwards: the hidden neurons give 0.6457 and 0.4256, the output 0.556. The cost is 0.1971."
    );
    assert_eq!(
        said(&at(Beat::Error)),
        "Error: the output is 0.556 and the target 1. The output’s delta is −0.2192."
    );
    let relu = State {
        beat: Beat::Gradients,
        ..of(Activation::RELU)
    };
    assert!(said(&relu).starts_with("Gradients: 4 of the 9 are zero."));
    assert!(said(&at(Beat::Step)).contains("from 0.556 to 0.6012"));
    let event =
        |news| sentences::status(language, &at(Beat::Step), &numbers(&at(Beat::Step)), news);
    assert!(event(News::Stepped(1)).starts_with("One step made"));
    assert!(event(News::Stepped(1000)).starts_with("1,000 steps made"));
    let explained = |state: &State| sentences::explanation(language, state, &numbers(state));
    assert!(explained(&at(Beat::Error)).ends_with("the cost goes down."));
    let above = State {
        y: 0.0,
        ..at(Beat::Error)
    };
    assert!(explained(&above).ends_with("the cost goes up."));
    let blocked = State {
        w: [1e9; PARAMETERS],
        beat: Beat::Step,
        ..of(Activation::Identity)
    };
    assert_eq!(explained(&blocked), said(&blocked));
}
