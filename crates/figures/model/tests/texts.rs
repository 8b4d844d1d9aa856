//! Formulas and sentences with their numbers, in both languages. The numbers are worked out by hand.
#![allow(clippy::unwrap_used, clippy::panic)]

use redes_chapter_model::{
    activations,
    lines::{self, formula},
};
use redes_lessons::affine::Affine;
use redes_shell::{
    link::{self, Keyed},
    text::Language::{self, English, Spanish},
};

/// The state of a link.
fn state<S: Keyed + Default>(figure: &str, hash: &str) -> S {
    let mut state = S::default();
    assert_eq!(link::read(&mut state, figure, hash), [], "{hash}");
    state
}

/// A text about the activations of a link.
fn activation(
    text: fn(Language, &activations::link::State, &activations::numbers::Numbers) -> String,
    language: Language,
    hash: &str,
) -> String {
    let state = state("activations", hash);
    text(
        language,
        &state,
        &activations::numbers::Numbers::new(&state),
    )
}

#[test]
fn f_and_its_derivative_are_written_with_their_numbers() {
    let lines = |hash: &str| {
        let state = state("activations", hash);
        let numbers = activations::numbers::Numbers::new(&state);
        (
            activations::markup::value_line(&state, &numbers),
            activations::markup::slope_line(&state, &numbers),
        )
    };
    // tanh(−0.5) = −0.46212, tanh′ = 1 − 0.21355 = 0.78645.
    assert_eq!(
        lines("#activations.kind=tanh&activations.z=-0.5"),
        (
            "tanh(−0.5) = −0.462".into(),
            "tanh′(−0.5) = 1 − (−0.462)² = 0.786".into()
        )
    );
    // σ(6) = 0.99752738, σ′(6) = 0.00246651: f needs its decimals, or 1 − f would be 0.
    let (_, slope) = lines("#activations.z=6");
    assert_eq!(slope, "σ′(6) = 0.99752738 · (1 − 0.99752738) = 0.00247");
    // tanh′(6) = 1/cosh²(6) = 2.4576·10⁻⁵.
    let (_, slope) = lines("#activations.kind=tanh&activations.z=6");
    assert!(slope.ends_with("² = 2.46·10⁻⁵"), "{slope}");
    assert_eq!(
        lines("#activations.kind=relu&activations.z=2.5&activations.u=-1"),
        ("f(2.5) = 2.5, 2.5 > U = −1".into(), "f′(2.5) = 1".into())
    );
    let (value, _) = lines("#activations.z=-1.25");
    assert!(
        value.starts_with("σ(−1.25) = 1 / (1 + e<sup>1.25</sup>) = 0.223"),
        "{value}"
    );
}

#[test]
fn the_note_says_what_becomes_of_a_correction() {
    let note = |language, hash: &str| activation(activations::markup::note, language, hash);
    // σ′(0) = 1/4, and 1/4⁵ = 0.000977.
    assert_eq!(
        note(English, "#activations.z=0"),
        "This neuron multiplies the correction by 0.25 on its way back. Five layers like this would leave 0.000977 of it."
    );
    assert_eq!(
        note(Spanish, "#activations.z=0"),
        "La corrección que vuelve por esta neurona se multiplica por 0.25. Cinco capas así dejarían 0.000977 de ella."
    );
    assert!(
        note(English, "#activations.z=6")
            .starts_with("The neuron is saturated: it multiplies the correction by only 0.00247.")
    );
    assert!(
        note(English, "#activations.kind=relu&activations.z=1").starts_with("Here the slope is 1:")
    );
    assert!(
        note(English, "#activations.kind=relu&activations.z=-1")
            .starts_with("Here the slope is 0:")
    );
    let corner = note(
        English,
        "#activations.kind=relu&activations.z=1.5&activations.u=1.5",
    );
    assert!(
        corner.starts_with("At z = U there is no derivative."),
        "{corner}"
    );
    assert!(
        corner.ends_with(" At U = 1.5 the graph jumps from 0 to 1.5."),
        "{corner}"
    );
    let bent = note(Spanish, "#activations.kind=relu&activations.z=0");
    assert!(
        bent.starts_with("En z = U no hay derivada.") && !bent.contains("salta"),
        "{bent}"
    );
}

