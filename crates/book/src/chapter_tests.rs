use super::*;

const FRONT: &str = "+++\ntitle = 't'\ndescription = 'd'\nheading = 'h'\nlead = 'l'\n+++\n";

fn parse(source: &str, name: &str) -> Result<Chapter> {
    super::parse(source, name, &crate::testing::catalogue())
}

fn chapter(text: &str) -> Result<Chapter> {
    parse(&format!("{FRONT}{text}"), "a.md")
}

#[test]
fn a_page_has_its_anchors_in_order() {
    let text = "\n## One *two* {#one}\n\n<redes-circles id=\"circles\" alt=\"two rings\">\n\nCaption.\n\n</redes-circles>\n\n$$ a = b $$ {#eq-ab}\n\n<question id=\"q\">\n\nWhy?\n\n<answer>\n\nBecause.\n\n</answer>\n\n</question>\n";
    let found = chapter(text).unwrap();
    assert_eq!(
        found.skeleton(),
        [
            "h2 #one",
            "redes-circles",
            "equation ab",
            "question q",
            "answer"
        ]
    );
}

#[test]
fn links_of_ours_are_told_from_others() {
    let found = line("[](fig:circles) and [a](https://example.org) and [b](sec:model/x)").unwrap();
    let links: Vec<_> = found
        .iter()
        .filter_map(|piece| match piece {
            Piece::Link {
                scheme,
                target,
                bare,
            } => Some((scheme.as_str(), target.as_str(), *bare)),
            _ => None,
        })
        .collect();
    assert_eq!(links, [("fig", "circles", true), ("sec", "model/x", false)]);
    assert_eq!(
        found
            .iter()
            .filter(|piece| **piece == Piece::LinkEnd)
            .count(),
        2
    );
}

#[test]
fn errors_name_file_and_line() {
    let message = |found: Result<Chapter>| format!("{:#}", found.unwrap_err());
    assert!(message(parse("# No front", "a.md")).starts_with("a.md:1: "));
    for (text, what) in [
        ("\n## Plain\n", "a.md:8: give the heading an anchor"),
        (
            "\n## A {#a}\n\n## B {#a}\n",
            "a.md:10: the anchor #a is there twice",
        ),
        (
            "text\n\n<redes-squares>\n",
            "a.md:9: there is no figure <redes-squares>",
        ),
        ("text\n\n<aside>\n\nwords\n", "<aside> is never closed"),
        ("text\n\n</aside>\n", "a.md:9: </aside> closes nothing"),
        (
            "<question id=\"q\">\n\n<aside>\n\n</question>\n",
            "a.md:11: </question> closes <aside>",
        ),
        ("<answer>\n", "a.md:7: <answer> stands within <question>"),
        (
            "words [a](other.html)\n",
            "a.md:7: the link other.html is neither",
        ),
        (
            "words <script>alert(1)</script>\n",
            "a.md:7: <script> within a line",
        ),
        ("![a](b.png)\n", "a.md:7: pictures are figures"),
        (
            "$$ a $$ {#delta}\n",
            "a.md:7: an equation's anchor begins with eq-",
        ),
        ("# One {#one}\n", "a.md:7: the first level"),
    ] {
        let found = message(chapter(text));
        assert!(found.contains(what), "{text:?}: {found}");
    }
    let front = message(parse("+++\ntitle = 't'\nlead = 1\n+++\n", "a.md"));
    assert!(
        front.starts_with("a.md: ") && front.contains("line 3"),
        "{front}"
    );
}

#[test]
fn a_translation_must_agree_with_its_original() {
    let original = chapter("## A {#a}\n\n<aside>\n\nx\n\n</aside>\n").unwrap();
    assert!(agree(&original, &original).is_ok());
    for other in [
        "## A {#b}\n\n<aside>\n\nx\n\n</aside>\n",
        "## A {#a}\n",
        "### A {#a}\n\n<aside>\n\nx\n\n</aside>\n",
    ] {
        let other = chapter(other).unwrap();
        assert!(
            agree(&original, &other)
                .unwrap_err()
                .to_string()
                .contains("where the original")
        );
    }
}
