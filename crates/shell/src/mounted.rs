//! The mounting of a figure in its element, and the end of the figure.

use std::{any::Any, rc::Rc};

use web_sys::{Element, Event, HtmlElement};

use crate::{
    address,
    dom::{self, Frame, Result},
    drag::{Drag, Touch},
    field::{Field, FieldSpec},
    later::Later,
    link::Keyed,
    text::{Language, language_of},
    watch::Watch,
};

/// A figure in its element. Dropping this value ends the figure.
pub struct Mounted {
    _figure: Rc<dyn Any>,
    kept: Vec<Box<dyn Any>>,
}

impl Mounted {
    /// Keeps a value as long as the figure.
    pub fn keep(&mut self, what: impl Any) {
        self.kept.push(Box::new(what));
    }
}

/// A figure's markup in a language. Every id in it begins with the given prefix, which is the element's own
/// ([`address::prefix`]): two figures of one kind on a page have no id in common.
pub type Markup = fn(Language, &str) -> String;

/// A figure during its mounting. Its listeners exist before the figure does, and find it through [`Mounting::later`].
pub struct Mounting<'a, T> {
    /// Its element.
    pub host: &'a HtmlElement,
    /// The page's language.
    pub language: Language,
    /// The place where closures find the figure.
    pub later: Later<T>,
    kept: Vec<Box<dyn Any>>,
}

impl<'a, T: 'static> Mounting<'a, T> {
    /// Inserts the markup, reads the state from the link, and lists the refused entries.
    pub fn new<S: Keyed + Default>(host: &'a HtmlElement, name: &str, markup: Markup) -> (Self, S) {
        let language = language_of(host);
        host.set_class_name(&format!("redes {name}"));
        host.set_inner_html(&markup(language, &address::prefix(host)));
        let (state, refused) = address::read(host);
        address::tell_refused(host, language, &refused);
        let mounting = Self {
            host,
            language,
            later: Later::default(),
            kept: Vec::new(),
        };
        (mounting, state)
    }

    /// The frame that draws the figure.
    pub fn frame(&self, draw: fn(&T)) -> Frame {
        let later = self.later.clone();
        Frame::new(move || later.with(|figure| draw(figure)))
    }

    /// A field for a number.
    pub fn field(
        &self,
        spec: FieldSpec,
        value: f64,
        set: impl Fn(&T, f64) + 'static,
    ) -> Result<Field> {
        let later = self.later.clone();
        Field::new(self.host, self.language, spec, value, move |value| {
            later.with(|figure| set(figure, value));
        })
    }

    /// Calls `act` at each event of a kind.
    pub fn on(&mut self, target: &Element, kind: &'static str, act: fn(&T, &Event)) -> Result<()> {
        let later = self.later.clone();
        self.keep(dom::listen(target, kind, move |event| {
            later.with(|figure| act(figure, &event));
        })?);
        Ok(())
    }

    /// Calls `act` while a pointer is pressed on a picture.
    pub fn drag(
        &mut self,
        picture: &Element,
        act: impl Fn(&T, Touch, f64, f64) + 'static,
    ) -> Result<()> {
        let later = self.later.clone();
        self.keep(Drag::new(picture, move |touch, across, down| {
            later.with(|figure| act(figure, touch, across, down));
        })?);
        Ok(())
    }

    /// Calls `stale` when the picture needs to be drawn again: at another size or theme.
    pub fn watch(&mut self, stale: fn(&T)) -> Result<()> {
        let later = self.later.clone();
        self.keep(Watch::new(self.host, move || {
            later.with(|figure| stale(figure));
        })?);
        Ok(())
    }

    /// Keeps a value as long as the figure.
    pub fn keep(&mut self, what: impl Any) {
        self.kept.push(Box::new(what));
    }

    /// Ends the mounting with the complete figure.
    pub fn done(self, figure: T) -> (Rc<T>, Mounted) {
        let figure = Rc::new(figure);
        self.later.set(&figure);
        let mounted = Mounted {
            _figure: figure.clone(),
            kept: self.kept,
        };
        (figure, mounted)
    }
}

/// The markup of the part where [`address::tell_refused`] lists the refused entries.
pub const REFUSED: &str = r#"<p class="notice bad" data-ref="refused" role="status" hidden></p>"#;