#[test]
fn the_status_of_an_activation_is_a_sentence() {
    let status = |language, hash: &str| activation(activations::markup::status, language, hash);
    assert_eq!(
        status(English, "#activations.kind=tanh&activations.z=-0.5"),
        "Hyperbolic tangent at z = −0.5: f is −0.462 and the derivative 0.786."
    );
    assert_eq!(
        status(Spanish, "#activations.z=6"),
        "Sigmoide en z = 6: f vale 0.998 y la derivada 0.00247, menos de 0.01."
    );
    assert_eq!(
        status(
            English,
            "#activations.kind=step&activations.z=1&activations.u=1"
        ),
        "Step at z = 1: f is 0, and there is no derivative."
    );
    // The slope is 0, not only small.
    assert_eq!(
        status(
            English,
            "#activations.kind=step&activations.z=2&activations.u=1"
        ),
        "Step at z = 2: f is 1 and the derivative 0."
    );
}

/// A text about the stack of a link.
fn stack<T>(
    text: fn(Language, &lines::link::State, &lines::numbers::Numbers) -> T,
    language: Language,
    hash: &str,
) -> T {
    let state = state("lines", hash);
    text(
        language,
        &state,
        &lines::numbers::Numbers::new(&state).unwrap(),
    )
}

#[test]
fn linear_layers_are_one_line() {
    // u = 2x + 1, v = −3u + 4 = −6x + 1, t = −v/2 + 3/2 = 3x + 1.
    assert_eq!(
        stack(lines::markup::whole, English, ""),
        "2 layers = one: v = −6x + 1"
    );
    assert_eq!(
        stack(lines::markup::whole, Spanish, "#lines.layers=3"),
        "3 capas = una: t = 3x + 1"
    );
    assert_eq!(
        stack(lines::markup::whole, English, "#lines.layers=1"),
        "One layer: u = 2x + 1"
    );
    assert_eq!(
        stack(lines::markup::status, English, "#lines.x=0.5"),
        "2 linear layers make a straight line: a single layer does the same. At x = 0.5, v = −2."
    );
    assert_eq!(
        stack(lines::markup::status, Spanish, "#lines.layers=1"),
        "Una capa es una recta. En x = 0.5, u = 2."
    );
    assert_eq!(
        stack(lines::markup::without, Spanish, ""),
        Some("sin la activación sería v = −6x + 1".to_owned())
    );
}

#[test]
fn an_activation_bends_the_line() {
    // max(0, 2x + 1) bends at −1/2; beyond it v = −3(2x + 1) + 4.
    assert_eq!(
        stack(lines::markup::whole, English, "#lines.activation=relu"),
        "From x = −0.5 to x = 3, v = −6x + 1"
    );
    assert_eq!(
        stack(
            lines::markup::whole,
            Spanish,
            "#lines.activation=relu&lines.x=-2"
        ),
        "De x = −3 a x = −0.5 el conjunto es v = 4"
    );
    let status = |language, hash: &str| stack(lines::markup::status, language, hash);
    assert_eq!(
        status(English, "#lines.activation=relu"),
        "2 layers, activation ReLU: 2 straight pieces; the graph bends at x = −0.5. At x = 0.5, v = −2."
    );
    assert_eq!(
        status(Spanish, "#lines.activation=step"),
        "2 capas, activación escalón: 2 tramos; la gráfica salta en x = −0.5. En x = 0.5, v = 1."
    );
    // tanh(2) = 0.964, −3 · 0.964 + 4 = 1.108.
    assert_eq!(
        status(English, "#lines.activation=tanh"),
        "2 layers, activation hyperbolic tangent: the graph is a curve without corners. At x = 0.5, v = 1.11."
    );
    assert!(status(Spanish, "#lines.activation=tanh").contains("activación tangente hiperbólica:"));
    assert!(
        status(English, "#lines.activation=sigmoid&lines.layers=1")
            .contains("activation (sigmoid)")
    );
    let tent = status(English, "#lines.activation=relu&lines.weights=tent");
    assert!(
        tent.contains("4 straight pieces; the graph bends at x = 0; 1; 2. At x = 0.5, y = 0.5."),
        "{tent}"
    );
    assert!(
        stack(lines::markup::whole, English, "#lines.activation=sigmoid")
            .starts_with("No single line does the same")
    );
}

