//! The prices of the umbrellas, and the line and the parabola of least squares: what a family of functions can predict.

use anyhow::Result;
use redes_sheet::{language::Language, number::fixed, theme::Colour};

use super::{
    Still,
    picture::{Paint, Picture, fill, stroke, words},
    plot::Plot,
};

/// The months and prices of chapter 3.
const PRICES: [(f64, f64); 6] = [
    (1.0, 12.0),
    (3.0, 11.0),
    (5.0, 9.0),
    (7.0, 8.0),
    (9.0, 9.0),
    (11.0, 11.0),
];
/// The month to predict.
const DECEMBER: f64 = 12.0;

/// p = mean + slope (m − 6) + bend ((m − 6)² − spread).
struct Parabola {
    mean: f64,
    slope: f64,
    bend: f64,
    /// The mean of (m − 6)².
    spread: f64,
}

impl Parabola {
    /// The parabola of least squares. The months lie evenly about the 6th, so its three parts are orthogonal.
    fn fit() -> Self {
        let count = PRICES.len() as f64;
        let sum =
            |of: &dyn Fn(f64, f64) -> f64| PRICES.iter().map(|(m, p)| of(m - 6.0, *p)).sum::<f64>();
        let spread = sum(&|u, _| u * u) / count;
        Self {
            mean: sum(&|_, p| p) / count,
            slope: sum(&|u, p| u * p) / sum(&|u, _| u * u),
            bend: sum(&|u, p| (u * u - spread) * p) / sum(&|u, _| (u * u - spread).powi(2)),
            spread,
        }
    }

    fn at(&self, month: f64) -> f64 {
        let u = month - 6.0;
        self.mean + self.slope * u + self.bend * (u * u - self.spread)
    }
}

pub(super) fn still() -> Result<Still> {
    Ok(Box::new(draw))
}

fn draw(language: Language) -> Picture {
    let title = language.choose(
        "Precios de seis meses impares: la recta de mínimos cuadrados baja hasta diciembre, la parábola vuelve a subir",
        "Prices of six odd months: the least-squares line falls until December, the parabola rises again",
    );
    let mut picture = Picture::new(language, 420.0, title);
    let plot = Plot {
        area: [80.0, 40.0, 600.0, 310.0],
        x: [0.0, 13.0],
        y: [7.0, 13.0],
    };
    picture.rect(plot.area, fill(Colour::Panel2));
    for price in [8.0, 10.0, 12.0] {
        plot.level(&mut picture, price, fixed(price, 0));
    }
    for month in 1..=12 {
        plot.below(&mut picture, f64::from(month), fixed(f64::from(month), 0));
    }
    let [x, y] = plot.at(0.0, 13.0);
    picture.text(
        [x, y - 12.0],
        words(20.0).colour(Colour::Soft),
        language.choose("precio, en euros", "price, in euros"),
    );
    let parabola = Parabola::fit();
    let line = Parabola {
        bend: 0.0,
        ..Parabola::fit()
    };
    let months: Vec<f64> = (0..=117).map(|step| 0.8 + f64::from(step) * 0.1).collect();
    let models: [(&Parabola, Paint, &str); 2] = [
        (
            &line,
            stroke(Colour::Class0, 3.5).dashed("10 6"),
            language.choose("recta", "line"),
        ),
        (
            &parabola,
            stroke(Colour::Class1, 3.5),
            language.choose("parábola", "parabola"),
        ),
    ];
    for (model, paint, name) in models {
        let curve: Vec<(f64, f64)> = months.iter().map(|m| (*m, model.at(*m))).collect();
        plot.curve(&mut picture, &curve, paint);
        let [x, y] = plot.at(DECEMBER, model.at(DECEMBER));
        picture.circle([x, y], 8.0, fill(Colour::Panel).outlined(Colour::Ink, 2.5));
        let label = format!("{name}: {}", fixed(model.at(DECEMBER), 2));
        picture.text(
            [x - 16.0, y + if model.bend == 0.0 { 30.0 } else { -14.0 }],
            words(21.0).end().halo(),
            label,
        );
    }
    for (month, price) in PRICES {
        picture.circle(plot.at(month, price), 7.0, fill(Colour::Ink));
    }
    picture.text(
        [380.0, 408.0],
        words(20.0).middle().colour(Colour::Soft),
        language.choose(
            "mes; los círculos vacíos, lo que se predice para diciembre",
            "month; the empty circles are the predictions for December",
        ),
    );
    picture
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The numbers of chapter 3.
    #[test]
    fn the_models_are_those_of_the_text() {
        let parabola = Parabola::fit();
        let line = Parabola {
            bend: 0.0,
            ..Parabola::fit()
        };
        let error = |model: &Parabola| {
            PRICES
                .iter()
                .map(|(m, p)| (model.at(*m) - p).powi(2))
                .sum::<f64>()
        };
        for (found, label) in [
            (line.slope, -0.171),
            (error(&line), 9.94),
            (error(&parabola), 1.26),
            (line.at(DECEMBER), 8.97),
            (parabola.at(DECEMBER), 11.90),
        ] {
            assert!((found - label).abs() < 0.006, "{found} {label}");
        }
    }
}
