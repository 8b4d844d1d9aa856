//! A picture: shapes and words in the site's colours, written as SVG.

use std::collections::BTreeSet;

use anyhow::Result;
use redes_sheet::{
    language::Language,
    markup::{Point, decimal, distance, outline},
    theme::{self, Colour, Use},
};
use svg::{
    Document,
    node::{
        Node,
        element::{Circle, Element, Path, Rectangle, Style, Text, Title},
    },
};

/// The values of the site's colours.
const TOKENS: &str = include_str!("../../../../www/styles/tokens.css");

/// The width of every picture, as in the book.
pub(super) const WIDTH: f64 = 720.0;
/// The margin at the picture's edges.
pub(super) const MARGIN: f64 = 24.0;

/// How a shape is painted.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Paint {
    fill: Option<Colour>,
    stroke: Option<(Colour, f64)>,
    dashes: Option<&'static str>,
    opacity: Option<f64>,
}

/// The fill.
pub(super) fn fill(colour: Colour) -> Paint {
    Paint {
        fill: Some(colour),
        ..Paint::default()
    }
}

/// The outline, with this width.
pub(super) fn stroke(colour: Colour, width: f64) -> Paint {
    Paint {
        stroke: Some((colour, width)),
        ..Paint::default()
    }
}

/// A line whose width follows a value; dashed if the value is negative.
pub(super) fn connection(value: f64, width: f64) -> Paint {
    let line = stroke(Colour::of_sign(value), width);
    if value < 0.0 {
        line.dashed("9 6")
    } else {
        line
    }
}

impl Paint {
    /// With an outline as well.
    pub(super) fn outlined(self, colour: Colour, width: f64) -> Self {
        let stroke = Some((colour, width));
        Self { stroke, ..self }
    }

    /// The outline in dashes and gaps of these lengths.
    pub(super) fn dashed(self, dashes: &'static str) -> Self {
        let dashes = Some(dashes);
        Self { dashes, ..self }
    }

    /// The opacity: 0 is invisible, 1 is opaque.
    pub(super) fn opacity(self, opacity: f64) -> Self {
        let opacity = Some(opacity);
        Self { opacity, ..self }
    }
}

/// The style of words.
#[derive(Clone, Copy, Debug)]
pub(super) struct Words {
    size: f64,
    bold: bool,
    anchor: Option<&'static str>,
    colour: Colour,
    halo: bool,
}

/// Words of this size, in the text colour, that start at their position.
pub(super) fn words(size: f64) -> Words {
    Words {
        size,
        bold: false,
        anchor: None,
        colour: Colour::Ink,
        halo: false,
    }
}

impl Words {
    pub(super) fn bold(self) -> Self {
        Self { bold: true, ..self }
    }

    /// Centres the words at their position.
    pub(super) fn middle(self) -> Self {
        let anchor = Some("middle");
        Self { anchor, ..self }
    }

    /// Ends the words at their position.
    pub(super) fn end(self) -> Self {
        let anchor = Some("end");
        Self { anchor, ..self }
    }

    pub(super) fn colour(self, colour: Colour) -> Self {
        Self { colour, ..self }
    }

    /// Adds an outline in the panel's colour, for words that cross lines.
    pub(super) fn halo(self) -> Self {
        Self { halo: true, ..self }
    }
}

/// A picture under construction.
pub(super) struct Picture {
    language: Language,
    title: String,
    height: f64,
    nodes: Vec<Element>,
    uses: BTreeSet<Use>,
}

impl Picture {
    /// An empty picture; the title describes its content.
    pub(super) fn new(language: Language, height: f64, title: impl Into<String>) -> Self {
        let mut picture = Self {
            language,
            title: title.into(),
            height,
            nodes: Vec::new(),
            uses: BTreeSet::new(),
        };
        picture.rounded([0.0, 0.0, WIDTH, height], 6.0, fill(Colour::Panel));
        picture
    }

    /// Words whose line stands at a place.
    pub(super) fn text(&mut self, at: Point, how: Words, text: impl Into<String>) {
        let mut node = Text::new(text.into())
            .set("x", decimal(at[0]))
            .set("y", decimal(at[1]))
            .set("font-size", decimal(how.size));
        if how.bold {
            node.assign("font-weight", 600);
        }
        if let Some(anchor) = how.anchor {
            node.assign("text-anchor", anchor);
        }
        let mut paint = fill(how.colour);
        if how.halo {
            paint = paint.outlined(Colour::Panel, 5.0);
            node.assign("paint-order", "stroke");
            node.assign("stroke-linejoin", "round");
        }
        self.put(node, paint);
    }

    /// Left, top, width, height.
    pub(super) fn rect(&mut self, [x, y, width, height]: [f64; 4], paint: Paint) {
        let node = Rectangle::new()
            .set("x", decimal(x))
            .set("y", decimal(y))
            .set("width", decimal(width))
            .set("height", decimal(height));
        self.put(node, paint);
    }

