//! Colours, themes and markup.
#![allow(clippy::unwrap_used, missing_docs)]

use std::collections::BTreeSet;

use redes_sheet::{
    colour::{Rgb, css, diverging, mix},
    markup::{decimal, escape, outline},
    theme::{Colour, Missing, Use, style},
};

const BLACK: Rgb = Rgb(0, 0, 0);
const WHITE: Rgb = Rgb(255, 255, 255);
/// Class 0 and class 1 of the light theme (`www/styles/tokens.css`).
const BLUE: Rgb = Rgb(0x00, 0x46, 0x6e);
const ORANGE: Rgb = Rgb(0xae, 0x48, 0x00);

#[test]
fn colours_are_read_as_css_writes_them() {
    let table = [
        ("#00466e", Some(BLUE)),
        ("#FFF", Some(WHITE)),
        ("#000000", Some(BLACK)),
        ("#12", None),
        ("#12345", None),
        ("#ggg", None),
        ("00466e", None),
        ("", None),
        ("#ñññ", None),
    ];
    for (text, colour) in table {
        assert_eq!(Rgb::parse(text), colour, "{text}");
    }
    assert_eq!(css(ORANGE), "#ae4800");
    assert_eq!(Rgb::parse(&css(BLUE)), Some(BLUE));
}

#[test]
fn a_mixture_has_two_ends_and_a_middle() {
    for (t, grey) in [(0.0, 0), (0.25, 64), (0.5, 128), (1.0, 255)] {
        assert_eq!(mix(BLACK, WHITE, t), Rgb(grey, grey, grey));
        assert_eq!(mix(WHITE, BLACK, 1.0 - t), Rgb(grey, grey, grey));
    }
    for (t, end) in [
        (-3.0, BLACK),
        (f64::NAN, BLACK),
        (7.0, WHITE),
        (f64::INFINITY, WHITE),
    ] {
        assert_eq!(mix(BLACK, WHITE, t), end);
    }
    let scale = [BLUE, WHITE, ORANGE];
    for (share, colour) in [
        (-1.0, BLUE),
        (0.0, WHITE),
        (1.0, ORANGE),
        (-9.0, BLUE),
        (f64::NAN, WHITE),
    ] {
        assert_eq!(diverging(scale, share), colour);
    }
    assert_eq!(diverging(scale, -0.5), mix(WHITE, BLUE, 0.5));
}

#[test]
fn what_markup_would_read_is_escaped() {
    let table = [
        (
            "a < b && c > \"d\"",
            "a &lt; b &amp;&amp; c &gt; &quot;d&quot;",
        ),
        ("&lt;", "&amp;lt;"),
        ("año 'x'", "año 'x'"),
        ("", ""),
    ];
    for (text, markup) in table {
        assert_eq!(escape(text), markup);
    }
}

#[test]
fn coordinates_take_few_letters() {
    let table = [
        (0.0, "0"),
        (-0.04, "0"),
        (3.0, "3"),
        (12.45, "12.4"),
        (-1.5, "-1.5"),
        (100.0, "100"),
    ];
    for (value, text) in table {
        assert_eq!(decimal(value), text);
    }
    assert_eq!(outline(&[]), "");
    assert_eq!(outline(&[[0.5, -0.5]]), "M.5-.5");
    assert_eq!(
        outline(&[[10.0, 20.0], [10.3, 19.0], [12.0, 19.04]]),
        "M10 20l.3-1 1.7 0"
    );
}

#[test]
fn a_style_has_the_light_colours_and_the_dark_ones() {
    let tokens = ":root{--ink: #111;--panel:#fff;}@media screen and (prefers-color-scheme: dark){:root{--ink:#eee;--panel: #000;}}";
    let uses = BTreeSet::from([Use::Stroke(Colour::Panel), Use::Fill(Colour::Ink)]);
    assert_eq!(
        style(tokens, &uses).unwrap(),
        ".ink{fill:#111}.panel-l{stroke:#fff}\n@media screen and (prefers-color-scheme: dark){.ink{fill:#eee}.panel-l{stroke:#000}}"
    );
    let light = ":root{--ink:#111}";
    assert_eq!(style(light, &uses), Err(Missing::Dark));
    let uses = BTreeSet::from([Use::Fill(Colour::Class0Soft)]);
    let missing = style(tokens, &uses).unwrap_err();
    assert_eq!(missing.to_string(), "tokens.css: no --class0-soft");
    // A longer name that begins alike is another token.
    let uses = BTreeSet::from([Use::Fill(Colour::Soft)]);
    assert_eq!(style(tokens, &uses), Err(Missing::Token("ink-soft")));
}

#[test]
fn the_site_has_every_colour() {
    let tokens = include_str!("../../../www/styles/tokens.css");
    let all = [
        Colour::Ink,
        Colour::Soft,
        Colour::Rule,
        Colour::Panel,
        Colour::Panel2,
        Colour::Accent,
        Colour::Class0,
        Colour::Class1,
        Colour::Class0Soft,
        Colour::Class1Soft,
        Colour::Good,
        Colour::Bad,
    ];
    let uses: BTreeSet<Use> = all.into_iter().map(Use::Fill).collect();
    let rules = style(tokens, &uses).unwrap();
    assert!(
        rules.contains(".c0{fill:#00466e}") && rules.matches("fill:").count() == 24,
        "{rules}"
    );
    assert_eq!(
        [Colour::of_sign(-0.1), Colour::of_sign(0.0)],
        [Colour::Class0, Colour::Class1]
    );
}
