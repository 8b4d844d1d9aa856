//! Renders the whole book from the real `www/` beside stand-ins for Trunk's output.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use redes_catalogue::{Catalogue, Figure};

fn www() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../www")
}

fn catalogue() -> Catalogue {
    Catalogue::read(&www().join("figures.toml")).unwrap()
}

const CHAPTERS: [&str; 9] = [
    "introduction",
    "perceptron",
    "model",
    "learning",
    "circles",
    "problems",
    "results",
    "conclusions",
    "reference",
];

/// A folder with stand-ins for the files that Trunk writes.
fn built() -> tempfile::TempDir {
    let out = tempfile::tempdir().unwrap();
    let touch = |name: &str| fs::write(out.path().join(name), "").unwrap();
    touch("favicon.svg");
    for chapter in catalogue().chapters() {
        touch(&format!("redes-chapter-{chapter}-00ff.js"));
        touch(&format!("redes-chapter-{chapter}-00ff_bg.wasm"));
    }
    for chapter in catalogue().trainers() {
        touch(&format!("redes-trainer-{chapter}.js"));
        touch(&format!("redes-trainer-{chapter}_bg.wasm"));
    }
    for entry in fs::read_dir(www().join("styles")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        touch(&name.replace(".css", "-00ff.css"));
    }
    for folder in ["js", "models", "reviews", "spread"] {
        fs::create_dir_all(out.path().join(folder)).unwrap();
    }
    let figures = catalogue();
    let loads = figures.figures().iter().flat_map(|figure| &figure.loads);
    loads.for_each(|path| touch(path));
    for folder in ["js", "js/vendor", "fonts"] {
        fs::create_dir_all(out.path().join(folder)).unwrap();
        copy(&www().join(folder), &out.path().join(folder));
    }
    out
}

/// Copies the files of a folder without its subfolders.
fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_file() {
            fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }
}

fn book(source: &Path, out: &Path, more: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_redes-book"))
        .args([
            "--source".as_ref(),
            source.as_os_str(),
            "--out".as_ref(),
            out.as_os_str(),
        ])
        .args(more)
        .env_remove("REDES_SERVE")
        .env_remove("REDES_SITE_DATA")
        .output()
        .unwrap()
}

fn page(out: &tempfile::TempDir, name: &str) -> String {
    fs::read_to_string(out.path().join(name)).unwrap()
}

