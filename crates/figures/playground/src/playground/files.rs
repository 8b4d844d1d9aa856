//! What the reader takes away, as text: tables, pictures, and the state that the figure reads again.

use redes_diagram::layers::{BUTTON, Edge, Layers, PICTURE};
use redes_sheet::{
    axis::{self, Room},
    decimal,
};
use redes_shell::{
    dom, link, number,
    plot::{Theme, css, curve::thin},
};

use super::{
    chart,
    link::State,
    numbers::{self, Course, Point, Row},
    own::Scale,
    plane,
    runs::Run,
};

/// The figure's name in a state's JSON.
pub const NAME: &str = "playground";

/// The side of the plane's picture.
pub const PLANE: f64 = 480.0;
/// The width of the network's picture.
pub const NETWORK: f64 = 720.0;
/// Width and height of the curves' picture.
pub const CURVES: [f64; 2] = [720.0, 520.0];

/// A number with every bit; nothing where it is none.
fn exact(value: f64) -> String {
    match value.is_finite() {
        true => number::plain(value),
        false => String::new(),
    }
}

fn table(head: &str, rows: impl Iterator<Item = Vec<String>>) -> String {
    let rows: String = rows.map(|row| row.join(",") + "\n").collect();
    format!("{head}\n{rows}")
}

/// The history: a row an epoch.
pub fn history(rows: &[Row]) -> String {
    let row = |row: &Row| row.map(exact).to_vec();
    let head = "step,train_loss,test_loss,train_accuracy,test_accuracy";
    table(head, rows.iter().map(row))
}

/// The weights and biases: a row each, with layers and neurons from 1.
pub fn weights(layers: &Layers, parameters: &[f64]) -> String {
    let rows = layers.neurons().flat_map(|(layer, to)| {
        let inputs = layers.width(layer);
        (0..=inputs).map(move |from| {
            let value = layers.weight(parameters, Edge { layer, from, to });
            let from = match from == inputs {
                true => "bias".to_owned(),
                false => (from + 1).to_string(),
            };
            let [layer, to] = [layer + 1, to + 1].map(|n| n.to_string());
            vec![layer, from, to, exact(value)]
        })
    });
    table("layer,from,to,value", rows)
}

/// The points: x and y in the reader's units, class or value, and whether the point is held back.
pub fn points(points: &[Point], scale: Option<Scale>, values: bool) -> String {
    let row = |point: &Point| {
        let (at, target) = match scale {
            Some(scale) if values => (scale.own(point.at), scale.value(point.target)),
            Some(scale) => (scale.own(point.at), point.target),
            None => (point.at, point.target),
        };
        let test = if point.test { "1" } else { "0" };
        vec![exact(at[0]), exact(at[1]), exact(target), test.to_owned()]
    };
    table("x,y,target,test", points.iter().map(row))
}

/// The state, which the figure reads again by its link, with the numbers that it leads to.
pub fn state(state: &State, course: &Course, fingerprint: &str) -> String {
    let link = link::write(state, NAME, "");
    let number = |value: &f64| match value.is_finite() {
        true => number::plain(*value),
        false => "null".to_owned(),
    };
    let list = |values: &[f64]| {
        let values: Vec<String> = values.iter().map(number).collect();
        format!("[{}]", values.join(","))
    };
    let history: Vec<String> = course.rows().iter().map(|row| list(row)).collect();
    let step = course.last().map_or(0, |report| report.iteration);
    format!(
        "{{\"redes\":\"{NAME}\",\n\"link\":\"{}\",\n\"step\":{step},\n\"fingerprint\":\"{fingerprint}\",\n\"parameters\":{},\n\"epochs\":{},\n\"history\":[{}]}}\n",
        escaped(&link),
        list(course.parameters()),
        course.thinned().unwrap_or(history.len()),
        history.join(",\n")
    )
}

/// A text within quotes of JSON.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}

