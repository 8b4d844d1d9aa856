//! The graph of a function as SVG, in an element of the page.

pub use redes_sheet::graph::{Graph, Margin, Window};
use web_sys::Element;

use crate::dom;

/// An empty graph of the size of its element. `None` if the element has no size.
pub fn of(svg: &Element, window: Window, margin: Margin) -> Option<Graph> {
    let size = svg.get_bounding_client_rect();
    Graph::new([size.width(), size.height()], window, margin)
}

/// Shows a graph in its element.
pub fn show(graph: &Graph, svg: &Element) {
    dom::set_attribute(svg, "viewBox", &graph.view_box());
    svg.set_inner_html(&graph.markup());
}

/// The x at a share of the width of an element that a graph with these margins fills.
pub fn x_at(svg: &Element, window: &Window, margin: &Margin, share: f64) -> f64 {
    window.x_at(svg.get_bounding_client_rect().width(), margin, share)
}
