//! An LSTM unit over eight steps with its gates set by hand, beside a plain recurrent unit.

use redes_figures::introduction::lstm::{
    link::{Gate, STEPS, State},
    numbers::{self, Numbers},
};
use redes_sheet::{language::Language, number::fixed, theme::Colour};

use super::{
    Still,
    picture::{MARGIN, Picture, fill, stroke, words},
};

/// Where the steps begin, and how far they are apart.
const LEFT: f64 = 206.0;
const APART: f64 = 61.0;

pub(super) fn still() -> Still {
    // The figure's first example: stored at the first step, kept, and shown at the last.
    let state = State::default();
    let numbers = Numbers::new(&state);
    Box::new(move |language| draw(language, &state, &numbers))
}

fn draw(language: Language, state: &State, numbers: &Numbers) -> Picture {
    let title = language.choose(
        "Una celda LSTM a lo largo de ocho pasos y, debajo, una celda recurrente sencilla",
        "An LSTM cell over eight steps and, below it, a plain recurrent cell",
    );
    let mut picture = Picture::new(language, 462.0, title);
    let cell = |step: usize| LEFT + APART * step as f64 + APART / 2.0;
    let name = words(22.0);
    let soft = words(20.0).middle().colour(Colour::Soft);
    for step in 0..STEPS {
        picture.text([cell(step), 40.0], soft, (step + 1).to_string());
    }
    let texts = language.choose(
        [
            "entrada x",
            "olvido f",
            "entrada i",
            "salida o",
            "estado c",
            "salida h",
            "sencilla h",
        ],
        [
            "input x", "forget f", "input i", "output o", "state c", "output h", "plain h",
        ],
    );
    let heights = [78.0, 136.0, 182.0, 228.0, 288.0, 334.0, 412.0];
    let back = [MARGIN - 10.0, 104.0, 692.0, 256.0];
    picture.rounded(back, 6.0, fill(Colour::Panel2));
    for (text, y) in texts.into_iter().zip(heights) {
        picture.text([MARGIN, y], name, text);
    }
    let gates = [Gate::Forget, Gate::Input, Gate::Output];
    for step in 0..STEPS {
        for (gate, y) in gates.into_iter().zip(&heights[1..4]) {
            let open = numbers::at(state.gate(gate), step);
            let place = [cell(step), y - 8.0];
            let outline = stroke(Colour::Ink, 2.0);
            picture.circle(place, 14.0, outline);
            if open > 0.0 {
                picture.circle(place, 14.0 * open, fill(Colour::Ink));
            } else {
                // Shut.
                let from = [place[0] - 9.0, place[1]];
                picture.line(from, [place[0] + 9.0, place[1]], outline);
            }
        }
    }
    let states = numbers.steps.iter().map(|step| step.c).collect::<Vec<_>>();
    let outputs = numbers.steps.iter().map(|step| step.h).collect::<Vec<_>>();
    let rows = [
        (&state.x[..], 0),
        (&states, 4),
        (&outputs, 5),
        (&numbers.plain, 6),
    ];
    for (values, row) in rows {
        for (step, value) in values.iter().enumerate() {
            let (x, y) = (cell(step), heights[row]);
            let share = value.abs().min(1.0);
            if share >= 0.005 {
                let paint = fill(Colour::of_sign(*value)).opacity(0.5 * share);
                picture.rect([x - 28.0, y - 27.0, 56.0, 38.0], paint);
            }
            let decimals = if row == 0 { 0 } else { 2 };
            let number = words(20.0).middle();
            picture.text([x, y - 1.0], number, fixed(*value, decimals));
        }
    }
    let label = language.choose("lo que entró se apaga", "what came in fades");
    let kept = language.choose("● abierta   ⊖ cerrada", "● open   ⊖ shut");
    let below = words(20.0).colour(Colour::Soft);
    picture.text([LEFT, 446.0], below, label);
    picture.text([696.0, 446.0], below.end(), kept);
    picture
}
