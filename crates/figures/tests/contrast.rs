//! The points of the circles and the playground stand out from every ground that the network's answers paint, in both themes.
#![allow(clippy::unwrap_used)]

use redes_figures::playground::playground::{
    numbers::Point,
    plane::{Look, look},
};
use redes_shell::plot::{Rgb, Theme, surface};

/// WCAG 2.2, 1.4.11: what is needed to understand a picture.
const LEAST: f64 = 3.0;

/// The light theme and the dark one, from `www/styles/tokens.css`.
fn themes() -> [Theme; 2] {
    let css = include_str!("../../../www/styles/tokens.css");
    let (light, dark) = css.split_once("prefers-color-scheme: dark").unwrap();
    [light, dark].map(|block| {
        let colour = |name: &str| {
            let value = block.split(&format!("--{name}: ")).nth(1).unwrap();
            Rgb::parse(value.split(';').next().unwrap()).unwrap()
        };
        Theme {
            panel: colour("panel"),
            ink: colour("ink"),
            ink_soft: colour("ink-soft"),
            rule: colour("rule"),
            class0: colour("class0"),
            class1: colour("class1"),
            accent: colour("accent"),
        }
    })
}

/// WCAG 2.2's relative luminance.
fn luminance(Rgb(red, green, blue): Rgb) -> f64 {
    let channel = |value: u8| {
        let value = f64::from(value) / 255.0;
        match value <= 0.04045 {
            true => value / 12.92,
            false => ((value + 0.055) / 1.055).powf(2.4),
        }
    };
    0.2126 * channel(red) + 0.7152 * channel(green) + 0.0722 * channel(blue)
}

fn contrast(a: Rgb, b: Rgb) -> f64 {
    let [a, b] = [a, b].map(luminance);
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// Every ground, from the one end of the scale to the other.
fn grounds(theme: &Theme) -> Vec<Rgb> {
    let values: Vec<f32> = (0..=255_u8).map(|i| f32::from(i) / 255.0).collect();
    let pixels = surface::pixels(&values, 0.0, 1.0, theme);
    let (pixels, _) = pixels.as_chunks::<4>();
    pixels.iter().map(|[r, g, b, _]| Rgb(*r, *g, *b)).collect()
}

/// The least contrast between a point and the grounds: that of its edge or, where the point is hollow, of the one of its two
/// colours that stands out more.
fn least(grounds: &[Rgb], colours: &[Rgb]) -> f64 {
    let of = |ground: &Rgb| {
        colours
            .iter()
            .map(|colour| contrast(*colour, *ground))
            .fold(0.0, f64::max)
    };
    grounds.iter().map(of).fold(f64::INFINITY, f64::min)
}

#[test]
fn a_point_stands_out_from_every_ground() {
    for (name, theme) in ["light", "dark"].into_iter().zip(themes()) {
        let grounds = grounds(&theme);
        // The ends are the classes' own colours, mixed: the scale is there.
        assert!(
            contrast(grounds[0], theme.panel) > 2.0 && contrast(grounds[255], theme.panel) > 2.0
        );
        for class1 in [false, true] {
            let [fill, edge] = surface::point(&theme, class1);
            let found = least(&grounds, &[edge]);
            assert!(found >= LEAST, "{name}, class {class1}: {found:.2}");
            assert_eq!(fill, if class1 { theme.class1 } else { theme.class0 });
        }
        for (target, test, values) in [
            (0.0, false, false),
            (1.0, false, false),
            (0.0, true, false),
            (1.0, true, false),
            (-1.0, false, true),
            (0.1, true, true),
        ] {
            let point = Point {
                at: [0.0; 2],
                target,
                test,
            };
            let Look {
                fill, edge, width, ..
            } = look(&theme, &point, values);
            let colours = if test { vec![fill, edge] } else { vec![edge] };
            let found = least(&grounds, &colours);
            assert!(
                found >= LEAST,
                "{name}, {target}, test {test}, value {values}: {found:.2}"
            );
            assert!(width >= 0.33, "an edge that is seen");
            // The two colours of a hollow point differ, so that it is hollow.
            assert!(!test || values || contrast(fill, edge) >= LEAST);
        }
    }
}

/// A grey printer, and an eye without colours, see luminance alone.
#[test]
fn the_two_sides_of_the_ground_differ_in_grey() {
    for theme in themes() {
        let grounds = grounds(&theme);
        let [low, high] = [grounds[0], grounds[255]].map(luminance);
        assert!(low < high, "blue is darker");
        assert!(contrast(grounds[0], grounds[255]) >= 1.25);
    }
}
