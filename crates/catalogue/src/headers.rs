//! What a host sends with the site's files, and the policy that each page carries.
//!
//! This is the only list: the pages' `<meta>`, `cargo xtask serve`, the test server and the files for hosts in `www/hosts` are
//! made from it or held to it.

/// The two kinds of pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A page of the book. It loads files of the site alone.
    Book,
    /// A figure's own page, below `embed/`, which stands in frames of other pages.
    Figure,
}

impl Kind {
    /// The kind of page whose policy holds for a path of the site.
    #[must_use]
    pub fn of(path: &str) -> Self {
        match path.starts_with("embed/") {
            true => Self::Figure,
            false => Self::Book,
        }
    }
}

/// What a figure's page allows beside `'self'` where the site's address is not known.
///
/// In a sandboxed frame WebKit lets `'self'` match nothing (seen in WebKitGTK 2.50), and a copy of the site may be on any host.
pub const ANY_HOST: &str = "http: https:";

/// The content security policy of a kind of page.
///
/// `hosts` stands beside `'self'` on a figure's page: the site's origin, or [`ANY_HOST`]. `live` also allows the connection
/// over which `cargo xtask serve` reloads a page.
#[must_use]
pub fn policy(kind: Kind, hosts: &str, live: bool) -> String {
    let (own, blob) = match kind {
        Kind::Book => ("'self'".to_owned(), ""),
        // A sandboxed frame starts a worker from a blob's address alone.
        Kind::Figure => (format!("'self' {hosts}"), " blob:"),
    };
    let reload = if live { " ws:" } else { "" };
    [
        "default-src 'none'".to_owned(),
        format!("script-src {own} 'wasm-unsafe-eval'"),
        format!("worker-src {own}{blob}"),
        format!("connect-src {own}{reload}"),
        format!("img-src {own} data: blob:"),
        format!("style-src {own}"),
        format!("font-src {own}"),
        "base-uri 'none'".to_owned(),
        "frame-src 'self'".to_owned(),
        "form-action 'none'".to_owned(),
        // js/trusted.js is the only policy, and the default one: whatever sets HTML or a script's address passes through it.
        "require-trusted-types-for 'script'".to_owned(),
        "trusted-types default".to_owned(),
    ]
    .join("; ")
}

/// The header of the policy.
pub const POLICY: &str = "Content-Security-Policy";

/// The headers of every file, beside the policy.
pub const COMMON: [(&str, &str); 5] = [
    // A file is what its type says.
    ("X-Content-Type-Options", "nosniff"),
    // No other site learns which page a link was on.
    ("Referrer-Policy", "no-referrer"),
    // The site uses none of these, and its frames may not either.
    (
        "Permissions-Policy",
        "camera=(), microphone=(), geolocation=(), payment=(), usb=(), midi=(), serial=(), hid=(), display-capture=()",
    ),
    // A figure in a sandboxed frame has no origin, and reads its files as another site would. They are all public.
    ("Access-Control-Allow-Origin", "*"),
    ("Cross-Origin-Resource-Policy", "cross-origin"),
];

/// How long a host's answer may be kept where the file's name contains a hash of its content.
pub const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// How long any other answer may be kept: it is asked for again, and an unchanged file is not sent again.
pub const ASK_AGAIN: &str = "no-cache";

/// Whether a path of the site names a file whose name contains a hash: the styles beside the modules.
#[must_use]
pub fn hashed(path: &str) -> bool {
    let stem = path.strip_suffix(".css");
    let hash = stem
        .and_then(|stem| stem.rsplit_once('-'))
        .map(|(_, hash)| hash);
    !path.contains('/')
        && hash.is_some_and(|hash| hash.len() >= 14 && hash.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// All headers that a host sends with a path of the site.
#[must_use]
pub fn of(path: &str, hosts: &str) -> Vec<(&'static str, String)> {
    let mut all = vec![(POLICY, policy(Kind::of(path), hosts, false))];
    all.extend(COMMON.map(|(name, value)| (name, value.to_owned())));
    let cache = if hashed(path) { FOR_EVER } else { ASK_AGAIN };
    all.push(("Cache-Control", cache.to_owned()));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_policy_allows_inline_or_computed_scripts() {
        for kind in [Kind::Book, Kind::Figure] {
            let policy = policy(kind, ANY_HOST, false);
            assert!(policy.starts_with("default-src 'none'; script-src 'self'"));
            for refused in ["'unsafe-inline'", "'unsafe-eval'", "*", "ws:"] {
                assert!(!policy.contains(refused), "{refused} in {policy}");
            }
        }
    }

    #[test]
    fn only_a_figures_own_page_allows_other_hosts() {
        assert_eq!(Kind::of("embed/circles.html"), Kind::Figure);
        for path in ["es/circles.html", "index.html", "js/worker.js", "sw.js"] {
            assert_eq!(Kind::of(path), Kind::Book);
        }
        assert!(!policy(Kind::Book, ANY_HOST, false).contains("http"));
        let narrow = policy(Kind::Figure, "https://redes.example", false);
        assert!(narrow.contains("script-src 'self' https://redes.example 'wasm-unsafe-eval'"));
        assert!(!narrow.contains("https: "));
    }

    #[test]
    fn only_a_name_with_a_hash_is_kept_for_ever() {
        assert!(hashed("circles-46b97f24424eab58.css"));
        assert!(hashed("encoding-8a1fbfbeb055c03a.css"));
        assert!(hashed("encoding-a1fbfbeb055c03a.css"));
        for path in [
            "js/share.css",
            "js/a-46b97f24424eab58.css",
            "redes-chapter-circles.js",
            "favicon.svg",
        ] {
            assert!(!hashed(path), "{path}");
        }
    }
}
