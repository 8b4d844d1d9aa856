//! What the figures that compute at once have in common: how one comes into its element, and what ends with it.

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

/// A figure in its element; dropping it ends it.
pub struct Mounted {
    _figure: Rc<dyn Any>,
    kept: Vec<Box<dyn Any>>,
}

impl Mounted {
    /// Keeps something as long as the figure, which is there already.
    pub fn keep(&mut self, what: impl Any) {
        self.kept.push(Box::new(what));
    }
}

/// A figure's markup in a language. Every id in it begins with the given prefix, which is the element's own
/// ([`address::prefix`]): two figures of one kind on a page have no id in common.
pub type Markup = fn(Language, &str) -> String;

/// A figure that comes into its element. What it listens to is made before it is there, and finds it later.
pub struct Mounting<'a, T> {
    /// Its element.
    pub host: &'a HtmlElement,
    /// The page's language.
    pub language: Language,
    /// Where closures will find the figure.
    pub later: Later<T>,
    kept: Vec<Box<dyn Any>>,
}

impl<'a, T: 'static> Mounting<'a, T> {
    /// Puts the markup in place and answers the state that the link asks for; what it refuses is told.
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

    /// The frame in which the figure draws itself.
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

    /// Acts at an event.
    pub fn on(&mut self, target: &Element, kind: &'static str, act: fn(&T, &Event)) -> Result<()> {
        let later = self.later.clone();
        self.keep(dom::listen(target, kind, move |event| {
            later.with(|figure| act(figure, &event));
        })?);
        Ok(())
    }

    /// Acts while a pointer is held down on a picture.
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

    /// Acts when the picture has become stale: another size, another theme.
    pub fn watch(&mut self, stale: fn(&T)) -> Result<()> {
        let later = self.later.clone();
        self.keep(Watch::new(self.host, move || {
            later.with(|figure| stale(figure));
        })?);
        Ok(())
    }

    /// Keeps something as long as the figure.
    pub fn keep(&mut self, what: impl Any) {
        self.kept.push(Box::new(what));
    }

    /// The figure is there.
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

/// Where [`address::tell_refused`] says which entries of the link are refused.
pub const REFUSED: &str = r#"<p class="notice bad" data-ref="refused" role="status" hidden></p>"#;
