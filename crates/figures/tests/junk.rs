//! 500 links that nobody means, for every figure. What a figure makes of one of them it reads back.

#[path = "common/junk.rs"]
mod junk;

use std::fmt::Debug;

use junk::Junk;
use redes_figures::each;
use redes_shell::{
    link::{self, Keyed},
    text::Language,
};

/// Also the seed of the browser test.
const SEED: u64 = 16;
const LINKS: usize = 500;

#[test]
fn five_hundred_links_change_a_state_or_are_refused_and_never_more() {
    let mut refused = 0;
    each!(takes_or_refuses, &mut refused);
    assert!(refused > LINKS, "{refused} values were refused in all");
}

fn takes_or_refuses<S: Keyed + Default + Debug + PartialEq>(figure: &str, refused: &mut usize) {
    let mut junk = Junk(SEED);
    for _ in 0..LINKS {
        let mut state = S::default();
        let hash = format!("#{}", junk.link(figure, state.keys()));
        let message = link::read(&mut state, figure, &hash);
        *refused += message.len();
        for language in Language::BOTH {
            link::message(language, &message);
        }
        let written = link::write(&state, figure, &hash);
        let mut again = S::default();
        assert_eq!(link::read(&mut again, figure, &written), [], "{hash}");
        let own = |state: &S| link::write(state, figure, "");
        assert_eq!(own(&again), own(&state), "{hash}");
    }
}

#[test]
fn the_browser_test_knows_every_key() {
    let mut keys = String::new();
    each!(lists_keys, &mut keys);
    assert_eq!(keys, include_str!("golden/keys.txt"));
}

fn lists_keys<S: Keyed + Default>(figure: &str, keys: &mut String) {
    keys.push_str(&format!("{figure} {}\n", S::default().keys().join(" ")));
}
