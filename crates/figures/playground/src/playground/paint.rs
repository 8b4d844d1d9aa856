//! Painting points on the plane: with a pointer, or with the arrows and the space bar.

use std::cell::{Cell, RefCell};

use redes_experiment::circles::REACH;
use redes_sheet::decimal;
use redes_shell::{
    choice,
    controls::Control,
    dom::{self, Result, part},
    drag::Touch,
    mounted::Mounting,
    phase::Phase,
    training,
};
use web_sys::{Element, Event, HtmlElement};

use super::{
    Playground,
    keys::key,
    numbers::Point,
    own::{LAST, Own},
};
use crate::words;

/// What a stroke does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Brush {
    /// Nothing: the plane is only looked at.
    #[default]
    Off,
    /// Adds points of a class.
    Class(u16),
    /// Removes points.
    Erase,
}

/// The brush, and what it has painted so far.
#[derive(Default)]
pub struct Painting {
    brush: Cell<Brush>,
    /// The points during a stroke.
    pending: RefCell<Option<Own>>,
    /// The last place of the stroke.
    last: Cell<Option<[f64; 2]>>,
    /// The cross that the arrows move.
    cross: Cell<[f64; 2]>,
}

/// The least distance between two points of a stroke.
const APART: f64 = 0.07;
/// The radius in which the eraser removes points.
const RADIUS: f64 = 0.12;
/// How far an arrow moves the cross.
const MOVE: f64 = 0.1;

/// Connects the place above the plane.
pub(super) fn connect(mounting: &mut Mounting<'_, Playground>) -> Result<()> {
    let place: Element = part(mounting.host, "paint")?;
    mounting.drag(&place, |figure, touch, across, down| {
        let at = [REACH * (2.0 * across - 1.0), REACH * (1.0 - 2.0 * down)];
        figure.stroke(touch, at);
    })?;
    choice::show(mounting.host, "brush", "off");
    mounting.on(&place, "keydown", Playground::move_cross)
}

impl Playground {
    /// Takes a brush by its name.
    pub(super) fn take_brush(&self, name: &str) {
        let brush = match name {
            "0" => Brush::Class(0),
            "1" => Brush::Class(1),
            "erase" => Brush::Erase,
            _ => Brush::Off,
        };
        self.painting.brush.set(brush);
        choice::show(&self.host, "brush", name);
        for part in ["paint", "paint-help"] {
            dom::hide_part(&self.host, part, brush == Brush::Off);
        }
    }

    /// Makes the points on the plane the reader's own.
    pub(super) fn own_points(&self) {
        if let Ok(fold) = part::<Element>(&self.host, "own-fold") {
            dom::set_attribute(&fold, "open", "");
        }
        let own = self.present();
        self.set_own(own);
    }

    /// Removes all points.
    pub(super) fn clear_points(&self) {
        self.set_own(Own::default());
        if self.painting.brush.get() == Brush::Off {
            self.take_brush("0");
        }
    }

    /// The reader's own points, or the drawn ones as such.
    fn present(&self) -> Own {
        if let Some(own) = &self.state().own {
            return own.clone();
        }
        let values = self.state().regression();
        self.drawing.course(|course| {
            let row = |point: &Point| [point.at[0], point.at[1], point.target];
            let rows: Vec<[f64; 3]> = course.points().iter().map(row).collect();
            Own::of_rows(&rows, values)
        })
    }

    /// Learns from these points; with too few it only shows them.
    fn set_own(&self, own: Own) {
        let enough = own.is_enough();
        if enough {
            self.change(|state| state.own = Some(own));
        } else {
            if self.training.phase() == Phase::Running {
                training::act(self, Control::PlayPause);
            }
            self.training.edit(|state| state.own = Some(own.clone()));
            self.keep();
            self.reached.borrow_mut().own = Some(own);
            self.show_state();
            self.redraw();
        }
        let few = self.language.text(words::PLAYGROUND_FEW_POINTS);
        self.say(if enough { "" } else { few });
    }

    fn stroke(&self, touch: Touch, at: [f64; 2]) {
        let Painting {
            brush,
            pending,
            last,
            ..
        } = &self.painting;
        if touch == Touch::Up {
            last.set(None);
            if let Some(own) = pending.take() {
                self.set_own(own);
            }
            return;
        }
        let far = last.get().is_none_or(|[x, y]| {
            let (dx, dy) = (at[0] - x, at[1] - y);
            dx * dx + dy * dy >= APART * APART
        });
        if !far {
            return;
        }
        last.set(Some(at));
        let mut own = pending.take().unwrap_or_else(|| self.present());
        match brush.get() {
            Brush::Off => return,
            Brush::Class(class) => {
                let target = if own.values { class * LAST } else { class };
                own.add(at, target);
            }
            Brush::Erase => own.erase(at, RADIUS),
        }
        self.show_own(&own);
        *pending.borrow_mut() = Some(own);
    }

    /// Draws own points that the network does not learn from yet.
    pub(super) fn show_own(&self, own: &Own) {
        let point = |[x, y, target]: &[f64; 3]| Point {
            at: [*x, *y],
            target: *target,
            test: false,
        };
        let points: Vec<Point> = own.rows().iter().map(point).collect();
        let theme = self.drawing.theme();
        self.drawing.plane.draw_others(&theme, &points, own.values);
    }

    fn move_cross(&self, event: &Event) {
        let Some(key) = key(event) else { return };
        let [x, y] = self.painting.cross.get();
        let at = match &*key {
            "ArrowLeft" => [x - MOVE, y],
            "ArrowRight" => [x + MOVE, y],
            "ArrowUp" => [x, y + MOVE],
            "ArrowDown" => [x, y - MOVE],
            " " | "Enter" => {
                event.prevent_default();
                self.stroke(Touch::Down, [x, y]);
                return self.stroke(Touch::Up, [x, y]);
            }
            _ => return,
        };
        event.prevent_default();
        let at = at.map(|at| at.clamp(-REACH, REACH));
        self.painting.cross.set(at);
        if let Ok(cross) = part::<HtmlElement>(&self.host, "cross") {
            let share = |at: f64| format!("{}%", decimal::fixed(at * 100.0, 1));
            let places = [
                ("left", share((at[0] / REACH + 1.0) / 2.0)),
                ("top", share((1.0 - at[1] / REACH) / 2.0)),
            ];
            for (name, value) in places {
                let _ = cross.style().set_property(name, &value);
            }
        }
    }
}