    /// As [`Picture::rect`], with round corners.
    pub(super) fn rounded(&mut self, [x, y, width, height]: [f64; 4], radius: f64, paint: Paint) {
        let node = Rectangle::new()
            .set("x", decimal(x))
            .set("y", decimal(y))
            .set("width", decimal(width))
            .set("height", decimal(height))
            .set("rx", decimal(radius));
        self.put(node, paint);
    }

    pub(super) fn circle(&mut self, [x, y]: Point, radius: f64, paint: Paint) {
        let node = Circle::new()
            .set("cx", decimal(x))
            .set("cy", decimal(y))
            .set("r", decimal(radius));
        self.put(node, paint);
    }

    /// A straight line.
    pub(super) fn line(&mut self, from: Point, to: Point, paint: Paint) {
        self.path(outline(&[from, to]), paint);
    }

    /// Straight lines from point to point.
    pub(super) fn polyline(&mut self, points: &[Point], paint: Paint) {
        self.path(outline(points), paint);
    }

    /// A line with round ends and corners through the points.
    pub(super) fn pen(&mut self, points: &[Point], paint: Paint) {
        let node = Path::new()
            .set("d", outline(points))
            .set("stroke-linecap", "round")
            .set("stroke-linejoin", "round");
        self.put(node, paint);
    }

    /// A line that ends in a point.
    pub(super) fn arrow(&mut self, from: Point, to: Point, colour: Colour) {
        let [dx, dy] = [to[0] - from[0], to[1] - from[1]];
        let length = distance(from, to).max(1e-9);
        let [dx, dy] = [dx / length, dy / length];
        let back = |along: f64, aside: f64| {
            [
                to[0] - along * dx - aside * dy,
                to[1] - along * dy + aside * dx,
            ]
        };
        self.line(from, back(6.0, 0.0), stroke(colour, 2.0));
        let head = [back(9.0, 5.0), to, back(9.0, -5.0)];
        self.path(format!("{}z", outline(&head)), fill(colour));
    }

    /// Any other path.
    pub(super) fn path(&mut self, data: String, paint: Paint) {
        self.put(Path::new().set("d", data), paint);
    }

    /// A path that crosses itself, filled by the even-odd rule.
    pub(super) fn even(&mut self, data: String, paint: Paint) {
        self.put(
            Path::new().set("d", data).set("fill-rule", "evenodd"),
            paint,
        );
    }

    /// Lines of zero length, of which only the ends are visible: `round` or `square`.
    pub(super) fn dots(&mut self, data: String, paint: Paint, ends: &'static str) {
        self.put(
            Path::new().set("d", data).set("stroke-linecap", ends),
            paint,
        );
    }

    /// A path whose unit is `scale` pixels and whose origin lies at a place, drawn without soft edges, so that no seams
    /// show between squares.
    pub(super) fn squares(&mut self, at: Point, scale: f64, data: String, paint: Paint) {
        let [x, y] = at.map(decimal);
        let transform = format!("translate({x} {y})scale({})", decimal(scale));
        let node = Path::new()
            .set("d", data)
            .set("transform", transform)
            .set("shape-rendering", "crispEdges");
        self.put(node, paint);
    }

    fn put(&mut self, node: impl Into<Element> + Node, paint: Paint) {
        let mut node: Element = node.into();
        let mut classes = Vec::new();
        let mut note = |one: Use| {
            self.uses.insert(one);
            classes.push(one.class());
        };
        match paint.fill {
            Some(colour) => note(Use::Fill(colour)),
            None => node.assign("fill", "none"),
        }
        if let Some((colour, width)) = paint.stroke {
            note(Use::Stroke(colour));
            node.assign("stroke-width", decimal(width));
        }
        node.assign("class", classes.join(" "));
        if let Some(dashes) = paint.dashes {
            node.assign("stroke-dasharray", dashes);
        }
        if let Some(opacity) = paint.opacity {
            node.assign("opacity", format!("{opacity:.2}"));
        }
        self.nodes.push(node);
    }

    /// The SVG.
    pub(super) fn svg(self) -> Result<String> {
        let (width, height) = (decimal(WIDTH), decimal(self.height));
        let mut document = Document::new()
            .set("width", &*width)
            .set("height", &*height)
            .set("viewBox", format!("0 0 {width} {height}"))
            .set("xml:lang", self.language.code())
            .set("font-family", "system-ui,sans-serif")
            .add(Title::new(self.title))
            .add(Style::new(theme::style(TOKENS, &self.uses)?));
        for node in self.nodes {
            document.append(node);
        }
        Ok(format!("{document}\n"))
    }
}
