//! Settings for common hosts, in `www/hosts`: the headers of `redes_catalogue::headers`, as each host writes them.

use std::{fs, path::PathBuf};

use anyhow::{Context, Result};
use redes_catalogue::headers::{ANY_HOST, ASK_AGAIN, COMMON, FOR_EVER, Kind, POLICY, policy};

use crate::place;

/// The names of styles that contain a hash (`redes_catalogue::headers::hashed`), as a regular expression.
const HASHED: &str = r"[a-z]+-[0-9a-f]{14,16}\.css$";
/// The types that are sent compressed; fonts, pictures and archives are compressed already.
const PACKED: [&str; 6] = [
    "text/html",
    "text/css",
    "text/javascript",
    "application/json",
    "application/wasm",
    "image/svg+xml",
];

/// Writes the files.
pub(crate) fn write() -> Result<()> {
    for (path, text) in files() {
        fs::write(&path, text).with_context(|| path.display().to_string())?;
        eprintln!("    {}", path.display());
    }
    Ok(())
}

/// Each file with its text.
fn files() -> [(PathBuf, String); 4] {
    let folder = place::root().join("www/hosts");
    [
        (folder.join("_headers"), lists()),
        (folder.join("nginx.conf"), nginx()),
        (folder.join("apache.htaccess"), apache()),
        (folder.join("Caddyfile"), caddy()),
    ]
}

/// The first lines of each file.
fn head(name: &str, place: &str) -> String {
    format!(
        "# {name}: what to send with the files of Redes. Written by `cargo xtask hosts`; SECURITY.md explains the headers.\n\
         # {place}\n\
         # In the policy of the figures' own pages (embed/), \"{ANY_HOST}\" may be narrowed to the origin of the site.\n"
    )
}

fn book() -> String {
    policy(Kind::Book, ANY_HOST, false)
}

fn figure() -> String {
    policy(Kind::Figure, ANY_HOST, false)
}

/// `_headers`, as Netlify and Cloudflare Pages read it. Where two rules match a path they send both values, so that no
/// header may be in two rules of one path: the policy stands only with the paths of pages and workers.
fn lists() -> String {
    let mut text = head(
        "_headers (Netlify, Cloudflare Pages)",
        "Put it into the root of what is published. Where the site is in a folder, begin each path with the folder's.",
    );
    text.push_str(
        "# Both hosts let browsers ask again for every file, so nothing is said about caches.\n",
    );
    let mut rule = |path: &str, headers: &[(&str, String)]| {
        text.push_str(&format!("\n{path}\n"));
        for (name, value) in headers {
            text.push_str(&format!("  {name}: {value}\n"));
        }
    };
    rule("/*", &COMMON.map(|(name, value)| (name, value.to_owned())));
    for path in ["/", "/index.html", "/sw.js", "/js/*", "/es/*", "/en/*"] {
        rule(path, &[(POLICY, book())]);
    }
    rule("/embed/*", &[(POLICY, figure())]);
    text
}

/// A part of an nginx server.
fn nginx() -> String {
    let mut text = head("nginx", "Include it in a server block.");
    text.push_str("\n# nginx takes no header from around a block that sets one, so all are set here, and two of them vary.\n");
    text.push_str(&format!(
        "set $redes_policy \"{}\";\nif ($uri ~ /embed/) {{\n    set $redes_policy \"{}\";\n}}\n",
        book(),
        figure()
    ));
    text.push_str(&format!(
        "set $redes_cache \"{ASK_AGAIN}\";\nif ($uri ~ \"{HASHED}\") {{\n    set $redes_cache \"{FOR_EVER}\";\n}}\n\n"
    ));
    text.push_str(&format!("add_header {POLICY} $redes_policy always;\n"));
    for (name, value) in COMMON {
        text.push_str(&format!("add_header {name} \"{value}\" always;\n"));
    }
    text.push_str("add_header Cache-Control $redes_cache always;\n\n");
    // nginx compresses HTML anyway, and calls scripts application/javascript.
    let kinds = PACKED.iter().filter(|kind| **kind != "text/html");
    let kinds: Vec<&str> = kinds.copied().chain(["application/javascript"]).collect();
    text.push_str(&format!(
        "gzip on;\ngzip_vary on;\ngzip_types {};\n",
        kinds.join(" ")
    ));
    text
}

