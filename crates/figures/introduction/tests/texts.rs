//! Formulas and status lines with their numbers, in both languages. The numbers are worked out by hand or are those of
//! `numbers.rs`, which compares them with NumPy's.
#![allow(clippy::unwrap_used, clippy::panic)]

use redes_chapter_introduction::{
    dense::{
        self,
        link::{Look, read_activation},
    },
    filter::{self, numbers::Filled},
    lstm::{self, link::EXAMPLES},
};
use redes_shell::{
    link::{self, Keyed},
    text::Language::{English, Spanish},
};

/// The state of a link.
fn state<S: Keyed + Default>(figure: &str, hash: &str) -> S {
    let mut state = S::default();
    assert_eq!(link::read(&mut state, figure, hash), [], "{hash}");
    state
}

fn dense_of(hash: &str) -> (dense::link::State, dense::numbers::Numbers) {
    let state = state("dense", hash);
    let numbers = dense::numbers::Numbers::new(&state).unwrap();
    (state, numbers)
}

#[test]
fn a_neurons_sum_is_written_out() {
    // NumPy's weights of seed 1, rounded, for x = 1, −0.5, 0.8, 0.3: z = 0.4613….
    let (state, numbers) = dense_of("#dense.look=a2");
    let text = dense::markup::formula(&state, &numbers).replace('\u{a0}', " ");
    assert_eq!(
        text,
        "z₂ = 1.00 · 0.41 + (−0.50) · (−0.65) + 0.80 · (−0.29) + 0.30 · (−0.15) + 0.00 = 0.46;\u{2003}a₂ = max(0, 0.46) = 0.46"
    );
    let function = |name: &str| {
        let (mut state, _) = dense_of("#dense.look=a1");
        state.activation = read_activation(name).unwrap();
        let numbers = dense::numbers::Numbers::new(&state).unwrap();
        let text = dense::markup::formula(&state, &numbers).replace('\u{a0}', " ");
        text.split_once("a₁ = ").unwrap().1.to_owned()
    };
    // z₁ = −0.4138…: σ = 0.398…, tanh = −0.391….
    assert_eq!(function("linear"), "z₁ = −0.41");
    assert_eq!(function("relu"), "max(0, −0.41) = 0.00");
    assert_eq!(function("sigmoid"), "1 / (1 + e^−(−0.41)) = 0.40");
    assert_eq!(function("tanh"), "tanh(−0.41) = −0.39");
    for hash in ["#dense.look=x1", "#dense.look=none"] {
        let (state, numbers) = dense_of(hash);
        assert_eq!(dense::markup::formula(&state, &numbers), "");
    }
}

