//! The parts of `cargo xtask test`, and their choice on the command line.

use std::{fmt, str::FromStr};

/// The parts, in the order in which they run: the fastest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Format,
    Clippy,
    Docs,
    Native,
    Listings,
    Written,
    Modules,
    Wasm,
    Weight,
    Html,
    Notebooks,
    Browser,
    Bare,
    Engines,
    Scorm,
    CourseTools,
    Deny,
    Sbom,
}

impl Part {
    /// The parts of a run without `--only`, in order.
    pub(crate) const ALL: [Self; 14] = [
        Self::Format,
        Self::Clippy,
        Self::Docs,
        Self::Native,
        Self::Listings,
        Self::Written,
        Self::Modules,
        Self::Wasm,
        Self::Weight,
        Self::Html,
        Self::Notebooks,
        Self::Browser,
        Self::Bare,
        Self::Engines,
    ];
    /// The parts that run only where `--only` names them: they install what the site itself does not need.
    pub(crate) const APART: [Self; 4] = [Self::Scorm, Self::CourseTools, Self::Deny, Self::Sbom];

    /// Every part, in order.
    pub(crate) fn every() -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().chain(Self::APART)
    }

    /// Its name on the command line.
    pub(crate) fn name(self) -> &'static str {
        self.row().0
    }

    /// What it does, for `--list`.
    pub(crate) fn about(self) -> &'static str {
        self.row().1
    }

    fn row(self) -> (&'static str, &'static str) {
        match self {
            Self::Format => ("format", "cargo fmt --check"),
            Self::Clippy => ("clippy", "every crate with all its features, natively"),
            Self::Docs => ("docs", "cargo doc without a warning"),
            Self::Native => ("native", "cargo test; native:FILTER for some tests"),
            Self::Listings => ("listings", "the book's listings, in Python"),
            Self::Written => (
                "written",
                "networks that we write, in Keras, onnxruntime and NumPy",
            ),
            Self::Modules => ("modules", "clippy on each page module, as it ships"),
            Self::Wasm => ("wasm", "cargo test for wasm32; wasm:FILTER for some tests"),
            Self::Weight => ("weight", "what each page of the built site weighs"),
            Self::Html => ("html", "html-validate over the built site"),
            Self::Notebooks => ("notebooks", "the built site's notebooks, in Python"),
            Self::Browser => (
                "browser",
                "the built site in Chromium; browser:FILTER for a file or some tests",
            ),
            Self::Bare => ("bare", "browser tests on the same site without data sets"),
            Self::Engines => (
                "engines",
                "the same journeys in Chromium, Firefox and WebKitGTK",
            ),
            Self::CourseTools => (
                "course-tools",
                "what the dialog copies, in the tools of course pages; only if it is named",
            ),
            Self::Scorm => (
                "scorm",
                "the packages in Python and in scorm-again; only if it is named",
            ),
            Self::Deny => (
                "deny",
                "licences, sources, versions and advisories of all crates; only if it is named",
            ),
            Self::Sbom => (
                "sbom",
                "the list of what ships, against the schema of CycloneDX; only if it is named",
            ),
        }
    }

    /// Whether it drives a browser: `--no-browser` leaves it out.
    fn drives(self) -> bool {
        matches!(self, Self::Browser | Self::Bare | Self::Engines)
    }

    /// Whether a filter can choose some of the part's tests.
    fn takes_filter(self) -> bool {
        matches!(self, Self::Native | Self::Wasm | Self::Browser)
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Part {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let found = Self::every().find(|part| part.name() == text);
        found.ok_or_else(|| {
            let names: Vec<&str> = Self::every().map(Self::name).collect();
            format!("the parts are {}", names.join(", "))
        })
    }
}

/// A part as `--only` names it: `browser`, or `browser:reviews` for the tests whose names contain "reviews".
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Only {
    part: Part,
    filter: Option<String>,
}

impl FromStr for Only {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let Some((part, filter)) = text.split_once(':') else {
            let part = text.parse()?;
            return Ok(Self { part, filter: None });
        };
        let part: Part = part.parse()?;
        if !part.takes_filter() {
            return Err(format!("{part} is done whole: it takes no filter"));
        }
        if filter.is_empty() {
            return Err(format!("what of {part}? Name a test or a file of tests"));
        }
        let filter = Some(filter.to_owned());
        Ok(Self { part, filter })
    }
}

/// A part that will run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Chosen {
    /// The part.
    pub(crate) part: Part,
    /// Parts of the names of the chosen tests; empty for all tests.
    pub(crate) filters: Vec<String>,
}

