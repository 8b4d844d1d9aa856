//! The figures of all chapters in one crate, for native programs.
//!
//! `redes stills` computes its pictures with the figures' own `numbers.rs`. The tests of this crate run over every figure
//! of `www/figures.toml`. A page loads the crate of a chapter, never this one.

pub use redes_chapter_circles as circles;
pub use redes_chapter_conclusions as conclusions;
pub use redes_chapter_index as index;
pub use redes_chapter_inside as inside;
pub use redes_chapter_introduction as introduction;
pub use redes_chapter_learning as learning;
pub use redes_chapter_model as model;
pub use redes_chapter_models as models;
pub use redes_chapter_perceptron as perceptron;
pub use redes_chapter_playground as playground;
pub use redes_chapter_problems as problems;
pub use redes_chapter_results as results;
pub use redes_chapter_writers as writers;

/// Each chapter and the figures that its crate registers, in the book's order.
pub const REGISTERED: &[(&str, &[&str])] = &[
    ("index", index::FIGURES),
    ("introduction", introduction::FIGURES),
    ("perceptron", perceptron::FIGURES),
    ("model", model::FIGURES),
    ("learning", learning::FIGURES),
    ("circles", circles::FIGURES),
    ("problems", problems::FIGURES),
    ("results", results::FIGURES),
    ("inside", inside::FIGURES),
    ("writers", writers::FIGURES),
    ("playground", playground::FIGURES),
    ("models", models::FIGURES),
    ("conclusions", conclusions::FIGURES),
];

include!(concat!(env!("OUT_DIR"), "/each.rs"));

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use redes_catalogue::Catalogue;

    use super::REGISTERED;

    #[test]
    fn the_crates_register_the_figures_of_the_list() {
        let text = include_str!("../../../www/figures.toml");
        let list = Catalogue::parse(text, "figures.toml").unwrap();
        let listed: Vec<(&str, Vec<&str>)> = list
            .chapters()
            .map(|chapter| {
                let figures = list.of(chapter).map(|figure| figure.name.as_str());
                (chapter, figures.collect())
            })
            .collect();
        let registered: Vec<(&str, Vec<&str>)> = REGISTERED
            .iter()
            .map(|(chapter, figures)| (*chapter, figures.to_vec()))
            .collect();
        assert_eq!(registered, listed);
    }
}
