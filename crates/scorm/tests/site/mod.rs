//! Stand-ins for the built site: a page of each figure of the real list, and the files that the pages name.

use std::{fs, path::Path};

use redes_catalogue::{Catalogue, site};
use tempfile::TempDir;

/// The languages of the pages.
pub const LANGUAGES: [&str; 2] = ["es", "en"];

/// A built site in a folder of its own.
pub struct Site {
    pub catalogue: Catalogue,
    folder: TempDir,
}

impl Site {
    pub fn new() -> Self {
        let list = include_str!("../../../../www/figures.toml");
        let site = Self {
            catalogue: Catalogue::parse(list, "figures.toml").unwrap(),
            folder: tempfile::tempdir().unwrap(),
        };
        site.write("page.css", b"@font-face { src: url(\"fonts/text.woff2\") } @font-face { src: url('fonts/math.woff2') }");
        site.write(
            "js/main.js",
            b"const worker = new URL('worker.js', import.meta.url);",
        );
        let index = br#"{"sets":[{"name":"imdb","files":[{"name":"a.gz"}]},{"name":"mnist","files":[{"name":"a.gz"}]}]}"#;
        site.write("data/index.json", index);
        for path in [
            "fonts/text.woff2",
            "fonts/math.woff2",
            "fonts/OFL.txt",
            "favicon.svg",
            "sw.js",
            "js/worker.js",
            "js/save.js",
            "js/writer.js",
            "js/unsaved.css",
            "js/embed.js",
            "js/alive.js",
            "js/frame.js",
            "js/scorm.js",
            "js/trouble.js",
            "js/other.js",
            "js/redes.d.ts",
            "data/mnist/a.gz",
            "data/imdb/a.gz",
        ] {
            site.write(path, path.as_bytes());
        }
        let chapters = site.catalogue.chapters().map(site::module);
        for stem in chapters.chain(site.catalogue.trainers().map(site::trainer)) {
            site.write(&format!("{stem}.js"), b"export default 1;");
            site.write(&format!("{stem}_bg.wasm"), b"\0asm");
        }
        for figure in site.catalogue.figures() {
            let files = figure.loads.iter().chain(&figure.large);
            for path in files.filter(|path| !path.starts_with("data/")) {
                site.write(path, path.as_bytes());
            }
            for code in ["es", "en"] {
                let still = format!("stills/{code}/{}.svg", figure.name);
                site.write(&still, b"<svg></svg>");
            }
            let html = page(&figure.name, &site::module(&figure.chapter));
            site.write(&format!("embed/{}.html", figure.name), html.as_bytes());
        }
        site
    }

    pub fn dist(&self) -> &Path {
        self.folder.path()
    }

    pub fn write(&self, path: &str, bytes: &[u8]) {
        let path = self.dist().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    pub fn remove(&self, path: &str) {
        fs::remove_file(self.dist().join(path)).unwrap();
    }

    pub fn edit(&self, path: &str, from: &str, to: &str) {
        let text = fs::read_to_string(self.dist().join(path)).unwrap();
        self.write(path, text.replace(from, to).as_bytes());
    }
}

/// A figure's page, with the lines that a package changes or leaves out.
fn page(figure: &str, module: &str) -> String {
    format!(
        r#"<!doctype html>
<html lang="es">
<head>
<title data-es="Título de {figure}" data-en="Title of {figure} &amp; more">Título de {figure}</title>
<meta name="description" content="A description.">
<meta property="og:title" content="{figure}">
<link rel="canonical" href="https://example.org/embed/{figure}.html">
<link rel="alternate" hreflang="en" href="../en/none.html">
<link rel="icon" type="image/svg+xml" href="../favicon.svg">
<link rel="stylesheet" href="../page.css">
<meta name="robots" content="noindex">
<script src="../js/embed.js"></script>
<script src="../js/alive.js" defer></script>
<script src="../js/frame.js" data-presets="" defer></script>
<link rel="modulepreload" href="../{module}.js">
<script type="module" src="../js/main.js?glue={module}.js" fetchpriority="high"></script>
</head>
<body class="embed"><main><redes-{figure}>
<noscript>
<img class="still" src="../stills/es/{figure}.svg" alt="Imagen" width="720" height="290">
</noscript>
</redes-{figure}></main></body>
</html>
"#
    )
}

/// Bytes that no compression makes fewer: xorshift by George Marsaglia, "Xorshift RNGs", 2003.
pub fn noise(count: usize) -> Vec<u8> {
    let mut state = 2_463_534_242_u32;
    let next = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        (state >> 24) as u8
    };
    std::iter::repeat_with(next).take(count).collect()
}