/// The parts that run, in order: those of `only`, else all that need not be named, from `from` on.
pub(crate) fn choose(only: &[Only], from: Option<Part>, browsers: bool) -> Vec<Chosen> {
    let named = |part: Part| only.iter().filter(move |only| only.part == part);
    let chosen = Part::every().filter(|part| {
        let wanted = match only.is_empty() {
            true => Part::ALL.contains(part),
            false => named(*part).next().is_some(),
        };
        wanted && (browsers || !part.drives())
    });
    chosen
        .skip_while(|part| from.is_some_and(|from| *part != from))
        .map(|part| Chosen {
            part,
            // A part named both whole and with a filter runs whole.
            filters: named(part)
                .map(|only| only.filter.clone())
                .collect::<Option<Vec<String>>>()
                .unwrap_or_default(),
        })
        .collect()
}

/// The options that continue a stopped run: `left` is the failed part and the parts after it;
/// `only` is whether parts were named.
pub(crate) fn go_on(left: &[Chosen], only: bool) -> String {
    let Some(first) = left.first() else {
        return String::new();
    };
    if !only {
        return format!(" --from {}", first.part);
    }
    let options = left.iter().flat_map(|chosen| {
        let part = chosen.part;
        let whole = chosen.filters.is_empty().then(|| part.to_string());
        let some = chosen
            .filters
            .iter()
            .map(move |filter| format!("{part}:{filter}"));
        whole.into_iter().chain(some)
    });
    options
        .map(|name| {
            match name.contains(|c: char| !c.is_ascii_alphanumeric() && !"_:-.".contains(c)) {
                true => format!(" --only '{name}'"),
                false => format!(" --only {name}"),
            }
        })
        .collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn only(names: &[&str]) -> Vec<Only> {
        names.iter().map(|name| name.parse().unwrap()).collect()
    }

    /// The chosen parts as on the command line.
    fn names(chosen: &[Chosen]) -> Vec<String> {
        let shown = |chosen: &Chosen| match chosen.filters.is_empty() {
            true => chosen.part.to_string(),
            false => format!("{}:{}", chosen.part, chosen.filters.join("+")),
        };
        chosen.iter().map(shown).collect()
    }

    #[test]
    fn everything_runs_unless_something_is_named() {
        let usual = Part::ALL.map(|part| part.to_string());
        assert_eq!(names(&choose(&[], None, true)), usual);
        assert_eq!(names(&choose(&only(&["scorm"]), None, true)), ["scorm"]);
        let without = choose(&[], None, false);
        assert_eq!(without.len(), usual.len() - 3);
        assert!(without.iter().all(|chosen| !chosen.part.drives()));
    }

    #[test]
    fn what_stands_apart_runs_only_if_it_is_named() {
        assert!(choose(&[], Some(Part::CourseTools), true).is_empty());
        let chosen = choose(&only(&["course-tools", "html"]), None, true);
        assert_eq!(names(&chosen), ["html", "course-tools"]);
    }

    #[test]
    fn named_parts_run_in_their_own_order_and_once() {
        let chosen = choose(&only(&["html", "format", "html"]), None, true);
        assert_eq!(names(&chosen), ["format", "html"]);
    }

    #[test]
    fn filters_of_a_part_add_up_unless_it_is_named_whole() {
        let some = only(&["browser:reviews", "native", "browser:embeds"]);
        assert_eq!(
            names(&choose(&some, None, true)),
            ["native", "browser:reviews+embeds"]
        );
        let whole = only(&["browser:reviews", "browser"]);
        assert_eq!(names(&choose(&whole, None, true)), ["browser"]);
    }

    #[test]
    fn from_a_part_on_the_rest_runs() {
        let chosen = choose(&[], Some(Part::Weight), true);
        assert_eq!(
            names(&chosen),
            ["weight", "html", "notebooks", "browser", "bare", "engines"]
        );
    }

    #[test]
    fn what_is_no_part_or_no_filter_is_refused() {
        assert!(
            "web"
                .parse::<Only>()
                .unwrap_err()
                .contains("the parts are format, clippy")
        );
        assert!(
            "weight:results"
                .parse::<Only>()
                .unwrap_err()
                .contains("no filter")
        );
        assert!("browser:".parse::<Only>().is_err());
        assert!("web:x".parse::<Only>().is_err());
        // A test's path contains colons.
        let path: Only = "native:tests::here".parse().unwrap();
        assert_eq!(path.filter.as_deref(), Some("tests::here"));
    }

    #[test]
    fn a_run_that_stopped_can_go_on() {
        let all = choose(&[], None, true);
        assert_eq!(go_on(&all[3..], false), " --from native");
        assert_eq!(go_on(&[], false), "");
        let some = choose(&only(&["docs", "browser:a b", "browser:c"]), None, true);
        assert_eq!(
            go_on(&some, true),
            " --only docs --only 'browser:a b' --only browser:c"
        );
        assert_eq!(
            go_on(&some[1..], true),
            " --only 'browser:a b' --only browser:c"
        );
    }

    #[test]
    fn every_part_has_a_name_that_is_read_back() {
        for part in Part::every() {
            assert_eq!(part.name().parse::<Part>(), Ok(part));
            assert!(!part.about().is_empty());
        }
    }
}