#[test]
fn products_are_rows_of_a_table() {
    let (state, numbers) = dense_of("#dense.look=a2");
    let products = dense::markup::products(English, &state, &numbers);
    assert_eq!(products.title, "The sum of neuron 2");
    assert_eq!(products.head.matches(r#"<th scope="col">"#).count(), 4);
    assert_eq!(products.rows.matches("<tr>").count(), 6);
    let row = r#"<tr><th scope="row">x₃</th><td>0.80</td><td>−0.29</td><td class="minus">−0.23</td></tr>"#;
    assert!(products.rows.contains(row), "{}", products.rows);
    let sum = r#"<tr><th scope="row">z₂</th><td></td><td></td><td class="total">0.46</td></tr>"#;
    assert!(products.rows.ends_with(sum), "{}", products.rows);
    let (state, numbers) = dense_of("#dense.look=x3");
    let products = dense::markup::products(Spanish, &state, &numbers);
    assert_eq!(products.title, "Adónde va la entrada 3");
    assert_eq!(products.rows.matches("<tr>").count(), 3);
    assert!(
        products
            .rows
            .contains(r#"<th scope="row">a₂</th><td>0.80</td><td>−0.29</td>"#)
    );
    let (state, numbers) = dense_of("#dense.look=none");
    let products = dense::markup::products(English, &state, &numbers);
    assert_eq!(products.title, "Touch a neuron or an input.");
    assert_eq!(
        (products.head, products.rows),
        (String::new(), String::new())
    );
}

#[test]
fn the_status_says_what_is_selected() {
    let (state, numbers) = dense_of("#dense.look=a2");
    let said = |language| dense::markup::status(language, &state, &numbers);
    assert_eq!(
        said(English),
        "Neuron 2: the sum is 0.46 and the activation 0.46."
    );
    assert_eq!(
        said(Spanish),
        "Neurona 2: la suma es 0.46 y la activación, 0.46."
    );
    let (state, numbers) = dense_of("#dense.look=x1");
    assert_eq!(
        dense::markup::status(English, &state, &numbers),
        "Input 1 adds −0.15 to neuron 1, 0.41 to neuron 2, −0.93 to neuron 3."
    );
    // No such neuron or input: nothing fails.
    let mut state = state;
    for look in [
        Look::Neuron(3),
        Look::Input(4),
        Look::Neuron(usize::MAX - 1),
    ] {
        state.look = Some(look);
        dense::markup::status(Spanish, &state, &numbers);
        dense::markup::products(Spanish, &state, &numbers);
        dense::markup::formula(&state, &numbers);
    }
}

fn lstm_of(hash: &str) -> (lstm::link::State, lstm::numbers::Numbers) {
    let state = state("lstm", hash);
    let numbers = lstm::numbers::Numbers::new(&state);
    (state, numbers)
}

#[test]
fn the_cells_formulas_have_their_numbers() {
    // tanh(−1) = −0.762, tanh(−0.762) = −0.642, tanh(−0.762 · 0.5) = −0.363.
    let (state, numbers) = lstm_of("#lstm.step=2&lstm.x=-1,0,0,0,0,0,0,0");
    let [g, c, h] = lstm::markup::gated(&state, &numbers);
    assert_eq!(
        g,
        "<i>g</i><sub>2</sub> = tanh(<i>x</i><sub>2</sub> · <i>W</i> + <i>h</i><sub>1</sub> · <i>V</i>) = tanh(0 · 1 + 0 · 0.5) = <b>0</b>"
    );
    assert!(c.ends_with("1 · (−0.762) + 0 · 0 = <b>−0.762</b>"), "{c}");
    assert!(h.ends_with("0 · (−0.642) = <b>0</b>"), "{h}");
    let plain = lstm::markup::plain(&state, &numbers);
    assert!(
        plain.ends_with("tanh(0 · 1 + −0.762 · 0.5) = <b>−0.363</b>"),
        "{plain}"
    );
    assert!(plain.contains("<i>h</i><sub>1</sub> · <i>V</i>"));
    let lists = lstm::markup::formulas(Spanish, &state, &numbers);
    assert_eq!(lists.matches("<li>").count(), 4);
    assert!(lists.starts_with("<h4>Celda LSTM</h4>"), "{lists}");
    assert_eq!(lstm::markup::title(English, &state), "Step 2 in numbers");
}

#[test]
fn what_is_left_is_a_share() {
    let leak = lstm::link::State::of(&EXAMPLES[2], 7);
    let numbers = lstm::numbers::Numbers::new(&leak);
    // 0.9 to the seventh is 47.8 %; NumPy's plain cell has 0.00571… of 0.7616 left.
    let [plain, gated] = lstm::markup::left(English, &numbers);
    assert_eq!(gated, "state of the LSTM at step 8: 47.8%");
    assert!(plain.starts_with("plain cell at step 8: 0."), "{plain}");
    let [_, gated] = lstm::markup::left(Spanish, &numbers);
    assert!(gated.ends_with("47.8\u{202f}%"), "{gated}");
    let (_, numbers) = lstm_of("#lstm.x=0,1,0,0,0,0,0,0");
    let [plain, gated] = lstm::markup::left(English, &numbers);
    for line in [plain, gated] {
        assert!(
            line.ends_with("nothing: the input at step 1 is zero"),
            "{line}"
        );
    }
}

#[test]
fn the_status_has_gates_that_are_shut_open_or_ajar() {
    let (state, numbers) = lstm_of("#lstm.step=1&lstm.f=0.25,0,0,0,0,0,0,0&lstm.o=00000000");
    assert_eq!(
        lstm::markup::status(English, &state, &numbers),
        "Step 1: the input is 1. Input gate open, forget gate open by 0.25, output gate shut. The state is 0.76 and the output 0; the plain cell’s is 0.76."
    );
    assert!(
        lstm::markup::status(Spanish, &state, &numbers).starts_with("Paso 1: la entrada es 1.")
    );
}

fn filter_of(hash: &str) -> (filter::link::State, filter::numbers::Numbers) {
    let state = state("filter", hash);
    let numbers = filter::numbers::Numbers::new(&state).unwrap();
    (state, numbers)
}

#[test]
fn sizes_follow_the_formula() {
    let note = |hash: &str| {
        let (state, numbers) = filter_of(hash);
        filter::markup::size_note(English, &state, &numbers)
    };
    assert_eq!(
        note("#filter.stride=2"),
        "⌊(n + 2p − k) / s⌋ + 1 = ⌊(28 + 0 − 3) / 2⌋ + 1 = 13. n = 28, k = 3; no padding, p = 0."
    );
    let same = note("#filter.padding=same");
    assert!(
        same.ends_with("⌊(28 + 2 − 3) / 1⌋ + 1 = 28. 2p = 2: 1 before and 1 after."),
        "{same}"
    );
    let odd = note("#filter.padding=same&filter.stride=2");
    assert!(
        odd.contains("⌊(28 + 1 − 3) / 2⌋ + 1 = 14. 2p = 1: 0 before and 1 after; Keras"),
        "{odd}"
    );
    assert_eq!(filter::markup::size([9, 26]), "9 × 26");
    assert_eq!(
        filter::markup::pooled_note(English, 26, 13),
        "⌊(26 − 2) / 2⌋ + 1 = 13. "
    );
    let odd = filter::markup::pooled_note(Spanish, 13, 6);
    assert!(odd.starts_with("⌊(13 − 2) / 2⌋ + 1 = 6. L"), "{odd}");
}

#[test]
fn a_windows_products_are_added_with_their_signs() {
    let (state, numbers) =
        filter_of("#filter.digit=7&filter.kernel=1,0,0,0,-2,0,0,0,0.5&filter.at=6,6");
    // Pixels of samples::digit(7): row 6 is paper but for its middle, row 7 has 84, 185, 159 from column 6 on.
    let terms = numbers.terms(state.at);
    let products: Vec<f64> = terms.iter().map(|term| term.product).collect();
    assert_eq!((terms[4].x, products[4]), (185.0, -370.0));
    let text = filter::markup::sum(&terms, numbers.sum(state.at));
    assert!(text.contains(" + 0 − 370 + 0"), "{text}");
    assert_eq!(text.matches([' ']).count(), 2 * 8 + 2, "{text}");
    assert_eq!(filter::markup::sum(&[], 0.0), " = 0");
    assert_eq!(
        [-0.5, 0.0, 2.0].map(filter::markup::sign),
        ["minus", "", "plus"]
    );
}

#[test]
fn the_filters_status_counts_from_one_and_names_the_pooling() {
    let (state, numbers) = filter_of("#filter.pool=mean&filter.at=2,3");
    let mut filled = Filled::complete(numbers.size());
    let said = |language| filter::markup::status(language, &state, &numbers, &filled);
    let english = said(English);
    assert!(
        english.starts_with("Window in row 3, column 4, of 26 × 26: the sum is "),
        "{english}"
    );
    assert!(english.contains("The mean of its group is "), "{english}");
    assert!(said(Spanish).contains("La media de su grupo es "));
    filled.restart();
    let label = filter::markup::map_label(English, &state, &numbers, &filled);
    assert!(
        label.starts_with("Output map of 26 × 26, 1 of 676 positions filled; row 3, column 4"),
        "{label}"
    );
    let (state, numbers) = filter_of("");
    let english = filter::markup::status(English, &state, &numbers, &filled);
    assert!(!english.contains("group"), "{english}");
}

#[test]
fn the_speed_is_grouped_as_each_language_does() {
    let speed = |hash: &str, language| filter::markup::speed(language, &state("filter", hash));
    assert!(speed("#filter.speed=3", English).contains("300"));
    assert_ne!(
        speed("#filter.speed=0", English),
        speed("#filter.speed=0", Spanish)
    );
    let beyond = filter::link::State {
        speed: 9,
        ..Default::default()
    };
    assert!(filter::markup::speed(English, &beyond).contains('0'));
}
