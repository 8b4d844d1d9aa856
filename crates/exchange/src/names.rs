//! Names of networks and layers.

use redes_core::network::SummaryRow;

/// The names that this program gives to layers.
pub(crate) fn own(rows: Vec<SummaryRow>) -> Vec<String> {
    rows.into_iter().map(|row| row.name).collect()
}

/// A model's name: letters of ASCII, digits and underscores, beginning with a letter, at most 60 of them.
///
/// Keras forbids a slash in names, TensorFlow most other signs, and a reader may have named the network anything.
pub(crate) fn model(name: &str) -> String {
    let mut clean = String::new();
    for letter in name.chars() {
        match letter.is_ascii_alphanumeric() {
            true => clean.push(letter.to_ascii_lowercase()),
            false if clean.is_empty() || clean.ends_with('_') => {}
            false => clean.push('_'),
        }
        if clean.len() == 60 {
            break;
        }
    }
    let clean = clean.trim_end_matches('_');
    match clean.chars().next() {
        None => "redes".to_owned(),
        Some(first) if first.is_ascii_digit() => format!("redes_{clean}"),
        Some(_) => clean.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::model;

    #[test]
    fn any_name_becomes_a_name_of_keras() {
        for (name, clean) in [
            ("Sequential", "sequential"),
            ("caso 1.0", "caso_1_0"),
            ("1.0", "redes_1_0"),
            ("../../etc/passwd", "etc_passwd"),
            ("señal\u{0}\n\"'", "se_al"),
            ("", "redes"),
            ("///", "redes"),
        ] {
            assert_eq!(model(name), clean, "{name}");
        }
        assert_eq!(model(&"a".repeat(1000)).len(), 60);
    }
}