#[test]
fn only_the_first_bends_are_listed() {
    let hash = "#lines.activation=relu&lines.layers=4&lines.width=8&lines.seed=1";
    let state: lines::link::State = state("lines", hash);
    let bends = lines::numbers::Numbers::new(&state).unwrap().bends();
    assert!(bends.len() > 6, "{bends:?}");
    let status = stack(lines::markup::status, English, hash);
    let (_, places) = status.split_once("bends at x = ").unwrap();
    let (places, _) = places.split_once(" At x").unwrap();
    assert!(
        places.ends_with("; …") && places.split("; ").count() <= 7,
        "{places}"
    );
    assert!(status.contains(&format!("{} straight pieces", bends.len() + 1)));
}

#[test]
fn headings_count_layers_and_parameters() {
    let shape = |language, hash: &str| {
        let state = state("lines", hash);
        lines::markup::shape(language, &lines::numbers::Numbers::new(&state).unwrap())
    };
    // 1·4 + 4, 4·4 + 4, 4·1 + 1.
    assert_eq!(
        shape(English, "#lines.layers=3&lines.seed=5"),
        "1 → 4 → 4 → 1; 33 parameters"
    );
    assert_eq!(
        shape(Spanish, "#lines.weights=tent"),
        "1 → 3 → 1; 10 parámetros"
    );
    let title = |hash: &str| lines::markup::title(English, &state("lines", hash));
    assert_eq!(title("#lines.layers=1"), "One layer");
    assert_eq!(title(""), "The 2 layers together");
    let products = |hash: &str| lines::markup::products_title(English, &state("lines", hash));
    assert_ne!(products(""), products("#lines.activation=relu"));
    assert_eq!(lines::markup::layer_title(Spanish, 2), "Capa 3:");
}

#[test]
fn a_layer_shows_its_sum_or_its_outputs() {
    let layer = |hash: &str, layer| {
        let state = state("lines", hash);
        let numbers = lines::numbers::Numbers::new(&state).unwrap();
        lines::markup::layer(&state, &numbers, layer)
    };
    assert_eq!(layer("#lines.x=-2", 0), "u = 2 · (−2) + 1 = −3");
    assert_eq!(layer("#lines.x=-2", 1), "v = −3 · (−3) + 4 = 13");
    assert_eq!(
        layer("#lines.x=-2&lines.activation=relu", 0),
        "u = max(0, 2 · (−2) + 1) = 0"
    );
    // The last layer applies none.
    assert_eq!(
        layer("#lines.x=-2&lines.activation=relu", 1),
        "v = −3 · 0 + 4 = 4"
    );
    assert_eq!(
        layer("#lines.weights=abs&lines.x=1&lines.activation=relu", 1),
        "y = 1"
    );
    let hidden = layer("#lines.weights=abs&lines.x=1&lines.activation=relu", 0);
    assert!(
        hidden.contains(r#"<span class="on">a<sub>1</sub> = 1</span>"#),
        "{hidden}"
    );
    assert!(
        hidden.contains(r#"<span class="off">a<sub>2</sub> = 0</span>"#),
        "{hidden}"
    );
    assert_eq!(layer("", 4), "");
}

#[test]
fn a_neuron_names_its_activation() {
    use redes_core::activation::Activation;
    let layer = Affine::line(0.5, 0.0);
    let sum = |f| formula::sum(&layer, 2.0, 1.0, f).unwrap();
    assert_eq!(sum(Activation::Sigmoid), "σ(0.5 · 2) = 1");
    assert_eq!(sum(Activation::Tanh), "tanh(0.5 · 2) = 1");
    assert_eq!(
        sum(Activation::Step { threshold: 0.0 }),
        "[0.5 · 2 > 0] = 1"
    );
    assert_eq!(
        ["u", "v", "t", "s", "y", "y"],
        [0, 1, 2, 3, 4, 99].map(formula::letter)
    );
}

#[test]
fn matrices_have_a_row_for_each_input() {
    let layer = Affine::new(
        2,
        vec![1.0, -2.0, 0.5, 3.0, 0.0, 0.125],
        vec![0.0, 1.0, -1.0],
    )
    .unwrap();
    let text = formula::weights(&[layer]);
    assert_eq!(text.matches("<math>").count(), 2);
    assert_eq!(text.matches("<mtr>").count(), 2 + 1);
    assert_eq!(text.matches("<mtd>").count(), 6 + 3);
    assert!(text.contains("<mtd><mo>−</mo><mn>2</mn></mtd>"), "{text}");
}
