use super::*;

fn row(name: &str, chapter: &str) -> String {
    format!(
        "[[figure]]\nname = '{name}'\nchapter = '{chapter}'\ntrains = false\nstate = '{name}.a=1'\n"
    )
}

fn message(text: &str) -> String {
    Catalogue::parse(text, "list.toml").unwrap_err().to_string()
}

#[test]
fn rows_keep_their_order_and_chapters_come_once() {
    let text = [row("b", "one"), row("a", "one"), row("c", "two")].concat();
    let list = Catalogue::parse(&text, "list.toml").unwrap();
    let names: Vec<_> = list.figures().iter().map(|f| f.name.as_str()).collect();
    assert_eq!(names, ["b", "a", "c"]);
    assert_eq!(list.chapters().collect::<Vec<_>>(), ["one", "two"]);
    let one: Vec<_> = list.of("one").map(|figure| figure.name.as_str()).collect();
    assert_eq!(one, ["b", "a"]);
    assert_eq!(list.get("c").unwrap().chapter, "two");
    assert!(list.get("d").is_none());
    let styles: Vec<_> = site::styles(&list).collect();
    assert_eq!(styles, ["tokens", "page", "book", "figure", "b", "a", "c"]);
}

#[test]
fn what_a_picture_needs_may_be_left_out() {
    let needs = row("a", "one") + "still_needs = ['models', 'imdb']\n";
    let list = Catalogue::parse(&(needs + &row("b", "one")), "list.toml").unwrap();
    assert_eq!(
        list.get("a").unwrap().still_needs,
        [Need::Models, Need::Imdb]
    );
    assert_eq!(list.get("b").unwrap().still_needs, []);
}

#[test]
fn a_figure_owns_the_states_whose_keys_are_all_its_own() {
    let text =
        row("a", "one") + "large = ['models/b', 'data/mnist']\npresets = { c = 'a.b=1&a.c=' }\n";
    let list = Catalogue::parse(&text, "list.toml").unwrap();
    let figure = list.get("a").unwrap();
    assert_eq!(figure.data_sets().collect::<Vec<_>>(), ["mnist"]);
    assert_eq!(figure.presets["c"], "a.b=1&a.c=");
    for (state, own) in [
        ("a.b=1", true),
        ("a.b=1&a.c=2", true),
        ("", false),
        ("a.b=1&", false),
        ("a.=1", false),
        ("a.b", false),
        ("a-2.b=1", false),
        ("a.b=1&b.b=1", false),
    ] {
        assert_eq!(figure.owns(state), own, "{state}");
    }
}

#[test]
fn errors_name_the_file_and_the_row() {
    let good = row("a", "one");
    for (added, what) in [
        (row("a", "one"), "figure 2, \"a\": an earlier row"),
        (
            row("b", "one") + "colour = 'red'\n",
            "figure 2, \"b\": unknown field `colour`",
        ),
        (
            row("b", "one") + "still_needs = ['films']\n",
            "figure 2, \"b\": unknown variant `films`",
        ),
        (
            row("b", "one").replace("trains = false\n", ""),
            "figure 2, \"b\": missing field `trains`",
        ),
        (
            row("b", "one").replace("false", "'no'"),
            "figure 2, \"b\": invalid type",
        ),
        ("[[figure]]\n".to_owned(), "figure 2: missing field `name`"),
        (row("B", "one"), "figure 2, \"B\": name = \"B\""),
        (row("b", ""), "figure 2, \"b\": chapter = \"\""),
        (
            row("b", "one").replace("b.a=1", "a.a=1"),
            "figure 2, \"b\": state = \"a.a=1\"",
        ),
        (
            row("b", "one").replace("b.a=1", "b.a"),
            "begins with b.KEY=",
        ),
        (
            row("b", "one") + "presets = { c = 'a.a=1' }\n",
            "figure 2, \"b\": state = \"a.a=1\"",
        ),
        (
            row("b", "one") + "presets = { 'c d' = 'b.a=1' }\n",
            "figure 2, \"b\": preset = \"c d\"",
        ),
        (
            row("b", "two") + &row("c", "one"),
            "figure 3, \"c\": the other figures of the chapter \"one\"",
        ),
    ] {
        let said = message(&(good.clone() + &added));
        assert!(
            said.starts_with("list.toml: ") && said.contains(what),
            "{added}: {said}"
        );
    }
}