/// An `.htaccess` for Apache.
fn apache() -> String {
    let mut text = head(
        "Apache",
        "Put it as .htaccess into the folder of the site; needs AllowOverride FileInfo, and mod_headers.",
    );
    text.push_str("\nAddType application/wasm .wasm\nAddType text/javascript .js\nAddType font/woff2 .woff2\n");
    text.push_str(
        "# The data sets are sent as they are: the site unpacks them.\nRemoveEncoding .gz\n\n",
    );
    text.push_str("<IfModule mod_headers.c>\n");
    text.push_str(&format!("    Header always set {POLICY} \"{}\"\n", book()));
    text.push_str(&format!(
        "    Header always set {POLICY} \"{}\" \"expr=%{{REQUEST_URI}} =~ m#/embed/#\"\n",
        figure()
    ));
    for (name, value) in COMMON {
        text.push_str(&format!("    Header always set {name} \"{value}\"\n"));
    }
    text.push_str(&format!(
        "    Header always set Cache-Control \"{ASK_AGAIN}\"\n    \
         <FilesMatch \"{HASHED}\">\n        \
         Header always set Cache-Control \"{FOR_EVER}\"\n    </FilesMatch>\n</IfModule>\n\n"
    ));
    text.push_str(&format!(
        "<IfModule mod_deflate.c>\n    AddOutputFilterByType DEFLATE {}\n</IfModule>\n",
        PACKED.join(" ")
    ));
    text
}

/// A site block for Caddy.
fn caddy() -> String {
    let mut text = head(
        "Caddy",
        "Name your host in place of the port, and the folder of the site after root.",
    );
    text.push_str("\n:8080 {\n\troot * dist\n\tfile_server\n\n\tencode {\n\t\tgzip\n\t\tmatch {\n");
    for kind in PACKED {
        text.push_str(&format!("\t\t\theader Content-Type {kind}*\n"));
    }
    text.push_str("\t\t}\n\t}\n\n");
    text.push_str("\t@figure path */embed/*\n\t@book not path */embed/*\n");
    text.push_str(&format!(
        "\t@hashed path_regexp {HASHED}\n\t@other not path_regexp {HASHED}\n\n"
    ));
    text.push_str(&format!("\theader @book {POLICY} \"{}\"\n", book()));
    text.push_str(&format!("\theader @figure {POLICY} \"{}\"\n", figure()));
    for (name, value) in COMMON {
        text.push_str(&format!("\theader {name} \"{value}\"\n"));
    }
    text.push_str(&format!(
        "\theader @hashed Cache-Control \"{FOR_EVER}\"\n\theader @other Cache-Control \"{ASK_AGAIN}\"\n}}\n"
    ));
    text
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_files_for_hosts_are_those_that_the_command_writes() {
        for (path, text) in files() {
            let found = fs::read_to_string(&path).unwrap();
            assert_eq!(found, text, "{}: run `cargo xtask hosts`", path.display());
        }
    }

    #[test]
    fn serving_sends_the_headers_too() {
        let text = fs::read_to_string(place::root().join("Trunk.toml")).unwrap();
        let trunk: toml::Table = toml::from_str(&text).unwrap();
        let sent = trunk["serve"]["headers"].as_table().unwrap();
        // Trunk sends the same headers with every file, so it sends the wider policy. The pages' own narrows it.
        assert_eq!(
            sent[POLICY].as_str().unwrap(),
            policy(Kind::Figure, ANY_HOST, true)
        );
        for (name, value) in COMMON {
            assert_eq!(sent[name].as_str().unwrap(), value, "{name}");
        }
        assert_eq!(sent.len(), COMMON.len() + 1);
    }
}