#[test]
fn the_real_book_renders() {
    let (out, figures) = (built(), catalogue());
    let ran = book(&www(), out.path(), &["--words"]);
    assert!(
        ran.status.success(),
        "{}",
        String::from_utf8_lossy(&ran.stderr)
    );
    // A site without data says so.
    assert_eq!(page(&out, "data/index.json"), r#"{"sets":[]}"#);
    let root = page(&out, "index.html");
    assert!(root.contains("script-src 'self' 'wasm-unsafe-eval'"));
    assert!(!root.contains("reload.js") && !root.contains(" ws:"));
    // Only a figure's own page allows more, for WebKit's sandboxed frames.
    let frame = page(&out, "embed/circles.html");
    assert!(frame.contains(
        "script-src 'self' http: https: 'wasm-unsafe-eval'; worker-src 'self' http: https: blob:;"
    ));
    for name in ["es/circles.html", "en/teachers.html", "index.html"] {
        assert!(!page(&out, name).contains("http: https:"), "{name}");
    }
    for lang in ["es", "en"] {
        for Figure {
            name: figure,
            chapter: name,
            ..
        } in figures.figures()
        {
            let html = page(&out, &format!("{lang}/{name}.html"));
            assert!(html.contains(&format!("<html lang=\"{lang}\">")));
            let still = format!("<redes-{figure}><img class=\"still\" src=\"../stills/{lang}/");
            assert!(html.contains(&still), "{lang}/{name}: {figure}'s picture");
            let glue = format!("main.js?glue=redes-chapter-{name}-00ff.js\"");
            assert!(html.contains(&glue), "{lang}/{name}");
        }
        for name in CHAPTERS {
            let html = page(&out, &format!("{lang}/{name}.html"));
            for needed in [
                "<meta name=\"description\" content=\"",
                "<meta property=\"og:title\" content=\"",
                "hreflang=\"es\"",
                "hreflang=\"en\"",
                "rel=\"next\"",
                "rel=\"prev\"",
                "<a class=\"anchor\" href=\"#",
            ] {
                assert!(html.contains(needed), "{lang}/{name}: {needed}");
            }
            assert!(!html.contains("reload.js"), "{lang}/{name}");
        }
        for name in &CHAPTERS[..8] {
            let html = page(&out, &format!("{lang}/{name}.html"));
            let questions = html.matches("<div class=\"question\"").count();
            let answers = html.matches("<details class=\"answer\"").count();
            assert!(
                (3..=6).contains(&questions),
                "{lang}/{name}: {questions} questions"
            );
            assert_eq!(questions, answers, "{lang}/{name}");
            for part in ["class=\"goals\"", "class=\"summary\"", "class=\"toc\""] {
                assert!(html.contains(part), "{lang}/{name}: {part}");
            }
        }
        let formulas = page(&out, &format!("{lang}/learning.html"));
        assert!(formulas.contains("<math display=\"block\">") && formulas.contains("(4.1)</a>"));
    }
    for Figure { name: figure, .. } in figures.figures() {
        let html = page(&out, &format!("embed/{figure}.html"));
        assert!(html.contains(&format!("<redes-{figure}>")) && html.contains("class=\"embed\""));
        assert!(
            html.find("embed.js") < html.find("main.js"),
            "the language is set before the figure starts"
        );
    }
    let words = String::from_utf8(ran.stdout).unwrap();
    assert!(
        words.lines().any(|line| line.starts_with("en/learning ")),
        "{words}"
    );
}

#[test]
fn a_figure_is_named_by_its_number_and_a_copy_is_reported() {
    let out = built();
    assert!(book(&www(), out.path(), &[]).status.success());
    for (language, figure, copied) in [
        ("es", "Figura\u{a0}2.1", "Copiado."),
        ("en", "Figure\u{a0}2.1", "Copied."),
    ] {
        let page = page(&out, &format!("{language}/perceptron.html"));
        assert!(page.contains(&format!(
            r#"<figure class="figure" id="fig-perceptron" aria-label="{figure}">"#
        )));
        assert!(page.contains(&format!(r#"data-copy="{copied}""#)));
    }
}

#[test]
fn the_dialog_finds_all_that_it_names() {
    let (out, figures) = (built(), catalogue());
    assert!(book(&www(), out.path(), &[]).status.success());
    for lang in ["es", "en"] {
        let table: serde_json::Value =
            serde_json::from_str(&page(&out, &format!("{lang}/share.json"))).unwrap();
        let teachers = page(&out, &format!("{lang}/teachers.html"));
        // js/share.js leads to both.
        for id in ["survives", "sandbox"] {
            assert!(teachers.contains(&format!(" id=\"{id}\"")), "{lang}: {id}");
        }
        for snippet in table["groups"]
            .as_array()
            .unwrap()
            .iter()
            .flat_map(|group| group["snippets"].as_array().unwrap())
        {
            if let Some(address) = snippet["page"].as_str() {
                let (file, id) = address.split_once('#').unwrap();
                let html = page(&out, &format!("{lang}/{file}"));
                assert!(html.contains(&format!(" id=\"{id}\"")), "{lang}: {address}");
            }
        }
        let known = table["figures"].as_object().unwrap();
        assert_eq!(known.len(), figures.figures().len());
        for Figure { name, chapter, .. } in figures.figures() {
            assert_eq!(known[name]["page"], chapter.as_str(), "{name}");
            for (code, title) in known[name]["titles"].as_object().unwrap() {
                assert!(!title.as_str().unwrap().is_empty(), "{name}: {code}");
                let still = out.path().join(format!("stills/{code}/{name}.svg"));
                assert!(still.is_file(), "{}", still.display());
            }
            let button = format!("data-share=\"{name}\"");
            for html in [&teachers, &page(&out, &format!("{lang}/{chapter}.html"))] {
                assert_eq!(html.matches(&button).count(), 1, "{lang}: {name}");
            }
            assert!(teachers.contains(&format!("<li id=\"use-{name}\">")));
        }
    }
}

#[test]
fn both_languages_have_the_same_structure() {
    // Every id of a page, in order: sections, figures, equations, listings, questions, notes.
    let out = built();
    assert!(book(&www(), out.path(), &[]).status.success());
    let ids = |lang: &str, name: &str| -> Vec<String> {
        let html = page(&out, &format!("{lang}/{name}.html"));
        let found = html.split(" id=\"").skip(1);
        found
            .filter_map(|rest| rest.split('"').next().map(str::to_owned))
            .filter(|id| !id.starts_with("tip-"))
            .collect()
    };
    for name in CHAPTERS {
        let original = ids("es", name);
        assert!(
            original.len() > 5,
            "{name} has hardly an anchor: {original:?}"
        );
        assert_eq!(original, ids("en", name), "{name}");
    }
}

#[test]
fn the_sites_address_goes_into_cards_and_the_map() {
    let out = built();
    let ran = book(&www(), out.path(), &["--url", "https://example.org/redes"]);
    assert!(
        ran.status.success(),
        "{}",
        String::from_utf8_lossy(&ran.stderr)
    );
    let html = page(&out, "en/circles.html");
    assert!(
        html.contains(
            "<link rel=\"canonical\" href=\"https://example.org/redes/en/circles.html\">"
        )
    );
    assert!(html.contains(
        "<meta property=\"og:image\" content=\"https://example.org/redes/stills/en/circles.svg\">"
    ));
    let own = page(&out, "embed/circles.html");
    assert!(own.contains("script-src 'self' https://example.org 'wasm-unsafe-eval'"));
    assert!(own.contains(
        "type=\"application/json+oembed\" href=\"https://example.org/redes/embed/circles.oembed.json\""
    ));
    let oembed: serde_json::Value =
        serde_json::from_str(&page(&out, "embed/circles.oembed.json")).unwrap();
    assert_eq!([&oembed["version"], &oembed["type"]], ["1.0", "rich"]);
    let frame = oembed["html"].as_str().unwrap();
    assert!(frame.starts_with("<iframe src=\"https://example.org/redes/embed/circles.html\""));
    let map = page(&out, "sitemap.xml");
    assert!(
        map.contains("<loc>https://example.org/redes/es/index.html</loc>")
            && !map.contains("embed/")
    );
    assert!(
        !book(&www(), out.path(), &["--url", "ftp://example.org"])
            .status
            .success()
    );
}

#[test]
fn served_pages_reload() {
    let out = built();
    assert!(book(&www(), out.path(), &["--serve"]).status.success());
    for name in ["index.html", "es/index.html", "embed/circles.html"] {
        let html = page(&out, name);
        let connects = [
            "connect-src 'self' ws:",
            "connect-src 'self' http: https: ws:",
        ];
        assert!(
            html.contains("js/reload.js") && connects.iter().any(|policy| html.contains(policy)),
            "{name}"
        );
    }
    assert!(
        !page(&out, "es/index.html").contains("data-worker"),
        "no old pages out of a cache"
    );
}

/// Runs the book with one file of its sources changed.
fn changed(file: &str, change: impl Fn(&str) -> String) -> (bool, String) {
    let source = tempfile::tempdir().unwrap();
    let folders = [
        "npm",
        "templates",
        "chapters",
        "chapters/es",
        "chapters/en",
        "listings",
        "stills/es",
        "stills/en",
        "text/es",
        "text/en",
        "",
    ];
    for folder in folders {
        fs::create_dir_all(source.path().join(folder)).unwrap();
        copy(&www().join(folder), &source.path().join(folder));
    }
    let path = source.path().join(file);
    let text = fs::read_to_string(&path).unwrap_or_default();
    fs::write(&path, change(&text)).unwrap();
    let ran = book(source.path(), built().path(), &[]);
    (
        ran.status.success(),
        String::from_utf8_lossy(&ran.stderr).into_owned(),
    )
}

#[test]
fn a_fault_in_the_sources_fails_the_build() {
    for (file, text, message) in [
        ("chapters/en/index.md", "+++\nno\n+++\n", "index.md"),
        ("chapters/en/other.md", "", "other.md is none of the pages"),
        (
            "templates/en.toml",
            "name = 'English'",
            "en.toml: `about_after` is missing",
        ),
        (
            "templates/chapter.html",
            "{% extends 'nowhere.html' %}",
            "nowhere.html",
        ),
        ("templates/program.html", "{{ nothing }}", "program.html:1"),
        (
            "templates/program.html",
            "<script>1</script>",
            "an inline script",
        ),
        (
            "ledger.toml",
            "[[entry]]\nid = 'a'\n",
            "entry a of the ledger",
        ),
        (
            "figures.toml",
            "[[figure]]\nname = 'circles'\n",
            "figures.toml: figure 1, \"circles\": missing field `chapter`",
        ),
        ("figures.toml", "", "figures.toml: there is no [[figure]]"),
        ("stills/en/circles.svg", "<svg>", "<svg> without width"),
    ] {
        let (well, said) = changed(file, |_| text.to_owned());
        assert!(!well && said.contains(message), "{file}: {said}");
    }
}

#[test]
fn a_figure_in_the_list_has_its_words_and_its_place() {
    let row = "\n[[figure]]\nname = 'squares'\nchapter = 'conclusions'\ntrains = false\nstate = 'squares.side=2'\n";
    let (well, said) = changed("figures.toml", |text| text.to_owned() + row);
    let missing = said.contains("a figure \"squares\": ") && said.contains("text/es/squares.toml");
    assert!(!well && missing, "{said}");
    let moved = |text: &str| text.replacen("chapter = \"perceptron\"", "chapter = \"model\"", 1);
    let (well, said) = changed("figures.toml", moved);
    let elsewhere = "<redes-perceptron> stands on the page \"perceptron\"; figures.toml says";
    assert!(!well && said.contains(elsewhere), "{said}");
}

#[test]
fn a_fault_in_a_chapter_is_reported_with_file_and_line() {
    for (added, message) in [
        ("[](fig:nowhere)", "there is no fig:nowhere in the book"),
        ("[](sec:model/nowhere)", "there is no sec:model/nowhere"),
        ("[](eq:nowhere)", "there is no eq:nowhere"),
        ("[x](term:nowhere)", "term:nowhere is not in glossary.toml"),
        (
            "[](cite:nobody-1900)",
            "cite:nobody-1900 is not in bibliography.toml",
        ),
        ("[](num:9.9/loss)", "num:9.9/loss is not in ledger.toml"),
        ("[x](try:circles.noise)", "is not circles.KEY=VALUE"),
        ("[x](elsewhere.html)", "neither https: nor one of"),
        ("$\\frac{1}$ and $\\nonsense$", "LaTeX: "),
        ("Words.[^none]", "the footnote [^none] has no text"),
        (
            "<redes-squares id=\"squares\" alt=\"x\">",
            "there is no figure <redes-squares>",
        ),
        ("<aside>\n\nwords", "<aside> is never closed"),
    ] {
        let mut line = 0;
        let file = "chapters/es/conclusions.md";
        let (well, said) = changed(file, |text| {
            // Otherwise the missing translation would be the first error.
            format!("{text}\n{added}\n")
        });
        line += fs::read_to_string(www().join(file))
            .unwrap()
            .matches('\n')
            .count()
            + 2;
        assert!(!well && said.contains(message), "{added}: {said}");
        let place = if added.contains("<aside>") {
            line + 3
        } else {
            line
        };
        assert!(
            said.contains(&format!("conclusions.md:{place}")),
            "{added}: line {place}: {said}"
        );
    }
}
