//! A network for the figure that looks inside: dense layers over images of digits.

use redes_core::{
    activation::Activation,
    network::{Architecture, LayerConfig},
};
use redes_data::mnist::PIXELS;
use redes_experiment::{
    dense::{DenseNetwork, Function, MOST, OUTPUTS, Unfit},
    scaling::Scaling,
};

/// The network of an architecture with these parameters. What only reshapes or leaves out is not kept, a layer without biases
/// gets zeros, and a function of its own joins the layer before it.
///
/// # Errors
/// [`Unfit`] for another kind of network.
pub(crate) fn dense(
    architecture: &Architecture,
    parameters: &[f32],
    scaling: Scaling,
) -> Result<DenseNetwork, Unfit> {
    let input: usize = architecture.input.iter().product();
    if input != PIXELS {
        return Err(Unfit::Input(input));
    }
    let mut layers: Vec<(usize, Function)> = Vec::new();
    let mut weights = Vec::with_capacity(parameters.len());
    let mut rest = parameters.iter().copied();
    for (place, layer) in architecture.layers.iter().enumerate() {
        let function = |activation: &Activation| {
            let name = || Unfit::Function(place, activation.name().to_owned());
            Function::of(activation).ok_or_else(name)
        };
        match layer {
            LayerConfig::Flatten | LayerConfig::Dropout { .. } | LayerConfig::Reshape { .. } => {}
            LayerConfig::Dense {
                units,
                activation,
                bias,
            } => {
                let width = layers.last().map_or(PIXELS, |(units, _)| *units);
                layers.push((*units, function(activation)?));
                weights.extend(rest.by_ref().take(width * units));
                match bias {
                    true => weights.extend(rest.by_ref().take(*units)),
                    false => weights.resize(weights.len() + units, 0.0),
                }
            }
            LayerConfig::Activation { activation } => match layers.last_mut() {
                Some((_, last)) if *last == Function::Identity => *last = function(activation)?,
                _ => return Err(Unfit::Layer(place)),
            },
            _ => return Err(Unfit::Layer(place)),
        }
    }
    match *layers {
        [] | [_] => return Err(Unfit::NoHidden),
        [(units, _), ..] if units > MOST => return Err(Unfit::Wide(units)),
        [.., (units, _)] if units != OUTPUTS => return Err(Unfit::Outputs(units)),
        _ => {}
    }
    Ok(DenseNetwork {
        layers,
        scaling,
        weights,
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use redes_core::{network::Network, rng::RandomState};

    use super::*;
    use redes_data::mnist::SIDE;
    use redes_experiment::{dense::NAME, wire};

    fn network(layers: Vec<LayerConfig>) -> Network<f32> {
        let mut network = Network::new(&Architecture::new([SIDE, SIDE], layers), 1).unwrap();
        let mut rng = RandomState::new(3);
        for weight in network.parameters_mut() {
            *weight = rng.uniform(-0.1, 0.1) as f32;
        }
        network
    }

    fn handed(network: &Network<f32>) -> Result<DenseNetwork, Unfit> {
        dense(network.architecture(), network.parameters(), Scaling::Unit)
    }

    fn bare(units: usize) -> LayerConfig {
        LayerConfig::Dense {
            units,
            activation: Activation::Identity,
            bias: false,
        }
    }

    /// Dropout and missing biases change nothing of what it answers, nor does the way by bytes.
    #[test]
    fn it_answers_as_the_network_that_it_was_made_of() {
        let mut whole = network(vec![
            LayerConfig::Flatten,
            bare(20),
            LayerConfig::Activation {
                activation: Activation::Softmax,
            },
            LayerConfig::Dropout { rate: 0.3, seed: 1 },
            LayerConfig::dense(7, Activation::SIGMOID_STEEP),
            LayerConfig::dense(OUTPUTS, Activation::Softmax),
        ]);
        let kept = handed(&whole).unwrap();
        assert!(kept.holds());
        let bytes = wire::encode(NAME, &kept).unwrap();
        let kept: DenseNetwork = wire::decode(NAME, &bytes).unwrap();
        let mut other = Network::new(&kept.architecture(), 1).unwrap();
        other.parameters_mut().copy_from_slice(&kept.weights);
        let input: Vec<f32> = (0..PIXELS).map(|at| (at % 9) as f32 / 9.0).collect();
        let answer = whole.forward_row(&input).unwrap();
        assert_eq!(other.forward_row(&input).unwrap(), answer);
    }

    #[test]
    fn what_the_figure_cannot_show_is_refused() {
        let last = LayerConfig::dense(OUTPUTS, Activation::Sigmoid);
        let flat = LayerConfig::Flatten;
        let refused = |layers: Vec<LayerConfig>| handed(&network(layers)).unwrap_err();
        assert_eq!(refused(vec![flat.clone(), last.clone()]), Unfit::NoHidden);
        let wide = vec![flat.clone(), bare(MOST + 1), last.clone()];
        assert_eq!(refused(wide), Unfit::Wide(MOST + 1));
        let five = vec![flat.clone(), bare(20), bare(5)];
        assert_eq!(refused(five), Unfit::Outputs(5));
        let step = LayerConfig::dense(4, Activation::Step { threshold: 0.0 });
        assert_eq!(
            refused(vec![flat.clone(), step, last.clone()]),
            Unfit::Function(1, "step".to_owned())
        );
        let rows = LayerConfig::lstm(5, false);
        assert_eq!(refused(vec![rows, bare(6), last.clone()]), Unfit::Layer(0));
        let small = Architecture::new([10], vec![bare(4), last]);
        let small = Network::<f32>::new(&small, 1).unwrap();
        assert_eq!(handed(&small), Err(Unfit::Input(10)));
    }
}
