//! Changes what a reader or a link gives the figures, at random, and reads it: nothing may panic, take a second, or take much
//! memory.
//!
//! ```text
//! cargo run -p redes-figures --example inputs -- SECONDS [SEED] [link|drawing|csv|idx|words|message|all] [FOLDER]
//! ```
//!
//! What fails is written to FOLDER (by default the system's for temporary files). Files of models are changed by the example
//! `fuzz` of `redes-exchange`.
#![allow(clippy::unwrap_used)]

#[path = "../../exchange/examples/fuzz/watch.rs"]
mod watch;

use std::{fs, path::Path};

use redes_catalogue::Catalogue;
use redes_data::{
    idx, table,
    words::{Extent, Vocabulary},
};
use redes_experiment::wire;
use redes_figures::each;
use redes_inputs::{
    digits::{self, SIDE},
    reviews::Review,
};
use redes_shell::{
    link::{self, Keyed},
    text::Language,
    worker::envelope::{Answer, Begin, Report, Request},
};
use watch::{Random, Watch, bytes_changed};

/// Signs with a meaning in links and tables.
const SIGNS: &[u8] = b"&=%#.,;-+eE0189 \n\"'<>\xc3\xb1\xff\0naN";

/// What is changed, of each kind.
struct Seeds {
    links: Vec<Vec<u8>>,
    drawings: Vec<Vec<u8>>,
    tables: Vec<Vec<u8>>,
    files: Vec<Vec<u8>>,
    texts: Vec<Vec<u8>>,
    messages: Vec<Vec<u8>>,
    vocabulary: Vocabulary,
}

impl Seeds {
    fn new() -> Self {
        let www = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../www");
        let list = Catalogue::read(&www.join("figures.toml")).unwrap();
        let states = list.figures().iter().flat_map(|figure| {
            let presets = figure.presets.values().cloned();
            presets.chain([figure.state.clone()])
        });
        let strokes = redes_inputs::samples::drawing(3).unwrap();
        let text = |name: &str| fs::read(www.join(name)).unwrap();
        let words = String::from_utf8(text("models/reviews-words.txt")).unwrap();
        let begin = Begin {
            id: 7,
            experiment: "circles".to_owned(),
            setup: vec![1, 2, 3],
            ahead: 500,
            root: "http://127.0.0.1/".to_owned(),
        };
        let state = Report::State {
            iteration: 9,
            finished: false,
            body: vec![0; 40],
        };
        Self {
            links: states.map(String::into_bytes).collect(),
            drawings: vec![digits::encode(&strokes).into_bytes()],
            tables: vec![
                b"x;y;fruit\n0,5;1;pear\n-1;2,25;apple\n".to_vec(),
                b"a,b,c\n1,2,0\n3,4,1\n\"5\",6,1\n".to_vec(),
                b"\xef\xbb\xbf1\t2\t3.5\n2\t3\t-1e3\n".to_vec(),
            ],
            files: vec![images(), labels(), packed(&images()), packed(&labels())],
            texts: vec![text("reviews/first.txt"), text("reviews/second.txt")],
            messages: vec![
                wire::encode("", &Request::Begin(begin)).unwrap(),
                wire::encode(
                    "",
                    &Answer {
                        id: 7,
                        report: state,
                    },
                )
                .unwrap(),
            ],
            vocabulary: Vocabulary::from_ranked_lines(&words, Extent::Head).unwrap(),
        }
    }

    fn of(&self, kind: &str) -> &[Vec<u8>] {
        match kind {
            "link" => &self.links,
            "drawing" => &self.drawings,
            "csv" => &self.tables,
            "idx" => &self.files,
            "words" => &self.texts,
            _ => &self.messages,
        }
    }
}

/// Two images of 3 x 4.
fn images() -> Vec<u8> {
    let head = [0x0803_u32, 2, 3, 4];
    let head = head.iter().flat_map(|word| word.to_be_bytes());
    head.chain(0..24).collect()
}

