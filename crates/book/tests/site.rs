//! The whole book, from the real `www/`, rendered beside stand-ins for what Trunk builds.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

fn www() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../www")
}

/// A folder with the files that Trunk would have left in it.
fn built() -> tempfile::TempDir {
    let out = tempfile::tempdir().unwrap();
    for name in ["redes-web-00ff.js", "redes-web-00ff_bg.wasm", "favicon.svg"] {
        fs::write(out.path().join(name), "").unwrap();
    }
    for stem in [
        "tokens",
        "page",
        "widget",
        "perceptron",
        "circles",
        "digits",
        "reviews",
        "results",
    ] {
        fs::write(out.path().join(format!("{stem}-00ff.css")), "").unwrap();
    }
    for folder in ["js", "fonts"] {
        fs::create_dir(out.path().join(folder)).unwrap();
        for file in fs::read_dir(www().join(folder)).unwrap() {
            let file = file.unwrap();
            fs::copy(file.path(), out.path().join(folder).join(file.file_name())).unwrap();
        }
    }
    out
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
fn the_real_site_renders() {
    let out = built();
    let ran = book(&www(), out.path(), &[]);
    assert!(
        ran.status.success(),
        "{}",
        String::from_utf8_lossy(&ran.stderr)
    );
    for (name, lang) in [
        ("index.html", "es"),
        ("es/index.html", "es"),
        ("en/index.html", "en"),
    ] {
        let html = page(&out, name);
        assert!(html.contains(&format!("<html lang=\"{lang}\">")), "{name}");
        assert!(
            html.contains("script-src 'self' 'wasm-unsafe-eval'"),
            "{name}"
        );
        assert!(
            !html.contains("reload.js") && !html.contains(" ws:"),
            "{name}"
        );
    }
    for lang in ["es", "en"] {
        let html = page(&out, &format!("{lang}/index.html"));
        for figure in ["perceptron", "circles", "digits", "reviews", "results"] {
            assert!(
                html.contains(&format!("<redes-{figure}>\n<p>")),
                "{figure} has its fallback in {lang}"
            );
        }
        assert!(html.contains("data-glue=\"../redes-web-00ff.js\""));
        assert!(html.contains("data-wasm=\"../redes-web-00ff_bg.wasm\" data-root=\"../\""));
        assert!(html.contains("hreflang=\"es\"") && html.contains("hreflang=\"en\""));
    }
    for figure in ["perceptron", "circles", "digits", "reviews", "results"] {
        let html = page(&out, &format!("embed/{figure}.html"));
        assert!(html.contains(&format!("<redes-{figure}>")) && html.contains("class=\"embed\""));
        assert!(
            html.find("embed.js") < html.find("main.js"),
            "the language is set before the figure starts"
        );
    }
}

#[test]
fn served_pages_reload() {
    let out = built();
    assert!(book(&www(), out.path(), &["--serve"]).status.success());
    for name in ["index.html", "es/index.html", "embed/circles.html"] {
        let html = page(&out, name);
        assert!(
            html.contains("js/reload.js") && html.contains("connect-src 'self' ws:"),
            "{name}"
        );
    }
}

#[test]
fn a_fault_in_the_sources_fails_the_build() {
    for (file, text, message) in [
        ("chapters/en/index.md", "+++\nno\n+++\n", "index.md"),
        ("chapters/en/other.md", "", "other.md stands in one of"),
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
    ] {
        let source = tempfile::tempdir().unwrap();
        for folder in ["templates", "chapters/es", "chapters/en"] {
            fs::create_dir_all(source.path().join(folder)).unwrap();
            for entry in fs::read_dir(www().join(folder)).unwrap() {
                let entry = entry.unwrap();
                fs::copy(
                    entry.path(),
                    source.path().join(folder).join(entry.file_name()),
                )
                .unwrap();
            }
        }
        fs::copy(www().join("ledger.toml"), source.path().join("ledger.toml")).unwrap();
        fs::write(source.path().join(file), text).unwrap();
        let ran = book(source.path(), built().path(), &[]);
        let said = String::from_utf8_lossy(&ran.stderr);
        assert!(
            !ran.status.success() && said.contains(message),
            "{file}: {said}"
        );
    }
}
