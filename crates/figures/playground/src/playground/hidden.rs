//! Hidden layers as people and links write them: `4 tanh, 8 relu` or `4tanh,8relu`.

use redes_experiment::playground::{Hidden, Kind, MAX_LAYERS, MAX_UNITS};

use super::names;

/// The text of a network without hidden layers.
const NONE: &str = "0";
/// The activation that cannot be trained, and its Spanish name.
const STEP: [&str; 2] = ["step", "escalon"];

/// Why a text gives no layers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It is no list of layers within the limits.
    Form,
    /// It asks for the step function, whose derivative is 0.
    Step,
}

/// The layers of a text. A layer without an activation has that of the layer in `before` at its place, or of the one before.
///
/// # Errors
/// The text is no list of layers, or asks for the step function.
pub fn read(text: &str, before: &[Hidden]) -> Result<Vec<Hidden>, Refusal> {
    // Unicode's tables of letters would weigh more than this figure's texts.
    let text = text.trim().to_ascii_lowercase();
    if text.is_empty() || text == NONE {
        return Ok(Vec::new());
    }
    let mut layers: Vec<Hidden> = Vec::new();
    for part in text.split([',', ';', '+']) {
        let part = part.trim();
        let end = part.find(|sign: char| !sign.is_ascii_digit());
        let (units, name) = part.split_at(end.unwrap_or(part.len()));
        let name = name.trim().replace(['ó', 'Ó'], "o");
        if STEP.contains(&name.as_str()) {
            return Err(Refusal::Step);
        }
        let units = units.parse().map_err(|_| Refusal::Form)?;
        let place = layers.len();
        let usual = before.get(place).or(layers.last()).or(before.last());
        let activation = match name.as_str() {
            "" => usual.map_or(Kind::Tanh, |layer| layer.activation),
            "sigmoide" => Kind::Sigmoid,
            "identidad" => Kind::Identity,
            name => names::read(name).ok_or(Refusal::Form)?,
        };
        if !(1..=MAX_UNITS).contains(&units) || place == MAX_LAYERS {
            return Err(Refusal::Form);
        }
        layers.push(Hidden { units, activation });
    }
    Ok(layers)
}

/// The layers of a link.
pub fn linked(text: &str) -> Option<Vec<Hidden>> {
    read(text, &[]).ok()
}

/// The layers' text for a link.
pub fn written(layers: &[Hidden]) -> String {
    joined(layers, "", ",")
}

/// The layers' text for a field.
pub fn shown(layers: &[Hidden]) -> String {
    joined(layers, " ", ", ")
}

fn joined(layers: &[Hidden], inner: &str, between: &str) -> String {
    if layers.is_empty() {
        return NONE.to_owned();
    }
    let layer = |layer: &Hidden| format!("{}{inner}{}", layer.units, names::name(layer.activation));
    let layers: Vec<String> = layers.iter().map(layer).collect();
    layers.join(between)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn layers(list: &[(u32, Kind)]) -> Vec<Hidden> {
        let layer = |(units, activation): &(u32, Kind)| Hidden {
            units: *units,
            activation: *activation,
        };
        list.iter().map(layer).collect()
    }

    #[test]
    fn layers_are_read_as_people_write_them() {
        let two = layers(&[(4, Kind::Tanh), (8, Kind::Relu)]);
        for text in ["4 tanh, 8 relu", "4tanh,8relu", " 4 TANH ; 8ReLU "] {
            assert_eq!(read(text, &[]), Ok(two.clone()), "{text}");
        }
        assert_eq!(linked(&written(&two)).unwrap(), two);
        assert_eq!(read(&shown(&two), &[]), Ok(two.clone()));
        // Widths alone keep the activations, and a new layer has that of the one before it.
        let more = layers(&[(5, Kind::Tanh), (6, Kind::Relu), (7, Kind::Relu)]);
        assert_eq!(read("5, 6, 7", &two), Ok(more));
        assert_eq!(read("3", &[]), Ok(layers(&[(3, Kind::Tanh)])));
        assert_eq!(read("2 sigmoide", &[]), Ok(layers(&[(2, Kind::Sigmoid)])));
        for none in ["", "0", " "] {
            assert_eq!(read(none, &two), Ok(Vec::new()));
        }
        assert_eq!(written(&[]), "0");
    }

    #[test]
    fn what_cannot_be_trained_is_refused_by_name() {
        assert_eq!(read("4 step", &[]), Err(Refusal::Step));
        assert_eq!(read("4 tanh, 3 ESCALÓN", &[]), Err(Refusal::Step));
        for text in [
            "17",
            "-1",
            "4.5",
            "4 softmax",
            "1,1,1,1,1,1,1",
            "4,,4",
            "0,4",
            "?",
        ] {
            assert_eq!(read(text, &[]), Err(Refusal::Form), "{text}");
        }
        assert_eq!(linked("1,1,1,1,1,1").unwrap().len(), MAX_LAYERS);
    }
}