#[test]
fn a_chapter_whose_training_is_apart_has_a_figure_that_trains() {
    let trains = row("a", "one").replace("false", "true") + &row("b", "two");
    let list = |chapter: &str| format!("trainers.{chapter} = 'shared'\n{trains}");
    let one = Catalogue::parse(&list("one"), "list.toml").unwrap();
    assert_eq!(one.trainers().collect::<Vec<_>>(), ["shared"]);
    assert!(!one.trains("one"));
    let own = Catalogue::parse(&trains, "list.toml").unwrap();
    assert!(own.trains("one") && !own.trains("two"));
    for chapter in ["two", "three"] {
        assert_eq!(
            message(&list(chapter)),
            format!("list.toml: trainers: the chapter \"{chapter}\" has no figure that trains")
        );
    }
}

#[test]
fn chapters_may_share_what_trains() {
    let rows = row("a", "one") + &row("b", "two");
    let text = "trainers = { one = 'one', two = 'one' }\n".to_owned();
    let list = text + &rows.replace("false", "true");
    let list = Catalogue::parse(&list, "list.toml").unwrap();
    assert_eq!(list.trainers().collect::<Vec<_>>(), ["one"]);
    assert!(!list.trains("one") && !list.trains("two"));
}

#[test]
fn what_is_no_list_is_refused() {
    assert_eq!(message(""), "list.toml: there is no [[figure]]");
    assert_eq!(message("figure = []"), "list.toml: there is no [[figure]]");
    assert!(message("figures = []").contains("unknown field `figures`"));
    assert!(message("[[figure]").starts_with("list.toml: TOML parse error at line 1"));
    let nowhere = Catalogue::read(Path::new("nowhere.toml")).unwrap_err();
    assert!(nowhere.to_string().starts_with("nowhere.toml: "));
}

#[test]
fn the_books_own_list_holds() {
    let list = Catalogue::parse(include_str!("../../../www/figures.toml"), "figures.toml");
    let list = list.unwrap();
    // Each figure has its files; each chapter has its crate.
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    for figure in list.figures() {
        let name = &figure.name;
        for file in [
            format!("www/styles/{name}.css"),
            format!("www/text/es/{name}.toml"),
            format!("www/text/en/{name}.toml"),
            format!("www/stills/es/{name}.svg"),
            format!("www/stills/en/{name}.svg"),
        ]
        .into_iter()
        .chain(
            figure
                .loads
                .iter()
                .chain(&figure.large)
                // The build writes the ledger and fetches the data sets.
                .filter(|path| !path.starts_with("data/") && *path != "ledger.bin")
                .map(|path| format!("www/{path}")),
        ) {
            assert!(root.join(&file).is_file(), "{name} has no {file}");
        }
    }
    for chapter in list.chapters() {
        let manifest = root.join(site::CRATES).join(chapter).join("Cargo.toml");
        let text = fs::read_to_string(&manifest).unwrap_or_default();
        let package = format!("name = \"{}\"", site::module(chapter));
        assert!(text.contains(&package), "{}", manifest.display());
    }
    for name in list.trainers() {
        let manifest = root.join(site::program_folder(name)).join("Cargo.toml");
        let text = fs::read_to_string(&manifest).unwrap_or_default();
        let package = format!("name = \"{}\"", site::trainer(name));
        assert!(text.contains(&package), "{}", manifest.display());
    }
}