/// A length in a picture.
fn pixels(value: f64) -> String {
    decimal::fixed(value, 1)
}

fn svg([width, height]: [f64; 2], theme: &Theme, inside: &str) -> String {
    let [width, height] = [width, height].map(pixels);
    format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="12"><rect width="{width}" height="{height}" fill="{}"/>{inside}</svg>"#,
        css(theme.panel)
    )
}

/// The attributes of a drawing's element, by its class: on the page the class itself, in a file the colours.
pub type Paint<'a> = &'a dyn Fn(&str) -> String;

/// On the page the style sheet has the colours.
pub fn on_page(class: &str) -> String {
    format!(r#"class="{class}""#)
}

/// The style sheet does not reach a file.
fn in_file(theme: &Theme, class: &str) -> String {
    let (what, colour) = match class {
        "negative" => ("fill", theme.class0),
        "positive" => ("fill", theme.class1),
        "mean" => ("fill", theme.accent),
        "axis" => ("stroke", theme.rule),
        "spread" => ("stroke", theme.ink_soft),
        _ => ("fill", theme.ink_soft),
    };
    format!(r#"{what}="{}""#, css(colour))
}

/// A drawing of the page under its name.
pub fn titled_picture(
    theme: &Theme,
    name: &str,
    [width, height]: [f64; 2],
    drawing: impl FnOnce(Paint<'_>) -> String,
) -> String {
    const MARGIN: f64 = 16.0;
    const TITLE: f64 = 32.0;
    let inside = drawing(&|class| in_file(theme, class));
    let [x, y, top] = [MARGIN, MARGIN + 6.0, TITLE].map(pixels);
    let (name, ink, soft) = (dom::escape(name), css(theme.ink), css(theme.ink_soft));
    let inside = format!(
        r#"<text x="{x}" y="{y}" fill="{ink}" font-weight="bold">{name}</text><g transform="translate({x} {top})" fill="{soft}">{inside}</g>"#
    );
    let size = [width + 2.0 * MARGIN, height + TITLE + MARGIN];
    svg(size, theme, &inside)
}

/// The plane: the surface as an image, and the points upon it.
pub fn plane_picture(theme: &Theme, surface: &str, points: &[Point], values: bool) -> String {
    let side = pixels(PLANE);
    let size = plane::size(PLANE, points.len());
    let dot = |point: &Point| {
        let [x, y] = plane::place(point.at, PLANE);
        let look = plane::look(theme, point, values);
        let paint = format!(
            r#"fill="{}" stroke="{}" stroke-width="{}""#,
            css(look.fill),
            css(look.edge),
            pixels(size * look.width)
        );
        let half = size * 0.9;
        match look.square {
            true => format!(
                r#"<rect x="{}" y="{}" width="{side}" height="{side}" {paint}/>"#,
                pixels(x - half),
                pixels(y - half),
                side = pixels(2.0 * half)
            ),
            false => {
                let [x, y, size] = [x, y, size].map(pixels);
                format!(r#"<circle cx="{x}" cy="{y}" r="{size}" {paint}/>"#)
            }
        }
    };
    let dots: String = points.iter().map(dot).collect();
    let image = format!(r#"<image href="{surface}" width="{side}" height="{side}"/>"#);
    svg([PLANE; 2], theme, &(image + &dots))
}

/// The network: a line for each weight, and what each neuron sees as an image.
pub fn network_picture(
    theme: &Theme,
    layers: &Layers,
    parameters: &[f64],
    images: &[String],
) -> String {
    let height = layers.height() + BUTTON / 2.0;
    let line = |edge: Edge| {
        let weight = layers.weight(parameters, edge);
        let [x1, y1] = layers.centre(NETWORK, edge.layer, edge.from);
        let [x2, y2] = layers.centre(NETWORK, edge.layer + 1, edge.to);
        let [x1, y1, x2, y2] = [x1, y1, x2, y2].map(pixels);
        let quarters = redes_diagram::numbers::quarters(weight);
        let width = pixels(f64::from(quarters.abs()) / 4.0);
        let (colour, dash) = match quarters < 0 {
            true => (theme.class0, r#" stroke-dasharray="7 4""#),
            false => (theme.class1, ""),
        };
        format!(
            r#"<path d="M{x1} {y1}L{x2} {y2}" stroke="{}" stroke-width="{width}" opacity="0.75"{dash}/>"#,
            css(colour)
        )
    };
    let lines: String = layers.edges().map(line).collect();
    let inputs = [(0, 0), (0, 1)].into_iter();
    let neurons = layers.neurons().map(|(layer, unit)| (layer + 1, unit));
    let image = |((column, row), image): ((usize, usize), &String)| {
        let [x, y] = layers
            .centre(NETWORK, column, row)
            .map(|at| pixels(at - PICTURE / 2.0));
        let side = pixels(PICTURE);
        format!(
            r#"<image x="{x}" y="{y}" width="{side}" height="{side}" href="{image}"/><rect x="{x}" y="{y}" width="{side}" height="{side}" fill="none" stroke="{}"/>"#,
            css(theme.ink_soft)
        )
    };
    let images: String = inputs.chain(neurons).zip(images).map(image).collect();
    svg([NETWORK, height], theme, &(lines + &images))
}

/// The two curves, one above the other, with their axes.
pub fn curves_picture(theme: &Theme, names: [&str; 2], rows: &[Row], runs: &[Run]) -> String {
    let [width, height] = CURVES;
    let end = chart::end(rows, runs);
    let all: Vec<chart::Line> = chart::lines(theme, rows, runs).collect();
    let losses = all.iter().filter(|line| !line.series.is_score());
    let top = numbers::top(losses.flat_map(|line| line.points.iter().map(|(_, y)| *y)));
    let mut inside = String::new();
    for (place, name) in names.into_iter().enumerate() {
        let scores = place == 1;
        let frame = Frame {
            left: 56.0,
            right: width - 16.0,
            top: place as f64 * height / 2.0 + 28.0,
            bottom: (place + 1) as f64 * height / 2.0 - 32.0,
            x: end,
            y: if scores { 1.0 } else { top },
        };
        inside += &frame.axes(theme, name);
        let own = all.iter().filter(|line| line.series.is_score() == scores);
        inside.extend(own.map(|line| frame.line(line)));
    }
    svg(CURVES, theme, &inside)
}

/// The place of a curve in a picture, and the ends of its axes, which begin at 0.
struct Frame {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
    x: f64,
    y: f64,
}

impl Frame {
    fn place(&self, (x, y): (f64, f64)) -> [f64; 2] {
        let across = self.left + (x / self.x).clamp(0.0, 1.0) * (self.right - self.left);
        let down = self.bottom - (y / self.y).clamp(0.0, 1.0) * (self.bottom - self.top);
        [across, down]
    }

    fn axes(&self, theme: &Theme, name: &str) -> String {
        let [left, right, top, bottom] = [self.left, self.right, self.top, self.bottom].map(pixels);
        let soft = css(theme.ink_soft);
        let mut text = format!(
            r#"<text x="{left}" y="{}" fill="{}" font-weight="bold">{name}</text><path d="M{left} {top}V{bottom}H{right}" fill="none" stroke="{soft}"/>"#,
            pixels(self.top - 10.0),
            css(theme.ink)
        );
        for mark in axis::marks([0.0, self.y], Room::Marks(5)) {
            let [_, y] = self.place((0.0, mark));
            let [line, word] = [y, y + 4.0].map(pixels);
            text += &format!(
                r#"<path d="M{left} {line}H{right}" stroke="{}"/><text x="{}" y="{word}" fill="{soft}" text-anchor="end">{}</text>"#,
                css(theme.rule),
                pixels(self.left - 8.0),
                number::short(mark, 4)
            );
        }
        for mark in axis::marks([0.0, self.x], Room::Marks(5)) {
            let [x, _] = self.place((mark, 0.0));
            text += &format!(
                r#"<text x="{}" y="{}" fill="{soft}" text-anchor="middle">{}</text>"#,
                pixels(x),
                pixels(self.bottom + 18.0),
                number::short(mark, 4)
            );
        }
        text
    }

    fn line(&self, line: &chart::Line) -> String {
        let places: Vec<String> = thin(&line.points)
            .into_iter()
            .map(|point| self.place(point).map(pixels).join(","))
            .collect();
        let dash = match line.series.is_test() {
            true => r#" stroke-dasharray="6 4""#,
            false => "",
        };
        format!(
            r#"<polyline points="{}" fill="none" stroke="{}" stroke-width="{}"{dash}/>"#,
            places.join(" "),
            css(line.colour),
            decimal::shortest(line.width)
        )
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use redes_shell::plot::Rgb;

    use super::*;

    #[test]
    fn tables_have_every_bit() {
        let rows = [[8.0, 1.0 / 3.0, f64::NAN, 0.5, f64::NAN]];
        let text = history(&rows);
        assert!(
            text.ends_with("accuracy\n8,0.3333333333333333,,0.5,\n"),
            "{text}"
        );
        let layers = Layers::new(vec![2, 1, 1]);
        let text = weights(&layers, &[0.5, -0.25, 0.125, 2.0, 1.0]);
        let expected =
            "layer,from,to,value\n1,1,1,0.5\n1,2,1,-0.25\n1,bias,1,0.125\n2,1,1,2\n2,bias,1,1\n";
        assert_eq!(text, expected);
    }

    #[test]
    fn points_come_in_the_readers_units_and_are_read_again() {
        let (own, scale) = super::super::table::read("10,0,0\n20,4,1\n30,8,1").unwrap();
        let all: Vec<Point> = own
            .rows()
            .iter()
            .map(|[x, y, target]| Point {
                at: [*x, *y],
                target: *target,
                test: false,
            })
            .collect();
        let text = points(&all, Some(scale), false);
        let rows: Vec<Vec<f64>> = text
            .lines()
            .skip(1)
            .map(|line| line.split(',').map(|cell| cell.parse().unwrap()).collect())
            .collect();
        assert!((rows[0][0] - 10.0).abs() < 0.01 && (rows[2][1] - 8.0).abs() < 0.01);
        assert_eq!(rows[1][2..], [1.0, 0.0]);
    }

    #[test]
    fn drawings_of_the_page_carry_their_colours() {
        let theme = Theme {
            panel: Rgb(255, 255, 255),
            ink: Rgb(1, 1, 1),
            ink_soft: Rgb(2, 2, 2),
            rule: Rgb(3, 3, 3),
            class0: Rgb(4, 4, 4),
            class1: Rgb(5, 5, 5),
            accent: Rgb(6, 6, 6),
        };
        let svg = titled_picture(&theme, "Weights", [320.0, 110.0], |paint| {
            super::super::weights::histogram_bars(&[-1.0, 0.5, 1.0], paint)
        });
        assert!(!svg.contains("class="), "{svg}");
        assert!(svg.contains(r#"width="352.0" height="158.0""#), "{svg}");
        for colour in [2, 3, 4, 5] {
            let colour = css(Rgb(colour, colour, colour));
            assert!(svg.contains(&colour), "{colour}: {svg}");
        }
    }

    #[test]
    fn a_states_json_has_its_link() {
        let text = state(&State::default(), &Course::default(), "00ff");
        assert!(
            text.contains("\"link\":\"\"") && text.contains("\"history\":[]"),
            "{text}"
        );
        let changed = State {
            seed: 7,
            ..State::default()
        };
        let text = state(&changed, &Course::default(), "00ff");
        assert!(text.contains("\"link\":\"#playground.seed=7\""), "{text}");
        assert_eq!(escaped("a\"b\\"), "a\\\"b\\\\");
    }
}