/// Five labels.
fn labels() -> Vec<u8> {
    let head = [0x0801_u32, 5];
    let head = head.iter().flat_map(|word| word.to_be_bytes());
    head.chain([7, 2, 1, 0, 4]).collect()
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut pack = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    pack.write_all(bytes).unwrap();
    pack.finish().unwrap()
}

/// Signs put in, beside changed bytes.
fn changed(random: &mut Random, bytes: &[u8], other: &[u8]) -> Vec<u8> {
    let mut bytes = bytes_changed(random, bytes, other);
    for _ in 0..random.below(6) {
        let (at, sign) = (random.below(bytes.len() + 1), random.below(SIGNS.len()));
        bytes.insert(at.min(bytes.len()), SIGNS[sign]);
    }
    // Long input, now and then.
    if random.below(50) == 0 {
        bytes = bytes.repeat(1 + random.below(300));
    }
    bytes
}

/// Reads a link as each figure does. What a figure takes it writes so that it takes it again.
fn linked<S: Keyed + Default>(figure: &str, hash: &str) {
    let mut state = S::default();
    let refused = link::read(&mut state, figure, hash);
    for language in [Language::Spanish, Language::English] {
        let _ = link::message(language, &refused);
    }
    // Beside what is not the figure's own, whatever that is.
    let _ = link::write(&state, figure, hash);
    let written = link::write(&state, figure, "");
    let mut again = S::default();
    let refused = link::read(&mut again, figure, &written);
    assert!(refused.is_empty(), "{written} is refused: {refused:?}");
    assert_eq!(link::write(&again, figure, ""), written);
}

/// What became of an input, in a word.
fn outcome(kind: &str, bytes: &[u8], seeds: &Seeds) -> String {
    let text = String::from_utf8_lossy(bytes);
    match kind {
        "link" => {
            each!(linked, &text);
            "read".to_owned()
        }
        "drawing" => digits::decode(&text).map_or("refused".to_owned(), |strokes| {
            let points = strokes.iter().flat_map(|stroke| &stroke.points);
            for &(x, y) in points {
                assert!((0.0..=SIDE).contains(&x) && (0.0..=SIDE).contains(&y));
            }
            let image = digits::image(&strokes);
            assert_eq!(digits::image(&strokes), image);
            assert!(digits::decode(&digits::encode(&digits::kept(&strokes))).is_some());
            "drawn".to_owned()
        }),
        "csv" => table::read(bytes).map_or_else(
            |error| {
                let _ = error.to_string();
                watch::kind(&error)
            },
            |table| {
                assert!(table.rows.iter().flatten().all(|number| number.is_finite()));
                "read".to_owned()
            },
        ),
        "idx" => {
            let labels = idx::read_labels(bytes).is_ok();
            match idx::read_images(bytes) {
                Ok(images) => {
                    let size = images.count * images.rows * images.columns;
                    assert_eq!(images.pixels.len(), size);
                    "images".to_owned()
                }
                Err(_) if labels => "labels".to_owned(),
                Err(error) => watch::kind(&error),
            }
        }
        "words" => {
            let review = Review::new(&seeds.vocabulary, &text);
            assert!(review.read().len() <= review.words().len());
            assert_eq!(review.input().len(), 500);
            let _ = review.vector();
            "read".to_owned()
        }
        _ => {
            let request = wire::decode::<Request>("", bytes).is_ok();
            let answer = wire::decode::<Answer>("", bytes).is_ok();
            match (request, answer) {
                (true, _) => "request".to_owned(),
                (_, true) => "answer".to_owned(),
                _ => "refused".to_owned(),
            }
        }
    }
}

fn main() {
    const KINDS: [&str; 6] = ["link", "drawing", "csv", "idx", "words", "message"];
    let mut watch = Watch::of_arguments();
    let seeds = Seeds::new();
    while watch.goes_on() {
        let kind = KINDS[watch.random.below(KINDS.len())];
        if !watch.wants(kind) {
            continue;
        }
        let own = seeds.of(kind);
        let (one, other) = (watch.random.below(own.len()), watch.random.below(own.len()));
        let input = changed(&mut watch.random, &own[one], &own[other]);
        watch.look(kind, kind, &input, || outcome(kind, &input, &seeds));
    }
    watch.print();
}
